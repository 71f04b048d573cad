//! The rows of a file under known columns: which sheet, which row of heads, which column means what. All of it is a
//! proposal that a person can change. Knows no ledger.

use super::columns::{Column, head_row};
use super::heads::Heads;
use super::raw::{RawBook, RawRow, RawSheet, is_error};

/// How a sheet is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Which sheet of the file.
    pub sheet: usize,
    /// Which of its rows holds the heads, counted among the rows that have text.
    pub head: usize,
    /// What each of its columns means; `None` is not taken.
    pub columns: Vec<Option<Column>>,
}

/// A row under known columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InRow {
    /// The number that the spreadsheet shows.
    pub number: u32,
    cells: [String; Column::ALL.len()],
}

impl InRow {
    /// The text in a column, without the space around it; empty where there is none.
    #[must_use]
    pub fn get(&self, column: Column) -> &str {
        self.cells.get(column.code()).map_or("", String::as_str)
    }

    /// The text in a column by which a row is told from others: that a formula failed says nothing.
    #[must_use]
    pub fn told(&self, column: Column) -> &str {
        Some(self.get(column)).filter(|text| !is_error(text)).unwrap_or_default()
    }

    /// Puts text into a column.
    pub fn put(&mut self, column: Column, text: &str) {
        if let Some(cell) = self.cells.get_mut(column.code()) {
            text.clone_into(cell);
        }
    }

    /// Whether no column has any text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

fn slices(sheet: &RawSheet) -> impl Iterator<Item = &[String]> {
    sheet.rows.iter().map(|row| row.cells.as_slice())
}

/// How a sheet is read, by the heads that are known. Without any the first row is taken for heads and no column is known.
#[must_use]
pub fn mapping_of(book: &RawBook, sheet: usize) -> Mapping {
    let found = book.sheets.get(sheet).and_then(|sheet| head_row(slices(sheet)));
    mapping_at(book, sheet, found.map_or(0, |(at, _)| at))
}

/// How a sheet is read whose heads stand in this row.
#[must_use]
pub fn mapping_at(book: &RawBook, sheet: usize, head: usize) -> Mapping {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for name in heads(book, sheet, head).names {
        let means = Column::of_head(&name);
        // 责任部门 and 配合部门 may stand apart and mean one column; of any other the first counts.
        let free = means.filter(|column| *column == Column::Units || !columns.contains(&Some(*column)));
        columns.push(free);
    }
    Mapping { sheet, head, columns }
}

/// The heads of a sheet that stand in this row.
#[must_use]
pub fn heads(book: &RawBook, sheet: usize, head: usize) -> Heads {
    book.sheets.get(sheet).map(|sheet| Heads::of(sheet, head)).unwrap_or_default()
}

/// How a file is read: the sheet whose heads are known best; of equal ones the first that is shown.
#[must_use]
pub fn guess(book: &RawBook) -> Mapping {
    let scores = book.sheets.iter().enumerate().map(|(at, sheet)| {
        let score = head_row(slices(sheet)).map_or(0, |(_, score)| score);
        (score, !sheet.is_hidden(), std::cmp::Reverse(at))
    });
    let best = scores.max().map_or(0, |(_, _, std::cmp::Reverse(at))| at);
    mapping_of(book, best)
}

fn is_helping(head: &str) -> bool {
    head.trim().starts_with("配合") || head.trim().starts_with("协办")
}

fn row_of(raw: &RawRow, heads: &[String], columns: &[Option<Column>]) -> InRow {
    let mut row = InRow { number: raw.number, ..InRow::default() };
    for (at, (cell, column)) in raw.cells.iter().zip(columns).enumerate() {
        let (Some(column), text) = (column, cell.trim()) else { continue };
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let helping = *column == Column::Units && heads.get(at).is_some_and(|head| is_helping(head));
        let text = if helping && !text.is_empty() && !text.contains(super::cells::HELPING) {
            format!("{}{text}", super::cells::HELPING)
        } else {
            text
        };
        let before = row.get(*column).to_owned();
        if before.is_empty() {
            row.put(*column, &text);
        } else if *column == Column::Units && !text.is_empty() {
            row.put(*column, &format!("{before}；{text}"));
        }
    }
    row
}

/// The rows below the heads. A finding's cells that are empty under it are those of the row above: files without
/// merged cells leave them out.
#[must_use]
pub fn rows(book: &RawBook, mapping: &Mapping) -> Vec<InRow> {
    let Some(sheet) = book.sheets.get(mapping.sheet) else { return Vec::new() };
    let heads = Heads::of(sheet, mapping.head);
    let mut found: Vec<InRow> = Vec::new();
    for raw in sheet.rows.iter().skip(heads.first) {
        let mut row = row_of(raw, &heads.names, &mapping.columns);
        if row.is_empty() {
            continue;
        }
        let continues = row.get(Column::Id).is_empty()
            && row.get(Column::Finding).is_empty()
            && row.get(Column::Number).is_empty()
            && !row.get(Column::Text).is_empty();
        if let Some(above) = found.last().filter(|_| continues) {
            for column in Column::ALL.into_iter().filter(|column| column.of_finding()) {
                if row.get(column).is_empty() {
                    let text = above.get(column).to_owned();
                    row.put(column, &text);
                }
            }
        }
        found.push(row);
    }
    found
}
