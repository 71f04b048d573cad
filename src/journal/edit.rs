//! An edit: one typed change of one thing, with who made it and when. Knows no ledger: see `apply`.

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Map, Value};

pub use super::op::{Op, Spot};
use super::op::{take_id, take_ids, take_optional_id, take_text};
use ledger::Id;
use ledger::date::Moment;

/// The member that names the file which said so without an edit of its own.
pub(super) const FILE: &str = "file";

/// The highest clock there is: beyond it JSON numbers are not exact. No honest journal comes near it.
pub(super) const LAST_CLOCK: u64 = 1 << 53;

/// Why an edit was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Somebody changed something.
    Direct,
    /// It takes back the step with this id.
    Undo(Id),
    /// It takes back the taking back that has this id.
    Redo(Id),
}

/// Who makes edits, in which session, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The name of the session: random, one for each opened page.
    pub session: Id,
    /// The clock of the person's machine.
    pub at: Moment,
    /// The person's name.
    pub author: String,
    /// The person's unit.
    pub unit: String,
}

/// One change with its maker.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// `<session>-<n>`: unique without a server.
    pub id: Id,
    /// Lamport clock: larger than that of every edit its maker had seen.
    pub clock: u64,
    /// When, by the maker's clock. Never used for order.
    pub at: Moment,
    /// Who.
    pub author: String,
    /// The maker's unit.
    pub unit: String,
    /// The step it belongs to, where one action made several edits: the id of the first of them.
    pub group: Option<Id>,
    /// Why.
    pub cause: Cause,
    /// What.
    pub op: Op,
    /// The newest edits that its session had learned of since the one before it. With what those had seen they are all that
    /// its maker had seen. `None` where an older version wrote it.
    pub seen: Option<Vec<Id>>,
    /// Members that this version does not know.
    pub extra: Map<String, Value>,
}

/// Why a JSON value is not an edit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("变更记录的成员 {member} 应为{expected}")]
pub struct EditError {
    /// The member that is missing or wrong.
    pub member: &'static str,
    /// What it should be.
    pub expected: &'static str,
}

impl Edit {
    /// The total order of all edits: the clock, then the id.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        self.clock.cmp(&other.clock).then_with(|| self.id.cmp(&other.id))
    }

    /// The file which said so without an edit of its own, where a merge found it there; else empty.
    #[must_use]
    pub fn file(&self) -> &str {
        self.extra.get(FILE).and_then(Value::as_str).unwrap_or_default()
    }

    /// The step that the edit belongs to.
    #[must_use]
    pub fn step(&self) -> &Id {
        self.group.as_ref().unwrap_or(&self.id)
    }

    /// Reads an edit from JSON.
    pub fn read(value: Value) -> Result<Self, EditError> {
        let Value::Object(mut map) = value else {
            return Err(EditError { member: "（整条）", expected: "对象" });
        };
        let id = take_id(&mut map, "id")?;
        let clock = map.remove("clock").as_ref().and_then(Value::as_u64);
        let Some(clock) = clock.filter(|clock| *clock <= LAST_CLOCK) else {
            return Err(EditError { member: "clock", expected: "0 到 2 的 53 次方的整数" });
        };
        let at = take_text(&mut map, "at")?
            .parse()
            .map_err(|_| EditError {
                member: "at", expected: "时刻，形如 2024-06-18T09:30:00.000+08:00"
            })?;
        let author = take_text(&mut map, "author")?;
        let unit = if map.contains_key("unit") { take_text(&mut map, "unit")? } else { String::new() };
        let group = take_optional_id(&mut map, "group")?;
        let cause = match (take_optional_id(&mut map, "undoes")?, take_optional_id(&mut map, "redoes")?) {
            (Some(step), _) => Cause::Undo(step),
            (None, Some(step)) => Cause::Redo(step),
            (None, None) => Cause::Direct,
        };
        let seen = take_ids(&mut map, "seen");
        let op = Op::take(&mut map)?;
        Ok(Self { id, clock, at, author, unit, group, cause, op, seen, extra: map })
    }

    /// The edit as JSON.
    #[must_use]
    pub fn write(&self) -> Value {
        let mut map = self.extra.clone();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                map.insert(key.to_owned(), value);
            }
        };
        put("id", self.id.as_str().into());
        put("clock", self.clock.into());
        put("at", self.at.to_string().into());
        put("author", self.author.as_str().into());
        if !self.unit.is_empty() {
            put("unit", self.unit.as_str().into());
        }
        put("group", self.group.as_ref().map(Id::as_str).into());
        match &self.cause {
            Cause::Direct => {}
            Cause::Undo(step) => put("undoes", step.as_str().into()),
            Cause::Redo(step) => put("redoes", step.as_str().into()),
        }
        if let Some(seen) = &self.seen {
            put("seen", seen.iter().map(Id::as_str).collect());
        }
        self.op.put(&mut map);
        Value::Object(map)
    }
}

impl fmt::Display for Edit {
    /// The edit as one line of JSON, as it is stored.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_edit_of_a_newer_version_is_written_back_as_it_came() {
        let value = json!({
            "id": "s-1", "clock": 3, "at": "2024-06-18T09:30:00.000+08:00", "author": "王敏",
            "op": "seal", "entity": "m1-1", "with": {"deep": [1, 2]}, "colour": "red"
        });
        let edit = Edit::read(value.clone()).unwrap();
        assert!(matches!(edit.op, Op::Unknown { .. }));
        assert_eq!(edit.write(), value);
    }

    #[test]
    fn unknown_members_of_a_known_edit_survive() {
        let value = json!({
            "id": "s-1", "clock": 3, "at": "2024-06-18T09:30:00.000+08:00", "author": "", "unit": "高新处",
            "op": "set", "entity": "m1-1", "field": "note", "to": "x", "signature": [1.50]
        });
        assert_eq!(Edit::read(value.clone()).unwrap().write(), value);
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = Edit::read(json!({"id": "s-1", "clock": -1})).unwrap_err();
        assert_eq!(error.member, "clock");
        assert_eq!(Edit::read(json!([])).unwrap_err().expected, "对象");
    }
}
