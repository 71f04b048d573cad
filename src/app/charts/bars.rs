//! Stacked bars, a row a group: 已完成, 部分完成, 未完成, 未填报 from left to right. The picture stands in the table of
//! its numbers. Knows groups and queries, no page.

use leptos::prelude::*;

use super::{ClassPicks, fill, linked, measures, pattern, real, sign};
use ledger::counts::{Tally, share};
use ledger::deadline::DueClass;
use ledger::vocabulary::Class;
use query::Query;

/// How many rows are drawn before the rest is folded away.
const ROWS_SHOWN: usize = 12;

/// The classes from left to right.
const CLASSES: [Class; 4] = [Class::Done, Class::Partial, Class::Open, Class::Unfilled];

/// The smallest share of a bar, in percent, that has room for a number of so many digits.
fn room(count: usize) -> f64 {
    2.0 + 3.0 * real(count.to_string().len())
}

/// A group of measures: its name, what leads to it, how many.
#[derive(Clone, PartialEq)]
pub struct Bar {
    /// What people read.
    pub name: String,
    /// Its rows.
    pub query: Query,
    /// Its counts.
    pub tally: Tally,
}

/// A table with a stacked bar in every row.
#[component]
pub fn Bars(
    /// 按牵头部门.
    title: &'static str,
    /// The head of the first column: 牵头部门.
    head: &'static str,
    /// How it is counted, where that is not plain.
    #[prop(default = "")]
    hint: &'static str,
    /// The groups.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// By which the numbers of a class lead to their rows.
    #[prop(into)]
    picks: Signal<ClassPicks>,
    /// Whether every class has a column of its own.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let all = RwSignal::new(false);
    let many = move || bars.with(Vec::len) > ROWS_SHOWN + 2;
    let rows = move || {
        let mut list = bars.get();
        if !all.get() && many() {
            list.truncate(ROWS_SHOWN);
        }
        let longest = bars.with(|list| list.iter().map(|bar| bar.tally.total).max().unwrap_or(0).max(1));
        let picks = picks.get();
        list.into_iter().map(|bar| row(&bar, longest, &picks, wide)).collect::<Vec<_>>()
    };
    view! {
        <section class="chart" class:wide=wide aria-label=title>
            <h2>{title}</h2>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
            <table class="bars">
                <thead>{heads(head, wide)}</thead>
                <tbody>{rows}</tbody>
            </table>
            <Show when=many>
                <button type="button" class="small" on:click=move |_| all.update(|all| *all = !*all)>
                    {move || if all.get() { "收起".to_owned() } else { format!("显示全部 {} 项", bars.with(Vec::len)) }}
                </button>
            </Show>
        </section>
    }
}

/// The heads of the columns; `wide` where every class has one of its own.
fn heads(head: &'static str, wide: bool) -> AnyView {
    let classes = wide.then(|| {
        CLASSES
            .map(|class| view! { <th scope="col" class="num">{sign(class)} " " {class.label()}</th> })
            .collect_view()
    });
    view! {
        <tr>
            <th scope="col">{head}</th>
            <th scope="col" class="bar-cell">
                {if wide { "进度" } else { "● 已完成 ◑ 部分完成 ○ 未完成 – 未填报" }}
            </th>
            <th scope="col" class="num">"合计"</th>
            {classes}
            <th scope="col" class="num">"逾期"</th>
            {wide.then(|| view! { <th scope="col" class="num">"完成率"</th> })}
        </tr>
    }
    .into_any()
}

fn row(bar: &Bar, longest: usize, picks: &ClassPicks, wide: bool) -> AnyView {
    let Bar { name, query, tally } = bar;
    let cells = wide.then(|| {
        CLASSES
            .map(|class| {
                let count = tally.of(class);
                let narrowed = picks.narrow(query, class);
                let said = format!("{name} {}", class.label());
                view! { <td class="num">{linked(count, narrowed.as_ref(), &said)}</td> }
            })
            .collect_view()
    });
    let overdue = Query { due: Some(DueClass::Overdue), ..query.clone() };
    let share = wide.then(|| view! { <td class="num">{percent(tally)}</td> });
    view! {
        <tr>
            <th scope="row">
                <a href=measures(query) title=name.clone()>{name.clone()}</a>
            </th>
            <td class="bar-cell">{stack(tally, longest, true)}</td>
            <td class="num">{linked(tally.total, Some(query), name)}</td>
            {cells}
            <td class="num" class:overdue=tally.overdue != 0>
                {linked(tally.overdue, Some(&overdue), &format!("{name} 逾期"))}
            </td>
            {share}
        </tr>
    }
    .into_any()
}

/// 完成率: what is done of all; a dash where there is nothing.
#[must_use]
pub fn percent(tally: &Tally) -> String {
    share(tally.done, tally.total).unwrap_or_else(|| "—".to_owned())
}

/// The bar itself, as long as its group is large beside the longest; with its numbers, where they have room.
pub fn stack(tally: &Tally, longest: usize, numbers: bool) -> AnyView {
    let words = CLASSES.map(|class| format!("{} {}", class.label(), tally.of(class))).join("，");
    let mut at = 0.0;
    let parts: Vec<_> = CLASSES
        .into_iter()
        .filter(|class| tally.of(*class) > 0)
        .map(|class| {
            let width = 100.0 * real(tally.of(class)) / real(longest.max(1));
            let start = at;
            at += width;
            let number = (numbers && width >= room(tally.of(class))).then(|| {
                let middle = format!("{:.2}%", start + width / 2.0);
                view! { <text x=middle y="13" text-anchor="middle">{tally.of(class)}</text> }
            });
            view! {
                <g>
                    <rect
                        class=fill(class)
                        fill=pattern(class)
                        x=format!("{start:.2}%")
                        y="1"
                        width=format!("{width:.2}%")
                        height="16"
                    ></rect>
                    {number}
                </g>
            }
        })
        .collect();
    view! {
        <svg class="stack" width="100%" height="18" role="img" aria-label=words>
            {parts}
        </svg>
    }
    .into_any()
}
