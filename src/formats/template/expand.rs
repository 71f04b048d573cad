//! Values into a tree with slots: blocks once for each item, conditions, counts. The template was checked before, so what is
//! not known here is left out.

use super::check::is_blank;
use super::filter::shown;
use super::mark::{Ask, Mark};
use super::progress::Tick;
use super::scope::{self, Around, COUNT, ORDER, Schema, Scope};
use super::slots::{Home, Slot, spaced};
use super::tree::{Element, Node, text};
use super::value::Value;
use crate::xml;
use std::collections::HashMap;
use std::rc::Rc;

/// The most nodes that are looked at in a part: far above a paper of 10,000 measures.
pub const MOST: usize = 4_000_000;

/// Why a part is not filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpandError {
    /// It became larger than any paper.
    TooLarge,
    /// A block begins in one place and ends in another that is not beside it: the mark as it stands in the template.
    Crossed(String),
}

/// Makes a cell that is a day or a number of one that holds nothing but a mark: the cell, the value and its form. `None`
/// where it is text.
pub type CellOf<'a> = dyn FnMut(&Element, &Value, &str) -> Option<Element> + 'a;

/// Fills marks.
pub struct Expander<'a> {
    root: &'a Schema,
    left: usize,
    cell: Option<&'a mut CellOf<'a>>,
    tick: Option<Tick<'a>>,
    /// Within an item of a block: those within it are told with it.
    within: bool,
}

impl<'a> Expander<'a> {
    /// With the names of the ledger; looks at no more nodes than `most`.
    #[must_use]
    pub fn new(root: &'a Schema, most: usize) -> Self {
        Self { root, left: most, cell: None, tick: None, within: false }
    }

    /// The same for a sheet, whose cells may become days and numbers.
    #[must_use]
    pub fn with_cells(self, cell: &'a mut CellOf<'a>) -> Self {
        Self { cell: Some(cell), ..self }
    }

    /// The same; `tick` hears of each item of an outermost block that was filled, and of the rows of forms.
    #[must_use]
    pub fn telling(self, tick: Tick<'a>) -> Self {
        Self { tick: Some(tick), ..self }
    }

    fn tick(&mut self, items: usize) {
        if let Some(tick) = self.tick.as_deref_mut().filter(|_| !self.within) {
            tick(items);
        }
    }

