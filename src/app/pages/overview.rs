//! 总览: counts that agree with the tables behind them. Every number leads to its rows.

use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::browser::clock;
use crate::ledger::counts::{Counts, Tally};
use crate::ledger::date::Date;
use crate::ledger::deadline::DueClass;
use crate::ledger::vocabulary::{Class, Vocabulary};
use crate::ledger::{Bundle, Id};
use crate::query::route::{Place, Route};
use crate::query::{Pick, Query};

/// How many units are drawn before the rest is folded away.
const UNITS_SHOWN: usize = 12;

/// A row of a chart: its name, where it leads, its counts.
#[derive(Clone, PartialEq)]
struct Bar {
    name: String,
    href: String,
    tally: Tally,
}

/// The measures table with this query.
fn measures(query: &Query) -> String {
    Route { place: Place::Measures, query: query.print() }.href()
}

/// The page.
#[component]
pub fn Overview() -> impl IntoView {
    let desk = Desk::of_page();
    let today = clock::today();
    let counts = Memo::new(move |_| desk.watch(|ledger| Counts::of(ledger.bundle(), today)));
    let facts = Memo::new(move |_| desk.watch(|ledger| facts(ledger.bundle())));
    let all = Query::default;
    view! {
        <section class="page overview">
            <header class="page-head">
                <h1>{move || desk.watch(|ledger| ledger.bundle().title.clone())}</h1>
                <dl class="facts">
                    <For each=move || facts.get() key=|fact| fact.clone() let:fact>
                        <div>
                            <dt>{fact.0}</dt>
                            <dd>{fact.1}</dd>
                        </div>
                    </For>
                </dl>
            </header>
            <ul class="figures" aria-label="总数">
                <Total name="问题" href=Route::from(Place::Findings).href() value=Signal::derive(move || counts.with(|c| c.findings.total))/>
                <Total name="整改措施" href=measures(&all()) value=Signal::derive(move || counts.with(|c| c.measures.total))/>
                <Total
                    name="已完成"
                    href=measures(&of_class(desk, Class::Done))
                    value=Signal::derive(move || counts.with(|c| c.measures.done))
                />
                <Total
                    name="未填报"
                    href=measures(&of_class(desk, Class::Unfilled))
                    value=Signal::derive(move || counts.with(|c| c.measures.unfilled))
                />
                <Total
                    name="已逾期"
                    href=measures(&Query { due: Some(DueClass::Overdue), ..all() })
                    value=Signal::derive(move || counts.with(|c| c.measures.overdue))
                    bad=true
                />
                <Total
                    name="30 天内到期"
                    href=measures(&Query { due: Some(DueClass::Within30), ..all() })
                    value=Signal::derive(move || counts.with(|c| c.measures.within_30))
                />
                <Total
                    name="制度（制定印发）"
                    href=Route::from(Place::Institutions).href()
                    value=Signal::derive(move || counts.with(|c| usize::try_from(c.institutions).unwrap_or(0)))
                />
            </ul>
            <Claims counts/>
            <div class="charts">
                <Chart title="按整改状态" bars=Signal::derive(move || desk.watch(|l| counts.with(|c| by_status(l.bundle(), c)))) whole=counts/>
                <Chart title="按整改类型" bars=Signal::derive(move || counts.with(by_term)) whole=counts/>
                <Chart title="按牵头部门" bars=Signal::derive(move || desk.watch(|l| counts.with(|c| by_unit(l.bundle(), c)))) whole=counts/>
                <Chart title="按问题类别" bars=Signal::derive(move || desk.watch(|l| counts.with(|c| by_aspect(l.bundle(), c)))) whole=counts/>
            </div>
        </section>
    }
}

