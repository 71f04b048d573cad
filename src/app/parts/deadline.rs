//! The deadlines of a measure or finding: the first one, which stays, and its extensions, each with reason and
//! approver. The form refuses exactly what is missing; the rule is `journal::extending`'s.

use leptos::ev;
use leptos::prelude::*;

use super::draft_box::{Kept, LeftText};
use super::entries::{Entry, counted, css, ids_of};
use super::fold::{Fold, FoldName};
use crate::app::workspace::Workspace;
use journal::extending::{self, Lack, Typed};
use ledger::Id;
use ledger::deadline::{Deadline, DueClass, finding_is_finished};
use ledger::finding::Extension;
use ledger::review::Item;
use ledger::vocabulary::{Class, Vocabulary};
use platform::{clock, page};

/// The boxes of the form whose texts are kept: the new deadline, the reason, who approved it.
const BOXES: [&str; 3] = ["extension.due", "extension.reason", "extension.approver"];

/// Fields of an extension that take several lines.
const LONG: [&str; 1] = ["reason"];

/// The deadline in force, where it is not the first one, and how it stands to today.
#[component]
pub fn InForce(
    /// The measure or finding.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let told = Memo::new(move |_| {
        workspace.watch(|ledger| {
            let words = Vocabulary::new(&ledger.bundle().statuses);
            let (extended, finished) = match Item::of(ledger, &id)? {
                Item::Measure(_, m) => (m.extensions.len(), words.class(m.status.as_ref()) == Class::Done),
                Item::Finding(f) => (f.extensions.len(), finding_is_finished(words, f)),
            };
            let due = extending::current(ledger, &id)?;
            let deadline = Deadline::from_due(Some(&due));
            let stands = [DueClass::Overdue, DueClass::Within10, DueClass::Within30];
            let stands = stands.into_iter().find(|class| class.holds(deadline, finished, workspace.day()));
            let late = stands == Some(DueClass::Overdue);
            let stands = stands.map(|class| format!("，{}", class.label())).unwrap_or_default();
            let text = match extended {
                0 => stands.trim_start_matches('，').to_owned(),
                n => format!("现行时限 {due}（已延期 {n} 次{stands}）"),
            };
            (!text.is_empty()).then_some((text, late))
        })
    });
    move || told.get().map(|(text, late)| view! { <p class="in-force" class:overdue=late>{text}</p> })
}

/// 延期 of a measure or finding.
#[component]
pub fn Extensions(
    /// The measure or finding.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let keep = StoredValue::new(id);
    let ids = Memo::new(move |_| {
        keep.with_value(|id| workspace.watch_entity(id, |ledger| ids_of(ledger, id, "extensions")))
    });
    // A form that was not finished is open again.
    let begun = keep.with_value(|id| BOXES.iter().any(|name| Kept::is_left(workspace, id, name)));
    let asked = RwSignal::new(begun);
    let fold = Fold::around(ids);
    let is_shown = move || fold.is_shown() || asked.get();
    let open = move |_| {
        asked.set(true);
        fold.open();
        let selector = keep.with_value(|id| format!("[data-extend=\"{}\"] input", css(id)));
        request_animation_frame(move || page::focus(&selector));
    };
    view! {
        <section class="entries extensions" class:open=is_shown role="group" aria-label="延期" data-extend=keep.get_value().to_string()>
            <div class="entries-head">
                <FoldName fold name="延期" told=Signal::derive(move || counted(ids.with(Vec::len)))/>
                <button
                    type="button"
                    class="small"
                    title="首次时限不改写；推迟须写明原因和批准人"
                    aria-expanded=move || asked.get().to_string()
                    on:click=open
                >
                    "新增延期"
                </button>
            </div>
            <Show when=move || is_shown() && !ids.with(Vec::is_empty)>
                {first_due(keep)}
            </Show>
            <Show when=is_shown>
                <div class="entry-list">
                    <For each=move || ids.get() key=Id::clone let:id>
                        // The last one is in force: whoever moved or removed one would set another deadline.
                        <Entry id spec=Extension::SPEC long=&LONG without=&[] fixed=true/>
                    </For>
                </div>
            </Show>
            <Show when=move || asked.get()>
                <Form id=keep.get_value() asked/>
            </Show>
        </section>
    }
}

