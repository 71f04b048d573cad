//! 时限: the deadlines month by month, one month's measures on demand, phrases and extensions apart.

use leptos::prelude::*;

use crate::app::charts::lanes::{Lane, of_extensions, of_month};
use crate::app::charts::months::{calendar, columns, in_month, table};
use crate::app::charts::{Patterns, linked, measures, unit_name};
use crate::app::nav::Nav;
use crate::app::workspace::Workspace;
use ledger::date::Date;
use ledger::deadline::{Deadline, DueClass, is_overdue};
use ledger::due::Due;
use ledger::effective::Effective;
use ledger::finding::{Finding, Measure};
use ledger::month::Month;
use ledger::timeline::Timeline;
use ledger::vocabulary::{Class, Vocabulary};
use ledger::{Bundle, Ledger};
use query::Query;
use query::route::{Place, Route};

/// The most lanes that are drawn; the table of measures has them all.
const LANES: usize = 100;

/// The page.
#[component]
pub fn Calendar() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let today = workspace.day();
    let timeline = Memo::new(move |_| workspace.watch(|ledger| Timeline::of(ledger.bundle(), today)));
    let month = Memo::new(move |_| nav.route.with(|route| Query::parse(&route.query).month));
    let extended =
        Memo::new(move |_| timeline.with(|t| (t.extended, workspace.look(|l| extensions(l, today)))));
    view! {
        <section class="page calendar-page">
            <Patterns/>
            <header class="page-head">
                <h1>"时限"</h1>
                <p class="hint">
                    "按现行时限（有延期的，以最后一次延期为准）计到各月；写月份的，以当月最后一天为限。点月份看当月的措施。"
                </p>
                <p class="more">
                    <a href=Route::from(Place::Overview).href()>"回到总览"</a>
                </p>
            </header>
            <section class="chart wide" aria-label="按月到期">
                <h2>"按月到期"</h2>
                {move || timeline.with(|timeline| by_month(timeline, month.get(), today))}
            </section>
            {move || {
                month
                    .get()
                    .map(|month| {
                        let (lanes, total) = workspace.watch(|ledger| of_one(ledger, month, today));
                        chosen(&lanes, total, month, today)
                    })
            }}
            {move || timeline.with(phrases)}
            {move || extended.with(|(total, lanes)| put_off(*total, lanes, today))}
        </section>
    }
}

/// The deadlines as columns, as a calendar and as a table.
fn by_month(timeline: &Timeline, month: Option<Month>, today: Date) -> AnyView {
    if timeline.months.is_empty() {
        return view! { <p class="empty">"还没有写明日期的整改时限。在措施的页面上填写时限后，这里就有月历。"</p> }
            .into_any();
    }
    view! {
        {columns(timeline, today)}
        <div class="scroll-x" tabindex="0" role="region" aria-label="月历">{calendar(timeline, month, today)}</div>
        <p class="hint">"● 已完成　▲ 逾期未完　○ 未到期"</p>
        <details class="data">
            <summary>"数据表" <span class="sr">"：按月到期"</span></summary>
            {table(timeline)}
        </details>
    }
    .into_any()
}

/// The measures that were put off, of which there are so many in all.
fn put_off(total: usize, lanes: &[Lane], today: Date) -> Option<AnyView> {
    if lanes.is_empty() {
        return None;
    }
    let told =
        format!("共 {total} 条措施办理过延期，列出 {} 条。○ 原定时限，箭头指向现行时限。", lanes.len());
    Some(
        view! {
            <section class="chart wide" aria-label="延期">
                <h2>"延期"</h2>
                <p class="hint">{told}</p>
                {of_extensions(lanes, today)}
            </section>
        }
        .into_any(),
    )
}

fn chosen(lanes: &[Lane], total: usize, month: Month, today: Date) -> AnyView {
    let name = format!("{}到期的措施", month.chinese());
    let more = if total > lanes.len() { format!("，列出前 {} 条", lanes.len()) } else { String::new() };
    view! {
        <section class="chart wide" aria-label=name.clone()>
            <h2>{name.clone()}</h2>
            <p class="hint">
                {format!("共 {total} 条{more}。● 已完成　▲ 逾期未完　◇ 未到期　○ 原定时限。")} " "
                <a href=measures(&in_month(month))>"在措施表中查看全部"</a>
            </p>
            {of_month(lanes, month, today)}
        </section>
    }
    .into_any()
}

