//! Starts the page: the ledger in the page or the one opened last, its stored edits, the frame around it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::comfort::Comfort;
use super::desk::Desk;
use super::finder::Finder;
use super::keys::Rows;
use super::nav::Nav;
use super::opening::{self, Opening};
use super::shell::Shell;
use super::theme::Theme;
use crate::browser::storage::{self, Store};
use crate::browser::{page, panic};
use crate::journal::{Edit, Journal};
use crate::ledger::bundle::FORMAT;
use crate::ledger::{Bundle, Id};

/// Mounts the page into `#app`.
pub fn start() {
    panic::install();
    let place = document().get_element_by_id("app").and_then(|element| element.dyn_into().ok());
    if let Some(place) = place {
        mount_to(place, || view! { <App/> }).forget();
    }
}

/// A ledger with nothing in it, for a page whose own cannot be read.
fn empty() -> Bundle {
    Bundle {
        id: Id::new("empty").unwrap_or_default(),
        format: FORMAT.to_owned(),
        title: "空台账".to_owned(),
        ..Bundle::default()
    }
}

#[component]
fn App() -> impl IntoView {
    let store = Store::open();
    let own = page::built_in_bundle().unwrap_or_default();
    let (read, problems) = match opening::read(own.as_bytes()) {
        Ok(read) => (Some(read), Vec::new()),
        Err(problems) => (None, problems),
    };
    let (mut journal, oddities) = match read {
        Some(read) => (Some(read.journal), read.oddities),
        None => (None, Vec::new()),
    };
    let mut told = (0, Vec::new());
    if let (Some(journal), Some(store)) = (&mut journal, &store) {
        let stored = store.edits(&journal.ledger().bundle().id.clone());
        told = opening::replay(journal, stored.into_iter().map(|(_, json)| json).collect());
    }
    let journal = journal.or_else(|| Journal::open(empty()).ok());
    #[allow(clippy::expect_used)]
    // cannot fail: a ledger with no entities has no id twice.
    let desk = Desk::new(journal.expect("an empty ledger opens"), store);
    if !problems.is_empty() {
        desk.notices
            .warn_with("页面自带的台账读不出来，请用“打开…”打开一个台账文件。原因：".to_owned(), problems);
    }
    if !oddities.is_empty() {
        desk.notices.warn_with("页面自带的台账有与常见写法不同之处，已原样保留：".to_owned(), oddities);
    }
    opening::tell_replayed(desk, told.0, &told.1);
    let files = Opening::new(desk);
    provide_context(desk);
    provide_context(Nav::follow());
    provide_context(files);
    provide_context(Theme::kept(desk));
    provide_context(Comfort::kept(desk));
    provide_context(Rows::new());
    let finder = Finder::new(desk);
    provide_context(finder);
    opening::listen(files);
    follow_other_tabs(desk);

    let waiting = RwSignal::new(true);
    spawn_local(async move {
        if let Some((read, bytes)) = opening::restore(desk).await {
            opening::put_restored(files, read, &bytes);
        }
        waiting.set(false);
        // Effects have drawn the page by the next frame.
        request_animation_frame(move || {
            page::mark_ready();
            finder.read_ahead();
        });
    });
    view! {
        <Show when=move || !waiting.get()>
            <Shell/>
        </Show>
    }
}

/// Another tab's edits of the same ledger, as it stores them.
fn follow_other_tabs(desk: Desk) {
    let listener = window_event_listener(leptos::ev::storage, move |event| {
        let (Some(key), Some(json)) = (event.key(), event.new_value()) else { return };
        if !storage::is_edit_of(&key, &desk.bundle_id()) {
            return;
        }
        let edit = serde_json::from_str(&json).ok().and_then(|value| Edit::read(value).ok());
        let Some(edit) = edit else { return };
        let refused = desk.receive(vec![edit]);
        if refused > 0 {
            desk.notices.warn("另一个标签页改了同一处，两个值都在“变更”页，可逐条查看和采用。".to_owned());
        }
    });
    on_cleanup(move || listener.remove());
}
