//! Laws of the journal, for any sequence of edits: undo to the start is the opened bundle, the order in which
//! edits arrive does not matter, a refused edit changes nothing, the index never differs from the bundle.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::single_match_else)] // a helper that fails is a test that fails

use proptest::prelude::*;
use serde_json::{Value, json};
use zhenggai::journal::{Edit, Journal, Op, Outcome, Spot, Stamp};
use zhenggai::ledger::date::Moment;
use zhenggai::ledger::{Bundle, Id, Ledger};

/// A small ledger with something in every kind of list, and unknown members.
fn bundle() -> Bundle {
    serde_json::from_value(json!({
        "format": "zhenggai.bundle/1", "id": "b", "title": "小台账", "x-new": [1.50, {"deep": null}],
        "statuses": [{"id": "s1", "label": "整改中", "class": "open"}, {"id": "s2", "label": "已完成", "class": "done"}],
        "units": [{"id": "u1", "name": "办公室"}, {"id": "u2", "name": "高新处", "x-head": true}],
        "inspection": {"round": "第五轮", "feedback": "2023-10-13"},
        "findings": [
            {"id": "f1", "number": 1, "title": "关于甲的问题", "measures": [
                {"id": "m1", "number": 1, "text": "甲一", "due": "2024-06", "status": "s1",
                 "progress": [{"id": "p1", "text": "已开会", "date": "2024-01-02"}, {"id": "p2", "text": "已发文"}],
                 "evidence": [{"id": "e1", "name": "纪要.pdf", "size": 12}]},
                {"id": "m2", "number": 2, "text": "甲二", "x-kept": "yes"}]},
            {"id": "f2", "number": 2, "title": "关于乙的问题", "measures": [{"id": "m3", "text": "乙一"}]},
            {"id": "f3", "number": 3, "title": "关于丙的问题"}],
        "institutions": [{"id": "d1", "title": "办法", "role": "issued"}]
    }))
    .expect("a valid bundle")
}

fn stamp(session: &str) -> Stamp {
    Stamp {
        session: Id::new(session).expect("an id"),
        at: Moment::new(1_718_674_200_000, 480).expect("a moment"),
        author: "王敏".into(),
        unit: "办公室".into(),
    }
}

/// One random wish; what it means is decided on the ledger that it meets.
#[derive(Debug, Clone)]
struct Wish {
    kind: u8,
    entity: usize,
    name: usize,
    value: usize,
    fresh: u16,
}

fn wish() -> impl Strategy<Value = Wish> {
    (0..10_u8, any::<usize>(), any::<usize>(), any::<usize>(), any::<u16>())
        .prop_map(|(kind, entity, name, value, fresh)| Wish { kind, entity, name, value, fresh })
}

fn values() -> Vec<Value> {
    vec![
        json!("甲"),
        json!(""),
        json!(null),
        json!("2024-06-30"),
        json!("s2"),
        json!(7),
        json!(true),
        json!(["u1", "u2"]),
        json!("12.50"),
        json!("长期坚持"),
        json!("2024-06-18T09:30:00.000+08:00"),
    ]
}

