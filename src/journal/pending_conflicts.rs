//! Which edits wait for a person: those whose word lives and is not shown, that nobody turned down, and that no merge brought
//! which was taken back. The rule is told in the crate's `README.md`.
//!
//! Who had seen what is told by [`super::causality`], which words of a field live by [`super::wishes`].

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::apply::same;
use super::causality::{Knowledge, Line};
use super::edit::{Cause, Edit, Op};
use super::log::{Entry, Journal, Outcome};
use super::wishes::{Write, living};
use ledger::Id;
use ledger::record::Node;

/// How many edits are looked at in one pass over the journal: its memory is their square in bits.
const PER_PASS: usize = 8_192;

/// What a person said of refused edits and of merges.
#[derive(Default)]
struct Settled<'e> {
    /// The latest word on an edit, with its place.
    declined: HashMap<&'e Id, (usize, bool)>,
    /// Merges with their places and whether they hold, latest first.
    merges: Vec<(usize, &'e super::id_range::Spans, bool)>,
    /// What merges brought that were taken back and not made again, whoever else merged the same.
    backs: Vec<&'e super::id_range::Spans>,
}

impl<'e> Settled<'e> {
    fn of(entries: &'e [Entry]) -> Self {
        let mut settled = Self::default();
        for (at, Entry { edit, outcome, .. }) in entries.iter().enumerate().rev() {
            match &edit.op {
                Op::Decline { .. } | Op::Merge { .. } if is_refused(outcome) => {}
                Op::Decline { .. } if settled.backs.iter().any(|edits| edits.contains(&edit.id)) => {}
                Op::Decline { edit, declined, .. } => {
                    settled.declined.entry(edit).or_insert((at, *declined));
                }
                Op::Merge { .. } if settled.is_hidden(edit) => {}
                Op::Merge { edits, holds, .. } => {
                    if !holds && !settled.merges.iter().any(|(_, again, _)| *again == edits) {
                        settled.backs.push(edits);
                    }
                    settled.merges.push((at, edits, *holds));
                }
                _ => {}
            }
        }
        settled
    }

    /// The place of the edit that took back the merge which brought this one.
    fn taken_back(&self, edit: &Edit) -> Option<usize> {
        let (at, _, holds) = self.merges.iter().find(|(_, edits, _)| edits.contains(&edit.id))?;
        (!holds).then_some(*at)
    }

    fn is_hidden(&self, edit: &Edit) -> bool {
        self.taken_back(edit).is_some()
    }

    /// The place of the edit that turned this one down.
    fn turned_down(&self, edit: &Edit) -> Option<usize> {
        self.declined.get(&edit.id).filter(|(_, declined)| *declined).map(|(at, _)| *at)
    }

    fn is_declined(&self, edit: &Edit) -> bool {
        self.turned_down(edit).is_some()
    }

    /// The places of the edits by which this one says nothing any more.
    fn silenced(&self, edit: &Edit) -> impl Iterator<Item = usize> {
        self.taken_back(edit).into_iter().chain(self.turned_down(edit))
    }
}

fn is_refused(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Refused(_))
}

/// What edits are about that may wait.
enum Subject<'e> {
    /// A field of this entity, by the edits that set it.
    Field(&'e Id, &'e str),
    /// An entity, by the refused edits that put it in, take it out or move it.
    Entity,
    /// What a newer version knows.
    Unknown,
}

/// A subject with the places of its edits.
type Asked<'e> = (Subject<'e>, Vec<usize>);

/// Edits of whole entities that say a word of each of their fields, by the entities for which that matters.
#[derive(Default)]
struct Wholes<'e> {
    /// For an entity that is gone: what took it out, and how it was then. Not where that was turned down.
    taken: HashMap<&'e Id, (usize, &'e Value)>,
    /// For an entity that somebody took out once: what put it in again, and how. Not where it came with a merge that was taken
    /// back.
    put: HashMap<&'e Id, Vec<(usize, &'e Value)>>,
    /// What took such an entity out, whatever came of it.
    out: HashMap<&'e Id, Vec<usize>>,
}

