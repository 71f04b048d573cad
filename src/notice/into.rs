//! A notice into a ledger that is open: what is the same, what would change, what is new, what the notice does not
//! name; and the operations of the one step that makes it so. What the notice leaves empty stays as it is, and nothing
//! is taken out. Knows no page.

mod feedback;
mod plan;

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::kind::Kind;
use super::lines::{is_space, trimmed};
use super::parse::Parsed;
use journal::{Op, Spot};
use ledger::bundle::Notice;
use ledger::finding::{Finding, Measure};
use ledger::record::{Entity, Node};
use ledger::register::Institution;
use ledger::{Bundle, Id, Ledger};

/// How a row stands to the open ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing would change.
    Same,
    /// Fields would change.
    Changed,
    /// It is not in the ledger yet.
    New,
    /// It is in the ledger and not in the text; it stays.
    Absent,
    /// It is in the text and does not go into the ledger.
    LeftOut,
}

impl Standing {
    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Same => "相同",
            Self::Changed => "有变化",
            Self::New => "新增",
            Self::Absent => "原文未提及",
            Self::LeftOut => "不并入",
        }
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The texts around the findings.
    Text,
    /// An aspect.
    Aspect,
    /// A finding.
    Finding,
    /// A measure.
    Measure,
    /// A document, figure, claim or accountability.
    Register,
}

impl Subject {
    /// A count with its name, as people read it.
    fn counted(self, count: usize) -> String {
        match self {
            Self::Text => format!("{count} 处文字"),
            Self::Aspect => format!("{count} 个方面"),
            Self::Finding => format!("{count} 个问题"),
            Self::Measure => format!("{count} 条措施"),
            Self::Register => format!("{count} 项登记"),
        }
    }
}

/// One thing that the notice or the ledger holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How it stands.
    pub standing: Standing,
    /// What it is about.
    pub subject: Subject,
    /// Which one it is: 问题 3, 措施 3-2, 通报文字.
    pub place: String,
    /// Its title or the start of its text.
    pub title: String,
    /// The fields that would change: name, the value before, the value after.
    pub fields: Vec<(&'static str, String, String)>,
}

/// What taking the notice in would do.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// What would become of what.
    pub rows: Vec<Row>,
    /// The operations of the one step.
    pub ops: Vec<Op>,
}

impl Plan {
    /// What would be added and changed, counted: `新增 34 个问题、5 个方面，更新 2 个问题`; empty where nothing would.
    #[must_use]
    pub fn told(&self) -> String {
        let count = |standing, subject| {
            self.rows.iter().filter(|row| row.standing == standing && row.subject == subject).count()
        };
        let order = [Subject::Finding, Subject::Aspect, Subject::Measure, Subject::Register, Subject::Text];
        let said = |standing, word: &str| {
            let all = order.into_iter().map(|subject| (subject, count(standing, subject)));
            let all: Vec<String> =
                all.filter(|(_, count)| *count > 0).map(|(subject, count)| subject.counted(count)).collect();
            (!all.is_empty()).then(|| format!("{word} {}", all.join("、")))
        };
        let parts = [said(Standing::New, "新增"), said(Standing::Changed, "更新")];
        parts.into_iter().flatten().collect::<Vec<_>>().join("，")
    }
}

/// Signs that are the same for telling titles: width, space and stops apart.
fn key(title: &str) -> String {
    let fold = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    let plain = title
        .chars()
        .map(fold)
        .filter(|c| !is_space(*c) && !matches!(c, '。' | ',' | '、' | '"' | '“' | '”'));
    let text: String = plain.collect();
    let text = text.strip_prefix("关于").map(str::to_owned).unwrap_or(text);
    text.strip_suffix("的问题").or_else(|| text.strip_suffix("问题")).map(str::to_owned).unwrap_or(text)
}

fn start(text: &str) -> String {
    let mut signs = text.chars();
    let start: String = signs.by_ref().take(40).collect();
    if signs.next().is_some() { start + "…" } else { start }
}

struct Planner<'a> {
    ledger: &'a Ledger,
    plan: Plan,
    fresh: &'a mut dyn FnMut() -> Id,
    /// The ids of the notice, and what they are called in the ledger.
    names: HashMap<Id, Id>,
    /// The last item of each list that things were put into.
    last: HashMap<(Id, &'static str), Id>,
}