    /// Fills nodes that stand in one another's row: the children of an element.
    pub fn fill(&mut self, nodes: &[Node], around: &Around<'_>) -> Result<Vec<Node>, ExpandError> {
        let mut out = Vec::with_capacity(nodes.len());
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            self.spend(1)?;
            at += 1;
            if !has_slot(node) {
                out.push(node.clone());
                continue;
            }
            let open = depth(node).ok_or_else(|| crossed(node))?;
            if open > 0 {
                let last = closing(nodes, at - 1).ok_or_else(|| crossed(node))?;
                self.block(nodes.get(at - 1..=last).unwrap_or(&[]), around, &mut out)?;
                at = last + 1;
                continue;
            }
            match node {
                Node::Slot(slot) => out.extend(self.value(slot, around)),
                Node::Element(element) if is_row(element) && crosses(element) => {
                    self.row(element, around, &mut out)?;
                }
                Node::Element(element) => {
                    if let Some(cell) = self.whole_cell(element, around) {
                        out.push(Node::Element(cell));
                        continue;
                    }
                    let children = self.fill(&element.children, around)?;
                    out.extend(whole(element, children).map(Node::Element));
                }
                Node::Form(form) => {
                    let table = form.filled(around);
                    self.spend(table.children.len())?;
                    self.tick(form.count(around));
                    out.push(Node::Element(table));
                }
                Node::Rows(form) => {
                    let rows = form.filled(around, self.cell.as_deref_mut());
                    self.spend(rows.len())?;
                    self.tick(form.count(around));
                    out.extend(rows.into_iter().map(Node::Element));
                }
                Node::Raw(_) => {}
            }
        }
        Ok(out)
    }

    fn spend(&mut self, count: usize) -> Result<(), ExpandError> {
        self.left = self.left.checked_sub(count).ok_or(ExpandError::TooLarge)?;
        Ok(())
    }

    /// A block over several nodes: the first holds its beginning, the last its end. A paragraph or row that held nothing
    /// but the mark goes with it.
    fn block(&mut self, nodes: &[Node], around: &Around<'_>, out: &mut Vec<Node>) -> Result<(), ExpandError> {
        let mut body = nodes.to_vec();
        let Some(mark) = body.first_mut().and_then(take_open) else { return Ok(()) };
        if let Some(last) = body.last_mut() {
            take_close(last);
        }
        let blank = |node: &Node| match node {
            Node::Element(element) => {
                matches!(element.name(), "p" | "tr" | "r" | "row") && is_blank(&element.children)
            }
            Node::Raw(raw) => raw.is_empty(),
            Node::Slot(_) | Node::Form(_) | Node::Rows(_) => false,
        };
        if body.len() > 1 && body.last().is_some_and(blank) {
            body.pop();
        }
        if body.first().is_some_and(blank) {
            body.remove(0);
        }
        self.repeat(&mark, around, out, &body)
    }

    /// A row whose first cell begins a block and whose last ends it.
    fn row(&mut self, row: &Element, around: &Around<'_>, out: &mut Vec<Node>) -> Result<(), ExpandError> {
        let Some((begins, ends)) = crossing(row) else { return Ok(()) };
        let mut node = Node::Element(row.clone());
        take(&mut node, &mut 0, ends);
        let Some(mark) = take(&mut node, &mut 0, begins) else { return Ok(()) };
        self.repeat(&mark, around, out, &[node])
    }

    /// What a block holds, as often as its mark says.
    fn repeat(
        &mut self,
        mark: &Mark,
        around: &Around<'_>,
        out: &mut Vec<Node>,
        body: &[Node],
    ) -> Result<(), ExpandError> {
        let filter = match &mark.ask {
            Ask::Open(filter) | Ask::Without(filter) => filter,
            _ => "",
        };
        let list = shown(self.root, around, &mark.name, filter);
        let said = match &list {
            Some((_, items)) => !items.is_empty(),
            None => scope::value(around, &mark.name).is_some_and(Value::is_said),
        };
        match (&mark.ask, list) {
            (Ask::Open(_), Some((name, items))) => {
                let before = self.within;
                for (place, item) in (1..).zip(items) {
                    let values = HashMap::from([(Rc::from(ORDER), Value::Number(place))]);
                    let order = Scope { values, ..Scope::default() };
                    let mut inner = around.clone();
                    inner.extend([(name, &**item), (name, &order)]);
                    self.within = true;
                    out.extend(self.fill(body, &inner)?);
                    self.within = before;
                    self.tick(1);
                }
            }
            (Ask::Open(_), _) if said => out.extend(self.fill(body, around)?),
            (Ask::Without(_), _) if !said => out.extend(self.fill(body, around)?),
            _ => {}
        }
        Ok(())
    }

    /// A cell that held nothing but a mark, as a day or number.
    fn whole_cell(&mut self, element: &Element, around: &Around<'_>) -> Option<Element> {
        if self.cell.is_none() || element.name() != "c" {
            return None;
        }
        let slot = sole(element)?;
        let (value, form) = asked(self.root, &slot.mark, around)?;
        self.cell.as_mut()?(element, &value, &form)
    }

    /// What stands where a value's mark stood: its text, with line breaks as the format has them.
    fn value(&self, slot: &Slot, around: &Around<'_>) -> Vec<Node> {
        let Some((value, form)) = asked(self.root, &slot.mark, around) else { return Vec::new() };
        written(&value.written(&form), &slot.prefix, slot.home)
    }
}

