//! Edits in words: who changed what, where, from what to what. Tells, never decides.

use serde_json::Value;

use super::apply::Refusal;
use super::edit::{Cause, Edit, Op, Spot};
use super::entity_names::EntityNames;
use ledger::closure::{ClosureAction, ClosureStep};
use ledger::field::FieldKind;
use ledger::record::{FieldSpec, Node, Spec};
use ledger::{Id, Ledger};

/// An edit in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Where: `措施 12-3`, `问题 12`, `台账`.
    pub place: String,
    /// What was done to what: `整改状态`, `新增整改措施`, `删除进展`.
    pub what: String,
    /// The value before; empty where there is none to tell.
    pub from: String,
    /// The value after.
    pub to: String,
}

/// What empty fields are called.
pub const UNFILLED: &str = "未填报";

/// The name of an entity for people: `措施 12-3`, `问题 12`, `单位 高新处`. `None` where it is not there.
#[must_use]
pub fn place(ledger: &Ledger, id: &Id) -> Option<String> {
    if *id == ledger.bundle().id {
        return Some("台账".to_owned());
    }
    if let Some((finding, measure)) = ledger.measure(id) {
        return Some(format!("措施 {}", ledger.measure_number(&finding.id, &measure.id)));
    }
    if ledger.finding(id).is_some() {
        return Some(format!("问题 {}", ledger.finding_number(id)));
    }
    let node = ledger.node(id)?;
    let own = format!("{} {}", node.spec().label, short(&name_of(node), 24));
    match ledger.parent(id) {
        Some((parent, _)) if *parent != ledger.bundle().id => {
            Some(format!("{}的{}", place(ledger, parent)?, own.trim_end()))
        }
        _ => Some(own.trim_end().to_owned()),
    }
}

/// What tells an entity from others of its kind.
fn name_of(node: &dyn Node) -> String {
    ["title", "name", "label", "lead", "text", "form", "what", "quote", "number"]
        .iter()
        .find_map(|field| match node.get(field) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        })
        .unwrap_or_default()
}

pub(super) fn short(text: &str, chars: usize) -> String {
    let mut out: String = text.chars().take(chars).collect();
    if text.chars().nth(chars).is_some() {
        out.push('…');
    }
    out
}

/// A field's value for people: ids of units, statuses and other entities become their names.
#[must_use]
pub fn show(ledger: &Ledger, field: Option<&FieldSpec>, value: &Value) -> String {
    let kind = field.map(|field| field.kind);
    let is_id = matches!(kind, Some(FieldKind::Reference | FieldKind::References));
    match value {
        // A list in a custom field is one of units.
        Value::Array(items) if kind == Some(FieldKind::Raw) && !items.is_empty() => {
            let name = |item: &Value| {
                let text = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
                let named = Id::new(&text).and_then(|id| ledger.node(&id)).map(name_of);
                named.filter(|name| !name.is_empty()).unwrap_or(text)
            };
            items.iter().map(name).collect::<Vec<_>>().join("、")
        }
        Value::Null => UNFILLED.to_owned(),
        Value::String(text) if text.is_empty() => UNFILLED.to_owned(),
        Value::String(text) if is_id => Id::new(text)
            .and_then(|id| {
                let node = ledger.node(&id)?;
                let name = name_of(node);
                if ledger.finding(&id).is_some() || ledger.measure(&id).is_some() || name.is_empty() {
                    place(ledger, &id)
                } else {
                    Some(name)
                }
            })
            .unwrap_or_else(|| text.clone()),
        Value::String(text) => match field.map(|f| f.kind) {
            Some(FieldKind::Word(words)) => {
                words.iter().find(|(code, _)| code == text).map_or_else(|| text.clone(), |w| w.1.to_owned())
            }
            _ => text.clone(),
        },
        Value::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Array(items) if items.is_empty() => UNFILLED.to_owned(),
        Value::Array(items) => {
            items.iter().map(|item| show(ledger, field, item)).collect::<Vec<_>>().join("、")
        }
        other => other.to_string(),
    }
}

/// A field's name for people: `inspection.round` is `巡察轮次`.
pub(super) fn field_label(ledger: &Ledger, spec: Option<&'static Spec>, field: &str) -> String {
    spec.map_or_else(|| field.to_owned(), |spec| ledger.field_label(spec, field))
}

pub(super) fn item_name(spec: Option<&Spec>, item: &Value) -> String {
    let text = ["title", "name", "label", "text", "form", "what", "reason", "opinion"]
        .iter()
        .filter_map(|field| item.get(field).and_then(Value::as_str))
        .find(|text| !text.is_empty());
    if spec.is_some_and(|s| s.is(ClosureStep::SPEC)) {
        return step_name(item, text.unwrap_or_default());
    }
    match text {
        Some(text) => text.to_owned(),
        None => spec.map_or_else(String::new, |s| s.label.to_owned()),
    }
}

