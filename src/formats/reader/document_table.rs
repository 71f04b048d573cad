//! A table of a document while it is read: cells one behind the other, with the columns that they span, and those that go on
//! from the row above. Knows no format.

use std::collections::HashMap;

use super::budget::{Budget, Exceeded};
use super::grid::Grid;
use crate::table::raw::{CellKind, MergedArea, RawSheet};

/// How a cell is made one with those below and above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Vertical {
    /// It is not.
    #[default]
    Single,
    /// The first of several.
    First,
    /// It goes on from the row above.
    GoesOn,
}

/// A table while it is read.
pub struct DocumentTable<'a> {
    grid: Grid<'a>,
    row: u32,
    column: usize,
    /// Areas that may go on in the next row, by their first column: first row, last row so far, last column.
    open: HashMap<usize, (u32, u32, usize)>,
}

impl<'a> DocumentTable<'a> {
    /// An empty table.
    #[must_use]
    pub fn new(budget: &'a Budget) -> Self {
        Self { grid: Grid::new(budget), row: 0, column: 0, open: HashMap::new() }
    }

    /// A row begins, so many columns from the left.
    pub fn row(&mut self, before: usize) {
        self.row = self.row.saturating_add(1);
        self.column = before.min(1000);
        self.grid.row(self.row, false);
    }

    /// The next cell of the row. The text of one that goes on from above is shown by no program and given back.
    pub fn cell(
        &mut self,
        text: String,
        span: usize,
        vertical: Vertical,
    ) -> Result<Option<String>, Exceeded> {
        let (left, span) = (self.column, span.clamp(1, 1000));
        let right = left + span - 1;
        self.column = right + 1;
        if vertical == Vertical::GoesOn
            && let Some((_, last, _)) = self.open.get_mut(&left)
        {
            *last = self.row;
            return Ok(Some(text).filter(|text| !text.trim().is_empty()));
        }
        self.close(left)?;
        if vertical == Vertical::Single {
            if let Some(area) = MergedArea::new((self.row, left), (self.row, right)) {
                self.grid.merge(area)?;
            }
        } else {
            self.open.insert(left, (self.row, self.row, right));
        }
        self.grid.put(self.row, left, text, CellKind::Text)?;
        Ok(None)
    }

    /// The area that begins in this column ended with a row above.
    fn close(&mut self, left: usize) -> Result<(), Exceeded> {
        let area = self.open.remove(&left);
        let area = area.and_then(|(top, last, right)| MergedArea::new((top, left), (last, right)));
        area.map_or(Ok(()), |area| self.grid.merge(area))
    }

    /// The table as a sheet of this name.
    pub fn finish(mut self, name: String) -> Result<RawSheet, Exceeded> {
        let mut left: Vec<usize> = self.open.keys().copied().collect();
        left.sort_unstable();
        for column in left {
            self.close(column)?;
        }
        Ok(self.grid.finish(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_span_columns_and_go_on_down() {
        let budget = Budget::default();
        let mut table = DocumentTable::new(&budget);
        let mut lost = Vec::new();
        for row in [
            vec![("序号", 1, Vertical::First), ("责任", 2, Vertical::Single)],
            vec![("", 1, Vertical::GoesOn), ("牵头", 1, Vertical::Single), ("配合", 1, Vertical::Single)],
            vec![("1", 1, Vertical::Single), ("甲", 1, Vertical::First), ("乙", 1, Vertical::GoesOn)],
            vec![("2", 1, Vertical::Single), ("看不到", 1, Vertical::GoesOn), ("丙", 1, Vertical::Single)],
        ] {
            table.row(0);
            for (text, span, vertical) in row {
                lost.extend(table.cell(text.to_owned(), span, vertical).unwrap());
            }
        }
        let sheet = table.finish("表1".to_owned()).unwrap();
        let cells: Vec<_> = sheet.rows.iter().map(|row| row.cells.join("|")).collect();
        assert_eq!(cells, ["序号|责任", "|牵头|配合", "1|甲|乙", "2||丙"]);
        let mut areas: Vec<_> = sheet.merges.iter().map(|a| (a.top, a.bottom, a.left, a.right)).collect();
        areas.sort_unstable();
        assert_eq!(areas, [(1, 1, 1, 2), (1, 2, 0, 0), (3, 4, 1, 1)]);
        assert_eq!(lost, ["看不到"]);
    }
}
