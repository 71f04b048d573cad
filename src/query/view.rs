//! The answer to a query: the rows that a list shows, in order, kept up to date as the ledger changes and as
//! the query grows. A plain value: the page draws it. Knows no signal and no element.

use std::cmp::Ordering;

use super::bits::Bits;
use super::filter::Filter;
use super::index::Index;
use super::patch::Patch;
use super::qualifiers;
use super::query::{Query, Sort};
use super::search::Hits;
use super::sort::{Key, sorted};
use super::tables::{Table, sealed::Rows};
use super::terms::Terms;
use ledger::Ledger;
use ledger::date::Date;

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
        let touched = distinct::<T>(touched);
        let sort = &self.query.sort;
        let place = |row| place::<T>(index, ledger, sort, self.today, row);
        let filter = Filter::new(index, ledger, &self.query, self.today);
        let hits = &self.hits;
        let belongs =
            |row| hits.iter().all(|hits| T::hit(index, hits, row)) && T::admits(index, &filter, row);
        if *sort != Sort::default() {
            resettle::<T>(&mut self.all, &touched, |_| true, place, sort);
        }
        resettle::<T>(&mut self.rows, &touched, belongs, place, sort)
    }

    /// Answers the query from scratch, but for the words that are still known.
    fn answer(&mut self, index: &Index, ledger: &Ledger) {
        self.version = index.version;
        self.all.clear();
        let (order, sort) = (T::order(index), &self.query.sort);
        if *sort == Sort::default() {
            self.all.extend_from_slice(order);
        } else {
            let keys = order.iter().map(|row| T::key(index, ledger, sort, self.today, *row)).zip(0..);
            self.all.extend(sorted(keys, sort.descending).into_iter().map(|rank| order[rank as usize]));
        }
        self.search(index);
        self.pick(index, ledger);
    }

    fn search(&mut self, index: &Index) {
        let terms = Terms::of(qualifiers::parse(&self.query.text, &index.fields).words);
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
        let everything = Query { text: String::new(), ..self.query.clone() }.is_everything()
            && !qualifiers::asks(&self.query.text, &index.fields);
        let filter = (!everything).then(|| Filter::new(index, ledger, &self.query, self.today));
        self.rows.extend(self.all.iter().copied().filter(|row| {
            found.as_ref().is_none_or(|found| found.contains(T::slot(*row)))
                && filter.as_ref().is_none_or(|filter| T::admits(index, filter, *row))
        }));
    }
}

/// What a row is put in order by, down to its place in the ledger.
type Place<'l> = (Key<'l>, u32);

fn place<'l, T: Rows>(index: &Index, ledger: &'l Ledger, sort: &Sort, today: Date, row: T::Row) -> Place<'l> {
    (T::key(index, ledger, sort, today, row), T::rank(index, row))
}

fn compare(a: &Place<'_>, b: &Place<'_>, descending: bool) -> Ordering {
    a.0.compare(&b.0, descending).then(a.1.cmp(&b.1))
}

fn distinct<T: Rows>(rows: &[T::Row]) -> Vec<T::Row> {
    let mut seen = Bits::default();
    let fresh = |row: &T::Row| {
        let fresh = !seen.contains(T::slot(*row));
        seen.insert(T::slot(*row));
        fresh
    };
    rows.iter().copied().filter(fresh).collect()
}

/// Takes a few rows out of a list and puts those that belong there back to where they belong.
fn resettle<'l, T: Rows>(
    list: &mut Vec<T::Row>,
    touched: &[T::Row],
    belongs: impl Fn(T::Row) -> bool,
    place: impl Fn(T::Row) -> Place<'l>,
    sort: &Sort,
) -> Refresh {
    let mut before = Vec::with_capacity(touched.len());
    for row in touched {
        // In the order of the ledger a row is where it was; elsewhere its old place is not known any more.
        let at = if *sort == Sort::default() {
            let target = place(*row);
            let at = list.partition_point(|other| compare(&place(*other), &target, false).is_lt());
            list.get(at).filter(|other| *other == row).map(|_| at)
        } else {
            list.iter().position(|other| other == row)
        };
        before.extend(at.map(|at| (at, *row)));
    }
    before.sort_unstable_by_key(|(at, _)| *at);
    for (at, _) in before.iter().rev() {
        list.remove(*at);
    }
    let mut after: Vec<(usize, T::Row)> = Vec::with_capacity(touched.len());
    for row in touched.iter().copied().filter(|row| belongs(*row)) {
        let target = place(row);
        let at = list.partition_point(|other| compare(&place(*other), &target, sort.descending).is_lt());
        list.insert(at, row);
        for (other, _) in after.iter_mut().filter(|(other, _)| *other >= at) {
            *other += 1;
        }
        after.push((at, row));
    }
    after.sort_unstable_by_key(|(at, _)| *at);
    match (before == after, after.is_empty()) {
        (false, _) => Refresh::Rows,
        (true, true) => Refresh::Nothing,
        (true, false) => Refresh::Content,
    }
}
