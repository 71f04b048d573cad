//! Cases for the months of deadlines, and that they agree with the counts.

use proptest::prelude::*;

use super::*;
use crate::Id;
use crate::counts::Counts;
use crate::demo::demo;
use crate::finding::{Extension, Finding, Measure};
use crate::register::{Status, StatusClass};

fn today() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn measure(status: &str, first: &str, extended: &[&str]) -> Measure {
    let due = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    let extension = |text: &&str| Extension { due: due(text), ..Extension::default() };
    Measure {
        status: Id::new(status),
        due: due(first),
        extensions: extended.iter().map(extension).collect(),
        ..Measure::default()
    }
}

fn bundle(measures: Vec<Measure>) -> Bundle {
    let done = Status { id: Id::new("done").unwrap(), class: Some(StatusClass::Done), ..Status::default() };
    let finding = Finding { measures, ..Finding::default() };
    Bundle { statuses: vec![done], findings: vec![finding], ..Bundle::default() }
}

fn shown(timeline: &Timeline) -> Vec<(String, [usize; 5])> {
    let numbers = |m: &MonthCount| [m.done, m.overdue, m.ahead, m.moved_in, m.moved_out];
    timeline.months.iter().map(|m| (m.month.to_string(), numbers(m))).collect()
}

#[test]
fn a_measure_stands_in_the_month_of_its_deadline_in_force() {
    let measures = vec![
        measure("done", "2026-01-31", &[]),
        measure("", "2026-01", &[]),
        measure("", "2026-11-14", &[]),
        measure("", "2026-11-15", &[]),
        measure("", "2026-11", &[]),
        measure("", "2026-01-10", &["2026-12"]),
        measure("", "2026-01-10", &["2026-01-20"]),
        measure("done", "2026-02-01", &["长期坚持"]),
        measure("", "长期坚持", &[]),
        measure("", "立行立改", &[]),
        measure("", "", &[]),
        measure("done", "", &[""]),
    ];
    let timeline = Timeline::of(&bundle(measures), today());
    assert_eq!(
        shown(&timeline),
        [
            ("2026-01".into(), [1, 2, 0, 0, 1]),
            ("2026-02".into(), [0, 0, 0, 0, 1]),
            ("2026-11".into(), [0, 1, 2, 0, 0]),
            ("2026-12".into(), [0, 0, 1, 1, 0]),
        ]
    );
    let phrases: Vec<_> = timeline.phrases.iter().map(|p| (p.phrase.as_str(), p.total, p.done)).collect();
    assert_eq!(phrases, [("长期坚持", 2, 1), ("立行立改", 1, 0)]);
    assert_eq!((timeline.unset, timeline.unset_done, timeline.extended), (2, 1, 3));
}

#[test]
fn the_course_adds_up_and_long_ones_begin_with_a_sum() {
    let measures = vec![
        measure("done", "2026-01", &[]),
        measure("", "2026-01", &[]),
        measure("done", "2026-04", &[]),
        measure("", "长期坚持", &[]),
    ];
    let timeline = Timeline::of(&bundle(measures), today());
    let course = |most| -> Vec<_> {
        timeline.course(most).iter().map(|p| (p.month.to_string(), p.promised, p.done)).collect()
    };
    let all = [("2026-01", 2, 1), ("2026-02", 2, 1), ("2026-03", 2, 1), ("2026-04", 3, 2)];
    let all = all.map(|(month, promised, done)| (month.to_owned(), promised, done));
    assert_eq!(course(60), all);
    assert_eq!(course(2), all[2..]);
    assert_eq!(Timeline::default().course(60), []);
}

#[test]
fn a_window_of_months_sums_up_what_is_outside() {
    let measures = ["0001-01-01", "2026-10", "2026-12", "9999-12-31"].map(|due| measure("", due, &[]));
    let timeline = Timeline::of(&bundle(measures.into()), today());
    assert_eq!(timeline.first_shown(today(), 12).to_string(), "2026-05");
    let (before, months, after) = timeline.window("2026-10".parse().unwrap(), 3);
    assert_eq!((before, after), (1, 1));
    assert_eq!(months.iter().map(MonthCount::total).collect::<Vec<_>>(), [1, 0, 1]);
    let few = Timeline::of(&bundle(vec![measure("", "2026-10", &[])]), today());
    assert_eq!(few.first_shown(today(), 12).to_string(), "2026-10");
    assert_eq!(Timeline::default().first_shown(today(), 12).to_string(), "2026-11");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_months_agree_with_the_counts(seed: u64, size in 1..400usize, day in 0..1500i64) {
        let ledger = demo(seed, size);
        let today = Date::new(2024, 1, 1).unwrap().plus_days(day);
        let (timeline, counts) = (Timeline::of(&ledger, today), Counts::of(&ledger, today).measures);
        let sum = |of: fn(&MonthCount) -> usize| timeline.months.iter().map(of).sum::<usize>();
        let phrases: usize = timeline.phrases.iter().map(|p| p.total).sum();
        prop_assert_eq!(sum(|m| m.overdue), counts.overdue);
        prop_assert_eq!(phrases, counts.phrase);
        prop_assert_eq!(timeline.unset, counts.no_deadline);
        prop_assert_eq!(sum(MonthCount::total) + phrases + timeline.unset, size);
        let phrases_done: usize = timeline.phrases.iter().map(|p| p.done).sum();
        prop_assert_eq!(sum(|m| m.done) + phrases_done + timeline.unset_done, counts.done);
        if let Some(last) = timeline.course(1000).last() {
            prop_assert_eq!((last.promised, last.done), (sum(MonthCount::total), sum(|m| m.done)));
        }
        let (before, months, after) = timeline.window(timeline.first_shown(today, 24), 24);
        prop_assert_eq!(before + months.iter().map(MonthCount::total).sum::<usize>() + after, sum(MonthCount::total));
    }
}
