//! Templates: an office's own document, with marks `{{…}}` where values of the ledger go. What holds no mark stays as it
//! was, byte for byte. Every error is told at once, with its place and the nearest name that is known; then nothing is
//! written.
//!
//! Read in this order: [`mark`] (what a mark says), [`scope`] (what it may name), [`tree`] (XML without loss), [`slots`]
//! (marks found, also where Word cut them into runs), [`check`] (errors), [`expand`] (values), [`docx`] (the file).

pub mod check;
pub mod docx;
pub mod expand;
pub mod filter;
pub mod ledger_scope;
pub mod mark;
pub mod scope;
pub mod slots;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod value;

pub use check::Fault;
pub use docx::{TemplateError, fill};
pub use ledger_scope::{schema, scope as of_ledger};
pub use scope::{Schema, Scope};
