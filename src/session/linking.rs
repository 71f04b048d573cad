//! The linked file: it is written soon after each change, one tab at a time, and only where this page knows what it holds.
//! Whatever stands in the way is said. Nothing is overwritten that this page did not write or read.

use std::time::Duration;

use formats::json::export_chunks;
use journal::auto_merge::{AutoMerge, absorb};
use journal::merge::Source;
use journal::{Fingerprint, Op};
use ledger::{Bundle, Id};

use crate::event::{Answer, Effect, Ticket};
use crate::exported::Exported;
use crate::linked_file::{Content, FileLook, FileRef, KeptLink, LinkFault, LinkState, Stand};
use crate::merging::Chosen;
use crate::outbox::{Purpose, Scope};
use crate::session::Session;

/// How long the page waits for more before it writes.
const PAUSE: Duration = Duration::from_millis(1500);

/// A linked file.
#[derive(Debug)]
struct Link {
    file: FileRef,
    name: String,
    /// How it stood when this page wrote or read it last; `None`: never.
    stand: Option<Stand>,
    /// What it held then.
    holds: Option<Fingerprint>,
    /// How it stood when it was handed to 合并, and how many merges of it there had been.
    handed: Option<(Stand, usize)>,
}

/// A ledger on its way into a file.
#[derive(Debug)]
struct Write {
    lock: Ticket,
    asked: Ticket,
    bundle: Id,
    file: FileRef,
    exported: Exported,
    mark: Fingerprint,
}

/// What is being done with the file.
#[derive(Debug)]
enum Work {
    /// Nothing.
    Rest,
    /// Another tab may be at it. With `take_in`, a person asked to take in what it holds.
    Locking { lock: Ticket, take_in: bool },
    /// It is looked whether it stands as it was left.
    Looking { lock: Ticket, asked: Ticket },
    /// What it holds is read.
    Reading { lock: Ticket, asked: Ticket, take_in: bool },
    /// It is written.
    Writing(Write),
}

/// The file of the open ledger.
#[derive(Debug)]
pub(crate) struct Linking {
    link: Option<Link>,
    state: LinkState,
    work: Work,
    /// Asked for while another work was under way; whether by a person who wants what it holds taken in.
    again: Option<bool>,
    pause: Option<Ticket>,
    /// The question which file was linked, until a person chooses another one.
    recall: Option<Ticket>,
    /// The edits that were known when it was last looked whether there is something to write.
    seen: Fingerprint,
    /// Writes of ledgers that are not open any more, or of files that are not linked any more.
    left: Vec<Write>,
}

impl Default for Linking {
    fn default() -> Self {
        Self {
            link: None,
            state: LinkState::None,
            work: Work::Rest,
            again: None,
            pause: None,
            recall: None,
            seen: Fingerprint::default(),
            left: Vec::new(),
        }
    }
}

/// What is asked of a session about the linked file.
impl Session {
    /// How it stands with the linked file.
    #[must_use]
    pub fn link_state(&self) -> &LinkState {
        &self.linking.state
    }

    /// The linked file of the open ledger.
    #[must_use]
    pub fn linked_file(&self) -> Option<FileRef> {
        self.linking.link.as_ref().map(|link| link.file)
    }
}

impl Session {
    /// Asks which file the open ledger was linked to. What was done with another one comes to its end.
    pub(crate) fn recall_link(&mut self) {
        self.put_link(None);
        let bundle = self.open.bundle();
        let ask = |ticket| Effect::RecallLink { ticket, bundle };
        self.linking.recall = Some(self.out.ask(Purpose::LinkRecall, Scope::Ledger, ask));
    }

    /// A person chose a file for a ledger, which may not be the open one any more.
    pub(crate) fn file_chosen(&mut self, bundle: &Id, link: KeptLink, look: FileLook) {
        if self.open.bundle() != *bundle {
            return;
        }
        let KeptLink { file, name } = link;
        // What a file holds already is somebody's work: it is taken in before anything is written.
        let empty = look.stand.ok().filter(|stand| stand.size == 0);
        self.put_link(Some(Link { file, name, stand: empty, holds: None, handed: None }));
        self.out.send(Effect::NoteLink { bundle: bundle.clone(), file, stand: empty });
        if !look.may_write {
            self.say_link(LinkState::Permission);
        } else if empty.is_some() {
            self.begin_link(false);
        } else {
            self.say_link(LinkState::Changed);
        }
    }

