//! By what rows are put in order. A row has a [`Key`]; rows with equal keys keep the order of the ledger, and
//! what is empty comes last in both directions. Knows no filter.

use std::cmp::Ordering;

use super::dictionary::NONE;
use super::index::{FindingRow, Index, MeasureRow};
use super::query::{Sort, SortBy};
use ledger::Ledger;
use ledger::date::Date;
use ledger::deadline::{Deadline, DueClass};
use ledger::decimal::ExactSum;
use ledger::effective::Effective;
use ledger::field::Decimal;
use ledger::fields::{SortValue, Use};

/// What one row is put in order by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'l> {
    /// A number.
    Number(u32),
    /// An exact decimal number: its text, and a number that is not greater where it is not, so that most are parted
    /// without being read.
    Decimal(u64, &'l str),
    /// A text, and its first characters as one number, so that most are parted without being read.
    Text(u128, &'l str),
    /// A deadline that is a phrase: after the days.
    Phrase,
    /// Empty.
    Empty,
}

impl Key<'_> {
    /// The order of two keys; what is no value stays last when the direction is turned.
    pub fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let values = |key: &Self| matches!(key, Key::Number(_) | Key::Decimal(..) | Key::Text(..));
        if descending && values(self) && values(other) {
            other.ascending(self)
        } else {
            self.ascending(other)
        }
    }

    fn ascending(&self, other: &Self) -> Ordering {
        let kind = |key: &Self| match key {
            Key::Number(_) | Key::Decimal(..) | Key::Text(..) => 0,
            Key::Phrase => 1,
            Key::Empty => 2,
        };
        match (self, other) {
            (Key::Number(a), Key::Number(b)) => a.cmp(b),
            (Key::Decimal(a, x), Key::Decimal(b, y)) => a.cmp(b).then_with(|| by_value(x, y)),
            (Key::Text(a, x), Key::Text(b, y)) => a.cmp(b).then_with(|| x.cmp(y)),
            _ => kind(self).cmp(&kind(other)),
        }
    }

    /// The key as a number with the place in the ledger, so that rows are sorted by one comparison. Texts are
    /// known by their first characters only: those that agree in them are to be told apart by [`Key::compare`].
    fn packed(&self, descending: bool, rank: u32) -> u128 {
        // The top bit parts what is empty from what has a value.
        const VALUES: u128 = (1 << 95) - 1;
        let value = match self {
            Key::Number(n) => u128::from(*n),
            Key::Decimal(about, _) => u128::from(*about),
            Key::Text(first, _) => *first,
            Key::Phrase => return 1 << 127 | u128::from(rank),
            Key::Empty => return 3 << 126 | u128::from(rank),
        };
        let value = if descending { VALUES - value } else { value };
        value << 32 | u128::from(rank)
    }
}

/// The places in the ledger of rows with these keys, in order.
pub(super) fn sorted<'l>(keys: impl Iterator<Item = (Key<'l>, u32)>, descending: bool) -> Vec<u32> {
    let mut texts: Vec<&'l str> = Vec::new();
    // Rows are sorted by one field: all of them have texts, or all of them numbers.
    let mut order: fn(&str, &str) -> Ordering = |a, b| a.cmp(b);
    let mut packed: Vec<u128> = Vec::with_capacity(keys.size_hint().0);
    for (key, rank) in keys {
        if let Key::Decimal(..) = key {
            order = by_value;
        }
        if let Key::Text(_, text) | Key::Decimal(_, text) = key {
            texts.resize(texts.len().max(rank as usize + 1), "");
            texts[rank as usize] = text;
        }
        packed.push(key.packed(descending, rank));
    }
    packed.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the lower 32 bits are the rank: the rest is to be cut off"
    )]
    let rank = |packed: u128| packed as u32;
    if !texts.is_empty() {
        // What begins alike stands together, in the order of the ledger: a stable sort by the whole text ends it.
        for alike in packed.chunk_by_mut(|a, b| a >> 32 == b >> 32 && a >> 127 == 0) {
            let text = |packed: &u128| texts[rank(*packed) as usize];
            match (alike.len(), descending) {
                (1, _) => {}
                (_, false) => alike.sort_by(|a, b| order(text(a), text(b))),
                (_, true) => alike.sort_by(|a, b| order(text(b), text(a))),
            }
        }
    }
    packed.into_iter().map(rank).collect()
}

fn exact(text: &str) -> ExactSum {
    text.parse::<Decimal>().map_or(ExactSum::ZERO, |number| ExactSum::from(&number))
}

/// The order of two decimal numbers.
fn by_value(a: &str, b: &str) -> Ordering {
    exact(a).order(&exact(b))
}

/// A decimal number. A double that is rounded correctly never turns the order of two numbers around; its bits, with the
/// sign turned, stand in its order.
fn decimal(text: &str) -> Key<'_> {
    let about = text.parse::<f64>().unwrap_or_default();
    let bits = if about == 0.0 { 0 } else { about.to_bits() };
    let sign = 1 << 63;
    Key::Decimal(if bits & sign == 0 { bits | sign } else { !bits }, text)
}

