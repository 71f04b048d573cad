//! Pinyin: whether a word of letters (`kjcg`, `kejichengguo`, `keji成果`) spells the characters of a text.
//! Knows folded texts alone.
//!
//! Each character is spelt whole (`ke`) or by its initial (`k`, also `zh`, `ch`, `sh`); the last one that was
//! typed may be cut anywhere, so that a growing word always finds less. A character with several readings
//! (重 zhong, chong) is found by each. ü is `v`; `lue`, `nue`, `lyu` and `nyu` are taken too.
//!
//! The readings are those of the 通用规范汉字字典 for the 8,105 characters of the 通用规范汉字表 (2013) and the rest
//! of GB 2312, from the Unihan database by way of mozillazg's pinyin-data (MIT), without tones: a syllable and
//! its characters a line. Characters beyond the Basic Multilingual Plane have none and match as themselves.

use std::sync::OnceLock;

pub(super) const SYLLABLES: &str = include_str!("pinyin/syllables.txt");

/// The longest word that is looked for as pinyin: its places are the bits of a number.
const LONGEST: usize = 60;

/// The longest syllable: `zhuang`.
const SYLLABLE: usize = 6;

/// All characters by their readings.
struct Table {
    /// For each UTF-16 unit the place of its readings in `sets`; 0 where it has none.
    classes: Vec<u16>,
    /// The different sets of readings; the first is empty.
    sets: Vec<Vec<&'static str>>,
}

pub(super) fn spellings(syllable: &'static str) -> Vec<&'static str> {
    match syllable {
        "lv" => vec!["lv", "lyu"],
        "nv" => vec!["nv", "nyu"],
        "lve" => vec!["lve", "lue"],
        "nve" => vec!["nve", "nue"],
        other => vec![other],
    }
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut classes = vec![0_u16; 1 << 16];
        let mut sets: Vec<Vec<&'static str>> = vec![Vec::new()];
        // A character's next set, where a reading is added to the one that it has.
        let mut grown = std::collections::HashMap::new();
        let letters = (b'a'..=b'z').map(|letter| {
            let at = usize::from(letter - b'a');
            ("abcdefghijklmnopqrstuvwxyz".get(at..=at).unwrap_or_default(), u16::from(letter))
        });
        let characters =
            SYLLABLES.lines().filter_map(|line| line.split_once(' ')).flat_map(|(syllable, all)| {
                all.chars().filter_map(move |c| Some((syllable, u16::try_from(u32::from(c)).ok()?)))
            });
        for (syllable, unit) in letters.chain(characters) {
            let class = &mut classes[usize::from(unit)];
            *class = *grown.entry((*class, syllable)).or_insert_with(|| {
                let mut set = sets[usize::from(*class)].clone();
                set.extend(spellings(syllable));
                sets.push(set);
                // cannot fail: there are fewer sets than characters, and these are units of 16 bits.
                u16::try_from(sets.len() - 1).unwrap_or(0)
            });
        }
        Table { classes, sets }
    })
}

/// For each length, the places of a word at which so many of its letters can be taken by one character.
type Steps = [u64; SYLLABLE];

/// A word, ready to be looked for as pinyin: an automaton whose states are the places in the word.
#[derive(Debug)]
pub(super) struct Pattern {
    len: usize,
    /// For each set of readings, one more than the place of its steps; 0 where it has none.
    live: Vec<u16>,
    steps: Vec<Steps>,
    /// Units that stand for themselves, with the places where they stand in the word.
    fixed: Vec<(u16, u64)>,
}

/// The steps that one reading makes in a word.
fn steps(reading: &[u8], word: &[u16], into: &mut Steps) {
    for at in 0..word.len() {
        let rest = &word[at..];
        let same = reading.iter().zip(rest).take_while(|(a, b)| u16::from(**a) == **b).count();
        let double = reading.len() > 2 && reading[1] == b'h';
        for len in 1..=same {
            if len == 1 || len == reading.len() || len == rest.len() || (len == 2 && double) {
                into[len - 1] |= 1 << at;
            }
        }
    }
}

fn is_letter(unit: u16) -> bool {
    (u16::from(b'a')..=u16::from(b'z')).contains(&unit)
}

