//! A box for something that is not there yet: a record is made when a text was typed, not when a button was pressed, and
//! whoever leaves the box empty or presses Esc leaves no trace.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use platform::focus;

/// A text that is being typed, until it is decided about.
#[derive(Clone, Copy)]
struct Begun {
    text: RwSignal<String>,
    /// What was decided is decided once: a box that leaves the page loses the focus, too.
    is_over: StoredValue<bool>,
    made: Callback<String>,
    closed: Callback<()>,
    another: Option<Callback<String>>,
    /// What had the focus before the box came.
    before: StoredValue<Option<focus::Focused>, LocalStorage>,
}

impl Begun {
    /// The focus goes back to where it came from, once the box is gone.
    fn give_back(self) {
        let before = self.before.try_get_value().flatten();
        request_animation_frame(move || {
            if let Some(before) = before.filter(|_| focus::active().is_none()) {
                let _ = focus::give(&before);
            }
        });
    }

    fn typed(self) -> String {
        self.text.try_with_untracked(|text| text.trim().to_owned()).unwrap_or_default()
    }

    fn enter(self) {
        // A box that is taken off the page loses the focus once more, when its signals are gone.
        if self.is_over.try_get_value().unwrap_or(true) {
            return;
        }
        self.is_over.set_value(true);
        let typed = self.typed();
        if !typed.is_empty() {
            self.made.run(typed);
        }
        self.closed.run(());
    }

    /// Enters what is typed; the box stays, for the next one.
    fn enter_and_go_on(self, another: Callback<String>) {
        let typed = self.typed();
        self.text.set(String::new());
        if !typed.is_empty() {
            another.run(typed);
        }
    }

    fn press(self, event: &ev::KeyboardEvent) {
        match event.key().as_str() {
            _ if event.is_composing() => {}
            "Escape" => {
                event.stop_propagation();
                self.is_over.set_value(true);
                self.give_back();
                self.closed.run(());
            }
            "Enter" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                match self.another {
                    Some(another) => self.enter_and_go_on(another),
                    None => self.enter(),
                }
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
    /// Ctrl+Enter: what to do with the text where the box stays for the next one.
    #[prop(optional)]
    another: Option<Callback<String>>,
) -> impl IntoView {
    let before = StoredValue::new_local(focus::active());
    let area = NodeRef::<html::Textarea>::new();
    let text = RwSignal::new(String::new());
    let begun = Begun { text, is_over: StoredValue::new(false), made, closed, another, before };
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
                    placeholder=if another.is_some() {
                        "Enter 存入，Ctrl+Enter 存入并写下一条，Esc 放弃"
                    } else {
                        "Enter 存入，Esc 放弃"
                    }
                    bind:value=text
                    on:keydown=move |event| begun.press(&event)
                    on:change=move |_| begun.enter()
                    on:blur=move |_| begun.enter()
                ></textarea>
            </span>
        </div>
    }
}
