//! Why nobody may type in a cell, and where what it says is changed instead. Pure.

use query::RecordKind;
use query::columns::Column;

/// The reason, for people. `of_finding` says whether the column tells of the finding in a row of a measure; `name` is what
/// people call the column.
#[must_use]
pub fn why(kind: RecordKind, column: Option<&Column>, of_finding: bool, name: &str) -> String {
    let why = match (kind, column) {
        (RecordKind::Measure, Some(column)) => of_measure(column),
        (RecordKind::Finding, Some(column)) => of_a_finding(column),
        (_, None) => None,
    };
    match why {
        Some(why) => why.to_owned(),
        None if of_finding && kind == RecordKind::Measure => {
            format!("{name}属于整个问题，请按 Enter 打开问题后修改")
        }
        None => "这一格不能在表中填写".to_owned(),
    }
}

fn of_measure(column: &Column) -> Option<&'static str> {
    Some(match column {
        Column::Number => "序号由台账编排；在“问题”页移动条目时随之改变",
        Column::Finding => "反馈问题属于它的全部措施，请按 Enter 打开问题后修改",
        Column::Balance => "未整改金额由涉及金额和已整改金额得出，请按 Enter 打开问题后修改",
        Column::Extensions => "延期次数由登记的延期得出，请按 Enter 打开问题后登记",
        Column::Evidence => "佐证份数由登记的材料得出，请按 Enter 打开问题后登记",
        Column::Closure => "销号须经申请和审核，请按 Enter 打开问题后办理",
        _ => return None,
    })
}

fn of_a_finding(column: &Column) -> Option<&'static str> {
    Some(match column {
        Column::Number => "序号由台账编排；输入序号把问题移到那里，Alt+↑、Alt+↓ 移动一位，按 Enter 打开问题",
        Column::Balance => "未整改金额由涉及金额和已整改金额得出，请在那两列填写",
        Column::Extensions => "延期次数由登记的延期得出，请按 Ctrl+Enter 打开问题后登记",
        Column::Closure => "销号须经申请和审核，请按 Ctrl+Enter 打开问题后办理",
        Column::Measures => "措施数由问题下的措施得出，请按 Ctrl+Enter 打开问题后增减措施",
        Column::Status => "完成情况由各条措施的整改状态得出，请在“措施”页填写",
        Column::Overdue => "逾期的条数由各条措施的整改时限和状态得出，请在“措施”页填写",
        _ => return None,
    })
}
