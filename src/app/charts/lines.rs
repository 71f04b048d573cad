//! Lines over time, told apart by dash and by the name at their end, with the table of their numbers behind them.
//! Knows labels and numbers, no ledger.

use leptos::prelude::*;

use super::real;

/// The drawing, in its own units: its size, and the place of the plot in it.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 424.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 190.0;
/// The least distance of two names at the ends of lines.
const NAME_HEIGHT: f64 = 18.0;

/// One line.
#[derive(Clone, PartialEq)]
pub struct Series {
    /// ● 已完成.
    pub name: &'static str,
    /// Its class in the style sheet, which sets colour and width.
    pub class: &'static str,
    /// Its dashes, as `stroke-dasharray` has them; empty for a solid line.
    pub dash: &'static str,
    /// A value for each label.
    pub values: Vec<usize>,
}

/// Everything that is drawn.
#[derive(Clone, PartialEq)]
pub struct Lines {
    /// What each place on the axis is called: a day, a month.
    pub labels: Vec<String>,
    /// The lines.
    pub series: Vec<Series>,
    /// A line across, and what it marks: today.
    pub mark: Option<(f64, &'static str)>,
    /// The picture in a sentence.
    pub said: String,
}

/// The next number from `peak` up that is 1, 2 or 5 with zeros, or a multiple that divides well.
fn ceiling(peak: usize) -> usize {
    let mut unit = 1;
    while peak > unit * 10 {
        unit *= 10;
    }
    [1, 2, 4, 5, 6, 8, 10].into_iter().map(|n| n * unit).find(|top| *top >= peak).unwrap_or(peak).max(2)
}

/// Where names stand, so that none covers another: as near to their line as the others let them.
fn spread(wanted: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    ledger::order::sort_by(&mut order, |a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut places = wanted.to_vec();
    let mut least = TOP;
    for n in &order {
        places[*n] = places[*n].max(least);
        least = places[*n] + NAME_HEIGHT;
    }
    let mut most = BOTTOM + 4.0;
    for n in order.iter().rev() {
        places[*n] = places[*n].min(most);
        most = places[*n] - NAME_HEIGHT;
    }
    places
}

/// The picture and its table.
#[component]
pub fn LineChart(
    /// 变化趋势.
    title: &'static str,
    /// The head of the first column: 日期.
    head: &'static str,
    /// What is drawn; `None` where there is nothing.
    #[prop(into)]
    lines: Signal<Option<Lines>>,
    /// What is said where there is nothing to draw.
    empty: &'static str,
    /// How it is counted.
    hint: &'static str,
) -> impl IntoView {
    view! {
        <section class="chart" aria-label=title>
            <h2>{title}</h2>
            <p class="hint">{hint}</p>
            {move || match lines.get() {
                Some(lines) => {
                    view! {
                        {picture(title, &lines)}
                        <details class="data">
                            <summary>"数据表" <span class="sr">{format!("：{title}")}</span></summary>
                            {table(title, head, &lines)}
                        </details>
                    }
                        .into_any()
                }
                None => view! { <p class="empty">{empty}</p> }.into_any(),
            }}
        </section>
    }
}

fn picture(title: &str, lines: &Lines) -> AnyView {
    let count = lines.labels.len();
    let peak = ceiling(lines.series.iter().flat_map(|s| s.values.iter().copied()).max().unwrap_or(0));
    let across = |at: f64| if count > 1 { LEFT + (RIGHT - LEFT) * at / real(count - 1) } else { LEFT };
    let up = |value: usize| BOTTOM - (BOTTOM - TOP) * real(value) / real(peak);
    let grid = [0, peak / 2, peak].map(|value| {
        let y = format!("{:.1}", up(value));
        let below = format!("{:.1}", up(value) + 4.0);
        view! {
            <g>
                <line class="grid" x1=LEFT x2=RIGHT y1=y.clone() y2=y></line>
                <text class="axis" x=LEFT - 6.0 y=below text-anchor="end">{value}</text>
            </g>
        }
    });
    let mut shown = vec![(0, "start")];
    if count > 4 {
        shown.push((count / 2, "middle"));
    }
    if count > 1 {
        shown.push((count - 1, "end"));
    }
    let axis: Vec<_> = shown
        .into_iter()
        .filter_map(|(n, anchor)| Some((n, anchor, lines.labels.get(n)?.clone())))
        .map(|(n, anchor, label)| {
            view! { <text class="axis" x=across(real(n)) y=BOTTOM + 20.0 text-anchor=anchor>{label}</text> }
        })
        .collect();
    let ends: Vec<f64> =
        lines.series.iter().map(|s| up(s.values.last().copied().unwrap_or(0)) + 4.0).collect();
    let names = spread(&ends);
    let drawn: Vec<_> = lines
        .series
        .iter()
        .zip(&ends)
        .zip(names)
        .map(|((series, end), name)| {
            let points: Vec<String> = series
                .values
                .iter()
                .enumerate()
                .map(|(n, value)| format!("{:.1},{:.1}", across(real(n)), up(*value)))
                .collect();
            let last = series.values.last().copied().unwrap_or(0);
            let x = across(real(count.saturating_sub(1)));
            view! {
                <g class=series.class>
                    <polyline class="line" points=points.join(" ") stroke-dasharray=series.dash></polyline>
                    <circle class="end" cx=x cy=format!("{:.1}", end - 4.0) r="3"></circle>
                    <text x=RIGHT + 10.0 y=format!("{name:.1}")>{series.name} " " {last}</text>
                </g>
            }
        })
        .collect();
    let mark = lines.mark.map(|(at, word)| {
        let x = format!("{:.1}", across(at));
        view! {
            <g class="today">
                <line x1=x.clone() x2=x.clone() y1=TOP - 4.0 y2=BOTTOM></line>
                <text x=x y=TOP - 8.0 text-anchor="middle">{word}</text>
            </g>
        }
    });
    view! {
        <svg
            class="lines"
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            role="img"
            aria-label=format!("{title}。{}", lines.said)
        >
            {grid.collect_view()}
            {axis}
            {mark}
            {drawn}
        </svg>
    }
    .into_any()
}

fn table(title: &str, head: &'static str, lines: &Lines) -> AnyView {
    let heads: Vec<_> =
        lines.series.iter().map(|s| view! { <th scope="col" class="num">{s.name}</th> }).collect();
    let rows: Vec<_> = lines
        .labels
        .iter()
        .enumerate()
        .map(|(n, label)| {
            let cells: Vec<_> = lines
                .series
                .iter()
                .map(|s| view! { <td class="num">{s.values.get(n).copied().unwrap_or(0)}</td> })
                .collect();
            view! {
                <tr>
                    <th scope="row">{label.clone()}</th>
                    {cells}
                </tr>
            }
        })
        .collect();
    view! {
        <table class="plain" aria-label=format!("数据表：{title}")>
            <thead>
                <tr>
                    <th scope="col">{head}</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
