//! The standing checks, kept up with the ledger: at once while their page is on screen, else when nobody has
//! changed anything for a while, so that no key waits for them. What is checked is `ledger::checks`'s.

use std::sync::Arc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::context::of_page;
use super::workspace::Workspace;
use ledger::checks::{self, Check, Severity, Waiver};

/// While their page is open the checks follow a change after this time.
const SOON: Duration = Duration::from_millis(120);
/// Else after this time without a change.
const LATER: Duration = Duration::from_millis(1500);
/// Larger ledgers are checked only while the page is open: it takes longer than a person should notice.
const LARGE: usize = 20_000;

/// What the checks found last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// What asks for something.
    pub open: Vec<Check>,
    /// What a person set aside, with the waiver.
    pub waived: Vec<(Check, Waiver)>,
}

/// The checks of the open ledger.
#[derive(Clone, Copy)]
pub struct Checking {
    workspace: Workspace,
    /// What was found; `None` before anything was checked.
    pub found: RwSignal<Option<Arc<Found>>>,
    shown: StoredValue<bool>,
    waiting: StoredValue<Option<TimeoutHandle>, LocalStorage>,
}

impl Checking {
    /// For the workspace; follows its changes from now on.
    #[must_use]
    pub fn new(workspace: Workspace) -> Self {
        let checking = Self {
            workspace,
            found: RwSignal::new(None),
            shown: StoredValue::new(false),
            waiting: StoredValue::new_local(None),
        };
        workspace.on_change(move |_| checking.later());
        checking
    }

    /// The checks of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Checks now.
    pub fn now(self) {
        let today = self.workspace.day();
        let found = self.workspace.look(|ledger| {
            let (open, waived) = checks::split(checks::run(ledger, today), &ledger.bundle().waivers);
            let waived = waived.into_iter().map(|(check, waiver)| (check, waiver.clone())).collect();
            Found { open, waived }
        });
        self.found.set(Some(Arc::new(found)));
    }

    /// Whether the page of the checks is on screen.
    pub fn show(self, shown: bool) {
        self.shown.set_value(shown);
        if shown {
            self.now();
        }
    }

    /// Checks when there is time.
    pub fn later(self) {
        let delay = if self.shown.get_value() { SOON } else { LATER };
        let check = move || {
            self.waiting.set_value(None);
            let large = self.workspace.look(|ledger| {
                ledger.bundle().findings.iter().map(|f| f.measures.len()).sum::<usize>() > LARGE
            });
            if large && !self.shown.get_value() {
                self.found.set(None);
            } else {
                self.now();
            }
        };
        self.waiting.update_value(|waiting| {
            if let Some(handle) = waiting.take() {
                handle.clear();
            }
        });
        self.waiting.set_value(set_timeout_with_handle(check, delay).ok());
    }

    /// How many open checks are 严重; for the rail.
    #[must_use]
    pub fn serious(self) -> usize {
        let serious = |found: &Arc<Found>| {
            found.open.iter().filter(|check| check.kind.severity() == Severity::Serious).count()
        };
        self.found.with(|found| found.as_ref().map_or(0, serious))
    }
}
