//! Applies one operation to a ledger, whole or not at all. The only caller of the ledger's primitives.

use serde_json::Value;

use super::edit::{Op, Spot};
use ledger::document::{Fault, Ledger};
use ledger::id::Id;
use ledger::record::{FieldError, Node};

/// What moved, so that a page redraws only that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Fields that hold another value: entity and field name.
    pub fields: Vec<(Id, String)>,
    /// Lists whose items or order are others: the parent and the list's name.
    pub lists: Vec<(Id, String)>,
    /// Entities that are new, with all below them.
    pub added: Vec<Id>,
    /// Entities that are gone, with all below them.
    pub removed: Vec<Id>,
}

impl Changes {
    /// Whether nothing moved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.lists.is_empty()
    }

    /// These changes and then those.
    pub fn extend(&mut self, later: Self) {
        self.fields.extend(later.fields);
        self.lists.extend(later.lists);
        self.added.extend(later.added);
        self.removed.extend(later.removed);
    }
}

/// Why an operation was not applied. The ledger is as it was.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The entity is not there (any more).
    Gone(Id),
    /// The field, or the entity that was to be removed, has changed since: `current` is what it is now.
    Changed {
        /// What stands there now.
        current: Value,
    },
    /// The entity stands elsewhere by now.
    Moved(Id),
    /// An entity with this id is there already.
    Duplicate(Id),
    /// This kind of entity has no such field or list.
    NoSuchName(String),
    /// The field does not take the value.
    BadValue {
        /// Completes "应为…".
        expected: &'static str,
    },
    /// The operation is of a newer version of the program.
    Unknown(String),
}

/// An operation that was applied.
#[derive(Debug)]
pub struct Applied {
    /// What moved.
    pub changes: Changes,
    /// Takes the operation back exactly; `None` where nothing changed, since all was so already.
    pub inverse: Option<Op>,
}

/// Absent, `null`, empty text, empty list and `false` are one and the same: a field that says nothing.
pub(super) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

pub(super) fn same(a: &Value, b: &Value) -> bool {
    a == b || (says_nothing(a) && says_nothing(b))
}

fn refusal(fault: Fault) -> Refusal {
    match fault {
        Fault::NoEntity(id) => Refusal::Gone(id),
        Fault::NoList(name) => Refusal::NoSuchName(name),
        Fault::Duplicate(id) => Refusal::Duplicate(id),
        Fault::Field(FieldError::Unknown) => Refusal::NoSuchName(String::new()),
        Fault::Field(FieldError::Value { expected }) => Refusal::BadValue { expected },
    }
}

/// Applies `op` to `ledger`, whole or not at all. An equal write is no change.
pub(super) fn apply(ledger: &mut Ledger, op: &Op) -> Result<Applied, Refusal> {
    match op {
        Op::Set { entity, field, from, to } => set(ledger, entity, field, from, to),
        Op::Insert { at, item } => insert(ledger, at, item),
        Op::Remove { entity, at, item } => remove(ledger, entity, at, item),
        Op::Move { entity, from, to } => move_to(ledger, entity, from, to),
        // They say something about edits, not about the ledger.
        Op::Decline { .. } | Op::Merge { .. } => {
            Ok(Applied { changes: Changes::default(), inverse: op.inverse() })
        }
        Op::Unknown { name, .. } => Err(Refusal::Unknown(name.clone())),
    }
}

fn set(ledger: &mut Ledger, entity: &Id, field: &str, from: &Value, to: &Value) -> Result<Applied, Refusal> {
    let Some(current) = ledger.get(entity, field) else {
        return Err(if ledger.node(entity).is_none() {
            Refusal::Gone(entity.clone())
        } else {
            Refusal::NoSuchName(field.to_owned())
        });
    };
    if same(&current, to) {
        return Ok(Applied { changes: Changes::default(), inverse: None });
    }
    if !same(&current, from) {
        return Err(Refusal::Changed { current });
    }
    ledger.set(entity, field, to).map_err(refusal)?;
    let now = ledger.get(entity, field).unwrap_or_default();
    Ok(Applied {
        changes: Changes { fields: vec![(entity.clone(), field.to_owned())], ..Changes::default() },
        inverse: Some(Op::Set { entity: entity.clone(), field: field.to_owned(), from: now, to: current }),
    })
}

