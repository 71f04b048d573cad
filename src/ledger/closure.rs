//! 销号: the steps by which a measure or finding is closed, and the state that they lead to.
//! Knows no rule of who may take a step; that is the gate's.

use super::date::Date;
use super::field::words;
use super::record::record;

words! {
    /// What a step of 销号 does.
    ClosureAction, "apply、accept、return、close、withdraw、reopen 之一", {
        /// 申请销号.
        Apply = "apply" "申请销号",
        /// A level of review agrees.
        Accept = "accept" "审核同意",
        /// 退回, with an opinion and what to supply.
        Return = "return" "退回",
        /// 销号.
        Close = "close" "销号",
        /// The applicant takes the application back.
        Withdraw = "withdraw" "撤回申请",
        /// A closed item is opened again.
        Reopen = "reopen" "重新打开",
    }
}

record! {
    /// One step of 销号. Steps are only ever added: 退回 starts a new round, the old rounds stay.
    entity ClosureStep = "销号步骤" {
        fields {
            /// What was done.
            action: Option<ClosureAction> = "步骤",
            /// The level of review, 1 to n.
            level: Option<u32> = "审核级次",
            /// Who.
            by: String = "经办人",
            /// The person's unit.
            unit: String = "单位",
            /// When.
            date: Option<Date> = "日期",
            /// The opinion; required on 退回.
            opinion: String = "意见",
            /// What is to be supplied after 退回.
            supply: String = "需补充",
        }
    }
}

/// 销号情况: where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClosureState {
    /// 未申请.
    NotApplied,
    /// 已申请.
    Applied,
    /// 审核中.
    InReview,
    /// 退回.
    Returned,
    /// 已销号.
    Closed,
}

impl ClosureState {
    /// Every state, in the order of the work.
    pub const ALL: [Self; 5] =
        [Self::NotApplied, Self::Applied, Self::InReview, Self::Returned, Self::Closed];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotApplied => "未申请",
            Self::Applied => "已申请",
            Self::InReview => "审核中",
            Self::Returned => "退回",
            Self::Closed => "已销号",
        }
    }

    /// The state after these steps. A step of an unknown kind changes nothing.
    #[must_use]
    pub fn after(steps: &[ClosureStep]) -> Self {
        // Only the last known step decides, whatever went before it.
        let known = steps.iter().rev().find_map(|step| match step.action.as_ref()? {
            ClosureAction::Apply => Some(Self::Applied),
            ClosureAction::Accept => Some(Self::InReview),
            ClosureAction::Return => Some(Self::Returned),
            ClosureAction::Close => Some(Self::Closed),
            ClosureAction::Withdraw | ClosureAction::Reopen => Some(Self::NotApplied),
            ClosureAction::Other(_) => None,
        });
        known.unwrap_or(Self::NotApplied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_known_step_decides_the_state() {
        let step = |action| ClosureStep { action: Some(action), ..ClosureStep::default() };
        let steps = [
            step(ClosureAction::Apply),
            step(ClosureAction::Return),
            step(ClosureAction::Apply),
            step(ClosureAction::Accept),
            step(ClosureAction::Other("会签".into())),
        ];
        assert_eq!(ClosureState::after(&[]), ClosureState::NotApplied);
        assert_eq!(ClosureState::after(&steps[..2]), ClosureState::Returned);
        assert_eq!(ClosureState::after(&steps), ClosureState::InReview);
    }
}
