//! The rows that the keys move through, and the place that a person left in each table. Knows no row's content.

use std::collections::HashMap;

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::context::of_page;
use platform::{focus, page};

/// Where a person was in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Which of the ledgers opened one after another it was.
    pub ledger: u64,
    /// What was asked; another question has other rows.
    pub query: String,
    /// The row that the keys were on.
    pub row: Option<usize>,
    /// How far the table was scrolled, in pixels.
    pub top: f64,
}

/// What `j` and `k` move through: the page on screen puts itself here.
#[derive(Clone, Copy)]
pub struct Rows {
    /// The row that the keys are on.
    pub current: RwSignal<Option<usize>>,
    /// How many rows there are.
    pub count: RwSignal<usize>,
    /// Counts the questions that were asked of the table: another one begins at its first row.
    pub asked: RwSignal<u32>,
    /// Whether the list of keys is open.
    pub help: RwSignal<bool>,
    /// Counts the times that a person went to a row: only then it takes the focus.
    pub moved: RwSignal<u32>,
    spots: StoredValue<HashMap<&'static str, Spot>>,
    /// Whether the page before was that of one entity, from which one comes back to its row.
    returning: StoredValue<bool>,
    /// What had the focus when `/` led to the search.
    searched_from: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Rows {
    /// No rows yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            current: RwSignal::new(None),
            count: RwSignal::new(0),
            asked: RwSignal::new(0),
            help: RwSignal::new(false),
            moved: RwSignal::new(0),
            spots: StoredValue::new(HashMap::new()),
            returning: StoredValue::new(false),
            searched_from: StoredValue::new_local(None),
        }
    }

    /// The rows of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// The selector of a row, from 0.
    #[must_use]
    pub fn selector(row: usize) -> String {
        format!("tr[data-row=\"{row}\"]")
    }

    /// Goes on or back by some rows.
    pub fn step(self, by: isize) {
        let count = self.count.get_untracked();
        if count == 0 {
            return;
        }
        let next = match self.current.get_untracked() {
            None => 0,
            Some(at) => at.saturating_add_signed(by).min(count - 1),
        };
        self.go(next);
    }

    /// Another question was asked: nobody is in its rows yet.
    pub fn ask(self) {
        self.current.set(None);
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }

    /// Goes to a row, with the focus.
    pub fn go(self, row: usize) {
        self.moved.update(|moved| *moved += 1);
        self.current.set(Some(row));
    }

    /// Notes where a person is in a table.
    pub fn note(self, table: &'static str, spot: Spot) {
        self.spots.update_value(|spots| {
            spots.insert(table, spot);
        });
    }

    /// Where a person was in a table when it was last asked the same.
    #[must_use]
    pub fn spot(self, table: &str, ledger: u64, query: &str) -> Option<Spot> {
        let same = |spot: &&Spot| spot.ledger == ledger && spot.query == query;
        self.spots.with_value(|spots| spots.get(table).filter(same).cloned())
    }

    /// Notes whether the page that was just left was that of one entity.
    pub fn came_back(self, from_entity: bool) {
        self.returning.set_value(from_entity);
    }

    /// Whether the page that was just left was that of one entity.
    #[must_use]
    pub fn is_back(self) -> bool {
        self.returning.get_value()
    }

    /// Goes to the search, to come back from it.
    pub fn search(self) {
        self.searched_from.set_value(focus::active().or_else(|| focus::find("#main")));
        page::focus("#search");
    }

    /// Comes back from the search that [`Rows::search`] led to; `false` where a person went there another way.
    pub fn leave_search(self) -> bool {
        let Some(Some(from)) = self.searched_from.try_update_value(Option::take) else { return false };
        if !focus::give(&from) {
            let row = self.current.get_untracked().map(Self::selector).filter(|row| page::has(row));
            page::focus(row.as_deref().unwrap_or("#main"));
        }
        true
    }
}

impl Default for Rows {
    fn default() -> Self {
        Self::new()
    }
}
