//! The text of a table's cell: with the hits of the search marked, or 未填报 where it says nothing.

use std::sync::Arc;

use leptos::prelude::*;

use super::marks::marked;
use crate::app::lists::Lists;
use journal::describe::UNFILLED;
use query::marks;

/// A text of a row, with hits marked.
pub fn with_hits<T>(row: Memo<T>, of: fn(&T) -> &String) -> impl Fn() -> AnyView + Copy + Send + 'static
where
    T: Send + Sync + 'static,
{
    let lists = Lists::of_page();
    move || {
        let terms: Arc<_> = lists.terms.get();
        row.with(|row| marked(of(row), &marks(of(row), &terms)))
    }
}

/// A text of a row, with hits marked; 未填报 where it is empty.
pub fn or_unfilled<T>(row: Memo<T>, of: fn(&T) -> &String) -> impl Fn() -> AnyView + Copy + Send + 'static
where
    T: Send + Sync + 'static,
{
    let text = with_hits(row, of);
    move || {
        if row.with(|row| of(row).is_empty()) {
            view! { <span class="blank">{UNFILLED}</span> }.into_any()
        } else {
            text()
        }
    }
}
