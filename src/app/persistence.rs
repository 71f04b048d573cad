//! Persistence what is done: into localStorage at once, into the mirror in IndexedDB a moment later; what was exported;
//! what comes back from the mirror at the start. 已保存 is said when both have it. Knows no page.

use std::collections::HashSet;
use std::mem;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::person::Person;
use super::workspace::{Save, Workspace};
use journal::{Edit, Entry, Journal};
use ledger::Id;
use platform::replica::{self, Kind};
use platform::storage::{self, Store, WriteError};
use platform::{clock, page, tabs};

/// How many edits one transaction of the mirror takes: the page goes on between them.
const BATCH: usize = 1000;

/// How long the page waits before it tries the mirror again, at first and at most.
const AGAIN: (Duration, Duration) = (Duration::from_secs(2), Duration::from_mins(1));

/// The setting under which the person is kept.
pub(super) const PERSON: &str = "person";

/// What was exported last: the edits that the file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// [`journal::Fingerprint`] of the journal.
    pub mark: String,
    /// How many edits it held.
    pub edits: usize,
    /// When, by this machine's clock.
    pub at: String,
    /// Of which ledger. The setting's name tells it.
    #[serde(skip)]
    bundle: Id,
}

/// What is on its way into the stores, and what was exported.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells of another thing that is under way; any of them may be at once"
)]
pub struct Persistence {
    /// Edits that localStorage has not taken, oldest first.
    pub(super) pending: Vec<Edit>,
    /// Why it did not take the first of them.
    refused: Option<WriteError>,
    /// Keys and texts that the mirror does not hold yet.
    to_mirror: Vec<(String, String)>,
    /// Whether a transaction of the mirror is under way.
    mirroring: bool,
    /// Why the mirror does not work. Described once.
    mirror_fault: Option<String>,
    /// Whether the mirror has ever answered. Where it never did, localStorage is all that there is.
    mirror_works: bool,
    /// How long the page waited last before it tried the mirror again.
    waited: Option<Duration>,
    /// Whether it waits now.
    waits: bool,
    /// How many merges are being kept as a whole.
    wholes: usize,
    /// Keys that are not in localStorage on purpose, because a file holds their edits.
    pub(super) let_go: HashSet<String>,
    /// Whether what another page took out is about to be put back.
    pub(super) putting_back: bool,
    exported: Option<Exported>,
}

impl Persistence {
    /// For a journal that is put on the workspace: what its file holds counts as exported.
    pub(super) fn of(journal: &Journal, store: Option<&Store>) -> Self {
        let in_file = journal.entries().iter().filter(|entry| entry.in_file).count();
        let bundle = journal.ledger().bundle().id.clone();
        let before = store.and_then(|store| store.setting(&exported_setting(&bundle)));
        let file =
            Exported { mark: journal.file_mark().to_string(), edits: in_file, at: String::new(), bundle };
        let exported = before.filter(|before: &Exported| before.edits > in_file).unwrap_or(file);
        Self { exported: Some(exported), ..Self::default() }
    }

    /// In the place of another ledger's: what that one has on its way into the mirror goes on.
    pub(super) fn after(self, before: Self) -> Self {
        Self {
            to_mirror: before.to_mirror,
            mirroring: before.mirroring,
            mirror_fault: before.mirror_fault,
            mirror_works: before.mirror_works,
            waited: before.waited,
            waits: before.waits,
            wholes: before.wholes,
            ..self
        }
    }
}

/// The setting that holds what the last export of a ledger held.
pub(super) fn exported_setting(bundle: &Id) -> String {
    format!("exported/{bundle}")
}

/// An edit of an entry that the opened file does not hold.
pub(super) fn own(entry: &Entry) -> Option<&Edit> {
    (!entry.in_file).then_some(&entry.edit)
}

