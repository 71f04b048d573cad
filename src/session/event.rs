//! What the session hears and what it wants done. The shell (the page, or a simulation of it) executes effects and
//! reports back; it decides nothing.

use std::time::Duration;

use journal::{Changes, Edit, Journal, Stamp};
use ledger::Id;
use ledger::date::{Date, Moment};

use crate::exported::Exported;
use crate::linked_file::{Content, FileLook, FileRef, KeptLink, LinkFault, LinkState, Stand};
use crate::merging::{MergeAct, ReadIn};
use crate::settings::{Person, seq_of};

/// The number of a request. Its answer comes back with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(crate) u64);

/// A ledger that was read and can be opened.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// What people call it: the name of its file.
    pub name: String,
    /// The ledger with the history of its file.
    pub journal: Journal,
    /// Edits that a rescue file carried beside it.
    pub rescued: Vec<Edit>,
    /// Texts in the rescue file that are no edits.
    pub unreadable: Vec<String>,
    /// What is odd about the file, a sentence each.
    pub oddities: Vec<String>,
    /// Whether the shell has the bytes of the file and can have the browser keep them as they are.
    pub has_bytes: bool,
}

/// What another tab told of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Edits, as JSON texts.
    Edits(Vec<String>),
    /// Keys of edits that it took out of localStorage, because a file and the replica hold them.
    LetGo(Vec<String>),
    /// Edits, as JSON texts, that a file and the replica hold, and localStorage does not.
    Kept(Vec<String>),
}

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// The page starts. Sent once, before anything else.
    Start {
        /// Whether the browser lets the page store anything.
        stores: bool,
        /// What sessionStorage says that this tab had open; `None` in a new tab.
        tab_note: Option<String>,
        /// The time.
        now: Moment,
    },
    /// A person opens a file, or the demonstration.
    Open(Box<Arrival>),
    /// A person goes back to the ledger in the page.
    OpenOwn(Box<Arrival>),
    /// A person says who works here.
    Sign(Person),
    /// A person asks to store again what no store has taken.
    StoreAgain,
    /// The browser reported that a file with these edits was written.
    FileWritten(Exported),
    /// A file with these edits was handed to the downloads. Nobody knows yet whether it was written.
    HandedOut(Exported),
    /// The person confirms that the download is there.
    ConfirmExport,
    /// A person chose a file for this ledger to be kept up to date.
    FileChosen {
        /// The ledger that was open when the person was asked.
        bundle: Id,
        /// The file.
        link: KeptLink,
        /// How it was found, right after the browser had asked for the permission to write.
        look: FileLook,
    },
    /// A file was not chosen, because the browser does not show its dialog.
    FileNotChosen(LinkFault),
    /// A person allowed again to write the linked file.
    LinkAllowed,
    /// A person asks to take in what somebody else wrote into the linked file, and to write it then.
    TakeInLinked,
    /// A person links no file any more.
    Unlink,
    /// A person does something on the page 合并.
    Merge(MergeAct),
    /// Everything of a ledger was taken out of the stores on purpose.
    Removed(Id),
    /// Another page changed localStorage: all of it (`None`), or one key, which holds this text now.
    LocalChanged {
        /// The key.
        key: Option<String>,
        /// Its text; `None` where the key is gone.
        text: Option<String>,
    },
    /// Another tab told something of a ledger.
    TabSaid {
        /// The ledger's id.
        bundle: String,
        /// What it told.
        said: Said,
    },
    /// The time: after `AskTime`, and whenever the page comes into sight again.
    Clock(Moment),
    /// An effect has come to its end.
    Answered {
        /// Of which request.
        ticket: Ticket,
        /// What came of it.
        answer: Answer,
    },
}

