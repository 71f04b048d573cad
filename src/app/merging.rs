//! 合并 in the page: it shows where the session stands with a merge, and reads the files that a person chose for it. Knows
//! no element, and decides nothing.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::containers::out_of_package;
use super::context::of_page;
use super::opening::next_frame;
use super::workspace::Workspace;
use formats::html;
use formats::json::{Problem, check_size};
use journal::Edit;
use journal::conflict::{Choice, Conflict, Rule};
use journal::merge::Plan;
use ledger::{Bundle, Id};
use platform::files;
use session::{Answer, Event, MergeAct, Ticket, edits_in};

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

/// A file that was chosen, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Its name.
    pub name: String,
    /// What is told of it, a sentence a line.
    pub told: Vec<String>,
    /// Whether it can be merged.
    pub is_readable: bool,
}

/// What is being merged. Cheap to copy; it outlives the page, so that a look at a finding loses no decision.
#[derive(Clone, Copy)]
pub struct Merging {
    workspace: Workspace,
    /// The files, in the order in which they were chosen.
    pub files: RwSignal<Vec<Chosen>>,
    /// What merging would do.
    pub plan: RwSignal<Option<Rc<Plan>>, LocalStorage>,
    /// What was decided, for each conflict of the plan.
    pub choices: RwSignal<Vec<Option<Choice>>>,
    /// What takes a while.
    pub busy: RwSignal<Option<String>>,
    /// What the last merge was, and its step.
    pub done: RwSignal<Option<(String, Id)>>,
}

impl Merging {
    /// Of the session on the workspace.
    #[must_use]
    pub fn new(workspace: Workspace) -> Self {
        let merging = Self {
            workspace,
            files: RwSignal::new(Vec::new()),
            plan: RwSignal::new_local(None),
            choices: RwSignal::new(Vec::new()),
            busy: RwSignal::new(None),
            done: RwSignal::new(None),
        };
        Effect::new(move || {
            workspace.merges.track();
            merging.show();
        });
        merging
    }

    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// What has changed is drawn; a plan that stays keeps its cards, and the focus in them.
    fn show(self) {
        self.workspace.inner.with_value(|inner| {
            let now = inner.session.merging();
            let files: Vec<Chosen> = now
                .files()
                .iter()
                .map(|file| Chosen {
                    name: file.name.clone(),
                    told: file.told.clone(),
                    is_readable: file.source.is_some(),
                })
                .collect();
            set_new(self.files, files);
            set_new(self.choices, now.choices().to_vec());
            set_new(self.busy, now.busy());
            set_new(self.done, now.done().cloned());
            let is_same = self.plan.with_untracked(|plan| match (plan, now.plan()) {
                (None, None) => true,
                (Some(before), Some(now)) => Rc::ptr_eq(before, now),
                _ => false,
            });
            if !is_same {
                self.plan.set(now.plan().cloned());
            }
        });
    }

    fn act(self, act: MergeAct) {
        self.workspace.send(Event::Merge(act));
    }

    /// Reads files and looks anew at what merging them all would do.
    pub fn add(self, chosen: Vec<web_sys::File>) {
        if self.busy.with_untracked(Option::is_some) || chosen.is_empty() {
            return;
        }
        let names = files::names(&chosen);
        self.workspace.inner.update_value(|inner| inner.to_merge = chosen);
        self.act(MergeAct::Choose(names));
    }

    /// Takes a file off the list.
    pub fn drop_file(self, at: usize) {
        self.act(MergeAct::Drop(at));
    }

    /// Forgets the files.
    pub fn clear(self) {
        self.act(MergeAct::Clear);
    }

    /// Decides one conflict.
    pub fn choose(self, at: usize, choice: Option<Choice>) {
        self.act(MergeAct::Decide(at, choice));
    }

    /// Decides all conflicts alike.
    pub fn rule(self, rule: Rule) {
        self.act(MergeAct::Rule(rule));
    }

    /// The conflict with this number.
    #[must_use]
    pub fn conflict(self, at: usize) -> Option<Conflict> {
        self.plan.with_untracked(|plan| plan.as_ref()?.conflicts.get(at).cloned())
    }

    /// 合并: receives what is new and makes the one step of the decisions.
    pub fn merge(self) {
        self.act(MergeAct::Carry);
    }

    /// What came of the last merge has been read.
    pub fn done_is_read(self) {
        self.act(MergeAct::Read);
    }
}

/// Draws a value anew where it is another one.
fn set_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, now: T) {
    if signal.with_untracked(|before| *before != now) {
        signal.set(now);
    }
}

impl Workspace {
    /// Reads one of the files that were chosen.
    pub(super) fn read_to_merge(self, ticket: Ticket, at: usize) {
        let file = self.inner.with_value(|inner| inner.to_merge.get(at).cloned());
        spawn_local(async move {
            next_frame().await;
            let read_in = match file {
                Some(file) => bytes_of(&file).await.and_then(|bytes| read(&bytes)),
                None => Err(vec!["这个文件已经不在了，请重新选择。".to_owned()]),
            };
            self.answer(ticket, Answer::ToMerge(Box::new(read_in)));
        });
    }
}
