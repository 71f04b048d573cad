//! Edits of other people that come out of files: kept like own ones, or, where they are many, as a whole.

use formats::json::keys::edit_key;
use journal::Edit;
use ledger::Id;

use crate::event::Effect;
use crate::session::Session;

impl Session {
    /// Brings in and keeps edits of other people out of a file. Gives how many met another edit.
    pub fn take_in(&mut self, edits: Vec<Edit>) -> (usize, Vec<Effect>) {
        let refused = self.take_in_others(edits);
        self.tell_taken_in(refused);
        (refused, self.finish())
    }

    pub(crate) fn tell_taken_in(&mut self, refused: usize) {
        if refused > 0 {
            self.out.warn(
                format!(
                    "文件里的修改中有 {refused} 处与打开的台账不合，没有生效，内容都保留在“变更”页，可逐条查看和采用。"
                ),
                Vec::new(),
            );
        }
    }

    /// A large merge is being kept as a whole, until [`Self::end_whole`]: 已保存 is not said before.
    pub fn begin_whole(&mut self) -> Vec<Effect> {
        self.wholes += 1;
        self.finish()
    }

    /// A large merge of a ledger is kept: the replica and a file hold its edits, so that localStorage need not.
    pub fn end_whole(&mut self, bundle: &Id, edits: &[Edit], kept: bool) -> Vec<Effect> {
        self.wholes = self.wholes.saturating_sub(1);
        if *bundle == self.open.bundle() {
            if kept {
                self.tabs.leave_out(edits.iter().map(|edit| edit_key(bundle, &edit.id)));
                self.note_current(Some(bundle));
            } else {
                self.persist(edits);
            }
        }
        self.finish()
    }

    pub(crate) fn take_in_others(&mut self, edits: Vec<Edit>) -> usize {
        let fresh: Vec<Edit> =
            edits.iter().filter(|edit| !self.open.journal.knows(&edit.id)).cloned().collect();
        let refused = self.receive(edits, false);
        self.persist(&fresh);
        refused
    }
}
