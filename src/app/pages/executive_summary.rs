//! 一页纸: one sheet of A4 for the leader, with room for the leader's remark. Draws `ledger::executive_summary`.

use leptos::prelude::*;

use crate::app::charts::bars::{percent, stack};
use crate::app::charts::{Patterns, measures, unit_name};
use crate::app::parts::pressing;
use crate::app::workspace::Workspace;
use ledger::Bundle;
use ledger::achievements::{difference, people_text};
use ledger::closure::ClosureState;
use ledger::counts::{Counts, Tally};
use ledger::date::Date;
use ledger::deadline::DueClass;
use ledger::executive_summary::ExecutiveSummary;
use platform::page;
use query::route::{Place, Route};
use query::{Query, decisions};

/// What fits on the sheet beside each other.
const UNITS: usize = 10;
const OVERDUE: usize = 8;
const RETURNED: usize = 3;
const MONEY: usize = 4;
const CLAIMS: usize = 4;

/// The page.
#[component]
pub fn ExecutiveSummaryPage() -> impl IntoView {
    let workspace = Workspace::of_page();
    let today = workspace.day();
    view! {
        <section class="page brief-page">
            <Patterns/>
            <div class="brief-tools">
                <button type="button" class="primary" on:click=move |_| page::print()>"打印"</button>
                <a href=Route::from(Place::Overview).href()>"回到总览"</a>
                <p class="hint">"按 A4 纸印成一页。各项数字与总览、措施表一致。"</p>
            </div>
            <article class="brief-sheet" aria-label="一页纸">
                {move || workspace.watch(|ledger| sheet(ledger.bundle(), today))}
            </article>
        </section>
    }
}

fn sheet(bundle: &Bundle, today: Date) -> AnyView {
    let counts = Counts::of(bundle, today);
    let brief = ExecutiveSummary::of(bundle, &counts, today, OVERDUE);
    let inspection = &bundle.inspection;
    let feedback = inspection.feedback.map(|day| format!("{}反馈", day.chinese()));
    let about: Vec<String> = [bundle.organization.clone(), inspection.round.clone(), inspection.team.clone()]
        .into_iter()
        .chain(feedback)
        .filter(|text| !text.is_empty())
        .collect();
    let measures_tally = counts.measures;
    view! {
        <header>
            <h1>"巡察整改情况一页纸"</h1>
            <p class="about">{about.join("　")}</p>
            <p class="as-of">{format!("截至{}", today.chinese())}</p>
        </header>
        {totals(&counts)}
        <div class="brief-bar">
            {stack(&measures_tally, measures_tally.total, true)}
            <p>
                {format!(
                    "● 已完成 {}　◑ 部分完成 {}　○ 未完成 {}　– 未填报 {}　完成率 {}",
                    measures_tally.done,
                    measures_tally.partial,
                    measures_tally.open,
                    measures_tally.unfilled,
                    percent(&measures_tally),
                )}
            </p>
        </div>
        <div class="brief-columns">
            <div>
                <h2>"各部门进度（按措施条数）"</h2>
                {units(bundle, &counts)}
                <h2>"核对与成果"</h2>
                {results(bundle, &counts)}
            </div>
            <div>
                <h2>"需要研究决定的事项"</h2>
                {decisions(&brief)}
                <h2>{format!("逾期未完（共 {} 条）", counts.measures.overdue)}</h2>
                {overdue(bundle, &brief, counts.measures.overdue)}
                <h2>{format!("退回补充（共 {} 条）", counts.by_closure[ClosureState::Returned as usize])}</h2>
                {returned(bundle, &brief)}
            </div>
        </div>
        <div class="remark">
            <h2>"领导批示"</h2>
            <p>"签名：　　　　　　　　　　　年　　月　　日"</p>
        </div>
    }
    .into_any()
}

fn totals(counts: &Counts) -> AnyView {
    let of = |query: Query| measures(&query);
    let due = |due| Query { due: Some(due), ..Query::default() };
    let items = [
        ("问题", counts.findings.total, Route::from(Place::Findings).href()),
        ("整改措施", counts.measures.total, of(Query::default())),
        ("已完成", counts.measures.done, of(Query { finished: Some(true), ..Query::default() })),
        ("已逾期", counts.measures.overdue, of(due(DueClass::Overdue))),
        ("30 天内到期", counts.measures.within_30, of(due(DueClass::Within30))),
        (
            "已销号",
            counts.by_closure[ClosureState::Closed as usize],
            of(Query { closure: Some(ClosureState::Closed), ..Query::default() }),
        ),
    ];
    let items = items.map(|(name, count, href)| {
        view! {
            <li>
                <a href=href>
                    <strong>{count}</strong>
                    <span>{name}</span>
                </a>
            </li>
        }
    });
    view! { <ul class="brief-totals" aria-label="总数">{items.collect_view()}</ul> }.into_any()
}

