//! Empty forms that are tables of a document: found in the tree, and their rows written. Knows the marks of .docx.

use std::rc::Rc;

use super::expand::written;
use super::forms::{Detected, FormRow, Naming, Plan, is_empty_row};
use super::scope::Around;
use super::slots::Home;
use super::tree::{Element, Node, text};
use crate::table::raw::{RawRow, RawSheet};

/// A table that is filled by its heads.
#[derive(Debug, Clone)]
pub struct FormTable {
    /// The table as it stands in the template.
    table: Element,
    plan: Plan,
    /// The row that is repeated: among the children of the table.
    first: usize,
    /// The children from `first` on that are empty rows.
    empty: usize,
    /// The row that is repeated is made of the heads, which have none below.
    of_head: bool,
}

/// A row of a table: which child it is, and its cells with the columns of the grid that they take.
pub(super) struct TableRow<'t> {
    pub child: usize,
    pub cells: Vec<(usize, usize, &'t Element)>,
}

/// A property of a cell or row: the element of this name in `tcPr` or `trPr`.
fn property<'e>(element: &'e Element, of: &str, name: &str) -> Option<&'e Element> {
    element.child(of)?.child(name)
}

pub(super) fn rows(table: &Element) -> Vec<TableRow<'_>> {
    let mut all = Vec::new();
    for (child, node) in table.children.iter().enumerate() {
        let Node::Element(row) = node else { continue };
        if row.name() != "tr" {
            continue;
        }
        let before = property(row, "trPr", "gridBefore").and_then(|one| one.number("val")).unwrap_or(0);
        // As many columns as Word's own limit of 63 and more.
        let mut at = usize::try_from(before.min(200)).unwrap_or(0);
        let mut cells = Vec::new();
        for cell in row.elements().filter(|element| element.name() == "tc") {
            let span = property(cell, "tcPr", "gridSpan").and_then(|one| one.number("val")).unwrap_or(1);
            let span = usize::try_from(span.clamp(1, 200)).unwrap_or(1);
            cells.push((at, span, cell));
            at += span;
        }
        all.push(TableRow { child, cells });
    }
    all
}

/// The text of a cell, tables in it left out.
pub(super) fn cell_text(nodes: &[Node], out: &mut String) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.name() {
            "t" => out.push_str(&text(&element.children)),
            "br" | "cr" => out.push('\n'),
            "tbl" | "del" | "instrText" => {}
            "drawing" | "pict" | "object" => out.push('\u{fffc}'),
            _ => cell_text(&element.children, out),
        }
    }
}

/// The table as a grid of texts, those of merged cells in each of their places.
fn grid(rows: &[TableRow<'_>]) -> RawSheet {
    let mut sheet = RawSheet::default();
    for (number, row) in (1..).zip(rows) {
        let width = row.cells.last().map_or(0, |(at, span, _)| at + span);
        let mut cells = vec![String::new(); width];
        for (at, span, cell) in &row.cells {
            let mut own = String::new();
            cell_text(&cell.children, &mut own);
            let merge = property(cell, "tcPr", "vMerge");
            if own.trim().is_empty()
                && merge.is_some_and(|one| one.attribute("val").is_none_or(|val| val != "restart"))
            {
                let above = sheet.rows.last().and_then(|row: &RawRow| row.cells.get(*at));
                own = above.cloned().unwrap_or_default();
            }
            for place in cells.iter_mut().skip(*at).take(*span) {
                own.clone_into(place);
            }
        }
        sheet.rows.push(RawRow { number, cells, ..RawRow::default() });
    }
    sheet
}

/// Whether anything in a table is a mark.
fn has_mark(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Slot(_) | Node::Form(_) | Node::Rows(_) => true,
        Node::Raw(_) => false,
        Node::Element(element) => has_mark(&element.children),
    })
}

/// The form that a table without marks is; `None` for others.
fn form(table: &Element, naming: Naming<'_>) -> Option<(FormTable, Detected)> {
    if has_mark(&table.children) {
        return None;
    }
    let rows = rows(table);
    let sheet = grid(&rows);
    let found = naming.detect(&sheet, 0, sheet.rows.len())?;
    let last = rows.get(found.last)?;
    // Labels with room beside them are no heads: of heads hardly one is empty.
    let texts = sheet.rows.get(found.names)?;
    let filled = texts.cells.iter().filter(|text| !text.trim().is_empty()).count();
    if filled * 5 < texts.cells.len() * 4 {
        return None;
    }
    let below = || sheet.rows.get(found.last + 1..).unwrap_or_default().iter();
    let empty = below().take_while(|row| is_empty_row(&found.plan, &row.cells)).count();
    if empty == 0 && (below().next().is_some() || found.plan.columns.len() < 3) {
        return None;
    }
    let first = rows.get(found.last + 1).map_or(last.child, |row| row.child);
    let end = rows.get(found.last + empty).map_or(first, |row| row.child);
    let form = FormTable {
        table: table.clone(),
        plan: found.plan.clone(),
        first,
        empty: end + 1 - first,
        of_head: empty == 0,
    };
    Some((form, found))
}

/// Puts forms in the place of the tables that are some. `told` is shown each with the number of the table in its part.
pub fn place(
    nodes: &mut [Node],
    naming: Naming<'_>,
    tables: &mut usize,
    told: &mut dyn FnMut(usize, &Detected),
) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if element.name() == "tbl" {
            *tables += 1;
            let number = *tables;
            if let Some((form, found)) = form(element, naming) {
                told(number, &found);
                *node = Node::Form(Rc::new(form));
                continue;
            }
        }
        if let Node::Element(element) = node {
            place(&mut element.children, naming, tables, told);
        }
    }
}

