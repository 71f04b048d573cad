//! Which rows print something else after a change: what a page draws anew, and nothing besides. A row prints more than its own
//! fields: names of units, aspects and statuses, the last entry of progress, counts of what stands below it, and its place.
//! Knows no query: which rows a list shows is the [`View`](super::View)'s.

use std::collections::BTreeSet;

use super::cells::RowCells;
use super::patch::{Owner, owner};
use journal::Changes;
use ledger::date::Date;
use ledger::deadline::is_overdue;
use ledger::vocabulary::Vocabulary;
use ledger::{Id, Ledger};

/// The rows whose printed cells may be others than before. What is new or gone may be among them or not: it has no row that
/// could be stale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaleRows {
    /// Any of them: a word changed that all share, or the order by which they are numbered.
    All,
    /// These alone.
    Some {
        /// Rows of the 措施 table, by measure.
        measures: BTreeSet<Id>,
        /// Rows of the 问题 list, by finding.
        findings: BTreeSet<Id>,
    },
}

/// The lists of the ledger whose items or order all rows print.
const SHARED: [&str; 4] = ["findings", "units", "statuses", "aspects"];

impl StaleRows {
    /// After these changes; `ledger` is as it is after them.
    #[must_use]
    pub fn of(ledger: &Ledger, changes: &Changes) -> Self {
        let (mut measures, mut findings) = (BTreeSet::new(), BTreeSet::new());
        let bundle = &ledger.bundle().id;
        let shared = |(parent, list): &(Id, String)| parent == bundle && SHARED.contains(&list.as_str());
        if changes.lists.iter().any(shared) {
            return Self::All;
        }
        let touched = changes.fields.iter().chain(&changes.lists).map(|(id, _)| id);
        for id in touched.filter(|id| *id != bundle) {
            match owner(ledger, id) {
                Owner::Ledger => return Self::All,
                Owner::Measure(finding, measure) => {
                    measures.insert(measure.id.clone());
                    findings.insert(finding.id.clone());
                }
                Owner::Finding(finding) => {
                    measures.extend(finding.measures.iter().map(|measure| measure.id.clone()));
                    findings.insert(finding.id.clone());
                }
                Owner::Other | Owner::Gone => {}
            }
        }
        Self::Some { measures, findings }
    }

    /// After a day has passed, or several, in either direction.
    #[must_use]
    pub fn on(ledger: &Ledger, before: Date, today: Date) -> Self {
        let (mut measures, mut findings) = (BTreeSet::new(), BTreeSet::new());
        let words = Vocabulary::new(&ledger.bundle().statuses);
        for finding in &ledger.bundle().findings {
            let late = |day: Date| RowCells::of_finding(ledger, finding, day);
            if late(before) != late(today) {
                findings.insert(finding.id.clone());
            }
            let changed = finding.measures.iter().filter(|measure| {
                let overdue = |day| is_overdue(words, finding, measure, day);
                overdue(before) != overdue(today)
            });
            measures.extend(changed.map(|measure| measure.id.clone()));
        }
        Self::Some { measures, findings }
    }

    /// Whether the row of a measure is to be drawn anew.
    #[must_use]
    pub fn has_measure(&self, id: &Id) -> bool {
        match self {
            Self::All => true,
            Self::Some { measures, .. } => measures.contains(id),
        }
    }

    /// Whether the row of a finding is to be drawn anew.
    #[must_use]
    pub fn has_finding(&self, id: &Id) -> bool {
        match self {
            Self::All => true,
            Self::Some { findings, .. } => findings.contains(id),
        }
    }
}
