//! Opening and exporting ledgers: files, drops, pastes, the demonstration, the one in the page; and what the
//! browser kept of each. A ledger that cannot be read leaves the one on the workspace alone.

use js_sys::Uint8Array;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use super::containers::ledger_of;
use super::context::of_page;
use super::local_ledgers;
use super::office::Office;
use super::restore::note_current;
use super::workspace::{Save, Workspace};
use formats::json;
use journal::{Edit, Journal};
use ledger::demo::demo;
use ledger::{Bundle, Id};
use platform::{clock, file_store, files, page};

/// The seed of the demonstration: everybody sees the same one.
const DEMO_SEED: u64 = 20_240_618;

/// Why no other ledger is opened while the store is full.
const WOULD_LOSE: &str = "现在的台账有修改没有存入浏览器，打开别的台账会丢失它们。请先导出 JSON。";

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

/// The edits in these texts, and the texts that are none.
pub(super) fn edits_of(texts: Vec<String>) -> (Vec<Edit>, Vec<String>) {
    let mut unreadable = Vec::new();
    let mut edits = Vec::with_capacity(texts.len());
    for text in texts {
        match serde_json::from_str::<Value>(&text).ok().and_then(|value| Edit::read(value).ok()) {
            Some(edit) => edits.push(edit),
            None => unreadable.push(text),
        }
    }
    (edits, unreadable)
}

/// Brings edits into a journal. Gives how many wait for a person because they met another edit.
fn receive(journal: &mut Journal, edits: Vec<Edit>) -> usize {
    let refused = journal.receive(edits, true).refused;
    refused.min(journal.waiting().len())
}

/// Brings the stored edits of a ledger into its journal. Gives how many wait for a person because they met
/// another edit, and the texts that are no edits.
pub fn replay(journal: &mut Journal, stored: Vec<String>) -> (usize, Vec<String>) {
    let (edits, unreadable) = edits_of(stored);
    (receive(journal, edits), unreadable)
}

