//! 措施: the ledger table, a row a measure, searched, filtered, grouped and sorted; typed in cell by cell,
//! and many rows are changed at once.

use leptos::prelude::*;

use crate::app::nav::Nav;
use crate::app::parts::filter::Filters;
use crate::app::workspace::Workspace;
use crate::app::worktable::bar::Tools;
use crate::app::worktable::begin::{NewMeasure, NoRows};
use crate::app::worktable::chips::Chips;
use crate::app::worktable::record::RecordPanel;
use crate::app::worktable::table::{RecordTable, begin};
use query::RecordKind;
use query::route::{Place, Route};

/// The page.
#[component]
pub fn Measures() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let table = begin(RecordKind::Measure);
    let matched = move || table.matched.with(|rows| rows.len());
    let total = Memo::new(move |_| {
        workspace.watch(|ledger| ledger.bundle().findings.iter().map(|f| f.measures.len()).sum::<usize>())
    });
    view! {
        <section
            class=move || format!("page table-page measures {}", table.look.with(|look| look.density.class()))
            class:picking=move || table.picked.with(|picked| !picked.is_empty())
        >
            <header class="page-head">
                <h1>"措施"</h1>
                <p role="status" aria-label="命中" class="hits">
                    {move || format!("共 {} 条措施，符合 {} 条", total.get(), matched())}
                </p>
                <a href=move || Route { place: Place::Exchange, query: nav.route.with(|r| r.query.clone()) }.href()>
                    "导入导出"
                </a>
                <span class="spread"></span>
                <Tools>
                    <NewMeasure/>
                </Tools>
            </header>
            <Filters/>
            <Chips/>
            <NoRows total/>
            <RecordTable label="措施台账">
                <RecordPanel/>
            </RecordTable>
        </section>
    }
}
