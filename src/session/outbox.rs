//! Effects on their way out, and the one place where answers that nobody waits for any more come to their end.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::event::{Effect, Message, Ticket};

/// Counts the ledgers that were opened. Answers to questions about an earlier one are stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Generation(pub(crate) u64);

/// What a request was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// What localStorage holds at the start.
    StartLocal,
    /// What the replica holds of the settings at the start.
    StartSettings,
    /// The start has waited long enough for the replica.
    StartPatience,
    /// The file of the ledger that was open.
    RestoreFile,
    /// The start has waited long enough for that file.
    RestorePatience,
    /// Items into localStorage.
    StoreLocally,
    /// What localStorage holds under the key of a setting that is to be set.
    SetSetting,
    /// The job that the replica does now.
    ReplicaJob,
    /// That job takes long.
    ReplicaSlow,
    /// That job takes too long.
    ReplicaGiveUp,
    /// It is time to try the replica again.
    ReplicaRetry,
    /// The file of a ledger that is being opened.
    KeepFile,
    /// Opening has waited long enough for that.
    KeepPatience,
    /// What localStorage holds of a ledger that is being opened.
    StoredEdits,
    /// Keys have been gone long enough to be put back.
    PutBackPause,
    /// What localStorage still holds.
    PutBack,
    /// Which of the edits that a file holds localStorage holds too.
    LetGo,
    /// The file that the open ledger was linked to.
    LinkRecall,
    /// It is time to write the linked file.
    LinkPause,
    /// No other tab is at it.
    LinkLock,
    /// How it stands.
    LinkLook,
    /// What it holds.
    LinkRead,
    /// Whether it was written.
    LinkWrite,
    /// What a file for 合并 holds.
    MergeRead,
    /// The page has drawn that a merge is looked at.
    MergePlan,
    /// The page has drawn that it is made.
    Merge,
    /// A part of a large merge in the replica, or its file; or that took too long.
    KeepWhole,
    /// The day may have ended.
    DayEnd,
}

/// Whether the answer is of use after another ledger was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// It is about the ledger that is open now.
    Ledger,
    /// It is about the stores or the machine.
    Page,
}

#[derive(Debug, Clone)]
struct Asked {
    purpose: Purpose,
    bound: Option<Generation>,
}

/// Effects on their way out, and the requests that are not answered yet.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    effects: Vec<Effect>,
    asked: BTreeMap<Ticket, Asked>,
    count: u64,
    generation: Generation,
}

impl Outbox {
    /// Sends an effect that has no answer.
    pub(crate) fn send(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Sends an effect whose answer is waited for.
    pub(crate) fn ask(
        &mut self,
        purpose: Purpose,
        scope: Scope,
        effect: impl FnOnce(Ticket) -> Effect,
    ) -> Ticket {
        self.count += 1;
        let ticket = Ticket(self.count);
        let bound = (scope == Scope::Ledger).then_some(self.generation);
        self.asked.insert(ticket, Asked { purpose, bound });
        self.effects.push(effect(ticket));
        ticket
    }

    /// Waits.
    pub(crate) fn wait(&mut self, purpose: Purpose, after: Duration) -> Ticket {
        self.ask(purpose, Scope::Page, |ticket| Effect::SetTimer { ticket, after })
    }

    /// Waits no more for an answer.
    pub(crate) fn forget(&mut self, ticket: Ticket) {
        self.asked.remove(&ticket);
    }

    /// What an answer is for. `None` where it is stale: answered before, waited for no more, or about a ledger that is
    /// not open any more. Nothing else decides that.
    pub(crate) fn settle(&mut self, ticket: Ticket) -> Option<Purpose> {
        let asked = self.asked.remove(&ticket)?;
        asked.bound.is_none_or(|bound| bound == self.generation).then_some(asked.purpose)
    }

    /// Another ledger is open.
    pub(crate) fn next_generation(&mut self) {
        self.generation.0 += 1;
    }

    /// The ledger that is open, by its number.
    pub(crate) fn generation(&self) -> Generation {
        self.generation
    }

    /// Tells the person something that went well.
    pub(crate) fn tell(&mut self, text: String) {
        self.send(Effect::Tell(Message { text, lines: Vec::new(), warning: false }));
    }

    /// Tells the person something that went wrong.
    pub(crate) fn warn(&mut self, text: String, lines: Vec<String>) {
        self.send(Effect::Tell(Message { text, lines, warning: true }));
    }

    /// All effects since the last time.
    pub(crate) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }
}