/// A step of 销号: `退回：请补签到表`.
fn step_name(item: &Value, opinion: &str) -> String {
    let code = item.get("action").and_then(Value::as_str).unwrap_or_default();
    let action = ClosureAction::KNOWN.iter().find(|action| action.to_string() == code);
    let action = action.map_or(code, ClosureAction::label);
    if opinion.is_empty() { action.to_owned() } else { format!("{action}：{opinion}") }
}

/// Where an edit acts. What nothing tells of has its id for a name.
fn edit_place(known: &EntityNames, op: &Op) -> String {
    let id = match op {
        Op::Set { entity, .. } | Op::Move { entity, .. } | Op::Decline { entity: Some(entity), .. } => entity,
        Op::Insert { at, .. } | Op::Remove { at, .. } => &at.parent,
        Op::Decline { .. } | Op::Merge { .. } | Op::Unknown { .. } => return "台账".to_owned(),
    };
    known.place(id).unwrap_or_else(|| format!("已删除的 {id}"))
}

/// An edit in words, seen from the ledger as it is now.
#[must_use]
pub fn tell(known: &EntityNames, edit: &Edit) -> Described {
    let ledger = known.ledger;
    let place = edit_place(known, &edit.op);
    let (what, from, to) = match &edit.op {
        Op::Set { entity, field, from, to } => {
            let spec = known.kind(entity);
            let value = spec.and_then(|s| s.field(field));
            (field_label(ledger, spec, field), show(ledger, value, from), show(ledger, value, to))
        }
        Op::Insert { at, item } => {
            let spec = known.spec_of(at);
            let kind = spec.map_or("条目", |s| s.label);
            (format!("新增{kind}"), String::new(), item_name(spec, item))
        }
        Op::Remove { at, item, .. } => {
            let spec = known.spec_of(at);
            let kind = spec.map_or("条目", |s| s.label);
            (format!("删除{kind}"), item_name(spec, item), String::new())
        }
        Op::Move { from, to, .. } => ("移动".to_owned(), spot_text(ledger, from), spot_text(ledger, to)),
        Op::Decline { entity, field, value, declined, .. } => {
            let spec = entity.as_ref().and_then(|entity| known.kind(entity));
            let wish = match value {
                Value::Object(_) => item_name(None, value),
                other => show(ledger, spec.and_then(|s| s.field(field)), other),
            };
            let name = if field.is_empty() { "修改".to_owned() } else { field_label(ledger, spec, field) };
            (format!("{}{name}", if *declined { "不采用" } else { "重新列出" }), wish, String::new())
        }
        Op::Merge { files, edits, holds } => {
            let what = if *holds { "合并文件" } else { "撤销合并" };
            (what.to_owned(), String::new(), format!("{}（{} 处变更）", files.join("、"), edits.len()))
        }
        Op::Unknown { name, .. } => (format!("新版本的操作 {name}"), String::new(), String::new()),
    };
    Described { place, what, from, to }
}

pub(super) fn spot_text(ledger: &Ledger, spot: &Spot) -> String {
    match &spot.after {
        None => "最前".to_owned(),
        Some(id) => format!("{}之后", place(ledger, id).unwrap_or_else(|| id.to_string())),
    }
}

/// A place before a word: a number stands apart from it.
fn apart(place: &str) -> String {
    if place.ends_with(|c: char| c.is_ascii_alphanumeric()) { format!("{place} ") } else { place.to_owned() }
}

/// An edit as one sentence: `王敏 将措施 12-3 的整改状态由 整改中 改为 已完成`.
#[must_use]
pub fn sentence(known: &EntityNames, edit: &Edit) -> String {
    let told = tell(known, edit);
    let who = if edit.author.is_empty() { "未署名" } else { &edit.author };
    let how = match edit.cause {
        Cause::Direct => "",
        Cause::Undo(_) => "撤销：",
        Cause::Redo(_) => "重做：",
    };
    let Described { place, what, from, to } = told;
    let at = apart(&place);
    match &edit.op {
        Op::Set { .. } => format!("{who} {how}将{at}的{what}由 {from} 改为 {to}"),
        Op::Insert { .. } => format!("{who} {how}在{at}{what}：{to}"),
        Op::Remove { .. } => format!("{who} {how}从{at}{what}：{from}"),
        Op::Move { .. } => format!("{who} {how}将{at}由{from}移到{to}"),
        Op::Decline { declined: true, .. } => format!("{who} {how}{what}（{place}）：{from}"),
        Op::Decline { .. } => format!("{who} {how}{what}（{place}）：{from}，留待处理"),
        Op::Merge { .. } => format!("{who} {how}{what}：{to}"),
        Op::Unknown { .. } => format!("{who} {how}{what}（本版本不认识，已原样保留）"),
    }
}

