//! What is odd about a bundle that opens: shown to the person, refused by nobody. Equal oddities are one entry.
//! Knows the ledger's tables and which field refers to what.

use std::collections::HashMap;

use serde_json::Value;

use super::number::double_holds;
use super::place::{Step, path_text, quoted};
use super::problem::{MAX_LISTED, Problem};
use ledger::Bundle;
use ledger::custom::CustomField;
use ledger::field::Target;
use ledger::id_map::IdMap;
use ledger::members::CustomValues;
use ledger::record::{FieldSpec, Node, Spec};

/// The kind of entity that ids in custom fields name.
const UNIT: &str = Target::Unit.name();

/// How many places an entry names.
const PLACES: usize = 3;

/// The ids of all entities of a bundle, with the names of their kinds.
pub(super) type Ids<'b> = IdMap<&'b str, &'static str>;

/// The oddities of a bundle.
pub(super) fn oddities(bundle: &Bundle, ids: &Ids) -> Vec<Problem> {
    let mut watched = HashMap::new();
    watch(Bundle::SPEC, &mut watched);
    let fields = bundle.custom_fields.iter().map(|field| (field.id.as_str(), field)).collect();
    let mut walk =
        Walk { watched, ids, fields, entries: Vec::new(), index: HashMap::new(), path: Vec::new() };
    walk.node(bundle);
    walk.entries.into_iter().map(Entry::problem).collect()
}

/// A field that is looked at.
struct Watched {
    field: &'static FieldSpec,
    what: What,
}

enum What {
    /// One of these words, or one that this version does not know.
    Word(Vec<Value>),
    /// Ids of entities of this kind.
    Reference(&'static str),
}

fn watch(spec: &'static Spec, watched: &mut HashMap<&'static str, Vec<Watched>>) {
    let of = |field: &'static FieldSpec| {
        let schema = (field.schema)();
        let what = if let Some(words) = schema.get("examples").and_then(Value::as_array) {
            What::Word(words.clone())
        } else {
            What::Reference(field.target?.name())
        };
        Some(Watched { field, what })
    };
    if watched.insert(spec.name, spec.fields.iter().filter_map(of).collect()).is_some() {
        return;
    }
    let parts = spec.parts.iter().map(|(_, part)| *part);
    for below in parts.chain(spec.lists.iter().map(|list| list.item)) {
        watch(below, watched);
    }
}

/// Equal oddities.
struct Entry {
    said: String,
    places: Vec<String>,
    count: usize,
}

impl Entry {
    fn problem(self) -> Problem {
        let hint = match self.count {
            1 => self.said,
            n if n <= self.places.len() => format!("{}（另见 {}）", self.said, self.places[1..].join("、")),
            n => format!("{}（共 {n} 处，另见 {} 等）", self.said, self.places[1..].join("、")),
        };
        let path = self.places.into_iter().next().unwrap_or_default();
        Problem { path, hint, ..Problem::default() }
    }
}

struct Walk<'b> {
    ids: &'b Ids<'b>,
    watched: HashMap<&'static str, Vec<Watched>>,
    /// The custom fields of the ledger by id.
    fields: IdMap<&'b str, &'b CustomField>,
    entries: Vec<Entry>,
    index: HashMap<String, usize>,
    path: Vec<Step>,
}

