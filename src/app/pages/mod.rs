//! The pages, one a place of the rail. Each draws what the core computed; none knows another.

use leptos::prelude::*;

use query::route::{Place, Route};

mod about;
mod archive;
mod calendar;
mod checks;
mod compare;
mod compare_report;
mod conflict;
mod evidence;
mod exchange;
mod executive_summary;
pub mod finding;
mod findings;
mod help;
mod history;
mod history_filter;
mod institutions;
mod local_ledgers;
mod measures;
mod merge;
mod notice;
mod overview;
mod past;
mod reminder;
mod reminders;
mod reports;
mod results;
mod review;

/// Draws the page of a place.
pub fn draw(place: Place) -> AnyView {
    match place {
        Place::Overview => apart(|| view! { <overview::Overview/> }.into_any()),
        Place::Findings => apart(|| view! { <findings::Findings/> }.into_any()),
        Place::Finding(id) | Place::Measure(id, _) => {
            apart(|| view! { <finding::FindingPage id/> }.into_any())
        }
        Place::Measures => apart(|| view! { <measures::Measures/> }.into_any()),
        Place::Institutions => apart(|| view! { <institutions::Institutions/> }.into_any()),
        Place::Review => apart(|| view! { <review::Review/> }.into_any()),
        Place::Reminders => apart(|| view! { <reminders::Reminders/> }.into_any()),
        Place::Reminder(id) => apart(|| view! { <reminder::ReminderPage id/> }.into_any()),
        Place::Notice => apart(|| view! { <notice::NoticePage/> }.into_any()),
        Place::Reports => apart(|| view! { <reports::Reports/> }.into_any()),
        Place::Merge => apart(|| view! { <merge::Merge/> }.into_any()),
        Place::Archive => apart(|| view! { <archive::ArchivePage/> }.into_any()),
        Place::Checks => apart(|| view! { <checks::Checks/> }.into_any()),
        Place::History => apart(|| view! { <history::History/> }.into_any()),
        Place::Exchange => apart(|| view! { <exchange::ExchangePage/> }.into_any()),
        Place::Evidence => apart(|| view! { <evidence::EvidencePage/> }.into_any()),
        Place::Results => apart(|| view! { <results::Results/> }.into_any()),
        Place::Calendar => apart(|| view! { <calendar::Calendar/> }.into_any()),
        Place::ExecutiveSummary => apart(|| view! { <executive_summary::ExecutiveSummaryPage/> }.into_any()),
        Place::About => apart(|| view! { <about::About/> }.into_any()),
        Place::LocalLedgers => apart(|| view! { <local_ledgers::LocalLedgersPage/> }.into_any()),
        Place::Help => apart(|| view! { <help::Help/> }.into_any()),
        Place::Unknown(path) => view! {
            <section class="page">
                <h1>"没有这一页"</h1>
                <p>{format!("地址 #{path} 不指向任何一页。可能是链接不完整，或来自更新的版本。")}</p>
                <p>
                    <a href=Route::from(Place::Overview).href()>"回到总览"</a>
                </p>
            </section>
        }
        .into_any(),
    }
}

/// Compiled by itself: a browser compiles a function when it is first called, and the first page is one of many.
#[inline(never)]
fn apart(page: impl FnOnce() -> AnyView) -> AnyView {
    page()
}
