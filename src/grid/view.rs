//! What of a table is in sight, and how little it must be scrolled to bring a cell into sight.

use super::heights::Heights;
use super::layout::{Layout, Pin};

/// Rows drawn above and below the sight, so that a quick scroll shows no blank.
const MARGIN: usize = 8;

/// The window onto a table, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct View {
    /// How far it is scrolled down.
    pub top: f64,
    /// How far it is scrolled to the right.
    pub left: f64,
    /// How much of the rows is seen: the height of the window without the heads and without what floats over its end.
    pub height: f64,
    /// How wide it is.
    pub width: f64,
}

/// A row that stays where it is while rows come and go above it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    /// The first row in sight.
    pub row: usize,
    /// How much of it is scrolled away.
    pub hidden: f64,
}

impl View {
    /// The rows to draw, from and to (not included): those in sight and a margin.
    #[must_use]
    pub fn rows(&self, heights: &Heights) -> (usize, usize) {
        let count = heights.count();
        if count == 0 {
            return (0, 0);
        }
        let first = heights.at(self.top);
        let last = heights.at(self.top + self.height.max(0.0));
        (first.saturating_sub(MARGIN), (last + 1 + MARGIN).min(count))
    }

    /// How far to scroll down so that a row is seen; `None` where it is, or where it is too high to be seen whole and
    /// fills the window.
    #[must_use]
    pub fn reveal_row(&self, heights: &Heights, row: usize) -> Option<f64> {
        let (from, to) = (heights.top(row), heights.top(row + 1));
        let end = self.top + self.height;
        if from >= self.top && to <= end || from <= self.top && to >= end {
            None
        } else if from < self.top || to - from >= self.height {
            Some(from)
        } else {
            Some(to - self.height)
        }
    }

    /// How far to scroll to the right so that a column is seen between those that stay; `None` where it is.
    #[must_use]
    pub fn reveal_column(&self, layout: &Layout, column: usize) -> Option<f64> {
        let placed = layout.columns().get(column).filter(|placed| placed.pin == Pin::None)?;
        let (left, right) = layout.pinned();
        let (from, to) = (placed.x, placed.x + placed.width);
        let (seen, end) = (self.left + left, self.left + self.width - right);
        if from < seen {
            Some((from - left).max(0.0))
        } else if to > end {
            // A column that is wider than what is left shows its beginning.
            Some((to - self.width + right).min(from - left))
        } else {
            None
        }
    }

    /// What is to stay where it is.
    #[must_use]
    pub fn anchor(&self, heights: &Heights) -> Anchor {
        let row = heights.at(self.top);
        Anchor { row, hidden: self.top - heights.top(row) }
    }
}

impl Anchor {
    /// How far the table is to be scrolled so that the row, which is now at `row`, is where it was.
    #[must_use]
    pub fn top(self, heights: &Heights, row: usize) -> f64 {
        (heights.top(row) + self.hidden).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Track;
    use proptest::prelude::*;

    fn view(top: f64, height: f64) -> View {
        View { top, height, left: 0.0, width: 800.0 }
    }

    #[test]
    fn only_what_is_seen_and_a_margin_is_drawn() {
        let rows = Heights::even(100_000, 44.0);
        for (top, drawn) in [(0.0, (0, 19)), (44_000.0, (992, 1019)), (44.0 * 99_990.0, (99_982, 100_000))] {
            assert_eq!(view(top, 440.0).rows(&rows), drawn, "{top}");
        }
        let few = Heights::even(3, 44.0);
        assert_eq!((view(0.0, 440.0).rows(&few), view(9_000.0, 440.0).rows(&few)), ((0, 3), (0, 3)));
        assert_eq!(view(-5.0, 0.0).rows(&Heights::even(0, 44.0)), (0, 0));
    }

    #[test]
    fn a_row_is_brought_into_sight_by_the_least() {
        let rows = Heights::uneven(vec![40.0, 40.0, 300.0, 40.0, 40.0, 40.0]);
        for (top, row, to) in [
            (0.0, 0, None),
            (10.0, 0, Some(0.0)),
            (0.0, 1, None),
            (0.0, 3, Some(320.0)),
            (500.0, 4, Some(420.0)),
            (0.0, 2, Some(80.0)),
            (100.0, 2, None),
            (300.0, 2, Some(80.0)),
        ] {
            assert_eq!(view(top, 100.0).reveal_row(&rows, row), to, "{row} from {top}");
        }
    }

    #[test]
    fn a_column_is_brought_into_sight_between_those_that_stay() {
        let track = |width: f64, pin| Track { width, least: width, grows: false, pin };
        let tracks = [
            track(80.0, Pin::Left),
            track(300.0, Pin::None),
            track(300.0, Pin::None),
            track(600.0, Pin::None),
            track(100.0, Pin::Right),
        ];
        let layout = Layout::new(&tracks, 600.0);
        for (left, column, to) in [
            (0.0, 1, None),
            (0.0, 2, Some(180.0)),
            (500.0, 1, Some(0.0)),
            (0.0, 3, Some(600.0)),
            (50.0, 0, None),
            (0.0, 4, None),
            (0.0, 9, None),
        ] {
            let view = View { left, width: 600.0, ..View::default() };
            assert_eq!(view.reveal_column(&layout, column), to, "{column} from {left}");
        }
    }

    proptest! {
        #[test]
        fn what_is_brought_into_sight_is_seen_and_not_moved_again(
            own in prop::collection::vec(prop::sample::select(&[36.0f32, 52.0, 176.0][..]), 1..60), top in 0.0..6000.0f64,
            row in 0..60usize, height in 20.0..400.0f64,
        ) {
            let row = row % own.len();
            let heights = Heights::uneven(own);
            let mut view = view(top, height);
            if let Some(to) = view.reveal_row(&heights, row) { view.top = to; }
            prop_assert_eq!(view.reveal_row(&heights, row), None);
            let (from, to) = view.rows(&heights);
            prop_assert!((from..to).contains(&row));
        }

        #[test]
        fn rows_that_come_above_move_nothing_under_the_pointer(
            count in 1..80usize, more in 0..40usize, top in 0.0..3000.0f64,
        ) {
            let (before, after) = (Heights::even(count, 44.0), Heights::even(count + more, 44.0));
            let view = view(top.min(before.total() - 1.0), 300.0);
            let anchor = view.anchor(&before);
            let now = anchor.top(&after, anchor.row + more);
            prop_assert!(((after.top(anchor.row + more) - now) - (before.top(anchor.row) - view.top)).abs() < 1e-6);
        }
    }
}
