//! .xlsx (ECMA-376, SpreadsheetML): [`write()`] turns a [`Book`](super::table::book::Book) into a file that Excel, WPS and
//! LibreOffice open without complaint, [`read`] turns what those programs write into sheets of text.
//! Knows sheets and cells, no ledger.
//!
//! Written here because the ledger needs one kind of sheet: the two kept crates (`rust_xlsxwriter`, `calamine`) weigh 300 and
//! 290 kB gzipped in a page whose whole program weighs 600. The tests read with `calamine`.

mod cell;
mod parts;
mod read;
mod sheet;
mod styles;
mod write;

pub use cell::iso;
pub use read::{read, read_package};
pub use write::write;

#[cfg(test)]
mod tests;
