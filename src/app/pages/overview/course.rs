//! The two lines over time of the overview, as they are drawn: the history's trend, and what was promised beside
//! what is done. Knows the core's numbers, no ledger.

use crate::app::charts::lines::{Lines, Series};
use crate::app::charts::real;
use journal::trend::{Trend, TrendPoint};
use ledger::date::Date;
use ledger::month::Month;
use ledger::timeline::{CoursePoint, Timeline};

/// The most months of the course.
const MONTHS: usize = 48;

/// The trend of the history.
#[must_use]
pub fn trend(trend: &Trend) -> Option<Lines> {
    let (first, last) = trend.points.first().zip(trend.points.last())?;
    let values = |of: fn(&TrendPoint) -> usize| trend.points.iter().map(of).collect();
    let series = vec![
        Series { name: "● 已完成", class: "series done", dash: "", values: values(|p| p.done) },
        Series { name: "◑ 部分完成", class: "series", dash: "10 4", values: values(|p| p.partial) },
        Series { name: "○ 未完成", class: "series", dash: "4 4", values: values(|p| p.open) },
        Series { name: "– 未填报", class: "series quiet", dash: "1 4", values: values(|p| p.unfilled) },
        Series { name: "▲ 逾期", class: "series late", dash: "8 3 2 3", values: values(|p| p.overdue) },
    ];
    Some(Lines {
        labels: trend.points.iter().map(|point| point.day.to_string()).collect(),
        series,
        mark: None,
        said: format!(
            "{}至{}：已完成由 {} 条到 {} 条，逾期由 {} 条到 {} 条，共 {} 条。",
            first.day.chinese(),
            last.day.chinese(),
            first.done,
            last.done,
            first.overdue,
            last.overdue,
            last.total()
        ),
    })
}

/// What was to be done by the end of each month, and what of it is done.
#[must_use]
pub fn course(timeline: &Timeline, today: Date) -> Option<Lines> {
    let mut points = timeline.course(MONTHS);
    let last = points.last().cloned()?;
    let now = Month::of(today);
    // A line of what is done has nothing to say of the days to come.
    points.retain(|point| point.month <= now);
    let values = |of: fn(&CoursePoint) -> usize| points.iter().map(of).collect();
    let mark = points.iter().position(|point| point.month == now).map(|n| (real(n), "今日"));
    let due = points.iter().rev().find(|point| point.month <= now);
    let so_far = due.map_or_else(String::new, |due| {
        format!("到本月底应完成 {} 条，其中已完成 {} 条；", due.promised, due.done)
    });
    Some(Lines {
        labels: points.iter().map(|point| point.month.to_string()).collect(),
        series: vec![
            Series { name: "应完成", class: "series", dash: "6 4", values: values(|p| p.promised) },
            Series { name: "● 已完成", class: "series done", dash: "", values: values(|p| p.done) },
        ],
        mark,
        said: format!("{so_far}全部有日期的措施 {} 条，已完成 {} 条。", last.promised, last.done),
    })
}
