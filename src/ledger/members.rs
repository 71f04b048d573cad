//! Members of a record whose names the ledger gives and not the program: the values of custom fields by the id of the
//! field, the names that a ledger gives to built-in fields, the built-in fields that it hides. Each member is a field
//! of the record that holds them: `custom.cf-1`, `field_labels.measure.owner`. Knows no custom field.

use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Value, json};

use super::field::FieldKind;
use super::id::Id;
use super::record::{Extra, FieldError, FieldSpec, List, Node, Spec};

/// What the members of one kind of record are.
pub trait MemberKind: 'static {
    /// The record, with what its members may hold in [`Spec::open`].
    const SPEC: &'static Spec;
}

/// Members by name. Absent, `null` and empty are one, so that only what says something is kept.
pub struct Members<K>(Extra, PhantomData<fn() -> K>);

/// The values of custom fields, by the id of the field. Any JSON value is held and written back: that a value is not of
/// the kind of its field is told, not refused, since the kind may change after the value was set.
#[derive(Debug)]
pub enum OfCustomFields {}

/// The values of the custom fields of a finding or measure.
pub type CustomValues = Members<OfCustomFields>;

impl MemberKind for OfCustomFields {
    const SPEC: &'static Spec = &open_spec(
        "自定义字段的值",
        "CustomValues",
        &FieldSpec {
            name: "",
            label: "自定义字段",
            expected: "自定义字段的值",
            kind: FieldKind::Raw,
            target: None,
            accepts: |_| true,
            schema: || json!({}),
        },
    );
}

/// The names that a ledger gives to built-in fields, by key.
#[derive(Debug)]
pub enum OfLabels {}

/// Built-in fields renamed: `measure.owner` → `经办人`.
pub type FieldLabels = Members<OfLabels>;

impl MemberKind for OfLabels {
    const SPEC: &'static Spec = &open_spec(
        "字段改名",
        "FieldLabels",
        &FieldSpec {
            name: "",
            label: "字段名称",
            expected: "文字",
            kind: FieldKind::Text,
            target: None,
            accepts: |value| value.is_null() || value.is_string(),
            schema: || json!({"type": "string"}),
        },
    );
}

/// Which built-in fields a ledger hides.
#[derive(Debug)]
pub enum OfHidden {}

/// Built-in fields hidden: `finding.goal` → `true`.
pub type HiddenFields = Members<OfHidden>;

impl MemberKind for OfHidden {
    const SPEC: &'static Spec = &open_spec(
        "隐藏的字段",
        "HiddenFields",
        &FieldSpec {
            name: "",
            label: "隐藏字段",
            expected: "true 或 false",
            kind: FieldKind::Flag,
            target: None,
            accepts: |value| value.is_null() || value.is_boolean(),
            schema: || json!({"type": "boolean"}),
        },
    );
}

const fn open_spec(label: &'static str, name: &'static str, open: &'static FieldSpec) -> Spec {
    Spec { label, name, entity: false, fields: &[], parts: &[], lists: &[], open: Some(open) }
}

/// Whether a value says nothing: no such member is kept.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn takes<K: MemberKind>(value: &Value) -> bool {
    K::SPEC.open.is_some_and(|open| (open.accepts)(value))
}

impl<K: MemberKind> Members<K> {
    /// What is known of them.
    pub const SPEC: &'static Spec = K::SPEC;

    /// The value of a member; `None` where it says nothing.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The text of a member; empty where it is no text.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.value(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// The members that say something, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter()
    }

    /// Puts a value, or takes the member away where the value says nothing.
    pub fn put(&mut self, name: &str, value: Value) {
        if says_nothing(&value) {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), value);
        }
    }
}

// By hand: a derive would ask the same of the marker.
impl<K> std::fmt::Debug for Members<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<K> Clone for Members<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<K> PartialEq for Members<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K> Default for Members<K> {
    fn default() -> Self {
        Self(Extra::default(), PhantomData)
    }
}

impl<K> Serialize for Members<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter())
    }
}

