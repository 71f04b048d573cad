//! The cells of the rows of the 措施 table and the 问题 list, as text. The page only draws them.

use super::records::{Record, RecordKind};
use ledger::Ledger;
use ledger::date::Date;
use ledger::deadline::{Deadline, DueClass, finding_is_finished, is_overdue};
use ledger::fields::{Field, ROWS, Row};
use ledger::finding::{Finding, Measure};
use ledger::vocabulary::{Class, Vocabulary};

/// The cells of a row: a text for each field of the ledger that can be a column. Who answers for a measure and by when
/// may be what its finding says. Empty text is 未填报.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowCells {
    texts: Vec<(Field, String)>,
    late: Vec<Field>,
}

/// How many measures of a finding are 已完成.
pub(super) fn done(ledger: &Ledger, finding: &Finding) -> usize {
    let words = Vocabulary::new(&ledger.bundle().statuses);
    finding.measures.iter().filter(|measure| words.class(measure.status.as_ref()) == Class::Done).count()
}

/// The fields that can be a column of a list.
fn columns(ledger: &Ledger, of: RecordKind) -> impl Iterator<Item = Field> {
    let width = move |row: &Row| if of == RecordKind::Finding { row.finding_width } else { row.width };
    let built_in = ROWS.iter().filter(move |row| width(row) > 0).map(|row| row.field.clone());
    built_in.chain(ledger.bundle().custom_fields.iter().map(|field| Field::Custom(field.id.clone())))
}

impl RowCells {
    /// The cells of a record as of `today`.
    #[must_use]
    pub fn of(ledger: &Ledger, record: Record, today: Date) -> Self {
        match record {
            Record::Measure(finding, measure) => Self::of_measure(ledger, finding, measure, today),
            Record::Finding(finding) => Self::of_finding(ledger, finding, today),
        }
    }

    /// The cells of a measure as of `today`.
    #[must_use]
    pub fn of_measure(ledger: &Ledger, finding: &Finding, measure: &Measure, today: Date) -> Self {
        let text = |field: Field| {
            let text = field.of_measure(ledger, finding, measure);
            (field, text)
        };
        let overdue = is_overdue(Vocabulary::new(&ledger.bundle().statuses), finding, measure, today);
        Self {
            texts: columns(ledger, RecordKind::Measure).map(text).collect(),
            late: overdue.then_some(Field::Due).into_iter().collect(),
        }
    }

    /// The cells of a finding as of `today`: its own fields, and what its measures come to.
    #[must_use]
    pub fn of_finding(ledger: &Ledger, finding: &Finding, today: Date) -> Self {
        let words = Vocabulary::new(&ledger.bundle().statuses);
        let overdue = finding.measures.iter().filter(|m| is_overdue(words, finding, m, today)).count();
        let text = |field: Field| {
            let text = match field {
                Field::Status => format!("已完成 {} / {}", done(ledger, finding), finding.measures.len()),
                Field::Overdue => overdue.to_string(),
                ref field => field.of_finding(ledger, finding),
            };
            (field, text)
        };
        let deadline = Deadline::of_finding(finding);
        let late = DueClass::Overdue.holds(deadline, finding_is_finished(words, finding), today);
        let marked = [(Field::Due, late), (Field::Overdue, overdue > 0)];
        Self {
            texts: columns(ledger, RecordKind::Finding).map(text).collect(),
            late: marked.into_iter().filter_map(|(field, holds)| holds.then_some(field)).collect(),
        }
    }

    /// The text of a column; empty where the ledger has no such field.
    #[must_use]
    pub fn text(&self, field: &Field) -> &str {
        self.texts.iter().find(|(own, _)| own == field).map_or("", |(_, text)| text)
    }

    /// Whether a column tells of what is overdue: a deadline that has passed, or how many have.
    #[must_use]
    pub fn is_late(&self, field: &Field) -> bool {
        self.late.contains(field)
    }

    /// The text of a column in a table that leaves the page: a deadline that has passed says so in words.
    #[must_use]
    pub fn told(&self, field: &Field) -> String {
        let text = self.text(field);
        if *field == Field::Due && self.is_late(field) {
            format!("{text}（逾期）")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_tells_names_the_deadline_in_force_and_what_is_overdue() {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "statuses": [{"id": "s", "label": "已完成", "class": "done"}],
            "units": [{"id": "u", "name": "办公室"}],
            "findings": [{"id": "f", "number": 12, "title": "关于甲的问题", "lead_unit": "gone", "measures": [
                {"id": "m", "text": "甲", "lead_unit": "u", "due": "2024-01",
                 "extensions": [{"id": "x", "due": "2024-03-31"}],
                 "progress": [{"id": "p", "text": "一"}, {"id": "q", "date": "2024-02-01", "text": "二"}]},
                {"id": "n", "status": "s", "due": "2024-01"}]}]
        }))
        .unwrap();
        let ledger = Ledger::new(bundle).unwrap();
        let finding = &ledger.bundle().findings[0];
        let day = |month, day| Date::new(2024, month, day).unwrap();
        let row = RowCells::of_measure(&ledger, finding, &finding.measures[0], day(3, 31));
        assert_eq!((row.text(&Field::Number), row.text(&Field::Lead)), ("12-1", "办公室"));
        assert_eq!((row.text(&Field::Due), row.is_late(&Field::Due)), ("2024-03-31", false));
        assert_eq!(row.text(&Field::Progress), "2024-02-01 二");
        assert!(RowCells::of_measure(&ledger, finding, &finding.measures[0], day(4, 1)).is_late(&Field::Due));
        let row = RowCells::of_finding(&ledger, finding, day(4, 1));
        let texts = [Field::Number, Field::Measures, Field::Status, Field::Overdue, Field::Lead, Field::Text];
        assert_eq!(texts.map(|field| row.text(&field)), ["12", "2", "已完成 1 / 2", "1", "gone", ""]);
        assert!(row.is_late(&Field::Overdue) && !row.is_late(&Field::Due));
    }

    #[test]
    fn a_finding_is_late_by_its_own_deadline_until_all_is_done() {
        let late = |finding: serde_json::Value| {
            let bundle = json!({
                "format": "zhenggai.bundle/1", "id": "b",
                "statuses": [{"id": "s", "label": "已完成", "class": "done"}], "findings": [finding]
            });
            let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
            let row =
                RowCells::of_finding(&ledger, &ledger.bundle().findings[0], Date::new(2024, 4, 1).unwrap());
            (row.is_late(&Field::Due), row.text(&Field::Overdue).parse::<usize>().unwrap())
        };
        let (done, open) = (json!([{"id": "m", "status": "s"}]), json!([{"id": "m"}]));
        assert_eq!(late(json!({"id": "f", "due": "2024-03", "measures": open})), (true, 1));
        assert_eq!(late(json!({"id": "f", "due": "2024-03"})), (true, 0), "without any measure");
        assert_eq!(late(json!({"id": "f", "due": "2024-03", "measures": done})), (false, 0));
        assert_eq!(late(json!({"id": "f", "due": "2024-04", "measures": open})), (false, 0));
        assert_eq!(late(json!({"id": "f", "measures": [{"id": "m", "due": "2024-03"}]})), (false, 1));
        let extended = json!({"id": "f", "due": "2024-03", "extensions": [{"id": "x", "due": "2024-05"}]});
        assert_eq!(late(extended), (false, 0));
    }
}
