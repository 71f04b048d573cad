//! The only place that touches the browser: storage, files, address, clock. Knows the ledger's value types,
//! no page and no signal.

pub mod alone;
pub mod clipboard;
pub mod clock;
pub mod files;
pub mod focus;
pub mod keep;
pub mod linked;
pub mod mirror;
pub mod office;
pub mod page;
pub mod panic;
pub mod patience;
pub mod pieces;
pub mod storage;
pub mod tabs;