impl Opening {
    /// For the workspace.
    #[must_use]
    pub fn new(workspace: Workspace, office: Office) -> Self {
        Self { workspace, office, asked: RwSignal::new(false), busy: office.busy }
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
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bytes: whole, at least 0
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
            self.busy.set(None);
        });
    }

    /// Opens pasted text.
    pub fn text(self, text: String) {
        if self.is_busy() {
            return;
        }
        self.busy.set(Some("正在打开粘贴的内容…".to_owned()));
        spawn_local(async move {
            self.bytes("粘贴的内容", text.as_bytes()).await;
            self.busy.set(None);
        });
    }

    async fn bytes(self, name: &str, bytes: &[u8]) {
        next_frame().await;
        match read(bytes) {
            Ok(read) => {
                let as_it_is = read.rescued.is_empty() && std::str::from_utf8(bytes).is_ok();
                self.take(name, read, as_it_is.then(|| files::held(bytes))).await;
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
                    self.take("演示台账", read, None).await;
                }
                Err(_) => {
                    self.refuse("演示台账", vec!["生成的台账有重复的编号，这是程序的缺陷。".to_owned()]);
                }
            }
            self.busy.set(None);
        });
    }

    /// Goes back to the ledger in the page.
    pub fn built_in(self) {
        if self.workspace.would_lose() {
            return self.refuse("页面自带的台账", vec![WOULD_LOSE.to_owned()]);
        }
        let Some(text) = page::built_in_bundle() else { return };
        match read(text.as_bytes()) {
            Ok(read) => {
                note_current(self.workspace, None);
                self.put("页面自带的台账", read, None);
                spawn_local(self.workspace.restore_from_mirror());
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
            self.busy.set(None);
        });
    }

    /// Puts a ledger that was read on the workspace and has the browser keep its file. Without `bytes` it is kept as
    /// this program writes it: a rescue file's edits are in no store, and a generated ledger has no file.
    async fn take(self, name: &str, mut read: Read, bytes: Option<Uint8Array>) {
        if self.workspace.would_lose() {
            return self.refuse(name, vec![WOULD_LOSE.to_owned()]);
        }
        let id = read.journal.ledger().bundle().id.clone();
        let (mut rescued, unreadable) = edits_of(std::mem::take(&mut read.rescued));
        rescued.retain(|edit| read.journal.entry(&edit.id).is_none());
        let refused = receive(&mut read.journal, rescued.clone());
        let bytes = bytes.unwrap_or_else(|| {
            let written = read.journal.sealed(|bundle| serde_json::to_vec(bundle).unwrap_or_default());
            files::held(&written)
        });
        // Kept before it is shown: whoever sees the ledger open finds it open after a reload.
        let kept = file_store::put(&id, &bytes).await;
        match &kept {
            Ok(()) => note_current(self.workspace, Some(&id)),
            Err(why) => self.workspace.notices.warn(format!(
                "浏览器没有空间记住打开的文件（{why}）：重新打开页面后，请再打开一次 {name}；所做的修改仍然逐条保存。"
            )),
        }
        self.put(name, read, Some(&bytes));
        if kept.is_ok() {
            self.workspace.let_go();
        }
        // The ledger can be worked with meanwhile.
        spawn_local(self.workspace.restore_from_mirror());
        // A rescue file is opened once; from then on its edits are this browser's own.
        if !rescued.is_empty() {
            self.workspace.keep(rescued);
        }
        tell_replayed(self.workspace, refused, &unreadable);
    }

    pub(super) fn put(self, name: &str, mut read: Read, opened: Option<&Uint8Array>) {
        let id = read.journal.ledger().bundle().id.clone();
        let mut stored = Vec::new();
        if let Some(store) = self.workspace.store() {
            stored.extend(store.edits(&id).into_iter().map(|(_, json)| json));
        }
        let (refused, unreadable) = replay(&mut read.journal, stored);
        let count = read.journal.ledger().bundle().findings.iter().map(|f| f.measures.len()).sum::<usize>();
        let findings = read.journal.ledger().bundle().findings.len();
        page::tell_rescue("opened", &opened.and_then(files::blob).map_or(JsValue::NULL, JsValue::from));
        let title = read.journal.ledger().bundle().title.clone();
        self.workspace.replace(read.journal);
        spawn_local(local_ledgers::note(id, title));
        self.asked.set(false);
        tell_replayed(self.workspace, refused, &unreadable);
        if !read.oddities.is_empty() {
            self.workspace.notices.warn_with(
                format!("已打开 {name}，其中 {} 类与常见写法不同之处，已原样保留：", read.oddities.len()),
                read.oddities,
            );
        }
        self.workspace.notices.tell(format!("已打开 {name}：{findings} 个问题，{count} 条措施"));
    }

    /// 导出 JSON: the whole ledger with its history, canonical, as `<id>-<date>.json`.
    pub fn export(self) {
        if self.is_busy() {
            return;
        }
        // What is being typed belongs into the file.
        page::end_typing();
        self.busy.set(Some("正在导出…".to_owned()));
        spawn_local(async move {
            next_frame().await;
            let name = format!("{}-{}.json", file_name(&self.workspace.bundle_id()), clock::today());
            let exported = self.workspace.to_be_exported();
            let parts =
                self.workspace.sealed(|bundle: &Bundle| json::export_chunks(bundle).collect::<Vec<_>>());
            let parts = parts.unwrap_or_default();
            match files::download(&name, "application/json", &parts) {
                Ok(()) => {
                    self.workspace.note_export(exported);
                    self.workspace.notices.tell(format!("已导出 {name}；请确认下载完成"));
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

/// Says what came of the edits that this browser kept.
pub fn tell_replayed(workspace: Workspace, refused: usize, unreadable: &[String]) {
    if refused > 0 {
        workspace.notices.warn(format!(
            "本机保存的修改中有 {refused} 处与打开的台账不合，没有生效，内容都保留在“变更”页，可逐条查看和采用。"
        ));
    }
    if !unreadable.is_empty() {
        workspace.notices.warn_with(
            format!(
                "本机保存的修改中有 {} 条读不懂（可能损坏或来自新版本），没有使用，也没有删除：",
                unreadable.len()
            ),
            unreadable.iter().map(|text| text.chars().take(200).collect()).collect(),
        );
    }
}

/// A bundle's id as part of a file's name: what Windows forbids becomes `_`.
#[must_use]
pub fn file_name(id: &Id) -> String {
    id.as_str().chars().map(|c| if "<>:\"/\\|?*".contains(c) || c.is_control() { '_' } else { c }).collect()
}

/// Lets the browser draw what was just said before long work begins.
pub(super) async fn next_frame() {
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

/// Listens for files dropped and ledgers pasted anywhere in the page, and warns before unsaved work is left.
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
            opening.text(text);
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
