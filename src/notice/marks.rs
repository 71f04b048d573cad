//! The numbering that notices print: before headings (`一、` `（一）` `1.` `(1)` `问题1.` `问题：`) and before
//! measures (`一是` `第一，` `①`). Knows no line and no section; nothing is repaired, only recognised.

/// A kind of numbering before a heading, from the outermost in (GB/T 9704-2012, 7.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// `一、`
    Section,
    /// `（一）` `(一)`
    Chinese,
    /// `1.` `1、` `１．`
    Arabic,
    /// `（1）` `(1)` `1)` `①`
    Bracketed,
    /// `问题1.` `问题一：` `问题：` `反馈问题一：` `【问题1】`
    Problem,
}

/// A numbering that was found at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its kind.
    pub mark: Mark,
    /// The number; `None` in `问题：`.
    pub number: Option<u32>,
    /// How many bytes it takes.
    pub len: usize,
}

/// The value of an Arabic digit, full width or ASCII.
#[must_use]
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

/// An Arabic number at the start: its value and length in bytes. At most six digits.
#[must_use]
pub fn arabic(text: &str) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut len = 0;
    for (n, c) in text.chars().enumerate() {
        let Some(d) = digit(c) else { break };
        if n == 6 {
            return None;
        }
        value = value * 10 + d;
        len += c.len_utf8();
    }
    (len > 0).then_some((value, len))
}

fn chinese_digit(c: char) -> Option<u32> {
    "零一二三四五六七八九".chars().position(|d| d == c).and_then(|at| u32::try_from(at).ok())
}

/// A Chinese number from 一 to 四十二亿 at the start: its value and length in bytes. Reads as far as the text counts.
#[must_use]
pub fn chinese(text: &str) -> Option<(u32, usize)> {
    // What stands before the last 亿 or 万; the thousands, hundreds and tens behind it; a digit that waits for its unit.
    let (mut above, mut here, mut waiting) = (0_u64, 0_u64, None);
    // The unit that the next one must be less than.
    let (mut most, mut most_above) = (10_000, u64::MAX);
    let mut best = None;
    let mut len = 0;
    for c in text.chars().take(LONGEST) {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => 0,
        };
        match (unit, chinese_digit(c)) {
            (10 | 100 | 1000, _) if unit < most && (unit == 10 || waiting.is_some_and(|d| d > 0)) => {
                here += waiting.take().filter(|d| *d > 0).unwrap_or(1) * unit;
                most = unit;
            }
            (10_000.., _) if unit < most_above && here + waiting.unwrap_or(0) > 0 => {
                above += (here + waiting.take().unwrap_or(0)) * unit;
                (here, most, most_above) = (0, 10_000, unit);
            }
            (0, Some(d)) if waiting.is_none() || waiting == Some(0) => waiting = Some(u64::from(d)),
            _ => break,
        }
        len += c.len_utf8();
        let value = u32::try_from(above + here + waiting.unwrap_or(0)).ok().filter(|value| *value > 0);
        best = value.map(|value| (value, len)).or(best);
    }
    best
}

/// The most signs of a Chinese number: 四十二亿九千四百九十六万七千二百九十五 has 20.
const LONGEST: usize = 20;

/// A number as notices write it: `十二`, `一百零三`, `一万零二百`.
#[must_use]
pub fn in_chinese(number: u32) -> String {
    let mut text = String::new();
    let mut rest = number;
    let mut skipped = false;
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let part = rest / unit;
        rest %= unit;
        if part == 0 {
            skipped = !text.is_empty();
            continue;
        }
        // 一万零二百, 一亿零一千: a hole before this part is told by one 零.
        let mut gap = !text.is_empty() && (skipped || part < 1000);
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = part / unit % 10;
            if digit == 0 {
                gap |= !text.is_empty() && part > unit;
                continue;
            }
            if std::mem::take(&mut gap) {
                text.push('零');
            }
            // 十二, but 一百一十二.
            if !(unit == 10 && digit == 1 && text.is_empty()) {
                text.extend("零一二三四五六七八九".chars().nth(digit as usize));
            }
            text.push_str(name);
        }
        text.push_str(name);
    }
    if text.is_empty() { "零".to_owned() } else { text }
}

fn circled(c: char) -> Option<u32> {
    ('①'..='⑳').contains(&c).then(|| u32::from(c) - u32::from('①') + 1)
}

