//! Templates: an office's own document or workbook, with marks `{{…}}` where values of the ledger go, or with empty forms that
//! are filled by their heads. What holds neither stays as it was, byte for byte. Every error is told at once, with its place
//! and the nearest name that is known; then nothing is written.
//!
//! Read in this order: [`wanted`] (what is asked and answered), [`mark`] (what a mark says), [`scope`] (what it may name),
//! [`fields`] and [`ledger_scope`] (the names and values of a ledger), [`tree`] and [`attributes`] (XML without loss), [`slots`]
//! (marks found, also where Word cut them into runs), [`forms`] and [`tables`] (empty forms), [`labels`] (forms of labels), [`check`] (errors), [`expand`] (values),
//! [`docx`] and [`xlsx`] (the files), [`papers`] (which files there are).

pub mod fault;
pub mod wanted;

#[cfg(feature = "office")]
pub mod attributes;
#[cfg(feature = "office")]
pub mod changes;
#[cfg(feature = "office")]
pub mod check;
#[cfg(feature = "office")]
pub mod docx;
#[cfg(feature = "office")]
pub mod error;
#[cfg(feature = "office")]
pub mod example;
#[cfg(feature = "office")]
pub mod expand;
#[cfg(feature = "office")]
pub mod fields;
#[cfg(feature = "office")]
mod fill;
#[cfg(feature = "office")]
pub mod filter;
#[cfg(feature = "office")]
pub mod forms;
#[cfg(feature = "office")]
pub mod labels;
#[cfg(feature = "office")]
pub mod ledger_scope;
#[cfg(feature = "office")]
pub mod mark;
#[cfg(feature = "office")]
pub mod names;
#[cfg(feature = "office")]
pub mod papers;
#[cfg(feature = "office")]
pub mod prepared;
#[cfg(feature = "office")]
pub mod progress;
#[cfg(feature = "office")]
pub mod scope;
#[cfg(feature = "office")]
pub mod slots;
#[cfg(feature = "office")]
pub mod tables;
#[cfg(feature = "office")]
#[cfg(test)]
mod tests;
#[cfg(feature = "office")]
pub mod tree;
#[cfg(feature = "office")]
pub mod unique;
#[cfg(feature = "office")]
pub mod used;
#[cfg(feature = "office")]
pub mod value;
#[cfg(feature = "office")]
pub mod xlsx;

pub use fault::Fault;
#[cfg(feature = "office")]
pub use {
    error::TemplateError,
    fill::{fill, fill_telling, inspect, preview, sample},
    names::names,
};
