//! The ledger as a table that offices exchange, one row a measure, whatever file it stands in.
//!
//! Out: [`columns`] (what the columns are) -> [`cells`] (what stands in them) -> [`ledger_book`] (sheets) -> a file.
//! In: a file -> [`raw`] (sheets of text) -> [`heads`] and [`incoming`] (rows under known columns) -> [`matching`] (which measure a
//! row means) -> [`plan`] (what would change, and the operations of one step). Knows no file format and no page.

pub mod book;
pub mod cells;
pub mod columns;
pub mod comparison_book;
pub mod dates;
pub mod heads;
pub mod incoming;
pub mod ledger_book;
pub mod line;
pub mod matching;
mod numbers;
pub mod plan;
pub mod raw;
mod registers;
pub mod responsibility;
pub mod values;

#[cfg(test)]
mod tests;
