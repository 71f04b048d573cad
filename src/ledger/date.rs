//! Calendar days and moments, as the ledger writes them. Knows no clock: "today" is always handed in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, de};
use time::{Duration, Month, OffsetDateTime, UtcOffset};

/// A day of the Gregorian calendar, written `2024-06-18`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

/// Why a text is not a [`Date`] or a [`Moment`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text does not have the form `2024-06-18`.
    #[error("不是 2024-06-18 这样的日期")]
    Form,
    /// The form is right, the calendar has no such day.
    #[error("日历上没有这一天")]
    NoSuchDay,
}

impl Date {
    /// The day with these numbers, if the calendar has it. Years 1 to 9999.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = Month::try_from(month).ok()?;
        (1..=9999).contains(&year).then(|| time::Date::from_calendar_date(year, month, day).ok())?.map(Self)
    }

    /// The day that a person typed: `2024-6-30`, `2024.6.30`, `2024/6/30`, `2024年6月30日`, `20240630`.
    /// `None` where it is no day of the calendar.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches(['日', '号']);
        if let Some(day) = digits::<u32>(text, 8) {
            let small = |n: u32| u8::try_from(n % 100).ok();
            return Self::new(i32::try_from(day / 10000).ok()?, small(day / 100)?, small(day)?);
        }
        let mut parts = text.split(['-', '.', '/', '年', '月', '－', '．', '／']);
        let mut next = |max: usize| {
            let part = parts.next()?.trim();
            (part.len() <= max).then(|| digits::<u16>(part, part.len()))?
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        let whole = parts.next().is_none() && year >= 1000;
        whole.then(|| Self::new(year.into(), u8::try_from(month).ok()?, u8::try_from(day).ok()?))?
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.0.month().into()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// The days from `self` to `later`; negative where `later` is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }

    /// The day `days` later; stays at the calendar's ends.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(Duration::days(days)))
    }

    /// The day of the week: 0 is Monday, 6 is Sunday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        self.0.weekday().number_days_from_monday()
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn month_end(self) -> Self {
        let last = self.0.month().length(self.0.year());
        Self(self.0.replace_day(last).unwrap_or(self.0))
    }

    /// As a notice prints it: `2024年6月18日` (GB/T 9704-2012, 7.3.5.4: Arabic digits without leading zeros).
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// Digits only, of exactly this many characters.
fn digits<T: FromStr>(text: &str, len: usize) -> Option<T> {
    (text.len() == len && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

impl FromStr for Date {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.splitn(3, '-');
        let mut next = |len| parts.next().and_then(|p| digits::<u16>(p, len)).ok_or(DateError::Form);
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        let small = |n: u16| u8::try_from(n).map_err(|_| DateError::NoSuchDay);
        Self::new(year.into(), small(month)?, small(day)?).ok_or(DateError::NoSuchDay)
    }
}

/// A moment with the offset of the clock that it was read from, to the millisecond:
/// `2024-06-18T09:30:00.000+08:00` (ISO 8601 extended format).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(OffsetDateTime);

impl Moment {
    /// The beginning of 1970, UTC.
    pub const EPOCH: Self = Self(OffsetDateTime::UNIX_EPOCH);

    /// From milliseconds since 1970 (UTC) and the local offset in minutes east; `None` outside years 1 to 9999.
    #[must_use]
    pub fn new(unix_ms: i64, offset_minutes: i32) -> Option<Self> {
        let utc = OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000).ok()?;
        let offset = UtcOffset::from_whole_seconds(offset_minutes.checked_mul(60)?).ok()?;
        let local = utc.checked_to_offset(offset)?;
        (1..=9999).contains(&local.year()).then_some(Self(local))
    }

    /// The local day.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.0.date())
    }

    /// How long the local day still lasts.
    #[must_use]
    pub fn until_midnight(self) -> std::time::Duration {
        const DAY: u64 = 86_400;
        let (hour, minute, second) = self.0.time().as_hms();
        let gone = u64::from(hour) * 3600 + u64::from(minute) * 60 + u64::from(second);
        std::time::Duration::from_secs(DAY - gone)
    }

    /// Milliseconds since 1970, UTC.
    #[must_use]
    pub fn unix_ms(self) -> i64 {
        self.0.unix_timestamp() * 1000 + i64::from(self.0.millisecond())
    }

    /// For a list: `2024-06-18 09:30`, in the time zone of the person who acted.
    #[must_use]
    pub fn minute_text(self) -> String {
        format!("{} {:02}:{:02}", self.date(), self.0.hour(), self.0.minute())
    }

    /// For a file name: `2024-06-18-0930`.
    #[must_use]
    pub fn file_text(self) -> String {
        format!("{}-{:02}{:02}", self.date(), self.0.hour(), self.0.minute())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (t, offset) = (self.0, self.0.offset());
        let (h, m, _) = offset.as_hms();
        let sign = if offset.is_negative() { '-' } else { '+' };
        write!(
            f,
            "{}T{:02}:{:02}:{:02}.{:03}{sign}{:02}:{:02}",
            self.date(),
            t.hour(),
            t.minute(),
            t.second(),
            t.millisecond(),
            h.unsigned_abs(),
            m.unsigned_abs()
        )
    }
}

