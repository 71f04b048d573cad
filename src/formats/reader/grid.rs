//! The rows of a sheet while a file of any format is read, within the budget. Knows rows, columns and cells, no format.

use super::budget::{Budget, Exceeded};
use crate::table::book::column_name;
use crate::table::raw::{CellKind, MAX_COLUMNS, MAX_ROWS, MergedArea, RawRow, RawSheet};

/// A sheet while it is read.
pub struct Grid<'a> {
    budget: &'a Budget,
    rows: Vec<RawRow>,
    merges: Vec<MergedArea>,
    /// The row that is read now, and whether it is hidden.
    current: (u32, bool),
    /// Rows that are hidden, told apart from the rows: some formats tell it before, some behind them.
    hidden: Vec<(u32, u32)>,
    /// Cells that were not taken.
    beyond: usize,
    sorted: bool,
}

impl<'a> Grid<'a> {
    /// An empty sheet.
    #[must_use]
    pub fn new(budget: &'a Budget) -> Self {
        Self {
            budget,
            rows: Vec::new(),
            merges: Vec::new(),
            current: (0, false),
            hidden: Vec::new(),
            beyond: 0,
            sorted: true,
        }
    }

    /// A row begins; its number is from 1.
    pub fn row(&mut self, number: u32, hidden: bool) {
        self.current = (number, hidden);
    }

    /// Rows from one to another, both with them, are hidden.
    pub fn hide_rows(&mut self, from: u32, to: u32) -> Result<(), Exceeded> {
        self.budget.item()?;
        self.hidden.push((from, to));
        Ok(())
    }

    /// A cell of a row from 1 and a column from 0. One that shows and holds nothing is not kept.
    pub fn put(&mut self, row: u32, column: usize, text: String, kind: CellKind) -> Result<(), Exceeded> {
        if text.is_empty() && kind == CellKind::Text {
            return Ok(());
        }
        if column >= MAX_COLUMNS
            || self.rows.len() >= MAX_ROWS && self.rows.last().is_some_and(|last| last.number != row)
        {
            self.beyond += 1;
            return Ok(());
        }
        self.budget.text(text.len())?;
        if self.rows.last().is_none_or(|last| last.number != row) {
            self.sorted &= self.rows.last().is_none_or(|last| last.number < row);
            let hidden = self.current == (row, true);
            self.budget.cells(1)?;
            self.rows.push(RawRow { number: row, hidden, ..RawRow::default() });
        }
        if kind != CellKind::Text {
            // It takes about as much room as two cells more.
            self.budget.cells(2)?;
        }
        let Some(last) = self.rows.last_mut() else { return Ok(()) };
        set(last, column, text, kind, self.budget)
    }

    /// Cells were made one. Areas beyond the columns that are read are left out.
    pub fn merge(&mut self, area: MergedArea) -> Result<(), Exceeded> {
        self.budget.item()?;
        self.merges.push(area);
        Ok(())
    }

    /// What the last row shows in a column, and holds; for formats that say more of a cell later.
    pub fn last_cell(&mut self, row: u32) -> Option<&mut RawRow> {
        self.rows.last_mut().filter(|last| last.number == row)
    }

    /// The sheet, its rows in order.
    #[must_use]
    pub fn finish(mut self, name: String) -> RawSheet {
        if !self.sorted {
            self.rows.sort_by_key(|row| row.number);
            let mut rows: Vec<RawRow> = Vec::with_capacity(self.rows.len());
            for row in self.rows {
                match rows.last_mut().filter(|last| last.number == row.number) {
                    Some(last) => join(last, row),
                    None => rows.push(row),
                }
            }
            self.rows = rows;
        }
        for (from, to) in self.hidden {
            let from = self.rows.partition_point(|row| row.number < from);
            let to = self.rows.partition_point(|row| row.number <= to);
            self.rows.get_mut(from..to).into_iter().flatten().for_each(|row| row.hidden = true);
        }
        let mut notes = Vec::new();
        if self.beyond > 0 {
            notes.push(format!(
                "{} 个单元格在第 {} 列以右或第 {MAX_ROWS} 行以下，没有读取。请把台账拆成几个文件分别导入。",
                self.beyond,
                column_name(MAX_COLUMNS - 1)
            ));
        }
        RawSheet { name, rows: self.rows, merges: self.merges, notes, ..RawSheet::default() }
    }
}

fn set(
    row: &mut RawRow,
    column: usize,
    text: String,
    kind: CellKind,
    budget: &Budget,
) -> Result<(), Exceeded> {
    if row.cells.len() <= column {
        budget.cells(column + 1 - row.cells.len())?;
        row.cells.resize(column + 1, String::new());
    }
    if let Some(cell) = row.cells.get_mut(column) {
        *cell = text;
    }
    put_kind(row, column, kind);
    Ok(())
}

fn put_kind(row: &mut RawRow, column: usize, kind: CellKind) {
    let column = u16::try_from(column).unwrap_or(u16::MAX);
    match (row.kinds.binary_search_by_key(&column, |(at, _)| *at), kind) {
        (Ok(at), CellKind::Text) => drop(row.kinds.remove(at)),
        (Err(_), CellKind::Text) => {}
        (Ok(at), kind) => {
            if let Some(known) = row.kinds.get_mut(at) {
                known.1 = kind;
            }
        }
        (Err(at), kind) => row.kinds.insert(at, (column, kind)),
    }
}

/// Puts the cells of a row that a file tells of twice together; the later one counts.
fn join(row: &mut RawRow, other: RawRow) {
    row.hidden |= other.hidden;
    let mut kinds = other.kinds.into_iter().peekable();
    for (column, text) in other.cells.into_iter().enumerate() {
        let own = kinds.next_if(|(at, _)| usize::from(*at) == column);
        let kind = own.map_or(CellKind::Text, |(_, kind)| kind);
        if text.is_empty() && kind == CellKind::Text {
            continue;
        }
        if row.cells.len() <= column {
            row.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = row.cells.get_mut(column) {
            *cell = text;
        }
        put_kind(row, column, kind);
    }
}
