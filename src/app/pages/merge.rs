//! 合并: several files made one; beside it 对比, two states compared.

use leptos::ev;
use leptos::prelude::*;

use super::compare::ComparePart;
use super::conflict::ConflictCard;
use crate::app::merging::{Chosen, Merging};
use crate::app::nav::Nav;
use crate::app::workspace::Workspace;
use journal::conflict::Rule;
use journal::describe;
use journal::entity_names::EntityNames;
use journal::merge::{Brought, Plan};
use ledger::Id;
use platform::files;
use query::route::{Place, Route};

/// How many conflicts or findings are drawn before more are asked for.
const PORTION: usize = 50;

/// How many edits of one finding are told before the rest is counted.
const TOLD: usize = 200;

/// The page.
#[component]
pub fn Merge() -> impl IntoView {
    let nav = Nav::of_page();
    let comparing =
        Memo::new(move |_| nav.route.with(|route| route.query.split('&').any(|part| part == "view=compare")));
    let current = move |own: bool| (comparing.get() == own).then_some("page");
    let merge = Route::from(Place::Merge).href();
    let compare = Route { place: Place::Merge, query: "view=compare".to_owned() }.href();
    view! {
        <section class="page merge">
            <header class="page-head">
                <h1>"合并"</h1>
                <nav class="tabs" aria-label="合并与对比">
                    <a href=merge aria-current=move || current(false)>"合并文件"</a>
                    <a href=compare aria-current=move || current(true)>"对比"</a>
                </nav>
            </header>
            {move || {
                if comparing.get() {
                    view! { <ComparePart/> }.into_any()
                } else {
                    view! { <MergePart/> }.into_any()
                }
            }}
        </section>
    }
}

/// The files of an input or a drop.
fn listed(files: Option<web_sys::FileList>) -> Vec<web_sys::File> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|n| files.get(n)).collect()
}

#[component]
fn MergePart() -> impl IntoView {
    let workspace = Workspace::of_page();
    let merging = Merging::of_page();
    let choose = move |event: ev::Event| {
        merging.add(files::picked(&event));
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        merging.add(listed(event.data_transfer().and_then(|data| data.files())));
    };
    view! {
        <p class="hint">
            "选择各处改好的台账文件（导出的 JSON、抢救文件、存有台账的页面），可以一次选多个，先后不影响结果。先看清每个文件改了什么，再合并；合并后可以整体撤销。"
        </p>
        <div class="drop" on:drop=drop on:dragover=|event: ev::DragEvent| event.prevent_default()>
            <label class="file">
                <span>"选择要合并的文件"</span>
                <input
                    type="file"
                    multiple
                    accept=".json,.html,.htm,.zip,application/json,text/html"
                    on:change=choose
                />
            </label>
            <span class="hint">"也可以拖到这里"</span>
        </div>
        <p class="progress" role="status" aria-label="合并进度">
            {move || merging.busy.get().unwrap_or_default()}
        </p>
        {move || {
            merging
                .done
                .get()
                .map(|(words, step)| {
                    view! {
                        <div class="merged" role="region" aria-label="合并结果">
                            <p>{words}"。"</p>
                            <button
                                type="button"
                                on:click=move |_| {
                                    workspace.undo_step(&step);
                                    merging.done_is_read();
                                }
                            >
                                "撤销这次合并"
                            </button>
                        </div>
                    }
                })
        }}
        <Show when=move || !merging.files.with(Vec::is_empty)>
            <Files/>
        </Show>
        {move || merging.plan.get().map(|plan| view! { <Preview plan/> })}
    }
}

