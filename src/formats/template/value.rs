//! Values and how they are written: a form is a sample, as `2024年6月30日` for a day, `一` or `01` for a number,
//! `是/否` for a yes or no.

use ledger::date::Date;
use notice::marks::in_chinese;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, with its line breaks.
    Text(String),
    /// A whole number.
    Number(u32),
    /// An exact decimal number, as its digits are written: `12.50`.
    Sum(String),
    /// A day, with the text that stands for it where no form is asked for.
    Day(Date, String),
    /// A month, by its first day, with the text that stands for it where no form is asked for.
    Month(Date, String),
    /// Yes or no.
    Flag(bool),
}

/// A digit of a year in Chinese.
const DIGITS: &str = "〇一二三四五六七八九";

impl Value {
    /// Whether it says something: a condition holds.
    #[must_use]
    pub fn is_said(&self) -> bool {
        match self {
            Self::Text(text) => !text.trim().is_empty(),
            Self::Number(number) => *number > 0,
            Self::Sum(digits) => !digits.is_empty(),
            Self::Day(..) | Self::Month(..) => true,
            Self::Flag(flag) => *flag,
        }
    }

    /// The text without a form.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::Sum(text) | Self::Day(_, text) | Self::Month(_, text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        }
    }

    /// The text in a form. Where the form is for another kind of value the plain text stays: a deadline may be a phrase.
    #[must_use]
    pub fn written(&self, form: &str) -> String {
        match self {
            _ if form.is_empty() => self.plain(),
            Self::Text(_) | Self::Sum(_) => self.plain(),
            Self::Number(number) => number_as(*number, form),
            Self::Day(date, _) => day_as(*date, form),
            Self::Month(date, _) => day_as(*date, &without_day(form)),
            Self::Flag(flag) => {
                let (yes, no) = form.split_once(['/', '／']).unwrap_or((form, ""));
                if *flag { yes } else { no }.to_owned()
            }
        }
    }
}

/// Whether a form is one that some value takes.
#[must_use]
pub fn is_form(form: &str) -> bool {
    form.is_empty() || form.contains(['/', '／']) || form.chars().any(|c| c.is_ascii_digit() || is_numeral(c))
}

fn is_numeral(c: char) -> bool {
    DIGITS.contains(c) || matches!(c, '○' | '十')
}

/// `一` is put in Chinese, `01` to the same width; what stands around it stays: `（一）`.
fn number_as(number: u32, form: &str) -> String {
    let run = |is: fn(char) -> bool| {
        let start = form.find(is)?;
        let rest = form.get(start..)?;
        Some((start, start + rest.find(|c| !is(c)).unwrap_or(rest.len())))
    };
    let (range, text) = match (run(|c| c.is_ascii_digit()), run(is_numeral)) {
        (Some((from, to)), _) => ((from, to), format!("{number:0width$}", width = to - from)),
        (None, Some(range)) => (range, in_chinese(number)),
        (None, None) => return number.to_string(),
    };
    [form.get(..range.0).unwrap_or(""), &text, form.get(range.1..).unwrap_or("")].concat()
}

/// A day as the sample writes its own: the number of four digits is the year, then month and day. Where one of them begins
/// with 0, both have two digits; numerals stay numerals.
fn day_as(date: Date, form: &str) -> String {
    let mut out = String::new();
    let mut rest = form;
    let mut parts = [u32::from(date.month()), u32::from(date.day())].into_iter();
    let year = u32::try_from(date.year()).unwrap_or_default();
    // 2024-06-30 asks for two digits of the day, too.
    let runs = form.split(|c: char| !c.is_ascii_digit());
    let padded = runs.filter(|run| run.len() == 2).any(|run| run.starts_with('0'));
    while let Some(c) = rest.chars().next() {
        let is: fn(char) -> bool = match c {
            c if c.is_ascii_digit() => |c| c.is_ascii_digit(),
            c if is_numeral(c) => is_numeral,
            _ => {
                out.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or("");
                continue;
            }
        };
        let len = rest.find(|c| !is(c)).unwrap_or(rest.len());
        let sample = rest.get(..len).unwrap_or("");
        rest = rest.get(len..).unwrap_or("");
        let numerals = !c.is_ascii_digit();
        let is_year = sample.chars().count() == 4 && !sample.contains('十');
        let written = match (is_year, numerals) {
            (true, false) => year.to_string(),
            (true, true) => year.to_string().chars().filter_map(numeral).collect(),
            (false, _) => match (parts.next(), numerals) {
                (Some(part), true) => in_chinese(part),
                (Some(part), false) if padded && sample.len() == 2 => format!("{part:02}"),
                (Some(part), false) => part.to_string(),
                (None, _) => sample.to_owned(),
            },
        };
        out.push_str(&written);
    }
    out
}

