//! A comparison as a workbook: what changed, a row a line, and the counts that moved. Knows no file format.

use super::book::{Book, Cell, Merge, Paper, Row, Sheet, Style, Width, lines};
use super::cell_value::CellValue;
use crate::csv::neutral;
use journal::compare::Comparison;
use ledger::date::Date;

/// The sheet with what changed.
pub const CHANGES: &str = "变化";
/// The sheet with the counts.
pub const COUNTS: &str = "统计";
/// The head stands under the title and the line about the comparison.
const HEAD: usize = 2;
/// Points that a line of text takes, and the highest row that spreadsheet programs know.
const LINE: (u32, u32) = (14, 409);

/// The comparison of the states with these names, made on the day `today` by `author`.
#[must_use]
pub fn book(told: &Comparison, names: (&str, &str), title: &str, author: &str, today: Date) -> Book {
    let (added, removed, changed) = told.tally();
    let note = format!(
        "{} → {}　新增问题 {added} 个，删除 {removed} 个，有变化 {changed} 个　{today} 导出",
        names.0, names.1
    );
    let name =
        if title.is_empty() { "整改进展对比".to_owned() } else { format!("{title}整改进展对比") };
    let sheet = |name_of: &str, widths: &[u32], rows: Vec<Vec<String>>, style: &dyn Fn(usize) -> Style| {
        let last = widths.len() - 1;
        let across = |top: usize| Merge { top, bottom: top, left: 0, right: last };
        let mut sheet = Sheet {
            name: name_of.to_owned(),
            widths: widths.iter().map(|units| Width { units: *units, hidden: false }).collect(),
            merges: vec![across(0), across(1)],
            head: Some(HEAD),
            filter: true,
            ..Sheet::default()
        };
        sheet.rows.push(Row { height: 30, cells: vec![Cell::new(Style::Title, neutral(&name))] });
        sheet.rows.push(Row { height: 18, cells: vec![Cell::new(Style::Note, neutral(&note))] });
        for (n, row) in rows.into_iter().enumerate() {
            let most = row.iter().zip(widths).map(|(text, width)| lines(text, *width)).max().unwrap_or(1);
            let height = (LINE.0 * most + 6).min(LINE.1);
            let cell = |(at, text): (usize, String)| match (n, style(at)) {
                (0, _) => Cell::new(Style::Head, neutral(&text)),
                // A number is no formula, whatever its sign; a sign before what grew would make it text.
                (_, Style::Number) => {
                    Cell(Style::Number, CellValue::number(text.trim_start_matches('+').to_owned()))
                }
                (_, style) => Cell::new(style, neutral(&text)),
            };
            sheet.rows.push(Row { height, cells: row.into_iter().enumerate().map(cell).collect() });
        }
        sheet
    };
    let told_changes = sheet(CHANGES, &[30, 14, 14, 8, 44, 44], told.change_rows(names), &|at| match at {
        1..=3 => Style::Word,
        _ => Style::Text,
    });
    let told_counts = sheet(COUNTS, &[40, 22, 22, 12], told.count_rows(names), &|at| match at {
        0 => Style::Text,
        _ => Style::Number,
    });
    Book {
        title: name.clone(),
        author: author.to_owned(),
        date: today,
        paper: Paper::A4,
        sheets: vec![told_changes, told_counts],
        cuts: Vec::new(),
    }
    .fitted()
}
