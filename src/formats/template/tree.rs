//! XML as a tree that is written back byte for byte: tags and texts stay as they are in the source. Knows no format.

use crate::reader::budget::Budget;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::slots::Slot;
use super::tables::FormTable;
use super::xlsx::form::FormRows;
use std::rc::Rc;

/// How deep elements may stand in one another: far above any document.
const DEEPEST: usize = 200;

/// A piece of a part.
#[derive(Debug, Clone)]
pub enum Node {
    /// An element with what is in it.
    Element(Element),
    /// Text, comments and the like, as they stand in the source.
    Raw(String),
    /// Where a mark stood.
    Slot(Slot),
    /// A table of a document that is filled by its heads.
    Form(Rc<FormTable>),
    /// The empty rows of a sheet that are filled by the heads above them.
    Rows(Rc<FormRows>),
}

/// An element.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// The opening tag as it stands in the source; of an empty element the whole.
    pub open: String,
    /// What is in it.
    pub children: Vec<Node>,
    /// The closing tag; empty where the element closes itself.
    pub close: String,
}

impl Element {
    /// The name without prefix.
    #[must_use]
    pub fn name(&self) -> &str {
        let whole = self.open.strip_prefix('<').unwrap_or("");
        let end = whole.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(whole.len());
        let name = whole.get(..end).unwrap_or("");
        name.rsplit(':').next().unwrap_or(name)
    }

    /// The prefix of the name with its colon; empty where there is none.
    #[must_use]
    pub fn prefix(&self) -> &str {
        let whole = self.open.strip_prefix('<').unwrap_or("");
        let end = whole.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(whole.len());
        whole.get(..end).and_then(|name| name.find(':').and_then(|at| name.get(..=at))).unwrap_or("")
    }
}

/// Why a part is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeError {
    /// It is no XML.
    Broken,
    /// Its elements stand deeper in one another than any document's.
    Deep,
}

/// Reads a part.
pub fn read(source: &str) -> Result<Vec<Node>, TreeError> {
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Element> = vec![Element::default()];
    let mut from = 0;
    loop {
        let event = reader.read_event().map_err(|_| TreeError::Broken)?;
        let to = usize::try_from(reader.buffer_position()).map_err(|_| TreeError::Broken)?;
        let raw = source.get(from..to).ok_or(TreeError::Broken)?.to_owned();
        from = to;
        let last = open.last_mut().ok_or(TreeError::Broken)?;
        match event {
            Event::Start(_) => {
                if open.len() > DEEPEST {
                    return Err(TreeError::Deep);
                }
                open.push(Element { open: raw, ..Element::default() });
            }
            Event::Empty(_) => last.children.push(Node::Element(Element { open: raw, ..Element::default() })),
            Event::End(_) => {
                last.close = raw;
                let done = open.pop().ok_or(TreeError::Broken)?;
                open.last_mut().ok_or(TreeError::Broken)?.children.push(Node::Element(done));
            }
            Event::Eof => {
                let done = open.pop().filter(|_| open.is_empty()).ok_or(TreeError::Broken)?;
                let mut nodes = done.children;
                if !raw.is_empty() {
                    nodes.push(Node::Raw(raw));
                }
                return Ok(nodes);
            }
            _ => last.children.push(Node::Raw(raw)),
        }
    }
}

/// Writes nodes back. A mark that was not filled is left out.
pub fn write(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Element(element) => {
                out.push_str(&element.open);
                write(&element.children, out);
                out.push_str(&element.close);
            }
            Node::Raw(raw) => out.push_str(raw),
            Node::Slot(_) | Node::Form(_) | Node::Rows(_) => {}
        }
    }
}

/// The text within raw pieces, with escapes taken back.
#[must_use]
pub fn text(nodes: &[Node]) -> String {
    let mut raw = String::new();
    write(nodes, &mut raw);
    if !raw.contains(['&', '<']) {
        return raw;
    }
    let mut text = String::new();
    let read = crate::xml::read_text(&format!("<t>{raw}</t>"), &Budget::default(), |seen| {
        if let crate::xml::Seen::Text(part) = seen {
            text.push_str(part);
        }
        Ok(())
    });
    // A piece that is no XML by itself stays as it is written: nothing of it may be lost.
    if read.is_ok() { text } else { raw }
}
