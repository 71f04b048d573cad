//! The deadlines month by month: a picture of columns, and the calendar of years behind it, whose months open
//! their list. Knows months and numbers, no measure.

use leptos::prelude::*;

use super::{linked, pattern, real};
use ledger::date::Date;
use ledger::deadline::DueClass;
use ledger::month::Month;
use ledger::timeline::{MonthCount, Timeline};
use ledger::vocabulary::Class;
use query::Query;
use query::route::{Place, Route};

/// How many months stand side by side.
pub const SHOWN: usize = 24;

/// The drawing, in its own units.
const WIDTH: f64 = 1120.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 212.0;
const LEFT: f64 = 40.0;

/// The height that a part of a column needs for its number, and for its number with its name under it.
const NUMBERED: f64 = 15.0;
const NAMED: f64 = 32.0;

/// The parts of a column, from below: what they are called, and how.
const PARTS: [(&str, &str); 3] = [("已完成", "done"), ("逾期", "overdue"), ("未到期", "open")];

fn parts_of(count: &MonthCount) -> [usize; 3] {
    [count.done, count.overdue, count.ahead]
}

/// The list of a month's measures, on the calendar's own page.
#[must_use]
pub fn month_href(month: Month) -> String {
    Route { place: Place::Calendar, query: format!("month={month}") }.href()
}

/// The measures with their deadline in force in this month.
#[must_use]
pub fn in_month(month: Month) -> Query {
    Query { month: Some(month), ..Query::default() }
}

/// The months that stand side by side, and how large they are drawn.
struct Picture {
    months: Vec<MonthCount>,
    /// The most that is drawn in one column.
    peak: usize,
}

impl Picture {
    /// The width of a month's place.
    fn step() -> f64 {
        (WIDTH - LEFT - 8.0) / real(SHOWN)
    }

    /// Where a month's place begins.
    fn left(n: usize) -> f64 {
        LEFT + Self::step() * real(n)
    }

    fn height(&self, count: usize) -> f64 {
        (BOTTOM - TOP) * real(count) / real(self.peak)
    }

    /// The month in which a part bears its name: its largest, where there is room for the name.
    fn named(&self, part: usize) -> Option<usize> {
        let all = self.months.iter().enumerate();
        let largest = all.max_by_key(|(n, count)| (parts_of(count)[part], usize::MAX - n));
        largest.filter(|(_, count)| self.height(parts_of(count)[part]) >= NAMED).map(|(n, _)| n)
    }

    fn sum(&self, of: fn(&MonthCount) -> usize) -> usize {
        self.months.iter().map(of).sum()
    }

    /// The picture in words.
    fn said(&self, from: Month) -> String {
        let last = self.months.last().map_or(from, |count| count.month);
        format!(
            "按月到期的措施，{}至{}：共 {} 条，已完成 {} 条，逾期 {} 条，未到期 {} 条。",
            from.chinese(),
            last.chinese(),
            self.sum(MonthCount::total),
            self.sum(|m| m.done),
            self.sum(|m| m.overdue),
            self.sum(|m| m.ahead),
        )
    }
}

/// The columns: 已完成 below, 逾期 above it, 未到期 on top; 延入 and 延出 under the axis; a line for today.
pub fn columns(timeline: &Timeline, today: Date) -> AnyView {
    let from = timeline.first_shown(today, SHOWN);
    let (before, months, after) = timeline.window(from, SHOWN);
    let peak = months.iter().map(MonthCount::total).max().unwrap_or(0).max(4);
    let picture = Picture { months, peak };
    let months = &picture.months;
    let named = [0, 1, 2].map(|part| picture.named(part));
    let drawn: Vec<_> =
        months.iter().enumerate().map(|(n, count)| column(&picture, named, n, count)).collect();
    let line = months.iter().position(|count| count.month == Month::of(today)).map(|n| today_line(n, today));
    let outside = (before + after > 0).then(|| {
        view! { <p class="hint">{format!("图中没有画出：更早的 {before} 条，更晚的 {after} 条；都在下面的月历里。")}</p> }
    });
    let row = |any: bool, name: &'static str, told: &'static str, y: f64| {
        any.then(|| {
            view! {
                <text class="axis" x="0" y=BOTTOM + y>
                    {name}
                    <title>{told}</title>
                </text>
            }
        })
    };
    view! {
        {legend(&picture, named)}
        <svg class="months" viewBox=format!("0 0 {WIDTH} {}", BOTTOM + 76.0) role="img" aria-label=picture.said(from)>
            <line class="grid" x1=LEFT x2=WIDTH y1=BOTTOM y2=BOTTOM></line>
            {drawn}
            {line}
            {row(months.iter().any(|m| m.moved_out > 0), "延出", "原定本月、后延期", 52.0)}
            {row(months.iter().any(|m| m.moved_in > 0), "延入", "延期到本月", 68.0)}
        </svg>
        {outside}
    }
    .into_any()
}

