//! The notice as a text document: its printed paragraphs with their parts in the official layout. Knows no file format.

use super::document::{Document, Paragraph, Part};
use crate::ledger::Bundle;
use crate::ledger::date::Date;
use crate::notice::paragraph::paragraphs;
use crate::notice::{Style, Version};

/// The notice in a version, made on the day `today` by `author`.
#[must_use]
pub fn document(bundle: &Bundle, version: Version, today: Date, author: &str) -> Document {
    let set = |paragraph: &crate::notice::Paragraph| {
        let part = match paragraph.style {
            Style::Title => Part::Title,
            Style::Body => Part::Body,
            Style::Heading1 => Part::First,
            Style::Heading2 => Part::Second,
            Style::Heading3 => Part::Third,
            Style::Signatory => Part::Signatory,
            Style::Date => Part::Date,
        };
        let (head, text) = paragraph.split();
        Paragraph { part, head: head.to_owned(), text: text.to_owned() }
    };
    Document {
        title: bundle.notice.title.clone(),
        author: author.to_owned(),
        date: today,
        paragraphs: paragraphs(bundle, version).iter().map(set).collect(),
    }
}
