//! What a table tells that is computed or registered elsewhere: the extensions of a deadline, where 销号 stands and the step
//! that it comes from. It goes out in columns of its own and is never taken in; what comes back is only held against it.

use super::columns::Column;
use ledger::closure::{ClosureAction, ClosureState, ClosureStep};
use ledger::date::Date;
use ledger::finding::Extension;
use ledger::rounds::{Outcome, rounds, standing};

/// 销号情况: the state, and the step that it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Closing {
    /// The state in words; empty where no step was taken.
    pub state: &'static str,
    /// The day of the step.
    pub date: Option<Date>,
    /// Who reviewed; empty where the step is the applicant's.
    pub reviewer: String,
    /// The opinion, and what is to be supplied after 退回.
    pub opinion: String,
    /// The round, 1 to n; 0 where there was none.
    pub round: u32,
}

impl Closing {
    /// After these steps.
    #[must_use]
    pub fn of(steps: &[ClosureStep]) -> Self {
        let now = standing(steps);
        let Some(last) = rounds(steps).pop() else { return Self::default() };
        let action = match last.outcome() {
            Outcome::Returned => ClosureAction::Return,
            Outcome::Withdrawn => ClosureAction::Withdraw,
            Outcome::Reopened => ClosureAction::Reopen,
            Outcome::Closed => ClosureAction::Close,
            Outcome::Open if now.state == ClosureState::InReview => ClosureAction::Accept,
            Outcome::Open | Outcome::Empty => ClosureAction::Apply,
        };
        let step = last.steps.iter().rev().find(|step| step.action.as_ref() == Some(&action));
        let told = Self { state: now.state.label(), round: now.round, ..Self::default() };
        let Some(step) = step else { return told };
        let is_of_reviewer = !matches!(action, ClosureAction::Apply | ClosureAction::Withdraw);
        let reviewer = if is_of_reviewer { step.by.clone() } else { String::new() };
        Self { date: step.date, reviewer, opinion: opinion(step), ..told }
    }
}

/// What a step says.
fn opinion(step: &ClosureStep) -> String {
    match (step.opinion.trim(), step.supply.trim()) {
        (opinion, "") => opinion.to_owned(),
        ("", supply) => format!("需补充：{supply}"),
        (opinion, supply) => format!("{opinion}\n需补充：{supply}"),
    }
}

