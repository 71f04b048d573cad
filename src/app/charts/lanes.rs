//! Measures on lanes of time: the days of one month, and extensions from the first deadline to the one in force.
//! Each lane stands in a row of a table that says the same. Knows rows that are handed in, no ledger.

use leptos::prelude::*;

use super::real;
use ledger::Id;
use ledger::date::Date;
use ledger::month::Month;
use query::route::{Place, Route};

/// One measure on its lane.
#[derive(Clone, PartialEq)]
pub struct Lane {
    /// 12-3.
    pub number: String,
    /// Its finding.
    pub finding: Id,
    /// 整改措施.
    pub text: String,
    /// 牵头部门.
    pub unit: String,
    /// 整改状态 with its sign.
    pub status: String,
    /// The first deadline, where an extension has put another in its place.
    pub first: Option<Date>,
    /// The deadline in force.
    pub due: Option<Date>,
    /// As both are written.
    pub first_text: String,
    /// As it is written.
    pub due_text: String,
    /// Unfinished, and the deadline in force has passed.
    pub overdue: bool,
    /// 已完成.
    pub done: bool,
}

/// What the drawing spans, in days.
#[derive(Clone, Copy)]
struct Span {
    from: Date,
    days: i64,
}

impl Span {
    /// A day's place, in percent of the lane's width.
    fn at(self, day: Date) -> f64 {
        let days = usize::try_from(self.from.days_until(day).clamp(0, self.days)).unwrap_or(0);
        2.0 + 96.0 * real(days) / real(usize::try_from(self.days).unwrap_or(1).max(1))
    }
}

/// The lanes of one month.
pub fn of_month(lanes: &[Lane], month: Month, today: Date) -> AnyView {
    let Some((from, to)) = month.first_day().zip(month.last_day()) else { return ().into_any() };
    table(lanes, Span { from, days: from.days_until(to) }, today, "当月措施", &month.chinese())
}

/// Extensions, on lanes from the earliest first deadline to the latest in force.
pub fn of_extensions(lanes: &[Lane], today: Date) -> AnyView {
    let days = || lanes.iter().flat_map(|lane| lane.first.into_iter().chain(lane.due));
    let Some((from, to)) = days().min().zip(days().max()) else { return ().into_any() };
    let name = format!("{} 至 {}", Month::of(from).chinese(), Month::of(to).chinese());
    table(lanes, Span { from, days: from.days_until(to).max(1) }, today, "延期的措施", &name)
}

fn table(lanes: &[Lane], span: Span, today: Date, name: &'static str, axis: &str) -> AnyView {
    let rows: Vec<_> = lanes.iter().map(|lane| row(lane, span, today)).collect();
    view! {
        <table class="plain lanes" aria-label=name>
            <thead>
                <tr>
                    <th scope="col" class="lane-number">"序号"</th>
                    <th scope="col">"整改措施"</th>
                    <th scope="col" class="lane-unit">"牵头部门"</th>
                    <th scope="col" class="lane-status">"整改状态"</th>
                    <th scope="col" class="lane-due">"原定时限"</th>
                    <th scope="col" class="lane-now">"现行时限"</th>
                    <th scope="col" class="lane-picture">{axis.to_owned()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lane: &Lane, span: Span, today: Date) -> AnyView {
    let href = Route::from(Place::Finding(lane.finding.clone())).href();
    let word = lane.overdue.then_some(" 逾期");
    view! {
        <tr>
            <td>
                <a href=href>{lane.number.clone()}</a>
            </td>
            <td class="lane-text" title=lane.text.clone()>{lane.text.clone()}</td>
            <td>{lane.unit.clone()}</td>
            <td>{lane.status.clone()}</td>
            <td>{if lane.first_text.is_empty() { "—".to_owned() } else { lane.first_text.clone() }}</td>
            <td class:overdue=lane.overdue>{lane.due_text.clone()} {word}</td>
            <td>{picture(lane, span, today)}</td>
        </tr>
    }
    .into_any()
}

/// ○ the first deadline, an arrow, and the deadline in force: ● done, ▲ overdue, ◇ not due yet.
fn picture(lane: &Lane, span: Span, today: Date) -> AnyView {
    let percent = |at: f64| format!("{at:.2}%");
    let now = (span.from..=span.from.plus_days(span.days)).contains(&today).then(|| {
        let x = percent(span.at(today));
        view! { <line class="today" x1=x.clone() x2=x y1="0" y2="20"></line> }
    });
    let sign = match (lane.done, lane.overdue) {
        (true, _) => "●",
        (false, true) => "▲",
        (false, false) => "◇",
    };
    let due = lane.due.map(|day| {
        view! { <text class:overdue=lane.overdue x=percent(span.at(day)) y="15" text-anchor="middle">{sign}</text> }
    });
    let first = lane.first.zip(lane.due).map(|(first, due)| {
        let (from, to) = (span.at(first), span.at(due));
        view! {
            <g>
                <line class="moved" x1=percent(from) x2=percent(to) y1="10" y2="10"></line>
                <text x=percent(from) y="15" text-anchor="middle">"○"</text>
                <text x=percent(f64::midpoint(from, to)) y="14" text-anchor="middle">{if to >= from { "›" } else { "‹" }}</text>
            </g>
        }
    });
    view! {
        <svg class="lane" width="100%" height="20" aria-hidden="true" focusable="false">
            <line class="grid" x1="0" x2="100%" y1="19" y2="19"></line>
            {now}
            {first}
            {due}
        </svg>
    }
    .into_any()
}
