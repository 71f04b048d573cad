//! A plan (整改方案) into a ledger that is in use: its findings and measures with who answers and until when. What people
//! entered stays, and so does the ledger's own notice: what the plan says around its findings is told and not taken.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Planner, Standing, Subject, feedback, key};
use journal::Op;
use ledger::finding::{Finding, FindingForm, Measure};
use ledger::record::Node;
use ledger::register::Unit;
use ledger::{Bundle, Id};

/// What a plan says of a measure, or of a finding as a whole, where the ledger says nothing yet.
const DUTIES: [&str; 12] = [
    "goal",
    "cause",
    "details",
    "leader",
    "lead_unit",
    "units",
    "supporting_units",
    "owner",
    "due",
    "due_text",
    "term",
    "note",
];

/// What taking the plan in would do.
pub(super) fn plan(planner: &mut Planner<'_>, bundle: &Bundle, incoming: &Bundle) {
    feedback::inspection(planner, bundle, incoming);
    units(planner, bundle, &incoming.units);
    for aspect in &incoming.aspects {
        feedback::aspects(planner, bundle, aspect);
    }
    let mut known: HashMap<String, Vec<&Finding>> = HashMap::new();
    for finding in bundle.findings.iter().rev() {
        known.entry(key(&finding.title)).or_default().push(finding);
    }
    let mut next = planner.ledger.next_finding_number();
    for finding in &incoming.findings {
        if let Some(found) = known.get_mut(&key(&finding.title)).and_then(Vec::pop) {
            known_finding(planner, found, finding);
        } else {
            new_finding(planner, bundle, finding, next);
            next = next.saturating_add(1);
        }
    }
    feedback::around(planner, incoming, "整改方案");
}

/// Names the units of the plan as the ledger does, and adds those that it does not have.
pub(super) fn units(planner: &mut Planner<'_>, bundle: &Bundle, units: &[Unit]) {
    for unit in units {
        let is_known = |known: &&Unit| {
            known.name == unit.name || known.aliases.split('、').any(|alias| alias.trim() == unit.name)
        };
        if let Some(known) = bundle.units.iter().find(is_known) {
            planner.names.insert(unit.id.clone(), known.id.clone());
        } else {
            planner.insert(&bundle.id, "units", unit.to_json(), unit);
            planner.row(Standing::New, Subject::Register, "单位".to_owned(), &unit.name, Vec::new());
        }
    }
}

/// A measure without what sets it in the plan's text.
fn bare(measure: &Measure, id: Id) -> Measure {
    Measure { id, before: String::new(), ordinal: String::new(), ..measure.clone() }
}

fn new_finding(planner: &mut Planner<'_>, bundle: &Bundle, finding: &Finding, number: u32) {
    let own = Finding {
        number: Some(number),
        prefix: String::new(),
        label: String::new(),
        form: FindingForm::default(),
        measures: Vec::new(),
        ..finding.clone()
    };
    let mut item = planner.renamed(own.to_json());
    let mut measures = Vec::new();
    for measure in &finding.measures {
        let id = (planner.fresh)();
        planner.names.insert(measure.id.clone(), id.clone());
        measures.push(planner.renamed(bare(measure, id).to_json()));
    }
    if let Some(map) = item.as_object_mut().filter(|_| !measures.is_empty()) {
        map.insert("measures".to_owned(), Value::Array(measures));
    }
    planner.insert(&bundle.id, "findings", item, finding);
    planner.row(Standing::New, Subject::Finding, format!("问题 {number}"), &finding.title, Vec::new());
}

fn known_finding(planner: &mut Planner<'_>, found: &Finding, finding: &Finding) {
    planner.names.insert(finding.id.clone(), found.id.clone());
    let number = planner.ledger.finding_number(&found.id);
    let fields = lacking(planner, &found.id, found, finding);
    let standing = if fields.is_empty() { Standing::Same } else { Standing::Changed };
    planner.row(standing, Subject::Finding, format!("问题 {number}"), &finding.title, fields);
    let mut free: Vec<&Measure> = found.measures.iter().collect();
    for measure in &finding.measures {
        let place = free.iter().position(|known| key(&known.text) == key(&measure.text));
        if let Some(known) = place.map(|at| free.remove(at)) {
            let fields = lacking(planner, &known.id, known, measure);
            if !fields.is_empty() {
                let own = planner.ledger.measure_number(&found.id, &known.id);
                planner.row(
                    Standing::Changed,
                    Subject::Measure,
                    format!("措施 {own}"),
                    &measure.text,
                    fields,
                );
            }
        } else {
            let item =
                planner.renamed(Measure { number: None, ..bare(measure, measure.id.clone()) }.to_json());
            planner.insert(&found.id, "measures", item, measure);
            planner.row(
                Standing::New,
                Subject::Measure,
                format!("问题 {number} 的措施"),
                &measure.text,
                Vec::new(),
            );
        }
    }
}

/// Sets the fields that the ledger leaves empty and the plan does not.
fn lacking(
    planner: &mut Planner<'_>,
    entity: &Id,
    from: &dyn Node,
    to: &dyn Node,
) -> Vec<(&'static str, String, String)> {
    let mut changed = Vec::new();
    // 整改时限 and its text are one.
    let due = from.get("due").is_some_and(|due| !due.is_null());
    for spec in to.spec().fields.iter().filter(|spec| DUTIES.contains(&spec.name)) {
        let was = from.get(spec.name).unwrap_or_default();
        let mut own = Map::new();
        own.insert(spec.name.to_owned(), to.get(spec.name).unwrap_or_default());
        let is = planner.renamed(Value::Object(own)).get(spec.name).cloned().unwrap_or_default();
        if is.is_null() || !was.is_null() || (due && matches!(spec.name, "due" | "due_text")) {
            continue;
        }
        changed.push((spec.label, String::new(), said(planner, &is)));
        let field = spec.name.to_owned();
        planner.plan.ops.push(Op::Set { entity: entity.clone(), field, from: was, to: is });
    }
    changed
}

/// A value as people read it: units by their names.
fn said(planner: &Planner<'_>, value: &Value) -> String {
    match value {
        Value::Array(all) => all.iter().map(|one| said(planner, one)).collect::<Vec<_>>().join("、"),
        Value::String(text) => {
            let unit = planner.ledger.bundle().units.iter().find(|unit| unit.id.as_str() == text);
            unit.map_or_else(|| text.clone(), |unit| unit.name.clone())
        }
        other => other.to_string(),
    }
}
