//! Walks a bundle's tree along the [`Spec`] tables and names all that the types refuse, not only the first.
//! Knows the ledger's tables, no particular entity but for the numbers that people call findings by.

use std::collections::HashMap;

use serde_json::Value;

use super::place::{Draft, Drafts, Step, path_text, quoted};
use super::problem::Problem;
use super::scan::{Kind, Node, Tree};
use ledger::date::{Date, DateError};
use ledger::field::{Decimal, FieldValue};
use ledger::record::{FieldSpec, Spec};
use ledger::{Bundle, Id};

/// What is wrong with a bundle that is JSON; `above` leads to it from the root of the file.
pub(super) fn diagnose(tree: &Tree, node: &Node, above: &[Step]) -> Drafts {
    let mut walk = Walk {
        tree,
        drafts: Drafts::default(),
        ids: HashMap::new(),
        path: above.to_vec(),
        names: Vec::new(),
    };
    walk.record(node, Bundle::SPEC);
    walk.drafts
}

/// How a value is told to a person.
pub(super) fn found(tree: &Tree, node: &Node) -> String {
    match &node.kind {
        Kind::Array(items) if items.is_empty() => "空的列表".to_owned(),
        Kind::Array(items) => format!("列表（{} 项）", items.len()),
        Kind::Object(members) if members.is_empty() => "空的对象".to_owned(),
        Kind::Object(members) => {
            let keys: Vec<String> = members.iter().take(3).map(|m| quoted(&tree.key(m))).collect();
            let more = if members.len() > keys.len() { " 等" } else { "" };
            format!("对象（有 {}{more}）", keys.join("、"))
        }
        Kind::String => quoted(&tree.string(node).unwrap_or_default()),
        Kind::Null | Kind::Bool => tree.source(node).to_owned(),
        Kind::Number => {
            let source = tree.source(node);
            // cannot fail: a number is ASCII.
            source.get(..40).map_or_else(|| source.to_owned(), |cut| format!("{cut}…"))
        }
    }
}

/// A record on the way down, for the name that people call the place by.
struct Name<'n> {
    label: &'static str,
    /// The position in its list; `None` for a part.
    index: Option<usize>,
    node: &'n Node,
}

struct Walk<'t, 'n> {
    tree: &'n Tree<'t>,
    drafts: Drafts,
    /// Where each id stands, and its path.
    ids: HashMap<String, (usize, String)>,
    path: Vec<Step>,
    names: Vec<Name<'n>>,
}

