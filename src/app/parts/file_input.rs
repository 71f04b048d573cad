//! The box that files are chosen with: nobody sees it, a button opens it. Knows no file.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The box. `several` files may be chosen at once, or one.
pub fn file_input(
    input: NodeRef<html::Input>,
    label: &'static str,
    several: bool,
    choose: Callback<ev::Event>,
) -> AnyView {
    view! {
        <input
            class="sr"
            node_ref=input
            type="file"
            multiple=several
            tabindex="-1"
            aria-label=label
            on:change=move |event| choose.run(event)
        />
    }
    .into_any()
}

/// Asks for files.
pub fn ask(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        input.click();
    }
}
