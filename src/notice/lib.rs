//! 通报, 整改报告 and 反馈意见: text in, ledger out ([`parse`]); ledger in, text out ([`render`]); and the pages it prints on ([`layout`]).
//!
//! What is read and printed again is the same text, byte for byte: every character has its place in a record.
//! Knows no file, browser or clock. Read [`pieces`] first: it says in which order a notice is printed.

pub mod documents;
mod evidence;
pub mod facts;
pub mod feedback;
pub mod figures;
mod findings;
pub mod into;
pub mod kind;
pub mod layout;
pub mod lines;
pub mod marks;
mod masthead;
mod measures;
pub mod paragraph;
pub mod parse;
pub mod pieces;
pub mod render;
pub mod report;
mod sections;
#[cfg(test)]
mod tests;
pub mod titles;

pub use kind::Kind;
pub use paragraph::{Paragraph, Style, Version};
pub use parse::{Parsed, parse};
pub use report::Report;
