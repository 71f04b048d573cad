//! A browser with tabs, stores and a clock: it executes effects, brings answers back in any order, and is killed.

use std::collections::VecDeque;

use formats::json::keys::edit_key;
use ledger::Id;
use session::{Answer, Effect, Event, Item, KeptFile, Redraw, Said, Session, WriteFault};

use crate::broken::Broken;
use crate::disk::{Disk, Heard, is_of_file};
use crate::ledgers::{File, fresh, id, stamp};
use crate::merges::{self, Merges, SINGLY, file_of};
use crate::oracle::{OWN, Oracle};
use crate::random::Random;
use crate::stores::{Database, LocalStorage, Reply, Request};
use crate::tab::{Mail, Tab};

/// Everything that a seed makes happen.
#[derive(Debug)]
pub struct World {
    /// Chance.
    pub random: Random,
    /// Milliseconds since the beginning.
    pub now: u64,
    /// How far the machine's clock was put forward or back, in milliseconds.
    pub clock: i64,
    /// localStorage.
    pub local: LocalStorage,
    /// The replica.
    pub edits: Database<Item>,
    /// The kept files.
    pub files: Database<File>,
    /// Files that are linked.
    pub disk: Disk,
    /// Files of colleagues.
    pub merges: Merges,
    /// Open tabs.
    pub tabs: Vec<Tab>,
    /// What tabs will hear of others: which tab, what.
    pub mail: Vec<(usize, Mail)>,
    /// What must hold.
    pub oracle: Oracle,
    /// The ledger in the page.
    pub own: File,
    /// What stands for it.
    pub own_digest: String,
    /// Whether the stores do what they should.
    pub honest: bool,
    /// Whether everything is told on the standard error output.
    pub trace: bool,
    broken: Broken,
    stale: Option<Vec<(String, Item)>>,
    count: usize,
    requests: u64,
    /// After how many effects the browser is killed.
    pub fuse: Option<usize>,
}

impl World {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(seed: u64, broken: Broken) -> Self {
        Self {
            random: Random::new(seed),
            now: 0,
            clock: 0,
            local: LocalStorage::default(),
            edits: Database::new(),
            files: Database::new(),
            disk: Disk::new(seed),
            merges: Merges::new(seed),
            tabs: Vec::new(),
            mail: Vec::new(),
            oracle: Oracle::new(),
            own: fresh(OWN),
            own_digest: "0".to_owned(),
            honest: false,
            trace: false,
            broken,
            stale: None,
            count: 0,
            requests: 0,
            fuse: None,
        }
    }

    fn moment(&self) -> ledger::date::Moment {
        Tab::moment(Tab::unix_ms(self.now, self.clock))
    }

    /// What the clock shows as the day.
    #[must_use]
    pub fn today(&self) -> ledger::date::Date {
        self.moment().date()
    }

    /// Now, as an edit is stamped.
    #[must_use]
    pub fn at(&self) -> ledger::date::Moment {
        self.moment()
    }

    /// Opens the page in a tab; with the note of sessionStorage where it is loaded anew.
    pub fn open_tab(&mut self, note: Option<String>) {
        self.count += 1;
        let journal = journal::Journal::clone(&self.own.0);
        let digest = self.own_digest.clone();
        let mut tab = Tab::new(self.count, Session::new(journal, || digest), note.clone());
        tab.session.keep_whole_above(SINGLY);
        let effects = tab.session.update(Event::Start { stores: true, tab_note: note, now: self.moment() });
        self.tabs.push(tab);
        self.carry_out(self.tabs.len() - 1, effects);
    }

    /// Gives an event to a tab.
    pub fn send(&mut self, at: usize, event: Event) {
        let effects = self.tabs[at].session.update(event);
        self.carry_out(at, effects);
    }

    /// Executes effects as the page does: those of localStorage are answered at once.
    pub fn carry_out(&mut self, at: usize, effects: Vec<Effect>) {
        let mut queue = VecDeque::from(effects);
        while let Some(effect) = queue.pop_front() {
            match &mut self.fuse {
                // Whether a file is linked does not say when the browser is killed.
                _ if is_of_file(&effect) => {}
                Some(0) => return,
                Some(left) => *left -= 1,
                None => {}
            }
            if self.trace {
                eprintln!("tab {}: {}", self.tabs[at].number, brief(&effect));
            }
            if let Some(event) = self.execute(at, effect) {
                queue.extend(self.tabs[at].session.update(event));
            }
        }
        self.oracle.look(&self.tabs[at], &self.local, &self.edits);
    }

