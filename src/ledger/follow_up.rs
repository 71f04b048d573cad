//! 复查: what a finding or measure says of its being checked again, and what its 销号 says where it is silent. Nothing is
//! written: whoever looks sees the last step that closed it. Also the sums of a finding. Knows no list.

use super::closure::{ClosureAction, ClosureState, ClosureStep};
use super::date::Date;
use super::decimal::ExactSum;
use super::finding::{Finding, Measure};

/// What is known of the check after the work was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FollowUp<'a> {
    /// 复查结果; 已销号 where nothing is written and it is closed.
    pub result: &'a str,
    /// 复查人.
    pub by: &'a str,
    /// 复查日期.
    pub date: Option<Date>,
}

impl<'a> FollowUp<'a> {
    /// That of a measure.
    #[must_use]
    pub fn of_measure(measure: &'a Measure) -> Self {
        let own = Self { result: &measure.recheck, by: &measure.recheck_by, date: measure.recheck_date };
        own.or_closure(&measure.closure)
    }

    /// That of a finding as a whole.
    #[must_use]
    pub fn of_finding(finding: &'a Finding) -> Self {
        let own = Self { result: &finding.recheck, by: &finding.recheck_by, date: finding.recheck_date };
        own.or_closure(&finding.closure)
    }

    fn or_closure(self, steps: &'a [ClosureStep]) -> Self {
        let closed = ClosureState::after(steps) == ClosureState::Closed;
        let closing = |step: &&ClosureStep| step.action == Some(ClosureAction::Close);
        let Some(step) = steps.iter().rev().find(closing).filter(|_| closed) else { return self };
        let told = |own: &'a str, above: &'a str| if own.trim().is_empty() { above } else { own };
        Self {
            result: told(self.result, ClosureState::Closed.label()),
            by: told(self.by, &step.by),
            date: self.date.or(step.date),
        }
    }
}

impl Finding {
    /// 未整改金额 in 万元: 涉及金额 less 已整改金额. `None` where no sum is given.
    #[must_use]
    pub fn balance(&self) -> Option<ExactSum> {
        let amount = ExactSum::from(self.amount.as_ref()?);
        let done = self.rectified_amount.as_ref().map_or(ExactSum::ZERO, ExactSum::from);
        Some(amount.plus(&done.negated()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn measure(more: &Value) -> Measure {
        let mut all = json!({"id": "m"});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn closing_fills_what_is_not_written() {
        let close = json!([{"id": "a", "action": "apply", "round": 1}, {"id": "c", "action": "close", "round": 1,
            "by": "王敏", "date": "2024-06-18", "opinion": "同意"}]);
        for (more, expected) in [
            (json!({}), ("", "", "")),
            (json!({"closure": close}), ("已销号", "王敏", "2024-06-18")),
            (json!({"closure": close, "recheck": "合格", "recheck_by": " "}), ("合格", "王敏", "2024-06-18")),
            (
                json!({"closure": close, "recheck_by": "李强", "recheck_date": "2024-07-01"}),
                ("已销号", "李强", "2024-07-01"),
            ),
            (json!({"closure": [{"id": "a", "action": "apply", "round": 1, "by": "王敏"}]}), ("", "", "")),
        ] {
            let measure = measure(&more);
            let told = FollowUp::of_measure(&measure);
            let date = told.date.map(|date| date.to_string()).unwrap_or_default();
            assert_eq!((told.result, told.by, date.as_str()), expected, "{more}");
        }
    }

    #[test]
    fn the_balance_is_exact() {
        for (amount, done, balance) in [
            (Some("12.5"), Some("12.4"), Some("0.1")),
            (Some("12.5"), None, Some("12.5")),
            (Some("1"), Some("1.00"), Some("0")),
            (Some("1"), Some("3"), Some("-2")),
            (None, Some("3"), None),
        ] {
            let finding: Finding =
                serde_json::from_value(json!({"id": "f", "amount": amount, "rectified_amount": done}))
                    .unwrap();
            assert_eq!(finding.balance().map(|sum| sum.to_string()).as_deref(), balance);
        }
    }
}
