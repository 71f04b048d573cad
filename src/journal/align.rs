//! Gives the entities of another file the ids that this ledger has for them, where titles and texts say that
//! they are the same: a ledger that was typed anew, or came out of a spreadsheet.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use ledger::field::FieldKind;
use ledger::record::{Node, Spec};
use ledger::{Bundle, Id, Ledger, custom};

/// What people know an entity by, without white space. Empty where it says nothing.
fn known_by(node: &dyn Node) -> String {
    let text = ["title", "name", "text", "label", "form", "what", "quote", "reason", "opinion"]
        .iter()
        .find_map(|field| node.get(field)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned));
    text.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect()
}

/// The bundle with this ledger's ids for what is the same, and how many entities were matched by their texts.
#[must_use]
pub(super) fn align(ledger: &Ledger, other: Bundle) -> (Bundle, usize) {
    let mut there = HashSet::new();
    ids_of(&other, &mut there);
    let mut names = HashMap::new();
    pair(ledger, ledger.bundle(), &other, &there, &mut names);
    let renamed = names.len();
    if renamed == 0 && other.id == ledger.bundle().id {
        return (other, 0);
    }
    names.insert(other.id.clone(), ledger.bundle().id.clone());
    let mut value = other.to_json();
    rename(Bundle::SPEC, &mut value, &names);
    if let Some(history) = value.get_mut("history") {
        rename_in_edits(history, &names);
    }
    // Through the text: a second reader of every kind of record, out of values, would be a twentieth of the program.
    match serde_json::from_str(&value.to_string()) {
        Ok(bundle) => (bundle, renamed),
        Err(_) => (other, 0),
    }
}

fn ids_of(node: &dyn Node, ids: &mut HashSet<Id>) {
    for list in node.spec().lists.iter().filter_map(|list| node.list(list.name)) {
        for item in (0..list.len()).filter_map(|at| list.at(at)) {
            ids.extend(item.id().cloned());
            ids_of(item, ids);
        }
    }
}

fn pair(
    ledger: &Ledger,
    mine: &dyn Node,
    other: &dyn Node,
    there: &HashSet<Id>,
    names: &mut HashMap<Id, Id>,
) {
    for list in other.spec().lists {
        let (Some(here), Some(theirs)) = (mine.list(list.name), other.list(list.name)) else { continue };
        let mut free: HashMap<String, Vec<&dyn Node>> = HashMap::new();
        for item in (0..here.len()).rev().filter_map(|at| here.at(at)) {
            if item.id().is_some_and(|id| !there.contains(id)) {
                free.entry(known_by(item)).or_default().push(item);
            }
        }
        free.remove("");
        for item in (0..theirs.len()).filter_map(|at| theirs.at(at)) {
            let Some(id) = item.id() else { continue };
            if ledger.kind(id).is_some_and(|kind| kind.is(list.item)) {
                if let Some(same) = ledger.node(id) {
                    pair(ledger, same, item, there, names);
                }
            } else if let Some(same) = free.get_mut(&known_by(item)).and_then(Vec::pop)
                && let Some(name) = same.id()
            {
                names.insert(id.clone(), name.clone());
                pair(ledger, same, item, there, names);
            }
        }
    }
}

fn rename_text(value: &mut Value, names: &HashMap<Id, Id>) {
    match value {
        Value::String(text) => {
            if let Some(name) = Id::new(text).and_then(|id| names.get(&id)) {
                *text = name.to_string();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename_text(item, names)),
        _ => {}
    }
}

fn rename(spec: &Spec, value: &mut Value, names: &HashMap<Id, Id>) {
    let Some(map) = value.as_object_mut() else { return };
    if let Some(id) = map.get_mut("id").filter(|_| spec.entity) {
        rename_text(id, names);
    }
    for field in spec.fields.iter().filter(|f| matches!(f.kind, FieldKind::Reference | FieldKind::References))
    {
        if let Some(value) = map.get_mut(field.name) {
            rename_text(value, names);
        }
    }
    if let Some(values) = map.get_mut(custom::VALUES).and_then(Value::as_object_mut) {
        *values =
            std::mem::take(values).into_iter().map(|(id, value)| renamed_value(id, value, names)).collect();
    }
    for list in spec.lists {
        for item in map.get_mut(list.name).and_then(Value::as_array_mut).into_iter().flatten() {
            rename(list.item, item, names);
        }
    }
}

/// The value of a custom field: its name is the id of the field, and a list is one of ids.
fn renamed_value(field: String, mut value: Value, names: &HashMap<Id, Id>) -> (String, Value) {
    if value.is_array() {
        rename_text(&mut value, names);
    }
    (names.get(field.as_str()).map_or(field, ToString::to_string), value)
}

/// The ids that edits name: nothing else of them is touched.
fn rename_in_edits(value: &mut Value, names: &HashMap<Id, Id>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match key.as_str() {
                    "entity" | "parent" | "after" => rename_text(value, names),
                    "field" => {
                        let of = value
                            .as_str()
                            .and_then(|field| field.strip_prefix(custom::VALUES)?.strip_prefix('.'));
                        if let Some(name) = of.and_then(|id| names.get(id)) {
                            *value = format!("{}.{name}", custom::VALUES).into();
                        }
                    }
                    _ => rename_in_edits(value, names),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename_in_edits(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bundle(value: Value) -> Bundle {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn what_has_the_same_title_or_text_gets_this_ledgers_id() {
        let mine = Ledger::new(bundle(json!({"format": "f", "id": "b", "units": [{"id": "u1", "name": "办公室"}],
            "findings": [{"id": "f1", "title": "关于甲的问题", "measures": [{"id": "m1", "text": "开会。"}, {"id": "m2", "text": "发文。"}]}]})))
        .unwrap();
        let other = bundle(json!({"format": "f", "id": "x", "units": [{"id": "9", "name": "办公室"}],
            "findings": [{"id": "1", "title": "关于甲 的问题", "measures": [
                {"id": "2", "text": "发文。", "lead_unit": "9"}, {"id": "3", "text": "新的。"}]}]}));
        let (aligned, renamed) = align(&mine, other);
        assert_eq!(renamed, 3);
        let finding = &aligned.findings[0];
        let ids: Vec<&str> = finding.measures.iter().map(|m| m.id.as_str()).collect();
        assert_eq!((aligned.id.as_str(), finding.id.as_str(), ids), ("b", "f1", vec!["m2", "3"]));
        assert_eq!(finding.measures[0].lead_unit, Id::new("u1"));
    }
}
