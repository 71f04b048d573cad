//! A month of the calendar, the measure of deadlines in long ledgers. Knows no deadline and no list.

use std::fmt;
use std::str::FromStr;

use super::date::Date;

/// A month, written `2024-06`; months are in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u8,
}

impl Month {
    /// The month that a day falls into.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The number of the month, 1 to 12.
    #[must_use]
    pub fn number(self) -> u8 {
        self.month
    }

    /// The months from the beginning of year 0 to this one.
    #[must_use]
    pub fn index(self) -> i32 {
        self.year * 12 + i32::from(self.month) - 1
    }

    /// The month so many months later; stays within years 1 to 9999.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        let index = self.index().saturating_add(months).clamp(12, 9999 * 12 + 11);
        Self { year: index / 12, month: u8::try_from(index % 12 + 1).unwrap_or(1) }
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Option<Date> {
        Date::new(self.year, self.month, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Option<Date> {
        self.first_day().map(Date::month_end)
    }

    /// Its weeks, from Monday: a day for each place, none where another month's stands.
    #[must_use]
    pub fn weeks(self) -> Vec<[Option<Date>; 7]> {
        let (Some(first), Some(last)) = (self.first_day(), self.last_day()) else { return Vec::new() };
        let mut weeks = vec![[None; 7]];
        let mut at = usize::from(first.weekday());
        for number in 1..=last.day() {
            if at == 7 {
                weeks.push([None; 7]);
                at = 0;
            }
            if let Some(place) = weeks.last_mut().and_then(|week| week.get_mut(at)) {
                *place = Date::new(self.year, self.month, number);
            }
            at += 1;
        }
        weeks
    }

    /// As people read it: `2024年6月`.
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{}年{}月", self.year, self.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A text that is no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("不是 2024-06 这样的月份")]
pub struct NoSuchMonth;

impl FromStr for Month {
    type Err = NoSuchMonth;
    fn from_str(text: &str) -> Result<Self, NoSuchMonth> {
        if text.len() != 7 {
            return Err(NoSuchMonth);
        }
        format!("{text}-01").parse().map(Self::of).map_err(|_| NoSuchMonth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_printed_and_counted() {
        let month: Month = "2024-12".parse().unwrap();
        assert_eq!((month.to_string().as_str(), month.chinese().as_str()), ("2024-12", "2024年12月"));
        assert_eq!(
            (month.plus(1).to_string(), month.plus(-12).to_string()),
            ("2025-01".into(), "2023-12".into())
        );
        assert_eq!(month.last_day(), Date::new(2024, 12, 31));
        assert_eq!(month.plus(3).index() - month.index(), 3);
        assert_eq!(month.plus(i32::MAX).to_string(), "9999-12");
        for wrong in ["", "2024", "2024-13", "2024-6", "24-06-01", "２０２４-06"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_month_is_laid_out_in_weeks_from_monday() {
        // The month, its weeks, the places before its first day, its last day.
        let months =
            [("2024-06", 5, 5, 30), ("2024-07", 5, 0, 31), ("2026-11", 6, 6, 30), ("2021-02", 4, 0, 28)];
        for (text, count, before, last) in months {
            let weeks = text.parse::<Month>().unwrap().weeks();
            assert_eq!(weeks.len(), count, "{text}");
            assert_eq!(weeks[0].iter().take_while(|day| day.is_none()).count(), before, "{text}");
            let days: Vec<u8> = weeks.iter().flatten().flatten().map(|day| day.day()).collect();
            assert_eq!(days, (1..=last).collect::<Vec<_>>(), "{text}");
            assert!(
                weeks
                    .iter()
                    .flatten()
                    .enumerate()
                    .all(|(at, day)| { day.is_none_or(|day| usize::from(day.weekday()) == at % 7) })
            );
        }
    }
}
