//! Search, filter, sort, and addresses of views. Knows the ledger alone.

pub mod address;
pub mod ask;
pub mod route;
pub mod terms;
pub use ask::{Pick, Query, Sort, SortBy};
pub use terms::{Terms, marks};
