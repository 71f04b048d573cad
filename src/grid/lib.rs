#![doc = include_str!("README.md")]

mod block;
mod cell;
mod event;
mod fill;
mod fixed;
mod heights;
mod html;
mod layout;
mod lines;
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
