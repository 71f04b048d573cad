//! What is asked of a list beyond the filters: said in words, each with what takes it back.

use leptos::prelude::*;

use crate::app::nav::Nav;
use crate::app::parts::filter::query_of;
use crate::app::workspace::Workspace;
use journal::describe;
use ledger::Ledger;
use platform::focus;
use query::{Pick, Query};

/// A condition: what it says, and the query without it.
type Chip = (String, fn(&mut Query));

fn chips(ledger: &Ledger, query: &Query) -> Vec<Chip> {
    let mut chips: Vec<Chip> = Vec::new();
    match &query.owner {
        Some(Pick::Is(name)) => chips.push((format!("责任人：{name}"), |q| q.owner = None)),
        Some(Pick::None) => chips.push(("未定责任人".to_owned(), |q| q.owner = None)),
        None => {}
    }
    if let Some(unit) = &query.unit {
        let found = ledger.bundle().units.iter().find(|known| known.id == *unit);
        let name = found.map_or_else(|| unit.to_string(), |unit| unit.name.clone());
        chips.push((format!("牵头、责任或配合：{name}"), |q| q.unit = None));
    }
    if let Some(state) = query.closure {
        chips.push((format!("销号：{}", state.label()), |q| q.closure = None));
    }
    if let Some(days) = query.idle {
        chips.push((format!("{days} 天无进展"), |q| q.idle = None));
    }
    if query.unproved {
        chips.push(("缺佐证材料".to_owned(), |q| q.unproved = false));
    }
    if let Some(finished) = query.finished {
        let name = if finished { "已完成" } else { "尚未完成" };
        chips.push((name.to_owned(), |q| q.finished = None));
    }
    if let Some(finding) = &query.finding {
        let name = describe::place(ledger, finding).unwrap_or_else(|| format!("问题 {finding}"));
        chips.push((name, |q| q.finding = None));
    }
    chips
}

/// The conditions that no filter shows.
#[component]
pub fn Chips() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let query = query_of(nav);
    let shown = move || query.with(|query| workspace.watch(|ledger| chips(ledger, query)));
    let draw = move |(name, without): Chip| {
        let label = format!("去掉条件“{name}”");
        view! {
            <li class="chip">
                {name}
                <button
                    type="button"
                    class="icon"
                    aria-label=label.clone()
                    title=label
                    on:click=move |event| {
                        focus::keep(&event);
                        let mut next = query.get_untracked();
                        without(&mut next);
                        nav.set_query(next.print());
                    }
                >
                    "×"
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || !shown().is_empty()>
            <ul class="chips" aria-label="其他条件">{move || shown().into_iter().map(draw).collect_view()}</ul>
        </Show>
    }
}
