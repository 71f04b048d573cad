//! Starts the page: the ledger in the page or the one opened last, its stored edits, the frame around it.

use leptos::prelude::*;
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
use super::papers::Papers;
use super::parts::in_turn::Turns;
use super::person::Signing;
use super::reviewing::Reviewing;
use super::search::SearchHelp;
use super::shell::Shell;
use super::tab_sync::follow_other_tabs;
use super::theme::Theme;
use super::workspace::Workspace;
use formats::digest::sha256_hex;
use journal::Journal;
use ledger::bundle::FORMAT;
use ledger::{Bundle, Id};
use platform::storage::{Store, setting_key};
use platform::{clock, page, panic};
use session::{Event, Session, current_setting};

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

/// The ledger in the page with everything around it, and what is odd about it told.
fn open_built_in() -> Workspace {
    let store = Store::open();
    let own = page::built_in_bundle().unwrap_or_default();
    let (read, problems) = match opening::read(own.as_bytes()) {
        Ok(read) => (Some(read), Vec::new()),
        Err(problems) => (None, problems),
    };
    let (journal, oddities) = match read {
        Some(read) => (Some(read.journal), read.oddities),
        None => (None, Vec::new()),
    };
    let journal = journal.or_else(|| Journal::open(empty()).ok());
    #[expect(clippy::expect_used, reason = "an empty ledger opens")]
    // cannot fail: a ledger with no entities has no id twice.
    let journal = journal.expect("an empty ledger opens");
    let session =
        Session::new(journal, || sha256_hex(page::built_in_bundle().unwrap_or_default().as_bytes()));
    let tab_note = store.as_ref().and_then(|store| {
        store.keep_old_current(session.own());
        store.tab_note(&setting_key(&current_setting(session.own())))
    });
    let stores = store.is_some();
    let workspace = Workspace::new(session, store);
    if !problems.is_empty() {
        workspace
            .notices
            .warn_with("页面自带的台账读不出来，请用“打开…”打开一个台账文件。原因：".to_owned(), problems);
    }
    if !oddities.is_empty() {
        workspace.notices.warn_with("页面自带的台账有与常见写法不同之处，已原样保留：".to_owned(), oddities);
    }
    workspace.send(Event::Start { stores, tab_note, now: clock::now() });
    workspace
}

/// Provides what brings files in and out, and gives what opens them.
fn provide_files(workspace: Workspace) -> Opening {
    let office = Office::new(workspace);
    let files = Opening::new(workspace, office);
    provide_context(office);
    provide_context(Papers::new(workspace, office));
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
    files
}

/// Provides what pages work with beside that, and gives what begins when the first page is there.
fn provide_work(workspace: Workspace) -> (Lists, Checking, Turns) {
    provide_context(Theme::kept(workspace));
    provide_context(Merging::new(workspace));
    provide_context(DisplaySettings::kept(workspace));
    provide_context(Rows::new());
    provide_context(Signing::new());
    provide_context(EvidenceIndex::new(workspace));
    let lists = Lists::new(workspace);
    provide_context(lists);
    provide_context(Linking::new(workspace));
    let waiting = Waiting::new();
    provide_context(waiting);
    provide_context(Reviewing::new(workspace, waiting));
    let checking = Checking::new(workspace);
    provide_context(checking);
    provide_context(Palette(RwSignal::new(false)));
    provide_context(SearchHelp(RwSignal::new(false)));
    let turns = Turns::new();
    provide_context(turns);
    (lists, checking, turns)
}

#[component]
fn App() -> impl IntoView {
    let workspace = open_built_in();
    let files = provide_files(workspace);
    let (lists, checking, turns) = provide_work(workspace);
    opening::listen(files);
    follow_other_tabs(workspace);
    local_ledgers::tell_open(workspace);
    Effect::new(move || {
        if workspace.ready.get() {
            // Effects have drawn the page by the next frame.
            request_animation_frame(move || {
                page::mark_ready();
                turns.go();
                lists.read_ahead();
                checking.later();
            });
        }
    });
    view! {
        <Show when=move || workspace.ready.get()>
            <Shell/>
        </Show>
    }
}
