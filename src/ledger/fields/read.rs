//! What a field says of a row, and by what rows are put in order by it. Knows no index.

use serde_json::Value;

use super::Field;
use crate::closure::ClosureState;
use crate::custom::CustomKind;
use crate::date::Date;
use crate::deadline::{Deadline, finding_deadline};
use crate::due::Due;
use crate::effective::Effective;
use crate::field::Decimal;
use crate::finding::{Finding, Measure, Progress};
use crate::follow_up::FollowUp;
use crate::vocabulary::Vocabulary;
use crate::{Id, Ledger};

/// What rows are put in order by. What is empty comes last, whatever the direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortValue<'l> {
    /// By the numbers of its characters.
    Text(&'l str),
    /// By its value: the text is a [`Decimal`].
    Number(&'l str),
    /// By its day.
    Day(Date),
    /// A value that is none of its kind: behind those that are.
    Other,
    /// Nothing.
    Empty,
}

impl<'l> SortValue<'l> {
    fn text(text: &'l str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    fn number(number: Option<&'l Decimal>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.as_str()))
    }

    fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// The name of a unit; its id where the ledger does not know it.
#[must_use]
fn unit_name<'l>(ledger: &'l Ledger, id: &'l Id) -> &'l str {
    let unit = ledger.bundle().units.iter().find(|unit| unit.id == *id);
    unit.map_or(id.as_str(), |unit| unit.name.as_str())
}

fn unit_names<'i>(ledger: &'i Ledger, ids: impl IntoIterator<Item = &'i Id>) -> String {
    ids.into_iter().map(|id| unit_name(ledger, id)).collect::<Vec<_>>().join("、")
}

fn text_of<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn progress(entries: &[Progress]) -> String {
    entries.last().map_or_else(String::new, |entry| match entry.date {
        Some(date) => format!("{date} {}", entry.text),
        None => entry.text.clone(),
    })
}

/// The value of a custom field for people: units by name, everything else as it is written.
#[must_use]
pub fn custom_text(ledger: &Ledger, value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(ids)) => {
            let name = |id: &Value| match id.as_str() {
                Some(text) => {
                    let unit = ledger.bundle().units.iter().find(|unit| unit.id.as_str() == text);
                    unit.map_or_else(|| text.to_owned(), |unit| unit.name.clone())
                }
                None => id.to_string(),
            };
            ids.iter().map(name).collect::<Vec<_>>().join("、")
        }
        Some(other) => other.to_string(),
    }
}

/// The value that a custom field has in a row: its own, or that of its finding.
fn custom_value<'l>(id: &Id, finding: &'l Finding, measure: Option<&'l Measure>) -> Option<&'l Value> {
    let own = measure.and_then(|measure| measure.custom.value(id.as_str()));
    own.or_else(|| finding.custom.value(id.as_str()))
}

impl Field {
    /// What the field says of a measure, for people; empty = 未填报. Who answers and by when may be what its finding says.
    #[must_use]
    pub fn of_measure(&self, ledger: &Ledger, finding: &Finding, measure: &Measure) -> String {
        let holds = || Effective::of(finding, measure);
        let follow_up = || FollowUp::of_measure(measure);
        match self {
            Self::Number => ledger.measure_number(&finding.id, &measure.id),
            Self::MeasureNumber => text_of(measure.number),
            Self::Text => measure.text.clone(),
            Self::Leader => holds().leader.to_owned(),
            Self::Lead => unit_names(ledger, holds().responsible()),
            Self::Units => unit_names(ledger, holds().units),
            Self::Supporting => unit_names(ledger, holds().supporting),
            Self::Owner => holds().owner.to_owned(),
            Self::Due => text_of(holds().due()),
            Self::Extensions => holds().extensions.len().to_string(),
            Self::Term => text_of(measure.term.as_ref()),
            Self::Progress => progress(&measure.progress),
            Self::Status => {
                let words = Vocabulary::new(&ledger.bundle().statuses);
                measure.status.as_ref().map(|id| words.label(Some(id)).to_owned()).unwrap_or_default()
            }
            Self::Completed => text_of(measure.completed),
            Self::Recheck => follow_up().result.to_owned(),
            Self::RecheckBy => follow_up().by.to_owned(),
            Self::RecheckDate => text_of(follow_up().date),
            Self::Evidence => measure.evidence.len().to_string(),
            Self::Closure => ClosureState::after(&measure.closure).label().to_owned(),
            Self::Note => measure.note.clone(),
            Self::Internal => if measure.internal { "是" } else { "" }.to_owned(),
            Self::Custom(id) => custom_text(ledger, custom_value(id, finding, Some(measure))),
            // What tells of the finding stands over all of its measures.
            _ => self.of_finding(ledger, finding),
        }
    }

