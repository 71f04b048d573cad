//! The mark of a journal: a number that is equal where, and only where, the same edits are known. It tells whether
//! what was exported is what there is now. Knows ids, no ledger.

use std::fmt;

use super::log::Journal;
use ledger::Id;

/// Stands for a set of edits, whatever their order: an edit never changes, so its id stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// Takes one more edit in.
    pub fn add(&mut self, edit: &Id) {
        // The sum does not depend on the order.
        self.0 = self.0.wrapping_add(fnv(edit.as_str()));
    }
}

/// FNV-1a, 128 bits (draft-eastlake-fnv).
pub(super) fn fnv(text: &str) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    text.bytes().fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

impl Journal {
    /// What tells this set of edits from any other.
    #[must_use]
    pub fn mark(&self) -> Fingerprint {
        self.mark
    }

    /// The mark of what the opened file holds.
    #[must_use]
    pub fn file_mark(&self) -> Fingerprint {
        let mut mark = Fingerprint::default();
        for entry in self.entries().iter().filter(|entry| entry.in_file) {
            mark.add(&entry.edit.id);
        }
        mark
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ids: &[&str]) -> Fingerprint {
        let mut mark = Fingerprint::default();
        for id in ids {
            mark.add(&Id::new(id).unwrap());
        }
        mark
    }

    #[test]
    fn a_mark_tells_sets_apart_and_not_orders() {
        assert_eq!(of(&["a-1", "b-1", "b-2"]), of(&["b-2", "a-1", "b-1"]));
        assert_ne!(of(&["a-1", "b-1"]), of(&["a-1", "b-2"]));
        assert_ne!(of(&["a-1"]), of(&["a-1", "b-1"]));
        assert_eq!(Fingerprint::default().to_string(), "0".repeat(32));
        // The published test value of FNV-1a with 128 bits for "a".
        assert_eq!(of(&["a"]).to_string(), "d228cb696f1a8caf78912b704e4a8964");
    }
}
