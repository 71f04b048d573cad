//! The ledger as a table that offices exchange, one row a measure, whatever file it stands in.
//!
//! Out: [`columns`] (what the columns are) -> [`cells`] (what stands in them) -> [`ledger_book`] (sheets) -> a file.
//! In: a file -> [`raw`] (sheets of text) -> [`heads`] and [`incoming`] (rows under known columns) -> [`matching`] (which measure a
//! row means) -> [`plan`] (what would change, and the operations of one step). Knows no file format and no page.

pub mod asides;
mod assign;
pub mod book;
pub mod cell_text;
pub mod cell_value;
pub mod cells;
mod cells_in;
mod choice_lists;
pub mod choices;
mod column_likeness;
pub mod column_names;
pub mod columns;
pub mod comparison_book;
pub mod dates;
mod derived;
pub mod doubts;
pub mod entry_form;
pub mod forms;
pub mod gather;
pub mod heads;
pub mod incoming;
pub mod ledger_book;
pub mod line;
pub mod list_table;
pub mod matching;
pub mod money;
mod numbers;
pub mod people;
pub mod plan;
pub mod preview;
pub mod raw;
pub mod reading;
mod registers;
pub mod remembered;
pub mod responsibility;
pub mod sheets;
pub mod shown;
pub mod splits;
mod summary_sheet;
mod ticks;
mod two_fields;
pub mod unit_names;
pub mod value_words;
pub mod values;
pub mod words;

#[cfg(test)]
mod tests;
