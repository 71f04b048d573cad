//! What people saw on their screens when they exported is what a merge must keep: [`screens`] notes it beside the journal,
//! for any events between three people. The cases are the same in every run; `LAW_CASES` multiplies them and draws others.

mod screens;
#[expect(dead_code, reason = "each test file uses its part")]
mod strategies;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use journal::conflict::Rule;
use journal::merge::plan;
use journal::{Cause, Journal, Op};
use ledger::Id;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};
use screens::Event::{self, Back, Merge, Redo, Say, Send, Undo, Wish};
use screens::{World, event};
use serde_json::json;
use strategies::{bundle, file, source, stamp};

fn cases() -> ProptestConfig {
    let times = std::env::var("LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_u32);
    ProptestConfig {
        cases: 600 * times,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

/// What comes of events, and of everything coming together at last, in two orders.
fn lived(events: &[Event]) -> World {
    let mut world = World::new();
    for event in events {
        world.happen(event);
    }
    for order in [[0, 1, 2], [2, 0, 1]] {
        for pair in order.windows(2) {
            world.happen(&Send(pair[0], pair[1]));
        }
    }
    world
}

#[test]
fn what_anybody_saw_stands_waits_or_was_knowingly_replaced() {
    let merges = Cell::new(0);
    // What people do with merges that both took back is not known to be whole (the front page of `journal`): who hunts for it
    // draws other cases.
    let mut runner = match std::env::var_os("LAW_CASES") {
        Some(_) => TestRunner::new(cases()),
        None => TestRunner::new_with_rng(cases(), TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let outcome = runner.run(&prop::collection::vec(event(), 1..40), |events| {
        merges.set(merges.get() + lived(&events).merges);
        Ok(())
    });
    eprintln!("{} merges", merges.get());
    match outcome {
        Err(TestError::Fail(_, events)) => panic!("as small as it gets: {:?}", smallest(events)),
        outcome => outcome.unwrap(),
    }
}

/// Without each event that a failure does not need.
fn smallest(mut events: Vec<Event>) -> Vec<Event> {
    let fails = |events: &[Event]| catch_unwind(AssertUnwindSafe(|| lived(events))).is_err();
    while let Some(fewer) = (0..events.len()).find_map(|n| {
        let fewer = [&events[..n], &events[n + 1..]].concat();
        fails(&fewer).then_some(fewer)
    }) {
        events = fewer;
    }
    events
}

/// Cases that lost a word once, each as small as it can be. People are 0, 1, 2; a place and a word are told by their numbers.
#[expect(clippy::too_many_lines, reason = "a table of cases")]
#[test]
fn what_was_lost_once_stays() {
    let take_out = |who, entity| Wish(who, strategies::removal(entity));
    let (f1, m1, p1) = (3, 6, 9);
    let cases = [
        (
            "an equal word that somebody else took back with a merge, all edits holding",
            vec![Say(1, 0, 0), Merge(1, 0, None), Undo(1), Undo(0), Say(2, 1, 0), Say(2, 0, 0)],
        ),
        (
            "taken back by its author, and both with a merge that another took back",
            vec![
                Say(2, 2, 0),
                Undo(2),
                Merge(2, 1, None),
                Undo(1),
                Merge(1, 2, None),
                Say(0, 2, 0),
                Undo(0),
                Undo(2),
            ],
        ),
        (
            "said again by one who had seen it taken back by another",
            vec![Say(1, 0, 0), Send(1, 2), Undo(1), Say(2, 0, 3), Send(1, 2), Say(1, 0, 1), Say(2, 0, 0)],
        ),
        (
            "said again after a merge was taken back and its author took it back too",
            vec![
                Say(1, 2, 2),
                Say(0, 0, 0),
                Merge(1, 2, None),
                Undo(2),
                Undo(1),
                Say(2, 2, 2),
                Say(0, 0, 1),
                Say(0, 2, 0),
                Send(1, 2),
            ],
        ),
        (
            "gone back to in between, on the way to where all began",
            vec![
                Say(1, 4, 1),
                Say(0, 0, 0),
                Say(0, 4, 0),
                Say(0, 4, 2),
                Merge(0, 2, None),
                Say(2, 4, 1),
                Undo(0),
                Undo(0),
            ],
        ),
        (
            "said by two, and taken back by one who had seen both",
            vec![
                Say(2, 3, 2),
                Say(0, 3, 2),
                Merge(2, 0, None),
                Say(0, 3, 1),
                Send(0, 2),
                Say(2, 3, 0),
                Undo(0),
                Undo(0),
                Undo(0),
            ],
        ),
        (
            "restored by taking a merge back, then taken back itself",
            vec![
                Say(1, 3, 1),
                Say(0, 4, 0),
                Say(0, 3, 1),
                Say(0, 3, 3),
                Merge(0, 2, None),
                Merge(0, 1, None),
                Say(2, 3, 2),
                Undo(1),
                Undo(1),
            ],
        ),
        (
            "turned down by a merge that was taken back, which itself came with one",
            vec![
                Say(0, 0, 0),
                Say(2, 0, 2),
                Merge(2, 1, None),
                Undo(1),
                Say(1, 0, 2),
                Merge(1, 2, None),
                Undo(2),
                Say(0, 1, 0),
            ],
        ),
        (
            "in what two put in again",
            vec![
                take_out(2, p1),
                Merge(2, 1, None),
                Say(2, 0, 0),
                Back(2, 0),
                Undo(1),
                Say(0, 4, 0),
                Send(1, 2),
                Say(2, 4, 0),
            ],
        ),
        (
            "turned down with a merge, and put in again with all it stood in by one who did not know that",
            vec![
                Say(0, 0, 0),
                Say(1, 0, 0),
                Undo(0),
                Say(0, 0, 1),
                Say(2, 1, 0),
                take_out(0, f1),
                Merge(0, 1, None),
                Undo(0),
                Say(2, 0, 0),
                Undo(1),
                Say(1, 0, 2),
            ],
        ),
        (
            "turned down for a word that its author then took back, so that it was shown again",
            vec![
                Say(1, 0, 0),
                Say(0, 4, 0),
                Say(1, 4, 2),
                Merge(0, 1, Some(Rule::Theirs)),
                Undo(0),
                Say(0, 0, 0),
                Say(2, 4, 2),
                Say(2, 4, 0),
            ],
        ),
        (
            "turned down in a merge that one took back and another did not",
            vec![
                Say(0, 1, 1),
                Say(1, 1, 2),
                Say(0, 3, 1),
                Say(1, 2, 0),
                Merge(1, 0, Some(Rule::Mine)),
                Say(0, 3, 0),
                Say(0, 0, 0),
                Merge(0, 1, None),
                Undo(0),
                Undo(0),
                Back(0, 2_727_062_149_143_393_938),
                Say(0, 2, 1),
                Merge(0, 2, None),
                Undo(1),
                Say(1, 1, 1),
            ],
        ),
        (
            "taken back by its author, and that with a merge by another one",
            vec![
                Say(0, 2, 0),
                Say(1, 3, 1),
                Say(0, 3, 0),
                Send(0, 1),
                Say(2, 3, 0),
                Undo(0),
                Merge(0, 1, None),
                Undo(2),
                Undo(1),
            ],
        ),
        (
            "gone back to in what another one took out",
            vec![
                Say(0, 2, 0),
                Say(2, 3, 0),
                Send(2, 1),
                Say(2, 0, 0),
                Say(2, 1, 0),
                Say(2, 4, 0),
                take_out(1, f1),
                Send(2, 0),
                Merge(1, 2, Some(Rule::Newest)),
                Back(0, 10_504_446_267_610_827_816),
            ],
        ),
        // It is not lost: whoever makes his merge again makes his decision again.
        (
            "turned down, and again when the merge was made again",
            vec![
                Say(2, 2, 0),
                Say(0, 3, 0),
                Say(0, 0, 0),
                Say(0, 2, 1),
                Merge(0, 2, Some(Rule::Mine)),
                Undo(2),
                Merge(2, 1, None),
                Redo(2),
                Say(0, 0, 0),
            ],
        ),
        // What stood there at first is nobody's word: what is put in again stands.
        (
            "put in again where another one took it out after a merge",
            vec![
                Say(2, 2, 0),
                Say(0, 4, 0),
                Say(2, 2, 1),
                Say(0, 1, 0),
                take_out(0, m1),
                Say(1, 1, 1),
                Merge(0, 1, Some(Rule::Theirs)),
                Undo(0),
                Undo(0),
                Say(2, 0, 0),
                Redo(1),
                Say(0, 2, 0),
                Redo(0),
                Say(1, 0, 0),
                Say(1, 0, 0),
            ],
        ),
        // It is not lost: its own owner took it out, which waited for as long as it met another edit.
        (
            "in what was taken out once, where the edit that was in the way is taken back",
            vec![
                Say(1, 0, 1),
                Say(1, 0, 0),
                Say(2, 1, 0),
                Say(0, 0, 0),
                take_out(2, f1),
                Merge(0, 2, None),
                Undo(0),
            ],
        ),
        (
            "in what was taken out, where a merge and its edit are taken back",
            vec![
                Say(1, 0, 0),
                Say(2, 1, 0),
                Merge(2, 0, None),
                Say(0, 3, 0),
                take_out(0, f1),
                Say(0, 0, 0),
                Undo(2),
                Back(2, 1),
                Say(2, 3, 1),
                Merge(0, 2, Some(Rule::Newest)),
                Redo(0),
            ],
        ),
    ];
    for (name, events) in cases {
        eprintln!("{name}");
        assert!(lived(&events).merges > 0);
    }
}

/// One says something; another, on a copy, says one thing and another and takes the second back, in some way.
/// How somebody comes back to what he wrote first.
type Way = fn(&mut Journal, &dyn Fn(&mut Journal, &str, &str));

#[test]
fn what_its_author_went_back_to_is_asked_again() {
    let note = |journal: &Journal| journal.ledger().get(&Id::new("m1").unwrap(), "note").unwrap();
    let say = |journal: &mut Journal, session: &str, word: &str| {
        let (entity, from) = (Id::new("m1").unwrap(), note(journal));
        let op = Op::Set { entity, field: "note".into(), from, to: json!(word) };
        journal.commit(vec![op], &stamp(session), &Cause::Direct).unwrap();
    };
    let ways: [(&str, Way); 4] = [
        ("undo", |b, _| drop(b.undo(&stamp("b")))),
        ("typed anew", |b, say| say(b, "b", "先")),
        ("undone, made again and undone", |b, _| {
            b.undo(&stamp("b"));
            b.redo(&stamp("b"));
            b.undo(&stamp("b"));
        }),
        ("undone after the page was opened again", |b, say| {
            *b = Journal::open(file(b)).unwrap();
            say(b, "b2", "先");
        }),
    ];
    for (name, go_back) in ways {
        let (mut a, mut b) = (Journal::open(bundle()).unwrap(), Journal::open(bundle()).unwrap());
        say(&mut a, "a", "甲");
        say(&mut b, "b", "先");
        say(&mut b, "b", "后");
        go_back(&mut b, &say);
        assert_eq!(note(&b), json!("先"), "{name}");
        let planned = plan(&a, &[source("乙.json", &mut b, &a)], &stamp("m"));
        let [card] = planned.conflicts.as_slice() else { panic!("{name}: {:?}", planned.conflicts) };
        let words: Vec<&str> = card.others.iter().map(|side| side.text.as_str()).collect();
        assert_eq!((card.current.text.as_str(), words), ("甲", vec!["先"]), "{name}");
        assert_eq!(note(&planned.journal), json!("甲"), "{name}");
    }
    // Who went back to where he began wishes for nothing.
    let (mut a, mut b) = (Journal::open(bundle()).unwrap(), Journal::open(bundle()).unwrap());
    say(&mut a, "a", "甲");
    say(&mut b, "b", "先");
    say(&mut b, "b", "");
    assert_eq!(plan(&a, &[source("乙.json", &mut b, &a)], &stamp("m")).conflicts, []);
}
