//! Marks of a part put into the tree as slots: found in the text of a paragraph, whatever runs Word has cut it into.
//! A value takes the place of the text where its mark begins; at a block's marks runs are split. Paragraphs without a mark
//! are not touched.

use super::mark::{self, Mark};
use super::tree::{Element, Node, text};
use crate::xml;

/// What kind of text a mark stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// The text of a document, where a line break is an element.
    Document,
    /// A shape, where a line break is none of a run.
    Drawing,
    /// A cell of a sheet, where a line break is a character.
    Cell,
    /// The header or footer of a sheet, where `&` begins a code.
    Margin,
}

/// Where a mark stood.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The mark.
    pub mark: Mark,
    /// The prefix of the names around it: `w:` in text, `a:` in drawings.
    pub prefix: String,
    /// What it stands in.
    pub home: Home,
}

/// Elements whose text is not that of the document: struck out, the code of a field, how a word is read aloud.
const NOT_READ: [&str; 5] = ["del", "moveFrom", "instrText", "delText", "rPh"];

/// The header and the footer of a sheet, with codes such as `&C`.
const MARGINS: [&str; 6] =
    ["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"];

/// What a paragraph is, by the name of its element; `None` for what is no paragraph.
fn home(element: &Element) -> Option<Home> {
    match element.name() {
        "p" if element.prefix() == "a:" => Some(Home::Drawing),
        "p" => Some(Home::Document),
        "is" | "si" => Some(Home::Cell),
        _ => None,
    }
}

/// Puts slots where marks stand. Gives the paragraphs in which braces never close.
pub fn place(nodes: &mut [Node], unclosed: &mut Vec<String>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        // Paragraphs in text boxes stand within runs of a paragraph: the inner first.
        place(&mut element.children, unclosed);
        if let Some(home) = home(element) {
            paragraph(element, home, unclosed);
        } else if MARGINS.contains(&element.name()) {
            margin(element, unclosed);
        }
    }
}

/// The texts of the `t` elements of a paragraph, those of paragraphs within it left out.
fn texts(nodes: &[Node], found: &mut Vec<String>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.name() {
            "t" => found.push(text(&element.children)),
            "p" => {}
            name if NOT_READ.contains(&name) => {}
            _ => texts(&element.children, found),
        }
    }
}

/// What becomes of the text of one `t`.
#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Slot(Mark),
}

/// The marks of a header or footer of a sheet, whose text stands in the element itself.
fn margin(element: &mut Element, unclosed: &mut Vec<String>) {
    let whole = text(&element.children);
    let (marks, open) = mark::find(&whole);
    unclosed.extend(open.and_then(|at| whole.get(at..)).map(|rest| rest.chars().take(30).collect()));
    let Some(parts) = cut(&whole, 0, &marks) else { return };
    let piece = |part| match part {
        Part::Text(text) => Node::Raw(xml::text(&text)),
        Part::Slot(mark) => Node::Slot(Slot { mark, prefix: String::new(), home: Home::Margin }),
    };
    element.children = parts.into_iter().map(piece).collect();
}

fn paragraph(paragraph: &mut Element, home: Home, unclosed: &mut Vec<String>) {
    let mut all = Vec::new();
    texts(&paragraph.children, &mut all);
    let whole = all.concat();
    if !whole.contains("{{") {
        return;
    }
    let (marks, open) = mark::find(&whole);
    if let Some(at) = open {
        unclosed.push(whole.get(at..).unwrap_or("").chars().take(30).collect());
    }
    if marks.is_empty() {
        return;
    }
    let mut parts: Vec<Option<Vec<Part>>> = Vec::with_capacity(all.len());
    let mut start = 0;
    for own in &all {
        parts.push(cut(own, start, &marks));
        start += own.len();
    }
    let mut parts = parts.into_iter();
    paragraph.children = rebuilt(std::mem::take(&mut paragraph.children), home, &mut parts);
}

