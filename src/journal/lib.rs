//! What HAPPENS to a ledger: edits, the one door that applies them, undo, history.
//!
//! Read [`edit`] first, then [`log`]; then `difference` and [`merge`]. State = the bundle that was opened + edits in order; there is no
//! second way to change a ledger. Knows the ledger alone: time, author and session are handed in.

pub mod absorb;
mod align;
mod apply;
pub mod beside;
pub mod bulk;
pub mod closing;
pub mod combine;
pub mod compare;
pub mod conflict;
pub mod diff_chars;
mod difference;
pub mod edit;
pub mod extending;
mod kept;
pub mod known;
pub mod log;
mod mark;
pub mod merge;
pub mod moment;
pub mod numbers;
mod op;
pub mod span;
mod steps;
pub mod tell;
pub mod trend;
mod trial;
pub mod typed;
pub mod unknown;
mod unrecorded;
mod waiting;

pub use apply::{Changes, Refusal};
pub use edit::{Cause, Edit, Op, Spot, Stamp};
pub use log::{Entry, Journal, Outcome};
pub use mark::Mark;
