//! 佐证材料: the register of all pieces, what is missing, and the verification of a folder against it.

use std::sync::Arc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use self::verify::{Checking, ReportView};
use crate::app::evidence_index::EvidenceIndex;
use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::file_input::{ask, file_input};
use crate::app::parts::filter::{Filter, parameter, set_parameter};
use crate::app::parts::reading::{ReadingBar, focus_again};
use crate::app::parts::table_head::head_row;
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use formats::csv;
use ledger::Id;
use platform::files;
use query::evidence_index::{EvidenceCells, Lack, rows, sheet};
use query::route::{Place, Route};
use query::{Query, print_rows};

mod verify;

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

/// The parameter of the address that asks for what lacks something.
const LACK: &str = "lack";

/// How many measures without evidence are named.
const NAMED: usize = 200;

/// The columns of the register.
const COLUMNS: [(&str, &str); 8] = [
    ("c-owner", "材料编号"),
    ("", "材料名称"),
    ("c-place", "存放位置"),
    ("c-owner", "大小"),
    ("c-status", "摘要"),
    ("c-owner", "提供者"),
    ("c-due", "材料日期"),
    ("c-aspect", "佐证措施"),
];

/// The page.
#[component]
pub fn EvidencePage() -> impl IntoView {
    let nav = Nav::of_page();
    let keys = Rows::of_page();
    let proofs = EvidenceIndex::of_page();
    let checking = Checking::of_part();
    let report = checking.report;
    let text = Memo::new(move |_| nav.route.with(|route| Query::parse(&route.query).text));
    let lack = parameter(nav, LACK);
    let ids: Memo<Arc<Vec<Id>>> = Memo::new(move |_| {
        let lack = lack.with(|code| Lack::coded(code));
        Arc::new(proofs.watch(|index, ledger| rows(ledger, index, &text.get(), lack)))
    });
    let total = Memo::new(move |_| proofs.watch(|index, _| index.pieces().len()));
    keys.current.set(None);
    Effect::new(move || {
        if report.with(Option::is_none) {
            keys.count.set(ids.with(|ids| ids.len()));
        }
    });
    let folder = NodeRef::<html::Button>::new();
    view! {
        <section
            class="page table-page evidence-page"
            on:dragover=move |event: ev::DragEvent| event.prevent_default()
            on:drop=move |event: ev::DragEvent| checking.drop(&event)
        >
            <header class="page-head">
                <h1>"佐证材料"</h1>
                <p role="status" aria-label="命中" class="hits">
                    {move || format!("共 {} 份材料，符合 {} 份", total.get(), ids.with(|ids| ids.len()))}
                </p>
                <span class="spread"></span>
                {tools(checking, folder, ids)}
            </header>
            <ReadingBar reading=checking.reading back=Callback::new(move |()| focus_again(folder))/>
            {move || match report.get() {
                Some(found) => {
                    view! { <ReportView report=found close=Callback::new(move |()| report.set(None))/> }.into_any()
                }
                None => register(lack, ids, total),
            }}
        </section>
    }
}

/// The buttons that hold files against the register and hand it out, with the boxes that files are chosen with.
fn tools(checking: Checking, folder: NodeRef<html::Button>, ids: Memo<Arc<Vec<Id>>>) -> AnyView {
    let workspace = Workspace::of_page();
    let folder_input = NodeRef::<html::Input>::new();
    let files_input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = folder_input.get() {
            // A browser without folders takes several files instead.
            let _ = input.set_attribute("webkitdirectory", "");
        }
    });
    let is_busy = move || checking.reading.is_busy();
    let choose = Callback::new(move |event: ev::Event| checking.hold(files::picked(&event)));
    let export = move |_| {
        let lines = ids.with_untracked(|ids| workspace.look(|ledger| sheet(ledger, ids)));
        workspace.hand_out(&workspace.file_name("佐证材料", "csv"), "text/csv", csv::write(lines));
    };
    view! {
        <button type="button" node_ref=folder disabled=is_busy on:click=move |_| ask(folder_input)>
            "核对文件夹…"
        </button>
        <button type="button" disabled=is_busy on:click=move |_| ask(files_input)>
            "核对几个文件…"
        </button>
        <button type="button" on:click=export>"导出材料清单（CSV）"</button>
        {file_input(folder_input, "选择文件夹", true, choose)}
        {file_input(files_input, "选择要核对的文件", true, choose)}
    }
    .into_any()
}

