//! What HAPPENS to a ledger: edits, the one door that applies them, undo, history.
//!
//! Read [`edit`] first, then [`log`]. State = the bundle that was opened + edits in order; there is no
//! second way to change a ledger. Knows the ledger alone: time, author and session are handed in.

mod apply;
pub mod edit;
pub mod log;
mod steps;
pub mod tell;
pub mod trend;
pub mod typed;

pub use apply::{Changes, Refusal};
pub use edit::{Cause, Edit, Op, Spot, Stamp};
pub use log::{Entry, Journal, Outcome};
