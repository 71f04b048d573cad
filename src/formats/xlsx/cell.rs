//! What a cell of an .xlsx file shows and holds, from its type, value, inline text, formula and look (ECMA-376-1, 18.3.1.4).
//! Knows no grid.

use super::sheet::Context;
use crate::reader::number_format::{NumberFormat, clock, length_of_time};
use crate::reader::text;
use crate::table::raw::{CellKind, is_error};
use crate::xml::Attributes;
use ledger::date::Date;

/// A cell as it stands in the file. Its room is used again for the next one.
#[derive(Default)]
pub struct CellXml {
    kind: String,
    style: usize,
    /// Whether there is a value at all, be it empty.
    pub has_value: bool,
    /// Whether there is a formula at all, be it empty.
    pub has_formula: bool,
    /// The value.
    pub value: String,
    /// The text that stands in the cell itself.
    pub inline: String,
    /// The formula.
    pub formula: String,
    /// The text in the cell itself has struck-out words.
    pub struck: bool,
}

impl CellXml {
    /// Begins a cell with these attributes.
    pub fn begin(&mut self, at: &Attributes) {
        at.get("t").unwrap_or_default().clone_into(&mut self.kind);
        self.style = at.get("s").and_then(|s| s.parse().ok()).unwrap_or_default();
        (self.has_value, self.has_formula) = (false, false);
        self.value.clear();
        self.inline.clear();
        self.formula.clear();
        self.struck = false;
    }

    /// Whether words in the cell are struck out, by its look or in its text.
    pub fn is_struck(&self, context: &Context<'_>) -> bool {
        let of_text = || {
            let at = self.value.trim().parse().ok().filter(|_| self.kind == "s");
            at.is_some_and(|at| context.strings.struck.contains(&at))
        };
        self.struck || context.looks.get(self.style).is_some_and(|look| look.struck) || of_text()
    }
}

/// What a cell shows and holds.
pub fn shown(cell: &CellXml, context: &Context<'_>) -> (String, CellKind) {
    let value = cell.value.as_str();
    if let Some(name) = text::picture(&cell.formula).or_else(|| text::picture(value)) {
        return (String::new(), CellKind::Picture(name));
    }
    let is_text = matches!(cell.kind.as_str(), "str" | "inlineStr");
    if cell.has_formula && value.trim().is_empty() && !(is_text && cell.has_value) && cell.inline.is_empty() {
        return (String::new(), CellKind::Uncalculated(cell.formula.clone()));
    }
    let plain = |text: String| (text, CellKind::Text);
    match cell.kind.as_str() {
        "s" => shared(value.trim(), context),
        "str" if cell.has_value => plain(text::of_cell(value)),
        "str" | "inlineStr" if cell.inline.is_empty() => plain(text::of_cell(value)),
        "str" | "inlineStr" => plain(text::of_cell(&cell.inline)),
        "b" => match value.trim() {
            "" => plain(String::new()),
            value => {
                let yes = value != "0" && value != "false";
                (if yes { "是" } else { "否" }.to_owned(), CellKind::Boolean(yes))
            }
        },
        "e" => {
            (value.trim().to_owned(), if value.trim().is_empty() { CellKind::Text } else { CellKind::Error })
        }
        "d" => iso(value.trim()),
        // A cell without a type is a number, but some programs put text there.
        _ if value.is_empty() && !cell.inline.is_empty() => plain(text::of_cell(&cell.inline)),
        _ => number(value.trim(), cell.style, context),
    }
}

fn shared(value: &str, context: &Context<'_>) -> (String, CellKind) {
    if value.is_empty() {
        return (String::new(), CellKind::Text);
    }
    match value.parse::<usize>().ok().and_then(|at| context.strings.texts.get(at)) {
        Some(text) => (text.clone(), CellKind::Text),
        None => (String::new(), CellKind::Lost(value.to_owned())),
    }
}

