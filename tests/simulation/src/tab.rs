//! A tab: a session with what is on its way to it. It is the shell that the page is, without a page.

use std::collections::BTreeMap;

use ledger::Id;
use ledger::date::{Date, Moment};
use session::{Answer, Event, Said, Save, Session, Ticket};

use crate::ledgers::{File, id};

/// What other tabs and pages cause.
#[derive(Debug, Clone)]
pub enum Mail {
    /// A `storage` event.
    Storage(Option<String>, Option<String>),
    /// A message of the channel.
    Said(Id, Said),
}

impl Mail {
    /// As the session hears it.
    #[must_use]
    pub fn event(self) -> Event {
        match self {
            Self::Storage(key, text) => Event::LocalChanged { key, text },
            Self::Said(bundle, said) => Event::TabSaid { bundle: bundle.to_string(), said },
        }
    }
}

/// An open tab.
#[derive(Debug)]
pub struct Tab {
    /// Tells tabs apart, also those that are gone.
    pub number: usize,
    /// What is tested.
    pub session: Session,
    /// Under which name edits are made; another one for each opened ledger.
    pub name: Id,
    names: usize,
    /// What comes back, in any order: answers of requests.
    pub back: Vec<(Ticket, Answer)>,
    /// When timers run out.
    pub timers: Vec<(u64, Ticket)>,
    /// The requests of databases.
    pub asked: BTreeMap<u64, Ticket>,
    /// Tickets that were answered.
    pub spent: Vec<Ticket>,
    /// sessionStorage.
    pub note: Option<String>,
    /// The file that was opened last.
    pub given: Option<File>,
    /// Whether the page is drawn.
    pub ready: bool,
    /// 保存状态, as it is shown.
    pub shown: Save,
    /// The day, as it is shown.
    pub today: Option<Date>,
    /// Who works here, as it is shown.
    pub person: String,
    /// Whether the person was told that there is no replica.
    pub told_of_one_store: bool,
    /// What was told, of warnings.
    pub warnings: Vec<String>,
    /// Edits that a ledger had when it was opened: keys.
    pub loaded: Vec<String>,
}

impl Tab {
    /// A new tab that has not started yet.
    #[must_use]
    pub fn new(number: usize, session: Session, note: Option<String>) -> Self {
        Self {
            number,
            session,
            name: id(&format!("t{number}x0")),
            names: 0,
            back: Vec::new(),
            timers: Vec::new(),
            asked: BTreeMap::new(),
            spent: Vec::new(),
            note,
            given: None,
            ready: false,
            shown: Save::Saving,
            today: None,
            person: String::new(),
            told_of_one_store: false,
            warnings: Vec::new(),
            loaded: Vec::new(),
        }
    }

    /// The open ledger.
    #[must_use]
    pub fn bundle(&self) -> Id {
        self.session.journal().ledger().bundle().id.clone()
    }

    /// Another ledger is open: edits get another name.
    pub fn rename(&mut self) {
        self.names += 1;
        self.name = id(&format!("t{}x{}", self.number, self.names));
    }

    /// What a machine's clock shows, in milliseconds since 1970: so long after the beginning, and put forward so far.
    #[must_use]
    pub fn unix_ms(since: u64, forward: i64) -> i64 {
        1_718_674_200_000 + i64::try_from(since).unwrap_or(0) + forward
    }

    /// The moment of these milliseconds.
    #[must_use]
    pub fn moment(unix_ms: i64) -> Moment {
        Moment::new(unix_ms, 480).unwrap_or(Moment::EPOCH)
    }
}
