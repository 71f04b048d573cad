//! The bundle as JSON: bytes in, a bundle or all that is wrong; a bundle in, canonical bytes.
//!
//! Read [`open`] first, then `export`. Knows the ledger; knows no browser: how to decode GB 18030 is handed in.

mod canonical;
mod decode;
mod diagnose;
mod export;
pub mod keys;
mod number;
mod oddity;
mod open;
mod place;
mod problem;
mod rescue;
mod scan;
mod schema;
mod syntax;
#[cfg(test)]
mod tests;

pub use canonical::canonical;
pub use export::{export, export_chunks};
pub use open::{Opened, open};
pub use problem::{FileError, MAX_BYTES, MAX_LISTED, Problem, Refusal, check_size};
pub use schema::{schema, schema_text};
