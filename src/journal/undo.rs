//! Which steps can be taken back, which taken-back steps can be made again, and which are undone. Knows ids alone.

use std::collections::{BTreeMap, HashMap, HashSet};

use ledger::Id;

use super::edit::Cause;

/// Steps in the order in which they were made. Any of them is taken out in the time that its own search takes: a file may say
/// of ten thousand steps that they take back ones far below.
#[derive(Debug, Clone, Default)]
struct Stack {
    by_turn: BTreeMap<usize, Id>,
    turns: HashMap<Id, usize>,
    next: usize,
}

impl Stack {
    fn last(&self) -> Option<&Id> {
        self.by_turn.last_key_value().map(|(_, step)| step)
    }

    fn contains(&self, step: &Id) -> bool {
        self.turns.contains_key(step)
    }

    fn push(&mut self, step: &Id) {
        self.by_turn.insert(self.next, step.clone());
        self.turns.insert(step.clone(), self.next);
        self.next += 1;
    }

    fn remove(&mut self, step: &Id) {
        if let Some(turn) = self.turns.remove(step) {
            self.by_turn.remove(&turn);
        }
    }

    fn clear(&mut self) {
        self.by_turn.clear();
        self.turns.clear();
    }

    fn rename(&mut self, step: &Id, to: &Id) {
        if let Some(turn) = self.turns.remove(step) {
            self.by_turn.insert(turn, to.clone());
            self.turns.insert(to.clone(), turn);
        }
    }
}

/// The two stacks of undo and redo. A step is one action of a person, of one edit or many.
#[derive(Debug, Clone, Default)]
pub(super) struct Steps {
    undo: Stack,
    redo: Stack,
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
        self.undo.remove(step);
        self.redo.remove(step);
    }

    /// A step got another id.
    pub fn rename(&mut self, step: &Id, to: &Id) {
        self.undo.rename(step, to);
        self.redo.rename(step, to);
    }

    /// Notes an edit of `step`. Called once for every edit, in order.
    pub fn note(&mut self, step: &Id, cause: &Cause) {
        if self.undo.contains(step) || self.redo.contains(step) {
            return;
        }
        match cause {
            Cause::Direct => {
                self.undo.push(step);
                self.redo.clear();
            }
            Cause::Undo(target) => {
                self.undo.remove(target);
                self.redo.push(step);
            }
            Cause::Redo(target) => {
                self.redo.remove(target);
                self.undo.push(step);
            }
        }
    }
}

/// Chains of undo and redo: which direct step each goes back to, and which of those are undone.
#[derive(Debug, Clone, Default)]
pub(super) struct Chains {
    /// Of each step that takes another back, the direct step at the end of the chain: one look for each edit, however long
    /// the chain is.
    origins: HashMap<Id, Id>,
    undone: HashSet<Id>,
}

impl Chains {
    /// Whether a step has been taken back and not made again.
    pub fn is_undone(&self, step: &Id) -> bool {
        self.undone.contains(step)
    }

    /// Notes an edit of `step`. Called for every edit, in the total order: what is taken back stands before what takes it
    /// back; where a file says otherwise, the chain ends there.
    pub fn note(&mut self, step: &Id, cause: &Cause) {
        let (Cause::Undo(target) | Cause::Redo(target)) = cause else { return };
        let origin = self.origins.get(target).unwrap_or(target).clone();
        if matches!(cause, Cause::Undo(_)) {
            self.undone.insert(origin.clone());
        } else {
            self.undone.remove(&origin);
        }
        self.origins.insert(step.clone(), origin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: usize) -> Id {
        Id::new(&format!("s-{n}")).unwrap()
    }

    #[test]
    fn a_chain_goes_back_to_its_direct_step_however_long_it_is() {
        let mut chains = Chains::default();
        for n in 1..20_000 {
            let target = id(n - 1);
            let cause = if n % 2 == 1 { Cause::Undo(target) } else { Cause::Redo(target) };
            chains.note(&id(n), &cause);
            assert_eq!(chains.origins[&id(n)], id(0), "known at once, not looked for along the chain");
            assert_eq!(chains.is_undone(&id(0)), n % 2 == 1);
        }
    }

    #[test]
    fn no_chain_that_a_file_may_hold_goes_round() {
        let mut chains = Chains::default();
        for (step, cause) in [
            (1, Cause::Undo(id(1))),
            (2, Cause::Undo(id(3))),
            (3, Cause::Redo(id(2))),
            (2, Cause::Undo(id(3))),
        ] {
            chains.note(&id(step), &cause);
        }
        assert!(chains.is_undone(&id(1)));
    }

    #[test]
    fn a_step_out_of_the_middle_is_taken_out_and_the_rest_stays_in_order() {
        let mut steps = Steps::default();
        (0..5).for_each(|n| steps.note(&id(n), &Cause::Direct));
        steps.note(&id(10), &Cause::Undo(id(2)));
        steps.note(&id(11), &Cause::Undo(id(4)));
        assert_eq!((steps.to_undo(), steps.to_redo()), (Some(&id(3)), Some(&id(11))));
        steps.note(&id(12), &Cause::Redo(id(11)));
        assert_eq!((steps.to_undo(), steps.to_redo()), (Some(&id(12)), Some(&id(10))));
        steps.rename(&id(12), &id(13));
        assert_eq!(steps.to_undo(), Some(&id(13)));
        steps.forget(&id(13));
        assert_eq!(steps.to_undo(), Some(&id(3)));
    }
}