    fn execute(&mut self, at: usize, effect: Effect) -> Option<Event> {
        match effect {
            Effect::PutLocal { ticket, items } => {
                let stored = self.put_local(at, &items);
                let fault = (stored < items.len()).then_some(WriteFault::Full);
                return Some(Event::Answered { ticket, answer: Answer::Put { stored, fault } });
            }
            Effect::ReadLocal { ticket, prefixes } => {
                let found = prefixes.iter().flat_map(|prefix| self.local.under(prefix)).collect();
                return Some(Event::Answered { ticket, answer: Answer::Read(Ok(found)) });
            }
            Effect::RemoveLocal(keys) => {
                self.oracle.let_go(&keys, &self.edits);
                for key in keys {
                    self.local.remove(&key);
                    self.tell_others(at, &Mail::Storage(Some(key), None));
                }
            }
            Effect::WriteReplica { ticket, items } => self.write_replica(at, ticket, items),
            Effect::ReadReplica { ticket, prefixes } => {
                let number = self.number(at, ticket);
                self.edits.ask(self.tabs[at].number, number, Request::Read(prefixes));
            }
            Effect::KeepFile { ticket, bundle, written } => {
                let number = self.number(at, ticket);
                let file = match (written, &self.tabs[at].given) {
                    (Some(bytes), _) => File::read(&bytes),
                    (None, Some(given)) => given.clone(),
                    (None, None) => panic!("the shell has no bytes to keep"),
                };
                let item = vec![(bundle.to_string(), file)];
                self.files.ask(self.tabs[at].number, number, Request::Write(item));
            }
            Effect::ReadFile { ticket, bundle } => {
                let number = self.number(at, ticket);
                self.files.ask(self.tabs[at].number, number, Request::Read(vec![bundle.to_string()]));
            }
            Effect::AskTime => return Some(Event::Clock(self.moment())),
            Effect::ReadToMerge { ticket, .. } => {
                let read = Answer::ToMerge(Box::new(file_of(self, at)));
                self.tabs[at].back.push((ticket, read));
            }
            Effect::Draw { ticket } => {
                let by = stamp(&self.tabs[at].name, self.moment());
                self.tabs[at].back.push((ticket, Answer::Drawn(by)));
            }
            Effect::TellTabs { bundle, said: Said::Kept(texts) } => {
                let edits = session::edits_in(texts.clone()).0;
                let keys: Vec<String> = edits.iter().map(|edit| edit_key(&bundle, &edit.id)).collect();
                self.merges.wholes += 1;
                self.oracle.let_go(&keys, &self.edits);
                self.tell_others(at, &Mail::Said(bundle, Said::Kept(texts)));
            }
            Effect::TellTabs { bundle, said } => self.tell_others(at, &Mail::Said(bundle, said)),
            Effect::LockFile { ticket, bundle } => {
                let heard = self.disk.lock(self.tabs[at].number, ticket, &bundle);
                self.hear(heard);
            }
            Effect::UnlockFile(ticket) => {
                let number = self.tabs[at].number;
                let heard = self.disk.unlock(|tab, of| (tab, of) == (number, ticket));
                self.hear(heard);
            }
            effect @ (Effect::RecallLink { .. }
            | Effect::NoteLink { .. }
            | Effect::ForgetLink(_)
            | Effect::LookAtFile { .. }
            | Effect::ReadLinked { .. }
            | Effect::WriteLinked { .. }) => {
                let (ticket, answer) = self.disk.ask(self.tabs[at].number, effect)?;
                return Some(Event::Answered { ticket, answer });
            }
            effect => self.show(at, effect),
        }
        None
    }

    /// Tabs hear of their files and locks, in any order.
    fn hear(&mut self, heard: impl IntoIterator<Item = Heard>) {
        for (number, ticket, answer) in heard {
            if let Some(tab) = self.tabs.iter_mut().find(|tab| tab.number == number) {
                tab.back.push((ticket, answer));
            }
        }
    }

