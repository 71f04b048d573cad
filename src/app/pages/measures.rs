//! 措施: the ledger table, a row a measure, searched, filtered, grouped and sorted; typed in cell by cell,
//! and many rows are changed at once.

use leptos::prelude::*;

use crate::app::display_settings::DisplaySettings;
use crate::app::grid::{Geometry, Grid};
use crate::app::keys::Rows;
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::filter::{Filters, query_of};
use crate::app::workspace::Workspace;
use crate::app::worktable::bar::{PickBar, Tools};
use crate::app::worktable::chips::Chips;
use crate::app::worktable::doubt::DoubtDialog;
use crate::app::worktable::head::Heads;
use crate::app::worktable::look::remember_query;
use crate::app::worktable::sheet::MeasureSheet;
use crate::app::worktable::state::Worktable;
use query::print_rows::{self, PRINTED};
use query::route::{Place, Route};

/// The page.
#[component]
pub fn Measures() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let lists = Lists::of_page();
    let keys = Rows::of_page();
    let query = query_of(nav);
    keys.current.set(None);
    // Another query begins at its first row, before the page is drawn with the old one.
    Effect::new_isomorphic(move |before: Option<bool>| {
        query.with(|query| lists.ask_measures(query));
        if before.is_some() {
            keys.current.set(None);
        }
        true
    });
    remember_query(query);
    let table = Worktable::new(query);
    provide_context(table);
    let matched = move || lists.measures.with(|rows| rows.len());
    Effect::new(move || keys.count.set(table.lines.with(|lines| lines.len())));
    let total = Memo::new(move |_| {
        workspace.watch(|ledger| ledger.bundle().findings.iter().map(|f| f.measures.len()).sum::<usize>())
    });
    let sheet = MeasureSheet::of(&table);
    let comfort = DisplaySettings::of_page();
    let scale = Signal::derive(move || comfort.scale.get());
    let tracks = Signal::derive(move || {
        let scale = scale.get();
        table.shown.with(|shown| {
            table.columns.with(|columns| {
                table.fields.with(|fields| table.look.with(|look| look.tracks(shown, columns, fields, scale)))
            })
        })
    });
    let density = Memo::new(move |_| table.look.with(|look| look.density));
    let height = Signal::derive(move || density.get().height().map(|height| height * scale.get()));
    let geometry = Geometry::new(tracks, height, scale);
    let count = Memo::new(move |_| table.lines.with(|lines| lines.len()));
    let paper = Callback::new(move |()| {
        let lines = table.lines.get_untracked();
        let (groups, shown) = (table.groups.get_untracked(), table.shown.get_untracked());
        let some = lines.get(..PRINTED).unwrap_or(&lines);
        let made = lists.look(|index, ledger| {
            print_rows::measures(index, ledger, some, |key| groups.group(key), &shown, workspace.day())
        });
        (made.unwrap_or_default(), lines.len())
    });
    view! {
        <section
            class=move || format!("page table-page measures {}", density.get().class())
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
                <Tools/>
            </header>
            <Filters/>
            <Chips/>
            <Show when=move || matched() == 0>
                <p class="empty">
                    {move || if total.get() == 0 {
                        "台账里还没有整改措施。在问题的页面上新增，或打开一个台账文件。"
                    } else {
                        "没有符合条件的措施。请减少搜索的字，或清除筛选。"
                    }}
                </p>
            </Show>
            <Grid
                label="措施台账"
                source=sheet
                geometry
                head=view! { <Heads geometry/> }.into_any()
                matched=Signal::derive(matched)
                count
                paper
            />
            <DoubtDialog/>
            <PickBar/>
        </section>
    }
}
