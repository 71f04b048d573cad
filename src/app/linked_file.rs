//! 关联文件 in the page: the browser's handles and locks for the session, which decides everything, and what a person does
//! with the linked file. Knows no page.

use std::collections::HashMap;
use std::future::Future;

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::context::of_page;
use super::workspace::Workspace;
use formats::json;
use ledger::Id;
use platform::file_handle::{self, LinkError, Linked};
use platform::files;
use platform::lock::{self, Lock};
use platform::replica::{self, Kind};
pub use session::LinkState;
use session::{
    Answer, Content, Effect as Wanted, Event, FileLook, FileRef, KeptLink, LinkFault, Stand, Ticket, edits_in,
};

/// What the browser gave the page for linked files.
#[derive(Default)]
pub(super) struct LinkedFiles {
    handles: HashMap<FileRef, Linked>,
    /// By the request of each; without a lock while it is waited for.
    locks: HashMap<Ticket, Option<Lock>>,
}

impl LinkedFiles {
    fn add(&mut self, handle: Linked) -> FileRef {
        let file = FileRef(self.handles.len() as u64);
        self.handles.insert(file, handle);
        file
    }
}

/// What is shown of the linked file.
#[derive(Clone)]
pub(super) struct LinkShown {
    /// Its name; empty where none is linked.
    name: String,
    /// How it stands with it.
    state: LinkState,
}

impl Default for LinkShown {
    fn default() -> Self {
        Self { name: String::new(), state: LinkState::None }
    }
}

/// What a person does with the linked file of the ledger on the workspace.
#[derive(Clone, Copy)]
pub struct Linking {
    workspace: Workspace,
    /// Its name.
    pub name: Memo<String>,
    /// How it stands with it.
    pub state: Memo<LinkState>,
}

impl Linking {
    /// For the workspace.
    #[must_use]
    pub fn new(workspace: Workspace) -> Self {
        let linked = workspace.linked;
        let name = Memo::new(move |_| linked.with(|shown| shown.name.clone()));
        let state = Memo::new(move |_| linked.with(|shown| shown.state.clone()));
        Self { workspace, name, state }
    }

    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Asks for a file that is there already and links it.
    pub fn choose_existing(self) {
        self.choose(file_handle::pick_existing());
    }

    /// Asks for a new file and links it.
    pub fn choose_new(self) {
        let name = self.workspace.linked_name();
        self.choose(async move { file_handle::pick_new(&name).await });
    }

    fn choose(self, picked: impl Future<Output = Result<Option<Linked>, LinkError>> + 'static) {
        let workspace = self.workspace;
        // Another ledger may have come onto the workspace when the dialog is closed.
        let bundle = workspace.bundle_id();
        spawn_local(async move {
            let handle = match picked.await {
                Ok(Some(handle)) => handle,
                Ok(None) => return,
                Err(error) => return workspace.send(Event::FileNotChosen(fault(error))),
            };
            let may_write = handle.may_write(true).await;
            let stand = handle.stand().await.map(found).map_err(fault);
            let look = FileLook { may_write, stand, noted: None };
            let name = handle.name();
            let Some(file) = workspace.inner.try_update_value(|inner| inner.linked.add(handle)) else {
                return;
            };
            let link = KeptLink { file, name };
            workspace.send(Event::FileChosen { bundle, link, look });
        });
    }

    /// Has the browser ask for the permission to write again.
    pub fn ask(self) {
        let workspace = self.workspace;
        let file = workspace.inner.with_value(|inner| inner.session.linked_file());
        let Some(handle) = file.and_then(|file| workspace.handle(file)) else { return };
        spawn_local(async move {
            if handle.may_write(true).await {
                workspace.send(Event::LinkAllowed);
            }
        });
    }

    /// Takes in what somebody else wrote into the file, then writes all. What only a person can decide goes to 合并 first.
    pub fn take_in(self) {
        self.workspace.send(Event::TakeInLinked);
    }

    /// Links no file any more. The file stays.
    pub fn end(self) {
        self.workspace.send(Event::Unlink);
    }
}

impl Workspace {
    fn handle(self, file: FileRef) -> Option<Linked> {
        self.inner.try_with_value(|inner| inner.linked.handles.get(&file).cloned()).flatten()
    }

