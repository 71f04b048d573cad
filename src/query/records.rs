//! A row of either list, and the record that it stands for: what a table does with rows it does with both alike.
//! Knows the index, no text of a row.

use super::index::{FindingRow, Index, MeasureRow};
use super::route::Place;
pub use ledger::fields::RecordKind;
use ledger::finding::{Finding, Measure};
use ledger::record::Node;
use ledger::{Id, Ledger};

/// A row of the 措施 table or of the 问题 list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Row {
    /// A measure.
    Measure(MeasureRow),
    /// A finding.
    Finding(FindingRow),
}

/// The record of a row.
#[derive(Debug, Clone, Copy)]
pub enum Record<'l> {
    /// A measure, with its finding.
    Measure(&'l Finding, &'l Measure),
    /// A finding.
    Finding(&'l Finding),
}

impl Row {
    /// What kind of row it is.
    #[must_use]
    pub fn kind(self) -> RecordKind {
        match self {
            Self::Measure(_) => RecordKind::Measure,
            Self::Finding(_) => RecordKind::Finding,
        }
    }
}

impl<'l> Record<'l> {
    /// What kind of record it is.
    #[must_use]
    pub fn kind(self) -> RecordKind {
        match self {
            Self::Measure(..) => RecordKind::Measure,
            Self::Finding(_) => RecordKind::Finding,
        }
    }

    /// Its finding, or itself.
    #[must_use]
    pub fn finding(self) -> &'l Finding {
        match self {
            Self::Measure(finding, _) | Self::Finding(finding) => finding,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> &'l Id {
        match self {
            Self::Measure(_, measure) => &measure.id,
            Self::Finding(finding) => &finding.id,
        }
    }

    /// The record, to be asked for its fields by name.
    #[must_use]
    pub fn node(self) -> &'l dyn Node {
        match self {
            Self::Measure(_, measure) => measure,
            Self::Finding(finding) => finding,
        }
    }

    /// Its number: `12-3` of a measure, `12` of a finding.
    #[must_use]
    pub fn number(self, ledger: &Ledger) -> String {
        match self {
            Self::Measure(finding, measure) => ledger.measure_number(&finding.id, &measure.id),
            Self::Finding(finding) => ledger.finding_number(&finding.id).to_string(),
        }
    }

    /// Its page.
    #[must_use]
    pub fn place(self) -> Place {
        match self {
            Self::Measure(finding, measure) => Place::Measure(finding.id.clone(), measure.id.clone()),
            Self::Finding(finding) => Place::Finding(finding.id.clone()),
        }
    }
}

impl Index {
    /// The record of a row; `None` where it is gone.
    #[must_use]
    pub fn record<'l>(&self, ledger: &'l Ledger, row: Row) -> Option<Record<'l>> {
        match row {
            Row::Measure(row) => {
                self.measure(ledger, row).map(|(finding, measure)| Record::Measure(finding, measure))
            }
            Row::Finding(row) => self.finding(ledger, row).map(Record::Finding),
        }
    }

    /// Whether a row's record is still in the ledger.
    #[must_use]
    pub fn has_record(&self, row: Row) -> bool {
        match row {
            Row::Measure(row) => self.is_there(row),
            Row::Finding(FindingRow(slot)) => {
                self.findings.get(slot as usize).is_some_and(|entry| entry.alive)
            }
        }
    }

    /// Whether a row's record is finished: 已完成, and of a finding all that it has.
    pub(super) fn is_finished(&self, row: Row) -> bool {
        match row {
            Row::Measure(row) => self.measures[row.0 as usize].facts.done,
            Row::Finding(row) => self.findings[row.0 as usize].facts.finished,
        }
    }
}