/// What a mark asks for, with its form; `None` where it is no value. `root` are the names of the ledger.
#[must_use]
pub fn asked(root: &Schema, mark: &Mark, around: &Around<'_>) -> Option<(Value, String)> {
    let Ask::Value(form) = &mark.ask else { return None };
    let Some((list, COUNT)) = mark.name.rsplit_once('.') else {
        return Some((scope::value(around, &mark.name)?.clone(), form.clone()));
    };
    let count = shown(root, around, list, form).map_or(0, |(_, items)| items.len());
    Some((Value::Number(u32::try_from(count).unwrap_or(u32::MAX)), String::new()))
}

/// A text as it stands in a run, with line breaks as the format has them.
#[must_use]
pub fn written(text: &str, prefix: &str, home: Home) -> Vec<Node> {
    let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    match home {
        Home::Margin => vec![Node::Raw(xml::text(&text.replace('&', "&&")))],
        Home::Cell => {
            let whole = lines.collect::<Vec<_>>().join("\n");
            if whole.is_empty() { Vec::new() } else { vec![Node::Element(spaced(prefix, home, &whole))] }
        }
        Home::Drawing => {
            let whole = lines.collect::<Vec<_>>().join(" ");
            if whole.is_empty() { Vec::new() } else { vec![Node::Element(spaced(prefix, home, &whole))] }
        }
        Home::Document => {
            let mut nodes = Vec::new();
            for (n, line) in lines.enumerate() {
                if n > 0 {
                    nodes.push(Node::Raw(format!("<{prefix}br/>")));
                }
                if !line.is_empty() {
                    nodes.push(Node::Element(spaced(prefix, home, line)));
                }
            }
            nodes
        }
    }
}

fn is_row(element: &Element) -> bool {
    matches!(element.name(), "tr" | "row")
}

/// The mark of an element that holds nothing else to read.
fn sole(element: &Element) -> Option<&Slot> {
    fn slots<'n>(nodes: &'n [Node], found: &mut Vec<&'n Slot>, blank: &mut bool) {
        for node in nodes {
            match node {
                Node::Slot(slot) => found.push(slot),
                Node::Raw(_) => {}
                Node::Element(element) if element.name() == "t" => {
                    *blank &= text(&element.children).trim().is_empty();
                }
                Node::Form(_) | Node::Rows(_) => *blank = false,
                Node::Element(element) if element.name() == "rPh" => {}
                Node::Element(element) => slots(&element.children, found, blank),
            }
        }
    }
    let (mut found, mut blank) = (Vec::new(), true);
    slots(&element.children, &mut found, &mut blank);
    match found.as_slice() {
        [slot] if blank => Some(slot),
        _ => None,
    }
}

/// Whether a node holds a mark or a form.
#[must_use]
pub fn has_slot(node: &Node) -> bool {
    match node {
        Node::Slot(_) | Node::Form(_) | Node::Rows(_) => true,
        Node::Raw(_) => false,
        Node::Element(element) => element.children.iter().any(has_slot),
    }
}

/// Shows the marks of a node in order, until `see` says stop.
fn marks(node: &Node, see: &mut dyn FnMut(&Mark) -> bool) -> bool {
    match node {
        Node::Slot(slot) => see(&slot.mark),
        Node::Raw(_) | Node::Form(_) | Node::Rows(_) => true,
        Node::Element(element) => element.children.iter().all(|child| marks(child, see)),
    }
}

/// How many blocks a node leaves open; `None` where it closes one that it did not begin.
fn depth(node: &Node) -> Option<usize> {
    let mut open: Option<usize> = Some(0);
    marks(node, &mut |mark| {
        if mark.opens() {
            open = open.map(|open| open + 1);
        } else if mark.closes() {
            open = open.and_then(|open| open.checked_sub(1));
        }
        open.is_some()
    });
    open
}

/// The node in which the outermost block ends that begins in the one at `first` and is left open there.
fn closing(nodes: &[Node], first: usize) -> Option<usize> {
    let mut open: Vec<bool> = Vec::new();
    let mut done = None;
    for (at, node) in nodes.iter().enumerate().skip(first) {
        marks(node, &mut |mark| {
            if mark.opens() {
                // Only what is left open in the first node spans nodes; what ends in it does not.
                open.push(at == first);
            } else if mark.closes() {
                open.pop();
            }
            if at > first && open.is_empty() && done.is_none() {
                done = Some(at);
            }
            done.is_none()
        });
        if done.is_some() {
            return done;
        }
    }
    None
}

