//! A set of small numbers as bits: sets of rows are met and joined a word at a time. Knows no row.

/// A set of numbers. What lies beyond its words is not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub fn insert(&mut self, n: u32) {
        let word = n as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (n % 64);
    }

    pub fn remove(&mut self, n: u32) {
        if let Some(word) = self.0.get_mut(n as usize / 64) {
            *word &= !(1 << (n % 64));
        }
    }

    pub fn put(&mut self, n: u32, there: bool) {
        if there {
            self.insert(n);
        } else {
            self.remove(n);
        }
    }

    pub fn contains(&self, n: u32) -> bool {
        self.0.get(n as usize / 64).is_some_and(|word| word >> (n % 64) & 1 == 1)
    }

    /// Keeps what is in both.
    pub fn meet(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// Takes out what is in the other.
    pub fn without(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    /// Adds what is in the other.
    pub fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    /// The numbers, from the least up.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0u32..).zip(&self.0).flat_map(|(place, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(place * 64 + bit)
            })
        })
    }
}

impl FromIterator<u32> for Bits {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut bits = Self::default();
        numbers.into_iter().for_each(|n| bits.insert(n));
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn bits_are_a_set(a: BTreeSet<u8>, b: BTreeSet<u8>) {
            let bits = |set: &BTreeSet<u8>| set.iter().map(|n| u32::from(*n) * 3).collect::<Bits>();
            let list = |set: Vec<&u8>| set.into_iter().map(|n| u32::from(*n) * 3).collect::<Vec<_>>();
            let (mut meet, mut join, mut without) = (bits(&a), bits(&a), bits(&a));
            meet.meet(&bits(&b));
            join.join(&bits(&b));
            without.without(&bits(&b));
            prop_assert_eq!(meet.iter().collect::<Vec<_>>(), list(a.intersection(&b).collect()));
            prop_assert_eq!(join.iter().collect::<Vec<_>>(), list(a.union(&b).collect()));
            prop_assert_eq!(without.iter().collect::<Vec<_>>(), list(a.difference(&b).collect()));
            prop_assert!(a.iter().all(|n| join.contains(u32::from(*n) * 3)));
        }
    }
}
