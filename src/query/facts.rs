//! The facts that an [`Index`] keeps of each row as small numbers, and which measures another one's 佐证材料
//! prove. Knows no query.

use super::dictionary::NONE;
use super::index::{Index, MeasureEntry, MeasureRow};
use ledger::Id;
use ledger::closure::ClosureState;
use ledger::date::Date;
use ledger::deadline::Deadline;
use ledger::effective::Effective;
use ledger::evidence::tells;
use ledger::finding::{Finding, Measure};
use ledger::id_map::IdMap;
use ledger::vocabulary::Class;

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
pub(super) struct Proofs(IdMap<Id, u32>);

impl Proofs {
    /// Notes the measures that the 佐证材料 of this one prove too, and gives them.
    pub fn add(&mut self, measure: &Measure) -> Box<[Id]> {
        let others: Box<[Id]> = measure
            .evidence
            .iter()
            .filter(|entry| tells(entry))
            .flat_map(|entry| entry.also.iter().cloned())
            .collect();
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
    /// Notes whether a finding is finished, from the facts of its measures.
    pub(super) fn settle(&mut self, n: u32) {
        let rows = self.rows_of(n);
        let done = !rows.is_empty() && rows.iter().all(|row| self.measures[row.0 as usize].facts.done);
        self.findings[n as usize].facts.finished = done;
    }

    /// The facts of a measure, with what its finding says for it.
    pub(super) fn measure_facts(&mut self, finding: &Finding, measure: &Measure) -> MeasureFacts {
        let holds = Effective::of(finding, measure);
        let status = self.dictionary.status(measure.status.as_ref());
        let lead = self.dictionary.unit(holds.responsible());
        MeasureFacts {
            status,
            lead,
            term: self.dictionary.term(measure.term.as_ref()),
            leader: self.dictionary.leader(holds.leader),
            done: self.dictionary.class(status) == Class::Done,
            closure: ClosureState::after(&measure.closure),
            deadline: holds.deadline(),
            units: self.units(lead, holds.units, holds.supporting),
            owners: self.dictionary.owners(holds.owner),
            reported: measure.progress.iter().filter_map(|entry| entry.date).max(),
            evident: measure.evidence.iter().any(tells),
            proves: self.proofs.add(measure),
        }
    }

    /// The facts of a finding itself; [`Index::settle`] adds what its measures say.
    pub(super) fn finding_facts(&mut self, finding: &Finding) -> FindingFacts {
        let lead = self.dictionary.unit(finding.responsible());
        FindingFacts {
            finished: false,
            aspect: self.dictionary.aspect(finding.aspect.as_ref()),
            lead,
            leader: self.dictionary.leader(&finding.leader),
            closure: ClosureState::after(&finding.closure),
            deadline: Deadline::of_finding(finding),
            units: self.units(lead, &finding.units, &finding.supporting_units),
            owners: self.dictionary.owners(&finding.owner),
            number: finding.number,
        }
    }

    fn units(&mut self, lead: u32, units: &[Id], supporting: &[Id]) -> Box<[u32]> {
        let mut codes = Vec::with_capacity(1 + units.len() + supporting.len());
        codes.extend((lead != NONE).then_some(lead));
        for id in units.iter().chain(supporting) {
            codes.push(self.dictionary.unit(Some(id)));
        }
        codes.into()
    }

    /// Takes the facts of a measure anew. Gives the rows of other measures that its 佐证材料 prove now, or did before.
    pub(super) fn reread_facts(&mut self, n: u32, finding: &Finding, measure: &Measure) -> Vec<MeasureRow> {
        let before = std::mem::take(&mut self.measures[n as usize].facts.proves);
        self.proofs.forget(&before);
        self.measures[n as usize].facts = self.measure_facts(finding, measure);
        let now = &self.measures[n as usize].facts.proves;
        before.iter().chain(now.iter()).filter_map(|id| self.measure_row(id)).collect()
    }

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
