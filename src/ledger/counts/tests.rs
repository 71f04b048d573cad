//! A table of cases for each rule of counting, and that all groupings agree.

use super::*;
use crate::demo::demo;
use crate::finding::Extension;
use crate::finding::{Finding, Measure};
use crate::register::{Accountability, Claim, Institution, Status, StatusClass, Unit};
use proptest::prelude::*;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn today() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn vocabulary() -> Vec<Status> {
    let words = [("未启动", "open"), ("整改中", "open"), ("基本完成", "partial"), ("已完成", "done")];
    words
        .map(|(label, class)| Status {
            id: id(label),
            label: label.into(),
            class: class.parse().ok(),
            ..Status::default()
        })
        .into()
}

fn measure(status: &str, due: &str, term: &str) -> Measure {
    Measure {
        status: Id::new(status),
        due: (!due.is_empty()).then(|| due.parse().unwrap()),
        term: (!term.is_empty()).then(|| term.parse().unwrap()),
        ..Measure::default()
    }
}

fn finding(name: &str, measures: Vec<Measure>) -> Finding {
    Finding { id: id(name), measures, ..Finding::default() }
}

fn bundle(findings: Vec<Finding>) -> Bundle {
    Bundle { statuses: vocabulary(), findings, ..Bundle::default() }
}