    /// What the field says of a finding as a whole, for people.
    #[must_use]
    pub fn of_finding(&self, ledger: &Ledger, finding: &Finding) -> String {
        let follow_up = || FollowUp::of_finding(finding);
        match self {
            Self::Number => ledger.finding_number(&finding.id).to_string(),
            Self::Aspect => {
                let id = finding.aspect.as_ref();
                let title = |id: &Id| {
                    let aspect = ledger.bundle().aspects.iter().find(|aspect| aspect.id == *id);
                    aspect.map_or_else(|| id.to_string(), |aspect| aspect.title.clone())
                };
                id.map(title).unwrap_or_default()
            }
            Self::Finding => finding.title.clone(),
            Self::Details => finding.details.clone(),
            Self::Goal => finding.goal.clone(),
            Self::Cause => finding.cause.clone(),
            Self::WiderCheck => finding.wider_check.clone(),
            Self::Amount => text_of(finding.amount.as_ref()),
            Self::Rectified => text_of(finding.rectified_amount.as_ref()),
            Self::Balance => text_of(finding.balance()),
            Self::Leader => finding.leader.clone(),
            Self::Lead => unit_names(ledger, finding.responsible()),
            Self::Units => unit_names(ledger, &finding.units),
            Self::Supporting => unit_names(ledger, &finding.supporting_units),
            Self::Owner => finding.owner.clone(),
            Self::Due => text_of(finding_deadline(finding)),
            Self::Extensions => finding.extensions.len().to_string(),
            Self::Completed => text_of(finding.completed),
            Self::Recheck => follow_up().result.to_owned(),
            Self::RecheckBy => follow_up().by.to_owned(),
            Self::RecheckDate => text_of(follow_up().date),
            Self::Closure => ClosureState::after(&finding.closure).label().to_owned(),
            Self::Note => finding.note.clone(),
            Self::Internal => if finding.internal { "是" } else { "" }.to_owned(),
            Self::Measures => finding.measures.len().to_string(),
            Self::Custom(id) => custom_text(ledger, custom_value(id, finding, None)),
            _ => String::new(),
        }
    }

    /// By what a measure is put in order by a field that no index keeps.
    #[must_use]
    pub fn measure_order<'l>(
        &self,
        ledger: &'l Ledger,
        finding: &'l Finding,
        measure: &'l Measure,
    ) -> SortValue<'l> {
        let follow_up = || FollowUp::of_measure(measure);
        match self {
            Self::Text => SortValue::text(&measure.text),
            Self::Leader => SortValue::text(Effective::of(finding, measure).leader),
            Self::Owner => SortValue::text(Effective::of(finding, measure).owner),
            Self::Note => SortValue::text(&measure.note),
            Self::Completed => SortValue::day(measure.completed),
            Self::Recheck => SortValue::text(follow_up().result),
            Self::RecheckBy => SortValue::text(follow_up().by),
            Self::RecheckDate => SortValue::day(follow_up().date),
            Self::Progress => SortValue::day(measure.progress.last().and_then(|entry| entry.date)),
            Self::Custom(id) => custom_order(ledger, id, custom_value(id, finding, Some(measure))),
            _ => self.finding_order(ledger, finding),
        }
    }

    /// By what a finding is put in order by a field that no index keeps.
    #[must_use]
    pub fn finding_order<'l>(&self, ledger: &'l Ledger, finding: &'l Finding) -> SortValue<'l> {
        let follow_up = || FollowUp::of_finding(finding);
        match self {
            Self::Finding => SortValue::text(&finding.title),
            Self::Details => SortValue::text(&finding.details),
            Self::Goal => SortValue::text(&finding.goal),
            Self::Cause => SortValue::text(&finding.cause),
            Self::WiderCheck => SortValue::text(&finding.wider_check),
            Self::Amount => SortValue::number(finding.amount.as_ref()),
            Self::Rectified => SortValue::number(finding.rectified_amount.as_ref()),
            Self::Leader => SortValue::text(&finding.leader),
            Self::Owner => SortValue::text(&finding.owner),
            Self::Note => SortValue::text(&finding.note),
            Self::Completed => SortValue::day(finding.completed),
            Self::Recheck => SortValue::text(follow_up().result),
            Self::RecheckBy => SortValue::text(follow_up().by),
            Self::RecheckDate => SortValue::day(follow_up().date),
            Self::Custom(id) => custom_order(ledger, id, custom_value(id, finding, None)),
            _ => SortValue::Empty,
        }
    }
}

fn custom_order<'l>(ledger: &'l Ledger, id: &Id, value: Option<&'l Value>) -> SortValue<'l> {
    let kind = ledger.custom_field(id.as_str()).map(crate::custom::CustomField::value_kind);
    match (kind, value) {
        (_, None) => SortValue::Empty,
        (Some(CustomKind::Number | CustomKind::Sum), Some(Value::String(text))) => {
            if text.parse::<Decimal>().is_ok() { SortValue::Number(text) } else { SortValue::Other }
        }
        (Some(CustomKind::Date), Some(Value::String(text))) => {
            let day = text.parse::<Due>().ok().and_then(|due| Deadline::from_due(Some(&due)).day());
            day.map_or(SortValue::Other, SortValue::Day)
        }
        (Some(CustomKind::Unit), Some(Value::Array(ids))) => {
            let first = ids.first().and_then(Value::as_str);
            let unit = ledger.bundle().units.iter().find(|unit| Some(unit.id.as_str()) == first);
            unit.map(|unit| unit.name.as_str()).or(first).map_or(SortValue::Other, SortValue::text)
        }
        (Some(CustomKind::Number | CustomKind::Sum | CustomKind::Date | CustomKind::Unit), Some(_)) => {
            SortValue::Other
        }
        (_, Some(Value::String(text))) => SortValue::text(text),
        (_, Some(_)) => SortValue::Other,
    }
}
