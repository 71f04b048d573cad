//! One date in the words of people: `2024年6月30日`, `24年6月底`, `二〇二四年六月`, `2024.6`, `6.30`, `明年上半年`. Says what is there and what
//! is missing; guesses nothing. Sentences around it are [`super::due_reading`]'s. Knows no clock.

use super::date::Date;
use super::period::Part;

/// The year that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Year {
    /// By its number.
    Number(i32),
    /// By two of its digits: `24年`, `24.6.30`.
    Short(i32),
    /// By its distance to the year in which it was written: 今年 0, 明年 1.
    Relative(i32),
}

/// What of a year a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A month and a day of it, which the calendar may not have.
    Day(u32, u32),
    /// A month, which may be none.
    Month(u32),
    /// Another part.
    Part(Part),
}

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The year; `None` where it is left out.
    pub year: Option<Year>,
    /// What of it.
    pub span: Span,
    /// It may mean something else: day before month, a bare year, `2024.1` for October.
    pub is_doubtful: bool,
}

/// The number that a Chinese or Arabic numeral means, up to 9999: `三十一`, `二〇二四`, `12`.
#[must_use]
pub fn numeral(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 5 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|known| known == c);
    let digit =
        |c: char| digit(c).or(matches!(c, '○' | '零' | '０').then_some(0)).or((c == '两').then_some(2));
    let tens = |c: char| match c {
        '十' => Some(1),
        '廿' => Some(2),
        '卅' => Some(3),
        _ => None,
    };
    if let Some((at, ten)) = text.char_indices().find_map(|(at, c)| tens(c).map(|ten| (at, ten))) {
        let (before, after) = (&text[..at], &text[at + '十'.len_utf8()..]);
        let one = |part: &str, empty: usize| match part.chars().collect::<Vec<_>>()[..] {
            [] => Some(empty),
            [c] => digit(c),
            _ => None,
        };
        let factor = if ten == 1 { one(before, 1)? } else { before.is_empty().then_some(ten)? };
        return u32::try_from(factor * 10 + one(after, 0)?).ok();
    }
    let value = text.chars().try_fold(0, |sum, c| Some(sum * 10 + digit(c)?))?;
    u32::try_from(value).ok()
}

/// Words behind a Chinese numeral that make it part of a date.
const UNITS: [&str; 11] = ["年", "月", "日", "号", "季度", "个", "天", "周", "工作日", "时", "点"];

/// The text in even signs: full width narrowed, Chinese numerals of dates as digits, no space but between digits.
#[must_use]
pub fn even(text: &str) -> String {
    let narrow =
        text.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')).map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '〜' | '∼' => '~',
            '—' | '–' | '―' | '‐' | '‑' | '−' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        });
    let narrow: Vec<char> = narrow.collect();
    let mut spaced = String::new();
    for (at, c) in narrow.iter().enumerate() {
        let next = narrow[at..].iter().find(|c| **c != ' ');
        let between =
            spaced.ends_with(|c: char| c.is_ascii_digit()) && next.is_some_and(char::is_ascii_digit);
        if *c != ' ' || between {
            spaced.push(*c);
        }
    }
    let spaced = spaced.replace("元月", "1月");
    let is_numeral = |c: char| "〇○零一二三四五六七八九十廿卅两".contains(c);
    let mut out = String::new();
    let mut rest = spaced.as_str();
    while let Some(c) = rest.chars().next() {
        let run = rest.find(|c: char| !is_numeral(c)).unwrap_or(rest.len());
        let behind = &rest[run..];
        if run > 0
            && UNITS.iter().any(|unit| behind.starts_with(unit))
            && let Some(number) = numeral(&rest[..run])
        {
            out.push_str(&number.to_string());
            rest = behind;
        } else {
            let step = run.max(c.len_utf8());
            out.push_str(&rest[..step]);
            rest = &rest[step..];
        }
    }
    out
}

fn digits(text: &str, most: usize) -> Option<u32> {
    let whole = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| text.parse().ok())?
}

fn year(number: u32) -> Option<Year> {
    let signed = i32::try_from(number).ok()?;
    match number {
        1000..=9999 => Some(Year::Number(signed)),
        10..=60 => Some(Year::Short(2000 + signed)),
        _ => None,
    }
}