impl<'de, K: MemberKind> Deserialize<'de> for Members<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<K>(PhantomData<fn() -> K>);
        impl<'de, K: MemberKind> de::Visitor<'de> for Visitor<K> {
            type Value = Members<K>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(K::SPEC.label)
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Members<K>, A::Error> {
                let mut members = Members::default();
                let mut seen = std::collections::BTreeSet::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if !takes::<K>(&value) {
                        return Err(de::Error::custom("成员的值不合要求"));
                    }
                    members.put(&name, value);
                    if !seen.insert(name) {
                        return Err(de::Error::custom("重复的成员名"));
                    }
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

impl<K: MemberKind> Node for Members<K> {
    fn spec(&self) -> &'static Spec {
        K::SPEC
    }
    fn id(&self) -> Option<&Id> {
        None
    }
    fn get(&self, field: &str) -> Option<Value> {
        // What a file brought is told whatever its name; a new name is that of an id.
        match self.0.get(field) {
            Some(value) => Some(value.clone()),
            None => Id::new(field).map(|_| Value::Null),
        }
    }
    fn set(&mut self, field: &str, value: &Value) -> Result<(), FieldError> {
        if Id::new(field).is_none() && self.0.get(field).is_none() {
            return Err(FieldError::Unknown);
        }
        if !takes::<K>(value) {
            let expected = K::SPEC.open.map_or("", |open| open.expected);
            return Err(FieldError::Value { expected });
        }
        self.put(field, value.clone());
        Ok(())
    }
    fn list(&self, _: &str) -> Option<&dyn List> {
        None
    }
    fn list_mut(&mut self, _: &str) -> Option<&mut dyn List> {
        None
    }
    fn part(&self, _: &str) -> Option<&dyn Node> {
        None
    }
    fn extra(&self) -> &Extra {
        Extra::none()
    }
    fn members(&self) -> &Extra {
        &self.0
    }
    fn to_json(&self) -> Value {
        Value::Object(self.0.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Measure;

    fn read(text: &str) -> Result<Measure, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn values_of_custom_fields_are_fields_by_the_id_of_their_field() {
        let mut measure =
            read(r#"{"id": "m", "custom": {"a": "上级", "b.c": ["u1"], "n": 12.50, "e": "", "z": null}}"#)
                .unwrap();
        assert_eq!(measure.get("custom.a"), Some(json!("上级")));
        assert_eq!(measure.get("custom.b.c"), Some(json!(["u1"])));
        assert_eq!(measure.get("custom.new"), Some(Value::Null));
        assert_eq!(measure.get("custom.\n"), None);
        assert_eq!(measure.set("custom.\n", &json!("x")), Err(FieldError::Unknown));
        assert_eq!(measure.set("custom.a", &Value::Null), Ok(()));
        assert_eq!(measure.set("custom.new", &json!("自筹")), Ok(()));
        let text = serde_json::to_string(&measure).unwrap();
        assert_eq!(text, r#"{"id":"m","custom":{"b.c":["u1"],"n":12.50,"new":"自筹"}}"#);
    }

    #[test]
    fn the_last_value_that_goes_leaves_a_record_as_one_that_never_had_any() {
        let mut measure = read(r#"{"id": "m"}"#).unwrap();
        for empty in [json!(""), json!(null), json!([]), json!(false)] {
            measure.set("custom.a", &json!("x")).unwrap();
            measure.set("custom.a", &empty).unwrap();
            assert_eq!(measure, read(r#"{"id": "m", "custom": {}}"#).unwrap(), "{empty}");
        }
        assert_eq!(serde_json::to_string(&measure).unwrap(), r#"{"id":"m"}"#);
    }

    #[test]
    fn what_is_no_object_or_says_a_member_twice_is_refused() {
        assert!(read(r#"{"id": "m", "custom": {"a": "x", "a": "y"}}"#).is_err());
        assert!(read(r#"{"id": "m", "custom": {"a": "", "a": ""}}"#).is_err());
        assert!(read(r#"{"id": "m", "custom": ["a"]}"#).is_err());
        assert!(read(r#"{"id": "m", "custom": null}"#).is_ok());
    }
}
