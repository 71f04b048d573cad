//! What every part of a ledger has in common: fields by name, lists of entities, unknown members kept.
//!
//! `record!` writes a typed struct together with the table ([`Spec`]) that names its fields in
//! Chinese, so that the journal can set a field by name, the reader can check one, the schema can
//! describe one and the history can tell of one, all from the same line of code. This module knows
//! no particular entity.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use super::extra::Extra;
use super::field::{FieldKind, Target};
use super::id::Id;

/// What is known of one field: its name in files and for people, and what it may hold.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// The key in files.
    pub name: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// What it may hold, in Chinese; completes "应为…".
    pub expected: &'static str,
    /// What kind of value it holds.
    pub kind: FieldKind,
    /// What the ids in it name; `None` where it holds no id.
    pub target: Option<Target>,
    /// Whether a JSON value can be held.
    pub accepts: fn(&Value) -> bool,
    /// The JSON Schema of the value.
    pub schema: fn() -> Value,
}

/// What is known of one list of entities.
#[derive(Debug)]
pub struct ListSpec {
    /// The key in files.
    pub name: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// What an item is.
    pub item: &'static Spec,
}

/// What is known of a kind of record.
#[derive(Debug)]
pub struct Spec {
    /// The name that people read: 整改措施.
    pub label: &'static str,
    /// The name in code and schema: `Measure`.
    pub name: &'static str,
    /// Whether it has an `id`.
    pub entity: bool,
    /// Its fields.
    pub fields: &'static [FieldSpec],
    /// Records inside it that have no id of their own; their fields are addressed as `inspection.round`.
    pub parts: &'static [(&'static str, &'static Spec)],
    /// Lists of entities inside it.
    pub lists: &'static [ListSpec],
    /// What its members hold where the ledger names them: see [`super::members`]. `None` in all other records.
    pub open: Option<&'static FieldSpec>,
}

impl Spec {
    /// Whether both describe the same kind. (A constant has no one address, so addresses tell nothing.)
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.name == other.name
    }

    /// The field with this name; `inspection.round` looks into a part.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        if self.open.is_some() {
            return self.open;
        }
        match name.split_once('.') {
            None => self.fields.iter().find(|f| f.name == name),
            Some((part, rest)) => self.parts.iter().find(|p| p.0 == part)?.1.field(rest),
        }
    }

    /// The field that a new item begins with: its name where it has one, else its text; `None` where neither is there.
    #[must_use]
    pub fn leading(&self) -> Option<&'static FieldSpec> {
        const NAMES: [&str; 7] = ["name", "title", "label", "form", "what", "quote", "text"];
        NAMES.iter().find_map(|name| self.fields.iter().find(|field| field.name == *name))
    }

    /// The list with this name.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&'static ListSpec> {
        self.lists.iter().find(|l| l.name == name)
    }
}

/// Why a field was not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldError {
    /// There is no such field.
    Unknown,
    /// The value is of the wrong kind; `expected` completes "应为…".
    Value {
        /// What the field may hold.
        expected: &'static str,
    },
}

/// A record seen through its names: the door for the journal, which knows fields only by name.
pub trait Node {
    /// What is known of this kind of record.
    fn spec(&self) -> &'static Spec;
    /// The id; `None` for parts.
    fn id(&self) -> Option<&Id>;
    /// The value of a field, `null` where it is empty; `None` where there is no such field.
    fn get(&self, field: &str) -> Option<Value>;
    /// Sets a field; `null` empties it.
    fn set(&mut self, field: &str, value: &Value) -> Result<(), FieldError>;
    /// The list with this name.
    fn list(&self, name: &str) -> Option<&dyn List>;
    /// The list with this name, to change it.
    fn list_mut(&mut self, name: &str) -> Option<&mut dyn List>;
    /// The record inside this one with this name, where there is one.
    fn part(&self, name: &str) -> Option<&dyn Node>;
    /// The members that this version does not know.
    fn extra(&self) -> &Extra;
    /// The members that the ledger names, each a field of this record; none but in a record that is open.
    fn members(&self) -> &Extra {
        Extra::none()
    }
    /// The record as JSON.
    fn to_json(&self) -> Value;
}

/// A list of entities seen through their names.
pub trait List {
    /// How many.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The item at a position.
    fn at(&self, index: usize) -> Option<&dyn Node>;
    /// The item at a position, to change it.
    fn at_mut(&mut self, index: usize) -> Option<&mut dyn Node>;
    /// Where the entity with this id stands. `hint` is looked at first.
    fn position(&self, id: &Id, hint: usize) -> Option<usize>;
    /// Reads an item and puts it at `index` (at the end where the list is shorter).
    fn insert(&mut self, index: usize, item: &Value) -> Result<(), FieldError>;
    /// Takes the item at `index` out; nothing where there is none.
    fn remove(&mut self, index: usize) -> Option<Value>;
}

/// A record that stands in lists.
pub trait Entity: Node + Serialize + DeserializeOwned {
    /// What is known of this kind of entity.
    const SPEC: &'static Spec;
    /// The stable name.
    fn entity_id(&self) -> &Id;
}

