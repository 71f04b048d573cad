//! Where the rows of a template went: which rows of the filled sheet came of which, and what that means for a reference.
//! Between the first and the last row that is filled anything may be repeated, left out or kept; above nothing moves, below
//! all rows move alike.

use std::collections::HashMap;

use super::refs::{Area, CellRef, LAST_ROW};

/// Where rows went.
#[derive(Debug, Clone, Default)]
pub struct RowMap {
    /// The first and the last row of the template that is filled; nothing where `last` is less.
    first: u32,
    last: u32,
    /// The rows of the template, in the order of the filled sheet from `first` on.
    old: Vec<u32>,
    /// Where each of them is in `old`, in order.
    images: HashMap<u32, Vec<usize>>,
}

/// A row of the filled sheet between the first and the last, counted from the first; `None` for a formula that stands
/// elsewhere.
pub type At = Option<usize>;

impl RowMap {
    /// The rows `first..=last` of the template became these.
    #[must_use]
    pub fn new(first: u32, last: u32, old: Vec<u32>) -> Self {
        let mut images: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, row) in old.iter().enumerate() {
            images.entry(*row).or_default().push(at);
        }
        Self { first, last, old, images }
    }

    /// Whether every row is where it was.
    #[must_use]
    pub fn moves_nothing(&self) -> bool {
        self.old.iter().copied().eq(self.first..=self.last)
    }

    /// The row of the filled sheet at a place between the first and the last.
    #[must_use]
    pub fn number(&self, at: usize) -> u32 {
        self.first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The place of a row of the filled sheet between the first and the last.
    #[must_use]
    pub fn place(&self, number: u32) -> At {
        let at = usize::try_from(number.checked_sub(self.first)?).ok()?;
        (at < self.old.len()).then_some(at)
    }

    /// Whether a row of the template is between the first and the last that is filled.
    #[must_use]
    pub fn holds(&self, row: u32) -> bool {
        (self.first..=self.last).contains(&row)
    }

    /// A row above or below those that are filled.
    #[must_use]
    pub fn outside(&self, row: u32) -> u32 {
        if row < self.first || self.last < self.first {
            return row;
        }
        let below = row.saturating_sub(self.last).saturating_sub(1);
        self.number(self.old.len()).saturating_add(below)
    }

    fn of(&self, row: u32) -> &[usize] {
        self.images.get(&row).map_or(&[], Vec::as_slice)
    }

    /// The nearest place of a row before one, and after one.
    fn around(&self, row: u32, at: usize) -> (Option<usize>, Option<usize>) {
        let all = self.of(row);
        let before = all.partition_point(|place| *place < at);
        let after = all.partition_point(|place| *place <= at);
        (before.checked_sub(1).and_then(|nth| all.get(nth)).copied(), all.get(after).copied())
    }

    /// The row that stands above: of the formula at `at`, or any.
    fn own(&self, at: At) -> Option<(usize, u32)> {
        let at = at?;
        Some((at, *self.old.get(at)?))
    }

    /// Where one row went, seen from a formula. `fixed` is that `$` stands before it.
    #[must_use]
    pub fn single(&self, row: u32, fixed: bool, at: At) -> Option<u32> {
        if !self.holds(row) {
            return Some(self.outside(row)).filter(|row| *row <= LAST_ROW);
        }
        let first = self.of(row).first().copied();
        let place = match self.own(at) {
            Some((at, own)) if !fixed => {
                let (before, after) = self.around(row, at);
                match row.cmp(&own) {
                    std::cmp::Ordering::Equal => Some(at),
                    std::cmp::Ordering::Less => before.or(after),
                    std::cmp::Ordering::Greater => after.or(before),
                }
            }
            _ => first,
        };
        place.map(|place| self.number(place))
    }

    /// Where the first row of an area went, seen from a formula.
    fn start(&self, row: u32, fixed: bool, at: At) -> Option<usize> {
        let all = self.of(row);
        let Some((at, own)) = self.own(at).filter(|_| !fixed) else { return all.first().copied() };
        let (before, after) = self.around(row, at);
        match row.cmp(&own) {
            std::cmp::Ordering::Equal => Some(at),
            std::cmp::Ordering::Greater => after.or(before),
            std::cmp::Ordering::Less => {
                // Sums below what they sum begin behind the last sum.
                let since = self.around(own, at).0;
                let from = all.partition_point(|place| since.is_some_and(|since| *place < since));
                all.get(from).copied().filter(|place| *place < at).or(before).or(after)
            }
        }
    }

    /// Where the last row of an area went, seen from a formula.
    fn end(&self, row: u32, fixed: bool, at: At) -> Option<usize> {
        let all = self.of(row);
        let Some((at, own)) = self.own(at).filter(|_| !fixed) else { return all.last().copied() };
        let (before, after) = self.around(row, at);
        match row.cmp(&own) {
            std::cmp::Ordering::Equal => Some(at),
            std::cmp::Ordering::Less => before.or(after),
            std::cmp::Ordering::Greater => {
                // Sums above what they sum end before the next sum.
                let until = self.around(own, at).1;
                let to = all.partition_point(|place| until.is_none_or(|until| *place < until));
                to.checked_sub(1)
                    .and_then(|nth| all.get(nth))
                    .copied()
                    .filter(|place| *place > at)
                    .or(after)
                    .or(before)
            }
        }
    }

    /// Where an area went, seen from a formula; each row with whether `$` stands before it. `None` where nothing is left.
    #[must_use]
    pub fn range(&self, first: (u32, bool), last: (u32, bool), at: At) -> Option<(u32, u32)> {
        if self.last < self.first {
            return Some((first.0, last.0));
        }
        let inner = |row: u32| row.clamp(self.first, self.last);
        let top = if self.holds(first.0) {
            let found = (first.0..=inner(last.0)).find_map(|row| self.start(row, first.1, at));
            match found {
                Some(place) => self.number(place),
                None if last.0 > self.last => self.outside(self.last + 1),
                None => return None,
            }
        } else {
            self.outside(first.0)
        };
        let bottom = if self.holds(last.0) {
            let fixed = first.1 && last.1;
            let found = (inner(first.0)..=last.0).rev().find_map(|row| self.end(row, fixed, at));
            match found {
                Some(place) => self.number(place),
                None if first.0 < self.first => self.first.saturating_sub(1),
                None => return None,
            }
        } else {
            self.outside(last.0).min(LAST_ROW)
        };
        (top <= bottom).then_some((top, bottom))
    }

    /// Where a reference went, seen from a formula.
    #[must_use]
    pub fn area(&self, area: Area, at: At) -> Option<Area> {
        Some(match area {
            Area::Cell(cell) => {
                Area::Cell(CellRef { row: self.single(cell.row, cell.row_fixed, at)?, ..cell })
            }
            Area::Cells(first, last) => {
                let rows = self.range((first.row, first.row_fixed), (last.row, last.row_fixed), at)?;
                area.in_rows(rows.0, rows.1)
            }
            Area::Rows(first, last) => {
                let rows = self.range(first, last, at)?;
                area.in_rows(rows.0, rows.1)
            }
        })
    }

    /// The copies of what stands over these rows: once for each time that they were repeated.
    #[must_use]
    pub fn copies(&self, top: u32, bottom: u32) -> Vec<(u32, u32)> {
        if !(self.holds(top) && self.holds(bottom)) {
            return self.range((top, true), (bottom, true), None).into_iter().collect();
        }
        let mut places: Vec<usize> = (top..=bottom).flat_map(|row| self.of(row)).copied().collect();
        places.sort_unstable();
        let mut copies: Vec<(usize, usize)> = Vec::new();
        for place in places {
            let row = |at: usize| self.old.get(at).copied().unwrap_or_default();
            match copies.last_mut() {
                // A row that does not come after the one before begins the next copy, unless one row is repeated within.
                Some((_, last))
                    if *last + 1 == place
                        && (row(place) > row(*last) || (row(place) == row(*last) && top < bottom)) =>
                {
                    *last = place;
                }
                _ => copies.push((place, place)),
            }
        }
        copies.into_iter().map(|(first, last)| (self.number(first), self.number(last))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows 5 and 6 were repeated: a finding of two measures and one of three, then a sum in row 7.
    fn nested() -> RowMap {
        RowMap::new(5, 7, vec![5, 6, 6, 5, 6, 6, 6, 7])
    }

    #[test]
    fn references_follow_the_rows_that_they_mean() {
        let map = nested();
        let cases: [(&str, At, Option<&str>); 15] = [
            ("D5:D6", None, Some("D5:D11")),
            ("D6:D6", None, Some("D6:D11")),
            ("D4", None, Some("D4")),
            ("D8", None, Some("D13")),
            ("D7", None, Some("D12")),
            // Of a finding's row: its own measures.
            ("D6:D6", Some(0), Some("D6:D7")),
            ("D6:D6", Some(3), Some("D9:D11")),
            // Of a measure's row: itself and its finding.
            ("D6*D5", Some(5), Some("D10*D8")),
            ("D$6:D6", Some(5), Some("D$6:D10")),
            ("D6/SUM(D$6:D$6)", Some(5), Some("D10/SUM(D$6:D$11)")),
            // Of the sum below.
            ("D5:D6", Some(7), Some("D5:D11")),
            ("6:6", Some(0), Some("6:7")),
            ("A1:D9", None, Some("A1:D14")),
            ("D3:D5", None, Some("D3:D8")),
            ("D6:D20", Some(3), Some("D9:D25")),
        ];
        for (formula, at, expected) in cases {
            let moved = super::super::formula::rewritten(formula, &mut |_, area| map.area(area, at));
            assert_eq!(Some(moved.as_str()), expected, "{formula} {at:?}");
        }
        let sums = RowMap::new(5, 6, vec![5, 5, 6, 5, 6]);
        assert_eq!(sums.range((5, false), (5, false), Some(2)), Some((5, 6)), "a sum below its rows");
        assert_eq!(sums.range((5, false), (5, false), Some(4)), Some((8, 8)), "and the next one");
    }

    #[test]
    fn what_is_repeated_has_copies_and_what_is_gone_has_none() {
        let map = nested();
        assert_eq!(map.copies(5, 5), [(5, 5), (8, 8)]);
        assert_eq!(map.copies(5, 6), [(5, 7), (8, 11)]);
        assert_eq!(map.copies(7, 7), [(12, 12)]);
        assert_eq!(map.copies(8, 9), [(13, 14)]);
        assert_eq!(map.copies(1, 9), [(1, 14)]);
        let inner = RowMap::new(5, 6, vec![5, 5, 6]);
        assert_eq!(inner.copies(5, 6), [(5, 7)], "a row repeated within stretches what stands over it");
        let gone = RowMap::new(4, 6, vec![]);
        assert_eq!(gone.copies(5, 5), []);
        assert_eq!(gone.range((4, false), (6, false), None), None);
        assert_eq!(gone.range((3, false), (6, false), None), Some((3, 3)));
        assert_eq!(gone.range((3, false), (7, false), None), Some((3, 4)));
        assert_eq!(gone.single(5, false, None), None);
        assert!(RowMap::new(2, 4, vec![2, 3, 4]).moves_nothing() && !gone.moves_nothing());
        assert_eq!(RowMap::new(1, 0, vec![]).outside(9), 9);
    }
}
