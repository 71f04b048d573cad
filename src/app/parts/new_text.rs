//! A box for something that is not there yet: a record is made when a text was typed, not when a button was pressed, and
//! whoever leaves the box empty or presses Esc leaves no trace.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// A text that is being typed, until it is decided about.
#[derive(Clone, Copy)]
struct Begun {
    text: RwSignal<String>,
    /// What was decided is decided once: a box that leaves the page loses the focus, too.
    is_over: StoredValue<bool>,
    made: Callback<String>,
    closed: Callback<()>,
}

impl Begun {
    fn enter(self) {
        // A box that is taken off the page loses the focus once more, when its signals are gone.
        if self.is_over.try_get_value().unwrap_or(true) {
            return;
        }
        self.is_over.set_value(true);
        let typed = self.text.try_with_untracked(|text| text.trim().to_owned()).unwrap_or_default();
        if !typed.is_empty() {
            self.made.run(typed);
        }
        self.closed.run(());
    }

    fn press(self, event: &ev::KeyboardEvent) {
        match event.key().as_str() {
            _ if event.is_composing() => {}
            "Escape" => {
                event.stop_propagation();
                self.is_over.set_value(true);
                self.closed.run(());
            }
            "Enter" if !event.shift_key() => {
                event.prevent_default();
                self.enter();
            }
            _ => {}
        }
    }
}

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
    let begun = Begun { text, is_over: StoredValue::new(false), made, closed };
    Effect::new(move || {
        if let Some(area) = area.get() {
            let _ = area.focus();
        }
    });
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
                    on:keydown=move |event| begun.press(&event)
                    on:change=move |_| begun.enter()
                    on:blur=move |_| begun.enter()
                ></textarea>
            </span>
        </div>
    }
}
