//! Text in GB 18030, the encoding of Chinese files before UTF-8, by a table that is handed in: the browser knows it already,
//! and as code it would weigh 200 kB. Knows no file.

use std::collections::HashSet;

/// The second bytes of a pair: 0x40 to 0xFE without 0x7F.
const SECONDS: usize = 190;
/// The pairs of which the table gives the characters, in this order: first bytes 0x81 to 0xFE, each with all second ones.
const PAIRS: usize = 126 * SECONDS;

/// A decoder.
#[derive(Debug, Default)]
pub struct Gbk {
    pairs: Vec<char>,
    /// The characters of the basic plane that have no pair, in order: those of four bytes.
    others: std::cell::OnceCell<Vec<char>>,
}

impl Gbk {
    /// The decoder by this table: the text of [`gb18030_table_bytes`](crate::office::gb18030_table_bytes). Where none was handed in, what is not ASCII gives `�`.
    #[must_use]
    pub fn new(table: &str) -> Self {
        let pairs = table.lines().map(|pair| pair.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER));
        Self { pairs: pairs.take(PAIRS).collect(), others: std::cell::OnceCell::new() }
    }

    /// The text of bytes; what stands for no character gives `�`.
    #[must_use]
    pub fn decode(&self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
        let mut rest = bytes;
        while let Some((first, after)) = rest.split_first() {
            let (c, length) = match (*first, after) {
                (0..=0x7f, _) => (char::from(*first), 1),
                (0x80, _) => ('€', 1),
                (0x81..=0xfe, [second, third, fourth, ..])
                    if second.is_ascii_digit()
                        && (0x81..=0xfe).contains(third)
                        && fourth.is_ascii_digit() =>
                {
                    (self.four([*first, *second, *third, *fourth]), 4)
                }
                (0x81..=0xfe, [second @ (0x40..=0x7e | 0x80..=0xfe), ..]) => (self.pair(*first, *second), 2),
                _ => (char::REPLACEMENT_CHARACTER, 1),
            };
            text.push(c);
            rest = rest.get(length..).unwrap_or_default();
        }
        text
    }

    fn pair(&self, first: u8, second: u8) -> char {
        let column = usize::from(second - 0x40) - usize::from(second > 0x7f);
        let at = usize::from(first - 0x81) * SECONDS + column;
        self.pairs.get(at).copied().unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn four(&self, [first, second, third, fourth]: [u8; 4]) -> char {
        let digits = [first - 0x81, second - 0x30, third - 0x81, fourth - 0x30].map(u32::from);
        let at = ((digits[0] * 10 + digits[1]) * 126 + digits[2]) * 10 + digits[3];
        let found = match at.checked_sub(189_000) {
            Some(above) => char::from_u32(0x1_0000 + above),
            None => usize::try_from(at).ok().and_then(|at| self.others().get(at).copied()),
        };
        found.unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn others(&self) -> &[char] {
        self.others.get_or_init(|| {
            let known: HashSet<char> = self.pairs.iter().copied().collect();
            // Pairs got these later; their places among those of four bytes stayed.
            let late = |c: &char| matches!(c, '\u{1e3f}' | '\u{9fb4}'..='\u{9fbb}' | '\u{fe10}'..='\u{fe19}');
            // What a user may define himself, and what stood for those late ones before, never were among them.
            let private = |c: &char| {
                matches!(c, '\u{e000}'..='\u{e765}' | '\u{e78d}'..='\u{e796}')
                    || "\u{e7c7}\u{e81e}\u{e826}\u{e82b}\u{e82c}\u{e832}\u{e843}\u{e854}\u{e864}".contains(*c)
            };
            let own = |c: &char| known.contains(c) || private(c);
            ('\u{80}'..='\u{ffff}').filter(|c| late(c) || !own(c)).collect()
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The table as a browser gives it.
    pub(crate) fn table() -> String {
        encoding_rs::GB18030.decode_without_bom_handling(&crate::office::gb18030_table_bytes()).0.into_owned()
    }

    #[test]
    fn texts_come_back_as_another_program_wrote_them() {
        let gbk = Gbk::new(&table());
        for text in ["整改台账 2024", "〇一①⑴㈠、。“”—…", "镕喆堃㙍", "𠮷😀", "ÀÉøœ", "", "ǹ䶮"]
        {
            let bytes = encoding_rs::GB18030.encode(text).0;
            assert_eq!(gbk.decode(&bytes), text);
        }
        assert_eq!(gbk.decode(b"a\xff\x81"), "a\u{fffd}\u{fffd}");
        assert_eq!(Gbk::new("").decode(b"a\xd6\xd0b"), "a\u{fffd}b");
    }

    #[test]
    fn every_character_of_four_bytes_is_the_one_that_another_program_reads() {
        let gbk = Gbk::new(&table());
        let mut wrong = 0;
        for c in ('\u{80}'..='\u{d7ff}').chain('\u{f900}'..='\u{ffff}') {
            let text = c.to_string();
            let bytes = encoding_rs::GB18030.encode(&text).0;
            if bytes.len() == 4 && gbk.decode(&bytes) != text {
                wrong += 1;
            }
        }
        assert_eq!(wrong, 0);
    }
}
