//! The sheets of a file as it came: what each cell shows and holds, which are merged or hidden, nothing understood yet.
//! Knows no ledger and no file format.

use serde::{Deserialize, Serialize};

use super::book::column_name;
use ledger::date::Date;

/// The most columns that are read; what stands further right is left out, and told.
pub const MAX_COLUMNS: usize = 256;
/// The most rows that are read of a sheet.
pub const MAX_ROWS: usize = 200_000;
/// The most cells that a file may hold or fill, empty ones before a filled one among them.
pub const MAX_CELLS: usize = 4_000_000;

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

/// What a cell holds, where that is more than the text that it shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CellKind {
    /// Text, and nothing more; also a cell that is not there.
    #[default]
    Text,
    /// A number. The cell shows it in full (`0.1`, `12%`), whatever the width of its column.
    Number {
        /// As it stands in the file: `0.12`, `45473`.
        source: String,
        /// Its number format (`0.00%`); empty for the usual one.
        format: String,
    },
    /// A day, perhaps with a time. The cell shows `2024-06-30`, `2024-06-30 14:30`, or as much as its format shows:
    /// `2024-06`, `2024`.
    Day {
        /// The day, counted from 1900 or 1904 as the file says.
        day: Date,
        /// Seconds since midnight, where a time is stored.
        seconds: Option<u32>,
        /// As it stands in the file: `45473`.
        source: String,
        /// Its number format: `yyyy"年"m"月"`. `m"月"d"日"` may be `1-1` that a program took for a day.
        format: String,
    },
    /// A time of day or a length of time, in seconds. The cell shows `14:30` or `48:00`.
    Time(i64),
    /// Yes or no. The cell shows 是 or 否.
    Boolean(bool),
    /// A formula that failed. The cell shows its code: `#REF!`.
    Error,
    /// A formula whose value is not in the file. The cell shows nothing.
    Uncalculated(String),
    /// A picture put into the cell by `DISPIMG`, with its name. The cell shows nothing.
    Picture(String),
    /// A text that the file's own table of texts does not have, with its number there. The cell shows nothing.
    Lost(String),
}

/// A row with its number in the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RawRow {
    /// The number that the spreadsheet shows.
    pub number: u32,
    /// What its cells show, from the first column on; may be shorter than others. A merged area shows its text in its first
    /// cell only, until [`RawSheet::fill_merged`].
    pub cells: Vec<String>,
    /// The cells that hold more than text: column from 0, and what. In the order of the columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<(u16, CellKind)>,
    /// Not shown in the file, by a filter or by hand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

impl RawRow {
    /// What a cell shows; empty where there is none.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// What a cell holds.
    #[must_use]
    pub fn kind(&self, column: usize) -> &CellKind {
        const TEXT: &CellKind = &CellKind::Text;
        let found = self.kinds.binary_search_by_key(&column, |(at, _)| usize::from(*at));
        found.ok().and_then(|at| self.kinds.get(at)).map_or(TEXT, |(_, kind)| kind)
    }
}

/// The name of a cell as spreadsheets show it: `B3`.
#[must_use]
pub fn address(row: u32, column: usize) -> String {
    format!("{}{row}", column_name(column))
}

/// Cells that were made one. Rows by the numbers that the spreadsheet shows, columns from 0; the ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedArea {
    /// Its first row.
    pub top: u32,
    /// Its last row.
    pub bottom: u32,
    /// Its first column.
    pub left: u16,
    /// Its last column.
    pub right: u16,
}

impl MergedArea {
    /// The area from one cell to another, each a row from 1 and a column from 0, in either order. `None` where it is one cell
    /// or lies right of the columns that are read.
    #[must_use]
    pub fn new(one: (u32, usize), other: (u32, usize)) -> Option<Self> {
        let (left, right) = (one.1.min(other.1), one.1.max(other.1).min(MAX_COLUMNS - 1));
        let (top, bottom) = (one.0.min(other.0), one.0.max(other.0));
        let sides = (u16::try_from(left).ok()?, u16::try_from(right).ok()?);
        (left <= right && (left, top) != (right, bottom)).then_some(Self {
            top,
            bottom,
            left: sides.0,
            right: sides.1,
        })
    }
}

/// Whether a sheet is shown in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Visibility {
    /// It is.
    #[default]
    Shown,
    /// It is hidden, and a person can show it.
    Hidden,
    /// It is hidden so that only a program can show it.
    VeryHidden,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RawSheet {
    /// Its name; of a table in a document 表1, 表2 …
    pub name: String,
    /// Whether the file shows it.
    #[serde(default)]
    pub visibility: Visibility,
    /// The rows that have anything in them.
    pub rows: Vec<RawRow>,
    /// Merged cells, in the order of the file. They may reach beyond the rows that are there, and lie over one another.
    #[serde(default)]
    pub merges: Vec<MergedArea>,
    /// Columns that the file does not show, from 0, in order.
    #[serde(default)]
    pub hidden_columns: Vec<u16>,
    /// What was odd about it, in sentences.
    pub notes: Vec<String>,
}

