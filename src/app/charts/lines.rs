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

/// The plot of so many places and so high a peak.
#[derive(Clone, Copy)]
struct Plot {
    count: usize,
    peak: usize,
}

impl Plot {
    fn of(lines: &Lines) -> Self {
        let most = lines.series.iter().flat_map(|s| s.values.iter().copied()).max().unwrap_or(0);
        Self { count: lines.labels.len(), peak: ceiling(most) }
    }

    /// Where a place on the axis stands.
    fn across(self, at: f64) -> f64 {
        if self.count > 1 { LEFT + (RIGHT - LEFT) * at / real(self.count - 1) } else { LEFT }
    }

    /// How high a value stands.
    fn up(self, value: usize) -> f64 {
        BOTTOM - (BOTTOM - TOP) * real(value) / real(self.peak)
    }

    /// A line across at a value.
    fn level(self, value: usize) -> AnyView {
        let y = format!("{:.1}", self.up(value));
        let below = format!("{:.1}", self.up(value) + 4.0);
        view! {
            <g>
                <line class="grid" x1=LEFT x2=RIGHT y1=y.clone() y2=y></line>
                <text class="axis" x=LEFT - 6.0 y=below text-anchor="end">{value}</text>
            </g>
        }
        .into_any()
    }

    /// The labels under the axis: the first, the last, and one between where there is room.
    fn labels(self, labels: &[String]) -> Vec<AnyView> {
        let mut shown = vec![(0, "start")];
        if self.count > 4 {
            shown.push((self.count / 2, "middle"));
        }
        if self.count > 1 {
            shown.push((self.count - 1, "end"));
        }
        let known = shown.into_iter().filter_map(|(n, anchor)| Some((n, anchor, labels.get(n)?.clone())));
        known
            .map(|(n, anchor, label)| {
                let x = self.across(real(n));
                view! { <text class="axis" x=x y=BOTTOM + 20.0 text-anchor=anchor>{label}</text> }.into_any()
            })
            .collect()
    }

    /// Where the name of a line belongs.
    fn end(self, series: &Series) -> f64 {
        self.up(series.values.last().copied().unwrap_or(0)) + 4.0
    }

    /// A line with its name, which stands at `name`.
    fn line(self, series: &Series, name: f64) -> AnyView {
        let values = series.values.iter().enumerate();
        let points: Vec<String> =
            values.map(|(n, value)| format!("{:.1},{:.1}", self.across(real(n)), self.up(*value))).collect();
        let last = series.values.last().copied().unwrap_or(0);
        let x = self.across(real(self.count.saturating_sub(1)));
        view! {
            <g class=series.class>
                <polyline class="line" points=points.join(" ") stroke-dasharray=series.dash></polyline>
                <circle class="end" cx=x cy=format!("{:.1}", self.end(series) - 4.0) r="3"></circle>
                <text x=RIGHT + 10.0 y=format!("{name:.1}")>{series.name} " " {last}</text>
            </g>
        }
        .into_any()
    }

    /// The line that marks a place.
    fn mark(self, (at, word): (f64, &'static str)) -> AnyView {
        let x = format!("{:.1}", self.across(at));
        view! {
            <g class="today">
                <line x1=x.clone() x2=x.clone() y1=TOP - 4.0 y2=BOTTOM></line>
                <text x=x y=TOP - 8.0 text-anchor="middle">{word}</text>
            </g>
        }
        .into_any()
    }
}

fn picture(title: &str, lines: &Lines) -> AnyView {
    let plot = Plot::of(lines);
    let levels = [0, plot.peak / 2, plot.peak].map(|value| plot.level(value));
    let ends: Vec<f64> = lines.series.iter().map(|series| plot.end(series)).collect();
    let drawn: Vec<_> =
        lines.series.iter().zip(spread(&ends)).map(|(series, name)| plot.line(series, name)).collect();
    view! {
        <svg
            class="lines"
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            role="img"
            aria-label=format!("{title}。{}", lines.said)
        >
            {levels.into_iter().collect::<Vec<_>>()}
            {plot.labels(&lines.labels)}
            {lines.mark.map(|mark| plot.mark(mark))}
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