impl<T: Entity> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }
    fn at(&self, index: usize) -> Option<&dyn Node> {
        self.get(index).map(|item| item as &dyn Node)
    }
    fn at_mut(&mut self, index: usize) -> Option<&mut dyn Node> {
        self.get_mut(index).map(|item| item as &mut dyn Node)
    }
    fn position(&self, id: &Id, hint: usize) -> Option<usize> {
        if self.get(hint).is_some_and(|item| item.entity_id() == id) {
            return Some(hint);
        }
        self.iter().position(|item| item.entity_id() == id)
    }
    fn insert(&mut self, index: usize, item: &Value) -> Result<(), FieldError> {
        let item = T::deserialize(item).map_err(|_| FieldError::Value { expected: T::SPEC.label })?;
        self.insert(index.min(self.len()), item);
        Ok(())
    }
    fn remove(&mut self, index: usize) -> Option<Value> {
        (index < self.len()).then(|| self.remove(index).to_json())
    }
}

/// Whether a JSON value can be held by a field of this type; `null` empties any field.
pub(super) fn accepts<T: DeserializeOwned>(value: &Value) -> bool {
    value.is_null() || T::deserialize(value).is_ok()
}

/// Writes a record: the struct, its serde, its [`Spec`] and its [`Node`].
///
/// `entity` records have an `id` and stand in lists; `part` records stand inside another record. A field of ids says
/// what they name behind its label: `lead_unit: Option<Id> = "牵头部门" => Unit`.
macro_rules! record {
    (
        $(#[$doc:meta])* $what:ident $name:ident = $label:literal {
            $(fields { $($(#[$fdoc:meta])* $field:ident: $type:ty = $flabel:literal $(=> $target:ident)?,)* })?
            $(parts { $($(#[$pdoc:meta])* $part:ident: $ptype:ident,)* })?
            $(lists { $($(#[$ldoc:meta])* $list:ident: $ltype:ident = $llabel:literal,)* })?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name {
            /// The stable name (empty in a part).
            pub id: $crate::id::Id,
            $($($(#[$fdoc])* pub $field: $type,)*)?
            $($($(#[$pdoc])* pub $part: $ptype,)*)?
            $($($(#[$ldoc])* pub $list: Vec<$ltype>,)*)?
            /// Members that this version does not know.
            pub extra: $crate::record::Extra,
        }

        $(
            #[expect(non_upper_case_globals, reason = "a constant is named as the field that it tells of")]
            impl $name {
                $(
                    /// What is known of the field of this name, for whoever names a field in code.
                    pub const $field: &'static $crate::record::FieldSpec = &$crate::record::FieldSpec {
                        name: stringify!($field),
                        label: $flabel,
                        expected: <$type as $crate::field::FieldValue>::EXPECTED,
                        kind: <$type as $crate::field::FieldValue>::KIND,
                        target: $crate::record::record!(@target $($target)?),
                        accepts: $crate::record::accepts::<$type>,
                        schema: <$type as $crate::field::FieldValue>::schema,
                    };
                )*
            }
        )?

        impl $name {
            /// What is known of this kind of record.
            pub const SPEC: &'static $crate::record::Spec = &$crate::record::Spec {
                label: $label,
                name: stringify!($name),
                entity: $crate::record::record!(@entity $what),
                fields: &[$($(*$name::$field,)*)?],
                parts: &[$($((stringify!($part), $ptype::SPEC),)*)?],
                lists: &[$($($crate::record::ListSpec {
                    name: stringify!($list),
                    label: $llabel,
                    item: $ltype::SPEC,
                },)*)?],
                open: None,
            };
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                if $name::SPEC.entity {
                    map.serialize_entry("id", &self.id)?;
                }
                $($(if !$crate::field::FieldValue::is_empty(&self.$field) {
                    map.serialize_entry(stringify!($field), &self.$field)?;
                })*)?
                $($(if self.$part != $ptype::default() {
                    map.serialize_entry(stringify!($part), &self.$part)?;
                })*)?
                $($(if !self.$list.is_empty() {
                    map.serialize_entry(stringify!($list), &self.$list)?;
                })*)?
                for (key, value) in self.extra.iter() {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }

        const _: () = {
            #[expect(non_camel_case_types, reason = "the variants are the names of the members")]
            enum Key { id, $($($field,)*)? $($($part,)*)? $($($list,)*)? __Other(String) }
            struct KeyVisitor;
            impl serde::de::Visitor<'_> for KeyVisitor {
                type Value = Key;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("成员名")
                }
                fn visit_str<E>(self, v: &str) -> Result<Key, E> {
                    Ok(match v {
                        "id" => Key::id,
                        $($(stringify!($field) => Key::$field,)*)?
                        $($(stringify!($part) => Key::$part,)*)?
                        $($(stringify!($list) => Key::$list,)*)?
                        _ => Key::__Other(v.to_owned()),
                    })
                }
            }
            impl<'de> serde::Deserialize<'de> for Key {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_identifier(KeyVisitor)
                }
            }
            struct Visitor;
            impl<'de> serde::de::Visitor<'de> for Visitor {
                type Value = $name;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str($label)
                }
                fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                    use serde::de::Error;
                    let mut id: Option<$crate::id::Id> = None;
                    $($(let mut $field: Option<Option<$type>> = None;)*)?
                    $($(let mut $part: Option<Option<$ptype>> = None;)*)?
                    $($(let mut $list: Option<Option<Vec<$ltype>>> = None;)*)?
                    let mut extra = $crate::record::Extra::default();
                    while let Some(key) = map.next_key::<Key>()? {
                        match key {
                            Key::id if !$name::SPEC.entity => {
                                if !extra.insert("id".to_owned(), $crate::record_json::value(&mut map)?) {
                                    return Err(A::Error::duplicate_field("id"));
                                }
                            }
                            Key::id => if id.replace($crate::record_json::value(&mut map)?).is_some() {
                                return Err(A::Error::duplicate_field("id"));
                            },
                            $($(Key::$field => if $field.replace($crate::record_json::value(&mut map)?).is_some() {
                                return Err(A::Error::duplicate_field(stringify!($field)));
                            },)*)?
                            $($(Key::$part => if $part.replace($crate::record_json::value(&mut map)?).is_some() {
                                return Err(A::Error::duplicate_field(stringify!($part)));
                            },)*)?
                            $($(Key::$list => if $list.replace($crate::record_json::value(&mut map)?).is_some() {
                                return Err(A::Error::duplicate_field(stringify!($list)));
                            },)*)?
                            Key::__Other(key) => if !extra.insert(key, $crate::record_json::value(&mut map)?) {
                                return Err(A::Error::custom("重复的成员名"));
                            },
                        }
                    }
                    if $name::SPEC.entity && id.is_none() {
                        return Err(A::Error::missing_field("id"));
                    }
                    Ok($name {
                        id: id.unwrap_or_default(),
                        $($($field: $field.flatten().unwrap_or_default(),)*)?
                        $($($part: $part.flatten().unwrap_or_default(),)*)?
                        $($($list: $list.flatten().unwrap_or_default(),)*)?
                        extra,
                    })
                }
            }
            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_map(Visitor)
                }
            }
        };

        impl $crate::record::Node for $name {
            fn spec(&self) -> &'static $crate::record::Spec {
                $name::SPEC
            }
            fn id(&self) -> Option<&$crate::id::Id> {
                $name::SPEC.entity.then_some(&self.id)
            }
            fn get(&self, field: &str) -> Option<serde_json::Value> {
                match field {
                    $($(stringify!($field) => {
                        if $crate::field::FieldValue::is_empty(&self.$field) {
                            return Some(serde_json::Value::Null);
                        }
                        serde_json::to_value(&self.$field).ok()
                    })*)?
                    _ => match field.split_once('.') {
                        $($(Some((stringify!($part), rest)) => {
                            $crate::record::Node::get(&self.$part, rest)
                        })*)?
                        _ => None,
                    },
                }
            }
            fn set(
                &mut self,
                field: &str,
                value: &serde_json::Value,
            ) -> Result<(), $crate::record::FieldError> {
                match field {
                    $($(stringify!($field) => {
                        self.$field = if value.is_null() {
                            <$type>::default()
                        } else {
                            serde::Deserialize::deserialize(value).map_err(|_| {
                                $crate::record::FieldError::Value {
                                    expected: <$type as $crate::field::FieldValue>::EXPECTED,
                                }
                            })?
                        };
                        Ok(())
                    })*)?
                    _ => match field.split_once('.') {
                        $($(Some((stringify!($part), rest)) => {
                            $crate::record::Node::set(&mut self.$part, rest, value)
                        })*)?
                        _ => Err($crate::record::FieldError::Unknown),
                    },
                }
            }
            fn list(&self, name: &str) -> Option<&dyn $crate::record::List> {
                match name {
                    $($(stringify!($list) => Some(&self.$list),)*)?
                    _ => None,
                }
            }
            fn list_mut(&mut self, name: &str) -> Option<&mut dyn $crate::record::List> {
                match name {
                    $($(stringify!($list) => Some(&mut self.$list),)*)?
                    _ => None,
                }
            }
            fn part(&self, name: &str) -> Option<&dyn $crate::record::Node> {
                match name {
                    $($(stringify!($part) => Some(&self.$part),)*)?
                    _ => None,
                }
            }
            fn extra(&self) -> &$crate::record::Extra {
                &self.extra
            }
            fn to_json(&self) -> serde_json::Value {
                $crate::record_json::json(self)
            }
        }

        $crate::record::record!(@impl $what $name);
    };
    (@target) => { None };
    (@target $target:ident) => { Some($crate::field::Target::$target) };
    (@entity entity) => { true };
    (@entity part) => { false };
    (@impl entity $name:ident) => {
        impl $crate::record::Entity for $name {
            const SPEC: &'static $crate::record::Spec = $name::SPEC;
            fn entity_id(&self) -> &$crate::id::Id {
                &self.id
            }
        }
    };
    (@impl part $name:ident) => {};
}
pub(crate) use record;
