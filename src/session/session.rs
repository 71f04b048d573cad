//! The session itself: it gives every event to the machine that it is for, and says 保存状态 of all of them.

use formats::json::keys::{edit_key, edits_of, is_edit_of, setting_key};
use journal::{Changes, Edit, Journal, Refusal};
use ledger::date::Moment;
use ledger::{Bundle, Id};
use serde_json::Value;

use crate::event::{Answer, Arrival, Effect, Event, Item, ItemKind, Redraw, Save, Ticket};
use crate::exported::{ExportState, Exported, exported_setting};
use crate::linking::Linking;
use crate::local::Local;
use crate::merging::Merging;
use crate::opening::{Open, Origin, OwnDigest, Phase, current_setting};
use crate::outbox::{Outbox, Purpose, Scope};
use crate::replica::{Replica, Safety};
use crate::settings::{PERSON, Person, Settings};
use crate::start::FILE_PATIENCE;
use crate::tab_sync::TabSync;
use crate::today::Today;

/// Why no other ledger is opened while edits are in memory alone.
pub(crate) const WOULD_LOSE: &str = "现在的台账有修改没有存入浏览器，打开别的台账会丢失它们。请先导出 JSON。";

/// All decisions of a page: it owns the open ledger, and nothing happens to the stores that it did not ask for.
#[derive(Debug)]
pub struct Session {
    pub(crate) open: Open,
    pub(crate) phase: Phase,
    pub(crate) out: Outbox,
    pub(crate) local: Local,
    pub(crate) replica: Replica,
    pub(crate) settings: Settings,
    /// Settings that are to be set as soon as localStorage has said what stands there.
    pub(crate) to_set: Vec<(String, Value)>,
    pub(crate) export: ExportState,
    pub(crate) tabs: TabSync,
    pub(crate) today: Today,
    pub(crate) linking: Linking,
    /// The time, as it was told last.
    pub(crate) now: Moment,
    /// Whether the page began without knowing what the replica says was open.
    pub(crate) began_blind: bool,
    pub(crate) merging: Merging,
    /// What was said last.
    pub(crate) save: Save,
    /// Keys of the edits that the rescue file would carry.
    rescue: Vec<String>,
}

