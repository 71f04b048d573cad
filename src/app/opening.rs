//! Opening and exporting ledgers: files, drops, pastes, the demonstration, the one in the page; and what the
//! browser kept of each. A ledger that cannot be read leaves the one on the workspace alone.

use js_sys::Uint8Array;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use super::containers::ledger_of;
use super::context::of_page;
use super::office::Office;
use super::workspace::{Save, Workspace};
use formats::json;
use grid::Block;
use journal::Journal;
use ledger::demo::demo;
use ledger::{Bundle, Id};
use platform::{file_store, files, page};
use session::{Arrival, Event, edits_in};

/// The seed of the demonstration: everybody sees the same one.
const DEMO_SEED: u64 = 20_240_618;

/// What a ledger is called that came as pasted text.
pub const PASTED: &str = "粘贴的内容";

/// What is done with files.
#[derive(Clone, Copy)]
pub struct Opening {
    workspace: Workspace,
    office: Office,
    /// Whether the dialog is asked for.
    pub(super) asked: RwSignal<bool>,
    /// What takes a while, told while it lasts.
    pub(super) busy: RwSignal<Option<String>>,
}

/// A ledger that was read, with what is odd about it.
pub struct Read {
    /// Its journal; its stored edits are not in it yet.
    pub journal: Journal,
    /// What is odd about the file.
    pub oddities: Vec<String>,
    /// Edits that a rescue file carried.
    pub rescued: Vec<String>,
}

/// Reads a ledger from bytes.
///
/// # Errors
/// Sentences for people, one a problem.
pub fn read(bytes: &[u8]) -> Result<Read, Vec<String>> {
    let opened = json::open(bytes, &files::decode_gb18030).map_err(|refusal| refusal.sentences())?;
    let mut oddities: Vec<String> = opened.oddities.iter().map(json::Problem::sentence).collect();
    let journal = Journal::open(opened.bundle)
        .map_err(|ids| ids.iter().map(|id| format!("编号 {id} 出现了不止一次。")).collect::<Vec<_>>())?;
    if journal.renumbered() > 0 {
        let count = journal.renumbered();
        oddities.push(format!("变更记录中有 {count} 条的先后序号大得不可能，已重新编排；修改的内容没有变。"));
    }
    Ok(Read { journal, oddities, rescued: opened.rescued })
}

/// A ledger that was read, as the session takes it; `has_bytes` where the browser may keep the file as it is.
#[must_use]
pub fn arrival(name: &str, read: Read, has_bytes: bool) -> Arrival {
    let (rescued, unreadable) = edits_in(read.rescued);
    Arrival {
        name: name.to_owned(),
        journal: read.journal,
        rescued,
        unreadable,
        oddities: read.oddities,
        has_bytes,
    }
}

/// Brings the stored edits of a ledger into its journal. Gives how many wait for a person because they met
/// another edit, and the texts that are no edits.
pub fn replay(journal: &mut Journal, stored: Vec<String>) -> (usize, Vec<String>) {
    let (edits, unreadable) = edits_in(stored);
    let refused = journal.receive(edits, true).refused;
    (refused.min(journal.waiting().len()), unreadable)
}

impl Opening {
    /// For the workspace.
    #[must_use]
    pub fn new(workspace: Workspace, office: Office) -> Self {
        let opening = Self { workspace, office, asked: RwSignal::new(false), busy: office.busy };
        // What was said to be under way has come to its end, well or not.
        Effect::new(move |before: Option<bool>| {
            let now = workspace.opening.get();
            if before == Some(true) && !now {
                opening.busy.set(None);
                opening.asked.set(false);
            }
            now
        });
        opening
    }

    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Asks what to open.
    pub fn ask(self) {
        self.asked.set(true);
    }

    /// Whether something is being opened or exported: two at once would put one ledger's edits beside the other's file.
    fn is_busy(self) -> bool {
        let busy = self.busy.get_untracked();
        if let Some(what) = &busy {
            self.workspace.notices.warn(format!("{what}请等它结束再试。"));
        }
        busy.is_some()
    }

