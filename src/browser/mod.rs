//! The only place that touches the browser: storage, files, address, clock. Knows the ledger's value types,
//! no page and no signal.

pub mod clipboard;
pub mod clock;
pub mod files;
pub mod keep;
pub mod page;
pub mod panic;
pub mod storage;
