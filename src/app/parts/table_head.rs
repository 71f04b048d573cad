//! The head of a table, from its columns. Knows no table.

use leptos::prelude::*;

/// A row of heads: the class that gives each column its room, empty for the usual one, and its name.
pub fn head_row(columns: &[(&'static str, &'static str)]) -> AnyView {
    let cells = columns.iter().map(|(class, name)| {
        let class = Some(*class).filter(|class| !class.is_empty());
        view! { <th scope="col" class=class>{*name}</th> }
    });
    view! { <tr>{cells.collect::<Vec<_>>()}</tr> }.into_any()
}
