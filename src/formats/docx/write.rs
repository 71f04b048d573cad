//! Writes a document in the official layout. The same document gives the same bytes.

use std::fmt::Write as _;

use super::styles;
use crate::document::{Document, Part};
use crate::xml;
use crate::zip::{self, Entry, ZipError};
use ledger::date::Date;

const KINDS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// What the file says of itself.
pub struct Properties<'a> {
    /// What it is about.
    pub title: &'a str,
    /// Who made it.
    pub author: &'a str,
    /// When it was made.
    pub date: Date,
}

/// The file.
pub fn write(document: &Document) -> Result<Vec<u8>, ZipError> {
    let properties = Properties { title: &document.title, author: &document.author, date: document.date };
    package(&properties, body(document), styles::styles())
}

/// A file with this body and these styles.
pub fn package(properties: &Properties<'_>, body: String, styles: String) -> Result<Vec<u8>, ZipError> {
    let part = |name: &str, text: String| Entry {
        name: name.to_owned(),
        bytes: format!("{}{text}", xml::HEAD).into_bytes(),
    };
    let entries = [
        part("[Content_Types].xml", types()),
        part(
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/relationships/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
            ),
        ),
        part(
            "docProps/core.xml",
            format!(
                "<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">{}T00:00:00Z</dcterms:created></cp:coreProperties>",
                xml::text(properties.title),
                xml::text(properties.author),
                properties.date
            ),
        ),
        part("word/document.xml", body),
        part("word/_rels/document.xml.rels", relations()),
        part("word/styles.xml", styles),
        part("word/fontTable.xml", styles::font_table()),
        part("word/settings.xml", styles::settings()),
        part("word/footer1.xml", styles::foot(false)),
        part("word/footer2.xml", styles::foot(true)),
    ];
    zip::write(&entries, properties.date)
}

fn types() -> String {
    let mut out = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    for (name, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("fontTable", "fontTable"),
        ("settings", "settings"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ] {
        // cannot fail: writing to a String never does.
        let _ = write!(out, "<Override PartName=\"/word/{name}.xml\" ContentType=\"{KINDS}.{kind}+xml\"/>");
    }
    let _ = write!(
        out,
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>"
    );
    out
}

fn relations() -> String {
    let mut out = format!("<Relationships xmlns=\"{PACKAGE}/relationships\">");
    let parts = [
        ("styles", "styles"),
        ("fontTable", "fontTable"),
        ("settings", "settings"),
        ("footer", "footer1"),
        ("footer", "footer2"),
    ];
    for ((kind, name), nth) in parts.into_iter().zip(1..) {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{nth}\" Type=\"{OFFICE}/relationships/{kind}\" Target=\"{name}.xml\"/>"
        );
    }
    out.push_str("</Relationships>");
    out
}

/// What stands before the paragraphs.
pub fn start() -> String {
    format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"{OFFICE}/relationships\"><w:body>"
    )
}

fn body(document: &Document) -> String {
    let mut out = start();
    for paragraph in &document.paragraphs {
        let (style, indent) = (styles::id(paragraph.part), styles::indent(paragraph.left));
        let is_heading = matches!(paragraph.part, Part::First | Part::Second | Part::Third);
        let keep = match (&paragraph.head[..], &paragraph.text[..]) {
            // A blank line goes with what it stands over.
            ("", "") if paragraph.part == Part::Plain => "<w:keepNext/>",
            // A heading that runs on into its text has what it belongs to with it: kept whole with the next paragraph,
            // such paragraphs would wander to the next page together.
            ("", _) | (_, "") => "",
            _ if is_heading => "<w:keepNext w:val=\"0\"/>",
            _ => "",
        };
        let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{keep}{indent}</w:pPr>");
        runs(&mut out, &paragraph.head, "");
        let body = if paragraph.head.is_empty() { String::new() } else { styles::body_run() };
        runs(&mut out, &paragraph.text, &body);
        out.push_str("</w:p>");
    }
    out.push_str(styles::SECTION);
    out.push_str("</w:body></w:document>");
    out
}

/// The lines of a text as runs that look so.
pub fn runs(out: &mut String, text: &str, look: &str) {
    for (nth, line) in text.split('\n').enumerate() {
        let broken = if nth > 0 { "<w:br/>" } else { "" };
        let text = xml::text(line).replace('\t', "</w:t><w:tab/><w:t xml:space=\"preserve\">");
        if nth > 0 || !text.is_empty() {
            // cannot fail: writing to a String never does.
            let _ = write!(out, "<w:r>{look}{broken}<w:t xml:space=\"preserve\">{text}</w:t></w:r>");
        }
    }
}
