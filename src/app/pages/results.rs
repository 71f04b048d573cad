//! 追责问责与数字成果: totals by form with their noughts, money in 万元, figures by unit, and what the notice claims
//! beside what the ledger counts. Sums are the core's; each leads to the findings that it comes from.

use leptos::prelude::*;

use crate::app::parts::entries::Entries;
use crate::app::parts::table_head::head_row;
use crate::app::workspace::Workspace;
use ledger::achievements::{self, FormTotal, Sum};
use ledger::counts::{ClaimCount, Counts};
use ledger::register::{Claim, ClaimSubject, DocumentRole, Figure};
use ledger::{Id, Ledger};
use query::documents::of_role;
use query::route::{Place, Route};

/// How many figures of a sum are listed before the rest is asked for.
const LISTED: usize = 100;

/// A link to where something belongs: its words and its address.
type Link = (String, String);

/// A figure in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    what: String,
    number: String,
    /// In 万元, where it is money.
    wan: Option<String>,
    quote: String,
    link: Option<Link>,
}

/// A sum with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Block {
    sum: Sum,
    lines: Vec<Line>,
}

/// Everything that the page shows.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    forms: Vec<(FormTotal, Vec<Link>)>,
    people: String,
    recovered: Block,
    money: Block,
    units: Vec<Block>,
}

fn finding_link(ledger: &Ledger, id: &Id) -> Option<Link> {
    ledger.finding(id).map(|f| {
        (format!("问题 {}", ledger.finding_number(&f.id)), Route::from(Place::Finding(f.id.clone())).href())
    })
}

fn line(ledger: &Ledger, figure: &Figure) -> Line {
    let measure = figure.measure.as_ref().and_then(|id| ledger.measure(id)).map(|(f, m)| {
        let words = format!("措施 {}", ledger.measure_number(&f.id, &m.id));
        (words, Route::from(Place::Finding(f.id.clone())).href())
    });
    let section =
        || (!figure.section.is_empty()).then(|| ("通报正文".to_owned(), Route::from(Place::Notice).href()));
    let link =
        measure.or_else(|| figure.finding.as_ref().and_then(|id| finding_link(ledger, id))).or_else(section);
    let about = if figure.approx { "约 " } else { "" };
    Line {
        what: figure.what.clone(),
        number: achievements::number_text(figure),
        wan: achievements::in_wan(figure).map(|wan| format!("{about}{wan}")),
        quote: figure.quote.clone(),
        link,
    }
}

fn block(ledger: &Ledger, sum: Sum) -> Block {
    let all = &ledger.bundle().figures;
    let ids: std::collections::HashSet<&Id> = sum.figures.iter().collect();
    let lines = all.iter().filter(|f| ids.contains(&f.id)).map(|f| line(ledger, f)).collect();
    Block { sum, lines }
}

fn shown(ledger: &Ledger) -> Shown {
    let bundle = ledger.bundle();
    let forms: Vec<_> = achievements::by_form(bundle)
        .into_iter()
        .map(|total| {
            let links = total.findings.iter().filter_map(|id| finding_link(ledger, id)).collect();
            (total, links)
        })
        .collect();
    let figures = achievements::figures(bundle);
    Shown {
        people: achievements::people_text(bundle),
        forms,
        recovered: block(ledger, figures.recovered),
        money: block(ledger, figures.money),
        units: figures.by_unit.into_iter().map(|sum| block(ledger, sum)).collect(),
    }
}

/// The page.
#[component]
pub fn Results() -> impl IntoView {
    let workspace = Workspace::of_page();
    let root = workspace.bundle_id();
    let all = Memo::new(move |_| workspace.watch(shown));
    view! {
        <section class="page results">
            <header class="page-head">
                <h1>"追责问责与数字成果"</h1>
                <p class="hint">
                    "合计由登记的条目逐条相加，小数不取舍；登记了约数的，合计前写“约”。单位相同而内容不同的也在一处相加，通报重复写到的会重复相加：请展开核对。"
                </p>
            </header>
            <Claims/>
            {accountability(all)}
            {money(all)}
            {units(all)}
            <section class="group register" aria-label="登记">
                <Entries parent=root.clone() list="accountability" long=&["note"]/>
                <Entries parent=root.clone() list="figures" long=&["quote"]/>
                <Entries parent=root list="claims" long=&["quote"]/>
            </section>
        </section>
    }
}