/// What came of an effect.
#[derive(Debug)]
pub enum Answer {
    /// How many items localStorage took, and why it did not take the next one.
    Put {
        /// How many, from the first on.
        stored: usize,
        /// Why it took no more.
        fault: Option<WriteFault>,
    },
    /// Keys and texts that were read; or the browser's words.
    Read(Result<Vec<(String, String)>, String>),
    /// A transaction ended: the disk has all of it, or none for this reason.
    Written(Result<(), String>),
    /// The file that was kept of a ledger.
    File(KeptFile),
    /// The file that a ledger was linked to, where there is one.
    Link(Option<KeptLink>),
    /// No other tab is at the file until [`Effect::UnlockFile`].
    Locked,
    /// How a file was found.
    FileStands(FileLook),
    /// What a file holds, and how it stood when it was read.
    FileHolds(Result<(Content, Stand), LinkFault>),
    /// A file was written, and stands like this; or it is as it was.
    FilePut(Result<Stand, LinkFault>),
    /// What a file for 合并 holds.
    ToMerge(Box<ReadIn>),
    /// The page was drawn; who works here, and when it is now.
    Drawn(Stamp),
    /// A timer ran out.
    Elapsed,
}

/// What was found of the kept file of a ledger.
#[derive(Debug)]
pub enum KeptFile {
    /// The file.
    Found(Box<Arrival>),
    /// The browser keeps none.
    Missing,
    /// The browser could not be asked: its words.
    Failed(String),
    /// It is there and cannot be read: what is wrong with it, a sentence each.
    Unreadable(Vec<String>),
}

/// Why localStorage did not take something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteFault {
    /// Its 5,242,880 UTF-16 units are used up.
    Full,
    /// The browser refuses, in its words.
    Refused(String),
}

impl WriteFault {
    /// What happened, for people.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Full => "浏览器存储已满".to_owned(),
            Self::Refused(why) => format!("浏览器拒绝写入（{why}）"),
        }
    }
}

/// Something that is written into a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The key, the same in both stores.
    pub key: String,
    /// The text.
    pub text: String,
    /// How it stands to what is there already.
    pub kind: ItemKind,
}

/// How something that is written stands to what the store holds under its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// An edit: written once, never with another text.
    Edit,
    /// A setting with this number: a store keeps the text with the highest one, whatever the order of writing.
    Setting(u64),
}

impl Item {
    /// Whether a store that holds this text under the key keeps it.
    #[must_use]
    pub fn is_outdone_by(&self, held: &str) -> bool {
        matches!(self.kind, ItemKind::Setting(seq) if seq_of(held) > seq)
    }
}

/// 保存状态: whether the browser's stores hold every edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Save {
    /// 已保存.
    Saved,
    /// 正在保存.
    Saving,
    /// 未保存: why, and where a copy is.
    Unsaved(String),
}

/// What is drawn anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redraw {
    /// These things moved.
    Changes(Changes),
    /// Anything may have moved.
    All,
}

/// Something that a person is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What happened and what to do.
    pub text: String,
    /// Lines of detail.
    pub lines: Vec<String>,
    /// Whether it is bad news, which stays until it is closed.
    pub warning: bool,
}

