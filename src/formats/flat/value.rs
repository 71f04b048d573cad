//! The values of flat tables, and how CSV and JSON write them. Knows no ledger.

use std::fmt::Write as _;

use ledger::date::{Date, Moment};
use ledger::decimal::ExactSum;
use ledger::field::Decimal;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text in UTF-8.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number, exact; a string in JSON would be no number, a double no sum: it is a number with all its digits.
    Decimal,
    /// `2024-06-30`.
    Date,
    /// `2024-06-18T09:30:00.000+08:00`.
    Timestamp,
    /// `true` or `false`.
    Boolean,
    /// An object of JSON, as text in CSV.
    Json,
}

impl Kind {
    /// The name in the description, that of SQL.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "VARCHAR",
            Self::Integer => "BIGINT",
            Self::Decimal => "DECIMAL(38,6)",
            Self::Date => "DATE",
            Self::Timestamp => "TIMESTAMPTZ",
            Self::Boolean => "BOOLEAN",
            Self::Json => "JSON",
        }
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// There is none.
    None,
    /// Text that is not empty.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal number: digits that JSON takes for a number.
    Decimal(String),
    /// A day.
    Date(Date),
    /// A moment.
    Timestamp(Moment),
    /// Yes or no.
    Boolean(bool),
    /// An object of JSON.
    Json(serde_json::Value),
}

impl Value {
    /// Text; nothing where it is empty.
    #[must_use]
    pub fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_empty() { Self::None } else { Self::Text(text.to_owned()) }
    }

    /// A day, where there is one.
    #[must_use]
    pub fn date(day: Option<Date>) -> Self {
        day.map_or(Self::None, Self::Date)
    }

    /// A sum, where there is one.
    #[must_use]
    pub fn decimal(sum: Option<&Decimal>) -> Self {
        sum.map_or(Self::None, |sum| Self::Decimal(ExactSum::from(sum).to_string()))
    }

    /// A whole number; nothing where none is known.
    #[must_use]
    pub fn integer(number: Option<impl TryInto<i64>>) -> Self {
        number.and_then(|number| number.try_into().ok()).map_or(Self::None, Self::Integer)
    }

    /// How many.
    #[must_use]
    pub fn count(count: usize) -> Self {
        Self::integer(Some(count))
    }
}

/// A row of CSV with the line break behind it.
pub fn csv_line(row: &[Value], out: &mut String) {
    for (n, value) in row.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        // cannot fail: writing to a String never does.
        let _ = match value {
            Value::None => Ok(()),
            Value::Text(text) => {
                csv_text(text, out);
                Ok(())
            }
            Value::Json(json) => {
                csv_text(&json.to_string(), out);
                Ok(())
            }
            Value::Integer(number) => write!(out, "{number}"),
            Value::Decimal(digits) => write!(out, "{digits}"),
            Value::Date(day) => write!(out, "{day}"),
            Value::Timestamp(moment) => write!(out, "{moment}"),
            Value::Boolean(yes) => write!(out, "{yes}"),
        };
    }
    out.push('\n');
}

/// Text in quotes where it needs them: an empty one is not written, and blanks at its ends would be lost to some readers.
fn csv_text(text: &str, out: &mut String) {
    let bare = !text.contains([',', '"', '\n', '\r']) && text.trim() == text;
    if bare {
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// A row as an object of JSON with the line break behind it.
pub fn json_line(names: &[&'static str], row: &[Value], out: &mut String) {
    out.push('{');
    for (n, (name, value)) in names.iter().zip(row).enumerate() {
        if n > 0 {
            out.push(',');
        }
        // cannot fail: as above.
        let _ = write!(out, "\"{name}\":");
        let _ = match value {
            Value::None => write!(out, "null"),
            Value::Text(text) => write!(out, "{}", serde_json::Value::from(text.as_str())),
            Value::Json(json) => write!(out, "{json}"),
            Value::Integer(number) => write!(out, "{number}"),
            Value::Decimal(digits) => write!(out, "{digits}"),
            Value::Date(day) => write!(out, "\"{day}\""),
            Value::Timestamp(moment) => write!(out, "\"{moment}\""),
            Value::Boolean(yes) => write!(out, "{yes}"),
        };
    }
    out.push_str("}\n");
}
