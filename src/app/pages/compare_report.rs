//! 对比: the report of what differs: on the page, printed, as text and as a workbook.

use leptos::ev;
use leptos::prelude::*;

use super::compare::Compared;
use crate::app::office::Office;
use crate::app::parts::marked::{Marked, Shown};
use crate::app::workspace::Workspace;
use formats::csv;
use formats::table::comparison_book::book;
use journal::compare::{Changed, Comparison, Kind, Moved};
use platform::clock;
use query::route::{Place, Route};

/// How many findings are drawn before more are asked for.
const PORTION: usize = 100;

/// What differs, and between what.
type Told = StoredValue<Compared, LocalStorage>;

/// The report with what is done with it.
#[component]
pub fn Report(shown: Compared, only: RwSignal<bool>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let title = workspace.look(|ledger| ledger.bundle().title.clone());
    let (old, new) = shown.names.clone();
    let summary = summary(&shown.told);
    let told = StoredValue::new_local(shown);
    view! {
        <section class="report" aria-label="整改进展对比">
            <h2>"整改进展对比"</h2>
            <p class="hint">{title}"："{old}" → "{new}</p>
            <p role="status" aria-label="对比结果">{summary}</p>
            {tools(told, only)}
            {move || told.with_value(|shown| counts(shown, only.get()))}
            {groups(told, only)}
        </section>
    }
}

fn summary(told: &Comparison) -> String {
    if told.is_empty() {
        return "两份台账没有不同。".to_owned();
    }
    let (added, removed, changed) = told.tally();
    let lines: usize = told.groups.iter().map(|group| group.lines.len()).sum();
    format!("新增问题 {added} 个，删除 {removed} 个，有变化的 {changed} 个；共 {lines} 处不同。")
}

/// What shows less of the report, and what hands it out.
fn tools(told: Told, only: RwSignal<bool>) -> AnyView {
    let workspace = Workspace::of_page();
    let office = Office::of_page();
    let export = move |_| {
        let text = told.with_value(|Compared { names: (old, new), told }| csv::write(told.rows((old, new))));
        workspace.hand_out(&workspace.file_name("整改进展对比", "csv"), "text/csv", text);
    };
    let export_book = move |_| {
        let title = workspace.look(|ledger| ledger.bundle().title.clone());
        let author = workspace.person_name();
        let book = told.with_value(|Compared { names: (old, new), told }| {
            book(told, (old, new), &title, &author, clock::today())
        });
        office.hand_out_book("整改进展对比", book);
    };
    view! {
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
    }
    .into_any()
}

/// The counts of both sides; `only` those that moved.
fn counts(Compared { names: (old, new), told }: &Compared, only: bool) -> AnyView {
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
                    <th scope="col" class="num">{old.clone()}</th>
                    <th scope="col" class="num">{new.clone()}</th>
                    <th scope="col" class="num">"增减"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The findings that differ, a portion at a time; `only` what changed itself.
fn groups(told: Told, only: RwSignal<bool>) -> AnyView {
    let shown = RwSignal::new(PORTION);
    let visible = Memo::new(move |_| {
        let only = only.get();
        told.with_value(|Compared { told, .. }| {
            let kept = told.groups.iter().enumerate();
            let kept = kept.filter(|(_, g)| g.kind != Kind::Same || (!only && g.finding.is_some()));
            kept.map(|(at, _)| at).collect::<Vec<_>>()
        })
    });
    view! {
        <For
            each=move || {
                let n = shown.get();
                visible.with(|all| all.iter().take(n).copied().collect::<Vec<_>>())
            }
            key=|at| *at
            let:at
        >
            {told.with_value(|Compared { names, told }| told.groups.get(at).map(|group| group_view(group, names)))}
        </For>
        <Show when=move || { visible.with(Vec::len) > shown.get() }>
            <button type="button" on:click=move |_| shown.update(|n| *n += PORTION)>
                {move || format!("再显示 {} 项", PORTION.min(visible.with(Vec::len) - shown.get()))}
            </button>
        </Show>
    }
    .into_any()
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
