//! A store of folded texts by slot, with the set of slots in which each character occurs, so that a search
//! looks only into texts that hold all characters of a word. Knows no entity: who asks knows what a slot is.

use std::cell::Cell;

use super::bits::Bits;
use super::terms::Term;

/// Stands between the texts of one slot; no word holds it.
pub(super) const GAP: u16 = 0;

/// The slots in which one character occurs: a list while they are few, bits when those take less room.
#[derive(Debug, Clone)]
enum Posting {
    Few(Vec<u32>),
    Many(Bits),
}

/// A list of this many slots takes no more room than the bits of an ordinary ledger.
const FEW: usize = 64;

impl Posting {
    fn insert(&mut self, slot: u32, slots: usize) {
        match self {
            Self::Many(bits) => bits.insert(slot),
            Self::Few(list) => {
                if list.last().is_none_or(|last| *last < slot) {
                    list.push(slot);
                } else if let Err(place) = list.binary_search(&slot) {
                    list.insert(place, slot);
                }
                if list.len() > FEW.max(slots / 32) {
                    *self = Self::Many(list.iter().copied().collect());
                }
            }
        }
    }

    fn remove(&mut self, slot: u32) {
        match self {
            Self::Many(bits) => bits.remove(slot),
            Self::Few(list) => {
                if let Ok(place) = list.binary_search(&slot) {
                    list.remove(place);
                }
            }
        }
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        match self {
            Self::Few(list) => list.len(),
            Self::Many(bits) => bits.iter().count(),
        }
    }

    #[cfg(test)]
    fn contains(&self, slot: u32) -> bool {
        match self {
            Self::Many(bits) => bits.contains(slot),
            Self::Few(list) => list.binary_search(&slot).is_ok(),
        }
    }
}

/// The room of a block, unless one text needs more.
const BLOCK: usize = 1 << 18;

/// Where a text stands.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    block: u32,
    from: u32,
    len: u32,
}

/// Folded texts and where each character occurs.
#[derive(Debug, Clone)]
pub(super) struct TextStore {
    /// The texts one after the other; a text that grew stands again at the end. In blocks, for one that grew
    /// to the size of a large ledger would be copied whole while a page waits.
    blocks: Vec<Vec<u16>>,
    /// Where the text of each slot stands.
    spans: Vec<Span>,
    /// Units of the blocks that belong to no slot any more.
    waste: usize,
    postings: Vec<Posting>,
    /// For each UTF-16 unit, one more than the place of its posting; 0 where it never occurred.
    places: Vec<u32>,
    /// For each posting, the round in which it was last met, so that a text names each character once.
    met: Vec<Cell<u32>>,
    round: Cell<u32>,
}

impl Default for TextStore {
    fn default() -> Self {
        Self {
            blocks: Vec::new(),
            spans: Vec::new(),
            waste: 0,
            postings: Vec::new(),
            places: vec![0; 1 << 16],
            met: Vec::new(),
            round: Cell::new(0),
        }
    }
}

impl TextStore {
    /// The text of a slot; empty where it has none.
    pub fn text(&self, slot: u32) -> &[u16] {
        self.spans.get(slot as usize).map_or(&[], |span| self.at(*span))
    }

    fn at(&self, span: Span) -> &[u16] {
        if span.len == 0 {
            return &[];
        }
        &self.blocks[span.block as usize][span.from as usize..][..span.len as usize]
    }

    /// Puts a text in the place of what the slot held.
    pub fn set(&mut self, slot: u32, text: &[u16]) {
        let old = self.text(slot);
        if old == text {
            return;
        }
        if !old.is_empty() {
            for place in self.distinct(self.spans[slot as usize]) {
                self.postings[place].remove(slot);
            }
        }
        if self.spans.len() <= slot as usize {
            self.spans.resize(slot as usize + 1, Span::default());
        }
        self.waste += self.spans[slot as usize].len as usize;
        self.spans[slot as usize] = self.append(text);
        self.post(slot, text);
        if self.waste > 4 * BLOCK && self.waste > self.blocks.len() * BLOCK / 2 {
            self.compact();
        }
    }

    fn append(&mut self, text: &[u16]) -> Span {
        let fits = |block: &Vec<u16>| block.len() + text.len() <= block.capacity();
        if !self.blocks.last().is_some_and(fits) {
            self.blocks.push(Vec::with_capacity(BLOCK.max(text.len())));
        }
        let from = self.blocks.last().map_or(0, Vec::len);
        // Counted in 32 bits: a text or a number of blocks beyond does not fit into the memory of a page.
        let span = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let span = Span { block: span(self.blocks.len() - 1), from: span(from), len: span(text.len()) };
        if let Some(block) = self.blocks.last_mut() {
            block.extend_from_slice(text);
        }
        span
    }

