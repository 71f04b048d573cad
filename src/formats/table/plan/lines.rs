//! The lines of a plan: what becomes of a row and of its cells, in words.

use super::super::columns::Column;
use super::super::incoming::InRow;
use super::super::line::{Change, Field, Line, Outcome};
use super::super::responsibility;
use super::super::values::{Verdict, Wish, no_error};

/// A row of which nothing is taken.
pub fn rejected(row: &InRow, why: &str) -> Line {
    Line {
        row: row.number,
        number: row.get(Column::Number).to_owned(),
        text: first_of(row),
        outcome: Outcome::Rejected,
        reason: why.to_owned(),
        changes: Vec::new(),
    }
}

/// What a row is known by: its measure, else its finding.
pub fn first_of(row: &InRow) -> String {
    let text = row.get(Column::Text);
    if text.is_empty() { row.get(Column::Finding) } else { text }.to_owned()
}

/// The line of a row that is added.
pub fn added_line(row: &InRow, number: String, changes: Vec<Change>) -> Line {
    let (row, text) = (row.number, first_of(row));
    Line { row, number, text, outcome: Outcome::Added, reason: String::new(), changes }
}

/// Why a cell about a finding is not taken that another row told otherwise.
pub fn differs_from(first: &InRow) -> String {
    format!("同一问题的写法前后不一，以第 {} 行为准", first.number)
}

/// A cell about a measure in a row that has none.
pub fn only_of_measures(column: Column, cell: &str) -> Verdict {
    if cell.is_empty() || matches!(column, Column::Id | Column::Measure | Column::Supporting) {
        return Ok(None);
    }
    no_error(cell)?;
    Err("这一行没有“整改措施”，这一列没有导入".to_owned())
}

/// Whether a finding has the field as well as a measure.
pub fn is_of_both(column: Column) -> bool {
    let is_told = column.is_detail() || matches!(column, Column::Overdue | Column::Closure);
    is_told
        || matches!(
            column,
            Column::Completed | Column::Recheck | Column::RecheckBy | Column::RecheckDate | Column::Note
        )
}

/// Notes a cell that differs; gives what it would do.
pub fn judged(
    column: Column,
    cell: &str,
    verdict: Verdict,
    old: impl FnOnce() -> String,
    changes: &mut Vec<Change>,
) -> Option<Wish> {
    let (wish, refused) = match verdict {
        Ok(None) => return None,
        Ok(Some(wish)) => (Some(wish), None),
        Err(why) => (None, Some(why)),
    };
    let remark = wish.as_ref().filter(|_| column == Column::Due).and_then(|_| responsibility::remark(cell));
    changes.push(Change { field: Field::Built(column), old: old(), new: cell.to_owned(), refused, remark });
    wish
}

/// Of a row that is added only what is not taken or has a remark is noted: all the rest is new.
pub fn refused_only(column: Column, cell: &str, verdict: Verdict, changes: &mut Vec<Change>) -> Option<Wish> {
    let before = changes.len();
    let wish = judged(column, cell, verdict, String::new, changes);
    let says_more = |change: &Change| change.refused.is_some() || change.remark.is_some();
    if changes.len() > before && !changes.last().is_some_and(says_more) {
        changes.pop();
    }
    wish
}

/// Tells what a further row of a new finding says of it otherwise than its first row.
pub fn tell_differences(row: &InRow, first: &InRow, changes: &mut Vec<Change>) {
    // Running numbers differ in every row of a finding; what is more than a number would be lost.
    let number = row.get(Column::Number);
    let is_of_number = |sign: char| {
        sign.is_numeric()
            || sign.is_ascii_punctuation()
            || "一二三四五六七八九十百千〇零、．—（）".contains(sign)
    };
    if number != first.get(Column::Number) && !number.chars().all(is_of_number) {
        refused_only(Column::Number, number, Err(differs_from(first)), changes);
    }
    let told = [
        Column::Aspect,
        Column::Goal,
        Column::Accountability,
        Column::Details,
        Column::Cause,
        Column::WiderCheck,
        Column::Amount,
        Column::Rectified,
    ];
    for column in told {
        let cell = row.get(column);
        if !cell.is_empty() && cell != first.get(column) {
            refused_only(column, cell, Err(differs_from(first)), changes);
        }
    }
}
