//! 合并: the files that were chosen, what merging them would do, what a person decides, and the one step that it becomes.
//! The step is kept edit by edit, or as a whole where it is large.

use std::rc::Rc;
use std::time::Duration;

use formats::json::keys::edit_key;
use journal::conflict::{Choice, Conflict, Rule};
use journal::entity_names::EntityNames;
use journal::merge::{Plan, Source, plan};
use journal::{Edit, Stamp, describe};
use ledger::{Bundle, Id};

use crate::event::{Answer, Effect, Item, Redraw, Said, Ticket};
use crate::outbox::{Generation, Outbox, Purpose, Scope};
use crate::session::{Session, item};

/// How many edits are stored one by one; of more the merged ledger is kept as a whole, as an opened file is.
pub(crate) const STORED_SINGLY: usize = 500;
/// How many edits one transaction of the replica takes: the page goes on between them.
const BATCH: usize = 1000;
/// How long a store may take for one part of a large merge before its edits are stored one by one after all.
const PATIENCE: Duration = Duration::from_secs(30);

/// A ledger that was read for a merge: with the edits that its file carries beside it, and what is odd, a sentence each; or
/// why it cannot be read, a sentence each.
pub type ReadIn = Result<(Bundle, Vec<Edit>, Vec<String>), Vec<String>>;

/// What a person does on the page 合并.
#[derive(Debug)]
pub enum MergeAct {
    /// Adds files with these names.
    Choose(Vec<String>),
    /// Takes a file off the list.
    Drop(usize),
    /// Forgets all files.
    Clear,
    /// Decides one conflict; `None` leaves it open.
    Decide(usize, Option<Choice>),
    /// Decides all conflicts alike.
    Rule(Rule),
    /// Merges.
    Carry,
    /// Has read what came of the last merge.
    Read,
}

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

/// What is under way.
#[derive(Debug, Default)]
enum Work {
    /// Nothing.
    #[default]
    Idle,
    /// Files are read one after the other: their names, and which is read now.
    Reading { names: Vec<String>, at: usize },
    /// The ledger and the files are about to be compared.
    Comparing,
    /// The merge is about to be made.
    Merging,
}

/// A large merge on its way into the replica and then into a file.
#[derive(Debug)]
struct Whole {
    bundle: Id,
    /// Which opening of the ledger it was made in.
    opened: Generation,
    edits: Vec<Edit>,
    /// What the replica has not been given yet, the next part last.
    left: Vec<Vec<Item>>,
    /// Whether the replica has all of it, and the file is being kept.
    is_mirrored: bool,
    /// What is waited for, and for how long.
    asked: Option<(Ticket, Ticket)>,
}

/// Where 合并 stands.
#[derive(Debug)]
pub struct Merging {
    work: Work,
    files: Vec<Chosen>,
    plan: Option<Rc<Plan>>,
    choices: Vec<Option<Choice>>,
    /// How many edits the ledger had when the plan was made: every change adds one.
    planned: usize,
    done: Option<(String, Id)>,
    wholes: Vec<Whole>,
    singly: usize,
}

impl Default for Merging {
    fn default() -> Self {
        Self {
            work: Work::Idle,
            files: Vec::new(),
            plan: None,
            choices: Vec::new(),
            planned: 0,
            done: None,
            wholes: Vec::new(),
            singly: STORED_SINGLY,
        }
    }
}

impl Merging {
    /// The files, in the order in which they were chosen.
    #[must_use]
    pub fn files(&self) -> &[Chosen] {
        &self.files
    }

    /// What merging would do; `None` before it was looked at, or where no file can be merged.
    #[must_use]
    pub fn plan(&self) -> Option<&Rc<Plan>> {
        self.plan.as_ref()
    }

    /// What was decided, for each conflict of the plan.
    #[must_use]
    pub fn choices(&self) -> &[Option<Choice>] {
        &self.choices
    }

    /// What the last merge was, and its step.
    #[must_use]
    pub fn done(&self) -> Option<&(String, Id)> {
        self.done.as_ref()
    }

    /// What takes a while, for people.
    #[must_use]
    pub fn busy(&self) -> Option<String> {
        match &self.work {
            Work::Idle => None,
            Work::Reading { names, at } => {
                let name = names.get(*at).map_or("", String::as_str);
                Some(format!("正在读取第 {} 个文件，共 {} 个：{name}…", at + 1, names.len()))
            }
            Work::Comparing => Some("正在比对…".to_owned()),
            Work::Merging => Some("正在合并…".to_owned()),
        }
    }

    /// Whether a large merge is not kept yet: 已保存 is not said before.
    pub(crate) fn is_keeping(&self) -> bool {
        !self.wholes.is_empty()
    }

    /// The same for whoever simulates small ledgers: of how many edits the merged ledger is kept as a whole.
    pub(crate) fn store_singly(&mut self, most: usize) {
        self.singly = most;
    }

    /// Another ledger is open: what was chosen was for the old one. A large merge of that goes on being kept.
    pub(crate) fn leave(&mut self) {
        self.clear();
        self.work = Work::Idle;
        self.done = None;
    }

