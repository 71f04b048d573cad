//! An oracle beside the journal: for each person what his screen showed, what he changed on it, and whose changes he had seen
//! by then; it asks no edit. After every merge each word that somebody saw must still stand, wait on a card, or have been
//! replaced by somebody who had seen it.

#![expect(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

use std::collections::{BTreeMap, BTreeSet};

use journal::conflict::{Here, Rule, conflicts};
use journal::merge::plan;
use journal::{Cause, Journal, Op, Stamp};
use ledger::Id;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::strategies::{Wish, bundle, edits, file, merge, op, source, stamp, state, wish};

/// Where most words are said, so that people meet.
const PLACES: [(&str, &str); 5] =
    [("m1", "note"), ("m1", "status"), ("m3", "note"), ("f1", "title"), ("p1", "text")];

/// What they say there: few words, so that different people say the same and one goes back to what he said.
const WORDS: [&str; 4] = ["先", "后", "末", ""];

#[derive(Debug, Clone)]
pub enum Event {
    /// Says a word in a place.
    Say(usize, usize, usize),
    /// Does anything else.
    Wish(usize, Wish),
    Undo(usize),
    Redo(usize),
    /// Takes back a step out of the middle.
    Back(usize, usize),
    /// Closes the page and opens the file again.
    Reopen(usize),
    /// Takes in another's edits, as a linked file is taken in.
    Send(usize, usize),
    /// Merges another's file and decides by a rule, or decides nothing.
    Merge(usize, usize, Option<Rule>),
}

/// Any event.
pub fn event() -> impl Strategy<Value = Event> {
    let rules = prop::option::of(prop::sample::select(Rule::ALL.to_vec()));
    let who = 0..PEOPLE;
    prop_oneof![
        12 => (who.clone(), 0..PLACES.len(), 0..WORDS.len()).prop_map(|(w, p, t)| Event::Say(w, p, t)),
        2 => (who.clone(), wish()).prop_map(|(w, wish)| Event::Wish(w, wish)),
        4 => who.clone().prop_map(Event::Undo),
        1 => who.clone().prop_map(Event::Redo),
        1 => (who.clone(), any::<usize>()).prop_map(|(w, n)| Event::Back(w, n)),
        1 => who.clone().prop_map(Event::Reopen),
        2 => (who.clone(), who.clone()).prop_map(|(from, to)| Event::Send(from, to)),
        2 => (who.clone(), who, rules).prop_map(|(from, to, rule)| Event::Merge(from, to, rule)),
    ]
}

const PEOPLE: usize = 3;

/// A field of an entity.
type Place = (String, String);

/// What a screen shows: each field that says something, and each word that waits on a card.
#[derive(Debug, Clone, Default, PartialEq)]
struct Screen {
    shown: BTreeMap<Place, Value>,
    cards: BTreeSet<(Place, String)>,
    /// Those of them that are said by putting in again what was taken out.
    put: BTreeSet<(Place, String)>,
    /// The entities of which a card says that somebody took them out, what is below them too.
    removals: BTreeSet<String>,
}

/// Something that a person did to a field while he saw it.
#[derive(Debug)]
struct Act {
    place: Place,
    /// What he saw there and does not see any more: the value, or a card that he settled.
    was: Option<Value>,
    /// What he sees there now.
    now: Option<Value>,
    /// Whether he took it out with all that it belongs to.
    gone: bool,
    /// The acts that he had seen by then.
    seen: BTreeSet<usize>,
}

struct Person {
    journal: Journal,
    /// The acts that he has seen, his own too.
    seen: BTreeSet<usize>,
    /// Those of them that came with a merge.
    merged: BTreeSet<usize>,
    session: usize,
    name: usize,
}

