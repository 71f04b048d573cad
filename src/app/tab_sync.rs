//! What other tabs and pages do to the browser's stores, and the page coming into sight: told to the session.

use leptos::ev;
use leptos::prelude::*;

use super::workspace::Workspace;
use platform::clock;
use platform::tabs::{self, Described};
use session::{Event, Said};

/// Listens for as long as the page lives.
pub fn follow_other_tabs(workspace: Workspace) {
    let stored = window_event_listener(ev::storage, move |event| {
        workspace.send(Event::LocalChanged { key: event.key(), text: event.new_value() });
    });
    tabs::listen(move |bundle, told| {
        let said = match told {
            Described::Edits(texts) => Said::Edits(texts),
            Described::LetGo(keys) => Said::LetGo(keys),
            Described::Kept(texts) => Said::Kept(texts),
        };
        workspace.send(Event::TabSaid { bundle: bundle.to_owned(), said });
    });
    // A timer sleeps while the machine does: the day may have ended.
    let seen =
        window_event_listener(ev::visibilitychange, move |_| workspace.send(Event::Clock(clock::now())));
    let back = window_event_listener(ev::focus, move |_| workspace.send(Event::Clock(clock::now())));
    on_cleanup(move || {
        stored.remove();
        seen.remove();
        back.remove();
    });
}
