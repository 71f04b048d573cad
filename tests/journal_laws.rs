//! Laws of the journal, for any sequence of edits: undo to the start is the opened bundle, the order in which
//! edits arrive does not matter, a refused edit changes nothing, the index never differs from the bundle.

#![expect(clippy::single_match_else, reason = "both arms are a case")]

#[expect(dead_code, reason = "each test file uses its part")]
mod strategies;

use journal::{Edit, Journal, Op, Outcome, Spot};
use ledger::Id;
use proptest::prelude::*;
use serde_json::json;
use strategies::{bundle, commit, op, stamp, state, sweep, wish};

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
        match journal.commit(ops, &stamp("a"), &journal::Cause::Direct) {
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
        // EntityNames edits change nothing.
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
    let cause = journal::Cause::Direct;
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
        journal.commit(vec![op], &stamp(session), &journal::Cause::Direct).unwrap().0
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
    let cause = journal::Cause::Direct;
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

#[test]
fn undo_passes_over_what_was_refused_or_was_so_already() {
    let set = |entity: &str, from: serde_json::Value, to: &str| Op::Set {
        entity: Id::new(entity).unwrap(),
        field: "note".into(),
        from,
        to: json!(to),
    };
    let cause = journal::Cause::Direct;
    let made = |session: &str, ops: Vec<Op>| {
        let mut journal = Journal::open(bundle()).unwrap();
        ops.into_iter().flat_map(|op| journal.commit(vec![op], &stamp(session), &cause).unwrap().0).collect()
    };
    for (name, theirs) in [("refused", "甲写的"), ("so already", "乙写的")] {
        let theirs: Vec<Edit> =
            made("a", vec![set("m3", json!(null), "占位"), set("m1", json!(null), theirs)]);
        let own: Vec<Edit> =
            made("b", vec![set("m2", json!(null), "先写的"), set("m1", json!(null), "乙写的")]);
        let mut journal = Journal::open(bundle()).unwrap();
        journal.receive(theirs, false);
        journal.receive(own, true);
        assert!(!matches!(journal.entries().last().unwrap().outcome, Outcome::Applied(_)), "{name}");
        journal.undo(&stamp("b")).expect("the step before it").expect("fits");
        assert_eq!(journal.ledger().get(&Id::new("m2").unwrap(), "note"), Some(json!(null)), "{name}");
        assert!(journal.undo(&stamp("b")).is_none(), "{name}: nothing is left");
        journal.redo(&stamp("b")).expect("what was taken back").expect("fits");
    }
}

#[test]
fn what_a_merge_brought_is_taken_back_with_the_merge_also_after_the_page_was_opened_again() {
    let set = |entity: &str, to: &str| Op::Set {
        entity: Id::new(entity).unwrap(),
        field: "note".into(),
        from: json!(null),
        to: json!(to),
    };
    let cause = journal::Cause::Direct;
    let mut other = Journal::open(bundle()).unwrap();
    other.commit(vec![set("m1", "乙写的")], &stamp("b"), &cause).unwrap();
    other.commit(vec![set("m3", "乙又写的")], &stamp("b"), &cause).unwrap();
    let mut workspace = Journal::open(bundle()).unwrap();
    let (mut stored, _) = workspace.commit(vec![set("m2", "自己写的")], &stamp("a"), &cause).unwrap();
    let planned = journal::merge::plan(
        &workspace,
        &[strategies::source("乙.json", &mut other, &workspace)],
        &stamp("a"),
    );
    stored.extend(workspace.merge(&planned, &[], &stamp("a")).unwrap());
    let mut opened = Journal::open(bundle()).unwrap();
    opened.receive(stored, true);
    let note = |journal: &Journal, id: &str| journal.ledger().get(&Id::new(id).unwrap(), "note");
    opened.undo(&stamp("a")).expect("the merge").expect("fits");
    assert_eq!((note(&opened, "m1"), note(&opened, "m3")), (Some(json!(null)), Some(json!(null))));
    assert_eq!(note(&opened, "m2"), Some(json!("自己写的")));
    opened.undo(&stamp("a")).expect("the own edit before it").expect("fits");
    assert_eq!(note(&opened, "m2"), Some(json!(null)));
    assert!(opened.undo(&stamp("a")).is_none());
}

#[test]
fn no_history_that_a_file_may_hold_stops_the_journal() {
    let at = "2024-06-18T09:30:00.000+08:00";
    let huge = u64::MAX;
    let cases = [
        json!({"id": "s-1", "clock": huge, "at": at, "author": "", "op": "set", "entity": "m1", "field": "note", "to": "甲"}),
        json!({"id": "s-1", "clock": 1_u64 << 53, "at": at, "author": "", "op": "set", "entity": "m1", "field": "note", "to": "甲"}),
        json!({"id": "s-1", "clock": 1, "at": at, "author": "", "op": "merge", "files": [], "edits": [["s", 0, huge]], "holds": true}),
        json!({"id": "s-1", "clock": 1, "at": at, "author": "", "op": "merge", "files": [1], "edits": [["s", 0, huge], ["t", 0, huge]], "holds": false}),
        json!({"id": "s-1", "clock": 1, "at": at, "author": "", "op": "merge", "files": [], "edits": [["s", 9, 1]], "holds": true}),
        json!({"id": "s-1", "clock": 1, "at": at, "author": "", "group": "s-1", "undoes": "s-1", "op": "set", "entity": "m1", "field": "note"}),
        json!({"id": format!("s-{huge}"), "clock": 1, "at": at, "author": "", "op": "move", "entity": "m1",
               "from": {"parent": "m1", "list": "x"}, "to": {"parent": "m1", "list": "", "after": "m1"}}),
        json!({"id": "e-a", "clock": 0, "at": at, "author": "", "op": "insert", "spot": {"parent": "m1", "list": "measures"}, "item": {}}),
        json!({"id": "e", "clock": 1, "at": at, "author": "", "op": "remove", "entity": "b", "spot": {"parent": "b", "list": "findings"}, "item": {"id": 3}}),
        json!({"id": "s-1", "clock": 1, "at": at, "author": "", "op": "decline", "edit": "s-1", "value": {"id": []}}),
        json!({"id": "s-1", "clock": 1, "at": at, "author": "", "op": "set", "entity": "m1", "field": "history", "to": []}),
        json!({"id": "s-1", "clock": 1, "at": at, "author": "", "op": "set", "entity": "m1", "field": "note", "took": {"op": "remove"}}),
        json!({"id": "s-1", "clock": -1}),
        json!([[]]),
        json!("s-1"),
    ];
    for case in cases {
        for unsettled in [json!([]), json!(["s-1", 7, null])] {
            let mut file = serde_json::to_value(bundle()).unwrap();
            file["history"] = json!([case.clone(), case.clone()]);
            file["unsettled"] = unsettled;
            let Ok(file) = serde_json::from_value(file) else { panic!("{case} opens") };
            let mut journal = Journal::open(file).unwrap();
            let kept = journal.entries().len() + journal.unread();
            assert_eq!(kept, 2, "{case} is kept");
            let note = Op::Set {
                entity: Id::new("m2").unwrap(),
                field: "note".into(),
                from: json!(null),
                to: json!("甲"),
            };
            journal.commit(vec![note], &stamp("s"), &journal::Cause::Direct).unwrap();
            let ids: Vec<Id> = journal.entries().iter().map(|entry| entry.edit.id.clone()).collect();
            for id in &ids {
                let _ = journal.clone().undo_step(id, &stamp("s"));
                let _ = (journal.after(id), journal.before(id));
                let entry = journal.entry(id).unwrap();
                let _ = journal::describe::sentence(
                    &journal::entity_names::EntityNames::of(&journal),
                    &entry.edit,
                );
            }
            let mut workspace = Journal::open(bundle()).unwrap();
            let planned = journal::merge::plan(
                &workspace,
                &[strategies::source("x", &mut journal, &workspace)],
                &stamp("d"),
            );
            let _ = planned.by_finding();
            workspace.merge(&planned, &[], &stamp("d")).unwrap();
            let written = strategies::file(&mut workspace);
            let again = Journal::open(written).unwrap();
            assert_eq!(again.entries().len(), workspace.entries().len(), "{case}: what is written is read");
            assert!(journal.undo(&stamp("s")).is_some_and(|taken| taken.is_ok()), "{case}");
        }
    }
}