impl Person {
    fn stamp(&self) -> Stamp {
        stamp(&format!("{}{}", ["a", "b", "c"][self.name], self.session))
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

/// The ids of an entity as JSON and of all below it.
fn ids(entity: &Value, into: &mut BTreeSet<String>) {
    into.extend(entity["id"].as_str().map(str::to_owned));
    let lists = entity.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_array());
    lists.flatten().filter(|item| item.is_object()).for_each(|item| ids(item, into));
}

/// The fields of an entity as JSON and of all below it.
fn fields(entity: &Value, into: &mut BTreeMap<Place, Value>) {
    let id = entity["id"].as_str().unwrap_or_default();
    for (name, value) in entity.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for item in items {
                    fields(item, into);
                }
            }
            Value::Object(part) => {
                for (inner, value) in part.iter().filter(|(_, value)| !says_nothing(value)) {
                    into.insert((id.to_owned(), format!("{name}.{inner}")), value.clone());
                }
            }
            _ if name == "id" || says_nothing(value) => {}
            value => {
                into.insert((id.to_owned(), name.clone()), value.clone());
            }
        }
    }
}

fn screen(journal: &Journal) -> Screen {
    let mut screen = Screen::default();
    fields(&state(journal), &mut screen.shown);
    for card in conflicts(journal, &Here) {
        for id in &card.settles {
            match &journal.entry(id).unwrap().edit.op {
                Op::Set { entity, field, to, .. } => {
                    assert!(card.others.iter().any(|side| side.value == *to || says_nothing(to)), "{card:?}");
                    screen.cards.insert(((entity.to_string(), field.clone()), to.to_string()));
                }
                Op::Insert { item, .. } => {
                    let mut within = BTreeMap::new();
                    fields(item, &mut within);
                    let words = within.into_iter().map(|(place, value)| (place, value.to_string()));
                    let words: Vec<(Place, String)> = words.collect();
                    screen.put.extend(words.clone());
                    screen.cards.extend(words);
                }
                Op::Remove { item, .. } => ids(item, &mut screen.removals),
                _ => {}
            }
        }
    }
    screen
}

/// Some people, each with a copy, and what happened.
pub struct World {
    people: Vec<Person>,
    acts: Vec<Act>,
    base: BTreeMap<Place, Value>,
    /// How often somebody took in what another has.
    pub merges: usize,
    inserted: usize,
}

impl World {
    pub fn new() -> Self {
        let open = |name| Person {
            journal: Journal::open(bundle()).unwrap(),
            seen: BTreeSet::new(),
            merged: BTreeSet::new(),
            session: 0,
            name,
        };
        let base = screen(&Journal::open(bundle()).unwrap()).shown;
        Self { people: (0..PEOPLE).map(open).collect(), acts: Vec::new(), base, merges: 0, inserted: 0 }
    }

    /// Notes what a person changed on his screen. Cards that went with a decision he settled.
    fn note(&mut self, who: usize, before: &Screen, decides: bool) {
        let after = screen(&self.people[who].journal);
        let seen = self.people[who].seen.clone();
        let places: BTreeSet<&Place> = before.shown.keys().chain(after.shown.keys()).collect();
        let mut acts = Vec::new();
        let is_gone = |id: &str| self.people[who].journal.ledger().kind(&Id::new(id).unwrap()).is_none();
        for place in places {
            let (was, now) = (before.shown.get(place).cloned(), after.shown.get(place).cloned());
            if was != now {
                let gone = is_gone(&place.0);
                acts.push(Act { place: place.clone(), was, now, gone, seen: seen.clone() });
            }
        }
        for (place, word) in before.cards.difference(&after.cards) {
            let word: Value = serde_json::from_str(word).unwrap();
            let stands = match after.shown.get(place) {
                Some(now) => *now == word,
                None => says_nothing(&word),
            };
            if decides {
                let was = Some(word);
                let now = after.shown.get(place).cloned();
                acts.push(Act { place: place.clone(), was, now, gone: false, seen: seen.clone() });
            } else {
                assert!(stands, "{word} at {place:?} left its card though nobody settled it");
            }
        }
        for act in acts {
            self.people[who].seen.insert(self.acts.len());
            self.acts.push(act);
        }
    }

