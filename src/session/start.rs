//! The start of a page, the way back to the ledger that was open, and how one is put in the place of another.

use std::collections::HashSet;
use std::time::Duration;

use formats::json::keys::{edits_of, is_edit_of, setting_key};
use journal::Edit;
use ledger::Id;
use ledger::date::Moment;

use crate::event::{Answer, Arrival, Effect, Item, ItemKind, KeptFile};
use crate::exported::{ExportState, Exported, exported_setting};
use crate::opening::{Current, Origin, Phase};
use crate::outbox::{Purpose, Scope};
use crate::session::{Session, WOULD_LOSE, edits_among, edits_in, replay};
use crate::settings::{PERSON, Person, name_of};

/// How long the page waits for the replica to say what was open, before it believes localStorage.
const NOTE_PATIENCE: Duration = Duration::from_millis(1500);
/// How long the browser may take to give a file back, or to keep one: it may be large, on a slow disk.
pub(crate) const FILE_PATIENCE: Duration = Duration::from_secs(30);
/// What is shown where the ledger that was open cannot be.
const SHOWN: &str = "现在显示页面自带的台账";

impl Session {
    pub(crate) fn start(&mut self, stores: bool, tab_note: Option<&str>, now: Moment) {
        self.clock(now);
        if !stores {
            self.phase = Phase::Working;
            self.out.send(Effect::Ready);
            self.recall_link();
            return;
        }
        self.local.open();
        self.phase = Phase::ReadingLocal { tab_note: tab_note.map(str::to_owned) };
        let prefixes = vec![setting_key(""), edits_of(&self.open.own)];
        self.out.ask(Purpose::StartLocal, Scope::Page, |ticket| Effect::ReadLocal { ticket, prefixes });
    }

    /// Answers that opening waits for.
    pub(crate) fn opening_answered(&mut self, purpose: Purpose, answer: Answer) {
        match (purpose, answer) {
            (Purpose::StartLocal, Answer::Read(read)) => self.local_read(read.unwrap_or_default()),
            (Purpose::StartSettings, Answer::Read(read)) => self.replica_said(read),
            (Purpose::StartPatience, _) => self.waited_for_replica(),
            (Purpose::RestoreFile, Answer::File(file)) => self.file_read(file),
            (Purpose::RestorePatience, _) => {
                self.file_read(KeptFile::Failed("浏览器一直没有回应".to_owned()));
            }
            (Purpose::KeepFile, Answer::Written(result)) => self.file_kept(result),
            (Purpose::KeepPatience, _) => self.file_kept(Err("浏览器一直没有回应".to_owned())),
            (Purpose::StoredEdits, Answer::Read(read)) => self.placed(read.unwrap_or_default()),
            // An answer of another kind than was asked for is no answer.
            _ => {}
        }
    }

    fn local_read(&mut self, found: Vec<(String, String)>) {
        if !matches!(self.phase, Phase::ReadingLocal { .. }) {
            return;
        }
        for (key, text) in &found {
            if let Some(name) = name_of(key) {
                self.settings.hear(name, text);
            }
        }
        self.show_person();
        let (edits, unreadable) = edits_in(edits_among(found, &self.open.own.clone()));
        let refused = replay(&mut self.open.journal, edits);
        self.note_exports();
        self.tell_replayed(refused, &unreadable);
        let Phase::ReadingLocal { tab_note } = self.phase.end() else { return };
        // `null` is the page's own ledger; what cannot be read is no note.
        let note = tab_note.and_then(|text| serde_json::from_str::<Option<Current>>(&text).ok());
        if let Some(note) = note {
            return self.go_back_to(note);
        }
        let prefixes = vec![setting_key("")];
        let ask = |ticket| Effect::ReadReplica { ticket, prefixes };
        self.out.ask(Purpose::StartSettings, Scope::Page, ask);
        let timer = self.out.wait(Purpose::StartPatience, NOTE_PATIENCE);
        self.phase = Phase::AskingReplica { timer };
    }

