//! 整改台账: the ledger of an inspection's findings, the edits made to it, and the page that shows both.
//!
//! Imports run one way: [`ledger`] <- [`journal`] <- [`notice`] <- [`exchange`], [`query`] <- `app`, and `browser` <- `app`.
//! The core (all but `app` and `browser`) knows no browser, no signal and no clock: time, author and
//! randomness are handed in, bytes go in and come out. `ARCHITECTURE.md` is the map.

#[cfg(feature = "page")]
pub mod app;
#[cfg(feature = "page")]
pub mod browser;
pub mod exchange;
pub mod journal;
pub mod ledger;
pub mod notice;
pub mod query;