/// The legend of the parts that bear their name nowhere.
fn legend(picture: &Picture, named: [Option<usize>; 3]) -> AnyView {
    let is_drawn = |part: usize| picture.months.iter().any(|count| parts_of(count)[part] > 0);
    let unnamed: Vec<_> = (0..3)
        .filter(|part| named[*part].is_none() && is_drawn(*part))
        .map(|part| {
            let (name, class) = PARTS[part];
            view! { <span><i class=format!("swatch {class}")></i>{name}</span> }
        })
        .collect();
    (!unnamed.is_empty()).then(|| view! { <p class="legend">{unnamed}</p> }).into_any()
}

/// One month: its parts, its sum, its name, and what was put off from it and to it.
fn column(picture: &Picture, named: [Option<usize>; 3], n: usize, count: &MonthCount) -> AnyView {
    let x = Picture::left(n);
    let middle = x + Picture::step() / 2.0;
    let mut y = BOTTOM;
    let parts: Vec<_> = parts_of(count)
        .into_iter()
        .enumerate()
        .filter(|(_, count)| *count > 0)
        .map(|(part, count)| {
            let height = picture.height(count);
            y -= height;
            part_of_column(part, count, (x, y, height), named[part] == Some(n))
        })
        .collect();
    let total = (count.total() > 0).then(|| {
        view! { <text class="sum" x=middle y=format!("{:.1}", y - 5.0) text-anchor="middle">{count.total()}</text> }
    });
    let moved = |count: usize, sign: &'static str, y: f64| {
        (count > 0).then(|| {
            view! { <text class="axis" x=middle y=y text-anchor="middle">{sign} {count}</text> }
        })
    };
    let year = (n == 0 || count.month.number() == 1).then(|| {
        view! { <text class="year" x=x + 4.0 y=BOTTOM + 34.0>{format!("{}年", count.month.year())}</text> }
    });
    view! {
        <g>
            {parts}
            {total}
            <text class="axis" x=middle y=BOTTOM + 17.0 text-anchor="middle">{format!("{}月", count.month.number())}</text>
            {year}
            {moved(count.moved_out, "○", BOTTOM + 52.0)}
            {moved(count.moved_in, "→", BOTTOM + 68.0)}
        </g>
    }
    .into_any()
}

/// A part of a column at its place and height, with its number where there is room, and with its name in its largest.
fn part_of_column(part: usize, count: usize, (x, y, height): (f64, f64, f64), is_named: bool) -> AnyView {
    let patterns = [None, Some("url(#fill-overdue)"), pattern(Class::Open)];
    let (name, class) = PARTS[part];
    let width = Picture::step();
    let middle = x + width / 2.0;
    let line = y + height / 2.0 + if is_named { -3.0 } else { 4.0 };
    let inside = (height >= NUMBERED).then(|| {
        view! {
            <text x=middle y=format!("{line:.1}") text-anchor="middle">{count}</text>
            {is_named.then(|| view! {
                <text x=middle y=format!("{:.1}", line + 14.0) text-anchor="middle">{name}</text>
            })}
        }
    });
    view! {
        <g>
            <rect
                class=format!("fill {class}")
                fill=patterns[part]
                x=x + 4.0
                y=format!("{y:.1}")
                width=width - 8.0
                height=format!("{height:.1}")
            ></rect>
            {inside}
        </g>
    }
    .into_any()
}

