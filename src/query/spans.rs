//! Spans of time that a deadline is asked to fall into: `2024-06`, `<2024-07`, `2024-01..2024-06`, `30天`, `逾期`.
//! Knows deadlines, no row; today is handed in.

use ledger::date::Date;
use ledger::deadline::{Deadline, DueClass};
use ledger::due::{Due, typed};

/// A span of days, or a way in which a deadline stands to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// From a day to a day, both in it; finished or not.
    Days(Option<Date>, Option<Date>),
    /// Unfinished, due today or within so many days.
    Within(i64),
    /// As a list is filtered.
    Class(DueClass),
}

impl Span {
    /// Whether a deadline falls into the span.
    pub fn holds(self, deadline: Deadline, finished: bool, today: Date) -> bool {
        match self {
            Self::Class(class) => class.holds(deadline, finished, today),
            Self::Within(days) => {
                !finished && deadline.day().is_some_and(|day| (0..=days).contains(&today.days_until(day)))
            }
            Self::Days(from, to) => deadline
                .day()
                .is_some_and(|day| from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)),
        }
    }
}

/// The first and last day of a year, a month or a day, in any usual form.
fn days(text: &str) -> Option<(Date, Date)> {
    let year = text.strip_suffix('年').unwrap_or(text);
    if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) {
        let year = year.parse().ok()?;
        return Date::new(year, 1, 1).zip(Date::new(year, 12, 31));
    }
    match typed(text).parse().ok()? {
        Due::Day(day) => Some((day, day)),
        Due::Month { year, month } => {
            let first = Date::new(year, month, 1)?;
            Some((first, first.month_end()))
        }
        Due::Period(period) => period.days(),
        Due::Phrase(_) => None,
    }
}

/// The span of a folded text; `None` where it is none.
pub(super) fn span(text: &str) -> Option<Span> {
    let class = match text {
        "逾期" | "已逾期" | "超期" => Some(DueClass::Overdue),
        "本月" | "本月到期" => Some(DueClass::ThisMonth),
        "无" | "空" | "未定" | "未定时限" | "未填报" => Some(DueClass::Unset),
        "长期" | "长期坚持" | "无具体日期" => Some(DueClass::Phrase),
        "临期" => return Some(Span::Within(30)),
        _ => None,
    };
    if class.is_some() {
        return class.map(Span::Class);
    }
    if let Some(days) = text.strip_suffix("天内").or_else(|| text.strip_suffix("天")) {
        return days.parse::<u16>().ok().map(|days| Span::Within(days.into()));
    }
    for (sign, read) in [
        ("<=", &(|(_, last): (Date, Date)| Span::Days(None, Some(last))) as &dyn Fn(_) -> _),
        ("≤", &|(_, last)| Span::Days(None, Some(last))),
        (">=", &|(first, _)| Span::Days(Some(first), None)),
        ("≥", &|(first, _)| Span::Days(Some(first), None)),
        ("<", &|(first, _): (Date, Date)| Span::Days(None, Some(first.plus_days(-1)))),
        (">", &|(_, last): (Date, Date)| Span::Days(Some(last.plus_days(1)), None)),
    ] {
        if let Some(rest) = text.strip_prefix(sign) {
            return days(rest).map(read);
        }
    }
    for sign in ["..", "~", "至"] {
        if let Some((from, to)) = text.split_once(sign) {
            let (from, to) = (days(from)?, days(to)?);
            return (from.0 <= to.1).then_some(Span::Days(Some(from.0), Some(to.1)));
        }
    }
    days(text).map(|(first, last)| Span::Days(Some(first), Some(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_in_the_forms_that_people_type() {
        let day = |text: &str| text.parse::<Date>().ok();
        for (text, from, to) in [
            ("2024-06", "2024-06-01", "2024-06-30"),
            ("2024年6月", "2024-06-01", "2024-06-30"),
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-06-18", "2024-06-18", "2024-06-18"),
            ("<2024-07", "", "2024-06-30"),
            ("<=2024-07", "", "2024-07-31"),
            (">2024-06-18", "2024-06-19", ""),
            ("≥2024-06", "2024-06-01", ""),
            ("2024-01..2024-06", "2024-01-01", "2024-06-30"),
            ("2024-01~2024-02-03", "2024-01-01", "2024-02-03"),
        ] {
            assert_eq!(span(text), Some(Span::Days(day(from), day(to))), "{text}");
        }
        assert_eq!(span("逾期"), Some(Span::Class(DueClass::Overdue)));
        assert_eq!(span("7天"), Some(Span::Within(7)));
        for text in ["2024-13", "", "<", "2024-06..2024-01", "明天", "-3天", "<甲"] {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn a_span_of_days_asks_nothing_of_today_and_what_is_finished_is_not_within() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (due, today) = (Deadline::Day(day("2024-06-20")), day("2024-06-18"));
        assert!(span("2024-06").unwrap().holds(due, true, today));
        assert!(span("2天").unwrap().holds(due, false, today));
        assert!(!span("1天").unwrap().holds(due, false, today));
        assert!(!span("2天").unwrap().holds(due, true, today));
        assert!(!span("2024").unwrap().holds(Deadline::Phrase, false, today));
    }
}
