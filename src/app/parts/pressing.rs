//! What presses, as 总览 and 一页纸 both tell it: what is to be decided, what is late, what was returned. Draws
//! `ledger::executive_summary`.

use leptos::prelude::*;

use crate::app::charts::unit_name;
use ledger::Bundle;
use ledger::executive_summary::SummaryRow;
use query::route::{Place, Route};

/// The most characters of an opinion in a line.
const OPINION: usize = 30;

/// Something to be decided, with a number that leads to its rows.
#[must_use]
pub fn counted(what: &str, count: usize, href: String) -> AnyView {
    let name = format!("{what}：{count} 项");
    view! {
        <li>
            {what.to_owned()} "："
            <a href=href aria-label=name>{format!("{count} 项")}</a>
        </li>
    }
    .into_any()
}

/// A measure that presses, with where it can be mended.
fn item(bundle: &Bundle, row: &SummaryRow, tail: &str) -> AnyView {
    let who = if row.leader.is_empty() { String::new() } else { format!("，{}", row.leader) };
    let href = Route::from(Place::Finding(row.finding.clone())).href();
    view! {
        <li>
            <a href=href>{row.text.clone()}</a>
            <small>{format!("（{}{who}）{tail}", unit_name(bundle, row.unit.as_ref()))}</small>
        </li>
    }
    .into_any()
}

/// A measure that is late, and for how long.
#[must_use]
pub fn late(bundle: &Bundle, row: &SummaryRow) -> AnyView {
    let due = row.due.map(|day| day.to_string()).unwrap_or_default();
    item(bundle, row, &format!(" {due} 到期，逾期 {} 天", row.late))
}

/// A measure that was returned, and why.
#[must_use]
pub fn returned(bundle: &Bundle, row: &SummaryRow) -> AnyView {
    let why: String = row.opinion.chars().take(OPINION).collect();
    item(bundle, row, &if why.is_empty() { String::new() } else { format!(" 意见：{why}") })
}
