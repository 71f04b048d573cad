//! The cells of one sheet of a BIFF file. Source: [MS-XLS] 2.4.

use super::globals::Globals;
use super::records::{Encoding, Record, Records, Texts, text, u16_at, u32_at};
use crate::reader::budget::{Budget, Exceeded};
use crate::reader::gbk::Gbk;
use crate::reader::grid::Grid;
use crate::reader::text as cell_text;
use crate::table::raw::{CellKind, MAX_COLUMNS, MergedArea, RawSheet};

/// The sheet whose records begin here.
pub fn read(
    stream: &[u8],
    globals: &Globals,
    gbk: &Gbk,
    budget: &Budget,
    name: String,
) -> Result<RawSheet, Exceeded> {
    let encoding = Encoding { is_8: globals.is_8, page: globals.page, gbk };
    let mut sheet = Reading {
        globals,
        encoding,
        budget,
        grid: Grid::new(budget),
        hidden_columns: Vec::new(),
        formula: None,
    };
    let mut records = Records::of(stream);
    // Charts within the sheet have a beginning and an end of their own.
    let mut depth = 0_usize;
    while let Some(record) = records.next() {
        budget.steps(1)?;
        match record.kind {
            0x809 => depth += 1,
            0x0a => depth = depth.saturating_sub(1),
            _ if depth > 1 => continue,
            0x207 => sheet.string(record.bytes, &mut records)?,
            _ => sheet.take(record)?,
        }
        if depth == 0 {
            break;
        }
    }
    let mut done = sheet.grid.finish(name);
    done.hidden_columns = sheet.hidden_columns;
    Ok(done)
}

struct Reading<'a> {
    globals: &'a Globals,
    encoding: Encoding<'a>,
    budget: &'a Budget,
    grid: Grid<'a>,
    hidden_columns: Vec<u16>,
    /// The row and column of a formula whose text comes in the next record.
    formula: Option<(u32, usize)>,
}

fn f64_at(bytes: &[u8], at: usize) -> f64 {
    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map_or(0.0, f64::from_le_bytes)
}

/// A number in four bytes: 30 bits of a whole number or the high half of one with decimals, perhaps of hundredths.
fn short_number(bytes: u32) -> f64 {
    let number = if bytes & 2 != 0 {
        f64::from(bytes.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bytes & !3) << 32)
    };
    if bytes & 1 != 0 { number / 100.0 } else { number }
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#UNKNOWN!",
    }
}

fn truth(yes: bool) -> (String, CellKind) {
    (if yes { "是" } else { "否" }.to_owned(), CellKind::Boolean(yes))
}

impl Reading<'_> {
    fn take(&mut self, record: Record<'_>) -> Result<(), Exceeded> {
        let bytes = record.bytes;
        let (row, column) = (u32::from(u16_at(bytes, 0)) + 1, usize::from(u16_at(bytes, 2)));
        match record.kind {
            // A row: its height may be none.
            0x208 if u16_at(bytes, 12) & 0x20 != 0 => self.grid.hide_rows(row, row)?,
            0x7d if u16_at(bytes, 8) & 1 != 0 => self.hide_columns(u16_at(bytes, 0), u16_at(bytes, 2)),
            0xfd => {
                let at = u32_at(bytes, 6);
                let text = usize::try_from(at).ok().and_then(|at| self.globals.strings.get(at));
                match text {
                    Some(text) => self.text(row, column, text.clone())?,
                    None => self.grid.put(row, column, String::new(), CellKind::Lost(at.to_string()))?,
                }
            }
            0x204 | 0xd6 => {
                let text = text(bytes.get(6..).unwrap_or_default(), 2, self.encoding, self.budget)?;
                self.text(row, column, cell_text::lines(text))?;
            }
            0x203 => self.number(row, column, u16_at(bytes, 4), f64_at(bytes, 6))?,
            0x27e => self.number(row, column, u16_at(bytes, 4), short_number(u32_at(bytes, 6)))?,
            0xbd => {
                let cells = bytes.get(4..bytes.len().saturating_sub(2)).unwrap_or_default();
                for (nth, cell) in cells.chunks_exact(6).enumerate() {
                    self.number(row, column + nth, u16_at(cell, 0), short_number(u32_at(cell, 2)))?;
                }
            }
            0x205 => {
                let value = bytes.get(6).copied().unwrap_or_default();
                let (text, kind) = if bytes.get(7) == Some(&1) {
                    (error(value).to_owned(), CellKind::Error)
                } else {
                    truth(value != 0)
                };
                self.grid.put(row, column, text, kind)?;
            }
            0x06 | 0x206 | 0x406 => self.formula(row, column, bytes)?,
            0xe5 => self.merges(bytes)?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, row: u32, column: usize, text: String) -> Result<(), Exceeded> {
        match cell_text::picture(&text) {
            Some(name) => self.grid.put(row, column, String::new(), CellKind::Picture(name)),
            None => self.grid.put(row, column, text, CellKind::Text),
        }
    }

    fn number(&mut self, row: u32, column: usize, look: u16, number: f64) -> Result<(), Exceeded> {
        let format = self.globals.formats.get(usize::from(look)).cloned().unwrap_or_default();
        let (text, kind) = format.cell(number, &number.to_string(), self.globals.from_1904);
        self.grid.put(row, column, text, kind)
    }

    /// The value that the file has of a formula: a number, or a mark and what it marks.
    fn formula(&mut self, row: u32, column: usize, bytes: &[u8]) -> Result<(), Exceeded> {
        self.formula = None;
        if u16_at(bytes, 12) != 0xffff {
            return self.number(row, column, u16_at(bytes, 4), f64_at(bytes, 6));
        }
        let value = bytes.get(8).copied().unwrap_or_default();
        match bytes.get(6) {
            Some(0) => self.formula = Some((row, column)),
            Some(1) => {
                let (text, kind) = truth(value != 0);
                self.grid.put(row, column, text, kind)?;
            }
            Some(2) => self.grid.put(row, column, error(value).to_owned(), CellKind::Error)?,
            _ => {}
        }
        Ok(())
    }

    /// The text of the formula before.
    fn string(&mut self, bytes: &[u8], records: &mut Records<'_>) -> Result<(), Exceeded> {
        let Some((row, column)) = self.formula.take() else { return Ok(()) };
        let text = if self.encoding.is_8 {
            Texts::of(bytes, records.continued()).text(2, self.budget)?.unwrap_or_default()
        } else {
            text(bytes, 2, self.encoding, self.budget)?
        };
        self.text(row, column, cell_text::lines(text))
    }

    fn merges(&mut self, bytes: &[u8]) -> Result<(), Exceeded> {
        let count = usize::from(u16_at(bytes, 0));
        for area in bytes.get(2..).unwrap_or_default().chunks_exact(8).take(count) {
            let [top, bottom, left, right] = [0, 2, 4, 6].map(|at| u16_at(area, at));
            let one = (u32::from(top) + 1, usize::from(left));
            if let Some(area) = MergedArea::new(one, (u32::from(bottom) + 1, usize::from(right))) {
                self.grid.merge(area)?;
            }
        }
        Ok(())
    }

    fn hide_columns(&mut self, first: u16, last: u16) {
        let most = u16::try_from(MAX_COLUMNS - 1).unwrap_or(u16::MAX);
        for column in first..=last.min(most) {
            if let Err(at) = self.hidden_columns.binary_search(&column) {
                self.hidden_columns.insert(at, column);
            }
        }
    }
}