/// The numbering at the start of a text that has no indent.
#[must_use]
pub fn mark(text: &str) -> Option<Found> {
    let first = text.chars().next()?;
    if matches!(first, '(' | '（') {
        return bracketed(text, first);
    }
    if let Some(rest) = text.strip_prefix("问题") {
        return problem(rest).map(|(number, len)| Found {
            mark: Mark::Problem,
            number,
            len: "问题".len() + len,
        });
    }
    if let Some(rest) = text.strip_prefix("反馈问题") {
        let (number, len) = problem(rest).filter(|(number, _)| number.is_some())?;
        return Some(Found { mark: Mark::Problem, number, len: "反馈问题".len() + len });
    }
    if let Some(rest) = text.strip_prefix("【问题") {
        let (number, len) = arabic(rest).or_else(|| chinese(rest))?;
        rest.get(len..)?.strip_prefix('】')?;
        return Some(Found { mark: Mark::Problem, number: Some(number), len: "【问题】".len() + len });
    }
    if let Some(number) = circled(first) {
        return Some(Found { mark: Mark::Bracketed, number: Some(number), len: first.len_utf8() });
    }
    if let Some((number, len)) = arabic(text) {
        let rest = text.get(len..)?;
        let next = rest.chars().next()?;
        let after = rest.get(next.len_utf8()..)?.chars().next();
        let mark = match next {
            '.' | '．'
                if after.is_some_and(|c| digit(c).is_some())
                    && (is_year(number) || !counts(rest.get(next.len_utf8()..)?)) =>
            {
                return None;
            }
            // 2023、2024年, 2024，: years and sums, not the number of a finding.
            '、' if number >= 1000 && after.is_some_and(|c| digit(c).is_some()) => return None,
            '，' | '。' if number >= 1000 => return None,
            '.' | '、' | '．' | '，' | '。' => Mark::Arabic,
            ')' | '）' => Mark::Bracketed,
            _ => return None,
        };
        let stands = mark == Mark::Arabic || !is_year(number);
        return stands.then_some(Found { mark, number: Some(number), len: len + next.len_utf8() });
    }
    let (number, len) = chinese(text)?;
    let next = text.get(len..)?.chars().next()?;
    let section = matches!(next, '、' | '.' | '．');
    section.then_some(Found { mark: Mark::Section, number: Some(number), len: len + next.len_utf8() })
}

/// Whether a number is rather a year where brackets or a decimal stand beside it.
fn is_year(number: u32) -> bool {
    (1900..2200).contains(&number)
}

/// Whether a text begins with a year or a number of persons or things that come whole, so that the stop before it
/// is none of a decimal: `2021年以来未…`.
fn counts(text: &str) -> bool {
    let Some((number, len)) = arabic(text) else { return false };
    let mut behind = text.get(len..).unwrap_or("").trim_start_matches(' ').chars();
    match behind.next() {
        Some('年' | '至' | '—' | '－' | '-' | '～' | '~') => is_year(number),
        Some('名' | '家' | '起' | '份' | '人' | '项') => true,
        _ => false,
    }
}

fn bracketed(text: &str, open: char) -> Option<Found> {
    let inner = text.get(open.len_utf8()..)?;
    let (mark, (number, len)) = match chinese(inner) {
        Some(found) => (Mark::Chinese, found),
        None => (Mark::Bracketed, arabic(inner)?),
    };
    let close = inner.get(len..)?.chars().next().filter(|c| matches!(c, ')' | '）'))?;
    let mut len = open.len_utf8() + len + close.len_utf8();
    // （一）、 is printed too.
    if text.get(len..).is_some_and(|rest| rest.starts_with('、')) {
        len += '、'.len_utf8();
    }
    // （2024） is a year.
    (!is_year(number) || mark == Mark::Chinese).then_some(Found { mark, number: Some(number), len })
}

/// What follows 问题 in a numbering: a number with or without a stop, or a colon.
fn problem(rest: &str) -> Option<(Option<u32>, usize)> {
    let number = arabic(rest).or_else(|| chinese(rest));
    let len = number.map_or(0, |(_, len)| len);
    let next = rest.get(len..)?.chars().next()?;
    let stop = matches!(next, '.' | '．' | '、' | ':' | '：')
        || (number.is_some() && matches!(next, ' ' | '\u{3000}'));
    stop.then(|| (number.map(|(value, _)| value), len + next.len_utf8()))
}

