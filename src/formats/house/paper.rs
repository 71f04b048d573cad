//! A paper of the house as a .docx with marks: paragraphs of the official layout, and tables whose rows repeat. What it
//! says is told by [`super::papers`]; the styles are those of the notice.

use std::fmt::Write as _;

use crate::document::Part;
use crate::docx::page::{Page, template};
use crate::xml;
use crate::zip::ZipError;
use ledger::date::Date;

/// A piece of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph of the official layout.
    Paragraph(Part, &'static str),
    /// A table: its columns, and the cells of the row that stands for each item.
    Table(Vec<Field>),
    /// A form: lines of a name and what stands there, and how many lines high the room is.
    Form(Vec<Line>),
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What its head says.
    pub head: &'static str,
    /// The cell, with marks.
    pub cell: &'static str,
    /// Its share of the width.
    pub share: u32,
}

/// A line of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What is asked.
    pub name: &'static str,
    /// What stands there, with marks; empty where somebody writes by hand.
    pub cell: &'static str,
    /// How many lines of text it is high at least.
    pub lines: u32,
}

/// The file.
///
/// # Errors
/// Where it cannot be packed; a paper of the house always can.
pub fn write(title: &str, pieces: &[Piece], page: Page, date: Date) -> Result<Vec<u8>, ZipError> {
    let mut body = String::new();
    for piece in pieces {
        match piece {
            Piece::Paragraph(part, text) => {
                let style = crate::docx::style_id(*part);
                // cannot fail: writing to a String never does.
                let _ = write!(
                    body,
                    "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
                    xml::text(text)
                );
            }
            Piece::Table(fields) => table(&mut body, fields, page),
            Piece::Form(lines) => form(&mut body, lines, page),
        }
    }
    template(title, &body, page, date)
}

const BORDERS: &str = "<w:tblBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/><w:left w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/><w:right w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/></w:tblBorders>";

fn open_table(body: &mut String, widths: &[u32]) {
    let all: u32 = widths.iter().sum();
    let _ = write!(
        body,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{all}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>{BORDERS}<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
    );
    for width in widths {
        let _ = write!(body, "<w:gridCol w:w=\"{width}\"/>");
    }
    body.push_str("</w:tblGrid>");
}

/// A cell: what it says, in which style, and how wide it is.
fn cell(body: &mut String, text: &str, style: &str, width: u32) {
    let _ = write!(
        body,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
    );
    for line in text.split('\n') {
        let _ = write!(
            body,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            xml::text(line)
        );
    }
    body.push_str("</w:tc>");
}

/// The widths of columns with these shares, in twentieths of a point.
fn widths(shares: &[u32], page: Page) -> Vec<u32> {
    let all: u32 = shares.iter().sum::<u32>().max(1);
    shares.iter().map(|share| page.width() * share / all).collect()
}

fn table(body: &mut String, fields: &[Field], page: Page) {
    let widths = widths(&fields.iter().map(|field| field.share).collect::<Vec<_>>(), page);
    open_table(body, &widths);
    body.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (field, width) in fields.iter().zip(&widths) {
        cell(body, field.head, "TableHead", *width);
    }
    body.push_str("</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>");
    for (field, width) in fields.iter().zip(&widths) {
        cell(body, field.cell, "TableText", *width);
    }
    body.push_str("</w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val=\"Plain\"/></w:pPr></w:p>");
}

fn form(body: &mut String, lines: &[Line], page: Page) {
    let widths = widths(&[1, 4], page);
    open_table(body, &widths);
    for line in lines {
        let height = line.lines.max(1) * 360 + 120;
        let _ = write!(
            body,
            "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/></w:trPr>"
        );
        for ((text, style), width) in [(line.name, "TableHead"), (line.cell, "TableText")].iter().zip(&widths)
        {
            cell(body, text, style, *width);
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Plain\"/></w:pPr></w:p>");
}
