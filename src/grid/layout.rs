//! How columns share the width of a window: each as wide as a person chose or as suits it, one takes what is left, some
//! are pinned to an edge and stay while the rest is scrolled.

/// Where a column stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Pin {
    /// It is scrolled with the rest.
    #[default]
    None,
    /// At the left edge.
    Left,
    /// At the right edge.
    Right,
}

/// What a column asks for, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Track {
    /// How wide it would be.
    pub width: f64,
    /// How narrow it may be made where the window is. The same as `width` for a width that a person chose.
    pub least: f64,
    /// Whether it takes what the others leave.
    pub grows: bool,
    /// Where it stays.
    pub pin: Pin,
}

/// A column in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Where it begins, where nothing is scrolled.
    pub x: f64,
    /// How wide it is.
    pub width: f64,
    /// Where it stays; none where the window is too narrow for that.
    pub pin: Pin,
    /// How far from its edge it stays.
    pub stay: f64,
}

/// The columns in their places.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    columns: Vec<Placed>,
    total: f64,
    left: f64,
    right: f64,
}

/// How much of a window pinned columns may take.
const PINNED: f64 = 0.6;

impl Layout {
    /// Shares `room` pixels among the columns, which stand in the order in which they are seen. Where even the least
    /// widths do not fit, the table is wider than its window.
    #[must_use]
    pub fn new(tracks: &[Track], room: f64) -> Self {
        let mut widths: Vec<f64> = tracks.iter().map(|track| track.width.max(track.least)).collect();
        let wanted: f64 = widths.iter().sum();
        let slack: f64 = tracks.iter().zip(&widths).map(|(track, width)| width - track.least).sum();
        if wanted > room && slack > 0.0 {
            let share = ((wanted - room) / slack).min(1.0);
            for (track, width) in tracks.iter().zip(&mut widths) {
                *width -= (*width - track.least) * share;
            }
        }
        let rest = room - widths.iter().sum::<f64>();
        if rest > 0.0 {
            let grower = tracks.iter().position(|track| track.grows).or_else(|| tracks.len().checked_sub(1));
            if let Some(width) = grower.and_then(|at| widths.get_mut(at)) {
                *width += rest;
            }
        }
        let mut pins: Vec<Pin> = tracks.iter().map(|track| track.pin).collect();
        keep_room(&mut pins, &widths, room);
        Self::placed(&widths, &pins)
    }

    fn placed(widths: &[f64], pins: &[Pin]) -> Self {
        let mut layout = Self::default();
        for (width, pin) in widths.iter().zip(pins) {
            let stay = if *pin == Pin::Left { layout.left } else { 0.0 };
            layout.columns.push(Placed { x: layout.total, width: *width, pin: *pin, stay });
            layout.total += width;
            if *pin == Pin::Left {
                layout.left += width;
            }
        }
        for column in layout.columns.iter_mut().rev().filter(|column| column.pin == Pin::Right) {
            column.stay = layout.right;
            layout.right += column.width;
        }
        layout
    }

    /// The columns in their places.
    #[must_use]
    pub fn columns(&self) -> &[Placed] {
        &self.columns
    }

    /// How wide the table is.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.total
    }

    /// How much of the window lies under columns that stay: at the left, at the right.
    #[must_use]
    pub fn pinned(&self) -> (f64, f64) {
        (self.left, self.right)
    }

    /// Where a column is seen in a window of this width that is scrolled so far.
    #[must_use]
    pub fn seen_at(&self, column: usize, scrolled: f64, room: f64) -> Option<f64> {
        let placed = self.columns.get(column)?;
        let x = placed.x - scrolled;
        Some(match placed.pin {
            Pin::None => x,
            Pin::Left => x.max(placed.stay),
            Pin::Right => x.min(room - placed.stay - placed.width),
        })
    }

    /// Before which column something lands that is dropped at `x` of the table: 0 to the number of columns.
    #[must_use]
    pub fn gap_at(&self, x: f64) -> usize {
        self.columns.iter().filter(|column| column.x + column.width / 2.0 < x).count()
    }
}

