//! The bundle as JSON.

mod canonical;
mod export;
mod number;

pub use canonical::canonical;
pub use export::{export, export_chunks};
