//! The shell of the session: it does what the session wants done and brings the answers back. It decides nothing.

use std::collections::VecDeque;

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::local_ledgers;
use super::opening::{arrival, next_frame, read};
use super::workspace::{Seen, Workspace};
use ledger::Id;
use ledger::date::Date;
use platform::replica;
use platform::storage::{self, WriteError};
use platform::{clock, file_store, files, page, tabs};
use query::route::{Place, Route};
use session::{
    Answer, Effect, Event, Exported, Item, ItemKind, KeptFile, Person, Redraw, Said, Session, Ticket,
    WriteFault, seq_of,
};

impl Workspace {
    /// Gives an event to the session and does what it wants done.
    pub fn send(self, event: Event) {
        self.with_session(|session| session.update(event));
    }

    /// Works with the session and does what it wants done.
    pub(super) fn with_session(self, work: impl FnOnce(&mut Session) -> Vec<Effect>) {
        let effects = self.inner.try_update_value(|inner| work(&mut inner.session));
        self.carry_out(effects.unwrap_or_default());
    }

    /// Does these effects in their order. The session is not borrowed meanwhile: whoever hears of a change may make one.
    pub(super) fn carry_out(self, effects: Vec<Effect>) {
        let mut queue = VecDeque::from(effects);
        while let Some(effect) = queue.pop_front() {
            if let Some(event) = self.execute(effect) {
                let more = self.inner.try_update_value(|inner| inner.session.update(event));
                queue.extend(more.unwrap_or_default());
            }
        }
        let opening = self.inner.try_with_value(|inner| inner.session.is_opening()).unwrap_or_default();
        if self.opening.try_get_untracked().is_some_and(|before| before != opening) {
            self.opening.set(opening);
        }
    }

    pub(super) fn answer(self, ticket: Ticket, answer: Answer) {
        self.send(Event::Answered { ticket, answer });
    }

