//! What a number of a spreadsheet shows under its number format: a day as far as the format shows it, a time, a length of
//! time, a share, or the number itself. Shared by all formats that keep numbers and formats apart. Knows no file.

use crate::table::dates::of_serial;
use crate::table::raw::CellKind;

/// The formats that have a number and no text in files, as Excel for China shows them (ECMA-376-1, 18.8.30).
#[must_use]
pub fn built_in(id: u16) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "",
    }
}

/// What a format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shows {
    /// The number, with at least so many digits before and exactly so many behind the point, where the format says so.
    #[default]
    Usual,
    /// With leading zeros up to so many digits.
    Digits(usize),
    /// With so many decimals.
    Decimals(usize),
    /// As hundredths, with at least and at most so many decimals.
    Percent(usize, usize),
    /// A day or time.
    Moment(Parts),
    /// A length of time; with seconds or without.
    Elapsed(bool),
}

/// Which parts of a moment a format shows.
#[expect(clippy::struct_excessive_bools, reason = "each is said of it by itself")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Parts {
    year: bool,
    month: bool,
    day: bool,
    time: bool,
    seconds: bool,
}

/// A number format.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberFormat {
    code: String,
    shows: Shows,
}

/// The longest format that is looked at; Excel allows 255 characters.
const LONGEST: usize = 1_000;

impl NumberFormat {
    /// The format with this code: `yyyy"年"m"月"`.
    #[must_use]
    pub fn new(code: &str) -> Self {
        let code: String = code.chars().take(LONGEST).collect();
        let usual = matches!(code.as_str(), "General" | "GENERAL" | "general" | "G/通用格式" | "@");
        let shows = if usual { Shows::Usual } else { shows(&code) };
        Self { code: if usual { String::new() } else { code }, shows }
    }

    /// What a cell shows and holds whose number this is. `source` is the number as it stands in the file.
    #[must_use]
    pub fn cell(&self, number: f64, source: &str, from_1904: bool) -> (String, CellKind) {
        let moment = match self.shows {
            Shows::Moment(parts) => self.moment(number, source, parts, from_1904),
            Shows::Elapsed(seconds) => elapsed(number, seconds),
            _ => None,
        };
        moment.unwrap_or_else(|| {
            (self.number(number), CellKind::Number { source: source.to_owned(), format: self.code.clone() })
        })
    }

    fn number(&self, number: f64) -> String {
        match self.shows {
            Shows::Percent(least, most) => percent(number, least, most),
            Shows::Digits(count) if number.fract() == 0.0 && (0.0..1e15).contains(&number) => {
                format!("{number:0count$.0}")
            }
            // Rounding that would lose something of the number is not shown.
            Shows::Decimals(count) => {
                let rounded = format!("{number:.count$}");
                let same = rounded.parse().is_ok_and(|back: f64| plain(back) == plain(number));
                if same { rounded } else { plain(number) }
            }
            _ => plain(number),
        }
    }

    fn moment(&self, number: f64, source: &str, shown: Parts, from_1904: bool) -> Option<(String, CellKind)> {
        if !(0.0..3_000_000.0).contains(&number) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range, see above")]
        let (mut serial, mut seconds) = (number.floor() as i64, (number.fract() * 86_400.0).round() as u32);
        if seconds == 86_400 {
            (serial, seconds) = (serial + 1, 0);
        }
        let has_day = shown.year || shown.month || shown.day;
        if !has_day && serial == 0 {
            return Some((clock(seconds, shown.seconds), CellKind::Time(seconds.into())));
        }
        let day = of_serial(serial, from_1904)?;
        let date = day.to_string();
        let text = match shown {
            _ if !has_day => clock(seconds, shown.seconds),
            Parts { day: false, month: false, .. } => date.get(..4)?.to_owned(),
            Parts { day: false, .. } => date.get(..7)?.to_owned(),
            Parts { time: true, .. } if seconds > 0 => format!("{date} {}", clock(seconds, shown.seconds)),
            _ => date,
        };
        let seconds = Some(seconds).filter(|seconds| *seconds > 0);
        let kind = CellKind::Day { day, seconds, source: source.to_owned(), format: self.code.clone() };
        Some((text, kind))
    }
}

/// A time of day from seconds since midnight: `14:30`, and `14:30:05` where seconds are shown or there are any.
#[must_use]
pub fn clock(seconds: u32, shown: bool) -> String {
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if shown || second > 0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else {
        format!("{hour:02}:{minute:02}")
    }
}

