//! 整改时限 (when a measure is due) and 整改类型 (the class of its deadline). Two different things: see [`Term`].

use std::fmt;
use std::str::FromStr;

use super::date::{Date, serde_by_text};
use super::due_reading::{self, Around};
use super::period::Period;
use serde::{Deserialize, Deserializer, Serialize, de};

/// 整改时限, as the office wrote it: a day, a month, a part of a year, or a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Due {
    /// Due on this day: `2024-06-30`.
    Day(Date),
    /// Due by the end of this month: `2024-06`.
    Month {
        /// The year.
        year: i32,
        /// The month, 1 to 12.
        month: u8,
    },
    /// Due by the end of a part of a year: `2024年上半年`.
    Period(Period),
    /// A phrase: 立行立改, 长期坚持, 年底前.
    Phrase(String),
}

/// A text that looks like a date (digits and dashes only) but is none is not taken for a phrase.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”看起来是日期，但日历上没有")]
pub struct NoSuchDue(String);

impl Due {
    /// The last day on which the measure is in time; `None` for a phrase.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Month { year, month } => Some(Date::new(*year, *month, 1)?.month_end()),
            Self::Period(period) => period.days().map(|(_, last)| last),
            Self::Phrase(_) => None,
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Period(period) => period.fmt(f),
            Self::Phrase(text) => f.write_str(text),
        }
    }
}

impl FromStr for Due {
    type Err = NoSuchDue;
    fn from_str(text: &str) -> Result<Self, NoSuchDue> {
        let dated = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if !dated {
            return Ok(text.parse().map_or_else(|_| Self::Phrase(text.to_owned()), Self::Period));
        }
        let day = if text.len() == 7 { format!("{text}-01") } else { text.to_owned() };
        let day: Date = day.parse().map_err(|_| NoSuchDue(text.to_owned()))?;
        Ok(if text.len() == 7 {
            Self::Month { year: day.year(), month: day.month() }
        } else {
            Self::Day(day)
        })
    }
}

serde_by_text!(Due, "日期（2024-06-30）、月份（2024-06）或一句话（长期坚持）");

/// What offices write behind a deadline without meaning another day.
const ENDINGS: [&str; 15] = [
    "完成整改",
    "整改完成",
    "整改到位",
    "完成",
    "整改",
    "以前",
    "之前",
    "前",
    "为止",
    "止",
    "以内",
    "之内",
    "内",
    "。",
    "份",
];

/// The deadline that a person typed or that a file holds, as it is stored: a day or month in any usual form becomes
/// `2024-06-30` or `2024-06`, whatever stands behind it (前, 底前完成整改, `0:00`). Anything else stays a phrase, word for word;
/// but what is written like a date and is none comes back as `2024-6-31`, which is no [`Due`].
#[must_use]
pub fn typed(text: &str) -> String {
    let text = text.trim();
    let found = due_reading::read(text, &Around::default());
    if let (Some(due), None) = (&found.due, &found.doubt)
        && !matches!(due, Due::Phrase(_))
    {
        return due.to_string();
    }
    let wide = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let even: String = text.chars().map(wide).collect();
    let bare = without_endings(&even);
    if let Some(day) = Date::typed(bare) {
        return day.to_string();
    }
    if let Some((year, month)) = month(bare) {
        return format!("{year:04}-{month:02}");
    }
    let dated = bare.contains(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_digit() || "-./年月日号 ".contains(c));
    if !dated {
        return text.to_owned();
    }
    let parts = bare.split(['-', '.', '/', '年', '月', '日', '号', ' ']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// A deadline without a time of day and without [`ENDINGS`].
fn without_endings(text: &str) -> &str {
    let mut bare = text.trim();
    loop {
        let shorter = ENDINGS.iter().find_map(|ending| bare.strip_suffix(ending));
        let timed = bare.rsplit_once([' ', '\u{3000}', 'T']).filter(|(_, time)| {
            time.contains(':') && time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z'))
        });
        match shorter.or(timed.map(|(day, _)| day)) {
            Some(rest) => bare = rest.trim_end(),
            None => return bare,
        }
    }
}

/// The month that a text without its endings names: `2024年6月底`, `2024-6`, and December for `2024年底`.
fn month(bare: &str) -> Option<(i32, u8)> {
    let open = bare.trim_end_matches(['底', '末']);
    let whole_year = open.len() < bare.len() && open.ends_with('年');
    let first = if whole_year {
        Date::typed(&format!("{}-12-1", open.trim_end_matches('年')))
    } else {
        Date::typed(&format!("{}-1", open.trim_end_matches('月').trim_end()))
    };
    first.map(|day| (day.year(), day.month()))
}

/// 整改类型: the class of a deadline. Not a status: what is 长期坚持 may be finished or not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Term {
    /// 立行立改: at once.
    AtOnce,
    /// 限期整改: by a deadline.
    ByDeadline,
    /// 长期坚持: without end.
    Lasting,
    /// A class that this version does not know, kept as it is written.
    Other(String),
}

impl Term {
    /// The classes that a person can choose.
    pub const KNOWN: [Self; 3] = [Self::AtOnce, Self::ByDeadline, Self::Lasting];
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtOnce => "立行立改",
            Self::ByDeadline => "限期整改",
            Self::Lasting => "长期坚持",
            Self::Other(text) => text,
        })
    }
}