    /// Opens a chosen or dropped file.
    pub fn file(self, file: web_sys::File) {
        let name = file.name();
        if Office::takes(&name) {
            self.asked.set(false);
            self.office.take(file);
            return;
        }
        if self.is_busy() {
            return;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bytes: whole, at least 0"
        )]
        let size = file.size() as u64;
        if let Err(error) = json::check_size(size) {
            self.refuse(&name, vec![error.to_string()]);
            return;
        }
        self.busy.set(Some(format!("正在打开 {name}…")));
        spawn_local(async move {
            match files::read(&file).await {
                Ok(bytes) => match ledger_of(bytes).await {
                    Ok(bytes) => self.bytes(&name, &bytes).await,
                    Err(why) => self.refuse(&name, vec![why]),
                },
                Err(why) => self.refuse(
                    &name,
                    vec![format!("浏览器读不出这个文件（{why}）。请检查文件是否还在原处，再试一次。")],
                ),
            }
            self.end();
        });
    }

    /// Opens a text; `name` says what it is: 粘贴的内容, the file that it was made of.
    pub fn text(self, text: String, name: &str) {
        if self.is_busy() {
            return;
        }
        let name = name.to_owned();
        self.busy.set(Some(format!("正在打开{name}…")));
        spawn_local(async move {
            self.bytes(&name, text.as_bytes()).await;
            self.end();
        });
    }

    /// Opens a ledger that was just made, under its title.
    pub fn made(self, title: String, json: String) {
        if self.is_busy() {
            return;
        }
        self.busy.set(Some("正在建立台账…".to_owned()));
        spawn_local(async move {
            self.bytes(&title, json.as_bytes()).await;
            self.end();
        });
    }

    async fn bytes(self, name: &str, bytes: &[u8]) {
        next_frame().await;
        match read(bytes) {
            Ok(read) => {
                let as_it_is = read.rescued.is_empty() && std::str::from_utf8(bytes).is_ok();
                self.take(name, read, as_it_is.then(|| files::held(bytes)));
            }
            Err(problems) => self.refuse(name, problems),
        }
    }

    fn refuse(self, name: &str, problems: Vec<String>) {
        self.asked.set(false);
        self.workspace.notices.warn_with(format!("没有打开 {name}，原来的台账没有变动。原因："), problems);
    }

    /// Opens the demonstration with this many measures.
    pub fn demonstration(self, measures: usize) {
        if self.is_busy() {
            return;
        }
        self.busy.set(Some(format!("正在生成 {measures} 条措施的演示台账…")));
        spawn_local(async move {
            next_frame().await;
            match Journal::open(demo(DEMO_SEED, measures)) {
                Ok(journal) => {
                    let read = Read { journal, oddities: Vec::new(), rescued: Vec::new() };
                    self.take("演示台账", read, None);
                }
                Err(_) => {
                    self.refuse("演示台账", vec!["生成的台账有重复的编号，这是程序的缺陷。".to_owned()]);
                }
            }
            self.end();
        });
    }

    /// Nothing is under way any more, unless the session goes on with it.
    fn end(self) {
        if !self.workspace.opening.get_untracked() {
            self.busy.set(None);
            self.asked.set(false);
        }
    }

    /// Goes back to the ledger in the page.
    pub fn built_in(self) {
        let Some(text) = page::built_in_bundle() else { return };
        match read(text.as_bytes()) {
            Ok(read) => {
                self.workspace.give(None);
                let own = arrival("页面自带的台账", read, false);
                self.workspace.send(Event::OpenOwn(Box::new(own)));
                self.asked.set(false);
            }
            Err(problems) => self.refuse("页面自带的台账", problems),
        }
    }

    /// Opens a ledger that this browser holds.
    pub fn held(self, id: Id, own: bool) {
        if own {
            return self.built_in();
        }
        if self.is_busy() {
            return;
        }
        self.busy.set(Some(format!("正在打开 {id}…")));
        spawn_local(async move {
            match file_store::get(&id).await {
                Ok(Some(bytes)) => self.bytes(id.as_str(), &bytes.to_vec()).await,
                Ok(None) => self.refuse(
                    id.as_str(),
                    vec![
                        "本机没有存下这本台账的文件，只有修改；请用“打开…”打开它的文件，修改会自动接上。"
                            .to_owned(),
                    ],
                ),
                Err(why) => self.refuse(id.as_str(), vec![format!("浏览器读不出它（{why}）。")]),
            }
            self.end();
        });
    }

    /// Opens a ledger that was read. Without `bytes` the browser keeps it as this program writes it.
    fn take(self, name: &str, read: Read, bytes: Option<Uint8Array>) {
        let has_bytes = bytes.is_some();
        self.workspace.give(bytes);
        self.workspace.send(Event::Open(Box::new(arrival(name, read, has_bytes))));
    }

    /// 导出 JSON: the whole ledger with its history, canonical, as `<unit>-整改台账-<date>.json`.
    pub fn export(self) {
        if self.is_busy() {
            return;
        }
        // What is being typed belongs into the file.
        page::end_typing();
        self.busy.set(Some("正在导出…".to_owned()));
        spawn_local(async move {
            next_frame().await;
            let name = self.workspace.file_name("整改台账", "json");
            let exported = self.workspace.to_be_exported();
            let parts =
                self.workspace.sealed(|bundle: &Bundle| json::export_chunks(bundle).collect::<Vec<_>>());
            let parts = parts.unwrap_or_default();
            match files::download(&name, "application/json", &parts) {
                Ok(()) => {
                    self.workspace.send(Event::HandedOut(exported));
                    self.workspace.notices.tell(format!("已交浏览器下载 {name}；看到文件才算导出"));
                }
                Err(why) => self
                    .workspace
                    .notices
                    .warn(format!("没有导出：浏览器拒绝下载（{why}）。请检查下载设置后重试。")),
            }
            self.busy.set(None);
        });
    }
}

