//! 督办 from where it is called for: drafts a letter about a measure or finding, and links those that there are.

use leptos::prelude::*;
use serde_json::Value;

use crate::app::nav::Nav;
use crate::app::workspace::Workspace;
use ledger::Id;
use ledger::record::Node;
use ledger::register::ReminderKind;
use ledger::reminder::{ReminderState, drafted};
use ledger::review::Item;
use platform::clock;
use query::route::{Place, Route};

/// Drafts a letter and opens it.
pub fn draft(workspace: Workspace, nav: Nav, about: &Id, kind: ReminderKind) {
    let letter =
        workspace.look(|ledger| Some(drafted(ledger, Item::of(ledger, about)?, kind, clock::today())));
    let Some(letter) = letter else { return };
    let root = workspace.bundle_id();
    let members = match letter.to_json() {
        Value::Object(mut members) => {
            members.remove("id");
            Value::Object(members)
        }
        other => other,
    };
    if let Some(id) = workspace.add(&root, "reminders", members) {
        nav.go(&Place::Reminder(id).into());
    }
}

/// 督办 of an item: two letters to choose from, and the letters about it.
#[component]
pub fn Remind(
    /// The measure or finding.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let keep = StoredValue::new(id);
    let letters = Memo::new(move |_| {
        workspace.watch(|ledger| {
            keep.with_value(|id| {
                let all = ledger.bundle().reminders.iter();
                all.filter(|r| r.measures.contains(id) || r.findings.contains(id))
                    .map(|r| {
                        let kind = r.kind.as_ref().map_or("督办", ReminderKind::label);
                        let number = if r.number.is_empty() { kind } else { &r.number };
                        let state = ReminderState::of(r, workspace.day());
                        (r.id.clone(), number.to_owned(), state)
                    })
                    .collect::<Vec<_>>()
            })
        })
    });
    let button = move |kind: ReminderKind| {
        let words = format!("拟{}", kind.label());
        view! {
            <button
                type="button"
                class="small"
                on:click=move |_| keep.with_value(|id| draft(workspace, nav, id, kind.clone()))
            >
                {words}
            </button>
        }
    };
    view! {
        <p class="remind" role="group" aria-label="督办">
            <For each=move || letters.get() key=|letter| letter.clone() let:letter>
                <a
                    href=Route::from(Place::Reminder(letter.0)).href()
                    class:overdue=letter.2 == ReminderState::Late
                >
                    {letter.1}"（"{letter.2.label()}"）"
                </a>
            </For>
            {button(ReminderKind::Supervision)}
            {button(ReminderKind::Notice)}
        </p>
    }
}
