//! A workbook as plain data: what a spreadsheet program is to show and print. Knows no ledger and no file format.

use serde::{Deserialize, Serialize};

use super::cell_value::CellValue;
use super::raw::address;
use ledger::date::Date;

/// The most UTF-16 units that a cell can hold in spreadsheet programs.
pub const CELL_UNITS: usize = 32_767;

/// What stands at the end of a cell that was too long.
const CUT: &str = "…（超出单元格容量，全文见 JSON）";

fn fits(text: &str) -> bool {
    text.len() <= CELL_UNITS || text.encode_utf16().count() <= CELL_UNITS
}

/// The text as a cell can hold it.
#[must_use]
pub fn fitting(text: &str) -> String {
    if fits(text) {
        return text.to_owned();
    }
    let room = CELL_UNITS - CUT.encode_utf16().count();
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= room
    });
    kept.chain(CUT.chars()).collect()
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Style {
    /// The title over a sheet.
    Title,
    /// A line under the title.
    Note,
    /// The head of a column.
    Head,
    /// Text, wrapped.
    Text,
    /// A short word, centred.
    Word,
    /// A number, centred.
    Number,
    /// A deadline that has passed: filled.
    Overdue,
    /// Nothing is drawn.
    Bare,
}

/// A cell: how it looks, and what stands in it. Empty text is an empty cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell(pub Style, pub CellValue);

impl Cell {
    /// A cell with this text or value.
    #[must_use]
    pub fn new(style: Style, value: impl Into<CellValue>) -> Self {
        Self(style, value.into())
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Row {
    /// Its height in points; as high as needed where 0.
    pub height: u32,
    /// Its cells from the first column on.
    pub cells: Vec<Cell>,
}

/// Cells drawn as one, corners included, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The first row.
    pub top: usize,
    /// The last row.
    pub bottom: usize,
    /// The first column.
    pub left: usize,
    /// The last column.
    pub right: usize,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Width {
    /// In characters of half width.
    pub units: u32,
    /// Not shown.
    pub hidden: bool,
}

/// Words that cells of a column are chosen from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The column, from 0.
    pub column: usize,
    /// The first row that it holds for.
    pub top: usize,
    /// The last row that it holds for.
    pub bottom: usize,
    /// Where the words stand: the sheet, its column and how many.
    pub from: (String, usize, usize),
    /// What is told when another word is typed; where it is empty other words may be typed.
    pub message: String,
}

/// Cells that may be changed in a sheet whose others are locked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Open {
    /// The columns, from 0, in ascending order.
    pub columns: Vec<usize>,
    /// The first row.
    pub top: usize,
    /// The last row.
    pub bottom: usize,
    /// Further cells, by row and column, in ascending order.
    pub also: Vec<(usize, usize)>,
}

impl Open {
    /// Whether a cell may be changed.
    #[must_use]
    pub fn has(&self, row: usize, column: usize) -> bool {
        let in_columns =
            (self.top..=self.bottom).contains(&row) && self.columns.binary_search(&column).is_ok();
        in_columns || self.also.binary_search(&(row, column)).is_ok()
    }
}

/// A cell whose text no spreadsheet program holds in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutText {
    /// The sheet.
    pub sheet: String,
    /// The cell: `M17`.
    pub cell: String,
    /// How many characters the text has.
    pub length: usize,
}

/// What a person is told of texts that were cut; `None` where none was.
#[must_use]
pub fn told_of_cuts(cuts: &[CutText]) -> Option<String> {
    const NAMED: usize = 5;
    let first = cuts.first()?;
    let places: Vec<&str> = cuts.iter().take(NAMED).map(|cut| cut.cell.as_str()).collect();
    let more = if cuts.len() > NAMED { " 等" } else { "" };
    Some(format!(
        "工作表“{}”有 {} 个单元格的文字超过 {CELL_UNITS} 字，只写入了前面的部分：{}{more}。全文请导出 JSON。",
        first.sheet,
        cuts.len(),
        places.join("、")
    ))
}