/// The register: what of it is asked for, what is missing, and the pieces.
fn register(lack: Memo<String>, ids: Memo<Arc<Vec<Id>>>, total: Memo<usize>) -> AnyView {
    let (workspace, nav, keys) = (Workspace::of_page(), Nav::of_page(), Rows::of_page());
    let lacks = Lack::ALL.map(|one| (one.code().to_owned(), one.label().to_owned())).to_vec();
    let open = Callback::new(move |id: Id| {
        let finding = workspace.look(|ledger| ledger.finding_of(&id).map(|finding| finding.id.clone()));
        if let Some(finding) = finding {
            nav.go(&Place::Finding(finding).into());
        }
    });
    let paper = Callback::new(move |ids: Vec<Id>| {
        workspace.look(|ledger| {
            let cells = ids.iter().filter_map(|id| EvidenceCells::of(ledger, id));
            cells.map(print_rows::proof).collect()
        })
    });
    view! {
        <div class="filters">
            <Filter
                label="缺什么"
                all="全部材料"
                choices=lacks
                now=lack
                choose=Callback::new(move |code| set_parameter(nav, LACK, code))
            />
            <Lacking/>
        </div>
        <Show when=move || total.get() != 0 fallback=nothing_registered>
            <Windowed
                label="佐证材料登记"
                rows=Signal::derive(move || ids.get())
                row_height=ROW
                columns=COLUMNS.len()
                head=head_row(&COLUMNS)
                row=move |id: Id| view! { <Cells id/> }.into_any()
                paper
                current=keys.current
                open
            />
        </Show>
    }
    .into_any()
}

fn nothing_registered() -> AnyView {
    view! {
        <p class="empty">
            "还没有登记佐证材料。打开一个"
            <a href=Route::from(Place::Findings).href()>"问题"</a>
            "，在措施下面按“选择材料…”，或把文件拖进去。文件留在原处，台账只记下名称、大小和摘要。"
        </p>
    }
    .into_any()
}

/// The measures that are done and that nothing proves.
#[component]
fn Lacking() -> impl IntoView {
    let workspace = Workspace::of_page();
    let proofs = EvidenceIndex::of_page();
    let lacking = Memo::new(move |_| {
        workspace.revision.track();
        proofs.watch(|index, ledger| {
            let all = index.lacking(ledger);
            let link = |(finding, measure): &(&ledger::finding::Finding, &ledger::finding::Measure)| {
                let number = ledger.measure_number(&finding.id, &measure.id);
                (number, Route::from(Place::Finding(finding.id.clone())).href())
            };
            (all.len(), all.iter().take(NAMED).map(link).collect::<Vec<_>>())
        })
    });
    let count = move || lacking.with(|(count, _)| *count);
    view! {
        <Show
            when=move || count() != 0
            fallback=|| view! { <span class="hint">"已完成、部分完成的措施都有佐证材料"</span> }
        >
            <details class="lacking">
                <summary>{move || format!("已完成、部分完成而没有佐证材料的措施 {} 条", count())}</summary>
                <ul>
                    <For each=move || lacking.with(|(_, links)| links.clone()) key=|link| link.clone() let:link>
                        <li>
                            <a href=link.1>"措施 "{link.0}</a>
                        </li>
                    </For>
                    <Show when=move || { count() > NAMED }>
                        <li>{move || format!("……另有 {} 条", count() - NAMED)}</li>
                    </Show>
                </ul>
            </details>
        </Show>
    }
}

#[component]
fn Cells(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let row =
        Memo::new(move |_| workspace.watch(|ledger| EvidenceCells::of(ledger, &id)).unwrap_or_default());
    let cell = move |of: fn(&EvidenceCells) -> &String| {
        move || {
            let text = row.with(|row| of(row).clone());
            if text.is_empty() {
                view! { <span class="blank">"–"</span> }.into_any()
            } else {
                text.into_any()
            }
        }
    };
    let links = move || {
        let measures = row.with(|row| row.measures.clone());
        let last = measures.len().saturating_sub(1);
        measures
            .into_iter()
            .enumerate()
            .map(|(at, (number, finding, _))| {
                let href = Route::from(Place::Finding(finding)).href();
                let link = view! { <a href=href aria-label=format!("措施 {number}")>{number.clone()}</a> };
                view! { {link}{(at < last).then_some("、")} }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <td>{cell(|r| &r.number)}</td>
        <td class="clamp">
            <div>{cell(|r| &r.name)}</div>
        </td>
        <td class="clamp">
            <div>{cell(|r| &r.place)}</div>
        </td>
        <td>{cell(|r| &r.size)}</td>
        <td class="digest">{cell(|r| &r.digest)}</td>
        <td>{cell(|r| &r.provider)}</td>
        <td>{cell(|r| &r.date)}</td>
        <td class="clamp">
            <div>{links}</div>
        </td>
    }
}
