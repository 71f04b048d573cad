//! A package read back right after it was made: what is in it is compared with what was to be written. Knows files as
//! names and bytes, and what their readers gave; knows no reader.

use super::package::{LEDGER, Part};
use crate::document::Document;
use crate::json;
use crate::table::book::Book;
use crate::table::raw::RawBook;

/// What the files of a package may be: data in open formats. None of them runs.
const DATA: [&str; 7] = ["json", "csv", "xlsx", "docx", "html", "txt", "xml"];

/// What came of reading a package back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadBack {
    /// How many files were read.
    pub files: usize,
    /// What is not as it was to be written.
    pub faults: Vec<String>,
    /// Files that may be more than data.
    pub programs: Vec<String>,
}

/// A text without what the formats leave out or write in another way: control characters and space.
fn visible(text: &str) -> String {
    let out = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|c| !out(*c)).collect()
}

impl ReadBack {
    fn fault(&mut self, name: &str, what: &str) {
        self.faults.push(format!("{name}：{what}"));
    }

    /// Compares a workbook with what was read of its file: every cell that has text, sheet by sheet.
    pub fn workbook(&mut self, name: &str, book: &Book, read: &Result<RawBook, String>) {
        let read = match read {
            Ok(read) => read,
            Err(why) => return self.fault(name, why),
        };
        for sheet in &book.sheets {
            let Some(found) = read.sheets.iter().find(|found| found.name == sheet.name) else {
                self.fault(name, &format!("读不到工作表“{}”", sheet.name));
                continue;
            };
            let mut rows = found.rows.iter().peekable();
            let differing = sheet.rows.iter().zip(1_u32..).find(|(row, number)| {
                while rows.next_if(|found| found.number < *number).is_some() {}
                let cells = rows.peek().filter(|found| found.number == *number).map_or(&[][..], |f| &f.cells);
                row.cells.iter().enumerate().any(|(at, cell)| {
                    let (wanted, found) =
                        (visible(&cell.1.to_string()), cells.get(at).map_or("", String::as_str));
                    !wanted.is_empty() && wanted != visible(found)
                })
            });
            if let Some((_, number)) = differing {
                self.fault(name, &format!("工作表“{}”第 {number} 行与写入的不一致", sheet.name));
            }
        }
    }

    /// Compares a document with the paragraphs that were read of its file.
    pub fn document(&mut self, name: &str, document: &Document, read: &Result<Vec<String>, String>) {
        let read = match read {
            Ok(read) => read,
            Err(why) => return self.fault(name, why),
        };
        let written = document.paragraphs.iter().map(|p| visible(&format!("{}{}", p.head, p.text)));
        if !written.eq(read.iter().map(|line| visible(line))) {
            self.fault(name, "段落与写入的不一致");
        }
    }

    /// Compares the files with what was unpacked of the package, and opens the ledger in it.
    pub fn package(&mut self, parts: &[Part], read: &Result<Vec<(String, Vec<u8>)>, String>) {
        let read = match read {
            Ok(read) => read,
            Err(why) => return self.fault("归档包", why),
        };
        self.files = read.len();
        if read.len() != parts.len() {
            self.fault("归档包", &format!("应有 {} 个文件，读出 {} 个", parts.len(), read.len()));
        }
        for part in parts {
            match read.iter().find(|(name, _)| *name == part.name) {
                None => self.fault(&part.name, "读不到"),
                Some((_, bytes)) if *bytes != part.bytes => self.fault(&part.name, "与写入的不一致"),
                Some((name, bytes)) if name == LEDGER && json::open(bytes, &|_| None).is_err() => {
                    self.fault(name, "读不出台账");
                }
                Some(_) => {}
            }
        }
        let is_data = |name: &str| name.rsplit_once('.').is_some_and(|(_, ending)| DATA.contains(&ending));
        self.programs =
            read.iter().filter(|(name, _)| !is_data(name)).map(|(name, _)| name.clone()).collect();
    }
}