impl<'e> Wholes<'e> {
    fn of(journal: &'e Journal, entities: &HashSet<&'e Id>, settled: &Settled) -> Self {
        let gone = entities.iter().copied().filter(|id| journal.ledger.node(id).is_none());
        let gone: HashSet<&Id> = gone.collect();
        let removed = journal.entries.iter().filter_map(|entry| match &entry.edit.op {
            Op::Remove { item, .. } => Some(item),
            _ => None,
        });
        let removed = removed.flat_map(entities_in).filter_map(|(id, _)| entities.get(&id).copied());
        let removed: HashSet<&Id> = removed.collect();
        let mut wholes = Self::default();
        for (at, Entry { edit, outcome, .. }) in journal.entries.iter().enumerate() {
            match &edit.op {
                Op::Remove { item, .. } => {
                    let counts = !settled.is_declined(edit) && !settled.is_hidden(edit);
                    let holds = matches!(outcome, Outcome::Applied(_));
                    for (id, item) in entities_in(item) {
                        if let Some(id) = removed.get(&id) {
                            wholes.out.entry(id).or_default().push(at);
                        }
                        match gone.get(&id) {
                            Some(id) if holds && counts => {
                                wholes.taken.insert(id, (at, item));
                            }
                            Some(id) if holds => {
                                wholes.taken.remove(*id);
                            }
                            _ => {}
                        }
                    }
                }
                Op::Insert { item, .. } if !removed.is_empty() && !settled.is_hidden(edit) => {
                    let again = entities_in(item).filter_map(|(id, item)| Some((*removed.get(&id)?, item)));
                    // The first to put it in says nothing that somebody said in it.
                    for (id, item) in again.filter(|(id, _)| wholes.out.contains_key(id)) {
                        wholes.put.entry(id).or_default().push((at, item));
                    }
                }
                _ => {}
            }
        }
        wholes
    }
}

/// An entity as JSON and all below it, with their ids.
fn entities_in(item: &Value) -> impl Iterator<Item = (Id, &Value)> {
    let mut rest = vec![item];
    std::iter::from_fn(move || {
        loop {
            let item = rest.pop()?;
            let members = item.as_object().into_iter().flatten().map(|(_, member)| member);
            let lists = members.filter_map(Value::as_array).flatten();
            rest.extend(lists.filter(|below| below.is_object()));
            if let Some(id) = item.get("id").and_then(Value::as_str).and_then(Id::new) {
                return Some((id, item));
            }
        }
    })
}

/// What an entity as JSON says in a field.
fn word_in<'v>(item: &'v Value, field: &str) -> &'v Value {
    let held = || field.split_once('.').and_then(|(part, name)| item.get(part)?.get(name));
    item.get(field).or_else(held).unwrap_or(&Value::Null)
}

impl Journal {
    /// The edits whose word lives and is not shown: they wait for a person. In the total order.
    #[must_use]
    pub fn waiting(&self) -> Vec<&Edit> {
        let line = Line::of(&self.entries);
        if line.is_whole() && !self.entries.iter().any(|entry| is_refused(&entry.outcome)) {
            return Vec::new();
        }
        self.waiting_on(&line)
    }

    /// The same for a journal in which somebody did not know all that was done before. Apart: most journals are not so.
    #[inline(never)]
    fn waiting_on(&self, line: &Line) -> Vec<&Edit> {
        let settled = Settled::of(&self.entries);
        let (subjects, wholes) = self.subjects(&settled, line);
        let mut waiting: Vec<usize> = Vec::new();
        let mut rest = subjects.as_slice();
        while let Some((_, first)) = rest.first() {
            let mut edits = first.len();
            let more = rest.iter().skip(1).take_while(|(_, places)| {
                edits += places.len();
                edits <= PER_PASS
            });
            let (batch, later) = rest.split_at(1 + more.count());
            rest = later;
            waiting.extend(self.living_in(batch, &wholes, &settled));
        }
        waiting.sort_unstable();
        let edits = waiting.into_iter().filter_map(|at| self.entries.get(at)).map(|entry| &entry.edit);
        let edits: Vec<&Edit> = edits.filter(|edit| !self.is_so(&edit.op)).collect();
        let restored = self.restored(&edits);
        edits.into_iter().filter(|edit| !restored.contains(&edit.id)).collect()
    }

