//! The serial numbers that spreadsheets count days by, and the day that a note begins with. Knows no cell and no ledger; how
//! people type deadlines is read by `ledger::due_reading`.

use ledger::date::Date;

/// The days that spreadsheets count as a day: 1954 to 2119, which no other number of a ledger is.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

/// The day that a serial number means. 1900 was no leap year but is one to Excel, so its count begins a day early.
#[must_use]
pub fn of_serial(serial: i64, from_1904: bool) -> Option<Date> {
    let first = if from_1904 { Date::new(1904, 1, 1)? } else { Date::new(1899, 12, 30)? };
    let known = from_1904 || serial >= 61;
    (known && (0..=2_958_465).contains(&serial)).then(|| first.plus_days(serial))
}

/// The serial number of a day, counted from 1900; `None` before March 1900, where programs count differently.
#[must_use]
pub fn serial(day: Date) -> Option<i64> {
    let serial = Date::new(1899, 12, 30)?.days_until(day);
    (serial >= 61).then_some(serial)
}

/// The text of a cell with a date; where it is a bare serial number the day that it counts.
#[must_use]
pub fn of_cell(cell: &str, from_1904: bool) -> String {
    let text = cell.trim();
    if let Ok(serial) = text.split('.').next().unwrap_or(text).parse::<i64>()
        && SERIALS.contains(&serial)
        && text.parse::<f64>().is_ok()
    {
        return of_serial(serial, from_1904).map_or_else(|| text.to_owned(), |day| day.to_string());
    }
    text.to_owned()
}

/// The day that a text begins with, and what follows it: `2024年5月10日：已完成` .
#[must_use]
pub fn leading_day(text: &str) -> Option<(Date, &str)> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|at| *at <= 20);
    let longest = ends.filter_map(|end| Date::typed(&text[..end]).map(|day| (day, end))).last();
    let (day, end) = longest?;
    let rest = text[end..].trim_start_matches([' ', '　', ':', '：', ',', '，', '、']);
    // `2024-05-101`: the digits go on, so it was no day.
    (!rest.starts_with(|c: char| c.is_ascii_digit()) || rest.len() < text[end..].len()).then_some((day, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_serial_numbers_are_days() {
        for (cell, expected) in [
            ("45473", "2024-06-30"),
            ("45473.0", "2024-06-30"),
            ("45473.75", "2024-06-30"),
            ("2024.6", "2024.6"),
            ("20240630", "20240630"),
            ("1900", "1900"),
            (" 2024年6月底前 ", "2024年6月底前"),
        ] {
            assert_eq!(of_cell(cell, false), expected, "{cell}");
        }
        assert_eq!(of_cell("44011", true), "2024-06-30");
    }

    #[test]
    fn a_day_has_the_serial_number_that_means_it() {
        for (day, count) in [
            ("1900-03-01", Some(61)),
            ("2024-06-30", Some(45473)),
            ("9999-12-31", Some(2_958_465)),
            ("1900-02-28", None),
            ("0001-01-01", None),
        ] {
            let day: Date = day.parse().unwrap();
            assert_eq!(serial(day), count, "{day}");
            assert_eq!(serial(day).and_then(|serial| of_serial(serial, false)), count.map(|_| day));
        }
    }

    #[test]
    fn a_note_may_begin_with_its_day() {
        let day = Date::new(2024, 5, 10).unwrap();
        for text in ["2024年5月10日：已完成", "2024-05-10 已完成", "2024.5.10，已完成", "20240510 已完成"]
        {
            assert_eq!(leading_day(text), Some((day, "已完成")), "{text}");
        }
        for text in ["已完成", "5月10日已完成", "2024年完成 3 项", ""] {
            assert_eq!(leading_day(text), None, "{text}");
        }
    }
}
