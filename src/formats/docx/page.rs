//! A document whose body is made elsewhere, upright in the official layout or across: what a template of the house is.

use super::styles;
use super::write::{Properties, package, start};
use crate::zip::ZipError;
use ledger::date::Date;

/// How the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// A4 with the margins of the notice (GB/T 9704-2012, 5.2.1).
    Upright,
    /// A4 across, for wide tables.
    Across,
}

impl Page {
    /// How wide the text may be, in twentieths of a point.
    #[must_use]
    pub fn width(self) -> u32 {
        match self {
            Self::Upright => 11906 - 1474 - 1587,
            Self::Across => 16838 - 2 * 1134,
        }
    }

    fn section(self) -> &'static str {
        match self {
            Self::Upright => styles::SECTION,
            Self::Across => {
                "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1418\" w:right=\"1134\" w:bottom=\"1418\" w:left=\"1134\" w:header=\"851\" w:footer=\"851\" w:gutter=\"0\"/></w:sectPr>"
            }
        }
    }
}

/// The style of a cell and of a head of a table: 五号.
fn table_styles() -> String {
    let style = |id: &str, name: &str, align: &str, bold: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:spacing w:line=\"320\" w:lineRule=\"exact\"/><w:jc w:val=\"{align}\"/></w:pPr><w:rPr>{bold}<w:spacing w:val=\"0\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/></w:rPr></w:style>"
        )
    };
    style("TableText", "表格文字", "left", "") + &style("TableHead", "表头", "center", "<w:b/>")
}

/// The file: a body of paragraphs and tables in the styles of [`super::style_id`], `TableHead` and `TableText`. Nobody made
/// it: a template bears no author.
///
/// # Errors
/// Where it cannot be packed.
pub fn template(title: &str, body: &str, page: Page, date: Date) -> Result<Vec<u8>, ZipError> {
    let mut all = start();
    all.push_str(body);
    all.push_str(page.section());
    all.push_str("</w:body></w:document>");
    let styles = styles::styles().replace("</w:styles>", &(table_styles() + "</w:styles>"));
    package(&Properties { title, author: "", date }, all, styles)
}
