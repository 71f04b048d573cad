//! A .docx template: which parts are filled, and the file that comes of it. Parts without a mark are handed on as they are.

use super::check::{Known, check, unclosed};
use super::error::TemplateError;
use super::expand::{ExpandError, Expander, MOST};
use super::fault::Fault;
use super::forms::Naming;
use super::labels::Labels;
use super::mark::Mark;
use super::progress::{Tick, items};
use super::scope::{Around, Schema};
use super::tree::{self, Node};
use super::unique::make_unique;
use super::used::Found;
use super::{slots, tables};
use crate::zip::Entry;

/// The name of a part that holds text, as people read it; `None` for others.
fn part_name(path: &str) -> Option<String> {
    let name = path.strip_prefix("word/")?.strip_suffix(".xml")?;
    let numbered = |word: &str, shown: &str| {
        let number = name.strip_prefix(word)?;
        number
            .chars()
            .all(|c| c.is_ascii_digit())
            .then(|| format!("{shown}{}{number}", if number.is_empty() { "" } else { " " }))
    };
    numbered("document", "正文")
        .or_else(|| numbered("header", "页眉"))
        .or_else(|| numbered("footer", "页脚"))
        .or_else(|| numbered("footnotes", "脚注"))
        .or_else(|| numbered("endnotes", "尾注"))
        .or_else(|| numbered("charts/chart", "图表"))
}

/// A part that is filled.
#[derive(Debug)]
struct Part {
    /// Which of the entries it is.
    entry: usize,
    name: String,
    /// The mark of UTF-8 before it.
    begins: &'static str,
    nodes: Vec<Node>,
}

/// A document whose marks and forms were found.
#[derive(Debug)]
pub struct Prepared {
    entries: Vec<Entry>,
    parts: Vec<Part>,
}

/// Text as a tree, with the mark of UTF-8 apart.
pub(super) fn parsed(entry: &Entry) -> Result<(&'static str, Vec<Node>), TemplateError> {
    let broken = || TemplateError::Broken(entry.name.clone());
    // Office programs write UTF-8; a part of another encoding holds no mark that could be read.
    let source = std::str::from_utf8(&entry.bytes).map_err(|_| broken())?;
    let (begins, source) = source.strip_prefix('\u{feff}').map_or(("", source), |rest| ("\u{feff}", rest));
    Ok((begins, tree::read(source).map_err(|_| broken())?))
}

/// Whether a node holds a mark; a form is none.
fn has_mark(node: &Node) -> bool {
    match node {
        Node::Slot(_) => true,
        Node::Element(element) => element.children.iter().any(has_mark),
        _ => false,
    }
}

/// Puts marks into the room of labels in a part without any.
fn labelled(nodes: &mut [Node], naming: Naming<'_>, known: Known<'_>, name: &str, found: &mut Found) {
    let has_rows = nodes.iter().any(super::expand::has_slot);
    let mut labels = Labels::new(naming, known.about, has_rows, name);
    for node in nodes {
        let Node::Element(root) = node else { continue };
        let is_document = root.name() == "document";
        let body =
            if is_document { root.elements_mut().find(|one| one.name() == "body") } else { Some(root) };
        let Some(body) = body else { continue };
        let placed = labels.place(body);
        if let Some(list) = labels.repeated_for() {
            placed.repeat(body, list);
        }
    }
    labels.tell(found);
}

impl Prepared {
    /// Finds marks and forms.
    pub fn new(
        entries: Vec<Entry>,
        known: Known<'_>,
        naming: Naming<'_>,
        found: &mut Found,
    ) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let Some(name) = part_name(&entry.name) else { continue };
            // A brace that Word cut into two runs stands alone; a form has a table.
            let has = |sign: &[u8]| memchr::memmem::find(&entry.bytes, sign).is_some();
            if name != "正文" && !has(b"{") && !has(b"tbl") && !has("：".as_bytes()) {
                continue;
            }
            let (begins, mut nodes) = parsed(entry)?;
            let mut open = Vec::new();
            slots::place(&mut nodes, &mut open);
            if name == "正文" {
                tables::place(&mut nodes, naming, &mut 0, &mut |number, detected| {
                    found.form(detected, &format!("{name}第 {number} 张表"));
                });
            }
            if !nodes.iter().any(has_mark) {
                labelled(&mut nodes, naming, known, &name, found);
                slots::place(&mut nodes, &mut open);
            }
            found.faults.extend(unclosed(&name, &open));
            let (faults, marks) = check(&name, &nodes, known);
            found.faults.extend(faults);
            found.marks(marks);
            if nodes.iter().any(super::expand::has_slot) {
                parts.push(Part { entry: at, name, begins, nodes });
            }
        }
        Ok(Self { entries, parts })
    }

    /// How many items of the outermost blocks and forms there are.
    #[must_use]
    pub fn items(&self, root: &Schema, around: &Around<'_>) -> usize {
        self.parts.iter().map(|part| items(&part.nodes, root, around)).sum()
    }

    /// The parts with values in the place of marks.
    pub fn fill(
        &self,
        root: &Schema,
        around: &Around<'_>,
        tick: Tick<'_>,
    ) -> Result<Vec<Entry>, TemplateError> {
        let mut entries = self.entries.clone();
        for part in &self.parts {
            let filled = Expander::new(root, MOST).telling(tick).fill(&part.nodes, around);
            let mut filled = filled.map_err(|why| of_expand(&part.name, why))?;
            make_unique(&mut filled);
            let mut out = part.begins.to_owned();
            tree::write(&filled, &mut out);
            if let Some(entry) = entries.get_mut(part.entry) {
                entry.bytes = out.into_bytes();
            }
        }
        Ok(entries)
    }
}

/// That a block begins and ends in places that are not beside one another.
pub(super) fn crossed(place: &str, mark: String) -> Fault {
    let wrong = "开始和结束不在同一层：要在同一段、同一张表的行，或并列的段落里".to_owned();
    Fault { place: place.to_owned(), mark, wrong }
}

/// An error of filling as one of the template.
pub(super) fn of_expand(place: &str, why: ExpandError) -> TemplateError {
    match why {
        ExpandError::TooLarge => TemplateError::TooLarge,
        ExpandError::Crossed(mark) => TemplateError::Faults(vec![crossed(place, mark)]),
    }
}

/// The marks of a part with their places.
pub(super) type Placed = Vec<(Mark, String)>;
