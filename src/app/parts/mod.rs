//! The parts that pages are made of: fields, lists of entries, windowed tables, marked text. Know no page.

pub mod cell;
pub mod closure;
pub mod deadline;
pub mod entries;
pub mod field;
pub mod filter;
pub mod marks;
pub mod person_card;
pub mod remind;
pub mod review_words;
pub mod sorted;
pub mod window;