impl RawSheet {
    /// Whether the file does not show it.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.visibility != Visibility::Shown
    }

    /// How many of its rows the file does not show.
    #[must_use]
    pub fn hidden_rows(&self) -> usize {
        self.rows.iter().filter(|row| row.hidden).count()
    }

    /// Gives every cell of a merged area what its first one shows and holds, in the rows that are there at all. A file whose
    /// areas come to more than [`MAX_CELLS`] is filled as far as that, and says so.
    pub fn fill_merged(&mut self) {
        let mut left = MAX_CELLS;
        for area in std::mem::take(&mut self.merges) {
            self.merges.push(area);
            if self.fill(area, &mut left).is_none() {
                self.notes
                    .push(format!("合并单元格合计超过 {MAX_CELLS} 个，其余的合并单元格只在左上角有文字。"));
                break;
            }
        }
    }

    /// `None` where it would cost more than is left.
    fn fill(&mut self, area: MergedArea, left: &mut usize) -> Option<()> {
        let from = self.rows.partition_point(|row| row.number < area.top);
        let to = self.rows.partition_point(|row| row.number <= area.bottom);
        let columns = usize::from(area.left)..usize::from(area.right).min(MAX_COLUMNS - 1) + 1;
        let Some(rows) = self.rows.get_mut(from..to) else { return Some(()) };
        let Some(first) = rows.first().filter(|row| row.number == area.top) else { return Some(()) };
        let (text, kind) = (first.text(columns.start).to_owned(), first.kind(columns.start).clone());
        if columns.is_empty() || (text.is_empty() && kind == CellKind::Text) {
            return Some(());
        }
        // What is copied counts, too: a long text over many cells.
        let kinds: usize = rows.iter().map(|row| row.kinds.len()).sum();
        let cost = rows.len() * columns.len() * (1 + text.len() / 32) + kinds;
        *left = left.checked_sub(cost)?;
        for row in rows {
            if row.cells.len() < columns.end {
                row.cells.resize(columns.end, String::new());
            }
            for cell in row.cells.get_mut(columns.clone()).into_iter().flatten() {
                cell.clone_from(&text);
            }
            row.kinds.retain(|(at, _)| !columns.contains(&usize::from(*at)));
            if kind != CellKind::Text {
                let of_area = columns.clone().filter_map(|at| Some((u16::try_from(at).ok()?, kind.clone())));
                row.kinds.extend(of_area);
                ledger::order::sort_by_key(&mut row.kinds, |(at, _)| *at);
            }
        }
        Some(())
    }
}

/// The sheets of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RawBook {
    /// In the order of the file.
    pub sheets: Vec<RawSheet>,
    /// Days are counted from 1904 and not from 1900. [`CellKind::Day`] has counted already; a bare number has not.
    pub from_1904: bool,
    /// What of the file was not read or is not data, in sentences.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl RawBook {
    /// [`RawSheet::fill_merged`] of every sheet.
    pub fn fill_merged(&mut self) {
        self.sheets.iter_mut().for_each(RawSheet::fill_merged);
    }
}

/// The sheet of rows without anything but text, as a CSV file has them.
#[must_use]
pub fn of_csv(rows: Vec<Vec<String>>) -> RawBook {
    let beyond = rows.len().saturating_sub(MAX_ROWS);
    let rows = rows.into_iter().take(MAX_ROWS).zip(1..);
    let rows = rows.map(|(cells, number)| RawRow { number, cells, ..RawRow::default() });
    let rows = rows.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let mut sheet = RawSheet { name: "CSV".to_owned(), rows: rows.collect(), ..RawSheet::default() };
    if beyond > 0 {
        sheet.notes.push(format!("第 {MAX_ROWS} 行以下的 {beyond} 行没有读取。请拆成几个文件分别导入。"));
    }
    RawBook { sheets: vec![sheet], ..RawBook::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]], merges: &[(u32, u32, u16, u16)]) -> RawSheet {
        let rows = rows.iter().zip(1..).map(|(cells, number)| RawRow {
            number,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            ..RawRow::default()
        });
        let merges = merges.iter().map(|&(top, bottom, left, right)| MergedArea { top, bottom, left, right });
        RawSheet { rows: rows.collect(), merges: merges.collect(), ..RawSheet::default() }
    }

    #[test]
    fn a_merged_area_shows_its_text_in_every_cell_once_it_is_filled() {
        let mut one =
            sheet(&[&["甲", "1"], &["", "2"], &["丙"]], &[(1, 2, 0, 0), (3, 9, 0, 2), (7, 8, 0, 0)]);
        one.rows[0].kinds = vec![(0, CellKind::Boolean(true)), (1, CellKind::Error)];
        one.rows[1].kinds = vec![(1, CellKind::Error)];
        one.fill_merged();
        let cells: Vec<_> = one.rows.iter().map(|row| row.cells.join("|")).collect();
        assert_eq!(cells, ["甲|1", "甲|2", "丙|丙|丙"]);
        assert_eq!((one.rows[1].kind(0), one.rows[1].kind(1)), (&CellKind::Boolean(true), &CellKind::Error));
        assert_eq!((one.rows[2].kind(0), one.merges.len()), (&CellKind::Text, 3));
    }

    #[test]
    fn areas_that_lie_over_one_another_a_thousand_times_end_with_a_note() {
        let rows: Vec<&[&str]> = vec![&["甲"]; 2_000];
        let mut one = sheet(&rows, &vec![(1, 2_000, 0, 255); 2_000]);
        one.fill_merged();
        assert_eq!(one.notes.len(), 1, "{:?}", one.notes);
        assert_eq!(one.rows[1_999].text(255), "甲");
    }

    #[test]
    fn rows_beyond_the_last_are_told() {
        assert!(of_csv(vec![vec!["1".to_owned()]; MAX_ROWS]).sheets[0].notes.is_empty());
        let book = of_csv(vec![vec!["1".to_owned()]; MAX_ROWS + 2]);
        assert!(book.sheets[0].notes[0].contains("以下的 2 行"), "{:?}", book.sheets[0].notes);
        assert_eq!(address(12, 27), "AB12");
    }
}
