//! The answer to a query: the rows that a list shows, in order, kept up to date as the ledger changes and as
//! the query grows. A plain value: the page draws it. Knows no signal and no element.

use std::cmp::Ordering;

use super::admit::Filter;
use super::ask::{Query, Sort};
use super::bits::Bits;
use super::index::Index;
use super::patch::Patch;
use super::search::Hits;
use super::sort::Key;
use super::tables::{Table, sealed::Rows};
use super::terms::Terms;
use crate::ledger::Ledger;
use crate::ledger::date::Date;

/// What a refresh did to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refresh {
    /// Nothing that it shows.
    Nothing,
    /// The same rows in the same order; the touched ones are to be drawn anew.
    Content,
    /// Other rows, or another order.
    Rows,
}

/// More touched rows than this are not moved one by one: the list is made anew.
const FEW: usize = 256;

/// The rows that match a query, in its order.
#[derive(Debug, Clone)]
pub struct View<T: Table> {
    query: Query,
    today: Date,
    terms: Terms,
    /// Where each word of the query is found.
    hits: Vec<Hits>,
    /// All rows of the ledger in the order that is asked for, matching or not.
    all: Vec<T::Row>,
    rows: Vec<T::Row>,
    /// The state of the index that all this is of.
    version: u64,
}

impl<T: Table> View<T> {
    /// Answers a query as of `today`.
    #[must_use]
    pub fn new(index: &Index, ledger: &Ledger, query: &Query, today: Date) -> Self {
        let mut view = Self {
            query: query.clone(),
            today,
            terms: Terms::default(),
            hits: Vec::new(),
            all: Vec::new(),
            rows: Vec::new(),
            version: index.version,
        };
        view.answer(index, ledger);
        view
    }

    /// The rows that match, in order.
    #[must_use]
    pub fn rows(&self) -> &[T::Row] {
        &self.rows
    }

    /// How many rows match.
    #[must_use]
    pub fn matched(&self) -> usize {
        self.rows.len()
    }

    /// How many rows there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.all.len()
    }

    /// The query that is answered.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The words of the query, for [`marks`](super::marks).
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Where a row stands in the list.
    #[must_use]
    pub fn position(&self, row: T::Row) -> Option<usize> {
        self.rows.iter().position(|other| *other == row)
    }

    /// Answers another query. What was found before is made use of: a word that grew is searched among the
    /// rows that held its beginning, and the order is kept where the same one is asked for.
    pub fn requery(&mut self, index: &Index, ledger: &Ledger, query: &Query, today: Date) {
        let same_order = query.sort == self.query.sort && today == self.today;
        self.query = query.clone();
        self.today = today;
        if self.version == index.version && same_order {
            self.search(index);
            self.pick(index, ledger);
        } else {
            if self.version != index.version {
                self.hits.clear();
            }
            self.answer(index, ledger);
        }
    }

    /// Takes in a change of the ledger, after the index has.
    pub fn refresh(&mut self, index: &Index, ledger: &Ledger, patch: &Patch) -> Refresh {
        let touched = T::touched(patch);
        if patch.rebuilt || self.version != patch.before || touched.len() > FEW {
            self.hits.clear();
            self.answer(index, ledger);
            return Refresh::Rows;
        }
        self.version = index.version;
        if touched.is_empty() {
            return Refresh::Nothing;
        }
        let mut findings: Vec<_> = touched.iter().map(|row| T::finding(index, *row)).collect();
        findings.sort_unstable();
        findings.dedup();
        for hits in &mut self.hits {
            for finding in &findings {
                hits.retest(index, *finding);
            }
        }
        let touched = Touched::<T>::new(touched);
        if self.query.sort != Sort::default() {
            let (sort, today) = (self.query.sort, self.today);
            touched.resettle(
                &mut self.all,
                |_| true,
                |row| place::<T>(index, ledger, sort, today, row),
                sort.descending,
            );
        }
        let filter = Filter::new(index, ledger, &self.query, self.today);
        let (sort, today, hits) = (self.query.sort, self.today, &self.hits);
        touched.resettle(
            &mut self.rows,
            |row| hits.iter().all(|hits| T::hit(index, hits, row)) && T::admits(index, &filter, row),
            |row| place::<T>(index, ledger, sort, today, row),
            sort.descending,
        )
    }

    /// Answers the query from scratch, but for the words that are still known.
    fn answer(&mut self, index: &Index, ledger: &Ledger) {
        self.version = index.version;
        self.all.clear();
        self.all.extend_from_slice(T::order(index));
        let sort = self.query.sort;
        if sort != Sort::default() {
            let place = |row| (place::<T>(index, ledger, sort, self.today, row), row);
            let mut keyed: Vec<_> = self.all.iter().map(|row| place(*row)).collect();
            keyed.sort_unstable_by(|(a, _), (b, _)| compare(a, b, sort.descending));
            self.all.clear();
            self.all.extend(keyed.into_iter().map(|(_, row)| row));
        }
        self.search(index);
        self.pick(index, ledger);
    }

    fn search(&mut self, index: &Index) {
        let terms = Terms::parse(&self.query.text);
        let known = std::mem::take(&mut self.hits);
        let hits = terms.words().map(|term| {
            let same = known.iter().find(|hits| hits.term == *term);
            let shorter = || known.iter().find(|hits| term.narrows(&hits.term));
            same.cloned().unwrap_or_else(|| Hits::of(index, term, shorter()))
        });
        self.hits = hits.collect();
        self.terms = terms;
    }

    fn pick(&mut self, index: &Index, ledger: &Ledger) {
        self.rows.clear();
        let mut hits = self.hits.iter().map(|hits| T::hits(index, hits));
        let found = hits.next().map(|first| {
            hits.fold(first, |mut met, bits| {
                met.meet(&bits);
                met
            })
        });
        let everything = Query { text: String::new(), ..self.query.clone() }.is_everything();
        let filter = (!everything).then(|| Filter::new(index, ledger, &self.query, self.today));
        self.rows.extend(self.all.iter().copied().filter(|row| {
            found.as_ref().is_none_or(|found| found.contains(T::slot(*row)))
                && filter.as_ref().is_none_or(|filter| T::admits(index, filter, *row))
        }));
    }
}

