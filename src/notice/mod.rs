//! 通报: text in, ledger out ([`parse`]); ledger in, text out ([`render`]); and the pages it prints on ([`layout`]).
//!
//! What is read and printed again is the same text, byte for byte: every character has its place in a record.
//! Knows no file, browser or clock. Read [`pieces`] first: it says in which order a notice is printed.

pub mod marks;
pub mod paragraph;
pub mod pieces;
pub mod render;

pub use paragraph::{Paragraph, Style, Version};
