//! A row of a file as text: errors, formulas without a value and pictures become a sentence with their address, a number
//! that a program took for a day becomes the number again, what says nothing is empty. Knows no ledger.

use super::cell_text::{clean, is_nothing};
use super::columns::Column;
use super::doubts::Kind;
use super::raw::{CellKind, RawRow, address, is_error};

/// What is odd about a cell: its column, what kind, and what a person reads.
pub type Odd = (usize, Kind, String);

/// The texts of a row, as wide as `width`, and what is odd about them. `columns` tells which holds 序号.
#[must_use]
pub fn texts(row: &RawRow, width: usize, columns: &[Option<Column>]) -> (Vec<String>, Vec<Odd>) {
    let mut odd = Vec::new();
    let cells = (0..width).map(|at| {
        let column = columns.get(at).copied().flatten();
        let (text, why) = text(row, at, column);
        if let Some((kind, why)) = why {
            odd.push((at, kind, why));
        }
        if column != Some(Column::Id) && is_nothing(&text) { String::new() } else { text }
    });
    let cells = cells.collect();
    (cells, odd)
}

fn text(row: &RawRow, at: usize, column: Option<Column>) -> (String, Option<(Kind, String)>) {
    let shown = row.text(at);
    let place = || address(row.number, at);
    let missing = |why: String| (String::new(), Some((Kind::Missing, why)));
    match row.kind(at) {
        CellKind::Error => missing(format!("{} 是公式的错误值 {shown}，按空白处理", place())),
        CellKind::Uncalculated(formula) => missing(format!(
            "{} 的公式“{formula}”没有存下结果，按空白处理；请在 WPS 或 Excel 中打开并另存后再导入",
            place()
        )),
        CellKind::Picture(name) => missing(format!("{} 是嵌入单元格的图片“{name}”，不导入", place())),
        CellKind::Lost(number) => {
            missing(format!("{} 引用的文字（第 {number} 号）不在文件里，按空白处理", place()))
        }
        CellKind::Day { day, format, .. } if matches!(column, Some(Column::Number | Column::Measure)) => {
            let number =
                if format.contains('y') || format.contains('Y') && !format.to_lowercase().starts_with('m') {
                    format!("{}-{}-{}", day.year(), day.month(), day.day())
                } else {
                    format!("{}-{}", day.month(), day.day())
                };
            let why = format!("{} 在表格软件里成了日期 {day}，按编号 {number} 处理，请核对", place());
            (number, Some((Kind::Number, why)))
        }
        CellKind::Boolean(_) if matches!(column, Some(Column::Status)) => {
            (clean(shown), Some((Kind::Word, format!("{} 是逻辑值“{shown}”，不是整改状态", place()))))
        }
        _ if shown.trim_start().starts_with("=DISPIMG")
            || shown.trim_start().starts_with("=_xlfn.DISPIMG") =>
        {
            missing(format!("{} 是嵌入单元格的图片，不导入", place()))
        }
        _ if is_error(shown) => missing(format!("{} 是公式的错误值 {}，按空白处理", place(), shown.trim())),
        _ => (clean(shown), None),
    }
}