/// The first deadline, which stays whatever is put off.
fn first_due(item: StoredValue<Id>) -> AnyView {
    let workspace = Workspace::of_page();
    let first = move || {
        let due = item.with_value(|id| workspace.watch_entity(id, |ledger| ledger.get(id, "due")));
        let due = due.as_ref().and_then(|due| due.as_str()).filter(|due| !due.is_empty());
        due.unwrap_or("未填报").to_owned()
    };
    view! {
        <p class="first-due">
            "首次时限 "
            <strong>{first}</strong>
            "，此后依次延期："
        </p>
    }
    .into_any()
}

/// An extension that is being written.
#[derive(Clone, Copy)]
struct Extending {
    workspace: Workspace,
    /// The measure or finding.
    item: StoredValue<Id>,
    /// The boxes whose texts are kept, as [`BOXES`] names them.
    boxes: [Kept; 3],
    /// The day of the approval.
    date: RwSignal<String>,
    /// What the last try lacked.
    lacks: RwSignal<Vec<Lack>>,
    /// Whether the form is open.
    asked: RwSignal<bool>,
}

impl Extending {
    fn enter(self, event: &ev::SubmitEvent) {
        event.prevent_default();
        let [due, reason, approver] = self.boxes.map(|one| one.text.get_untracked());
        let typed = Typed { due, reason, approver, date: self.date.get_untracked() };
        let fresh = self.workspace.fresh_id();
        let made = self
            .item
            .with_value(|id| self.workspace.look(|ledger| extending::extend(ledger, id, &typed, &fresh)));
        match made {
            Ok(ops) => {
                if self.workspace.commit(ops) {
                    self.close();
                }
            }
            Err(missing) => self.lacks.set(missing),
        }
    }

    /// Closes the form, whose texts were entered or are not wanted.
    fn close(self) {
        for one in self.boxes {
            one.clear();
        }
        let head = self.item.with_value(keep_head);
        self.asked.set(false);
        request_animation_frame(move || page::focus(&head));
    }

    fn press(self, event: &ev::KeyboardEvent) {
        if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            self.close();
        }
    }

    /// One box of the form.
    fn field(
        self,
        name: &'static str,
        label: &'static str,
        value: RwSignal<String>,
        hint: &'static str,
    ) -> AnyView {
        let invalid = move || self.lacks.with(|all| all.iter().any(|(at, _)| *at == name)).then_some("true");
        view! {
            <label>
                <span>{label}</span>
                <input
                    type="text"
                    autocomplete="off"
                    aria-label=label
                    aria-invalid=invalid
                    placeholder=hint
                    bind:value=value
                />
            </label>
        }
        .into_any()
    }
}

/// What an extension asks for.
#[component]
fn Form(id: Id, asked: RwSignal<bool>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let extending = Extending {
        workspace,
        boxes: BOXES.map(|name| Kept::of(workspace, &id, name)),
        item: StoredValue::new(id),
        date: RwSignal::new(clock::today().to_string()),
        lacks: RwSignal::new(Vec::new()),
        asked,
    };
    let [due, reason, approver] = extending.boxes.map(|one| one.text);
    let current = Memo::new(move |_| {
        let due = extending
            .item
            .with_value(|id| workspace.watch_entity(id, |ledger| extending::current(ledger, id)));
        due.map_or_else(|| "还没有填写".to_owned(), |due| due.to_string())
    });
    let lacks = move || {
        let all = extending.lacks.get().into_iter();
        let lines: Vec<_> = all.map(|(_, text)| view! { <li>{text}</li> }).collect();
        (!lines.is_empty())
            .then(|| view! { <div class="gate" role="alert"><p>"没有登记："</p><ul>{lines}</ul></div> })
    };
    view! {
        <form
            class="extend"
            aria-label="登记延期"
            on:submit=move |event| extending.enter(&event)
            on:keydown=move |event| extending.press(&event)
        >
            <p class="hint">"现行时限 "{move || current.get()}"。原时限不改写，新的时限记在它后面。"</p>
            <div class="extend-fields">
                {extending.field("due", "新的时限", due, "2024-09-30")}
                {extending.field("reason", "延期原因", reason, "为何不能按期")}
                {extending.field("approver", "批准人", approver, "姓名或会议")}
                {extending.field("date", "批准日期", extending.date, "2024-06-18")}
            </div>
            <LeftText boxes=extending.boxes.to_vec()/>
            {lacks}
            <p class="extend-foot">
                <button type="submit" class="primary">"登记延期"</button>
                <button type="button" on:click=move |_| extending.close()>"取消"</button>
            </p>
        </form>
    }
}

/// The button that opened the form.
fn keep_head(id: &Id) -> String {
    format!("[data-extend=\"{}\"] .entries-head > button", css(id))
}