/// Something that is to be done. Those of localStorage, and the question for the time, are done at once and answered before
/// anything else happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Put items into localStorage, in this order, up to the first that it does not take. A setting never takes the place
    /// of a higher one, which counts as taken.
    PutLocal {
        /// Answered with [`Answer::Put`].
        ticket: Ticket,
        /// What is put.
        items: Vec<Item>,
    },
    /// Take keys out of localStorage.
    RemoveLocal(Vec<String>),
    /// Read localStorage.
    ReadLocal {
        /// Answered with [`Answer::Read`].
        ticket: Ticket,
        /// What the keys begin with.
        prefixes: Vec<String>,
    },
    /// Write items into the replica, in one strict transaction. A setting never takes the place of a higher one.
    WriteReplica {
        /// Answered with [`Answer::Written`].
        ticket: Ticket,
        /// What is written.
        items: Vec<Item>,
    },
    /// Read the replica.
    ReadReplica {
        /// Answered with [`Answer::Read`].
        ticket: Ticket,
        /// What the keys begin with.
        prefixes: Vec<String>,
    },
    /// Have the browser keep the file of a ledger.
    KeepFile {
        /// Answered with [`Answer::Written`].
        ticket: Ticket,
        /// The ledger.
        bundle: Id,
        /// Its bytes; `None` for those of the file that came with the last [`Event::Open`].
        written: Option<Vec<u8>>,
    },
    /// Read the file that the browser kept of a ledger.
    ReadFile {
        /// Answered with [`Answer::File`].
        ticket: Ticket,
        /// The ledger.
        bundle: Id,
    },
    /// Look which file a ledger was linked to.
    RecallLink {
        /// Answered with [`Answer::Link`].
        ticket: Ticket,
        /// The ledger.
        bundle: Id,
    },
    /// Note for all tabs and the next start that a ledger is linked to a file.
    NoteLink {
        /// The ledger.
        bundle: Id,
        /// The file.
        file: FileRef,
        /// How this browser left it; `None`: never.
        stand: Option<Stand>,
    },
    /// Take that note of a ledger back.
    ForgetLink(Id),
    /// Wait until no other tab is at the linked file of a ledger.
    LockFile {
        /// Answered with [`Answer::Locked`].
        ticket: Ticket,
        /// The ledger.
        bundle: Id,
    },
    /// Let other tabs at it again: the lock of this request, also where it was not got yet.
    UnlockFile(Ticket),
    /// Look how a file stands.
    LookAtFile {
        /// Answered with [`Answer::FileStands`].
        ticket: Ticket,
        /// The file.
        file: FileRef,
        /// The ledger whose note is looked at.
        bundle: Id,
    },
    /// Read a file.
    ReadLinked {
        /// Answered with [`Answer::FileHolds`].
        ticket: Ticket,
        /// The file.
        file: FileRef,
    },
    /// Write a file anew, whole or not at all, where it still stands as it is known to.
    WriteLinked {
        /// Answered with [`Answer::FilePut`].
        ticket: Ticket,
        /// The file.
        file: FileRef,
        /// How it is known to stand.
        known: Stand,
        /// Its text, in pieces.
        parts: Vec<String>,
    },
    /// What is said of the linked file.
    Link {
        /// Its name; empty where none is linked.
        name: String,
        /// How it stands with it.
        state: LinkState,
    },
    /// Read one of the files that were chosen for 合并 last.
    ReadToMerge {
        /// Answered with [`Answer::ToMerge`].
        ticket: Ticket,
        /// Which, from 0.
        at: usize,
    },
    /// Draw what is said to take a while before it begins.
    Draw {
        /// Answered with [`Answer::Drawn`].
        ticket: Ticket,
    },
    /// What 合并 shows is another one: [`crate::Session::merging`].
    Merging,
    /// Go to the page 合并.
    GoToMerge,
    /// The file that was kept last holds all that is open: what is rescued is added to it.
    FileIsBase,
    /// Note in sessionStorage what this tab has open.
    NoteTab(String),
    /// Tell the other tabs.
    TellTabs {
        /// Of which ledger.
        bundle: Id,
        /// What.
        said: Said,
    },
    /// Answer after this time.
    SetTimer {
        /// Answered with [`Answer::Elapsed`].
        ticket: Ticket,
        /// How long.
        after: Duration,
    },
    /// Send [`Event::Clock`], at once.
    AskTime,
    /// Draw anew.
    Redraw(Redraw),
    /// Another ledger is open. Everything begins anew.
    Opened,
    /// The start is over, the page can be drawn.
    Ready,
    /// Another day began, or the first one is known.
    Today(Date),
    /// Who works here.
    Person(Person),
    /// What 导出状态 says has changed.
    ExportState,
    /// 保存状态 is another one: [`crate::Session::save`]. It carries none, because effects may be executed late.
    Save,
    /// Edits that are in memory alone, for the rescue file.
    Rescue(Vec<String>),
    /// Tell the person.
    Tell(Message),
}
