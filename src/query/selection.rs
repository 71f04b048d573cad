//! The rows that a person has picked, as a set of bits, so that 100,000 are picked at once. Knows rows, no record.

use super::bits::Bits;
use super::index::{FindingRow, Index, MeasureRow};
use super::records::Row;

/// A set of rows of the 措施 table or of the 问题 list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    measures: Bits,
    findings: Bits,
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
    pub fn contains(&self, row: Row) -> bool {
        match row {
            Row::Measure(MeasureRow(slot)) => self.measures.contains(slot),
            Row::Finding(FindingRow(slot)) => self.findings.contains(slot),
        }
    }

    /// Picks a row, or lets it go.
    pub fn put(&mut self, row: Row, picked: bool) {
        let (bits, slot) = match row {
            Row::Measure(MeasureRow(slot)) => (&mut self.measures, slot),
            Row::Finding(FindingRow(slot)) => (&mut self.findings, slot),
        };
        match (bits.contains(slot), picked) {
            (false, true) => {
                bits.insert(slot);
                self.count += 1;
            }
            (true, false) => {
                bits.remove(slot);
                self.count -= 1;
            }
            _ => {}
        }
    }

    /// Picks all of these rows, or lets them go.
    pub fn put_all(&mut self, rows: impl IntoIterator<Item = Row>, picked: bool) {
        rows.into_iter().for_each(|row| self.put(row, picked));
    }

    /// Lets go of the rows whose records are not in the ledger any more. Tells whether there were any.
    pub fn prune(&mut self, index: &Index) -> bool {
        let measures = self.measures.iter().map(|slot| Row::Measure(MeasureRow(slot)));
        let findings = self.findings.iter().map(|slot| Row::Finding(FindingRow(slot)));
        let gone: Vec<Row> = measures.chain(findings).filter(|row| !index.has_record(*row)).collect();
        self.put_all(gone.iter().copied(), false);
        !gone.is_empty()
    }

    /// How many of these rows are picked.
    #[must_use]
    pub fn among(&self, rows: &[Row]) -> usize {
        if self.is_empty() { 0 } else { rows.iter().filter(|row| self.contains(**row)).count() }
    }

    /// The picked rows in the order of the ledger.
    #[must_use]
    pub fn in_order(&self, index: &Index) -> Vec<Row> {
        let measures = index.measure_order.iter().copied().map(Row::Measure);
        let findings = index.finding_order.iter().copied().map(Row::Finding);
        measures.chain(findings).filter(|row| self.contains(*row)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn rows_are_picked_and_let_go_as_in_a_set(steps in prop::collection::vec((0..200u32, any::<bool>(), any::<bool>()), 0..60)) {
            let (mut picked, mut plain) = (Selection::default(), BTreeSet::new());
            let row = |slot, finding| if finding { Row::Finding(FindingRow(slot)) } else { Row::Measure(MeasureRow(slot)) };
            for (slot, finding, there) in steps {
                picked.put(row(slot, finding), there);
                if there { plain.insert((slot, finding)); } else { plain.remove(&(slot, finding)); }
                prop_assert_eq!(picked.len(), plain.len());
            }
            let all: Vec<(u32, bool)> = (0..200).flat_map(|slot| [(slot, false), (slot, true)]).collect();
            let rows: Vec<Row> = all.iter().map(|(slot, finding)| row(*slot, *finding)).collect();
            prop_assert_eq!(picked.among(&rows), plain.len());
            prop_assert!(all.iter().zip(&rows).all(|(one, row)| picked.contains(*row) == plain.contains(one)));
        }
    }
}
