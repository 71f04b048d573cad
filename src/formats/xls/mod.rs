//! .xls and .et of Excel and WPS 97 to 2003 (BIFF8), and of Excel 5 and 95 (BIFF5), in their container ([MS-XLS]): sheets,
//! texts, numbers by their formats, merged cells, what is hidden. Formulas are read as the values that the file has of them.
//!
//! Written here: the kept crate `calamine` gives no hidden rows and columns, no number formats and no limit to memory, and adds
//! several times as much. The tests read the same files with it.

mod globals;
mod records;
mod sheet;

use crate::reader::ReadError;
use crate::reader::budget::Budget;
use crate::reader::compound::Compound;
use crate::reader::gbk::Gbk;
use crate::table::raw::RawBook;
use globals::{Globals, SheetKind};

/// The sheets of a file in its container.
pub fn read(container: &Compound<'_>, gbk: &Gbk, budget: &Budget) -> Result<RawBook, ReadError> {
    let stream = container.stream("Workbook").or_else(|| container.stream("Book"));
    let stream = stream.ok_or_else(|| ReadError::Broken("Workbook".to_owned()))?;
    let globals = Globals::read(&stream, gbk, budget)?;
    let mut book = RawBook { from_1904: globals.from_1904, ..RawBook::default() };
    for listed in &globals.sheets {
        if listed.kind != SheetKind::Cells {
            book.notes.push(format!("“{}”不是工作表（可能是图表页或宏表），没有读取。", listed.name));
            continue;
        }
        let Some(records) = stream.get(listed.at..) else {
            return Err(ReadError::Broken(listed.name.clone()));
        };
        let mut sheet = sheet::read(records, &globals, gbk, budget, listed.name.clone())?;
        sheet.visibility = listed.visibility;
        book.sheets.push(sheet);
    }
    if book.sheets.is_empty() { Err(ReadError::Missing("工作表".to_owned())) } else { Ok(book) }
}

#[cfg(test)]
mod tests;
