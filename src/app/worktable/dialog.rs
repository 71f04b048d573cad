//! A modal dialog that is drawn anew each time it is opened; the focus goes back where it was. Knows no content.

use leptos::html;
use leptos::prelude::*;

/// A dialog with this name, open while `open` holds.
#[component]
pub fn Modal(
    /// The accessible name, which is also its heading.
    name: &'static str,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What stands in it.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                // Where a dialog cannot be shown there is none to work in.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog node_ref=dialog class="tool-dialog" aria-label=name on:close=move |_| open.set(false)>
            <h2>{name}</h2>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}
