//! The rows of a grid in the page: as many as are in sight, written anew as they come into sight and moved in the
//! document only by as many as were scrolled. Knows elements and texts, no record.

use std::collections::VecDeque;

use grid::{Cell, Layout, Pin, Range};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

use super::row::{Slot, append, make, put};
use super::source::{Again, Source};

/// What is drawn beside texts: focus, range, picks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Marks {
    /// The cell that has the focus.
    pub focus: Option<Cell>,
    /// The range that goes with it.
    pub range: Option<Range>,
    /// The first line in sight: it says what it belongs to, though a line above said that.
    pub top: usize,
    /// A line that is dragged, and the one to whose place it would go.
    pub dragged: Option<(usize, usize)>,
}

/// The rows that are drawn.
pub(super) struct Pool {
    document: Document,
    body: Element,
    above: HtmlElement,
    below: HtmlElement,
    slots: VecDeque<Slot>,
    spare: Vec<Slot>,
    from: usize,
    columns: usize,
    layout: Layout,
}

impl Pool {
    /// A pool that draws into `body`.
    pub fn new(body: Element) -> Option<Self> {
        let document = body.owner_document()?;
        let spacer = || {
            let tr = make(&document, "tr", "spacer")?;
            put(&tr, "aria-hidden", "true");
            let td = make(&document, "td", "")?;
            append(&tr, &td);
            Some((tr, td))
        };
        // A page that is drawn anew keeps its elements: the rows of the grid that was here before would stay.
        body.set_text_content(None);
        let (first, above) = spacer()?;
        let (last, below) = spacer()?;
        append(&body, &first);
        append(&body, &last);
        Some(Self {
            document,
            body,
            above,
            below,
            slots: VecDeque::new(),
            spare: Vec::new(),
            from: 0,
            columns: 0,
            layout: Layout::default(),
        })
    }

    /// Forgets all rows: columns are others.
    pub fn clear(&mut self, columns: usize) {
        for slot in self.slots.drain(..).chain(self.spare.drain(..)) {
            slot.tr.remove();
        }
        self.columns = columns;
        for spacer in [&self.above, &self.below] {
            put(spacer, "colspan", &columns.to_string());
        }
    }

    /// Draws the rows `from..to`, with `above` and `below` pixels for those that are not drawn. With `anew` all are
    /// written, else those that come into sight.
    pub fn draw(
        &mut self,
        (from, to): (usize, usize),
        (above, below): (f64, f64),
        anew: bool,
        source: &impl Source,
    ) {
        let (old, end) = (self.from, self.from + self.slots.len());
        if from >= end || to <= old {
            while self.slots.len() > to - from {
                self.drop_last();
            }
            for (at, slot) in self.slots.iter_mut().enumerate() {
                slot.row = from + at;
                slot.write(source, &self.document);
            }
            self.from = from;
        } else {
            while self.from < from {
                let Some(slot) = self.slots.pop_front() else { break };
                slot.tr.remove();
                self.spare.push(slot);
                self.from += 1;
            }
            while self.from + self.slots.len() > to {
                self.drop_last();
            }
            if anew {
                for slot in &mut self.slots {
                    slot.write(source, &self.document);
                }
            }
            while self.from > from {
                let before = self.slots.front().map(|slot| slot.tr.clone());
                let Some(slot) = self.new_slot(self.from - 1, before.as_ref(), source) else { break };
                self.from -= 1;
                self.slots.push_front(slot);
            }
        }
        while self.from + self.slots.len() < to {
            let Some(slot) = self.new_slot(self.from + self.slots.len(), None, source) else { break };
            self.slots.push_back(slot);
        }
        for (spacer, pixels) in [(&self.above, above), (&self.below, below)] {
            let _ = spacer.style().set_property("height", &format!("{pixels}px"));
        }
    }

    fn drop_last(&mut self) {
        if let Some(slot) = self.slots.pop_back() {
            slot.tr.remove();
            self.spare.push(slot);
        }
    }

    /// A row before another one, or behind all.
    fn new_slot(&mut self, row: usize, before: Option<&HtmlElement>, source: &impl Source) -> Option<Slot> {
        let mut slot = if let Some(slot) = self.spare.pop() {
            slot
        } else {
            let slot = Slot::new(&self.document, self.columns, source)?;
            slot.lay(&self.layout);
            slot
        };
        slot.row = row;
        slot.write(source, &self.document);
        let last = self.below.parent_element();
        let before = before.map(JsCast::unchecked_ref::<web_sys::Node>).or(last.as_deref());
        let _ = self.body.insert_before(&slot.tr, before);
        Some(slot)
    }

    /// Shows where columns stay, and how wide they are.
    pub fn lay(&mut self, layout: &Layout) {
        self.layout = layout.clone();
        self.slots.iter().chain(&self.spare).for_each(|slot| slot.lay(layout));
    }

    /// Shows which cell has the focus, and the range.
    pub fn mark(&mut self, marks: Marks, source: &impl Source, layout: &Layout) {
        // Whether the line below goes on with the cell, by columns.
        let below: Vec<Vec<bool>> = self.slots.iter().skip(1).map(Slot::goes_on).collect();
        for (at, slot) in self.slots.iter_mut().enumerate() {
            let row = slot.row;
            let is_head = slot.is_head == Some(true);
            for (column, cell) in slot.cells.iter_mut().enumerate() {
                let here = Cell { row, column };
                let focus = marks.focus == Some(here) && !is_head;
                let range = marks.range.is_some_and(|range| !range.is_one() && range.contains(here));
                let again = cell.shown.as_ref().map_or(Again::No, |shown| shown.again);
                let goes_on = below.get(at).and_then(|below| below.get(column)).copied().unwrap_or(false);
                let late = cell.shown.as_ref().is_some_and(|shown| shown.late);
                let pin = layout.columns().get(column).map_or(Pin::None, |placed| placed.pin);
                let mut class = format!("c-{}", source.column_class(column));
                for (holds, name) in [
                    (source.wraps(column), " clamp"),
                    (focus, " focus"),
                    (range, " in-range"),
                    (again != Again::No, " again"),
                    (again == Again::Merged && row != marks.top, " run-on"),
                    (goes_on, " goes-on"),
                    (late, " overdue"),
                    (pin == Pin::Left, " pin-left"),
                    (pin == Pin::Right, " pin-right"),
                ] {
                    if holds {
                        class.push_str(name);
                    }
                }
                if class != cell.class {
                    cell.td.set_class_name(&class);
                    if focus {
                        cell.td.set_id(super::editor::FOCUS);
                    } else if cell.class.contains(" focus") {
                        let _ = cell.td.remove_attribute("id");
                    }
                    cell.class = class;
                }
            }
            slot.mark(marks.focus.is_some_and(|focus| focus.row == row), marks.dragged);
        }
    }

    /// The heights of the rows that are drawn, as the browser drew them.
    pub fn heights(&self) -> Vec<(usize, f64)> {
        self.slots.iter().map(|slot| (slot.row, slot.tr.get_bounding_client_rect().height())).collect()
    }
}
