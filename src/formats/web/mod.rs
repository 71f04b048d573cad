//! Web pages as offices meet them: tables that a system hands out as .xls, documents that Word saved as a page. Reads what such
//! pages hold, as browsers do; runs and fetches nothing. Knows tables and paragraphs, no ledger.

mod page;
mod tags;

use crate::reader::ReadError;
use crate::reader::budget::Budget;
use crate::reader::kind::Unread;
use crate::reader::outcome::DocumentText;
use page::Page;
use tags::{Piece, Tags};

/// Whether a text is a web page or a piece of one.
#[must_use]
pub fn is_page(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(4_000).collect();
    let head = head.to_lowercase();
    let marks = ["<html", "<!doctype html", "<table", "<body", "<head", "<meta", "<div", "<frameset"];
    head.starts_with('<') && marks.iter().any(|mark| head.contains(mark))
}

/// The tables and the text of a page.
///
/// # Errors
/// Nothing is in it, or it would cost too much.
pub fn read(text: &str, budget: &Budget) -> Result<DocumentText, ReadError> {
    let mut page = Page::new(budget);
    let mut tags = Tags::of(text);
    let mut frames = false;
    while let Some(piece) = tags.advance() {
        budget.steps(1)?;
        match piece {
            Piece::Open(tag) => {
                frames |= tag.name == "frame";
                page.open(&tag)?;
            }
            Piece::Close(name) => page.close(&name)?,
            Piece::Text(text) => page.text(text)?,
        }
    }
    let read = page.finish()?;
    if frames && read.tables.is_empty() { Err(Unread::Frames.into()) } else { Ok(read) }
}

#[cfg(test)]
mod tests;