/// A sample of a day as one of a month: `2024年6月`, `2024-06`.
fn without_day(form: &str) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, c) in form.char_indices() {
        let is: fn(char) -> bool = if c.is_ascii_digit() { |c| c.is_ascii_digit() } else { is_numeral };
        if !is(c) || runs.last().is_some_and(|(_, end)| at < *end) {
            continue;
        }
        let rest = form.get(at..).unwrap_or("");
        runs.push((at, at + rest.find(|c| !is(c)).unwrap_or(rest.len())));
    }
    let is_year = |run: &&(usize, usize)| {
        let sample = form.get(run.0..run.1).unwrap_or("");
        sample.chars().count() == 4 && !sample.contains('十')
    };
    let day = runs.iter().filter(|run| !is_year(run)).nth(1);
    let Some((from, to)) = day else { return form.to_owned() };
    let before = form.get(..*from).unwrap_or("").trim_end_matches(['-', '.', '/', ' ']);
    let after = form.get(*to..).unwrap_or("").trim_start_matches(['日', '号']);
    [before, after].concat()
}

fn numeral(digit: char) -> Option<char> {
    DIGITS.chars().nth(usize::try_from(digit.to_digit(10)?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_the_sample_writes_its_own() {
        let day = |y, m, d| Value::Day(Date::new(y, m, d).unwrap(), "原文".to_owned());
        let cases = [
            (day(2026, 3, 5), "", "原文"),
            (day(2026, 3, 5), "2024年6月30日", "2026年3月5日"),
            (day(2026, 3, 5), "2024-06-30", "2026-03-05"),
            (day(2026, 3, 5), "2024.6.30", "2026.3.5"),
            (day(2026, 11, 25), "2024/06/30", "2026/11/25"),
            (day(2026, 11, 25), "6月30日", "11月25日"),
            (day(2026, 11, 25), "2024年6月", "2026年11月"),
            (day(2026, 11, 25), "二〇二四年六月三十日", "二〇二六年十一月二十五日"),
            (day(2010, 1, 1), "二〇二四年六月三十日", "二〇一〇年一月一日"),
        ];
        for (value, form, expected) in cases {
            assert_eq!(value.written(form), expected, "{form}");
        }
    }

    #[test]
    fn a_month_is_written_as_the_sample_writes_its_own_and_no_day_is_made_up() {
        let month = Value::Month(Date::new(2026, 3, 1).unwrap(), "2026-03".to_owned());
        for (form, expected) in [
            ("", "2026-03"),
            ("2024年6月30日", "2026年3月"),
            ("2024年6月30日前", "2026年3月前"),
            ("2024-06-30", "2026-03"),
            ("2024.6.30", "2026.3"),
            ("2024/06/30", "2026/03"),
            ("6月30日", "3月"),
            ("2024年6月", "2026年3月"),
            ("二〇二四年六月三十日", "二〇二六年三月"),
        ] {
            assert_eq!(month.written(form), expected, "{form}");
        }
        assert!(month.is_said());
    }

    #[test]
    fn numbers_and_flags_take_their_forms_and_texts_none() {
        let cases = [
            (Value::Number(12), "", "12"),
            (Value::Number(12), "一", "十二"),
            (Value::Number(12), "（一）", "（十二）"),
            (Value::Number(7), "001", "007"),
            (Value::Number(7), "第1项", "第7项"),
            (Value::Flag(true), "", "是"),
            (Value::Flag(false), "√/", ""),
            (Value::Flag(true), "√/×", "√"),
            (Value::Text("立行立改".to_owned()), "2024年6月30日", "立行立改"),
        ];
        for (value, form, expected) in cases {
            assert_eq!(value.written(form), expected, "{form}");
        }
    }
}