/// What a row is put in order by, down to its place in the ledger.
type Place<'l> = (Key<'l>, u32);

fn place<'l, T: Rows>(index: &Index, ledger: &'l Ledger, sort: Sort, today: Date, row: T::Row) -> Place<'l> {
    (T::key(index, ledger, sort, today, row), T::rank(index, row))
}

fn compare(a: &Place<'_>, b: &Place<'_>, descending: bool) -> Ordering {
    a.0.compare(&b.0, descending).then(a.1.cmp(&b.1))
}

/// A few rows that are to be tested and placed again.
struct Touched<T: Rows> {
    rows: Vec<T::Row>,
    slots: Bits,
}

impl<T: Rows> Touched<T> {
    fn new(rows: &[T::Row]) -> Self {
        let mut slots = Bits::default();
        let mut distinct = Vec::with_capacity(rows.len());
        for row in rows {
            if !slots.contains(T::slot(*row)) {
                slots.insert(T::slot(*row));
                distinct.push(*row);
            }
        }
        Self { rows: distinct, slots }
    }

    /// Takes the rows out of a list and puts those that belong there back to where they belong.
    fn resettle<'l>(
        &self,
        list: &mut Vec<T::Row>,
        belongs: impl Fn(T::Row) -> bool,
        place: impl Fn(T::Row) -> Place<'l>,
        descending: bool,
    ) -> Refresh {
        let before = self.positions(list);
        list.retain(|row| !self.slots.contains(T::slot(*row)));
        for row in self.rows.iter().copied().filter(|row| belongs(*row)) {
            let target = place(row);
            let at = list.partition_point(|other| compare(&place(*other), &target, descending).is_lt());
            list.insert(at, row);
        }
        let after = self.positions(list);
        if before != after {
            Refresh::Rows
        } else if after.is_empty() {
            Refresh::Nothing
        } else {
            Refresh::Content
        }
    }

    fn positions(&self, list: &[T::Row]) -> Vec<(usize, u32)> {
        let slots = list.iter().map(|row| T::slot(*row)).enumerate();
        slots.filter(|(_, slot)| self.slots.contains(*slot)).collect()
    }
}
