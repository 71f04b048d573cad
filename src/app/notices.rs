//! What the page tells a person in passing: one line of news, and warnings that stay until they are closed.

use std::time::Duration;

use leptos::prelude::*;

/// How long news is on the screen.
const SEEN: Duration = Duration::from_secs(3);

/// How long the text of news stays for screen readers.
const KEPT: Duration = Duration::from_secs(8);

/// One thing that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Tells notices apart.
    pub id: u64,
    /// What happened and what to do.
    pub text: String,
    /// Lines of detail: the problems of a file.
    pub lines: Vec<String>,
    /// Whether it is bad news: an `alert` that stays.
    pub warning: bool,
}

/// The notices that are shown.
#[derive(Clone, Copy)]
pub struct Notices {
    /// Oldest first.
    pub shown: RwSignal<Vec<Notice>>,
    /// The news that is on the screen. A screen reader has longer: the text stays for a while.
    pub seen: RwSignal<Option<u64>>,
    count: StoredValue<u64>,
}

impl Notices {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), seen: RwSignal::new(None), count: StoredValue::new(0) }
    }

    /// Tells something that went well. It takes the place of the last such news.
    pub fn tell(self, text: String) {
        self.push(text, Vec::new(), false);
    }

    /// Tells something that went wrong.
    pub fn warn(self, text: String) {
        self.push(text, Vec::new(), true);
    }

    /// Tells something that went wrong, with lines of detail.
    pub fn warn_with(self, text: String, lines: Vec<String>) {
        self.push(text, lines, true);
    }

    /// Closes a notice.
    pub fn close(self, id: u64) {
        self.shown.update(|list| list.retain(|notice| notice.id != id));
    }

    fn push(self, text: String, lines: Vec<String>, warning: bool) {
        let id = self.count.get_value() + 1;
        self.count.set_value(id);
        self.shown.update(|list| {
            list.retain(|old| if warning { old.text != text } else { old.warning });
            list.push(Notice { id, text, lines, warning });
        });
        if !warning {
            self.seen.set(Some(id));
            let hide = move || {
                if self.seen.try_get_untracked().flatten() == Some(id) {
                    self.seen.set(None);
                }
            };
            set_timeout(hide, SEEN);
            set_timeout(move || self.close(id), KEPT);
        }
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}
