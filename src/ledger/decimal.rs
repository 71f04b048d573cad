//! Exact sums of decimal numbers: no digit is lost, whatever their length. Knows digits, no unit and no ledger.

use std::cmp::Ordering;
use std::fmt;

use super::field::Decimal;

/// A decimal number of any length: `digits` without a point, of which the last `scale` stand behind it.
#[derive(Debug, Clone, Default)]
pub struct ExactSum {
    negative: bool,
    /// The most significant first, each 0 to 9.
    digits: Vec<u8>,
    scale: usize,
}

impl ExactSum {
    /// Nought.
    pub const ZERO: Self = Self { negative: false, digits: Vec::new(), scale: 0 };

    /// Times ten to the power of `by`: 元 to 万元 is -4.
    #[must_use]
    pub fn shifted(mut self, by: i32) -> Self {
        let places = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        if by < 0 {
            self.scale += places;
        } else if places <= self.scale {
            self.scale -= places;
        } else {
            self.digits.extend(std::iter::repeat_n(0, places - self.scale));
            self.scale = 0;
        }
        self
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.aligned(scale), other.aligned(scale));
        let length = a.len().max(b.len());
        let (a, b) = (padded(a, length), padded(b, length));
        if self.negative == other.negative {
            return Self { negative: self.negative, digits: added(&a, &b), scale };
        }
        match a.cmp(&b) {
            Ordering::Equal => Self { negative: false, digits: Vec::new(), scale },
            Ordering::Greater => Self { negative: self.negative, digits: taken(&a, &b), scale },
            Ordering::Less => Self { negative: other.negative, digits: taken(&b, &a), scale },
        }
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negated(mut self) -> Self {
        self.negative = !self.negative;
        self
    }

    /// The order of two numbers.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let difference = self.plus(&other.clone().negated());
        match (difference.is_zero(), difference.negative) {
            (true, _) => Ordering::Equal,
            (false, true) => Ordering::Less,
            (false, false) => Ordering::Greater,
        }
    }

    /// Whether it is nought.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.digits.iter().all(|digit| *digit == 0)
    }

    fn aligned(&self, scale: usize) -> Vec<u8> {
        let mut digits = self.digits.clone();
        digits.extend(std::iter::repeat_n(0, scale - self.scale));
        digits
    }
}

fn padded(digits: Vec<u8>, length: usize) -> Vec<u8> {
    let mut out = vec![0; length - digits.len()];
    out.extend(digits);
    out
}

/// Both have the same length.
fn added(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(a.len() + 1);
    let mut carry = 0;
    for (a, b) in a.iter().zip(b).rev() {
        let sum = a + b + carry;
        out.push(sum % 10);
        carry = sum / 10;
    }
    out.push(carry);
    out.reverse();
    out
}

/// `a - b`; both have the same length and `a` is not the smaller.
fn taken(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(a.len());
    let mut borrow = 0;
    for (a, b) in a.iter().zip(b).rev() {
        let need = b + borrow;
        borrow = u8::from(*a < need);
        out.push(a + 10 * borrow - need);
    }
    out.reverse();
    out
}

impl From<&Decimal> for ExactSum {
    fn from(number: &Decimal) -> Self {
        let text = number.as_str();
        let (negative, body) = text.strip_prefix('-').map_or((false, text), |body| (true, body));
        let (whole, part) = body.split_once('.').unwrap_or((body, ""));
        let digits = whole.bytes().chain(part.bytes()).map(|byte| byte - b'0').collect();
        Self { negative, digits, scale: part.len() }
    }
}

impl From<u64> for ExactSum {
    fn from(number: u64) -> Self {
        Self { negative: false, digits: number.to_string().bytes().map(|b| b - b'0').collect(), scale: 0 }
    }
}

impl PartialEq for ExactSum {
    /// Equal as numbers: `1.50` and `1.5` are one.
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for ExactSum {}

impl std::hash::Hash for ExactSum {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.to_string().hash(state);
    }
}

impl fmt::Display for ExactSum {
    /// Without noughts that say nothing: `1.5`, `0.02`, `-3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = padded(self.digits.clone(), self.digits.len().max(self.scale + 1));
        let text = |digits: &[u8]| digits.iter().map(|d| char::from(b'0' + d)).collect::<String>();
        let (whole, part) = digits.split_at(digits.len() - self.scale);
        let (whole, part) = (text(whole), text(part));
        let whole = whole.trim_start_matches('0');
        let part = part.trim_end_matches('0');
        if self.negative && !self.is_zero() {
            f.write_str("-")?;
        }
        f.write_str(if whole.is_empty() { "0" } else { whole })?;
        if !part.is_empty() {
            write!(f, ".{part}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amount(text: &str) -> ExactSum {
        ExactSum::from(&text.parse::<Decimal>().unwrap())
    }

    #[test]
    fn sums_are_exact() {
        for (a, b, sum) in [
            ("0.1", "0.2", "0.3"),
            ("99.99", "0.01", "100"),
            ("-3.2", "3.2", "0"),
            ("-3.2", "1", "-2.2"),
            ("1", "-3.25", "-2.25"),
            ("-0.5", "-0.50", "-1"),
            ("0", "0.000", "0"),
            (
                "123456789012345678901234567890",
                "0.000000000000000000000000000001",
                "123456789012345678901234567890.000000000000000000000000000001",
            ),
        ] {
            assert_eq!(amount(a).plus(&amount(b)).to_string(), sum, "{a} + {b}");
        }
    }

    #[test]
    fn numbers_are_ordered_by_value() {
        for (a, b) in [("9", "10"), ("-10", "-9"), ("0.099", "0.1"), ("-1", "0"), ("1.49", "1.5")] {
            assert_eq!(amount(a).order(&amount(b)), Ordering::Less, "{a} {b}");
            assert_eq!(amount(b).order(&amount(a)), Ordering::Greater, "{a} {b}");
        }
        assert_eq!(amount("-0").order(&amount("0.00")), Ordering::Equal);
    }

    #[test]
    fn units_are_changed_by_moving_the_point() {
        for (number, by, text) in [
            ("12345", -4, "1.2345"),
            ("500", -4, "0.05"),
            ("1.5", 4, "15000"),
            ("0.12", 1, "1.2"),
            ("-20000", -4, "-2"),
            ("007", 0, "7"),
        ] {
            assert_eq!(amount(number).shifted(by).to_string(), text, "{number} by {by}");
        }
        assert_eq!(amount("1.50"), amount("1.5"));
        assert_ne!(amount("1.50"), amount("-1.5"));
        assert_eq!(ExactSum::from(120), amount("120.0"));
    }

    proptest! {
        #[test]
        fn a_sum_is_that_of_whole_hundredths(numbers in prop::collection::vec(-1_000_000_000_i64..1_000_000_000, 0..20)) {
            let text = |n: i64| format!("{}{}.{:02}", if n < 0 { "-" } else { "" }, n.abs() / 100, n.abs() % 100);
            let sum = numbers.iter().fold(ExactSum::ZERO, |sum, n| sum.plus(&amount(&text(*n))));
            prop_assert_eq!(sum, amount(&text(numbers.iter().sum())));
        }
    }
}
