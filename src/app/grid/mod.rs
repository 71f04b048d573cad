//! Draws a grid: plain DOM rows from a pool, and one editor that floats over the cell that has the focus. What keys,
//! pointer and clipboard do to it is the crate `grid`'s; what stands in it and where it is written is a [`Source`]'s.
//! Read [`state`] first. Knows no ledger.

mod day_picker;
mod editor;
mod editor_box;
mod geometry;
mod hand;
mod kept;
mod pool;
mod row;
mod source;
mod state;
mod text_box;
mod view;

pub use day_picker::DayPicker;
pub use geometry::Geometry;
pub use source::{Again, Head, Line, Shown, Source, Tick};

pub use view::Grid;