/// 追责问责 by form.
fn accountability(all: Memo<Shown>) -> AnyView {
    const COLUMNS: [(&str, &str); 5] =
        [("", "形式"), ("num", "数量"), ("", "单位"), ("", "对应问题"), ("", "说明")];
    view! {
        <section class="claims" aria-label="追责问责">
            <h2>"追责问责"<span class="count">{move || all.with(|a| format!("合计 {}", a.people))}</span></h2>
            <table>
                <thead>{head_row(&COLUMNS)}</thead>
                <tbody>
                    <For each=move || all.with(|a| a.forms.clone()) key=|form| form.clone() let:form>
                        {form_row(form)}
                    </For>
                </tbody>
            </table>
        </section>
    }
    .into_any()
}

/// 挽回资金, and what other money is told of.
fn money(all: Memo<Shown>) -> AnyView {
    view! {
        <section class="claims" aria-label="挽回资金">
            <h2>
                "挽回资金"
                <span class="count">{move || all.with(|a| a.recovered.sum.text())}</span>
            </h2>
            <p class="hint">
                {format!("金额的内容或原文写有“{}”的，计入挽回资金。", achievements::RECOVERED.join("、"))}
            </p>
            {move || figures_table(all.with(|a| a.recovered.clone()), true)}
        </section>
        <Show when=move || all.with(|a| !a.money.lines.is_empty())>
            <section class="claims" aria-label="其他金额">
                <h2>"其他金额"<span class="count">{move || all.with(|a| a.money.sum.text())}</span></h2>
                {move || figures_table(all.with(|a| a.money.clone()), true)}
            </section>
        </Show>
    }
    .into_any()
}

/// 数字成果 by unit.
fn units(all: Memo<Shown>) -> AnyView {
    view! {
        <section class="claims units" aria-label="数字成果">
            <h2>
                "数字成果"
                <span class="count">
                    {move || all.with(|a| a.units.iter().map(|b| b.lines.len()).sum::<usize>())}
                </span>
            </h2>
            <Show
                when=move || all.with(|a| !a.units.is_empty())
                fallback=|| view! { <p class="empty">"还没有登记数字成果。可在下面的“数字成果登记”里新增。"</p> }
            >
                <For each=move || all.with(|a| a.units.clone()) key=|block| block.clone() let:block>
                    {unit_row(block)}
                </For>
            </Show>
        </section>
    }
    .into_any()
}

fn form_row((total, links): (FormTotal, Vec<Link>)) -> impl IntoView {
    let told = match (total.entries.len(), total.uncounted) {
        (0, _) => "没有登记，按 0 计".to_owned(),
        (1, 0) => String::new(),
        (n, 0) => format!("{n} 条登记相加"),
        (n, blank) => format!("{n} 条登记，其中 {blank} 条没有填数量"),
    };
    view! {
        <tr>
            <th scope="row">{if total.form.is_empty() { "（未注明形式）".to_owned() } else { total.form }}</th>
            <td class="num">{total.count}</td>
            <td>{total.unit}</td>
            <td>{links_of(links)}</td>
            <td class="quote">{told}</td>
        </tr>
    }
}

fn links_of(links: Vec<Link>) -> Vec<AnyView> {
    let last = links.len().saturating_sub(1);
    links
        .into_iter()
        .enumerate()
        .map(|(at, (words, href))| {
            view! { <a href=href>{words}</a> {(at < last).then_some("、")} }.into_any()
        })
        .collect()
}