/// Every extension as a line: `2024-08-30：雨季停工（张某批准，2024-06-20）`.
#[must_use]
pub fn extension_note(extensions: &[Extension]) -> String {
    let line = |extension: &Extension| {
        let due = extension.due.as_ref().map(ToString::to_string).unwrap_or_default();
        let reason = extension.reason.trim();
        let between = if due.is_empty() || reason.is_empty() { "" } else { "：" };
        let by = extension.approver.trim();
        let by = if by.is_empty() { String::new() } else { format!("{by}批准") };
        let day = extension.date.map(|day| day.to_string()).unwrap_or_default();
        let approval = [by, day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，");
        let approval = if approval.is_empty() { approval } else { format!("（{approval}）") };
        format!("{due}{between}{reason}{approval}")
    };
    extensions.iter().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What the record says that a row of a file is held against.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'l> {
    /// Its extensions.
    pub extensions: &'l [Extension],
    /// Its steps of 销号.
    pub closure: &'l [ClosureStep],
}

/// Holds a cell of a file against the record. A file that went out before the last extension or step still says what was so.
///
/// # Errors
/// Why the cell is not taken, where it says something that was never so.
pub fn held(column: Column, cell: &str, known: Known<'_>) -> Result<(), String> {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let was = |said: &dyn Fn(&ClosureStep) -> bool| known.closure.iter().any(said);
    let holds = match column {
        Column::ExtensionNote => {
            let note = extension_note(known.extensions);
            let own = lines(&note);
            lines(cell).iter().all(|line| own.contains(line))
        }
        // Whether a deadline has passed depends on the day: what the file says was so when it went out.
        Column::Overdue => ["逾期", "已逾期", "未逾期", "是", "否"].contains(&cell.trim()),
        Column::Closure => false,
        Column::ClosureDate => was(&|step| step.date.is_some() && step.date == Date::typed(cell)),
        Column::ClosureBy => was(&|step| step.by.trim() == cell.trim()),
        Column::ClosureOpinion => was(&|step| lines(&opinion(step)) == lines(cell)),
        Column::ClosureRound => {
            cell.trim().parse().is_ok_and(|round: u32| round <= Closing::of(known.closure).round)
        }
        // 延期至 is told by the deadline, with which it is read.
        _ => true,
    };
    if holds { Ok(()) } else { Err(why(column).to_owned()) }
}

/// Why a cell of a derived column is not taken.
fn why(column: Column) -> &'static str {
    match column {
        Column::ExtensionNote => "延期在“措施”中登记，不从表格导入",
        Column::Overdue => "是否逾期由时限和当天的日期得出，不从表格导入",
        _ => "销号情况由申请和审核的步骤得出，不从表格导入",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn steps(steps: Value) -> Vec<ClosureStep> {
        serde_json::from_value(steps).unwrap()
    }

    #[test]
    fn the_state_of_closing_is_told_with_the_step_that_it_comes_from() {
        let apply = json!({"id": "a", "action": "apply", "round": 1, "by": "李某", "date": "2024-06-01", "opinion": "请销号"});
        let accept = json!({"id": "b", "action": "accept", "round": 1, "level": 1, "by": "王某", "date": "2024-06-03"});
        let close = json!({"id": "c", "action": "close", "round": 1, "level": 2, "by": "赵某", "date": "2024-06-05", "opinion": "同意"});
        let back = json!({"id": "d", "action": "return", "round": 1, "level": 2, "by": "赵某", "date": "2024-06-06", "opinion": "证明不足", "supply": "会议记录"});
        let again = json!({"id": "e", "action": "apply", "round": 2, "by": "李某", "date": "2024-06-09"});
        let reopen = json!({"id": "f", "action": "reopen", "round": 1, "by": "钱某", "date": "2024-07-01", "opinion": "反弹"});
        for (all, expected) in [
            (json!([]), ("", "", "", "", 0)),
            (json!([apply]), ("已申请", "2024-06-01", "", "请销号", 1)),
            (json!([apply, accept]), ("审核中", "2024-06-03", "王某", "", 1)),
            (json!([apply, accept, close]), ("已销号", "2024-06-05", "赵某", "同意", 1)),
            (json!([close, accept, apply]), ("已销号", "2024-06-05", "赵某", "同意", 1)),
            (json!([apply, accept, back]), ("退回", "2024-06-06", "赵某", "证明不足\n需补充：会议记录", 1)),
            (json!([apply, accept, back, again]), ("已申请", "2024-06-09", "", "", 2)),
            (json!([apply, accept, close, reopen]), ("未申请", "2024-07-01", "钱某", "反弹", 1)),
            // A ledger of another program notes the closing alone.
            (json!([{"id": "x", "action": "close", "by": "孙某"}]), ("已销号", "", "孙某", "", 1)),
        ] {
            let told = Closing::of(&steps(all.clone()));
            let date = told.date.map(|day| day.to_string()).unwrap_or_default();
            assert_eq!(
                (told.state, date.as_str(), told.reviewer.as_str(), told.opinion.as_str(), told.round),
                expected,
                "{all}"
            );
        }
    }

    #[test]
    fn extensions_are_told_a_line_each_with_as_much_as_is_known() {
        for (extensions, expected) in [
            (json!([]), ""),
            (json!([{"id": "x", "due": "2024-08-30"}]), "2024-08-30"),
            (
                json!([{"id": "x", "due": "2024-08", "reason": "雨季停工", "approver": "张某", "date": "2024-06-20"},
                    {"id": "y", "reason": "另行确定", "date": "2024-08-01"}, {"id": "z"}]),
                "2024-08：雨季停工（张某批准，2024-06-20）\n另行确定（2024-08-01）",
            ),
        ] {
            let extensions: Vec<Extension> = serde_json::from_value(extensions).unwrap();
            assert_eq!(extension_note(&extensions), expected);
        }
    }

    #[test]
    fn what_was_so_when_the_file_went_out_is_no_change_and_all_else_is_told() {
        let closure = steps(json!([
            {"id": "a", "action": "apply", "round": 1, "by": "李某", "date": "2024-06-01"},
            {"id": "d", "action": "return", "round": 1, "by": "赵某", "date": "2024-06-06", "opinion": "证明不足", "supply": "记录"},
            {"id": "e", "action": "apply", "round": 2, "by": "李某", "date": "2024-06-09"}]));
        let extensions: Vec<Extension> = serde_json::from_value(
            json!([{"id": "x", "due": "2024-08-30", "reason": "停工"}, {"id": "y", "due": "2024-09"}]),
        )
        .unwrap();
        let known = Known { extensions: &extensions, closure: &closure };
        for (column, cell, holds) in [
            (Column::ExtensionNote, "2024-08-30：停工", true),
            (Column::ExtensionNote, " 2024-08-30：停工 \n2024-09", true),
            (Column::ExtensionNote, "2024-10：停工", false),
            (Column::Overdue, "逾期", true),
            (Column::Overdue, "逾期原因是停工", false),
            (Column::ClosureDate, "2024-06-06", true),
            (Column::ClosureDate, "2024/6/6", true),
            (Column::ClosureDate, "2024-06-07", false),
            (Column::ClosureBy, "赵某", true),
            (Column::ClosureBy, "周某", false),
            (Column::ClosureOpinion, "证明不足\n需补充：记录", true),
            (Column::ClosureOpinion, "证明充分", false),
            (Column::ClosureRound, "1", true),
            (Column::ClosureRound, "3", false),
            (Column::Closure, "已销号", false),
        ] {
            assert_eq!(held(column, cell, known).is_ok(), holds, "{column:?} {cell}");
        }
    }
}
