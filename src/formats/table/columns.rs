//! The columns of the ledger that offices exchange, their names, and the names that others give them.
//! Knows no cell and no ledger.

use super::column_names;
use ledger::Bundle;
use ledger::custom::key;
use ledger::finding::{Finding, Measure};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// 序号 of the finding.
    Number,
    /// 问题类别.
    Aspect,
    /// 反馈问题.
    Finding,
    /// 整改目标.
    Goal,
    /// 措施序号.
    Measure,
    /// 整改措施.
    Text,
    /// 责任领导.
    Leader,
    /// 牵头部门.
    Lead,
    /// 责任(配合)部门.
    Units,
    /// 责任人.
    Owner,
    /// 整改时限.
    Due,
    /// 整改类型.
    Term,
    /// 整改进展及成效.
    Progress,
    /// 整改状态.
    Status,
    /// 制度成果.
    Institutions,
    /// 追责问责.
    Accountability,
    /// 佐证材料.
    Evidence,
    /// 销号情况.
    Closure,
    /// 备注.
    Note,
    /// The stable id, in a column that is not shown.
    Id,
    /// 问题的具体内容, where the title stands in a column of its own.
    Details,
    /// 原因分析.
    Cause,
    /// 举一反三.
    WiderCheck,
    /// 配合部门, where it stands in a column of its own.
    Supporting,
    /// 涉及金额, in 万元.
    Amount,
    /// 已整改金额, in 万元.
    Rectified,
    /// 实际完成日期.
    Completed,
    /// 复查结果.
    Recheck,
    /// 复查人.
    RecheckBy,
    /// 复查日期.
    RecheckDate,
    /// 延期至: the deadline in force, where it is not the first one.
    Extended,
    /// 延期说明: the extensions with their reasons and approvers.
    ExtensionNote,
    /// 逾期情况: whether the deadline has passed.
    Overdue,
    /// 销号日期: the day of the step that the state comes from.
    ClosureDate,
    /// 销号审核人: who reviewed in that step.
    ClosureBy,
    /// 销号意见: the opinion of that step.
    ClosureOpinion,
    /// 销号轮次: the round that it belongs to.
    ClosureRound,
}

impl Column {
    /// The columns of the table that the ledger is handed out as, in their order.
    pub const TABLE: [Self; 27] = [
        Self::Number,
        Self::Aspect,
        Self::Finding,
        Self::Goal,
        Self::Measure,
        Self::Text,
        Self::Leader,
        Self::Lead,
        Self::Units,
        Self::Owner,
        Self::Due,
        Self::Extended,
        Self::ExtensionNote,
        Self::Overdue,
        Self::Term,
        Self::Progress,
        Self::Status,
        Self::Institutions,
        Self::Accountability,
        Self::Evidence,
        Self::Closure,
        Self::ClosureDate,
        Self::ClosureBy,
        Self::ClosureOpinion,
        Self::ClosureRound,
        Self::Note,
        Self::Id,
    ];

    /// Every column that a file may have. Their order gives them their codes and says nothing of a table.
    pub const ALL: [Self; 37] = [
        Self::Number,
        Self::Aspect,
        Self::Finding,
        Self::Goal,
        Self::Measure,
        Self::Text,
        Self::Leader,
        Self::Lead,
        Self::Units,
        Self::Owner,
        Self::Due,
        Self::Term,
        Self::Progress,
        Self::Status,
        Self::Institutions,
        Self::Accountability,
        Self::Evidence,
        Self::Closure,
        Self::Note,
        Self::Id,
        Self::Details,
        Self::Cause,
        Self::WiderCheck,
        Self::Supporting,
        Self::Amount,
        Self::Rectified,
        Self::Completed,
        Self::Recheck,
        Self::RecheckBy,
        Self::RecheckDate,
        Self::Extended,
        Self::ExtensionNote,
        Self::Overdue,
        Self::ClosureDate,
        Self::ClosureBy,
        Self::ClosureOpinion,
        Self::ClosureRound,
    ];

