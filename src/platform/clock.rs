//! The clock and the randomness of the machine. The core takes both as arguments; they come from here.

use ledger::Id;
use ledger::date::{Date, Moment};

/// Now, with the offset of the machine's time zone.
#[must_use]
pub fn now() -> Moment {
    let date = js_sys::Date::new_0();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds and minutes are whole numbers far below 2^53"
    )]
    let (ms, offset) = (date.get_time() as i64, -date.get_timezone_offset() as i32);
    Moment::new(ms, offset).unwrap_or(Moment::EPOCH)
}

/// The moment of milliseconds since 1970, with the offset that this machine had then.
#[must_use]
pub fn moment(unix_ms: f64) -> Option<Moment> {
    let date = js_sys::Date::new(&unix_ms.into());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds and minutes are whole numbers far below 2^53"
    )]
    let (ms, offset) = (date.get_time() as i64, -date.get_timezone_offset() as i32);
    Moment::new(ms, offset)
}

/// The milliseconds of a local time as a `datetime-local` box writes it, `2024-06-18T09:30`.
#[must_use]
pub fn local_ms(text: &str) -> Option<i64> {
    let ms = js_sys::Date::new(&text.into()).get_time();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole numbers far below 2^53")]
    ms.is_finite().then_some(ms as i64)
}

/// The local day.
#[must_use]
pub fn today() -> Date {
    now().date()
}

/// Milliseconds since the page was opened.
#[must_use]
pub fn elapsed_ms() -> f64 {
    web_sys::window().and_then(|w| w.performance()).map_or(0.0, |p| p.now())
}

/// A new name of a session: eight random characters, so that two never meet.
#[must_use]
pub fn new_session() -> Id {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 8];
    let filled = web_sys::window()
        .and_then(|w| w.crypto().ok())
        .is_some_and(|c| c.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        for byte in &mut bytes {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
            let random = (js_sys::Math::random() * 256.0) as u8;
            *byte = random;
        }
    }
    let text: String = bytes.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
    Id::new(&text).unwrap_or_default()
}
