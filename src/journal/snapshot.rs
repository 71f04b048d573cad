//! The ledger as it was: by inverses backwards from now, and forwards again with the edits that count. Costs a
//! copy of the ledger and the edits on the way, whatever lies before them.

use super::apply::apply;
use super::difference::difference;
use super::edit::{Cause, Edit, Op};
use super::log::{Journal, Outcome};
use ledger::{Id, Ledger};

/// The ledger with some of its edits only.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The ledger.
    pub ledger: Ledger,
    /// Whether the way back was found to its end; a file whose history does not tell all bars it.
    pub whole: bool,
}

impl Journal {
    /// The ledger as these edits alone, in the total order, make it.
    #[must_use]
    pub fn with_only(&self, keep: impl Fn(&Edit) -> bool) -> Snapshot {
        let mut past = Snapshot { ledger: self.ledger.clone(), whole: true };
        let Some(start) = self.entries.iter().position(|entry| !keep(&entry.edit)) else { return past };
        let mut reached = self.entries.len();
        for (at, entry) in self.entries.iter().enumerate().skip(start).rev() {
            if let Outcome::Applied(inverse) = &entry.outcome
                && apply(&mut past.ledger, inverse).is_err()
            {
                past.whole = false;
                break;
            }
            reached = at;
        }
        for entry in self.entries.iter().skip(reached).filter(|entry| keep(&entry.edit)) {
            // What is refused here is refused as it would be in a journal without the others.
            let _ = apply(&mut past.ledger, &entry.edit.op);
        }
        past
    }

    /// The ledger right after an edit, with the whole step that it belongs to.
    #[must_use]
    pub fn after(&self, edit: &Id) -> Option<Snapshot> {
        let step = self.entry(edit)?.edit.step();
        let last = &self.entries.iter().rev().find(|entry| entry.edit.step() == step)?.edit;
        Some(self.with_only(|edit| edit.order(last).is_le()))
    }

    /// The ledger right before the step that an edit belongs to.
    #[must_use]
    pub fn before(&self, edit: &Id) -> Option<Snapshot> {
        let step = self.entry(edit)?.edit.step();
        let first = &self.entries.iter().find(|entry| entry.edit.step() == step)?.edit;
        Some(self.with_only(|edit| edit.order(first).is_lt()))
    }

    /// The ledger with the edits that were made until then, by their makers' clocks, in milliseconds.
    #[must_use]
    pub fn at(&self, unix_ms: i64) -> Snapshot {
        self.with_only(|edit| edit.at.unix_ms() <= unix_ms)
    }

    /// The operations that take back all that a merge brought, where the step is one: from the ledger right
    /// after the merge to the ledger at that time without it.
    pub(super) fn merge_inverse(&self, step: &Id) -> Option<Vec<Op>> {
        let marker = &self.entry(step)?.edit;
        let Op::Merge { files, edits, holds: true } = &marker.op else { return None };
        if marker.cause != Cause::Direct {
            return None;
        }
        let of_step = || self.entries.iter().map(|entry| &entry.edit).filter(|edit| edit.step() == step);
        let last = of_step().next_back()?;
        let with = self.with_only(|edit| edit.order(last).is_le());
        let without = self
            .with_only(|edit| edit.order(last).is_le() && edit.step() != step && !edits.contains(&edit.id));
        let mut ops = difference(with.ledger, &without.ledger);
        ops.extend(
            of_step().filter(|edit| matches!(edit.op, Op::Decline { .. })).filter_map(|e| e.op.inverse()),
        );
        ops.push(Op::Merge { files: files.clone(), edits: edits.clone(), holds: false });
        Some(ops)
    }
}