#[expect(clippy::needless_pass_by_value, reason = "the key borrows what the value borrows, not the value")]
fn ordered(value: SortValue<'_>) -> Key<'_> {
    match value {
        SortValue::Text(own) => text(own),
        SortValue::Number(own) => decimal(own),
        SortValue::Day(date) => day(date),
        SortValue::Other => Key::Phrase,
        SortValue::Empty => Key::Empty,
    }
}

fn number<'l>(n: u32) -> Key<'l> {
    Key::Number(n)
}

fn count<'l>(n: usize) -> Key<'l> {
    number(u32::try_from(n).unwrap_or(u32::MAX))
}

/// The order of Unicode numbers.
fn text(text: &str) -> Key<'_> {
    if text.is_empty() {
        return Key::Empty;
    }
    let mut chars = text.chars();
    // A character's number has 21 bits; four of them leave room for the place in the ledger.
    let first = (0..4).fold(0, |first, _| first << 21 | chars.next().map_or(0, |c| u128::from(u32::from(c))));
    Key::Text(first, text)
}

fn day<'l>(date: Date) -> Key<'l> {
    // Year, month and day stand apart, the year first.
    number((date.year().unsigned_abs() * 16 + u32::from(date.month())) * 32 + u32::from(date.day()))
}

fn deadline<'l>(deadline: Deadline) -> Key<'l> {
    match deadline {
        Deadline::Day(date) => day(date),
        Deadline::Phrase => Key::Phrase,
        Deadline::Unset => Key::Empty,
    }
}

fn place<'l>(place: Option<u32>) -> Key<'l> {
    place.map_or(Key::Empty, number)
}

impl Index {
    fn unit_key<'l>(&self, unit: u32) -> Key<'l> {
        place(self.dictionary.rank(unit))
    }

    /// The first of the 责任部门: the lead unit stands before them in the list of all units.
    fn units_key<'l>(&self, units: &[u32], lead: u32, responsible: usize) -> Key<'l> {
        let first = units.get(usize::from(lead != NONE)).filter(|_| responsible > 0);
        self.unit_key(first.copied().unwrap_or(NONE))
    }

    pub(super) fn measure_key<'l>(&self, ledger: &'l Ledger, sort: &Sort, row: MeasureRow) -> Key<'l> {
        let entry = &self.measures[row.0 as usize];
        let facts = &entry.facts;
        match &sort.by {
            SortBy::Number | SortBy::Measures | SortBy::Overdue => return number(entry.rank),
            SortBy::Aspect => {
                return place(
                    self.dictionary.aspects.place(self.findings[entry.finding as usize].facts.aspect),
                );
            }
            SortBy::Lead => return self.unit_key(facts.lead),
            SortBy::Due => return deadline(facts.deadline),
            SortBy::Term => return place(self.dictionary.terms.place(facts.term)),
            SortBy::Status => return number(self.dictionary.statuses.place(facts.status).unwrap_or(0)),
            SortBy::Closure => return number(facts.closure as u32),
            _ => {}
        }
        let Some((finding, measure)) = self.measure(ledger, row) else { return Key::Empty };
        match &sort.by {
            SortBy::Units => {
                self.units_key(&facts.units, facts.lead, Effective::of(finding, measure).units.len())
            }
            SortBy::Evidence => count(measure.evidence.len()),
            field => ordered(field.measure_order(ledger, finding, measure)),
        }
    }

    pub(super) fn finding_key<'l>(
        &self,
        ledger: &'l Ledger,
        sort: &Sort,
        today: Date,
        row: FindingRow,
    ) -> Key<'l> {
        let entry = &self.findings[row.0 as usize];
        let facts = &entry.facts;
        let measures = || self.rows_of(row.0).iter().map(|row| &self.measures[row.0 as usize].facts);
        match &sort.by {
            SortBy::Aspect => return place(self.dictionary.aspects.place(facts.aspect)),
            SortBy::Lead => return self.unit_key(facts.lead),
            SortBy::Due => return deadline(facts.deadline),
            SortBy::Closure => return number(facts.closure as u32),
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
        match &sort.by {
            SortBy::Units => self.units_key(&facts.units, facts.lead, finding.units.len()),
            field if matches!(field, SortBy::Custom(_)) || field.is_for(Use::SortsFindings) => match field {
                SortBy::Number => count(entry.at),
                field => ordered(field.finding_order(ledger, finding)),
            },
            _ => count(entry.at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn decimals_stand_in_the_order_of_their_values_whatever_the_direction(
            texts in prop::collection::vec("-?[0-9]{1,3}(\\.[0-9]{1,2})?|1234567890123456789[0-9]{1,2}|0\\.00000000000000000[0-9]{1,6}", 1..30),
            descending in any::<bool>(),
        ) {
            let keys = || texts.iter().map(|text| decimal(text)).zip(0..);
            let places = sorted(keys(), descending);
            let mut plain: Vec<u32> = (0..).take(texts.len()).collect();
            plain.sort_by(|a, b| {
                let order = by_value(&texts[*a as usize], &texts[*b as usize]);
                if descending { order.reverse() } else { order }
            });
            prop_assert_eq!(&places, &plain);
            for pair in plain.windows(2) {
                let key = |at: u32| decimal(&texts[at as usize]);
                prop_assert!(key(pair[0]).compare(&key(pair[1]), descending).is_le());
            }
        }
    }
}