/// The figures of a sum, the sum in the last line.
fn figures_table(block: Block, money: bool) -> AnyView {
    if block.lines.is_empty() {
        return view! { <p>"没有登记这样的金额，按 0 万元计。"</p> }.into_any();
    }
    let count = block.lines.len();
    let sum = block.sum.text();
    let rows: Vec<_> = block
        .lines
        .into_iter()
        .take(LISTED)
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">{line.what}</th>
                    <td class="num">{line.number}</td>
                    {money.then(|| view! { <td class="num">{line.wan.unwrap_or_else(|| "—".to_owned())}</td> })}
                    <td>{links_of(line.link.into_iter().collect())}</td>
                    <td class="quote">{line.quote}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">"内容"</th>
                    <th scope="col" class="num">"数值"</th>
                    {money.then(|| view! { <th scope="col" class="num">"折合万元"</th> })}
                    <th scope="col">"出处"</th>
                    <th scope="col">"原文"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">"合计"</th>
                    {if money {
                        view! { <td></td><td class="num"><strong>{sum}</strong></td> }.into_any()
                    } else {
                        view! { <td class="num"><strong>{sum}</strong></td> }.into_any()
                    }}
                    <td colspan="2">
                        {(count > LISTED).then(|| format!("列出前 {LISTED} 条，合计含全部 {count} 条"))}
                    </td>
                </tr>
            </tfoot>
        </table>
    }
    .into_any()
}

/// A unit's sum; its figures fold out.
fn unit_row(block: Block) -> impl IntoView {
    let unit =
        if block.sum.unit.is_empty() { "（没有单位）".to_owned() } else { block.sum.unit.clone() };
    let blank = match block.sum.unnumbered {
        0 => String::new(),
        n => format!("，{n} 条没有填数值"),
    };
    let words = format!("{} 条{blank}", block.lines.len());
    let sum = block.sum.text();
    view! {
        <details class="unit">
            <summary>
                <span class="unit-name">{unit}</span>
                <strong class="unit-sum">{sum}</strong>
                <span class="hint">{words}</span>
            </summary>
            {figures_table(block, false)}
        </details>
    }
}

/// A claim of the notice beside what the ledger counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Claimed {
    subject: String,
    /// The number of the notice.
    said: String,
    /// The number of the ledger.
    counted: String,
    unit: String,
    difference: String,
    quote: String,
    /// Where what is counted can be seen.
    href: Option<String>,
}

impl Claimed {
    fn of(claim: &Claim, count: &ClaimCount) -> Self {
        let text = |n: Option<u64>| n.map_or_else(|| "—".to_owned(), |n| n.to_string());
        let route: Option<Route> = claim.subject.as_ref().and_then(|subject| match subject {
            ClaimSubject::Findings => Some(Place::Findings.into()),
            ClaimSubject::Measures => Some(Place::Measures.into()),
            // What is counted, not the whole register.
            ClaimSubject::Institutions => Some(of_role(&DocumentRole::Issued)),
            ClaimSubject::Accountability | ClaimSubject::Other(_) => None,
        });
        Self {
            subject: claim.subject.as_ref().map_or("（未注明）", |s| s.label()).to_owned(),
            said: text(count.claimed.map(u64::from)),
            counted: text(count.counted),
            unit: claim.unit.clone(),
            difference: achievements::difference(count.claimed, count.counted, &claim.unit),
            quote: claim.quote.clone(),
            href: route.map(|route| route.href()),
        }
    }
}

/// What the notice claims beside what the ledger counts, with the difference in words.
#[component]
fn Claims() -> impl IntoView {
    const COLUMNS: [(&str, &str); 6] =
        [("", "事项"), ("num", "通报所称"), ("num", "台账所计"), ("", "单位"), ("", "核对"), ("", "原文")];
    let workspace = Workspace::of_page();
    let today = workspace.day();
    let rows = Memo::new(move |_| {
        workspace.watch(|ledger| {
            let counts = Counts::of(ledger.bundle(), today);
            let claims = ledger.bundle().claims.iter().zip(&counts.claims);
            claims.map(|(claim, count)| Claimed::of(claim, count)).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <section class="claims" aria-label="通报所称与台账所计">
                <h2>"通报所称与台账所计"</h2>
                <table>
                    <thead>{head_row(&COLUMNS)}</thead>
                    <tbody>
                        <For each=move || rows.get() key=|row| row.clone() let:row>
                            {claim_row(row)}
                        </For>
                    </tbody>
                </table>
            </section>
        </Show>
    }
}

fn claim_row(row: Claimed) -> AnyView {
    let subject = match row.href {
        Some(href) => view! { <a href=href>{row.subject}</a> }.into_any(),
        None => row.subject.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{subject}</th>
            <td class="num">{row.said}</td>
            <td class="num">{row.counted}</td>
            <td>{row.unit}</td>
            <td>{row.difference}</td>
            <td class="quote">{row.quote}</td>
        </tr>
    }
    .into_any()
}
