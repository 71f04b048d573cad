//! The kinds of value that a field of an entity can hold, and how each is checked.
//! Knows JSON values and the value types of the ledger, no entity.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Value, json};

use super::date::{Date, Moment, serde_by_text};
use super::due::{Due, Term};
use super::id::Id;

/// What kind of value a field holds; a form chooses its control by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text.
    Text,
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// An exact decimal number.
    Decimal,
    /// A day.
    Date,
    /// A moment.
    Moment,
    /// 整改时限.
    Due,
    /// One of some words, or another.
    Word(&'static [(&'static str, &'static str)]),
    /// The id of another entity.
    Reference,
    /// The ids of other entities.
    References,
    /// Something that is carried unread.
    Raw,
}

/// What kind of entity an id in a field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// 单位.
    Unit,
    /// 整改状态, a word of the ledger's vocabulary.
    Status,
    /// 方面.
    Aspect,
    /// 问题.
    Finding,
    /// 整改措施.
    Measure,
}

impl Target {
    /// The name of the entity's [`Spec`](super::record::Spec).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "Unit",
            Self::Status => "Status",
            Self::Aspect => "Aspect",
            Self::Finding => "Finding",
            Self::Measure => "Measure",
        }
    }
}

/// A value that a field can hold. An empty value is not written to files: absent, `null` and empty are one.
pub trait FieldValue: Serialize + for<'de> Deserialize<'de> + Default + PartialEq + Clone {
    /// What a person should have written, in Chinese; completes "应为…".
    const EXPECTED: &'static str;
    /// What kind of value it is.
    const KIND: FieldKind;
    /// Whether the value says nothing.
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
    /// The JSON Schema (draft 2020-12) of the value.
    fn schema() -> Value;
}

impl FieldValue for String {
    const EXPECTED: &'static str = "文字";
    const KIND: FieldKind = FieldKind::Text;
    fn schema() -> Value {
        json!({"type": "string"})
    }
}

impl FieldValue for bool {
    const EXPECTED: &'static str = "true 或 false";
    const KIND: FieldKind = FieldKind::Flag;
    fn schema() -> Value {
        json!({"type": "boolean"})
    }
}

impl FieldValue for Option<u32> {
    const EXPECTED: &'static str = "0 至 4294967295 的整数";
    const KIND: FieldKind = FieldKind::Number;
    fn schema() -> Value {
        json!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
    }
}

impl FieldValue for Option<u64> {
    const EXPECTED: &'static str = "不小于 0 的整数";
    const KIND: FieldKind = FieldKind::Number;
    fn schema() -> Value {
        json!({"type": "integer", "minimum": 0})
    }
}

impl FieldValue for Option<Id> {
    const EXPECTED: &'static str = "编号（1 至 120 个字）";
    const KIND: FieldKind = FieldKind::Reference;
    fn schema() -> Value {
        json!({"type": "string", "minLength": 1, "maxLength": Id::MAX_CHARS})
    }
}

impl FieldValue for Vec<Id> {
    const EXPECTED: &'static str = "编号的列表";
    const KIND: FieldKind = FieldKind::References;
    fn schema() -> Value {
        json!({"type": "array", "items": <Option<Id>>::schema()})
    }
}

impl FieldValue for Option<Date> {
    const EXPECTED: &'static str = "日历上有的日期，形如 2024-06-18";
    const KIND: FieldKind = FieldKind::Date;
    fn schema() -> Value {
        json!({"type": "string", "format": "date"})
    }
}

impl FieldValue for Option<Moment> {
    const EXPECTED: &'static str = "时刻，形如 2024-06-18T09:30:00.000+08:00";
    const KIND: FieldKind = FieldKind::Moment;
    fn schema() -> Value {
        json!({"type": "string", "format": "date-time"})
    }
}

impl FieldValue for Option<Due> {
    const EXPECTED: &'static str = "日期（2024-06-30）、月份（2024-06）或一句话（长期坚持）";
    const KIND: FieldKind = FieldKind::Due;
    fn is_empty(&self) -> bool {
        self.as_ref().is_none_or(|due| *due == Due::Phrase(String::new()))
    }
    fn schema() -> Value {
        json!({"type": "string"})
    }
}

impl FieldValue for Option<Term> {
    const EXPECTED: &'static str = "立行立改、限期整改、长期坚持之一";
    const KIND: FieldKind =
        FieldKind::Word(&[("立行立改", "立行立改"), ("限期整改", "限期整改"), ("长期坚持", "长期坚持")]);
    fn is_empty(&self) -> bool {
        self.as_ref().is_none_or(|term| *term == Term::Other(String::new()))
    }
    fn schema() -> Value {
        json!({"type": "string", "examples": Term::KNOWN})
    }
}

/// An exact decimal number, as text: money in 万元, counts, percentages. `27`, `0.50`, `-3.2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(String);

impl Decimal {
    /// The digits as they were written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Decimal {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let body = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = body.split_once('.').unwrap_or((body, "0"));
        let digits = |s: &str| !s.is_empty() && s.len() <= 30 && s.bytes().all(|b| b.is_ascii_digit());
        (digits(whole) && digits(part)).then(|| Self(text.to_owned())).ok_or(())
    }
}

serde_by_text!(Decimal, "小数，写成文字，如 \"12.50\"");

impl FieldValue for Option<Decimal> {
    const EXPECTED: &'static str = "小数，写成文字，如 \"12.50\"";
    const KIND: FieldKind = FieldKind::Decimal;
    fn schema() -> Value {
        json!({"type": "string", "pattern": "^-?[0-9]{1,30}(\\.[0-9]{1,30})?$"})
    }
}

/// Values that the ledger carries without looking into them: the `history`, which the journal reads.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawList(pub Vec<Value>);

impl FieldValue for RawList {
    const EXPECTED: &'static str = "列表";
    const KIND: FieldKind = FieldKind::Raw;
    fn schema() -> Value {
        json!({"type": "array"})
    }
}

/// A closed set of words with a place for words that this version does not know, kept as written.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $expected:literal, { $($(#[$vdoc:meta])* $variant:ident = $code:literal $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A word that this version does not know, kept as it is written.
            Other(String),
        }
        impl $name {
            /// The words that a person can choose.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];
            /// What people read.
            #[must_use]
            pub fn label(&self) -> &str {
                match self {
                    $(Self::$variant => $label,)+
                    Self::Other(text) => text,
                }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $code,)+
                    Self::Other(text) => text,
                })
            }
        }
        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(match text {
                    $($code => Self::$variant,)+
                    _ => Self::Other(text.to_owned()),
                })
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<$name, E> {
                        v.parse().map_err(|never: std::convert::Infallible| match never {})
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
        impl $crate::field::FieldValue for Option<$name> {
            const EXPECTED: &'static str = $expected;
            const KIND: $crate::field::FieldKind =
                $crate::field::FieldKind::Word(&[$(($code, $label)),+]);
            fn is_empty(&self) -> bool {
                self.as_ref().is_none_or(|word| *word == $name::Other(String::new()))
            }
            fn schema() -> serde_json::Value {
                serde_json::json!({"type": "string", "examples": [$($code),+]})
            }
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_keeps_its_digits() {
        for text in ["27", "0.50", "-3.2", "123456789012345678901234567890"] {
            assert_eq!(text.parse::<Decimal>().unwrap().as_str(), text);
        }
        for text in ["", ".5", "5.", "1e3", "１２", "1.2.3", "--1", "NaN"] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
    }
}
