//! A copy of a ledger on which decisions are tried: whether they fit, alone or one after the other.

use super::apply::{apply, same};
use super::edit::{Op, Spot};
use ledger::{Id, Ledger};

/// A copy of the ledger on which decisions are tried, one after the other.
pub(super) struct DryRun {
    pub(super) ledger: Ledger,
}

impl DryRun {
    /// An operation as it fits what stands there now; `None` where it names what is not there.
    fn fitted(&self, op: Op) -> Option<Op> {
        let spot = |id: &Id| {
            let (parent, list) = self.ledger.parent(id)?;
            Some(Spot { parent: parent.clone(), list: list.to_owned(), after: self.ledger.before(id) })
        };
        Some(match op {
            Op::Set { entity, field, to, .. } => {
                Op::Set { from: self.ledger.get(&entity, &field)?, entity, field, to }
            }
            Op::Remove { entity, .. } => {
                Op::Remove { at: spot(&entity)?, item: self.ledger.node(&entity)?.to_json(), entity }
            }
            Op::Move { entity, to, .. } => Op::Move { from: spot(&entity)?, entity, to },
            other => other,
        })
    }

    /// All of these or, where one does not fit, none. What is so already is left out.
    pub(super) fn all(&mut self, ops: Vec<Op>) -> Option<Vec<Op>> {
        Some(self.made(ops)?.into_iter().map(|(op, _)| op).collect())
    }

    /// Whether all of these fit; the copy is as it was.
    pub(super) fn fits(&mut self, ops: &[Op]) -> bool {
        let made = self.made(ops.to_vec());
        let fits = made.is_some();
        self.take_back(&made.unwrap_or_default());
        fits
    }

    fn take_back(&mut self, made: &[(Op, Op)]) {
        for (_, inverse) in made.iter().rev() {
            // An inverse made a moment ago on this very state always fits.
            let _ = apply(&mut self.ledger, inverse);
        }
    }

    fn made(&mut self, ops: Vec<Op>) -> Option<Vec<(Op, Op)>> {
        let mut made: Vec<(Op, Op)> = Vec::new();
        for op in ops {
            let is_so = match &op {
                Op::Set { entity, field, to, .. } => {
                    self.ledger.get(entity, field).is_some_and(|now| same(&now, to))
                }
                Op::Insert { .. } => op.entity().is_some_and(|id| self.ledger.node(&id).is_some()),
                Op::Remove { entity, .. } => self.ledger.node(entity).is_none(),
                _ => false,
            };
            if is_so {
                continue;
            }
            let fitted = self.fitted(op);
            let applied = fitted.and_then(|op| Some((apply(&mut self.ledger, &op).ok()?, op)));
            let Some((applied, op)) = applied else {
                self.take_back(&made);
                return None;
            };
            made.extend(applied.inverse.map(|inverse| (op, inverse)));
        }
        Some(made)
    }
}
