//! What HAPPENS to a ledger: edits, the one door that applies them, undo, history.
//!
//! Read [`edit`] first, then [`log`]; then `difference` and [`merge`]. State = the bundle that was opened + edits in order; there is no
//! second way to change a ledger. Knows the ledger alone: time, author and session are handed in.

mod align;
mod apply;
pub mod auto_merge;
pub mod bulk;
pub mod cell_input;
pub mod closing;
pub mod combine;
pub mod compare;
pub mod comparison_source;
pub mod conflict;
pub mod describe;
pub mod diff_chars;
mod difference;
mod dry_run;
pub mod edit;
pub mod entity_names;
pub mod extending;
pub mod field_input;
mod fingerprint;
mod history_codec;
pub mod id_range;
pub mod log;
pub mod merge;
pub mod numbers;
mod op;
mod pending_conflicts;
pub mod snapshot;
pub mod trend;
mod undo;
pub mod unknown;
mod untracked_changes;

pub use apply::{Changes, Refusal};
pub use edit::{Cause, Edit, Op, Spot, Stamp};
pub use fingerprint::Fingerprint;
pub use log::{Entry, Journal, Outcome};
