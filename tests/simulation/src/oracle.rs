//! What must hold, told without the session: what was acknowledged, which store lost what through no fault of the program.

use std::collections::{BTreeMap, BTreeSet};

use formats::json::keys::{edit_key, is_edit_of};
use journal::Edit;
use ledger::Id;
use session::{Item, Save};

use crate::stores::{Database, LocalStorage};
use crate::tab::Tab;

/// An edit that a person made.
#[derive(Debug)]
struct Fate {
    bundle: Id,
    edit: Id,
    tab: usize,
    acknowledged: bool,
    /// Another page, a kill, or letting go took it out of localStorage.
    gone_local: bool,
    /// The database was wiped, or there is none and the person knows.
    gone_replica: bool,
}

/// What was acknowledged.
#[derive(Debug, Default)]
pub struct Oracle {
    fates: BTreeMap<String, Fate>,
    /// Ledgers that were opened: when, by which tab.
    opened: Vec<(usize, Id)>,
    /// The opening that 已保存 covers.
    pub opened_saved: usize,
    /// Who signed: in which tab, the name.
    signed: Vec<(usize, String)>,
    /// The signature that 已保存 covers.
    pub signed_saved: usize,
    /// Marks of journals that a file holds.
    pub in_files: BTreeSet<String>,
    /// Whether settings were lost through no fault of the program.
    pub settings_excused: bool,
}

impl Oracle {
    /// A person made these edits.
    pub fn made(&mut self, tab: usize, bundle: &Id, edits: &[Edit]) {
        for edit in edits {
            let fate = Fate {
                bundle: bundle.clone(),
                edit: edit.id.clone(),
                tab,
                acknowledged: false,
                gone_local: false,
                gone_replica: false,
            };
            self.fates.insert(edit_key(bundle, &edit.id), fate);
        }
    }

    /// A tab noted that it has this ledger open.
    pub fn opened(&mut self, tab: usize, bundle: Id) {
        self.opened.push((tab, bundle));
    }

    /// A person signed.
    pub fn signed(&mut self, tab: usize, name: String) {
        self.signed.push((tab, name));
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
        if tab.told_of_one_store {
            self.settings_excused = true;
        }
        let last = |all: &[(usize, Id)]| all.iter().rposition(|(of, _)| *of == tab.number);
        self.opened_saved = self.opened_saved.max(last(&self.opened).unwrap_or(0));
        let last = self.signed.iter().rposition(|(of, _)| *of == tab.number);
        self.signed_saved = self.signed_saved.max(last.unwrap_or(0));
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
            fate.gone_replica &= !there;
            let is_excused = fate.gone_local && fate.gone_replica;
            assert!(
                !fate.acknowledged || here || there || is_excused,
                "{key} was acknowledged and is in no store"
            );
        }
    }

    /// The browser was killed, or another page cleared localStorage.
    pub fn local_was_lost(&mut self, local: &LocalStorage) {
        for (key, fate) in &mut self.fates {
            fate.gone_local |= !local.has(key);
        }
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
    pub fn replica_was_lost(&mut self) {
        self.settings_excused = true;
        for fate in self.fates.values_mut() {
            fate.gone_replica = true;
        }
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
    pub fn same_as_before(&self, tab: &Tab, own: &Id) {
        let told = tab.warnings.iter().any(|text| text.contains("上次"));
        if self.settings_excused || told {
            return;
        }
        let mut allowed: Vec<&Id> = self.opened.iter().skip(self.opened_saved).map(|(_, id)| id).collect();
        if self.opened_saved == 0 {
            allowed.push(own);
        }
        assert!(
            allowed.contains(&&tab.bundle()),
            "{} is open; when 已保存 was said it was one of {allowed:?}",
            tab.bundle()
        );
        let mut names: Vec<&str> =
            self.signed.iter().skip(self.signed_saved).map(|(_, name)| name.as_str()).collect();
        if self.signed_saved == 0 {
            names.push("");
        }
        assert!(names.contains(&tab.person.as_str()), "{:?} works here, not one of {names:?}", tab.person);
    }
}
