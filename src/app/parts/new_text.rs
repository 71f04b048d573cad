//! A box for something that is not there yet: a record is made when a text was typed, not when a button was pressed, and
//! whoever leaves the box empty or presses Esc leaves no trace.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The box. It has the focus when it comes.
#[component]
pub fn NewText(
    /// The name of the field that is typed first.
    label: &'static str,
    /// What to do with the text; not empty, without blanks around it.
    made: Callback<String>,
    /// The box is not wanted any more.
    closed: Callback<()>,
) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let text = RwSignal::new(String::new());
    // What was decided is decided once: a box that leaves the page loses the focus, too.
    let is_over = StoredValue::new(false);
    Effect::new(move || {
        if let Some(area) = area.get() {
            let _ = area.focus();
        }
    });
    let enter = move || {
        // A box that is taken off the page loses the focus once more, when its signals are gone.
        if is_over.try_get_value().unwrap_or(true) {
            return;
        }
        is_over.set_value(true);
        let typed = text.try_with_untracked(|text| text.trim().to_owned()).unwrap_or_default();
        if !typed.is_empty() {
            made.run(typed);
        }
        closed.run(());
    };
    let keys = move |event: ev::KeyboardEvent| match event.key().as_str() {
        _ if event.is_composing() => {}
        "Escape" => {
            event.stop_propagation();
            is_over.set_value(true);
            closed.run(());
        }
        "Enter" if !event.shift_key() => {
            event.prevent_default();
            enter();
        }
        _ => {}
    };
    view! {
        <div class="field new-text">
            <span class="field-label" aria-hidden="true">{label}</span>
            <span class="grow" data-value=move || text.get() data-typing="">
                <textarea
                    node_ref=area
                    rows="1"
                    aria-label=label
                    placeholder="Enter 存入，Esc 放弃"
                    bind:value=text
                    on:keydown=keys
                    on:change=move |_| enter()
                    on:blur=move |_| enter()
                ></textarea>
            </span>
        </div>
    }
}
