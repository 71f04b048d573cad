//! What a file holds that its own history does not tell: it was edited outside this program, or its history
//! was taken out. Told against the ledger that its known edits make; what is only older is passed over, what
//! goes together is taken, the rest is a conflict. Nothing is removed because a file lacks it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::apply::{apply, same};
use super::conflict::{Conflict, Origin, Side, current, last_writers};
use super::difference::difference;
use super::edit::Op;
use super::log::{Journal, Outcome};
use super::tell;
use crate::ledger::field::FieldKind;
use crate::ledger::record::Node;
use crate::ledger::{Id, Ledger};

/// What came of the unrecorded parts of files.
#[derive(Debug, Default)]
pub(super) struct Unrecorded {
    /// Operations that hold now, in an order in which they hold.
    pub ops: Vec<Op>,
    /// Fields that differ in more than one way.
    pub conflicts: Vec<Conflict>,
    /// How many places each file has, in the order of the files.
    pub counts: Vec<usize>,
    /// What is told of each file: what it lacks.
    pub notes: Vec<Vec<String>>,
}

/// The wishes for one field: a value and the file it is from.
type Wishes = BTreeMap<(Id, String), Vec<(Value, Value, usize)>>;

/// Finds what files hold beside their histories. `made` are the files' ledgers beside what their histories
/// make of this one; each with its name. The order of the files does not matter.
pub(super) fn unrecorded(
    merged: &Journal,
    made: &[(&str, Ledger, &Ledger)],
    origin: &dyn Origin,
) -> Unrecorded {
    let mut found = Unrecorded {
        counts: vec![0; made.len()],
        notes: vec![Vec::new(); made.len()],
        ..Unrecorded::default()
    };
    let mut all: Vec<(usize, Vec<Op>)> =
        made.iter().map(|(_, past, now)| difference(past, now)).enumerate().collect();
    all.retain(|(_, ops)| !ops.is_empty());
    if all.is_empty() {
        return found;
    }
    // By content, so that the order of the files does not matter.
    all.sort_by_cached_key(|(_, ops)| format!("{ops:?}"));
    let mut now = merged.ledger().clone();
    let mut wishes = Wishes::new();
    for (file, ops) in &all {
        if let Some(count) = found.counts.get_mut(*file) {
            *count = ops.len();
        }
        for op in ops {
            match op {
                Op::Set { entity, field, from, to } => {
                    wishes.entry((entity.clone(), field.clone())).or_default().push((
                        from.clone(),
                        to.clone(),
                        *file,
                    ));
                }
                Op::Insert { item, .. } if op.entity().is_some_and(|id| now.node(&id).is_some()) => {
                    offer(&now, item, *file, &mut wishes);
                }
                Op::Insert { .. } if was_removed(merged, op) => {}
                Op::Remove { entity, .. } => {
                    if let (Some(place), Some(notes)) =
                        (tell::place(&now, entity), found.notes.get_mut(*file))
                    {
                        notes.push(format!("文件里没有{place}，台账中的予以保留"));
                    }
                }
                _ => {
                    if let Ok(applied) = apply(&mut now, op) {
                        found.ops.extend(applied.inverse.and_then(|inverse| inverse.inverse()));
                    }
                }
            }
        }
    }
    let writers = last_writers(merged);
    let past = past_values(merged, &wishes);
    for ((entity, field), mut wanted) in wishes {
        let Some(value) = now.get(&entity, &field) else {
            for (_, to, file) in wanted {
                if let Some(notes) = found.notes.get_mut(file) {
                    let text = tell::show(&now, None, &to);
                    notes.push(format!("{entity} 在台账中已被删除，文件里写的是“{text}”，没有采用"));
                }
            }
            continue;
        };
        let old = past.get(&(entity.clone(), field.clone()));
        wanted.retain(|(_, to, _)| {
            !same(to, &value) && !old.is_some_and(|old| old.iter().any(|v| same(v, to)))
        });
        wanted.sort_by_cached_key(|(_, to, _)| to.to_string());
        wanted.dedup_by(|a, b| same(&a.1, &b.1));
        match wanted.as_slice() {
            [] => {}
            [(from, to, _)] if same(from, &value) => {
                found.ops.push(Op::Set { entity, field, from: value, to: to.clone() });
            }
            _ => found.conflicts.push(card(&now, entity, &field, &wanted, made, (&writers, origin))),
        }
    }
    found
}

fn card(
    now: &Ledger,
    entity: Id,
    field: &str,
    wanted: &[(Value, Value, usize)],
    made: &[(&str, Ledger, &Ledger)],
    (writers, origin): (&std::collections::HashMap<(&Id, &str), &super::edit::Edit>, &dyn Origin),
) -> Conflict {
    let spec = now.kind(&entity).and_then(|kind| kind.field(field));
    Conflict {
        place: tell::place(now, &entity).unwrap_or_else(|| entity.to_string()),
        what: spec.map_or_else(|| field.to_owned(), |spec| spec.label.to_owned()),
        is_text: spec.is_some_and(|spec| spec.kind == FieldKind::Text),
        original: wanted.first().map_or_else(String::new, |(from, _, _)| tell::show(now, spec, from)),
        current: current(now, &entity, field, writers, origin),
        others: wanted
            .iter()
            .map(|(_, to, file)| Side {
                value: to.clone(),
                text: tell::show(now, spec, to),
                author: String::new(),
                unit: String::new(),
                at: None,
                file: made.get(*file).map_or_else(String::new, |(name, _, _)| (*name).to_owned()),
                mine: false,
            })
            .collect(),
        why: String::new(),
        adopt: Vec::new(),
        settles: Vec::new(),
        field: field.to_owned(),
        entity,
    }
}

/// An entity that two files bring: its fields are wishes, what is below it too.
fn offer(now: &Ledger, item: &Value, file: usize, wishes: &mut Wishes) {
    let Some(map) = item.as_object() else { return };
    let Some(id) = map.get("id").and_then(Value::as_str).and_then(Id::new) else { return };
    let Some(node) = now.node(&id) else { return };
    for (name, value) in map {
        if node.spec().list(name).is_some() {
            value.as_array().into_iter().flatten().for_each(|below| offer(now, below, file, wishes));
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

/// Every value that the fields in question have had.
fn past_values(merged: &Journal, wishes: &Wishes) -> BTreeMap<(Id, String), Vec<Value>> {
    let mut past: BTreeMap<(Id, String), Vec<Value>> = BTreeMap::new();
    for entry in merged.entries().iter().filter(|entry| !matches!(entry.outcome, Outcome::Refused(_))) {
        if let Op::Set { entity, field, from, to } = &entry.edit.op {
            let key = (entity.clone(), field.clone());
            if wishes.contains_key(&key) {
                past.entry(key).or_default().extend([from.clone(), to.clone()]);
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