impl FromStr for Moment {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        let (date, rest) = text.split_once('T').ok_or(DateError::Form)?;
        let date: Date = date.parse()?;
        if !rest.is_ascii() || rest.len() < 9 {
            return Err(DateError::Form);
        }
        let zone_at = rest.rfind(['+', '-', 'Z']).ok_or(DateError::Form)?;
        let (clock, zone) = rest.split_at(zone_at);
        let offset = if zone == "Z" {
            UtcOffset::UTC
        } else {
            let (h, m) = zone[1..].split_once(':').ok_or(DateError::Form)?;
            let (h, m): (i8, i8) =
                (digits(h, 2).ok_or(DateError::Form)?, digits(m, 2).ok_or(DateError::Form)?);
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            UtcOffset::from_hms(h * sign, m * sign, 0).map_err(|_| DateError::NoSuchDay)?
        };
        let (hms, millis) = clock.split_once('.').unwrap_or((clock, "000"));
        let mut parts = hms.splitn(3, ':');
        let mut next = || parts.next().and_then(|p| digits::<u8>(p, 2)).ok_or(DateError::Form);
        let (h, m, s) = (next()?, next()?, next()?);
        let millis: u16 = digits(millis, 3).ok_or(DateError::Form)?;
        let time = time::Time::from_hms_milli(h, m, s, millis).map_err(|_| DateError::NoSuchDay)?;
        Ok(Self(time::PrimitiveDateTime::new(date.0, time).assume_offset(offset)))
    }
}

/// Serde through the text form, with the type's own words for what is expected.
macro_rules! serde_by_text {
    ($type:ty, $expecting:literal) => {
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl de::Visitor<'_> for Visitor {
                    type Value = $type;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expecting)
                    }
                    fn visit_str<E: de::Error>(self, v: &str) -> Result<$type, E> {
                        v.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(v), &self))
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    };
}
pub(crate) use serde_by_text;

serde_by_text!(Date, "日历上有的日期，形如 2024-06-18");
serde_by_text!(Moment, "时刻，形如 2024-06-18T09:30:00.000+08:00");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_lasts_until_midnight_where_the_clock_stands() {
        let left = |text: &str| text.parse::<Moment>().map(|at| at.until_midnight().as_secs());
        assert_eq!(left("2024-06-18T23:59:59.900+08:00"), Ok(1));
        assert_eq!(left("2024-06-18T00:00:00.000+08:00"), Ok(86_400));
        assert_eq!(left("2024-06-18T12:30:00.000-05:00"), Ok(41_400));
    }

    #[test]
    fn a_date_is_one_that_the_calendar_has() {
        assert_eq!("2024-02-29".parse::<Date>().unwrap().to_string(), "2024-02-29");
        assert_eq!("2023-02-29".parse::<Date>(), Err(DateError::NoSuchDay));
        assert_eq!("2024-13-01".parse::<Date>(), Err(DateError::NoSuchDay));
        for text in ["", "2024", "2024-6-18", "2024-06-18T", "2024-06-1八", "+024-06-18", "0000-01-01x"] {
            assert_eq!(text.parse::<Date>(), Err(DateError::Form), "{text}");
        }
    }

    #[test]
    fn a_moment_keeps_the_offset_it_was_read_with() {
        let m = Moment::new(1_718_674_200_123, 480).unwrap();
        assert_eq!(m.to_string(), "2024-06-18T09:30:00.123+08:00");
        assert_eq!(m.to_string().parse::<Moment>().unwrap(), m);
        assert_eq!(m.unix_ms(), 1_718_674_200_123);
        assert_eq!("2024-06-18T01:30:00Z".parse::<Moment>().unwrap().unix_ms(), 1_718_674_200_000);
        assert!("2024-06-18T25:30:00Z".parse::<Moment>().is_err());
        assert!(Moment::new(i64::MAX, 0).is_none());
        let west = Moment::new(0, -210).unwrap();
        assert_eq!(west.to_string(), "1969-12-31T20:30:00.000-03:30");
        assert_eq!(west.to_string().parse::<Moment>().unwrap(), west);
    }

    #[test]
    fn people_type_dates_in_many_forms() {
        let day = Date::new(2024, 6, 30);
        for text in [
            "2024-6-30",
            "2024-06-30",
            "2024.6.30",
            "2024/06/30",
            " 2024年6月30日 ",
            "20240630",
            "2024年6月30号",
        ] {
            assert_eq!(Date::typed(text), day, "{text}");
        }
        for text in ["2024-6-31", "24-6-30", "2024-6", "2024-6-30-1", "六月", "", "2024--30", "99999999"] {
            assert_eq!(Date::typed(text), None, "{text}");
        }
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        assert_eq!(Date::new(2024, 2, 3).unwrap().month_end(), Date::new(2024, 2, 29).unwrap());
        assert_eq!(Date::new(2023, 10, 13).unwrap().days_until(Date::new(2023, 11, 12).unwrap()), 30);
    }
}
