//! Labels in a document: in tables, a cell beside or below each; in paragraphs, room behind a colon. Marks are put into the
//! room as text, which is then found as any mark is.

use std::collections::HashSet;
use std::ops::Range;

use super::super::mark::Mark;
use super::super::slots::{Home, Slot, spaced};
use super::super::tables::{self, say};
use super::super::tree::{Element, Node, text};
use super::{Blank, Labels, blanks, is_blank, label};

/// A cell of a table: which child of the table and of its row it is, the columns that it takes, and its text.
struct Cell {
    row: usize,
    child: usize,
    at: usize,
    span: usize,
    text: String,
    /// It is merged with the one above it.
    continues: bool,
}

/// What became of a body with labels.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    /// The first and the last child with room that was filled.
    range: Option<(usize, usize)>,
}

impl Labels<'_> {
    /// Puts marks into the room of labels among the children of a body.
    pub fn place(&mut self, body: &mut Element) -> Labelled {
        let mut out = Labelled::default();
        for (at, node) in body.children.iter_mut().enumerate() {
            let Node::Element(element) = node else { continue };
            if self.element(element, false) {
                out.range = Some(out.range.map_or((at, at), |(first, _)| (first, at)));
            }
        }
        out
    }

    /// The labels within an element; whether any room was filled. A paragraph of a cell that is a label has its room elsewhere.
    fn element(&mut self, element: &mut Element, is_label: bool) -> bool {
        match element.name() {
            "p" => {
                let inner =
                    element.elements_mut().map(|inner| self.boxes(inner)).fold(false, |any, one| any | one);
                (!is_label && self.paragraph(element)) | inner
            }
            "tbl" => self.table(element),
            _ => element
                .elements_mut()
                .map(|inner| self.element(inner, is_label))
                .fold(false, |any, one| any | one),
        }
    }

    /// The paragraphs in text boxes, which stand within the runs of a paragraph.
    fn boxes(&mut self, element: &mut Element) -> bool {
        if element.name() == "txbxContent" {
            return self.element(element, false);
        }
        element.elements_mut().map(|inner| self.boxes(inner)).fold(false, |any, one| any | one)
    }

    fn table(&mut self, table: &mut Element) -> bool {
        let cells = cells(table);
        let pairs = pairs(&cells);
        let known =
            pairs.iter().filter(|(name, ..)| !matches!(self.meaning(name), super::Meant::Unknown(_))).count();
        let mut labels: HashSet<(usize, usize)> = HashSet::new();
        let mut any = false;
        if self.is_form(known) {
            for (name, of, room) in pairs {
                labels.insert(of);
                let Some(lines) = self.marks(&name) else { continue };
                if let Some(cell) = cell_mut(table, room) {
                    say_lines(cell, &lines);
                    any = true;
                }
            }
        }
        for (row, node) in table.children.iter_mut().enumerate() {
            let Node::Element(line) = node else { continue };
            for (child, node) in line.children.iter_mut().enumerate() {
                let Node::Element(cell) = node else { continue };
                any |= self.element(cell, labels.contains(&(row, child)));
            }
        }
        any
    }

    fn paragraph(&mut self, paragraph: &mut Element) -> bool {
        let mut line = String::new();
        gather(&paragraph.children, &mut line);
        if line.contains("{{") || !line.contains(['：', ':']) {
            return false;
        }
        let (mut places, mut edits) = (Vec::new(), Vec::new());
        texts(&paragraph.children, &mut 0, &mut places);
        for blank in blanks(&line) {
            let Blank { label, room, is_drawn } = blank;
            // A line that merely ends behind a colon introduces what follows it, unless its label is known.
            if !is_drawn && matches!(self.meaning(&label), super::Meant::Unknown(_)) {
                continue;
            }
            if let Some(lines) = self.marks(&label) {
                edits.push(Edit::new(room, lines.concat(), &places));
            }
        }
        if edits.is_empty() {
            return false;
        }
        edit(&mut paragraph.children, (&mut 0, &mut 0), &edits);
        true
    }
}

