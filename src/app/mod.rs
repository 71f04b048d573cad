//! The page, in Leptos. Read [`workspace`] first: the open ledger and the one way to change it; then [`shell`].
//! Computes nothing that the core can compute; touches the browser only through `platform`.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a component owns what it is given, whatever it does with it"
)]

pub mod archiving;
pub mod badges;
pub mod charts;
pub mod checking;
pub mod containers;
pub mod context;
pub mod display_settings;
mod effects;
pub mod evidence_index;
pub mod grid;
mod hand_out;
pub mod keys;
pub mod linked_file;
pub mod lists;
pub mod local_ledgers;
pub mod merging;
pub mod nav;
pub mod new_ledger;
pub mod notice_import;
pub mod notices;
pub mod office;
pub mod open_dialog;
pub mod opening;
pub mod pages;
pub mod palette;
mod paper_filling;
pub mod papers;
pub mod parts;
pub mod person;
pub mod print;
pub mod progress;
mod reveal;
pub mod reviewing;
pub mod rows;
pub mod search;
pub mod shell;
pub mod start;
pub mod tab_sync;
pub mod theme;
pub mod workspace;
pub mod worktable;
