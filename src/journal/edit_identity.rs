//! Whether two edits are one. An id is unique where each page names its own session; a browser profile that was copied while it
//! ran names one twice, and then two edits bear one id. Both are kept: the one whose content is the lesser in code point order
//! keeps the id, the other gets one of its own that its content tells, so that all copies agree whatever comes first.
//!
//! And the clock: no work brings it near its end. An edit that says so is given another, the same everywhere.

use std::collections::HashMap;

use serde_json::{Number, Value};

use super::edit::{Edit, LAST_CLOCK};
use super::fingerprint::fnv;
use super::id_range::parts;
use super::log::Journal;
use ledger::Id;

/// The highest clock that is believed: an edit each millisecond for 8,900 years. Above it there is room for as many edits after
/// one that was not believed.
pub(super) const BELIEVED_CLOCK: u64 = 1 << 48;

/// What parts an id that two edits bore from the mark of the content.
const MARK: char = '~';

/// The number as any program writes it: a stored edit may say 1.50 where the exported one says 1.5.
pub(super) fn normal(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            let double = number.as_f64().and_then(Number::from_f64);
            Value::Number(double.unwrap_or(number))
        }
        Value::Array(items) => items.into_iter().map(normal).collect(),
        Value::Object(map) => map.into_iter().map(|(name, value)| (name, normal(value))).collect(),
        other => other,
    }
}

/// What an edit says, without its id and its clock.
pub(super) fn content(edit: &Edit) -> String {
    let mut value = edit.write();
    if let Some(map) = value.as_object_mut() {
        map.remove("id");
        map.remove("clock");
        if edit.group.as_ref() == Some(&edit.id) {
            map.insert("group".to_owned(), Value::Bool(true));
        }
    }
    normal(value).to_string()
}

/// Whether two edits say the same; their ids and clocks are not looked at.
pub(super) fn says_same(a: &Edit, b: &Edit) -> bool {
    let equal = a.op == b.op && a.at == b.at && a.author == b.author && a.cause == b.cause;
    let rest = a.unit == b.unit && a.group == b.group && a.seen == b.seen && a.extra == b.extra;
    equal && rest || content(a) == content(b)
}

/// The id that two edits bear, where one of them has got another.
pub(super) fn shared_id(id: &Id) -> Option<Id> {
    Id::new(id.as_str().rsplit_once(MARK)?.0)
}

/// The id of an edit that leaves its own to another one.
pub(super) fn own_id(id: &Id, content: &str) -> Id {
    let mark = format!("{MARK}{:032x}", fnv(content));
    let room = Id::MAX_CHARS - mark.len();
    let text: String = id.as_str().chars().take(room).chain(mark.chars()).collect();
    Id::new(&text).unwrap_or_else(|| id.clone())
}

/// An edit under another id.
pub(super) fn renamed(edit: &Edit, id: &Id) -> Edit {
    let leads = edit.group.as_ref() == Some(&edit.id);
    let group = if leads { Some(id.clone()) } else { edit.group.clone() };
    Edit { id: id.clone(), group, ..edit.clone() }
}

impl Journal {
    /// The id under which the journal holds this very edit, if it does.
    #[must_use]
    pub fn id_of(&self, edit: &Edit) -> Option<Id> {
        let holds = |id: &Id| self.entry(id).is_some_and(|entry| says_same(&entry.edit, edit));
        if !self.knows(&edit.id) {
            let shared = shared_id(&edit.id)?;
            return holds(&shared).then_some(shared);
        }
        if holds(&edit.id) {
            return Some(edit.id.clone());
        }
        Some(own_id(&edit.id, &content(edit))).filter(|own| self.knows(own))
    }
}

/// Gives edits with a clock that is not believed another one, and tells how many. `known` has the clocks of edits that came
/// before. The new clock follows from the edit and what it had seen alone, so that all copies give the same.
pub(super) fn renumber<'e>(edits: impl Iterator<Item = &'e mut Edit>, known: &HashMap<Id, u64>) -> usize {
    let mut clocks: HashMap<Id, u64> = HashMap::new();
    let mut late: Vec<&mut Edit> = Vec::new();
    for edit in edits {
        if edit.clock > BELIEVED_CLOCK {
            late.push(edit);
        } else {
            clocks.insert(edit.id.clone(), edit.clock);
        }
    }
    late.sort_by(|a, b| a.order(b));
    let mut count = 0;
    for edit in late {
        let (session, n) = parts(&edit.id).unwrap_or((edit.id.as_str(), 0));
        let before = n.checked_sub(1).and_then(|n| Id::new(&format!("{session}-{n}")));
        let clock_of = |id: &Id| clocks.get(id).or_else(|| known.get(id)).copied();
        let latest = edit.seen.iter().flatten().chain(&before).filter_map(clock_of).max();
        let clock = match (latest, &edit.seen) {
            (Some(latest), Some(_)) => latest + 1,
            // An older version stopped counting at the end; its session still counted.
            _ => BELIEVED_CLOCK + n.min(BELIEVED_CLOCK),
        };
        let clock = clock.min(LAST_CLOCK);
        count += usize::from(clock != edit.clock);
        edit.clock = clock;
        clocks.insert(edit.id.clone(), clock);
    }
    count
}
