//! What a cell of a table that goes out holds: a text, a number, a day or a month, so that whoever receives the table sorts,
//! filters and sums it. Knows no ledger and no file format.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use ledger::date::Date;
use ledger::due::Due;

/// The most digits of a number that spreadsheet programs keep.
const DIGITS: usize = 15;
/// The most decimals that a number format of this program shows.
pub const DECIMALS: usize = 10;

/// A number whose digits spreadsheet programs keep as they are written: `12.50`, `-3`, `0`. At most 15 digits, 10 of them
/// decimals; no sign, zero or power that a spreadsheet would write otherwise (`+1`, `007`, `-0`, `1e3`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number(String);

impl Number {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many decimals are written.
    #[must_use]
    pub fn decimals(&self) -> usize {
        self.0.split_once('.').map_or(0, |(_, decimals)| decimals.len())
    }
}

/// A text that is no such [`Number`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("不是表格软件能原样保存的数字")]
pub struct NoNumber;

impl FromStr for Number {
    type Err = NoNumber;
    fn from_str(text: &str) -> Result<Self, NoNumber> {
        let body = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = match body.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (body, None),
        };
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let canonical = are_digits(whole) && (whole == "0" || !whole.starts_with('0'));
        let fits = decimals.is_none_or(|decimals| are_digits(decimals) && decimals.len() <= DECIMALS)
            && whole.len() + decimals.map_or(0, str::len) <= DIGITS;
        let is_nought = body.bytes().all(|b| matches!(b, b'0' | b'.'));
        let signed_nought = is_nought && body.len() < text.len();
        if canonical && fits && !signed_nought { Ok(Self(text.to_owned())) } else { Err(NoNumber) }
    }
}

impl TryFrom<String> for Number {
    type Error = NoNumber;
    fn try_from(text: String) -> Result<Self, NoNumber> {
        text.parse()
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.0
    }
}

/// What a cell holds. Names are short where they are written: a workbook crosses to the second WebAssembly as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellValue {
    /// A text; an empty one is an empty cell.
    #[serde(rename = "t")]
    Text(String),
    /// A number.
    #[serde(rename = "n")]
    Number(Number),
    /// A day.
    #[serde(rename = "d")]
    Day(Date),
    /// A month, told by its last day: a deadline of a month is met until then, and sorts so.
    #[serde(rename = "m")]
    Month(Date),
}

impl Default for CellValue {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl CellValue {
    /// A number where the text is one that spreadsheets keep, else the text.
    #[must_use]
    pub fn number(text: String) -> Self {
        text.parse().map_or(Self::Text(text), Self::Number)
    }

    /// A day; empty where there is none.
    #[must_use]
    pub fn day(day: Option<Date>) -> Self {
        day.map_or_else(Self::default, Self::Day)
    }

    /// A deadline: a day or month where it is one, else its words.
    #[must_use]
    pub fn due(due: &Due) -> Self {
        match due {
            Due::Day(day) => Self::Day(*day),
            Due::Month { .. } => due.last_day().map_or_else(|| Self::Text(due.to_string()), Self::Month),
            Due::Period(_) | Due::Phrase(_) => Self::Text(due.to_string()),
        }
    }

    /// Whether nothing is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

impl From<String> for CellValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for CellValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What a person reads: `2024-06-30`, `2024-06`, the digits, the text.
impl fmt::Display for CellValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => f.write_str(number.as_str()),
            Self::Day(day) => day.fmt(f),
            Self::Month(day) => write!(f, "{:04}-{:02}", day.year(), day.month()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_only_where_a_spreadsheet_keeps_every_digit() {
        for text in ["0", "7", "-3", "12.50", "0.1", "-0.05", "123456789012345", "0.0", "99999.0000000001"] {
            assert_eq!(CellValue::number(text.to_owned()).to_string(), text);
            assert!(matches!(CellValue::number(text.to_owned()), CellValue::Number(_)), "{text}");
        }
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "+1",
            "007",
            "00.5",
            "-0",
            "-0.00",
            "1e3",
            "1,000",
            "１２",
            "1234567890123456",
            "0.12345678901",
            "12.5万",
            " 1",
            "NaN",
            "--1",
        ] {
            assert_eq!(CellValue::number(text.to_owned()), CellValue::Text(text.to_owned()), "{text}");
        }
        assert_eq!("12.500".parse::<Number>().map(|number| number.decimals()), Ok(3));
    }

    #[test]
    fn a_deadline_is_a_day_or_month_where_it_is_one() {
        let of = |text: &str| CellValue::due(&text.parse().unwrap());
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(of("2024-06-30"), CellValue::Day(day("2024-06-30")));
        assert_eq!(of("2024-02"), CellValue::Month(day("2024-02-29")));
        for text in ["2024-06-30", "2024-02", "2024年上半年", "长期坚持", "立行立改"] {
            assert_eq!(of(text).to_string(), text);
        }
        assert!(matches!(of("2024年上半年"), CellValue::Text(_)));
    }

    #[test]
    fn values_cross_to_the_second_webassembly_unchanged() {
        let day: Date = "2024-06-30".parse().unwrap();
        let all = [
            CellValue::from("甲"),
            CellValue::number("12.50".into()),
            CellValue::Day(day),
            CellValue::Month(day),
        ];
        let text = serde_json::to_string(&all).unwrap();
        assert_eq!(text, r#"[{"t":"甲"},{"n":"12.50"},{"d":"2024-06-30"},{"m":"2024-06-30"}]"#);
        assert_eq!(serde_json::from_str::<Vec<CellValue>>(&text).unwrap(), all);
        assert!(serde_json::from_str::<CellValue>(r#"{"n":"007"}"#).is_err());
    }
}