    /// Does an effect of the linked file; gives back any other.
    pub(super) fn link_effect(self, effect: Wanted) -> Option<Wanted> {
        match effect {
            Wanted::RecallLink { ticket, bundle } => spawn_local(self.recall_link(ticket, bundle)),
            Wanted::NoteLink { bundle, file, stand } => {
                if let Some(handle) = self.handle(file) {
                    spawn_local(async move { keep(&bundle, &handle, stand).await });
                }
            }
            Wanted::ForgetLink(bundle) => spawn_local(async move {
                // What is left behind is asked about again at the next start, no more.
                let _ = replica::remove(Kind::Links, &[bundle.to_string()]).await;
            }),
            Wanted::LockFile { ticket, bundle } => spawn_local(self.lock_file(ticket, bundle)),
            Wanted::UnlockFile(ticket) => {
                self.inner.try_update_value(|inner| inner.linked.locks.remove(&ticket));
            }
            Wanted::LookAtFile { ticket, file, bundle } => {
                self.with_file(ticket, file, async move |handle| {
                    let may_write = handle.may_write(false).await;
                    let stand = handle.stand().await.map(found).map_err(fault);
                    let noted = kept(&bundle).await.and_then(|(_, stand)| stand);
                    Answer::FileStands(FileLook { may_write, stand, noted })
                });
            }
            Wanted::ReadLinked { ticket, file } => self.with_file(ticket, file, async |handle| {
                let read = handle.read().await.map_err(fault);
                Answer::FileHolds(read.map(|(bytes, stand)| (content(&bytes), found(stand))))
            }),
            Wanted::WriteLinked { ticket, file, known, parts } => {
                self.with_file(ticket, file, async move |handle| {
                    Answer::FilePut(handle.write(&parts, known_stand(known)).await.map(found).map_err(fault))
                });
            }
            Wanted::Link { name, state } => {
                self.linked.update(|shown| (shown.name, shown.state) = (name, state));
            }
            other => return Some(other),
        }
        None
    }

    fn with_file(self, ticket: Ticket, file: FileRef, work: impl AsyncFnOnce(Linked) -> Answer + 'static) {
        // Every number is of a handle.
        let Some(handle) = self.handle(file) else { return };
        spawn_local(async move {
            let answer = work(handle).await;
            self.send(Event::Answered { ticket, answer });
        });
    }

    async fn recall_link(self, ticket: Ticket, bundle: Id) {
        let kept = if file_handle::is_supported() { kept(&bundle).await } else { None };
        let link = kept.and_then(|(handle, _)| {
            let name = handle.name();
            let file = self.inner.try_update_value(|inner| inner.linked.add(handle))?;
            Some(KeptLink { file, name })
        });
        self.send(Event::Answered { ticket, answer: Answer::Link(link) });
    }

    async fn lock_file(self, ticket: Ticket, bundle: Id) {
        self.inner.try_update_value(|inner| inner.linked.locks.insert(ticket, None));
        let held = lock::hold(&format!("zhenggai/link/{bundle}"), false).await;
        let is_wanted = self.inner.try_update_value(|inner| {
            // Nobody waits for it any more: it is let go at once.
            let slot = inner.linked.locks.get_mut(&ticket)?;
            *slot = Some(held);
            Some(())
        });
        if is_wanted.flatten().is_some() {
            self.send(Event::Answered { ticket, answer: Answer::Locked });
        }
    }
}

fn content(bytes: &[u8]) -> Content {
    match json::open(bytes, &files::decode_gb18030) {
        Ok(opened) => {
            let (rescued, unreadable) = edits_in(opened.rescued);
            Content::Ledger { bundle: Box::new(opened.bundle), rescued, unreadable: unreadable.len() }
        }
        Err(why) => Content::Unreadable(why.sentences()),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds and bytes: whole")]
fn found(stand: file_handle::Stand) -> Stand {
    Stand { modified: stand.modified as i64, size: stand.size as u64 }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds and bytes: below 2^53")]
fn known_stand(stand: Stand) -> file_handle::Stand {
    file_handle::Stand { modified: stand.modified as f64, size: stand.size as f64 }
}

fn fault(error: LinkError) -> LinkFault {
    match error {
        LinkError::Permission => LinkFault::Permission,
        LinkError::Missing => LinkFault::Missing,
        LinkError::Full => LinkFault::Full,
        LinkError::Changed => LinkFault::Changed,
        LinkError::Other(why) => LinkFault::Other(why),
    }
}

/// The file that a ledger is linked to, and how it stood when this browser wrote or read it last.
async fn kept(bundle: &Id) -> Option<(Linked, Option<Stand>)> {
    let found_links = replica::under(Kind::Links, bundle.as_str()).await.ok()?;
    let (_, kept) = found_links.into_iter().find(|(id, _)| id == bundle.as_str())?;
    let member = |name: &str| Reflect::get(&kept, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let number = |name: &str| member(name).as_f64().filter(|number| *number >= 0.0);
    let stand = number("modified").zip(number("size"));
    let stand = stand.map(|(modified, size)| found(file_handle::Stand { modified, size }));
    Some((Linked(member("handle")), stand))
}

async fn keep(bundle: &Id, file: &Linked, stand: Option<Stand>) {
    let kept = Object::new();
    // No file ever stands like this.
    let never = file_handle::Stand { modified: -1.0, size: -1.0 };
    let stand = stand.map_or(never, known_stand);
    let members =
        [("handle", file.0.clone()), ("modified", stand.modified.into()), ("size", stand.size.into())];
    for (name, value) in members {
        // A plain object takes every member.
        let _ = Reflect::set(&kept, &name.into(), &value);
    }
    // Where it cannot be kept, the file is linked anew after the next start.
    let _ = replica::put(Kind::Links, &[(bundle.to_string(), kept.into())]).await;
}
