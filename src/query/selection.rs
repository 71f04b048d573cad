//! The rows that a person has picked, as a set of bits, so that 100,000 are picked at once. Knows rows, no measure.

use super::bits::Bits;
use super::index::{Index, MeasureRow};

/// A set of rows of the 措施 table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    bits: Bits,
    count: usize,
}

impl Selection {
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether none is picked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether this row is picked.
    #[must_use]
    pub fn contains(&self, row: MeasureRow) -> bool {
        self.bits.contains(row.0)
    }

    /// Picks a row, or lets it go.
    pub fn put(&mut self, row: MeasureRow, picked: bool) {
        match (self.contains(row), picked) {
            (false, true) => {
                self.bits.insert(row.0);
                self.count += 1;
            }
            (true, false) => {
                self.bits.remove(row.0);
                self.count -= 1;
            }
            _ => {}
        }
    }

    /// Picks all of these rows, or lets them go.
    pub fn put_all(&mut self, rows: impl IntoIterator<Item = MeasureRow>, picked: bool) {
        rows.into_iter().for_each(|row| self.put(row, picked));
    }

    /// Lets go of the rows whose measures are not in the ledger any more. Tells whether there were any.
    pub fn prune(&mut self, index: &Index) -> bool {
        let gone: Vec<MeasureRow> =
            self.bits.iter().map(MeasureRow).filter(|row| !index.is_there(*row)).collect();
        self.put_all(gone.iter().copied(), false);
        !gone.is_empty()
    }

    /// How many of these rows are picked.
    #[must_use]
    pub fn among(&self, rows: &[MeasureRow]) -> usize {
        if self.is_empty() { 0 } else { rows.iter().filter(|row| self.contains(**row)).count() }
    }

    /// The picked rows in the order of the ledger.
    #[must_use]
    pub fn in_order(&self, index: &Index) -> Vec<MeasureRow> {
        index.measure_order.iter().copied().filter(|row| self.contains(*row)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn rows_are_picked_and_let_go_as_in_a_set(steps in prop::collection::vec((0..200u32, any::<bool>()), 0..60)) {
            let (mut picked, mut plain) = (Selection::default(), BTreeSet::new());
            for (row, there) in steps {
                picked.put(MeasureRow(row), there);
                if there { plain.insert(row); } else { plain.remove(&row); }
                prop_assert_eq!(picked.len(), plain.len());
            }
            let all: Vec<MeasureRow> = (0..200).map(MeasureRow).collect();
            prop_assert_eq!(picked.among(&all), plain.len());
            prop_assert!(all.iter().all(|row| picked.contains(*row) == plain.contains(&row.0)));
        }
    }
}
