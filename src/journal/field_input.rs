//! Values of fields as people read and type them: units by name, measures by number, dates in the forms that
//! people use. What is typed becomes the operations of one step. Knows no form and no page.

use serde_json::{Value, json};

use super::edit::{Op, Spot};
use super::extending;
use ledger::custom::{CustomField, CustomKind};
use ledger::date::Date;
use ledger::field::{FieldKind, Target};
use ledger::fields::custom_text;
use ledger::finding::Measure;
use ledger::record::FieldSpec;
use ledger::{Id, Ledger, due};

/// The control that a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chosen from a list.
    Choice,
    /// Yes or no.
    Flag,
    /// Typed.
    Typed,
}

/// The list of names of units that a box offers.
pub(super) const UNIT_NAMES: &str = "unit-names";

/// The control for a field.
#[must_use]
pub fn kind(spec: &FieldSpec) -> Kind {
    match (spec.kind, spec.target) {
        (FieldKind::Flag, _) => Kind::Flag,
        (FieldKind::Word(_), _) | (_, Some(Target::Status | Target::Aspect)) => Kind::Choice,
        _ => Kind::Typed,
    }
}

/// Whether the text of the field holds names of other entities.
#[must_use]
pub fn names_others(spec: &FieldSpec) -> bool {
    spec.target.is_some()
}

