//! 措施: the ledger table, a row a measure, searched, filtered and sorted; the status is set in the row.

use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::app::finder::Finder;
use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::cell::{or_unfilled, with_hits};
use crate::app::parts::field::FieldBox;
use crate::app::parts::filter::{Filters, query_of};
use crate::app::parts::sorted::SortHead;
use crate::app::parts::window::Windowed;
use crate::browser::clock;
use crate::ledger::Id;
use crate::query::cells::MeasureCells;
use crate::query::route::{Place, Route};
use crate::query::{MeasureRow, SortBy};

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

/// The page.
#[component]
pub fn Measures() -> impl IntoView {
    let desk = Desk::of_page();
    let nav = Nav::of_page();
    let finder = Finder::of_page();
    let keys = Rows::of_page();
    let query = query_of(nav);
    keys.current.set(None);
    // Another query begins at its first row, before the page is drawn with the old one.
    Effect::new_isomorphic(move |before: Option<bool>| {
        query.with(|query| finder.ask_measures(query));
        if before.is_some() {
            keys.current.set(None);
        }
        true
    });
    let matched = move || finder.measures.with(|rows| rows.len());
    Effect::new(move || keys.count.set(matched()));
    let total = Memo::new(move |_| {
        desk.watch(|ledger| ledger.bundle().findings.iter().map(|f| f.measures.len()).sum::<usize>())
    });
    let id_of = move |row: MeasureRow| finder.look(|index, _| index.measure_id(row).cloned()).flatten();
    let open = Callback::new(move |row: MeasureRow| {
        let finding = id_of(row).and_then(|id| desk.look(|l| l.measure(&id).map(|(f, _)| f.id.clone())));
        if let Some(finding) = finding {
            nav.go(&Place::Finding(finding).into());
        }
    });
    let head = || {
        view! {
            <tr>
                <SortHead name="序号" by=SortBy::Number class="c-number"/>
                <SortHead name="反馈问题" by=SortBy::Finding class="c-finding"/>
                <SortHead name="整改措施" by=SortBy::Text class="c-text"/>
                <SortHead name="牵头部门" by=SortBy::Lead class="c-lead"/>
                <SortHead name="责任人" by=SortBy::Owner class="c-owner"/>
                <SortHead name="整改时限" by=SortBy::Due class="c-due"/>
                <SortHead name="整改类型" by=SortBy::Term class="c-term"/>
                <SortHead name="整改进展及成效" by=SortBy::Progress class="c-progress"/>
                <SortHead name="整改状态" by=SortBy::Status class="c-status"/>
            </tr>
        }
        .into_any()
    };
    view! {
        <section class="page table-page measures">
            <header class="page-head">
                <h1>"措施"</h1>
                <p role="status" aria-label="命中" class="hits">
                    {move || format!("共 {} 条措施，符合 {} 条", total.get(), matched())}
                </p>
                <a href=move || Route { place: Place::Exchange, query: nav.route.with(|r| r.query.clone()) }.href()>
                    "导入导出"
                </a>
            </header>
            <Filters/>
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
                rows=Signal::derive(move || finder.measures.get())
                row_height=ROW
                columns=9
                head=head()
                row=move |row: MeasureRow| match id_of(row) {
                    Some(id) => view! { <Cells id/> }.into_any(),
                    None => ().into_any(),
                }
                current=keys.current
                open
            />
        </section>
    }
}

#[component]
fn Cells(id: Id) -> impl IntoView {
    let desk = Desk::of_page();
    let today = clock::today();
    let row = {
        let id = id.clone();
        Memo::new(move |_| {
            desk.track(&id);
            if let Some(finding) = desk.look(|ledger| ledger.finding_of(&id).map(|f| f.id.clone())) {
                desk.track(&finding);
            }
            desk.look(|ledger| {
                ledger.measure(&id).map(|(f, m)| MeasureCells::of(ledger, f, m, today)).unwrap_or_default()
            })
        })
    };
    let finding = desk.look(|ledger| ledger.finding_of(&id).map(|f| f.id.clone()));
    let href = finding.map(|id| Route::from(Place::Finding(id)).href()).unwrap_or_default();
    view! {
        <td class="c-number">
            <a href=href>{with_hits(row, |r| &r.number)}</a>
        </td>
        <td class="clamp">
            <div title=move || row.with(|r| r.finding.clone())>{with_hits(row, |r| &r.finding)}</div>
        </td>
        <td class="clamp">
            <div title=move || row.with(|r| r.text.clone())>{with_hits(row, |r| &r.text)}</div>
        </td>
        <td class="clamp">
            <div>{or_unfilled(row, |r| &r.lead)}</div>
        </td>
        <td>{or_unfilled(row, |r| &r.owner)}</td>
        <td class="clamp" class:overdue=move || row.with(|r| r.overdue)>
            <div>
                {or_unfilled(row, |r| &r.due)}
                {move || row.with(|r| r.overdue).then_some(" 逾期")}
            </div>
        </td>
        <td>{or_unfilled(row, |r| &r.term)}</td>
        <td class="clamp">
            <div title=move || row.with(|r| r.progress.clone())>{or_unfilled(row, |r| &r.progress)}</div>
        </td>
        <td>
            <FieldBox entity=id field="status" quiet=true/>
        </td>
    }
}
