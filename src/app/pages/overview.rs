//! 总览: counts that agree with the tables behind them. Every number leads to its rows.

use leptos::prelude::*;

use crate::app::charts::bars::{Bar, Bars};
use crate::app::charts::heat::{Heat, HeatMap};
use crate::app::charts::lines::LineChart;
use crate::app::charts::{ClassPicks, Patterns, measures, pick, unit_name};
use crate::app::reviewing::Reviewing;
use crate::app::workspace::Workspace;
use journal::trend::Trend;
use ledger::achievements::{difference, people};
use ledger::counts::{Counts, Group, share};
use ledger::date::Date;
use ledger::deadline::DueClass;
use ledger::register::DocumentRole;
use ledger::timeline::Timeline;
use ledger::vocabulary::{Class, Vocabulary};
use ledger::{Bundle, Id};
use query::Query;
use query::documents::of_role;
use query::route::{Place, Route};
use welcome::Welcome;

mod attention;
mod course;
mod since;
mod welcome;

/// The page.
#[component]
pub fn Overview() -> impl IntoView {
    let workspace = Workspace::of_page();
    let today = workspace.day();
    let counts = Memo::new(move |_| workspace.watch(|ledger| Counts::of(ledger.bundle(), today)));
    let facts = Memo::new(move |_| workspace.watch(|ledger| facts(ledger.bundle())));
    let picks = Memo::new(move |_| counts.with(|c| workspace.watch(|l| ClassPicks::of(l.bundle(), c))));
    view! {
        <section class="page overview">
            <Patterns/>
            <header class="page-head">
                <h1>{move || workspace.watch(|ledger| ledger.bundle().title.clone())}</h1>
                <dl class="facts">
                    <For each=move || facts.get() key=|fact| fact.clone() let:fact>
                        <div>
                            <dt>{fact.0}</dt>
                            <dd>{fact.1}</dd>
                        </div>
                    </For>
                </dl>
                <p class="more">
                    <a href=Route::from(Place::ExecutiveSummary).href()>"一页纸（领导审阅）"</a>
                    <a href=Route::from(Place::Calendar).href()>"时限月历"</a>
                </p>
            </header>
            <Welcome/>
            <ul class="figures" aria-label="总数">
                {tiles(counts)}
                {totals(counts, picks)}
            </ul>
            <since::SinceLastWeek/>
            <attention::Attention counts/>
            <Claims counts/>
            <Show
                when=move || counts.with(|c| c.measures.total != 0)
                fallback=|| view! { <p class="empty">"还没有整改措施。在问题的页面上新增，或打开一个台账文件。"</p> }
            >
                <div class="charts">
                    <Bars title="按整改状态" head="整改状态" bars=bars_of(counts, by_status) picks/>
                    <Bars title="按整改类型" head="整改类型" bars=bars_of(counts, by_term) picks/>
                    {courses()}
                </div>
                {distributions(counts, picks)}
            </Show>
        </section>
    }
}

/// The four numbers that a reader looks for first.
fn tiles(counts: Memo<Counts>) -> impl IntoView {
    let reviewing = Reviewing::of_page();
    let words = move |of: fn(&Counts) -> String| Signal::derive(move || counts.with(of));
    view! {
        <Tile
            name="整改措施"
            href=measures(&Query::default())
            value=words(|c| c.measures.total.to_string())
        />
        <Tile
            name="已完成"
            href=measures(&Query { finished: Some(true), ..Query::default() })
            value=words(|c| c.measures.done.to_string())
            share=words(|c| share(c.measures.done, c.measures.total).unwrap_or_default())
        />
        <Tile
            name="已逾期"
            href=measures(&Query { due: Some(DueClass::Overdue), ..Query::default() })
            value=words(|c| c.measures.overdue.to_string())
            bad=true
        />
        <Tile
            name="待审"
            href=Route { place: Place::Review, query: "who=all".to_owned() }.href()
            value=Signal::derive(move || reviewing.queue(true).len().to_string())
        />
    }
}

/// The other numbers. 人 and 人次 are two.
fn totals(counts: Memo<Counts>, picks: Memo<ClassPicks>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let held = Memo::new(move |_| workspace.watch(|ledger| people(ledger.bundle())));
    let figure = move |of: fn(&Counts) -> usize| Signal::derive(move || counts.with(of));
    let unfilled = picks.with_untracked(|p| p.narrow(&Query::default(), Class::Unfilled));
    let of_people = |(unit, count): (String, u64)| {
        let name =
            if unit.is_empty() { "追责问责".to_owned() } else { format!("追责问责（{unit}）") };
        let value = Signal::stored(usize::try_from(count).unwrap_or(usize::MAX));
        view! { <Total name href=Route::from(Place::Results).href() value/> }
    };
    view! {
        <Total name="问题" href=Route::from(Place::Findings).href() value=figure(|c| c.findings.total)/>
        <Total name="未填报" href=measures(&unfilled.unwrap_or_default()) value=figure(|c| c.measures.unfilled)/>
        <Total
            name="30 天内到期"
            href=measures(&Query { due: Some(DueClass::Within30), ..Query::default() })
            value=figure(|c| c.measures.within_30)
        />
        <Total
            name="制度（制定印发）"
            href=of_role(&DocumentRole::Issued).href()
            value=figure(|c| usize::try_from(c.institutions).unwrap_or(0))
        />
        <For each=move || held.get() key=|line| line.clone() let:line>{of_people(line)}</For>
    }
}

/// A bar chart's bars, counted anew with the ledger.
fn bars_of(counts: Memo<Counts>, of: fn(&Bundle, &Counts) -> Vec<Bar>) -> Memo<Vec<Bar>> {
    let workspace = Workspace::of_page();
    Memo::new(move |_| counts.with(|c| workspace.watch(|l| of(l.bundle(), c))))
}