    /// Links no file any more. The file stays.
    pub(crate) fn unlink(&mut self) {
        self.put_link(None);
        self.out.send(Effect::ForgetLink(self.open.bundle()));
    }

    fn put_link(&mut self, link: Option<Link>) {
        let linking = &mut self.linking;
        match std::mem::replace(&mut linking.work, Work::Rest) {
            Work::Rest => {}
            Work::Writing(write) => linking.left.push(write),
            Work::Locking { lock, .. } => {
                self.out.forget(lock);
                self.out.send(Effect::UnlockFile(lock));
            }
            Work::Looking { lock, asked } | Work::Reading { lock, asked, .. } => {
                self.out.forget(asked);
                self.out.send(Effect::UnlockFile(lock));
            }
        }
        linking.again = None;
        for ticket in [linking.pause.take(), linking.recall.take()].into_iter().flatten() {
            self.out.forget(ticket);
        }
        linking.link = link;
        self.say_link(LinkState::None);
    }

    pub(crate) fn say_link(&mut self, state: LinkState) {
        let linking = &mut self.linking;
        let name = linking.link.as_ref().map(|link| link.name.clone()).unwrap_or_default();
        let is_new = linking.state != state;
        linking.state = state.clone();
        if state.is_trouble() && is_new {
            let words = state.words(&name);
            self.out
                .warn(format!("关联文件：{words}。修改仍保存在浏览器中，请到“本机台账”处理。"), Vec::new());
        }
        self.out.send(Effect::Link { name, state });
    }

    /// Looks after every event whether there is something new to write.
    pub(crate) fn follow_link(&mut self) {
        let mark = self.open.journal.mark();
        if std::mem::replace(&mut self.linking.seen, mark) != mark {
            self.write_soon();
        }
    }

    fn write_soon(&mut self) {
        if self.linking.pause.is_none() && self.is_behind() {
            self.linking.pause = Some(self.out.wait(Purpose::LinkPause, PAUSE));
        }
    }

    /// Whether the linked file lacks something.
    fn is_behind(&self) -> bool {
        let is_so = matches!(self.linking.state, LinkState::UpToDate(_));
        self.linking.link.as_ref().is_some_and(|link| !is_so || link.holds != Some(self.open.journal.mark()))
    }

    fn pause_ended(&mut self) {
        self.linking.pause = None;
        // What waits for a person is not looked at again with every edit.
        if self.linking.state != LinkState::Asks && self.is_behind() {
            self.begin_link(false);
        }
    }

    /// Begins to write the file, or to take in what it holds, as soon as no other tab is at it.
    pub(crate) fn begin_link(&mut self, take_in: bool) {
        if self.linking.link.is_none() {
            return;
        }
        if !matches!(self.linking.work, Work::Rest) {
            self.linking.again = Some(take_in || self.linking.again.unwrap_or_default());
            return;
        }
        let bundle = self.open.bundle();
        self.out.send(Effect::AskTime);
        let ask = |ticket| Effect::LockFile { ticket, bundle };
        let lock = self.out.ask(Purpose::LinkLock, Scope::Page, ask);
        self.linking.work = Work::Locking { lock, take_in };
    }

    /// The work with the file is done.
    fn rest_link(&mut self) {
        let lock = match std::mem::replace(&mut self.linking.work, Work::Rest) {
            Work::Rest => None,
            Work::Locking { lock, .. } | Work::Looking { lock, .. } | Work::Reading { lock, .. } => {
                Some(lock)
            }
            Work::Writing(write) => Some(write.lock),
        };
        if let Some(lock) = lock {
            self.out.send(Effect::UnlockFile(lock));
        }
        if let Some(take_in) = self.linking.again.take() {
            self.begin_link(take_in);
        }
    }

    fn end_link(&mut self, state: LinkState) {
        self.say_link(state);
        self.rest_link();
    }