impl FormTable {
    /// How many rows fill it.
    #[must_use]
    pub fn count(&self, around: &Around<'_>) -> usize {
        self.plan.count(around)
    }

    /// The table with its rows. Where there is nothing to fill in, its first empty row stays.
    #[must_use]
    pub fn filled(&self, around: &Around<'_>) -> Element {
        let Some(Node::Element(pattern)) = self.table.children.get(self.first) else {
            return self.table.clone();
        };
        let pattern = self.pattern(pattern);
        let rows = self.plan.filled(around);
        let mut children: Vec<Node> =
            self.table.children.iter().take(self.first + usize::from(self.of_head)).cloned().collect();
        if rows.is_empty() {
            children.push(Node::Element(pattern.clone()));
        }
        let mut hidden = 0;
        for row in &rows {
            hidden = if row.span > 0 { row.span } else { hidden };
            children.push(Node::Element(self.row(&pattern, row, hidden > 1)));
        }
        children.extend(self.table.children.iter().skip(self.first + self.empty.max(1)).cloned());
        Element { children, open: self.table.open.clone(), close: self.table.close.clone() }
    }

    /// The row that is repeated, without the texts that stood in it.
    fn pattern(&self, row: &Element) -> Element {
        let mut row = row.clone();
        row.unset("w14:paraId");
        row.unset("w14:textId");
        for properties in row.elements_mut().filter(|element| element.name() == "trPr") {
            if self.of_head {
                properties.children.retain(|node| !is_named(node, &["tblHeader"]));
            }
        }
        for cell in row.elements_mut().filter(|element| element.name() == "tc") {
            strip(cell);
            if let Some(properties) = cell.elements_mut().find(|element| element.name() == "tcPr") {
                properties.children.retain(|node| !is_named(node, &["vMerge"]));
            }
        }
        row
    }

    fn row(&self, pattern: &Element, row: &FormRow, spans: bool) -> Element {
        let mut out = pattern.clone();
        let mut at = usize::try_from(
            property(pattern, "trPr", "gridBefore").and_then(|one| one.number("val")).unwrap_or(0),
        )
        .unwrap_or(0);
        for cell in out.elements_mut().filter(|element| element.name() == "tc") {
            let span = property(cell, "tcPr", "gridSpan").and_then(|one| one.number("val")).unwrap_or(1);
            let from = at;
            at += usize::try_from(span.max(1)).unwrap_or(1);
            let found = self.plan.columns.iter().position(|column| (from..at).contains(&column.at));
            let Some(nth) = found else { continue };
            let of_finding = self.plan.columns.get(nth).is_some_and(|column| column.of_finding);
            if of_finding && spans {
                merge(cell, row.span > 0);
            }
            if !of_finding || row.span > 0 {
                let text = row.values.get(nth).map(super::value::Value::plain).unwrap_or_default();
                say(cell, &text);
            }
        }
        out
    }
}

fn is_named(node: &Node, names: &[&str]) -> bool {
    matches!(node, Node::Element(element) if names.contains(&element.name()))
}

/// Leaves the texts and the ids of paragraphs out.
fn strip(element: &mut Element) {
    for inner in element.elements_mut() {
        match inner.name() {
            "p" => {
                inner.unset("w14:paraId");
                inner.unset("w14:textId");
            }
            "t" => inner.children.clear(),
            _ => {}
        }
        strip(inner);
    }
}

/// Makes a cell the first or a further one of those merged downwards.
fn merge(cell: &mut Element, first: bool) {
    let prefix = cell.prefix().to_owned();
    cell.unclose();
    let open = if first {
        format!("<{prefix}vMerge {prefix}val=\"restart\"/>")
    } else {
        format!("<{prefix}vMerge/>")
    };
    let mark = Node::Element(Element { open, ..Element::default() });
    if cell.child("tcPr").is_none() {
        let properties = Element {
            open: format!("<{prefix}tcPr>"),
            close: format!("</{prefix}tcPr>"),
            children: Vec::new(),
        };
        cell.children.insert(0, Node::Element(properties));
    }
    let Some(properties) = cell.elements_mut().find(|element| element.name() == "tcPr") else { return };
    properties.unclose();
    // The order of CT_TcPr (ECMA-376-1, 17.4.70).
    let before = |node: &Node| is_named(node, &["cnfStyle", "tcW", "gridSpan", "hMerge"]);
    let at = properties.children.iter().rposition(before).map_or(0, |at| at + 1);
    properties.children.insert(at, mark);
}

/// Puts text into the first paragraph of a cell, in the look of its first run, or of its mark of the paragraph's end.
pub(super) fn say(cell: &mut Element, text: &str) {
    let prefix = cell.prefix().to_owned();
    cell.unclose();
    if !cell.elements().any(|element| element.name() == "p") {
        let empty = Element { open: format!("<{prefix}p/>"), ..Element::default() };
        cell.children.push(Node::Element(empty));
    }
    let Some(paragraph) = cell.elements_mut().find(|element| element.name() == "p") else { return };
    paragraph.unclose();
    let own = paragraph.child("r").and_then(|run| run.child("rPr")).cloned();
    let look = own.or_else(|| paragraph.child("pPr").and_then(|properties| properties.child("rPr")).cloned());
    let mut children: Vec<Node> = look.map(Node::Element).into_iter().collect();
    children.extend(written(text, &prefix, Home::Document));
    let run = Element { open: format!("<{prefix}r>"), children, close: format!("</{prefix}r>") };
    paragraph.children.retain(|node| !is_named(node, &["r"]));
    if !text.is_empty() {
        let at = paragraph.children.iter().position(|node| is_named(node, &["pPr"])).map_or(0, |at| at + 1);
        paragraph.children.insert(at, Node::Element(run));
    }
}
