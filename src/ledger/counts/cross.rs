//! The measures by lead unit and status at once, for the heat map. Knows ids and numbers, no name and no page.

use super::Group;
use crate::id::Id;

/// How many measures each lead unit has in each status. Rows are those of `Counts::by_lead_unit`, columns those of
/// `Counts::by_status`; every cell is there, also an empty one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cross(Vec<(Option<Id>, Vec<usize>)>);

/// The rows of a [`Cross`] that are shown, and the rest as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Largest {
    /// Units with the most measures, the largest first; units without measures are left out.
    pub rows: Vec<CrossRow>,
    /// The sums of the units that are not shown.
    pub others: Vec<usize>,
    /// How many units with measures are not shown.
    pub hidden: usize,
    /// The greatest number of any cell that is shown.
    pub peak: usize,
}

/// One unit's measures, by status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossRow {
    /// The lead unit; `None` is 未定.
    pub unit: Option<Id>,
    /// How many in each status, in the order of `Counts::by_status`.
    pub cells: Vec<usize>,
}

impl Cross {
    /// The lead units with their numbers by status.
    pub fn rows(&self) -> impl Iterator<Item = (&Option<Id>, &[usize])> {
        self.0.iter().map(|(unit, cells)| (unit, cells.as_slice()))
    }

    /// The `count` units with the most measures (those that come first where they have as many), the others summed.
    #[must_use]
    pub fn largest(&self, count: usize) -> Largest {
        let mut rows: Vec<_> =
            self.rows().map(|(unit, cells)| (cells.iter().sum::<usize>(), unit, cells)).collect();
        rows.retain(|(total, ..)| *total > 0);
        crate::order::sort_by_key(&mut rows, |(total, ..)| std::cmp::Reverse(*total));
        let hidden = rows.split_off(count.min(rows.len()));
        let columns = self.0.first().map_or(0, |(_, cells)| cells.len());
        let mut others = vec![0; columns];
        for (_, _, cells) in &hidden {
            for (sum, cell) in others.iter_mut().zip(*cells) {
                *sum += cell;
            }
        }
        Largest {
            peak: rows.iter().flat_map(|(_, _, cells)| cells.iter().copied()).max().unwrap_or(0),
            rows: rows
                .into_iter()
                .map(|(_, unit, cells)| CrossRow { unit: unit.clone(), cells: cells.to_vec() })
                .collect(),
            others,
            hidden: hidden.len(),
        }
    }
}

/// The numbers while they are counted, by the places of the groups; place 0 is what has no value.
#[derive(Debug, Default)]
pub(super) struct CrossCounts(Vec<Vec<usize>>);

fn place(group: Option<usize>) -> usize {
    group.map_or(0, |at| at + 1)
}

/// The element at a place, which is made where it is not there yet.
fn grown<T: Default + Clone>(list: &mut Vec<T>, at: usize) -> &mut T {
    if list.len() <= at {
        list.resize(at + 1, T::default());
    }
    &mut list[at]
}

impl CrossCounts {
    /// Counts one measure.
    pub fn add(&mut self, unit: Option<usize>, status: Option<usize>) {
        *grown(grown(&mut self.0, place(unit)), place(status)) += 1;
    }

    /// The table; the group without a unit is the last of `units`, that without a status the first of the columns.
    pub fn finish(mut self, units: &[Group<Option<Id>>], statuses: usize) -> Cross {
        let last = units.len().saturating_sub(1);
        let rows = units.iter().enumerate().map(|(n, group)| {
            let at = if n == last { 0 } else { n + 1 };
            let mut cells = std::mem::take(grown(&mut self.0, at));
            cells.resize(statuses, 0);
            (group.key.clone(), cells)
        });
        Cross(rows.collect())
    }
}
