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

/// A Chinese number from 一 to 九千九百九十九 at the start: its value and length in bytes.
#[must_use]
pub fn chinese(text: &str) -> Option<(u32, usize)> {
    let (mut value, mut waiting, mut len) = (0, None, 0);
    for c in text.chars().take(7) {
        match (c, chinese_digit(c)) {
            ('十', _) => value += waiting.take().unwrap_or(1) * 10,
            ('百', _) if waiting.is_some() => value += waiting.take().unwrap_or(1) * 100,
            ('千', _) if waiting.is_some() && value == 0 => value += waiting.take().unwrap_or(1) * 1000,
            (_, Some(d)) if waiting.is_none() || waiting == Some(0) => waiting = Some(d),
            _ => break,
        }
        len += c.len_utf8();
    }
    let value = value + waiting.unwrap_or(0);
    (len > 0 && value > 0).then_some((value, len))
}

/// A number as notices write it: `十二`, `一百零三`.
#[must_use]
pub fn in_chinese(number: u32) -> String {
    let (tens_of_thousands, rest) = (number / 10_000, number % 10_000);
    let mut text = String::new();
    if tens_of_thousands > 0 {
        text = in_chinese(tens_of_thousands);
        text.push('万');
    }
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = rest / unit % 10;
        if digit == 0 {
            gap = !text.is_empty();
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
                if after.is_some_and(|c| digit(c).is_some()) && !counts(rest.get(next.len_utf8()..)?) =>
            {
                return None;
            }
            '.' | '、' | '．' | '，' | '。' => Mark::Arabic,
            ')' | '）' => Mark::Bracketed,
            _ => return None,
        };
        return (number < 1000).then_some(Found { mark, number: Some(number), len: len + next.len_utf8() });
    }
    let (number, len) = chinese(text)?;
    let next = text.get(len..)?.chars().next()?;
    let section = matches!(next, '、' | '.' | '．');
    section.then_some(Found { mark: Mark::Section, number: Some(number), len: len + next.len_utf8() })
}

/// Whether a text begins with a year or a number of persons or things that come whole, so that the stop before it
/// is none of a decimal: `2021年以来未…`.
fn counts(text: &str) -> bool {
    let Some((number, len)) = arabic(text) else { return false };
    let mut behind = text.get(len..).unwrap_or("").trim_start_matches(' ').chars();
    match behind.next() {
        Some('年' | '至' | '—' | '－' | '-' | '～' | '~') => (1900..2200).contains(&number),
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
    (number < 1000 || mark == Mark::Chinese).then_some(Found { mark, number: Some(number), len })
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
        for number in 1..=9999 {
            let text = in_chinese(number);
            assert_eq!(chinese(&text), Some((number, text.len())), "{text}");
        }
        let written =
            [10, 12, 20, 100, 103, 110, 112, 1000, 1031, 2005, 2010, 10_000, 12_030, 100_015].map(in_chinese);
        assert_eq!(
            written.join(" "),
            "十 十二 二十 一百 一百零三 一百一十 一百一十二 一千 一千零三十一 二千零五 二千零一十 一万 一万二千零三十 \
             十万零一十五"
        );
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
