//! 一页纸: what a leader is told of a ledger on one sheet, taken from the ledger in one go so that all of it
//! agrees with [`Counts`]. Knows no clock, no page and no length of paper but the limits that are handed in.

use super::bundle::Bundle;
use super::closure::{ClosureAction, ClosureState};
use super::counts::Counts;
use super::date::Date;
use super::deadline::is_overdue;
use super::effective::Effective;
use super::finding::{Finding, Measure};
use super::id::Id;
use super::vocabulary::Vocabulary;

/// A measure on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryRow {
    /// The measure.
    pub measure: Id,
    /// Its finding.
    pub finding: Id,
    /// The text, cut to what stands on a line.
    pub text: String,
    /// The lead unit.
    pub unit: Option<Id>,
    /// 责任领导.
    pub leader: String,
    /// The last day of the deadline in force.
    pub due: Option<Date>,
    /// Days since then; 0 where it is not late.
    pub late: i64,
    /// The opinion of the last 退回.
    pub opinion: String,
}

/// Something that only a leader can settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Overdue, and no extension has been granted.
    OverdueWithoutExtension,
    /// 退回, not applied for again.
    Returned,
    /// Waiting for review.
    InReview,
    /// Nobody leads it.
    WithoutUnit,
    /// Findings without any measure.
    FindingWithoutMeasures,
    /// The notice claims another number than the ledger counts.
    ClaimDiffers,
}

impl Decision {
    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::OverdueWithoutExtension => "逾期且没有办理延期的措施，是否延期或督办",
            Self::Returned => "退回后尚未重新申请销号的措施",
            Self::InReview => "等待审核销号的措施",
            Self::WithoutUnit => "没有确定牵头部门的措施",
            Self::FindingWithoutMeasures => "没有整改措施的问题",
            Self::ClaimDiffers => "通报所称与台账所计不一致的事项",
        }
    }
}

/// The sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutiveSummary {
    /// Overdue measures, the latest of all first, as many as were asked for.
    pub overdue: Vec<SummaryRow>,
    /// Returned measures, as many as were asked for.
    pub returned: Vec<SummaryRow>,
    /// What needs a decision, with how many; what there is none of is left out.
    pub decisions: Vec<(Decision, usize)>,
}

/// The most characters of a measure's text on the sheet.
const LINE: usize = 36;

impl ExecutiveSummary {
    /// The sheet as of `today`, with at most `rows` measures in each list.
    #[must_use]
    pub fn of(bundle: &Bundle, counts: &Counts, today: Date, rows: usize) -> Self {
        let vocabulary = Vocabulary::new(&bundle.statuses);
        let mut overdue = Vec::new();
        let mut returned = Vec::new();
        let mut without_extension = 0;
        for finding in &bundle.findings {
            for measure in &finding.measures {
                if is_overdue(vocabulary, finding, measure, today) {
                    let holds = Effective::of(finding, measure);
                    without_extension += usize::from(holds.extensions.is_empty());
                    overdue.push((holds.deadline().day(), finding, measure));
                }
                if returned.len() < rows && ClosureState::after(&measure.closure) == ClosureState::Returned {
                    returned.push(row(finding, measure, today));
                }
            }
        }
        crate::order::sort_by_key(&mut overdue, |(day, ..)| *day);
        let state = |state: ClosureState| counts.by_closure[state as usize];
        let without_unit = counts.by_lead_unit.last().map_or(0, |group| group.tally.total);
        let all = [
            (Decision::OverdueWithoutExtension, without_extension),
            (Decision::Returned, state(ClosureState::Returned)),
            (Decision::InReview, state(ClosureState::Applied) + state(ClosureState::InReview)),
            (Decision::WithoutUnit, without_unit),
            (Decision::FindingWithoutMeasures, counts.findings.without_measures),
            (Decision::ClaimDiffers, counts.claims.iter().filter(|claim| claim.differs()).count()),
        ];
        Self {
            overdue: overdue.into_iter().take(rows).map(|(_, f, m)| row(f, m, today)).collect(),
            returned,
            decisions: all.into_iter().filter(|(_, count)| *count > 0).collect(),
        }
    }
}

fn row(finding: &Finding, measure: &Measure, today: Date) -> SummaryRow {
    let holds = Effective::of(finding, measure);
    let due = holds.deadline().day();
    let text = if measure.lead.is_empty() { &measure.text } else { &measure.lead };
    let mut short: String = text.chars().take(LINE).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    let last = measure.closure.iter().rev().find(|step| step.action == Some(ClosureAction::Return));
    SummaryRow {
        measure: measure.id.clone(),
        finding: finding.id.clone(),
        text: short,
        unit: holds.responsible().cloned(),
        leader: holds.leader.to_owned(),
        due,
        late: due.map_or(0, |due| due.days_until(today).max(0)),
        opinion: last.map(|step| step.opinion.clone()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::demo::demo;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_sheet_agrees_with_the_counts(seed: u64, size in 1..300usize, rows in 0..9usize) {
            let ledger = demo(seed, size);
            let today = Date::new(2026, 11, 15).unwrap();
            let counts = Counts::of(&ledger, today);
            let brief = ExecutiveSummary::of(&ledger, &counts, today, rows);
            prop_assert_eq!(brief.overdue.len(), counts.measures.overdue.min(rows));
            prop_assert_eq!(brief.returned.len(), counts.by_closure[3].min(rows));
            prop_assert!(brief.overdue.is_sorted_by_key(|row| row.due) && brief.overdue.iter().all(|row| row.late > 0));
            prop_assert!(brief.decisions.iter().all(|(_, count)| *count > 0));
            let returned = brief.decisions.iter().find(|(what, _)| *what == Decision::Returned);
            prop_assert_eq!(returned.map_or(0, |(_, count)| *count), counts.by_closure[3]);
            let late = brief.decisions.iter().find(|(what, _)| *what == Decision::OverdueWithoutExtension);
            prop_assert!(late.map_or(0, |(_, count)| *count) <= counts.measures.overdue);
            prop_assert!(brief.overdue.iter().all(|row| row.text.chars().count() <= LINE + 1));
        }
    }

    #[test]
    fn an_empty_ledger_needs_no_decision() {
        let today = Date::new(2026, 11, 15).unwrap();
        let counts = Counts::of(&Bundle::default(), today);
        let brief = ExecutiveSummary::of(&Bundle::default(), &counts, today, 5);
        assert_eq!(brief, ExecutiveSummary { overdue: vec![], returned: vec![], decisions: vec![] });
    }
}
