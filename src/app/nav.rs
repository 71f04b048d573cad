//! Where the person is: the route in the address, read and written. Knows no page's content.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::context::of_page;
use super::reveal::Looking;
use ledger::Id;
use platform::page;
use query::RecordKind;
use query::route::{Place, Route};

/// How long the address waits for the next key: browsers refuse addresses that change on every one.
const ADDRESS_DELAY: Duration = Duration::from_millis(250);

/// The route of the page.
#[derive(Clone, Copy)]
pub struct Nav {
    /// Where the person is.
    pub route: RwSignal<Route>,
    /// What was last asked of the 措施 table and of the 问题 list on this visit; none where nobody was there.
    asked: [RwSignal<Option<String>>; 2],
    /// The entity that the person is being led to: what is folded around it opens.
    pub revealing: RwSignal<Option<Id>>,
    /// What is waited for until it is drawn.
    pub looking: StoredValue<Looking>,
    waiting: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    /// What this program last wrote into the address.
    written: StoredValue<Option<Route>>,
}

impl Nav {
    /// The route in the address, followed from now on.
    #[must_use]
    pub fn follow() -> Self {
        let nav = Self {
            route: RwSignal::new(Route::parse(&page::hash())),
            asked: [RwSignal::new(None), RwSignal::new(None)],
            revealing: RwSignal::new(None),
            looking: StoredValue::new(Looking::default()),
            waiting: StoredValue::new_local(None),
            written: StoredValue::new(None),
        };
        let listener = window_event_listener(leptos::ev::hashchange, move |_| {
            let route = Route::parse(&page::hash());
            // An address that was written here is older than what the person typed since; any other is where
            // the person went, and what waits to be written must not lead back.
            if nav.waiting.with_value(Option::is_some)
                && nav.written.with_value(|written| written.as_ref() == Some(&route))
            {
                return;
            }
            nav.stop_waiting();
            if nav.route.with_untracked(|now| *now != route) {
                nav.route.set(route);
            }
        });
        on_cleanup(move || listener.remove());
        nav
    }

    /// The navigation of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// What was last asked of a list on this visit; none where nobody was there.
    #[must_use]
    pub fn asked(self, kind: RecordKind) -> RwSignal<Option<String>> {
        match kind {
            RecordKind::Measure => self.asked[0],
            RecordKind::Finding => self.asked[1],
        }
    }

    /// Goes somewhere; back comes back.
    pub fn go(self, route: &Route) {
        self.stop_waiting();
        page::go(&route.print());
    }

    /// The place alone: pages are drawn anew only when it changes.
    #[must_use]
    pub fn place(self) -> Memo<Place> {
        Memo::new(move |_| self.route.with(|route| route.place.clone()))
    }

    /// The page that is drawn: one for a finding and its measures.
    #[must_use]
    pub fn page(self) -> Memo<Place> {
        Memo::new(move |_| self.route.with(|route| route.place.page()))
    }

    /// Changes the view of the place (search, filter, sort) at once; the address follows.
    pub fn set_query(self, query: String) {
        if self.route.with_untracked(|route| route.query == query) {
            return;
        }
        self.route.update(|route| route.query = query);
        self.stop_waiting();
        let stood = page::hash();
        let handle = set_timeout_with_handle(
            move || {
                self.waiting.set_value(None);
                // The person went on, and the browser has not told of it yet: what waited must not lead back.
                if page::hash() != stood {
                    return;
                }
                page::replace(&self.route.with_untracked(Route::print));
                self.written.set_value(Some(Route::parse(&page::hash())));
            },
            ADDRESS_DELAY,
        );
        self.waiting.set_value(handle.ok());
    }

    fn stop_waiting(self) {
        self.waiting.update_value(|waiting| {
            if let Some(handle) = waiting.take() {
                handle.clear();
            }
        });
    }
}
