//! The form that a unit fills in: its rows of the table, with the cells that it may change open and words to choose from, and
//! all others locked. What comes back is matched by the ids, which stay in their column. Knows no file format.

use super::book::{Book, Open, Paper, Sheet};
use super::cells::Rows;
use super::choice_lists;
use super::columns::Column;
use super::ledger_book::{Group, HEAD, groups, table};
use super::shown::Shown;
use ledger::date::Date;
use ledger::{Id, Ledger};

/// The built-in fields that a unit fills in for its measures. What the plan promised, who leads and by when, and all that is
/// reviewed, stays as it is.
const FILLED_IN: [Column; 7] = [
    Column::Units,
    Column::Owner,
    Column::Progress,
    Column::Status,
    Column::Completed,
    Column::Institutions,
    Column::Note,
];

/// The fields that a unit fills in where nothing stands there: a first deadline is set once.
const ONCE: [Column; 2] = [Column::Due, Column::Term];

/// Whether a unit fills in a column.
fn is_open(shown: &Shown<'_>) -> bool {
    match shown {
        Shown::Built(column) => FILLED_IN.contains(column),
        Shown::Custom(field) => !field.of_findings(),
    }
}

/// The columns of the form: those of the table, and 实际完成日期 though nobody told one yet.
fn columns(ledger: &Ledger) -> Vec<Shown<'_>> {
    let mut columns = Shown::of(ledger);
    let completed = Shown::Built(Column::Completed);
    columns.retain(|column| *column != completed);
    let status = columns.iter().position(|column| *column == Shown::Built(Column::Status));
    columns.insert(status.map_or(0, |at| at + 1), completed);
    columns
}

/// The cells that may be changed.
fn open(rows: &Rows<'_>, columns: &[Shown<'_>], groups: &[Group<'_>], sheet: &Sheet) -> Open {
    let at = |wanted: Column| columns.iter().position(|column| *column == Shown::Built(wanted));
    let once: Vec<(Column, usize)> =
        ONCE.into_iter().filter_map(|column| Some((column, at(column)?))).collect();
    let all = groups.iter().flat_map(|group| group.measures.iter().map(|measure| (group.finding, *measure)));
    let mut also = Vec::new();
    for ((finding, measure), row) in all.zip(HEAD + 1..) {
        let empty = once.iter().filter(|(column, _)| rows.value(finding, measure, *column).is_empty());
        also.extend(empty.map(|(_, column)| (row, *column)));
    }
    Open {
        columns: (0..columns.len()).filter(|at| is_open(&columns[*at])).collect(),
        top: HEAD + 1,
        bottom: sheet.rows.len().max(HEAD + 2) - 1,
        also,
    }
}

/// The form of a unit with these measures, as a workbook of the day `today`, made by `author`.
#[must_use]
pub fn form(ledger: &Ledger, unit: &str, measures: &[Id], today: Date, author: &str) -> Book {
    let bundle = ledger.bundle();
    let groups = groups(ledger, Some(measures));
    let columns = columns(ledger);
    let count = groups.iter().flat_map(|group| &group.measures).flatten().count();
    let note = format!(
        "填报单位：{unit}　共 {count} 条措施　请填写浅黄色的单元格，其余的已锁定；填好后把这个文件发回　{today} 导出"
    );
    let rows = Rows::new(ledger, today);
    let mut sheet = table(&rows, &columns, &groups, &note);
    sheet.open = Some(open(&rows, &columns, &groups, &sheet));
    let (choices, words) = choice_lists::of(ledger, &columns, HEAD + 1, sheet.rows.len().max(HEAD + 2) - 1);
    sheet.choices = choices;
    let (title, author) = (bundle.title.clone(), author.to_owned());
    Book { title, author, date: today, paper: Paper::A4, sheets: vec![sheet, words], cuts: Vec::new() }
        .fitted()
}