    /// Those of the edits that put in again what was taken out and what is there, whoever put it in: its words since are not
    /// theirs.
    fn restored(&self, edits: &[&Edit]) -> HashSet<Id> {
        let puts = edits.iter().filter_map(|edit| match &edit.op {
            Op::Insert { item, .. } => Some((edit, edit.op.entity()?, item.to_string())),
            _ => None,
        });
        let puts: Vec<(&&Edit, Id, String)> =
            puts.filter(|(_, id, _)| self.ledger.node(id).is_some()).collect();
        if puts.is_empty() {
            return HashSet::new();
        }
        let ids: HashSet<&Id> = puts.iter().map(|(_, id, _)| id).collect();
        let taken = self.entries.iter().filter_map(|entry| match &entry.edit.op {
            Op::Remove { entity, item, .. } if ids.contains(entity) => Some((entity, item.to_string())),
            _ => None,
        });
        let taken: HashSet<(&Id, String)> = taken.collect();
        let again = puts.iter().filter(|(_, id, item)| taken.contains(&(id, item.clone())));
        again.map(|(edit, ..)| edit.id.clone()).collect()
    }

    /// What edits may wait about.
    fn subjects(&self, settled: &Settled, line: &Line) -> (Vec<Asked<'_>>, Wholes<'_>) {
        let mut subjects: Vec<Asked> = Vec::new();
        let mut entities: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        let mut fields: HashMap<(&Id, &str), Vec<usize>> = HashMap::new();
        for (at, Entry { edit, outcome, .. }) in self.entries.iter().enumerate() {
            match &edit.op {
                Op::Set { entity, field, .. } => {
                    fields.entry((entity, field.as_str())).or_default().push(at);
                }
                _ if !is_refused(outcome) || settled.silenced(edit).next().is_some() => {}
                Op::Insert { .. } | Op::Remove { .. } | Op::Move { .. } => {
                    let entity = edit.op.entity().unwrap_or_default();
                    entities.entry(entity).or_default().push(at);
                }
                Op::Unknown { .. } => subjects.push((Subject::Unknown, vec![at])),
                Op::Decline { .. } | Op::Merge { .. } => {}
            }
        }
        let wholes = Wholes::of(self, &fields.keys().map(|(entity, _)| *entity).collect(), settled);
        subjects.extend(entities.into_values().map(|places| (Subject::Entity, places)));
        for ((entity, field), places) in fields {
            if !self.is_one_line(entity, &places, &wholes, line) {
                subjects.push((Subject::Field(entity, field), places));
            }
        }
        (subjects, wholes)
    }

    /// Whether all edits of a field hold, each made by somebody who had seen the one before: the last one is shown, or went
    /// with what it was in, and it replaced all others.
    fn is_one_line(&self, entity: &Id, places: &[usize], wholes: &Wholes, line: &Line) -> bool {
        let taken = wholes.taken.get(entity).map(|(at, _)| *at);
        if taken.is_none() && self.ledger.node(entity).is_none() {
            return false;
        }
        let all = || places.iter().copied().chain(taken);
        let entries = places.iter().filter_map(|at| self.entries.get(*at));
        let mut pairs = all().zip(all().skip(1));
        pairs.all(|(before, after)| line.knows(&self.entries, after, before))
            && entries.map(|entry| &entry.outcome).all(|outcome| matches!(outcome, Outcome::Applied(_)))
    }