fn number(value: &str, style: usize, context: &Context<'_>) -> (String, CellKind) {
    let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite()) else {
        let kind = if is_error(value) { CellKind::Error } else { CellKind::Text };
        return (text::of_cell(value), kind);
    };
    match context.looks.get(style).map(|look| &look.format) {
        Some(format) => format.cell(number, value, context.from_1904),
        None => NumberFormat::default().cell(number, value, context.from_1904),
    }
}

/// What a value of ISO 8601 shows: `2024-06-30`, `2024-06-30T14:30:00`, `T14:30`, `PT48H`. Others stay as they are.
pub fn iso(value: &str) -> (String, CellKind) {
    if let Some(seconds) = duration(value) {
        return (length_of_time(seconds, false), CellKind::Time(seconds));
    }
    let (date, time) = match value.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None if value.contains(':') => ("", Some(value)),
        None => (value, None),
    };
    let seconds = time.and_then(seconds);
    let day: Option<Date> = date.parse().ok();
    match (day, seconds) {
        (Some(day), Some(seconds)) if seconds > 0 => {
            let clock = clock(seconds, false);
            let kind = CellKind::Day {
                day,
                seconds: Some(seconds),
                source: value.to_owned(),
                format: String::new(),
            };
            (format!("{day} {clock}"), kind)
        }
        (Some(day), _) if time.is_none() || seconds.is_some() => {
            let kind = CellKind::Day { day, seconds: None, source: value.to_owned(), format: String::new() };
            (day.to_string(), kind)
        }
        (None, Some(seconds)) if date.is_empty() => (clock(seconds, false), CellKind::Time(seconds.into())),
        _ => (value.to_owned(), CellKind::Text),
    }
}

/// Seconds since midnight of `14:30:05.5Z`; the zone is left aside, as spreadsheets know none.
fn seconds(time: &str) -> Option<u32> {
    let time = time.trim_end_matches('Z').split(['+', '-']).next()?;
    let mut parts = time.split(':');
    let mut next = || parts.next().map(|part| part.split('.').next().unwrap_or_default().parse::<u32>());
    let hour = next()?.ok().filter(|hour| *hour < 24)?;
    let minute = next()?.ok().filter(|minute| *minute < 60)?;
    let second = next().unwrap_or(Ok(0)).ok().filter(|second| *second < 60)?;
    Some(hour * 3600 + minute * 60 + second)
}

/// The seconds of `P2DT3H4M5.6S`; `None` for what has months or years, whose length is not known.
fn duration(value: &str) -> Option<i64> {
    let rest = value.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let (mut total, mut number, mut in_time) = (0.0, String::new(), false);
    for c in rest.chars() {
        let unit = match (c, in_time) {
            ('0'..='9' | '.', _) => {
                number.push(c);
                continue;
            }
            ('T', _) => {
                in_time = true;
                continue;
            }
            ('W', false) => 604_800.0,
            ('D', false) => 86_400.0,
            ('H', true) => 3600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        total += std::mem::take(&mut number).parse::<f64>().ok()? * unit;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
    (number.is_empty() && (0.0..1e12).contains(&total)).then(|| total.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_iso_8601_are_days_times_and_lengths_of_time() {
        for (value, text) in [
            ("2024-06-30", "2024-06-30"),
            ("2024-06-30T00:00:00", "2024-06-30"),
            ("2024-06-30T14:30:00Z", "2024-06-30 14:30"),
            ("2024-06-30T09:05:07.25+08:00", "2024-06-30 09:05:07"),
            ("T14:30", "14:30"),
            ("08:05:00", "08:05"),
            ("PT48H", "48:00"),
            ("P2DT1H30M", "49:30"),
            ("PT1.5S", "0:00:02"),
            ("P1M", "P1M"),
            ("P", "P"),
            ("2024-02-30", "2024-02-30"),
            ("2024-06-30Tx", "2024-06-30Tx"),
        ] {
            assert_eq!(iso(value).0, text, "{value}");
        }
        assert_eq!(iso("PT48H").1, CellKind::Time(172_800));
    }
}