    /// Answers that the linked file waits for.
    pub(crate) fn link_answered(&mut self, ticket: Ticket, purpose: &Purpose, answer: Answer) {
        match (purpose, answer) {
            (Purpose::LinkRecall, Answer::Link(Some(KeptLink { file, name }))) => {
                self.linking.link = Some(Link { file, name, stand: None, holds: None, handed: None });
                self.write_soon();
            }
            (Purpose::LinkPause, _) => self.pause_ended(),
            (Purpose::LinkLock, Answer::Locked) => self.link_locked(),
            (Purpose::LinkLook, Answer::FileStands(look)) => self.link_looked(look),
            (Purpose::LinkRead, Answer::FileHolds(Ok((content, stand)))) => self.link_read(content, stand),
            (Purpose::LinkRead, Answer::FileHolds(Err(fault))) => self.end_link(fault.into()),
            (Purpose::LinkWrite, Answer::FilePut(result)) => self.link_written(ticket, result),
            // An answer of another kind than was asked for is no answer.
            _ => {}
        }
    }

    fn link_locked(&mut self) {
        let (Work::Locking { lock, take_in }, Some(link)) = (&self.linking.work, &self.linking.link) else {
            return;
        };
        let (lock, take_in, file) = (*lock, *take_in, link.file);
        if take_in {
            return self.read_link(lock, file, true);
        }
        let bundle = self.open.bundle();
        let ask = |ticket| Effect::LookAtFile { ticket, file, bundle };
        let asked = self.out.ask(Purpose::LinkLook, Scope::Page, ask);
        self.linking.work = Work::Looking { lock, asked };
    }

    fn read_link(&mut self, lock: Ticket, file: FileRef, take_in: bool) {
        let ask = |ticket| Effect::ReadLinked { ticket, file };
        let asked = self.out.ask(Purpose::LinkRead, Scope::Page, ask);
        self.linking.work = Work::Reading { lock, asked, take_in };
    }

    fn link_looked(&mut self, found: FileLook) {
        let (Work::Looking { lock, .. }, Some(link)) = (&self.linking.work, &self.linking.link) else {
            return;
        };
        let (lock, file, known) = (*lock, link.file, link.stand);
        if !found.may_write {
            return self.end_link(LinkState::Permission);
        }
        match found.stand {
            Err(fault) => self.end_link(fault.into()),
            // An empty one holds nothing that could be lost.
            Ok(now) if known == Some(now) || now.size == 0 => self.write_link(now),
            // Another tab of this browser may have written it, or this one before it was loaded anew: it noted how it left it.
            Ok(now) if found.noted == Some(now) => self.read_link(lock, file, false),
            Ok(_) => self.end_link(LinkState::Changed),
        }
    }

    fn link_read(&mut self, content: Content, stand: Stand) {
        let (Work::Reading { take_in, .. }, Some(link)) = (&self.linking.work, &self.linking.link) else {
            return;
        };
        let (take_in, name, handed) = (*take_in, link.name.clone(), link.handed);
        let taken = match self.taken_from_file(&name, content) {
            Ok(taken) => taken,
            Err(why) => return self.end_link(LinkState::Failed(why)),
        };
        let Taken { found, source, told, is_rescue } = taken;
        let (merges, of_file) = (self.merges_of(&name), source.journal.mark());
        let is_merged = handed.is_some_and(|(then, before)| then == stand && merges > before);
        if !is_merged && (found.asks || is_rescue || !told.is_empty()) {
            if !take_in {
                return self.end_link(LinkState::Changed);
            }
            if let Some(link) = &mut self.linking.link {
                link.handed = Some((stand, merges));
            }
            self.hand_to_merge(Chosen { name, told, source: Some(source) });
            return self.end_link(LinkState::Asks);
        }
        let refused = self.take_in_others(found.edits);
        self.tell_taken_in(refused);
        // The file may have held more than the page, which knows it all now.
        if of_file == self.open.journal.mark() && !found.asks {
            let (mark, exported) = (self.open.journal.mark(), Exported::now(&self.open.journal, self.now));
            self.link_holds(stand, mark);
            self.file_written(exported);
            return self.rest_link();
        }
        self.write_link(stand);
    }