    /// Whether somebody whom the owner of this screen has not heard of replaced or settled the word, and had seen the same
    /// writing of it. Of a card, or giving the field the word. Or took it out, which waited on a card of the screen: that may
    /// come to hold when what it met is taken back.
    fn superseded(
        &self,
        place: &Place,
        word: &Value,
        card: bool,
        screen: &Screen,
        seen: &BTreeSet<usize>,
    ) -> bool {
        let says = |n: &usize| self.acts[*n].place == *place && self.acts[*n].now.as_ref() == Some(word);
        let waits = |act: &Act| act.gone && screen.removals.contains(&place.0);
        let mut acts = self.acts.iter().enumerate().filter(|(n, act)| !seen.contains(n) || waits(act));
        acts.any(|(_, act)| {
            let touches = act.was.as_ref() == Some(word) || card && act.now.as_ref() == Some(word);
            act.place == *place && touches && act.seen.intersection(seen).any(says)
        })
    }

    /// Every word of the screen is in the merged ledger, or was knowingly replaced.
    fn nothing_is_lost(&self, whose: &str, screen: &Screen, seen: &BTreeSet<usize>, merged: &Screen) {
        let is_there = |place: &Place, word: &Value| {
            merged.shown.get(place) == Some(word) || merged.cards.contains(&(place.clone(), word.to_string()))
        };
        for (place, word) in &screen.shown {
            let new = self.base.get(place) != Some(word);
            assert!(
                !new || is_there(place, word) || self.superseded(place, word, false, screen, seen),
                "{word} at {place:?}, which {whose} saw, is lost"
            );
        }
        for (place, word) in &screen.cards {
            // What stood there at first comes again with what it is in, and is nobody's word.
            let is_put = screen.put.contains(&(place.clone(), word.clone()));
            let word: Value = serde_json::from_str(word).unwrap();
            if is_put && self.base.get(place) == Some(&word) {
                continue;
            }
            let says_something = !says_nothing(&word);
            assert!(
                !says_something
                    || is_there(place, &word)
                    || self.superseded(place, &word, true, screen, seen),
                "{word} on a card of {place:?}, which {whose} saw, is lost"
            );
        }
    }

    /// One takes in what another exports; gives the screen after that, before anything is decided.
    fn take_in(&mut self, from: usize, to: usize, take: impl FnOnce(&mut Journal, &mut Journal)) {
        let mut sent = self.people[from].journal.clone();
        let (theirs, own) = (screen(&sent), screen(&self.people[to].journal));
        let (seen_there, known_here) = (self.people[from].seen.clone(), self.people[to].seen.clone());
        take(&mut self.people[to].journal, &mut sent);
        let merged = screen(&self.people[to].journal);
        self.nothing_is_lost("the sender", &theirs, &seen_there, &merged);
        self.nothing_is_lost("the receiver", &own, &known_here, &merged);
        self.people[to].seen.extend(seen_there);
        self.merges += 1;
    }

    fn commit(&mut self, who: usize, mut op: Op) {
        if let Op::Insert { item, .. } = &mut op {
            self.inserted += 1;
            item["id"] = json!(format!("n{}", self.inserted));
        }
        let before = screen(&self.people[who].journal);
        let stamp = self.people[who].stamp();
        drop(self.people[who].journal.commit(vec![op], &stamp, &Cause::Direct));
        self.note(who, &before, false);
    }

