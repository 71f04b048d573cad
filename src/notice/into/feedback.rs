//! A feedback into a ledger that is in use: its findings and aspects, with what they lack. The ledger's own notice stays;
//! what the feedback says around its findings is told and not taken.

use std::collections::{HashMap, HashSet};

use super::{Planner, Standing, Subject, key, start};
use crate::lines::trimmed;
use journal::Op;
use ledger::finding::{Finding, FindingForm};
use ledger::record::Node;
use ledger::register::Aspect;
use ledger::{Bundle, Id};

/// The texts around the findings, and what they are called.
const AROUND: [(&str, &str); 7] = [
    ("preamble", "导语"),
    ("organization_heading", "问题之前的标题"),
    ("organization", "问题之前的部分"),
    ("intro", "第一个问题之前的文字"),
    ("plans_heading", "问题之后的标题"),
    ("plans", "问题之后的部分"),
    ("contact", "联系方式"),
];

/// What taking the feedback in would do.
pub(super) fn plan(planner: &mut Planner<'_>, bundle: &Bundle, incoming: &Bundle) {
    inspection(planner, bundle, incoming);
    for aspect in &incoming.aspects {
        aspects(planner, bundle, aspect);
    }
    findings(planner, bundle, incoming);
    around(planner, incoming, "反馈意见");
}

/// Tells what stands around the findings of a text and is not taken.
pub(super) fn around(planner: &mut Planner<'_>, incoming: &Bundle, kind: &str) {
    for (field, name) in AROUND {
        let text = incoming.notice.get(field).and_then(|value| value.as_str().map(str::to_owned));
        if let Some(text) = text.filter(|text| !trimmed(text).is_empty()) {
            let name = if field == "preamble" { format!("{kind}的{name}") } else { name.to_owned() };
            planner.row(Standing::LeftOut, Subject::Text, name, trimmed(&text), Vec::new());
        }
    }
}

/// What the ledger does not know of the inspection yet.
pub(super) fn inspection(planner: &mut Planner<'_>, bundle: &Bundle, incoming: &Bundle) {
    let empty = |node: &dyn Node, fields: &[&'static str]| -> Vec<&'static str> {
        fields.iter().copied().filter(|field| node.get(field).is_none_or(|value| value.is_null())).collect()
    };
    let head = empty(bundle, &super::HEAD);
    let mut fields = planner.fields(&bundle.id, bundle, incoming, "", &head);
    let of_inspection = empty(&bundle.inspection, &super::INSPECTION);
    let known = (&bundle.inspection, &incoming.inspection);
    fields.extend(planner.fields(&bundle.id, known.0, known.1, "inspection.", &of_inspection));
    let standing = if fields.is_empty() { Standing::Same } else { Standing::Changed };
    planner.row(standing, Subject::Text, "台账信息".to_owned(), &incoming.title, fields);
}

pub(super) fn aspects(planner: &mut Planner<'_>, bundle: &Bundle, aspect: &Aspect) {
    if let Some(known) = bundle.aspects.iter().find(|known| key(&known.title) == key(&aspect.title)) {
        planner.names.insert(aspect.id.clone(), known.id.clone());
        return;
    }
    // It is numbered by its place in the ledger's own notice.
    let bare = Aspect { prefix: String::new(), before: String::new(), ..aspect.clone() };
    let item = planner.renamed(bare.to_json());
    planner.insert(&bundle.id, "aspects", item, aspect);
    planner.row(Standing::New, Subject::Aspect, "方面".to_owned(), &aspect.title, Vec::new());
}

fn findings(planner: &mut Planner<'_>, bundle: &Bundle, incoming: &Bundle) {
    let mut known: HashMap<String, Vec<&Finding>> = HashMap::new();
    for finding in bundle.findings.iter().rev() {
        known.entry(key(&finding.title)).or_default().push(finding);
    }
    let mut next = planner.ledger.next_finding_number();
    let mut met: HashSet<&Id> = HashSet::new();
    for finding in &incoming.findings {
        let Some(found) = known.get_mut(&key(&finding.title)).and_then(Vec::pop) else {
            let number = next;
            next = next.saturating_add(1);
            let bare = Finding {
                number: Some(number),
                prefix: String::new(),
                form: FindingForm::default(),
                ..finding.clone()
            };
            let item = planner.renamed(bare.to_json());
            planner.insert(&bundle.id, "findings", item, finding);
            let place = format!("问题 {number}");
            planner.row(Standing::New, Subject::Finding, place, &finding.title, Vec::new());
            continue;
        };
        met.insert(&found.id);
        planner.names.insert(finding.id.clone(), found.id.clone());
        let place = format!("问题 {}", planner.ledger.finding_number(&found.id));
        let fields = lacking(planner, found, finding);
        let standing = if fields.is_empty() { Standing::Same } else { Standing::Changed };
        planner.row(standing, Subject::Finding, place, &finding.title, fields);
    }
    for finding in bundle.findings.iter().filter(|finding| !met.contains(&finding.id)) {
        let place = format!("问题 {}", planner.ledger.finding_number(&finding.id));
        planner.row(Standing::Absent, Subject::Finding, place, &finding.title, Vec::new());
    }
}

/// Gives a finding its facts and aspect where it has none: what people entered stays.
fn lacking(
    planner: &mut Planner<'_>,
    found: &Finding,
    finding: &Finding,
) -> Vec<(&'static str, String, String)> {
    let mut fields = Vec::new();
    if found.details.is_empty() {
        fields.extend(planner.fields(&found.id, found, finding, "", &["details"]));
    }
    let aspect = finding.aspect.as_ref().and_then(|id| planner.names.get(id)).cloned();
    if let Some(aspect) = aspect.filter(|_| found.aspect.is_none()) {
        let to = aspect.as_str().into();
        let (entity, field) = (found.id.clone(), "aspect".to_owned());
        planner.plan.ops.push(Op::Set { entity, field, from: serde_json::Value::Null, to });
        fields.push(("问题类别", String::new(), start(aspect.as_str())));
    }
    fields
}