#[test]
fn a_share_is_never_nothing_of_something() {
    for (part, whole, text) in [
        (0, 112, "0%"),
        (1, 112, "0.9%"),
        (56, 112, "50%"),
        (111, 112, "99.1%"),
        (112, 112, "100%"),
        (1, 34_000, "<0.1%"),
        (33_999, 34_000, ">99.9%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
    ] {
        assert_eq!(share(part, whole).as_deref(), Some(text), "{part} of {whole}");
    }
    assert_eq!(share(0, 0), None);
}

#[test]
fn only_what_is_done_counts_as_done_and_what_is_done_is_never_overdue() {
    // status, due, term -> class, overdue
    let cases = [
        ("", "2026-11-01", "", Class::Unfilled, 1),
        ("未启动", "2026-11-14", "", Class::Open, 1),
        ("整改中", "2026-11-15", "", Class::Open, 0),
        ("整改中", "2026-11", "", Class::Open, 0),
        ("整改中", "2026-10", "", Class::Open, 1),
        ("基本完成", "2026-10-01", "", Class::Partial, 1),
        ("已完成", "2020-01-01", "", Class::Done, 0),
        ("整改中", "长期坚持", "长期坚持", Class::Open, 0),
        ("已完成", "长期坚持", "长期坚持", Class::Done, 0),
        ("外来词", "2020-01-01", "", Class::Open, 1),
    ];
    for (status, due, term, class, overdue) in cases {
        let counts = Counts::of(&bundle(vec![finding("f", vec![measure(status, due, term)])]), today());
        assert_eq!(counts.measures.of(class), 1, "{status} {due}");
        assert_eq!(counts.measures.overdue, overdue, "{status} {due}");
        assert_eq!(counts.findings.overdue, overdue, "{status} {due}");
        assert_eq!(counts.findings.finished, usize::from(class == Class::Done), "{status} {due}");
    }
}

#[test]
fn an_extension_moves_the_deadline_in_force() {
    let mut late = measure("整改中", "2026-01-01", "");
    late.extensions = vec![Extension { due: "2026-11-20".parse().ok(), ..Extension::default() }];
    let counts = Counts::of(&bundle(vec![finding("f", vec![late])]), today());
    assert_eq!((counts.measures.overdue, counts.measures.within_10, counts.measures.within_30), (0, 1, 1));
}

#[test]
fn statuses_come_unfilled_first_then_the_vocabulary_then_the_unknown() {
    let measures = vec![
        measure("外来词", "", ""),
        measure("已完成", "", ""),
        measure("", "", ""),
        measure("已完成", "", ""),
    ];
    let counts = Counts::of(&bundle(vec![finding("f", measures)]), today());
    let groups: Vec<_> =
        counts.by_status.iter().map(|g| (g.key.as_ref().map_or("", Id::as_str), g.tally.total)).collect();
    assert_eq!(
        groups,
        [("", 1), ("未启动", 0), ("整改中", 0), ("基本完成", 0), ("已完成", 2), ("外来词", 1)]
    );
    assert_eq!(counts.measures.no_deadline, 4);
}

#[test]
fn units_and_terms_come_in_their_order_with_none_last() {
    let mut led = measure("", "", "限期整改");
    led.lead_unit = Some(id("u2"));
    let mut ledger = bundle(vec![finding("f", vec![led, measure("", "", "分步"), measure("", "", "")])]);
    ledger.units = ["u1", "u2"].map(|u| Unit { id: id(u), ..Unit::default() }).into();
    let counts = Counts::of(&ledger, today());
    let units: Vec<_> =
        counts.by_lead_unit.iter().map(|g| (g.key.as_ref().map(Id::as_str), g.tally.total)).collect();
    assert_eq!(units, [(Some("u1"), 0), (Some("u2"), 1), (None, 2)]);
    let terms: Vec<_> =
        counts.by_term.iter().map(|g| (g.key.as_ref().map(ToString::to_string), g.tally.total)).collect();
    let named = |text: &str| Some(text.to_owned());
    assert_eq!(
        terms,
        [
            (named("立行立改"), 0),
            (named("限期整改"), 1),
            (named("长期坚持"), 0),
            (named("分步"), 1),
            (None, 1)
        ]
    );
}

#[test]
fn an_aspect_holds_what_is_below_it() {
    let mut upper = finding("f1", vec![measure("", "", "")]);
    upper.aspect = Some(id("a1"));
    let mut lower = finding("f2", vec![measure("", "", ""), measure("", "", "")]);
    lower.aspect = Some(id("a2"));
    let mut stray = finding("f3", vec![measure("", "", "")]);
    stray.aspect = Some(id("x"));
    let mut ledger = bundle(vec![upper, lower, stray, finding("f4", vec![measure("", "", "")])]);
    let aspect =
        |name: &str, parent: &str| Aspect { id: id(name), parent: Id::new(parent), ..Aspect::default() };
    ledger.aspects =
        vec![aspect("a0", ""), aspect("a1", "a0"), aspect("a2", "a1"), aspect("x", "y"), aspect("y", "x")];
    let counts = Counts::of(&ledger, today());
    let totals: Vec<_> =
        counts.by_aspect.iter().map(|g| (g.key.as_ref().map_or("", Id::as_str), g.tally.total)).collect();
    assert_eq!(totals, [("a0", 3), ("a1", 3), ("a2", 2), ("x", 1), ("y", 1), ("", 1)]);
}

#[test]
fn people_and_person_times_are_not_added_up() {
    let mut ledger = bundle(vec![]);
    let entry = |unit: &str, count| Accountability {
        count: Some(count),
        unit: unit.into(),
        ..Accountability::default()
    };
    ledger.accountability = vec![entry("人次", 20), entry("人", 5), entry("", 7), entry("件", 1)];
    let claim = |unit: &str| Claim {
        subject: Some(ClaimSubject::Accountability),
        unit: unit.into(),
        ..Claim::default()
    };
    ledger.claims = ["人次", "人", "", "件"].map(claim).into();
    let counts = Counts::of(&ledger, today());
    assert_eq!((counts.accountability, counts.accountable_people), (27, 5));
    let counted: Vec<_> = counts.claims.iter().filter_map(|claim| claim.counted).collect();
    assert_eq!(counted, [27, 5, 27, 1]);
}

#[test]
fn what_a_measure_leaves_open_counts_by_what_its_finding_says() {
    let mut own = measure("整改中", "2026-12-31", "");
    own.lead_unit = Some(id("u2"));
    let mut led = finding("f1", vec![own, measure("整改中", "", ""), measure("已完成", "", "")]);
    led.lead_unit = Some(id("u1"));
    led.due = "2026-10".parse().ok();
    let counts = Counts::of(&bundle(vec![led]), today());
    let units: Vec<_> =
        counts.by_lead_unit.iter().map(|g| (g.key.as_ref().map(Id::as_str), g.tally.total)).collect();
    assert_eq!(units, [(Some("u2"), 1), (Some("u1"), 2), (None, 0)]);
    assert_eq!((counts.measures.overdue, counts.measures.no_deadline), (1, 0));
}

#[test]
fn a_finding_is_finished_with_all_its_measures_and_overdue_with_one_of_them_or_itself() {
    let done = || measure("已完成", "2020-01-01", "");
    let mut late_itself = finding("f4", vec![done(), measure("整改中", "2027-01-01", "")]);
    late_itself.due = "2026-01".parse().ok();
    let mut finished_late = finding("f5", vec![done()]);
    finished_late.due = "2026-01".parse().ok();
    let findings = vec![
        finding("f1", vec![]),
        finding("f2", vec![done(), done()]),
        finding("f3", vec![done(), measure("基本完成", "2026-10", "")]),
        late_itself,
        finished_late,
    ];
    let counts = Counts::of(&bundle(findings), today());
    assert_eq!(counts.findings, FindingCounts { total: 5, finished: 2, overdue: 2, without_measures: 1 });
}

#[test]
fn a_measure_without_a_leader_counts_under_the_leader_of_its_finding() {
    let mut own = measure("已完成", "", "");
    own.leader = "甲".into();
    let mut led = finding("f1", vec![own, measure("", "", "")]);
    led.leader = "乙".into();
    let counts = Counts::of(&bundle(vec![led, finding("f2", vec![measure("", "", "")])]), today());
    let groups: Vec<_> =
        counts.by_leader.iter().map(|g| (g.key.as_deref(), g.tally.total, g.tally.done)).collect();
    assert_eq!(groups, [(Some("甲"), 1, 1), (Some("乙"), 1, 0), (None, 1, 0)]);
}

#[test]
fn the_largest_units_are_shown_and_the_others_are_one_row() {
    let of = |unit: &str, status: &str, count: usize| {
        let mut one = measure(status, "", "");
        one.lead_unit = Id::new(unit);
        vec![one; count]
    };
    let measures =
        [of("u1", "已完成", 1), of("u2", "整改中", 3), of("u3", "", 2), of("", "", 2), of("u4", "外来词", 1)];
    let mut ledger = bundle(vec![finding("f", measures.concat())]);
    ledger.units = ["u0", "u1", "u2", "u3", "u4"].map(|u| Unit { id: id(u), ..Unit::default() }).into();
    let table = Counts::of(&ledger, today()).by_unit_status.largest(3);
    let rows: Vec<_> =
        table.rows.iter().map(|r| (r.unit.as_ref().map_or("", Id::as_str), r.cells.clone())).collect();
    assert_eq!(
        rows,
        [("u2", vec![0, 0, 3, 0, 0, 0]), ("u3", vec![2, 0, 0, 0, 0, 0]), ("", vec![2, 0, 0, 0, 0, 0]),]
    );
    assert_eq!((table.others, table.hidden), (vec![0, 0, 0, 0, 1, 1], 2));
}

#[test]
fn claims_stand_beside_what_was_counted() {
    let mut ledger = bundle(vec![finding("f", vec![measure("", "", ""); 3])]);
    let role = |text: &str| Institution { role: text.parse().ok(), ..Institution::default() };
    ledger.institutions = vec![role("issued"), role("studied"), role("issued")];
    let count = |n| Accountability { count: n, ..Accountability::default() };
    ledger.accountability = vec![count(Some(20)), count(None), count(Some(7))];
    let claim = |subject: &str, value| Claim {
        id: id(subject),
        subject: subject.parse().ok(),
        value,
        ..Claim::default()
    };
    ledger.claims = vec![
        claim("findings", Some(1)),
        claim("measures", Some(162)),
        claim("institutions", Some(2)),
        claim("accountability", None),
        claim("奖励", Some(5)),
    ];
    let counts = Counts::of(&ledger, today());
    let rows: Vec<_> = counts.claims.iter().map(|c| (c.claimed, c.counted, c.differs())).collect();
    assert_eq!(
        rows,
        [
            (Some(1), Some(1), false),
            (Some(162), Some(3), true),
            (Some(2), Some(2), false),
            (None, Some(27), false),
            (Some(5), None, false),
        ]
    );
}

fn sum<K>(groups: &[Group<K>]) -> Tally {
    let mut sum = Tally::default();
    for group in groups {
        sum += group.tally;
    }
    sum
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_grouping_of_the_measures_sums_up_to_the_same_total(seed: u64, size in 1..400usize, day in 0..1500i64) {
        let ledger = demo(seed, size);
        let counts = Counts::of(&ledger, Date::new(2024, 1, 1).unwrap().plus_days(day));
        let all = counts.measures;
        prop_assert_eq!(all.total, size);
        prop_assert_eq!(Class::ALL.iter().map(|c| all.of(*c)).sum::<usize>(), size);
        for groups in [&counts.by_status, &counts.by_lead_unit] {
            prop_assert_eq!(sum(groups), all);
        }
        let nested = |id: &Id| ledger.aspects.iter().any(|aspect| aspect.id == *id && aspect.parent.is_some());
        let mut outermost = counts.by_aspect.clone();
        outermost.retain(|group| !group.key.as_ref().is_some_and(nested));
        prop_assert_eq!(sum(&outermost), all);
        prop_assert_eq!(sum(&counts.by_term), all);
        prop_assert_eq!(sum(&counts.by_leader), all);
        for (group, (key, row)) in counts.by_lead_unit.iter().zip(counts.by_unit_status.rows()) {
            prop_assert_eq!(&group.key, key);
            prop_assert_eq!(row.iter().sum::<usize>(), group.tally.total);
        }
        for (n, group) in counts.by_status.iter().enumerate() {
            prop_assert_eq!(counts.by_unit_status.rows().map(|(_, row)| row[n]).sum::<usize>(), group.tally.total);
        }
        let table = counts.by_unit_status.largest(5);
        prop_assert!(table.rows.len() <= 5);
        let shown = table.rows.iter().map(|row| row.cells.iter().sum::<usize>()).sum::<usize>();
        prop_assert_eq!(shown + table.others.iter().sum::<usize>(), size);
        prop_assert_eq!(sum(&counts.by_finding), all);
        prop_assert_eq!(counts.by_closure.iter().sum::<usize>(), size);
        prop_assert!(all.within_10 <= all.within_30 && all.within_30 + all.overdue <= size - all.done);
        prop_assert!(counts.findings.finished + counts.findings.overdue <= counts.findings.total);
        let class = |status: &Status| status.class == Some(StatusClass::Done);
        let done: usize = ledger.statuses.iter().filter(|s| class(s)).map(|s| {
            counts.by_status.iter().find(|g| g.key.as_ref() == Some(&s.id)).map_or(0, |g| g.tally.total)
        }).sum();
        prop_assert_eq!(done, all.done);
    }
}
