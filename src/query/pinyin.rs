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
    /// For each UTF-16 unit, whether the word can begin with it: most of a text is passed over by this alone.
    first: Vec<bool>,
    /// For each UTF-16 unit, whether the word can go on with it; where one character can spell the word, all can.
    second: Vec<bool>,
    /// For each UTF-16 unit, the place of its steps; 0 where it has none.
    places: Vec<u16>,
    /// The first has none.
    steps: Vec<Steps>,
    /// Units that stand for themselves.
    fixed: Vec<u16>,
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
        let table = table();
        let mut all = vec![Steps::default()];
        let mut of_sets = Vec::with_capacity(table.sets.len());
        for set in &table.sets {
            let mut of_set = Steps::default();
            for reading in set {
                steps(reading.as_bytes(), word, &mut of_set);
            }
            of_sets.push(place_of(of_set, &mut all));
        }
        let mut places: Vec<u16> = table.classes.iter().map(|class| of_sets[usize::from(*class)]).collect();
        let mut fixed: Vec<u16> = word.iter().copied().filter(|unit| !is_letter(*unit)).collect();
        fixed.sort_unstable();
        fixed.dedup();
        for unit in &fixed {
            let place = &mut places[usize::from(*unit)];
            let mut own = all[usize::from(*place)];
            for at in (0..word.len()).filter(|at| word[*at] == *unit) {
                own[0] |= 1 << at;
            }
            *place = place_of(own, &mut all);
        }
        let which = |holds: &dyn Fn(&Steps) -> bool| -> Vec<bool> {
            let of_steps: Vec<bool> = all.iter().map(holds).collect();
            places.iter().map(|place| of_steps[usize::from(*place)]).collect()
        };
        let first = which(&|steps| steps.iter().any(|places| places & 1 != 0));
        let whole = |steps: &Steps| steps.get(word.len() - 1).is_some_and(|places| places & 1 != 0);
        let short = all.iter().any(whole);
        let second = which(&|steps| short || steps.iter().any(|places| places & !1 != 0));
        Some(Self { len: word.len(), first, second, places, steps: all, fixed })
    }

    /// The units that every text which holds the word holds too.
    pub fn fixed(&self) -> &[u16] {
        &self.fixed
    }

    /// Whether the word can begin with this unit.
    pub fn starts_with(&self, unit: u16) -> bool {
        self.first[usize::from(unit)]
    }

    /// Whether the word is spelt anywhere in a text.
    pub fn is_in(&self, text: &[u16]) -> bool {
        let mut rest = text;
        while let Some(at) = rest.iter().position(|unit| self.first[usize::from(*unit)]) {
            let goes_on = rest.get(at + 1).is_none_or(|unit| self.second[usize::from(*unit)]);
            if goes_on && self.at_start(&rest[at..]).is_some() {
                return true;
            }
            rest = &rest[at + 1..];
        }
        false
    }

    /// How many units from the beginning of a text spell the word; the fewest.
    pub fn at_start(&self, text: &[u16]) -> Option<usize> {
        let mut states = 1_u64;
        for (at, unit) in text.iter().enumerate() {
            let mut next = 0;
            for (len, places) in (1..).zip(&self.steps[usize::from(self.places[usize::from(*unit)])]) {
                next |= (states & places) << len;
            }
            states = next;
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

/// The place of steps that may be there already: where none are made is the first.
fn place_of(own: Steps, all: &mut Vec<Steps>) -> u16 {
    if own == Steps::default() {
        return 0;
    }
    all.push(own);
    // cannot fail: there are no more steps than sets of readings and letters of a word.
    u16::try_from(all.len() - 1).unwrap_or(0)
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
