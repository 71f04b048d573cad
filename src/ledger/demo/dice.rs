//! A small generator of chance: splitmix64 (Steele, Lea and Flood, 2014). The same seed gives the same
//! throws on every machine. Knows the calendar and the invented names, no entity.

use super::words;
use crate::date::Date;

/// A row of throws that is fixed by its seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to below `limit`; 0 where the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        // The upper half of the throw times the limit: the same on 32 and 64 bits, and no division.
        let limit = limit as u64 & 0xffff_ffff;
        usize::try_from(((self.next() >> 32) * limit) >> 32).unwrap_or(0)
    }

    /// A number of days from 0 to below `limit`.
    pub fn below_days(&mut self, limit: u16) -> i64 {
        i64::try_from(self.below(limit.into())).unwrap_or(0)
    }

    /// True in so many cases of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of some things; there is at least one.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    /// A day from this year, month and day on, within so many days.
    #[expect(clippy::expect_used, reason = "every call names a day of the calendar")]
    pub fn day(&mut self, (year, month, day): (i32, u8, u8), within: u16) -> Date {
        // cannot fail: every call names a day of the calendar, and the tests make them all.
        let from = Date::new(year, month, day).expect("a day of the calendar");
        from.plus_days(self.below_days(within))
    }

    /// An invented name.
    pub fn person(&mut self) -> String {
        format!("{}{}", self.pick(&words::FAMILY), self.pick(&words::GIVEN))
    }

    /// One of the invented leaders, with the post.
    pub fn leader(&mut self) -> String {
        (*self.pick(&words::LEADERS)).to_owned()
    }

    /// A digest's worth of hexadecimal digits.
    pub fn digest(&mut self) -> String {
        format!("{:016x}{:016x}{:016x}{:016x}", self.next(), self.next(), self.next(), self.next())
    }
}
