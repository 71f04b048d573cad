//! References to cells as sheets write them: `C5`, `$C$5`, `A1:B7`, `5:7`. Knows no formula.

/// The last row that a sheet has.
pub const LAST_ROW: u32 = 1_048_576;
/// The last column that a sheet has: XFD.
const LAST_COLUMN: u32 = 16_384;

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellRef {
    /// The column, from 1.
    pub column: u32,
    /// The row, from 1.
    pub row: u32,
    /// `$` stands before the column.
    pub column_fixed: bool,
    /// `$` stands before the row.
    pub row_fixed: bool,
}

/// What a reference means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// `C5`.
    Cell(CellRef),
    /// `C5:D7`.
    Cells(CellRef, CellRef),
    /// `5:7`, each row with whether `$` stands before it.
    Rows((u32, bool), (u32, bool)),
}

/// The number of a column by its letters.
#[must_use]
pub fn column_number(letters: &str) -> Option<u32> {
    let fits = !letters.is_empty() && letters.len() <= 3 && letters.bytes().all(|b| b.is_ascii_alphabetic());
    let number = letters
        .bytes()
        .filter(|_| fits)
        .fold(0, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    (1..=LAST_COLUMN).contains(&number).then_some(number)
}

/// The letters of a column by its number.
#[must_use]
pub fn column_letters(number: u32) -> String {
    let index = usize::try_from(number.saturating_sub(1)).unwrap_or_default();
    crate::table::book::column_name(index)
}

fn row_number(text: &str) -> Option<(u32, bool)> {
    let (digits, fixed) = text.strip_prefix('$').map_or((text, false), |rest| (rest, true));
    let plain = !digits.is_empty() && digits.len() <= 7 && digits.bytes().all(|b| b.is_ascii_digit());
    let row: u32 = digits.parse().ok().filter(|_| plain)?;
    (1..=LAST_ROW).contains(&row).then_some((row, fixed))
}

impl CellRef {
    /// Reads `C5` or `$C$5`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (rest, column_fixed) = text.strip_prefix('$').map_or((text, false), |rest| (rest, true));
        let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
        let column = column_number(rest.get(..end)?)?;
        let (row, row_fixed) = row_number(rest.get(end..)?)?;
        Some(Self { column, row, column_fixed, row_fixed })
    }

    /// As it is written.
    #[must_use]
    pub fn written(self) -> String {
        let sign = |fixed: bool| if fixed { "$" } else { "" };
        let letters = column_letters(self.column);
        format!("{}{letters}{}{}", sign(self.column_fixed), sign(self.row_fixed), self.row)
    }
}

impl Area {
    /// Reads a reference without the name of a sheet.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => CellRef::read(text).map(Self::Cell),
            Some((first, last)) => match (CellRef::read(first), CellRef::read(last)) {
                (Some(first), Some(last)) => Some(Self::Cells(first, last)),
                _ => Some(Self::Rows(row_number(first)?, row_number(last)?)),
            },
        }
    }

    /// As it is written.
    #[must_use]
    pub fn written(self) -> String {
        let row = |(row, fixed): (u32, bool)| format!("{}{row}", if fixed { "$" } else { "" });
        match self {
            Self::Cell(cell) => cell.written(),
            Self::Cells(first, last) => format!("{}:{}", first.written(), last.written()),
            Self::Rows(first, last) => format!("{}:{}", row(first), row(last)),
        }
    }

    /// First and last row.
    #[must_use]
    pub fn rows(self) -> (u32, u32) {
        match self {
            Self::Cell(cell) => (cell.row, cell.row),
            Self::Cells(first, last) => (first.row.min(last.row), first.row.max(last.row)),
            Self::Rows(first, last) => (first.0.min(last.0), first.0.max(last.0)),
        }
    }

    /// First and last column; `None` for whole rows.
    #[must_use]
    pub fn columns(self) -> Option<(u32, u32)> {
        match self {
            Self::Cell(cell) => Some((cell.column, cell.column)),
            Self::Cells(first, last) => Some((first.column.min(last.column), first.column.max(last.column))),
            Self::Rows(..) => None,
        }
    }

    /// The same columns in other rows.
    #[must_use]
    pub fn in_rows(self, top: u32, bottom: u32) -> Self {
        match self {
            Self::Cell(cell) if top == bottom => Self::Cell(CellRef { row: top, ..cell }),
            Self::Cell(cell) => Self::Cells(CellRef { row: top, ..cell }, CellRef { row: bottom, ..cell }),
            Self::Cells(first, last) => {
                Self::Cells(CellRef { row: top, ..first }, CellRef { row: bottom, ..last })
            }
            Self::Rows(first, last) => Self::Rows((top, first.1), (bottom, last.1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_written_the_same() {
        for text in ["A1", "$C$5", "XFD1048576", "A$1:$B7", "5:7", "$5:$7"] {
            assert_eq!(Area::read(text).map(Area::written).as_deref(), Some(text));
        }
        for text in ["", "A", "A0", "XFE1", "A1048577", "1A", "A:C", "A1:B", "LOG10X", "A1B2", "中1"] {
            assert_eq!(Area::read(text), None, "{text}");
        }
    }
}