/// Whether a block of a row begins in one cell and ends in another.
fn crosses(row: &Element) -> bool {
    row.children.iter().any(|cell| depth(cell).is_none_or(|open| open > 0))
}

/// The numbers of the marks that begin and end the outermost block which goes over cells. Slots are counted through the row
/// as [`take`] counts them.
fn crossing(row: &Element) -> Option<(usize, usize)> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut number = 0;
    let mut found = None;
    for (cell, node) in row.children.iter().enumerate() {
        marks(node, &mut |mark| {
            if mark.opens() {
                open.push((number, cell));
            } else if mark.closes()
                && let Some((begins, from)) = open.pop()
                && from != cell
            {
                // The outermost is closed last.
                found = Some((begins, number));
            }
            number += 1;
            !(found.is_some() && open.is_empty())
        });
        if found.is_some() && open.is_empty() {
            break;
        }
    }
    found
}

/// The mark to name where blocks cross.
fn crossed(node: &Node) -> ExpandError {
    let mut source = String::new();
    marks(node, &mut |mark| {
        if (mark.opens() || mark.closes()) && source.is_empty() {
            source.clone_from(&mark.source);
        }
        source.is_empty()
    });
    ExpandError::Crossed(source)
}

/// An element with its new children, as the format demands it: a cell has a paragraph, a table a row. `None` where it would
/// be an empty table.
fn whole(element: &Element, mut children: Vec<Node>) -> Option<Element> {
    let has = |children: &[Node], name: &str| {
        children.iter().any(|child| matches!(child, Node::Element(inner) if inner.name() == name))
    };
    match element.name() {
        "tbl" if !has(&children, "tr") => return None,
        "tc" | "txbxContent" | "hdr" | "ftr" if !has(&children, "p") => {
            children.push(Node::Raw(format!("<{}p/>", element.prefix())));
        }
        _ => {}
    }
    Some(Element { open: element.open.clone(), children, close: element.close.clone() })
}

/// Takes the first mark that begins a block and is not ended in the same node.
fn take_open(node: &mut Node) -> Option<Mark> {
    let mut seen = Vec::new();
    marks(node, &mut |mark| {
        seen.push((mark.opens(), mark.closes()));
        true
    });
    let mut open = Vec::new();
    for (at, (opens, closes)) in seen.iter().enumerate() {
        if *opens {
            open.push(at);
        } else if *closes {
            open.pop();
        }
    }
    take(node, &mut 0, open.first().copied()?)
}

/// Takes the last mark that ends a block which did not begin in the node.
fn take_close(node: &mut Node) {
    let mut seen = Vec::new();
    marks(node, &mut |mark| {
        seen.push((mark.opens(), mark.closes()));
        true
    });
    let mut open = 0_usize;
    let mut wanted = None;
    for (at, (opens, closes)) in seen.iter().enumerate() {
        if *opens {
            open += 1;
        } else if *closes {
            if open == 0 {
                wanted = Some(at);
            }
            open = open.saturating_sub(1);
        }
    }
    if let Some(wanted) = wanted {
        take(node, &mut 0, wanted);
    }
}

/// Takes the mark with this number out of a node; nothing is left in its place.
fn take(node: &mut Node, at: &mut usize, wanted: usize) -> Option<Mark> {
    match node {
        Node::Raw(_) | Node::Form(_) | Node::Rows(_) => None,
        Node::Slot(slot) => {
            let here = *at == wanted;
            *at += 1;
            let mark = here.then(|| slot.mark.clone())?;
            *node = Node::Raw(String::new());
            Some(mark)
        }
        Node::Element(element) => element.children.iter_mut().find_map(|child| take(child, at, wanted)),
    }
}