/// Cuts the text of a `t` that begins at `start` of the paragraph; `None` where no mark touches it.
fn cut(own: &str, start: usize, marks: &[(std::ops::Range<usize>, Mark)]) -> Option<Vec<Part>> {
    let end = start + own.len();
    let mut parts = Vec::new();
    let mut from = start;
    for (range, mark) in marks.iter().filter(|(range, _)| range.start < end && range.end > start) {
        if range.start > from {
            parts.push(Part::Text(own.get(from - start..range.start - start)?.to_owned()));
        }
        if range.start >= start {
            parts.push(Part::Slot(mark.clone()));
        }
        from = range.end.min(end);
    }
    if from == start && parts.is_empty() {
        return None;
    }
    if from < end {
        parts.push(Part::Text(own.get(from - start..)?.to_owned()));
    }
    Some(parts)
}

/// The children of a paragraph or run with slots in the place of marks, runs split at those of blocks.
fn rebuilt(nodes: Vec<Node>, home: Home, parts: &mut std::vec::IntoIter<Option<Vec<Part>>>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        let Node::Element(mut element) = node else {
            out.push(node);
            continue;
        };
        match element.name() {
            "t" => match parts.next().flatten() {
                Some(cut) => out.extend(cut.into_iter().map(|part| piece(&element, home, part))),
                None => out.push(Node::Element(element)),
            },
            "p" => out.push(Node::Element(element)),
            name if NOT_READ.contains(&name) => out.push(Node::Element(element)),
            name => {
                let is_run = name == "r";
                element.children = rebuilt(std::mem::take(&mut element.children), home, parts);
                if is_run { split(element, &mut out) } else { out.push(Node::Element(element)) }
            }
        }
    }
    out
}

fn piece(element: &Element, home: Home, part: Part) -> Node {
    match part {
        Part::Slot(mark) => Node::Slot(Slot { mark, prefix: element.prefix().to_owned(), home }),
        // The text of a cell was not decoded: its escapes stay as they are.
        Part::Text(text) if home == Home::Cell => {
            let mut same = spaced(element.prefix(), home, "");
            same.children = vec![Node::Raw(xml::text(&text))];
            Node::Element(same)
        }
        Part::Text(text) => Node::Element(spaced(element.prefix(), home, &text)),
    }
}

/// A `t` that keeps its spaces.
#[must_use]
pub fn spaced(prefix: &str, home: Home, text: &str) -> Element {
    let attribute = if home == Home::Drawing { "" } else { " xml:space=\"preserve\"" };
    let text = if home == Home::Cell { xml::cell(text) } else { xml::text(text) };
    Element {
        open: format!("<{prefix}t{attribute}>"),
        children: vec![Node::Raw(text)],
        close: format!("</{prefix}t>"),
    }
}

fn is_block(node: &Node) -> bool {
    matches!(node, Node::Slot(slot) if slot.mark.opens() || slot.mark.closes())
}

/// A run in pieces at the marks of blocks, each piece with the run's own properties.
fn split(run: Element, out: &mut Vec<Node>) {
    if !run.children.iter().any(is_block) {
        out.push(Node::Element(run));
        return;
    }
    let is_properties = |node: &Node| matches!(node, Node::Element(element) if element.name() == "rPr");
    let properties: Vec<Node> = run.children.iter().filter(|node| is_properties(node)).cloned().collect();
    let mut piece: Vec<Node> = Vec::new();
    let close = |piece: &mut Vec<Node>, out: &mut Vec<Node>| {
        if !piece.is_empty() {
            let children = properties.iter().cloned().chain(piece.drain(..)).collect();
            out.push(Node::Element(Element { open: run.open.clone(), children, close: run.close.clone() }));
        }
    };
    for node in run.children.iter().filter(|node| !is_properties(node)) {
        if is_block(node) {
            close(&mut piece, out);
            out.push(node.clone());
        } else {
            piece.push(node.clone());
        }
    }
    close(&mut piece, out);
}
