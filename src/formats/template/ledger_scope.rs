//! What stands under the names of a ledger. For the public what is internal is not there at all.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::fields::{FINDINGS, Field, HEAD, MEASURES, MORE, UNIT_NAME, UNITS, fields};
use super::scope::{Name, Scope};
use super::value::Value;
use super::wanted::{NameKind, Only};
use crate::table::cells::{HELPING, Rows};
use crate::table::columns::Column;
use crate::table::responsibility::{Duties, OVERDUE};
use crate::table::shown::Shown;
use ledger::date::Date;
use ledger::due::Due;
use ledger::effective::Effective;
use ledger::finding::{Finding, Measure};
use ledger::{Id, Ledger};
use notice::Version;

/// Values by their names.
pub type Named = HashMap<Name, Value>;

/// A measure as marks see it.
#[derive(Debug, Clone)]
pub struct OneMeasure {
    /// Which.
    pub id: Id,
    /// Its values, those of its finding among them.
    pub scope: Rc<Scope>,
    /// The unit that answers for it.
    pub unit: Option<Id>,
}

/// A finding as marks see it.
#[derive(Debug, Clone)]
pub struct OneFinding {
    /// Which.
    pub id: Id,
    /// Its values and its measures.
    pub scope: Rc<Scope>,
    /// Its measures once more.
    pub measures: Vec<OneMeasure>,
    /// The unit that answers for it where it has no measure.
    pub unit: Option<Id>,
}

/// A ledger as marks see it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Names of the ledger itself.
    pub head: Named,
    /// The findings, in their order.
    pub findings: Vec<OneFinding>,
    /// The units that answer for something, in the order of the ledger, by name.
    pub units: Vec<(Id, String)>,
}

impl Whole {
    /// The ledger as of `today`.
    #[must_use]
    pub fn of(ledger: &Ledger, today: Date, version: Version) -> Self {
        let rows = Rows::new(ledger, today);
        let public = version == Version::Public;
        let fields: Vec<Field<'_>> =
            fields(ledger).into_iter().filter(|field| !public || field.is_public()).collect();
        let reader = Reader { rows, fields, public };
        let shown = ledger.bundle().findings.iter().filter(|finding| !(public && finding.internal));
        let findings: Vec<OneFinding> = shown.map(|finding| reader.finding(finding)).collect();
        let units = ledger.bundle().units.iter().map(|unit| (unit.id.clone(), unit.name.clone())).collect();
        Self { head: head(ledger, today), findings, units }.with_units_that_answer()
    }

    fn with_units_that_answer(mut self) -> Self {
        let measures = self.findings.iter().flat_map(|one| &one.measures).map(|measure| &measure.unit);
        let all = self.findings.iter().map(|one| &one.unit).chain(measures);
        let answers: HashSet<Id> = all.flatten().cloned().collect();
        self.units.retain(|(id, _)| answers.contains(id));
        self
    }

    /// The same of a part of the ledger. A finding of which single measures are named has no others.
    #[must_use]
    pub fn only(self, only: &Only) -> Self {
        let part = |one: OneFinding| {
            if only.findings.contains(&one.id) {
                return Some(one);
            }
            let is_named = |measure: &&OneMeasure| only.measures.contains(&measure.id);
            let measures: Vec<OneMeasure> = one.measures.iter().filter(is_named).cloned().collect();
            (!measures.is_empty()).then(|| narrowed(&one, measures))
        };
        let findings = self.findings.into_iter().filter_map(part).collect();
        Self { findings, ..self }.with_units_that_answer()
    }

    /// The whole ledger as one thing, with its units as a list.
    #[must_use]
    pub fn scope(&self) -> Scope {
        let mut scope = root(&self.head, &self.findings);
        let units = self.units.iter().map(|(id, name)| Rc::new(self.unit(id, name))).collect();
        scope.lists.insert(Rc::from(UNITS), units);
        scope
    }

    /// A unit with the findings and measures that it answers for.
    #[must_use]
    pub fn unit(&self, id: &Id, name: &str) -> Scope {
        let own = self.of_unit(id);
        let mut scope = root(&HashMap::new(), &own);
        scope.values.insert(Rc::from(UNIT_NAME), Value::Text(name.to_owned()));
        scope
    }

    /// The findings that a unit answers for, each with the measures of which this is so.
    #[must_use]
    pub fn of_unit(&self, id: &Id) -> Vec<OneFinding> {
        let part = |one: &OneFinding| {
            let own = |measure: &&OneMeasure| measure.unit.as_ref() == Some(id);
            let measures: Vec<OneMeasure> = one.measures.iter().filter(own).cloned().collect();
            let answers = one.measures.is_empty() && one.unit.as_ref() == Some(id);
            (answers || !measures.is_empty()).then(|| narrowed(one, measures))
        };
        self.findings.iter().filter_map(part).collect()
    }
}

