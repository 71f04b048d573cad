//! 关联文件, as a shell and a view know it: a file that is kept up to date while the page is open.

use journal::Edit;
use ledger::Bundle;

/// A file that a person chose, by the number under which the shell holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileRef(pub u64);

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    /// Milliseconds since 1970, as the file system tells.
    pub modified: i64,
    /// Bytes.
    pub size: u64,
}

/// Why a file was not read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkFault {
    /// The permission is gone; a person has to give it again.
    Permission,
    /// The file is not where it was.
    Missing,
    /// The disk is full.
    Full,
    /// It is not as it was when it was looked at.
    Changed,
    /// Anything else, in the browser's words.
    Other(String),
}

/// A file that a ledger is linked to. How this browser left it, as it noted, says nothing of what a page knows: after a kill
/// the file may hold edits that no store does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLink {
    /// The file.
    pub file: FileRef,
    /// Its name.
    pub name: String,
}

/// How a file was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLook {
    /// Whether the page may write it without asking.
    pub may_write: bool,
    /// How it stands.
    pub stand: Result<Stand, LinkFault>,
    /// How any tab of this browser left it, as it noted.
    pub noted: Option<Stand>,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// A ledger.
    Ledger {
        /// With the history of the file.
        bundle: Box<Bundle>,
        /// Edits that a rescue file carries beside it.
        rescued: Vec<Edit>,
        /// How many of those cannot be read.
        unreadable: usize,
    },
    /// Nothing that can be read as a ledger: why, a sentence each.
    Unreadable(Vec<String>),
}

/// How it stands with the linked file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// No file is linked.
    None,
    /// The file holds everything, since this moment.
    UpToDate(String),
    /// It is being written, or will be in a moment.
    Writing,
    /// The browser wants to be asked again for the permission to write.
    Permission,
    /// Somebody else wrote the file. It was not touched.
    Changed,
    /// What somebody else wrote is for a person to decide; it was handed to 合并.
    Asks,
    /// It was not written: why.
    Failed(String),
}

impl LinkState {
    /// What people read about a file of this name.
    #[must_use]
    pub fn words(&self, name: &str) -> String {
        match self {
            Self::None => "没有关联文件".to_owned(),
            Self::UpToDate(at) => format!("{name} 已是最新（{at}）"),
            Self::Writing => format!("正在写入 {name}"),
            Self::Permission => format!("浏览器需要您重新允许写入 {name}，现在没有写入"),
            Self::Changed => format!("{name} 里有本页没有读过的内容（可能被别人改过），没有覆盖它"),
            Self::Asks => format!(
                "{name} 里有要由您决定的内容（与本页的修改冲突，或没有变更记录），没有覆盖它，已放到“合并”页；合并后请回到“本机台账”写入"
            ),
            Self::Failed(why) => format!("没有写入 {name}：{why}；文件保持原样"),
        }
    }

    pub(crate) fn is_trouble(&self) -> bool {
        matches!(self, Self::Permission | Self::Changed | Self::Asks | Self::Failed(_))
    }
}

impl From<LinkFault> for LinkState {
    fn from(fault: LinkFault) -> Self {
        match fault {
            LinkFault::Permission => Self::Permission,
            LinkFault::Missing => Self::Failed("文件不在原处，可能被移动或删除".to_owned()),
            LinkFault::Full => Self::Failed("磁盘已满".to_owned()),
            LinkFault::Changed => Self::Changed,
            LinkFault::Other(why) => Self::Failed(why),
        }
    }
}
