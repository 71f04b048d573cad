//! Files outside of the browser that ledgers are linked to: other programs replace them, writing fails half-way, one tab at
//! a time holds the lock.

use std::collections::{BTreeMap, VecDeque};

use ledger::Id;
use session::{Answer, Content, Effect, FileLook, FileRef, KeptLink, LinkFault, Stand, Ticket};

use crate::ledgers::{File, act, fresh, id, stamp};
use crate::random::Random;

/// A value that no edit tells of.
const SILENT: &str = "无记录";

/// Who wrote a file last, and whether a page may write over it without a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrote {
    /// A page, or nobody: it is empty.
    Page,
    /// Somebody else, the same ledger with edits of their own.
    Others,
    /// Another program: another ledger, something that is no ledger, or values that no edit tells of.
    Foreign,
}

#[derive(Debug, Clone)]
struct OnDisk {
    text: String,
    modified: i64,
    wrote: Wrote,
}

/// A request of a tab.
type Asked = (usize, Ticket, Effect);

/// The files, and what the browser notes of them.
#[derive(Debug)]
pub struct Disk {
    files: Vec<OnDisk>,
    notes: BTreeMap<Id, (FileRef, Option<Stand>)>,
    asked: Vec<Asked>,
    locks: BTreeMap<Id, VecDeque<(usize, Ticket)>>,
    /// Chance of its own, so that a life without linked files does not depend on them.
    pub random: Random,
    /// Whether anything is linked in this life.
    pub is_used: bool,
    writes: i64,
}

/// What a tab hears.
pub type Heard = (usize, Ticket, Answer);

