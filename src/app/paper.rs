//! What a page looks like on paper beyond its style sheets: the paper itself for browsers that know no named pages, and
//! a line that says what was printed and when. Knows places, not what is on their pages.

use leptos::prelude::*;

use super::desk::Desk;
use super::nav::Nav;
use crate::browser::{clock, page};
use crate::query::route::Place;

/// The name of the paper in `index.html` that a place prints on; `None` for the usual one. The style sheets say the same
/// with named pages, which Chromium knows from 85 on.
fn paper(place: &Place) -> Option<&'static str> {
    match place {
        Place::Notice => Some("notice"),
        Place::Reminder(_) => Some("letter"),
        Place::Findings
        | Place::Measures
        | Place::Institutions
        | Place::Review
        | Place::Reminders
        | Place::History
        | Place::Evidence => Some("wide"),
        _ => None,
    }
}

/// The line over a printed page of the ledger: its title, what this is, the day. Documents that go out bear their own.
#[component]
pub fn PrintHead() -> impl IntoView {
    let desk = Desk::of_page();
    let place = Nav::of_page().place();
    let today = RwSignal::new(clock::today());
    let before = window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("beforeprint"), move |_| {
        today.set(clock::today());
    });
    on_cleanup(move || before.remove());
    Effect::new(move || place.with(|place| page::choose_paper(paper(place))));
    let told = move || {
        let place = place.get();
        if matches!(place, Place::Notice | Place::Reminder(_) | Place::Brief) {
            return None;
        }
        let title = desk.watch(|ledger| ledger.bundle().title.clone());
        let told = [title, place.name().to_owned(), format!("{} 打印", today.get())];
        Some(told.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　"))
    };
    // On another paper than what follows it would have a page of its own.
    let is_wide = move || place.with(|place| paper(place) == Some("wide"));
    view! { <p class="print-head" class:wide=is_wide>{told}</p> }
}
