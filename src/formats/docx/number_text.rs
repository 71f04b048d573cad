//! How a word processor prints the number of a list: `一`, `Ⅰ`, `甲`, `⑴` (ECMA-376-1, 17.18.59). Knows no list.

use notice::marks::in_chinese;

/// The nth of a row of signs, from 1.
fn nth(signs: &str, count: u32) -> Option<String> {
    let at = usize::try_from(count.checked_sub(1)?).ok()?;
    signs.chars().nth(at).map(String::from)
}

/// The sign so far behind the first of a block, where the block has it.
fn behind(first: u32, count: u32, last: u32) -> Option<String> {
    (1..=last).contains(&count).then(|| char::from_u32(first + count - 1).map(String::from))?
}

/// A number as a format prints it; a format that is not known, and a number that a format has no sign for, give digits.
#[must_use]
pub fn printed(count: u32, format: &str) -> String {
    let text = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => Some(in_chinese(count)),
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" | "koreanDigital2" => {
            Some(each_digit(count, "〇一二三四五六七八九"))
        }
        "chineseLegalSimplified" => Some(legal(count, "零壹贰叁肆伍陆柒捌玖", ["仟", "佰", "拾", ""], '万')),
        "ideographLegalTraditional" => {
            Some(legal(count, "零壹貳參肆伍陸柒捌玖", ["仟", "佰", "拾", ""], '萬'))
        }
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸", count),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥", count),
        "ideographZodiacTraditional" => sixty(count),
        "ideographEnclosedCircle" => behind(0x3280, count, 10),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => behind(0x2460, count, 20)
            .or_else(|| behind(0x3251, count.saturating_sub(20), 15))
            .or_else(|| behind(0x32b1, count.saturating_sub(35), 15)),
        "decimalEnclosedParen" => behind(0x2474, count, 20),
        "decimalEnclosedFullstop" => behind(0x2488, count, 20),
        "numberInDash" => Some(format!("- {count} -")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(each_digit(count, "０１２３４５６７８９")),
        "decimalZero" => Some(format!("{count:02}")),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).map(|text| text.to_lowercase()),
        "lowerLetter" => letters(count, 'a'),
        "upperLetter" => letters(count, 'A'),
        "hex" => Some(format!("{count:X}")),
        _ => None,
    };
    text.unwrap_or_else(|| count.to_string())
}

fn each_digit(count: u32, digits: &str) -> String {
    let of = |c: char| c.to_digit(10).and_then(|digit| digits.chars().nth(usize::try_from(digit).ok()?));
    count.to_string().chars().filter_map(of).collect()
}

/// `壹佰贰拾叁`; 10 is `壹拾`.
fn legal(count: u32, digits: &str, units: [&str; 4], ten_thousand: char) -> String {
    let (high, rest) = (count / 10_000, count % 10_000);
    let mut text = String::new();
    if high > 0 {
        text = legal(high, digits, units, ten_thousand);
        text.push(ten_thousand);
    }
    let sign = |digit: u32| usize::try_from(digit).ok().and_then(|digit| digits.chars().nth(digit));
    let mut gap = false;
    for (unit, name) in [1000, 100, 10, 1].into_iter().zip(units) {
        let digit = rest / unit % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.extend(sign(0));
        }
        text.extend(sign(digit));
        text.push_str(name);
    }
    if text.is_empty() { sign(0).into_iter().collect() } else { text }
}

/// 甲子, 乙丑 … of the sixty.
fn sixty(count: u32) -> Option<String> {
    if !(1..=60).contains(&count) {
        return None;
    }
    let (stem, branch) = ((count - 1) % 10 + 1, (count - 1) % 12 + 1);
    Some(nth("甲乙丙丁戊己庚辛壬癸", stem)? + &nth("子丑寅卯辰巳午未申酉戌亥", branch)?)
}

fn roman(count: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = (1..4000).contains(&count).then_some(count)?;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    Some(text)
}

/// `a` to `z`, then `aa`, `bb`: the letter again for each time that the alphabet is over.
fn letters(count: u32, first: char) -> Option<String> {
    let at = count.checked_sub(1).filter(|at| *at < 26 * 30)?;
    let letter = char::from_u32(u32::from(first) + at % 26)?;
    Some(std::iter::repeat_n(letter, usize::try_from(at / 26 + 1).ok()?).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_word_processors_print_them() {
        for (count, format, text) in [
            (3, "decimal", "3"),
            (34, "chineseCounting", "三十四"),
            (100, "taiwaneseCounting", "一百"),
            (20, "ideographDigital", "二〇"),
            (10, "chineseLegalSimplified", "壹拾"),
            (105, "chineseLegalSimplified", "壹佰零伍"),
            (20_010, "ideographLegalTraditional", "貳萬零壹拾"),
            (0, "chineseLegalSimplified", "零"),
            (3, "ideographTraditional", "丙"),
            (11, "ideographTraditional", "11"),
            (12, "ideographZodiac", "亥"),
            (13, "ideographZodiac", "13"),
            (1, "ideographZodiacTraditional", "甲子"),
            (60, "ideographZodiacTraditional", "癸亥"),
            (10, "ideographEnclosedCircle", "㊉"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircleChinese", "㉑"),
            (36, "decimalEnclosedCircle", "㊱"),
            (51, "decimalEnclosedCircle", "51"),
            (1, "decimalEnclosedParen", "⑴"),
            (21, "decimalEnclosedParen", "21"),
            (2, "decimalEnclosedFullstop", "⒉"),
            (2, "numberInDash", "- 2 -"),
            (12, "decimalFullWidth", "１２"),
            (7, "decimalZero", "07"),
            (1, "upperRoman", "I"),
            (1994, "upperRoman", "MCMXCIV"),
            (14, "lowerRoman", "xiv"),
            (4000, "upperRoman", "4000"),
            (26, "lowerLetter", "z"),
            (27, "lowerLetter", "aa"),
            (54, "upperLetter", "BBB"),
            (255, "hex", "FF"),
            (5, "somethingNew", "5"),
        ] {
            assert_eq!(printed(count, format), text, "{count} {format}");
        }
        for format in ["upperRoman", "lowerLetter", "chineseLegalSimplified", "ideographZodiacTraditional"] {
            assert!(printed(u32::MAX, format).len() < 100, "{format}");
        }
    }
}
