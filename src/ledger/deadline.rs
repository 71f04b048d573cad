//! The deadline in force: which of a measure's deadlines counts, and how it stands to a day that is handed in.
//! Knows no clock and no list.

use super::date::Date;
use super::due::Due;
use super::effective::Effective;
use super::finding::{Extension, Finding, Measure};
use super::vocabulary::{Class, Vocabulary};

/// Whether it says anything.
#[must_use]
pub fn written(due: &Due) -> bool {
    *due != Due::Phrase(String::new())
}

/// The deadline in force that a measure says itself: that of the last extension that names one, else the first one.
/// Where it says none, that of its finding holds: see [`Effective`].
#[must_use]
pub fn deadline(measure: &Measure) -> Option<&Due> {
    in_force(measure.due.as_ref(), &measure.extensions)
}

/// The deadline in force of a finding as a whole.
#[must_use]
pub fn finding_deadline(finding: &Finding) -> Option<&Due> {
    in_force(finding.due.as_ref(), &finding.extensions)
}

/// The deadline in force among a first one and its extensions.
///
/// Extensions are kept in the order in which they were granted, so the last one is the latest.
#[must_use]
pub fn in_force<'a>(first: Option<&'a Due>, extensions: &'a [Extension]) -> Option<&'a Due> {
    let extended = extensions.iter().rev().filter_map(|extension| extension.due.as_ref());
    extended.chain(first).find(|due| written(due))
}

/// What a deadline amounts to. Ordered as a list is read: by day, then phrases, then what has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deadline {
    /// In time until the end of this day; a month is due at its last day.
    Day(Date),
    /// A phrase (长期坚持): has no day, so it is never overdue.
    Phrase,
    /// No deadline is written.
    Unset,
}

impl Deadline {
    /// The deadline in force of a measure, its own or its finding's.
    #[must_use]
    pub fn of(finding: &Finding, measure: &Measure) -> Self {
        Effective::of(finding, measure).deadline()
    }

    /// The deadline of a finding as a whole.
    #[must_use]
    pub fn of_finding(finding: &Finding) -> Self {
        Self::from_due(finding_deadline(finding))
    }

    /// What a deadline that is written amounts to.
    #[must_use]
    pub fn from_due(due: Option<&Due>) -> Self {
        match due {
            None => Self::Unset,
            Some(due) => due.last_day().map_or(Self::Phrase, Self::Day),
        }
    }

    /// The last day in time.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Phrase | Self::Unset => None,
        }
    }
}

/// A way in which a deadline stands to today; what lists are filtered and counted by.
///
/// What is finished is neither overdue nor coming due; that a deadline is missing is told of the finished too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DueClass {
    /// Its last day has passed.
    Overdue,
    /// Due today or within 10 days.
    Within10,
    /// Due today or within 30 days.
    Within30,
    /// Due in the month of today, passed or not.
    ThisMonth,
    /// The deadline is a phrase.
    Phrase,
    /// No deadline is written.
    Unset,
}

impl DueClass {
    /// Every class.
    pub const ALL: [Self; 6] =
        [Self::Overdue, Self::Within10, Self::Within30, Self::ThisMonth, Self::Phrase, Self::Unset];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Overdue => "已逾期",
            Self::Within10 => "10 天内到期",
            Self::Within30 => "30 天内到期",
            Self::ThisMonth => "本月到期",
            Self::Phrase => "无具体日期",
            Self::Unset => "未定时限",
        }
    }

    /// Whether a deadline stands so to today.
    #[must_use]
    pub fn holds(self, deadline: Deadline, finished: bool, today: Date) -> bool {
        let day = match (self, deadline) {
            (Self::Phrase, Deadline::Phrase) | (Self::Unset, Deadline::Unset) => return true,
            (Self::Phrase | Self::Unset, _) | (_, Deadline::Phrase | Deadline::Unset) => return false,
            (_, Deadline::Day(day)) => day,
        };
        !finished
            && match self {
                Self::Overdue => day < today,
                Self::Within10 => (0..=10).contains(&today.days_until(day)),
                Self::Within30 => (0..=30).contains(&today.days_until(day)),
                _ => (day.year(), day.month()) == (today.year(), today.month()),
            }
    }
}