impl Pattern {
    /// The pattern of a folded word: letters, and characters that stand for themselves. `None` for other words.
    pub fn new(word: &[u16]) -> Option<Self> {
        let spells = word.iter().all(|unit| is_letter(*unit) || *unit >= 0x80);
        if !spells || !word.iter().any(|unit| is_letter(*unit)) || word.len() > LONGEST {
            return None;
        }
        let mut pattern = Self { len: word.len(), live: vec![0], steps: Vec::new(), fixed: Vec::new() };
        for set in table().sets.iter().skip(1) {
            let mut of_set = [0; SYLLABLE];
            for reading in set {
                steps(reading.as_bytes(), word, &mut of_set);
            }
            if of_set != [0; SYLLABLE] {
                pattern.steps.push(of_set);
            }
            // cannot fail: there are no more steps than sets, which are counted in 16 bits.
            let place = u16::try_from(pattern.steps.len()).unwrap_or(0);
            pattern.live.push(if of_set == [0; SYLLABLE] { 0 } else { place });
        }
        for (at, unit) in word.iter().enumerate().filter(|(_, unit)| !is_letter(**unit)) {
            match pattern.fixed.iter_mut().find(|(known, _)| known == unit) {
                Some((_, places)) => *places |= 1 << at,
                None => pattern.fixed.push((*unit, 1 << at)),
            }
        }
        Some(pattern)
    }

    /// The units that every text which holds the word holds too.
    pub fn fixed(&self) -> impl Iterator<Item = u16> {
        self.fixed.iter().map(|(unit, _)| *unit)
    }

    /// Whether the word can begin with this unit.
    pub fn starts_with(&self, unit: u16) -> bool {
        self.step(1, unit) != 0
    }

    /// Where one can be in the word after a unit, from where one was.
    fn step(&self, states: u64, unit: u16) -> u64 {
        let mut next = 0;
        let class = table().classes[usize::from(unit)];
        let live = self.live[usize::from(class)];
        if live != 0 {
            for (at, places) in self.steps[usize::from(live) - 1].iter().enumerate() {
                next |= (states & places) << (at + 1);
            }
        }
        for (_, places) in self.fixed.iter().filter(|(fixed, _)| *fixed == unit) {
            next |= (states & places) << 1;
        }
        next
    }

    /// Whether the word is spelt anywhere in a text.
    pub fn is_in(&self, text: &[u16]) -> bool {
        let mut states = 1;
        text.iter().any(|unit| {
            states = self.step(states, *unit) | 1;
            states >> self.len != 0
        })
    }

    /// How many units from the beginning of a text spell the word; the fewest.
    pub fn at_start(&self, text: &[u16]) -> Option<usize> {
        let mut states = 1;
        for (at, unit) in text.iter().enumerate() {
            states = self.step(states, *unit);
            if states == 0 {
                return None;
            }
            if states >> self.len != 0 {
                return Some(at + 1);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spells(word: &str, text: &str) -> bool {
        let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
        Pattern::new(&units(word)).is_some_and(|pattern| pattern.is_in(&units(text)))
    }

    #[test]
    fn initials_and_whole_syllables_spell_a_text() {
        for (word, text) in [
            ("kjcg", "推进科技成果转化"),
            ("kejichengguo", "科技成果"),
            ("kejicg", "科技成果"),
            ("kjchengg", "科技成果"),
            ("keji成果", "科技成果"),
            ("科技cg", "科技成果"),
            ("k", "科技"),
            ("kejich", "科技成果"),
            ("zhongq", "重庆"),
            ("chongqing", "重庆"),
            ("zhg", "中国"),
            ("zg", "中国"),
            ("xian", "西安"),
            ("xian", "先进"),
            ("lvse", "绿色"),
            ("lve", "策略"),
            ("lue", "策略"),
            ("kuaiji", "会计"),
            ("kbd", "k宝贷"),
            ("pdf", "清单.pdf"),
            ("gxc", "高新处"),
            ("zhe", "喆"),
        ] {
            assert!(spells(word, text), "{word} in {text}");
        }
        for (word, text) in [
            ("kjcg", "科技的成果"),
            ("kjcg", "科技，成果"),
            ("keicg", "科技成果"),
            ("kech", "科技成"),
            ("eji", "科技"),
            ("zhngg", "中国"),
            ("12", "科技"),
            ("kj-1", "科技-1"),
            ("科技", "科技"),
        ] {
            assert!(!spells(word, text), "{word} in {text}");
        }
    }

    #[test]
    fn every_character_of_gb_2312_has_a_reading() {
        for text in ["啊", "座", "丌", "齄", "的", "违", "规", "巡", "察", "销"] {
            assert!(text.encode_utf16().all(|unit| table().classes[usize::from(unit)] != 0), "{text}");
        }
        let table = table();
        assert!(table.classes.iter().filter(|class| **class != 0).count() > 8_000);
        assert!(table.sets.iter().flatten().all(|reading| (1..=SYLLABLE).contains(&reading.len())));
    }
}