/// The choices of a field: what is stored, and what people read.
#[must_use]
pub fn options(ledger: &Ledger, spec: &FieldSpec) -> Vec<(String, String)> {
    let bundle = ledger.bundle();
    match (spec.kind, spec.target) {
        (FieldKind::Word(words), _) => {
            words.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
        }
        (_, Some(Target::Status)) => bundle
            .statuses
            .iter()
            .map(|s| {
                let label = if s.label.is_empty() { s.id.as_str() } else { &s.label };
                (s.id.to_string(), format!("{} {label}", s.symbol).trim().to_owned())
            })
            .collect(),
        (_, Some(Target::Aspect)) => {
            bundle.aspects.iter().map(|a| (a.id.to_string(), a.title.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// The `datalist` that helps typing.
#[must_use]
pub fn suggestions(spec: &FieldSpec) -> Option<&'static str> {
    (spec.target == Some(Target::Unit)).then_some(UNIT_NAMES)
}

/// A value as it stands in the box.
#[must_use]
pub fn text(ledger: &Ledger, spec: &FieldSpec, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(id) if spec.target.is_some() => name(ledger, spec, id),
        Value::Array(ids) => {
            let names = ids.iter().filter_map(Value::as_str).map(|id| name(ledger, spec, id));
            names.collect::<Vec<_>>().join("、")
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn name(ledger: &Ledger, spec: &FieldSpec, id: &str) -> String {
    let bundle = ledger.bundle();
    let found = match spec.target {
        Some(Target::Unit) => bundle.units.iter().find(|u| u.id.as_str() == id).map(|u| u.name.clone()),
        Some(Target::Finding) => Id::new(id)
            .filter(|id| ledger.finding(id).is_some())
            .map(|id| ledger.finding_number(&id).to_string()),
        Some(Target::Measure) => Id::new(id).and_then(|id| {
            let (finding, measure) = ledger.measure(&id)?;
            Some(ledger.measure_number(&finding.id, &measure.id))
        }),
        Some(Target::Status | Target::Aspect) | None => None,
    };
    found.unwrap_or_else(|| id.to_owned())
}

/// The id that a name or number means; `None` where nothing bears it.
fn find(ledger: &Ledger, target: Target, text: &str) -> Option<Id> {
    let bundle = ledger.bundle();
    match target {
        Target::Unit => bundle
            .units
            .iter()
            .find(|u| u.name == text || u.aliases.split('、').any(|alias| alias == text))
            .map(|u| u.id.clone()),
        Target::Finding => {
            let number: u32 = text.parse().ok()?;
            bundle.findings.iter().find(|f| ledger.finding_number(&f.id) == number).map(|f| f.id.clone())
        }
        Target::Measure => {
            let (finding, _) = text.split_once('-')?;
            let finding = find(ledger, Target::Finding, finding)?;
            let measures = &ledger.finding(&finding)?.measures;
            measures.iter().find(|m| ledger.measure_number(&finding, &m.id) == text).map(|m| m.id.clone())
        }
        Target::Status | Target::Aspect => None,
    }
}

/// The unit that bears this name, or has it among its other names.
#[must_use]
pub fn unit_named(ledger: &Ledger, name: &str) -> Option<Id> {
    find(ledger, Target::Unit, name)
}

/// The operation that adds a unit, behind `after` or behind the last one that there is.
#[must_use]
pub fn new_unit(ledger: &Ledger, name: &str, id: &Id, after: Option<Id>) -> Op {
    let bundle = ledger.bundle();
    let after = after.or_else(|| bundle.units.last().map(|unit| unit.id.clone()));
    let at = Spot { parent: bundle.id.clone(), list: "units".to_owned(), after };
    Op::Insert { at, item: json!({ "id": id, "name": name }) }
}

/// The operations that enter what `person` typed into a field. `fresh` names the units that are added with it.
///
/// # Errors
/// What the field takes, to complete "应为…".
pub fn entered(
    ledger: &Ledger,
    entity: &Id,
    field: &str,
    typed: &str,
    person: &str,
    fresh: &mut dyn FnMut() -> Id,
) -> Result<Vec<Op>, String> {
    let spec = ledger.kind(entity).and_then(|kind| kind.field(field)).ok_or("现有的字段")?;
    if let Some(custom) = ledger.custom_field_of(field) {
        return custom_entered(ledger, entity, field, custom, typed, fresh);
    }
    let text = if spec.kind == FieldKind::Text { typed } else { typed.trim() };
    let (mut ops, to) = match (spec.target, spec.kind) {
        _ if text.is_empty() => (Vec::new(), Value::Null),
        (Some(target), _) => named(ledger, entity, field, spec, target, text, fresh)?,
        (None, FieldKind::Number) => {
            (Vec::new(), text.parse::<u64>().map_err(|_| spec.expected.to_owned())?.into())
        }
        (None, FieldKind::Date) => {
            (Vec::new(), Date::typed(text).map_or_else(|| text.into(), |date| date.to_string().into()))
        }
        (None, FieldKind::Due) => (Vec::new(), due::typed(text).into()),
        (None, _) => (Vec::new(), text.into()),
    };
    if !(spec.accepts)(&to) {
        return Err(spec.expected.to_owned());
    }
    let from = ledger.get(entity, field).unwrap_or_default();
    if let Some(kept) = extending::keeps(ledger, entity, field, &from, &to, person) {
        return Err(kept);
    }
    ops.push(Op::Set { entity: entity.clone(), field: field.to_owned(), from, to });
    Ok(ops)
}

/// The operations that enter what was typed into a custom field. A value of another kind that stands there stays as it
/// is where it is typed again.
fn custom_entered(
    ledger: &Ledger,
    entity: &Id,
    field: &str,
    custom: &CustomField,
    typed: &str,
    fresh: &mut dyn FnMut() -> Id,
) -> Result<Vec<Op>, String> {
    let from = ledger.get(entity, field).unwrap_or_default();
    let units = custom.value_kind() == CustomKind::Unit && !typed.trim().is_empty();
    let (mut ops, to) = if units {
        let spec = Measure::SPEC.field("units").ok_or("单位名称")?;
        named(ledger, entity, field, spec, Target::Unit, typed, fresh)?
    } else if custom_text(ledger, Some(&from)) == typed {
        (Vec::new(), from.clone())
    } else {
        (Vec::new(), custom.read(typed)?)
    };
    ops.push(Op::Set { entity: entity.clone(), field: field.to_owned(), from, to });
    Ok(ops)
}

/// Names become ids; a unit that is not there yet is added in the same step.
fn named(
    ledger: &Ledger,
    entity: &Id,
    field: &str,
    spec: &FieldSpec,
    target: Target,
    text: &str,
    fresh: &mut dyn FnMut() -> Id,
) -> Result<(Vec<Op>, Value), String> {
    let many = spec.kind == FieldKind::References;
    let names: Vec<&str> =
        if many { text.split(['、', '，', ',', '；', ';']).collect() } else { vec![text] };
    let mut ops = Vec::new();
    let mut added: Vec<(&str, Id)> = Vec::new();
    let mut ids: Vec<Id> = Vec::new();
    let mut after = ledger.bundle().units.last().map(|unit| unit.id.clone());
    for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
        let known = find(ledger, target, name).or_else(|| kept(ledger, entity, field, name));
        let known = known.or_else(|| added.iter().find(|(new, _)| *new == name).map(|(_, id)| id.clone()));
        let id = match (known, target) {
            (Some(id), _) => id,
            (None, Target::Unit) => {
                let id = fresh();
                let at = Spot { parent: ledger.bundle().id.clone(), list: "units".to_owned(), after };
                ops.push(Op::Insert { at, item: json!({ "id": id, "name": name }) });
                after = Some(id.clone());
                added.push((name, id.clone()));
                id
            }
            (None, _) => return Err(format!("已有的编号（如 12 或 12-3），没有找到“{name}”")),
        };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let to = if many { json!(ids) } else { ids.first().map_or(Value::Null, |id| json!(id)) };
    Ok((ops, to))
}

/// An id that names nothing (any more) stands in the box as it is, and stays.
fn kept(ledger: &Ledger, entity: &Id, field: &str, name: &str) -> Option<Id> {
    let old = ledger.get(entity, field)?;
    let same = |value: &Value| value.as_str() == Some(name);
    (same(&old) || old.as_array().is_some_and(|all| all.iter().any(same))).then(|| Id::new(name))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger() -> Ledger {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "units": [{"id": "u1", "name": "办公室", "aliases": "局办、综合处"}],
            "custom_fields": [
                {"id": "c1", "label": "资金来源", "kind": "choice", "options": "上级\n自筹"},
                {"id": "c2", "label": "金额", "kind": "sum"}, {"id": "c3", "label": "督办", "kind": "unit"}],
            "findings": [{"id": "f", "number": 12, "measures": [
                {"id": "m", "number": 3, "units": ["u1", "lost"], "custom": {"c1": "别的", "c3": ["u1", "lost"]}}]}],
            "institutions": [{"id": "d", "title": "办法"}]
        }))
        .unwrap();
        Ledger::new(bundle).unwrap()
    }

    fn enter(entity: &str, field: &str, typed: &str) -> Result<Vec<Op>, String> {
        let mut n = 0;
        let mut fresh = || {
            n += 1;
            Id::new(&format!("new{n}")).unwrap()
        };
        entered(&ledger(), &Id::new(entity).unwrap(), field, typed, "王敏", &mut fresh)
    }

    /// The value that typing leads to, and how many units come with it.
    fn value(entity: &str, field: &str, typed: &str) -> (Value, usize) {
        let ops = enter(entity, field, typed).unwrap();
        match ops.last() {
            Some(Op::Set { to, .. }) => (to.clone(), ops.len() - 1),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn typed_text_becomes_what_the_field_holds() {
        for (entity, field, typed, to, units) in [
            ("m", "lead_unit", "办公室", json!("u1"), 0),
            ("m", "lead_unit", " 综合处 ", json!("u1"), 0),
            ("m", "lead_unit", "高新处", json!("new1"), 1),
            ("m", "units", "办公室、高新处，高新处;人事处", json!(["u1", "new1", "new2"]), 2),
            ("m", "units", "lost", json!(["lost"]), 0),
            ("m", "units", "", json!(null), 0),
            ("m", "due", "2024年6月底前", json!("2024-06"), 0),
            ("m", "due", "长期坚持", json!("长期坚持"), 0),
            ("m", "number", " 4 ", json!(4), 0),
            ("m", "text", " 前后的空格是原文 ", json!(" 前后的空格是原文 "), 0),
            ("d", "date", "2024.6.30", json!("2024-06-30"), 0),
            ("d", "measures", "12-3", json!(["m"]), 0),
            ("d", "findings", "12", json!(["f"]), 0),
            ("b", "inspection.from", "20230713", json!("2023-07-13"), 0),
            ("m", "custom.c1", "上级", json!("上级"), 0),
            ("m", "custom.c1", "别的", json!("别的"), 0),
            ("m", "custom.c1", "", json!(null), 0),
            ("m", "custom.c2", "１２５，０００元", json!("12.5"), 0),
            ("m", "custom.c3", "综合处、高新处", json!(["u1", "new1"]), 1),
            ("m", "custom.c3", "办公室、lost", json!(["u1", "lost"]), 0),
            ("m", "custom.gone", "甲", json!("甲"), 0),
        ] {
            assert_eq!(value(entity, field, typed), (to, units), "{field}: {typed}");
        }
    }

    #[test]
    fn what_the_field_does_not_take_is_refused_with_what_it_takes() {
        for (entity, field, typed, expected) in [
            ("d", "date", "2024-02-30", "日历上有的日期，形如 2024-06-18"),
            ("m", "due", "2024-02-30", "日期（2024-06-30）、月份（2024-06）或一句话（长期坚持）"),
            ("m", "number", "四", "0 至 4294967295 的整数"),
            ("m", "number", "99999999999", "0 至 4294967295 的整数"),
            ("d", "measures", "12-9", "已有的编号（如 12 或 12-3），没有找到“12-9”"),
            ("m", "custom.c1", "甲", "上级、自筹之一"),
            ("m", "custom.c2", "若干", "以万元计的金额，如 12.5"),
            ("d", "findings", "甲", "已有的编号（如 12 或 12-3），没有找到“甲”"),
        ] {
            assert_eq!(enter(entity, field, typed), Err(expected.to_owned()), "{field}: {typed}");
        }
    }

    #[test]
    fn the_box_shows_names_and_numbers_and_takes_them_back() {
        let ledger = ledger();
        let m = Id::new("m").unwrap();
        let spec = ledger.kind(&m).unwrap().field("units").unwrap();
        let shown = text(&ledger, spec, &ledger.get(&m, "units").unwrap());
        assert_eq!(shown, "办公室、lost");
        assert_eq!(value("m", "units", &shown).0, json!(["u1", "lost"]));
    }
}
