//! Which edits met another one and still wait for a person. A wish waits until somebody who has seen it gives the field
//! that value or replaces it, all stands as it was wished, a person turns it down, or the merge that brought it is undone.
//!
//! Who had seen what is told by [`super::causality`], what is wished for a field by [`super::wishes`].

use std::collections::{BTreeMap, HashMap, HashSet};

use super::apply::same;
use super::causality::Knowledge;
use super::edit::{Edit, Op};
use super::id_range::parts;
use super::log::{Entry, Journal, Outcome};
use super::wishes::{Write, living};
use ledger::Id;
use serde_json::Value;
use ledger::record::Node;

/// How many edits are looked at in one pass over the journal: its memory is their square in bits.
const PER_PASS: usize = 8_192;

/// What a person said of refused edits and of merges.
#[derive(Default)]
struct Settled<'e> {
    /// The latest word on a refused edit.
    declined: HashMap<&'e Id, bool>,
    /// Merges with whether they hold, latest first.
    merges: Vec<(&'e super::id_range::Spans, bool)>,
}

impl<'e> Settled<'e> {
    fn of(entries: &'e [Entry]) -> Self {
        let mut settled = Self::default();
        for Entry { edit, outcome, .. } in entries.iter().rev() {
            match &edit.op {
                _ if is_refused(outcome) => {}
                Op::Decline { edit, declined, .. } => {
                    settled.declined.entry(edit).or_insert(*declined);
                }
                Op::Merge { edits, holds, .. } => settled.merges.push((edits, *holds)),
                _ => {}
            }
        }
        settled
    }

    /// Whether the merge that brought the edit was taken back.
    fn is_hidden(&self, edit: &Edit) -> bool {
        let merge = self.merges.iter().find(|(edits, _)| edits.contains(&edit.id));
        merge.is_some_and(|(_, holds)| !holds)
    }

    fn is_declined(&self, edit: &Edit) -> bool {
        self.declined.get(&edit.id) == Some(&true)
    }
}

fn is_refused(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Refused(_))
}

/// What edits are about that may wait.
enum Subject<'e> {
    /// The edits of a field; where it was taken out, what it said then.
    Field(&'e Id, &'e str, Option<&'e Value>),
    /// The refused ones that put in, take out or move an entity.
    Entity(Id),
    /// One of a newer version.
    Unknown(usize),
}

