//! The grid as a machine: what keys, pointer, input method and clipboard do to a table of cells.
//!
//! [`Grid`] holds the state (focus, range, editing) and answers each [`Event`] with [`Command`]s; [`Sheet`] is what it
//! asks of the cells. [`Block`] is what the clipboard holds. [`Heights`], [`Layout`] and [`View`] are the geometry:
//! rows of unequal height, columns that share a window, and what of both is in sight.
//!
//! Knows no ledger and no browser: whoever draws hands in events and carries out the commands.
//!
//! ```
//! use grid::{Cell, Command, Event, Grid, Key, Sheet};
//!
//! struct Words(Vec<[&'static str; 2]>);
//! impl Sheet for Words {
//!     fn rows(&self) -> usize { self.0.len() }
//!     fn columns(&self) -> usize { 2 }
//!     fn text(&self, cell: Cell) -> String { self.0[cell.row][cell.column].to_owned() }
//! }
//!
//! let words = Words(vec![["一", "甲"], ["二", "乙"]]);
//! let mut grid = Grid::default();
//! grid.fit(&words);
//! grid.handle(Event::Typed("丙".into()), &words);
//! let done = grid.handle(Event::Key(Key::named("Enter")), &words);
//! assert!(done.commands.contains(&Command::Commit { cell: Cell { row: 0, column: 0 }, text: "丙".into() }));
//! assert_eq!(grid.focus(), Some(Cell { row: 1, column: 0 }));
//! ```

mod block;
mod cell;
mod event;
mod fill;
mod heights;
mod html;
mod layout;
mod machine;
mod pointer;
#[cfg(test)]
mod tests;
mod view;

pub use block::Block;
pub use cell::{Cell, Range};
pub use event::{Command, Edit, Event, Key, Outcome, Put, Puts, Reason, Sheet};
pub use heights::Heights;
pub use layout::{Layout, Pin, Track};
pub use machine::{Grid, Mode};
pub use view::{Anchor, View};
