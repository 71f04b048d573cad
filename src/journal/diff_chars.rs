//! What differs between two texts, character by character, for marking. Knows texts alone.

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A piece of one of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the first alone.
    Out(String),
    /// In the second alone.
    In(String),
}

/// The most pairs of characters that are compared; longer texts are one replacement between what they share at
/// their ends. Keeps the worst case far below the time of a frame.
const PAIRS: usize = 4_000_000;

/// The pieces that lead from `old` to `new`.
#[must_use]
pub fn diff(old: &str, new: &str) -> Vec<Piece> {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = |text: &[char]| text.get(head..).unwrap_or_default().to_vec();
    let (mid_old, mid_new) = (rest(&old), rest(&new));
    let tail = mid_old.iter().rev().zip(mid_new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (mid_old, end) = mid_old.split_at(mid_old.len() - tail);
    let (mid_new, _) = mid_new.split_at(mid_new.len() - tail);
    let mut pieces = Vec::new();
    let mut push = |make: fn(String) -> Piece, chars: &[char]| {
        if !chars.is_empty() {
            pieces.push(make(chars.iter().collect()));
        }
    };
    push(Piece::Same, old.get(..head).unwrap_or_default());
    if mid_old.len().saturating_mul(mid_new.len()) > PAIRS {
        push(Piece::Out, mid_old);
        push(Piece::In, mid_new);
    } else {
        for op in capture_diff_slices(Algorithm::Myers, mid_old, mid_new) {
            let (tag, from, to) = op.as_tag_tuple();
            let (from, to) = (mid_old.get(from).unwrap_or_default(), mid_new.get(to).unwrap_or_default());
            if tag == DiffTag::Equal {
                push(Piece::Same, from);
            } else {
                push(Piece::Out, from);
                push(Piece::In, to);
            }
        }
    }
    push(Piece::Same, end);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(pieces: &[Piece], other: fn(&Piece) -> bool) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Same(text) | Piece::Out(text) | Piece::In(text) => text.clone(),
        };
        pieces.iter().filter(|piece| !other(piece)).map(text).collect()
    }

    #[test]
    fn one_changed_word_is_marked_alone() {
        let pieces = diff("于六月底前完成整改。", "于七月底前完成整改。");
        let expected = [
            Piece::Same("于".into()),
            Piece::Out("六".into()),
            Piece::In("七".into()),
            Piece::Same("月底前完成整改。".into()),
        ];
        assert_eq!(pieces, expected);
        assert_eq!(diff("", ""), []);
        assert_eq!(diff("", "甲"), [Piece::In("甲".into())]);
    }

    #[test]
    fn texts_too_long_to_compare_are_replaced_between_their_ends() {
        let (old, new) = (format!("头{}尾", "甲".repeat(3000)), format!("头{}尾", "乙".repeat(3000)));
        assert_eq!(diff(&old, &new).len(), 4);
    }

    proptest! {
        #[test]
        fn the_pieces_are_both_texts(old in "[甲乙丙。]{0,30}", new in "[甲乙丙。]{0,30}") {
            let pieces = diff(&old, &new);
            prop_assert_eq!(side(&pieces, |p| matches!(p, Piece::In(_))), old);
            prop_assert_eq!(side(&pieces, |p| matches!(p, Piece::Out(_))), new);
        }
    }
}