/// The units with the most measures, and the others as one.
fn units(bundle: &Bundle, counts: &Counts) -> AnyView {
    let mut groups: Vec<_> = counts.by_lead_unit.iter().filter(|group| group.tally.total > 0).collect();
    ledger::order::sort_by_key(&mut groups, |group| std::cmp::Reverse(group.tally.total));
    let rest = groups.split_off(groups.len().min(UNITS));
    let mut others = Tally::default();
    for group in &rest {
        others += group.tally;
    }
    let line = |name: String, tally: &Tally| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="bar-cell">{stack(tally, tally.total, false)}</td>
                <td class="num">{format!("{}/{}", tally.done, tally.total)}</td>
                <td class="num" class:overdue=tally.overdue != 0>{tally.overdue}</td>
            </tr>
        }
        .into_any()
    };
    let mut rows: Vec<_> =
        groups.iter().map(|group| line(unit_name(bundle, group.key.as_ref()), &group.tally)).collect();
    if !rest.is_empty() {
        rows.push(line(format!("其他 {} 个", rest.len()), &others));
    }
    view! {
        <table class="brief-units">
            <thead>
                <tr>
                    <th scope="col">"牵头部门"</th>
                    <th scope="col">"进度"</th>
                    <th scope="col" class="num">"完成"</th>
                    <th scope="col" class="num">"逾期"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn decisions(brief: &ExecutiveSummary) -> AnyView {
    if brief.decisions.is_empty() {
        return view! { <p>"没有。"</p> }.into_any();
    }
    let rows: Vec<_> = brief
        .decisions
        .iter()
        .map(|(what, count)| pressing::counted(what.label(), *count, decisions::route(*what).href()))
        .collect();
    view! { <ol class="brief-list">{rows}</ol> }.into_any()
}

fn overdue(bundle: &Bundle, brief: &ExecutiveSummary, total: usize) -> AnyView {
    if brief.overdue.is_empty() {
        return view! { <p>"没有。"</p> }.into_any();
    }
    let rows: Vec<_> = brief.overdue.iter().map(|row| pressing::late(bundle, row)).collect();
    let more = (total > brief.overdue.len()).then(|| {
        view! { <p class="hint">{format!("按逾期天数列前 {} 条，另有 {} 条。", brief.overdue.len(), total - brief.overdue.len())}</p> }
    });
    view! {
        <ol class="brief-list">{rows}</ol>
        {more}
    }
    .into_any()
}

fn returned(bundle: &Bundle, brief: &ExecutiveSummary) -> AnyView {
    if brief.returned.is_empty() {
        return view! { <p>"没有。"</p> }.into_any();
    }
    let rows: Vec<_> =
        brief.returned.iter().take(RETURNED).map(|row| pressing::returned(bundle, row)).collect();
    view! { <ol class="brief-list">{rows}</ol> }.into_any()
}

/// Claimed beside counted, documents, accountability, money.
fn results(bundle: &Bundle, counts: &Counts) -> AnyView {
    let text = |count: Option<u64>| count.map_or_else(|| "—".to_owned(), |count| count.to_string());
    let claims = bundle.claims.iter().zip(&counts.claims).take(CLAIMS).map(|(claim, count)| {
        let subject = claim.subject.as_ref().map_or("（未注明）", |subject| subject.label());
        let claimed = text(count.claimed.map(u64::from));
        let told = difference(count.claimed, count.counted, &claim.unit);
        format!("{subject}：通报所称 {claimed} {}，{told}", claim.unit)
    });
    let money: Vec<_> = bundle.figures.iter().filter(|figure| figure.unit.ends_with('元')).collect();
    let amounts = money.iter().take(MONEY).map(|figure| {
        let value = figure.value.as_ref().map(ToString::to_string).unwrap_or_default();
        let what: String = figure.what.chars().take(24).collect();
        format!("资金：{what} {value} {}", figure.unit)
    });
    let hidden = money.len().saturating_sub(MONEY);
    let lines = claims
        .chain([
            format!("制定印发制度 {} 项", counts.institutions),
            format!("追责问责 {}", people_text(bundle)),
        ])
        .chain(amounts)
        .chain((hidden > 0).then(|| format!("另有涉及资金的数字成果 {hidden} 项")));
    let lines: Vec<_> = lines.map(|line| view! { <li>{line}</li> }).collect();
    view! { <ul class="brief-list">{lines}</ul> }.into_any()
}
