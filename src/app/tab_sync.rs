//! Several tabs, and other pages, on one browser's stores: edits that other tabs make, what a tab lets go of, and what
//! another page took out. Knows no page.

use std::collections::HashSet;
use std::time::Duration;

use leptos::prelude::*;

use super::persistence::{PERSON, own};
use super::workspace::Workspace;
use journal::Edit;
use ledger::Id;
use platform::storage;
use platform::tabs::{self, Described};

/// How long keys may be gone before they are put back: by then the tab that let go of them on purpose has said so.
const PATIENCE: Duration = Duration::from_millis(400);

/// Another tab's edits of the same ledger: as it stores them or, where it cannot, as it tells them.
pub fn follow_other_tabs(workspace: Workspace) {
    let take = move |texts: &[String]| {
        let edits: Vec<Edit> =
            texts.iter().filter_map(|text| Edit::read(serde_json::from_str(text).ok()?).ok()).collect();
        if workspace.receive(edits) > 0 {
            workspace
                .notices
                .warn("另一个标签页改了同一处，两个值都在“变更”页，可逐条查看和采用。".to_owned());
        }
    };
    let listener = window_event_listener(leptos::ev::storage, move |event| {
        let Some(key) = event.key() else { return workspace.put_back_soon() };
        if !storage::is_edit_of(&key, &workspace.bundle_id()) {
            return;
        }
        match event.new_value() {
            Some(text) => take(&[text]),
            None => workspace.put_back_soon(),
        }
    });
    tabs::listen(move |bundle, told| {
        if workspace.bundle_id().as_str() != bundle {
            return;
        }
        match told {
            Described::Edits(texts) => take(&texts),
            Described::LetGo(keys) => workspace.inner.update_value(|inner| inner.keeping.let_go.extend(keys)),
        }
    });
    on_cleanup(move || listener.remove());
}

impl Workspace {
    /// Puts back what another page took out of localStorage, all of it at once: it is told key by key.
    fn put_back_soon(self) {
        let begin = self
            .inner
            .try_update_value(|inner| !std::mem::replace(&mut inner.keeping.putting_back, true))
            .unwrap_or_default();
        if begin {
            set_timeout(move || self.put_back(), PATIENCE);
        }
    }

    fn put_back(self) {
        if self.inner.try_update_value(|inner| inner.keeping.putting_back = false).is_none() {
            return;
        }
        let Some(store) = self.store() else { return };
        let bundle = self.bundle_id();
        let there: HashSet<String> = store.edits(&bundle).into_iter().map(|(key, _)| key).collect();
        let gone: Vec<Edit> = self.inner.with_value(|inner| {
            // What waits already is not taken twice.
            let waits: HashSet<_> = inner.keeping.pending.iter().map(|edit| &edit.id).collect();
            let missing = |edit: &&Edit| {
                let key = storage::edit_key(&bundle, &edit.id);
                !there.contains(&key) && !inner.keeping.let_go.contains(&key) && !waits.contains(&edit.id)
            };
            inner.journal.entries().iter().filter_map(own).filter(missing).cloned().collect()
        });
        if gone.is_empty() {
            return;
        }
        let count = gone.len();
        self.store_edits(gone);
        if let Some(person) = self.person.get_untracked() {
            store.put_setting(PERSON, &person);
        }
        self.notices.tell(format!("浏览器的存储被别的页面清空，已重新存入本台账的 {count} 处修改"));
    }

    /// Notes that localStorage never had these edits, because a file and the mirror hold them: nobody took them out.
    pub(super) fn leave_to_files(self, bundle: &Id, edits: &[Edit]) {
        let keys = edits.iter().map(|edit| storage::edit_key(bundle, &edit.id));
        self.inner.update_value(|inner| inner.keeping.let_go.extend(keys));
    }

    /// Lets localStorage go of the edits that the opened file holds; the mirror keeps them.
    pub fn let_go(self) {
        let Some(store) = self.store() else { return };
        let bundle = self.bundle_id();
        let there: HashSet<String> = store.edits(&bundle).into_iter().map(|(key, _)| key).collect();
        let keys: Vec<String> = self.look_journal(|journal| {
            let in_file = journal.entries().iter().filter(|entry| entry.in_file);
            let keys = in_file.map(|entry| storage::edit_key(&bundle, &entry.edit.id));
            keys.filter(|key| there.contains(key)).collect()
        });
        for key in &keys {
            store.take_out(key);
        }
        if !keys.is_empty() {
            tabs::tell_let_go(&bundle, &keys);
        }
    }
}
