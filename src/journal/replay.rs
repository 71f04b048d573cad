//! Edits that were made elsewhere are brought in: what is new is put at its place in the total order, and what stands behind
//! it is taken out and applied again.

use std::collections::HashMap;

use super::apply::{Applied, Changes, apply};
use super::edit::{Cause, Edit, FILE, Op, Stamp};
use super::edit_identity::{content, own_id, renamed, renumber, says_same};
use super::id_range::Spans;
use super::log::{Entry, Journal, Outcome};
use super::undo::Chains;
use ledger::Id;

/// An edit on its way to be applied, again or for the first time.
pub(super) struct Rewound {
    pub(super) edit: Edit,
    in_file: bool,
    /// Whether it met another edit the last time.
    refused: bool,
}

/// What came of edits that were brought in.
#[derive(Debug, Default)]
pub struct Received {
    /// What moved.
    pub changes: Changes,
    /// Whether edits in the middle were replayed, so that anything may have moved.
    pub replayed: bool,
    /// How many of the edits were not known before.
    pub new: usize,
    /// How many edits, new or moved behind a new one, met another edit and do not hold any more.
    pub refused: usize,
    /// Edits that bore the id of another one (the browser profile was copied while the page was open), as they are now: those
    /// that got an id of their own, then those that have taken the place of a known one. Whoever stores edits has to store them
    /// in this order.
    pub twins: Vec<Edit>,
    /// How many of the edits had a clock that no work can have brought about; they were given another.
    pub renumbered: usize,
}

/// Which of the edits that come are new, and what must be renamed for them.
#[derive(Default)]
struct Sorted {
    fresh: Vec<Edit>,
    /// Known edits that leave their id to one that comes: the id, and the edit under its new one.
    leave: Vec<(Id, Edit)>,
    twins: Vec<Edit>,
}

impl Journal {
    /// Brings in edits made elsewhere: from storage, another tab, another file. Known ones are passed over.
    /// The result does not depend on the order in which edits come.
    ///
    /// `own` edits (made in this browser) can be taken back with 撤销; those that a merge brought only with the merge.
    pub fn receive(&mut self, mut edits: Vec<Edit>, own: bool) -> Received {
        let renumbered = renumber(edits.iter_mut(), &self.known);
        let Sorted { fresh, leave, twins } = self.sort_out(edits);
        let mut received = Received { new: fresh.len(), twins, renumbered, ..Received::default() };
        let moved = leave.iter().filter_map(|(id, _)| self.entry(id).map(|entry| &entry.edit));
        let Some(first) = fresh.iter().chain(moved).min_by(|a, b| a.order(b)) else { return received };
        let start = self.entries.partition_point(|entry| entry.edit.order(first).is_lt());
        let mut queue: Vec<Rewound> = Vec::new();
        if start < self.entries.len() {
            received.replayed = true;
            queue.extend(self.rewind(start));
        }
        for (id, edit) in leave {
            self.rename(&mut queue, &id, edit);
        }
        let merges = || self.entries.iter().map(|entry| &entry.edit).chain(&fresh);
        let brought = merges().filter_map(|edit| match &edit.op {
            Op::Merge { edits, .. } if own => Some(edits.clone()),
            _ => None,
        });
        let brought: Vec<Spans> = brought.collect();
        for edit in fresh {
            self.note(&edit);
            if own && !brought.iter().any(|edits| edits.contains(&edit.id)) {
                self.steps.note(edit.step(), &edit.cause);
            }
            queue.push(Rewound { edit, in_file: false, refused: false });
        }
        queue.sort_by(|a, b| a.edit.order(&b.edit));
        self.apply_all(queue, &mut received);
        if received.replayed {
            self.chains = Chains::default();
            for Entry { edit, .. } in &self.entries {
                self.chains.note(edit.step(), &edit.cause);
            }
        }
        received
    }

