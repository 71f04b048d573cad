//! The parts that pages are made of: fields, lists of entries, windowed tables, marked text. Know no page.

pub mod entries;
pub mod field;
pub mod marks;
pub mod values;
pub mod window;
