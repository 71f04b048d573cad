//! Cells and ranges of cells, counted from 0.

/// A cell: a line of the table and a column that is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Cell {
    /// The line, also where it is the head of a group.
    pub row: usize,
    /// The column, among those that are seen.
    pub column: usize,
}

/// A rectangle of cells, both ends included. It holds at least one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The upper left cell.
    pub from: Cell,
    /// The lower right cell.
    pub to: Cell,
}

impl Range {
    /// The rectangle that two opposite corners span.
    #[must_use]
    pub fn of(a: Cell, b: Cell) -> Self {
        Self {
            from: Cell { row: a.row.min(b.row), column: a.column.min(b.column) },
            to: Cell { row: a.row.max(b.row), column: a.column.max(b.column) },
        }
    }

    /// Whether it holds a cell.
    #[must_use]
    pub fn contains(self, cell: Cell) -> bool {
        (self.from.row..=self.to.row).contains(&cell.row)
            && (self.from.column..=self.to.column).contains(&cell.column)
    }

    /// Whether it is one cell.
    #[must_use]
    pub fn is_one(self) -> bool {
        self.from == self.to
    }

    /// How many lines it covers.
    #[must_use]
    pub fn height(self) -> usize {
        self.to.row - self.from.row + 1
    }

    /// How many columns it covers.
    #[must_use]
    pub fn width(self) -> usize {
        self.to.column - self.from.column + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_two_corners_span_the_same_rectangle() {
        let (a, b) = (Cell { row: 3, column: 1 }, Cell { row: 1, column: 4 });
        assert_eq!(Range::of(a, b), Range::of(b, a));
        let range = Range::of(a, b);
        assert_eq!((range.height(), range.width(), range.is_one()), (3, 4, false));
        assert!(range.contains(Cell { row: 2, column: 2 }));
        for outside in [(0, 2), (4, 2), (2, 0), (2, 5)] {
            assert!(!range.contains(Cell { row: outside.0, column: outside.1 }), "{outside:?}");
        }
    }
}