impl Walk<'_> {
    fn node(&mut self, node: &dyn Node) {
        let spec = node.spec();
        self.fields(node);
        if spec.is(CustomValues::SPEC) {
            self.custom_values(node);
        }
        for (key, value) in node.extra().iter() {
            self.path.push(Step::Key(key.clone()));
            let (spec, shown) = (spec.label, quoted(key));
            self.note(format!("{spec}的成员 {shown} 是这个版本不认识的，已原样保留"));
            self.numbers(value);
            self.path.pop();
        }
        for (name, _) in spec.parts {
            let Some(part) = node.part(name) else { continue };
            self.path.push(Step::Key((*name).to_owned()));
            self.node(part);
            self.path.pop();
        }
        for list_spec in spec.lists {
            let Some(list) = node.list(list_spec.name).filter(|list| !list.is_empty()) else { continue };
            self.path.push(Step::Key(list_spec.name.to_owned()));
            for index in 0..list.len() {
                let Some(item) = list.at(index) else { continue };
                self.path.push(Step::Index(index));
                self.node(item);
                self.path.pop();
            }
            self.path.pop();
        }
    }

    fn fields(&mut self, node: &dyn Node) {
        let mut odd = Vec::new();
        for Watched { field, what } in self.watched.get(node.spec().name).into_iter().flatten() {
            let value = node.get(field.name).unwrap_or_default();
            match what {
                What::Word(words) if !value.is_null() && !words.contains(&value) => {
                    let (label, word) = (field.label, quoted(value.as_str().unwrap_or_default()));
                    let known: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
                    let known = known.join("、");
                    odd.push((field.name, None, format!("{label} {word} 不在 {known} 之中，已原样保留")));
                }
                What::Word(_) => {}
                What::Reference(target) => {
                    let items = value.as_array().map_or(std::slice::from_ref(&value), Vec::as_slice);
                    for (index, item) in items.iter().enumerate() {
                        let Some(id) = item.as_str() else { continue };
                        if self.ids.get(id) != Some(target) {
                            let said =
                                format!("{}所指的 {} 在台账中不存在，已原样保留", field.label, quoted(id));
                            odd.push((field.name, value.is_array().then_some(index), said));
                        }
                    }
                }
            }
        }
        for (name, index, said) in odd {
            self.path.push(Step::Key(name.to_owned()));
            self.path.extend(index.map(Step::Index));
            self.note(said);
            self.path.truncate(self.path.len() - 1 - usize::from(index.is_some()));
        }
    }

    /// Values of custom fields: the ledger has the field, and they are of its kind.
    fn custom_values(&mut self, node: &dyn Node) {
        for (key, value) in node.members().iter() {
            self.path.push(Step::Key(key.clone()));
            if let Some(field) = self.fields.get(key.as_str()).copied() {
                let items = value.as_array().map_or(&[][..], Vec::as_slice);
                let mut lost =
                    items.iter().filter_map(Value::as_str).filter(|id| self.ids.get(id) != Some(&UNIT));
                if !field.takes(value) {
                    let (name, expected) = (quoted(field.name()), field.expected());
                    self.note(format!("自定义字段 {name} 的值应为{expected}，已原样保留"));
                } else if let Some(id) = lost.next() {
                    let (name, id) = (quoted(field.name()), quoted(id));
                    self.note(format!("自定义字段 {name} 所指的 {id} 在台账中不存在，已原样保留"));
                }
            } else {
                let shown = quoted(key);
                self.note(format!("{shown} 不在台账的自定义字段之中，它的值已原样保留"));
            }
            self.numbers(value);
            self.path.pop();
        }
    }

    /// The numbers in an unknown member that other programs would change.
    fn numbers(&mut self, value: &Value) {
        match value {
            Value::Number(number) if !double_holds(&number.to_string()) => {
                self.note(
                    "这个数的位数超出一般程序的精度，这里已原样保留，别的程序读写时可能改变它".to_owned(),
                );
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.path.push(Step::Index(index));
                    self.numbers(item);
                    self.path.pop();
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    self.path.push(Step::Key(key.clone()));
                    self.numbers(member);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, said: String) {
        if let Some(entry) = self.index.get(&said).and_then(|i| self.entries.get_mut(*i)) {
            entry.count += 1;
            if entry.places.len() < PLACES {
                entry.places.push(path_text(&self.path));
            }
        } else if self.entries.len() < MAX_LISTED {
            self.index.insert(said.clone(), self.entries.len());
            self.entries.push(Entry { said, places: vec![path_text(&self.path)], count: 1 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Whether a field holds ids, told from its schema.
    fn holds_ids(schema: &Value) -> bool {
        schema.get("minLength").is_some() || schema.get("items").is_some()
    }

    #[test]
    fn every_field_that_holds_ids_has_a_target() {
        fn check(spec: &'static Spec, seen: &mut HashSet<&'static str>) {
            if !seen.insert(spec.name) {
                return;
            }
            for field in spec.fields.iter().filter(|field| holds_ids(&(field.schema)())) {
                assert!(field.target.is_some(), "{}.{}", spec.name, field.name);
            }
            spec.parts.iter().for_each(|(_, part)| check(part, seen));
            spec.lists.iter().for_each(|list| check(list.item, seen));
        }
        check(Bundle::SPEC, &mut HashSet::new());
    }
}