impl Planner<'_> {
    /// Sets the fields that the notice fills otherwise. Gives what changes.
    fn fields(
        &mut self,
        entity: &Id,
        from: &dyn Node,
        to: &dyn Node,
        path: &str,
        names: &[&str],
    ) -> Vec<(&'static str, String, String)> {
        let mut changed = Vec::new();
        for spec in to.spec().fields.iter().filter(|spec| names.contains(&spec.name)) {
            let (was, is) = (from.get(spec.name).unwrap_or_default(), to.get(spec.name).unwrap_or_default());
            if is.is_null() || was == is {
                continue;
            }
            let said = |value: &Value| {
                value.as_str().map_or_else(
                    || if value.is_null() { String::new() } else { value.to_string() },
                    str::to_owned,
                )
            };
            changed.push((spec.label, said(&was), said(&is)));
            let field = format!("{path}{}", spec.name);
            self.plan.ops.push(Op::Set { entity: entity.clone(), field, from: was, to: is });
        }
        changed
    }

    fn row(
        &mut self,
        standing: Standing,
        subject: Subject,
        place: String,
        title: &str,
        fields: Vec<(&'static str, String, String)>,
    ) {
        self.plan.rows.push(Row { standing, subject, place, title: start(title), fields });
    }

    /// Puts an entity of the notice behind the last of its list, under a fresh id.
    fn insert<T: Entity>(&mut self, parent: &Id, list: &'static str, mut item: Value, old: &T) -> Id {
        let id = (self.fresh)();
        self.names.insert(old.entity_id().clone(), id.clone());
        if let Some(map) = item.as_object_mut() {
            map.insert("id".to_owned(), id.as_str().into());
        }
        let key = (parent.clone(), list);
        let after = self.last.get(&key).cloned().or_else(|| {
            let items = self.ledger.node(parent)?.list(list)?;
            items.at(items.len().checked_sub(1)?)?.id().cloned()
        });
        self.last.insert(key, id.clone());
        self.plan
            .ops
            .push(Op::Insert { at: Spot { parent: parent.clone(), list: list.to_owned(), after }, item });
        id
    }

    /// Puts ids of the ledger where an item holds those of the notice.
    fn renamed(&self, mut item: Value) -> Value {
        let rename = |value: &mut Value| {
            if let Some(id) = value.as_str().and_then(|text| self.names.get(text)) {
                *value = json!(id.as_str());
            }
        };
        if let Some(map) = item.as_object_mut() {
            for (field, value) in map.iter_mut() {
                match field.as_str() {
                    "finding" | "measure" | "aspect" | "parent" | "lead_unit" => rename(value),
                    "findings" | "measures" | "units" | "supporting_units" => {
                        value.as_array_mut().into_iter().flatten().for_each(rename);
                    }
                    _ => {}
                }
            }
        }
        item
    }
}

/// What taking a notice into a ledger would do. `fresh` gives ids for what is new.
#[must_use]
pub fn plan(ledger: &Ledger, parsed: &Parsed, fresh: &mut dyn FnMut() -> Id) -> Plan {
    let (bundle, incoming) = (ledger.bundle(), &parsed.bundle);
    let mut planner =
        Planner { ledger, plan: Plan::default(), fresh, names: HashMap::new(), last: HashMap::new() };
    // A feedback goes into a ledger as findings alone, unless the ledger is still empty.
    let empty = bundle.findings.is_empty() && bundle.notice == Notice::default();
    if parsed.report.kind == Kind::Feedback && !empty {
        feedback::plan(&mut planner, bundle, incoming);
        return planner.plan;
    }
    if parsed.report.kind == Kind::Plan && !empty {
        plan::plan(&mut planner, bundle, incoming);
        return planner.plan;
    }
    head(&mut planner, bundle, incoming);
    plan::units(&mut planner, bundle, &incoming.units);
    for aspect in &incoming.aspects {
        if let Some(known) = bundle.aspects.iter().find(|known| key(&known.title) == key(&aspect.title)) {
            planner.names.insert(aspect.id.clone(), known.id.clone());
        } else {
            let item = planner.renamed(aspect.to_json());
            planner.insert(&bundle.id, "aspects", item, aspect);
            planner.row(Standing::New, Subject::Aspect, "方面".to_owned(), &aspect.title, Vec::new());
        }
    }
    findings(&mut planner, bundle, incoming);
    registers(&mut planner, bundle, incoming);
    planner.plan
}

const HEAD: [&str; 2] = ["title", "organization"];
const INSPECTION: [&str; 6] = ["authority", "round", "team", "from", "to", "feedback"];
const FINDING: [&str; 5] = ["prefix", "title", "label", "body", "details"];
const FORM: [&str; 6] = ["before", "after_title", "run_in", "before_label", "label_run_in", "after"];
const MEASURE: [&str; 4] = ["before", "ordinal", "lead", "text"];

