//! Signs of symbol fonts as characters that every font has: `F0FE` of Wingdings is ☑. Knows fonts, no document.

/// What stands for a sign that is not known: the mark of Chinese typesetting for a character that is missing.
pub const UNKNOWN: char = '〓';

const WINGDINGS: [(u8, char); 34] = [
    (0x22, '✂'),
    (0x28, '☎'),
    (0x2a, '✉'),
    (0x4a, '☺'),
    (0x6c, '●'),
    (0x6d, '❍'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x70, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x74, '◆'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0x9e, '·'),
    (0x9f, '•'),
    (0xa1, '○'),
    (0xa4, '◎'),
    (0xa7, '▪'),
    (0xa8, '□'),
    (0xaa, '✦'),
    (0xab, '★'),
    (0xd8, '➢'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe1, '↑'),
    (0xe2, '↓'),
    (0xe8, '➔'),
    (0xf0, '⇨'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

const WINGDINGS_2: [(u8, char); 9] = [
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x96, '•'),
    (0x98, '●'),
    (0xa3, '□'),
];

const SYMBOL: [(u8, char); 16] = [
    (0xa3, '≤'),
    (0xb3, '≥'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xbb, '≈'),
    (0xd6, '√'),
    (0xe5, '∑'),
    (0xac, '←'),
    (0xad, '↑'),
    (0xae, '→'),
    (0xaf, '↓'),
    (0xa5, '∞'),
];

/// The character for a sign of a font. Symbol fonts keep their signs at F000 to F0FF, or at 00 to FF.
#[must_use]
pub fn sign(font: &str, code: u32) -> char {
    let table: &[(u8, char)] = match font.trim() {
        "Wingdings" => &WINGDINGS,
        "Wingdings 2" => &WINGDINGS_2,
        "Symbol" => &SYMBOL,
        _ if (0xe000..0xf900).contains(&code) => &[],
        _ => return char::from_u32(code).filter(|c| !c.is_control()).unwrap_or(UNKNOWN),
    };
    let low = u8::try_from(code & 0xff).unwrap_or_default();
    table.iter().find(|(known, _)| *known == low).map_or(UNKNOWN, |(_, sign)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_symbol_fonts_are_characters_or_are_marked_as_missing() {
        for (font, code, expected) in [
            ("Wingdings", 0xf0fe, '☑'),
            ("Wingdings", 0xfe, '☑'),
            ("Wingdings 2", 0xf052, '☑'),
            ("Wingdings 2", 0xf0a3, '□'),
            ("Symbol", 0xf0b7, '•'),
            ("Wingdings", 0xf0ff, UNKNOWN),
            ("宋体", 0x2611, '☑'),
            ("Unknown", 0xf0fe, UNKNOWN),
            ("宋体", 7, UNKNOWN),
            ("宋体", 0xffff_ffff, UNKNOWN),
        ] {
            assert_eq!(sign(font, code), expected, "{font} {code:x}");
        }
    }
}
