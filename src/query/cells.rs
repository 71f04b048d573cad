//! The cells of the rows of the 措施 table and the 问题 list, as text. The page only draws them.

use ledger::Ledger;
use ledger::date::Date;
use ledger::deadline::{Deadline, DueClass, finding_deadline, finding_is_finished, is_overdue};
use ledger::fields::{Field, ROWS};
use ledger::finding::{Finding, Measure};
use ledger::vocabulary::{Class, Vocabulary};

/// The cells of a measure's row: a text for each field of the ledger that can be a column. Who answers for it and by
/// when may be what its finding says. Empty text is 未填报.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeasureCells {
    texts: Vec<(Field, String)>,
    /// Whether the deadline in force has passed and the measure is not finished.
    pub overdue: bool,
}

/// The cells of a finding's row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindingCells {
    /// The number.
    pub number: String,
    /// The title.
    pub title: String,
    /// 问题类别, by name.
    pub aspect: String,
    /// 牵头部门, by name.
    pub lead: String,
    /// The deadline in force of the finding as a whole.
    pub due: String,
    /// How many measures.
    pub measures: usize,
    /// How many of them are 已完成.
    pub done: usize,
    /// How many of them are overdue.
    pub overdue: usize,
    /// Whether its own deadline has passed and it is not finished.
    pub late: bool,
}

impl MeasureCells {
    /// The cells of a measure as of `today`.
    #[must_use]
    pub fn of(ledger: &Ledger, finding: &Finding, measure: &Measure, today: Date) -> Self {
        let bundle = ledger.bundle();
        let built_in = ROWS.iter().filter(|row| row.width > 0).map(|row| row.field.clone());
        let own = bundle.custom_fields.iter().map(|field| Field::Custom(field.id.clone()));
        let text = |field: Field| {
            let text = field.of_measure(ledger, finding, measure);
            (field, text)
        };
        Self {
            texts: built_in.chain(own).map(text).collect(),
            overdue: is_overdue(Vocabulary::new(&bundle.statuses), finding, measure, today),
        }
    }

    /// The text of a column; empty where the ledger has no such field.
    #[must_use]
    pub fn text(&self, field: &Field) -> &str {
        self.texts.iter().find(|(own, _)| own == field).map_or("", |(_, text)| text)
    }

    /// The text of a column in a table that leaves the page: what is overdue says so in words.
    #[must_use]
    pub fn told(&self, field: &Field) -> String {
        let text = self.text(field);
        if *field == Field::Due && self.overdue { format!("{text}（逾期）") } else { text.to_owned() }
    }
}

impl FindingCells {
    /// The cells of a finding as of `today`.
    #[must_use]
    pub fn of(ledger: &Ledger, finding: &Finding, today: Date) -> Self {
        let bundle = ledger.bundle();
        let words = Vocabulary::new(&bundle.statuses);
        let count = |holds: &dyn Fn(&Measure) -> bool| finding.measures.iter().filter(|m| holds(m)).count();
        Self {
            number: ledger.finding_number(&finding.id).to_string(),
            title: finding.title.clone(),
            aspect: Field::Aspect.of_finding(ledger, finding),
            lead: Field::Lead.of_finding(ledger, finding),
            due: finding_deadline(finding).map(ToString::to_string).unwrap_or_default(),
            measures: finding.measures.len(),
            done: count(&|m| words.class(m.status.as_ref()) == Class::Done),
            overdue: count(&|m| is_overdue(words, finding, m, today)),
            late: DueClass::Overdue.holds(
                Deadline::of_finding(finding),
                finding_is_finished(words, finding),
                today,
            ),
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
        let row = MeasureCells::of(&ledger, finding, &finding.measures[0], day(3, 31));
        assert_eq!((row.text(&Field::Number), row.text(&Field::Lead)), ("12-1", "办公室"));
        assert_eq!((row.text(&Field::Due), row.overdue), ("2024-03-31", false));
        assert_eq!(row.text(&Field::Progress), "2024-02-01 二");
        assert!(MeasureCells::of(&ledger, finding, &finding.measures[0], day(4, 1)).overdue);
        let row = FindingCells::of(&ledger, finding, day(4, 1));
        assert_eq!((row.measures, row.done, row.overdue), (2, 1, 1));
        assert_eq!(row.lead, "gone");
    }

    #[test]
    fn a_finding_is_late_by_its_own_deadline_until_all_is_done() {
        let late = |finding: serde_json::Value| {
            let bundle = json!({
                "format": "zhenggai.bundle/1", "id": "b",
                "statuses": [{"id": "s", "label": "已完成", "class": "done"}], "findings": [finding]
            });
            let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
            let row = FindingCells::of(&ledger, &ledger.bundle().findings[0], Date::new(2024, 4, 1).unwrap());
            (row.late, row.overdue)
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