    /// The places of the edits whose words live, of some subjects.
    fn living_in(&self, batch: &[Asked], wholes: &Wholes, settled: &Settled) -> Vec<usize> {
        let entry = |at: &usize| self.entries.get(*at);
        let mut asked: Vec<usize> = batch.iter().flat_map(|(_, places)| places).copied().collect();
        for (subject, places) in batch {
            let Subject::Field(entity, _) = subject else { continue };
            asked.extend(wholes.taken.get(entity).map(|(at, _)| *at));
            asked.extend(wholes.put.get(entity).into_iter().flatten().map(|(at, _)| *at));
            asked.extend(wholes.out.get(entity).into_iter().flatten().copied());
            let edits = places.iter().filter_map(entry).map(|entry| &entry.edit);
            asked.extend(edits.flat_map(|edit| settled.silenced(edit)));
        }
        asked.sort_unstable();
        asked.dedup();
        // A single field of a forged file may have more than memory is spent on.
        let knowledge = (asked.len() <= 2 * PER_PASS).then(|| Knowledge::of(&self.entries, &asked));
        let row = |at: usize| asked.partition_point(|other| *other < at);
        let knows_row = |maker: usize, other: usize| {
            knowledge.as_ref().is_some_and(|knowledge| knowledge.knows(maker, other))
        };
        let knows = |maker: usize, other: usize| knows_row(row(maker), row(other));
        let mut all = Vec::new();
        for (subject, places) in batch {
            let living = match subject {
                Subject::Field(entity, field) => {
                    let (all, writes) = self.writes((entity, field), places, wholes, settled, &knows);
                    let stands = |over: usize, n: usize| {
                        let (Some(over), Some(n)) = (all.get(over), all.get(n)) else { return false };
                        self.is_put_again((entity, field), *n, *over, wholes, &knows)
                    };
                    let rows: Vec<usize> = all.iter().copied().map(row).collect();
                    let mut living = living(&writes, &among(&rows, knows_row), &stands);
                    living.retain(|n| !self.stays_down(places, *n, settled, &knows));
                    living
                }
                Subject::Entity => {
                    let rows: Vec<usize> = places.iter().map(|at| row(*at)).collect();
                    let entries: Vec<&Entry> = places.iter().filter_map(entry).collect();
                    last_words(&entries, &among(&rows, knows_row))
                }
                Subject::Unknown => vec![0],
            };
            all.extend(living.into_iter().filter_map(|n| places.get(n)));
        }
        all
    }
    /// Whether what the edit with this number among those of a field says was turned down, and nobody took anything back there
    /// without knowing that: then it may have come to be shown again.
    fn stays_down(
        &self,
        places: &[usize],
        n: usize,
        settled: &Settled,
        knows: &dyn Fn(usize, usize) -> bool,
    ) -> bool {
        let entry = |at: usize| self.entries.get(at).map(|entry| &entry.edit);
        let Some(by) = places.get(n).and_then(|at| settled.turned_down(entry(*at)?)) else { return false };
        let apart = |at: usize| !knows(by, at) && !knows(at, by);
        !places.iter().any(|at| entry(*at).is_some_and(|edit| edit.cause != Cause::Direct) && apart(*at))
    }

    /// Whether somebody put the entity in again with what the edit at `n` says, and who replaced that at `over` had not seen it.
    /// Not where it was taken out once more.
    fn is_put_again(
        &self,
        (entity, field): (&Id, &str),
        n: usize,
        over: usize,
        wholes: &Wholes,
        knows: &dyn Fn(usize, usize) -> bool,
    ) -> bool {
        let Some(Op::Set { to, .. }) = self.entries.get(n).map(|entry| &entry.edit.op) else { return false };
        let outs = wholes.out.get(entity).map(Vec::as_slice).unwrap_or_default();
        wholes.put.get(entity).into_iter().flatten().any(|(put, item)| {
            same(word_in(item, field), to)
                && knows(*put, n)
                && !knows(over, *put)
                && !outs.iter().any(|out| knows(*out, *put))
        })
    }

