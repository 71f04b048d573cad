//! What a search finds: the words that were typed, and where they occur. Knows texts alone.
//!
//! Words are parted by white space and must all occur. ASCII letters match in either case; full-width ASCII
//! (１２－３, ：, （) matches its half-width form. A number of a measure (`12-3`) matches as a number, so that it
//! finds neither 112-3 nor 2024-12-31. A word with letters is also looked for as pinyin: see `pinyin`.
//! Words that ask for a field (`单位:高新处`) are no terms: see `qualifiers`.

use std::ops::Range;
use std::sync::Arc;

use super::pinyin::Pattern;

/// One word of a search, folded.
#[derive(Debug, Clone)]
pub struct Term {
    /// UTF-16 units: a Chinese character is one unit, so that a search steps from character to character.
    units: Vec<u16>,
    /// Matches only as a whole number.
    numeral: bool,
    /// How the word spells characters, where it has letters.
    pinyin: Option<Arc<Pattern>>,
}

/// Equal words are looked for in the same way.
impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.units == other.units
    }
}

impl Eq for Term {}

/// The words of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms(Vec<Term>);

/// The folded form of a character: one character always folds to one.
pub(super) fn fold(c: char) -> char {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    narrow.to_ascii_lowercase()
}

/// Adds the folded UTF-16 units of a text.
pub(super) fn fold_into(text: &str, out: &mut Vec<u16>) {
    out.reserve(text.len());
    for c in text.chars().map(fold) {
        match u16::try_from(u32::from(c)) {
            Ok(unit) => out.push(unit),
            Err(_) => out.extend_from_slice(c.encode_utf16(&mut [0; 2])),
        }
    }
}

fn is_digit(unit: u16) -> bool {
    (u16::from(b'0')..=u16::from(b'9')).contains(&unit)
}

impl Terms {
    /// The words of what was typed. A word typed twice is one.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::of(words(text))
    }

    /// The terms of words.
    pub(super) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut terms = Vec::new();
        for word in words {
            let term = Term::new(word);
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        Self(terms)
    }

    /// Whether a text holds every word.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        let mut folded = Vec::with_capacity(text.len());
        fold_into(text, &mut folded);
        self.0.iter().all(|term| term.holds(&folded))
    }

    /// Whether nothing is searched for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn words(&self) -> std::slice::Iter<'_, Term> {
        self.0.iter()
    }
}

/// The words of a text, parted by white space.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty())
}

impl Term {
    pub(super) fn new(word: &str) -> Self {
        let folded: String = word.chars().map(fold).collect();
        let mut units = Vec::new();
        fold_into(word, &mut units);
        let pinyin = Pattern::new(&units).map(Arc::new);
        Self { numeral: is_number_of_a_measure(&folded), units, pinyin }
    }

    /// The units that every text which holds the word holds too.
    pub(super) fn units(&self) -> Vec<u16> {
        self.pinyin.as_ref().map_or_else(|| self.units.clone(), |pattern| pattern.fixed().to_vec())
    }

    /// Whether a text that holds the word can hold it from this unit on.
    pub(super) fn starts_with(&self, unit: u16) -> bool {
        self.pinyin.as_ref().map_or(self.units.first() == Some(&unit), |pattern| pattern.starts_with(unit))
    }

    /// Whether holding the units is holding the word.
    pub(super) fn is_one_unit(&self) -> bool {
        self.units.len() == 1
    }

    /// Whether every text that holds this word holds `other` too, so that a search for this one narrows.
    pub(super) fn narrows(&self, other: &Self) -> bool {
        if self.pinyin.is_some() && other.pinyin.is_some() {
            // A piece from the middle may begin within a syllable, where no character does.
            return self.units.starts_with(&other.units);
        }
        !other.numeral && other.literally(&self.units, 0).is_some()
    }

    /// Whether the word occurs in a folded text.
    pub(super) fn holds(&self, text: &[u16]) -> bool {
        self.pinyin.as_ref().map_or_else(|| self.literally(text, 0).is_some(), |pattern| pattern.is_in(text))
    }

    /// Where the word first occurs in a folded text, from a position on.
    fn find(&self, text: &[u16], from: usize) -> Option<Range<usize>> {
        match &self.pinyin {
            None => self.literally(text, from).map(|at| at..at + self.units.len()),
            Some(pattern) => {
                (from..text.len()).find_map(|at| pattern.at_start(&text[at..]).map(|len| at..at + len))
            }
        }
    }

    fn literally(&self, text: &[u16], from: usize) -> Option<usize> {
        let (&first, len) = (self.units.first()?, self.units.len());
        let last = text.len().checked_sub(len)?;
        let mut at = from;
        while at <= last {
            at += text[at..=last].iter().position(|unit| *unit == first)?;
            if text[at..at + len] == self.units && (!self.numeral || self.stands_alone(text, at)) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    fn stands_alone(&self, text: &[u16], at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| text[before]);
        let after = text.get(at + self.units.len());
        !before.is_some_and(|unit| is_digit(unit) || unit == u16::from(b'-'))
            && !after.is_some_and(|unit| is_digit(*unit))
    }

    /// Whether the word occurs in a text that is not folded.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let mut folded = Vec::with_capacity(text.len());
        fold_into(text, &mut folded);
        self.holds(&folded)
    }
}

