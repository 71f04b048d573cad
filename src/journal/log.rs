//! The journal: a ledger with every edit made to it, in one total order. The only door for changes.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::apply::{Applied, Changes, Refusal, apply};
use super::causality::Heads;
use super::edit::{Cause, Edit, LAST_CLOCK, Op, Stamp};
use super::edit_identity::renumber;
use super::fingerprint::Fingerprint;
use super::history_codec::{TOOK, took, why_not_now, written};
use super::undo::{Chains, Steps};
use ledger::{Bundle, Id, Ledger};

/// What became of an edit.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It holds; the operation takes it back exactly.
    Applied(Op),
    /// All was so already.
    Same,
    /// It met another edit: a conflict that a person settles.
    Refused(Refusal),
}

/// An edit with what became of it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The edit.
    pub edit: Edit,
    /// What became of it.
    pub outcome: Outcome,
    /// It was in the opened file, which holds its effect already.
    pub in_file: bool,
}

/// A ledger and its edits.
#[derive(Debug, Clone)]
pub struct Journal {
    pub(super) ledger: Ledger,
    pub(super) entries: Vec<Entry>,
    /// Every edit with its clock.
    pub(super) known: HashMap<Id, u64>,
    heads: Heads,
    /// Edits in the file that this version cannot read; kept and written back.
    unread: Vec<Value>,
    pub(super) chains: Chains,
    pub(super) steps: Steps,
    clock: u64,
    /// How many edits had a clock that cannot be.
    renumbered: usize,
    counter: u64,
    pub(super) mark: Fingerprint,
}

impl Journal {
    /// The journal of a bundle that was just opened. Its history is taken as made; what cannot be read is kept.
    ///
    /// # Errors
    /// Ids that occur more than once.
    pub fn open(bundle: Bundle) -> Result<Self, Vec<Id>> {
        let mut ledger = Ledger::new(bundle)?;
        let (history, unsettled) = ledger.take_history();
        let unsettled: HashSet<&str> = unsettled.iter().filter_map(Value::as_str).collect();
        let mut journal = Self {
            ledger,
            entries: Vec::new(),
            known: HashMap::new(),
            heads: Heads::default(),
            unread: Vec::new(),
            chains: Chains::default(),
            steps: Steps::default(),
            clock: 0,
            renumbered: 0,
            counter: 0,
            mark: Fingerprint::default(),
        };
        let mut ids: HashSet<Id> = HashSet::new();
        for value in history {
            match Edit::read(value.clone()) {
                Ok(mut edit) if ids.insert(edit.id.clone()) => {
                    let taken = edit.extra.remove(TOOK).as_ref().and_then(took);
                    let outcome = match taken.or_else(|| edit.op.inverse().map(Outcome::Applied)) {
                        Some(outcome) if !unsettled.contains(edit.id.as_str()) => outcome,
                        _ => Outcome::Refused(why_not_now(&journal.ledger, &edit.op)),
                    };
                    journal.entries.push(Entry { edit, outcome, in_file: true });
                }
                _ => journal.unread.push(value),
            }
        }
        journal.renumbered = renumber(journal.entries.iter_mut().map(|e| &mut e.edit), &HashMap::new());
        journal.entries.sort_by(|a, b| a.edit.order(&b.edit));
        for entry in std::mem::take(&mut journal.entries) {
            journal.note(&entry.edit);
            journal.entries.push(entry);
        }
        Ok(journal)
    }

    /// The ledger as it is now.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Every edit, in the total order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of an edit.
    #[must_use]
    pub fn entry(&self, id: &Id) -> Option<&Entry> {
        let clock = self.known.get(id)?;
        let at = self.entries.partition_point(|e| (e.edit.clock, &e.edit.id) < (*clock, id));
        let found = self.entries.get(at).filter(|e| e.edit.id == *id);
        // A history that does not tell all may have left entries out of order.
        found.or_else(|| self.entries.iter().rev().find(|e| e.edit.id == *id))
    }

    /// Whether an edit is in the journal.
    #[must_use]
    pub fn knows(&self, id: &Id) -> bool {
        self.known.contains_key(id)
    }