/// The files that were chosen, with what each brings.
#[component]
fn Files() -> impl IntoView {
    let merging = Merging::of_page();
    let rows = move || {
        let brought = merging.plan.with(|plan| plan.as_ref().map(|p| p.files.clone()).unwrap_or_default());
        let mut brought = brought.into_iter();
        merging.files.with(|files| {
            let each = files.iter().enumerate();
            each.map(|(at, file)| {
                let brought = if file.is_readable { brought.next() } else { None };
                file_row(merging, at, file, brought)
            })
            .collect::<Vec<_>>()
        })
    };
    view! {
        <table class="plain files" aria-label="要合并的文件">
            <thead>
                <tr>
                    <th scope="col">"文件"</th>
                    <th scope="col" class="num">"新的变更"</th>
                    <th scope="col" class="num">"已有"</th>
                    <th scope="col">"修改人"</th>
                    <th scope="col">"时间"</th>
                    <th scope="col">
                        <span class="sr">"操作"</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn file_row(merging: Merging, at: usize, file: &Chosen, brought: Option<Brought>) -> AnyView {
    let readable = file.is_readable;
    let brought = brought.unwrap_or_default();
    let authors: Vec<String> = brought
        .authors
        .iter()
        .map(|(name, count)| format!("{} {count}", if name.is_empty() { "未署名" } else { name }))
        .collect();
    let span = brought.span.map_or_else(String::new, |(from, to)| {
        let (from, to) = (from.minute_text(), to.minute_text());
        if from == to { from } else { format!("{from} 至 {to}") }
    });
    let told: Vec<String> = file.told.iter().chain(&brought.warnings).cloned().collect();
    let lines = told.into_iter().take(TOLD).map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
    let has_lines = !lines.is_empty();
    let drop_label = format!("移除 {}", file.name);
    view! {
        <tr>
            <th scope="row">{file.name.clone()}</th>
            <td class="num">{if readable { brought.new.to_string() } else { "–".to_owned() }}</td>
            <td class="num">{if readable { brought.known.to_string() } else { "–".to_owned() }}</td>
            <td>{authors.join("、")}</td>
            <td>{span}</td>
            <td>
                <button
                    type="button"
                    class="small"
                    aria-label=drop_label
                    on:click=move |_| merging.drop_file(at)
                >
                    "移除"
                </button>
            </td>
        </tr>
        {has_lines
            .then(|| {
                view! {
                    <tr class="told-row">
                        <td colspan="6">
                            <div class:bad=!readable role=if readable { "note" } else { "alert" }>
                                {(!readable).then_some("没有合并这个文件：")}
                                <ul class="told">{lines}</ul>
                            </div>
                        </td>
                    </tr>
                }
            })}
    }
    .into_any()
}

/// What merging would do, in a sentence.
fn summary(plan: &Plan) -> String {
    let extra = plan.extra.len();
    let count = plan.edits.len().saturating_sub(extra);
    match (count, extra) {
        _ if plan.is_empty() => "这些文件里没有新的变更，不需要合并。".to_owned(),
        (_, 0) => format!("将带来 {count} 处变更。"),
        _ => format!("将带来 {count} 处变更；另有 {extra} 处没有变更记录的修改，将以您的名义记入。"),
    }
}

/// What merging would do, and the decisions.
#[component]
fn Preview(plan: std::rc::Rc<Plan>) -> impl IntoView {
    let merging = Merging::of_page();
    let conflicts = plan.conflicts.len();
    let summary = summary(&plan);
    let empty = plan.is_empty();
    view! {
        <section class="preview" aria-label="合并预览">
            <h2>"合并预览"</h2>
            <p>{summary}</p>
            <ByFinding plan/>
            {(conflicts > 0).then(|| all_conflicts(merging, conflicts))}
            <p class="merge-foot">
                <button
                    type="button"
                    class="primary"
                    disabled=move || empty || merging.busy.with(Option::is_some)
                    on:click=move |_| merging.merge()
                >
                    "合并"
                </button>
                <button type="button" on:click=move |_| merging.clear()>"不合并"</button>
            </p>
        </section>
    }
}

/// The conflicts, of which there are so many: how many are decided, the rules that decide them all, a card each.
fn all_conflicts(merging: Merging, conflicts: usize) -> AnyView {
    let shown = RwSignal::new(PORTION.min(conflicts));
    let progress = move || {
        let decided = merging.choices.with(|choices| choices.iter().filter(|c| c.is_some()).count());
        format!("共 {conflicts} 处冲突，已定 {decided} 处。未定的先保留台账现值，合并后留在“变更”页待处理。")
    };
    let rules: Vec<_> = Rule::ALL
        .into_iter()
        .map(|rule| {
            view! {
                <button type="button" class="small" on:click=move |_| merging.rule(rule)>
                    {rule.label()}
                </button>
            }
        })
        .collect();
    view! {
        <h2>"冲突"<span class="count">{conflicts}</span></h2>
        <p role="status" aria-label="冲突进度">{progress}</p>
        <div class="rules" role="group" aria-label="按规则处理全部冲突">{rules}</div>
        <For each=move || 0..shown.get() key=|at| *at let:at>
            <ConflictCard at/>
        </For>
        <Show when=move || shown.get() < conflicts>
            <button
                type="button"
                on:click=move |_| shown.update(|n| *n = (*n + PORTION).min(conflicts))
            >
                {move || format!("再显示 {} 处冲突", PORTION.min(conflicts - shown.get()))}
            </button>
        </Show>
    }
    .into_any()
}

/// The new edits, a fold a finding; what a fold holds is drawn when it is opened.
#[component]
fn ByFinding(plan: std::rc::Rc<Plan>) -> impl IntoView {
    let groups: Vec<(Option<Id>, String, Vec<Id>)> = plan
        .by_finding()
        .into_iter()
        .map(|(id, name, edits)| (id, name, edits.iter().map(|edit| edit.id.clone()).collect()))
        .collect();
    let total = groups.len();
    let shown = RwSignal::new(PORTION.min(total));
    let groups = StoredValue::new(groups);
    let plan = StoredValue::new_local(plan);
    let fold = move |at: usize| {
        let found = groups.with_value(|groups| groups.get(at).map(|g| (g.1.clone(), g.2.len())));
        let Some((name, count)) = found else { return ().into_any() };
        let open = RwSignal::new(false);
        let lines = move || {
            let ids = groups.with_value(|groups| groups.get(at).map(|g| g.2.clone()).unwrap_or_default());
            plan.with_value(|plan| {
                let known = EntityNames::of(&plan.journal);
                let lines = ids.iter().take(TOLD).filter_map(|id| {
                    let edit = &plan.journal.entry(id)?.edit;
                    let refused = plan.journal.refusal(id).is_some();
                    let mark = if refused { "（有冲突）" } else { "" };
                    let told = describe::sentence(&known, edit);
                    Some(if plan.extra.contains(id) {
                        format!("文件“{}”里没有变更记录：{told}{mark}", edit.file())
                    } else {
                        format!("{} {told}{mark}", edit.at.minute_text())
                    })
                });
                let lines: Vec<_> = lines.map(|line| view! { <li>{line}</li> }).collect();
                let more = ids.len().saturating_sub(TOLD);
                view! {
                    <ul class="told">{lines}</ul>
                    {(more > 0).then(|| view! { <p class="hint">{format!("另有 {more} 处没有列出")}</p> })}
                }
            })
        };
        view! {
            <details on:toggle=move |_| open.set(true)>
                <summary>{name}<span class="count">{format!("{count} 处")}</span></summary>
                <Show when=move || open.get()>{lines}</Show>
            </details>
        }
        .into_any()
    };
    view! {
        <div class="by-finding">
            <For each=move || 0..shown.get() key=|at| *at let:at>
                {fold(at)}
            </For>
            <Show when=move || shown.get() < total>
                <button type="button" on:click=move |_| shown.update(|n| *n = (*n + PORTION).min(total))>
                    {move || format!("再显示 {} 项", PORTION.min(total - shown.get()))}
                </button>
            </Show>
        </div>
    }
}