    /// What is said in a field: by the edits that set it, at these places, and by the one that took it out with its entity,
    /// which comes last. With the places.
    fn writes<'e>(
        &'e self,
        (entity, field): (&Id, &str),
        places: &[usize],
        wholes: &Wholes,
        settled: &Settled,
        knows: &dyn Fn(usize, usize) -> bool,
    ) -> (Vec<usize>, Vec<Write<'e>>) {
        // Whoever put the entity in again with this word, or took anything back, and one did not know of the other: what was
        // silenced may have come to be shown again.
        let put = wholes.put.get(entity).map(Vec::as_slice).unwrap_or_default();
        let undone =
            |at: &&usize| self.entries.get(**at).is_some_and(|entry| entry.edit.cause != Cause::Direct);
        let undone: Vec<usize> = places.iter().filter(undone).copied().collect();
        let is_again = |at: usize, by: usize, word: &Value| {
            let apart = |other: usize| !knows(by, other) && !knows(other, by);
            put.iter()
                .any(|(put, item)| same(word_in(item, field), word) && knows(*put, at) && !knows(by, *put))
                || undone.iter().any(|undo| apart(*undo))
        };
        let write = |at: usize| {
            let Entry { edit, outcome, .. } = self.entries.get(at)?;
            let Op::Set { to, .. } = &edit.op else { return None };
            let by = settled.taken_back(edit);
            let again = by.is_some_and(|by| is_again(at, by, to));
            Some((at, Write::new(edit, outcome, by.is_some(), again)?))
        };
        let taken = wholes.taken.get(entity).and_then(|(at, item)| {
            let edit = &self.entries.get(*at)?.edit;
            Some((*at, Write::removal(edit, word_in(item, field))))
        });
        places.iter().filter_map(|at| write(*at)).chain(taken).unzip()
    }

    /// Whether all stands as it was wished: what was restored as a whole says it again, too.
    fn is_so(&self, op: &Op) -> bool {
        match op {
            Op::Set { entity, field, to, .. } => {
                self.ledger.get(entity, field).is_some_and(|now| same(&now, to))
            }
            Op::Remove { entity, .. } => self.ledger.node(entity).is_none(),
            Op::Insert { item, .. } => op
                .entity()
                .and_then(|id| self.ledger.node(&id).map(Node::to_json))
                .is_some_and(|there| there == *item),
            Op::Move { entity, to, .. } => {
                self.ledger
                    .parent(entity)
                    .is_some_and(|(parent, list)| *parent == to.parent && list == to.list)
                    && self.ledger.before(entity) == to.after
            }
            _ => false,
        }
    }
}

/// Who had seen what, of some edits by their rows.
fn among(rows: &[usize], knows: impl Fn(usize, usize) -> bool) -> impl Fn(usize, usize) -> bool {
    move |maker, other| match (rows.get(maker), rows.get(other)) {
        (Some(maker), Some(other)) => knows(*maker, *other),
        _ => false,
    }
}

/// Of refused edits that put in, take out and move one entity, those that nobody took back who had seen them: an entity put in
/// and taken out again, or taken out and put in again, is as it was.
fn last_words(entries: &[&Entry], knows: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    /// The most that are compared each with each; only a forged file has more.
    const MOST: usize = 1_000;
    if entries.len() > MOST {
        return (0..entries.len()).collect();
    }
    let op = |n: usize| entries.get(n).map(|entry| &entry.edit.op);
    let takes_back = |later: usize, earlier: usize| match (op(later), op(earlier)) {
        (Some(Op::Remove { .. }), Some(Op::Insert { .. } | Op::Move { .. }))
        | (Some(Op::Move { .. }), Some(Op::Move { .. })) => true,
        (Some(Op::Insert { item: put, .. }), Some(Op::Remove { item: taken, .. })) => put == taken,
        _ => false,
    };
    let restores = |n: usize, earlier: usize| match (op(n), op(earlier)) {
        (Some(Op::Insert { .. }), Some(Op::Remove { .. })) => takes_back(n, earlier),
        (Some(Op::Move { to, .. }), Some(Op::Move { from, .. })) => to == from,
        _ => false,
    };
    let is_last = |n: &usize| {
        let superseded = (n + 1..entries.len()).any(|later| takes_back(later, *n) && knows(later, *n));
        let is_back = (0..*n).any(|earlier| restores(*n, earlier) && knows(*n, earlier));
        !superseded && !is_back
    };
    (0..entries.len()).filter(is_last).collect()
}
