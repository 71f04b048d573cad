//! What the sheets of a BIFF file share: which there are, texts, number formats, how days are counted. Source: [MS-XLS] 2.4.

use std::collections::HashMap;

use super::records::{Encoding, Records, Texts, text, u16_at, u32_at};
use crate::reader::budget::Budget;
use crate::reader::gbk::Gbk;
use crate::reader::kind::Unread;
use crate::reader::number_format::{NumberFormat, built_in};
use crate::reader::{ReadError, text as cell_text};
use crate::table::raw::Visibility;

/// What a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// Cells.
    Cells,
    /// A chart, a macro sheet, a module.
    Other,
}

/// A sheet as it is listed.
#[derive(Debug)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Whether it is shown.
    pub visibility: Visibility,
    /// What it is.
    pub kind: SheetKind,
    /// Where its records begin.
    pub at: usize,
}

/// What the sheets share.
#[derive(Debug, Default)]
pub struct Globals {
    /// BIFF8, and not BIFF5.
    pub is_8: bool,
    /// The code page of BIFF5.
    pub page: u16,
    /// Days are counted from 1904.
    pub from_1904: bool,
    /// The sheets.
    pub sheets: Vec<Listed>,
    /// Texts that cells name by number.
    pub strings: Vec<String>,
    /// How looks that cells name by number show numbers.
    pub formats: Vec<NumberFormat>,
}

const BOF: u16 = 0x809;
const EOF: u16 = 0x0a;

impl Globals {
    /// Reads what stands before the sheets.
    pub fn read(stream: &[u8], gbk: &Gbk, budget: &Budget) -> Result<Self, ReadError> {
        let mut all = Self::default();
        let mut formats: HashMap<u16, NumberFormat> = HashMap::new();
        let mut looks: Vec<u16> = Vec::new();
        let mut records = Records::of(stream);
        let first = records.next().filter(|record| record.kind == BOF);
        let first = first.ok_or_else(|| ReadError::Broken("Workbook".to_owned()))?;
        all.is_8 = u16_at(first.bytes, 0) >= 0x600;
        while let Some(record) = records.next() {
            budget.steps(1)?;
            let bytes = record.bytes;
            let encoding = Encoding { is_8: all.is_8, page: all.page, gbk };
            match record.kind {
                EOF => break,
                0x2f => return Err(Unread::Locked.into()),
                0x42 => all.page = u16_at(bytes, 0),
                0x22 => all.from_1904 = u16_at(bytes, 0) == 1,
                0x85 => {
                    budget.item()?;
                    all.sheets.push(Listed {
                        name: text(bytes.get(6..).unwrap_or_default(), 1, encoding, budget)?,
                        visibility: match bytes.get(4).map(|state| state & 3) {
                            Some(1) => Visibility::Hidden,
                            Some(2) => Visibility::VeryHidden,
                            _ => Visibility::Shown,
                        },
                        kind: if bytes.get(5) == Some(&0) { SheetKind::Cells } else { SheetKind::Other },
                        at: usize::try_from(u32_at(bytes, 0)).unwrap_or(usize::MAX),
                    });
                }
                0x41e => {
                    budget.item()?;
                    let length = if all.is_8 { 2 } else { 1 };
                    let code = text(bytes.get(2..).unwrap_or_default(), length, encoding, budget)?;
                    formats.insert(u16_at(bytes, 0), NumberFormat::new(&code));
                }
                0xe0 => {
                    budget.item()?;
                    looks.push(u16_at(bytes, 2));
                }
                0xfc => {
                    let mut texts = Texts::of(bytes, records.continued());
                    let _ = texts.skip(8);
                    while let Some(text) = texts.text(2, budget)? {
                        budget.item()?;
                        all.strings.push(cell_text::lines(text));
                    }
                }
                _ => {}
            }
        }
        let known = |id: &u16| formats.get(id).cloned().unwrap_or_else(|| NumberFormat::new(built_in(*id)));
        all.formats = looks.iter().map(known).collect();
        Ok(all)
    }
}
