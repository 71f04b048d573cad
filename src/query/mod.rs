//! Search, filter, sort, and addresses of views. Knows the ledger alone.

pub mod route;
