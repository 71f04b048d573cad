//! 问题: the list of findings, searched, filtered and sorted; each leads to its own page.

use leptos::prelude::*;
use serde_json::json;

use crate::app::keys::Rows;
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::cell::{or_unfilled, with_hits};
use crate::app::parts::filter::{Filters, query_of};
use crate::app::parts::new_text::NewText;
use crate::app::parts::sorted::SortHead;
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use crate::app::worktable::chips::Chips;
use crate::app::worktable::menu::WorkMenu;
use crate::app::worktable::take::Take;
use ledger::Id;
use query::cells::FindingCells;
use query::route::{Place, Route};
use query::{FindingRow, SortBy, print_rows};

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

/// The page.
#[component]
pub fn Findings() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let lists = Lists::of_page();
    let keys = Rows::of_page();
    let query = query_of(nav);
    keys.current.set(None);
    Effect::new_isomorphic(move |before: Option<bool>| {
        query.with(|query| lists.ask_findings(query));
        if before.is_some() {
            keys.current.set(None);
        }
        true
    });
    let matched = move || lists.findings.with(|rows| rows.len());
    Effect::new(move || keys.count.set(matched()));
    let total = Memo::new(move |_| workspace.watch(|ledger| ledger.bundle().findings.len()));
    let id_of = move |row: FindingRow| lists.look(|index, _| index.finding_id(row).cloned()).flatten();
    let open = Callback::new(move |row: FindingRow| {
        if let Some(id) = id_of(row) {
            nav.go(&Place::Finding(id).into());
        }
    });
    let take = Take::of_page();
    let adding = RwSignal::new(false);
    let made = Callback::new(move |title: String| {
        let root = workspace.bundle_id();
        let next = workspace.look(ledger::Ledger::next_finding_number);
        if let Some(id) = workspace.add(&root, "findings", json!({ "number": next, "title": title })) {
            nav.go(&Place::Finding(id).into());
        }
    });
    let head = || {
        view! {
            <tr>
                <SortHead name="序号" by=SortBy::Number class="c-number"/>
                <SortHead name="反馈问题" by=SortBy::Finding class="c-text"/>
                <SortHead name="问题类别" by=SortBy::Aspect class="c-progress"/>
                <SortHead name="牵头部门" by=SortBy::Lead class="c-status"/>
                <SortHead name="整改时限" by=SortBy::Due class="c-due"/>
                <SortHead name="措施数" by=SortBy::Measures class="c-count"/>
                <SortHead name="完成情况" by=SortBy::Status class="c-status"/>
                <SortHead name="逾期" by=SortBy::Overdue class="c-count"/>
            </tr>
        }
        .into_any()
    };
    view! {
        <section class="page table-page findings">
            <header class="page-head">
                <h1>"问题"</h1>
                <p role="status" aria-label="命中" class="hits">
                    {move || format!("共 {} 个问题，符合 {} 个", total.get(), matched())}
                </p>
                <span class="spread"></span>
                <div class="table-tools" role="group" aria-label="表格工具">
                    <WorkMenu place=Place::Findings/>
                    <button type="button" on:click=move |_| take.copy_findings()>"复制为表格"</button>
                    <button type="button" on:click=move |_| take.export_findings()>"导出所示"</button>
                    <button type="button" on:click=move |_| adding.set(true)>"新增问题"</button>
                </div>
            </header>
            <Show when=move || adding.get()>
                <div class="new-finding" role="group" aria-label="新的问题">
                    <NewText label="反馈问题" made closed=Callback::new(move |()| adding.set(false))/>
                </div>
            </Show>
            <Filters/>
            <Chips/>
            <Show when=move || matched() == 0>
                <p class="empty">
                    {move || if total.get() == 0 {
                        "台账里还没有问题。按“新增问题”写下第一个，或打开一个台账文件。"
                    } else {
                        "没有符合条件的问题。请减少搜索的字，或清除筛选。"
                    }}
                </p>
            </Show>
            <Windowed
                label="问题清单"
                rows=Signal::derive(move || lists.findings.get())
                row_height=ROW
                columns=8
                head=head()
                row=move |row: FindingRow| match id_of(row) {
                    Some(id) => view! { <Cells id/> }.into_any(),
                    None => ().into_any(),
                }
                paper=Callback::new(move |rows: Vec<FindingRow>| {
                    let made = lists.look(|index, ledger| print_rows::findings(index, ledger, &rows, workspace.day()));
                    made.unwrap_or_default()
                })
                current=keys.current
                open
                returns=true
            />
        </section>
    }
}

#[component]
fn Cells(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let today = workspace.day();
    // A finding's row tells of its measures too, so it looks again at every change.
    let href = Route::from(Place::Finding(id.clone())).href();
    let row = Memo::new(move |_| {
        workspace.watch(|ledger| {
            ledger.finding(&id).map(|f| FindingCells::of(ledger, f, today)).unwrap_or_default()
        })
    });
    view! {
        <td class="c-number">{with_hits(row, |r| &r.number)}</td>
        <td class="clamp">
            <div>
                <a href=href>{with_hits(row, |r| &r.title)}</a>
            </div>
        </td>
        <td class="clamp">
            <div>{or_unfilled(row, |r| &r.aspect)}</div>
        </td>
        <td class="clamp">
            <div>{or_unfilled(row, |r| &r.lead)}</div>
        </td>
        <td class="clamp" class:overdue=move || row.with(|r| r.late)>
            <div>
                {or_unfilled(row, |r| &r.due)}
                {move || row.with(|r| r.late).then(|| view! { " "<span class="whole">"逾期"</span> })}
            </div>
        </td>
        <td>{move || row.with(|r| r.measures)}</td>
        <td>{move || row.with(|r| format!("已完成 {} / {}", r.done, r.measures))}</td>
        <td class:overdue=move || { row.with(|r| r.overdue) != 0 }>{move || row.with(|r| r.overdue)}</td>
    }
}