/// The edits in these texts, and the texts that are none.
#[must_use]
pub fn edits_in(texts: Vec<String>) -> (Vec<Edit>, Vec<String>) {
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

/// Brings stored edits into a journal that is not open yet. Gives how many wait for a person because they met another
/// edit.
pub(crate) fn replay(journal: &mut Journal, edits: Vec<Edit>) -> usize {
    let refused = journal.receive(edits, true).refused;
    refused.min(journal.waiting().len())
}

impl Session {
    /// A session of a page with this ledger in it, whose text has this SHA-256.
    #[must_use]
    pub fn new(own: Journal, own_digest: impl FnOnce() -> String + Send + 'static) -> Self {
        let own_digest = OwnDigest::new(Box::new(own_digest));
        let export = ExportState::of(&own, None);
        let id = own.ledger().bundle().id.clone();
        Self {
            open: Open { journal: own, own: id, own_digest, file_kept: false },
            phase: Phase::Unstarted,
            out: Outbox::default(),
            local: Local::new(),
            replica: Replica::new(),
            settings: Settings::default(),
            to_set: Vec::new(),
            export,
            tabs: TabSync::default(),
            today: Today::default(),
            linking: Linking::default(),
            now: Moment::EPOCH,
            began_blind: false,
            merging: Merging::default(),
            save: Save::Saving,
            rescue: Vec::new(),
        }
    }

    /// Takes an event in and gives what is to be done, in this order.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Start { stores, tab_note, now } => self.start(stores, tab_note.as_deref(), now),
            Event::Open(arrival) => self.open_arrival(arrival),
            Event::OpenOwn(arrival) => self.open_own(arrival),
            Event::Sign(person) => self.sign(person),
            Event::StoreAgain => {
                self.local.write(&mut self.out);
                self.replica.go(&mut self.out);
            }
            Event::FileWritten(exported) => self.file_written(exported),
            Event::HandedOut(exported) => {
                if exported.bundle == self.open.bundle() {
                    self.export.handed_out(exported);
                    self.out.send(Effect::ExportState);
                }
            }
            Event::ConfirmExport => {
                if let Some(exported) = self.export.confirmed() {
                    self.file_written(exported);
                }
            }
            Event::FileChosen { bundle, link, look } => self.file_chosen(&bundle, link, look),
            Event::FileNotChosen(fault) => self.say_link(fault.into()),
            Event::LinkAllowed => self.begin_link(false),
            Event::TakeInLinked => self.begin_link(true),
            Event::Unlink => self.unlink(),
            Event::Merge(act) => self.merge_act(act),
            Event::Removed(bundle) => self.settings.forget(&exported_setting(&bundle)),
            Event::LocalChanged { key, text } => self.local_changed(key.as_deref(), text),
            Event::TabSaid { bundle, said } => self.tab_said(&bundle, said),
            Event::Clock(now) => self.clock(now),
            Event::Answered { ticket, answer } => self.answered(ticket, answer),
        }
        self.finish()
    }

    /// An answer goes to whoever asked. What nobody waits for ends in `Outbox::settle`.
    fn answered(&mut self, ticket: Ticket, answer: Answer) {
        let Some(purpose) = self.out.settle(ticket) else { return };
        match (purpose, answer) {
            (Purpose::StoreLocally, Answer::Put { stored, fault }) => {
                self.local.answered(stored, fault, &mut self.out);
            }
            (Purpose::SetSetting, Answer::Read(read)) => self.set_settings(read.unwrap_or_default()),
            (Purpose::ReplicaJob, Answer::Written(result)) => self.replica.written(result, &mut self.out),
            (Purpose::ReplicaJob, Answer::Read(result)) => {
                if let Some(found) = self.replica.read(result, &mut self.out) {
                    self.compared(found);
                }
            }
            (Purpose::ReplicaSlow, _) => self.replica.slow(&mut self.out),
            (Purpose::ReplicaGiveUp, _) => self.replica.give_up(&mut self.out),
            (Purpose::ReplicaRetry, _) => self.replica.go(&mut self.out),
            (Purpose::PutBackPause, _) => self.ask_what_is_there(),
            (Purpose::PutBack, Answer::Read(Ok(there))) => self.put_back(there),
            (Purpose::LetGo, Answer::Read(Ok(there))) => self.let_go(there),
            (purpose @ (Purpose::MergeRead | Purpose::MergePlan | Purpose::Merge), answer) => {
                self.merge_answered(&purpose, answer);
            }
            (Purpose::KeepWhole, answer) => {
                self.kept_whole(ticket, matches!(answer, Answer::Written(Ok(()))));
            }
            (Purpose::DayEnd, _) => self.today.elapsed(&mut self.out),
            (
                purpose @ (Purpose::LinkRecall
                | Purpose::LinkPause
                | Purpose::LinkLock
                | Purpose::LinkLook
                | Purpose::LinkRead
                | Purpose::LinkWrite),
                answer,
            ) => self.link_answered(ticket, &purpose, answer),
            (purpose, answer) => self.opening_answered(purpose, answer),
        }
    }

    /// The one way in which the open ledger is changed: what the work gives is kept and drawn.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub fn edit(
        &mut self,
        work: impl FnOnce(&mut Journal) -> Result<(Vec<Edit>, Changes), Refusal>,
    ) -> Result<(Vec<Edit>, Vec<Effect>), Refusal> {
        let (edits, changes) = work(&mut self.open.journal)?;
        self.persist(&edits);
        if !edits.is_empty() {
            self.out.send(Effect::Redraw(Redraw::Changes(changes)));
        }
        Ok((edits, self.finish()))
    }

    /// Brings edits into the open ledger and draws what moved. Gives how many met another edit.
    pub(crate) fn receive(&mut self, edits: Vec<Edit>, own: bool) -> usize {
        let received = self.open.journal.receive(edits, own);
        if received.new > 0 {
            let redraw = if received.replayed { Redraw::All } else { Redraw::Changes(received.changes) };
            self.out.send(Effect::Redraw(redraw));
        }
        if !received.twins.is_empty() {
            self.persist(&received.twins);
            self.out.warn(
                format!(
                    "有 {} 处修改与别的修改编号相同（浏览器的用户数据可能被复制过），已另行编号，两处都在。",
                    received.twins.len()
                ),
                Vec::new(),
            );
        }
        received.refused
    }

    /// Writes edits of the open ledger into both stores.
    pub(crate) fn persist(&mut self, edits: &[Edit]) {
        if edits.is_empty() {
            return;
        }
        let bundle = self.open.bundle();
        let items: Vec<Item> = edits.iter().map(|edit| item(&bundle, edit)).collect();
        if self.local.is_open() {
            self.replica.put(items.clone(), &mut self.out);
            self.replica.note_stake();
        }
        self.local.put_edits(&bundle, items, &mut self.out);
    }

    /// Sets a setting that both stores hold (`Null`: to nothing), over what any tab has set before.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        if !self.local.is_open() {
            self.settings.set(name, value);
            return;
        }
        self.to_set.push((name.to_owned(), value));
        self.replica.note_stake();
        self.out.send(Effect::AskTime);
        let prefixes = vec![setting_key(name)];
        self.out.ask(Purpose::SetSetting, Scope::Page, |ticket| Effect::ReadLocal { ticket, prefixes });
    }

    /// The time, told by the machine's clock.
    pub(crate) fn clock(&mut self, now: Moment) {
        self.now = now;
        self.settings.clock(now);
        if self.settings.has_doubts() {
            let items = self.settings.judge();
            self.write_settings(items);
        }
        self.today.clock(now, &mut self.out);
    }

    fn set_settings(&mut self, there: Vec<(String, String)>) {
        for (key, text) in there {
            if let Some(name) = crate::settings::name_of(&key) {
                self.settings.hear(name, &text);
            }
        }
        let items: Vec<Item> =
            self.to_set.drain(..).map(|(name, value)| self.settings.set(&name, value)).collect();
        self.write_settings(items);
    }

    /// Writes settings into both stores.
    pub(crate) fn write_settings(&mut self, items: Vec<Item>) {
        if self.local.is_open() {
            self.replica.put(items.clone(), &mut self.out);
            self.local.put_settings(items, &mut self.out);
        }
    }

    /// Notes which ledger is open, for this tab and for the next page; `None` for the page's own as it came.
    pub(crate) fn note_current(&mut self, bundle: Option<&Id>) {
        let note = self.open.note(bundle);
        let value = serde_json::to_value(&note).unwrap_or_default();
        self.out.send(Effect::NoteTab(value.to_string()));
        self.set(&current_setting(&self.open.own.clone()), value);
    }

    fn sign(&mut self, person: Person) {
        self.set(PERSON, serde_json::to_value(&person).unwrap_or_default());
        self.out.send(Effect::Person(person));
    }

    pub(crate) fn file_written(&mut self, exported: Exported) {
        let value = serde_json::to_value(&exported).unwrap_or_default();
        self.set(&exported_setting(&exported.bundle), value);
        if exported.bundle == self.open.bundle() {
            self.export.written(exported);
            self.out.send(Effect::ExportState);
        }
    }

    /// Puts a ledger in the place of the open one.
    pub(crate) fn replace(&mut self, journal: Journal, file_kept: bool) {
        self.local.leave();
        let bundle = journal.ledger().bundle().id.clone();
        let before = self.settings.get::<Exported>(&exported_setting(&bundle));
        self.export = ExportState::of(&journal, before.map(|before| Exported { bundle, ..before }));
        self.open.journal = journal;
        self.open.file_kept = file_kept;
        self.tabs = self.tabs.of_next_ledger();
        self.merging.leave();
        self.out.next_generation();
        self.out.send(Effect::Opened);
        self.out.send(Effect::Merging);
    }

    /// Has the replica compared with the open ledger.
    pub(crate) fn compare(&mut self) {
        if self.local.is_open() {
            let prefixes = vec![edits_of(&self.open.bundle()), setting_key("")];
            let own = self.open.journal.entries().iter().any(|entry| !entry.in_file);
            let at_stake = own || !self.settings.is_empty();
            self.replica.compare(prefixes, at_stake, &mut self.out);
        }
    }

    /// What goes out, with what this event made of 保存状态.
    pub(crate) fn finish(&mut self) -> Vec<Effect> {
        self.follow_link();
        if !self.local.is_writing() {
            let bundle = self.open.bundle();
            let is_new = !self.local.edits_of(&bundle).map(|item| &item.key).eq(self.rescue.iter());
            if is_new {
                self.rescue = self.local.edits_of(&bundle).map(|item| item.key.clone()).collect();
                let texts = self.local.edits_of(&bundle).map(|item| item.text.clone()).collect();
                self.out.send(Effect::Rescue(texts));
            }
        }
        let save = self.saved();
        if save != self.save {
            self.save = save;
            self.out.send(Effect::Save);
        }
        self.out.take()
    }

    fn saved(&self) -> Save {
        if matches!(self.phase, Phase::Unstarted) {
            return Save::Saving;
        }
        if !self.local.is_open() {
            return Save::Unsaved("浏览器禁止本页保存数据".to_owned());
        }
        let setting = !self.to_set.is_empty() || self.settings.has_doubts();
        let busy = self.local.is_writing() || setting || self.merging.is_keeping();
        match (self.local.fault(), self.replica.safety()) {
            (Some(fault), Safety::Whole) if !busy => {
                Save::Unsaved(format!("{}，只在备用存储中留有一份", fault.text()))
            }
            (Some(fault), _) => Save::Unsaved(fault.text()),
            (None, _) if busy => Save::Saving,
            (None, Safety::Whole | Safety::Absent) => Save::Saved,
            (None, Safety::Behind) => Save::Saving,
            (None, Safety::Slow) => {
                Save::Unsaved("备用存储一直没有回应，只在浏览器存储中留有一份".to_owned())
            }
            (None, Safety::Failing(why)) => {
                Save::Unsaved(format!("备用存储写不进（{why}），只在浏览器存储中留有一份"))
            }
        }
    }

    /// Opens an arrival in the place of the open ledger, unless that would lose edits.
    fn open_arrival(&mut self, mut arrival: Box<Arrival>) {
        if self.refuses(&arrival.name) {
            return;
        }
        let rescued = std::mem::take(&mut arrival.rescued);
        let fresh: Vec<Edit> = rescued.into_iter().filter(|edit| !arrival.journal.knows(&edit.id)).collect();
        let refused = replay(&mut arrival.journal, fresh.clone());
        arrival.rescued = fresh;
        self.tell_replayed(refused, &std::mem::take(&mut arrival.unreadable));
        let bundle = arrival.journal.ledger().bundle().id.clone();
        // A rescue file's edits are in no store, and a generated ledger has no file: they are kept as this program writes.
        let write = |bundle: &Bundle| serde_json::to_vec(bundle).unwrap_or_default();
        let written = (!arrival.has_bytes).then(|| arrival.journal.sealed(write));
        let ask = |ticket| Effect::KeepFile { ticket, bundle, written };
        let asked = self.out.ask(Purpose::KeepFile, Scope::Page, ask);
        let timer = self.out.wait(Purpose::KeepPatience, FILE_PATIENCE);
        self.phase = Phase::Keeping { arrival, asked, timer };
    }

    fn open_own(&mut self, arrival: Box<Arrival>) {
        if !self.refuses(&arrival.name) {
            self.note_current(None);
            self.place(arrival, Origin::Own);
        }
    }

    /// Tells why another ledger is not opened now.
    pub(crate) fn refuses(&mut self, name: &str) -> bool {
        let why = match self.phase {
            Phase::Working if self.would_lose() => WOULD_LOSE,
            Phase::Working => return false,
            _ => "正在打开另一本台账，请等它结束再试。",
        };
        self.refuse(name, why);
        true
    }

    pub(crate) fn refuse(&mut self, name: &str, why: &str) {
        let text = format!("没有打开 {name}，原来的台账没有变动。原因：");
        self.out.warn(text, vec![why.to_owned()]);
    }
}

/// An edit as it is written.
pub(crate) fn item(bundle: &Id, edit: &Edit) -> Item {
    Item { key: edit_key(bundle, &edit.id), text: edit.to_string(), kind: ItemKind::Edit }
}

/// Edits of a bundle among what a store holds.
pub(crate) fn edits_among(found: Vec<(String, String)>, bundle: &Id) -> Vec<String> {
    found.into_iter().filter(|(key, _)| is_edit_of(key, bundle)).map(|(_, text)| text).collect()
}
