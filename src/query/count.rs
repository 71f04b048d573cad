//! How many measures a query matches, without putting them in order. Knows the index and its filter.

use super::filter::Filter;
use super::index::Index;
use super::query::Query;
use super::search::Hits;
use super::terms::Terms;
use ledger::Ledger;
use ledger::date::Date;

/// How many findings match. Words are looked for in the texts that have been read.
#[must_use]
pub fn count_findings(index: &Index, ledger: &Ledger, query: &Query, today: Date) -> usize {
    let filter = Filter::new(index, ledger, query, today);
    let terms = Terms::parse(&query.text);
    let hits: Vec<Hits> = terms.words().map(|term| Hits::of(index, term, None)).collect();
    let admitted = index.finding_order.iter().filter(|row| {
        hits.iter().all(|hits| hits.has_finding(index, row.0))
            && filter.admits_finding(index, row.0, &index.findings[row.0 as usize])
    });
    admitted.count()
}

/// How many measures match. Words are looked for in the texts that have been read.
#[must_use]
pub fn count(index: &Index, ledger: &Ledger, query: &Query, today: Date) -> usize {
    let filter = Filter::new(index, ledger, query, today);
    let terms = Terms::parse(&query.text);
    let hits: Vec<Hits> = terms.words().map(|term| Hits::of(index, term, None)).collect();
    let admitted = index.measure_order.iter().filter(|row| {
        hits.iter().all(|hits| hits.measures.contains(row.0))
            && filter.admits_measure(index, &index.measures[row.0 as usize])
    });
    admitted.count()
}
