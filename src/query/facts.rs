//! The facts that an [`Index`] keeps of each row as small numbers, and which measures another one's 佐证材料
//! prove. Knows no query.

use super::index::{Index, MeasureEntry, MeasureRow};
use crate::ledger::Id;
use crate::ledger::closure::ClosureState;
use crate::ledger::date::Date;
use crate::ledger::deadline::Deadline;
use crate::ledger::evidence::tells;
use crate::ledger::finding::Measure;
use crate::ledger::quick::QuickMap;

/// What a measure is filtered and sorted by.
#[derive(Debug, Clone)]
pub(super) struct MeasureFacts {
    pub status: u32,
    pub lead: u32,
    pub term: u32,
    /// 责任领导, as lead, units, owners and deadline the measure's own or that of its finding.
    pub leader: u32,
    pub done: bool,
    pub closure: ClosureState,
    pub deadline: Deadline,
    /// The units in any part.
    pub units: Box<[u32]>,
    /// The names of 责任人.
    pub owners: Box<[u32]>,
    /// The latest day of its 整改进展.
    pub reported: Option<Date>,
    /// Whether it has 佐证材料 of its own that say what they are.
    pub evident: bool,
    /// The measures that its 佐证材料 prove too.
    pub proves: Box<[Id]>,
}

/// What a finding is filtered and sorted by.
#[derive(Debug, Clone)]
pub(super) struct FindingFacts {
    pub aspect: u32,
    pub lead: u32,
    pub leader: u32,
    pub finished: bool,
    pub closure: ClosureState,
    pub deadline: Deadline,
    pub units: Box<[u32]>,
    pub owners: Box<[u32]>,
    pub number: Option<u32>,
}

/// The measures that 佐证材料 of other measures prove, each with how many do.
#[derive(Debug, Clone, Default)]
pub(super) struct Proofs(QuickMap<Id, u32>);

impl Proofs {
    /// Notes the measures that the 佐证材料 of this one prove too, and gives them.
    pub fn add(&mut self, measure: &Measure) -> Box<[Id]> {
        let others: Box<[Id]> =
            measure.evidence.iter().filter(|entry| tells(entry)).flat_map(|entry| entry.also.iter().cloned()).collect();
        for id in &others {
            *self.0.entry(id.clone()).or_default() += 1;
        }
        others
    }

    /// Takes back what [`Proofs::add`] gave.
    pub fn forget(&mut self, others: &[Id]) {
        for id in others {
            let Some(count) = self.0.get_mut(id) else { continue };
            *count -= 1;
            if *count == 0 {
                self.0.remove(id);
            }
        }
    }
}

impl Index {
    /// Whether 佐证材料 prove a measure, its own or another's: what `evidence::is_proved` says.
    pub(super) fn is_proved(&self, entry: &MeasureEntry) -> bool {
        entry.facts.evident || self.proofs.0.contains_key(&entry.id)
    }

    /// Whether a row's measure is still in the ledger.
    #[must_use]
    pub fn is_there(&self, row: MeasureRow) -> bool {
        self.measures.get(row.0 as usize).is_some_and(|entry| entry.alive)
    }
}
