//! 销号: the steps by which a measure or finding is closed, the words that an office sets for them, and the state
//! that steps lead to. Knows no rule of who may take a step (`review`) nor of what must be there (`gate`).

use super::date::Date;
use super::field::words;
use super::record::record;
use super::rounds::standing;

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
            /// The round that it belongs to, 1 to n. Files of other programs may leave it out: see `rounds`.
            round: Option<u32> = "轮次",
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

record! {
    /// 审核级次: one level of review. A ledger without any has the usual two: see `review::levels`.
    entity ClosureLevel = "审核级次" {
        fields {
            /// What the level is called: 整改办复核.
            name: String = "名称",
            /// Who reviews, names or units, separated by 、; empty = anybody.
            reviewers: String = "审核人",
            /// Who accepted a lower level of the round may accept this one too.
            again: bool = "可由同一人连审",
        }
    }
}

words! {
    /// What an opinion is written for.
    OpinionUse, "accept、return 之一", {
        /// 同意.
        Accept = "accept" "同意",
        /// 退回.
        Return = "return" "退回",
    }
}

record! {
    /// 意见模板: an opinion that is written often.
    entity OpinionTemplate = "意见模板" {
        fields {
            /// What it is for.
            usage: Option<OpinionUse> = "用于",
            /// The opinion.
            text: String = "意见",
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

    /// The state after these steps, whatever the order in which two copies of a ledger were merged.
    #[must_use]
    pub fn after(steps: &[ClosureStep]) -> Self {
        standing(steps).state
    }
}