/// Unpins columns, the innermost first, until there is room to scroll.
fn keep_room(pins: &mut [Pin], widths: &[f64], room: f64) {
    loop {
        let pinned: f64 =
            pins.iter().zip(widths).filter(|(pin, _)| **pin != Pin::None).map(|(_, width)| width).sum();
        if pinned <= room * PINNED {
            return;
        }
        let inner = pins.iter().rposition(|pin| *pin == Pin::Left);
        match inner.filter(|at| *at > 0).or_else(|| pins.iter().position(|pin| *pin == Pin::Right)).or(inner)
        {
            Some(at) => pins[at] = Pin::None,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn track(width: f64, least: f64) -> Track {
        Track { width, least, grows: false, pin: Pin::None }
    }

    /// 序号, 反馈问题, 整改措施, 整改时限, 整改状态.
    fn usual() -> Vec<Track> {
        vec![
            Track { pin: Pin::Left, ..track(84.0, 84.0) },
            track(200.0, 120.0),
            Track { grows: true, ..track(240.0, 240.0) },
            track(116.0, 96.0),
            Track { pin: Pin::Right, ..track(124.0, 112.0) },
        ]
    }

    fn widths(layout: &Layout) -> Vec<f64> {
        layout.columns().iter().map(|column| column.width.round()).collect()
    }

    #[test]
    fn the_text_takes_what_is_left_and_never_less_than_its_least() {
        for (room, shared) in [
            (1000.0, [84.0, 200.0, 476.0, 116.0, 124.0]),
            (764.0, [84.0, 200.0, 240.0, 116.0, 124.0]),
            (708.0, [84.0, 160.0, 240.0, 106.0, 118.0]),
            (652.0, [84.0, 120.0, 240.0, 96.0, 112.0]),
            (400.0, [84.0, 120.0, 240.0, 96.0, 112.0]),
        ] {
            assert_eq!(widths(&Layout::new(&usual(), room)), shared, "{room}");
        }
        assert_eq!(widths(&Layout::new(&[], 400.0)), [] as [f64; 0]);
        assert_eq!(widths(&Layout::new(&[track(50.0, 50.0)], 400.0)), [400.0], "nothing is left unused");
    }

    #[test]
    fn pinned_columns_are_seen_wherever_the_rest_is_scrolled() {
        let layout = Layout::new(&usual(), 500.0);
        for scrolled in [0.0, 40.0, layout.total() - 500.0] {
            assert_eq!(layout.seen_at(0, scrolled, 500.0), Some(0.0));
            assert_eq!(layout.seen_at(4, scrolled, 500.0), Some(500.0 - 112.0), "{scrolled}");
        }
        assert_eq!(layout.seen_at(1, 40.0, 500.0), Some(44.0));
        assert_eq!(layout.seen_at(9, 0.0, 500.0), None);
        assert_eq!(layout.pinned(), (84.0, 112.0));
        // A window that the pinned ones would fill is scrolled as a whole, the number last.
        assert_eq!(Layout::new(&usual(), 300.0).pinned(), (84.0, 0.0));
        assert_eq!(Layout::new(&usual(), 100.0).pinned(), (0.0, 0.0));
    }

    #[test]
    fn what_is_dropped_lands_at_the_nearer_edge() {
        let layout = Layout::new(&usual(), 764.0);
        for (x, gap) in [(-5.0, 0), (10.0, 0), (60.0, 1), (100.0, 1), (300.0, 2), (5000.0, 5)] {
            assert_eq!(layout.gap_at(x), gap, "{x}");
        }
    }

    proptest! {
        #[test]
        fn the_window_is_filled_and_no_column_is_below_its_least(
            asked in prop::collection::vec((48.0..800.0f64, 0.3..1.0f64, any::<bool>(), 0..3u8), 1..12), room in 0.0..2500.0f64,
        ) {
            let tracks: Vec<Track> = asked.iter().map(|(width, least, grows, pin)| Track {
                width: *width, least: width * least, grows: *grows,
                pin: [Pin::None, Pin::Left, Pin::Right][usize::from(*pin)],
            }).collect();
            let layout = Layout::new(&tracks, room);
            prop_assert!(layout.total() >= room - 1e-6);
            let least: f64 = tracks.iter().map(|track| track.least).sum();
            prop_assert!(layout.total() <= room.max(least) + 1e-6);
            let (left, right) = layout.pinned();
            prop_assert!(left + right <= room * PINNED + 1e-6);
            for (placed, track) in layout.columns().iter().zip(&tracks) {
                prop_assert!(placed.width >= track.least - 1e-6);
            }
        }
    }
}