impl Workspace {
    /// Writes edits to the stores; what localStorage does not take stays in memory, and the person is told.
    pub(super) fn store_edits(self, edits: Vec<Edit>) {
        let bundle = self.bundle_id();
        let mut unheard = Vec::new();
        self.inner.update_value(|inner| {
            let keeping = &mut inner.keeping;
            let texts = edits.iter().map(|edit| (storage::edit_key(&bundle, &edit.id), edit.to_string()));
            keeping.to_mirror.extend(texts);
            let fresh: HashSet<Id> = edits.iter().map(|edit| edit.id.clone()).collect();
            keeping.pending.extend(edits);
            keeping.refused = None;
            let Some(store) = &inner.store else { return };
            let mut stored = 0;
            for edit in &keeping.pending {
                if let Err(error) = store.put_edit(&bundle, &edit.id, &edit.to_string()) {
                    keeping.refused = Some(error);
                    break;
                }
                stored += 1;
            }
            keeping.pending.drain(..stored);
            unheard.extend(keeping.pending.iter().filter(|e| fresh.contains(&e.id)).map(Edit::to_string));
        });
        // Other tabs hear of a write to localStorage by themselves.
        if !unheard.is_empty() {
            tabs::tell(&bundle, &unheard);
        }
        self.tell_pending();
        self.mirror_soon();
        self.tell_saved();
    }

    /// Stores edits that came from a file and are in the journal already.
    pub fn keep(self, edits: Vec<Edit>) {
        self.store_edits(edits);
    }

    /// Brings in and stores edits of other people out of a file. Gives how many met another edit.
    pub fn take_in(self, mut edits: Vec<Edit>) -> usize {
        self.look_journal(|journal| edits.retain(|edit| journal.entry(&edit.id).is_none()));
        let refused = self.receive_as(edits.clone(), false);
        self.store_edits(edits);
        refused
    }

    /// Tries again to store what no store has taken.
    pub fn store_again(self) {
        self.store_edits(Vec::new());
    }

    /// Keeps who works here, in both stores.
    pub fn sign(self, person: Person) {
        if let Some(store) = self.store() {
            store.put_setting(PERSON, &person);
        }
        if let Ok(text) = serde_json::to_string(&person) {
            self.inner.update_value(|inner| {
                inner.keeping.to_mirror.push((storage::setting_key(PERSON), text));
            });
            self.mirror_soon();
        }
        self.person.set(Some(person));
    }

    /// Says how safe the edits are.
    pub(super) fn tell_saved(self) {
        let save = self.inner.with_value(|inner| {
            let keeping = &inner.keeping;
            let unsent = keeping.mirroring || !keeping.to_mirror.is_empty() || keeping.wholes > 0;
            match (&inner.store, &keeping.refused, &keeping.mirror_fault) {
                (None, _, _) => Save::Unsaved("浏览器禁止本页保存数据".to_owned()),
                (Some(_), Some(error), None) if !unsent => {
                    Save::Unsaved(format!("{}，只在备用存储中留有一份", error.text()))
                }
                (Some(_), Some(error), _) => Save::Unsaved(error.text()),
                (Some(_), None, None) if unsent => Save::Saving,
                (Some(_), None, Some(_)) if keeping.wholes > 0 => Save::Saving,
                (Some(_), None, Some(why)) if unsent && keeping.mirror_works => {
                    Save::Unsaved(format!("备用存储写不进（{why}），只在浏览器存储中留有一份"))
                }
                // Where the mirror never worked, which has been told, one store is all that can be promised.
                (Some(_), None, _) => Save::Saved,
            }
        });
        if self.save.with_untracked(|now| *now != save) {
            self.save.set(save);
        }
    }

    /// Begins to bring into the mirror what it does not hold yet.
    fn mirror_soon(self) {
        let begin = self.inner.try_update_value(|inner| {
            let keeping = &mut inner.keeping;
            let begin = inner.store.is_some() && !keeping.mirroring && !keeping.to_mirror.is_empty();
            keeping.mirroring |= begin;
            begin
        });
        if begin == Some(true) {
            spawn_local(self.mirror_all());
        }
    }

