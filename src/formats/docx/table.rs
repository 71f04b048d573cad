//! Writes a document that is a table across the paper: title, note, the head again on every page. The same table gives the same
//! bytes.

use std::fmt::Write as _;

use super::styles;
use super::write::{Properties, package, start};
use crate::document::{Part, TableDocument};
use crate::xml;
use crate::zip::ZipError;

/// The width of the text block of A4 across with margins of 20 mm, in twentieths of a point.
const WIDTH: u32 = 16838 - 2 * 1134;
/// The narrowest column.
const NARROWEST: u32 = 560;

/// The style of the cells: 小五 (9 pt), lines as high as they need.
const CELL_STYLE: &str = "<w:style w:type=\"paragraph\" w:styleId=\"TableText\"><w:name w:val=\"表格文字\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:rPr><w:spacing w:val=\"0\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr></w:style>";

/// A4 across.
const SECTION: &str = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>";

/// The file.
///
/// # Errors
/// What does not fit into a package.
pub fn write_table(document: &TableDocument) -> Result<Vec<u8>, ZipError> {
    let styles = styles::styles().replace("</w:styles>", &format!("{CELL_STYLE}</w:styles>"));
    let properties = Properties { title: &document.title, author: &document.author, date: document.date };
    package(&properties, body(document), styles)
}

/// The widths of the columns, shares of the paper.
fn widths(document: &TableDocument) -> Vec<u32> {
    let all: u32 = document.columns.iter().map(|(_, width)| (*width).max(1)).sum::<u32>().max(1);
    let share = |width: u32| (WIDTH * width.max(1) / all).max(NARROWEST);
    document.columns.iter().map(|(_, width)| share(*width)).collect()
}

fn body(document: &TableDocument) -> String {
    let mut out = start();
    paragraph(&mut out, styles::id(Part::Title), &document.title);
    paragraph(&mut out, "TableText", &document.note);
    let widths = widths(document);
    if !widths.is_empty() {
        // cannot fail: writing to a String never does.
        let _ = write!(
            out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>",
            widths.iter().sum::<u32>()
        );
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"808080\"/>");
        }
        out.push_str("</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
        for width in &widths {
            let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
        }
        out.push_str("</w:tblGrid>");
        let heads = document.columns.iter().map(|(name, _)| name.as_str());
        row(&mut out, heads, &widths, true);
        for cells in &document.rows {
            let cells = (0..widths.len()).map(|at| cells.get(at).map_or("", String::as_str));
            row(&mut out, cells, &widths, false);
        }
        // A table is followed by a paragraph.
        out.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>");
    }
    out.push_str(SECTION);
    out.push_str("</w:body></w:document>");
    out
}

fn row<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>, widths: &[u32], is_head: bool) {
    out.push_str(if is_head {
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    } else {
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
    });
    for (text, width) in cells.zip(widths) {
        let shade = if is_head { "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F0EFEA\"/>" } else { "" };
        let (align, bold) =
            if is_head { ("<w:jc w:val=\"center\"/>", "<w:rPr><w:b/></w:rPr>") } else { ("", "") };
        // cannot fail: writing to a String never does.
        let _ = write!(
            out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{align}</w:pPr>"
        );
        super::write::runs(out, text, bold);
        out.push_str("</w:p></w:tc>");
    }
    out.push_str("</w:tr>");
}

fn paragraph(out: &mut String, style: &str, text: &str) {
    let style = xml::text(style);
    let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
    super::write::runs(out, text, "");
    out.push_str("</w:p>");
}
