//! What an edit does: one typed operation on one thing, its JSON and what takes it back. Knows no ledger.

use serde_json::{Map, Value};

use super::edit::EditError;
use ledger::Id;

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
    /// A person turns down what a refused edit wished for (or takes that back). Changes nothing in the ledger.
    Decline {
        /// The refused edit.
        edit: Id,
        /// What it is about.
        entity: Option<Id>,
        /// The field, where it sets one.
        field: String,
        /// What was wished for.
        value: Value,
        /// Whether it is turned down; `false` lists it again.
        declined: bool,
    },
    /// A person merged files: these edits came with them. Changes nothing by itself; taking the step back takes
    /// back what they brought.
    Merge {
        /// The names of the files.
        files: Vec<String>,
        /// The edits that came.
        edits: super::id_range::Spans,
        /// Whether the merge holds; `false` where it is taken back.
        holds: bool,
    },
    /// An operation of a newer version: kept, written back, never applied.
    Unknown {
        /// Its name.
        name: String,
        /// Its members.
        members: Map<String, Value>,
    },
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
            Self::Decline { edit, entity, field, value, declined } => Self::Decline {
                edit: edit.clone(),
                entity: entity.clone(),
                field: field.clone(),
                value: value.clone(),
                declined: !declined,
            },
            Self::Merge { files, edits, holds } => {
                Self::Merge { files: files.clone(), edits: edits.clone(), holds: !holds }
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
            Self::Decline { entity, .. } => entity.clone(),
            Self::Merge { .. } | Self::Unknown { .. } => None,
        }
    }

    /// Takes the operation's members out of an edit's.
    pub(super) fn take(map: &mut Map<String, Value>) -> Result<Self, EditError> {
        let name = take_text(map, "op")?;
        Ok(match name.as_str() {
            "set" => Self::Set {
                entity: take_id(map, "entity")?,
                field: take_text(map, "field")?,
                from: map.remove("from").unwrap_or_default(),
                to: map.remove("to").unwrap_or_default(),
            },
            "insert" => Self::Insert { at: take_spot(map, "spot")?, item: take_item(map)? },
            "remove" => Self::Remove {
                entity: take_id(map, "entity")?,
                at: take_spot(map, "spot")?,
                item: take_item(map)?,
            },
            "move" => Self::Move {
                entity: take_id(map, "entity")?,
                from: take_spot(map, "from")?,
                to: take_spot(map, "to")?,
            },
            "decline" => Self::Decline {
                edit: take_id(map, "edit")?,
                entity: take_optional_id(map, "entity")?,
                field: if map.contains_key("field") { take_text(map, "field")? } else { String::new() },
                value: map.remove("value").unwrap_or_default(),
                declined: take_flag(map, "declined"),
            },
            "merge" => Self::Merge {
                files: take_texts(map, "files")?,
                edits: super::id_range::Spans::read(&map.remove("edits").unwrap_or_default())
                    .ok_or(EditError { member: "edits", expected: "变更编号的列表" })?,
                holds: take_flag(map, "holds"),
            },
            _ => {
                let members = std::mem::take(map);
                Self::Unknown { name, members }
            }
        })
    }

    /// Writes the operation's members among an edit's.
    pub(super) fn put(&self, map: &mut Map<String, Value>) {
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                map.insert(key.to_owned(), value);
            }
        };
        match self {
            Self::Set { entity, field, from, to } => {
                put("op", "set".into());
                put("entity", entity.as_str().into());
                put("field", field.as_str().into());
                put("from", from.clone());
                put("to", to.clone());
            }
            Self::Insert { at, item } => {
                put("op", "insert".into());
                put("spot", at.write());
                put("item", item.clone());
            }
            Self::Remove { entity, at, item } => {
                put("op", "remove".into());
                put("entity", entity.as_str().into());
                put("spot", at.write());
                put("item", item.clone());
            }
            Self::Move { entity, from, to } => {
                put("op", "move".into());
                put("entity", entity.as_str().into());
                put("from", from.write());
                put("to", to.write());
            }
            Self::Decline { edit, entity, field, value, declined } => {
                put("op", "decline".into());
                put("edit", edit.as_str().into());
                put("entity", entity.as_ref().map(Id::as_str).into());
                if !field.is_empty() {
                    put("field", field.as_str().into());
                }
                put("value", value.clone());
                put("declined", (*declined).into());
            }
            Self::Merge { files, edits, holds } => {
                put("op", "merge".into());
                put("files", files.as_slice().into());
                put("edits", edits.write());
                put("holds", (*holds).into());
            }
            Self::Unknown { name, members } => {
                put("op", name.as_str().into());
                for (key, value) in members {
                    map.insert(key.clone(), value.clone());
                }
            }
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

pub(super) fn take_text(map: &mut Map<String, Value>, member: &'static str) -> Result<String, EditError> {
    match map.remove(member) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(EditError { member, expected: "文字" }),
    }
}

pub(super) fn take_id(map: &mut Map<String, Value>, member: &'static str) -> Result<Id, EditError> {
    take_optional_id(map, member)?.ok_or(EditError { member, expected: "编号" })
}

pub(super) fn take_optional_id(
    map: &mut Map<String, Value>,
    member: &'static str,
) -> Result<Option<Id>, EditError> {
    match map.remove(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Id::new(&text).map(Some).ok_or(EditError { member, expected: "编号" }),
        Some(_) => Err(EditError { member, expected: "编号" }),
    }
}

/// A list of ids; what is none stays among the members that this version does not know.
pub(super) fn take_ids(map: &mut Map<String, Value>, member: &str) -> Option<Vec<Id>> {
    let ids = map.get(member)?.as_array()?.iter().map(|id| id.as_str().and_then(Id::new));
    let ids: Option<Vec<Id>> = ids.collect();
    if ids.is_some() {
        map.remove(member);
    }
    ids
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

fn take_flag(map: &mut Map<String, Value>, member: &str) -> bool {
    map.remove(member) == Some(Value::Bool(true))
}

fn take_texts(map: &mut Map<String, Value>, member: &'static str) -> Result<Vec<String>, EditError> {
    let Some(Value::Array(items)) = map.remove(member) else {
        return Err(EditError { member, expected: "文字的列表" });
    };
    Ok(items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
}
