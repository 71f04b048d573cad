//! What a page looks like on paper beyond its style sheets: which paper, a line that says what was printed and when, and
//! what is there only while it is printed. Knows places, not what is on their pages.

use leptos::html;
use leptos::prelude::*;

use super::nav::Nav;
use super::workspace::Workspace;
use platform::{clock, page};
use query::route::Place;

/// The name of the paper in `index.html` that a place prints on; `None` for the usual one.
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

/// Does something when the browser tells that it prints, and undoes it when that is over. It must be done when `begin`
/// returns: Firefox copies the page right then, Chromium too where a button asked for it, and no effect is run before.
pub fn while_printing<T: 'static>(begin: impl Fn() -> T + 'static, end: impl Fn(T) + 'static) {
    let kept = StoredValue::new_local(None::<T>);
    let named = leptos::ev::Custom::<web_sys::Event>::new;
    let before = window_event_listener(named("beforeprint"), move |_| kept.set_value(Some(begin())));
    let after = window_event_listener(named("afterprint"), move |_| {
        if let Some(value) = kept.try_update_value(Option::take).flatten() {
            end(value);
        }
    });
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}

/// The line over a printed page of the ledger: its title, what this is, the day. Documents that go out bear their own.
#[component]
pub fn PrintHead() -> impl IntoView {
    let workspace = Workspace::of_page();
    let place = Nav::of_page().page();
    let day = NodeRef::<html::Span>::new();
    let printed = || format!("{} 打印", clock::today());
    let date_it = move || {
        if let Some(day) = day.get_untracked() {
            day.set_text_content(Some(&printed()));
        }
    };
    while_printing(date_it, |()| ());
    Effect::new(move || place.with(|place| page::choose_paper(paper(place))));
    let told = move || {
        let place = place.get();
        if matches!(place, Place::Notice | Place::Reminder(_) | Place::ExecutiveSummary) {
            return None;
        }
        let title = workspace.watch(|ledger| ledger.bundle().title.clone());
        let told = if title.is_empty() { title } else { title + "　" };
        let told = format!("{told}{}　", place.name());
        Some(view! { {told} <span node_ref=day>{printed()}</span> })
    };
    view! { <p class="print-head">{told}</p> }
}
