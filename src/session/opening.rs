//! Which ledger is open, how the page comes back to the one that was open before, and how another one is opened.

use std::sync::LazyLock;

use formats::json::keys::part;
use journal::Journal;
use ledger::Id;
use serde::{Deserialize, Serialize};

use crate::event::{Arrival, Ticket};

/// Which ledger a page has open in the place of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// Its id.
    pub bundle: Id,
    /// Where it is a file of the page's own ledger: the SHA-256 of the page's ledger then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

/// The setting that holds which ledger is open, by the page's own: pages of different ledgers share the stores.
#[must_use]
pub fn current_setting(own: &Id) -> String {
    format!("current/{}", part(own.as_str()))
}

/// The SHA-256 of the ledger in the page itself, as hexadecimal digits. It is asked for where that ledger was edited before,
/// so a page that begins does not wait for it.
pub(crate) type OwnDigest = LazyLock<String, Box<dyn FnOnce() -> String + Send>>;

/// The one owner of what is open. Nothing else says which ledger that is.
#[derive(Debug)]
pub(crate) struct Open {
    /// The ledger with its edits.
    pub(crate) journal: Journal,
    /// The id of the ledger in the page itself.
    pub(crate) own: Id,
    /// What tells the ledger in the page itself from others of its id.
    pub(crate) own_digest: OwnDigest,
    /// Whether the browser keeps the file that was opened, so that localStorage may let go of its edits.
    pub(crate) file_kept: bool,
}

impl Open {
    pub(crate) fn bundle(&self) -> Id {
        self.journal.ledger().bundle().id.clone()
    }

    /// What is noted of a ledger that is open; `None` for the page's own as it came.
    pub(crate) fn note(&self, bundle: Option<&Id>) -> Option<Current> {
        let base = (bundle == Some(&self.own)).then(|| self.own_digest.to_string());
        bundle.map(|bundle| Current { bundle: bundle.clone(), base })
    }
}

/// From where a ledger comes that is put in the place of the open one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was open when the page was left.
    Restored,
    /// A person opened it; the browser keeps its file, or not for this reason.
    Opened(Result<(), String>),
    /// It is the page's own.
    Own,
}

/// Where opening stands. One ledger is opened at a time.
#[derive(Debug)]
pub(crate) enum Phase {
    /// Nothing has begun.
    Unstarted,
    /// What localStorage holds is being read.
    ReadingLocal {
        /// What this tab noted of what it had open, as JSON.
        tab_note: Option<String>,
    },
    /// The replica is asked what was open: localStorage may have lost the note of it.
    AskingReplica {
        /// When the page waits no longer.
        timer: Ticket,
    },
    /// The file of what was open is being read.
    Restoring {
        /// What was open.
        current: Current,
        /// The request, given up when the timer runs out.
        asked: Ticket,
        /// When the page waits no longer.
        timer: Ticket,
    },
    /// The browser is keeping the file of a ledger that is being opened.
    Keeping {
        /// The ledger that is being opened.
        arrival: Box<Arrival>,
        /// The request, given up when the timer runs out.
        asked: Ticket,
        /// When the page waits no longer.
        timer: Ticket,
    },
    /// The stored edits of a ledger that is being opened are being read.
    Placing(Box<Arrival>, Origin),
    /// A ledger is open and can be worked with.
    Working,
}

impl Phase {
    /// This phase comes to its end; the ledger can be worked with.
    pub(crate) fn end(&mut self) -> Self {
        std::mem::replace(self, Self::Working)
    }
}
