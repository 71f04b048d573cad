//! Which edits the maker of an edit had seen when he made it. Every edit names the newest edits that its session had
//! learned of since the one before it ([`Edit::seen`]); with what those had seen, that is all.
//!
//! An edit of an older version names none. Its maker is taken to have seen every edit with a lower clock.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use fixedbitset::FixedBitSet;

use super::edit::Edit;
use super::id_range::parts;
use super::log::Entry;
use ledger::Id;

/// The edits of a journal that no other edit in it has seen: what the next edit has to name.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    /// With their clocks, lowest first.
    unseen: BTreeSet<(u64, Id)>,
    /// Edits that another one has seen and that have not come yet.
    awaited: HashSet<Id>,
    /// The highest clock of an edit that names none: it has seen all below.
    all_below: u64,
}

impl Heads {
    /// The most heads that an edit names. Only a forged file has more; then an edit is written like those of older
    /// versions.
    const MOST: usize = 256;

    /// Notes an edit, whatever the order of arrival; `clock` gives the clock of an edit that is in the journal.
    pub fn note(&mut self, edit: &Edit, clock: impl Fn(&Id) -> Option<u64>) {
        let before = predecessor(&edit.id);
        for id in edit.seen.iter().flatten().chain(&before) {
            match clock(id) {
                Some(clock) => {
                    self.unseen.remove(&(clock, id.clone()));
                }
                None => {
                    self.awaited.insert(id.clone());
                }
            }
        }
        if edit.seen.is_none() {
            self.all_below = self.all_below.max(edit.clock);
            while self.unseen.first().is_some_and(|(clock, _)| *clock < self.all_below) {
                self.unseen.pop_first();
            }
        }
        if !self.awaited.remove(&edit.id) && edit.clock >= self.all_below {
            self.unseen.insert((edit.clock, edit.id.clone()));
        }
    }

    /// What the edit with this new id has to name.
    pub fn seen_by(&self, id: &Id) -> Option<Vec<Id>> {
        let before = predecessor(id);
        let others = self.unseen.iter().map(|(_, id)| id).filter(|id| Some(*id) != before.as_ref());
        let seen: Vec<Id> = others.take(Self::MOST + 1).cloned().collect();
        (seen.len() <= Self::MOST).then_some(seen)
    }
}

/// The edit before this one in its session.
fn predecessor(id: &Id) -> Option<Id> {
    let (session, n) = parts(id)?;
    Id::new(&format!("{session}-{}", n.checked_sub(1)?))
}

/// How far a journal is one line, in which each edit was made by somebody who had seen the one before it. Tells at once of most
/// edits what [`Knowledge`] is needed for otherwise.
pub(super) struct Line {
    /// For each entry, how often the line breaks up to it.
    breaks: Vec<usize>,
}

impl Line {
    /// Of all entries, in the total order.
    pub fn of(entries: &[Entry]) -> Self {
        let follows = |before: &Edit, edit: &Edit| match &edit.seen {
            _ if session(edit) == session(before) => true,
            None => edit.clock > before.clock,
            Some(seen) => seen.contains(&before.id),
        };
        let mut broken = 0;
        let mut breaks = Vec::with_capacity(entries.len());
        let before = std::iter::once(None).chain(entries.iter().map(Some));
        for (before, Entry { edit, .. }) in before.zip(entries) {
            broken += usize::from(before.is_some_and(|before| !follows(&before.edit, edit)));
            breaks.push(broken);
        }
        Self { breaks }
    }

    /// Whether nothing was made beside anything else.
    pub fn is_whole(&self) -> bool {
        self.breaks.last().is_none_or(|breaks| *breaks == 0)
    }

    /// Whether the maker of an edit had surely seen an earlier one; both by their places.
    pub fn knows(&self, entries: &[Entry], maker: usize, other: usize) -> bool {
        let is_one_session = match (entries.get(maker), entries.get(other)) {
            (Some(maker), Some(other)) => session(&maker.edit) == session(&other.edit),
            _ => false,
        };
        other < maker && (is_one_session || self.breaks.get(maker) == self.breaks.get(other))
    }
}

fn session(edit: &Edit) -> &str {
    parts(&edit.id).map_or(edit.id.as_str(), |(session, _)| session)
}

/// For some edits of a journal, which of them the maker of each had seen.
pub(super) struct Knowledge {
    /// By place among the edits asked for; bits are places, too.
    rows: Vec<Rc<FixedBitSet>>,
}

impl Knowledge {
    /// Whether the maker of one edit had seen another; both by their places among the edits asked for.
    pub fn knows(&self, maker: usize, other: usize) -> bool {
        self.rows.get(maker).is_some_and(|row| row.contains(other))
    }

