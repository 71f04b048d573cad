//! A text with what differs from another marked, by shape before colour. Knows no ledger.

use leptos::prelude::*;

use journal::diff_chars::{Piece, diff};

/// Which of the two texts is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The first, with what the second lacks struck through.
    Old,
    /// The second, with what the first lacks underlined.
    New,
}

/// One of two texts, with its differences from the other marked.
#[component]
pub fn Marked(
    /// The first text.
    #[prop(into)]
    old: String,
    /// The second text.
    #[prop(into)]
    new: String,
    /// Which of them is shown.
    shown: Shown,
) -> impl IntoView {
    let pieces = diff(&old, &new);
    let pieces = pieces.into_iter().filter_map(|piece| match (piece, shown) {
        (Piece::Same(text), _) => Some(view! { <span>{text}</span> }.into_any()),
        (Piece::Out(text), Shown::Old) => Some(view! { <del>{text}</del> }.into_any()),
        (Piece::In(text), Shown::New) => Some(view! { <ins>{text}</ins> }.into_any()),
        _ => None,
    });
    view! { <span class="marked">{pieces.collect::<Vec<_>>()}</span> }
}
