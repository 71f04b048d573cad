//! What localStorage has not taken yet. It answers at once, so that waiting here means: it is full, or refuses.

use std::collections::{BTreeMap, HashSet};

use ledger::Id;

use crate::event::{Effect, Item, ItemKind, Said, Ticket, WriteFault};
use crate::outbox::{Outbox, Purpose, Scope};

/// Whether the page has a localStorage, and whether it is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The browser keeps it closed.
    Closed,
    /// Nothing is under way.
    Idle,
    /// Items are being put.
    Writing(Ticket),
}

/// The way into localStorage.
#[derive(Debug)]
pub(crate) struct Local {
    state: State,
    /// What it has not taken, oldest first, with the ledger that an edit is of.
    pending: Vec<(Option<Id>, Item)>,
    /// Keys in `pending` that other tabs have not been told of.
    untold: HashSet<String>,
    fault: Option<WriteFault>,
}

impl Local {
    pub(crate) fn new() -> Self {
        Self { state: State::Closed, pending: Vec::new(), untold: HashSet::new(), fault: None }
    }

    /// The browser lets the page store.
    pub(crate) fn open(&mut self) {
        self.state = State::Idle;
    }

    pub(crate) fn is_open(&self) -> bool {
        self.state != State::Closed
    }

    /// Why it does not take what waits.
    pub(crate) fn fault(&self) -> Option<&WriteFault> {
        self.fault.as_ref()
    }

    /// Whether something is being put.
    pub(crate) fn is_writing(&self) -> bool {
        matches!(self.state, State::Writing(_))
    }

    /// The edits of any ledger that it has not taken.
    pub(crate) fn edits(&self) -> impl Iterator<Item = &Item> {
        self.pending.iter().map(|(_, item)| item).filter(|item| item.kind == ItemKind::Edit)
    }

    /// The edits of a ledger that it has not taken.
    pub(crate) fn edits_of(&self, bundle: &Id) -> impl Iterator<Item = &Item> {
        self.pending.iter().filter(move |(of, _)| of.as_ref() == Some(bundle)).map(|(_, item)| item)
    }

    /// Puts edits of a ledger, behind what waits.
    pub(crate) fn put_edits(&mut self, bundle: &Id, items: Vec<Item>, out: &mut Outbox) {
        self.untold.extend(items.iter().map(|item| item.key.clone()));
        self.put_told_edits(bundle, items, out);
    }

    /// Puts edits that another tab has told all tabs of.
    pub(crate) fn put_told_edits(&mut self, bundle: &Id, items: Vec<Item>, out: &mut Outbox) {
        self.pending.extend(items.into_iter().map(|item| (Some(bundle.clone()), item)));
        self.write(out);
    }

    /// Puts settings. A newer text takes the place of one that waits.
    pub(crate) fn put_settings(&mut self, items: Vec<Item>, out: &mut Outbox) {
        if items.is_empty() {
            return;
        }
        // What is being put keeps its place until the answer comes.
        if !self.is_writing() {
            self.pending.retain(|(_, old)| !items.iter().any(|item| item.key == old.key));
        }
        self.pending.extend(items.into_iter().map(|item| (None, item)));
        self.write(out);
    }

    /// Tries to put everything that waits.
    pub(crate) fn write(&mut self, out: &mut Outbox) {
        if self.state != State::Idle || self.pending.is_empty() {
            return;
        }
        self.fault = None;
        let items = self.pending.iter().map(|(_, item)| item.clone()).collect();
        let ticket = out.ask(Purpose::StoreLocally, Scope::Page, |ticket| Effect::PutLocal { ticket, items });
        self.state = State::Writing(ticket);
    }

    /// How many items it took. Other tabs hear of those by themselves, of the rest they are told.
    pub(crate) fn answered(&mut self, stored: usize, fault: Option<WriteFault>, out: &mut Outbox) {
        self.state = State::Idle;
        let stored = stored.min(self.pending.len());
        for (_, item) in self.pending.drain(..stored) {
            self.untold.remove(&item.key);
        }
        self.fault = fault;
        let mut unheard: BTreeMap<Id, Vec<String>> = BTreeMap::new();
        for (bundle, item) in &self.pending {
            if let Some(bundle) = bundle.as_ref().filter(|_| self.untold.remove(&item.key)) {
                unheard.entry(bundle.clone()).or_default();
            }
        }
        // A tab that was opened since the last time knows none of them.
        for (bundle, item) in &self.pending {
            if let Some(texts) = bundle.as_ref().and_then(|bundle| unheard.get_mut(bundle)) {
                texts.push(item.text.clone());
            }
        }
        for (bundle, texts) in unheard {
            out.send(Effect::TellTabs { bundle, said: Said::Edits(texts) });
        }
        if self.fault.is_none() {
            // What came in between.
            self.write(out);
        }
    }

    /// Another ledger is opened. Edits of the old one go on waiting, unless the browser will never take them: then the
    /// person has exported them.
    pub(crate) fn leave(&mut self) {
        if !self.is_open() {
            self.pending.clear();
            self.untold.clear();
        }
    }
}
