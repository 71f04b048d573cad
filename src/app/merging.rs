//! Merging at the workspace: the files that were chosen, what merging them would do, what was decided, and the one
//! step that it becomes. Knows no element.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::containers::out_of_package;
use super::context::of_page;
use super::effects::replicate;
use super::opening::next_frame;
use super::workspace::{Seen, Workspace};
use formats::html;
use formats::json::{Problem, check_size};
use journal::conflict::{Choice, Conflict, Rule};
use journal::entity_names::EntityNames;
use journal::merge::{Plan, Source, plan};
use journal::{Edit, describe};
use ledger::{Bundle, Id};
use platform::{file_store, files, page};
use session::{Session, edits_in};

/// How many edits are stored one by one; of more the merged ledger is kept as a whole, as an opened file is.
const STORED_SINGLY: usize = 500;

/// A file that was chosen.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// Its name.
    pub name: String,
    /// What is told of it, a sentence a line: why it is not read, or what is odd.
    pub told: Vec<String>,
    /// What it holds; `None` where it cannot be read or merged.
    pub source: Option<Source>,
}

/// A bundle of the bytes of a file, with edits that it carries beside it, and what is odd.
///
/// # Errors
/// Sentences for people, one a problem.
pub fn read(bytes: &[u8]) -> Result<(Bundle, Vec<Edit>, Vec<String>), Vec<String>> {
    let opened = html::open(bytes, &files::decode_gb18030).map_err(|refusal| refusal.sentences())?;
    let mut told: Vec<String> = opened.oddities.iter().map(Problem::sentence).collect();
    let (edits, unreadable) = edits_in(opened.rescued);
    if !unreadable.is_empty() {
        told.push(format!("其中 {} 条变更读不懂，没有合并。", unreadable.len()));
    }
    Ok((opened.bundle, edits, told))
}

/// The bytes of a file, of an archive package those of its ledger; or why not.
///
/// # Errors
/// Sentences for people.
pub async fn bytes_of(file: &web_sys::File) -> Result<Vec<u8>, Vec<String>> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes: whole, at least 0")]
    check_size(file.size() as u64).map_err(|error| vec![error.to_string()])?;
    let bytes = files::read(file)
        .await
        .map_err(|why| vec![format!("浏览器读不出这个文件（{why}）。请检查文件是否还在原处，再试一次。")])?;
    out_of_package(bytes).await.map_err(|why| vec![why])
}

/// What is being merged. Cheap to copy; it outlives the page, so that a look at a finding loses no decision.
#[derive(Clone, Copy)]
pub struct Merging {
    workspace: Workspace,
    /// The files, in the order in which they were chosen.
    pub files: RwSignal<Vec<Chosen>, LocalStorage>,
    /// What merging would do.
    pub plan: RwSignal<Option<Rc<Plan>>, LocalStorage>,
    /// What was decided, for each conflict of the plan.
    pub choices: RwSignal<Vec<Option<Choice>>>,
    /// What takes a while.
    pub busy: RwSignal<Option<String>>,
    /// What the last merge was, and its step.
    pub done: RwSignal<Option<(String, Id)>>,
    /// The revision that the plan was made for.
    planned: StoredValue<u64>,
}

impl Merging {
    /// Nothing yet.
    #[must_use]
    pub fn new(workspace: Workspace) -> Self {
        let merging = Self {
            workspace,
            files: RwSignal::new_local(Vec::new()),
            plan: RwSignal::new_local(None),
            choices: RwSignal::new(Vec::new()),
            busy: RwSignal::new(None),
            done: RwSignal::new(None),
            planned: StoredValue::new(0),
        };
        // Another ledger on the workspace: what was chosen was for the old one.
        Effect::new(move |before: Option<u64>| {
            let opened = workspace.opened.get();
            if before.is_some_and(|before| before != opened) {
                merging.clear();
                merging.done.set(None);
            }
            opened
        });
        merging
    }

    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Forgets the files.
    pub fn clear(self) {
        self.files.set(Vec::new());
        self.plan.set(None);
        self.choices.set(Vec::new());
    }

    /// Reads files and looks anew at what merging them all would do.
    pub fn add(self, chosen: Vec<web_sys::File>) {
        if self.busy.with_untracked(Option::is_some) || chosen.is_empty() {
            return;
        }
        self.done.set(None);
        spawn_local(async move {
            let many = chosen.len();
            for (n, file) in chosen.into_iter().enumerate() {
                self.busy.set(Some(format!("正在读取第 {} 个文件，共 {many} 个：{}…", n + 1, file.name())));
                next_frame().await;
                let read_in = bytes_of(&file).await.and_then(|bytes| read(&bytes));
                let one = self.taken(file.name(), read_in);
                self.files.update(|list| list.push(one));
            }
            self.look_anew().await;
        });
    }

    /// Takes a file in that was read elsewhere, in the place of an earlier one of its name.
    pub(super) fn hand(self, file: Chosen) {
        self.done.set(None);
        self.files.update(|list| {
            list.retain(|other| other.name != file.name);
            list.push(file);
        });
        spawn_local(self.look_anew());
    }

    pub(super) fn taken(
        self,
        name: String,
        read: Result<(Bundle, Vec<Edit>, Vec<String>), Vec<String>>,
    ) -> Chosen {
        let (bundle, edits, mut told) = match read {
            Ok(read) => read,
            Err(told) => return Chosen { name, told, source: None },
        };
        match self.workspace.look(|ledger| Source::new(&name, ledger, bundle)) {
            Ok((mut source, warnings)) => {
                source.journal.receive(edits, false);
                told.extend(warnings);
                Chosen { name, told, source: Some(source) }
            }
            Err(why) => Chosen { name, told: vec![why.to_string()], source: None },
        }
    }