impl Labelled {
    /// Repeats what was labelled for each item of a list.
    pub fn repeat(self, body: &mut Element, items: &str) {
        let Some((first, last)) = self.range else { return };
        let prefix = body.prefix().to_owned();
        let is_table = matches!(body.children.get(last), Some(Node::Element(one)) if one.name() == "tbl");
        let is_gap = |node: &Node| match node {
            Node::Element(one) => {
                one.name() == "p"
                    && super::super::check::is_blank(&one.children)
                    && one.child("pPr").is_none_or(|pr| pr.child("sectPr").is_none())
            }
            _ => false,
        };
        let mut end = last + 1;
        if is_table {
            // Tables that touch are one in Word.
            if body.children.get(end).is_some_and(is_gap) {
                end += 1;
            } else {
                body.children.insert(end, Node::Raw(format!("<{prefix}p/>")));
                end += 1;
            }
        }
        let slot = |sign: &str| {
            let mark = Mark::read(&format!("{sign}{items}"));
            Node::Slot(Slot { mark, prefix: prefix.clone(), home: Home::Document })
        };
        body.children.insert(end, slot("/"));
        body.children.insert(first, slot("#"));
    }
}

fn cells(table: &Element) -> Vec<Cell> {
    let mut all = Vec::new();
    for row in tables::rows(table) {
        let Some(Node::Element(line)) = table.children.get(row.child) else { continue };
        let children = line.children.iter().enumerate();
        let places = children.filter(|(_, node)| matches!(node, Node::Element(one) if one.name() == "tc"));
        for ((child, _), (at, span, cell)) in places.zip(row.cells) {
            let mut text = String::new();
            tables::cell_text(&cell.children, &mut text);
            let merge = cell.child("tcPr").and_then(|properties| properties.child("vMerge"));
            let continues = merge.is_some_and(|one| one.attribute("val").is_none_or(|val| val != "restart"));
            let has_table = cell.child("tbl").is_some();
            // A cell with a table in it is neither label nor room.
            let text = if has_table { "\u{fffc}".to_owned() } else { text };
            all.push(Cell { row: row.child, child, at, span, text, continues });
        }
    }
    all
}

/// A cell of a table: its row and its place there, among the children.
type Spot = (usize, usize);

/// The labels of a table, each with its own cell and the cell of its room: beside it, or else below it.
fn pairs(cells: &[Cell]) -> Vec<(String, Spot, Spot)> {
    let mut taken: HashSet<(usize, usize)> = HashSet::new();
    let mut found = Vec::new();
    let is_room = |cell: &&Cell| is_blank(&cell.text) && !cell.continues;
    for (nth, cell) in cells.iter().enumerate() {
        let Some(name) = label(&cell.text) else { continue };
        let beside = cells.get(nth + 1).filter(|next| next.row == cell.row).filter(is_room);
        let below = || {
            let after = cells.iter().skip(nth + 1).filter(|other| other.row > cell.row);
            let mut same =
                after.filter(|other| other.at == cell.at && other.span == cell.span && !other.continues);
            same.next().filter(is_room)
        };
        let Some(room) = beside.or_else(below) else { continue };
        if taken.insert((room.row, room.child)) {
            found.push((name, (cell.row, cell.child), (room.row, room.child)));
        }
    }
    found
}

fn cell_mut(table: &mut Element, (row, child): (usize, usize)) -> Option<&mut Element> {
    let Some(Node::Element(row)) = table.children.get_mut(row) else { return None };
    match row.children.get_mut(child) {
        Some(Node::Element(cell)) => Some(cell),
        _ => None,
    }
}