/// The line of today in its month, which is the one at `n`.
fn today_line(n: usize, today: Date) -> AnyView {
    let days = Month::of(today).last_day().map_or(30, Date::day);
    let x = LEFT + Picture::step() * (real(n) + f64::from(today.day() - 1) / f64::from(days));
    view! {
        <g class="today">
            <line x1=x x2=x y1=TOP - 16.0 y2=BOTTOM></line>
            <text x=x y=TOP - 22.0 text-anchor="middle">"今日"</text>
        </g>
    }
    .into_any()
}

/// 月历: a row a year, a column a month; each month opens its list.
pub fn calendar(timeline: &Timeline, chosen: Option<Month>, today: Date) -> AnyView {
    let mut years: Vec<i32> =
        timeline.months.iter().map(|count| count.month.year()).chain([today.year()]).collect();
    ledger::order::sort(&mut years);
    years.dedup();
    let heads: Vec<_> = (1..=12).map(|n| view! { <th scope="col">{format!("{n}月")}</th> }).collect();
    let rows: Vec<_> = years
        .into_iter()
        .map(|year| {
            let cells: Vec<_> = (1..=12_u8)
                .map(|n| {
                    let found =
                        timeline.months.iter().find(|c| (c.month.year(), c.month.number()) == (year, n));
                    cell(found, (year, n) == (today.year(), today.month()), chosen)
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">{format!("{year}年")}</th>
                    {cells}
                </tr>
            }
        })
        .collect();
    view! {
        <table class="calendar">
            <thead>
                <tr>
                    <th scope="col">"年份"</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn cell(count: Option<&MonthCount>, now: bool, chosen: Option<Month>) -> AnyView {
    let Some(count) = count else {
        return view! { <td class:now=now>{now.then_some("今日")}</td> }.into_any();
    };
    let parts = [("●", "已完成", count.done), ("▲", "逾期", count.overdue), ("○", "未到期", count.ahead)];
    let signs: Vec<_> = parts
        .into_iter()
        .filter(|(.., count)| *count > 0)
        .map(|(sign, word, count)| {
            view! {
                <span class:overdue=sign == "▲">
                    <span aria-hidden="true">{sign}</span>
                    <span class="sr">"，" {word} " "</span>
                    {count}
                    " "
                </span>
            }
        })
        .collect();
    let here = chosen == Some(count.month);
    view! {
        <td class:now=now class:here=here>
            <a href=month_href(count.month) aria-current=here.then_some("true")>
                <span class="sr">{format!("{}：", count.month.chinese())}</span>
                <strong>{count.total()}</strong>
                <span class="sr">" 条"</span>
                <span class="signs">{signs}</span>
            </a>
        </td>
    }
    .into_any()
}

/// The table of the picture's numbers.
pub fn table(timeline: &Timeline) -> AnyView {
    let rows: Vec<_> = timeline
        .months
        .iter()
        .map(|count| {
            let name = count.month.chinese();
            let of = in_month(count.month);
            let done = Query { finished: Some(true), ..of.clone() };
            let overdue = Query { due: Some(DueClass::Overdue), ..of.clone() };
            view! {
                <tr>
                    <th scope="row">
                        <a href=month_href(count.month)>{name.clone()}</a>
                    </th>
                    <td class="num">{linked(count.total(), Some(&of), &name)}</td>
                    <td class="num">{linked(count.done, Some(&done), &format!("{name} 已完成"))}</td>
                    <td class="num">{linked(count.overdue, Some(&overdue), &format!("{name} 逾期"))}</td>
                    <td class="num">{count.ahead}</td>
                    <td class="num">{count.moved_in}</td>
                    <td class="num">{count.moved_out}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="plain" aria-label="数据表：按月到期">
            <thead>
                <tr>
                    <th scope="col">"月份"</th>
                    <th scope="col" class="num">"到期"</th>
                    <th scope="col" class="num">"已完成"</th>
                    <th scope="col" class="num">"逾期未完"</th>
                    <th scope="col" class="num">"未到期"</th>
                    <th scope="col" class="num">"延期到本月"</th>
                    <th scope="col" class="num">"原定本月后延期"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
