//! An edit: one typed change of one thing, with who made it and when. Knows no ledger: see `apply`.

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Map, Value};

use crate::ledger::Id;
use crate::ledger::date::Moment;

/// Where an entity stands: in which list of which parent, behind which sibling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The entity that holds the list.
    pub parent: Id,
    /// The list's name.
    pub list: String,
    /// The sibling before it; `None` = first.
    pub after: Option<Id>,
}

/// What an edit does. Entities are named by id, never by position.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Sets a field. `null` is the empty value. Holds only while the field still holds `from`.
    Set {
        /// Whose field.
        entity: Id,
        /// The field's name.
        field: String,
        /// The value before.
        from: Value,
        /// The value after.
        to: Value,
    },
    /// Puts a new entity, with all below it, into a list.
    Insert {
        /// Where.
        at: Spot,
        /// The entity as JSON, with its `id`.
        item: Value,
    },
    /// Takes an entity out, with all below it. Holds only while it is still `item`.
    Remove {
        /// Which.
        entity: Id,
        /// Where it stood.
        at: Spot,
        /// What it was.
        item: Value,
    },
    /// Moves an entity within its list, or to the same list of another parent.
    Move {
        /// Which.
        entity: Id,
        /// Where it stood.
        from: Spot,
        /// Where it goes.
        to: Spot,
    },
    /// An operation of a newer version: kept, written back, never applied.
    Unknown {
        /// Its name.
        name: String,
        /// Its members.
        members: Map<String, Value>,
    },
}

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
        let Some(clock) = map.remove("clock").as_ref().and_then(Value::as_u64) else {
            return Err(EditError { member: "clock", expected: "不小于 0 的整数" });
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
        let name = take_text(&mut map, "op")?;
        let op = match name.as_str() {
            "set" => Op::Set {
                entity: take_id(&mut map, "entity")?,
                field: take_text(&mut map, "field")?,
                from: map.remove("from").unwrap_or_default(),
                to: map.remove("to").unwrap_or_default(),
            },
            "insert" => Op::Insert { at: take_spot(&mut map, "spot")?, item: take_item(&mut map)? },
            "remove" => Op::Remove {
                entity: take_id(&mut map, "entity")?,
                at: take_spot(&mut map, "spot")?,
                item: take_item(&mut map)?,
            },
            "move" => Op::Move {
                entity: take_id(&mut map, "entity")?,
                from: take_spot(&mut map, "from")?,
                to: take_spot(&mut map, "to")?,
            },
            _ => {
                let members = std::mem::take(&mut map);
                Op::Unknown { name, members }
            }
        };
        Ok(Self { id, clock, at, author, unit, group, cause, op, extra: map })
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
        match &self.op {
            Op::Set { entity, field, from, to } => {
                put("op", "set".into());
                put("entity", entity.as_str().into());
                put("field", field.as_str().into());
                put("from", from.clone());
                put("to", to.clone());
            }
            Op::Insert { at, item } => {
                put("op", "insert".into());
                put("spot", at.write());
                put("item", item.clone());
            }
            Op::Remove { entity, at, item } => {
                put("op", "remove".into());
                put("entity", entity.as_str().into());
                put("spot", at.write());
                put("item", item.clone());
            }
            Op::Move { entity, from, to } => {
                put("op", "move".into());
                put("entity", entity.as_str().into());
                put("from", from.write());
                put("to", to.write());
            }
            Op::Unknown { name, members } => {
                put("op", name.as_str().into());
                for (key, value) in members {
                    map.insert(key.clone(), value.clone());
                }
            }
        }
        Value::Object(map)
    }
}

impl fmt::Display for Edit {
    /// The edit as one line of JSON, as it is stored.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write().fmt(f)
    }
}

impl Op {
    /// The operation that takes this one back, as far as it can be told without a ledger.
    #[must_use]
    pub fn inverse(&self) -> Option<Self> {
        Some(match self {
            Self::Set { entity, field, from, to } => {
                Self::Set { entity: entity.clone(), field: field.clone(), from: to.clone(), to: from.clone() }
            }
            Self::Insert { at, item } => {
                let entity = item.get("id").and_then(Value::as_str).and_then(Id::new)?;
                Self::Remove { entity, at: at.clone(), item: item.clone() }
            }
            Self::Remove { at, item, .. } => Self::Insert { at: at.clone(), item: item.clone() },
            Self::Move { entity, from, to } => {
                Self::Move { entity: entity.clone(), from: to.clone(), to: from.clone() }
            }
            Self::Unknown { .. } => return None,
        })
    }

    /// The entity that the operation is about.
    #[must_use]
    pub fn entity(&self) -> Option<Id> {
        match self {
            Self::Set { entity, .. } | Self::Remove { entity, .. } | Self::Move { entity, .. } => {
                Some(entity.clone())
            }
            Self::Insert { item, .. } => item.get("id").and_then(Value::as_str).and_then(Id::new),
            Self::Unknown { .. } => None,
        }
    }
}

impl Spot {
    fn write(&self) -> Value {
        let mut map = Map::new();
        map.insert("parent".into(), self.parent.as_str().into());
        map.insert("list".into(), self.list.as_str().into());
        if let Some(after) = &self.after {
            map.insert("after".into(), after.as_str().into());
        }
        Value::Object(map)
    }
}

fn take_text(map: &mut Map<String, Value>, member: &'static str) -> Result<String, EditError> {
    match map.remove(member) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(EditError { member, expected: "文字" }),
    }
}

fn take_id(map: &mut Map<String, Value>, member: &'static str) -> Result<Id, EditError> {
    take_optional_id(map, member)?.ok_or(EditError { member, expected: "编号" })
}

fn take_optional_id(map: &mut Map<String, Value>, member: &'static str) -> Result<Option<Id>, EditError> {
    match map.remove(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Id::new(&text).map(Some).ok_or(EditError { member, expected: "编号" }),
        Some(_) => Err(EditError { member, expected: "编号" }),
    }
}

fn take_item(map: &mut Map<String, Value>) -> Result<Value, EditError> {
    map.remove("item").filter(Value::is_object).ok_or(EditError { member: "item", expected: "对象" })
}

fn take_spot(map: &mut Map<String, Value>, member: &'static str) -> Result<Spot, EditError> {
    let Some(Value::Object(mut spot)) = map.remove(member) else {
        return Err(EditError { member, expected: "位置 {parent, list, after}" });
    };
    Ok(Spot {
        parent: take_id(&mut spot, "parent")?,
        list: take_text(&mut spot, "list")?,
        after: take_optional_id(&mut spot, "after")?,
    })
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
