//! The tools of a table that are not needed every minute: side by side where there is room for them, else behind one
//! button. The style sheet says which; here is what opens and closes.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use platform::{focus, page};

/// 更多工具, and what stands behind it.
#[component]
pub fn MoreTools(
    /// The tools.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let outside = window_event_listener(ev::mousedown, move |event| {
        let root = root.try_get_untracked().flatten();
        let inside = focus::is_within(root.as_deref().map(AsRef::as_ref), &event);
        if !inside && open.try_get_untracked() == Some(true) {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    // Tools that leave the page with their table lose the focus once more, when what they belong to is gone.
    let left = move |event: ev::FocusEvent| {
        let root = root.try_get_untracked().flatten();
        if focus::leaves(root.as_deref().map(AsRef::as_ref), &event) {
            let _ = open.try_set(false);
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            page::focus(".more-tools > button");
        }
    };
    view! {
        <div class="more-tools" class:open=move || open.get() node_ref=root on:keydown=keys on:focusout=left>
            <button
                type="button"
                aria-expanded=move || open.get().to_string()
                aria-controls="more-tools"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                "更多工具 ▾"
            </button>
            <div class="more-panel" id="more-tools">
                {children()}
            </div>
        </div>
    }
}
