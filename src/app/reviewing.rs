//! What waits for review, kept up with every change of the ledger. The board is `ledger::review`'s; this module
//! feeds it and tells the page when anything waits that did not.

use std::time::Duration;

use leptos::prelude::*;

use super::badges::Waiting;
use super::context::of_page;
use super::workspace::{Seen, Workspace};
use journal::closing::touched;
use ledger::review::{Board, Signer};
use ledger::{Id, Ledger};
use query::route::Place;

/// A ledger that was just opened is drawn first.
const LATER: Duration = Duration::from_millis(30);

/// The board of this page.
#[derive(Clone, Copy)]
pub struct Reviewing {
    workspace: Workspace,
    waiting: Waiting,
    board: StoredValue<Board, LocalStorage>,
    /// Counts changes of what waits.
    pub version: RwSignal<u64>,
}

impl Reviewing {
    /// For the workspace; follows its changes and its person from now on.
    #[must_use]
    pub fn new(workspace: Workspace, waiting: Waiting) -> Self {
        let board = StoredValue::new_local(Board::default());
        let reviewing = Self { workspace, waiting, board, version: RwSignal::new(0) };
        workspace.on_change(move |seen| workspace.look(|ledger| reviewing.follow(ledger, seen)));
        Effect::new(move || {
            workspace.person.track();
            reviewing.begin_anew();
        });
        reviewing
    }

    /// The board of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Who signs what is done now.
    #[must_use]
    pub fn signer(workspace: Workspace) -> Signer {
        let person = workspace.person.get_untracked().unwrap_or_default();
        Signer { name: person.name, unit: person.unit }
    }

    /// What waits for this person, or for anybody, in the order of the ledger.
    #[must_use]
    pub fn queue(self, everybodys: bool) -> Vec<Id> {
        self.version.track();
        self.board.with_value(|board| self.workspace.look(|ledger| board.queue(ledger, everybodys)))
    }

    /// 已审 and all.
    #[must_use]
    pub fn progress(self) -> (usize, usize) {
        self.version.track();
        self.board.with_value(Board::progress)
    }

    fn begin_anew(self) {
        let signer = Self::signer(self.workspace);
        self.board.set_value(self.workspace.look(|ledger| Board::new(ledger, signer)));
        self.tell();
    }

    fn follow(self, ledger: &Ledger, seen: &Seen) {
        let items = match seen {
            Seen::All => None,
            Seen::Changes(changes) => touched(ledger, changes),
        };
        let Some(items) = items else {
            set_timeout(move || self.begin_anew(), LATER);
            return;
        };
        let mut other = false;
        self.board.update_value(|board| {
            for id in &items {
                other |= board.update(ledger, id);
            }
        });
        if other {
            self.tell();
        }
    }

    fn tell(self) {
        self.waiting.set(Place::Review, self.board.with_value(Board::waiting));
        self.version.update(|n| *n += 1);
    }
}