/// An operation that the wish means on this ledger; mostly one that holds, sometimes one that does not.
fn op(ledger: &Ledger, wish: &Wish) -> Option<Op> {
    let mut ids: Vec<Id> = ledger.ids().cloned().collect();
    ids.push(ledger.bundle().id.clone());
    ids.sort();
    let entity = ids[wish.entity % ids.len()].clone();
    let spec = ledger.kind(&entity)?;
    let spot_of = |id: &Id| -> Option<Spot> {
        let (parent, list) = ledger.parent(id)?;
        Some(Spot { parent: parent.clone(), list: list.into(), after: ledger.before(id) })
    };
    match wish.kind {
        0..=4 => {
            let mut names: Vec<String> = spec.fields.iter().map(|f| f.name.to_owned()).collect();
            for (part, inner) in spec.parts {
                names.extend(inner.fields.iter().map(|f| format!("{part}.{}", f.name)));
            }
            names.retain(|n| n != "history" && n != "unsettled");
            let field = names[wish.name % names.len()].clone();
            let known = values();
            let accepts = spec.field(&field)?.accepts;
            let to = known
                .iter()
                .cycle()
                .skip(wish.value % known.len())
                .take(known.len())
                .find(|v| accepts(v))?
                .clone();
            let from = if wish.kind == 4 { json!("旧值不符") } else { ledger.get(&entity, &field)? };
            Some(Op::Set { entity, field, from, to })
        }
        5 | 6 => {
            let list = spec.lists.get(wish.name % spec.lists.len().max(1))?;
            let siblings = ledger.node(&entity)?.list(list.name)?;
            let at = wish.value % (siblings.len() + 1);
            let after = at.checked_sub(1).and_then(|i| siblings.at(i)).and_then(|n| n.id().cloned());
            let item = json!({"id": format!("n{}", wish.fresh), "x-unknown": wish.value % 3});
            Some(Op::Insert { at: Spot { parent: entity, list: list.name.into(), after }, item })
        }
        7 => {
            let item = ledger.node(&entity)?.to_json();
            Some(Op::Remove { at: spot_of(&entity)?, entity, item })
        }
        _ => {
            let from = spot_of(&entity)?;
            let parents: Vec<&Id> = ids
                .iter()
                .filter(|id| ledger.kind(id).is_some_and(|k| k.list(&from.list).is_some()))
                .collect();
            let parent = parents[wish.value % parents.len()].clone();
            let siblings = ledger.node(&parent)?.list(&from.list)?;
            let at = wish.name % (siblings.len() + 1);
            let after = at.checked_sub(1).and_then(|i| siblings.at(i)).and_then(|n| n.id().cloned());
            let to = Spot { parent, list: from.list.clone(), after };
            Some(Op::Move { entity, from, to })
        }
    }
}

/// The bundle as JSON without its history, to compare states.
fn state(journal: &Journal) -> Value {
    serde_json::to_value(journal.ledger().bundle()).expect("JSON")
}

/// The index says of every entity what the bundle says: sweep after each step.
fn sweep(journal: &Journal) {
    let rebuilt = Ledger::new(journal.ledger().bundle().clone()).expect("no id twice");
    let mut ids: Vec<&Id> = journal.ledger().ids().collect();
    let mut fresh: Vec<&Id> = rebuilt.ids().collect();
    ids.sort();
    fresh.sort();
    assert_eq!(ids, fresh);
    for id in ids {
        assert_eq!(journal.ledger().parent(id), rebuilt.parent(id));
        assert_eq!(journal.ledger().position(id), rebuilt.position(id), "{id}");
        assert_eq!(journal.ledger().node(id).and_then(|n| n.id()), Some(id));
    }
}