/// Deadlines that are no dates.
fn phrases(timeline: &Timeline) -> AnyView {
    let total: usize = timeline.phrases.iter().map(|count| count.total).sum();
    let of = |due| Query { due: Some(due), ..Query::default() };
    let rows: Vec<_> = timeline
        .phrases
        .iter()
        .map(|count| {
            view! {
                <tr>
                    <th scope="row">{count.phrase.clone()}</th>
                    <td class="num">{count.total}</td>
                    <td class="num">{count.done}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="chart wide" aria-label="没有具体日期">
            <h2>"没有具体日期"</h2>
            <table class="plain phrases" aria-label="没有具体日期的措施">
                <thead>
                    <tr>
                        <th scope="col">"时限"</th>
                        <th scope="col" class="num">"措施"</th>
                        <th scope="col" class="num">"已完成"</th>
                    </tr>
                </thead>
                <tbody>
                    {rows}
                    <tr>
                        <th scope="row">"以上合计"</th>
                        <td class="num">{linked(total, Some(&of(DueClass::Phrase)), "没有具体日期")}</td>
                        <td class="num">{timeline.phrases.iter().map(|count| count.done).sum::<usize>()}</td>
                    </tr>
                    <tr>
                        <th scope="row">"未定时限"</th>
                        <td class="num">{linked(timeline.unset, Some(&of(DueClass::Unset)), "未定时限")}</td>
                        <td class="num">{timeline.unset_done}</td>
                    </tr>
                </tbody>
            </table>
        </section>
    }
    .into_any()
}

/// The measures of one month, by day; and how many there are.
fn of_one(ledger: &Ledger, month: Month, today: Date) -> (Vec<Lane>, usize) {
    let bundle = ledger.bundle();
    let rows = bundle.findings.iter().flat_map(|f| f.measures.iter().map(move |m| (f, m)));
    let mut found: Vec<_> = rows
        .filter_map(|(f, m)| Some((Deadline::of(f, m).day().filter(|day| Month::of(*day) == month)?, f, m)))
        .collect();
    ledger::order::sort_by_key(&mut found, |(day, ..)| *day);
    let total = found.len();
    found.truncate(LANES);
    (found.into_iter().map(|(_, f, m)| lane(ledger, bundle, f, m, today)).collect(), total)
}

/// Extended measures: unfinished ones first, then the latest deadline first.
fn extensions(ledger: &Ledger, today: Date) -> Vec<Lane> {
    let bundle = ledger.bundle();
    let vocabulary = Vocabulary::new(&bundle.statuses);
    let rows = bundle.findings.iter().flat_map(|f| f.measures.iter().map(move |m| (f, m)));
    let mut found: Vec<_> = rows
        .filter_map(|(f, m)| {
            let holds = Effective::of(f, m);
            let first = holds.first.and_then(Due::last_day)?;
            let now = holds.deadline().day().filter(|now| *now != first)?;
            let done = vocabulary.class(m.status.as_ref()) == Class::Done;
            Some((done, std::cmp::Reverse(now), f, m))
        })
        .collect();
    ledger::order::sort_by_key(&mut found, |(done, day, ..)| (*done, *day));
    found.truncate(LANES / 4);
    found.into_iter().map(|(_, _, f, m)| lane(ledger, bundle, f, m, today)).collect()
}

fn lane(ledger: &Ledger, bundle: &Bundle, finding: &Finding, measure: &Measure, today: Date) -> Lane {
    let words = Vocabulary::new(&bundle.statuses);
    let status = measure.status.as_ref();
    let holds = Effective::of(finding, measure);
    let due = holds.deadline().day();
    let written = |due: Option<&Due>| due.map(ToString::to_string).unwrap_or_default();
    let first = holds.first.filter(|first| Some(*first) != holds.due());
    Lane {
        number: ledger.measure_number(&finding.id, &measure.id),
        finding: finding.id.clone(),
        text: measure.text.clone(),
        unit: unit_name(bundle, holds.lead),
        status: format!("{} {}", words.symbol(status), words.label(status)),
        first: first.and_then(Due::last_day),
        due,
        first_text: written(first),
        due_text: written(holds.due()),
        overdue: is_overdue(words, finding, measure, today),
        done: words.class(status) == Class::Done,
    }
}
