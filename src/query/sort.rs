//! By what rows are put in order. A row has a [`Key`]; rows with equal keys keep the order of the ledger, and
//! what is empty comes last in both directions. Knows no filter.

use std::cmp::Ordering;

use super::ask::{Sort, SortBy};
use super::codes::NONE;
use super::index::{FindingRow, Index, MeasureRow};
use crate::ledger::Ledger;
use crate::ledger::date::Date;
use crate::ledger::deadline::{Deadline, DueClass};

/// What one row is put in order by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'l> {
    /// A number; texts come with their first characters as one, so that most are parted without being read.
    Value(u64, &'l str),
    /// A deadline that is a phrase: after the days.
    Phrase,
    /// Empty.
    Empty,
}

impl Key<'_> {
    /// The order of two keys; what is no value stays last when the direction is turned.
    pub fn compare(&self, other: &Self, descending: bool) -> Ordering {
        match (self, other) {
            (Key::Value(..), Key::Value(..)) if descending => other.cmp(self),
            _ => self.cmp(other),
        }
    }
}

fn number<'l>(n: impl Into<u64>) -> Key<'l> {
    Key::Value(n.into(), "")
}

fn count<'l>(n: usize) -> Key<'l> {
    number(n as u64)
}

/// The order of Unicode numbers.
fn text(text: &str) -> Key<'_> {
    if text.is_empty() {
        return Key::Empty;
    }
    let mut chars = text.chars();
    // A character's number has 21 bits; three of them fit.
    let first = (0..3).fold(0, |first, _| first << 21 | chars.next().map_or(0, |c| u64::from(u32::from(c))));
    Key::Value(first, text)
}

fn day<'l>(date: Date) -> Key<'l> {
    // Year, month and day have no sign, and stand apart.
    number(
        (u64::from(date.year().unsigned_abs()) * 16 + u64::from(date.month())) * 32 + u64::from(date.day()),
    )
}

fn deadline<'l>(deadline: Deadline) -> Key<'l> {
    match deadline {
        Deadline::Day(date) => day(date),
        Deadline::Phrase => Key::Phrase,
        Deadline::Unset => Key::Empty,
    }
}

fn code<'l>(code: u32) -> Key<'l> {
    if code == NONE { Key::Empty } else { number(code) }
}

impl Index {
    fn unit_key<'l>(&self, unit: u32) -> Key<'l> {
        if unit == NONE { Key::Empty } else { number(self.dictionary.rank(unit)) }
    }

    /// The first of the 责任部门: the lead unit stands before them in the list of all units.
    fn units_key<'l>(&self, units: &[u32], lead: u32, responsible: usize) -> Key<'l> {
        let first = units.get(usize::from(lead != NONE)).filter(|_| responsible > 0);
        self.unit_key(first.copied().unwrap_or(NONE))
    }

    pub(super) fn measure_key<'l>(&self, ledger: &'l Ledger, sort: Sort, row: MeasureRow) -> Key<'l> {
        let entry = &self.measures[row.0 as usize];
        let facts = &entry.facts;
        match sort.by {
            SortBy::Number | SortBy::Measures | SortBy::Overdue => return number(entry.rank),
            SortBy::Aspect => return code(self.findings[entry.finding as usize].facts.aspect),
            SortBy::Lead => return self.unit_key(facts.lead),
            SortBy::Due => return deadline(facts.deadline),
            SortBy::Term => return code(facts.term),
            SortBy::Status => return number(facts.status),
            SortBy::Closure => return number(facts.closure as u64),
            _ => {}
        }
        let Some((finding, measure)) = self.measure(ledger, row) else { return Key::Empty };
        match sort.by {
            SortBy::Finding => text(&finding.title),
            SortBy::Text => text(&measure.text),
            SortBy::Leader => text(&measure.leader),
            SortBy::Owner => text(&measure.owner),
            SortBy::Note => text(&measure.note),
            SortBy::Units => self.units_key(&facts.units, facts.lead, measure.units.len()),
            SortBy::Progress => measure.progress.last().and_then(|entry| entry.date).map_or(Key::Empty, day),
            _ => count(measure.evidence.len()),
        }
    }

    pub(super) fn finding_key<'l>(
        &self,
        ledger: &'l Ledger,
        sort: Sort,
        today: Date,
        row: FindingRow,
    ) -> Key<'l> {
        let entry = &self.findings[row.0 as usize];
        let facts = &entry.facts;
        let measures = || self.rows_of(row.0).iter().map(|row| &self.measures[row.0 as usize].facts);
        match sort.by {
            SortBy::Aspect => return code(facts.aspect),
            SortBy::Lead => return self.unit_key(facts.lead),
            SortBy::Due => return deadline(facts.deadline),
            SortBy::Closure => return number(facts.closure as u64),
            SortBy::Measures => return count(entry.count),
            SortBy::Overdue => {
                return count(
                    measures().filter(|m| DueClass::Overdue.holds(m.deadline, m.done, today)).count(),
                );
            }
            SortBy::Status => {
                let done = measures().filter(|m| m.done).count();
                return (done * 10_000).checked_div(entry.count).map_or(Key::Empty, count);
            }
            _ => {}
        }
        let Some(finding) = self.finding(ledger, row) else { return Key::Empty };
        match sort.by {
            SortBy::Finding => text(&finding.title),
            SortBy::Leader => text(&finding.leader),
            SortBy::Owner => text(&finding.owner),
            SortBy::Units => self.units_key(&facts.units, facts.lead, finding.units.len()),
            _ => count(entry.at),
        }
    }
}
