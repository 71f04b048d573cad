//! A part of a year that a deadline may name beside day and month: ten days of a month, a quarter, half a year, the year.
//! Written in canonical words (`2024年二季度`), which older versions read as a phrase. Knows no clock.

use std::fmt;
use std::str::FromStr;

use super::date::Date;

/// Which part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The whole year: `2024年`.
    Year,
    /// The first or second half: `2024年上半年`.
    Half(u8),
    /// A quarter, 1 to 4: `2024年二季度`.
    Quarter(u8),
    /// The first, second or last ten days of a month: `2024年6月上旬`.
    TenDays(u8, u8),
}

/// A part of a certain year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    year: i32,
    part: Part,
}

/// The text names no period in its canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("不是 2024年、2024年上半年、2024年二季度、2024年6月上旬这样的时段")]
pub struct NoPeriod;

const HALVES: [&str; 2] = ["上半年", "下半年"];
const QUARTERS: [&str; 4] = ["一季度", "二季度", "三季度", "四季度"];
const TENS: [&str; 3] = ["上旬", "中旬", "下旬"];

/// The word with this number, from 1.
fn word<'a>(words: &[&'a str], number: u8) -> &'a str {
    words.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or_default()
}

impl Period {
    /// The part of that year; `None` where there is no such part (a fifth quarter, a year 0).
    #[must_use]
    pub fn new(year: i32, part: Part) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && match part {
                Part::Year => true,
                Part::Half(half) => (1..=2).contains(&half),
                Part::Quarter(quarter) => (1..=4).contains(&quarter),
                Part::TenDays(month, third) => (1..=12).contains(&month) && (1..=3).contains(&third),
            };
        exists.then_some(Self { year, part })
    }

    /// The first and the last day.
    #[must_use]
    pub fn days(self) -> Option<(Date, Date)> {
        let (first, last) = match self.part {
            Part::Year => (1, 12),
            Part::Half(half) => (half * 6 - 5, half * 6),
            Part::Quarter(quarter) => (quarter * 3 - 2, quarter * 3),
            Part::TenDays(month, third) => {
                let first = Date::new(self.year, month, third * 10 - 9)?;
                let last = if third == 3 { first.month_end() } else { first.plus_days(9) };
                return Some((first, last));
            }
        };
        Some((Date::new(self.year, first, 1)?, Date::new(self.year, last, 1)?.month_end()))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}年", self.year)?;
        match self.part {
            Part::Year => Ok(()),
            Part::Half(half) => f.write_str(word(&HALVES, half)),
            Part::Quarter(quarter) => f.write_str(word(&QUARTERS, quarter)),
            Part::TenDays(month, third) => write!(f, "{month}月{}", word(&TENS, third)),
        }
    }
}

impl FromStr for Period {
    type Err = NoPeriod;
    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let (year, rest) = text.split_once('年').ok_or(NoPeriod)?;
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NoPeriod);
        }
        let number = |words: &[&str], rest: &str| {
            words.iter().position(|word| *word == rest).and_then(|at| u8::try_from(at + 1).ok())
        };
        let part = if rest.is_empty() {
            Part::Year
        } else if let Some(half) = number(&HALVES, rest) {
            Part::Half(half)
        } else if let Some(quarter) = number(&QUARTERS, rest) {
            Part::Quarter(quarter)
        } else {
            let (month, ten) = rest.split_once('月').ok_or(NoPeriod)?;
            let third = number(&TENS, ten).ok_or(NoPeriod)?;
            Part::TenDays(month.parse().map_err(|_| NoPeriod)?, third)
        };
        let period = Self::new(year.parse().map_err(|_| NoPeriod)?, part).ok_or(NoPeriod)?;
        // Only what is written back letter by letter: `2024年06月上旬` stays a phrase.
        if period.to_string() == text { Ok(period) } else { Err(NoPeriod) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_written_as_it_is_read_and_ends_on_its_last_day() {
        for (text, first, last) in [
            ("2024年", "2024-01-01", "2024-12-31"),
            ("2024年上半年", "2024-01-01", "2024-06-30"),
            ("2024年下半年", "2024-07-01", "2024-12-31"),
            ("2024年一季度", "2024-01-01", "2024-03-31"),
            ("2025年四季度", "2025-10-01", "2025-12-31"),
            ("2024年2月下旬", "2024-02-21", "2024-02-29"),
            ("2024年6月上旬", "2024-06-01", "2024-06-10"),
            ("2024年12月中旬", "2024-12-11", "2024-12-20"),
        ] {
            let period: Period = text.parse().unwrap();
            let days = period.days().map(|(first, last)| (first.to_string(), last.to_string()));
            assert_eq!((period.to_string(), days), (text.into(), Some((first.into(), last.into()))));
        }
    }

    #[test]
    fn what_is_not_written_canonically_is_no_period() {
        for text in [
            "",
            "2024",
            "24年",
            "2024年底",
            "2024年五季度",
            "2024年第二季度",
            "2024年06月上旬",
            "2024年13月上旬",
            "２０２４年",
            "2024年 ",
            "年上半年",
            "2024年6月",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