/// Whether a measure is overdue: unfinished, and the last day of the deadline in force has passed.
#[must_use]
pub fn is_overdue(vocabulary: Vocabulary<'_>, finding: &Finding, measure: &Measure, today: Date) -> bool {
    let finished = vocabulary.class(measure.status.as_ref()) == Class::Done;
    DueClass::Overdue.holds(Deadline::of(finding, measure), finished, today)
}

/// Whether a finding is finished: it has measures, and all are done.
#[must_use]
pub fn finding_is_finished(vocabulary: Vocabulary<'_>, finding: &Finding) -> bool {
    let done = |measure: &Measure| vocabulary.class(measure.status.as_ref()) == Class::Done;
    !finding.measures.is_empty() && finding.measures.iter().all(done)
}

/// Whether a finding is overdue: one of its measures is, or its own deadline has passed and it is not finished.
#[must_use]
pub fn finding_is_overdue(vocabulary: Vocabulary<'_>, finding: &Finding, today: Date) -> bool {
    let finished = finding_is_finished(vocabulary, finding);
    DueClass::Overdue.holds(Deadline::of_finding(finding), finished, today)
        || finding.measures.iter().any(|measure| is_overdue(vocabulary, finding, measure, today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Extension;

    fn due(text: &str) -> Option<Due> {
        (text != "none").then(|| text.parse().unwrap())
    }

    fn measure(first: &str, extended: &[&str]) -> Measure {
        let extension = |text: &&str| Extension { due: due(text), ..Extension::default() };
        Measure {
            due: due(first),
            extensions: extended.iter().map(extension).collect(),
            ..Measure::default()
        }
    }

    #[test]
    fn the_deadline_in_force_is_that_of_the_last_extension_that_names_one() {
        let cases: [(&str, &[&str], &str); 7] = [
            ("2024-06-30", &[], "2024-06-30"),
            ("2024-06-30", &["2024-09"], "2024-09"),
            ("2024-06-30", &["2024-12-31", "2024-09"], "2024-09"),
            ("2024-06-30", &["2024-09", "none"], "2024-09"),
            ("2024-06-30", &["", "none"], "2024-06-30"),
            ("2024-06-30", &["长期坚持"], "长期坚持"),
            ("none", &["2024-09"], "2024-09"),
        ];
        for (first, extended, expected) in cases {
            let measure = measure(first, extended);
            assert_eq!(
                deadline(&measure).map(ToString::to_string).as_deref(),
                Some(expected),
                "{first} {extended:?}"
            );
        }
        assert_eq!(deadline(&measure("none", &[])), None);
        assert_eq!(deadline(&measure("", &[])), None);
    }

    #[test]
    fn the_deadline_of_a_finding_is_extended_like_that_of_a_measure() {
        let Measure { due, extensions, .. } = measure("2024-06-30", &["2024-09", "none"]);
        let finding = Finding { due, extensions, ..Finding::default() };
        assert_eq!(finding_deadline(&finding).map(ToString::to_string).as_deref(), Some("2024-09"));
        assert_eq!(Deadline::of_finding(&finding).day(), Date::new(2024, 9, 30));
    }

    #[test]
    fn a_deadline_stands_to_today_as_the_calendar_says() {
        use DueClass::{Overdue, Phrase, ThisMonth, Unset, Within10, Within30};
        let today = Date::new(2026, 11, 15).unwrap();
        let cases: [(&str, &[DueClass]); 12] = [
            ("2026-11-14", &[Overdue, ThisMonth]),
            ("2026-11-15", &[Within10, Within30, ThisMonth]),
            ("2026-11-25", &[Within10, Within30, ThisMonth]),
            ("2026-11-26", &[Within30, ThisMonth]),
            ("2026-12-15", &[Within30]),
            ("2026-12-16", &[]),
            ("2026-10", &[Overdue]),
            ("2026-11", &[Within30, ThisMonth]),
            ("2025-11-20", &[Overdue]),
            ("长期坚持", &[Phrase]),
            ("", &[Unset]),
            ("none", &[Unset]),
        ];
        for (text, expected) in cases {
            let deadline = Deadline::from_due(deadline(&measure(text, &[])));
            let holding = |done| DueClass::ALL.into_iter().filter(move |c| c.holds(deadline, done, today));
            assert_eq!(holding(false).collect::<Vec<_>>(), expected, "{text}");
            assert!(holding(true).all(|class| matches!(class, Phrase | Unset)), "{text} finished");
        }
    }
}