fn insert(ledger: &mut Ledger, at: &Spot, item: &Value) -> Result<Applied, Refusal> {
    let added = ledger.insert(&at.parent, &at.list, at.after.as_ref(), item).map_err(refusal)?;
    let entity = added.first().cloned().unwrap_or_default();
    let item = ledger.node(&entity).map(Node::to_json).unwrap_or_default();
    let at = Spot { after: ledger.before(&entity), ..at.clone() };
    let lists = vec![(at.parent.clone(), at.list.clone())];
    Ok(Applied {
        changes: Changes { lists, added, ..Changes::default() },
        inverse: Some(Op::Remove { entity, at, item }),
    })
}

fn remove(ledger: &mut Ledger, entity: &Id, at: &Spot, item: &Value) -> Result<Applied, Refusal> {
    let node = ledger.node(entity).ok_or_else(|| Refusal::Gone(entity.clone()))?;
    let current = node.to_json();
    if current != *item {
        return Err(Refusal::Changed { current });
    }
    if ledger.parent(entity).is_none_or(|(parent, list)| *parent != at.parent || list != at.list) {
        return Err(Refusal::Moved(entity.clone()));
    }
    let removed = ledger.remove(entity).map_err(refusal)?;
    let at = Spot { parent: removed.parent, list: removed.list.to_owned(), after: removed.after };
    Ok(Applied {
        changes: Changes {
            lists: vec![(at.parent.clone(), at.list.clone())],
            removed: removed.ids,
            ..Changes::default()
        },
        inverse: Some(Op::Insert { at, item: removed.item }),
    })
}

fn move_to(ledger: &mut Ledger, entity: &Id, from: &Spot, to: &Spot) -> Result<Applied, Refusal> {
    let (parent, list) = ledger.parent(entity).ok_or_else(|| Refusal::Gone(entity.clone()))?;
    let here = Spot { parent: parent.clone(), list: list.to_owned(), after: ledger.before(entity) };
    if here == *to || to.after.as_ref() == Some(entity) {
        return Ok(Applied { changes: Changes::default(), inverse: None });
    }
    if here.parent != from.parent || here.list != from.list {
        return Err(Refusal::Moved(entity.clone()));
    }
    let kind = ledger.kind(entity);
    let target = ledger.kind(&to.parent).ok_or_else(|| Refusal::Gone(to.parent.clone()))?;
    let fits = target.list(&to.list).is_some_and(|l| kind.is_some_and(|k| l.item.is(k)));
    if !fits || is_within(ledger, &to.parent, entity) {
        return Err(Refusal::NoSuchName(to.list.clone()));
    }
    let removed = ledger.remove(entity).map_err(refusal)?;
    ledger.insert(&to.parent, &to.list, to.after.as_ref(), &removed.item).map_err(refusal)?;
    let there = Spot { after: ledger.before(entity), ..to.clone() };
    if there == here {
        // What it was to stand behind is gone.
        return Ok(Applied { changes: Changes::default(), inverse: None });
    }
    let mut lists = vec![(here.parent.clone(), here.list.clone())];
    if there.parent != here.parent {
        lists.push((there.parent.clone(), there.list.clone()));
    }
    Ok(Applied {
        changes: Changes { lists, ..Changes::default() },
        inverse: Some(Op::Move { entity: entity.clone(), from: there, to: here }),
    })
}

/// Whether `inner` is `outer` or below it.
fn is_within(ledger: &Ledger, inner: &Id, outer: &Id) -> bool {
    let mut at = inner;
    loop {
        if at == outer {
            return true;
        }
        match ledger.parent(at) {
            Some((parent, _)) => at = parent,
            None => return false,
        }
    }
}
