//! A column head that sorts: once up, again down.

use leptos::prelude::*;

use super::filter::query_of;
use crate::app::nav::Nav;
use query::{Sort, SortBy};

/// A `th` with a button; the order is part of the address.
#[component]
pub fn SortHead(
    /// The column's name.
    name: &'static str,
    /// What it sorts by.
    by: SortBy,
    /// The column's class, which sets its width.
    class: &'static str,
) -> impl IntoView {
    let nav = Nav::of_page();
    let query = query_of(nav);
    let order = Memo::new(move |_| query.with(|q| q.sort.clone()));
    let keep = StoredValue::new(by.clone());
    let told = move || {
        let order = order.get();
        (order.by == by).then_some(if order.descending { "descending" } else { "ascending" })
    };
    let turn = move |_| {
        let mut next = query.get_untracked();
        let by = keep.get_value();
        let again = next.sort.by == by && !next.sort.descending;
        next.sort = Sort { by, descending: again };
        nav.set_query(next.print());
    };
    view! {
        <th scope="col" class=class aria-sort=told data-name=name>
            // The arrow is the sheet's, in a place of its own: the name of the column is its words alone.
            <button type="button" on:click=turn>
                {name}
                <span class="sort-mark" aria-hidden="true"></span>
            </button>
        </th>
    }
}