impl Journal {
    /// The edits whose word lives and is not shown: they wait for a person. In the total order.
    #[must_use]
    pub fn waiting(&self) -> Vec<&Edit> {
        let settled = Settled::of(&self.entries);
        let subjects = self.subjects(&settled);
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
            waiting.extend(self.wished_in(batch, &settled));
        }
        waiting.sort_unstable();
        let entries = waiting.into_iter().filter_map(|at| self.entries.get(at));
        entries
            .map(|entry| &entry.edit)
            .filter(|edit| !settled.is_declined(edit) && !settled.is_hidden(edit) && !self.is_so(&edit.op))
            .collect()
    }

    /// What edits may wait about, with the places of all edits of it.
    fn subjects(&self, settled: &Settled) -> Vec<(Subject<'_>, Vec<usize>)> {
        let mut subjects: Vec<(Subject, Vec<usize>)> = Vec::new();
        let mut entities: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        let mut fields: HashMap<(&Id, &str), Vec<usize>> = HashMap::new();
        for (at, Entry { edit, outcome, .. }) in self.entries.iter().enumerate() {
            match &edit.op {
                Op::Set { entity, field, .. } => {
                    fields.entry((entity, field.as_str())).or_default().push(at);
                }
                Op::Insert { .. } | Op::Remove { .. } | Op::Move { .. } if is_refused(outcome) => {
                    let entity = edit.op.entity().unwrap_or_default();
                    entities.entry(entity).or_default().push(at);
                }
                // An operation of a newer version.
                Op::Unknown { .. } if is_refused(outcome) => {
                    subjects.push((Subject::Unknown(at), vec![at]));
                }
                _ => {}
            }
        }
        let line = Line::of(&self.entries);
        let takers = self.takers(fields.keys().map(|(entity, _)| *entity));
        for ((entity, field), mut places) in fields {
            let taker = takers.get(entity).map(|(at, _)| *at);
            if taker.is_none_or(|at| self.entries.get(at).is_some_and(|e| !settled.is_declined(&e.edit) && !settled.is_hidden(&e.edit))) && self.is_plain(&places, taker, &line) {
                continue;
            }
            let says = |at: &usize| self.entries.get(*at).is_some_and(|entry| !settled.is_declined(&entry.edit) && !settled.is_hidden(&entry.edit));
            let word = taker.filter(says).and_then(|at| {
                let (_, item) = takers.get(entity)?;
                let held = field.split_once('.').and_then(|(part, name)| item.get(part)?.get(name));
                places.push(at);
                Some(item.get(field).or(held).unwrap_or(&Value::Null))
            });
            subjects.push((Subject::Field(entity, field, word), places));
        }
        subjects.extend(entities.into_iter().map(|(id, places)| (Subject::Entity(id), places)));
        subjects
    }

    fn is_plain(&self, places: &[usize], taker: Option<usize>, line: &Line) -> bool {
        let all = || places.iter().copied().chain(taker);
        let holds = |at: usize| self.entries.get(at).is_some_and(|entry| matches!(entry.outcome, Outcome::Applied(_)));
        all().all(holds) && all().zip(all().skip(1)).all(|(before, after)| before < after && line.knows(&self.entries, after, before))
    }

    fn takers<'a>(&'a self, entities: impl Iterator<Item = &'a Id>) -> HashMap<&'a Id, (usize, &'a Value)> {
        let gone: HashSet<&Id> = entities.filter(|id| self.ledger.node(id).is_none()).collect();
        let mut takers = HashMap::new();
        if gone.is_empty() {
            return takers;
        }
        for (at, entry) in self.entries.iter().enumerate() {
            if let (Op::Remove { item, .. }, Outcome::Applied(_)) = (&entry.edit.op, &entry.outcome) {
                let mut below = vec![item];
                while let Some(item) = below.pop() {
                    let id = item.get("id").and_then(Value::as_str).and_then(Id::new);
                    if let Some(id) = id.as_ref().and_then(|id| gone.get(id)) {
                        takers.insert(*id, (at, item));
                    }
                    below.extend(item.as_object().into_iter().flatten().filter_map(|(_, v)| v.as_array()).flatten().filter(|v| v.is_object()));
                }
            }
        }
        takers
    }

    /// The places of the edits that are wished for, of some subjects.
    fn wished_in(&self, batch: &[(Subject, Vec<usize>)], settled: &Settled) -> Vec<usize> {
        let mut asked: Vec<usize> = batch.iter().flat_map(|(_, places)| places).copied().collect();
        asked.sort_unstable();
        asked.dedup();
        // A single field of a forged file may have more than memory is spent on.
        let knowledge = (asked.len() <= 2 * PER_PASS).then(|| Knowledge::of(&self.entries, &asked));
        let mut waiting = Vec::new();
        for (subject, places) in batch {
            let rows: Vec<usize> =
                places.iter().map(|at| asked.partition_point(|other| other < at)).collect();
            let knows = |maker: usize, other: usize| match (&knowledge, rows.get(maker), rows.get(other)) {
                (Some(knowledge), Some(maker), Some(other)) => knowledge.knows(*maker, *other),
                _ => false,
            };
            let entries: Vec<&Entry> = places.iter().filter_map(|at| self.entries.get(*at)).collect();
            let wished = match subject {
                Subject::Field(_, _, word) => {
                    let sets = entries.iter().filter_map(|entry| match (&entry.edit.op, word) {
                        (Op::Remove { .. }, Some(word)) => Some(Write::removal(&entry.edit, word)),
                        _ => Write::new(&entry.edit, &entry.outcome, settled.is_hidden(&entry.edit)),
                    });
                    let sets: Vec<Write> = sets.collect();
                    living(&sets, &knows)
                }
                Subject::Entity(_) => last_words(&entries, &knows),
                Subject::Unknown(_) => vec![0],
            };
            waiting.extend(wished.into_iter().filter_map(|n| places.get(n)));
        }
        waiting
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

/// How far the journal is one line: each edit made by somebody who had seen the one before it.
struct Line {
    /// For each entry, how often up to it the line breaks.
    breaks: Vec<usize>,
}

impl Line {
    fn of(entries: &[Entry]) -> Self {
        let mut broken = 0;
        let mut breaks = Vec::with_capacity(entries.len());
        let mut before: Option<&Edit> = None;
        for Entry { edit, .. } in entries {
            if let Some(before) = before {
                let follows = session(edit) == session(before)
                    || edit.seen.as_ref().map_or(edit.clock > before.clock, |seen| seen.contains(&before.id));
                broken += usize::from(!follows);
            }
            breaks.push(broken);
            before = Some(edit);
        }
        Self { breaks }
    }

    /// Whether the maker of one edit had surely seen an earlier one.
    fn knows(&self, entries: &[Entry], maker: usize, other: usize) -> bool {
        let same = match (entries.get(maker), entries.get(other)) {
            (Some(maker), Some(other)) => session(&maker.edit) == session(&other.edit),
            _ => false,
        };
        same || self.breaks.get(maker) == self.breaks.get(other)
    }
}

fn session(edit: &Edit) -> &str {
    parts(&edit.id).map_or(edit.id.as_str(), |(session, _)| session)
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
