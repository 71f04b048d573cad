//! What a word of a search asks of a field that is told by its text: words in it, a number, a day, something or
//! nothing. Knows no field and no row.

use std::cmp::Ordering;

use super::spans::{Span, span};
use super::terms::Term;
use ledger::date::Date;
use ledger::deadline::Deadline;
use ledger::decimal::ExactSum;
use ledger::due::Due;
use ledger::field::Decimal;
use ledger::fields::Kind;

/// What a field that is told by its text is asked to be.
pub(super) enum Shown {
    Text(Text),
    /// From a number to a number; whether both ends are in it.
    Number(Option<ExactSum>, Option<ExactSum>, bool),
    Days(Span),
}

impl Shown {
    /// What a folded value asks of a field of this kind.
    pub fn new(kind: Kind, value: &str) -> Self {
        let asked = match kind {
            Kind::Number => Self::number(value),
            Kind::Date => span(value).filter(|span| matches!(span, Span::Days(..))).map(Self::Days),
            _ => None,
        };
        asked.unwrap_or_else(|| Self::Text(Text::new(value)))
    }

    fn number(value: &str) -> Option<Self> {
        let read = |text: &str| text.trim().parse::<Decimal>().ok().map(|number| ExactSum::from(&number));
        if let Some((from, to)) = value.split_once("..") {
            return Some(Self::Number(Some(read(from)?), Some(read(to)?), true));
        }
        for (sign, below, with) in [
            ("<=", true, true),
            ("≤", true, true),
            (">=", false, true),
            ("≥", false, true),
            ("<", true, false),
            (">", false, false),
        ] {
            if let Some(rest) = value.strip_prefix(sign) {
                let end = Some(read(rest)?);
                return Some(if below {
                    Self::Number(None, end, with)
                } else {
                    Self::Number(end, None, with)
                });
            }
        }
        let number = read(value)?;
        Some(Self::Number(Some(number.clone()), Some(number), true))
    }

    pub fn meets(&self, text: &str, today: Date) -> bool {
        match self {
            Self::Text(asked) => asked.meets([text].into_iter()),
            Self::Number(from, to, with) => text.parse::<Decimal>().is_ok_and(|number| {
                let number = ExactSum::from(&number);
                let within = |order: Ordering, wanted: Ordering| order == wanted || (*with && order.is_eq());
                from.as_ref().is_none_or(|from| within(number.order(from), Ordering::Greater))
                    && to.as_ref().is_none_or(|to| within(number.order(to), Ordering::Less))
            }),
            Self::Days(span) => {
                let due: Option<Due> = text.parse().ok();
                span.holds(Deadline::from_due(due.as_ref()), false, today)
            }
        }
    }
}

/// What a text is asked to be.
pub(super) enum Text {
    Empty,
    Filled,
    Holding(Term),
}

impl Text {
    pub fn new(value: &str) -> Self {
        match value {
            "无" | "空" | "未填报" | "没有" => Self::Empty,
            "有" => Self::Filled,
            word => Self::Holding(Term::new(word)),
        }
    }

    pub fn meets(&self, mut texts: impl Iterator<Item = impl AsRef<str>>) -> bool {
        match self {
            Self::Empty => texts.all(|text| text.as_ref().is_empty()),
            Self::Filled => texts.any(|text| !text.as_ref().is_empty()),
            Self::Holding(word) => texts.any(|text| word.is_in(text.as_ref())),
        }
    }
}
