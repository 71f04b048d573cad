//! The lists of a page, 措施 and 问题, over one index: asked for, kept up with every change, read ahead in slices.
//!
//! Nothing here knows who draws them. The ledger and the day are handed in with every call and must be those of the page.

use super::count::count;
use super::index::Index;
use super::query::Query;
use super::records::{RecordKind, Row};
use super::terms::Terms;
use super::view::{Refresh, View};
use super::{FindingRows, MeasureRows};
use journal::Changes;
use ledger::Ledger;
use ledger::date::Date;

/// One index and the last answer to each list. Empty until somebody asks.
#[derive(Debug, Default)]
pub struct Lists {
    index: Option<Index>,
    measures: Option<MeasureRows>,
    findings: Option<FindingRows>,
}

/// Which lists have other rows than before, or the same in another order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// 措施.
    pub measures: bool,
    /// 问题.
    pub findings: bool,
}

impl Lists {
    /// The index, as far as it has been read. None before anybody asked.
    #[must_use]
    pub fn index(&self) -> Option<&Index> {
        self.index.as_ref()
    }

    /// The last answer for 措施. None before anybody asked.
    #[must_use]
    pub fn measures(&self) -> Option<&MeasureRows> {
        self.measures.as_ref()
    }

    /// The last answer for 问题. None before anybody asked.
    #[must_use]
    pub fn findings(&self) -> Option<&FindingRows> {
        self.findings.as_ref()
    }

    /// The rows of a list as it was last asked for, in its order. Empty before anybody asked.
    #[must_use]
    pub fn rows(&self, kind: RecordKind) -> Vec<Row> {
        match kind {
            RecordKind::Measure => {
                self.measures.iter().flat_map(View::rows).copied().map(Row::Measure).collect()
            }
            RecordKind::Finding => {
                self.findings.iter().flat_map(View::rows).copied().map(Row::Finding).collect()
            }
        }
    }

    /// The words that a list was last asked for. None before anybody asked.
    #[must_use]
    pub fn terms(&self, kind: RecordKind) -> Option<&Terms> {
        match kind {
            RecordKind::Measure => self.measures.as_ref().map(MeasureRows::terms),
            RecordKind::Finding => self.findings.as_ref().map(FindingRows::terms),
        }
    }

    /// Asks for the rows of a list as of a day.
    pub fn ask(&mut self, ledger: &Ledger, kind: RecordKind, query: &Query, today: Date) {
        let index = ready(&mut self.index, ledger, query);
        match kind {
            RecordKind::Measure => match &mut self.measures {
                Some(view) => view.requery(index, ledger, query, today),
                none => *none = Some(MeasureRows::new(index, ledger, query, today)),
            },
            RecordKind::Finding => match &mut self.findings {
                Some(view) => view.requery(index, ledger, query, today),
                none => *none = Some(FindingRows::new(index, ledger, query, today)),
            },
        }
    }

    /// How many measures a text finds, and how many there are. The lists stay as they were asked for.
    pub fn count_measures(&mut self, ledger: &Ledger, text: &str, today: Date) -> (usize, usize) {
        let query = Query { text: text.to_owned(), ..Query::default() };
        let index = ready(&mut self.index, ledger, &query);
        let [matched, total] = [&query, &Query::default()].map(|query| count(index, ledger, query, today));
        (matched, total)
    }

    /// Reads the texts of up to `count` further records into the index; `true` when all are read.
    pub fn read(&mut self, ledger: &Ledger, count: usize) -> bool {
        self.index.get_or_insert_with(|| Index::new(ledger)).step(ledger, count)
    }

    /// Takes in what changed in the ledger, or that anything may have: `None`, as when another ledger was opened or the
    /// day ended. Rows of before mean nothing then.
    pub fn follow(&mut self, ledger: &Ledger, changes: Option<&Changes>, today: Date) -> Moved {
        let Some(index) = &mut self.index else { return Moved::default() };
        let Some(changes) = changes else { return self.begin_anew(ledger, today) };
        let touched = changes.fields.iter().map(|field| &field.0);
        let touched = touched.chain(changes.lists.iter().map(|list| &list.0));
        let patch = index.patch(ledger, touched.chain(&changes.added).chain(&changes.removed));
        let moved = |refresh| refresh == Refresh::Rows;
        Moved {
            measures: self.measures.as_mut().is_some_and(|view| moved(view.refresh(index, ledger, &patch))),
            findings: self.findings.as_mut().is_some_and(|view| moved(view.refresh(index, ledger, &patch))),
        }
    }

    fn begin_anew(&mut self, ledger: &Ledger, today: Date) -> Moved {
        let before = std::mem::replace(self, Self { index: Some(Index::new(ledger)), ..Self::default() });
        if let Some(view) = &before.measures {
            self.ask(ledger, RecordKind::Measure, view.query(), today);
        }
        if let Some(view) = &before.findings {
            self.ask(ledger, RecordKind::Finding, view.query(), today);
        }
        Moved { measures: before.measures.is_some(), findings: before.findings.is_some() }
    }
}

/// The index, made where it is missing. Words are found only in texts that were read; filters and orders need none.
fn ready<'i>(index: &'i mut Option<Index>, ledger: &Ledger, query: &Query) -> &'i Index {
    let index = index.get_or_insert_with(|| Index::new(ledger));
    let searches = !query.text.trim().is_empty();
    while searches && !index.step(ledger, usize::MAX) {}
    index
}
