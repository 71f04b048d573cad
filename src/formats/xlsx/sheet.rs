//! Reads one sheet of an .xlsx file: rows, cells, merged areas, what is hidden. Knows the grid; what a cell shows and holds is
//! told by `cell`.

use std::collections::HashSet;

use super::cell::{CellXml, shown};
use super::read::is_on;
use crate::reader::budget::{Budget, Exceeded};
use crate::reader::grid::Grid;
use crate::reader::number_format::NumberFormat;
use crate::table::raw::{MAX_COLUMNS, MergedArea, RawSheet, Visibility, address};
use crate::xml::{self, Attributes, Seen, XmlError};

/// The most struck-out cells that are named.
const MOST_NAMED: usize = 12;

/// The texts that cells name by number.
#[derive(Debug, Default)]
pub struct Strings {
    /// The texts.
    pub texts: Vec<String>,
    /// Those with struck-out words.
    pub struck: HashSet<usize>,
}

/// What a look that cells name by number says.
#[derive(Debug, Default)]
pub struct Look {
    /// How it shows a number.
    pub format: NumberFormat,
    /// What stands in the cell is struck out.
    pub struck: bool,
}

/// What the sheets of a file share.
pub struct Context<'a> {
    /// Texts.
    pub strings: &'a Strings,
    /// Looks.
    pub looks: &'a [Look],
    /// Days are counted from 1904.
    pub from_1904: bool,
    /// What reading may still cost.
    pub budget: &'a Budget,
}

/// The sheet in this part.
pub fn read_sheet(
    bytes: &[u8],
    context: &Context<'_>,
    name: String,
    visibility: Visibility,
) -> Result<RawSheet, XmlError> {
    let mut sheet = Reading {
        context,
        grid: Grid::new(context.budget),
        row: 0,
        column: 0,
        cell: CellXml::default(),
        within: Within::Nothing,
        aid: false,
        extension: 0,
        hidden_columns: Vec::new(),
        struck: Vec::new(),
    };
    xml::read(bytes, context.budget, |seen| sheet.see(seen))?;
    let struck = struck_out(&sheet.struck);
    let mut done = sheet.grid.finish(name);
    done.notes.extend(struck);
    done.visibility = visibility;
    done.hidden_columns = sheet.hidden_columns;
    Ok(done)
}

/// Which text of a cell is read.
#[derive(PartialEq, Eq)]
enum Within {
    Nothing,
    Value,
    Inline,
    Formula,
}

struct Reading<'a> {
    context: &'a Context<'a>,
    grid: Grid<'a>,
    /// The row from 1 and the column from 0 that come next where a file leaves them out.
    row: u32,
    column: usize,
    cell: CellXml,
    within: Within,
    aid: bool,
    extension: usize,
    hidden_columns: Vec<u16>,
    /// The cells with struck-out words.
    struck: Vec<(u32, usize)>,
}

impl Reading<'_> {
    fn see(&mut self, seen: Seen<'_>) -> Result<(), Exceeded> {
        match seen {
            Seen::Open("extLst", _) => self.extension += 1,
            Seen::Close("extLst") => self.extension = self.extension.saturating_sub(1),
            _ if self.extension > 0 => {}
            Seen::Open("row", at) => {
                let number = at.get("r").and_then(|r| r.parse().ok()).filter(|r| *r >= 1);
                self.row = number.unwrap_or(self.row.saturating_add(1));
                self.column = 0;
                self.grid.row(self.row, at.is("hidden"));
            }
            Seen::Open("c", at) => {
                if let Some((column, row)) = at.get("r").and_then(place) {
                    (self.column, self.row) = (column, row);
                }
                self.cell.begin(at);
            }
            Seen::Open("v", _) => {
                self.cell.has_value = true;
                self.within = Within::Value;
            }
            Seen::Open("t", _) if !self.aid => self.within = Within::Inline,
            Seen::Open("f", _) => {
                self.cell.has_formula = true;
                self.within = Within::Formula;
            }
            Seen::Close("v" | "t" | "f") => self.within = Within::Nothing,
            Seen::Open("strike", at) => self.cell.struck |= is_on(at),
            Seen::Open("rPh", _) => self.aid = true,
            Seen::Close("rPh") => self.aid = false,
            Seen::Text(text) => {
                let into = match self.within {
                    Within::Nothing => return Ok(()),
                    Within::Value => &mut self.cell.value,
                    Within::Inline => &mut self.cell.inline,
                    Within::Formula => &mut self.cell.formula,
                };
                into.push_str(text);
            }
            Seen::Close("c") => {
                let (text, kind) = shown(&self.cell, self.context);
                if !text.is_empty() && self.cell.is_struck(self.context) {
                    self.struck.push((self.row.max(1), self.column));
                }
                self.grid.put(self.row.max(1), self.column, text, kind)?;
                self.column += 1;
            }
            Seen::Open("mergeCell", at) => {
                if let Some(area) = at.get("ref").and_then(area) {
                    self.grid.merge(area)?;
                }
            }
            Seen::Open("col", at) => self.hide_columns(at),
            _ => {}
        }
        Ok(())
    }

    fn hide_columns(&mut self, at: &Attributes) {
        let no_width = at.get("width").and_then(|width| width.parse().ok()) == Some(0.0);
        if !at.is("hidden") && !no_width {
            return;
        }
        let number = |name| at.get(name).and_then(|number| number.parse::<usize>().ok());
        let (Some(first), Some(last)) = (number("min"), number("max")) else { return };
        for column in first.max(1)..=last.min(MAX_COLUMNS) {
            let column = u16::try_from(column - 1).unwrap_or(u16::MAX);
            if let Err(at) = self.hidden_columns.binary_search(&column) {
                self.hidden_columns.insert(at, column);
            }
        }
    }
}

/// What is said of struck-out cells: in a ledger they are often findings that were taken back.
fn struck_out(cells: &[(u32, usize)]) -> Option<String> {
    let named: Vec<String> =
        cells.iter().take(MOST_NAMED).map(|(row, column)| address(*row, *column)).collect();
    let more = if cells.len() > MOST_NAMED { " 等" } else { "" };
    (!cells.is_empty()).then(|| {
        format!(
            "{} 个单元格里有划去的文字（删除线）：{}{more}。这些文字照样读取，请核对是否还算数。",
            cells.len(),
            named.join("、")
        )
    })
}

/// The merged area of `A1:B2`; `None` where it is one cell or lies right of what is read.
fn area(name: &str) -> Option<MergedArea> {
    let (from, to) = name.split_once(':')?;
    let ((left, top), (right, bottom)) = (place(from)?, place(to)?);
    MergedArea::new((top, left), (bottom, right))
}

/// The column from 0 and the row from 1 of `AB12`.
fn place(name: &str) -> Option<(usize, u32)> {
    let name = name.trim_start_matches('$');
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = name.split_at(letters);
    let row: u32 = row.trim_start_matches('$').parse().ok().filter(|row| *row >= 1)?;
    if letters == 0 || letters > 3 {
        return None;
    }
    let index = column.bytes().fold(0, |sum, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    Some((index - 1, row))
}
