//! What marks may name of a ledger, and what stands there: the names are those of the table that offices exchange. For the
//! public what is internal is not there at all.

use std::collections::HashMap;

use super::scope::{Schema, Scope};
use super::value::Value;
use crate::table::cells::Rows;
use crate::table::columns::Column;
use ledger::Ledger;
use ledger::date::Date;
use ledger::due::Due;
use ledger::effective::Effective;
use ledger::finding::{Finding, Measure};
use notice::Version;

/// Names of the ledger itself.
const HEAD: [&str; 8] =
    ["台账名称", "单位名称", "巡察轮次", "巡察组", "进驻日期", "撤离日期", "反馈日期", "今天"];

/// The list of findings, and of measures: of the whole ledger, and within a finding.
const FINDINGS: &str = "问题";
const MEASURES: &str = "措施";

/// What the inspection saw in detail.
const DETAILS: &str = "问题的具体内容";

/// Whether the deadline has passed.
const OVERDUE: &str = "逾期";

/// What a notice says of findings and measures, and so all may read.
fn is_public(column: Column) -> bool {
    matches!(column, Column::Number | Column::Aspect | Column::Finding | Column::Measure | Column::Text)
}

/// Every name that a mark may use.
#[must_use]
pub fn schema() -> Schema {
    let columns = || Column::ALL.into_iter().filter(|column| *column != Column::Id);
    let internal: Vec<&'static str> =
        columns().filter(|column| !is_public(*column)).map(Column::name).chain([DETAILS, OVERDUE]).collect();
    let measures = Schema {
        values: columns().map(Column::name).chain([DETAILS, OVERDUE]).collect(),
        internal: internal.clone(),
        lists: Vec::new(),
    };
    let of_finding = columns().filter(|column| column.of_finding() || is_duty(*column));
    let findings = Schema {
        values: of_finding.map(Column::name).chain([DETAILS]).collect(),
        internal,
        lists: vec![(MEASURES, measures.clone())],
    };
    Schema {
        values: HEAD.to_vec(),
        internal: Vec::new(),
        lists: vec![(FINDINGS, findings), (MEASURES, measures)],
    }
}

/// Who answers for a finding, and by when.
fn is_duty(column: Column) -> bool {
    matches!(column, Column::Leader | Column::Lead | Column::Units | Column::Owner | Column::Due)
}

/// The ledger as marks see it.
#[must_use]
pub fn scope(ledger: &Ledger, today: Date, version: Version) -> Scope {
    let bundle = ledger.bundle();
    let rows = Rows::new(ledger, today);
    let public = version == Version::Public;
    let mut all = Vec::new();
    let mut findings = Vec::new();
    for finding in bundle.findings.iter().filter(|finding| !(public && finding.internal)) {
        let shown = finding.measures.iter().filter(|measure| !(public && measure.internal));
        let measures: Vec<Scope> = shown.map(|measure| of_measure(&rows, finding, measure, public)).collect();
        all.extend(measures.iter().cloned());
        let values = values(public, |column| match column {
            column if column.of_finding() || is_duty(column) => Some(rows.text(finding, None, column)),
            _ => None,
        });
        let mut one = Scope { values, lists: HashMap::from([(MEASURES, measures)]) };
        if !public {
            one.values.insert(DETAILS, Value::Text(finding.details.clone()));
        }
        findings.push(one);
    }
    let text = |text: &str| Value::Text(text.to_owned());
    let day = |day: Option<Date>| day.map_or_else(|| text(""), |day| Value::Day(day, day.chinese()));
    let inspection = &bundle.inspection;
    let head = [
        text(&bundle.title),
        text(&bundle.organization),
        text(&inspection.round),
        text(&inspection.team),
        day(inspection.from),
        day(inspection.to),
        day(inspection.feedback),
        day(Some(today)),
    ];
    Scope {
        values: HEAD.into_iter().zip(head).collect(),
        lists: HashMap::from([(FINDINGS, findings), (MEASURES, all)]),
    }
}

fn of_measure(rows: &Rows<'_>, finding: &Finding, measure: &Measure, public: bool) -> Scope {
    let mut values = values(public, |column| Some(rows.text(finding, Some(measure), column)));
    if !public {
        // A month is no day: it stays as it is written.
        if let (Some(Due::Day(day)), Some(plain)) =
            (Effective::of(finding, measure).due(), values.get(Column::Due.name()).map(Value::plain))
        {
            values.insert(Column::Due.name(), Value::Day(*day, plain));
        }
        values.insert(DETAILS, Value::Text(finding.details.clone()));
        values.insert(OVERDUE, Value::Flag(rows.is_overdue(measure)));
    }
    Scope { values, lists: HashMap::new() }
}

/// The values of the columns that are shown; numbers as numbers.
fn values(public: bool, text: impl Fn(Column) -> Option<String>) -> HashMap<&'static str, Value> {
    Column::ALL
        .into_iter()
        .filter(|column| *column != Column::Id && (!public || is_public(*column)))
        .filter_map(|column| {
            let text = text(column)?;
            let number =
                matches!(column, Column::Number | Column::Measure).then(|| text.parse().ok()).flatten();
            Some((column.name(), number.map_or(Value::Text(text), Value::Number)))
        })
        .collect()
}