    async fn mirror_all(self) {
        let mut fault = None;
        loop {
            let batch = self.inner.try_update_value(|inner| {
                let all = &mut inner.keeping.to_mirror;
                let some = all.len().min(BATCH);
                all.drain(..some).collect::<Vec<_>>()
            });
            let Some(mut batch) = batch.filter(|batch| !batch.is_empty()) else { break };
            let items: Vec<_> = batch.iter().map(|(key, text)| (key.clone(), text.into())).collect();
            if let Err(why) = replica::put(Kind::Edits, &items).await {
                self.inner.update_value(|inner| {
                    // They are tried again, soon and with the next edit.
                    batch.append(&mut inner.keeping.to_mirror);
                    inner.keeping.to_mirror = batch;
                });
                fault = Some(why);
                break;
            }
            self.inner.update_value(|inner| inner.keeping.mirror_works = true);
        }
        self.inner.update_value(|inner| inner.keeping.mirroring = false);
        if fault.is_some() {
            self.mirror_again();
        }
        self.note_mirror(fault);
    }

    /// Tries the mirror again after a while, each time a longer one.
    fn mirror_again(self) {
        let wait = self.inner.try_update_value(|inner| {
            let keeping = &mut inner.keeping;
            if mem::replace(&mut keeping.waits, true) {
                return None;
            }
            // The first fault in a row waits the shortest.
            let before = keeping.waited.filter(|_| keeping.mirror_fault.is_some());
            keeping.waited = Some(before.map_or(AGAIN.0, |wait| (wait * 2).min(AGAIN.1)));
            keeping.waited
        });
        let Some(wait) = wait.flatten() else { return };
        set_timeout(
            move || {
                self.inner.try_update_value(|inner| inner.keeping.waits = false);
                self.mirror_soon();
            },
            wait,
        );
    }

    /// Has the mirror hold edits that are too many for localStorage; done when the disk has all of them.
    ///
    /// # Errors
    /// The browser's words.
    pub(super) async fn mirror_now(self, bundle: &Id, edits: &[Edit]) -> Result<(), String> {
        for some in edits.chunks(BATCH) {
            let items: Vec<_> = some
                .iter()
                .map(|edit| (storage::edit_key(bundle, &edit.id), edit.to_string().into()))
                .collect();
            replica::put(Kind::Edits, &items).await?;
        }
        Ok(())
    }

    /// Says 正在保存 until it is told that this one is kept: a merge that is kept as a whole.
    pub(super) fn keeping_whole(self, begins: bool) {
        self.inner.update_value(|inner| {
            let wholes = &mut inner.keeping.wholes;
            *wholes = if begins { *wholes + 1 } else { wholes.saturating_sub(1) };
        });
        self.tell_saved();
    }

    /// Notes whether the mirror works, and tells the first time that it does not.
    fn note_mirror(self, fault: Option<String>) {
        let new = self.inner.try_update_value(|inner| {
            let known = mem::replace(&mut inner.keeping.mirror_fault, fault.clone());
            // Where it worked before, the save state tells it for as long as it lasts.
            fault.filter(|_| known.is_none() && !inner.keeping.mirror_works)
        });
        if let Some(why) = new.flatten() {
            self.notices.warn(format!(
                "浏览器的备用存储（IndexedDB）用不了（{why}）：修改照常保存，但浏览器被强行结束时可能丢失最后几秒的修改，请勤导出 JSON。"
            ));
        }
        self.tell_saved();
    }

