//! A row of a grid in the page: its cells, or the head of a group. What is already there is not written again. Knows
//! elements and texts, no record.

use grid::{Layout, Pin};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement};

use super::source::{Again, Head, Line, Shown, Source, Tick};

/// What an empty cell shows.
const BLANK: &str = "–";

/// The class of what a line is dragged by.
pub(super) const GRIP: &str = "row-grip";

/// A cell of a row.
pub(super) struct CellNode {
    pub td: HtmlElement,
    /// Where its text stands.
    text: Element,
    stress: Element,
    pub shown: Option<Shown>,
    pub class: String,
}

/// A row of the page.
pub(super) struct Slot {
    pub tr: HtmlElement,
    pub cells: Vec<CellNode>,
    tick: HtmlInputElement,
    link: Element,
    /// The cell, box, button and texts of the head of a group, made when one is first drawn.
    head: Option<HeadNode>,
    pub is_head: Option<bool>,
    pub row: usize,
    pub class: String,
}

struct HeadNode {
    th: Element,
    tick: HtmlInputElement,
    fold: Element,
    mark: Element,
    name: Element,
    told: Element,
}

pub(super) fn make(document: &Document, tag: &str, class: &str) -> Option<HtmlElement> {
    let element = document.create_element(tag).ok()?.dyn_into::<HtmlElement>().ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    Some(element)
}

pub(super) fn put(element: &Element, name: &str, value: &str) {
    // A name of an attribute that is written here is well formed.
    let _ = element.set_attribute(name, value);
}

pub(super) fn append(parent: &Element, child: &Element) {
    // A new element has no child that could be its parent.
    let _ = parent.append_child(child);
}

fn tick_box(document: &Document) -> Option<HtmlInputElement> {
    let tick = make(document, "input", "pick")?.dyn_into::<HtmlInputElement>().ok()?;
    tick.set_type("checkbox");
    tick.set_tab_index(-1);
    Some(tick)
}

/// What a line is dragged by. Keys do the same by Alt and the arrows.
fn grip(document: &Document) -> Option<HtmlElement> {
    let grip = make(document, "span", GRIP)?;
    put(&grip, "aria-hidden", "true");
    put(&grip, "title", "拖动调整顺序");
    grip.set_text_content(Some("⠿"));
    Some(grip)
}

/// Lets a cell stay at an edge while the rest is scrolled.
fn stay(cell: &HtmlElement, pin: Pin, pixels: f64) {
    let style = cell.style();
    for (side, here) in [("left", pin == Pin::Left), ("right", pin == Pin::Right)] {
        if here {
            let _ = style.set_property(side, &format!("{pixels}px"));
        } else {
            let _ = style.remove_property(side);
        }
    }
}

impl Slot {
    pub fn new(document: &Document, columns: usize, source: &impl Source) -> Option<Self> {
        let tr = make(document, "tr", "")?;
        put(&tr, "tabindex", "-1");
        let tick = tick_box(document)?;
        let link = make(document, "a", "")?;
        put(&link, "tabindex", "-1");
        let mut cells = Vec::with_capacity(columns);
        for column in 0..columns {
            let td = make(document, "td", "")?;
            put(&td, "aria-colindex", &(column + 1).to_string());
            let text: Element = if column == 0 {
                if source.moves_lines() {
                    let grip: Element = grip(document)?.into();
                    append(&td, &grip);
                }
                append(&td, &tick);
                link.clone().into()
            } else {
                make(document, "span", "cell-text")?.into()
            };
            let stress: Element = make(document, "span", "whole")?.into();
            if source.wraps(column) {
                let clamp = make(document, "div", "")?;
                append(&clamp, &text);
                append(&clamp, &stress);
                append(&td, &clamp);
            } else {
                append(&td, &text);
                append(&td, &stress);
            }
            cells.push(CellNode { td, text, stress, shown: None, class: String::new() });
        }
        Some(Self {
            tr,
            cells,
            tick,
            link: link.into(),
            head: None,
            is_head: None,
            row: 0,
            class: "-".to_owned(),
        })
    }

    pub fn lay(&self, layout: &Layout) {
        for (cell, placed) in self.cells.iter().zip(layout.columns()) {
            stay(&cell.td, placed.pin, placed.stay);
        }
    }

    /// Writes what the line says now.
    pub fn write(&mut self, source: &impl Source, document: &Document) {
        put(&self.tr, "data-row", &self.row.to_string());
        match source.line(self.row) {
            Some(Line::Head(head)) => self.write_head(&head, document),
            Some(Line::Cells { cells, href, number, tick }) => {
                self.turn(false);
                put(&self.tr, "aria-rowindex", &number.to_string());
                put(&self.link, "href", &href);
                show_tick(&self.tick, &tick);
                put(&self.tr, "aria-selected", if tick.all { "true" } else { "false" });
                for (node, cell) in self.cells.iter_mut().zip(cells) {
                    node.write(cell, document);
                }
            }
            None => {}
        }
    }