    /// What people read.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names().next().unwrap_or_default()
    }

    /// The name, then the names that other offices give it.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        column_names::of(self)
    }

    /// Whether it tells of the finding, whose rows it spans.
    #[must_use]
    pub fn of_finding(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::Aspect
                | Self::Finding
                | Self::Goal
                | Self::Accountability
                | Self::Details
                | Self::Cause
                | Self::WiderCheck
                | Self::Amount
                | Self::Rectified
        )
    }

    /// Whether it is computed, or registered elsewhere, so that no table changes it.
    #[must_use]
    pub fn is_derived(self) -> bool {
        matches!(self, Self::Accountability | Self::Evidence | Self::Closure)
            || self.is_detail()
            || self == Self::Overdue
    }

    /// Whether it tells more of 整改时限 or 销号情况, and stands in a table only where there is more to tell.
    #[must_use]
    pub fn is_detail(self) -> bool {
        matches!(
            self,
            Self::Extended
                | Self::ExtensionNote
                | Self::ClosureDate
                | Self::ClosureBy
                | Self::ClosureOpinion
                | Self::ClosureRound
        )
    }

    /// The field of a record that the column shows; `None` where it shows more than one, or none that has a name.
    #[must_use]
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::Number | Self::Measure => "number",
            Self::Aspect => "aspect",
            Self::Finding => "title",
            Self::Goal => "goal",
            Self::Details => "details",
            Self::Cause => "cause",
            Self::WiderCheck => "wider_check",
            Self::Amount => "amount",
            Self::Rectified => "rectified_amount",
            Self::Text => "text",
            Self::Leader => "leader",
            Self::Lead => "lead_unit",
            Self::Units => "units",
            Self::Supporting => "supporting_units",
            Self::Owner => "owner",
            Self::Due => "due",
            Self::Term => "term",
            Self::Status => "status",
            Self::Progress => "progress",
            Self::Evidence => "evidence",
            Self::Closure => "closure",
            Self::Completed => "completed",
            Self::Recheck => "recheck",
            Self::RecheckBy => "recheck_by",
            Self::RecheckDate => "recheck_date",
            Self::Note => "note",
            Self::Institutions
            | Self::Accountability
            | Self::Id
            | Self::Extended
            | Self::ExtensionNote
            | Self::Overdue
            | Self::ClosureDate
            | Self::ClosureBy
            | Self::ClosureOpinion
            | Self::ClosureRound => return None,
        })
    }

    /// The name that a ledger gives to the field of the column; `None` where it bears its own.
    #[must_use]
    pub fn renamed(self, bundle: &Bundle) -> Option<&str> {
        let spec = if self.of_finding() { Finding::SPEC } else { Measure::SPEC };
        let own = bundle.field_labels.text(&key(spec, self.field()?)).trim();
        (!own.is_empty()).then_some(own)
    }

    /// How wide it is, in half-width characters.
    #[must_use]
    pub fn width(self) -> u32 {
        match self {
            Self::Number | Self::Measure => 6,
            Self::Aspect
            | Self::Leader
            | Self::Owner
            | Self::Term
            | Self::Status
            | Self::Closure
            | Self::Amount
            | Self::Rectified
            | Self::Completed
            | Self::Recheck
            | Self::RecheckBy
            | Self::RecheckDate
            | Self::ClosureBy => 10,
            Self::Overdue | Self::ClosureRound => 8,
            Self::Extended | Self::ClosureDate => 12,
            Self::Finding | Self::Id => 24,
            Self::Goal | Self::Cause | Self::WiderCheck => 20,
            Self::Details => 32,
            Self::Text => 44,
            Self::Lead | Self::Units | Self::Supporting | Self::Due | Self::Accountability => 13,
            Self::Progress => 40,
            Self::Institutions | Self::Evidence | Self::ExtensionNote | Self::ClosureOpinion => 18,
            Self::Note => 14,
        }
    }

    /// What a table shows in this column, as the address and the select of a page name it.
    #[must_use]
    pub fn code(self) -> usize {
        Self::ALL.iter().position(|column| *column == self).unwrap_or_default()
    }

    /// The column with this code.
    #[must_use]
    pub fn from_code(code: usize) -> Option<Self> {
        Self::ALL.get(code).copied()
    }

    /// The column that a head means. Spaces, signs, brackets' width and what follows a line break do not matter.
    #[must_use]
    pub fn of_head(head: &str) -> Option<Self> {
        column_names::meaning(head)
    }
}

/// The row that names the columns: the one that names most of them, at least two, among the first `rows`.
/// Where two do so equally (a head of two rows, merged), the lower one.
#[must_use]
pub fn head_row<'a>(rows: impl Iterator<Item = &'a [String]>) -> Option<(usize, usize)> {
    let scored = rows.take(HEAD_ROWS).enumerate().map(|(at, row)| {
        let mut found: Vec<Column> = row.iter().filter_map(|cell| Column::of_head(cell)).collect();
        ledger::order::sort(&mut found);
        found.dedup();
        (found.len(), at)
    });
    scored.max().filter(|(score, _)| *score >= 2).map(|(score, at)| (at, score))
}

/// How far down a head is looked for.
pub const HEAD_ROWS: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_the_row_that_names_most() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = [
            row(&["整改台账", "整改台账"]),
            row(&["序号", "反馈问题", "责任分工", "责任分工"]),
            row(&["序号", "反馈问题", "责任领导", "牵头部门"]),
            row(&["1", "关于甲的问题", "张", "办公室"]),
        ];
        assert_eq!(head_row(rows.iter().map(Vec::as_slice)), Some((2, 4)));
        assert_eq!(head_row(rows[3..].iter().map(Vec::as_slice)), None);
    }
}