    /// Does one effect; gives the answer of those that are answered at once.
    fn execute(self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::PutLocal { ticket, items } => {
                return Some(Event::Answered { ticket, answer: self.put_local(&items) });
            }
            Effect::ReadLocal { ticket, prefixes } => {
                let store = self.store();
                let found = prefixes.iter().flat_map(|prefix| store.iter().flat_map(|s| s.under(prefix)));
                return Some(Event::Answered { ticket, answer: Answer::Read(Ok(found.collect())) });
            }
            Effect::RemoveLocal(keys) => {
                if let Some(store) = self.store() {
                    for key in &keys {
                        store.take_out(key);
                    }
                }
            }
            Effect::WriteReplica { ticket, items } => spawn_local(async move {
                self.answer(ticket, Answer::Written(replica::put_newest(&rows(&items), seq_of).await));
            }),
            Effect::ReadReplica { ticket, prefixes } => spawn_local(async move {
                self.answer(ticket, Answer::Read(read_replica(&prefixes).await));
            }),
            Effect::KeepFile { ticket, bundle, written } => self.keep_file(ticket, bundle, written),
            Effect::ReadFile { ticket, bundle } => spawn_local(self.read_file(ticket, bundle)),
            Effect::NoteTab(text) => {
                let key = storage::setting_key(&session::current_setting(&self.own_id()));
                if let Some(store) = self.store() {
                    store.note_tab(&key, &text);
                }
            }
            Effect::TellTabs { bundle, said: Said::Edits(texts) } => tabs::tell(&bundle, &texts),
            Effect::TellTabs { bundle, said: Said::LetGo(keys) } => tabs::tell_let_go(&bundle, &keys),
            Effect::TellTabs { bundle, said: Said::Kept(texts) } => tabs::tell_kept(&bundle, &texts),
            Effect::SetTimer { ticket, after } => {
                set_timeout(move || self.answer(ticket, Answer::Elapsed), after);
            }
            Effect::ReadToMerge { ticket, at } => self.read_to_merge(ticket, at),
            Effect::Draw { ticket } => spawn_local(async move {
                next_frame().await;
                self.answer(ticket, Answer::Drawn(self.stamp()));
            }),
            Effect::AskTime => return Some(Event::Clock(clock::now())),
            effect => {
                if let Some(effect) = self.link_effect(effect) {
                    self.show(effect);
                }
            }
        }
        None
    }

    /// Does an effect that a person sees.
    fn show(self, effect: Effect) {
        match effect {
            Effect::Redraw(Redraw::All) => self.redraw(&Seen::All),
            Effect::Redraw(Redraw::Changes(changes)) => self.redraw(&Seen::Changes(&changes)),
            Effect::Opened => self.begin_anew(),
            Effect::Merging => self.merges.update(|n| *n += 1),
            Effect::GoToMerge => page::go(&Route::from(Place::Merge).href()),
            Effect::FileIsBase => self.tell_base(),
            Effect::Ready => {
                self.ready.set(true);
                self.note_ledger();
            }
            Effect::Today(day) => self.begin_day(day),
            // The same person again begins no page anew.
            Effect::Person(person) if self.person.with_untracked(|now| now.as_ref() == Some(&person)) => {}
            Effect::Person(person) => self.person.set(Some(person)),
            Effect::ExportState => self.revision.update(|n| *n += 1),
            Effect::Save => {
                let now = self.inner.try_with_value(|inner| inner.session.save().clone());
                if let Some(now) = now.filter(|now| self.save.with_untracked(|before| before != now)) {
                    self.save.set(now);
                }
            }
            Effect::Rescue(texts) => {
                let list: js_sys::Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
                page::tell_rescue("pending", &list);
            }
            Effect::Tell(message) if message.warning => self.notices.warn_with(message.text, message.lines),
            Effect::Tell(message) => self.notices.tell(message.text),
            // `execute` has done the others.
            _ => {}
        }
    }

    fn put_local(self, items: &[Item]) -> Answer {
        let Some(store) = self.store() else { return Answer::Put { stored: 0, fault: None } };
        for (stored, item) in items.iter().enumerate() {
            if store.raw(&item.key).is_some_and(|held| item.is_outdone_by(&held)) {
                continue;
            }
            if let Err(error) = store.put_back(&item.key, &item.text) {
                let fault = match error {
                    WriteError::Full => WriteFault::Full,
                    WriteError::Refused(why) => WriteFault::Refused(why),
                };
                return Answer::Put { stored, fault: Some(fault) };
            }
        }
        Answer::Put { stored: items.len(), fault: None }
    }

    fn keep_file(self, ticket: Ticket, bundle: Id, written: Option<Vec<u8>>) {
        if let Some(written) = written {
            self.give(Some(files::held(&written)));
        }
        let Some(bytes) = self.given() else {
            let why = "没有这个文件的内容".to_owned();
            return self.answer(ticket, Answer::Written(Err(why)));
        };
        spawn_local(async move {
            self.answer(ticket, Answer::Written(file_store::put(&bundle, &bytes).await));
        });
    }

    async fn read_file(self, ticket: Ticket, bundle: Id) {
        let file = match file_store::get(&bundle).await {
            Ok(None) => KeptFile::Missing,
            Err(why) => KeptFile::Failed(why),
            Ok(Some(bytes)) => match read(&bytes.to_vec()) {
                Ok(read) => {
                    self.give(Some(bytes));
                    KeptFile::Found(Box::new(arrival("上次的台账", read, true)))
                }
                Err(problems) => KeptFile::Unreadable(problems),
            },
        };
        self.answer(ticket, Answer::File(file));
    }

    /// Another ledger is open.
    fn begin_anew(self) {
        self.inner.update_value(|inner| {
            // A journal counts its edits from one again: under the old name an id could be given a second time.
            inner.name = clock::new_session();
            inner.triggers.clear();
        });
        self.tell_base();
        self.redraw(&Seen::All);
        self.opened.update(|n| *n += 1);
        self.note_ledger();
    }

    /// What the rescue adds the edits to that no store has.
    fn tell_base(self) {
        let file = self.given().as_ref().and_then(files::blob);
        page::tell_rescue("opened", &file.map_or(JsValue::NULL, JsValue::from));
    }

    /// Another day began: what says 逾期 says it of today.
    fn begin_day(self, day: Date) {
        if self.today.get_untracked() == day {
            return;
        }
        // The page is drawn anew; what is being typed belongs into the ledger.
        page::end_typing();
        self.today.set(day);
        self.redraw(&Seen::All);
    }

    /// Notes the title of the open ledger and that it is open now.
    fn note_ledger(self) {
        let (id, title) = self.look(|ledger| (ledger.bundle().id.clone(), ledger.bundle().title.clone()));
        spawn_local(local_ledgers::note(id, title));
    }

    /// The bytes of the file that is being opened.
    fn given(self) -> Option<Uint8Array> {
        self.inner.try_with_value(|inner| inner.given.clone()).flatten()
    }

    /// Takes the bytes of a file that is being opened; `None` for the page's own ledger.
    pub(super) fn give(self, bytes: Option<Uint8Array>) {
        self.inner.try_update_value(|inner| inner.given = bytes);
    }

    /// Tries again to store what no store has taken.
    pub fn store_again(self) {
        self.send(Event::StoreAgain);
    }

    /// Keeps who works here, in both stores.
    pub fn sign(self, person: Person) {
        self.send(Event::Sign(person));
    }

    /// What is exported when the bundle is sealed now.
    #[must_use]
    pub fn to_be_exported(self) -> Exported {
        self.inner.with_value(|inner| inner.session.to_be_exported(clock::now()))
    }

    /// How many edits no exported or opened file holds. It follows the content: who opens the exported file has none.
    #[must_use]
    pub fn unexported(self) -> usize {
        self.inner.with_value(|inner| inner.session.unexported())
    }

    /// Whether a download waits for the person to say that it is there.
    #[must_use]
    pub fn is_handed_out(self) -> bool {
        self.inner.with_value(|inner| inner.session.is_handed_out())
    }

    /// Whether edits are only in memory, or in the replica alone.
    #[must_use]
    pub fn has_unsaved(self) -> bool {
        self.inner.with_value(|inner| inner.session.has_unsaved())
    }
}

/// Items as the replica takes them: key, text, and the number of a setting.
fn rows(items: &[Item]) -> Vec<(String, String, Option<u64>)> {
    let seq = |item: &Item| match item.kind {
        ItemKind::Edit => None,
        ItemKind::Setting(seq) => Some(seq),
    };
    items.iter().map(|item| (item.key.clone(), item.text.clone(), seq(item))).collect()
}

async fn read_replica(prefixes: &[String]) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    for prefix in prefixes {
        found.append(&mut replica::texts(prefix).await?);
    }
    Ok(found)
}
