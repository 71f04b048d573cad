//! Reads a file of an office, whatever it is: told by its content, read within a budget, refused with what to do.
//! Knows formats; knows no ledger and no browser.

pub mod budget;
pub mod compound;
pub mod decode;
pub mod document_table;
pub mod error;
pub mod gbk;
pub mod grid;
pub mod kind;
pub mod number_format;
pub mod outcome;
pub mod package;
pub mod text;

pub use error::ReadError;

use crate::intake::{FileKind, Intake};
use crate::table::raw::{RawBook, RawSheet};
use crate::{csv, doc, docx, spreadsheet_xml, web, xls, xlsx};
use budget::Budget;
use compound::Compound;
use gbk::Gbk;
use kind::{Held, Packed, Unread};
use outcome::DocumentText;
use package::Package;

/// The longest table whose lines are given as text, too, in bytes.
const LONGEST_NOTICE: usize = 1_000_000;

/// Reads a file.
///
/// # Errors
/// Why it is not read, and what to do.
pub fn read(bytes: &[u8], gbk: &Gbk) -> Result<Intake, ReadError> {
    let budget = Budget::default();
    if let Some(unread) = kind::by_first_bytes(bytes) {
        return Err(unread.into());
    }
    if bytes.starts_with(&compound::MAGIC) {
        return of_container(bytes, gbk, &budget);
    }
    match crate::zip::Package::open(bytes) {
        Ok(package) => of_package(&Package::of_zip(package), &budget),
        Err(error) if bytes.starts_with(b"PK\x03\x04") => Err(error.into()),
        Err(_) => of_text(&decode::text(bytes, gbk)?, &budget),
    }
}

fn of_container(bytes: &[u8], gbk: &Gbk, budget: &Budget) -> Result<Intake, ReadError> {
    let container = Compound::open(bytes).map_err(|_| Unread::Damaged)?;
    match kind::of_container(&container) {
        Held::Workbook => Ok(of_book(FileKind::OldWorkbook, xls::read(&container, gbk, budget)?)),
        Held::Document => Ok(of_document(FileKind::OldDocument, doc::read(&container, gbk, budget)?)),
        Held::Other(unread) => Err(unread.into()),
    }
}

fn of_package(package: &Package<'_>, budget: &Budget) -> Result<Intake, ReadError> {
    let main = package.main("", budget)?;
    match package.kind(&main) {
        Packed::Workbook => Ok(of_book(FileKind::Workbook, xlsx::read_package(package, budget)?)),
        Packed::Document => Ok(of_document(FileKind::Document, docx::read_package(package, budget)?)),
        Packed::Other(unread) => Err(unread.into()),
    }
}

fn of_text(text: &str, budget: &Budget) -> Result<Intake, ReadError> {
    if Package::is_flat(text) {
        let read = docx::read_package(&Package::flat(text), budget)?;
        return Ok(of_document(FileKind::DocumentXml, read));
    }
    if docx::is_flat_2003(text) {
        return Ok(of_document(FileKind::DocumentXml, docx::read_flat(text, budget)?));
    }
    if spreadsheet_xml::is_of_this_form(text) {
        return Ok(of_book(FileKind::WorkbookXml, spreadsheet_xml::read(text, budget)?));
    }
    if web::is_page(text) {
        let read = web::read(text, budget)?;
        let kind = if read.tables.is_empty() { FileKind::WebPage } else { FileKind::WebTables };
        return Ok(of_document(kind, read));
    }
    let head = text.trim_start();
    if head.starts_with("<?xml") {
        return Err(if head.contains("uof") { Unread::Uof } else { Unread::Xml }.into());
    }
    let (sheet, separated) = csv::sheet(text, budget)?;
    // A text with commas may be a notice all the same; a table of megabytes is none.
    let paragraphs = if separated && text.len() > LONGEST_NOTICE { Vec::new() } else { lines(text, budget)? };
    let kind = if separated { FileKind::SeparatedText } else { FileKind::PlainText };
    Ok(Intake { kind, book: of_sheets(vec![sheet]), paragraphs, notes: Vec::new() })
}

fn lines(text: &str, budget: &Budget) -> Result<Vec<String>, ReadError> {
    let mut lines = Vec::new();
    for line in text.lines() {
        budget.paragraph()?;
        budget.text(line.len())?;
        lines.push(line.to_owned());
    }
    Ok(lines)
}

fn of_sheets(sheets: Vec<RawSheet>) -> RawBook {
    RawBook { sheets, ..RawBook::default() }
}

fn of_book(kind: FileKind, book: RawBook) -> Intake {
    Intake { kind, book, paragraphs: Vec::new(), notes: Vec::new() }
}

fn of_document(kind: FileKind, read: DocumentText) -> Intake {
    Intake { kind, book: of_sheets(read.tables), paragraphs: read.paragraphs, notes: read.notes }
}

#[cfg(test)]
mod tests;
