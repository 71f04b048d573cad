//! What the page may read of a session: the open ledger, what is stored and what was handed out. Changes nothing but the
//! history that an export writes.

use journal::Journal;
use ledger::date::{Date, Moment};
use ledger::{Bundle, Id};

use crate::event::Save;
use crate::exported::Exported;
use crate::opening::{Current, Phase, current_setting};
use crate::outbox::Generation;
use crate::session::Session;

/// What is asked of a session.
impl Session {
    /// The open ledger with its edits.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.open.journal
    }

    /// The bundle as it is exported, with its history, handed to `write`.
    pub fn sealed<R>(&mut self, write: impl FnOnce(&Bundle) -> R) -> R {
        self.open.journal.sealed(write)
    }

    /// The number of the open ledger: another one after each opening.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.out.generation()
    }

    /// The id of the ledger in the page itself.
    #[must_use]
    pub fn own(&self) -> &Id {
        &self.open.own
    }

    /// 保存状态.
    #[must_use]
    pub fn save(&self) -> &Save {
        &self.save
    }

    /// What 保存状态 is made of, for whoever looks into a failure.
    #[must_use]
    pub fn why(&self) -> String {
        format!("{:?}; {:?}; {:?}; to set {}", self.phase, self.local, self.replica, self.to_set.len())
    }

    /// The day, once the session has started.
    #[must_use]
    pub fn today(&self) -> Option<Date> {
        self.today.day()
    }

    /// What a file holds that is written now.
    #[must_use]
    pub fn to_be_exported(&self, at: Moment) -> Exported {
        Exported::now(&self.open.journal, at)
    }

    /// How many edits no exported or opened file holds.
    #[must_use]
    pub fn unexported(&self) -> usize {
        self.export.missing(&self.open.journal)
    }

    /// Whether a download waits for the person to say that it is there.
    #[must_use]
    pub fn is_handed_out(&self) -> bool {
        self.export.is_handed()
    }

    /// Whether edits of any ledger are only in memory, or in the replica alone.
    #[must_use]
    pub fn has_unsaved(&self) -> bool {
        self.local.edits().next().is_some() || self.merging.is_keeping()
    }

    /// Whether edits are only in memory and in no export: another ledger in the place of this one would lose them.
    #[must_use]
    pub fn would_lose(&self) -> bool {
        let is_unsaved =
            self.local.edits_of(&self.open.bundle()).next().is_some() || self.merging.is_keeping();
        is_unsaved && self.unexported() > 0
    }

    /// Whether a ledger is being opened, also at the start.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        !matches!(self.phase, Phase::Working)
    }

    /// What is noted of the ledger that is open in the place of the page's own.
    #[must_use]
    pub fn current(&self) -> Option<Current> {
        self.settings.get(&current_setting(&self.open.own))
    }
}