impl FromStr for Term {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::KNOWN.into_iter().find(|t| t.to_string() == text);
        Ok(known.unwrap_or_else(|| Self::Other(text.to_owned())))
    }
}

serde_by_text!(Term, "立行立改、限期整改、长期坚持之一");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_is_a_day_a_month_or_a_phrase_and_never_a_wrong_date() {
        for text in ["2024-06-30", "2024-06", "长期坚持", "2024年6月底前"] {
            assert_eq!(text.parse::<Due>().unwrap().to_string(), text);
        }
        for text in ["2024-02-30", "2024-13", "20240630", "2024-6-1", "-", "2024-"] {
            assert!(text.parse::<Due>().is_err(), "{text}");
        }
        assert_eq!("2024-02".parse::<Due>().unwrap().last_day(), Date::new(2024, 2, 29));
        assert_eq!("立行立改".parse::<Due>().unwrap().last_day(), None);
    }

    #[test]
    fn a_typed_deadline_becomes_a_day_or_month_where_it_is_one() {
        for (typed_text, stored) in [
            ("2024年6月30日", "2024-06-30"),
            ("2024.6.30", "2024-06-30"),
            ("2024 年 6 月 30 日", "2024-06-30"),
            ("２０２４年６月３０日前", "2024-06-30"),
            ("2024年6月30日前", "2024-06-30"),
            ("2024年6月30日以前", "2024-06-30"),
            ("2024年6月30日前完成", "2024-06-30"),
            ("2024-06-30之前整改到位。", "2024-06-30"),
            ("2024年6月30日止", "2024-06-30"),
            ("2024/6/30 0:00", "2024-06-30"),
            ("2024/6/30 18:00:00前", "2024-06-30"),
            ("2024-06-30T00:00:00", "2024-06-30"),
            ("2024年6月", "2024-06"),
            ("2024年6月份", "2024-06"),
            ("2024年6月前", "2024-06"),
            ("2024年6月底前", "2024-06"),
            ("2024年6月底前完成整改", "2024-06"),
            ("2024年6月底之前整改完成", "2024-06"),
            ("2024年6月末", "2024-06"),
            ("2024-6", "2024-06"),
            ("2024/12", "2024-12"),
            ("2024年底", "2024-12"),
            ("2024年年底前完成", "2024-12"),
            ("2024年末", "2024-12"),
            ("长期坚持", "长期坚持"),
            ("已完成", "已完成"),
            ("2024年上半年前", "2024年上半年"),
            ("2024.6.1-2024.6.30", "2024-06-30"),
            ("二〇二四年六月三十日", "2024-06-30"),
            ("年底前", "年底前"),
            ("6月底前", "6月底前"),
            ("3个月内", "3个月内"),
            ("/", "/"),
            ("", ""),
        ] {
            assert_eq!(typed(typed_text), stored, "{typed_text}");
            assert!(stored.parse::<Due>().is_ok(), "{typed_text}");
        }
    }

    #[test]
    fn what_is_written_like_a_date_and_is_none_is_no_deadline() {
        for text in [
            "2024.6.31",
            "2024/6/31",
            "2024年6月31日",
            "2024年6月31日前完成",
            "2024-13-01",
            "2024年13月",
            "24.6.30",
            "6月30日",
            "2024",
            "20240631",
        ] {
            assert!(typed(text).parse::<Due>().is_err(), "{text}: {}", typed(text));
        }
        assert!("2024.6.31".parse::<Due>().is_ok(), "a file that has it is opened all the same");
    }

    #[test]
    fn an_unknown_term_is_kept_as_written() {
        assert_eq!("分阶段".parse::<Term>(), Ok(Term::Other("分阶段".into())));
        assert_eq!("长期坚持".parse::<Term>(), Ok(Term::Lasting));
    }
}