    /// Edits in the opened file that this version cannot read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.unread.len()
    }

    /// How many edits of the opened file had a clock that no work can have brought about; they were given another.
    #[must_use]
    pub fn renumbered(&self) -> usize {
        self.renumbered
    }

    /// Whether a step has been taken back (and not made again).
    #[must_use]
    pub fn is_undone(&self, step: &Id) -> bool {
        self.chains.is_undone(step)
    }

    /// Whether 撤销 has something to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.steps.to_undo().is_some()
    }

    /// Whether 重做 has something to make again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.steps.to_redo().is_some()
    }

    /// Makes one step of these operations: all of them or, where one is refused, none.
    /// What changes nothing leaves no edit.
    pub fn commit(
        &mut self,
        ops: Vec<Op>,
        stamp: &Stamp,
        cause: &Cause,
    ) -> Result<(Vec<Edit>, Changes), Refusal> {
        let mut made: Vec<(Op, Op)> = Vec::with_capacity(ops.len());
        let mut changes = Changes::default();
        for op in ops {
            match apply(&mut self.ledger, &op) {
                Ok(Applied { inverse: None, .. }) => {}
                Ok(Applied { inverse: Some(inverse), changes: more }) => {
                    changes.extend(more);
                    // As it was done, in the journal's own writing: what takes it back from a file fits exactly.
                    made.push((inverse.inverse().unwrap_or(op), inverse));
                }
                Err(refusal) => {
                    for (_, inverse) in made.iter().rev() {
                        // An inverse made a moment ago on this very state always fits.
                        let _ = apply(&mut self.ledger, inverse);
                    }
                    return Err(refusal);
                }
            }
        }
        let many = made.len() > 1;
        let mut edits = Vec::with_capacity(made.len());
        let mut group = None;
        for (op, inverse) in made {
            let edit = self.stamped(op, stamp, cause.clone(), group.clone());
            if many && group.is_none() {
                group = Some(edit.id.clone());
            }
            let edit = Edit { group: group.clone(), ..edit };
            self.note(&edit);
            self.steps.note(edit.step(), &edit.cause);
            let outcome = Outcome::Applied(inverse);
            self.entries.push(Entry { edit: edit.clone(), outcome, in_file: false });
            edits.push(edit);
        }
        Ok((edits, changes))
    }

    /// Takes the last step back: appends the inverse edits. `None` where there is none.
    pub fn undo(&mut self, stamp: &Stamp) -> Option<Result<(Vec<Edit>, Changes), Refusal>> {
        self.take_back_last(Steps::to_undo, Cause::Undo, stamp)
    }

    /// Makes the step again that was last taken back. `None` where there is none.
    pub fn redo(&mut self, stamp: &Stamp) -> Option<Result<(Vec<Edit>, Changes), Refusal>> {
        self.take_back_last(Steps::to_redo, Cause::Redo, stamp)
    }

    fn take_back_last(
        &mut self,
        last: impl Fn(&Steps) -> Option<&Id>,
        cause: impl Fn(Id) -> Cause,
        stamp: &Stamp,
    ) -> Option<Result<(Vec<Edit>, Changes), Refusal>> {
        loop {
            let step = last(&self.steps)?.clone();
            match self.take_back(&step, stamp, &cause(step.clone())) {
                // It was refused, or all is so already: what lies under it is meant.
                Ok((edits, _)) if edits.is_empty() => self.steps.forget(&step),
                taken => return Some(taken),
            }
        }
    }

    /// Takes any step back, also one out of the middle, where it still fits.
    pub fn undo_step(&mut self, step: &Id, stamp: &Stamp) -> Result<(Vec<Edit>, Changes), Refusal> {
        let again = matches!(self.entry(step).map(|e| &e.edit.cause), Some(Cause::Undo(_)));
        let cause = if again { Cause::Redo(step.clone()) } else { Cause::Undo(step.clone()) };
        self.take_back(step, stamp, &cause)
    }

    fn take_back(
        &mut self,
        step: &Id,
        stamp: &Stamp,
        cause: &Cause,
    ) -> Result<(Vec<Edit>, Changes), Refusal> {
        let ops = match self.merge_inverse(step) {
            Some(ops) => ops,
            None => self
                .entries
                .iter()
                .rev()
                .filter(|entry| entry.edit.step() == step)
                .filter_map(|entry| match &entry.outcome {
                    Outcome::Applied(inverse) => Some(inverse.clone()),
                    Outcome::Same | Outcome::Refused(_) => None,
                })
                .collect(),
        };
        self.commit(ops, stamp, cause)
    }

    /// The bundle as it is written to files, with its whole history; handed to `write`.
    pub fn sealed<R>(&mut self, write: impl FnOnce(&Bundle) -> R) -> R {
        let mut history: Vec<Value> = self.entries.iter().map(written).collect();
        history.extend(self.unread.iter().cloned());
        let unsettled = self
            .entries
            .iter()
            .filter(|entry| matches!(entry.outcome, Outcome::Refused(_)))
            .map(|entry| entry.edit.id.as_str().into())
            .collect();
        self.ledger.set_history(history, unsettled);
        let result = write(self.ledger.bundle());
        let _ = self.ledger.take_history();
        result
    }

    /// Notes an edit that comes into the journal. Called in the total order, but for edits that come late.
    pub(super) fn note(&mut self, edit: &Edit) {
        if self.known.insert(edit.id.clone(), edit.clock).is_none() {
            self.mark.add(&edit.id);
        }
        self.heads.note(edit, |id| self.known.get(id).copied());
        self.clock = self.clock.max(edit.clock);
        self.chains.note(edit.step(), &edit.cause);
    }

    pub(super) fn stamped(&mut self, op: Op, stamp: &Stamp, cause: Cause, group: Option<Id>) -> Edit {
        self.clock = self.clock.saturating_add(1).min(LAST_CLOCK);
        let id = loop {
            self.counter += 1;
            let id = Id::new(&format!("{}-{}", stamp.session, self.counter)).unwrap_or_default();
            if !self.known.contains_key(&id) {
                break id;
            }
        };
        Edit {
            seen: self.heads.seen_by(&id),
            id,
            clock: self.clock,
            at: stamp.at,
            author: stamp.author.clone(),
            unit: stamp.unit.clone(),
            group,
            cause,
            op,
            extra: serde_json::Map::new(),
        }
    }
}
