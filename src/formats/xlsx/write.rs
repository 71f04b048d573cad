//! Writes a workbook. The same book gives the same bytes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use super::parts;
use super::styles::Styles;
use crate::table::book::{Book, Cell, Paper, Sheet, column_name};
use crate::table::cell_value::CellValue;
use crate::table::dates::serial;
use crate::xml;
use crate::zip::{self, Entry, ZipError};

/// The texts of all cells, each once.
#[derive(Default)]
struct Strings<'a> {
    at: HashMap<Cow<'a, str>, usize>,
    part: String,
    used: usize,
}

impl<'a> Strings<'a> {
    fn number(&mut self, text: Cow<'a, str>) -> usize {
        self.used += 1;
        let next = self.at.len();
        if let Some(known) = self.at.get(&text) {
            return *known;
        }
        // cannot fail: writing to a String never does.
        let _ = write!(self.part, "<si><t xml:space=\"preserve\">{}</t></si>", xml::cell(&text));
        self.at.insert(text, next);
        next
    }

    fn finish(&self) -> String {
        format!(
            "{}<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"{}\" uniqueCount=\"{}\">{}</sst>",
            xml::HEAD,
            self.used,
            self.at.len(),
            self.part
        )
    }
}

/// The file.
pub fn write(book: &Book) -> Result<Vec<u8>, ZipError> {
    let (mut strings, mut styles) = (Strings::default(), Styles::new());
    let sheets: Vec<String> = book
        .sheets
        .iter()
        .enumerate()
        .map(|(nth, one)| sheet(one, book.paper, nth == 0, &mut strings, &mut styles))
        .collect();
    let part = |name: &str, text: String| Entry { name: name.to_owned(), bytes: text.into_bytes() };
    let mut entries = vec![
        part("[Content_Types].xml", parts::types(book)),
        part("_rels/.rels", parts::relations()),
        part("docProps/core.xml", parts::properties(&book.title, &book.author, book.date)),
        part("xl/workbook.xml", parts::workbook(book)),
        part("xl/_rels/workbook.xml.rels", parts::book_relations(book)),
        part("xl/styles.xml", styles.part()),
        part("xl/sharedStrings.xml", strings.finish()),
    ];
    entries.extend(sheets.into_iter().enumerate().map(|(nth, text)| part(&parts::sheet_path(nth), text)));
    zip::write(&entries, book.date)
}