/// Why an edit does not hold, in words, with what a person can do.
#[must_use]
pub fn refusal(known: &EntityNames, edit: Option<&Edit>, refusal: &Refusal) -> String {
    let ledger = known.ledger;
    match refusal {
        Refusal::Gone(id) => {
            let name = known.place(id).unwrap_or_else(|| format!("{id} 已被删除"));
            format!("{name}，这处修改没有生效；修改内容保留在变更记录中")
        }
        Refusal::Changed { current } => {
            let field = edit.and_then(|edit| match &edit.op {
                Op::Set { entity, field, .. } => ledger.kind(entity).and_then(|s| s.field(field)),
                _ => None,
            });
            if current.is_object() {
                "该条目在此期间已被修改，删除没有生效".to_owned()
            } else {
                format!("该字段在此期间已被改为“{}”", show(ledger, field, current))
            }
        }
        Refusal::Moved(id) => {
            let name = place(ledger, id).unwrap_or_else(|| id.to_string());
            format!("{name}在此期间已被移到别处")
        }
        Refusal::Duplicate(id) => format!("编号 {id} 已经存在"),
        Refusal::NoSuchName(name) => format!("没有名为 {name} 的字段或列表"),
        Refusal::BadValue { expected } => format!("值不合要求：应为{expected}"),
        Refusal::Unknown(name) => format!("操作 {name} 来自更新的版本，请用新版本打开"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ledger() -> Ledger {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "statuses": [{"id": "s1", "label": "整改中"}, {"id": "s2", "label": "已完成"}],
            "units": [{"id": "u1", "name": "办公室"}],
            "custom_fields": [{"id": "c1", "label": "资金来源"}, {"id": "c2", "label": "督办单位", "kind": "unit"}],
            "field_labels": {"measure.owner": "经办人"},
            "findings": [{"id": "f", "number": 12, "title": "关于甲的问题", "measures": [
                {"id": "a"}, {"id": "b2"}, {"id": "m", "text": "甲", "progress": [{"id": "p", "text": "开了会"}]}]}],
            "institutions": [{"id": "d", "title": "办法", "role": "issued"}]
        }))
        .unwrap();
        Ledger::new(bundle).unwrap()
    }

    fn edit(op: &Value) -> Edit {
        let mut map =
            json!({"id": "s-1", "clock": 1, "at": "2024-06-18T09:30:00.000+08:00", "author": "王敏"});
        map.as_object_mut().unwrap().extend(op.as_object().unwrap().clone());
        Edit::read(map).unwrap()
    }

    #[test]
    fn edits_are_told_in_the_words_of_the_office() {
        let ledger = ledger();
        let cases = [
            (
                json!({"op": "set", "entity": "m", "field": "status", "from": "s1", "to": "s2"}),
                "王敏 将措施 12-3 的整改状态由 整改中 改为 已完成",
            ),
            (
                json!({"op": "set", "entity": "m", "field": "units", "to": ["u1", "gone"]}),
                "王敏 将措施 12-3 的责任部门由 未填报 改为 办公室、gone",
            ),
            (
                json!({"op": "set", "entity": "m", "field": "custom.c1", "from": "自筹", "to": "上级"}),
                "王敏 将措施 12-3 的资金来源由 自筹 改为 上级",
            ),
            (
                json!({"op": "set", "entity": "m", "field": "custom.c2", "to": ["u1", "gone"]}),
                "王敏 将措施 12-3 的督办单位由 未填报 改为 办公室、gone",
            ),
            (
                json!({"op": "set", "entity": "m", "field": "owner", "to": "王敏"}),
                "王敏 将措施 12-3 的经办人由 未填报 改为 王敏",
            ),
            (
                json!({"op": "set", "entity": "b", "field": "field_labels.measure.owner", "to": "承办人"}),
                "王敏 将台账的整改措施的“经办人”的名称由 未填报 改为 承办人",
            ),
            (
                json!({"op": "insert", "spot": {"parent": "b", "list": "custom_fields"}, "item": {"id": "x", "label": "科室"}}),
                "王敏 在台账新增自定义字段：科室",
            ),
            (
                json!({"op": "set", "entity": "d", "field": "role", "from": "issued", "to": "studied"}),
                "王敏 将制度 办法的性质由 制定印发 改为 学习贯彻",
            ),
            (
                json!({"op": "set", "entity": "b", "field": "inspection.round", "to": "第六轮"}),
                "王敏 将台账的巡察轮次由 未填报 改为 第六轮",
            ),
            (
                json!({"op": "insert", "spot": {"parent": "m", "list": "progress"}, "item": {"id": "x", "text": "发了文"}}),
                "王敏 在措施 12-3 新增进展：发了文",
            ),
            (
                json!({"op": "remove", "entity": "p", "spot": {"parent": "m", "list": "progress"},
                       "item": {"id": "p", "text": "开了会"}, "undoes": "s-0"}),
                "王敏 撤销：从措施 12-3 删除进展：开了会",
            ),
            (
                json!({"op": "move", "entity": "m", "from": {"parent": "f", "list": "measures", "after": "b2"},
                       "to": {"parent": "f", "list": "measures"}}),
                "王敏 将措施 12-3 由措施 12-2之后移到最前",
            ),
        ];
        for (op, text) in cases {
            assert_eq!(sentence(&EntityNames::here(&ledger), &edit(&op)), text);
        }
    }
}
