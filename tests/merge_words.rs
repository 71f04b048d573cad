//! Laws of merging files whose history does not tell what they say: no word of them is lost, nothing of the workspace is
//! overwritten unasked, and the order of the files does not matter.

#![expect(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

#[expect(dead_code, reason = "each test file uses its part")]
mod strategies;

use journal::conflict::{Here, Rule, conflicts};
use journal::merge::{Source, plan};
use journal::{Cause, Journal, Op, Outcome};
use ledger::{Bundle, Id};
use proptest::prelude::*;
use serde_json::{Value, json};
use strategies::{bundle, cards, file, make, merge, source, stamp, state, wish};

fn cases(of: u32) -> ProptestConfig {
    let times = std::env::var("LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    ProptestConfig { cases: of * times, failure_persistence: None, ..ProptestConfig::default() }
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// A file that tells nothing of what was done to it.
fn stripped(journal: &mut Journal) -> Bundle {
    let mut bundle = file(journal);
    bundle.history.0.clear();
    bundle.unsettled.0.clear();
    bundle
}

fn without_history(name: &str, journal: &mut Journal, workspace: &Journal) -> Source {
    Source::new(name, workspace.ledger(), stripped(journal)).unwrap().0
}

/// Writes a text into a field, whatever stands there.
fn say(journal: &mut Journal, entity: &str, field: &str, text: &str) {
    let entity = id(entity);
    let Some(from) = journal.ledger().get(&entity, field) else { return };
    let op = Op::Set { entity, field: field.into(), from, to: json!(text) };
    journal.commit(vec![op], &stamp("x"), &Cause::Direct).unwrap();
}

fn remove(journal: &mut Journal, entity: &str) {
    let entity = id(entity);
    let Some((parent, list)) = journal.ledger().parent(&entity).map(|(p, l)| (p.clone(), l.to_owned()))
    else {
        return;
    };
    let at = journal::Spot { parent, list, after: journal.ledger().before(&entity) };
    let item = journal.ledger().node(&entity).unwrap().to_json();
    journal.commit(vec![Op::Remove { entity, at, item }], &stamp("x"), &Cause::Direct).unwrap();
}

/// Where words are said.
const PLACES: [(&str, &str); 6] =
    [("m1", "note"), ("m1", "text"), ("m3", "note"), ("f1", "title"), ("p1", "text"), ("f2", "goal")];

/// Who (0 is the workspace) says something where, or takes a measure out.
fn sayings() -> impl Strategy<Value = Vec<(usize, Option<usize>)>> {
    prop::collection::vec((0..3_usize, prop::option::weighted(0.9, 0..PLACES.len())), 1..12)
}

/// The workspace and two others; every word is another.
fn said(sayings: &[(usize, Option<usize>)]) -> Vec<Journal> {
    let mut journals: Vec<Journal> = (0..3).map(|_| Journal::open(bundle()).unwrap()).collect();
    for (n, (who, place)) in sayings.iter().enumerate() {
        match place {
            Some(place) => say(&mut journals[*who], PLACES[*place].0, PLACES[*place].1, &format!("第{n}句")),
            // Only the workspace: nothing is taken out because a file lacks it.
            None => remove(&mut journals[0], "m1"),
        }
    }
    journals
}

/// The texts of the places, where they still stand.
fn words(journal: &Journal) -> Vec<(&'static str, &'static str, Value)> {
    let texts = PLACES.iter().filter_map(|(entity, field)| {
        let value = journal.ledger().get(&id(entity), field)?;
        value.as_str().is_some_and(|text| text.starts_with('第')).then_some((*entity, *field, value))
    });
    texts.collect()
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn no_word_of_a_file_without_history_is_lost(
        sayings in sayings(),
        rule in prop::option::of(prop::sample::select(Rule::ALL.to_vec())),
    ) {
        let mut journals = said(&sayings);
        let mut workspace = journals.remove(0);
        let own = words(&workspace);
        let theirs: Vec<_> = journals.iter().flat_map(words).collect();
        let sources: Vec<Source> =
            journals.iter_mut().zip(["b", "c"]).map(|(j, name)| without_history(name, j, &workspace)).collect();
        let before = state(&workspace);
        let planned = plan(&workspace, &sources, &stamp("m"));
        merge(&mut workspace, &planned, rule, "m");
        let opened = Journal::open(file(&mut workspace)).unwrap();
        for (entity, field, word) in &theirs {
            let stands = opened.ledger().get(&id(entity), field).is_some_and(|now| now == *word);
            let said = opened.entries().iter().any(|entry| {
                matches!(&entry.edit.op, Op::Set { entity: e, field: f, to, .. } if e.as_str() == *entity && f == field && to == word)
            });
            prop_assert!(said, "{word} is in the history");
            let waits = opened.waiting().iter().any(|edit| matches!(&edit.op, Op::Set { to, .. } if to == word));
            prop_assert!(rule.is_some() || stands || waits, "{word} stands or waits");
        }
        if rule.is_none() || rule == Some(Rule::Mine) {
            for (entity, field, word) in own {
                prop_assert_eq!(opened.ledger().get(&id(entity), field), Some(word), "nobody decided otherwise");
            }
        }
        // Again the same files bring nothing, and taking the merge back leaves nothing of it.
        let again = plan(&workspace, &sources, &stamp("m"));
        prop_assert!(again.edits.is_empty(), "{:?}", again.edits);
        workspace.undo(&stamp("m")).expect("the merge").expect("nothing came after");
        prop_assert_eq!(state(&workspace), before);
        prop_assert_eq!(conflicts(&workspace, &Here), []);
    }

    #[test]
    fn the_order_of_files_without_history_does_not_matter(
        wishes in prop::collection::vec((0..4_usize, wish()), 1..16),
    ) {
        let mut journals: Vec<Journal> = (0..4).map(|_| Journal::open(bundle()).unwrap()).collect();
        for (who, wish) in &wishes {
            make(&mut journals[*who], wish, &stamp("x"));
        }
        let workspace = journals.remove(0);
        let mut sources: Vec<Source> =
            journals.iter_mut().zip(["b", "c", "d"]).map(|(j, name)| without_history(name, j, &workspace)).collect();
        let together = plan(&workspace, &sources, &stamp("m"));
        for turn in 0..3 {
            if turn == 2 { sources.reverse() } else { sources.rotate_left(1) }
            let other = plan(&workspace, &sources, &stamp("m"));
            prop_assert_eq!(state(&other.journal), state(&together.journal));
            prop_assert_eq!(&other.edits, &together.edits);
            prop_assert_eq!(&other.conflicts, &together.conflicts);
        }
    }
}

#[test]
fn what_a_file_without_history_says_otherwise_waits_until_somebody_decides() {
    let mut workspace = Journal::open(bundle()).unwrap();
    let mut b = Journal::open(bundle()).unwrap();
    say(&mut workspace, "m1", "note", "甲");
    say(&mut b, "m1", "note", "乙");
    let sources = [without_history("乙.json", &mut b, &workspace)];
    let planned = plan(&workspace, &sources, &stamp("m"));
    let [card] = planned.conflicts.as_slice() else { panic!("{:?}", planned.conflicts) };
    assert_eq!((card.current.text.as_str(), card.current.mine), ("甲", true));
    let [other] = card.others.as_slice() else { panic!("{:?}", card.others) };
    assert_eq!(
        (other.text.as_str(), other.file.as_str(), other.at, other.mine),
        ("乙", "乙.json", None, false)
    );
    assert_eq!(other.author, "", "who wrote it is not known");
    merge(&mut workspace, &planned, None, "m");
    let mut later = Journal::open(file(&mut workspace)).unwrap();
    assert_eq!(later.ledger().get(&id("m1"), "note"), Some(json!("甲")));
    let [card] = conflicts(&later, &Here).try_into().expect("one card, also after the page was opened again");
    let ops = card.decide(&journal::conflict::Choice::Keep, &|id| later.entry(id).map(|e| e.edit.op.clone()));
    later.commit(ops, &stamp("m"), &Cause::Direct).unwrap();
    assert_eq!(cards(&later), []);
    assert!(
        later.entries().iter().any(|entry| matches!(entry.edit.op, Op::Decline { .. })),
        "it is told that it was kept"
    );
    // A merge that was taken back can be made again, and decided otherwise.
    workspace.undo(&stamp("m")).unwrap().unwrap();
    assert_eq!(cards(&workspace), []);
    assert_eq!(plan(&workspace, &sources, &stamp("m")).conflicts.len(), 1);
    // The other way: the file's word is taken in the merge.
    let mut taken = Journal::open(bundle()).unwrap();
    say(&mut taken, "m1", "note", "甲");
    let planned = plan(&taken, &sources, &stamp("m"));
    merge(&mut taken, &planned, Some(Rule::Theirs), "m");
    assert_eq!(taken.ledger().get(&id("m1"), "note"), Some(json!("乙")));
    assert_eq!(cards(&taken), []);
}

#[test]
fn two_people_who_enter_the_same_words_enter_two_things() {
    let enter = |journal: &mut Journal, session: &str, entity: &str| {
        let at = journal::Spot { parent: id("m2"), list: "progress".into(), after: None };
        let item = json!({"id": entity, "text": "已开会。"});
        journal.commit(vec![Op::Insert { at, item }], &stamp(session), &Cause::Direct).unwrap();
    };
    let mut a = Journal::open(bundle()).unwrap();
    let mut b = Journal::open(bundle()).unwrap();
    enter(&mut a, "a", "sA.1");
    enter(&mut b, "b", "sB.1");
    let date =
        Op::Set { entity: id("sB.1"), field: "date".into(), from: json!(null), to: json!("2024-06-18") };
    b.commit(vec![date], &stamp("b"), &Cause::Direct).unwrap();
    let (into_a, into_b) = ([source("b", &mut b, &a)], [source("a", &mut a, &b)]);
    let (at_a, at_b) = (plan(&a, &into_a, &stamp("a")), plan(&b, &into_b, &stamp("b")));
    assert_eq!(state(&at_a.journal), state(&at_b.journal));
    for entry in at_a.journal.entries() {
        assert_eq!(Some(&entry.edit), at_b.journal.entry(&entry.edit.id).map(|there| &there.edit));
        assert!(matches!(entry.outcome, Outcome::Applied(_)), "{entry:?}");
    }
}
