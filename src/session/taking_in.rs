//! Edits of other people that come out of files: kept like own ones, or, where they are many, as a whole.

use journal::Edit;

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

    pub(crate) fn take_in_others(&mut self, edits: Vec<Edit>) -> usize {
        let fresh: Vec<Edit> =
            edits.iter().filter(|edit| !self.open.journal.knows(&edit.id)).cloned().collect();
        let refused = self.receive(edits, false);
        self.persist(&fresh);
        refused
    }
}
