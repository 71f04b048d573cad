//! What a file holds that its own history does not tell: it was edited outside this program, or its history
//! was taken out. Described against the ledger that its known edits make; what is only older is passed over, what
//! goes together is taken, the rest waits for a person. Nothing is removed because a file lacks it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::apply::{Refusal, apply, same, says_nothing};
use super::describe;
use super::difference::difference;
use super::edit::Op;
use super::log::{Entry, Journal, Outcome};
use ledger::record::Node;
use ledger::{Id, Ledger};

/// What came of the unrecorded parts of files.
#[derive(Debug, Default)]
pub(super) struct UntrackedChanges {
    /// Operations with the file that each is from: first those that hold now, in an order in which they hold, then
    /// those that meet something else. They are refused where they stand, and so wait for a person.
    pub ops: Vec<(Op, usize)>,
    /// How many places each file has, in the order of the files.
    pub counts: Vec<usize>,
    /// What is told of each file: what it lacks.
    pub notes: Vec<Vec<String>>,
}

/// The wishes for one field: what stood there, what is to stand there, and the file that says so.
type Wishes = BTreeMap<(Id, String), Vec<(Value, Value, usize)>>;

/// Finds what files hold beside their histories. `made` is for each file its name, what its history makes of this
/// ledger, and what it holds. The order of the files does not matter.
pub(super) fn unrecorded(merged: &Journal, made: Vec<(&str, Ledger, &Ledger)>) -> UntrackedChanges {
    let found = UntrackedChanges {
        counts: vec![0; made.len()],
        notes: vec![Vec::new(); made.len()],
        ..UntrackedChanges::default()
    };
    let names: Vec<&str> = made.iter().map(|(name, ..)| *name).collect();
    let all = made.into_iter().map(|(_, past, now)| difference(past, now)).enumerate();
    let mut all: Vec<(usize, Vec<Op>)> = all.filter(|(_, ops)| !ops.is_empty()).collect();
    if all.is_empty() {
        return found;
    }
    let name = |file: usize| names.get(file).copied().unwrap_or_default();
    // By content, so that the order of the files does not matter.
    all.sort_by_cached_key(|(file, ops)| (format!("{ops:?}"), name(*file)));
    let mut gathering =
        Gathering { merged, now: merged.ledger().clone(), found, wishes: Wishes::new(), met: Vec::new() };
    for (file, ops) in &all {
        if let Some(count) = gathering.found.counts.get_mut(*file) {
            *count = ops.len();
        }
        for op in ops {
            gathering.take(op, *file);
        }
    }
    gathering.finish(name)
}

/// What files hold beside their histories, as it is gathered one operation after another.
struct Gathering<'j> {
    merged: &'j Journal,
    /// The ledger with everything that holds so far.
    now: Ledger,
    found: UntrackedChanges,
    wishes: Wishes,
    /// What meets something else.
    met: Vec<(Op, usize)>,
}

impl Gathering<'_> {
    /// Takes one difference of a file: a wish for a field, an entity that it brings, one that it lacks.
    fn take(&mut self, op: &Op, file: usize) {
        match op {
            Op::Set { entity, field, from, to } => {
                let wishes = self.wishes.entry((entity.clone(), field.clone())).or_default();
                wishes.push((from.clone(), to.clone(), file));
            }
            Op::Insert { item, .. } if op.entity().is_some_and(|id| self.now.node(&id).is_some()) => {
                offer(&self.now, item, file, &mut self.wishes);
            }
            Op::Insert { .. } if was_removed(self.merged, op) => {}
            Op::Remove { entity, .. } => {
                let place = describe::place(&self.now, entity);
                if let (Some(place), Some(notes)) = (place, self.found.notes.get_mut(file)) {
                    notes.push(format!("文件里没有{place}，台账中的予以保留"));
                }
            }
            _ => match apply(&mut self.now, op) {
                Ok(applied) => {
                    let op = applied.inverse.and_then(|inverse| inverse.inverse());
                    self.found.ops.extend(op.map(|op| (op, file)));
                }
                Err(Refusal::Gone(_)) if matches!(op, Op::Insert { .. }) => {
                    if !self.met.iter().any(|(known, _)| known == op) && !waited(self.merged, op) {
                        self.met.push((op.clone(), file));
                    }
                }
                Err(_) => {}
            },
        }
    }

    /// Decides the wishes, and puts what meets something else behind what holds. `name` gives the name of a file.
    fn finish<'n>(mut self, name: impl Fn(usize) -> &'n str) -> UntrackedChanges {
        let past = past_values(self.merged, &self.wishes);
        for ((entity, field), mut wanted) in std::mem::take(&mut self.wishes) {
            let value = self.now.get(&entity, &field);
            let old = past.get(&(entity.clone(), field.clone()));
            wanted.retain(|(_, to, _)| {
                !value.as_ref().is_some_and(|value| same(to, value))
                    && !old.is_some_and(|old| old.iter().any(|v| same(v, to)))
            });
            wanted.sort_by_cached_key(|(_, to, file)| (to.to_string(), name(*file)));
            wanted.dedup_by(|a, b| same(&a.1, &b.1));
            let set =
                |from: Value, to: Value| Op::Set { entity: entity.clone(), field: field.clone(), from, to };
            match (value, wanted.as_slice()) {
                (Some(value), [(from, to, file)]) if same(from, &value) => {
                    self.found.ops.push((set(value, to.clone()), *file));
                }
                (value, _) => {
                    let value = value.unwrap_or_default();
                    let ops =
                        wanted.into_iter().map(|(from, to, file)| (set(other(from, &value, &to), to), file));
                    self.met.extend(ops);
                }
            }
        }
        self.found.ops.extend(self.met);
        self.found
    }
}