/// The days that went by, and those that were promised.
fn courses() -> impl IntoView {
    let workspace = Workspace::of_page();
    let today = workspace.day();
    let trend = Memo::new(move |_| {
        workspace.revision.track();
        course::trend(&workspace.look_journal(|journal| Trend::of(journal, today)))
    });
    let promised = Memo::new(move |_| {
        workspace.watch(|ledger| course::course(&Timeline::of(ledger.bundle(), today), today))
    });
    view! {
        <LineChart
            title="变化趋势"
            head="日期"
            lines=trend
            hint="每天结束时的条数，由变更记录倒推得出。"
            empty="台账还没有变更记录，趋势从第一次修改开始。"
        />
        <LineChart
            title="应完成与已完成"
            head="月份"
            lines=promised
            hint="到每月底应完成的措施累计条数，和其中现在已完成的条数；没有具体日期的措施不在内。"
            empty="还没有写明日期的整改时限。"
        />
    }
}

/// Who has how much: by unit, leader and aspect.
fn distributions(counts: Memo<Counts>, picks: Memo<ClassPicks>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let heat = Memo::new(move |_| counts.with(|c| workspace.watch(|l| Heat::of(l.bundle(), c))));
    view! {
        <Bars
            title="按牵头部门"
            head="牵头部门"
            hint="每条措施只计在牵头部门名下；责任部门、配合部门不重复计数。"
            bars=bars_of(counts, by_unit)
            picks
            wide=true
        />
        <HeatMap heat/>
        <Bars
            title="按责任领导"
            head="责任领导"
            hint="措施没有写责任领导的，计在问题的责任领导名下。"
            bars=bars_of(counts, by_leader)
            picks
            wide=true
        />
        <Bars title="按问题类别" head="问题类别" bars=bars_of(counts, by_aspect) picks wide=true/>
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

/// A bar for each group that has measures.
fn bars<K>(
    groups: &[Group<Option<K>>],
    name: impl Fn(Option<&K>) -> String,
    query: impl Fn(Option<&K>) -> Query,
) -> Vec<Bar> {
    let some = groups.iter().filter(|group| group.tally.total > 0);
    some.map(|group| {
        let key = group.key.as_ref();
        Bar { name: name(key), query: query(key), tally: group.tally }
    })
    .collect()
}

fn by_status(bundle: &Bundle, counts: &Counts) -> Vec<Bar> {
    let words = Vocabulary::new(&bundle.statuses);
    let name = |key: Option<&Id>| format!("{} {}", words.symbol(key), words.label(key));
    let query = |key: Option<&Id>| Query { statuses: vec![pick(key)], ..Query::default() };
    // Also a status that no measure has belongs into the picture.
    let all = counts.by_status.iter().map(|group| {
        let key = group.key.as_ref();
        Bar { name: name(key), query: query(key), tally: group.tally }
    });
    all.collect()
}

fn by_term(_: &Bundle, counts: &Counts) -> Vec<Bar> {
    bars(
        &counts.by_term,
        |term| term.map_or_else(|| "未填报".to_owned(), ToString::to_string),
        |term| Query { term: Some(pick(term)), ..Query::default() },
    )
}

fn by_unit(bundle: &Bundle, counts: &Counts) -> Vec<Bar> {
    bars(
        &counts.by_lead_unit,
        |unit| unit_name(bundle, unit),
        |unit| Query { lead: Some(pick(unit)), ..Query::default() },
    )
}

fn by_leader(_: &Bundle, counts: &Counts) -> Vec<Bar> {
    let mut list = bars(
        &counts.by_leader,
        |leader| leader.cloned().unwrap_or_else(|| "未定".to_owned()),
        |leader| Query { leader: Some(pick(leader)), ..Query::default() },
    );
    ledger::order::sort_by_key(&mut list, |bar| std::cmp::Reverse(bar.tally.total));
    list
}

fn by_aspect(bundle: &Bundle, counts: &Counts) -> Vec<Bar> {
    let name = |id: Option<&Id>| match id {
        None => "未分类".to_owned(),
        Some(id) => {
            bundle.aspects.iter().find(|a| a.id == *id).map_or_else(|| id.to_string(), |a| a.title.clone())
        }
    };
    bars(&counts.by_aspect, name, |aspect| Query { aspect: Some(pick(aspect)), ..Query::default() })
}

/// One of the numbers that a reader looks for first.
#[component]
fn Tile(
    name: &'static str,
    href: String,
    value: Signal<String>,
    #[prop(optional)] share: Option<Signal<String>>,
    #[prop(optional)] bad: bool,
) -> impl IntoView {
    view! {
        <li class="tile" class:bad=move || { bad && value.with(|value| value != "0") }>
            <a href=href>
                <span class="figure">{move || value.get()}</span>
                " "
                <span class="figure-name">{name}</span>
            </a>
            {share.map(|share| view! { <span class="figure-share">{move || share.get()}</span> })}
        </li>
    }
}

#[component]
fn Total(#[prop(into)] name: String, href: String, #[prop(into)] value: Signal<usize>) -> impl IntoView {
    view! {
        <li>
            <a href=href>
                <span class="figure">{move || value.get()}</span>
                " "
                <span class="figure-name">{name}</span>
            </a>
        </li>
    }
}

/// What the notice claims beside what the ledger counts.
#[component]
fn Claims(counts: Memo<Counts>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let rows = Memo::new(move |_| {
        counts.with(|counts| {
            workspace.watch(|ledger| {
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
                            difference(count.claimed, count.counted, &claim.unit),
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
                                <td>{row.4}</td>
                                <td class="quote">{row.5}</td>
                            </tr>
                        </For>
                    </tbody>
                </table>
            </section>
        </Show>
    }
}
