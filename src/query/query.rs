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

/// The field that a list is sorted by; of those that a list does not have, the order of the ledger.
pub use ledger::fields::Field as SortBy;

/// The field that a list stands in groups of.
pub use ledger::fields::Field as GroupBy;

/// A column with a direction. What is empty comes last in both directions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Sort {
    /// The column. One that a list does not have leaves it in the order of the ledger.
    pub by: SortBy,
    /// From the greatest down.
    pub descending: bool,
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
    /// Custom fields, each with the whole text that it shows.
    pub custom: Vec<(Id, Pick<String>)>,
    /// The order.
    pub sort: Sort,
    /// The groups that the rows stand in, where the list knows them; they change the order, not what is shown.
    pub group: Option<GroupBy>,
    /// Parameters of the address that this version does not know, kept.
    pub unknown: Vec<(String, String)>,
}

impl Query {
    /// Whether every row is asked for, whatever the order.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        let order = Self {
            sort: self.sort.clone(),
            group: self.group.clone(),
            unknown: self.unknown.clone(),
            ..Self::default()
        };
        *self == order
    }

    /// The value of a parameter that one page alone knows; empty where the address has none.
    #[must_use]
    pub fn parameter(&self, name: &str) -> &str {
        self.unknown.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Gives such a parameter a value; an empty one takes it out of the address.
    pub fn set_parameter(&mut self, name: &str, value: String) {
        self.unknown.retain(|(key, _)| key != name);
        if !value.is_empty() {
            self.unknown.push((name.to_owned(), value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_of_one_page_is_set_changed_and_taken_out_and_the_rest_stays() {
        let mut query = Query::parse("text=a&page=2&lack=x&lack=y");
        assert_eq!((query.parameter("page"), query.parameter("force")), ("2", ""));
        assert_eq!(query.parameter("lack"), "x", "the first of several");
        query.set_parameter("lack", "digest".to_owned());
        query.set_parameter("force", "in".to_owned());
        assert_eq!(query.print(), "text=a&page=2&lack=digest&force=in");
        query.set_parameter("lack", String::new());
        query.set_parameter("nothing", String::new());
        assert_eq!(query.print(), "text=a&page=2&force=in");
        assert_eq!(query.parameter("text"), "", "what every page knows is no parameter of one");
    }
}
