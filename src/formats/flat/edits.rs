//! One row an edit of the history, in the order in which the ledger holds them.

use super::head::{self, OfLedger};
use super::{Column, Kind, Source, Value, column};
use journal::log::{Entry, Outcome};
use journal::{Cause, Op};
use ledger::Id;

/// An edit with what became of it.
pub(super) struct Row<'l> {
    source: &'l Source<'l>,
    /// Its place, from 1.
    place: usize,
    entry: &'l Entry,
}

impl OfLedger for Row<'_> {
    fn source(&self) -> &Source<'_> {
        self.source
    }
}

/// The rows.
pub(super) fn rows<'l>(source: &'l Source<'l>) -> impl Iterator<Item = Row<'l>> {
    source.journal.entries().iter().zip(1..).map(move |(entry, place)| Row { source, place, entry })
}

/// What an edit does, as machines name it.
fn action(op: &Op) -> &str {
    match op {
        Op::Set { .. } => "set",
        Op::Insert { .. } => "insert",
        Op::Remove { .. } => "remove",
        Op::Move { .. } => "move",
        Op::Decline { .. } => "decline",
        Op::Merge { .. } => "merge",
        Op::Unknown { name, .. } => name,
    }
}

/// What it is about.
fn entity(op: &Op) -> Value {
    let id = match op {
        Op::Set { entity, .. } | Op::Remove { entity, .. } | Op::Move { entity, .. } => Some(entity.as_str()),
        Op::Insert { item, .. } => item.get("id").and_then(serde_json::Value::as_str),
        Op::Decline { entity, .. } => entity.as_ref().map(Id::as_str),
        Op::Merge { .. } | Op::Unknown { .. } => None,
    };
    id.map_or(Value::None, Value::text)
}

/// The field, or the list that something was put into, taken from or moved within.
fn field(op: &Op) -> &str {
    match op {
        Op::Set { field, .. } | Op::Decline { field, .. } => field,
        Op::Insert { at, .. } | Op::Remove { at, .. } => &at.list,
        Op::Move { to, .. } => &to.list,
        Op::Merge { .. } | Op::Unknown { .. } => "",
    }
}

/// The entity that holds the list.
fn parent(op: &Op) -> Value {
    match op {
        Op::Insert { at, .. } | Op::Remove { at, .. } => Value::text(at.parent.as_str()),
        Op::Move { to, .. } => Value::text(to.parent.as_str()),
        _ => Value::None,
    }
}

fn json(value: &serde_json::Value) -> Value {
    if value.is_null() { Value::None } else { Value::Json(value.clone()) }
}

fn before(op: &Op) -> Value {
    match op {
        Op::Set { from, .. } => json(from),
        Op::Remove { item, .. } => json(item),
        _ => Value::None,
    }
}

fn after(op: &Op) -> Value {
    match op {
        Op::Set { to, .. } => json(to),
        Op::Insert { item, .. } => json(item),
        Op::Decline { value, .. } => json(value),
        _ => Value::None,
    }
}

/// The columns.
pub(super) fn columns<'l>() -> Vec<Column<Row<'l>>> {
    let mut all: Vec<Column<Row<'l>>> = head::columns().into();
    all.extend(of_edit());
    all
}

fn of_edit<'l>() -> [Column<Row<'l>>; 14] {
    use Kind::{Integer, Json, Text, Timestamp};
    [
        column("edit", Text, "", "变更的标识", |row| Value::text(row.entry.edit.id.as_str())),
        column("place", Integer, "", "在变更记录中的位置，从 1 起", |row| {
            Value::count(row.place)
        }),
        column("made_at", Timestamp, "", "时间，按操作者的时钟", |row| {
            Value::Timestamp(row.entry.edit.at)
        }),
        column("author", Text, "", "姓名", |row| Value::text(&row.entry.edit.author)),
        column("author_unit", Text, "", "操作者的单位", |row| Value::text(&row.entry.edit.unit)),
        column("step", Text, "", "所属步骤：同一次操作的第一条变更的标识", |row| {
            Value::text(row.entry.edit.group.as_ref().unwrap_or(&row.entry.edit.id).as_str())
        }),
        column("cause", Text, "", "direct 直接修改，undo 撤销，redo 重做", |row| {
            Value::text(match row.entry.edit.cause {
                Cause::Direct => "direct",
                Cause::Undo(_) => "undo",
                Cause::Redo(_) => "redo",
            })
        }),
        column(
            "action",
            Text,
            "",
            "set 改字段，insert 新增，remove 删除，move 移动，decline 不采用，merge 合并",
            |row| Value::text(action(&row.entry.edit.op)),
        ),
        column("entity", Text, "", "改的是哪一项的标识（问题、措施、单位等）", |row| {
            entity(&row.entry.edit.op)
        }),
        column("field", Text, "", "字段名，或者列表名", |row| {
            Value::text(field(&row.entry.edit.op))
        }),
        column("parent", Text, "", "列表属于哪一项；改字段的为空", |row| {
            parent(&row.entry.edit.op)
        }),
        column("before", Json, "", "改前的值", |row| before(&row.entry.edit.op)),
        column("after", Json, "", "改后的值", |row| after(&row.entry.edit.op)),
        column(
            "outcome",
            Text,
            "",
            "applied 已生效，same 本来如此，refused 与别的变更冲突",
            |row| {
                Value::text(match row.entry.outcome {
                    Outcome::Applied(_) => "applied",
                    Outcome::Same => "same",
                    Outcome::Refused(_) => "refused",
                })
            },
        ),
    ]
}