fn head(planner: &mut Planner<'_>, bundle: &Bundle, incoming: &Bundle) {
    // A ledger that has a name keeps it: the one made from a notice is only a proposal.
    let empty: Vec<&str> =
        HEAD.into_iter().filter(|field| bundle.get(field).is_none_or(|value| value.is_null())).collect();
    let mut fields = planner.fields(&bundle.id, bundle, incoming, "", &empty);
    fields.extend(planner.fields(
        &bundle.id,
        &bundle.inspection,
        &incoming.inspection,
        "inspection.",
        &INSPECTION,
    ));
    // A document breaks the title into lines and sets blank lines between parts; that says nothing new.
    let plain = |node: &dyn Node, field: &str| {
        let text = node.get(field).as_ref().and_then(Value::as_str).map(str::to_owned).unwrap_or_default();
        if field == "title" { text.replace(is_space, "") } else { trimmed(&text).to_owned() }
    };
    let all = incoming.notice.spec().fields.iter().map(|field| field.name);
    let said = |field: &&str| {
        let new = plain(&incoming.notice, field);
        new.is_empty() || new != plain(&bundle.notice, field)
    };
    let all: Vec<&str> = all.filter(said).collect();
    fields.extend(planner.fields(&bundle.id, &bundle.notice, &incoming.notice, "notice.", &all));
    // The texts of a feedback give way to those of a notice.
    if !bundle.notice.kind.is_empty() && incoming.notice.kind.is_empty() && !incoming.notice.title.is_empty()
    {
        let from = Value::from(bundle.notice.kind.as_str());
        fields.push(("文种", bundle.notice.kind.clone(), String::new()));
        let field = "notice.kind".to_owned();
        planner.plan.ops.push(Op::Set { entity: bundle.id.clone(), field, from, to: Value::Null });
    }
    let standing = if fields.is_empty() { Standing::Same } else { Standing::Changed };
    planner.row(
        standing,
        Subject::Text,
        "通报文字".to_owned(),
        &incoming.notice.title.replace('\n', ""),
        fields,
    );
}

fn findings(planner: &mut Planner<'_>, bundle: &Bundle, incoming: &Bundle) {
    let mut known: HashMap<String, Vec<&Finding>> = HashMap::new();
    for finding in bundle.findings.iter().rev() {
        known.entry(key(&finding.title)).or_default().push(finding);
    }
    let mut seen: HashSet<&Id> = HashSet::new();
    for finding in &incoming.findings {
        let number = finding.number.unwrap_or_default();
        let place = format!("问题 {number}");
        let Some(found) = known.get_mut(&key(&finding.title)).and_then(Vec::pop) else {
            let item = new_finding(planner, finding);
            planner.insert(&bundle.id, "findings", item, finding);
            planner.row(Standing::New, Subject::Finding, place, &finding.title, Vec::new());
            continue;
        };
        seen.insert(&found.id);
        planner.names.insert(finding.id.clone(), found.id.clone());
        let mut fields = planner.fields(&found.id, found, finding, "", &FINDING);
        fields.extend(planner.fields(&found.id, &found.form, &finding.form, "form.", &FORM));
        let standing = if fields.is_empty() { Standing::Same } else { Standing::Changed };
        planner.row(standing, Subject::Finding, place, &finding.title, fields);
        measures(planner, found, finding);
    }
    for finding in bundle.findings.iter().filter(|finding| !seen.contains(&finding.id)) {
        let number = planner.ledger.finding_number(&finding.id);
        planner.row(Standing::Absent, Subject::Finding, format!("问题 {number}"), &finding.title, Vec::new());
    }
}

/// A finding with its measures, under fresh ids.
fn new_finding(planner: &mut Planner<'_>, finding: &Finding) -> Value {
    let mut item = planner.renamed(Finding { measures: Vec::new(), ..finding.clone() }.to_json());
    let measures: Vec<Value> = finding
        .measures
        .iter()
        .map(|measure| {
            let id = (planner.fresh)();
            planner.names.insert(measure.id.clone(), id.clone());
            planner.renamed(Measure { id, ..measure.clone() }.to_json())
        })
        .collect();
    if let Some(map) = item.as_object_mut().filter(|_| !measures.is_empty()) {
        map.insert("measures".to_owned(), Value::Array(measures));
    }
    item
}

