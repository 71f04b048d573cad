//! The page, in Leptos. Read [`desk`] first: the open ledger and the one way to change it; then [`shell`].
//! Computes nothing that the core can compute; touches the browser only through `browser`.

// A component that is not used draws nothing, which anybody sees; and commands of the desk are called for what
// they do.
#![allow(clippy::must_use_candidate)]
// A component is its markup.
#![allow(clippy::too_many_lines)]
// A component owns what it is given, whatever it does with it.
#![allow(clippy::needless_pass_by_value)]

pub mod archiving;
pub mod charts;
pub mod checking;
pub mod comfort;
pub mod context;
pub mod desk;
pub mod finder;
pub mod held;
pub mod keeping;
pub mod keys;
pub mod linking;
pub mod merging;
pub mod nav;
pub mod notice_import;
pub mod notices;
pub mod office;
pub mod open_dialog;
pub mod opening;
pub mod pages;
pub mod palette;
pub mod paper;
pub mod parts;
pub mod person;
pub mod proofs;
pub mod restoring;
pub mod reveal;
pub mod reviewing;
pub mod rows;
pub mod search;
pub mod sharing;
pub mod shell;
pub mod start;
pub mod theme;
pub mod unpacking;
pub mod waiting;
pub mod worktable;
