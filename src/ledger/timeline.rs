//! The deadlines of a ledger by month, for the calendar and for the course of what was promised beside what is done.
//! Counts measures by the deadline in force and agrees with [`super::counts`]. Knows no clock and no page.

use std::collections::BTreeMap;

use super::bundle::Bundle;
use super::date::Date;
use super::deadline::Deadline;
use super::due::Due;
use super::effective::Effective;
use super::month::Month;
use super::vocabulary::{Class, Vocabulary};

/// The measures whose deadline in force falls into one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCount {
    /// The month.
    pub month: Month,
    /// 已完成.
    pub done: usize,
    /// Unfinished, the last day has passed.
    pub overdue: usize,
    /// Unfinished, not due yet.
    pub ahead: usize,
    /// Put off into this month by an extension; part of the numbers above.
    pub moved_in: usize,
    /// First due in this month, due in another (or by a phrase) since an extension; part of no number above.
    pub moved_out: usize,
}

impl MonthCount {
    /// All measures with their deadline in force in this month.
    #[must_use]
    pub fn total(&self) -> usize {
        self.done + self.overdue + self.ahead
    }
}

/// The measures with one phrase for a deadline: 长期坚持.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseCount {
    /// The phrase, as it is written.
    pub phrase: String,
    /// All.
    pub total: usize,
    /// 已完成.
    pub done: usize,
}

/// All deadlines of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// Months with a deadline in force or a first one, in order; months without are left out.
    pub months: Vec<MonthCount>,
    /// The phrases, the most frequent first.
    pub phrases: Vec<PhraseCount>,
    /// Measures without a deadline.
    pub unset: usize,
    /// Of those, 已完成.
    pub unset_done: usize,
    /// Measures with an extension that names a deadline.
    pub extended: usize,
}

/// What was to be done by the end of a month, and what of it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoursePoint {
    /// The month.
    pub month: Month,
    /// Measures with a deadline in force up to its end.
    pub promised: usize,
    /// Of those, 已完成 by now.
    pub done: usize,
}

impl Timeline {
    /// The deadlines of a ledger as they stand to `today`, in one pass.
    #[must_use]
    pub fn of(bundle: &Bundle, today: Date) -> Self {
        let vocabulary = Vocabulary::new(&bundle.statuses);
        let mut months: BTreeMap<Month, MonthCount> = BTreeMap::new();
        let mut phrases: BTreeMap<String, PhraseCount> = BTreeMap::new();
        let mut timeline = Self::default();
        let findings = bundle.findings.iter();
        for (finding, measure) in findings.flat_map(|f| f.measures.iter().map(move |m| (f, m))) {
            let holds = Effective::of(finding, measure);
            let done = vocabulary.class(measure.status.as_ref()) == Class::Done;
            let first = holds.first.and_then(Due::last_day).map(Month::of);
            let extended = holds.extensions.iter().any(|e| e.due.as_ref().is_some_and(is_written));
            timeline.extended += usize::from(extended);
            let now = holds.deadline();
            if let Deadline::Day(day) = now {
                let count =
                    months.entry(Month::of(day)).or_insert_with_key(|month| MonthCount::empty(*month));
                count.done += usize::from(done);
                count.overdue += usize::from(!done && day < today);
                count.ahead += usize::from(!done && day >= today);
                count.moved_in += usize::from(extended && first != Some(Month::of(day)));
            }
            if let Some(first) = first.filter(|first| now.day().map(Month::of) != Some(*first)) {
                months.entry(first).or_insert_with_key(|month| MonthCount::empty(*month)).moved_out += 1;
            }
            match now {
                Deadline::Day(_) => {}
                Deadline::Phrase => {
                    let phrase = holds.due().map(ToString::to_string).unwrap_or_default();
                    let fresh = || PhraseCount { phrase: phrase.clone(), total: 0, done: 0 };
                    let count = phrases.entry(phrase.clone()).or_insert_with(fresh);
                    count.total += 1;
                    count.done += usize::from(done);
                }
                Deadline::Unset => {
                    timeline.unset += 1;
                    timeline.unset_done += usize::from(done);
                }
            }
        }
        timeline.months = months.into_values().collect();
        timeline.phrases = phrases.into_values().collect();
        crate::order::sort_by_key(&mut timeline.phrases, |count| std::cmp::Reverse(count.total));
        timeline
    }

    /// Month by month, how many measures were to be done by its end and how many of them are. Where the months
    /// span more than `most`, the first ones are summed up in the first point.
    #[must_use]
    pub fn course(&self, most: usize) -> Vec<CoursePoint> {
        let (mut promised, mut done) = (0, 0);
        let dated: Vec<_> = self.months.iter().filter(|count| count.total() > 0).collect();
        let Some((first, last)) = dated.first().zip(dated.last()) else { return Vec::new() };
        let mut sums = BTreeMap::new();
        for count in &dated {
            promised += count.total();
            done += count.done;
            sums.insert(count.month, (promised, done));
        }
        let from = first.month.max(last.month.plus(1 - i32::try_from(most).unwrap_or(i32::MAX)));
        let mut points = Vec::new();
        let mut month = from;
        while month <= last.month {
            let (promised, done) = sums.range(..=month).next_back().map_or((0, 0), |(_, sums)| *sums);
            points.push(CoursePoint { month, promised, done });
            if month == month.plus(1) {
                break;
            }
            month = month.plus(1);
        }
        points
    }

    /// The months from `from` on, `count` of them, with those that have no deadline; what is before and after
    /// them is summed up.
    #[must_use]
    pub fn window(&self, from: Month, count: usize) -> (usize, Vec<MonthCount>, usize) {
        let last = from.plus(i32::try_from(count).unwrap_or(i32::MAX).saturating_sub(1));
        let sum = |of: &dyn Fn(Month) -> bool| {
            self.months.iter().filter(|m| of(m.month)).map(MonthCount::total).sum::<usize>()
        };
        let shown = (0..count).map(|n| {
            let month = from.plus(i32::try_from(n).unwrap_or(0));
            self.months.iter().find(|m| m.month == month).copied().unwrap_or_else(|| MonthCount::empty(month))
        });
        (sum(&|month| month < from), shown.collect(), sum(&|month| month > last))
    }

    /// The first month that a picture of `count` months should show: all are shown where they fit, else `today`
    /// stands in the second third.
    #[must_use]
    pub fn first_shown(&self, today: Date, count: usize) -> Month {
        let now = Month::of(today);
        let width = i32::try_from(count).unwrap_or(i32::MAX);
        let (Some(first), Some(last)) = (self.months.first(), self.months.last()) else { return now };
        let (first, last) = (first.month.min(now), last.month.max(now));
        if last.index() - first.index() < width { first } else { now.plus(-(width / 2)).max(first) }
    }
}

impl MonthCount {
    fn empty(month: Month) -> Self {
        Self { month, done: 0, overdue: 0, ahead: 0, moved_in: 0, moved_out: 0 }
    }
}

/// What a file may write in place of no deadline is none.
fn is_written(due: &Due) -> bool {
    *due != Due::Phrase(String::new())
}

#[cfg(test)]
mod tests;
