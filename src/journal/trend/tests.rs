//! The trend against a plain replay of the edits for every single day.

use proptest::prelude::*;
use proptest::sample::Index as Any;
use serde_json::{Value, json};

use super::*;
use crate::{Cause, Edit, Stamp};
use ledger::Bundle;
use ledger::counts::Counts;
use ledger::date::Moment;
use ledger::demo::demo;

const DAY: i64 = 86_400_000;
/// 2026-06-01 09:00 in UTC+8.
const START: i64 = 1_780_275_600_000;

fn stamp(day: i64) -> Stamp {
    Stamp {
        session: Id::new("s").unwrap(),
        at: Moment::new(START + day * DAY, 480).unwrap(),
        author: String::new(),
        unit: String::new(),
    }
}

fn date(day: i64) -> Date {
    stamp(day).at.date()
}

/// What somebody does; where, is drawn anew on the ledger that it meets.
#[derive(Debug, Clone)]
enum Deed {
    Status(Any, Option<&'static str>),
    Due(&'static str, Any, Value),
    AddMeasure(Any, Value),
    Remove(&'static str, Any),
    AddExtension(&'static str, Any, Value, bool),
    ExtensionDue(Any, Value),
    Move(&'static str, Any, Any),
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let dues = [json!(null), json!("2026-05-31"), json!("2026-06"), json!("2026-07-10"), json!("长期坚持")];
    let due = proptest::sample::select(dues.to_vec());
    let status = proptest::sample::select(vec![None, Some("整改中"), Some("基本完成"), Some("已完成")]);
    let at = any::<Any>;
    let whose = || proptest::sample::select(vec!["measures", "measures", "findings"]);
    prop_oneof![
        6 => (at(), status).prop_map(|(at, status)| Deed::Status(at, status)),
        4 => (whose(), at(), due.clone()).prop_map(|(list, at, due)| Deed::Due(list, at, due)),
        2 => (at(), due.clone()).prop_map(|(at, due)| Deed::AddMeasure(at, due)),
        3 => (proptest::sample::select(vec!["measures", "extensions", "findings"]), at())
            .prop_map(|(list, at)| Deed::Remove(list, at)),
        3 => (whose(), at(), due.clone(), any::<bool>())
            .prop_map(|(list, at, due, first)| Deed::AddExtension(list, at, due, first)),
        2 => (at(), due).prop_map(|(at, due)| Deed::ExtensionDue(at, due)),
        2 => (proptest::sample::select(vec!["measures", "extensions"]), at(), at())
            .prop_map(|(list, what, to)| Deed::Move(list, what, to)),
        2 => Just(Deed::Undo),
    ]
}

/// The ids in all lists of one name, in order.
fn ids(ledger: &Ledger, list: &str) -> Vec<Id> {
    let mut ids: Vec<_> =
        ledger.ids().filter(|id| ledger.parent(id).is_some_and(|(_, name)| name == list)).cloned().collect();
    ids.sort();
    ids
}

fn spot(ledger: &Ledger, id: &Id) -> Spot {
    let (parent, list) = ledger.parent(id).unwrap();
    Spot { parent: parent.clone(), list: list.to_owned(), after: ledger.before(id) }
}

fn set(ledger: &Ledger, entity: &Id, field: &str, to: Value) -> Op {
    Op::Set { entity: entity.clone(), field: field.to_owned(), from: ledger.get(entity, field).unwrap(), to }
}

fn op(ledger: &Ledger, deed: &Deed, n: usize) -> Option<Op> {
    let one = |list: &str, at: &Any| {
        let all = ids(ledger, list);
        (!all.is_empty()).then(|| at.get(&all).clone())
    };
    Some(match deed {
        Deed::Status(at, status) => set(ledger, &one("measures", at)?, "status", json!(status)),
        Deed::Due(list, at, due) => set(ledger, &one(list, at)?, "due", due.clone()),
        Deed::ExtensionDue(at, due) => set(ledger, &one("extensions", at)?, "due", due.clone()),
        Deed::AddMeasure(at, due) => {
            let item = json!({"id": format!("new{n}"), "due": due, "status": "整改中",
                "extensions": [{"id": format!("newx{n}"), "due": "2026-08"}]});
            Op::Insert {
                at: Spot { parent: one("findings", at)?, list: "measures".into(), after: None },
                item,
            }
        }
        Deed::AddExtension(list, at, due, first) => {
            let parent = one(list, at)?;
            let own = ledger.measure(&parent).map(|(_, measure)| &measure.extensions);
            let all = own.or_else(|| ledger.finding(&parent).map(|finding| &finding.extensions))?;
            let after = all.last().map(|extension| extension.id.clone()).filter(|_| !first);
            let item = json!({"id": format!("x{n}"), "due": due});
            Op::Insert { at: Spot { parent, list: "extensions".into(), after }, item }
        }
        Deed::Remove(list, at) => {
            let entity = one(list, at)?;
            Op::Remove { at: spot(ledger, &entity), item: ledger.node(&entity)?.to_json(), entity }
        }
        Deed::Move(list, what, to) => {
            let entity = one(list, what)?;
            let parent = one(if *list == "measures" { "findings" } else { "measures" }, to)?;
            let to = Spot { parent, list: (*list).to_owned(), after: None };
            Op::Move { from: spot(ledger, &entity), entity, to }
        }
        Deed::Undo => return None,
    })
}

fn plain(start: &Bundle, edits: Vec<Edit>, day: Date) -> [usize; 5] {
    let mut journal = Journal::open(start.clone()).unwrap();
    journal.receive(edits, false);
    let c = Counts::of(journal.ledger().bundle(), day).measures;
    [c.done, c.partial, c.open, c.unfilled, c.overdue]
}

fn numbers(point: &TrendPoint) -> [usize; 5] {
    [point.done, point.partial, point.open, point.unfilled, point.overdue]
}

fn check(start: &Bundle, journal: &Journal, today: Date) {
    let trend = Trend::of(journal, today);
    let days = days(journal, today);
    for point in &trend.points {
        let held = journal.entries().iter().zip(&days).filter(|(_, day)| **day <= point.day);
        let edits = held.map(|(entry, _)| entry.edit.clone()).collect();
        assert_eq!(numbers(point), plain(start, edits, point.day), "{}", point.day);
    }
    assert!(trend.points.windows(2).all(|pair| pair[0].day < pair[1].day));
    if !days.is_empty() {
        assert_eq!(trend.points.last().map(|point| point.day), Some(today));
        assert_eq!(trend.points[0].day, days[0].plus_days(-1));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_trend_is_what_a_replay_of_each_day_would_count(
        seed in 0..50u64, size in 1..25usize, deeds in prop::collection::vec((deed(), -1..4i64), 0..25), rest in 0..5i64, sealed: bool,
    ) {
        let start = demo(seed, size);
        let mut journal = Journal::open(start.clone()).unwrap();
        let mut day = 0;
        for (n, (deed, later)) in deeds.iter().enumerate() {
            day += later;
            match op(journal.ledger(), deed, n) {
                Some(op) => {
                    let _ = journal.commit(vec![op], &stamp(day), &Cause::Direct);
                }
                None => {
                    let _ = journal.undo(&stamp(day));
                }
            }
        }
        // A saved and opened ledger knows the inverses by its history alone.
        if sealed {
            let bundle = journal.sealed(Bundle::clone);
            journal = Journal::open(bundle).unwrap();
        }
        check(&start, &journal, date(day + rest));
    }
}

#[test]
fn a_ledger_without_a_history_has_no_trend() {
    let journal = Journal::open(demo(1, 20)).unwrap();
    assert_eq!(Trend::of(&journal, date(0)), Trend::default());
}

#[test]
fn a_long_history_is_taken_in_longer_steps() {
    let start = demo(1, 5);
    for (span, step) in [(0, 1), (59, 1), (60, 7), (400, 7), (700, 30), (5000, 84)] {
        let mut journal = Journal::open(start.clone()).unwrap();
        for day in [0, span / 2, span] {
            let measure = ids(journal.ledger(), "measures")[0].clone();
            let op = set(journal.ledger(), &measure, "due", json!(date(day + 1).to_string()));
            journal.commit(vec![op], &stamp(day), &Cause::Direct).unwrap();
        }
        let trend = Trend::of(&journal, date(span));
        assert_eq!(trend.step, step, "{span}");
        assert!(trend.points.len() <= 64, "{}", trend.points.len());
        check(&start, &journal, date(span));
    }
}