    fn clear(&mut self) {
        self.files.clear();
        self.plan = None;
        self.choices.clear();
    }

    /// Lets the browser draw what is said to take a while, and goes on then.
    fn soon(&mut self, work: Work, out: &mut Outbox) {
        let purpose = if matches!(work, Work::Merging) { Purpose::Merge } else { Purpose::MergePlan };
        self.work = work;
        out.ask(purpose, Scope::Ledger, |ticket| Effect::Draw { ticket });
    }
}

impl Session {
    /// Where 合并 stands.
    #[must_use]
    pub fn merging(&self) -> &Merging {
        &self.merging
    }

    /// Has merges of more edits than this kept as a whole. For whoever simulates a browser with small ledgers.
    pub fn keep_whole_above(&mut self, most: usize) {
        self.merging.store_singly(most);
    }

    pub(crate) fn merge_act(&mut self, act: MergeAct) {
        let idle = matches!(self.merging.work, Work::Idle);
        match act {
            MergeAct::Choose(names) if idle && !names.is_empty() => {
                self.merging.done = None;
                self.merging.work = Work::Reading { names, at: 0 };
                self.read_next();
            }
            MergeAct::Drop(at) if idle && at < self.merging.files.len() => {
                self.merging.files.remove(at);
                self.merging.soon(Work::Comparing, &mut self.out);
            }
            MergeAct::Clear if idle => self.merging.clear(),
            MergeAct::Decide(at, choice) => {
                if let Some(slot) = self.merging.choices.get_mut(at) {
                    *slot = choice;
                }
            }
            MergeAct::Rule(rule) => {
                let conflicts = self.merging.plan.iter().flat_map(|plan| &plan.conflicts);
                self.merging.choices = conflicts.map(|conflict: &Conflict| Some(conflict.by(rule))).collect();
            }
            MergeAct::Carry if idle && self.merging.plan.is_some() => {
                if !self.is_stale() {
                    self.merging.soon(Work::Merging, &mut self.out);
                }
            }
            MergeAct::Read => self.merging.done = None,
            // Something is under way: the buttons wait for it.
            _ => return,
        }
        self.out.send(Effect::Merging);
    }

    /// Takes a file in that was read elsewhere, in the place of an earlier one of its name.
    pub(crate) fn hand_to_merge(&mut self, file: Chosen) {
        self.merging.done = None;
        self.merging.files.retain(|other| other.name != file.name);
        self.merging.files.push(file);
        // Files that are being read are compared with it at their end.
        if !matches!(self.merging.work, Work::Reading { .. }) {
            self.merging.soon(Work::Comparing, &mut self.out);
        }
        self.out.send(Effect::Merging);
        self.out.send(Effect::GoToMerge);
    }

    fn read_next(&mut self) {
        let Work::Reading { names, at } = &self.merging.work else { return };
        let at = *at;
        if at < names.len() {
            self.out.ask(Purpose::MergeRead, Scope::Ledger, |ticket| Effect::ReadToMerge { ticket, at });
        } else {
            self.merging.soon(Work::Comparing, &mut self.out);
        }
    }

    pub(crate) fn merge_answered(&mut self, purpose: &Purpose, answer: Answer) {
        // A file that was handed over meanwhile has everything compared once, before anything is merged.
        match (purpose, answer, &self.merging.work) {
            (Purpose::MergeRead, Answer::ToMerge(read), _) => self.merge_read(*read),
            (Purpose::MergePlan, Answer::Drawn(stamp), Work::Comparing) => self.look_at_merge(&stamp),
            (Purpose::Merge, Answer::Drawn(stamp), Work::Merging) => {
                self.merging.work = Work::Idle;
                // Another tab may have written meanwhile.
                if !self.is_stale() {
                    self.carry_out_merge(&stamp);
                }
            }
            _ => return,
        }
        self.out.send(Effect::Merging);
    }

    fn merge_read(&mut self, read: ReadIn) {
        let Work::Reading { names, at } = &mut self.merging.work else { return };
        let name = names.get(*at).cloned().unwrap_or_default();
        *at += 1;
        let file = self.chosen(name, read);
        self.merging.files.push(file);
        self.read_next();
    }

    fn chosen(&self, name: String, read: ReadIn) -> Chosen {
        let (bundle, edits, mut told) = match read {
            Ok(read) => read,
            Err(told) => return Chosen { name, told, source: None },
        };
        match Source::new(&name, self.journal().ledger(), bundle) {
            Ok((mut source, warnings)) => {
                source.journal.receive(edits, false);
                told.extend(warnings);
                Chosen { name, told, source: Some(source) }
            }
            Err(why) => Chosen { name, told: vec![why.to_string()], source: None },
        }
    }

    fn look_at_merge(&mut self, stamp: &Stamp) {
        let sources: Vec<Source> = self.merging.files.iter().filter_map(|file| file.source.clone()).collect();
        let journal = &self.open.journal;
        self.merging.planned = journal.entries().len();
        self.merging.plan = (!sources.is_empty()).then(|| Rc::new(plan(journal, &sources, stamp)));
        let count = self.merging.plan.as_ref().map_or(0, |plan| plan.conflicts.len());
        self.merging.choices = vec![None; count];
        self.merging.work = Work::Idle;
    }

