//! Several tabs, and other pages, on one browser's stores: edits that other tabs make, what a tab lets go of, and what
//! another page took out.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use formats::json::keys::{bundle_of, edit_key, is_edit_of};
use journal::Edit;
use ledger::Id;

use crate::event::{Effect, Item, ItemKind, Said};
use crate::exported::exported_setting;
use crate::outbox::Purpose;
use crate::session::{Session, edits_in, item};
use crate::settings::{Order, name_of};

/// How long keys may be gone before they are put back: by then the tab that let go of them on purpose has said so.
const PAUSE: Duration = Duration::from_millis(400);

/// What is known of the stores because of other tabs.
#[derive(Debug, Default)]
pub(crate) struct TabSync {
    /// Keys that are not in localStorage on purpose, because a file and the replica hold their edits.
    left_out: HashSet<String>,
    /// Keys of edits that the replica held when it was compared.
    pub(crate) in_replica: HashSet<String>,
    /// Whether what another page took out is about to be put back.
    pub(crate) pausing: bool,
    /// Whether another page has ever taken something out: what a tab tells of may be gone again when it is heard.
    was_taken_out: bool,
    /// Whether another page has cleared all of it since something was put back.
    was_cleared: bool,
}

impl TabSync {
    /// Of another ledger in the same stores.
    pub(crate) fn of_next_ledger(&self) -> Self {
        Self { was_taken_out: self.was_taken_out, ..Self::default() }
    }

    /// Notes that localStorage does not hold these keys, on purpose.
    pub(crate) fn leave_out(&mut self, keys: impl Iterator<Item = String>) {
        self.left_out.extend(keys);
    }
}

impl Session {
    pub(crate) fn local_changed(&mut self, key: Option<&str>, text: Option<String>) {
        if !self.local.is_open() {
            return;
        }
        let Some(key) = key else {
            self.tabs.was_cleared = true;
            return self.put_back_soon();
        };
        if let Some(name) = name_of(key) {
            return self.setting_changed(name, text);
        }
        if !is_edit_of(key, &self.open.bundle()) {
            return;
        }
        match text {
            Some(text) => {
                let before = self.open.journal.entries().len();
                self.take_from_tab(vec![text]);
                if self.tabs.was_taken_out && self.open.journal.entries().len() > before {
                    self.put_back_soon();
                }
            }
            None => self.put_back_soon(),
        }
    }

    fn setting_changed(&mut self, name: &str, text: Option<String>) {
        let exported = name == exported_setting(&self.open.bundle());
        match text {
            Some(text) => {
                if self.settings.hear(name, &text) == Order::Newer && exported {
                    self.note_exports();
                    self.out.send(Effect::ExportState);
                }
            }
            // A ledger that is removed takes the note of its exports along.
            None if name.starts_with("exported/") => self.settings.forget(name),
            None => self.put_back_soon(),
        }
    }

    pub(crate) fn tab_said(&mut self, bundle: &str, said: Said) {
        if self.open.bundle().as_str() != bundle {
            return;
        }
        match said {
            Said::Edits(texts) => self.take_untaken(texts),
            Said::LetGo(keys) => self.tabs.leave_out(keys.into_iter()),
            Said::Kept(texts) => {
                let bundle = self.open.bundle();
                let (edits, _) = edits_in(texts.clone());
                self.tabs.leave_out(edits.iter().map(|edit| edit_key(&bundle, &edit.id)));
                self.take_from_tab(texts);
            }
        }
    }

    /// Edits that another tab could not put into localStorage: it may be closed before it can, so both answer for them.
    fn take_untaken(&mut self, texts: Vec<String>) {
        let bundle = self.open.bundle();
        let (mut edits, _) = edits_in(texts.clone());
        edits.retain(|edit| !self.open.journal.knows(&edit.id));
        let items: Vec<Item> = edits.iter().map(|edit| item(&bundle, edit)).collect();
        self.take_from_tab(texts);
        if self.local.is_open() && !items.is_empty() {
            self.replica.put(items.clone(), &mut self.out);
            self.replica.note_stake();
            self.local.put_told_edits(&bundle, items, &mut self.out);
        }
    }