/// Paper, always across.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Paper {
    /// 297 × 210 mm.
    #[default]
    A4,
    /// 420 × 297 mm.
    A3,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Not shown.
    pub hidden: bool,
    /// Its columns.
    pub widths: Vec<Width>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Cells drawn as one.
    pub merges: Vec<Merge>,
    /// The row of heads: it stays while the sheet scrolls, and is printed on every page.
    pub head: Option<usize>,
    /// Whether the rows under the head can be filtered.
    pub filter: bool,
    /// Words to choose from.
    pub choices: Vec<Choice>,
    /// The cells that may be changed, where the others are locked (without a password).
    pub open: Option<Open>,
}

/// A workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// What it is about.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When it was made.
    pub date: Date,
    /// Its paper.
    pub paper: Paper,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// Texts that were cut: see [`Book::fitted`].
    pub cuts: Vec<CutText>,
}

impl Book {
    /// The workbook as spreadsheet programs can hold it: texts that no cell holds are cut, and noted.
    #[must_use]
    pub fn fitted(mut self) -> Self {
        for sheet in &mut self.sheets {
            for (row, number) in sheet.rows.iter_mut().zip(1..) {
                for (at, Cell(_, value)) in row.cells.iter_mut().enumerate() {
                    let CellValue::Text(text) = value else { continue };
                    if fits(text) {
                        continue;
                    }
                    let (cell, length) = (address(number, at), text.chars().count());
                    self.cuts.push(CutText { sheet: sheet.name.clone(), cell, length });
                    *text = fitting(text);
                }
            }
        }
        self
    }
}

/// How many half-width characters a character takes.
fn units(c: char) -> u32 {
    if c.is_ascii() { 1 } else { 2 }
}

/// How many lines a text takes in a column of this width, in half-width characters.
#[must_use]
pub fn lines(text: &str, width: u32) -> u32 {
    let width = width.saturating_sub(1).max(2);
    let line = |line: &str| line.chars().map(units).sum::<u32>().div_ceil(width).max(1);
    text.split('\n').map(line).sum()
}

/// The name of a column: `A`, `Z`, `AA`.
#[must_use]
pub fn column_name(mut index: usize) -> String {
    let mut name = String::new();
    loop {
        // cannot fail: the remainder is below 26.
        name.insert(0, char::from(b'A' + u8::try_from(index % 26).unwrap_or_default()));
        if index < 26 {
            return name;
        }
        index = index / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_names_that_spreadsheets_give_them() {
        for (index, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_name(index), name);
        }
    }

    #[test]
    fn a_text_that_no_cell_holds_is_cut_and_says_so() {
        let long = "字".repeat(CELL_UNITS + 1);
        let cut = fitting(&long);
        assert!(cut.encode_utf16().count() <= CELL_UNITS && cut.ends_with("全文见 JSON）"));
        assert_eq!(fitting(&long[3..]), long[3..]);
    }

    #[test]
    fn a_text_that_was_cut_is_told_by_its_cell() {
        let row = |text: String| Row {
            height: 0,
            cells: vec![Cell::new(Style::Text, "短"), Cell::new(Style::Text, text)],
        };
        let long = "字".repeat(CELL_UNITS + 5);
        let sheet = Sheet {
            name: "整改台账".into(),
            rows: vec![row("短".into()), row(long), row("字".repeat(CELL_UNITS))],
            ..Sheet::default()
        };
        let date = Date::new(2026, 11, 27).unwrap();
        let (title, author, paper, cuts) = (String::new(), String::new(), Paper::A4, Vec::new());
        let book = Book { title, author, date, paper, sheets: vec![sheet], cuts }.fitted();
        let cut = CutText { sheet: "整改台账".into(), cell: "B2".into(), length: CELL_UNITS + 5 };
        assert_eq!(book.cuts, [cut]);
        let told = told_of_cuts(&book.cuts).unwrap();
        assert!(told.contains("1 个单元格") && told.contains("B2"), "{told}");
        assert_eq!(told_of_cuts(&[]), None);
        assert!(book.sheets[0].rows[1].cells[1].1.to_string().ends_with("全文见 JSON）"));
    }

    #[test]
    fn wide_characters_take_two_places() {
        assert_eq!((lines("", 9), lines("十个汉字就是二十格", 11), lines("a\nb", 9)), (1, 2, 2));
    }
}