    /// What taking a file in would bring; or why it must not be written.
    fn taken_from_file(&self, name: &str, content: Content) -> Result<Taken, String> {
        let (bundle, rescued, unreadable) = match content {
            Content::Ledger { bundle, rescued, unreadable } => (*bundle, rescued, unreadable),
            Content::Unreadable(why) => return Err(why.join("；")),
        };
        if bundle.id != self.open.bundle() {
            return Err(format!("其中是另一本台账（{}）", bundle.id));
        }
        let (mut source, told) =
            Source::new(name, self.open.journal.ledger(), bundle).map_err(|why| why.to_string())?;
        let is_rescue = !rescued.is_empty();
        source.journal.receive(rescued, false);
        let found = absorb(&self.open.journal, &source);
        let unread = found.unread + unreadable;
        if unread > 0 {
            return Err(format!(
                "其中有 {unread} 条变更本页读不懂（可能来自新版本），写入会丢掉它们，请改关联另一个文件"
            ));
        }
        if found.unknown.count > 0 {
            return Err(format!(
                "其中有 {} 处本页不认识的内容（如{}，可能来自新版本），写入会丢掉它们，请改关联另一个文件",
                found.unknown.count, found.unknown.first
            ));
        }
        Ok(Taken { found, source, told, is_rescue })
    }

    /// How many merges of a file of this name hold.
    fn merges_of(&self, name: &str) -> usize {
        let entries = self.open.journal.entries().iter();
        let of = entries.filter_map(|entry| match &entry.edit.op {
            Op::Merge { files, holds, .. } if files.iter().any(|file| file == name) => Some(*holds),
            _ => None,
        });
        let (made, taken_back): (Vec<bool>, Vec<bool>) = of.partition(|holds| *holds);
        made.len().saturating_sub(taken_back.len())
    }

    /// Writes the open ledger into the file, where it still stands like this.
    fn write_link(&mut self, known: Stand) {
        let (Work::Looking { lock, .. } | Work::Reading { lock, .. }, Some(link)) =
            (&self.linking.work, &self.linking.link)
        else {
            return;
        };
        let (lock, file) = (*lock, link.file);
        self.say_link(LinkState::Writing);
        let (mark, exported) = (self.open.journal.mark(), Exported::now(&self.open.journal, self.now));
        let parts = self.open.journal.sealed(|bundle: &Bundle| export_chunks(bundle).collect::<Vec<_>>());
        let ask = |ticket| Effect::WriteLinked { ticket, file, known, parts };
        let asked = self.out.ask(Purpose::LinkWrite, Scope::Page, ask);
        let bundle = self.open.bundle();
        self.linking.work = Work::Writing(Write { lock, asked, bundle, file, exported, mark });
    }

    fn link_written(&mut self, ticket: Ticket, result: Result<Stand, LinkFault>) {
        if let Work::Writing(write) = &self.linking.work
            && write.asked == ticket
        {
            let (mark, exported) = (write.mark, write.exported.clone());
            match result {
                Ok(stand) => {
                    self.link_holds(stand, mark);
                    self.file_written(exported);
                    self.rest_link();
                    self.write_soon();
                }
                Err(fault) => self.end_link(fault.into()),
            }
        } else if let Some(at) = self.linking.left.iter().position(|write| write.asked == ticket) {
            let write = self.linking.left.swap_remove(at);
            if let Ok(stand) = result {
                // Not over a new link of the open ledger.
                if write.bundle != self.open.bundle() {
                    let (bundle, file) = (write.bundle, write.file);
                    self.out.send(Effect::NoteLink { bundle, file, stand: Some(stand) });
                }
                self.file_written(write.exported);
            }
            self.out.send(Effect::UnlockFile(write.lock));
        }
    }

    /// The file holds everything and stands like this.
    fn link_holds(&mut self, stand: Stand, mark: Fingerprint) {
        let Some(link) = &mut self.linking.link else { return };
        (link.stand, link.holds, link.handed) = (Some(stand), Some(mark), None);
        let file = link.file;
        self.out.send(Effect::NoteLink { bundle: self.open.bundle(), file, stand: Some(stand) });
        self.say_link(LinkState::UpToDate(self.now.minute_text()));
    }
}

/// What a file brings.
struct Taken {
    found: AutoMerge,
    source: Source,
    told: Vec<String>,
    /// Whether it is a rescue file.
    is_rescue: bool,
}