    fn take_from_tab(&mut self, texts: Vec<String>) {
        let (edits, _) = edits_in(texts);
        if self.receive(edits, true) > 0 {
            self.out.warn(
                "另一个标签页改了同一处，两个值都在“变更”页，可逐条查看和采用。".to_owned(),
                Vec::new(),
            );
        }
    }

    /// Puts back what another page took out of localStorage, all of it at once: it is told key by key.
    fn put_back_soon(&mut self) {
        self.tabs.was_taken_out = true;
        if !std::mem::replace(&mut self.tabs.pausing, true) {
            self.out.wait(Purpose::PutBackPause, PAUSE);
        }
    }

    /// Edits of any ledger that the replica does not hold for certain yet.
    pub(crate) fn behind(&self) -> BTreeMap<Id, Vec<Item>> {
        let mut behind: BTreeMap<Id, Vec<Item>> = BTreeMap::new();
        for item in self.replica.waiting().filter(|item| item.kind == ItemKind::Edit) {
            if let Some(of) = bundle_of(&item.key) {
                behind.entry(of).or_default().push(item.clone());
            }
        }
        behind
    }

    pub(crate) fn put_back(&mut self, there: Vec<(String, String)>) {
        let bundle = self.open.bundle();
        let mut settings = self.settings.names();
        for (key, text) in &there {
            if let Some(name) = name_of(key)
                && self.settings.hear(name, text) != Order::Older
            {
                settings.retain(|other| other != name);
            }
        }
        let there: HashSet<String> = there.into_iter().map(|(key, _)| key).collect();
        // What waits already is not taken twice.
        let waits: HashSet<String> = self.local.edits().map(|item| item.key.clone()).collect();
        let is_gone = |edit: &&Edit| {
            let key = edit_key(&bundle, &edit.id);
            !there.contains(&key) && !self.tabs.left_out.contains(&key) && !waits.contains(&key)
        };
        let own = self.open.journal.entries().iter().filter(|entry| !entry.in_file);
        let gone: Vec<Item> =
            own.map(|entry| &entry.edit).filter(is_gone).map(|edit| item(&bundle, edit)).collect();
        let is_put: HashSet<&str> = gone.iter().map(|item| item.key.as_str()).collect();
        let is_there = |key: &String| there.contains(key) || waits.contains(key);
        for (of, mut items) in self.behind() {
            items.retain(|Item { key, .. }| {
                !is_there(key) && !is_put.contains(key.as_str()) && !self.tabs.left_out.contains(key)
            });
            self.local.put_edits(&of, items, &mut self.out);
        }
        let items = settings.iter().filter_map(|name| self.settings.item(name)).collect();
        self.local.put_settings(items, &mut self.out);
        // What a tab lets go of is none of this: it is in the replica for certain.
        if std::mem::take(&mut self.tabs.was_cleared) || !gone.is_empty() {
            self.mirror_left_out();
        }
        if !gone.is_empty() {
            let count = gone.len();
            self.local.put_edits(&bundle, gone.clone(), &mut self.out);
            self.replica.put(gone, &mut self.out);
            self.out.tell(format!("浏览器的存储被别的页面清空，已重新存入本台账的 {count} 处修改"));
        }
    }

    /// Whoever took something out of localStorage may have taken the databases, too: edits that a file and the replica alone
    /// hold are written to the replica again, and other tabs are told.
    fn mirror_left_out(&mut self) {
        let bundle = self.open.bundle();
        let own = self.open.journal.entries().iter().filter(|entry| !entry.in_file).map(|entry| &entry.edit);
        let left: Vec<&Edit> =
            own.filter(|edit| self.tabs.left_out.contains(&edit_key(&bundle, &edit.id))).collect();
        if left.is_empty() {
            return;
        }
        let items = left.iter().map(|edit| item(&bundle, edit)).collect();
        let texts = left.iter().map(ToString::to_string).collect();
        self.replica.put(items, &mut self.out);
        self.out.send(Effect::TellTabs { bundle, said: Said::Kept(texts) });
    }
}
