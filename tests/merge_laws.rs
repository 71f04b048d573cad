//! Laws of merging, for any people who edit copies and exchange files: whoever merges what in whatever order ends
//! with the same ledger, merging twice is merging once, undoing a merge is the ledger before it, and no word is
//! lost. `LAW_CASES` multiplies the cases; by itself it is 4, some 10,800 cases together.

#![expect(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

#[expect(dead_code, reason = "each test file uses its part")]
mod strategies;

use journal::conflict::{Choice, Here, Rule, conflicts};
use journal::merge::{Source, plan};
use journal::{Cause, Edit, Journal, Op, Outcome};
use ledger::{Bundle, Id};
use proptest::prelude::*;
use serde_json::{Value, json};
use strategies::{Wish, bundle, cards, edits, file, make, merge, op, source, stamp, state, sweep, wish};

fn cases(of: u32) -> ProptestConfig {
    let times = std::env::var("LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    ProptestConfig { cases: of * times, failure_persistence: None, ..ProptestConfig::default() }
}

/// What became of each edit: what takes it back exactly, or that it was refused. (Why is told from the ledger as it
/// is when a file is opened.)
fn outcomes(journal: &Journal) -> Vec<(Id, Option<Outcome>)> {
    let told = |outcome: &Outcome| (!matches!(outcome, Outcome::Refused(_))).then(|| outcome.clone());
    journal.entries().iter().map(|entry| (entry.edit.id.clone(), told(&entry.outcome))).collect()
}

/// What happens between people: one edits, or takes the last step back or one out of the middle, or receives another's
/// edits, or merges another's file and decides.
#[derive(Debug, Clone)]
enum Event {
    Edit(usize, Wish),
    Undo(usize),
    Back(usize, usize),
    Send(usize, usize),
    Merge(usize, usize, Option<Rule>),
}

fn rules() -> impl Strategy<Value = Option<Rule>> {
    prop::option::of(prop::sample::select(Rule::ALL.to_vec()))
}

fn events(people: usize, many: usize) -> impl Strategy<Value = Vec<Event>> {
    let one = prop_oneof![
        10 => (0..people, wish()).prop_map(|(who, wish)| Event::Edit(who, wish)),
        1 => (0..people).prop_map(Event::Undo),
        1 => (0..people, any::<usize>()).prop_map(|(who, step)| Event::Back(who, step)),
        1 => (0..people, 0..people).prop_map(|(from, to)| Event::Send(from, to)),
        1 => (0..people, 0..people, rules()).prop_map(|(from, to, rule)| Event::Merge(from, to, rule)),
    ];
    prop::collection::vec(one, 1..many)
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

fn happen(people: usize, events: &[Event]) -> Vec<Journal> {
    let mut journals: Vec<Journal> = (0..people).map(|_| Journal::open(bundle()).unwrap()).collect();
    for event in events {
        match event {
            Event::Edit(who, wish) => drop(make(&mut journals[*who], wish, &stamp(NAMES[*who]))),
            Event::Undo(who) => drop(journals[*who].undo(&stamp(NAMES[*who]))),
            Event::Back(who, step) => {
                let entries = journals[*who].entries();
                if let Some(entry) = entries.get(step % entries.len().max(1)) {
                    let step = entry.edit.step().clone();
                    // Where it does not fit any more, it is refused as a whole.
                    drop(journals[*who].undo_step(&step, &stamp(NAMES[*who])));
                }
            }
            Event::Merge(from, to, rule) => {
                let mut sent = journals[*from].clone();
                let sources = [source(NAMES[*from], &mut sent, &journals[*to])];
                let planned = plan(&journals[*to], &sources, &stamp(NAMES[*to]));
                merge(&mut journals[*to], &planned, *rule, NAMES[*to]);
            }
            Event::Send(from, to) => {
                let sent = file(&mut journals[*from]);
                let sent = Journal::open(sent).unwrap();
                journals[*to].receive(edits(&sent), false);
            }
        }
    }
    journals
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn whoever_merges_what_in_whatever_order_ends_with_the_same_ledger(
        events in events(4, 24),
        order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle(),
    ) {
        let mut journals = happen(4, &events);
        let files: Vec<Bundle> = journals.iter_mut().map(file).collect();
        let mut merged: Vec<Journal> = Vec::new();
        for bundle in &files {
            // Opened from its file, so that what takes edits back comes from the file too.
            let mut journal = Journal::open(bundle.clone()).unwrap();
            for other in &order {
                journal.receive(edits(&Journal::open(files[*other].clone()).unwrap()), false);
            }
            sweep(&journal);
            merged.push(journal);
        }
        for other in &merged[1..] {
            prop_assert_eq!(state(other), state(&merged[0]));
            prop_assert_eq!(outcomes(other), outcomes(&merged[0]));
            prop_assert_eq!(cards(other), cards(&merged[0]));
        }
    }

    #[test]
    fn a_merge_is_associative_idempotent_and_its_plan_does_not_depend_on_the_order_of_files(events in events(3, 20)) {
        let mut journals = happen(3, &events);
        let mut files: Vec<Journal> = std::mem::take(&mut journals);
        let mut workspace = Journal::open(bundle()).unwrap();
        let sources: Vec<Source> =
            files.iter_mut().zip(NAMES).map(|(journal, name)| source(name, journal, &workspace)).collect();
        let together = plan(&workspace, &sources, &stamp("m"));
        prop_assert!(together.extra.is_empty(), "nothing was done beside the journals");
        let reversed: Vec<Source> = sources.iter().rev().cloned().collect();
        let backwards = plan(&workspace, &reversed, &stamp("m"));
        prop_assert_eq!(state(&backwards.journal), state(&together.journal));
        prop_assert_eq!(&backwards.conflicts, &together.conflicts);
        prop_assert_eq!(&backwards.edits, &together.edits);
        // (a b) c
        let first = plan(&workspace, &sources[..2], &stamp("m")).journal;
        let second = plan(&first, &sources[2..], &stamp("m")).journal;
        prop_assert_eq!(state(&second), state(&together.journal));
        prop_assert_eq!(outcomes(&second), outcomes(&together.journal));
        // Again the same files bring nothing.
        merge(&mut workspace, &together, Some(Rule::Newest), "m");
        let again = plan(&workspace, &sources, &stamp("m"));
        prop_assert!(again.edits.is_empty() && again.extra.is_empty(), "{:?}", again.extra);
    }

    #[test]
    fn undoing_a_merge_is_the_ledger_before_it_and_redoing_the_one_after(
        events in events(3, 20),
        rule in rules(),
    ) {
        let mut journals = happen(3, &events);
        let mut workspace = journals.remove(0);
        let sources: Vec<Source> =
            journals.iter_mut().zip(NAMES).map(|(journal, name)| source(name, journal, &workspace)).collect();
        let before = state(&workspace);
        let planned = plan(&workspace, &sources, &stamp("m"));
        merge(&mut workspace, &planned, rule, "m");
        let after = state(&workspace);
        // A page that was opened again knows it as well as the one that merged.
        let mut again = Journal::open(file(&mut workspace)).unwrap();
        let step = again.entries().iter().rev().find(|e| matches!(e.edit.op, Op::Merge { .. })).unwrap();
        let step = step.edit.step().clone();
        again.undo_step(&step, &stamp("n")).expect("nothing came after");
        prop_assert_eq!(state(&again), before.clone());
        workspace.undo(&stamp("m")).expect("the merge").expect("nothing came after");
        prop_assert_eq!(&state(&workspace), &before);
        sweep(&workspace);
        // What came is in the history and asks for nothing.
        prop_assert!(planned.edits.iter().all(|edit| workspace.knows(&edit.id)));
        prop_assert!(conflicts(&workspace, &Here).iter().all(|c| c.settles.iter().all(|id| !planned.edits.iter().any(|e| e.id == *id))));
        workspace.redo(&stamp("m")).expect("the merge").expect("fits");
        prop_assert_eq!(state(&workspace), after);
    }

    #[test]
    fn no_word_is_lost(events in events(3, 24), rule in rules()) {
        let mut journals = happen(3, &events);
        let all: Vec<Edit> = journals.iter().flat_map(edits).collect();
        let mut workspace = journals.remove(0);
        let sources: Vec<Source> =
            journals.iter_mut().zip(NAMES).map(|(journal, name)| source(name, journal, &workspace)).collect();
        let planned = plan(&workspace, &sources, &stamp("m"));
        merge(&mut workspace, &planned, rule, "m");
        let opened = Journal::open(file(&mut workspace)).unwrap();
        for edit in &all {
            let kept = opened.entry(&edit.id).expect("every edit is in the history");
            prop_assert_eq!(kept.edit.op.clone(), edit.op.clone());
        }
        // One decision may take out what another wish stands on, or be the contrary of one that was granted before; that
        // one is asked next. No wish is asked for twice, so deciding comes to an end.
        if rule.is_some() {
            let refused = workspace.entries().iter().filter(|entry| matches!(entry.outcome, Outcome::Refused(_))).count();
            for _ in 0..=refused {
                let before = cards(&workspace);
                if before.is_empty() {
                    break;
                }
                let planned = plan(&workspace, &[], &stamp("m"));
                merge(&mut workspace, &planned, rule, "m");
                prop_assert_ne!(cards(&workspace), before, "each round decides something");
            }
            prop_assert_eq!(cards(&workspace), [], "all is decided");
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_file_without_its_history_still_brings_what_it_says(wishes in prop::collection::vec(wish(), 1..12)) {
        let mut workspace = Journal::open(bundle()).unwrap();
        let mut other = Journal::open(bundle()).unwrap();
        for wish in &wishes {
            // Nothing is taken out because a file lacks it.
            if wish_removes(&other, wish) {
                continue;
            }
            make(&mut other, wish, &stamp("b"));
        }
        let mut stripped = file(&mut other);
        stripped.history.0.clear();
        stripped.unsettled.0.clear();
        let (source, _) = Source::new("b", workspace.ledger(), stripped).unwrap();
        let planned = plan(&workspace, std::slice::from_ref(&source), &stamp("m"));
        prop_assert_eq!(planned.conflicts.len(), 0);
        merge(&mut workspace, &planned, None, "m");
        prop_assert_eq!(state(&workspace), state(&other));
        prop_assert!(plan(&workspace, std::slice::from_ref(&source), &stamp("m")).is_empty(), "it is only older now");
    }
}

fn wish_removes(journal: &Journal, wish: &Wish) -> bool {
    matches!(op(journal.ledger(), wish), Some(Op::Remove { .. }))
}

fn set(entity: &str, field: &str, from: Value, to: &str) -> Op {
    Op::Set { entity: Id::new(entity).unwrap(), field: field.into(), from, to: json!(to) }
}

/// Two people who write into one field.
fn two() -> (Journal, Journal) {
    let mut a = Journal::open(bundle()).unwrap();
    let mut b = Journal::open(bundle()).unwrap();
    a.commit(vec![set("m1", "text", json!("甲一"), "甲一，已开会。")], &stamp("a"), &Cause::Direct).unwrap();
    b.commit(vec![set("m1", "text", json!("甲一"), "甲一，已发文件。")], &stamp("b"), &Cause::Direct)
        .unwrap();
    b.commit(
        vec![set("m1", "text", json!("甲一，已发文件。"), "甲一，已发文件两份。")],
        &stamp("b"),
        &Cause::Direct,
    )
    .unwrap();
    (a, b)
}

#[test]
fn a_conflict_is_one_card_a_field_with_both_sides_and_what_they_began_with() {
    let (mut workspace, mut b) = two();
    let sources = [source("乙.json", &mut b, &workspace)];
    let planned = plan(&workspace, &sources, &stamp("m"));
    let [card] = planned.conflicts.as_slice() else { panic!("{:?}", planned.conflicts) };
    assert_eq!((card.place.as_str(), card.what.as_str(), card.is_text), ("措施 1-1", "整改措施", true));
    assert!(card.current.mine && card.current.text == "甲一，已开会。");
    let others: Vec<(&str, &str)> = card.others.iter().map(|s| (s.text.as_str(), s.file.as_str())).collect();
    assert_eq!(others, [("甲一，已发文件两份。", "乙.json")], "his first word is not asked for: he went on");
    assert_eq!(card.by(Rule::Longest), Choice::Take(0));
    assert_eq!(card.by(Rule::Mine), Choice::Keep);
    merge(&mut workspace, &planned, Some(Rule::Theirs), "a");
    assert_eq!(workspace.ledger().get(&Id::new("m1").unwrap(), "text"), Some(json!("甲一，已发文件两份。")));
    assert_eq!(workspace.waiting(), [] as [&Edit; 0]);
}

#[test]
fn what_is_turned_down_is_turned_down_everywhere_and_can_be_listed_again() {
    let (mut workspace, mut b) = two();
    let sources = [source("乙.json", &mut b, &workspace)];
    let planned = plan(&workspace, &sources, &stamp("m"));
    merge(&mut workspace, &planned, None, "a");
    assert_eq!(workspace.waiting().len(), 1);
    let card = &conflicts(&workspace, &Here)[0];
    let ops = card.decide(&Choice::Keep, &|id| workspace.entry(id).map(|e| e.edit.op.clone()));
    workspace.commit(ops, &stamp("a"), &Cause::Direct).unwrap();
    assert_eq!(workspace.waiting(), [] as [&Edit; 0]);
    b.receive(edits(&workspace), false);
    assert_eq!(b.waiting(), [] as [&Edit; 0]);
    workspace.undo(&stamp("a")).unwrap().unwrap();
    assert_eq!(workspace.waiting().len(), 1);
}

#[test]
fn an_edit_of_what_was_removed_can_bring_it_back() {
    let mut workspace = Journal::open(bundle()).unwrap();
    let mut b = Journal::open(bundle()).unwrap();
    let m1 = Id::new("m1").unwrap();
    let item = workspace.ledger().node(&m1).unwrap().to_json();
    let at = journal::Spot { parent: Id::new("f1").unwrap(), list: "measures".into(), after: None };
    workspace.commit(vec![Op::Remove { entity: m1.clone(), at, item }], &stamp("a"), &Cause::Direct).unwrap();
    b.commit(vec![set("m1", "note", json!(null), "还要办")], &stamp("b"), &Cause::Direct).unwrap();
    b.commit(vec![set("m1", "owner", json!(null), "李强")], &stamp("b"), &Cause::Direct).unwrap();
    let sources = [source("乙.json", &mut b, &workspace)];
    let planned = plan(&workspace, &sources, &stamp("m"));
    assert_eq!(planned.conflicts.len(), 2);
    merge(&mut workspace, &planned, Some(Rule::Theirs), "a");
    assert_eq!(workspace.ledger().get(&m1, "note"), Some(json!("还要办")));
    assert_eq!(workspace.ledger().get(&m1, "owner"), Some(json!("李强")));
    assert_eq!(workspace.ledger().get(&m1, "text"), Some(json!("甲一")));
}

#[test]
fn an_edit_of_what_was_removed_brings_back_what_it_stood_in_too() {
    let mut workspace = Journal::open(bundle()).unwrap();
    let mut b = Journal::open(bundle()).unwrap();
    workspace.commit(vec![set("m3", "note", json!(null), "还要办")], &stamp("a"), &Cause::Direct).unwrap();
    workspace.commit(vec![set("m3", "owner", json!(null), "李强")], &stamp("a"), &Cause::Direct).unwrap();
    for (id, parent, list) in [("m3", "f2", "measures"), ("f2", "b", "findings")] {
        let entity = Id::new(id).unwrap();
        let item = b.ledger().node(&entity).unwrap().to_json();
        let parent = Id::new(parent).unwrap();
        let at = journal::Spot { after: b.ledger().before(&entity), parent, list: list.into() };
        b.commit(vec![Op::Remove { entity, at, item }], &stamp("b"), &Cause::Direct).unwrap();
    }
    let sources = [source("乙.json", &mut b, &workspace)];
    let planned = plan(&workspace, &sources, &stamp("m"));
    merge(&mut workspace, &planned, Some(Rule::Mine), "a");
    let m3 = Id::new("m3").unwrap();
    assert_eq!(workspace.ledger().get(&m3, "note"), Some(json!("还要办")));
    assert_eq!(workspace.ledger().get(&m3, "owner"), Some(json!("李强")));
    assert_eq!(workspace.ledger().parent(&m3).map(|at| at.0.as_str()), Some("f2"));
    assert_eq!(conflicts(&workspace, &Here), []);
}

#[test]
fn an_older_file_without_history_takes_nothing_back() {
    let mut workspace = Journal::open(bundle()).unwrap();
    let older = bundle();
    workspace.commit(vec![set("m1", "text", json!("甲一"), "新的")], &stamp("a"), &Cause::Direct).unwrap();
    let (source, _) = Source::new("旧.json", workspace.ledger(), older).unwrap();
    assert!(plan(&workspace, &[source], &stamp("m")).is_empty());
    // But what it says that was never here is asked.
    let mut other = bundle();
    other.findings[0].measures[0].text = "别处改的".into();
    let (source, _) = Source::new("别处.json", workspace.ledger(), other).unwrap();
    let planned = plan(&workspace, &[source], &stamp("m"));
    assert_eq!((planned.extra.len(), planned.conflicts.len()), (1, 1));
    assert_eq!(state(&planned.journal), state(&workspace), "nothing is overwritten");
    assert_eq!(planned.files[0].unrecorded, 1);
}

#[test]
fn a_merge_out_of_the_middle_is_taken_back_where_it_fits_or_the_reason_told() {
    let (mut workspace, mut b) = two();
    b.commit(vec![set("m2", "owner", json!(null), "李强")], &stamp("b"), &Cause::Direct).unwrap();
    let sources = [source("乙.json", &mut b, &workspace)];
    let planned = plan(&workspace, &sources, &stamp("m"));
    let step = merge(&mut workspace, &planned, Some(Rule::Mine), "a").unwrap();
    workspace.commit(vec![set("m3", "note", json!(null), "后来的")], &stamp("a"), &Cause::Direct).unwrap();
    let mut other = workspace.clone();
    workspace.undo_step(&step, &stamp("a")).expect("nothing later stands on it");
    assert_eq!(workspace.ledger().get(&Id::new("m2").unwrap(), "owner"), Some(json!(null)));
    assert_eq!(workspace.ledger().get(&Id::new("m3").unwrap(), "note"), Some(json!("后来的")));
    other.commit(vec![set("m2", "owner", json!("李强"), "赵敏")], &stamp("a"), &Cause::Direct).unwrap();
    assert!(other.undo_step(&step, &stamp("a")).is_err(), "somebody built on what it brought");
}
