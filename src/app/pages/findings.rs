//! 问题: the list of findings, a row a finding, searched, filtered, grouped and sorted; typed in cell by cell, and many
//! rows are changed or moved at once. Each leads to its own page.

use leptos::prelude::*;
use serde_json::json;

use crate::app::nav::Nav;
use crate::app::parts::filter::Filters;
use crate::app::parts::new_text::NewText;
use crate::app::workspace::Workspace;
use crate::app::worktable::bar::Tools;
use crate::app::worktable::begin::{NoRows, asked_in_address};
use crate::app::worktable::chips::Chips;
use crate::app::worktable::record::RecordPanel;
use crate::app::worktable::table::{RecordTable, begin};
use query::RecordKind;
use query::route::Place;

/// The page.
#[component]
pub fn Findings() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let table = begin(RecordKind::Finding);
    let matched = move || table.matched.with(|rows| rows.len());
    let total = Memo::new(move |_| workspace.watch(|ledger| ledger.bundle().findings.len()));
    let adding = asked_in_address();
    let add = move |title: String| {
        let root = workspace.bundle_id();
        let next = workspace.look(ledger::Ledger::next_finding_number);
        workspace.add(&root, "findings", json!({ "number": next, "title": title }))
    };
    let made = Callback::new(move |title: String| {
        if let Some(id) = add(title) {
            nav.go(&Place::Finding(id).into());
        }
    });
    let another = Callback::new(move |title: String| drop(add(title)));
    view! {
        <section
            class=move || format!("page table-page findings {}", table.look.with(|look| look.density.class()))
            class:picking=move || table.picked.with(|picked| !picked.is_empty())
        >
            <header class="page-head">
                <h1>"问题"</h1>
                <p role="status" aria-label="命中" class="hits">
                    {move || format!("共 {} 个问题，符合 {} 个", total.get(), matched())}
                </p>
                <span class="spread"></span>
                <Tools>
                    <button type="button" on:click=move |_| adding.set(true)>"新增问题"</button>
                </Tools>
            </header>
            <Show when=move || adding.get()>
                <div class="new-finding" role="group" aria-label="新的问题">
                    <NewText label="反馈问题" made another closed=Callback::new(move |()| adding.set(false))/>
                </div>
            </Show>
            <Filters/>
            <Chips/>
            <NoRows total/>
            <RecordTable label="问题清单">
                <RecordPanel/>
            </RecordTable>
        </section>
    }
}
