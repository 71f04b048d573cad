//! The machines, one case each, with a shell that answers when the case wants it.

mod cases;
mod linked;
mod merging;
mod settings;
mod storage;

use std::collections::BTreeMap;

use journal::{Cause, Changes, Edit, Journal, Op, Stamp};
use ledger::date::Moment;
use ledger::{Bundle, Id};
use serde_json::{Value, json};

use crate::{Answer, Arrival, Effect, Event, Save, Session, Ticket, WriteFault};

pub(super) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// Some hours before midnight in China.
pub(super) fn noon() -> Moment {
    Moment::new(1_718_674_200_000, 480).unwrap()
}

pub(super) fn journal(name: &str) -> Journal {
    let bundle: Bundle = serde_json::from_value(json!({
        "format": "zhenggai.bundle/1", "id": name, "title": name,
        "findings": [{"id": "f1", "number": 1, "title": "问题", "measures": [{"id": "m1", "number": 1, "text": "措施"}]}]
    }))
    .unwrap();
    Journal::open(bundle).unwrap()
}

pub(super) fn arrival(name: &str) -> Box<Arrival> {
    Box::new(Arrival {
        name: name.to_owned(),
        journal: journal(name),
        rescued: Vec::new(),
        unreadable: Vec::new(),
        oddities: Vec::new(),
        has_bytes: true,
    })
}

/// An edit as 0.2.0 stored it.
pub(super) fn stored(edit: &str, clock: u64, to: &str) -> String {
    json!({
        "id": edit, "clock": clock, "at": "2024-06-18T09:30:00.000+08:00", "author": "赵云",
        "op": "set", "entity": "m1", "field": "owner", "to": to
    })
    .to_string()
}

/// A page without a browser: localStorage is answered at once, everything else when the case says so.
pub(super) struct Shell {
    pub(super) session: Session,
    pub(super) local: BTreeMap<String, String>,
    pub(super) full: bool,
    /// What the machine's clock shows.
    pub(super) now: Moment,
    /// What is not answered yet.
    pub(super) open: Vec<Effect>,
    pub(super) shown: Vec<Effect>,
}

impl Shell {
    pub(super) fn new(local: &[(&str, String)]) -> Self {
        let local = local.iter().map(|(key, text)| ((*key).to_owned(), text.clone())).collect();
        let session = Session::new(journal("own"), || "digest".to_owned());
        Self { session, local, full: false, now: noon(), open: Vec::new(), shown: Vec::new() }
    }

    pub(super) fn start(local: &[(&str, String)]) -> Self {
        let mut shell = Self::new(local);
        shell.send(Event::Start { stores: true, tab_note: None, now: noon() });
        shell
    }

    pub(super) fn send(&mut self, event: Event) {
        let effects = self.session.update(event);
        self.carry_out(effects);
    }

