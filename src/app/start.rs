//! Starts the page: the ledger in the page or the one opened last, its stored edits, the frame around it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::badges::Waiting;
use super::checking::Checking;
use super::display_settings::DisplaySettings;
use super::evidence_index::EvidenceIndex;
use super::keys::Rows;
use super::linked_file::Linking;
use super::lists::Lists;
use super::local_ledgers;
use super::merging::Merging;
use super::nav::Nav;
use super::new_ledger::NewLedgerAsked;
use super::notice_import::NoticeImport;
use super::office::Office;
use super::opening::{self, Opening};
use super::palette::Palette;
use super::person::Signing;
use super::restore;
use super::reviewing::Reviewing;
use super::search::SearchHelp;
use super::shell::Shell;
use super::tab_sync::follow_other_tabs;
use super::theme::Theme;
use super::workspace::Workspace;
use journal::Journal;
use ledger::bundle::FORMAT;
use ledger::{Bundle, Id};
use platform::storage::Store;
use platform::{page, panic};

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
    let workspace = Workspace::new(journal.expect("an empty ledger opens"), store);
    if !problems.is_empty() {
        workspace
            .notices
            .warn_with("页面自带的台账读不出来，请用“打开…”打开一个台账文件。原因：".to_owned(), problems);
    }
    if !oddities.is_empty() {
        workspace.notices.warn_with("页面自带的台账有与常见写法不同之处，已原样保留：".to_owned(), oddities);
    }
    opening::tell_replayed(workspace, told.0, &told.1);
    let office = Office::new(workspace);
    let files = Opening::new(workspace, office);
    provide_context(office);
    provide_context(workspace);
    provide_context(Nav::follow());
    provide_context(files);
    provide_context(NewLedgerAsked(RwSignal::new(false)));
    let notices = NoticeImport::new(workspace, files);
    provide_context(notices);
    // The text of a document that was chosen or dropped anywhere is looked through where notices are.
    Effect::new(move || {
        if let Some(incoming) = office.notice.get() {
            notices.take(&incoming.text, &incoming.name);
        }
    });
    provide_context(Theme::kept(workspace));
    let merging = Merging::new(workspace);
    provide_context(merging);
    provide_context(DisplaySettings::kept(workspace));
    provide_context(Rows::new());
    provide_context(Signing::new());
    provide_context(EvidenceIndex::new(workspace));
    let lists = Lists::new(workspace);
    provide_context(lists);
    provide_context(Linking::new(workspace, merging));
    let waiting = Waiting::new();
    provide_context(waiting);
    provide_context(Reviewing::new(workspace, waiting));
    let checking = Checking::new(workspace);
    provide_context(checking);
    provide_context(Palette(RwSignal::new(false)));
    provide_context(SearchHelp(RwSignal::new(false)));
    opening::listen(files);
    follow_other_tabs(workspace);
    local_ledgers::tell_open(workspace);

    let opening = RwSignal::new(true);
    spawn_local(async move {
        if let Some(current) = restore::current(workspace)
            && let Some(restored) = restore::restore(workspace, current).await
        {
            restore::put(files, workspace, restored);
        }
        // Drawn before the mirror is read, which may take its time: what it knows besides comes like another tab's edits.
        opening.set(false);
        // Effects have drawn the page by the next frame.
        request_animation_frame(move || {
            page::mark_ready();
            lists.read_ahead();
            checking.later();
        });
        workspace.restore_from_mirror().await;
        let (id, title) =
            workspace.look(|ledger| (ledger.bundle().id.clone(), ledger.bundle().title.clone()));
        local_ledgers::note(id, title).await;
    });
    view! {
        <Show when=move || !opening.get()>
            <Shell/>
        </Show>
    }
}
