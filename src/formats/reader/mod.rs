//! Reads a file of an office, whatever it is: told by its content, read within a budget, refused with what to do.
//! Knows formats; knows no ledger and no browser.

pub mod budget;
pub mod document_table;
pub mod error;
pub mod grid;
pub mod number_format;
pub mod outcome;
pub mod package;
pub mod text;

pub use error::ReadError;