/// What the ledger is about, where it is filled in.
fn facts(bundle: &Bundle) -> Vec<(&'static str, String)> {
    let inspection = &bundle.inspection;
    let days = match (inspection.from, inspection.to) {
        (Some(from), Some(to)) => format!("{}至{}", from.chinese(), to.chinese()),
        (Some(day), None) | (None, Some(day)) => day.chinese(),
        (None, None) => String::new(),
    };
    let feedback = inspection.feedback.map(Date::chinese).unwrap_or_default();
    let all = [
        ("被巡察党组织", bundle.organization.clone()),
        ("巡察轮次", inspection.round.clone()),
        ("巡察组", inspection.team.clone()),
        ("进驻", days),
        ("反馈", feedback),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// The query for the measures of a class of status.
fn of_class(desk: Desk, class: Class) -> Query {
    let statuses = desk.look(|ledger| {
        let statuses = &ledger.bundle().statuses;
        let words = Vocabulary::new(statuses);
        if class == Class::Unfilled {
            return vec![Pick::None];
        }
        let ids = statuses.iter().map(|s| &s.id).filter(|id| words.class(Some(id)) == class);
        ids.map(|id| Pick::Is(id.clone())).collect()
    });
    Query { statuses, ..Query::default() }
}

fn pick<T: Clone>(key: Option<&T>) -> Pick<T> {
    key.map_or(Pick::None, |key| Pick::Is(key.clone()))
}

fn by_status(bundle: &Bundle, counts: &Counts) -> Vec<Bar> {
    let words = Vocabulary::new(&bundle.statuses);
    counts
        .by_status
        .iter()
        .map(|group| Bar {
            name: format!("{} {}", words.symbol(group.key.as_ref()), words.label(group.key.as_ref())),
            href: measures(&Query { statuses: vec![pick(group.key.as_ref())], ..Query::default() }),
            tally: group.tally,
        })
        .collect()
}

fn by_term(counts: &Counts) -> Vec<Bar> {
    counts
        .by_term
        .iter()
        .map(|group| Bar {
            name: group.key.as_ref().map_or_else(|| "未填报".to_owned(), ToString::to_string),
            href: measures(&Query { term: Some(pick(group.key.as_ref())), ..Query::default() }),
            tally: group.tally,
        })
        .collect()
}

fn by_unit(bundle: &Bundle, counts: &Counts) -> Vec<Bar> {
    let name = |id: &Option<Id>| match id {
        None => "未定".to_owned(),
        Some(id) => {
            bundle.units.iter().find(|u| u.id == *id).map_or_else(|| id.to_string(), |u| u.name.clone())
        }
    };
    counts
        .by_lead_unit
        .iter()
        .map(|group| Bar {
            name: name(&group.key),
            href: measures(&Query { lead: Some(pick(group.key.as_ref())), ..Query::default() }),
            tally: group.tally,
        })
        .collect()
}

fn by_aspect(bundle: &Bundle, counts: &Counts) -> Vec<Bar> {
    let name = |id: &Option<Id>| match id {
        None => "未分类".to_owned(),
        Some(id) => {
            bundle.aspects.iter().find(|a| a.id == *id).map_or_else(|| id.to_string(), |a| a.title.clone())
        }
    };
    counts
        .by_aspect
        .iter()
        .map(|group| Bar {
            name: name(&group.key),
            href: measures(&Query { aspect: Some(pick(group.key.as_ref())), ..Query::default() }),
            tally: group.tally,
        })
        .collect()
}

#[component]
fn Total(
    name: &'static str,
    href: String,
    #[prop(into)] value: Signal<usize>,
    #[prop(optional)] bad: bool,
) -> impl IntoView {
    view! {
        <li class:bad=move || { bad && value.get() != 0 }>
            <a href=href>
                <span class="figure">{move || value.get()}</span>
                <span class="figure-name">{name}</span>
            </a>
        </li>
    }
}

/// What the notice claims beside what the ledger counts.
#[component]
fn Claims(counts: Memo<Counts>) -> impl IntoView {
    let desk = Desk::of_page();
    let rows = Memo::new(move |_| {
        counts.with(|counts| {
            desk.look(|ledger| {
                let claims = ledger.bundle().claims.iter();
                claims
                    .filter_map(|claim| {
                        let count = counts.claims.iter().find(|c| c.claim == claim.id)?;
                        let text = |n: Option<u64>| n.map_or_else(|| "—".to_owned(), |n| n.to_string());
                        Some((
                            claim.id.clone(),
                            claim.subject.as_ref().map_or("（未注明）", |s| s.label()).to_owned(),
                            format!("{} {}", text(count.claimed.map(u64::from)), claim.unit),
                            format!("{} {}", text(count.counted), claim.unit),
                            count.differs(),
                            claim.quote.clone(),
                        ))
                    })
                    .collect::<Vec<_>>()
            })
        })
    });
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <section class="claims" aria-label="通报所称与台账所计">
                <h2>"通报所称与台账所计"</h2>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"事项"</th>
                            <th scope="col" class="num">"通报所称"</th>
                            <th scope="col" class="num">"台账所计"</th>
                            <th scope="col">"核对"</th>
                            <th scope="col">"原文"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || rows.get() key=|row| row.clone() let:row>
                            <tr>
                                <th scope="row">{row.1}</th>
                                <td class="num">{row.2}</td>
                                <td class="num">{row.3}</td>
                                <td>{if row.4 { "不一致" } else { "一致" }}</td>
                                <td class="quote">{row.5}</td>
                            </tr>
                        </For>
                    </tbody>
                </table>
            </section>
        </Show>
    }
}

/// Stacked bars with the numbers printed at them; a table underneath the picture says the same.
#[component]
fn Chart(title: &'static str, #[prop(into)] bars: Signal<Vec<Bar>>, whole: Memo<Counts>) -> impl IntoView {
    let all = RwSignal::new(false);
    let count = move || bars.with(Vec::len);
    let shown = move || {
        let mut list = bars.get();
        if !all.get() && list.len() > UNITS_SHOWN + 2 {
            list.truncate(UNITS_SHOWN);
        }
        list
    };
    let longest = move || bars.with(|list| list.iter().map(|bar| bar.tally.total).max().unwrap_or(0).max(1));
    view! {
        <section class="chart" aria-label=title>
            <h2>{title}</h2>
            <Show when=move || { whole.with(|c| c.measures.total) != 0 } fallback=|| view! { <p class="empty">"还没有整改措施。"</p> }>
                <table class="bars">
                    <thead class="sr">
                        <tr>
                            <th scope="col">"名称"</th>
                            <th scope="col">"已完成 / 部分完成 / 未完成 / 未填报"</th>
                            <th scope="col">"合计"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=shown key=|bar| bar.name.clone() + &bar.href + &format!("{:?}", bar.tally) let:bar>
                            {row(bar, longest())}
                        </For>
                    </tbody>
                </table>
                <Show when=move || { count() > UNITS_SHOWN + 2 }>
                    <button type="button" class="small" on:click=move |_| all.update(|a| *a = !*a)>
                        {move || if all.get() { "收起".to_owned() } else { format!("显示全部 {} 项", count()) }}
                    </button>
                </Show>
            </Show>
        </section>
    }
}

/// One stacked bar: 已完成, 部分完成, 未完成, 未填报 from left to right, told in words for those who hear it.
fn row(bar: Bar, longest: usize) -> impl IntoView {
    let Bar { name, href, tally } = bar;
    #[allow(clippy::cast_precision_loss)] // counts are far below 2^53
    let width = move |n: usize| format!("{:.3}%", 100.0 * n as f64 / longest as f64);
    let words = format!(
        "已完成 {}，部分完成 {}，未完成 {}，未填报 {}",
        tally.done, tally.partial, tally.open, tally.unfilled
    );
    let parts: Vec<_> = [Class::Done, Class::Partial, Class::Open, Class::Unfilled]
        .into_iter()
        .filter(|class| tally.of(*class) > 0)
        .map(|class| {
            let name = match class {
                Class::Done => "bar done",
                Class::Partial => "bar partial",
                Class::Open => "bar open",
                Class::Unfilled => "bar unfilled",
            };
            view! { <span class=name style:width=width(tally.of(class)) title=format!("{} {}", class.label(), tally.of(class))></span> }
        })
        .collect();
    let overdue = (tally.overdue > 0).then(|| format!("逾期 {}", tally.overdue));
    view! {
        <tr>
            <th scope="row">
                <a href=href>{name}</a>
            </th>
            <td class="bar-cell">
                <span class="sr">{words}</span>
                <span class="bar-line" aria-hidden="true">{parts}</span>
            </td>
            <td class="num">
                {tally.total} {overdue.map(|text| view! { <span class="overdue">" "{text}</span> })}
            </td>
        </tr>
    }
}