fn elapsed(number: f64, seconds: bool) -> Option<(String, CellKind)> {
    let total = (number * 86_400.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
    let total = (0.0..1e12).contains(&total).then_some(total as i64)?;
    Some((length_of_time(total, seconds), CellKind::Time(total)))
}

/// A length of time: `48:00`, and `48:00:00` where seconds are shown or there are any.
#[must_use]
pub fn length_of_time(seconds: i64, shown: bool) -> String {
    let (hours, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if shown || second > 0 {
        format!("{hours}:{minute:02}:{second:02}")
    } else {
        format!("{hours}:{minute:02}")
    }
}

/// A number as Excel shows it, with 15 digits that count: 0.1 + 0.2 is 0.3.
#[must_use]
pub fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{:.0}", number + 0.0);
    }
    format!("{number:.14e}").parse::<f64>().map_or_else(|_| number.to_string(), |rounded| rounded.to_string())
}

/// A share of one as hundredths.
fn percent(number: f64, least: usize, most: usize) -> String {
    let text = format!("{:.most$}", number * 100.0);
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let kept = decimals.trim_end_matches('0').len().max(least).min(decimals.len());
    if kept == 0 {
        format!("{whole}%")
    } else {
        format!("{whole}.{}%", decimals.get(..kept).unwrap_or_default())
    }
}

/// What a code shows, from its first section: the others are for negative numbers, nothing and text.
fn shows(code: &str) -> Shows {
    let bare = bare(code);
    let first = bare.split(';').next().unwrap_or_default();
    if let Some(parts) = moment(first) {
        return parts;
    }
    let count = |text: &str, signs: &[char]| text.chars().filter(|c| signs.contains(c)).count();
    if let Some((number, _)) = first.split_once('%') {
        let decimals = number.rsplit_once('.').map_or("", |(_, decimals)| decimals);
        return Shows::Percent(count(decimals, &['0']), count(decimals, &['0', '#', '?']).min(30));
    }
    let first = first.trim();
    let decimals = first.rsplit_once('.').filter(|(_, decimals)| !decimals.is_empty());
    match decimals {
        Some((whole, decimals)) if count(decimals, &['0']) == decimals.len() && !whole.contains('.') => {
            Shows::Decimals(decimals.len().min(30))
        }
        None if first.len() > 1 && count(first, &['0']) == first.len() => Shows::Digits(first.len().min(30)),
        _ => Shows::Usual,
    }
}

/// A code in small letters, without what it shows word for word, without colours and locales, and without `General`,
/// which LibreOffice writes out, and whose letters mean nothing. `[h]` stays.
fn bare(code: &str) -> String {
    let mut kept = String::new();
    let mut closing = None;
    let mut bracket = String::new();
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        match (closing, c) {
            (Some(end), c) if c == end => {
                closing = None;
                let bracket = std::mem::take(&mut bracket);
                if ["h", "hh", "m", "mm", "s", "ss"].contains(&bracket.as_str()) {
                    kept.push('[');
                    kept.push_str(&bracket);
                    kept.push(']');
                }
            }
            (Some(']'), c) => bracket.push(c.to_ascii_lowercase()),
            (Some(_), _) => {}
            (None, '"') => closing = Some('"'),
            (None, '[') => closing = Some(']'),
            (None, '\\' | '_' | '*') => drop(rest.next()),
            (None, c) => kept.push(c.to_ascii_lowercase()),
        }
    }
    for word in ["general", "g/通用格式", "am/pm", "a/p", "上午/下午"] {
        kept = kept.replace(word, "");
    }
    kept
}

