//! The tools of the ledger tables: what is picked, which columns are seen, groups, bulk edits, saved views, and what
//! leaves the page. Read [`state`] first. One table for measures and for findings: what differs
//! is a [`query::RecordKind`]. Computes nothing that `query` and `journal::bulk` can.

pub mod bar;
pub mod begin;
pub mod bulk;
pub mod carry;
pub mod chips;
pub mod columns;
pub mod dialog;
pub mod doubt;
pub mod fixed;
pub mod head;
pub mod head_menu;
pub mod look;
pub mod menu;
pub mod more_tools;
pub mod proposals;
pub mod record;
pub mod save;
pub mod sheet;
pub mod state;
pub mod table;
pub mod take;
pub mod views;
pub mod words;
