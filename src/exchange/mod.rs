//! Bytes in, bytes out: how a ledger is read from files and written to them, a folder a format.
//!
//! Knows the ledger; knows no browser, no clock and no page. What a format refuses, it says in Chinese.

pub mod clip;
pub mod csv;
pub mod json;