    pub(super) fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut queue = std::collections::VecDeque::from(effects);
        while let Some(effect) = queue.pop_front() {
            let (ticket, answer) = match effect {
                Effect::ReadLocal { ticket, prefixes } => {
                    let is_asked = |key: &str| prefixes.iter().any(|prefix| key.starts_with(prefix));
                    let found = self.local.iter().filter(|(key, _)| is_asked(key));
                    (ticket, Answer::Read(Ok(found.map(|(k, t)| (k.clone(), t.clone())).collect())))
                }
                Effect::PutLocal { ticket, .. } if self.full => {
                    (ticket, Answer::Put { stored: 0, fault: Some(WriteFault::Full) })
                }
                Effect::PutLocal { ticket, items } => {
                    let stored = items.len();
                    for item in items {
                        if !self.local.get(&item.key).is_some_and(|held| item.is_outdone_by(held)) {
                            self.local.insert(item.key, item.text);
                        }
                    }
                    (ticket, Answer::Put { stored, fault: None })
                }
                Effect::WriteReplica { .. }
                | Effect::ReadReplica { .. }
                | Effect::KeepFile { .. }
                | Effect::ReadFile { .. }
                | Effect::RecallLink { .. }
                | Effect::LockFile { .. }
                | Effect::LookAtFile { .. }
                | Effect::ReadLinked { .. }
                | Effect::WriteLinked { .. }
                | Effect::ReadToMerge { .. }
                | Effect::Draw { .. }
                | Effect::SetTimer { .. } => {
                    self.open.push(effect);
                    continue;
                }
                Effect::AskTime => {
                    self.shown.push(effect);
                    queue.extend(self.session.update(Event::Clock(self.now)));
                    continue;
                }
                shown => {
                    self.shown.push(shown);
                    continue;
                }
            };
            queue.extend(self.session.update(Event::Answered { ticket, answer }));
        }
    }

    /// Takes out the first open request that this says is meant.
    pub(super) fn find(&mut self, is_meant: impl Fn(&Effect) -> Option<Ticket>) -> Ticket {
        let at = self.open.iter().position(|effect| is_meant(effect).is_some());
        let at = at.unwrap_or_else(|| panic!("it is not asked for: {:?}", self.open));
        is_meant(&self.open.remove(at)).unwrap()
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: Answer) {
        self.send(Event::Answered { ticket, answer });
    }

    /// The replica gives these to whoever reads it.
    pub(super) fn replica_reads(&mut self, found: &[(&str, String)]) {
        let ticket = self.find(|effect| match effect {
            Effect::ReadReplica { ticket, .. } => Some(*ticket),
            _ => None,
        });
        let found = found.iter().map(|(key, text)| ((*key).to_owned(), text.clone())).collect();
        self.answer(ticket, Answer::Read(Ok(found)));
    }

    /// What is being written into the replica, answered.
    pub(super) fn replica_writes(&mut self, result: Result<(), String>) -> Vec<String> {
        let keys = self.open.iter().find_map(|effect| match effect {
            Effect::WriteReplica { items, .. } => Some(items.iter().map(|item| item.key.clone()).collect()),
            _ => None,
        });
        let ticket = self.find(|effect| match effect {
            Effect::WriteReplica { ticket, .. } => Some(*ticket),
            _ => None,
        });
        self.answer(ticket, Answer::Written(result));
        keys.unwrap_or_default()
    }

    /// The timer of this many seconds runs out.
    pub(super) fn elapse(&mut self, seconds: u64) {
        let is_meant = |effect: &Effect| match effect {
            Effect::SetTimer { ticket, after } if after.as_secs() == seconds => Some(*ticket),
            _ => None,
        };
        // Earlier ones of the same length may have been given up.
        let ticket = self.open.iter().rev().find_map(is_meant);
        let ticket = ticket.unwrap_or_else(|| panic!("no such timer: {:?}", self.open));
        self.answer(ticket, Answer::Elapsed);
    }

    /// Sets the owner of the one measure.
    pub(super) fn edit(&mut self, to: &str) -> Vec<Edit> {
        let from = self.owner();
        let by = Stamp { session: id("s"), at: noon(), author: String::new(), unit: String::new() };
        let op = Op::Set { entity: id("m1"), field: "owner".to_owned(), from, to: to.into() };
        let (edits, effects) =
            self.session.edit(|journal| journal.commit(vec![op], &by, &Cause::Direct)).unwrap();
        self.carry_out(effects);
        edits
    }

    pub(super) fn owner(&self) -> Value {
        self.session.journal().ledger().get(&id("m1"), "owner").unwrap_or_default()
    }

    /// What was told, all of it.
    pub(super) fn told(&self) -> String {
        let text = |effect: &Effect| match effect {
            Effect::Tell(message) => Some(format!("{}{}", message.text, message.lines.join("；"))),
            _ => None,
        };
        self.shown.iter().filter_map(text).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn saved(&self) -> bool {
        *self.session.save() == Save::Saved
    }

    pub(super) fn unsaved(&self) -> String {
        match self.session.save() {
            Save::Unsaved(why) => why.clone(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_undo_of_nothing_leaves_no_trace() {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    let nothing = shell.session.edit(|_| Ok((Vec::new(), Changes::default()))).unwrap();
    assert_eq!(nothing, (Vec::new(), Vec::new()));
}