/// What a wish stands on, so that it meets what is there: two files may each say something else of one value.
fn other(from: Value, now: &Value, to: &Value) -> Value {
    match (same(&from, now), says_nothing(now)) {
        (false, _) => from,
        (true, false) => Value::Null,
        (true, true) => to.clone(),
    }
}

/// Whether the same was wished for before, and refused.
fn waited(merged: &Journal, op: &Op) -> bool {
    let same = |entry: &&Entry| matches!(entry.outcome, Outcome::Refused(_)) && entry.edit.op == *op;
    merged.entries().iter().filter(same).any(|entry| !taken_back(merged, &entry.edit.id))
}

/// Whether the merge that brought an edit was taken back: its file may be merged again, to be decided otherwise.
fn taken_back(merged: &Journal, edit: &Id) -> bool {
    let mut brought = merged.entries().iter().rev().filter_map(|entry| match &entry.edit.op {
        Op::Merge { edits, holds, .. } => Some((edits, *holds)),
        _ => None,
    });
    brought.find(|(edits, _)| edits.contains(edit)).is_some_and(|(_, holds)| !holds)
}

/// An entity that two files bring: its fields are wishes, what is below it too.
fn offer(now: &Ledger, item: &Value, file: usize, wishes: &mut Wishes) {
    let Some(map) = item.as_object() else { return };
    let Some(id) = map.get("id").and_then(Value::as_str).and_then(Id::new) else { return };
    let Some(node) = now.node(&id) else { return };
    for (name, value) in map {
        if node.spec().list(name).is_some() {
            value.as_array().into_iter().flatten().for_each(|below| offer(now, below, file, wishes));
        } else if let Some(part) = node.part(name) {
            for (member, value) in value.as_object().into_iter().flatten() {
                if part.spec().field(member).is_some() {
                    let field = format!("{name}.{member}");
                    wishes.entry((id.clone(), field)).or_default().push((Value::Null, value.clone(), file));
                }
            }
        } else if node.spec().field(name).is_some() {
            wishes.entry((id.clone(), name.clone())).or_default().push((Value::Null, value.clone(), file));
        }
    }
}

fn was_removed(merged: &Journal, op: &Op) -> bool {
    let Some(id) = op.entity() else { return false };
    merged.entries().iter().any(|entry| {
        matches!((&entry.outcome, &entry.edit.op), (Outcome::Applied(_), Op::Remove { entity, .. }) if *entity == id)
    })
}

/// Every value that the fields in question have had, or that was wished for them.
fn past_values(merged: &Journal, wishes: &Wishes) -> BTreeMap<(Id, String), Vec<Value>> {
    let mut past: BTreeMap<(Id, String), Vec<Value>> = BTreeMap::new();
    for entry in merged.entries() {
        if let Op::Set { entity, field, from, to } = &entry.edit.op {
            let key = (entity.clone(), field.clone());
            if wishes.contains_key(&key) {
                let refused = matches!(entry.outcome, Outcome::Refused(_));
                if refused && taken_back(merged, &entry.edit.id) {
                    continue;
                }
                let stood = Some(from).filter(|_| !refused);
                past.entry(key).or_default().extend(stood.into_iter().chain([to]).cloned());
            }
        }
    }
    past
}

/// How many entities of a file are in the ledger too.
pub(super) fn shared(ledger: &Ledger, other: &Ledger) -> usize {
    other
        .bundle()
        .findings
        .iter()
        .filter(|finding| ledger.node(&finding.id).map(Node::spec).is_some())
        .count()
}