    fn write_head(&mut self, head: &Head, document: &Document) {
        if self.head.is_none() {
            self.head = HeadNode::new(document, self.cells.len());
        }
        self.turn(true);
        let _ = self.tr.remove_attribute("aria-rowindex");
        let _ = self.tr.remove_attribute("aria-selected");
        let Some(node) = &self.head else { return };
        show_tick(&node.tick, &head.tick);
        put(&node.fold, "aria-expanded", if head.folded { "false" } else { "true" });
        node.mark.set_text_content(Some(if head.folded { "▸" } else { "▾" }));
        node.name.set_text_content(Some(&head.name));
        node.told.set_text_content(Some(&head.told));
    }

    /// Becomes a head, or a line of cells.
    fn turn(&mut self, head: bool) {
        if self.is_head == Some(head) {
            return;
        }
        self.is_head = Some(head);
        self.tr.set_text_content(None);
        match &self.head {
            Some(node) if head => append(&self.tr, &node.th),
            _ => self.cells.iter().for_each(|cell| append(&self.tr, &cell.td)),
        }
    }

    /// Of each cell, whether it goes on with the one of the line above.
    pub fn goes_on(&self) -> Vec<bool> {
        let is_head = self.is_head == Some(true);
        let merged = |shown: &Shown| shown.again == Again::Merged && !is_head;
        self.cells.iter().map(|cell| cell.shown.as_ref().is_some_and(merged)).collect()
    }

    /// Shows whether the line is the one that has the focus, and what is dragged: a line and where it would go.
    pub fn mark(&mut self, current: bool, dragged: Option<(usize, usize)>) {
        let mut class = String::new();
        let head = self.is_head == Some(true);
        let picked = !head && self.tick.checked();
        let here = dragged.filter(|(_, to)| *to == self.row);
        for (holds, name) in [
            (head, "group-head"),
            (picked, "picked"),
            (current, "current"),
            (dragged.is_some_and(|(row, _)| row == self.row), "dragged"),
            (here.is_some_and(|(row, to)| to < row), "drop-above"),
            (here.is_some_and(|(row, to)| to > row), "drop-below"),
        ] {
            if holds {
                class.push_str(if class.is_empty() { "" } else { " " });
                class.push_str(name);
            }
        }
        if class != self.class {
            self.tr.set_class_name(&class);
            self.class = class;
        }
    }
}

fn show_tick(node: &HtmlInputElement, tick: &Tick) {
    put(node, "aria-label", &tick.name);
    node.set_checked(tick.all);
    node.set_indeterminate(tick.some && !tick.all);
}

/// How a text is set: a day or a number is never broken over two lines.
fn text_class(text: &str) -> &'static str {
    const WHOLE: usize = 12;
    match text.len() {
        0 => "cell-text blank",
        1..=WHOLE if text.is_ascii() => "cell-text whole",
        _ => "cell-text",
    }
}

impl CellNode {
    fn write(&mut self, shown: Shown, document: &Document) {
        if self.shown.as_ref() == Some(&shown) {
            return;
        }
        let blank = shown.text.is_empty();
        let class = text_class(&shown.text);
        if self.shown.as_ref().is_none_or(|old| text_class(&old.text) != class)
            && self.text.tag_name() == "SPAN"
        {
            self.text.set_class_name(class);
        }
        if shown.hits.is_empty() {
            self.text.set_text_content(Some(if blank { BLANK } else { &shown.text }));
        } else {
            self.text.set_text_content(None);
            let mut at = 0;
            for hit in &shown.hits {
                let parts = [("span", shown.text.get(at..hit.start)), ("mark", shown.text.get(hit.clone()))];
                for (tag, part) in parts {
                    if let (Some(part), Some(node)) =
                        (part.filter(|part| !part.is_empty()), make(document, tag, ""))
                    {
                        node.set_text_content(Some(part));
                        append(&self.text, &node);
                    }
                }
                at = hit.end;
            }
            let rest = shown.text.get(at..).filter(|rest| !rest.is_empty());
            if let (Some(rest), Some(node)) = (rest, make(document, "span", "")) {
                node.set_text_content(Some(rest));
                append(&self.text, &node);
            }
        }
        if self.shown.as_ref().map_or("", |old| old.stress) != shown.stress {
            let stress = if shown.stress.is_empty() { String::new() } else { format!(" {}", shown.stress) };
            self.stress.set_text_content(Some(&stress));
        }
        self.shown = Some(shown);
    }
}

impl HeadNode {
    fn new(document: &Document, columns: usize) -> Option<Self> {
        let th = make(document, "th", "group-cell")?;
        put(&th, "scope", "rowgroup");
        put(&th, "colspan", &columns.to_string());
        let tick = tick_box(document)?;
        let fold = make(document, "button", "fold")?;
        put(&fold, "type", "button");
        put(&fold, "tabindex", "-1");
        let mark = make(document, "span", "fold-mark")?;
        put(&mark, "aria-hidden", "true");
        let name = make(document, "span", "group-name")?;
        let told = make(document, "span", "group-count")?;
        append(&fold, &mark);
        append(&fold, &name);
        for child in [tick.unchecked_ref::<Element>(), &fold, &told] {
            append(&th, child);
        }
        Some(Self {
            th: th.into(),
            tick,
            fold: fold.into(),
            mark: mark.into(),
            name: name.into(),
            told: told.into(),
        })
    }
}