    /// Something is done with a file on the disk.
    pub fn step_disk(&mut self) {
        let Some((heard, mark)) = self.disk.step(self.honest) else { return };
        self.oracle.in_files.extend(mark);
        self.hear([heard]);
    }

    /// A tab is closed.
    pub fn close(&mut self, at: usize) -> Tab {
        let tab = self.tabs.swap_remove(at);
        let heard = self.disk.drop_tab(|number| number == tab.number);
        self.hear(heard);
        tab
    }

    /// Effects that a person sees.
    fn show(&mut self, at: usize, effect: Effect) {
        let own = self.own.bundle();
        let now = self.now;
        let tab = &mut self.tabs[at];
        match effect {
            Effect::NoteTab(note) => {
                let of = |text: &str| -> Option<Id> {
                    serde_json::from_str::<serde_json::Value>(text).ok()?["bundle"].as_str().map(id)
                };
                let bundle = of(&note).unwrap_or(own).to_string();
                let clock = Tab::unix_ms(now, self.clock);
                self.oracle.opened.set(tab.number, bundle, clock, &self.local);
                tab.note = Some(note);
            }
            Effect::SetTimer { ticket, after } => {
                tab.timers.push((now + u64::try_from(after.as_millis()).unwrap_or(0), ticket));
            }
            Effect::Opened => {
                tab.rename();
                tab.loaded = loaded(tab, &self.local);
            }
            Effect::Ready => {
                assert!(!tab.ready, "the page is ready twice");
                tab.ready = true;
                tab.loaded = loaded(tab, &self.local);
            }
            Effect::Today(day) => tab.today = Some(day),
            Effect::Person(person) => tab.person = person.name,
            Effect::Save => tab.shown = tab.session.save().clone(),
            Effect::Tell(message) if message.warning => {
                tab.told_of_one_store |= message.text.contains("IndexedDB");
                tab.warnings.push(message.text);
            }
            Effect::Redraw(Redraw::All | Redraw::Changes(_))
            | Effect::ExportState
            | Effect::Link { .. }
            | Effect::Merging
            | Effect::GoToMerge
            | Effect::FileIsBase
            | Effect::Rescue(_)
            | Effect::Tell(_) => {}
            other => panic!("no effect that is shown: {other:?}"),
        }
    }

    fn number(&mut self, at: usize, ticket: session::Ticket) -> u64 {
        self.requests += 1;
        self.tabs[at].asked.insert(self.requests, ticket);
        self.requests
    }

    fn put_local(&mut self, at: usize, items: &[Item]) -> usize {
        for (n, item) in items.iter().enumerate() {
            self.oracle.written(self.tabs[at].number, item);
            if self.local.text(&item.key).is_some_and(|held| item.is_outdone_by(held)) {
                continue;
            }
            if !self.local.put(&item.key, &item.text) {
                return n;
            }
            self.tell_others(at, &Mail::Storage(Some(item.key.clone()), Some(item.text.clone())));
        }
        items.len()
    }

    fn write_replica(&mut self, at: usize, ticket: session::Ticket, items: Vec<Item>) {
        if self.broken == Broken::DropsAnEffect && self.random.one_in(3) {
            self.tabs[at].back.push((ticket, Answer::Written(Ok(()))));
            return;
        }
        for item in &items {
            self.oracle.written(self.tabs[at].number, item);
        }
        let number = self.number(at, ticket);
        if self.broken == Broken::AnswersTooEarly {
            self.tabs[at].asked.remove(&number);
            self.tabs[at].back.push((ticket, Answer::Written(Ok(()))));
        }
        let items = items.into_iter().map(|item| (item.key.clone(), item)).collect();
        self.edits.ask(self.tabs[at].number, number, Request::Write(items));
    }

