//! The parts that pages are made of: fields, lists of entries, windowed tables, marked text. Know no page.

pub mod asked;
pub mod cell;
pub mod entries;
pub mod field;
pub mod filter;
pub mod marks;
pub mod person_card;
pub mod sorted;
pub mod window;