impl<'n> Walk<'_, 'n> {
    fn record(&mut self, node: &'n Node, spec: &'static Spec) {
        let Kind::Object(members) = &node.kind else {
            return self.wrong(node, None, &format!("{}（一个对象）", spec.label), "");
        };
        if spec.entity {
            self.id(node);
        }
        for member in members {
            let key = self.tree.key(member);
            let value = &member.value;
            self.path.push(Step::Key(key.clone().into_owned()));
            let named = spec.fields.iter().find(|field| field.name == key);
            if let Some(field) = named.or(spec.open) {
                self.field(value, field);
            } else if let Some((_, part)) = spec.parts.iter().find(|(name, _)| *name == key) {
                if !matches!(value.kind, Kind::Null) {
                    self.names.push(Name { label: part.label, index: None, node: value });
                    self.record(value, part);
                    self.names.pop();
                }
            } else if let Some(list) = spec.list(&key) {
                self.list(value, list.label, list.item);
            }
            self.path.pop();
        }
    }

    fn list(&mut self, node: &'n Node, label: &'static str, item: &'static Spec) {
        match &node.kind {
            Kind::Null => {}
            Kind::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.path.push(Step::Index(index));
                    self.names.push(Name { label: item.label, index: Some(index), node: value });
                    self.record(value, item);
                    self.names.pop();
                    self.path.pop();
                }
            }
            _ => self.wrong(node, Some(label), &format!("{label}的列表 […]"), ""),
        }
    }

    fn id(&mut self, node: &'n Node) {
        let expected = format!("编号（1 至 {} 个字的文字）", Id::MAX_CHARS);
        let Some(member) = self.tree.member(node, "id") else {
            let problem = self.problem(Some("编号"), "id", expected, "空缺".to_owned());
            self.drafts.push(Draft { at: node.start, other: None, problem });
            return;
        };
        let text = self.tree.string(&member.value);
        let Some(text) = text.filter(|text| Id::new(text).is_some()) else {
            let problem = self.problem(Some("编号"), "id", expected, found(self.tree, &member.value));
            self.drafts.push(Draft { at: member.value.start, other: None, problem });
            return;
        };
        self.path.push(Step::Key("id".to_owned()));
        let path = path_text(&self.path);
        self.path.pop();
        let at = member.value.start;
        let Some((first, first_path)) = self.ids.get(&*text).cloned() else {
            self.ids.insert(text.into_owned(), (at, path));
            return;
        };
        let expected = "整份台账中唯一的编号".to_owned();
        let mut problem = self.problem(Some("编号"), "id", expected, format!("又一个 {}", quoted(&text)));
        problem.hint = format!("它已经用在 {first_path}（{{}}）");
        self.drafts.push(Draft { at, other: Some(first), problem });
    }

    fn field(&mut self, node: &'n Node, field: &FieldSpec) {
        // A text with a wrong escape is no value for serde_json; the scan has told of it.
        let Ok(value) = serde_json::from_str::<Value>(self.tree.source(node)) else { return };
        if (field.accepts)(&value) {
            return;
        }
        if let (Value::Array(items), Kind::Array(nodes), true) =
            (&value, &node.kind, (field.accepts)(&Value::Array(Vec::new())))
        {
            // In a list of ids each wrong one has its own place.
            for (index, (item, node)) in items.iter().zip(nodes).enumerate() {
                if !(field.accepts)(&Value::Array(vec![item.clone()])) {
                    self.path.push(Step::Index(index));
                    self.wrong(node, Some(field.label), "编号（1 至 120 个字的文字）", "");
                    self.path.pop();
                }
            }
            return;
        }
        self.wrong(node, Some(field.label), field.expected, hint(&value, field));
    }

    fn wrong(&mut self, node: &Node, label: Option<&str>, expected: &str, hint: &str) {
        let mut problem = self.problem(label, "", expected.to_owned(), found(self.tree, node));
        hint.clone_into(&mut problem.hint);
        self.drafts.push(Draft { at: node.start, other: None, problem });
    }

    fn problem(&self, label: Option<&str>, key: &str, expected: String, found: String) -> Problem {
        let last = (!key.is_empty()).then(|| Step::Key(key.to_owned()));
        let path = path_text(self.path.iter().chain(&last));
        Problem { path, name: self.name(label), expected, found, ..Problem::default() }
    }

    /// `问题 12 措施 3 的整改时限`: findings and measures by their printed numbers, where they have one.
    fn name(&self, label: Option<&str>) -> String {
        let of = |name: &Name| {
            let Some(index) = name.index else { return name.label.to_owned() };
            let number = self.tree.member(name.node, "number").map(|m| &m.value);
            let number = number.filter(|n| matches!(n.kind, Kind::Number)).map(|n| self.tree.source(n));
            let number = number.filter(|n| n.len() < 10 && n.bytes().all(|b| b.is_ascii_digit()));
            let number = number.map_or_else(|| (index + 1).to_string(), str::to_owned);
            format!("{} {number}", name.label.trim_start_matches("整改"))
        };
        let place = self.names.iter().map(of).collect::<Vec<_>>().join(" ");
        match label {
            None => place,
            Some(label) if place.is_empty() => label.to_owned(),
            Some(label) if place.ends_with(|c: char| c.is_ascii()) => format!("{place} 的{label}"),
            Some(label) => format!("{place}的{label}"),
        }
    }
}

/// What to do about some mistakes that are easily made.
fn hint(value: &Value, field: &FieldSpec) -> &'static str {
    let no_day = |text: &str| text.parse::<Date>() == Err(DateError::NoSuchDay);
    // A word or a deadline takes any text, yet not every number in quotes makes sense as one.
    let textual = field.expected == String::EXPECTED || field.expected == <Option<Decimal>>::EXPECTED;
    match value {
        Value::String(text) if text.is_empty() => "没有内容时请写 null，或删去这一项",
        Value::String(text) if no_day(text) => "日历上没有这一天",
        Value::String(text) if no_day(&format!("{text}-01")) => "日历上没有这个月",
        Value::String(text)
            if serde_json::from_str(text).is_ok_and(|v: Value| !v.is_null() && (field.accepts)(&v)) =>
        {
            "请去掉引号"
        }
        Value::Number(_) | Value::Bool(_)
            if textual && (field.accepts)(&Value::String(value.to_string())) =>
        {
            "请加上英文双引号"
        }
        _ => "",
    }
}