    /// Takes a step back or makes one again.
    fn step(&mut self, who: usize, step: impl FnOnce(&mut Journal, &Stamp)) {
        let before = screen(&self.people[who].journal);
        let stamp = self.people[who].stamp();
        let known = self.people[who].journal.entries().len();
        step(&mut self.people[who].journal, &stamp);
        let made = &self.people[who].journal.entries()[known..];
        let decides = made.iter().any(|entry| matches!(entry.edit.op, Op::Merge { .. } | Op::Decline { .. }));
        let takes_back = made.iter().any(|entry| matches!(entry.edit.op, Op::Merge { holds: false, .. }));
        // Whoever makes a decision again turns down again what is on no card in between.
        let again = made.iter().filter_map(|entry| match &entry.edit.op {
            Op::Decline { entity: Some(entity), field, value, declined: true, .. } if !field.is_empty() => {
                Some(((entity.to_string(), field.clone()), value.clone()))
            }
            _ => None,
        });
        let again: Vec<(Place, Value)> = again.collect();
        self.note(who, &before, decides);
        for (place, word) in again {
            let now = screen(&self.people[who].journal).shown.get(&place).cloned();
            let seen = self.people[who].seen.clone();
            self.people[who].seen.insert(self.acts.len());
            self.acts.push(Act { place, was: Some(word), now, gone: false, seen });
        }
        if takes_back {
            // Whoever takes a merge back turns down all that it brought.
            let person = &self.people[who];
            let turned_down = person.merged.iter().map(|n| {
                let Act { place, now, .. } = &self.acts[*n];
                let (was, seen) = (now.clone(), person.seen.clone());
                Act { place: place.clone(), was, now: None, gone: false, seen }
            });
            let turned_down: Vec<Act> = turned_down.collect();
            for act in turned_down {
                self.people[who].seen.insert(self.acts.len());
                self.acts.push(act);
            }
        }
    }

    /// Something happens, and no word is lost by it.
    pub fn happen(&mut self, event: &Event) {
        match event {
            Event::Say(who, place, word) => {
                let (entity, field) = PLACES[*place];
                let (entity, to) = (Id::new(entity).unwrap(), WORDS[*word]);
                if let Some(from) = self.people[*who].journal.ledger().get(&entity, field) {
                    self.commit(*who, Op::Set { entity, field: field.into(), from, to: json!(to) });
                }
            }
            Event::Wish(who, wish) => {
                if let Some(op) = op(self.people[*who].journal.ledger(), wish) {
                    self.commit(*who, op);
                }
            }
            Event::Undo(who) => self.step(*who, |journal, stamp| drop(journal.undo(stamp))),
            Event::Redo(who) => self.step(*who, |journal, stamp| drop(journal.redo(stamp))),
            Event::Back(who, n) => self.step(*who, |journal, stamp| {
                let entries = journal.entries();
                if let Some(entry) = entries.get(n % entries.len().max(1)) {
                    let step = entry.edit.step().clone();
                    drop(journal.undo_step(&step, stamp));
                }
            }),
            Event::Reopen(who) => {
                let person = &mut self.people[*who];
                let before = screen(&person.journal);
                person.journal = Journal::open(file(&mut person.journal)).unwrap();
                person.session += 1;
                assert_eq!(screen(&person.journal), before, "the opened file shows what was exported");
            }
            Event::Send(from, to) => self.take_in(*from, *to, |journal, sent| {
                let sent = Journal::open(file(sent)).unwrap();
                journal.receive(edits(&sent), false);
            }),
            Event::Merge(from, to, rule) => {
                let stamp = self.people[*to].stamp();
                let brought: Vec<usize> =
                    self.people[*from].seen.difference(&self.people[*to].seen).copied().collect();
                self.people[*to].merged.extend(brought);
                let mut planned = None;
                self.take_in(*from, *to, |journal, sent| {
                    let made = plan(journal, &[source("file", sent, journal)], &stamp);
                    assert!(made.extra.is_empty(), "the history tells all: {:?}", made.extra);
                    let undecided = made.journal.clone();
                    planned = Some((std::mem::replace(journal, undecided), made));
                });
                let (before, planned) = planned.unwrap();
                let undecided = screen(&self.people[*to].journal);
                self.people[*to].journal = before;
                let name = stamp.session.to_string();
                merge(&mut self.people[*to].journal, &planned, *rule, &name);
                self.note(*to, &undecided, true);
            }
        }
    }
}
