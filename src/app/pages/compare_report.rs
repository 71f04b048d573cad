//! 对比: the report of what differs: on the page, printed, as text and as a workbook.

use leptos::ev;
use leptos::prelude::*;

use super::compare::Compared;
use crate::app::office::Office;
use crate::app::parts::marked::{Marked, Shown};
use crate::app::workspace::Workspace;
use formats::csv;
use formats::table::comparison_book::book;
use journal::compare::{Changed, Kind, Moved};
use platform::{clock, files};
use query::route::{Place, Route};

/// How many findings are drawn before more are asked for.
const PORTION: usize = 100;

/// The report with what is done with it.
#[component]
pub fn Report(shown: Compared, only: RwSignal<bool>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let Compared { names: (old, new), told } = shown;
    let names = StoredValue::new((old.clone(), new.clone()));
    let (added, removed, changed) = told.tally();
    let lines: usize = told.groups.iter().map(|group| group.lines.len()).sum();
    let summary = if told.is_empty() {
        "两份台账没有不同。".to_owned()
    } else {
        format!("新增问题 {added} 个，删除 {removed} 个，有变化的 {changed} 个；共 {lines} 处不同。")
    };
    let export = {
        let (told, old, new) = (told.clone(), old.clone(), new.clone());
        move |_| {
            let text = csv::write(told.rows((&old, &new)));
            let name = workspace.file_name("整改进展对比", "csv");
            match files::download(&name, "text/csv", &[text]) {
                Ok(()) => workspace.notices.tell(format!("已导出 {name}；请确认下载完成")),
                Err(why) => {
                    let told = format!("没有导出：浏览器拒绝下载（{why}）。请检查下载设置后重试。");
                    workspace.notices.warn(told);
                }
            }
        }
    };
    let office = Office::of_page();
    let export_book = {
        let (told, old, new) = (told.clone(), old.clone(), new.clone());
        move |_| {
            let title = workspace.look(|ledger| ledger.bundle().title.clone());
            let author =
                workspace.person.with_untracked(|p| p.as_ref().map(|p| p.name.clone())).unwrap_or_default();
            let book = book(&told, (&old, &new), &title, &author, clock::today());
            office.hand_out_book("整改进展对比", book);
        }
    };
    let counts = {
        let (told, names) = (told.clone(), (old.clone(), new.clone()));
        move || {
            let only = only.get();
            let keep = |moved: &&Moved| !only || moved.old != moved.new;
            let whole = told.counts.iter().filter(keep).map(|m| (m.name.clone(), m));
            let units = told.units.iter().filter(keep).map(|m| (format!("{}已完成", m.name), m));
            let rows: Vec<_> = whole.chain(units).map(|(name, moved)| count_row(name, moved)).collect();
            if rows.is_empty() {
                return view! { <p class="hint">"统计数没有变化。"</p> }.into_any();
            }
            view! {
                <table class="plain counts" aria-label="统计对比">
                    <thead>
                        <tr>
                            <th scope="col">"统计"</th>
                            <th scope="col" class="num">{names.0.clone()}</th>
                            <th scope="col" class="num">{names.1.clone()}</th>
                            <th scope="col" class="num">"增减"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any()
        }
    };
    let title = workspace.look(|ledger| ledger.bundle().title.clone());
    let shown = RwSignal::new(PORTION);
    let groups = StoredValue::new_local(told);
    let visible = Memo::new(move |_| {
        let only = only.get();
        groups.with_value(|told| {
            let kept = told.groups.iter().enumerate();
            let kept = kept.filter(|(_, g)| g.kind != Kind::Same || (!only && g.finding.is_some()));
            kept.map(|(at, _)| at).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="report" aria-label="整改进展对比">
            <h2>"整改进展对比"</h2>
            <p class="hint">{title}"："{old}" → "{new}</p>
            <p role="status" aria-label="对比结果">{summary}</p>
            <div class="report-tools">
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || only.get()
                        on:change=move |event: ev::Event| only.set(event_target_checked(&event))
                    />
                    "只看变化"
                </label>
                <button type="button" on:click=export>"导出 CSV"</button>
                <button type="button" disabled=move || office.busy.with(Option::is_some) on:click=export_book>
                    "导出 .xlsx"
                </button>
                <button type="button" on:click=move |_| platform::page::print()>"打印"</button>
            </div>
            {counts}
            <For
                each=move || {
                    let n = shown.get();
                    visible.with(|all| all.iter().take(n).copied().collect::<Vec<_>>())
                }
                key=|at| *at
                let:at
            >
                {groups.with_value(|told| told.groups.get(at).map(|group| group_view(group, &names.get_value())))}
            </For>
            <Show when=move || { visible.with(Vec::len) > shown.get() }>
                <button type="button" on:click=move |_| shown.update(|n| *n += PORTION)>
                    {move || format!("再显示 {} 项", PORTION.min(visible.with(Vec::len) - shown.get()))}
                </button>
            </Show>
        </section>
    }
}

fn count_row(name: String, moved: &Moved) -> AnyView {
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="num">{moved.old}</td>
            <td class="num">{moved.new}</td>
            <td class="num">{moved.by()}</td>
        </tr>
    }
    .into_any()
}

fn group_view(group: &Changed, names: &(String, String)) -> AnyView {
    let lines: Vec<_> = group
        .lines
        .iter()
        .map(|line| {
            let (old, new) = (line.old.clone(), line.new.clone());
            let marks = line.kind == Kind::Changed;
            let side = |shown: Shown, text: String| {
                if marks {
                    view! { <Marked old=old.clone() new=new.clone() shown/> }.into_any()
                } else {
                    view! { <span>{text}</span> }.into_any()
                }
            };
            let (before, after) = (side(Shown::Old, line.old.clone()), side(Shown::New, line.new.clone()));
            view! {
                <tr>
                    <td>{line.place.clone()}</td>
                    <td>{line.what.clone()}</td>
                    <td>{line.kind.label()}</td>
                    <td class="words">{before}</td>
                    <td class="words">{after}</td>
                </tr>
            }
        })
        .collect();
    let name = group.name.clone();
    let title = match (&group.finding, group.kind) {
        (Some(id), kind) if kind != Kind::Removed => {
            let href = Route::from(Place::Finding(id.clone())).href();
            view! { <a href=href>{name.clone()}</a> }.into_any()
        }
        _ => name.clone().into_any(),
    };
    let empty = lines.is_empty();
    view! {
        <section class="compared" aria-label=name.clone()>
            <h3>{title}<span class="tag">{group.kind.label()}</span></h3>
            {(!empty)
                .then(|| {
                    view! {
                        <table class="plain lines" aria-label=format!("{name}的变化")>
                            <thead>
                                <tr>
                                    <th scope="col">"位置"</th>
                                    <th scope="col">"项目"</th>
                                    <th scope="col">"变化"</th>
                                    <th scope="col">{names.0.clone()}</th>
                                    <th scope="col">{names.1.clone()}</th>
                                </tr>
                            </thead>
                            <tbody>{lines}</tbody>
                        </table>
                    }
                })}
        </section>
    }
    .into_any()
}
