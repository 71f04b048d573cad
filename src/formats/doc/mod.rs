//! .doc and .wps of Word and WPS 97 to 2003 ([MS-DOC]): the text by its pieces, its tables, and what of it is hidden or struck
//! out. Knows characters and paragraphs, no ledger.

mod file;
mod properties;
mod reading;

use crate::reader::ReadError;
use crate::reader::budget::Budget;
use crate::reader::compound::Compound;
use crate::reader::gbk::Gbk;
use crate::reader::outcome::DocumentText;
use file::File;
use reading::Reading;

/// The text and the tables of a document in its container.
pub fn read(container: &Compound<'_>, gbk: &Gbk, budget: &Budget) -> Result<DocumentText, ReadError> {
    let file = File::open(container)?;
    let mut reading = Reading::new(budget, &file);
    file.each_character(gbk, budget, |c, at| reading.take(c, at))?;
    Ok(reading.finish()?)
}

#[cfg(test)]
mod tests;
