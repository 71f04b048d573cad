//! Edits with what became of them, as files hold them: written so that the next page knows what takes each back.

use serde_json::Value;

use super::apply::Refusal;
use super::edit::Op;
use super::log::{Entry, Outcome};
use ledger::Ledger;

/// The member of a stored edit that tells what became of it, where the edit alone does not.
pub(super) const TOOK: &str = "took";

/// An edit as files hold it: with what takes it back, where that is not told by the edit itself.
pub(super) fn written(entry: &Entry) -> Value {
    let mut value = entry.edit.write();
    let took = match &entry.outcome {
        Outcome::Same => Some(Value::from("same")),
        Outcome::Applied(inverse) if entry.edit.op.inverse().as_ref() != Some(inverse) => {
            let mut map = serde_json::Map::new();
            inverse.put(&mut map);
            Some(Value::Object(map))
        }
        Outcome::Applied(_) | Outcome::Refused(_) => None,
    };
    if let (Some(took), Some(map)) = (took, value.as_object_mut()) {
        map.insert(TOOK.to_owned(), took);
    }
    value
}

/// What became of an edit, as [`written`] told it.
pub(super) fn took(value: &Value) -> Option<Outcome> {
    match value {
        Value::Object(map) => Op::take(&mut map.clone()).ok().map(Outcome::Applied),
        other => (other.as_str() == Some("same")).then_some(Outcome::Same),
    }
}

/// Why an edit that the file marks as unsettled does not hold, told from the ledger as it is.
pub(super) fn why_not_now(ledger: &Ledger, op: &Op) -> Refusal {
    match op {
        Op::Unknown { name, .. } => Refusal::Unknown(name.clone()),
        Op::Set { entity, field, .. } => match ledger.get(entity, field) {
            Some(current) => Refusal::Changed { current },
            None => Refusal::Gone(entity.clone()),
        },
        Op::Insert { at, .. } => Refusal::Gone(at.parent.clone()),
        Op::Decline { edit, .. } => Refusal::Gone(edit.clone()),
        Op::Merge { .. } => Refusal::Unknown("merge".to_owned()),
        Op::Remove { entity, .. } | Op::Move { entity, .. } => match ledger.node(entity) {
            Some(node) => Refusal::Changed { current: node.to_json() },
            None => Refusal::Gone(entity.clone()),
        },
    }
}
