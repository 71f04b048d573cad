//! Values of fields as people read and type them: units by name, measures by number, dates in the forms that
//! people use. Draws nothing.

use serde_json::Value;

use crate::app::desk::Desk;
use crate::journal::{Op, tell};
use crate::ledger::date::Date;
use crate::ledger::field::FieldKind;
use crate::ledger::record::FieldSpec;
use crate::ledger::{Id, Ledger};

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

/// What a reference field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Unit,
    Status,
    Aspect,
    Finding,
    Measure,
}

fn target(spec: &FieldSpec) -> Option<Target> {
    if !matches!(spec.kind, FieldKind::Reference | FieldKind::References) {
        return None;
    }
    Some(match spec.name {
        "lead_unit" | "unit" | "units" | "supporting_units" => Target::Unit,
        "status" => Target::Status,
        "aspect" | "parent" => Target::Aspect,
        "finding" | "findings" => Target::Finding,
        _ => Target::Measure,
    })
}

/// The control for a field.
#[must_use]
pub fn kind(spec: &FieldSpec) -> Kind {
    match (spec.kind, target(spec)) {
        (FieldKind::Flag, _) => Kind::Flag,
        (FieldKind::Word(_), _) | (_, Some(Target::Status | Target::Aspect)) => Kind::Choice,
        _ => Kind::Typed,
    }
}

/// Whether the text of the field holds names of other entities.
#[must_use]
pub fn names_others(spec: &FieldSpec) -> bool {
    target(spec).is_some()
}

/// The choices of a field: what is stored, and what people read.
#[must_use]
pub fn options(ledger: &Ledger, spec: &FieldSpec) -> Vec<(String, String)> {
    let bundle = ledger.bundle();
    match (spec.kind, target(spec)) {
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
    (target(spec) == Some(Target::Unit)).then_some("unit-names")
}

/// A value as it stands in the box.
#[must_use]
pub fn text(ledger: &Ledger, spec: &FieldSpec, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(id) if target(spec).is_some() => name(ledger, spec, id),
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
    let found = match target(spec) {
        Some(Target::Unit) => bundle.units.iter().find(|u| u.id.as_str() == id).map(|u| u.name.clone()),
        Some(Target::Finding) => Id::new(id)
            .filter(|id| ledger.finding(id).is_some())
            .map(|id| tell::finding_number(ledger, &id).to_string()),
        Some(Target::Measure) => Id::new(id).and_then(|id| {
            let (finding, measure) = ledger.measure(&id)?;
            Some(tell::measure_number(ledger, &finding.id, &measure.id))
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
            bundle
                .findings
                .iter()
                .find(|f| tell::finding_number(ledger, &f.id) == number)
                .map(|f| f.id.clone())
        }
        Target::Measure => {
            let (finding, _) = text.split_once('-')?;
            let finding = find(ledger, Target::Finding, finding)?;
            let measures = &ledger.finding(&finding)?.measures;
            measures
                .iter()
                .find(|m| tell::measure_number(ledger, &finding, &m.id) == text)
                .map(|m| m.id.clone())
        }
        Target::Status | Target::Aspect => None,
    }
}

/// Enters what was typed. `Ok(false)` where the ledger refused (the person has been told).
///
/// # Errors
/// What the field takes, to complete "应为…".
pub fn enter(
    desk: Desk,
    entity: &Id,
    field: &str,
    spec: &'static FieldSpec,
    typed: &str,
) -> Result<bool, String> {
    let text = if spec.kind == FieldKind::Text { typed } else { typed.trim() };
    if text.is_empty() {
        return Ok(desk.set(entity, field, Value::Null));
    }
    if let Some(target) = target(spec) {
        return enter_names(desk, entity, field, spec, target, text);
    }
    let value = match spec.kind {
        FieldKind::Number => {
            text.parse::<u64>().map(Value::from).map_err(|_| spec.expected.to_owned())?
        }
        FieldKind::Date => Date::typed(text).map_or_else(|| text.into(), |date| date.to_string().into()),
        FieldKind::Due => crate::ledger::due::typed(text).into(),
        _ => Value::String(text.to_owned()),
    };
    if !(spec.accepts)(&value) {
        return Err(spec.expected.to_owned());
    }
    Ok(desk.set(entity, field, value))
}

/// Names become ids; a unit that is not there yet is added in the same step.
fn enter_names(
    desk: Desk,
    entity: &Id,
    field: &str,
    spec: &'static FieldSpec,
    target: Target,
    text: &str,
) -> Result<bool, String> {
    let mut ops = Vec::new();
    let mut ids: Vec<Id> = Vec::new();
    let many = spec.kind == FieldKind::References;
    let separators = ['、', '，', ',', '；', ';'];
    let names: Vec<&str> = if many { text.split(separators).collect() } else { vec![text] };
    for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
        // An id that names nothing (any more) stands in the box as it is, and stays.
        let kept = |ledger: &Ledger| {
            let old = ledger.get(entity, field).unwrap_or_default();
            let same = |v: &Value| v.as_str() == Some(name);
            (same(&old) || old.as_array().is_some_and(|a| a.iter().any(same))).then(|| Id::new(name)).flatten()
        };
        let known = desk.look(|ledger| find(ledger, target, name).or_else(|| kept(ledger)));
        let id = match (known, target) {
            (Some(id), _) => id,
            (None, Target::Unit) => {
                let id = desk.fresh_id();
                let root = desk.bundle_id();
                ops.push(desk.insert_op(&root, "units", &id, serde_json::json!({ "name": name })));
                id
            }
            (None, _) => return Err(format!("已有的编号（如 12 或 12-3），没有找到“{name}”")),
        };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    // Several new units in one step each stand behind the one before.
    chain(&mut ops);
    let to = if many {
        Value::Array(ids.iter().map(|id| id.as_str().into()).collect())
    } else {
        ids.first().map_or(Value::Null, |id| id.as_str().into())
    };
    let from = desk.look(|ledger| ledger.get(entity, field)).unwrap_or_default();
    ops.push(Op::Set { entity: entity.clone(), field: field.to_owned(), from, to });
    Ok(desk.commit(ops))
}

fn chain(ops: &mut [Op]) {
    for at in 1..ops.len() {
        let before = ops[at - 1].entity();
        if let Op::Insert { at: spot, .. } = &mut ops[at] {
            spot.after = before;
        }
    }
}
