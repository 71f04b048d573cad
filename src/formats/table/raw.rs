//! The sheets of a file as it came: text in cells, merged cells filled, nothing understood yet. Knows no ledger.

use serde::{Deserialize, Serialize};

/// The most columns that are read; what stands further right is left out, and told.
pub const MAX_COLUMNS: usize = 256;
/// The most rows that are read of a sheet.
pub const MAX_ROWS: usize = 200_000;

/// What spreadsheets show where a formula has no value, in Excel, WPS and LibreOffice (`Err:502`).
const ERRORS: [&str; 17] = [
    "#N/A",
    "#REF!",
    "#NAME?",
    "#VALUE!",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#BUSY!",
    "#EXTERNAL!",
    "#GETTING_DATA",
    "#MACRO?",
];

/// Whether a cell tells that its formula has no value.
#[must_use]
pub fn is_error(cell: &str) -> bool {
    let cell = cell.trim();
    let numbered = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    ERRORS.contains(&cell) || cell.strip_prefix("Err:").is_some_and(numbered)
}

/// A row with its number in the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RawRow {
    /// The number that the spreadsheet shows.
    pub number: u32,
    /// Its cells from the first column on; may be shorter than others.
    pub cells: Vec<String>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RawSheet {
    /// Its name.
    pub name: String,
    /// Not shown in the file.
    pub hidden: bool,
    /// The rows that have any text.
    pub rows: Vec<RawRow>,
    /// What was odd about it, in sentences.
    pub notes: Vec<String>,
}

/// The sheets of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RawBook {
    /// In the order of the file.
    pub sheets: Vec<RawSheet>,
    /// Days are counted from 1904 and not from 1900.
    pub from_1904: bool,
}

/// The sheet of a CSV file.
#[must_use]
pub fn of_csv(rows: Vec<Vec<String>>) -> RawBook {
    let rows = rows.into_iter().take(MAX_ROWS).zip(1..).map(|(cells, number)| RawRow { number, cells });
    let rows = rows.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let sheet = RawSheet { name: "CSV".to_owned(), rows: rows.collect(), ..RawSheet::default() };
    RawBook { sheets: vec![sheet], from_1904: false }
}
