//! 整改台账: the ledger of an inspection's findings, the edits made to it, and the page that shows both.

#[cfg(feature = "page")]
pub mod browser;