    /// Takes a file off the list.
    pub fn drop_file(self, at: usize) {
        self.files.update(|list| {
            if at < list.len() {
                list.remove(at);
            }
        });
        spawn_local(self.look_anew());
    }

    async fn look_anew(self) {
        self.busy.set(Some("正在比对…".to_owned()));
        next_frame().await;
        let sources: Vec<Source> =
            self.files.with_untracked(|list| list.iter().filter_map(|file| file.source.clone()).collect());
        let stamp = self.workspace.stamp();
        let look = || self.workspace.look_journal(|journal| Rc::new(plan(journal, &sources, &stamp)));
        let made = (!sources.is_empty()).then(look);
        let count = made.as_ref().map_or(0, |plan| plan.conflicts.len());
        self.planned.set_value(self.workspace.revision.get_untracked());
        self.choices.set(vec![None; count]);
        self.plan.set(made);
        self.busy.set(None);
    }

    /// Decides one conflict.
    pub fn choose(self, at: usize, choice: Option<Choice>) {
        self.choices.update(|choices| {
            if let Some(slot) = choices.get_mut(at) {
                *slot = choice;
            }
        });
    }

    /// Decides all conflicts alike.
    pub fn rule(self, rule: Rule) {
        let by_rule = |plan: &Plan| plan.conflicts.iter().map(|c| Some(c.by(rule))).collect::<Vec<_>>();
        if let Some(choices) = self.plan.with_untracked(|plan| plan.as_deref().map(by_rule)) {
            self.choices.set(choices);
        }
    }

    /// The conflict with this number.
    #[must_use]
    pub fn conflict(self, at: usize) -> Option<Conflict> {
        self.plan.with_untracked(|plan| plan.as_ref()?.conflicts.get(at).cloned())
    }

    /// 合并: receives what is new and makes the one step of the decisions.
    pub fn merge(self) {
        let Some(plan) = self.plan.get_untracked() else { return };
        if self.is_stale() {
            return;
        }
        self.busy.set(Some("正在合并…".to_owned()));
        spawn_local(async move {
            next_frame().await;
            // Another tab may have written meanwhile, or another ledger been opened.
            let same = self.plan.with_untracked(|now| now.as_ref().is_some_and(|now| Rc::ptr_eq(now, &plan)));
            if same && !self.is_stale() {
                self.carry_out(&plan).await;
            }
            self.busy.set(None);
        });
    }

    /// Whether the ledger has changed since it was looked at; then it is looked at anew, and the person told.
    fn is_stale(self) -> bool {
        let stale = self.planned.get_value() != self.workspace.revision.get_untracked();
        if stale {
            self.workspace
                .notices
                .warn("台账在比对之后又有修改，已重新比对。请核对后再按“合并”。".to_owned());
            spawn_local(self.look_anew());
        }
        stale
    }

    async fn carry_out(self, plan: &Plan) {
        let workspace = self.workspace;
        let stamp = workspace.stamp();
        let choices = self.choices.get_untracked();
        let decided = choices.iter().filter(|choice| choice.is_some()).count();
        let merged = workspace.inner.try_update_value(|inner| {
            inner.session.with_journal(|journal| journal.merge(plan, &choices, &stamp))
        });
        let edits = match merged {
            Some(Ok(edits)) => edits,
            Some(Err(refusal)) => {
                let why = workspace
                    .look_journal(|journal| describe::refusal(&EntityNames::of(journal), None, &refusal));
                workspace.notices.warn(format!("没有合并：{why}。台账没有改动，请核对后再试。"));
                return;
            }
            None => return,
        };
        let step = edits.last().map(|edit| edit.step().clone());
        if edits.len() > STORED_SINGLY {
            self.keep_whole(edits).await;
        } else {
            workspace.with_session(|session| session.keep(&edits));
        }
        workspace.redraw(&Seen::All);
        let waiting = workspace.look_journal(|journal| journal.waiting().len());
        let recorded = plan.edits.len().saturating_sub(plan.extra.len());
        let mut words = vec![format!("已合并 {} 个文件：{recorded} 处变更", plan.files.len())];
        if !plan.extra.is_empty() {
            words.push(format!("没有变更记录的修改 {} 处", plan.extra.len()));
        }
        if plan.twins > 0 {
            words.push(format!("编号相同的修改 {} 处已另行编号，两处都在", plan.twins));
        }
        if decided > 0 {
            words.push(format!("处理冲突 {decided} 处"));
        }
        if waiting > 0 {
            words.push(format!("还有 {waiting} 处在“变更”页待处理"));
        }
        let words = words.join("，");
        workspace.notices.tell(format!("{words}。按“撤销”可整体撤回"));
        self.clear();
        self.done.set(step.map(|step| (words, step)));
    }

    /// Has the browser keep many edits: each in the mirror, and the merged ledger as it keeps an opened file. They are too
    /// many for its small store; and the file alone would be gone as soon as another one of the same ledger is opened.
    async fn keep_whole(self, edits: Vec<Edit>) {
        let workspace = self.workspace;
        let id = workspace.bundle_id();
        workspace.with_session(Session::begin_whole);
        let mirrored = replicate(&id, &edits).await;
        let mut kept = false;
        if mirrored.is_ok() && workspace.bundle_id() == id {
            let written =
                workspace.sealed(|bundle| serde_json::to_vec(bundle).unwrap_or_default()).unwrap_or_default();
            let bytes = files::held(&written);
            kept = file_store::put(&id, &bytes).await.is_ok();
            if kept && workspace.bundle_id() == id {
                page::tell_rescue("opened", &files::blob(&bytes).map_or(JsValue::NULL, JsValue::from));
            }
        }
        workspace.with_session(|session| session.end_whole(&id, &edits, kept));
    }
}
