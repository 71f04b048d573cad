//! What is odd about a bundle that opens: shown to the person, refused by nobody. Oddities of one kind are one
//! entry, with how many they are; places are named as people name them, not by paths.
//! Knows the ledger's tables and which field refers to what.

use std::collections::HashMap;

use serde_json::Value;

use super::number::double_holds;
use super::place::quoted;
use super::problem::{MAX_LISTED, Problem};
use ledger::Bundle;
use ledger::custom::CustomField;
use ledger::field::Target;
use ledger::id_map::IdMap;
use ledger::members::CustomValues;
use ledger::record::{FieldSpec, Node, Spec};

/// The kind of entity that ids in custom fields name.
const UNIT: &str = Target::Unit.name();

/// How many places are named of a value.
const PLACES: usize = 3;

/// How many values an entry names.
const VALUES: usize = 5;

/// The ids of all entities of a bundle, with the names of their kinds.
pub(super) type Ids<'b> = IdMap<&'b str, &'static str>;

/// The oddities of a bundle.
pub(super) fn oddities(bundle: &Bundle, ids: &Ids) -> Vec<Problem> {
    let mut watched = HashMap::new();
    watch(Bundle::SPEC, &mut watched);
    let fields = bundle.custom_fields.iter().map(|field| (field.id.as_str(), field)).collect();
    let mut walk =
        Walk { watched, ids, fields, entries: Vec::new(), index: HashMap::new(), names: Vec::new() };
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

/// What kind of oddity it is: those of one kind are one entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    /// A record of this label has a member that this version does not know.
    Member(&'static str),
    /// A field of this label holds another word than these.
    Word(&'static str, String),
    /// A field of this label refers to what is not there.
    Missing(&'static str),
    /// A number has more digits than other programs keep.
    Digits,
    /// A value of the custom field of this name is not what the field takes, which is this.
    CustomValue(String, String),
    /// The custom field of this name refers to what is not there.
    CustomMissing(String),
    /// There is a value of a custom field that the ledger does not have.
    CustomUnknown,
}

impl Kind {
    fn said(&self) -> String {
        match self {
            Self::Member(label) => format!("{label}有这个版本不认识的成员"),
            Self::Word(label, known) => format!("{label}不在 {known} 之中"),
            Self::Missing(label) => format!("{label}所指的条目在台账中不存在"),
            Self::CustomValue(name, expected) => format!("自定义字段 {name} 的值应为{expected}"),
            Self::CustomMissing(name) => format!("自定义字段 {name} 所指的条目在台账中不存在"),
            Self::CustomUnknown => "有不在台账的自定义字段之中的值".to_owned(),
            Self::Digits => "数的位数超出一般程序的精度，别的程序读写时可能改变它".to_owned(),
        }
    }
}

/// Where something odd was found, and how often.
struct Found {
    /// What stands there.
    value: String,
    /// The first places, as people call them; empty for the ledger itself.
    places: Vec<String>,
    count: usize,
}

impl Found {
    /// `"快好了"（措施 1-1、措施 1-2 等 7 处）`
    fn told(&self) -> String {
        let places: Vec<&str> =
            self.places.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let more = match self.count {
            n if n > self.places.len() => format!(" 等 {n} 处"),
            _ => String::new(),
        };
        if places.is_empty() {
            self.value.clone()
        } else {
            format!("{}（{}{more}）", self.value, places.join("、"))
        }
    }
}

/// The oddities of one kind.
struct Entry {
    kind: Kind,
    found: Vec<Found>,
    index: HashMap<String, usize>,
    count: usize,
}

impl Entry {
    fn problem(self) -> Problem {
        let shown: Vec<String> = self.found.iter().take(VALUES).map(Found::told).collect();
        let more = if self.found.len() > VALUES { " 等" } else { "" };
        let count = if self.count > 1 { format!("（共 {} 处）", self.count) } else { String::new() };
        let hint = format!("{}{count}，已原样保留：{}{more}", self.kind.said(), shown.join("、"));
        Problem { hint, ..Problem::default() }
    }

    fn note(&mut self, value: String, place: String) {
        self.count += 1;
        if let Some(found) = self.index.get(&value).and_then(|at| self.found.get_mut(*at)) {
            found.count += 1;
            if found.places.len() < PLACES && found.places.last() != Some(&place) {
                found.places.push(place);
            }
        } else if self.found.len() < MAX_LISTED {
            self.index.insert(value.clone(), self.found.len());
            self.found.push(Found { value, places: vec![place], count: 1 });
        }
    }
}

struct Walk<'b> {
    ids: &'b Ids<'b>,
    watched: HashMap<&'static str, Vec<Watched>>,
    /// The custom fields of the ledger by id.
    fields: IdMap<&'b str, &'b CustomField>,
    entries: Vec<Entry>,
    index: HashMap<Kind, usize>,
    /// How people call the records from the ledger down to the one at hand.
    names: Vec<String>,
}

/// How people call an item of a list: `问题 5`, `措施 5-1`, `措施 5-1 的第 2 个佐证材料`.
fn item_name(above: &str, label: &str, item: &dyn Node, index: usize) -> String {
    let number = || match item.get("number") {
        Some(Value::Number(number)) => number.to_string(),
        _ => (index + 1).to_string(),
    };
    match (item.spec().name, above.strip_prefix("问题 ")) {
        ("Finding", _) => format!("问题 {}", number()),
        ("Measure", Some(finding)) => format!("措施 {finding}-{}", number()),
        _ if above.is_empty() => format!("第 {} 个{label}", index + 1),
        _ => format!("{above} 的第 {} 个{label}", index + 1),
    }
}

impl Walk<'_> {
    fn name(&self) -> String {
        self.names.last().cloned().unwrap_or_default()
    }

    fn node(&mut self, node: &dyn Node) {
        let spec = node.spec();
        self.fields(node);
        if spec.is(CustomValues::SPEC) {
            self.custom_values(node);
        }
        for (key, value) in node.extra().iter() {
            self.note(Kind::Member(spec.label), quoted(key));
            self.numbers(value, key);
        }
        for (name, part_spec) in spec.parts {
            let Some(part) = node.part(name) else { continue };
            let above = self.name();
            let name =
                if above.is_empty() { String::new() } else { format!("{above} 的{}", part_spec.label) };
            self.below(name, part);
        }
        for list_spec in spec.lists {
            let Some(list) = node.list(list_spec.name).filter(|list| !list.is_empty()) else { continue };
            let above = self.name();
            for index in 0..list.len() {
                let Some(item) = list.at(index) else { continue };
                self.below(item_name(&above, item.spec().label, item, index), item);
            }
        }
    }

    fn below(&mut self, name: String, node: &dyn Node) {
        self.names.push(name);
        self.node(node);
        self.names.pop();
    }

    fn fields(&mut self, node: &dyn Node) {
        let mut odd = Vec::new();
        for Watched { field, what } in self.watched.get(node.spec().name).into_iter().flatten() {
            let value = node.get(field.name).unwrap_or_default();
            match what {
                What::Word(words) if !value.is_null() && !words.contains(&value) => {
                    let known: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
                    let word = quoted(value.as_str().unwrap_or_default());
                    odd.push((Kind::Word(field.label, known.join("、")), word));
                }
                What::Word(_) => {}
                What::Reference(target) => {
                    let items = value.as_array().map_or(std::slice::from_ref(&value), Vec::as_slice);
                    let missing =
                        items.iter().filter_map(Value::as_str).filter(|id| self.ids.get(id) != Some(target));
                    odd.extend(missing.map(|id| (Kind::Missing(field.label), quoted(id))));
                }
            }
        }
        for (kind, value) in odd {
            self.note(kind, value);
        }
    }

    /// Values of custom fields: the ledger has the field, and they are of its kind.
    fn custom_values(&mut self, node: &dyn Node) {
        for (key, value) in node.members().iter() {
            if let Some(field) = self.fields.get(key.as_str()).copied() {
                let items = value.as_array().map_or(&[][..], Vec::as_slice);
                let mut lost =
                    items.iter().filter_map(Value::as_str).filter(|id| self.ids.get(id) != Some(&UNIT));
                let name = quoted(field.name());
                if !field.takes(value) {
                    let shown = value.as_str().map_or_else(|| value.to_string(), quoted);
                    self.note(Kind::CustomValue(name, field.expected()), short(&shown));
                } else if let Some(id) = lost.next() {
                    let id = quoted(id);
                    self.note(Kind::CustomMissing(name), id);
                }
            } else {
                self.note(Kind::CustomUnknown, quoted(key));
            }
            self.numbers(value, key);
        }
    }

    /// The numbers in an unknown member that other programs would change.
    fn numbers(&mut self, value: &Value, key: &str) {
        match value {
            Value::Number(number) if !double_holds(&number.to_string()) => {
                self.note(Kind::Digits, format!("成员 {} 中的 {}", quoted(key), short(&number.to_string())));
            }
            Value::Array(items) => items.iter().for_each(|item| self.numbers(item, key)),
            Value::Object(members) => members.iter().for_each(|(_, member)| self.numbers(member, key)),
            _ => {}
        }
    }

    fn note(&mut self, kind: Kind, value: String) {
        let place = self.name();
        let at = *self.index.entry(kind.clone()).or_insert(self.entries.len());
        if at == self.entries.len() {
            self.entries.push(Entry { kind, found: Vec::new(), index: HashMap::new(), count: 0 });
        }
        if let Some(entry) = self.entries.get_mut(at) {
            entry.note(value, place);
        }
    }
}

/// A number's digits, cut after 40.
fn short(digits: &str) -> String {
    digits.chars().take(40).chain((digits.len() > 40).then_some('…')).collect()
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
