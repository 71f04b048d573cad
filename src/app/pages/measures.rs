//! 措施: the ledger table, a row a measure, searched, filtered, grouped and sorted; the status is set in the row, and
//! many rows are changed at once.

use leptos::ev;
use leptos::prelude::*;

use crate::app::keys::Rows;
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::filter::{Filters, query_of};
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use crate::app::worktable::bar::{PickBar, Tools};
use crate::app::worktable::chips::Chips;
use crate::app::worktable::head::Heads;
use crate::app::worktable::row;
use crate::app::worktable::state::Worktable;
use query::groups::Line;
use query::route::{Place, Route};

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

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
    let table = Worktable::new(query);
    provide_context(table);
    let matched = move || lists.measures.with(|rows| rows.len());
    Effect::new(move || keys.count.set(table.lines.with(|lines| lines.len())));
    let total = Memo::new(move |_| {
        workspace.watch(|ledger| ledger.bundle().findings.iter().map(|f| f.measures.len()).sum::<usize>())
    });
    let open = Callback::new(move |line: Line| match line {
        Line::Head(key) => table.fold(key),
        Line::Row(row) => {
            let id = lists.look(|index, _| index.measure_id(row).cloned()).flatten();
            let finding = id.and_then(|id| workspace.look(|l| l.measure(&id).map(|(f, _)| f.id.clone())));
            if let Some(finding) = finding {
                nav.go(&Place::Finding(finding).into());
            }
        }
    });
    let on_key = Callback::new(move |(line, event): (Line, ev::KeyboardEvent)| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        let key = event.key();
        if let Line::Row(row) = line
            && plain
            && (key == " " || key.eq_ignore_ascii_case("x"))
        {
            event.prevent_default();
            table.turn(row, event.shift_key());
        }
    });
    let is_picked = Callback::new(move |line: Line| match line {
        Line::Row(row) => table.picked.with(|picked| picked.contains(row)),
        Line::Head(_) => false,
    });
    view! {
        <section
            class="page table-page measures"
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
            <Windowed
                label="措施台账"
                rows=Signal::derive(move || table.lines.get())
                row_height=ROW
                columns=Signal::derive(move || table.shown.with(Vec::len))
                head=view! { <Heads/> }.into_any()
                row=row::draw
                paper=row::paper(table, lists)
                current=keys.current
                open
                min_width=Signal::derive(move || table.fields.with(|fields| table.columns.with(|columns| columns.total(fields))))
                is_head=|line: &Line| matches!(line, Line::Head(_))
                picked=is_picked
                on_key
                matched=Signal::derive(matched)
                number=Callback::new(move |line| table.number(line))
                returns=true
            />
            <PickBar/>
        </section>
    }
}
