//! Both stores are made to hold the same: what localStorage lost comes back from the replica, and the other way round.

use std::collections::HashSet;

use formats::json::keys::{edit_key, edits_of, is_edit_of, setting_key};
use journal::Edit;

use crate::event::{Effect, Item, Said};
use crate::opening::current_setting;
use crate::outbox::{Purpose, Scope};
use crate::session::{Session, edits_among, edits_in, item};
use crate::settings::{Order, PERSON, Person, name_of};

impl Session {
    /// What the replica holds of the open ledger, and its settings.
    pub(crate) fn compared(&mut self, found: Vec<(String, String)>) {
        let bundle = self.open.bundle();
        self.compare_settings(&found);
        let there: HashSet<String> =
            found.iter().map(|(key, _)| key).filter(|key| is_edit_of(key, &bundle)).cloned().collect();
        let entries = self.open.journal.entries();
        let missing = |edit: &&Edit| !there.contains(&edit_key(&bundle, &edit.id));
        let own = entries.iter().filter(|entry| !entry.in_file).map(|entry| &entry.edit);
        let missing: Vec<Item> = own.filter(missing).map(|edit| item(&bundle, edit)).collect();
        let (mut lost, _) = edits_in(edits_among(found, &bundle));
        lost.retain(|edit| !self.open.journal.knows(&edit.id));
        self.bring_back(lost);
        self.replica.put(missing, &mut self.out);
        self.tabs.in_replica = there;
        if self.open.file_kept {
            let prefixes = vec![edits_of(&bundle)];
            let ask = |ticket| Effect::ReadLocal { ticket, prefixes };
            self.out.ask(Purpose::LetGo, Scope::Ledger, ask);
        }
    }

    fn bring_back(&mut self, lost: Vec<Edit>) {
        if lost.is_empty() {
            return;
        }
        let (bundle, count) = (self.open.bundle(), lost.len());
        let items = lost.iter().map(|edit| item(&bundle, edit)).collect();
        let refused = self.receive(lost, true);
        // The replica has them already.
        self.local.put_edits(&bundle, items, &mut self.out);
        self.out.tell(format!("已从备用存储找回 {count} 处没有写入浏览器存储的修改"));
        self.tell_replayed(refused, &[]);
    }

    fn compare_settings(&mut self, found: &[(String, String)]) {
        let mut for_local = Vec::new();
        let mut for_replica = self.settings.names();
        for (key, text) in found {
            let Some(name) = name_of(key) else { continue };
            match self.settings.hear_replica(name, text) {
                Some(Order::Newer) => for_local.push(name.to_owned()),
                Some(Order::Older) => continue,
                Some(Order::Same) | None => {}
            }
            for_replica.retain(|other| other != name);
        }
        // Later on, a tab shows who signed in it.
        let is_first = self.settings.replica_is_heard();
        if is_first
            && for_local.iter().any(|name| name == PERSON)
            && let Some(person) = self.settings.get::<Person>(PERSON)
        {
            self.out.send(Effect::Person(person));
        }
        if self.settings.has_doubts() {
            self.out.send(Effect::AskTime);
        }
        let current = current_setting(&self.open.own);
        if self.began_blind && for_local.contains(&current) {
            self.tell_what_was_open();
        }
        if !for_local.is_empty() {
            self.note_exports();
            self.out.send(Effect::ExportState);
        }
        let items: Vec<Item> = for_local.iter().filter_map(|name| self.settings.item(name)).collect();
        self.local.put_settings(items, &mut self.out);
        let items: Vec<Item> = for_replica.iter().filter_map(|name| self.settings.item(name)).collect();
        self.replica.put(items, &mut self.out);
        let numbered = self.settings.number_old();
        self.write_settings(numbered);
    }

    /// The replica answered after the page had begun: what was open is told, not opened under the hands of the person.
    fn tell_what_was_open(&mut self) {
        let here = self.open.bundle();
        let was = self.current().map_or_else(|| self.open.own.clone(), |current| current.bundle);
        if was != here {
            self.out.warn(
                format!("上次打开的是台账 {was}；浏览器回答得太晚，没有打开它。请到“本机台账”打开。"),
                Vec::new(),
            );
        }
    }

    /// Lets localStorage go of the edits that the opened file and the replica hold.
    pub(crate) fn let_go(&mut self, there: Vec<(String, String)>) {
        let bundle = self.open.bundle();
        let in_file = self.open.journal.entries().iter().filter(|entry| entry.in_file);
        let safe: HashSet<String> = in_file
            .map(|entry| edit_key(&bundle, &entry.edit.id))
            .filter(|key| self.tabs.in_replica.contains(key))
            .collect();
        let keys: Vec<String> =
            there.into_iter().map(|(key, _)| key).filter(|key| safe.contains(key)).collect();
        if !keys.is_empty() {
            self.tabs.leave_out(keys.iter().cloned());
            self.out.send(Effect::RemoveLocal(keys.clone()));
            self.out.send(Effect::TellTabs { bundle, said: Said::LetGo(keys) });
        }
    }

    /// What localStorage holds of the open ledger is read, to put back what another page took out.
    pub(crate) fn ask_what_is_there(&mut self) {
        self.tabs.pausing = false;
        let mut prefixes = vec![edits_of(&self.open.bundle()), setting_key("")];
        prefixes.extend(self.behind().keys().map(edits_of));
        let ask = |ticket| Effect::ReadLocal { ticket, prefixes };
        self.out.ask(Purpose::PutBack, Scope::Ledger, ask);
    }
}
