//! The two lists that a [`View`](super::View) can show, told apart by type: what a row is, what it holds, how
//! it is admitted and put in order.

use std::fmt::Debug;

use super::bits::Bits;
use super::filter::Filter;
use super::index::{FindingRow, Index, MeasureRow};
use super::patch::Patch;
use super::query::Sort;
use super::search::Hits;
use super::sort::Key;
use ledger::Ledger;
use ledger::date::Date;

/// A list of rows of one kind. Only this module can make one.
pub trait Table: Debug + Clone + sealed::Rows {}

/// The 措施 table: a row a measure.
#[derive(Debug, Clone)]
pub struct Measures;

/// The 问题 list: a row a finding.
#[derive(Debug, Clone)]
pub struct Findings;

impl Table for Measures {}
impl Table for Findings {}

pub(super) mod sealed {
    //! What a view asks of a list; not for others.
    #![expect(private_interfaces, reason = "sealed: nobody outside names what these traits take")]

    use super::{Bits, Date, Debug, Filter, Hits, Index, Key, Ledger, Patch, Sort};

    pub trait Rows {
        type Row: Copy + Eq + Debug;
        fn slot(row: Self::Row) -> u32;
        fn order(index: &Index) -> &[Self::Row];
        fn rank(index: &Index, row: Self::Row) -> u32;
        fn touched(patch: &Patch) -> &[Self::Row];
        /// The findings of touched rows.
        fn finding(index: &Index, row: Self::Row) -> u32;
        fn hits(index: &Index, hits: &Hits) -> Bits;
        fn hit(index: &Index, hits: &Hits, row: Self::Row) -> bool;
        fn admits(index: &Index, filter: &Filter, row: Self::Row) -> bool;
        fn key<'l>(index: &Index, ledger: &'l Ledger, sort: &Sort, today: Date, row: Self::Row) -> Key<'l>;
    }
}

#[expect(private_interfaces, reason = "sealed, as the trait is")]
impl sealed::Rows for Measures {
    type Row = MeasureRow;
    fn slot(row: MeasureRow) -> u32 {
        row.0
    }
    fn order(index: &Index) -> &[MeasureRow] {
        &index.measure_order
    }
    fn rank(index: &Index, row: MeasureRow) -> u32 {
        index.measures[row.0 as usize].rank
    }
    fn touched(patch: &Patch) -> &[MeasureRow] {
        &patch.measures
    }
    fn finding(index: &Index, row: MeasureRow) -> u32 {
        index.measures[row.0 as usize].finding
    }
    fn hits(_: &Index, hits: &Hits) -> Bits {
        hits.measures.clone()
    }
    fn hit(_: &Index, hits: &Hits, row: MeasureRow) -> bool {
        hits.measures.contains(row.0)
    }
    fn admits(index: &Index, filter: &Filter, row: MeasureRow) -> bool {
        filter.admits_measure(index, &index.measures[row.0 as usize])
    }
    fn key<'l>(index: &Index, ledger: &'l Ledger, sort: &Sort, _: Date, row: MeasureRow) -> Key<'l> {
        index.measure_key(ledger, sort, row)
    }
}

#[expect(private_interfaces, reason = "sealed, as the trait is")]
impl sealed::Rows for Findings {
    type Row = FindingRow;
    fn slot(row: FindingRow) -> u32 {
        row.0
    }
    fn order(index: &Index) -> &[FindingRow] {
        &index.finding_order
    }
    fn rank(index: &Index, row: FindingRow) -> u32 {
        // Positions are counted like slots, in 32 bits.
        u32::try_from(index.findings[row.0 as usize].at).unwrap_or(u32::MAX)
    }
    fn touched(patch: &Patch) -> &[FindingRow] {
        &patch.findings
    }
    fn finding(_: &Index, row: FindingRow) -> u32 {
        row.0
    }
    fn hits(index: &Index, hits: &Hits) -> Bits {
        hits.findings_with_measures(index)
    }
    fn hit(index: &Index, hits: &Hits, row: FindingRow) -> bool {
        hits.has_finding(index, row.0)
    }
    fn admits(index: &Index, filter: &Filter, row: FindingRow) -> bool {
        filter.admits_finding(index, row.0, &index.findings[row.0 as usize])
    }
    fn key<'l>(index: &Index, ledger: &'l Ledger, sort: &Sort, today: Date, row: FindingRow) -> Key<'l> {
        index.finding_key(ledger, sort, today, row)
    }
}
