//! What a list is asked for beyond the selects of its filters, as words that can be taken away one by one: a link from
//! the overview or the calendar may ask for a leader or a month. Knows the query, not the list.

use leptos::prelude::*;

use super::filter::query_of;
use crate::app::nav::Nav;
use platform::focus;
use query::{Pick, Query};

/// The words, each with a button that stops asking for it.
#[component]
pub fn Asked() -> impl IntoView {
    let nav = Nav::of_page();
    let query = query_of(nav);
    let word = move |name: &'static str, text: String, without: fn(Query) -> Query| {
        view! {
            <button
                type="button"
                class="small asked"
                title=format!("不再按{name}筛选")
                on:click=move |event| {
                    focus::keep(&event);
                    nav.set_query(without(query.get_untracked()).print());
                }
            >
                {format!("{name}：{text}")}
                " ×"
            </button>
        }
    };
    let leader = move || {
        query.with(|query| query.leader.clone()).map(|leader| {
            let text = match leader {
                Pick::None => "未定".to_owned(),
                Pick::Is(name) => name,
            };
            word("责任领导", text, |query| Query { leader: None, ..query })
        })
    };
    let month = move || {
        let month = query.with(|query| query.month)?;
        Some(word("到期月份", month.chinese(), |query| Query { month: None, ..query }))
    };
    view! {
        {leader}
        {month}
    }
}
