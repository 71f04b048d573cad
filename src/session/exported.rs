//! 导出状态: which edits a file holds. It follows the content and not the click, and a file that was handed to the downloads
//! counts only when the person says that it is there.

use journal::Journal;
use ledger::Id;
use ledger::date::Moment;
use serde::{Deserialize, Serialize};

/// The edits that a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// [`journal::Fingerprint`] of the journal.
    pub mark: String,
    /// How many edits it held.
    pub edits: usize,
    /// When, by this machine's clock; empty where it was opened.
    pub at: String,
    /// Of which ledger. The setting's name tells it.
    #[serde(skip)]
    pub bundle: Id,
}

impl Exported {
    /// What a file holds that is written now.
    #[must_use]
    pub fn now(journal: &Journal, at: Moment) -> Self {
        Self {
            mark: journal.mark().to_string(),
            edits: journal.entries().len(),
            at: at.to_string(),
            bundle: journal.ledger().bundle().id.clone(),
        }
    }

    /// What the opened file of a journal holds.
    fn of_file(journal: &Journal) -> Self {
        Self {
            mark: journal.file_mark().to_string(),
            edits: journal.entries().iter().filter(|entry| entry.in_file).count(),
            at: String::new(),
            bundle: journal.ledger().bundle().id.clone(),
        }
    }
}

/// The setting that holds what the last export of a ledger held.
#[must_use]
pub fn exported_setting(bundle: &Id) -> String {
    format!("exported/{bundle}")
}

/// How it stands with the exports of the open ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExportState {
    /// The file that is known to hold the most.
    last: Exported,
    /// A file that was handed to the downloads and is not confirmed.
    handed: Option<Exported>,
}

impl ExportState {
    /// Of a journal that was just opened; `before` is what was noted of its last export.
    pub(crate) fn of(journal: &Journal, before: Option<Exported>) -> Self {
        let file = Exported::of_file(journal);
        let last = before.filter(|before| before.edits > file.edits).unwrap_or(file);
        Self { last, handed: None }
    }

    /// A file holds these edits.
    pub(crate) fn written(&mut self, exported: Exported) {
        if self.handed.as_ref().is_some_and(|handed| handed.edits <= exported.edits) {
            self.handed = None;
        }
        self.last = exported;
    }

    /// The downloads were handed a file with these edits.
    pub(crate) fn handed_out(&mut self, exported: Exported) {
        self.handed = Some(exported);
    }

    /// The person says that the last download is there.
    pub(crate) fn confirmed(&mut self) -> Option<Exported> {
        self.handed.take()
    }

    /// Whether a download waits to be confirmed.
    pub(crate) fn is_handed(&self) -> bool {
        self.handed.is_some()
    }

    /// How many edits no file holds.
    pub(crate) fn missing(&self, journal: &Journal) -> usize {
        if self.last.mark == journal.mark().to_string() {
            return 0;
        }
        journal.entries().len().saturating_sub(self.last.edits).max(1)
    }
}