fn commit(journal: &mut Journal, wish: &Wish, stamp: &Stamp) -> Vec<Edit> {
    let before = state(journal);
    let Some(op) = op(journal.ledger(), wish) else { return Vec::new() };
    match journal.commit(vec![op], stamp, &zhenggai::journal::Cause::Direct) {
        Ok((edits, changes)) => {
            assert_eq!(edits.is_empty(), changes.is_empty());
            if edits.is_empty() {
                assert_eq!(before, state(journal), "no edit, no change");
            } else {
                assert_ne!(before, state(journal), "an edit changes something");
            }
            sweep(journal);
            edits
        }
        Err(_) => {
            assert_eq!(before, state(journal), "a refused edit changes nothing");
            Vec::new()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn undo_to_the_start_is_the_opened_bundle_and_redo_is_the_end(wishes in prop::collection::vec(wish(), 1..40)) {
        let mut journal = Journal::open(bundle()).expect("opens");
        let start = state(&journal);
        for wish in &wishes {
            commit(&mut journal, wish, &stamp("a"));
        }
        let end = state(&journal);
        let mut steps = 0;
        while let Some(result) = journal.undo(&stamp("a")) {
            result.expect("an inverse in its order always fits");
            sweep(&journal);
            steps += 1;
        }
        prop_assert_eq!(&state(&journal), &start);
        for _ in 0..steps {
            journal.redo(&stamp("a")).expect("as many to redo").expect("fits");
        }
        prop_assert!(journal.redo(&stamp("a")).is_none());
        prop_assert_eq!(&state(&journal), &end);
    }

    #[test]
    fn a_step_of_many_is_taken_back_as_one_and_refused_as_one(wishes in prop::collection::vec(wish(), 2..12)) {
        let mut journal = Journal::open(bundle()).expect("opens");
        let start = state(&journal);
        let ops: Vec<Op> = wishes.iter().filter_map(|w| op(journal.ledger(), w)).collect();
        match journal.commit(ops, &stamp("a"), &zhenggai::journal::Cause::Direct) {
            Ok((edits, _)) => {
                if !edits.is_empty() {
                    journal.undo(&stamp("a")).expect("one step").expect("fits");
                    prop_assert!(!journal.can_undo());
                }
                prop_assert_eq!(&state(&journal), &start);
            }
            Err(_) => prop_assert_eq!(&state(&journal), &start),
        }
        sweep(&journal);
    }

    #[test]
    fn replay_in_any_order_of_arrival_ends_in_the_same_state(
        wishes in prop::collection::vec((any::<bool>(), wish()), 1..30),
        cuts in prop::collection::vec(any::<usize>(), 0..4),
    ) {
        // Two people edit copies and now and then send each other what they have.
        let mut a = Journal::open(bundle()).expect("opens");
        let mut b = Journal::open(bundle()).expect("opens");
        let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
        for (n, (left, wish)) in wishes.iter().enumerate() {
            if *left {
                of_a.extend(commit(&mut a, wish, &stamp("a")));
            } else {
                of_b.extend(commit(&mut b, wish, &stamp("b")));
            }
            if cuts.iter().any(|cut| cut % wishes.len() == n) {
                b.receive(of_a.clone(), false);
                sweep(&b);
            }
        }
        b.receive(of_a.clone(), false);
        a.receive(of_b.clone(), false);
        sweep(&a);
        sweep(&b);
        prop_assert_eq!(&state(&a), &state(&b));
        let mut c = Journal::open(bundle()).expect("opens");
        for edit in of_b.iter().chain(&of_a).rev() {
            c.receive(vec![edit.clone()], false);
        }
        prop_assert_eq!(&state(&c), &state(&a));
        let outcomes = |j: &Journal| j.entries().iter().map(|e| (e.edit.id.clone(), e.outcome.clone())).collect::<Vec<_>>();
        prop_assert_eq!(outcomes(&a), outcomes(&c));
        // Known edits change nothing.
        let before = state(&a);
        prop_assert_eq!(a.receive(of_b, false).new, 0);
        prop_assert_eq!(&state(&a), &before);
    }

    #[test]
    fn a_saved_and_opened_ledger_knows_its_history(wishes in prop::collection::vec(wish(), 1..30)) {
        let mut journal = Journal::open(bundle()).expect("opens");
        for wish in &wishes {
            commit(&mut journal, wish, &stamp("a"));
        }
        let file = journal.sealed(|b| serde_json::to_value(b).expect("JSON"));
        let mut again = Journal::open(serde_json::from_value(file.clone()).expect("reads")).expect("opens");
        prop_assert_eq!(state(&again), state(&journal));
        prop_assert_eq!(again.entries().len(), journal.entries().len());
        prop_assert_eq!(&again.sealed(|b| serde_json::to_value(b).expect("JSON")), &file);
        // The edits that the file holds are not made a second time.
        let edits = journal.entries().iter().map(|e| e.edit.clone()).collect();
        prop_assert_eq!(again.receive(edits, true).new, 0);
    }
}

#[test]
fn two_edits_of_one_field_are_a_conflict_that_keeps_both_values() {
    let set = |to: &str| Op::Set {
        entity: Id::new("m1").unwrap(),
        field: "note".into(),
        from: json!(null),
        to: json!(to),
    };
    let cause = zhenggai::journal::Cause::Direct;
    let mut a = Journal::open(bundle()).unwrap();
    let mut b = Journal::open(bundle()).unwrap();
    let (of_a, _) = a.commit(vec![set("甲写的")], &stamp("a"), &cause).unwrap();
    let (of_b, _) = b.commit(vec![set("乙写的")], &stamp("b"), &cause).unwrap();
    b.receive(of_a, false);
    a.receive(of_b, false);
    assert_eq!(state(&a), state(&b));
    let refused: Vec<_> = a
        .entries()
        .iter()
        .filter(|e| matches!(e.outcome, Outcome::Refused(_)))
        .map(|e| e.edit.op.clone())
        .collect();
    assert_eq!(refused, [set("乙写的")]);
    assert_eq!(a.ledger().get(&Id::new("m1").unwrap(), "note"), Some(json!("甲写的")));
    // It waits until somebody gives the field the value that it wanted; another value leaves it waiting.
    let again = |from: &str, to: &str| Op::Set {
        entity: Id::new("m1").unwrap(),
        field: "note".into(),
        from: json!(from),
        to: json!(to),
    };
    assert_eq!(a.waiting().iter().map(|edit| &edit.op).collect::<Vec<_>>(), [&set("乙写的")]);
    a.commit(vec![again("甲写的", "丙写的")], &stamp("a"), &cause).unwrap();
    assert_eq!(a.waiting().len(), 1);
    a.commit(vec![again("丙写的", "乙写的")], &stamp("a"), &cause).unwrap();
    assert_eq!(a.waiting(), [] as [&Edit; 0]);
}

#[test]
fn a_conflict_is_told_once_and_not_again_when_edits_are_replayed() {
    let made = |session: &str, entity: &str| {
        let mut journal = Journal::open(bundle()).unwrap();
        let (entity, field) = (Id::new(entity).unwrap(), "note".to_owned());
        let op = Op::Set { entity, field, from: json!(null), to: json!(session) };
        journal.commit(vec![op], &stamp(session), &zhenggai::journal::Cause::Direct).unwrap().0
    };
    let mut journal = Journal::open(bundle()).unwrap();
    journal.receive(made("a", "m1"), false);
    assert_eq!(journal.receive(made("c", "m1"), false).refused, 1);
    // This one stands before the refused one, which is therefore tried again.
    let received = journal.receive(made("b", "m2"), false);
    assert_eq!((received.new, received.replayed, received.refused), (1, true, 0));
}

#[test]
fn an_edit_of_a_removed_measure_is_a_conflict_not_a_drop() {
    let cause = zhenggai::journal::Cause::Direct;
    let m1 = Id::new("m1").unwrap();
    let mut a = Journal::open(bundle()).unwrap();
    let mut b = Journal::open(bundle()).unwrap();
    let item = a.ledger().node(&m1).unwrap().to_json();
    let at = Spot { parent: Id::new("f1").unwrap(), list: "measures".into(), after: None };
    let (of_a, _) = a.commit(vec![Op::Remove { entity: m1.clone(), at, item }], &stamp("a"), &cause).unwrap();
    let set = Op::Set { entity: m1, field: "note".into(), from: json!(null), to: json!("还要办") };
    b.commit(vec![set], &stamp("b"), &cause).unwrap();
    let received = b.receive(of_a, false);
    assert_eq!(received.refused, 1, "one of the two is said not to hold");
    assert_eq!(b.entries().len(), 2);
}
