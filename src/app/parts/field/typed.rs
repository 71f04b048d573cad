//! A field that is typed in: text, numbers, dates, deadlines, names of units, numbers of measures. What is typed is a
//! draft until it is entered; whether it may be is `journal::typed_over`'s.

use leptos::ev;
use leptos::prelude::*;

use crate::app::workspace::Workspace;
use journal::describe::UNFILLED;
use journal::input::Input;
use journal::typed_over::Meeting;
use ledger::{Id, Ledger};
use platform::focus;

/// The box of one field, with what it says beside it. `blank` stands in it while nothing does.
pub(super) fn typed(
    workspace: Workspace,
    key: (Id, String),
    input: StoredValue<Input>,
    (label, blank): (String, &'static str),
    lines: bool,
) -> AnyView {
    let typed = Typed::of_part(workspace, key, input, lines);
    let control = if lines { typed.area(label, blank) } else { typed.line(label, blank, input) };
    view! {
        {control}
        <Show when=move || typed.recovered.get()>
            <span class="draft">
                "上次没有输完的文字 "
                {typed.decides("采用", true)}
                {typed.decides("放弃", false)}
            </span>
        </Show>
        {move || {
            typed
                .met
                .get()
                .map(|now| {
                    let now = if now.is_empty() { UNFILLED.to_owned() } else { format!("“{now}”") };
                    view! {
                        <p class="field-error" role="alert">
                            {format!("没有存入：输入期间这里已被改为{now}。")}
                            {typed.decides("用我输入的", true)}
                            {typed.decides("保留现在的", false)}
                        </p>
                    }
                })
        }}
        {move || typed.error.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
    }
    .into_any()
}

/// What is typed into a field, and what the ledger holds there meanwhile.
#[derive(Clone, Copy)]
struct Typed {
    workspace: Workspace,
    /// Whose field, and its name.
    key: StoredValue<(Id, String)>,
    /// What the ledger holds.
    stored: Memo<String>,
    /// What is in the box and not entered; `None` while the box shows what is stored.
    typing: RwSignal<Option<String>>,
    /// What stood there at the first key, where it is known: the person has seen that, and perhaps nothing newer.
    base: RwSignal<Option<String>>,
    /// Another value that came meanwhile and that the person was shown.
    met: RwSignal<Option<String>>,
    /// Why what was typed could not be entered.
    error: RwSignal<Option<String>>,
    /// Whether the box began with what had been left in it.
    recovered: RwSignal<bool>,
    /// Several lines may be typed.
    lines: bool,
}

impl Typed {
    /// With the draft that was left in the box, where it says something else than the ledger.
    fn of_part(workspace: Workspace, key: (Id, String), input: StoredValue<Input>, lines: bool) -> Self {
        let draft = workspace.store().and_then(|store| store.draft(&workspace.bundle_id(), &key.0, &key.1));
        let key = StoredValue::new(key);
        let stored = Memo::new(move |_| {
            key.with_value(|(entity, field)| {
                let read = |ledger: &Ledger| {
                    let value = ledger.get(entity, field).unwrap_or_default();
                    input.with_value(|input| input.text(ledger, &value))
                };
                // Names of other entities may change without this one.
                if input.with_value(Input::names_others) {
                    workspace.watch(read)
                } else {
                    workspace.watch_entity(entity, read)
                }
            })
        });
        let draft = draft.filter(|(draft, _)| stored.with_untracked(|now| now != draft));
        let recovered = RwSignal::new(draft.is_some());
        let (draft, begun) = draft.unzip();
        let typed = Self {
            workspace,
            key,
            stored,
            typing: RwSignal::new(draft),
            base: RwSignal::new(begun.flatten()),
            met: RwSignal::new(None),
            error: RwSignal::new(None),
            recovered,
            lines,
        };
        // Another tab that enters a value here drops the draft, and there is one for both: what this one types is kept again.
        Effect::new(move |before: Option<()>| {
            let now = stored.get();
            let typing = typed.typing.get_untracked();
            if let Some(text) = typing.filter(|text| before.is_some() && *text != now) {
                typed.keep_draft(&text);
            }
        });
        typed
    }

    /// What the box shows.
    fn shown(self) -> String {
        self.typing.get().unwrap_or_else(|| self.stored.get())
    }

    fn keep_draft(self, text: &str) {
        if let Some(store) = self.workspace.store() {
            let begun = self.base.get_untracked().unwrap_or_default();
            let bundle = self.workspace.bundle_id();
            // A draft that finds no room is still in the box; entering it will be loud.
            let _ = self.key.with_value(|(e, f)| store.put_draft(&bundle, e, f, (text, &begun)));
        }
    }

    fn forget_draft(self) {
        if let Some(store) = self.workspace.store() {
            self.key.with_value(|(e, f)| store.drop_draft(&self.workspace.bundle_id(), e, f));
        }
    }

    fn show_stored(self) {
        self.typing.set(None);
        self.base.set(None);
        self.met.set(None);
        self.recovered.set(false);
    }

    fn give_up(self) {
        self.error.set(None);
        self.show_stored();
        self.forget_draft();
    }

    fn type_in(self, event: &ev::Event) {
        let text = event_target_value(event);
        // Back to what is stored, by typing or by the box's own undo: nothing is left to enter.
        if self.stored.with_untracked(|now| *now == text) {
            self.give_up();
            return;
        }
        self.error.set(None);
        if self.typing.with_untracked(Option::is_none) {
            self.base.set(Some(self.stored.get_untracked()));
        }
        self.keep_draft(&text);
        self.typing.set(Some(text));
    }

    /// Enters what is typed. `is_decided` where the person pressed what does that, and did not merely leave the box.
    fn enter(self, is_decided: bool) {
        // A box that leaves the page with the cursor in it says `change` once more, when its signals are gone;
        // what was typed is kept as a draft then.
        let Some(Some(text)) = self.typing.try_get_untracked() else { return };
        // Another tab or a merge may have been here since the first key.
        let now = self.stored.get_untracked();
        let (base, met) = (self.base.get_untracked(), self.met.get_untracked());
        match Meeting::of(&text, &now, base.as_deref(), met.as_deref(), is_decided) {
            Meeting::Nothing => {}
            Meeting::Unseen => return self.met.set(Some(now)),
            // The buttons beside it must not be drawn anew under the pointer that leaves the box for them.
            Meeting::Undecided => return,
        }
        // Before the edit: another tab that types here keeps its own draft again when it hears of that.
        self.forget_draft();
        match self.key.with_value(|(entity, field)| self.workspace.enter(entity, field, &text)) {
            Ok(true) => self.show_stored(),
            Ok(false) => self.keep_draft(&text),
            Err(expected) => {
                self.keep_draft(&text);
                self.error.set(Some(format!("没有存入：应为{expected}")));
            }
        }
    }

    fn press(self, event: &ev::KeyboardEvent) {
        match event.key().as_str() {
            // Keys of an input method are its own: its Esc puts the candidates away, not the text.
            _ if event.is_composing() => {}
            "Escape" if self.typing.with_untracked(Option::is_some) => {
                event.stop_propagation();
                self.give_up();
            }
            "Enter" if !self.lines || event.ctrl_key() => self.enter(true),
            _ => {}
        }
    }

    /// While it is there, Ctrl+Z is the box's own.
    fn mark(self) -> Option<&'static str> {
        self.typing.with(Option::is_some).then_some("")
    }

    fn invalid(self) -> Option<&'static str> {
        self.error.with(Option::is_some).then_some("true")
    }

    /// A box of several lines.
    fn area(self, label: String, blank: &'static str) -> AnyView {
        view! {
            <span class="grow" data-value=move || self.shown() data-typing=move || self.mark()>
                <textarea
                    rows="1"
                    aria-label=label
                    aria-invalid=move || self.invalid()
                    placeholder=blank
                    prop:value=move || self.shown()
                    on:input=move |event| self.type_in(&event)
                    on:change=move |_| self.enter(false)
                    on:keydown=move |event| self.press(&event)
                ></textarea>
            </span>
        }
        .into_any()
    }

    /// A box of one line.
    fn line(self, label: String, blank: &'static str, input: StoredValue<Input>) -> AnyView {
        view! {
            <span class="grow line" data-value=move || self.shown() data-typing=move || self.mark()>
                <input
                    type="text"
                    autocomplete="off"
                    aria-label=label
                    aria-invalid=move || self.invalid()
                    placeholder=blank
                    list=input.with_value(Input::suggestions)
                    prop:value=move || self.shown()
                    on:input=move |event| self.type_in(&event)
                    on:change=move |_| self.enter(false)
                    on:keydown=move |event| self.press(&event)
                />
            </span>
        }
        .into_any()
    }

    /// A button that enters what is typed, or gives it up; it is gone then.
    fn decides(self, text: &'static str, entered: bool) -> AnyView {
        let decide = move |event: ev::MouseEvent| {
            focus::keep(&event);
            if entered { self.enter(true) } else { self.give_up() }
        };
        view! { <button type="button" class="small" on:click=decide>{text}</button> }.into_any()
    }
}
