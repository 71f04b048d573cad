#![doc = include_str!("README.md")]

pub mod documents;
mod duties;
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
mod running;
mod sections;
#[cfg(test)]
mod tests;
pub mod titles;

pub use kind::Kind;
pub use paragraph::{Paragraph, Style, Version};
pub use parse::{Parsed, parse};
pub use report::Report;