    /// Makes both stores hold the same: what localStorage lost comes back from the mirror, and the other way round.
    pub async fn restore_from_mirror(self) {
        let Some(store) = self.store() else { return };
        let bundle = self.bundle_id();
        let found = replica::texts(&storage::edits_of(&bundle)).await;
        let person = replica::texts(&storage::setting_key(PERSON)).await.ok().and_then(|mut all| all.pop());
        // Another ledger may have come onto the workspace meanwhile.
        if self.bundle_id() != bundle {
            return;
        }
        if self.person.with_untracked(Option::is_none)
            && let Some(person) = person.and_then(|(_, text)| serde_json::from_str::<Person>(&text).ok())
        {
            store.put_setting(PERSON, &person);
            self.person.set(Some(person));
        }
        let found = match found {
            Ok(found) => found,
            Err(why) => return self.note_mirror(Some(why)),
        };
        self.inner.update_value(|inner| inner.keeping.mirror_works = true);
        let mirrored: HashSet<&str> = found.iter().map(|(key, _)| key.as_str()).collect();
        let lost: Vec<Edit> = found
            .iter()
            .filter(|(key, _)| storage::is_edit_of(key, &bundle))
            .filter_map(|(_, text)| Edit::read(serde_json::from_str(text).ok()?).ok())
            .collect();
        let (known, unmirrored): (HashSet<Id>, Vec<Edit>) = self.look_journal(|journal| {
            let own = journal.entries().iter().filter_map(own);
            let unmirrored =
                own.filter(|edit| !mirrored.contains(storage::edit_key(&bundle, &edit.id).as_str()));
            (
                journal.entries().iter().map(|entry| entry.edit.id.clone()).collect(),
                unmirrored.cloned().collect(),
            )
        });
        let lost: Vec<Edit> = lost.into_iter().filter(|edit| !known.contains(&edit.id)).collect();
        if !lost.is_empty() {
            let count = lost.len();
            let refused = self.receive(lost.clone());
            self.store_edits(lost);
            self.notices.tell(format!("已从备用存储找回 {count} 处没有写入浏览器存储的修改"));
            super::opening::tell_replayed(self, refused, &[]);
        }
        if !unmirrored.is_empty() {
            self.inner.update_value(|inner| {
                let texts =
                    unmirrored.iter().map(|edit| (storage::edit_key(&bundle, &edit.id), edit.to_string()));
                inner.keeping.to_mirror.extend(texts);
            });
            self.mirror_soon();
            self.tell_saved();
        }
    }

    /// What is exported when the bundle is sealed now.
    #[must_use]
    pub fn to_be_exported(self) -> Exported {
        self.look_journal(|journal| Exported {
            mark: journal.mark().to_string(),
            edits: journal.entries().len(),
            at: clock::now().to_string(),
            bundle: journal.ledger().bundle().id.clone(),
        })
    }

    /// Notes that a file with these edits was handed to the downloads or written. Another ledger may be on the workspace by then.
    pub fn note_export(self, exported: Exported) {
        if let Some(store) = self.store() {
            store.put_setting(&exported_setting(&exported.bundle), &exported);
        }
        if exported.bundle != self.bundle_id() {
            return;
        }
        self.inner.update_value(|inner| inner.keeping.exported = Some(exported));
        self.revision.update(|n| *n += 1);
    }

    /// How many edits no exported or opened file holds. It follows the content: who opens the exported file has none.
    #[must_use]
    pub fn unexported(self) -> usize {
        self.inner.with_value(|inner| {
            let (mark, edits) = (inner.journal.mark().to_string(), inner.journal.entries().len());
            match &inner.keeping.exported {
                Some(exported) if exported.mark == mark => 0,
                Some(exported) => edits.saturating_sub(exported.edits).max(1),
                None => edits,
            }
        })
    }

    /// Whether edits are only in memory and in no export: another ledger on the workspace would lose them.
    #[must_use]
    pub fn would_lose(self) -> bool {
        self.has_unsaved() && self.unexported() > 0
    }

    /// Whether edits are only in memory, or in the mirror alone.
    #[must_use]
    pub fn has_unsaved(self) -> bool {
        self.inner.with_value(|inner| !inner.keeping.pending.is_empty() || inner.keeping.wholes > 0)
    }

    pub(super) fn tell_pending(self) {
        let list = js_sys::Array::new();
        self.inner.with_value(|inner| {
            for edit in &inner.keeping.pending {
                list.push(&edit.to_string().into());
            }
        });
        page::tell_rescue("pending", &list);
    }
}