fn sheet<'a>(
    sheet: &'a Sheet,
    paper: Paper,
    first: bool,
    strings: &mut Strings<'a>,
    styles: &mut Styles,
) -> String {
    let last = parts::last_column(sheet);
    let mut out = format!(
        "{}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"A1:{}{}\"/>",
        xml::HEAD,
        column_name(last),
        sheet.rows.len().max(1)
    );
    // cannot fail: nor does any other write to this String.
    let _ = write!(
        out,
        "<sheetViews><sheetView {}workbookViewId=\"0\">",
        if first { "tabSelected=\"1\" " } else { "" }
    );
    if let Some(head) = sheet.head {
        let top = head + 2;
        let _ = write!(
            out,
            "<pane ySplit=\"{}\" topLeftCell=\"A{top}\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\" activeCell=\"A{top}\" sqref=\"A{top}\"/>",
            head + 1
        );
    }
    out.push_str("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"14\"/><cols>");
    for (nth, width) in sheet.widths.iter().enumerate() {
        let hidden = if width.hidden { " hidden=\"1\"" } else { "" };
        let _ = write!(
            out,
            "<col min=\"{0}\" max=\"{0}\" width=\"{1}\"{hidden} customWidth=\"1\"/>",
            nth + 1,
            width.units
        );
    }
    out.push_str("</cols><sheetData>");
    for (nth, row) in sheet.rows.iter().enumerate() {
        let _ = write!(out, "<row r=\"{}\"", nth + 1);
        if row.height > 0 {
            let _ = write!(out, " ht=\"{}\" customHeight=\"1\"", row.height);
        }
        out.push('>');
        for (at, one) in row.cells.iter().enumerate() {
            let open = sheet.open.as_ref().is_some_and(|open| open.has(nth, at));
            let look = styles.number(one.0, &one.1, open);
            let _ = write!(out, "<c r=\"{}{}\" s=\"{look}\"", column_name(at), nth + 1);
            cell(&mut out, one, strings);
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData>");
    under_the_rows(&mut out, sheet, last);
    page(&mut out, paper);
    out.push_str("</worksheet>");
    out
}

/// What a cell holds, behind its place and look.
fn cell<'a>(out: &mut String, Cell(_, value): &'a Cell, strings: &mut Strings<'a>) {
    let serial = match value {
        CellValue::Text(_) => None,
        CellValue::Number(number) => Some(Cow::Borrowed(number.as_str())),
        CellValue::Day(day) | CellValue::Month(day) => {
            serial(*day).map(|serial| Cow::Owned(serial.to_string()))
        }
    };
    // cannot fail: nor does any other write to this String.
    let _ = match (serial, value) {
        (Some(number), _) => write!(out, "><v>{number}</v></c>"),
        (None, CellValue::Text(text)) if text.is_empty() => write!(out, "/>"),
        (None, CellValue::Text(text)) => {
            write!(out, " t=\"s\"><v>{}</v></c>", strings.number(Cow::Borrowed(text)))
        }
        // A day that no spreadsheet counts stands as its text.
        (None, value) => write!(out, " t=\"s\"><v>{}</v></c>", strings.number(Cow::Owned(value.to_string()))),
    };
}

/// What the schema wants behind the rows, in its order (ECMA-376-1, 18.3.1.99).
fn under_the_rows(out: &mut String, sheet: &Sheet, last: usize) {
    let bottom = sheet.rows.len();
    if sheet.open.is_some() {
        // Locked against a slip, not against a person: there is no password. 0 is what stays allowed.
        out.push_str("<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatCells=\"0\" formatColumns=\"0\" formatRows=\"0\" sort=\"0\" autoFilter=\"0\"/>");
    }
    if let (Some(head), true) = (sheet.head, sheet.filter) {
        let _ =
            write!(out, "<autoFilter ref=\"A{}:{}{}\"/>", head + 1, column_name(last), bottom.max(head + 1));
    }
    if !sheet.merges.is_empty() {
        let _ = write!(out, "<mergeCells count=\"{}\">", sheet.merges.len());
        for merge in &sheet.merges {
            let (left, right) = (column_name(merge.left), column_name(merge.right));
            let _ = write!(out, "<mergeCell ref=\"{left}{}:{right}{}\"/>", merge.top + 1, merge.bottom + 1);
        }
        out.push_str("</mergeCells>");
    }
    if !sheet.choices.is_empty() {
        let _ = write!(out, "<dataValidations count=\"{}\">", sheet.choices.len());
        for choice in &sheet.choices {
            let name = column_name(choice.column);
            let (from, column, count) = &choice.from;
            let refusal = if choice.message.is_empty() {
                String::new()
            } else {
                let message = xml::text(&choice.message);
                format!(" showErrorMessage=\"1\" errorTitle=\"请重新填写\" error=\"{message}\"")
            };
            let _ = write!(
                out,
                "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\"{refusal} sqref=\"{name}{}:{name}{}\"><formula1>{}!{}:{}</formula1></dataValidation>",
                choice.top + 1,
                choice.bottom + 1,
                xml::text(&parts::quoted(from)),
                parts::fixed(*column, 0),
                parts::fixed(*column, count.saturating_sub(1))
            );
        }
        out.push_str("</dataValidations>");
    }
}

/// As wide as the paper, as many pages as it takes, numbered.
fn page(out: &mut String, paper: Paper) {
    let size = match paper {
        Paper::A3 => 8,
        Paper::A4 => 9,
    };
    let _ = write!(
        out,
        "<printOptions horizontalCentered=\"1\"/><pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"{size}\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/><headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>"
    );
}