/// A finding with only these of its measures.
#[must_use]
pub fn narrowed(one: &OneFinding, measures: Vec<OneMeasure>) -> OneFinding {
    if measures.len() == one.measures.len() {
        return one.clone();
    }
    let scopes = measures.iter().map(|measure| Rc::clone(&measure.scope)).collect();
    let scope = Scope { lists: HashMap::from([(Rc::from(MEASURES), scopes)]), ..values_of(&one.scope) };
    OneFinding { id: one.id.clone(), scope: Rc::new(scope), measures, unit: one.unit.clone() }
}

/// The same thing without its lists.
fn values_of(scope: &Scope) -> Scope {
    Scope { id: scope.id.clone(), values: scope.values.clone(), lists: HashMap::new() }
}

/// A thing with these findings and all of their measures.
#[must_use]
pub fn root(values: &Named, findings: &[OneFinding]) -> Scope {
    let measures = findings.iter().flat_map(|one| &one.measures).map(|one| Rc::clone(&one.scope)).collect();
    let findings = findings.iter().map(|one| Rc::clone(&one.scope)).collect();
    Scope {
        id: None,
        values: values.clone(),
        lists: HashMap::from([(Rc::from(FINDINGS), findings), (Rc::from(MEASURES), measures)]),
    }
}

fn head(ledger: &Ledger, today: Date) -> Named {
    let bundle = ledger.bundle();
    let text = |text: &str| Value::Text(text.to_owned());
    let day = |day: Option<Date>| day.map_or_else(|| text(""), |day| Value::Day(day, day.chinese()));
    let inspection = &bundle.inspection;
    let values = [
        text(&bundle.title),
        text(&bundle.organization),
        text(&inspection.authority),
        text(&inspection.round),
        text(&inspection.team),
        day(inspection.from),
        day(inspection.to),
        day(inspection.feedback),
        day(Some(today)),
    ];
    HEAD.iter().map(|(name, _)| Rc::from(*name)).zip(values).collect()
}

/// Reads values out of the ledger.
struct Reader<'l> {
    rows: Rows<'l>,
    /// The fields that are shown.
    fields: Vec<Field<'l>>,
    public: bool,
}

impl Reader<'_> {
    fn finding(&self, finding: &Finding) -> OneFinding {
        let shown = finding.measures.iter().filter(|measure| !(self.public && measure.internal));
        let measures: Vec<OneMeasure> = shown.map(|measure| self.measure(finding, measure)).collect();
        let mut values = HashMap::new();
        for field in self.fields.iter().filter(|field| field.of_finding() || field.is_duty()) {
            let mut value = self.value(field, finding, None);
            // Who answers is often said of the measures alone: then it is theirs together.
            if field.is_duty() && !value.is_said() {
                value = together(field, &measures);
            }
            values.extend(field.names.iter().map(|name| (Rc::clone(name), value.clone())));
        }
        let scopes = measures.iter().map(|measure| Rc::clone(&measure.scope)).collect();
        let id = Some(finding.id.clone());
        let scope = Scope { id, values, lists: HashMap::from([(Rc::from(MEASURES), scopes)]) };
        OneFinding {
            id: finding.id.clone(),
            scope: Rc::new(scope),
            measures,
            unit: finding.responsible().cloned(),
        }
    }

    fn measure(&self, finding: &Finding, measure: &Measure) -> OneMeasure {
        let mut values = HashMap::new();
        for field in &self.fields {
            let value = self.value(field, finding, Some(measure));
            values.extend(field.names.iter().map(|name| (Rc::clone(name), value.clone())));
        }
        let effective = Effective::of(finding, measure);
        if !self.public {
            let due = |due: Option<&Due>| due.map_or_else(|| Value::Text(String::new()), of_due);
            let extended = effective.due().filter(|now| effective.first.is_some_and(|first| first != *now));
            let unit = effective.responsible().map(|id| self.rows.unit_name(id)).unwrap_or_default();
            let last = measure.closure.iter().last();
            let text = |text: Option<&String>| Value::Text(text.cloned().unwrap_or_default());
            let more = [
                Value::Flag(self.rows.is_overdue(measure)),
                due(effective.first),
                due(extended),
                Value::Text(unit),
                last.and_then(|step| step.date)
                    .map_or_else(|| Value::Text(String::new()), |day| Value::Day(day, day.to_string())),
                text(last.map(|step| &step.by)),
                text(last.map(|step| &step.opinion)),
            ];
            values.extend(MORE.iter().map(|(name, _)| Rc::from(*name)).zip(more));
        }
        let unit = effective.responsible().cloned();
        let scope = Scope { id: Some(measure.id.clone()), values, lists: HashMap::new() };
        OneMeasure { id: measure.id.clone(), scope: Rc::new(scope), unit }
    }

    fn value(&self, field: &Field<'_>, finding: &Finding, measure: Option<&Measure>) -> Value {
        let text = match field.column {
            Shown::Built(Column::Supporting) => {
                let ids = Duties::of(finding, measure).supporting;
                ids.iter().map(|id| self.rows.unit_name(id)).collect::<Vec<_>>().join("、")
            }
            column => column.text(&self.rows, finding, measure),
        };
        match field.column {
            Shown::Built(Column::Due) => {
                let extended = Duties::of(finding, measure).extended();
                let text = extended.map_or_else(
                    || text.strip_suffix(OVERDUE).unwrap_or(&text).to_owned(),
                    ToString::to_string,
                );
                let due =
                    measure.map_or(finding.due.as_ref(), |measure| Effective::of(finding, measure).due());
                due.map_or_else(|| Value::Text(text.clone()), |due| dated(due, text.clone()))
            }
            _ => typed(field.kind, text),
        }
    }
}

