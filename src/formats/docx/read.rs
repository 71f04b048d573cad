//! Reads the paragraphs of a .docx file as text, in the order in which they stand: those of tables and text boxes too,
//! with the numbers that the program draws before them. What was struck out under tracked changes is left out.

use std::collections::HashMap;

use super::numbering::Numbering;
use crate::xml::{self, Seen};
use crate::zip::{Package, ZipError};

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocxError {
    /// The format of Word 97 to 2003, or a file with a password.
    #[error(
        "这是旧格式的 Word 文档（.doc）或加了打开密码。请在 WPS 或 Word 中打开它，另存为不加密的 .docx 后再导入。"
    )]
    Old,
    /// The container cannot be read.
    #[error("文档打不开：{0}。")]
    Zip(#[from] ZipError),
    /// A container, but of something else.
    #[error("这个压缩包不是 Word 文档，缺少“word/document.xml”。")]
    Missing,
    /// The text is no XML.
    #[error("文档内部已损坏。请在 WPS 或 Word 中打开并另存一次再导入。")]
    Broken,
}

/// The paragraphs.
pub fn read(bytes: &[u8]) -> Result<Vec<String>, DocxError> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(DocxError::Old);
    }
    let package = Package::open(bytes)?;
    let document = package.file("word/document.xml")?.ok_or(DocxError::Missing)?;
    let numbering =
        package.file("word/numbering.xml")?.map(|part| Numbering::read(&part)).unwrap_or_default();
    let styles = package.file("word/styles.xml")?.map(|part| numbered_styles(&part)).unwrap_or_default();
    let mut text = Reading { numbering, styles, ..Reading::default() };
    if xml::read(&document, |seen| text.see(seen)) { Ok(text.done) } else { Err(DocxError::Broken) }
}

/// The styles that number their paragraphs: list and level.
fn numbered_styles(bytes: &[u8]) -> HashMap<String, (String, usize)> {
    let mut found: HashMap<String, (String, usize)> = HashMap::new();
    let mut style = String::new();
    xml::read(bytes, |seen| {
        let Seen::Open(name, attributes) = seen else { return };
        match name {
            "style" => attributes.get("styleId").unwrap_or_default().clone_into(&mut style),
            "numId" => {
                attributes
                    .get("val")
                    .unwrap_or_default()
                    .clone_into(&mut found.entry(style.clone()).or_default().0);
            }
            "ilvl" => {
                let level = attributes.get("val").and_then(|level| level.parse().ok()).unwrap_or_default();
                found.entry(style.clone()).or_default().1 = level;
            }
            _ => {}
        }
    });
    found.retain(|_, (number, _)| !number.is_empty());
    found
}

/// A paragraph while it is read; a text box holds paragraphs within one.
#[derive(Debug, Default)]
struct Open {
    text: String,
    number: Option<String>,
    level: Option<usize>,
    style: String,
}

#[derive(Default)]
struct Reading {
    numbering: Numbering,
    styles: HashMap<String, (String, usize)>,
    done: Vec<String>,
    open: Vec<Open>,
    in_text: bool,
    /// Depth within what is not read: the older form of what stands there already, and text that was struck out.
    skipping: usize,
}

impl Reading {
    fn see(&mut self, seen: Seen<'_>) {
        match seen {
            Seen::Open("Fallback" | "del" | "moveFrom", _) => self.skipping += 1,
            Seen::Close("Fallback" | "del" | "moveFrom") => self.skipping = self.skipping.saturating_sub(1),
            _ if self.skipping > 0 => {}
            Seen::Open("p", _) => self.open.push(Open::default()),
            Seen::Close("p") => self.close(),
            Seen::Open("t", _) => self.in_text = true,
            Seen::Close("t") => self.in_text = false,
            Seen::Text(text) if self.in_text => self.put(text),
            // In a list of tab stops `tab` has a position and is no character.
            Seen::Open("tab", attributes) if attributes.get("pos").is_none() => self.put("\t"),
            Seen::Open("br" | "cr", attributes) if attributes.get("type").is_none() => self.put("\n"),
            Seen::Open("noBreakHyphen", _) => self.put("-"),
            Seen::Open(name @ ("numId" | "ilvl" | "pStyle"), attributes) => {
                let value = attributes.get("val").unwrap_or_default();
                let Some(open) = self.open.last_mut() else { return };
                match name {
                    "numId" => open.number = Some(value.to_owned()),
                    "ilvl" => open.level = value.parse().ok(),
                    _ => value.clone_into(&mut open.style),
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let styled = self.styles.get(&open.style);
        let number = open.number.or_else(|| styled.map(|(number, _)| number.clone()));
        let level = open.level.or_else(|| styled.map(|(_, level)| *level)).unwrap_or_default();
        let drawn = number.map(|number| self.numbering.next(&number, level)).unwrap_or_default();
        self.done.push(format!("{drawn}{}", open.text));
    }
}
