//! Edits that claim what cannot be: one id for two edits (a browser profile that was copied while the page was open), and
//! clocks that no work can have brought about. All copies come to one state, nothing is dropped, and it is told.

#![expect(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

#[expect(dead_code, reason = "each test file uses its part")]
mod strategies;

use std::collections::BTreeSet;

use journal::merge::plan;
use journal::{Cause, Edit, Journal, Op, Outcome};
use ledger::Id;
use proptest::prelude::*;
use serde_json::{Value, json};
use strategies::{bundle, edits, file, make, merge, source, stamp, state, sweep, wish};

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn say(journal: &mut Journal, session: &str, entity: &str, word: &str) -> Edit {
    let from = journal.ledger().get(&id(entity), "note").unwrap();
    let op = Op::Set { entity: id(entity), field: "note".into(), from, to: json!(word) };
    journal.commit(vec![op], &stamp(session), &Cause::Direct).unwrap().0.remove(0)
}

/// What edits say, whatever their ids.
fn said(journal: &Journal) -> BTreeSet<String> {
    let op = |edit: Edit| {
        let mut value = edit.write();
        value["id"].take();
        value["group"].take();
        value.to_string()
    };
    edits(journal).into_iter().map(op).collect()
}

fn outcomes(journal: &Journal) -> Vec<(Edit, bool)> {
    let entries = journal.entries().iter();
    entries.map(|e| (e.edit.clone(), matches!(e.outcome, Outcome::Refused(_)))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_edits_of_one_id_are_both_kept_whatever_comes_first(
        before in prop::collection::vec(wish(), 0..4),
        wishes in prop::collection::vec((0..3_usize, wish()), 1..16),
        orders in prop::collection::vec(Just(vec![0_usize, 1, 2]).prop_shuffle(), 3),
        singly in any::<bool>(),
    ) {
        // One page, copied with all that it has in memory; each copy goes on as the same session.
        let mut first = Journal::open(bundle()).unwrap();
        for wish in &before {
            make(&mut first, wish, &stamp("s"));
        }
        let mut tabs = vec![first.clone(), first.clone(), first];
        for (tab, wish) in &wishes {
            make(&mut tabs[*tab], wish, &stamp("s"));
        }
        let all: BTreeSet<String> = tabs.iter().flat_map(said).collect();
        let mut merged: Vec<Journal> = Vec::new();
        for (own, order) in orders.iter().enumerate() {
            let mut journal = Journal::open(file(&mut tabs[own].clone())).unwrap();
            for other in order {
                let theirs = edits(&tabs[*other]);
                if singly {
                    theirs.into_iter().rev().for_each(|edit| drop(journal.receive(vec![edit], false)));
                } else {
                    journal.receive(theirs, false);
                }
            }
            sweep(&journal);
            prop_assert_eq!(&said(&journal), &all, "nothing is dropped");
            merged.push(journal);
        }
        for other in &merged[1..] {
            prop_assert_eq!(state(other), state(&merged[0]));
            prop_assert_eq!(outcomes(other), outcomes(&merged[0]));
            prop_assert_eq!(other.mark(), merged[0].mark());
        }
        // Once more, from files of each other, nothing is new.
        let theirs = edits(&merged[1]);
        prop_assert_eq!(merged[0].receive(theirs, false).new, 0);
        for tab in &tabs {
            let theirs = edits(tab);
            let received = merged[0].receive(theirs, false);
            prop_assert_eq!((received.new, received.twins.len()), (0, 0));
        }
        let again = Journal::open(file(&mut merged[0])).unwrap();
        prop_assert_eq!(outcomes(&again), outcomes(&merged[0]));
    }
}

#[test]
fn a_merge_tells_of_edits_that_bore_one_id_and_takes_both() {
    let (mut a, mut b) = (Journal::open(bundle()).unwrap(), Journal::open(bundle()).unwrap());
    say(&mut a, "s", "m1", "甲");
    say(&mut b, "s", "m3", "乙");
    for (mine, theirs) in [(a.clone(), b.clone()), (b, a)] {
        let (mut mine, mut theirs) = (mine, theirs);
        let planned = plan(&mine, &[source("另一份.json", &mut theirs, &mine)], &stamp("m"));
        assert_eq!((planned.twins > 0, planned.extra.len()), (true, 0));
        merge(&mut mine, &planned, None, "m");
        let note = |entity: &str| mine.ledger().get(&id(entity), "note");
        assert_eq!((note("m1"), note("m3")), (Some(json!("甲")), Some(json!("乙"))));
        // What the page stores of it brings the same back.
        let mut stored = Journal::open(bundle()).unwrap();
        stored.receive(edits(&mine), true);
        assert_eq!(state(&stored), state(&mine));
        let again = plan(&mine, &[source("另一份.json", &mut theirs, &mine)], &stamp("m"));
        assert!(again.edits.is_empty(), "{:?}", again.edits);
    }
}

/// An edit of an older version.
fn old(id: &str, clock: u64, entity: &str, from: &Value, to: &str) -> Edit {
    Edit::read(json!({
        "id": id, "clock": clock, "at": "2024-06-18T09:30:00.000+08:00", "author": "甲",
        "op": "set", "entity": entity, "field": "note", "from": from, "to": to
    }))
    .unwrap()
}

#[test]
fn what_is_done_after_an_impossible_clock_stays_after_it() {
    for clock in [1 << 53, (1 << 53) - 1, 1 << 52, (1 << 48) + 1] {
        let mut journal = Journal::open(bundle()).unwrap();
        let received = journal.receive(vec![old("z-7", clock, "m1", &Value::Null, "先")], false);
        assert_eq!(received.renumbered, 1, "{clock}");
        // Sessions whose names come before: by the id alone they would fall back before what they saw.
        for (n, word) in ["一", "二", "三"].into_iter().enumerate() {
            say(&mut journal, &format!("a{n}"), "m1", word);
        }
        let words = |journal: &Journal| {
            let to = |edit: Edit| edit.write()["to"].as_str().unwrap().to_owned();
            edits(journal).into_iter().map(to).collect::<String>()
        };
        assert_eq!(words(&journal), "先一二三", "{clock}");
        let opened = Journal::open(file(&mut journal)).unwrap();
        assert_eq!((words(&opened), opened.renumbered()), ("先一二三".to_owned(), 0), "{clock}");
        // Another copy, where all comes in one by one and in the other order, has the same.
        let mut other = Journal::open(bundle()).unwrap();
        for edit in edits(&journal) {
            other.receive(vec![edit], false);
        }
        assert_eq!(outcomes(&other), outcomes(&journal), "{clock}");
        let mut late = Journal::open(bundle()).unwrap();
        say(&mut late, "b", "m3", "旁");
        let received = late.receive(
            edits(&journal).into_iter().chain([old("z-7", clock, "m1", &Value::Null, "先")]).collect(),
            false,
        );
        assert_eq!(received.twins, [] as [Edit; 0], "the clock alone makes no other edit");
        assert_eq!(late.ledger().get(&id("m1"), "note"), Some(json!("三")), "{clock}");
    }
}

#[test]
fn a_file_with_impossible_clocks_keeps_the_order_of_each_session() {
    let mut bundle = bundle();
    let edits = ["一", "二", "三"].into_iter().zip(8_u8..);
    let history = edits.map(|(word, n)| old(&format!("s-{n}"), 1 << 53, "m1", &Value::Null, word).write());
    bundle.history.0 = history.collect();
    let mut journal = Journal::open(bundle).unwrap();
    assert_eq!(journal.renumbered(), 3);
    say(&mut journal, "a", "m1", "四");
    let ids: Vec<String> = journal.entries().iter().map(|e| e.edit.id.to_string()).collect();
    assert_eq!(ids, ["s-8", "s-9", "s-10", "a-1"], "numbers, not letters");
}
