//! What the 措施 table and the 问题 list show: one search index, kept up with every change, and the two answers.
//! The work is `query`'s; this module feeds it and tells the page when rows are others.

use std::sync::Arc;

use leptos::prelude::*;

use super::context::of_page;
use super::workspace::{Seen, Workspace};
use ledger::{Id, Ledger};
use query::lists::Moved;
use query::{FindingRow, Index, MeasureRow, Query, RecordKind, Row, Terms};

/// Rows that are read into the index before the browser may draw again.
const SLICE: usize = 2_000;

/// The index and the two lists.
#[derive(Clone, Copy)]
pub struct Lists {
    workspace: Workspace,
    kept: StoredValue<query::Lists, LocalStorage>,
    /// The rows of the 措施 table.
    pub measures: RwSignal<Arc<Vec<MeasureRow>>>,
    /// The rows of the 问题 list.
    pub findings: RwSignal<Arc<Vec<FindingRow>>>,
    /// Counts indexes made anew: a row of an older one means nothing.
    pub made: RwSignal<u64>,
    /// What the last query searches for, to be marked.
    pub terms: RwSignal<Arc<Terms>>,
}

impl Lists {
    /// For the workspace; follows its changes from now on.
    #[must_use]
    pub fn new(workspace: Workspace) -> Self {
        let lists = Self {
            workspace,
            kept: StoredValue::new_local(query::Lists::default()),
            measures: RwSignal::new(Arc::default()),
            findings: RwSignal::new(Arc::default()),
            made: RwSignal::new(0),
            terms: RwSignal::new(Arc::new(Terms::default())),
        };
        workspace.on_change(move |seen| workspace.look(|ledger| lists.follow(ledger, seen)));
        lists
    }

    /// The lists of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Looks into the index, as far as it has been read.
    pub fn look<R>(self, at: impl FnOnce(&Index, &Ledger) -> R) -> Option<R> {
        self.kept.with_value(|kept| {
            let index = kept.index()?;
            Some(self.workspace.look(|ledger| at(index, ledger)))
        })
    }

    /// Asks for the rows of a list.
    pub fn ask(self, kind: RecordKind, query: &Query) {
        self.change(|kept, ledger| kept.ask(ledger, kind, query, self.workspace.day()));
        self.publish(Moved { measures: kind == RecordKind::Measure, findings: kind == RecordKind::Finding });
        if let Some(terms) = self.kept.with_value(|kept| kept.terms(kind).cloned()) {
            self.terms.set(Arc::new(terms));
        }
    }

    /// The rows of a list as it was last asked for, in its order.
    #[must_use]
    pub fn rows(self, kind: RecordKind) -> Vec<Row> {
        match kind {
            RecordKind::Measure => self.measures.track(),
            RecordKind::Finding => self.findings.track(),
        }
        self.kept.with_value(|kept| kept.rows(kind))
    }

    /// The findings of the 问题 list as it was last asked for, in its order. Empty before anybody asked.
    #[must_use]
    pub fn finding_ids(self) -> Vec<Id> {
        self.findings.with(|rows| {
            let ids =
                self.look(|index, _| rows.iter().filter_map(|row| index.finding_id(*row).cloned()).collect());
            ids.unwrap_or_default()
        })
    }

    /// How many measures a text finds, and how many there are.
    #[must_use]
    pub fn count_measures(self, text: &str) -> (usize, usize) {
        self.change(|kept, ledger| kept.count_measures(ledger, text, self.workspace.day()))
    }

    /// Reads the ledger into the index a slice at a time, so that the first key in the search finds it ready.
    pub fn read_ahead(self) {
        if self.change(|kept, ledger| !kept.read(ledger, SLICE)) {
            set_timeout(move || self.read_ahead(), std::time::Duration::from_millis(4));
        }
    }

    fn change<R: Default>(self, change: impl FnOnce(&mut query::Lists, &Ledger) -> R) -> R {
        let mut result = R::default();
        self.kept.update_value(|kept| result = self.workspace.look(|ledger| change(kept, ledger)));
        result
    }

    fn publish(self, moved: Moved) {
        if moved.measures {
            let rows = self.kept.with_value(|kept| kept.measures().map(|view| view.rows().to_vec()));
            self.measures.set(Arc::new(rows.unwrap_or_default()));
        }
        if moved.findings {
            let rows = self.kept.with_value(|kept| kept.findings().map(|view| view.rows().to_vec()));
            self.findings.set(Arc::new(rows.unwrap_or_default()));
        }
    }

    fn follow(self, ledger: &Ledger, seen: &Seen) {
        let changes = match seen {
            Seen::All => None,
            Seen::Changes(changes) => Some(*changes),
        };
        let today = self.workspace.day();
        let mut moved = Moved::default();
        self.kept.update_value(|kept| moved = kept.follow(ledger, changes, today));
        self.publish(moved);
        if changes.is_none() {
            self.made.update(|n| *n += 1);
            set_timeout(move || self.read_ahead(), std::time::Duration::from_millis(50));
        }
    }
}
