//! .docx (ECMA-376, WordprocessingML): [`write()`] sets a [`Document`](super::document::Document) as GB/T 9704-2012 wants it,
//! [`read`] gives the paragraphs of a document as text. Knows paragraphs, no ledger and no notice.
//!
//! Written here: the kept crate `docx-rs` has no document grid, no even pages and no characters as unit of indents.

mod body;
mod number_text;
mod numbering;
pub mod page;
mod paragraph;
mod read;
mod style_sheet;
mod styles;
mod symbols;
mod table;
mod write;

pub use read::{is_flat_2003, read, read_flat, read_package};
pub use styles::id as style_id;
pub use symbols::sign;
pub use table::write_table;
pub use write::write;

#[cfg(test)]
mod tests;