fn written(year: Option<Year>, span: Span) -> Written {
    Written { year, span, is_doubtful: matches!(year, Some(Year::Short(_))) && matches!(span, Span::Day(..)) }
}

/// The date of a text that holds nothing else, in even signs. `None` where it is none.
#[must_use]
pub fn read(text: &str) -> Option<Written> {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    numeric(text).or_else(|| in_words(text))
}

/// `2024.6.30`, `2024/6`, `6.30`, `20240630`, `30/06/2024`.
fn numeric(text: &str) -> Option<Written> {
    let separator = text.chars().find(|c| !c.is_ascii_digit());
    let Some(separator) = separator else { return packed(text) };
    if !"-./ ".contains(separator) {
        return None;
    }
    let parts: Vec<&str> = text.split(separator).collect();
    let numbers: Vec<u32> = parts.iter().map(|part| digits(part, 4)).collect::<Option<_>>()?;
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let doubtful = |span: Written| Some(Written { is_doubtful: true, ..span });
    match (&numbers[..], &lengths[..]) {
        ([y, m, d], [4, 1..=2, 1..=2]) => Some(written(Some(year(*y)?), Span::Day(*m, *d))),
        ([d, m, y], [1..=2, 1..=2, 4]) if *d > 12 => doubtful(written(Some(year(*y)?), Span::Day(*m, *d))),
        ([m, d, y], [1..=2, 1..=2, 4]) if *d > 12 => doubtful(written(Some(year(*y)?), Span::Day(*m, *d))),
        ([y, m, d], [2, 1..=2, 1..=2]) => doubtful(written(Some(year(*y)?), Span::Day(*m, *d))),
        ([y, m], [4, 1..=2]) => {
            let may_be_october = separator == '.' && parts[1] == "1";
            let span = written(Some(year(*y)?), Span::Month(*m));
            Some(Written { is_doubtful: may_be_october, ..span })
        }
        ([m, y], [1..=2, 4]) => doubtful(written(Some(year(*y)?), Span::Month(*m))),
        ([m, d], [1..=2, 1..=2]) if separator != ' ' => Some(written(None, Span::Day(*m, *d))),
        _ => None,
    }
}

/// `20240630`, `202406`, `2024`.
fn packed(text: &str) -> Option<Written> {
    let number = digits(text, 8)?;
    let of = |year: u32| (1950..=2100).contains(&year).then(|| i32::try_from(year).ok())?.map(Year::Number);
    match text.len() {
        8 => Some(written(Some(of(number / 10_000)?), Span::Day(number / 100 % 100, number % 100))),
        6 => Some(written(Some(of(number / 100)?), Span::Month(number % 100))),
        4 if number >= 1990 => {
            Some(Written { is_doubtful: true, ..written(Some(of(number)?), Span::Part(Part::Year)) })
        }
        _ => None,
    }
}

const RELATIVE: [(&str, i32); 11] = [
    ("今年", 0),
    ("本年度", 0),
    ("本年", 0),
    ("当年", 0),
    ("明年", 1),
    ("次年", 1),
    ("来年", 1),
    ("下一年", 1),
    ("翌年", 1),
    ("后年", 2),
    ("去年", -1),
];

fn in_words(text: &str) -> Option<Written> {
    if let Some((word, distance)) = RELATIVE.iter().find(|(word, _)| text.starts_with(word)) {
        let rest = text[word.len()..].trim_start_matches('年');
        return Some(written(Some(Year::Relative(*distance)), within(rest, true)?));
    }
    let run = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(run);
    if let Some(rest) = rest.strip_prefix("年").filter(|_| run > 0) {
        let rest = rest.strip_prefix("度").unwrap_or(rest);
        let rest =
            rest.strip_prefix("年").filter(|rest| rest.starts_with(['底', '末', '中'])).unwrap_or(rest);
        return Some(written(Some(year(digits(number, 4)?)?), within(rest, true)?));
    }
    // `2024.6月底`, `2024-6月`.
    if run == 4 && rest.starts_with(['.', '-', '/']) && rest.contains('月') {
        return Some(written(Some(year(digits(number, 4)?)?), within(&rest[1..], false)?));
    }
    let whole_year = text.strip_prefix("年").filter(|rest| rest.starts_with(['底', '末', '中']));
    Some(written(None, within(whole_year.unwrap_or(text), whole_year.is_some())?))
}

