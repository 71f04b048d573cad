//! The parts of an .xlsx file that only tie the others together: types, relations, properties, the list of sheets.
//! Knows how many sheets there are and what they are called.

use std::fmt::Write as _;

use crate::table::book::{Book, Sheet, column_name};
use crate::xml;

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const KINDS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The path of the nth sheet, from 0.
pub fn sheet_path(nth: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", nth + 1)
}

/// `[Content_Types].xml`.
pub fn types(book: &Book) -> String {
    let mut out = format!(
        "{}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{KINDS}.sheet.main+xml\"/>",
        xml::HEAD
    );
    for nth in 0..book.sheets.len() {
        // cannot fail: writing to a String never does.
        let _ = write!(
            out,
            "<Override PartName=\"/{}\" ContentType=\"{KINDS}.worksheet+xml\"/>",
            sheet_path(nth)
        );
    }
    let _ = write!(
        out,
        "<Override PartName=\"/xl/styles.xml\" ContentType=\"{KINDS}.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{KINDS}.sharedStrings+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>"
    );
    out
}

/// `_rels/.rels`.
pub fn relations() -> String {
    format!(
        "{}<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/relationships/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>",
        xml::HEAD
    )
}

/// `xl/_rels/workbook.xml.rels`.
pub fn book_relations(book: &Book) -> String {
    let mut out = format!("{}<Relationships xmlns=\"{RELATIONS}\">", xml::HEAD);
    for nth in 1..=book.sheets.len() {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{nth}\" Type=\"{OFFICE}/relationships/worksheet\" Target=\"worksheets/sheet{nth}.xml\"/>"
        );
    }
    let next = book.sheets.len() + 1;
    let _ = write!(
        out,
        "<Relationship Id=\"rId{next}\" Type=\"{OFFICE}/relationships/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId{}\" Type=\"{OFFICE}/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
        next + 1
    );
    out
}

/// `docProps/core.xml`.
pub fn properties(title: &str, author: &str, date: ledger::date::Date) -> String {
    format!(
        "{}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created></cp:coreProperties>",
        xml::HEAD,
        xml::text(title),
        xml::text(author)
    )
}

/// A cell with both parts fixed: `$A$3`.
pub fn fixed(column: usize, row: usize) -> String {
    format!("${}${}", column_name(column), row + 1)
}

/// The name of a sheet in a formula.
pub fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// The last column that a sheet has.
pub fn last_column(sheet: &Sheet) -> usize {
    sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(1).max(1) - 1
}

/// `xl/workbook.xml`.
pub fn workbook(book: &Book) -> String {
    let mut out = format!(
        "{}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{OFFICE}/relationships\"><bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>",
        xml::HEAD
    );
    for (sheet, nth) in book.sheets.iter().zip(1..) {
        let state = if sheet.hidden { " state=\"hidden\"" } else { "" };
        let _ = write!(
            out,
            "<sheet name=\"{}\" sheetId=\"{nth}\"{state} r:id=\"rId{nth}\"/>",
            xml::text(&sheet.name)
        );
    }
    out.push_str("</sheets><definedNames>");
    // In the order of their names, as Excel keeps them.
    for (nth, sheet) in book.sheets.iter().enumerate() {
        let (Some(head), true) = (sheet.head, sheet.filter) else { continue };
        let bottom = sheet.rows.len().max(head + 1) - 1;
        let _ = write!(
            out,
            "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{nth}\" hidden=\"1\">{}!{}:{}</definedName>",
            xml::text(&quoted(&sheet.name)),
            fixed(0, head),
            fixed(last_column(sheet), bottom)
        );
    }
    for (nth, sheet) in book.sheets.iter().enumerate() {
        let Some(head) = sheet.head else { continue };
        let _ = write!(
            out,
            "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{nth}\">{}!${}:${}</definedName>",
            xml::text(&quoted(&sheet.name)),
            head + 1,
            head + 1
        );
    }
    out.push_str("</definedNames></workbook>");
    out.replace("<definedNames></definedNames>", "")
}