fn of_due(due: &Due) -> Value {
    dated(due, due.to_string())
}

/// A deadline that stands there as this text.
fn dated(due: &Due, text: String) -> Value {
    match due {
        Due::Day(day) => Value::Day(*day, text),
        // No day is made of a month.
        Due::Month { year, month } => match Date::new(*year, *month, 1) {
            Some(first) => Value::Month(first, text),
            None => Value::Text(text),
        },
        Due::Period(_) | Due::Phrase(_) => Value::Text(text),
    }
}

/// A text as the value that it is.
fn typed(kind: NameKind, text: String) -> Value {
    match kind {
        NameKind::Number => text.parse().map_or(Value::Text(text), Value::Number),
        NameKind::Day => match text.parse() {
            Ok(due) => dated(&due, text),
            Err(_) => Value::Text(text),
        },
        NameKind::Sum if text.parse::<ledger::field::Decimal>().is_ok() => Value::Sum(text),
        _ => Value::Text(text),
    }
}

/// What the measures of a finding say of a field together, each thing once.
fn together(field: &Field<'_>, measures: &[OneMeasure]) -> Value {
    let name = field.names.first();
    let mut values: Vec<Value> = Vec::new();
    for value in measures.iter().filter_map(|one| one.scope.values.get(name?)) {
        if value.is_said() && !values.contains(value) {
            values.push(value.clone());
        }
    }
    if let [one] = values.as_slice() {
        return one.clone();
    }
    let texts: Vec<String> = values.iter().map(Value::plain).collect();
    if !matches!(field.column, Shown::Built(Column::Units)) {
        return Value::Text(each_once(texts.iter().flat_map(|text| text.split('、'))));
    }
    let parts = texts.iter().map(|text| text.split_once(HELPING).unwrap_or((text, "")));
    let own = each_once(parts.clone().flat_map(|(own, _)| own.trim_end_matches('；').split('、')));
    let helping = each_once(parts.flat_map(|(_, helping)| helping.split('、')));
    Value::Text(with_helping(own, &helping))
}

/// Names in one line, each where it stands first.
fn each_once<'t>(names: impl Iterator<Item = &'t str>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for name in names.map(str::trim).filter(|name| !name.is_empty()) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all.join("、")
}

/// The units that answer and those that help, as one cell has them.
fn with_helping(own: String, helping: &str) -> String {
    match (helping.is_empty(), own.is_empty()) {
        (true, _) => own,
        (false, true) => format!("{HELPING}{helping}"),
        (false, false) => format!("{own}；{HELPING}{helping}"),
    }
}

/// 责任部门 as a form has it that has no column for who leads, or one for who helps: the first unit leads.
#[must_use]
pub fn units_alone(values: &Named, has_lead: bool, has_help: bool) -> String {
    let text = |column: Column| values.get(column.name()).map(Value::plain).unwrap_or_default();
    let whole = text(Column::Units);
    let (own, helping) = match whole.split_once(HELPING) {
        Some((own, helping)) => (own.trim_end_matches('；').to_owned(), helping.to_owned()),
        None => (whole, String::new()),
    };
    let lead = if has_lead { String::new() } else { text(Column::Lead) };
    let all = each_once(std::iter::once(lead.as_str()).chain(own.split('、')));
    with_helping(all, if has_help { "" } else { &helping })
}
