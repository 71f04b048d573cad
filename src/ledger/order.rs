//! Sorting lists that are short or seldom sorted.
//!
//! The standard library compiles its sort once for each type and comparison, which was 0.3 MB of the program.
//! Here one sort puts places in order, and what is compiled for each list only compares and moves.
//! Lists as long as a ledger that are sorted while somebody waits use the standard sort.

use std::cmp::Ordering;

/// Sorts by a comparison; what is equal stays in the order in which it was.
pub fn sort_by<T>(list: &mut [T], mut order: impl FnMut(&T, &T) -> Ordering) {
    let mut places: Vec<usize> = (0..list.len()).collect();
    sort_places(&mut places, &mut |a, b| order(&list[a], &list[b]));
    move_to(list, &mut places);
}

/// Sorts by what a key says of each item; what is equal stays in the order in which it was.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts by the order of the items themselves.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

#[inline(never)]
fn sort_places(places: &mut [usize], order: &mut dyn FnMut(usize, usize) -> Ordering) {
    places.sort_by(|a, b| order(*a, *b));
}

/// Moves to each place what is to stand there: the item now at `places[n]` comes to `n`.
fn move_to<T>(list: &mut [T], places: &mut [usize]) {
    for start in 0..places.len() {
        let mut to = start;
        // Along a ring of items that take each other's places; a place that is right points to itself.
        while places[to] != start {
            let from = std::mem::replace(&mut places[to], to);
            if from == to {
                break;
            }
            list.swap(to, from);
            to = from;
        }
        places[to] = to;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(list in prop::collection::vec((0..6u8, any::<u16>()), 0..40)) {
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            let mut got = list.clone();
            sort_by_key(&mut got, |(key, _)| *key);
            prop_assert_eq!(&got, &expected);

            let mut expected = list.clone();
            expected.sort_unstable();
            let mut got = list;
            sort(&mut got);
            prop_assert_eq!(got, expected);
        }
    }
}