    fn post(&mut self, slot: u32, text: &[u16]) {
        let slots = self.spans.len();
        let round = self.next_round();
        for unit in text {
            let place = &mut self.places[usize::from(*unit)];
            if *place == 0 {
                self.postings.push(Posting::Few(Vec::new()));
                self.met.push(Cell::new(0));
                // cannot fail: there are at most 2^16 different units.
                *place = u32::try_from(self.postings.len()).unwrap_or(0);
            }
            let place = *place as usize - 1;
            if self.met[place].replace(round) != round {
                self.postings[place].insert(slot, slots);
            }
        }
    }

    fn next_round(&self) -> u32 {
        let round = self.round.get().wrapping_add(1);
        if round == 0 {
            self.met.iter().for_each(|met| met.set(0));
        }
        self.round.set(round.max(1));
        round.max(1)
    }

    /// The places of the postings of a text, each once.
    fn distinct(&self, span: Span) -> Vec<usize> {
        let round = self.next_round();
        let places = self.at(span).iter().map(|unit| self.places[usize::from(*unit)] as usize - 1);
        places.filter(|place| self.met[*place].replace(round) != round).collect()
    }

    fn compact(&mut self) {
        let old = Self { blocks: std::mem::take(&mut self.blocks), ..Self::default() };
        for n in 0..self.spans.len() {
            self.spans[n] = self.append(old.at(self.spans[n]));
        }
        self.waste = 0;
    }

    /// The slots whose text holds the word and which are in `within`, where that is asked.
    pub fn search(&self, term: &Term, within: Option<&Bits>, already: &Bits) -> Bits {
        let Some(mut candidates) = self.candidates(term) else { return Bits::default() };
        if let Some(within) = within {
            candidates.meet(within);
        }
        candidates.without(already);
        if !term.is_one_unit() {
            candidates = candidates.iter().filter(|slot| term.holds(self.text(*slot))).collect();
        }
        candidates
    }

    /// The slots whose text holds a character that the word can begin with.
    fn beginnings(&self, term: &Term) -> Bits {
        let mut all = Bits::default();
        let met = (0..=u16::MAX).zip(&self.places).filter(|(_, place)| **place != 0);
        for (_, place) in met.filter(|(unit, _)| term.starts_with(*unit)) {
            match &self.postings[*place as usize - 1] {
                Posting::Few(list) => list.iter().for_each(|slot| all.insert(*slot)),
                Posting::Many(set) => all.join(set),
            }
        }
        all
    }

    /// The slots whose text holds every character of the word, or one that it can begin with where it is all
    /// pinyin; `None` where a character occurs nowhere.
    fn candidates(&self, term: &Term) -> Option<Bits> {
        let units = term.units();
        if units.is_empty() {
            return Some(self.beginnings(term));
        }
        let mut lists = Vec::new();
        let mut bits = Vec::new();
        for unit in &units {
            let place = self.places[usize::from(*unit)].checked_sub(1)?;
            match &self.postings[place as usize] {
                Posting::Few(list) => lists.push(list),
                Posting::Many(set) => bits.push(set),
            }
        }
        if let Some(shortest) = lists.iter().min_by_key(|list| list.len()) {
            let in_all = |slot: &u32| {
                lists.iter().all(|list| list.binary_search(slot).is_ok())
                    && bits.iter().all(|set| set.contains(*slot))
            };
            return Some(shortest.iter().copied().filter(in_all).collect());
        }
        let (first, rest) = bits.split_first()?;
        let mut candidates = (*first).clone();
        for set in rest {
            candidates.meet(set);
        }
        Some(candidates)
    }

    /// Whether the postings say exactly what the texts hold; for tests.
    #[cfg(test)]
    pub fn is_sound(&self) -> bool {
        let slots = || (0u32..).take(self.spans.len());
        let posting =
            |unit: u16| self.places[usize::from(unit)].checked_sub(1).map(|n| &self.postings[n as usize]);
        let posted = |slot, unit: &u16| posting(*unit).is_some_and(|posting| posting.contains(slot));
        let named: usize = self.postings.iter().map(Posting::len).sum();
        let held: usize =
            slots().map(|slot| self.text(slot).iter().collect::<std::collections::HashSet<_>>().len()).sum();
        named == held && slots().all(|slot| self.text(slot).iter().all(|unit| posted(slot, unit)))
    }
}