    fn replica_said(&mut self, read: Result<Vec<(String, String)>, String>) {
        // After the page has waited long enough, the comparison takes what is in here.
        let Phase::AskingReplica { timer } = self.phase else { return };
        self.out.forget(timer);
        if let Ok(found) = read {
            for (key, text) in found {
                if let Some(name) = name_of(&key) {
                    self.settings.hear_replica(name, &text);
                }
            }
            self.settings.replica_is_heard();
        }
        self.show_person();
        self.note_exports();
        self.go_back_to(self.current());
    }

    fn waited_for_replica(&mut self) {
        if matches!(self.phase, Phase::AskingReplica { .. }) {
            self.began_blind = true;
            self.go_back_to(self.current());
        }
    }

    /// What is known by now of the last export of the open ledger.
    pub(crate) fn note_exports(&mut self) {
        let bundle = self.open.bundle();
        let before = self.settings.get::<Exported>(&exported_setting(&bundle));
        self.export = ExportState::of(&self.open.journal, before.map(|before| Exported { bundle, ..before }));
    }

    fn show_person(&mut self) {
        if let Some(person) = self.settings.get::<Person>(PERSON) {
            self.out.send(Effect::Person(person));
        }
    }

    fn go_back_to(&mut self, current: Option<Current>) {
        let Some(current) = current else { return self.ready() };
        let bundle = current.bundle.clone();
        let ask = |ticket| Effect::ReadFile { ticket, bundle };
        let asked = self.out.ask(Purpose::RestoreFile, Scope::Ledger, ask);
        let timer = self.out.wait(Purpose::RestorePatience, FILE_PATIENCE);
        self.phase = Phase::Restoring { current, asked, timer };
    }

    fn file_read(&mut self, file: KeptFile) {
        if !matches!(self.phase, Phase::Restoring { .. }) {
            return;
        }
        let Phase::Restoring { current, asked, timer } = self.phase.end() else { return };
        self.out.forget(asked);
        self.out.forget(timer);
        let id = current.bundle;
        match file {
            KeptFile::Found(arrival) if current.base.as_ref().is_some_and(|b| *b != *self.open.own_digest) => {
                self.renewed(&arrival);
            }
            KeptFile::Found(arrival) => {
                if id == self.open.own && current.base.is_none() {
                    // A note of an earlier version does not tell what stood for the page's ledger then.
                    self.note_current(Some(&id));
                }
                return self.place(arrival, Origin::Restored);
            }
            KeptFile::Missing => self.out.warn(
                format!(
                    "浏览器没有留下上次打开的台账 {id}，{SHOWN}；请重新打开那个文件，本机保存的修改会自动接上。"
                ),
                Vec::new(),
            ),
            KeptFile::Failed(why) => self.out.warn(
                format!("浏览器读不出上次打开的台账 {id}（{why}），{SHOWN}；请重新打开那个文件。"),
                Vec::new(),
            ),
            KeptFile::Unreadable(problems) => {
                self.out.warn(format!("上次打开的台账 {id} 读不出来，{SHOWN}。原因："), problems);
            }
        }
        self.ready();
    }

    /// The page's own ledger was renewed since the file was opened: it is shown, with what the file knows besides.
    fn renewed(&mut self, arrival: &Arrival) {
        self.note_current(None);
        let edits: Vec<Edit> = arrival.journal.entries().iter().map(|entry| entry.edit.clone()).collect();
        let refused = self.take_in_others(edits);
        self.tell_replayed(refused, &[]);
        self.out.warn(
            "页面自带的台账在上次打开文件之后更新过，现在显示更新后的台账，上次文件中有记录的修改已接到它上面。如果要用的是上次的文件，请再打开一次。"
                .to_owned(),
            Vec::new(),
        );
    }

    fn ready(&mut self) {
        self.phase = Phase::Working;
        self.out.send(Effect::Ready);
        self.recall_link();
        self.compare();
    }

    fn file_kept(&mut self, result: Result<(), String>) {
        if !matches!(self.phase, Phase::Keeping { .. }) {
            return;
        }
        let Phase::Keeping { arrival, asked, timer } = self.phase.end() else { return };
        self.out.forget(asked);
        self.out.forget(timer);
        // Edits can have been made since it was asked for.
        if self.would_lose() {
            return self.refuse(&arrival.name, WOULD_LOSE);
        }
        match &result {
            Ok(()) => self.note_current(Some(&arrival.journal.ledger().bundle().id.clone())),
            Err(why) => self.out.warn(
                format!(
                    "浏览器没有空间记住打开的文件（{why}）：重新打开页面后，请再打开一次 {}；所做的修改仍然逐条保存。",
                    arrival.name
                ),
                Vec::new(),
            ),
        }
        self.place(arrival, Origin::Opened(result));
    }