/// Puts lines into a cell, a paragraph each, in the look of its first one.
fn say_lines(cell: &mut Element, lines: &[String]) {
    let is_paragraph = |node: &Node| matches!(node, Node::Element(one) if one.name() == "p");
    let room = cell.clone();
    let Some((first, rest)) = lines.split_first() else { return };
    say(cell, first);
    let mut at = cell.children.iter().position(is_paragraph).map_or(cell.children.len(), |at| at + 1);
    for line in rest {
        let mut one = room.clone();
        say(&mut one, line);
        if let Some(Node::Element(mut own)) = one.children.into_iter().find(is_paragraph) {
            own.unset("w14:paraId");
            own.unset("w14:textId");
            cell.children.insert(at, Node::Element(own));
            at += 1;
        }
    }
}

/// The sign that stands for an element in the text of a line: for the stop of a tab, for what is drawn.
fn sign(name: &str) -> Option<char> {
    match name {
        "tab" => Some('\t'),
        "drawing" | "pict" | "object" | "AlternateContent" => Some('\u{fffc}'),
        _ => None,
    }
}

/// Whether an element holds nothing of the text that is read.
fn is_unread(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "instrText" | "delText" | "pPr" | "rPr")
}

/// The text of a paragraph as it is read, with a sign for each stop of a tab.
fn gather(nodes: &[Node], out: &mut String) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.name() {
            "t" => out.push_str(&text(&element.children)),
            name if sign(name).is_some() => out.extend(sign(name)),
            name if is_unread(name) => {}
            _ => gather(&element.children, out),
        }
    }
}

/// A text that goes into the room of a line, and which of the line's texts it is written into.
struct Edit {
    room: Range<usize>,
    value: String,
    text: Option<usize>,
}

impl Edit {
    /// Into the text where the room begins, so that it is written as the room is, underlined; or behind the colon, where the
    /// room is the stop of a tab or the end of the line.
    fn new(room: Range<usize>, value: String, texts: &[Range<usize>]) -> Self {
        let own = texts.iter().position(|text| text.contains(&room.start));
        let text = own.or_else(|| texts.iter().rposition(|text| text.end == room.start));
        Self { room, value, text }
    }
}

/// Where the texts of a line stand in it.
fn texts(nodes: &[Node], at: &mut usize, found: &mut Vec<Range<usize>>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.name() {
            "t" => {
                let end = *at + text(&element.children).len();
                found.push(*at..end);
                *at = end;
            }
            name if sign(name).is_some() => *at += sign(name).map_or(0, char::len_utf8),
            name if is_unread(name) => {}
            _ => texts(&element.children, at, found),
        }
    }
}

/// Writes texts into the room of a line. `nth` counts the texts of the line, `at` where they begin.
fn edit(nodes: &mut [Node], (nth, at): (&mut usize, &mut usize), edits: &[Edit]) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.name() {
            "t" => {
                let own = text(&element.children);
                if let Some(changed) = edited(&own, (*nth, *at), edits) {
                    *element = spaced(element.prefix(), Home::Document, &changed);
                }
                *nth += 1;
                *at += own.len();
            }
            name if sign(name).is_some() => *at += sign(name).map_or(0, char::len_utf8),
            name if is_unread(name) => {}
            _ => edit(&mut element.children, (nth, at), edits),
        }
    }
}

/// The text of this number, which begins at `start` of the line, as it is afterwards; `None` where it stays.
fn edited(own: &str, (nth, start): (usize, usize), edits: &[Edit]) -> Option<String> {
    let end = start + own.len();
    let (mut out, mut from, mut any) = (String::new(), start, false);
    for edit in
        edits.iter().filter(|edit| edit.text == Some(nth) || edit.room.start < end && edit.room.end > start)
    {
        let begins = edit.room.start.clamp(from, end);
        out.push_str(own.get(from - start..begins - start)?);
        if edit.text == Some(nth) {
            out.push_str(&edit.value);
        }
        from = edit.room.end.clamp(begins, end);
        any = true;
    }
    out.push_str(own.get(from - start..)?);
    any.then_some(out)
}