    fn apply_all(&mut self, queue: Vec<Rewound>, received: &mut Received) {
        for Rewound { edit, in_file, refused } in queue {
            let outcome = match apply(&mut self.ledger, &edit.op) {
                Ok(Applied { inverse: None, .. }) => Outcome::Same,
                Ok(Applied { inverse: Some(inverse), changes }) => {
                    received.changes.extend(changes);
                    Outcome::Applied(inverse)
                }
                Err(refusal) => {
                    // What was refused before has been told before.
                    received.refused += usize::from(!refused);
                    Outcome::Refused(refusal)
                }
            };
            self.entries.push(Entry { edit, outcome, in_file });
        }
    }

    /// Which edits are new. Of two with one id that say different things, the one with the lesser content keeps the id.
    fn sort_out(&self, edits: Vec<Edit>) -> Sorted {
        let mut sorted = Sorted::default();
        // New edits, by their ids; a known one that leaves its id to a new one is among them.
        let mut coming: HashMap<Id, Edit> = HashMap::new();
        for edit in edits {
            let there = coming.get(&edit.id).or_else(|| self.entry(&edit.id).map(|entry| &entry.edit));
            let Some(there) = there else {
                if self.id_of(&edit).is_none() {
                    coming.insert(edit.id.clone(), edit);
                }
                continue;
            };
            if says_same(there, &edit) {
                continue;
            }
            let (id, coming_text, known_text) = (edit.id.clone(), content(&edit), content(there));
            let (stays, goes, of_goer) = if coming_text < known_text {
                (edit, there.clone(), known_text)
            } else {
                (there.clone(), edit, coming_text)
            };
            let own = own_id(&id, &of_goer);
            if self.knows(&own) || coming.contains_key(&own) {
                continue;
            }
            let goes = renamed(&goes, &own);
            sorted.twins.push(goes.clone());
            let is_known = |edit: &Edit| self.entry(&id).is_some_and(|entry| says_same(&entry.edit, edit));
            if is_known(&goes) {
                sorted.leave.push((id.clone(), goes));
            } else {
                coming.insert(own, goes);
            }
            if !is_known(&stays) {
                coming.insert(id, stays);
            }
        }
        let taken: Vec<Edit> = sorted.leave.iter().filter_map(|(id, _)| coming.get(id).cloned()).collect();
        sorted.twins.extend(taken);
        sorted.fresh = coming.into_values().collect();
        sorted.fresh.sort_by(Edit::order);
        sorted
    }

    /// Gives a known edit, which was taken out for this, another id.
    fn rename(&mut self, queue: &mut [Rewound], id: &Id, edit: Edit) {
        self.steps.rename(id, edit.step());
        self.note(&edit);
        let there = queue.iter_mut().map(|rewound| &mut rewound.edit).find(|there| there.id == *id);
        // A file whose history does not tell all may keep it where it is.
        let there =
            there.or_else(|| self.entries.iter_mut().map(|e| &mut e.edit).find(|there| there.id == *id));
        if let Some(there) = there {
            *there = edit;
        }
    }

    /// Brings in what files hold beside their edits as edits of this person, whether they hold or wait for a decision.
    pub(super) fn enter(&mut self, found: Vec<(Op, String)>, stamp: &Stamp) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::with_capacity(found.len());
        for (op, file) in found {
            let mut edit = self.stamped(op, stamp, Cause::Direct, None);
            edit.extra.insert(FILE.to_owned(), file.into());
            if !edits.is_empty() {
                // The first one names what all have seen.
                edit.seen = Some(Vec::new());
            }
            edits.push(edit);
        }
        self.receive(edits.clone(), false);
        edits
    }

    /// Takes the entries from `start` on out of the ledger and gives them back, to be applied again.
    ///
    /// An inverse that does not fit (a file whose history does not tell all) ends the way back: what is
    /// before it stays, and the edits brought in come after.
    pub(super) fn rewind(&mut self, start: usize) -> Vec<Rewound> {
        let mut queue = Vec::new();
        while self.entries.len() > start {
            let Some(entry) = self.entries.pop() else { break };
            if let Outcome::Applied(inverse) = &entry.outcome
                && apply(&mut self.ledger, inverse).is_err()
            {
                self.entries.push(entry);
                break;
            }
            let refused = matches!(entry.outcome, Outcome::Refused(_));
            queue.push(Rewound { edit: entry.edit, in_file: entry.in_file, refused });
        }
        queue
    }
}