    /// What the makers of these edits had seen of them; by their places in `entries`, rising. One pass over the journal.
    pub fn of(entries: &[Entry], asked: &[usize]) -> Self {
        let named: HashSet<&Id> = entries.iter().filter_map(|e| e.edit.seen.as_ref()).flatten().collect();
        let nothing = Rc::new(FixedBitSet::with_capacity(asked.len()));
        let mut rows: Vec<Rc<FixedBitSet>> = Vec::with_capacity(asked.len());
        // What each session had seen by its latest edit, and each edit that others name, both with that edit.
        let mut of_session: HashMap<&str, Rc<FixedBitSet>> = HashMap::new();
        let mut of_named: HashMap<&Id, Rc<FixedBitSet>> = HashMap::new();
        // All below the clock at hand; and where those with this very clock begin.
        let mut below = nothing.clone();
        let (mut clock, mut from) = (0, 0);
        let end = asked.last().map_or(0, |last| last + 1);
        for (at, Entry { edit, .. }) in entries.iter().enumerate().take(end) {
            if edit.clock != clock {
                if from < rows.len() {
                    Rc::make_mut(&mut below).insert_range(from..rows.len());
                }
                (clock, from) = (edit.clock, rows.len());
            }
            let session = session(edit);
            let mut seen = of_session.get(session).unwrap_or(&nothing).clone();
            match &edit.seen {
                None => join(&mut seen, &below),
                Some(named) => {
                    named.iter().filter_map(|id| of_named.get(id)).for_each(|more| join(&mut seen, more));
                }
            }
            if asked.get(rows.len()) == Some(&at) {
                rows.push(seen.clone());
                Rc::make_mut(&mut seen).insert(rows.len() - 1);
            }
            if named.contains(&edit.id) {
                of_named.insert(&edit.id, seen.clone());
            }
            of_session.insert(session, seen);
        }
        Self { rows }
    }
}

/// Adds a set to another; most often it holds nothing new, and then nothing is copied.
fn join(set: &mut Rc<FixedBitSet>, more: &Rc<FixedBitSet>) {
    if !Rc::ptr_eq(set, more) && !more.is_subset(set) {
        Rc::make_mut(set).union_with(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cause, Journal, Op, Stamp};
    use ledger::Bundle;
    use ledger::date::Moment;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn title(journal: &mut Journal, session: &str, to: &str) -> Id {
        let stamp = Stamp {
            session: Id::new(session).unwrap(),
            at: Moment::EPOCH,
            author: String::new(),
            unit: String::new(),
        };
        let bundle = journal.ledger().bundle().id.clone();
        let from = journal.ledger().get(&bundle, "title").unwrap();
        let op = Op::Set { entity: bundle, field: "title".into(), from, to: to.into() };
        journal.commit(vec![op], &stamp, &Cause::Direct).unwrap().0[0].id.clone()
    }

    fn fresh() -> Journal {
        Journal::open(Bundle { id: Id::new("b").unwrap(), ..Bundle::default() }).unwrap()
    }

    proptest! {
        /// Against sets of ids that are kept beside: each person works, opens his file in a new session, or takes in all
        /// that another has, in parts of any order.
        #[test]
        fn what_was_seen_is_what_was_in_the_journal(
            events in prop::collection::vec((0..3_usize, 0..3_usize, 0..4_u8, any::<bool>()), 1..40),
        ) {
            let mut journals = vec![fresh(), fresh(), fresh()];
            let mut sessions = [0; 3];
            let mut seen_by: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
            let ids = |journal: &Journal| journal.entries().iter().map(|e| e.edit.id.clone()).collect::<BTreeSet<_>>();
            for (n, (who, from, what, back)) in events.iter().enumerate() {
                let journal = &mut journals[*who];
                match what {
                    0 | 1 => {
                        let before = ids(journal);
                        let id = title(journal, &format!("{who}s{}", sessions[*who]), &format!("第{n}"));
                        seen_by.insert(id, before);
                    }
                    2 => {
                        sessions[*who] += 1;
                        let text = journal.sealed(|bundle| serde_json::to_string(bundle).unwrap());
                        *journal = Journal::open(serde_json::from_str(&text).unwrap()).unwrap();
                    }
                    _ => {
                        let mut edits: Vec<Edit> = journals[*from].entries().iter().map(|e| e.edit.clone()).collect();
                        if *back {
                            edits.reverse();
                        }
                        for edit in edits {
                            journals[*who].receive(vec![edit], false);
                        }
                    }
                }
            }
            for journal in &journals {
                let entries = journal.entries();
                let all: Vec<usize> = (0..entries.len()).collect();
                let knowledge = Knowledge::of(entries, &all);
                for (n, maker) in entries.iter().enumerate() {
                    for (m, other) in entries.iter().enumerate() {
                        let seen = seen_by[&maker.edit.id].contains(&other.edit.id);
                        prop_assert_eq!(knowledge.knows(n, m), seen, "{} of {}", maker.edit.id, other.edit.id);
                    }
                }
                // Who works alone names nothing more.
                prop_assert!(entries.iter().all(|e| e.edit.seen.as_ref().is_some_and(|seen| seen.len() <= 3)));
            }
        }
    }

    #[test]
    fn an_edit_of_an_older_version_has_seen_all_with_a_lower_clock() {
        let old = |id: &str, clock: u64| {
            Edit::read(serde_json::json!({
                "id": id, "clock": clock, "at": "2024-06-18T09:30:00.000+08:00", "author": "",
                "op": "set", "entity": "b", "field": "title", "to": id
            }))
            .unwrap()
        };
        let mut journal = fresh();
        journal.receive(vec![old("x-1", 1), old("y-1", 1), old("y-2", 2)], false);
        let knowledge = Knowledge::of(journal.entries(), &[0, 1, 2]);
        let knows = |maker, other| knowledge.knows(maker, other);
        assert_eq!([knows(2, 0), knows(2, 1), knows(1, 0), knows(0, 1)], [true, true, false, false]);
        title(&mut journal, "z", "新");
        let last = &journal.entries().last().unwrap().edit;
        assert_eq!(last.seen, Some(vec![Id::new("y-2").unwrap()]), "what it had seen is seen");
    }
}