impl Disk {
    /// Without files.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed ^ 0x5eed_f11e);
        let is_used = random.one_in(3);
        Self {
            files: Vec::new(),
            notes: BTreeMap::new(),
            asked: Vec::new(),
            locks: BTreeMap::new(),
            random,
            is_used,
            writes: 0,
        }
    }

    fn stand(&self, file: FileRef) -> Stand {
        let on_disk = self.file(file);
        Stand { modified: on_disk.modified, size: on_disk.text.len() as u64 }
    }

    fn file(&self, file: FileRef) -> &OnDisk {
        let at = usize::try_from(file.0).unwrap_or(usize::MAX);
        self.files.get(at).unwrap_or_else(|| panic!("there is no file {at}"))
    }

    fn put(&mut self, file: FileRef, text: String, wrote: Wrote) {
        self.writes += 1;
        let at = usize::try_from(file.0).unwrap_or(usize::MAX);
        self.files[at] = OnDisk { text, modified: self.writes, wrote };
    }

    /// A person chooses a file, a new one or one that is there.
    pub fn choose(&mut self) -> (KeptLink, FileLook) {
        let which = self.random.below(self.files.len() + 1);
        if which == self.files.len() {
            self.writes += 1;
            self.files.push(OnDisk { text: String::new(), modified: self.writes, wrote: Wrote::Page });
        }
        let file = FileRef(which as u64);
        let may_write = !self.random.one_in(8);
        let look = FileLook { may_write, stand: Ok(self.stand(file)), noted: None };
        (KeptLink { file, name: format!("{which}.json") }, look)
    }

    /// Another program replaces a file. Gives edits of somebody else that are in it now, with their ledger.
    pub fn replace(&mut self, at: ledger::date::Moment) -> Option<(Id, Vec<journal::Edit>)> {
        if self.files.is_empty() {
            return None;
        }
        let file = FileRef(self.random.below(self.files.len()) as u64);
        let text = match self.random.below(6) {
            0 => "这不是台账".to_owned(),
            1 => fresh("x").text(),
            2 => fresh("b").text().replace("\"id\":\"m1\"", &format!("\"id\":\"m1\",\"owner\":\"{SILENT}\"")),
            _ => {
                let old = self.file(file);
                let base = if old.wrote == Wrote::Foreign || old.text.is_empty() {
                    fresh("b").text()
                } else {
                    old.text.clone()
                };
                let mut journal = journal::Journal::clone(&File::read(base.as_bytes()).0);
                let name = id(&format!("y{}", self.random.below(1_000_000_000)));
                let (edits, _) = act(&mut journal, &mut self.random, &stamp(&name, at)).ok()?;
                let bundle = journal.ledger().bundle().id.clone();
                let text = journal.sealed(|bundle| serde_json::to_string(bundle).unwrap_or_default());
                self.put(file, text, Wrote::Others);
                return Some((bundle, edits));
            }
        };
        self.put(file, text, Wrote::Foreign);
        None
    }

    /// Takes an effect of the linked file in. Gives what is answered at once.
    pub fn ask(&mut self, tab: usize, effect: Effect) -> Option<(Ticket, Answer)> {
        match effect {
            Effect::RecallLink { ticket, ref bundle } if !self.notes.contains_key(bundle) => {
                return Some((ticket, Answer::Link(None)));
            }
            Effect::RecallLink { ticket, .. }
            | Effect::LookAtFile { ticket, .. }
            | Effect::ReadLinked { ticket, .. }
            | Effect::WriteLinked { ticket, .. } => self.asked.push((tab, ticket, effect)),
            Effect::NoteLink { bundle, file, stand } => {
                self.notes.insert(bundle, (file, stand));
            }
            Effect::ForgetLink(bundle) => {
                self.notes.remove(&bundle);
            }
            other => panic!("no effect of a file: {other:?}"),
        }
        None
    }

    /// A tab wants the lock of a ledger's file. Gives who has it now.
    pub fn lock(&mut self, tab: usize, ticket: Ticket, bundle: &Id) -> Option<Heard> {
        let queue = self.locks.entry(bundle.clone()).or_default();
        queue.push_back((tab, ticket));
        (queue.len() == 1).then_some((tab, ticket, Answer::Locked))
    }

    /// Tabs, or one request of one, let a lock go. Gives who has one now.
    pub fn unlock(&mut self, goes: impl Fn(usize, Ticket) -> bool) -> Vec<Heard> {
        let mut granted = Vec::new();
        for queue in self.locks.values_mut() {
            let before = queue.front().copied();
            queue.retain(|(tab, ticket)| !goes(*tab, *ticket));
            let now = queue.front().copied();
            if let Some((tab, ticket)) = now.filter(|_| now != before) {
                granted.push((tab, ticket, Answer::Locked));
            }
        }
        granted
    }

    /// A tab is gone, or all of them.
    pub fn drop_tab(&mut self, gone: impl Fn(usize) -> bool) -> Vec<Heard> {
        self.asked.retain(|(tab, ..)| !gone(*tab));
        self.unlock(|tab, _| gone(tab))
    }

    /// Whether a request waits.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.asked.is_empty()
    }

    /// One request is done. Gives the answer, and the mark of what the file holds where that is known to a page now.
    pub fn step(&mut self, honest: bool) -> Option<(Heard, Option<String>)> {
        if self.asked.is_empty() {
            return None;
        }
        let which = self.random.below(self.asked.len());
        let (tab, ticket, effect) = self.asked.swap_remove(which);
        let fails = !honest && self.random.one_in(8);
        let mut mark = None;
        let answer = match effect {
            Effect::RecallLink { bundle, .. } => Answer::Link(
                self.notes
                    .get(&bundle)
                    .map(|(file, _)| KeptLink { file: *file, name: format!("{}.json", file.0) }),
            ),
            Effect::LookAtFile { file, bundle, .. } => {
                let noted = self.notes.get(&bundle).and_then(|(_, stand)| *stand);
                Answer::FileStands(FileLook { may_write: !fails, stand: Ok(self.stand(file)), noted })
            }
            Effect::ReadLinked { .. } if fails => Answer::FileHolds(Err(LinkFault::Missing)),
            Effect::ReadLinked { file, .. } => {
                let content = self.content(file);
                if let Content::Ledger { bundle, .. } = &content {
                    mark = journal::Journal::open(*bundle.clone()).ok().map(|j| j.mark().to_string());
                }
                Answer::FileHolds(Ok((content, self.stand(file))))
            }
            Effect::WriteLinked { .. } if fails => Answer::FilePut(Err(LinkFault::Full)),
            Effect::WriteLinked { file, known, .. } if known != self.stand(file) => {
                Answer::FilePut(Err(LinkFault::Changed))
            }
            Effect::WriteLinked { file, parts, .. } => {
                let text = parts.concat();
                self.assert_nothing_is_lost(file, &text);
                mark = Some(File::read(text.as_bytes()).0.mark().to_string());
                self.put(file, text, Wrote::Page);
                Answer::FilePut(Ok(self.stand(file)))
            }
            other => panic!("no request: {other:?}"),
        };
        Some(((tab, ticket, answer), mark))
    }

    fn content(&self, file: FileRef) -> Content {
        match serde_json::from_str(&self.file(file).text) {
            Ok(bundle) => Content::Ledger { bundle: Box::new(bundle), rescued: Vec::new(), unreadable: 0 },
            Err(why) => Content::Unreadable(vec![why.to_string()]),
        }
    }

    /// What is written over a file holds every edit that was in it; what no edit tells of is never written over.
    fn assert_nothing_is_lost(&self, file: FileRef, text: &str) {
        let old = self.file(file);
        if old.text.is_empty() {
            return;
        }
        if old.wrote == Wrote::Foreign {
            // Unless a person merged it: then the value is in the ledger, or in its history.
            assert!(
                old.text.contains(SILENT) && text.contains(SILENT),
                "a page writes over what it cannot know"
            );
        }
        let (old, new) = (File::read(old.text.as_bytes()), File::read(text.as_bytes()));
        assert_eq!(old.bundle(), new.bundle(), "a page writes over another ledger");
        for entry in old.0.entries() {
            assert!(new.0.knows(&entry.edit.id), "a page writes over {} and has it not", entry.edit.id);
        }
    }

    /// What is said of the file is so: it holds what the tab knows.
    pub fn assert_holds(&self, file: FileRef, journal: &journal::Journal) {
        let on_disk = self.file(file);
        if on_disk.wrote == Wrote::Page {
            let there = File::read(on_disk.text.as_bytes());
            assert_eq!(there.0.mark(), journal.mark(), "已是最新 is said of a file that is not");
        }
    }
}

/// Whether an effect is there for the linked file alone.
#[must_use]
pub fn is_of_file(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::RecallLink { .. }
            | Effect::NoteLink { .. }
            | Effect::ForgetLink(_)
            | Effect::LookAtFile { .. }
            | Effect::ReadLinked { .. }
            | Effect::WriteLinked { .. }
            | Effect::LockFile { .. }
            | Effect::UnlockFile(_)
            | Effect::Link { .. }
            | Effect::ReadToMerge { .. }
            | Effect::Draw { .. }
            | Effect::Merging
            | Effect::GoToMerge
            | Effect::FileIsBase
    )
}
