//! The cells of the rows of the 措施 table and the 问题 list, as text. The page only draws them.

use ledger::bundle::Bundle;
use ledger::closure::ClosureState;
use ledger::date::Date;
use ledger::deadline::{Deadline, DueClass, finding_deadline, finding_is_finished, is_overdue};
use ledger::effective::Effective;
use ledger::finding::{Finding, Measure};
use ledger::vocabulary::{Class, Vocabulary};
use ledger::{Id, Ledger};

/// The cells of a measure's row; who answers for it and by when may be what its finding says. Empty text is 未填报.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeasureCells {
    /// `12-3`.
    pub number: String,
    /// The finding's title.
    pub finding: String,
    /// The measure's text.
    pub text: String,
    /// 牵头部门, by name.
    pub lead: String,
    /// 责任人.
    pub owner: String,
    /// The deadline in force.
    pub due: String,
    /// Whether it has passed and the measure is not finished.
    pub overdue: bool,
    /// 整改类型.
    pub term: String,
    /// The last entry of 整改进展及成效, with its day.
    pub progress: String,
    /// 问题类别 of the finding, by name.
    pub aspect: String,
    /// 责任领导.
    pub leader: String,
    /// 责任部门, by name.
    pub units: String,
    /// 配合部门, by name.
    pub supporting: String,
    /// 整改状态, by name.
    pub status: String,
    /// How many 佐证材料 it has.
    pub evidence: String,
    /// 销号情况.
    pub closure: String,
    /// 备注.
    pub note: String,
    /// How often it was extended.
    pub extensions: String,
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

fn aspect_name(bundle: &Bundle, id: Option<&Id>) -> String {
    let name = |id: &Id| {
        let found = bundle.aspects.iter().find(|aspect| aspect.id == *id);
        found.map_or_else(|| id.to_string(), |aspect| aspect.title.clone())
    };
    id.map(name).unwrap_or_default()
}

fn unit_names(bundle: &Bundle, ids: &[Id]) -> String {
    ids.iter().map(|id| unit_name(bundle, Some(id))).collect::<Vec<_>>().join("、")
}

fn unit_name(bundle: &Bundle, id: Option<&Id>) -> String {
    id.map(|id| {
        let unit = bundle.units.iter().find(|unit| unit.id == *id);
        unit.map_or_else(|| id.to_string(), |unit| unit.name.clone())
    })
    .unwrap_or_default()
}

impl MeasureCells {
    /// The cells of a measure as of `today`.
    #[must_use]
    pub fn of(ledger: &Ledger, finding: &Finding, measure: &Measure, today: Date) -> Self {
        let bundle = ledger.bundle();
        let holds = Effective::of(finding, measure);
        let progress = measure.progress.last().map(|entry| match entry.date {
            Some(date) => format!("{date} {}", entry.text),
            None => entry.text.clone(),
        });
        Self {
            number: ledger.measure_number(&finding.id, &measure.id),
            finding: finding.title.clone(),
            text: measure.text.clone(),
            lead: unit_name(bundle, holds.lead),
            owner: holds.owner.to_owned(),
            due: holds.due().map(ToString::to_string).unwrap_or_default(),
            overdue: is_overdue(Vocabulary::new(&bundle.statuses), finding, measure, today),
            term: measure.term.as_ref().map(ToString::to_string).unwrap_or_default(),
            progress: progress.unwrap_or_default(),
            aspect: aspect_name(bundle, finding.aspect.as_ref()),
            leader: holds.leader.to_owned(),
            units: unit_names(bundle, holds.units),
            supporting: unit_names(bundle, holds.supporting),
            status: measure
                .status
                .as_ref()
                .map(|id| Vocabulary::new(&bundle.statuses).label(Some(id)).to_owned())
                .unwrap_or_default(),
            evidence: measure.evidence.len().to_string(),
            closure: ClosureState::after(&measure.closure).label().to_owned(),
            note: measure.note.clone(),
            extensions: holds.extensions.len().to_string(),
        }
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
            aspect: aspect_name(bundle, finding.aspect.as_ref()),
            lead: unit_name(bundle, finding.lead_unit.as_ref()),
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
        assert_eq!((row.number.as_str(), row.lead.as_str()), ("12-1", "办公室"));
        assert_eq!((row.due.as_str(), row.overdue), ("2024-03-31", false));
        assert_eq!(row.progress, "2024-02-01 二");
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
