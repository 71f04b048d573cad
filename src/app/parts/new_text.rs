//! A box for something that is not there yet: a record is made when a text was typed, not when a button was pressed, and
//! whoever leaves the box empty or presses Esc leaves no trace.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use platform::focus;

/// The box. It has the focus when it comes.
#[component]
pub fn NewText(
    /// The name of the field that is typed first.
    label: &'static str,
    /// What to do with the text; not empty, without blanks around it.
    made: Callback<String>,
    /// The box is not wanted any more.
    closed: Callback<()>,
    /// Ctrl+Enter: what to do with the text where the box stays for the next one.
    #[prop(optional)]
    another: Option<Callback<String>>,
) -> impl IntoView {
    let before = focus::active();
    let area = NodeRef::<html::Textarea>::new();
    let text = RwSignal::new(String::new());
    // What was decided is decided once: a box that leaves the page loses the focus, too.
    let is_over = StoredValue::new(false);
    Effect::new(move || {
        if let Some(area) = area.get() {
            let _ = area.focus();
        }
    });
    // The focus goes back to where it came from, once the box is gone.
    let before = StoredValue::new_local(before);
    let give_back = move || {
        let before = before.try_get_value().flatten();
        request_animation_frame(move || {
            if let Some(before) = before.filter(|_| focus::active().is_none()) {
                let _ = focus::give(&before);
            }
        });
    };
    let take = move || {
        let typed = text.try_with_untracked(|text| text.trim().to_owned()).unwrap_or_default();
        text.set(String::new());
        typed
    };
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
            give_back();
            closed.run(());
        }
        "Enter" if another.is_some() && (event.ctrl_key() || event.meta_key()) => {
            event.prevent_default();
            let typed = take();
            if let Some(another) = another.filter(|_| !typed.is_empty()) {
                another.run(typed);
            }
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
                    placeholder=if another.is_some() {
                        "Enter 存入，Ctrl+Enter 存入并写下一条，Esc 放弃"
                    } else {
                        "Enter 存入，Esc 放弃"
                    }
                    bind:value=text
                    on:keydown=keys
                    on:change=move |_| enter()
                    on:blur=move |_| enter()
                ></textarea>
            </span>
        </div>
    }
}