/// The same numbering with another number.
#[must_use]
pub fn renumbered(text: &str, number: u32) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((_, len)) = arabic(rest) {
            out.push_str(&number.to_string());
            return out + rest.get(len..).unwrap_or_default();
        }
        if let Some((_, len)) = chinese(rest) {
            out.push_str(&in_chinese(number));
            return out + rest.get(len..).unwrap_or_default();
        }
        if circled(c).is_some() {
            let other = char::from_u32(u32::from('①') + number - 1).filter(|c| circled(*c).is_some());
            out.push(other.unwrap_or(c));
            return out + rest.get(c.len_utf8()..).unwrap_or_default();
        }
        out.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numberings_are_told_apart_and_measured() {
        use Mark::{Arabic, Bracketed, Chinese, Problem, Section};
        let cases = [
            ("1.关于", Some((Arabic, Some(1), "1."))),
            ("12、关于", Some((Arabic, Some(12), "12、"))),
            ("１．关于", Some((Arabic, Some(1), "１．"))),
            ("2023.5", None),
            ("2.2021年以来未召开", Some((Arabic, Some(2), "2."))),
            ("１．２０２３年开展", Some((Arabic, Some(1), "１．"))),
            ("3.2021至2023年未开展", Some((Arabic, Some(3), "3."))),
            ("4.12名党员未参加", Some((Arabic, Some(4), "4."))),
            ("3.5万元", None),
            ("2.1500年", None),
            ("2023.2021年", None),
            ("2023年", None),
            ("1000.关于", Some((Arabic, Some(1000), "1000."))),
            ("2024.关于", Some((Arabic, Some(2024), "2024."))),
            ("12345、关于", Some((Arabic, Some(12345), "12345、"))),
            ("1024.2021年以来", Some((Arabic, Some(1024), "1024."))),
            ("2023、2024年", None),
            ("2024，", None),
            ("(1000)关于", Some((Bracketed, Some(1000), "(1000)"))),
            ("（2024）关于", None),
            ("2024）关于", None),
            ("一万二千零三十、关于", Some((Section, Some(12_030), "一万二千零三十、"))),
            ("3家单位", None),
            ("(一)聚焦", Some((Chinese, Some(1), "(一)"))),
            ("（十二）聚焦", Some((Chinese, Some(12), "（十二）"))),
            ("（一)混排", Some((Chinese, Some(1), "（一)"))),
            ("(1)关于", Some((Bracketed, Some(1), "(1)"))),
            ("（试行）", None),
            ("①加强", Some((Bracketed, Some(1), "①"))),
            ("3）加强", Some((Bracketed, Some(3), "3）"))),
            ("问题1.关于", Some((Problem, Some(1), "问题1."))),
            ("问题一：关于", Some((Problem, Some(1), "问题一："))),
            ("问题:关于", Some((Problem, None, "问题:"))),
            ("反馈问题一：关于", Some((Problem, Some(1), "反馈问题一："))),
            ("反馈问题：关于", None),
            ("【问题2】关于", Some((Problem, Some(2), "【问题2】"))),
            ("【问题】关于", None),
            ("问题整改", None),
            ("一、组织", Some((Section, Some(1), "一、"))),
            ("二十一、组织", Some((Section, Some(21), "二十一、"))),
            ("一是组织", None),
            ("十", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = mark(text).map(|f| (f.mark, f.number, &text[..f.len]));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn chinese_numbers_read_and_write_the_same() {
        let few = (1..=20_000).chain((20_000..=u32::MAX).step_by(99_991));
        for number in few.chain([100_000_000, 100_010_000, 100_000_001, u32::MAX]) {
            let text = in_chinese(number);
            assert_eq!(chinese(&text), Some((number, text.len())), "{text}");
        }
        let cases = [
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (100, "一百"),
            (103, "一百零三"),
            (110, "一百一十"),
            (112, "一百一十二"),
            (1031, "一千零三十一"),
            (2005, "二千零五"),
            (2010, "二千零一十"),
            (10_000, "一万"),
            (10_203, "一万零二百零三"),
            (12_030, "一万二千零三十"),
            (100_015, "十万零一十五"),
            (3_000_000, "三百万"),
            (100_010_000, "一亿零一万"),
            (100_001_000, "一亿零一千"),
            (120_000_000, "一亿二千万"),
        ];
        for (number, text) in cases {
            assert_eq!(in_chinese(number), text);
        }
    }

    #[test]
    fn a_chinese_number_ends_where_the_text_stops_counting() {
        let cases = [
            ("一是", Some((1, "一"))),
            ("十二届", Some((12, "十二"))),
            ("一二三", Some((1, "一"))),
            ("五十百", Some((50, "五十"))),
            ("百日", None),
            ("万一", None),
            ("一万万", Some((10_000, "一万"))),
            ("零", None),
            ("零五", Some((5, "零五"))),
            ("九十九亿", Some((99, "九十九"))),
        ];
        for (text, expected) in cases {
            assert_eq!(chinese(text).map(|(number, len)| (number, &text[..len])), expected, "{text}");
        }
    }

    #[test]
    fn a_numbering_takes_another_number_in_its_own_form() {
        for (text, expected) in [
            ("12、", "7、"),
            ("（一）", "（七）"),
            ("问题3.", "问题7."),
            ("一是", "七是"),
            ("②", "⑦"),
            ("问题:", "问题:"),
        ] {
            assert_eq!(renumbered(text, 7), expected);
        }
    }
}
