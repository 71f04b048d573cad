//! What the 措施 table and the 问题 list show: one search index, kept up with every change, and the two answers.
//! The work is `query`'s; this module feeds it and tells the page when rows are others.

use std::sync::Arc;

use leptos::prelude::*;

use super::context::of_page;
use super::workspace::{Seen, Workspace};
use ledger::{Id, Ledger};
use query::{
    FindingRow, FindingRows, Index, MeasureRow, MeasureRows, Query, RecordKind, Refresh, Row, Terms, count,
};

/// Rows that are read into the index before the browser may draw again.
const SLICE: usize = 2_000;

/// What is kept between queries.
#[derive(Default)]
struct Kept {
    index: Option<Index>,
    measures: Option<MeasureRows>,
    findings: Option<FindingRows>,
}

/// The index and the two lists.
#[derive(Clone, Copy)]
pub struct Lists {
    workspace: Workspace,
    kept: StoredValue<Kept, LocalStorage>,
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
            kept: StoredValue::new_local(Kept::default()),
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
            let index = kept.index.as_ref()?;
            Some(self.workspace.look(|ledger| at(index, ledger)))
        })
    }

    /// Asks for measures.
    pub fn ask_measures(self, query: &Query) {
        let rows = self.ask(query, |kept, ledger| {
            let index = kept.index.as_ref()?;
            let today = self.workspace.day();
            match &mut kept.measures {
                Some(view) => view.requery(index, ledger, query, today),
                none => *none = Some(MeasureRows::new(index, ledger, query, today)),
            }
            kept.measures.as_ref().map(|view| (view.rows().to_vec(), view.terms().clone()))
        });
        if let Some((rows, terms)) = rows {
            self.measures.set(Arc::new(rows));
            self.terms.set(Arc::new(terms));
        }
    }

    /// Asks for findings.
    pub fn ask_findings(self, query: &Query) {
        let rows = self.ask(query, |kept, ledger| {
            let index = kept.index.as_ref()?;
            let today = self.workspace.day();
            match &mut kept.findings {
                Some(view) => view.requery(index, ledger, query, today),
                none => *none = Some(FindingRows::new(index, ledger, query, today)),
            }
            kept.findings.as_ref().map(|view| (view.rows().to_vec(), view.terms().clone()))
        });
        if let Some((rows, terms)) = rows {
            self.findings.set(Arc::new(rows));
            self.terms.set(Arc::new(terms));
        }
    }

    /// Asks for the rows of a list.
    pub fn ask_rows(self, kind: RecordKind, query: &Query) {
        match kind {
            RecordKind::Measure => self.ask_measures(query),
            RecordKind::Finding => self.ask_findings(query),
        }
    }

    /// The rows of a list as it was last asked for, in its order.
    #[must_use]
    pub fn rows(self, kind: RecordKind) -> Vec<Row> {
        match kind {
            RecordKind::Measure => {
                self.measures.with(|rows| rows.iter().copied().map(Row::Measure).collect())
            }
            RecordKind::Finding => {
                self.findings.with(|rows| rows.iter().copied().map(Row::Finding).collect())
            }
        }
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
        let query = Query { text: text.to_owned(), ..Query::default() };
        let counted = self.ask(&query, |kept, ledger| {
            let index = kept.index.as_ref()?;
            let all = Query::default();
            Some([&query, &all].map(|query| count(index, ledger, query, self.workspace.day())))
        });
        counted.map_or((0, 0), |[matched, total]| (matched, total))
    }

    fn ask<R>(self, query: &Query, answer: impl FnOnce(&mut Kept, &Ledger) -> Option<R>) -> Option<R> {
        let mut result = None;
        self.kept.update_value(|kept| {
            self.workspace.look(|ledger| {
                let index = kept.index.get_or_insert_with(|| Index::new(ledger));
                // Words can only be found in texts that were read; filters and orders need none.
                let searches = !query.text.trim().is_empty();
                while searches && !index.step(ledger, usize::MAX) {}
                result = answer(kept, ledger);
            });
        });
        result
    }

    /// Reads the ledger into the index a slice at a time, so that the first key in the search finds it ready.
    pub fn read_ahead(self) {
        let mut complete = true;
        self.kept.update_value(|kept| {
            self.workspace.look(|ledger| {
                complete = kept.index.get_or_insert_with(|| Index::new(ledger)).step(ledger, SLICE);
            });
        });
        if !complete {
            set_timeout(move || self.read_ahead(), std::time::Duration::from_millis(4));
        }
    }

    fn follow(self, ledger: &Ledger, seen: &Seen) {
        let mut rows = (None, None);
        self.kept.update_value(|kept| {
            let Some(index) = &mut kept.index else { return };
            match seen {
                Seen::All => {
                    *index = Index::new(ledger);
                    let today = self.workspace.day();
                    for (searches, answered) in [
                        (kept.measures.as_ref().map(|v| v.query().clone()), true),
                        (kept.findings.as_ref().map(|v| v.query().clone()), false),
                    ] {
                        let Some(query) = searches else { continue };
                        while !query.text.trim().is_empty() && !index.step(ledger, usize::MAX) {}
                        if answered {
                            kept.measures = Some(MeasureRows::new(index, ledger, &query, today));
                        } else {
                            kept.findings = Some(FindingRows::new(index, ledger, &query, today));
                        }
                    }
                    rows.0 = kept.measures.as_ref().map(|view| view.rows().to_vec());
                    rows.1 = kept.findings.as_ref().map(|view| view.rows().to_vec());
                }
                Seen::Changes(changes) => {
                    let touched = changes.fields.iter().map(|f| &f.0);
                    let touched = touched.chain(changes.lists.iter().map(|l| &l.0));
                    let patch = index.patch(ledger, touched.chain(&changes.added).chain(&changes.removed));
                    if let Some(view) = &mut kept.measures
                        && view.refresh(index, ledger, &patch) == Refresh::Rows
                    {
                        rows.0 = Some(view.rows().to_vec());
                    }
                    if let Some(view) = &mut kept.findings
                        && view.refresh(index, ledger, &patch) == Refresh::Rows
                    {
                        rows.1 = Some(view.rows().to_vec());
                    }
                }
            }
        });
        if let Some(rows) = rows.0 {
            self.measures.set(Arc::new(rows));
        }
        if let Some(rows) = rows.1 {
            self.findings.set(Arc::new(rows));
        }
        if matches!(seen, Seen::All) {
            self.made.update(|n| *n += 1);
            set_timeout(move || self.read_ahead(), std::time::Duration::from_millis(50));
        }
    }
}
