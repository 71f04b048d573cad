//! The one editor of a grid. It lies over the cell that has the focus, transparent, empty and with the focus of the
//! page, before any key comes: so that the first letter of an input method is never lost. Knows no record.

use grid::{Cell, Edit};
use ledger::date::Date;
use leptos::html;
use leptos::prelude::*;

use super::source::Source;
use super::text_box::TextBox;

/// The id of the cell that has the focus.
pub(super) const FOCUS: &str = "grid-focus";

/// The id of the list of proposals.
pub(super) const LIST: &str = "grid-list";

/// How many proposals are shown.
const SHOWN: usize = 9;

/// How high and wide the editor grows, in pixels at the standard size of the type.
const LEAST: f64 = 144.0;

/// Where the editor lies, in pixels of what is scrolled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// How much of the window is below the top of the cell.
    pub below: f64,
    /// How much of the window is to the right of the left edge of the cell.
    pub end: f64,
    /// The cell stays at an edge.
    pub pinned: bool,
}

/// The proposals for what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Proposals {
    pub items: Vec<String>,
    /// Which one Enter takes.
    pub at: Option<usize>,
    /// Nothing else is taken.
    pub closed: bool,
}

/// The editor. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    /// What floats: the box, what is proposed, why a text is not taken.
    pub around: NodeRef<html::Div>,
    /// The box that has the focus.
    pub text_box: TextBox,
    /// Whether a text is being typed.
    pub open: RwSignal<bool>,
    /// Where it lies; none where there is no cell.
    pub place: RwSignal<Option<Place>>,
    /// What the column is called.
    pub name: RwSignal<String>,
    /// Whether nobody may type in the cell.
    pub fixed: RwSignal<bool>,
    /// What is proposed.
    pub proposals: RwSignal<Proposals>,
    /// The day whose month a calendar shows, and today; none where no day is typed.
    pub days: RwSignal<Option<(Date, Date)>>,
    /// Why the cell did not take the text.
    pub error: RwSignal<Option<String>>,
    /// The focus leaves for a moment, by the grid's own doing.
    pub busy: StoredValue<bool>,
}

impl Editor {
    pub fn new() -> Self {
        Self {
            around: NodeRef::new(),
            text_box: TextBox::new(),
            open: RwSignal::new(false),
            place: RwSignal::new(None),
            name: RwSignal::new(String::new()),
            fixed: RwSignal::new(true),
            proposals: RwSignal::new(Proposals::default()),
            days: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: StoredValue::new(false),
        }
    }

    /// Gives it the focus. Nothing is scrolled by that.
    pub fn focus(self) {
        self.text_box.focus();
    }

    /// Puts it over a cell; one for which something is proposed has a box of one line.
    pub fn put(self, place: Place, name: &str, fixed: bool, proposes: bool) {
        if self.place.get_untracked() != Some(place) {
            self.place.set(Some(place));
        }
        if self.name.with_untracked(|now| now != name) {
            self.name.set(name.to_owned());
        }
        if self.fixed.get_untracked() != fixed {
            self.fixed.set(fixed);
        }
        // Before the next key comes, so not by an effect.
        if let Some(around) = self.around.try_get_untracked().flatten() {
            let style = web_sys::HtmlElement::style(&around);
            let _ = style.set_property("left", &format!("{}px", place.x));
            let _ = style.set_property("top", &format!("{}px", place.y));
        }
        // What is being typed stays where it is.
        if !self.open.get_untracked() {
            self.text_box.turn(proposes && !fixed);
        }
        self.text_box.set_read_only(fixed);
        self.size();
    }

    /// There is no cell.
    pub fn hide(self) {
        if self.place.get_untracked().is_some() {
            self.place.set(None);
        }
    }

    /// Opens it: with what is there, or with what is typed already.
    pub fn begin(self, edit: Edit, text: &str) {
        self.open.set(true);
        self.error.set(None);
        if edit == Edit::Keep {
            self.text_box.set(text);
            self.text_box.to_end();
        }
        self.size();
        self.focus();
    }

    /// Takes another text, as it is chosen from the list.
    pub fn set(self, text: &str) {
        self.text_box.set(text);
        self.size();
    }

    /// What stands in it.
    pub fn text(self) -> String {
        self.text_box.text()
    }

    /// Puts a text where the caret is; gives the whole text. Of several lines nothing is proposed.
    pub fn insert(self, typed: &str) -> String {
        let text = self.text_box.insert(typed);
        if !self.text_box.is_single() {
            self.proposals.set(Proposals::default());
        }
        self.size();
        text
    }

    /// Closes it: empty, and with the focus where it is.
    pub fn close(self) {
        self.open.set(false);
        self.error.set(None);
        self.days.set(None);
        self.proposals.set(Proposals::default());
        self.text_box.set("");
        self.text_box.shrink();
        self.size();
    }

    /// Grows with its text.
    fn size(self) {
        let Some(place) = self.place.get_untracked() else { return };
        let open = self.open.get_untracked();
        let width = if open { place.width.max(LEAST).min(place.end.max(place.width)) } else { place.width };
        let most = open.then(|| place.below.clamp(place.height.max(120.0), 320.0));
        self.text_box.size(width, place.height, most);
    }

    /// Proposes what can be chosen. At the start of an edit that keeps its text all choices are shown.
    pub fn propose(self, source: &impl Source, cell: Cell, typed: &str, all: bool) {
        self.size();
        self.days.set(source.days(cell));
        if !self.text_box.is_single() {
            self.proposals.set(Proposals::default());
            return;
        }
        let (mut items, closed) = source.proposals(cell, if all { "" } else { typed });
        items.truncate(SHOWN);
        let at = items
            .iter()
            .position(|item| item == typed || (closed && item.ends_with(typed) && !typed.is_empty()));
        let at = at.or((closed && !all && !typed.is_empty() && !items.is_empty()).then_some(0));
        self.proposals.set(Proposals { items, at: at.filter(|_| closed), closed });
    }

    /// Goes through the proposals; whether there are any.
    pub fn step(self, by: isize) -> bool {
        let count = self.proposals.with_untracked(|proposals| proposals.items.len());
        if count == 0 {
            return false;
        }
        self.proposals.update(|proposals| {
            let next = match proposals.at {
                None => {
                    if by > 0 {
                        0
                    } else {
                        count - 1
                    }
                }
                Some(at) => at.saturating_add_signed(by).min(count - 1),
            };
            proposals.at = Some(next);
        });
        true
    }

    /// The proposal that Enter takes.
    pub fn chosen(self) -> Option<String> {
        self.proposals.with_untracked(|proposals| proposals.items.get(proposals.at?).cloned())
    }
}
