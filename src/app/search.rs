//! The search box of the bar: what is typed is the query of the list on screen, or leads to the ledger table.

use leptos::ev;
use leptos::prelude::*;

use super::nav::Nav;
use crate::query::Query;
use crate::query::route::{Place, Route};

/// The search box.
#[component]
pub fn Search() -> impl IntoView {
    let nav = Nav::of_page();
    let text = Memo::new(move |_| {
        nav.route.with(|route| match route.place {
            Place::Findings | Place::Measures | Place::History | Place::Institutions | Place::Evidence => {
                Query::parse(&route.query).text
            }
            _ => String::new(),
        })
    });
    let type_in = move |event: ev::Event| {
        let typed = event_target_value(&event);
        let route = nav.route.get_untracked();
        match route.place {
            Place::Findings | Place::Measures | Place::History | Place::Institutions | Place::Evidence => {
                let query = Query { text: typed, ..Query::parse(&route.query) };
                nav.set_query(query.print());
            }
            _ => {
                let query = Query { text: typed, ..Query::default() };
                nav.go(&Route { place: Place::Measures, query: query.print() });
            }
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() && !text.with_untracked(String::is_empty) {
            event.stop_propagation();
            event.prevent_default();
            let query = Query { text: String::new(), ..nav.route.with_untracked(|r| Query::parse(&r.query)) };
            nav.set_query(query.print());
        }
    };
    view! {
        <input
            class="search"
            id="search"
            type="search"
            aria-label="搜索"
            placeholder="搜索全部文字（/）"
            autocomplete="off"
            prop:value=move || text.get()
            on:input=type_in
            on:keydown=keys
        />
    }
}
