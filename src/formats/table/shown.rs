//! The columns that a ledger is handed out in: those of the table, those that only this ledger uses, its custom fields, and
//! the stable id, which is not shown. What goes out comes in again under the same names.

use serde_json::Value;

use super::cell_value::CellValue;
use super::cells::Rows;
use super::columns::Column;
use ledger::closure::ClosureStep;
use ledger::custom::{CustomField, CustomKind};
use ledger::due::Due;
use ledger::finding::{Extension, Finding, Measure};
use ledger::{Id, Ledger};

/// A column of a table that goes out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown<'l> {
    /// A built-in field.
    Built(Column),
    /// A custom field.
    Custom(&'l CustomField),
}

impl<'l> Shown<'l> {
    /// The columns of a ledger, the id last.
    #[must_use]
    pub fn of(ledger: &'l Ledger) -> Vec<Self> {
        let bundle = ledger.bundle();
        let used = |column: Column| bundle.findings.iter().any(|finding| uses(finding, column));
        let table = Column::TABLE.into_iter().filter(|column| *column != Column::Id);
        let table = table.filter(|column| !column.is_detail() || used(*column));
        let others = |column: &Column| !Column::TABLE.contains(column) && *column != Column::Supporting;
        let more = Column::ALL.into_iter().filter(|column| others(column) && used(*column));
        let customs = bundle.custom_fields.iter().filter(|field| !field.hidden).map(Shown::Custom);
        table.chain(more).map(Shown::Built).chain(customs).chain([Shown::Built(Column::Id)]).collect()
    }

    /// What people read.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Built(column) => column.name().to_owned(),
            Self::Custom(field) => field.name().to_owned(),
        }
    }

    /// Whether it tells of the finding, whose rows it spans.
    #[must_use]
    pub fn of_finding(&self) -> bool {
        match self {
            Self::Built(column) => column.of_finding(),
            Self::Custom(field) => field.of_findings(),
        }
    }

    /// How wide it is, in half-width characters.
    #[must_use]
    pub fn width(&self) -> u32 {
        match self {
            Self::Built(column) => column.width(),
            Self::Custom(field) if field.value_kind() == CustomKind::LongText => 30,
            Self::Custom(_) => 14,
        }
    }

    /// The cell of a row as a value that sorts.
    #[must_use]
    pub fn value(&self, rows: &Rows<'_>, finding: &Finding, measure: Option<&Measure>) -> CellValue {
        match self {
            Self::Built(column) => rows.value(finding, measure, *column),
            Self::Custom(field) => of_custom(field, self.text(rows, finding, measure)),
        }
    }

    /// The cell of a row.
    #[must_use]
    pub fn text(&self, rows: &Rows<'_>, finding: &Finding, measure: Option<&Measure>) -> String {
        match self {
            Self::Built(column) => rows.text(finding, measure, *column),
            Self::Custom(field) if field.of_findings() => {
                custom(rows, finding.custom.value(field.id.as_str()))
            }
            Self::Custom(field) => {
                custom(rows, measure.and_then(|measure| measure.custom.value(field.id.as_str())))
            }
        }
    }
}

/// The text of a custom field as the value that its kind makes of it.
#[must_use]
pub fn of_custom(field: &CustomField, text: String) -> CellValue {
    match field.value_kind() {
        CustomKind::Number | CustomKind::Sum => CellValue::number(text),
        CustomKind::Date => match text.parse() {
            Ok(due @ (Due::Day(_) | Due::Month { .. })) => CellValue::due(&due),
            _ => text.into(),
        },
        _ => text.into(),
    }
}

/// Whether a finding or any of its measures says anything in a column that not every table has.
fn uses(finding: &Finding, column: Column) -> bool {
    let told = |extensions: &[Extension], steps: &[ClosureStep]| match column {
        Column::Extended | Column::ExtensionNote => !extensions.is_empty(),
        _ => !steps.is_empty(),
    };
    if column.is_detail() {
        return told(&finding.extensions, &finding.closure)
            || finding.measures.iter().any(|measure| told(&measure.extensions, &measure.closure));
    }
    let says = |measure| !of_measure(measure, finding, column).is_empty();
    !of_finding(finding, column).is_empty()
        || (finding.measures.is_empty() && says(None))
        || finding.measures.iter().any(|measure| says(Some(measure)))
}

/// The value of a custom field as a cell; units by their names.
fn custom(rows: &Rows<'_>, value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(ids)) => {
            let names = ids.iter().filter_map(|id| Some(rows.unit_name(&Id::new(id.as_str()?)?)));
            names.collect::<Vec<_>>().join("、")
        }
        Some(other) => other.to_string(),
    }
}

/// A field of a finding that only some ledgers use, as a cell.
#[must_use]
pub fn of_finding(finding: &Finding, column: Column) -> String {
    match column {
        Column::Details => finding.details.clone(),
        Column::Cause => finding.cause.clone(),
        Column::WiderCheck => finding.wider_check.clone(),
        Column::Amount => finding.amount.as_ref().map(ToString::to_string).unwrap_or_default(),
        Column::Rectified => finding.rectified_amount.as_ref().map(ToString::to_string).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A field of a measure, or of a finding in a row without one, that only some ledgers use, as a cell.
#[must_use]
pub fn of_measure(measure: Option<&Measure>, finding: &Finding, column: Column) -> String {
    let day = |day: Option<ledger::date::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match (column, measure) {
        (Column::Completed, Some(measure)) => day(measure.completed),
        (Column::Completed, None) => day(finding.completed),
        (Column::Recheck, Some(measure)) => measure.recheck.clone(),
        (Column::Recheck, None) => finding.recheck.clone(),
        (Column::RecheckBy, Some(measure)) => measure.recheck_by.clone(),
        (Column::RecheckBy, None) => finding.recheck_by.clone(),
        (Column::RecheckDate, Some(measure)) => day(measure.recheck_date),
        (Column::RecheckDate, None) => day(finding.recheck_date),
        _ => String::new(),
    }
}