    /// Whether the ledger has changed since it was looked at; then it is looked at anew, and the person told.
    fn is_stale(&mut self) -> bool {
        let stale = self.merging.planned != self.open.journal.entries().len();
        if stale {
            let told = "台账在比对之后又有修改，已重新比对。请核对后再按“合并”。";
            self.out.warn(told.to_owned(), Vec::new());
            self.merging.soon(Work::Comparing, &mut self.out);
        }
        stale
    }

    fn carry_out_merge(&mut self, stamp: &Stamp) {
        let Some(plan) = self.merging.plan.clone() else { return };
        let edits = match self.open.journal.merge(&plan, &self.merging.choices, stamp) {
            Ok(edits) => edits,
            Err(refusal) => {
                let why = describe::refusal(&EntityNames::of(&self.open.journal), None, &refusal);
                let told = format!("没有合并：{why}。台账没有改动，请核对后再试。");
                return self.out.warn(told, Vec::new());
            }
        };
        let step = edits.last().map(|edit| edit.step().clone());
        if edits.len() > self.merging.singly && self.local.is_open() {
            self.keep_whole(edits);
        } else {
            self.persist(&edits);
        }
        self.out.send(Effect::Redraw(Redraw::All));
        let words = self.merged_words(&plan);
        self.out.tell(format!("{words}。按“撤销”可整体撤回"));
        self.merging.clear();
        self.merging.done = step.map(|step| (words, step));
    }

    fn merged_words(&self, plan: &Plan) -> String {
        let decided = self.merging.choices.iter().flatten().count();
        let waiting = self.open.journal.waiting().len();
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
        words.join("，")
    }

    /// Has the browser keep many edits: each in the replica, and the merged ledger as it keeps an opened file. They are too
    /// many for its small store; and the file alone would be gone as soon as another one of the same ledger is opened.
    fn keep_whole(&mut self, edits: Vec<Edit>) {
        let bundle = self.open.bundle();
        let parts = edits.chunks(BATCH).rev();
        let left = parts.map(|part| part.iter().map(|edit| item(&bundle, edit)).collect()).collect();
        let opened = self.out.generation();
        self.keep_next(Whole { bundle, opened, edits, left, is_mirrored: false, asked: None });
    }

    fn keep_next(&mut self, mut whole: Whole) {
        let asked = if let Some(items) = whole.left.pop() {
            let ask = |ticket| Effect::WriteReplica { ticket, items };
            self.out.ask(Purpose::KeepWhole, Scope::Page, ask)
        } else if whole.opened == self.out.generation() {
            whole.is_mirrored = true;
            let written = self.sealed(|bundle| serde_json::to_vec(bundle).unwrap_or_default());
            let (bundle, written) = (whole.bundle.clone(), Some(written));
            let ask = |ticket| Effect::KeepFile { ticket, bundle, written };
            self.out.ask(Purpose::KeepWhole, Scope::Page, ask)
        } else {
            // Another ledger was opened, or another file of this one: no file can be made of what was merged any more.
            return self.end_whole(&whole, false);
        };
        whole.asked = Some((asked, self.out.wait(Purpose::KeepWhole, PATIENCE)));
        self.merging.wholes.push(whole);
    }

    /// A part of a large merge was kept, or not: then its edits are stored one by one after all.
    pub(crate) fn kept_whole(&mut self, ticket: Ticket, kept: bool) {
        let is_asked =
            |whole: &Whole| whole.asked.is_some_and(|(asked, timer)| asked == ticket || timer == ticket);
        let Some(at) = self.merging.wholes.iter().position(is_asked) else { return };
        let whole = self.merging.wholes.remove(at);
        if let Some((asked, timer)) = whole.asked {
            self.out.forget(asked);
            self.out.forget(timer);
        }
        if kept && !whole.is_mirrored {
            self.keep_next(whole);
        } else {
            self.end_whole(&whole, kept);
        }
    }

    fn end_whole(&mut self, whole: &Whole, kept: bool) {
        let bundle = &whole.bundle;
        if !kept || whole.opened != self.out.generation() {
            // Edits of a ledger that is not open any more wait for their store all the same.
            let items: Vec<Item> = whole.edits.iter().map(|edit| item(bundle, edit)).collect();
            self.replica.put(items.clone(), &mut self.out);
            self.local.put_edits(bundle, items, &mut self.out);
            if *bundle == self.open.bundle() {
                // Another file of it may lack them.
                self.receive(whole.edits.clone(), true);
            }
            return;
        }
        self.tabs.leave_out(whole.edits.iter().map(|edit| edit_key(bundle, &edit.id)));
        self.note_current(Some(bundle));
        self.out.send(Effect::FileIsBase);
        let texts = whole.edits.iter().map(ToString::to_string).collect();
        self.out.send(Effect::TellTabs { bundle: bundle.clone(), said: Said::Kept(texts) });
    }
}