/// What of a year the text behind the year names. `of_year` where it may be nothing or 底.
fn within(rest: &str, of_year: bool) -> Option<Span> {
    let rest = rest.trim_start_matches(['的', ' ']);
    if of_year {
        match rest {
            "" | "内" | "全年" => return Some(Span::Part(Part::Year)),
            "底" | "末" | "岁末" => return Some(Span::Month(12)),
            "中" => return Some(Span::Part(Part::Half(1))),
            _ => {}
        }
    }
    let open = |text: &str, word: &str| {
        text.strip_prefix(word).is_some_and(|tail| matches!(tail, "" | "末" | "底" | "内" | "度"))
    };
    for (word, half) in [("上半年", 1), ("下半年", 2)] {
        if open(rest, word) {
            return Some(Span::Part(Part::Half(half)));
        }
    }
    let quarter = rest.trim_start_matches(['第', '前', 'Q', 'q']);
    if let Some(number) = quarter.chars().next().and_then(|c| c.to_digit(10)) {
        let tail = &quarter[1..];
        let is_quarter =
            open(tail, "季度") || open(tail, "个季度") || (tail.is_empty() && rest.starts_with(['Q', 'q']));
        if is_quarter && (1..=4).contains(&number) {
            return Some(Span::Part(Part::Quarter(u8::try_from(number).ok()?)));
        }
    }
    let numbers = |separator: char| -> Option<Span> {
        let (month, day) = rest.split_once(separator)?;
        let day = day.trim_end_matches(['日', '号']);
        Some(Span::Day(digits(month, 2)?, digits(day, 2)?))
    };
    let Some((month, tail)) = rest.split_once('月') else {
        return ['.', '-', '/'].into_iter().find_map(numbers).filter(|_| of_year);
    };
    let month = digits(month, 2)?;
    let third = |number| Some(Span::Part(Part::TenDays(u8::try_from(month).ok()?, number)));
    match tail.trim_start_matches(['份', '的']) {
        "" | "底" | "末" | "月底" | "月末" | "内" | "度" => Some(Span::Month(month)),
        "上旬" | "初" | "上旬末" => third(1),
        "中旬" | "中" | "中旬末" => third(2),
        "下旬" | "下旬末" => third(3),
        day => Some(Span::Day(month, digits(day.trim_end_matches(['日', '号']), 2)?)),
    }
}

/// A day later by months; the last day of the month where it is shorter.
#[must_use]
pub fn months_later(day: Date, months: i32) -> Option<Date> {
    let index = day.year() * 12 + i32::from(day.month()) - 1 + months;
    let (year, month) = (index.div_euclid(12), u8::try_from(index.rem_euclid(12) + 1).ok()?);
    Date::new(year, month, day.day()).or_else(|| Some(Date::new(year, month, 1)?.month_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read_in_both_ways_of_writing() {
        for (text, number) in [
            ("三", Some(3)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("三十一", Some(31)),
            ("廿五", Some(25)),
            ("二〇二四", Some(2024)),
            ("二○二四", Some(2024)),
            ("二零二四", Some(2024)),
            ("12", Some(12)),
            ("", None),
            ("百", None),
            ("十十", None),
        ] {
            assert_eq!(numeral(text), number, "{text}");
        }
    }

    #[test]
    fn signs_are_made_even_and_words_that_are_no_date_stay() {
        for (text, expected) in [
            ("二〇二四年六月三十日", "2024年6月30日"),
            ("２０２４年 ６ 月", "2024年6月"),
            ("2024-06-30 00:00:00", "2024-06-30 00:00:00"),
            ("2024. 6. 30", "2024.6.30"),
            ("第二季度", "第2季度"),
            ("三个月内", "3个月内"),
            ("一以贯之", "一以贯之"),
            ("六一前", "六一前"),
        ] {
            assert_eq!(even(text), expected, "{text}");
        }
    }

    #[test]
    fn months_later_end_with_the_month() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (from, months, to) in [
            ("2024-01-31", 1, "2024-02-29"),
            ("2024-05-20", 3, "2024-08-20"),
            ("2024-11-30", 3, "2025-02-28"),
            ("2024-03-31", -1, "2024-02-29"),
        ] {
            assert_eq!(months_later(day(from), months), Some(day(to)), "{from} {months}");
        }
    }
}
