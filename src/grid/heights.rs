//! How high each row is and where it begins. Rows of one height cost nothing; others stand in a binary indexed tree
//! (Fenwick 1994), so that a million rows are found and changed in twenty steps.

/// The heights of all rows, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub enum Heights {
    /// All rows are alike.
    Even {
        /// How many.
        count: usize,
        /// How high each.
        height: f64,
    },
    /// Each row has its own.
    Uneven {
        /// The height of each row.
        own: Vec<f32>,
        /// Node `i` (from 1) holds the sum of the rows `i - (i & -i) .. i`.
        sums: Vec<f64>,
    },
}

impl Default for Heights {
    fn default() -> Self {
        Self::Even { count: 0, height: 1.0 }
    }
}

/// The lowest set bit: how many rows a node stands for.
fn span(node: usize) -> usize {
    node & node.wrapping_neg()
}

impl Heights {
    /// So many rows of one height.
    #[must_use]
    pub fn even(count: usize, height: f64) -> Self {
        Self::Even { count, height: height.max(1.0) }
    }

    /// Rows with these heights, made in one pass.
    #[must_use]
    pub fn uneven(own: Vec<f32>) -> Self {
        let mut sums = Vec::with_capacity(own.len() + 1);
        sums.push(0.0);
        sums.extend(own.iter().map(|height| f64::from(*height)));
        for node in 1..sums.len() {
            let above = node + span(node);
            if above < sums.len() {
                sums[above] += sums[node];
            }
        }
        Self::Uneven { own, sums }
    }

    /// How many rows.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::Even { count, .. } => *count,
            Self::Uneven { own, .. } => own.len(),
        }
    }

    /// How high a row is; 0 for one that is not there.
    #[must_use]
    pub fn height(&self, row: usize) -> f64 {
        match self {
            Self::Even { count, height } => {
                if row < *count {
                    *height
                } else {
                    0.0
                }
            }
            Self::Uneven { own, .. } => own.get(row).copied().map_or(0.0, f64::from),
        }
    }

    /// Where a row begins: the sum of all above it. One behind the last is where the table ends.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "row counts are far below 2^53")]
    pub fn top(&self, row: usize) -> f64 {
        match self {
            Self::Even { count, height } => row.min(*count) as f64 * height,
            Self::Uneven { own, sums } => {
                let (mut node, mut sum) = (row.min(own.len()), 0.0);
                while node > 0 {
                    sum += sums[node];
                    node -= span(node);
                }
                sum
            }
        }
    }

    /// How high all rows are together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.top(self.count())
    }

    /// The row at a height, counted from the top of the first one; the last one below the end, 0 above the first.
    #[must_use]
    pub fn at(&self, y: f64) -> usize {
        let last = self.count().saturating_sub(1);
        match self {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at least 0, and `as` stops at the end"
            )]
            Self::Even { height, .. } => ((y.max(0.0) / height) as usize).min(last),
            Self::Uneven { own, sums } => {
                let (mut node, mut rest) = (0, y.max(0.0));
                let mut step = if own.is_empty() { 0 } else { 1 << own.len().ilog2() };
                while step > 0 {
                    let next = node + step;
                    if next < sums.len() && sums[next] <= rest {
                        node = next;
                        rest -= sums[next];
                    }
                    step >>= 1;
                }
                node.min(last)
            }
        }
    }

    /// Makes a row so high. Tells by how much it grew; rows of one height become rows with their own.
    #[expect(clippy::cast_possible_truncation, reason = "heights of rows are small")]
    pub fn set(&mut self, row: usize, height: f64) -> f64 {
        let grown = height - self.height(row);
        if row >= self.count() || grown.abs() < 0.25 {
            return 0.0;
        }
        if let Self::Even { count, height } = self {
            *self = Self::uneven(vec![*height as f32; *count]);
        }
        if let Self::Uneven { own, sums } = self {
            let grown = f64::from(height as f32) - f64::from(own[row]);
            own[row] = height as f32;
            let mut node = row + 1;
            while node < sums.len() {
                sums[node] += grown;
                node += span(node);
            }
        }
        grown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Three heights: one line, two lines, the whole text.
    fn three(count: usize) -> Vec<f32> {
        (0..count).map(|row| [36.0, 52.0, 176.0][row * 7 % 3]).collect()
    }

    #[test]
    fn a_million_rows_of_three_heights_are_found_and_changed() {
        let own = three(1_000_000);
        let mut heights = Heights::uneven(own.clone());
        let mut top = 0.0;
        for (row, height) in own.iter().enumerate() {
            if row % 9_973 == 0 || row > 999_990 {
                assert!((heights.top(row) - top).abs() < 1e-6, "{row}");
                assert_eq!((heights.at(top), heights.at(top + f64::from(*height) - 0.5)), (row, row));
            }
            top += f64::from(*height);
        }
        assert!((heights.total() - top).abs() < 1e-6);
        assert_eq!(heights.at(top + 1e9), 999_999);
        // A change in the middle moves what is below it, and nothing above.
        let before = (heights.top(500_000), heights.top(500_001), heights.total());
        let grown = heights.set(500_000, 1000.0);
        assert!((heights.top(500_000) - before.0).abs() < 1e-9);
        assert!((heights.top(500_001) - before.1 - grown).abs() < 1e-6);
        assert!((heights.total() - before.2 - grown).abs() < 1e-6);
    }

    #[test]
    fn no_rows_have_no_height() {
        for heights in [Heights::even(0, 36.0), Heights::uneven(vec![]), Heights::default()] {
            assert_eq!((heights.count(), heights.at(50.0)), (0, 0));
            assert!(heights.total().abs() < 1e-9 && heights.height(0).abs() < 1e-9);
        }
    }

    proptest! {
        #[test]
        fn any_changes_agree_with_plain_sums(
            count in 0..70usize, changes in prop::collection::vec((0..80usize, 1..400u16), 0..40), y in 0.0..9000.0f64,
        ) {
            let mut heights = Heights::even(count, 36.0);
            let mut plain = vec![36.0; count];
            for (row, height) in changes {
                heights.set(row, f64::from(height));
                if let Some(own) = plain.get_mut(row) { *own = f64::from(height); }
            }
            for row in 0..=count {
                prop_assert!((heights.top(row) - plain[..row].iter().sum::<f64>()).abs() < 1e-6);
            }
            let (mut at, mut rest) = (0, y);
            while at + 1 < count && plain[at] <= rest { rest -= plain[at]; at += 1; }
            prop_assert_eq!(heights.at(y), at);
        }
    }
}
