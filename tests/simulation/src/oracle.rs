//! What must hold, told without the session: what was acknowledged, which store lost what through no fault of the program.

use std::collections::{BTreeMap, BTreeSet};

use formats::json::keys::{edit_key, is_edit_of, setting_key};
use journal::Edit;
use ledger::Id;
use session::{Item, PERSON, Save, current_setting};

use crate::settings::Sets;
use crate::stores::{Database, LocalStorage};
use crate::tab::Tab;

/// The ledger in the page.
pub const OWN: &str = "b";

/// An edit that a person made.
#[derive(Debug)]
struct Fate {
    bundle: Id,
    edit: Id,
    tab: usize,
    acknowledged: bool,
    /// Whether localStorage ever took it.
    was_local: bool,
    /// Another page, a kill, or letting go took it out of localStorage.
    gone_local: bool,
    /// The database was wiped, or there is none and the person knows.
    gone_replica: bool,
}

/// What was acknowledged.
#[derive(Debug)]
pub struct Oracle {
    fates: BTreeMap<String, Fate>,
    /// Which ledger was opened.
    pub opened: Sets,
    /// Who signed.
    pub signed: Sets,
    /// Marks of journals that a file holds.
    pub in_files: BTreeSet<String>,
    /// Whether the kept files were wiped.
    pub files_wiped: bool,
    /// Whether the ledger in the page was renewed.
    pub page_renewed: bool,
}

impl Oracle {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new() -> Self {
        let own = crate::ledgers::id(OWN);
        Self {
            fates: BTreeMap::new(),
            opened: Sets::new(setting_key(&current_setting(&own)), OWN.to_owned(), opened_by),
            signed: Sets::new(setting_key(PERSON), String::new(), |text| member(text, "name")),
            in_files: BTreeSet::new(),
            files_wiped: false,
            page_renewed: false,
        }
    }

    /// A person made these edits.
    pub fn made(&mut self, tab: usize, bundle: &Id, edits: &[Edit]) {
        for edit in edits {
            let fate = Fate {
                bundle: bundle.clone(),
                edit: edit.id.clone(),
                tab,
                acknowledged: false,
                was_local: false,
                gone_local: false,
                gone_replica: false,
            };
            self.fates.insert(edit_key(bundle, &edit.id), fate);
        }
    }

    /// A tab writes this into a store.
    pub fn written(&mut self, tab: usize, item: &Item) {
        self.opened.written(tab, item);
        self.signed.written(tab, item);
    }

    /// A tab shows 已保存. Everything that it says so of must be where it says.
    pub fn look(&mut self, tab: &Tab, local: &LocalStorage, replica: &Database<Item>) {
        if tab.shown != Save::Saved || !tab.ready {
            return;
        }
        let bundle = tab.bundle();
        for (key, fate) in &mut self.fates {
            let is_meant = fate.tab == tab.number || (fate.bundle == bundle && tab.loaded.contains(key));
            if !is_meant || fate.acknowledged {
                continue;
            }
            let in_file = tab.session.journal().entry(&fate.edit).is_some_and(|entry| entry.in_file);
            if in_file && fate.bundle == bundle {
                continue;
            }
            assert!(local.has(key) || fate.gone_local, "已保存 is said before localStorage has {key}");
            if !replica.disk.contains_key(key) && !fate.gone_replica {
                assert!(tab.told_of_one_store, "已保存 is said before the replica has {key}");
                fate.gone_replica = true;
            }
            fate.acknowledged = true;
        }
        self.opened.look(tab.number, tab.told_of_one_store, local, replica);
        self.signed.look(tab.number, tab.told_of_one_store, local, replica);
        self.told_truth(tab);
    }

    /// 已导出 is true.
    pub fn told_truth(&self, tab: &Tab) {
        let journal = tab.session.journal();
        if tab.ready && tab.session.unexported() == 0 {
            let mark = journal.mark().to_string();
            let is_so = mark == journal.file_mark().to_string() || self.in_files.contains(&mark);
            assert!(is_so, "已导出 is said of edits that no file holds");
        }
    }

    /// Nothing that was acknowledged is missing from both stores.
    pub fn check(&mut self, local: &LocalStorage, replica: &Database<Item>) {
        for (key, fate) in &mut self.fates {
            let (here, there) = (local.has(key), replica.disk.contains_key(key));
            fate.gone_local &= !here;
            fate.was_local |= here;
            fate.gone_replica &= !there;
            let is_excused = fate.gone_local && fate.gone_replica;
            assert!(
                !fate.acknowledged || here || there || is_excused,
                "{key} was acknowledged and is in no store"
            );
        }
        self.opened.check(local, replica);
        self.signed.check(local, replica);
    }

    /// The browser was killed, or another page cleared localStorage.
    pub fn local_was_lost(&mut self, local: &LocalStorage, replica: &Database<Item>) {
        for (key, fate) in &mut self.fates {
            fate.gone_local |= !local.has(key);
        }
        self.opened.browser_took(local, replica, false);
        self.signed.browser_took(local, replica, false);
    }

    /// Whether localStorage lacks this edit because it never took it, another page or a kill took it out, or a tab let go
    /// of it.
    #[must_use]
    pub fn was_taken_out(&self, key: &str) -> bool {
        self.fates.get(key).is_some_and(|fate| fate.gone_local || !fate.was_local)
    }

    /// A tab takes keys out of localStorage, which it may where the replica holds them.
    pub fn let_go(&mut self, keys: &[String], replica: &Database<Item>) {
        for key in keys {
            if let Some(fate) = self.fates.get_mut(key) {
                let is_held = replica.disk.contains_key(key) || fate.gone_replica;
                assert!(is_held, "localStorage lets go of {key}, which the replica lacks");
                fate.gone_local = true;
            }
        }
    }

    /// The databases were wiped.
    pub fn replica_was_lost(&mut self, local: &LocalStorage, replica: &Database<Item>) {
        self.files_wiped = true;
        for fate in self.fates.values_mut() {
            fate.gone_replica = true;
        }
        self.opened.browser_took(local, replica, true);
        self.signed.browser_took(local, replica, true);
    }

    /// After the last crash: everything that was acknowledged of the open ledger is in it.
    pub fn all_there(&self, tab: &Tab) {
        let bundle = tab.bundle();
        for (key, fate) in &self.fates {
            if fate.acknowledged && fate.bundle == bundle && !(fate.gone_local && fate.gone_replica) {
                assert!(
                    tab.session.journal().knows(&fate.edit),
                    "{key} was acknowledged and is not in the ledger"
                );
                assert!(is_edit_of(key, &bundle), "{key} is of another ledger");
            }
        }
    }

    /// After the last crash: what was open is open, and who signed is known.
    pub fn same_as_before(&self, tab: &Tab) {
        self.signed.assert_is(&tab.person);
        // It is told where it cannot be opened: the browser lost its file, or the page's own ledger is another one now.
        if tab.warnings.iter().any(|text| text.contains("上次")) {
            assert!(self.files_wiped || self.page_renewed, "what was open is not: {:?}", tab.warnings);
        } else {
            self.opened.assert_is(tab.bundle().as_str());
        }
    }
}

/// The ledger that is open where this text is the note of it.
fn opened_by(text: &str) -> String {
    match member(text, "bundle") {
        bundle if bundle.is_empty() => OWN.to_owned(),
        bundle => bundle,
    }
}

fn member(text: &str, name: &str) -> String {
    let value = serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    value[name].as_str().unwrap_or_default().to_owned()
}
