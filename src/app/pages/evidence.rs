//! 佐证材料: the register of all pieces, what is missing, and the verification of a folder against it.

use std::sync::Arc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use self::verify::{Report, ReportView, check};
use crate::app::evidence_index::EvidenceIndex;
use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::reading::{Reading, ReadingBar};
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use formats::csv;
use ledger::Id;
use platform::{chunked_read, files};
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

/// The page.
#[component]
pub fn EvidencePage() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let keys = Rows::of_page();
    let proofs = EvidenceIndex::of_page();
    let reading = Reading::of_part();
    let report: RwSignal<Option<Arc<Report>>> = RwSignal::new(None);
    let text = Memo::new(move |_| nav.route.with(|route| Query::parse(&route.query).text));
    // What is missing is a parameter of this page alone; the query keeps what it does not know.
    let lack = Memo::new(move |_| {
        let query = nav.route.with(|route| Query::parse(&route.query));
        query.unknown.iter().find(|(key, _)| key == LACK).and_then(|(_, code)| Lack::coded(code))
    });
    let set_lack = move |event: ev::Event| {
        let code = event_target_value(&event);
        let mut query = nav.route.with_untracked(|route| Query::parse(&route.query));
        query.unknown.retain(|(key, _)| key != LACK);
        if !code.is_empty() {
            query.unknown.push((LACK.to_owned(), code));
        }
        nav.set_query(query.print());
    };
    let ids: Memo<Arc<Vec<Id>>> = Memo::new(move |_| {
        Arc::new(proofs.watch(|index, ledger| rows(ledger, index, &text.get(), lack.get())))
    });
    let total = Memo::new(move |_| proofs.watch(|index, _| index.pieces().len()));
    keys.current.set(None);
    Effect::new(move || {
        if report.with(Option::is_none) {
            keys.count.set(ids.with(|ids| ids.len()));
        }
    });
    let open = Callback::new(move |id: Id| {
        let finding = workspace.look(|ledger| ledger.finding_of(&id).map(|finding| finding.id.clone()));
        if let Some(finding) = finding {
            nav.go(&Place::Finding(finding).into());
        }
    });
    let folder = NodeRef::<html::Button>::new();
    let folder_input = NodeRef::<html::Input>::new();
    let files_input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = folder_input.get() {
            // A browser without folders takes several files instead.
            let _ = input.set_attribute("webkitdirectory", "");
        }
    });
    let click = move |input: NodeRef<html::Input>| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let choose = move |event: ev::Event| {
        check(workspace, reading, report, files::picked(&event));
    };
    let drop = move |event: ev::DragEvent| {
        // Here files are held against the ledger, not opened as one.
        event.prevent_default();
        event.stop_propagation();
        let (files, folders) =
            event.data_transfer().map(|data| chunked_read::dropped(&data)).unwrap_or_default();
        if folders > 0 {
            workspace.notices.warn("拖来的文件夹没有核对：请按“核对文件夹…”选择它。".to_owned());
        }
        check(workspace, reading, report, files);
    };
    let export = move |_| {
        let lines = ids.with_untracked(|ids| workspace.look(|ledger| sheet(ledger, ids)));
        let name = workspace.file_name("佐证材料", "csv");
        save(workspace, &name, &csv::write(lines));
    };
    let head = || {
        view! {
            <tr>
                <th scope="col" class="c-owner">"材料编号"</th>
                <th scope="col">"材料名称"</th>
                <th scope="col" class="c-place">"存放位置"</th>
                <th scope="col" class="c-owner">"大小"</th>
                <th scope="col" class="c-status">"摘要"</th>
                <th scope="col" class="c-owner">"提供者"</th>
                <th scope="col" class="c-due">"材料日期"</th>
                <th scope="col" class="c-aspect">"佐证措施"</th>
            </tr>
        }
        .into_any()
    };
    view! {
        <section
            class="page table-page evidence-page"
            on:dragover=move |event: ev::DragEvent| event.prevent_default()
            on:drop=drop
        >
            <header class="page-head">
                <h1>"佐证材料"</h1>
                <p role="status" aria-label="命中" class="hits">
                    {move || format!("共 {} 份材料，符合 {} 份", total.get(), ids.with(|ids| ids.len()))}
                </p>
                <span class="spread"></span>
                <button
                    type="button"
                    node_ref=folder
                    disabled=move || reading.is_busy()
                    on:click=move |_| click(folder_input)
                >
                    "核对文件夹…"
                </button>
                <button type="button" disabled=move || reading.is_busy() on:click=move |_| click(files_input)>
                    "核对几个文件…"
                </button>
                <button type="button" on:click=export>"导出材料清单（CSV）"</button>
                <input
                    class="sr"
                    node_ref=folder_input
                    type="file"
                    multiple=true
                    tabindex="-1"
                    aria-label="选择文件夹"
                    on:change=choose
                />
                <input
                    class="sr"
                    node_ref=files_input
                    type="file"
                    multiple=true
                    tabindex="-1"
                    aria-label="选择要核对的文件"
                    on:change=choose
                />
            </header>
            <ReadingBar
                reading
                back=Callback::new(move |()| {
                    // A button that is not enabled takes no focus; by the next frame it is.
                    request_animation_frame(move || {
                        if let Some(Some(button)) = folder.try_get_untracked() {
                            let _ = button.focus();
                        }
                    });
                })
            />
            {move || match report.get() {
                Some(found) => {
                    view! { <ReportView report=found close=Callback::new(move |()| report.set(None))/> }.into_any()
                }
                None => {
                    view! {
                        <div class="filters">
                            <select aria-label="缺什么" class:on=move || lack.get().is_some() on:change=set_lack>
                                <option value="" selected=move || lack.get().is_none()>"全部材料"</option>
                                {Lack::ALL
                                    .iter()
                                    .map(|one| {
                                        view! {
                                            <option value=one.code() selected=move || lack.get() == Some(*one)>
                                                {one.label()}
                                            </option>
                                        }
                                    })
                                    .collect::<Vec<_>>()}
                            </select>
                            <Lacking/>
                        </div>
                        <Show
                            when=move || total.get() != 0
                            fallback=|| {
                                view! {
                                    <p class="empty">
                                        "还没有登记佐证材料。打开一个"
                                        <a href=Route::from(Place::Findings).href()>"问题"</a>
                                        "，在措施下面按“选择材料…”，或把文件拖进去。文件留在原处，台账只记下名称、大小和摘要。"
                                    </p>
                                }
                            }
                        >
                            <Windowed
                                label="佐证材料登记"
                                rows=Signal::derive(move || ids.get())
                                row_height=ROW
                                columns=8
                                head=head()
                                row=move |id: Id| view! { <Cells id/> }.into_any()
                                paper=Callback::new(move |ids: Vec<Id>| {
                                    workspace.look(|ledger| {
                                        let cells = ids.iter().filter_map(|id| EvidenceCells::of(ledger, id));
                                        cells.map(print_rows::proof).collect()
                                    })
                                })
                                current=keys.current
                                open
                            />
                        </Show>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// Hands a file to the downloads and tells of it.
fn save(workspace: Workspace, name: &str, text: &str) {
    match files::download(name, "text/csv", &[text.to_owned()]) {
        Ok(()) => workspace.notices.tell(format!("已导出 {name}；请确认下载完成")),
        Err(why) => {
            workspace.notices.warn(format!("没有导出：浏览器拒绝下载（{why}）。请检查下载设置后重试。"));
        }
    }
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
