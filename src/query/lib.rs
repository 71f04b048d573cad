//! Search, filter and sort: which measures and findings a page shows, in which order.
//!
//! Read [`ask`] first (what can be asked, and how it stands in an address), then [`index`] (what is kept to
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
mod admit;
pub mod ask;
mod bits;
pub mod cells;
mod codes;
pub mod columns;
mod count;
pub mod decisions;
pub mod documents;
pub mod dossier;
pub mod edits;
mod facts;
mod fields;
mod fulfil;
pub mod groups;
pub mod index;
pub mod palette;
pub mod paper;
mod patch;
pub mod picked;
mod pinyin;
mod postings;
pub mod proofs;
pub mod route;
mod search;
pub mod sheet;
pub mod sight;
mod sort;
mod spans;
mod tables;
pub mod terms;
mod texts;
pub mod view;
pub mod worklists;

pub use ask::{GroupBy, Pick, Query, Sort, SortBy};
pub use count::{count, count_findings};
pub mod whereabouts;

pub use fields::names as field_names;
pub use fulfil::{Hint, hints};
pub use index::{FindingRow, Index, MeasureRow};
pub use patch::Patch;
pub use picked::Picked;
pub use tables::{Findings, Measures};
pub use terms::{Terms, marks};
pub use view::{Refresh, View};

/// The rows of the 措施 table.
pub type MeasureRows = View<Measures>;
/// The rows of the 问题 list.
pub type FindingRows = View<Findings>;

#[cfg(test)]
mod tests;
