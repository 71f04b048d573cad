//! Which rows of a long table are in sight. Knows pixels and counts, no row.

/// Rows drawn above and below the sight, so that a quick scroll shows no blank.
const MARGIN: usize = 8;

/// The rows to draw, from and to (not included), of `count` rows of `row` pixels, when `height` pixels are seen
/// from `top` on.
#[must_use]
pub fn in_sight(top: f64, height: f64, row: f64, count: usize) -> (usize, usize) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels, at least 0, far below 2^53"
    )]
    let index = |pixels: f64| (pixels.max(0.0) / row) as usize;
    let from = index(top).saturating_sub(MARGIN).min(count);
    let to = (index(top + height) + 1 + MARGIN).min(count);
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_seen_and_a_margin_is_drawn() {
        assert_eq!(in_sight(0.0, 440.0, 44.0, 100_000), (0, 19));
        assert_eq!(in_sight(44_000.0, 440.0, 44.0, 100_000), (992, 1019));
        assert_eq!(in_sight(44.0 * 99_990.0, 440.0, 44.0, 100_000), (99_982, 100_000));
    }

    #[test]
    fn a_short_or_empty_table_is_drawn_whole_wherever_it_was_scrolled() {
        assert_eq!(in_sight(0.0, 440.0, 44.0, 3), (0, 3));
        assert_eq!(in_sight(9_000.0, 440.0, 44.0, 3), (3, 3));
        assert_eq!(in_sight(-5.0, 0.0, 44.0, 0), (0, 0));
    }
}