    /// Puts a ledger in the place of the open one, as soon as its stored edits are read.
    pub(crate) fn place(&mut self, arrival: Box<Arrival>, origin: Origin) {
        let prefixes = vec![edits_of(&arrival.journal.ledger().bundle().id)];
        self.phase = Phase::Placing(arrival, origin);
        if self.local.is_open() {
            let ask = |ticket| Effect::ReadLocal { ticket, prefixes };
            self.out.ask(Purpose::StoredEdits, Scope::Ledger, ask);
        } else {
            self.placed(Vec::new());
        }
    }

    fn placed(&mut self, found: Vec<(String, String)>) {
        if !matches!(self.phase, Phase::Placing(..)) {
            return;
        }
        let Phase::Placing(arrival, origin) = self.phase.end() else { return };
        let Arrival { name, mut journal, rescued, oddities, .. } = *arrival;
        let bundle = journal.ledger().bundle().id.clone();
        let (on_the_way, cleared) = self.on_the_way(&bundle, &found);
        let mut texts = edits_among(found, &bundle);
        texts.extend(on_the_way);
        let (edits, unreadable) = edits_in(texts);
        let refused = replay(&mut journal, edits);
        let findings = &journal.ledger().bundle().findings;
        let measures: usize = findings.iter().map(|finding| finding.measures.len()).sum();
        let news = format!("已打开 {name}：{} 个问题，{measures} 条措施", findings.len());
        self.replace(journal, origin == Origin::Opened(Ok(())));
        self.local.put_edits(&bundle, cleared, &mut self.out);
        // A rescue file is opened once; from then on its edits are this browser's own.
        self.persist(&rescued);
        self.tell_replayed(refused, &unreadable);
        if !oddities.is_empty() {
            self.out.warn(
                format!("已打开 {name}，其中 {} 类与常见写法不同之处，已原样保留：", oddities.len()),
                oddities,
            );
        }
        self.out.tell(news);
        if origin == Origin::Restored {
            self.ready();
        } else {
            self.recall_link();
            self.compare();
        }
    }

    /// Edits of a ledger that are on their way into the stores, as texts, whichever of them lacks them; and those that
    /// another page took out of localStorage while another ledger was open.
    fn on_the_way(&self, bundle: &Id, found: &[(String, String)]) -> (Vec<String>, Vec<Item>) {
        let is_meant = |item: &&Item| item.kind == ItemKind::Edit && is_edit_of(&item.key, bundle);
        let for_local: Vec<&Item> = self.local.edits().filter(is_meant).collect();
        let for_replica: Vec<&Item> = self.replica.waiting().filter(is_meant).collect();
        let there: HashSet<&str> = found
            .iter()
            .map(|(key, _)| key.as_str())
            .chain(for_local.iter().map(|i| i.key.as_str()))
            .collect();
        let is_gone = |item: &&&Item| self.local.is_open() && !there.contains(item.key.as_str());
        let cleared = for_replica.iter().filter(is_gone).map(|item| (*item).clone()).collect();
        (for_local.into_iter().chain(for_replica).map(|item| item.text.clone()).collect(), cleared)
    }

    /// Says what came of the edits that this browser kept.
    pub(crate) fn tell_replayed(&mut self, refused: usize, unreadable: &[String]) {
        if refused > 0 {
            self.out.warn(
                format!(
                    "本机保存的修改中有 {refused} 处与打开的台账不合，没有生效，内容都保留在“变更”页，可逐条查看和采用。"
                ),
                Vec::new(),
            );
        }
        if !unreadable.is_empty() {
            self.out.warn(
                format!(
                    "本机保存的修改中有 {} 条读不懂（可能损坏或来自新版本），没有使用，也没有删除：",
                    unreadable.len()
                ),
                unreadable.iter().map(|text| text.chars().take(200).collect()).collect(),
            );
        }
    }
}