/// Measures are matched by their text, then by their lead, then by their printed ordinal.
fn measures(planner: &mut Planner<'_>, known: &Finding, incoming: &Finding) {
    let mut taken: HashSet<&Id> = HashSet::new();
    let mut pairs: Vec<Option<&Measure>> = vec![None; incoming.measures.len()];
    let by_text = |m: &Measure| Some(m.text.clone()).filter(|text| !text.is_empty());
    let by_lead = |m: &Measure| Some(m.lead.clone()).filter(|lead| !lead.is_empty());
    let by_ordinal = |m: &Measure| Some(m.ordinal.clone()).filter(|ordinal| !ordinal.is_empty());
    for same in [&by_text as &dyn Fn(&Measure) -> Option<String>, &by_lead, &by_ordinal] {
        let mut free: HashMap<String, Vec<&Measure>> = HashMap::new();
        for measure in known.measures.iter().rev().filter(|m| !taken.contains(&m.id)) {
            if let Some(key) = same(measure) {
                free.entry(key).or_default().push(measure);
            }
        }
        for (measure, pair) in incoming.measures.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            *pair = same(measure).and_then(|key| free.get_mut(&key)?.pop());
            taken.extend(pair.map(|found| &found.id));
        }
    }
    let number = planner.ledger.finding_number(&known.id);
    for (measure, pair) in incoming.measures.iter().zip(pairs) {
        let place = format!("措施 {number}-{}", measure.number.unwrap_or_default());
        if let Some(found) = pair {
            planner.names.insert(measure.id.clone(), found.id.clone());
            let fields = planner.fields(&found.id, found, measure, "", &MEASURE);
            if !fields.is_empty() {
                planner.row(Standing::Changed, Subject::Measure, place, &measure.text, fields);
            }
        } else {
            let item = planner.renamed(measure.to_json());
            planner.insert(&known.id, "measures", item, measure);
            planner.row(Standing::New, Subject::Measure, place, &measure.text, Vec::new());
        }
    }
    for measure in known.measures.iter().filter(|m| !taken.contains(&m.id)) {
        let place = format!("措施 {}", planner.ledger.measure_number(&known.id, &measure.id));
        planner.row(Standing::Absent, Subject::Measure, place, &measure.text, Vec::new());
    }
}

/// Documents, figures, claims and accountability that the ledger does not hold yet.
fn registers(planner: &mut Planner<'_>, bundle: &Bundle, incoming: &Bundle) {
    let known: HashSet<_> = bundle.institutions.iter().map(|i| (&*i.title, i.role.clone())).collect();
    let titles: HashSet<&str> = bundle.institutions.iter().map(|i| &*i.title).collect();
    // Where the notice does not say how a document stands, whatever the ledger says of it holds.
    let is_known = |i: &Institution| match &i.role {
        Some(_) => known.contains(&(&*i.title, i.role.clone())),
        None => titles.contains(&*i.title),
    };
    for one in incoming.institutions.iter().filter(|i| !is_known(i)) {
        let item = planner.renamed(one.to_json());
        planner.insert(&bundle.id, "institutions", item, one);
        planner.row(Standing::New, Subject::Register, "制度".to_owned(), &one.title, Vec::new());
    }
    let mut known: HashMap<_, usize> = HashMap::new();
    for figure in &bundle.figures {
        *known
            .entry((figure.value.as_ref().map(ToString::to_string), &*figure.unit, figure.measure.clone()))
            .or_default() += 1;
    }
    for one in &incoming.figures {
        let measure = one.measure.as_ref().map(|id| planner.names.get(id).unwrap_or(id).clone());
        let count =
            known.entry((one.value.as_ref().map(ToString::to_string), &*one.unit, measure)).or_default();
        if *count > 0 {
            *count -= 1;
            continue;
        }
        let item = planner.renamed(one.to_json());
        planner.insert(&bundle.id, "figures", item, one);
        planner.row(Standing::New, Subject::Register, "数字成果".to_owned(), &one.quote, Vec::new());
    }
    let known: HashSet<_> = bundle.claims.iter().map(|c| (c.subject.clone(), c.value)).collect();
    for one in incoming.claims.iter().filter(|c| !known.contains(&(c.subject.clone(), c.value))) {
        planner.insert(&bundle.id, "claims", one.to_json(), one);
        planner.row(Standing::New, Subject::Register, "通报所称".to_owned(), &one.quote, Vec::new());
    }
    let known: HashSet<_> = bundle.accountability.iter().map(|a| (&*a.form, a.count)).collect();
    for one in incoming.accountability.iter().filter(|a| !known.contains(&(&*a.form, a.count))) {
        planner.insert(&bundle.id, "accountability", one.to_json(), one);
        planner.row(Standing::New, Subject::Register, "追责问责".to_owned(), &one.form, Vec::new());
    }
}
