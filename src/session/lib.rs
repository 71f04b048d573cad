#![doc = include_str!("README.md")]

mod compare;
mod event;
mod exported;
mod linked_file;
mod linking;
mod local;
mod merging;
mod opening;
mod outbox;
mod replica;
mod session;
mod settings;
mod start;
mod state;
mod tab_sync;
mod taking_in;
#[cfg(test)]
mod tests;
mod today;

pub use event::{
    Answer, Arrival, Effect, Event, Item, ItemKind, KeptFile, Message, Redraw, Said, Save, Ticket, WriteFault,
};
pub use exported::{Exported, exported_setting};
pub use linked_file::{Content, FileLook, FileRef, KeptLink, LinkFault, LinkState, Stand};
pub use merging::{Chosen, MergeAct, Merging, ReadIn};
pub use opening::{Current, current_setting};
pub use outbox::Generation;
pub use session::{Session, edits_in};
pub use settings::{PERSON, Person, seq_of};