/// Lets the browser draw what was just said before long work begins.
pub(in crate::app) async fn next_frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                let _ = resolve.call0(&JsValue::NULL);
            },
            std::time::Duration::from_millis(20),
        );
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Listens for files dropped, ledgers and tables pasted anywhere in the page, and warns before unsaved work is left.
pub fn listen(opening: Opening) {
    let over = window_event_listener(ev::dragover, |event| event.prevent_default());
    let drop = window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0))
        {
            opening.file(file);
        }
    });
    let paste = window_event_listener(ev::paste, move |event| {
        let typing = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|e| e.tag_name() == "TEXTAREA" || e.tag_name() == "INPUT");
        let event: &web_sys::ClipboardEvent = event.unchecked_ref();
        let Some(data) = event.clipboard_data().filter(|_| !typing) else { return };
        if let Some(file) = data.files().and_then(|files| files.get(0)) {
            opening.file(file);
        } else if let Ok(text) = data.get_data("text/plain")
            && text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        {
            opening.text(text, PASTED);
        } else {
            let of = |kind: &str| data.get_data(kind).unwrap_or_default();
            let block = Block::of_clipboard(&of("text/html"), &of("text/plain"));
            // A word that was copied somewhere is no table.
            if block.height() > 1 && block.width() > 1 {
                opening.office.take_pasted(block.to_tsv());
            }
        }
    });
    let leave = window_event_listener(ev::beforeunload, move |event| {
        let workspace = opening.workspace;
        let unsaved = workspace.has_unsaved() || matches!(workspace.save.get_untracked(), Save::Saving);
        if unsaved || workspace.unexported() > 0 {
            event.prevent_default();
            // Browsers show words of their own; older ones want some.
            event.set_return_value("有修改没有保存或没有导出");
        }
    });
    on_cleanup(move || {
        over.remove();
        drop.remove();
        paste.remove();
        leave.remove();
    });
}