/// `12-3`, but not the beginning of a date: neither part begins with 0, and the first is no year.
fn is_number_of_a_measure(word: &str) -> bool {
    let number =
        |part: &str| !part.starts_with('0') && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    word.split_once('-')
        .is_some_and(|(finding, measure)| number(finding) && number(measure) && !year(finding))
}

/// Where the words occur in a text as it is shown: byte ranges in order, merged, on the bounds of characters.
#[must_use]
pub fn marks(text: &str, terms: &Terms) -> Vec<Range<usize>> {
    let mut folded = Vec::with_capacity(text.len());
    let mut starts = Vec::with_capacity(text.len());
    if !terms.is_empty() {
        let mut pair = [0; 2];
        for (at, c) in text.char_indices() {
            let units = fold(c).encode_utf16(&mut pair);
            folded.extend_from_slice(units);
            starts.extend(units.iter().map(|_| at));
        }
    }
    starts.push(text.len());
    let mut found = Vec::new();
    for term in terms.words() {
        let mut from = 0;
        while let Some(hit) = term.find(&folded, from) {
            found.push(starts[hit.start]..starts[hit.end]);
            from = hit.start + 1;
        }
    }
    found.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_found_in_either_case_and_width_and_numbers_as_numbers() {
        let cases = [
            ("台账", "整改台账", true),
            ("台帐", "整改台账", false),
            ("gb/t", "ＧＢ／Ｔ 9704", true),
            ("ＧＢ", "gb/t 9704", true),
            ("（一）", "(一)聚焦", true),
            ("12-3", "12-3", true),
            ("１２－３", "12-3", true),
            ("12-3", "112-3", false),
            ("12-3", "12-30", false),
            ("12-3", "2024-12-31", false),
            ("12-3", "2024-12-3", false),
            ("12-3", "材料12-3-01", true),
            ("2026-1", "2026-11-05", true),
            ("06-18", "2024-06-18", true),
            ("𠮷野", "在𠮷野家", true),
            ("野", "在𠮷野家", true),
            ("É", "é", false),
            ("kjcg", "科技成果", true),
            ("ＫＪ成果", "科技成果", true),
            ("kjcg", "科技的成果", false),
            ("pdf", "清单.PDF", true),
        ];
        for (word, text, found) in cases {
            let terms = Terms::parse(word);
            assert_eq!(terms.words().all(|term| term.is_in(text)), found, "{word} in {text}");
            assert_eq!(!marks(text, &terms).is_empty(), found, "marks of {word} in {text}");
        }
    }

    #[test]
    fn white_space_of_every_width_parts_words() {
        assert_eq!(Terms::parse(" 台账\u{3000}GB  台账\tgb\u{1} "), Terms::parse("台账 gb"));
        assert!(Terms::parse(" \u{3000}\n").is_empty());
    }

    #[test]
    fn marks_are_merged_and_stand_on_whole_characters() {
        let cases: [(&str, &str, &[&str]); 11] = [
            ("整改台账整改", "整改", &["整改", "整改"]),
            ("整改台账", "整改 改台", &["整改台"]),
            ("整改台账", "台账 整改", &["整改台账"]),
            ("aaaa", "aa", &["aaaa"]),
            ("ＡＢc𠮷d", "bC", &["Ｂc"]),
            ("c𠮷d", "𠮷", &["𠮷"]),
            ("什么也没有", "", &[]),
            ("1-1，11-1", "1-1", &["1-1"]),
            ("推进科技成果转化", "kjcg", &["科技成果"]),
            ("推进科技成果转化", "keji zhuanhua", &["科技", "转化"]),
            ("KJ办与科技办", "kj", &["KJ", "科技"]),
        ];
        for (text, words, expected) in cases {
            let found = marks(text, &Terms::parse(words));
            let marked: Vec<_> = found.iter().map(|range| &text[range.clone()]).collect();
            assert_eq!(marked, expected, "{words} in {text}");
        }
    }

    proptest! {
        #[test]
        fn marks_are_in_order_apart_and_hold_what_was_found(text in "[ａA一二𠮷1-]{0,24}", words in "[aＡ一二𠮷 1-]{0,6}") {
            let terms = Terms::parse(&words);
            let found = marks(&text, &terms);
            prop_assert!(found.windows(2).all(|pair| pair[0].end < pair[1].start));
            for range in &found {
                prop_assert!(terms.words().any(|term| term.is_in(&text[range.clone()])));
            }
            prop_assert_eq!(found.is_empty(), !terms.words().any(|term| term.is_in(&text)));
        }
    }
}
