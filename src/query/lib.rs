#![doc = include_str!("README.md")]

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
pub mod head_filter;
pub mod head_span;
pub mod index;
pub mod leaving;
pub mod lists;
pub mod palette;
mod patch;
mod pinyin;
mod postings;
pub mod print_rows;
mod qualifier_filter;
mod qualifiers;
pub mod query;
pub mod records;
pub mod review_summary;
pub mod route;
mod search;
pub mod selection;
mod shown;
mod sort;
mod spans;
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
pub use lists::Lists;
pub use patch::Patch;
pub use qualifier_filter::{Hint, hints};
pub use qualifiers::field_names;
pub use records::{Record, RecordKind, Row};
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
