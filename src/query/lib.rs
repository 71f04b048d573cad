//! Search, filter and sort: which measures and findings a page shows, in which order.
//!
//! Read [`query`] first (what can be asked, and how it stands in an address), then [`index`] (what is kept to
//! answer quickly), then [`view`] (the answer). [`terms`] says what a search finds and marks it; `pinyin`, how letters spell characters; `fields` and
//! `fulfil`, what `单位:高新处` asks for and what meets it. Knows the
//! ledger alone: no edit, no signal, no clock; "today" is handed in.
//!
//! ```
//! use ledger::{Ledger, date::Date, demo::demo};
//! use query::{Index, MeasureRows, Query};
//!
//! let ledger = Ledger::new(demo(1, 110)).map_err(|ids| format!("{ids:?}"))?;
//! let today = Date::new(2026, 11, 15).ok_or("no such day")?;
//! let index = Index::complete(&ledger);
//! let query = Query::parse("text=%E5%8F%B0%E8%B4%A6&due=overdue&sort=-due");
//! let mut rows = MeasureRows::new(&index, &ledger, &query, today);
//! for row in rows.rows() {
//!     let (finding, measure) = index.measure(&ledger, *row).ok_or("gone")?;
//!     assert!(finding.measures.iter().any(|m| m.id == measure.id));
//! }
//! # Ok::<(), String>(())
//! ```

pub mod address;
mod bits;
pub mod cells;
pub mod columns;
mod count;
pub mod decisions;
mod dictionary;
pub mod documents;
pub mod edits;
pub mod evidence_index;
pub mod export_rows;
mod facts;
mod filter;
pub mod groups;
pub mod index;
pub mod palette;
mod patch;
mod pinyin;
mod postings;
pub mod print_rows;
mod qualifier_filter;
mod qualifiers;
pub mod query;
pub mod review_summary;
pub mod route;
mod search;
pub mod selection;
mod shown;
mod sort;
mod spans;
pub mod stale_rows;
mod tables;
pub mod terms;
mod texts;
pub mod view;
pub mod viewport;
pub mod worklists;

pub use count::{count, count_findings};
pub use query::{GroupBy, Pick, Query, Sort, SortBy};
pub mod whereabouts;

pub use index::{FindingRow, Index, MeasureRow};
pub use patch::Patch;
pub use qualifier_filter::{Hint, hints};
pub use qualifiers::field_names;
pub use selection::Selection;
pub use tables::{Findings, Measures};
pub use terms::{Terms, marks};
pub use view::{Refresh, View};

/// The rows of the 措施 table.
pub type MeasureRows = View<Measures>;
/// The rows of the 问题 list.
pub type FindingRows = View<Findings>;

#[cfg(test)]
mod tests;