/// What a bare code shows of a moment; `None` where it shows nothing of one.
fn moment(bare: &str) -> Option<Shows> {
    // The letters that mean something, each run of one as that letter.
    let mut runs: Vec<char> = Vec::new();
    let mut elapsed = false;
    let mut last = ' ';
    let mut rest = bare.chars().peekable();
    while let Some(c) = rest.next() {
        elapsed |= c == '[';
        // `e` is a year in East Asian formats and an exponent before a sign (`0.00E+00`).
        let means = "ygbdahms".contains(c) || (c == 'e' && !matches!(rest.peek(), Some('+' | '-')));
        if means && c != last {
            runs.push(c);
        }
        last = c;
    }
    let mut parts = Parts::default();
    for (at, run) in runs.iter().enumerate() {
        // `m` is minutes behind hours and before seconds.
        let after = at.checked_sub(1).and_then(|before| runs.get(before)) == Some(&'h');
        let minutes = after || runs.get(at + 1) == Some(&'s');
        match run {
            'd' | 'a' => parts.day = true,
            'm' if !minutes => parts.month = true,
            'h' | 'm' => parts.time = true,
            's' => (parts.time, parts.seconds) = (true, true),
            _ => parts.year = true,
        }
    }
    if elapsed {
        Some(Shows::Elapsed(parts.seconds))
    } else {
        (!runs.is_empty()).then_some(Shows::Moment(parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, number: f64) -> String {
        NumberFormat::new(code).cell(number, "", false).0
    }

    #[test]
    fn days_and_times_are_shown_as_far_as_their_format_shows_them() {
        let noon = 45_473.604_166_666_664;
        for (code, number, text) in [
            (built_in(14), 45473.0, "2024-06-30"),
            (built_in(22), noon, "2024-06-30 14:30"),
            (built_in(22), 45473.0, "2024-06-30"),
            (built_in(14), noon, "2024-06-30"),
            (built_in(20), noon, "14:30"),
            (built_in(20), 0.604_166_666_666_666_6, "14:30"),
            (built_in(21), 0.5, "12:00:00"),
            (built_in(27), 45473.0, "2024-06"),
            (built_in(28), 45473.0, "2024-06-30"),
            (built_in(31), 45473.0, "2024-06-30"),
            (built_in(33), 0.25, "06:00:00"),
            (built_in(55), 0.75, "18:00"),
            (built_in(57), 45473.0, "2024-06"),
            (built_in(58), 45473.0, "2024-06-30"),
            (built_in(46), 2.0, "48:00:00"),
            ("[h]:mm", 2.5, "60:00"),
            ("[mm]:ss", 0.25, "6:00:00"),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 45473.0, "2024-06-30"),
            ("[$-F400]h:mm:ss\\ AM/PM", 0.75, "18:00:00"),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", 45473.0, "2024-06-30"),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\";@", 45473.0, "2024-06"),
            ("yyyy\"年\"", 45473.0, "2024"),
            ("yyyy/m/d;@", 45473.0, "2024-06-30"),
            ("yyyy-mm-dd hh:mm:ss", noon, "2024-06-30 14:30:00"),
            ("m/d", 45473.0, "2024-06-30"),
            ("mmm-yy", 45473.0, "2024-06"),
            ("[$-404]e\"年\"m\"月\"d\"日\"", 45473.0, "2024-06-30"),
            ("aaaa", 45473.0, "2024-06-30"),
            ("mm:ss", 0.5, "12:00:00"),
            ("h:mm m/d", 45473.0, "2024-06-30"),
        ] {
            assert_eq!(shown(code, number), text, "{code} {number}");
        }
    }

    #[test]
    fn numbers_are_shown_as_their_format_shows_them_where_nothing_is_lost() {
        for (code, number, text) in [
            ("General", 45473.0, "45473"),
            ("", 0.1 + 0.2, "0.3"),
            ("", -0.0, "0"),
            ("", 1e20, "100000000000000000000"),
            ("0.00", 1.1, "1.10"),
            ("0.0", 1.25, "1.25"),
            ("000", 1.0, "001"),
            ("000", 1.5, "1.5"),
            ("0%", 0.856, "86%"),
            ("0.0#%;[RED]\\-0.0#%", 0.5, "50.0%"),
            ("#,##0.00", 1234.5, "1234.50"),
            ("0.00E+00", 1200.0, "1200"),
            ("[RED]General\"day\"", 3.0, "3"),
            ("G/通用格式", 12.0, "12"),
            ("General\\%", 5.0, "5"),
            ("[DBNum2][$-804]General", 45473.0, "45473"),
            ("[>100]0;0", 3.0, "3"),
            ("yyyy/m/d", -1.0, "-1"),
            ("yyyy/m/d", 9e9, "9000000000"),
            ("#\"号\"", 3.0, "3"),
        ] {
            assert_eq!(shown(code, number), text, "{code} {number}");
        }
    }

    #[test]
    fn what_a_cell_holds_is_kept_beside_what_it_shows() {
        let (_, kind) = NumberFormat::new("m\"月\"d\"日\"").cell(45293.0, "45293", false);
        let CellKind::Day { day, seconds, source, format } = kind else { panic!("{kind:?}") };
        assert_eq!((day.to_string().as_str(), seconds), ("2024-01-02", None));
        assert_eq!((source.as_str(), format.as_str()), ("45293", "m\"月\"d\"日\""));
        let (text, kind) = NumberFormat::new("yyyy/m/d").cell(44011.0, "44011", true);
        assert_eq!(text, "2024-06-30");
        assert!(matches!(kind, CellKind::Day { .. }));
        let (_, kind) = NumberFormat::new("0.00").cell(12.345_6, "12.3456", false);
        assert_eq!(kind, CellKind::Number { source: "12.3456".into(), format: "0.00".into() });
        assert_eq!(NumberFormat::new("[h]:mm").cell(2.0, "2", false).1, CellKind::Time(172_800));
    }
}