    fn tell_others(&mut self, at: usize, mail: &Mail) {
        let others = self.tabs.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, tab)| tab.number);
        self.mail.extend(others.map(|number| (number, mail.clone())));
    }

    /// The replica does its oldest request.
    pub fn step_replica(&mut self) {
        let Some((number, request, reply)) = self.edits.step(&mut self.random, self.honest) else { return };
        let answer = match reply {
            Reply::Written(result) => Answer::Written(result),
            Reply::Read(result) => Answer::Read(result.map(|found| {
                let found = match (self.broken, self.stale.replace(found.clone())) {
                    (Broken::TakesTheStale, Some(stale)) => stale,
                    _ => found,
                };
                found.into_iter().map(|(key, item)| (key, item.text)).collect()
            })),
        };
        self.bring_back(number, request, answer);
    }

    /// The store of files does its oldest request.
    pub fn step_files(&mut self) {
        let Some((number, request, reply)) = self.files.step(&mut self.random, self.honest) else { return };
        let answer = match reply {
            Reply::Written(result) => Answer::Written(result),
            Reply::Read(Err(why)) => Answer::File(KeptFile::Failed(why)),
            Reply::Read(Ok(found)) => Answer::File(match found.first() {
                Some((_, file)) => KeptFile::Found(file.arrival(true)),
                None => KeptFile::Missing,
            }),
        };
        self.bring_back(number, request, answer);
    }

    fn bring_back(&mut self, number: usize, request: u64, answer: Answer) {
        if let Some(tab) = self.tabs.iter_mut().find(|tab| tab.number == number)
            && let Some(ticket) = tab.asked.remove(&request)
        {
            tab.back.push((ticket, answer));
        }
    }

    /// A tab hears of something that comes back, whichever.
    pub fn deliver(&mut self, at: usize) {
        let tab = &mut self.tabs[at];
        if tab.back.is_empty() {
            return;
        }
        let which = self.random.below(tab.back.len());
        let (ticket, answer) = tab.back.swap_remove(which);
        tab.spent.push(ticket);
        merges::answered(self, at, Event::Answered { ticket, answer });
    }

    /// An answer comes a second time, with other content: nobody takes it.
    pub fn deliver_stale(&mut self, at: usize) {
        let spent = &self.tabs[at].spent;
        if spent.is_empty() {
            return;
        }
        let ticket = spent[self.random.below(spent.len())];
        let answer = match self.random.below(3) {
            0 => Answer::Written(Ok(())),
            1 => Answer::Read(Ok(Vec::new())),
            _ => Answer::Put { stored: 9, fault: None },
        };
        let effects = self.tabs[at].session.update(Event::Answered { ticket, answer });
        assert!(effects.is_empty(), "a stale answer was taken: {effects:?}");
    }

    /// A tab hears of something that another one did, whichever; sometimes twice.
    pub fn deliver_mail(&mut self) {
        if self.mail.is_empty() {
            return;
        }
        let which = self.random.below(self.mail.len());
        let again = !self.honest && self.random.one_in(6);
        let (number, mail) = if again { self.mail[which].clone() } else { self.mail.swap_remove(which) };
        if let Some(at) = self.tabs.iter().position(|tab| tab.number == number) {
            self.send(at, mail.event());
        }
    }

    /// The earliest timer of a tab runs out. `false` where none does by then.
    pub fn fire(&mut self, at: usize, until: u64) -> bool {
        let tab = &mut self.tabs[at];
        let earliest = tab.timers.iter().enumerate().min_by_key(|(_, (due, _))| *due).map(|(n, _)| n);
        let Some(which) = earliest.filter(|n| tab.timers[*n].0 <= until) else { return false };
        let (due, ticket) = tab.timers.swap_remove(which);
        self.now = self.now.max(due);
        self.tabs[at].spent.push(ticket);
        self.send(at, Event::Answered { ticket, answer: Answer::Elapsed });
        true
    }

    /// The browser is killed with all its tabs.
    pub fn kill(&mut self) {
        if self.trace {
            eprintln!("killed");
        }
        self.fuse = None;
        self.tabs.clear();
        self.disk.drop_tab(|_| true);
        self.mail.clear();
        self.local.kill(&mut self.random);
        self.edits.kill(&mut self.random);
        self.files.kill(&mut self.random);
        self.oracle.local_was_lost(&self.local, &self.edits);
    }
}

/// An effect in a line.
fn brief(effect: &Effect) -> String {
    let text = format!("{effect:?}");
    text.chars().take(400).collect()
}

/// Edits that a tab has out of localStorage.
fn loaded(tab: &Tab, local: &LocalStorage) -> Vec<String> {
    let bundle = tab.bundle();
    let entries = tab.session.journal().entries().iter().filter(|entry| !entry.in_file);
    let keys = entries.map(|entry| edit_key(&bundle, &entry.edit.id));
    keys.filter(|key| local.has(key)).collect()
}
