//! The record beside a table: the measure or the finding of the row that has the focus, whole, so that one goes through the
//! rows and reads and fills in without leaving them.

use leptos::ev;
use leptos::prelude::*;

use super::state::Worktable;
use crate::app::keys::Rows;
use crate::app::lists::Lists;
use crate::app::pages::finding::{FindingBody, MeasureBody};
use crate::app::workspace::Workspace;
use ledger::Id;
use platform::page;
use query::Record;
use query::groups::Line;
use query::route::{Place, Route};

/// The first thing in the record that takes keys.
pub const INSIDE: &str = ".record button";

/// The editor of the grid, which has the focus while a cell has it.
const GRID: &str = ".grid-box:not([hidden])";

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

/// The finding of the row that has the focus, and its measure where the rows are measures.
fn current() -> Memo<Option<(Id, Option<Id>)>> {
    let (table, lists, rows) = (Worktable::of_page(), Lists::of_page(), Rows::of_page());
    Memo::new(move |_| {
        let row = rows.current.get()?;
        let Line::Row(row) = table.lines.with(|lines| lines.get(row).copied())? else { return None };
        let ids = lists.look(|index, ledger| match index.record(ledger, row)? {
            Record::Measure(finding, measure) => Some((finding.id.clone(), Some(measure.id.clone()))),
            Record::Finding(finding) => Some((finding.id.clone(), None)),
        });
        ids.flatten()
    })
}

/// 上一条, 下一条: `by` is -1 or 1.
fn stepper(label: &'static str, by: isize) -> impl IntoView {
    let (table, rows) = (Worktable::of_page(), Rows::of_page());
    let step = move |_| {
        let Some(from) = rows.current.get_untracked() else { return };
        if let Some(to) = table.lines.with_untracked(|lines| neighbour(lines, from, by)) {
            rows.current.set(Some(to));
        }
    };
    let at_end = move || {
        let from = rows.current.get();
        table.lines.with(|lines| from.and_then(|from| neighbour(lines, from, by)).is_none())
    };
    view! { <button type="button" disabled=at_end on:click=step>{label}</button> }
}

/// A record, below the finding that it is or belongs to.
fn whole(finding: Id, measure: Option<Id>) -> AnyView {
    let workspace = Workspace::of_page();
    let id = StoredValue::new(finding.clone());
    let title = move || {
        let id = id.get_value();
        workspace.watch_entity(&id, |ledger| {
            ledger.finding(&id).map(|finding| finding.title.clone()).unwrap_or_default()
        })
    };
    let number = Memo::new(move |_| workspace.watch(|ledger| id.with_value(|id| ledger.finding_number(id))));
    let place = match &measure {
        Some(measure) => Place::Measure(finding.clone(), measure.clone()),
        None => Place::Finding(finding.clone()),
    };
    let href = Route::from(place).href();
    view! {
        <p class="record-finding">
            <a href=href>{move || format!("问题 {}", number.get())}</a>
            <span>{title}</span>
        </p>
        {match measure {
            Some(measure) => view! { <MeasureBody finding id=measure/> }.into_any(),
            None => view! { <FindingBody id=finding/> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Record() -> impl IntoView {
    let table = Worktable::of_page();
    let noun = table.words().noun;
    let shown = current();
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
    let none = move || view! { <p class="empty">{format!("请在表中选一{}{noun}。", table.words().unit)}</p> };
    let body =
        move || shown.get().map_or_else(|| none().into_any(), |(finding, measure)| whole(finding, measure));
    view! {
        <aside class="record" aria-label=format!("当前{noun}") on:keydown=leave>
            <header class="record-head">
                <h2 class="sr">{format!("当前{noun}")}</h2>
                {stepper("上一条", -1)}
                {stepper("下一条", 1)}
                <span class="spread"></span>
                <button type="button" class="quiet" aria-label=format!("收起当前{noun}") title="收起（Esc）" on:click=close>
                    "×"
                </button>
            </header>
            <div class="record-body">{body}</div>
        </aside>
    }
}
