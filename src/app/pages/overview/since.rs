//! 近一周: what was finished, became late, was extended, closed or sent back since this day a week ago. Each line opens to
//! what it counts.

use leptos::prelude::*;

use crate::app::workspace::Workspace;
use journal::since::Since;
use ledger::review::Item;
use ledger::{Id, Ledger};
use query::route::Route;
use query::whereabouts::place_of;

/// How far back the news go.
const DAYS: i64 = 7;

/// The most items that a line names.
const NAMED: usize = 20;

/// The section.
#[component]
pub fn SinceLastWeek() -> impl IntoView {
    let workspace = Workspace::of_page();
    let today = workspace.day();
    let from = today.plus_days(-DAYS);
    let since = Memo::new(move |_| {
        workspace.revision.track();
        workspace.look_journal(|journal| Since::of(journal, from, today))
    });
    let lines = move || {
        let since = since.get();
        let each = since.lines().map(|(name, ids)| (name, ids.to_vec()));
        each.into_iter().map(|(name, ids)| line(workspace, name, &ids)).collect::<Vec<_>>()
    };
    view! {
        <section class="since" aria-label="近一周">
            <h2>"近一周"<small>{format!("{}以来", from.chinese())}</small></h2>
            <Show
                when=move || since.with(|since| !since.is_empty())
                fallback=|| view! { <p class="hint">"近一周没有新完成、新逾期、延期、销号或退回。"</p> }
            >
                <div class="since-lines">{lines}</div>
            </Show>
        </section>
    }
}

fn line(workspace: Workspace, name: &'static str, ids: &[Id]) -> AnyView {
    let count = ids.len();
    if count == 0 {
        return view! { <p class="since-none">{name}" 0"</p> }.into_any();
    }
    let named =
        workspace.look(|ledger| ids.iter().take(NAMED).map(|id| told(ledger, id)).collect::<Vec<_>>());
    let items: Vec<_> = named
        .into_iter()
        .map(|(name, text, href)| view! { <li><a href=href>{name}</a>" "{text}</li> })
        .collect();
    let more = count.saturating_sub(NAMED);
    view! {
        <details>
            <summary>{name}" "<strong>{count}</strong></summary>
            <ul>{items}</ul>
            {(more > 0).then(|| view! { <p class="hint">{format!("另有 {more} 项")}</p> })}
        </details>
    }
    .into_any()
}

/// The name of an item, what it says, and where it is.
fn told(ledger: &Ledger, id: &Id) -> (String, String, String) {
    let item = Item::of(ledger, id);
    let name = item.map(|item| item.name(ledger)).unwrap_or_default();
    let text = match item {
        Some(Item::Finding(finding)) => finding.title.clone(),
        Some(Item::Measure(_, measure)) => measure.text.clone(),
        None => String::new(),
    };
    (name, text, Route::from(place_of(ledger, id)).href())
}
