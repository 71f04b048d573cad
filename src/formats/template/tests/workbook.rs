//! Workbooks made by hand for the tests, and what stands in filled ones.

use super::*;
use std::fmt::Write as _;

/// The namespaces of a sheet.
const SPACES: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const CONTENT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A workbook being made.
#[derive(Default)]
pub struct Made {
    sheets: Vec<(String, String)>,
    shared: Vec<String>,
    /// What stands behind the sheets in the workbook.
    names: String,
    others: Vec<(String, String)>,
    relations: Vec<(String, String, String)>,
}

impl Made {
    /// With a sheet: its rows, and what stands before and after them.
    pub fn sheet(mut self, name: &str, before: &str, rows: &str, after: &str) -> Self {
        let part = format!("<worksheet {SPACES}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>");
        self.sheets.push((name.to_owned(), part));
        self
    }

    /// With shared texts, each as what stands in `si`.
    pub fn shared(mut self, texts: &[&str]) -> Self {
        self.shared = texts.iter().map(|text| (*text).to_owned()).collect();
        self
    }

    /// With defined names and the like.
    pub fn names(mut self, names: &str) -> Self {
        names.clone_into(&mut self.names);
        self
    }

    /// With another part.
    pub fn other(mut self, name: &str, text: &str) -> Self {
        self.others.push((name.to_owned(), text.to_owned()));
        self
    }

    /// With a relation of a sheet, by its number from 1, to another part: kind and path.
    pub fn related(mut self, sheet: usize, kind: &str, path: &str) -> Self {
        self.relations.push((format!("xl/worksheets/_rels/sheet{sheet}.xml.rels"), kind.into(), path.into()));
        self
    }

    /// The parts.
    pub fn entries(&self) -> Vec<Entry> {
        let (mut sheets, mut relations) = (String::new(), String::new());
        let mut entries = Vec::new();
        for ((name, sheet), nth) in self.sheets.iter().zip(1..) {
            write!(sheets, "<sheet name=\"{name}\" sheetId=\"{nth}\" r:id=\"rId{nth}\"/>").unwrap();
            write!(relations, "<Relationship Id=\"rId{nth}\" Type=\"{KINDS}/worksheet\" Target=\"worksheets/sheet{nth}.xml\"/>").unwrap();
            entries.push(entry(&format!("xl/worksheets/sheet{nth}.xml"), sheet));
        }
        write!(relations, "<Relationship Id=\"rId90\" Type=\"{KINDS}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId91\" Type=\"{KINDS}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId92\" Type=\"{KINDS}/calcChain\" Target=\"calcChain.xml\"/>").unwrap();
        let part = |name: &str, kind: &str| {
            format!("<Override PartName=\"/xl/{name}.xml\" ContentType=\"{CONTENT}.{kind}+xml\"/>")
        };
        let overrides = (1..=self.sheets.len())
            .map(|nth| part(&format!("worksheets/sheet{nth}"), "worksheet"))
            .chain([part("workbook", "sheet.main"), part("styles", "styles")])
            .chain([part("sharedStrings", "sharedStrings"), part("calcChain", "calcChain")])
            .collect::<Vec<_>>()
            .concat();
        let types = format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{overrides}</Types>"
        );
        let names = &self.names;
        let main = format!("<workbook {SPACES}><sheets>{sheets}</sheets>{names}</workbook>");
        let relation = |inner: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
            )
        };
        let shared = self.shared.iter().map(|text| format!("<si>{text}</si>")).collect::<Vec<_>>().concat();
        let usual = [
            ("[Content_Types].xml", types),
            ("_rels/.rels", relation(&format!("<Relationship Id=\"rId1\" Type=\"{KINDS}/officeDocument\" Target=\"xl/workbook.xml\"/>"))),
            ("xl/workbook.xml", main),
            ("xl/_rels/workbook.xml.rels", relation(&relations)),
            ("xl/calcChain.xml", "<calcChain xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><c r=\"D9\" i=\"1\"/></calcChain>".to_owned()),
            // 0 plain, 1 text, 2 a day, 3 two decimals.
            ("xl/styles.xml", format!("<styleSheet {SPACES}><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"4\"><xf numFmtId=\"0\" xfId=\"0\"/><xf numFmtId=\"49\" xfId=\"0\"/><xf numFmtId=\"14\" xfId=\"0\"/><xf numFmtId=\"2\" xfId=\"0\"/></cellXfs></styleSheet>")),
            ("xl/sharedStrings.xml", format!("<sst {SPACES}>{shared}</sst>")),
        ];
        entries.extend(usual.iter().map(|(name, text)| entry(name, text)));
        entries.extend(self.others.iter().map(|(name, text)| entry(name, text)));
        let mut files: Vec<String> = self.relations.iter().map(|(file, ..)| file.clone()).collect();
        files.dedup();
        for file in files {
            let own = self.relations.iter().filter(|(own, ..)| *own == file).zip(1..);
            let own = own
                .map(|((_, kind, path), nth)| {
                    format!("<Relationship Id=\"rId{nth}\" Type=\"{KINDS}/{kind}\" Target=\"/{path}\"/>")
                })
                .collect::<Vec<_>>()
                .concat();
            entries.push(entry(&file, &relation(&own)));
        }
        entries
    }

    /// The file.
    pub fn file(&self) -> Vec<u8> {
        zip::write(&self.entries(), day()).unwrap()
    }
}

/// A cell of text.
pub fn cell(place: &str, look: u32, text: &str) -> String {
    format!("<c r=\"{place}\" s=\"{look}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// A row of texts from column A on, all of one look; an empty text is an empty cell.
pub fn row(number: u32, look: u32, texts: &[&str]) -> String {
    let cells = texts.iter().zip(1..).map(|(text, column)| {
        let place = format!("{}{number}", super::super::xlsx::refs::column_letters(column));
        match text.strip_prefix('=') {
            Some(formula) => format!("<c r=\"{place}\" s=\"{look}\"><f>{formula}</f><v>7</v></c>"),
            None if text.is_empty() => format!("<c r=\"{place}\" s=\"{look}\"/>"),
            None => cell(&place, look, text),
        }
    });
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

/// What a sheet shows: a line each row, as `5: a|b`; formulas as they are, days and numbers as they are shown.
pub fn shown(bytes: &[u8], sheet: usize) -> Vec<String> {
    let book = crate::xlsx::read(bytes).unwrap();
    let sheet = &book.sheets[sheet];
    let line = |row: &crate::table::raw::RawRow| {
        let cell = |(at, text): (usize, &String)| match row.kind(at) {
            crate::table::raw::CellKind::Uncalculated(formula) => format!("={formula}"),
            crate::table::raw::CellKind::Number { .. } => format!("#{text}"),
            crate::table::raw::CellKind::Day { .. } => format!("@{text}"),
            _ => text.clone(),
        };
        let cells: Vec<String> = row.cells.iter().enumerate().map(cell).collect();
        format!("{}: {}", row.number, cells.join("|").trim_end_matches('|'))
    };
    sheet.rows.iter().map(line).collect()
}
