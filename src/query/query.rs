//! What can be asked of the 措施 table and of the 问题 list. Knows what is asked, not how it is answered.

use ledger::Id;
use ledger::closure::ClosureState;
use ledger::deadline::DueClass;
use ledger::due::Term;
use ledger::month::Month;

/// A choice of one value, or of what has none: 未填报, 未定.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pick<T> {
    /// What has no value.
    None,
    /// What has this value.
    Is(T),
}

/// The columns that lists are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum SortBy {
    /// 序号: the order of the ledger itself.
    #[default]
    Number,
    /// 问题类别, in the order of the aspects.
    Aspect,
    /// 反馈问题, by its title.
    Finding,
    /// 整改措施, by its text.
    Text,
    /// 责任领导.
    Leader,
    /// 牵头部门, by name.
    Lead,
    /// 责任部门, by the name of the first.
    Units,
    /// 责任人.
    Owner,
    /// 整改时限 in force: days, then phrases, then none.
    Due,
    /// 整改类型.
    Term,
    /// 整改进展: the day of the last entry.
    Progress,
    /// 整改状态, in the order of the vocabulary, 未填报 first. Of a finding: the share that is done.
    Status,
    /// 佐证材料: how many.
    Evidence,
    /// 销号情况.
    Closure,
    /// 备注.
    Note,
    /// 措施数 of a finding.
    Measures,
    /// 逾期措施数 of a finding.
    Overdue,
}

impl SortBy {
    /// The columns of the 措施 table.
    pub const MEASURES: [Self; 15] = [
        Self::Number,
        Self::Aspect,
        Self::Finding,
        Self::Text,
        Self::Leader,
        Self::Lead,
        Self::Units,
        Self::Owner,
        Self::Due,
        Self::Term,
        Self::Progress,
        Self::Status,
        Self::Evidence,
        Self::Closure,
        Self::Note,
    ];
    /// The columns of the 问题 list.
    pub const FINDINGS: [Self; 12] = [
        Self::Number,
        Self::Aspect,
        Self::Finding,
        Self::Leader,
        Self::Lead,
        Self::Units,
        Self::Owner,
        Self::Due,
        Self::Status,
        Self::Closure,
        Self::Measures,
        Self::Overdue,
    ];
}

/// A column with a direction. What is empty comes last in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Sort {
    /// The column. One that a list does not have leaves it in the order of the ledger.
    pub by: SortBy,
    /// From the greatest down.
    pub descending: bool,
}

/// By what the rows of the 措施 table are put into groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// 反馈问题.
    Finding,
    /// 牵头部门.
    Lead,
    /// 整改状态.
    Status,
    /// 销号情况.
    Closure,
}

impl GroupBy {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Finding, Self::Lead, Self::Status, Self::Closure];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Finding => "反馈问题",
            Self::Lead => "牵头部门",
            Self::Status => "整改状态",
            Self::Closure => "销号情况",
        }
    }
}

/// What is asked of a list. The default asks for everything, in the order of the ledger.
///
/// All that is asked must hold. On the 问题 list a finding is shown where one bearer meets all that is asked
/// of unit, status, term, due and 销号: one of its measures, or the finding itself by the values that it has
/// (it has no status and no term, and where its own unit or deadline is missing, its measures may have one).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Words that must all occur: see [`super::terms`].
    pub text: String,
    /// 方面 of the finding, with the aspects below it.
    pub aspect: Option<Pick<Id>>,
    /// 牵头部门: what the counts by unit count.
    pub lead: Option<Pick<Id>>,
    /// A unit in any part: 牵头, 责任 or 配合.
    pub unit: Option<Id>,
    /// 责任领导: the measure's own or, where it names none, that of its finding; what the counts by leader count.
    pub leader: Option<Pick<String>>,
    /// 整改状态: any of these; none asked where empty.
    pub statuses: Vec<Pick<Id>>,
    /// 整改类型.
    pub term: Option<Pick<Term>>,
    /// How the deadline in force stands to today.
    pub due: Option<DueClass>,
    /// The deadline in force falls into this month, whether finished or not.
    pub month: Option<Month>,
    /// 销号情况.
    pub closure: Option<ClosureState>,
    /// 责任人: one of the names that stand there, or none.
    pub owner: Option<Pick<String>>,
    /// Not 已完成, and the last dated entry of 整改进展 is older than so many days, or there is none.
    pub idle: Option<u32>,
    /// No 佐证材料 of its own and none of another measure that names it.
    pub unproved: bool,
    /// 已完成 (a finding: all its measures), or not.
    pub finished: Option<bool>,
    /// The measures of one finding.
    pub finding: Option<Id>,
    /// The order.
    pub sort: Sort,
    /// The groups that the rows stand in; they change the order, not what is shown.
    pub group: Option<GroupBy>,
    /// Parameters of the address that this version does not know, kept.
    pub unknown: Vec<(String, String)>,
}

impl Query {
    /// Whether every row is asked for, whatever the order.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        let order =
            Self { sort: self.sort, group: self.group, unknown: self.unknown.clone(), ..Self::default() };
        *self == order
    }
}
