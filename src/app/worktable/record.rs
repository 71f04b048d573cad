//! The record beside the 措施 table: the measure of the row that has the focus, whole, so that one goes through the rows
//! and reads and fills in without leaving them.

use leptos::ev;
use leptos::prelude::*;

use super::state::Worktable;
use crate::app::keys::Rows;
use crate::app::lists::Lists;
use crate::app::pages::finding::MeasureBody;
use crate::app::workspace::Workspace;
use ledger::Id;
use platform::page;
use query::Row;
use query::groups::Line;
use query::route::{Place, Route};

/// The first thing in the record that takes keys.
pub const INSIDE: &str = ".record button";

/// The editor of the grid, which has the focus while a cell has it.
const GRID: &str = ".grid-editor textarea";

/// The row of a record that stands next to this one, over heads of groups.
fn neighbour(lines: &[Line], from: usize, by: isize) -> Option<usize> {
    let mut at = from;
    loop {
        at = at.checked_add_signed(by)?;
        if matches!(lines.get(at)?, Line::Row(_)) {
            return Some(at);
        }
    }
}

/// The record, while it is open.
#[component]
pub fn RecordPanel() -> impl IntoView {
    let table = Worktable::of_page();
    view! {
        <Show when=move || table.record.get()>
            <Record/>
        </Show>
    }
}

#[component]
fn Record() -> impl IntoView {
    let (table, lists, rows) = (Worktable::of_page(), Lists::of_page(), Rows::of_page());
    let workspace = Workspace::of_page();
    let shown: Memo<Option<(Id, Id)>> = Memo::new(move |_| {
        let row = rows.current.get()?;
        let Line::Row(Row::Measure(measure)) = table.lines.with(|lines| lines.get(row).copied())? else {
            return None;
        };
        let ids = lists.look(|index, ledger| {
            index.measure(ledger, measure).map(|(finding, measure)| (finding.id.clone(), measure.id.clone()))
        });
        ids.flatten()
    });
    let step = move |by: isize| {
        let Some(from) = rows.current.get_untracked() else { return };
        if let Some(to) = table.lines.with_untracked(|lines| neighbour(lines, from, by)) {
            rows.current.set(Some(to));
        }
    };
    let ends = move |by: isize| {
        let from = rows.current.get();
        table.lines.with(|lines| from.and_then(|from| neighbour(lines, from, by)).is_none())
    };
    let back = move || page::focus(GRID);
    let close = move |_| {
        table.record.set(false);
        back();
    };
    let leave = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() && !event.default_prevented() {
            event.stop_propagation();
            back();
        }
    };
    let body = move || match shown.get() {
        Some((finding, measure)) => {
            let title = {
                let id = finding.clone();
                move || {
                    workspace.watch_entity(&id, |ledger| {
                        ledger.finding(&id).map(|finding| finding.title.clone()).unwrap_or_default()
                    })
                }
            };
            let number = {
                let id = finding.clone();
                Memo::new(move |_| workspace.watch(|ledger| ledger.finding_number(&id)))
            };
            let href = Route::from(Place::Measure(finding.clone(), measure.clone())).href();
            view! {
                <p class="record-finding">
                    <a href=href>{move || format!("问题 {}", number.get())}</a>
                    <span>{title}</span>
                </p>
                <MeasureBody finding id=measure/>
            }
            .into_any()
        }
        None => view! { <p class="empty">"请在表中选一条措施。"</p> }.into_any(),
    };
    view! {
        <aside class="record" aria-label="当前措施" on:keydown=leave>
            <header class="record-head">
                <h2 class="sr">"当前措施"</h2>
                <button type="button" disabled=move || ends(-1) on:click=move |_| step(-1)>"上一条"</button>
                <button type="button" disabled=move || ends(1) on:click=move |_| step(1)>"下一条"</button>
                <span class="spread"></span>
                <button type="button" class="quiet" aria-label="收起当前措施" title="收起（Esc）" on:click=close>
                    "×"
                </button>
            </header>
            <div class="record-body">{body}</div>
        </aside>
    }
}
