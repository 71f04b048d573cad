//! Which steps can be taken back, and which taken-back steps can be made again. Knows ids alone.

use ledger::Id;

use super::edit::Cause;

/// The two stacks of undo and redo. A step is one action of a person, of one edit or many.
#[derive(Debug, Clone, Default)]
pub(super) struct Steps {
    undo: Vec<Id>,
    redo: Vec<Id>,
}

impl Steps {
    /// The step that 撤销 would take back.
    pub fn to_undo(&self) -> Option<&Id> {
        self.undo.last()
    }

    /// The taking back that 重做 would take back.
    pub fn to_redo(&self) -> Option<&Id> {
        self.redo.last()
    }

    /// Passes a step over that has nothing to take back.
    pub fn forget(&mut self, step: &Id) {
        self.undo.retain(|s| s != step);
        self.redo.retain(|s| s != step);
    }

    /// Notes an edit of `step`. Called once for every edit, in order.
    pub fn note(&mut self, step: &Id, cause: &Cause) {
        if self.undo.last() == Some(step) || self.redo.last() == Some(step) {
            return;
        }
        match cause {
            Cause::Direct => {
                self.undo.push(step.clone());
                self.redo.clear();
            }
            Cause::Undo(target) => {
                self.undo.retain(|s| s != target);
                self.redo.push(step.clone());
            }
            Cause::Redo(target) => {
                self.redo.retain(|s| s != target);
                self.undo.push(step.clone());
            }
        }
    }
}
