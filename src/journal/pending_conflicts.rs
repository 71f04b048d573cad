//! Which edits met another one and still wait for a person. A wish waits until somebody who has seen it gives the field
//! that value or replaces it, all stands as it was wished, a person turns it down, or the merge that brought it is undone.
//!
//! Who had seen what is told by [`super::causality`], what is wished for a field by [`super::wishes`].

use std::collections::{BTreeMap, HashMap, HashSet};

use super::apply::same;
use super::causality::Knowledge;
use super::edit::{Edit, Op};
use super::log::{Entry, Journal, Outcome};
use super::wishes::{Set, wished};
use ledger::Id;
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
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Subject<'e> {
    /// The edits of a field.
    Field(&'e Id, &'e str),
    /// The refused ones that put in, take out or move an entity.
    Entity(Id),
}

impl Journal {
    /// The edits that met another one and wait for a person, in the total order.
    #[must_use]
    pub fn waiting(&self) -> Vec<&Edit> {
        let met: HashSet<(&Id, &str)> = self.entries.iter().filter_map(|entry| entry.field_met()).collect();
        if met.is_empty() && !self.entries.iter().any(|entry| is_refused(&entry.outcome)) {
            return Vec::new();
        }
        let settled = Settled::of(&self.entries);
        let mut subjects: BTreeMap<Subject, Vec<usize>> = BTreeMap::new();
        let mut waiting: Vec<usize> = Vec::new();
        for (at, Entry { edit, outcome, .. }) in self.entries.iter().enumerate() {
            match &edit.op {
                Op::Set { entity, field, .. } if met.contains(&(entity, field.as_str())) => {
                    subjects.entry(Subject::Field(entity, field)).or_default().push(at);
                }
                Op::Insert { .. } | Op::Remove { .. } | Op::Move { .. } if is_refused(outcome) => {
                    let entity = edit.op.entity().unwrap_or_default();
                    subjects.entry(Subject::Entity(entity)).or_default().push(at);
                }
                // An operation of a newer version.
                Op::Unknown { .. } if is_refused(outcome) => waiting.push(at),
                _ => {}
            }
        }
        let subjects: Vec<(Subject, Vec<usize>)> = subjects.into_iter().collect();
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
        // What held in what was taken out since went with it.
        let entries = entries.filter(|entry| is_refused(&entry.outcome) || !self.is_gone(&entry.edit));
        entries
            .map(|entry| &entry.edit)
            .filter(|edit| !settled.is_declined(edit) && !settled.is_hidden(edit) && !self.is_so(&edit.op))
            .collect()
    }

    /// The places of the edits that are wished for, of some subjects.
    fn wished_in(&self, batch: &[(Subject, Vec<usize>)], settled: &Settled) -> Vec<usize> {
        let mut asked: Vec<usize> = batch.iter().flat_map(|(_, places)| places).copied().collect();
        asked.sort_unstable();
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
                Subject::Field(..) => {
                    // Every edit among those of a field sets it: the places are the same.
                    let sets = entries.iter().filter_map(|entry| {
                        Set::new(&entry.edit, &entry.outcome, settled.is_hidden(&entry.edit))
                    });
                    let sets: Vec<Set> = sets.collect();
                    wished(&sets, &knows)
                }
                Subject::Entity(_) => last_words(&entries, &knows),
            };
            waiting.extend(wished.into_iter().filter_map(|n| places.get(n)));
        }
        waiting
    }

    /// Whether what an edit is about is not there any more.
    fn is_gone(&self, edit: &Edit) -> bool {
        edit.op.entity().is_some_and(|entity| self.ledger.node(&entity).is_none())
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

impl Entry {
    /// The field that the edit sets, where it met another edit that did, or said the same.
    fn field_met(&self) -> Option<(&Id, &str)> {
        match (&self.edit.op, &self.outcome) {
            (Op::Set { entity, field, .. }, Outcome::Refused(_) | Outcome::Same) => Some((entity, field)),
            _ => None,
        }
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
