//! What the sums of a column are counted in: its head says so (`金额（元）`), or a note above the table does (`单位：万元`).
//! The ledger counts in 万元, so a bare number under 元 is brought there, exactly. Knows no ledger.

use super::asides::{Aside, Kind};
use ledger::custom;

/// The units that heads name, the longer ones first.
const UNITS: [&str; 5] = ["百万元", "亿元", "万元", "千元", "元"];

/// The unit that a head names: `金额(元)`, `涉及金额/万元`, `金额：元`.
fn of_head(head: &str) -> Option<&'static str> {
    let even: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    UNITS.into_iter().find(|unit| {
        even.match_indices(unit).any(|(at, _)| {
            let before = even[..at].trim_end_matches("人民币").chars().next_back();
            let behind = even[at + unit.len()..].chars().next();
            before
                .is_some_and(|c| matches!(c, '（' | '(' | '/' | '：' | ':' | '，' | ',' | '[' | '【' | '、'))
                && behind.is_none_or(|c| matches!(c, '）' | ')' | ']' | '】' | '，' | ',' | '；'))
        })
    })
}

/// The unit that a note above a table names: `单位：元`, `（金额单位：万元）`.
fn of_note(text: &str) -> Option<&'static str> {
    let even: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    ["单位：", "单位:", "单位为"].into_iter().find_map(|word| {
        even.match_indices(word).find_map(|(at, _)| {
            let said = even[at + word.len()..].trim_start_matches("人民币");
            let unit = UNITS.into_iter().find(|unit| said.starts_with(unit))?;
            // `单位：元宝镇` names an office.
            let behind = said[unit.len()..].chars().next();
            behind.is_none_or(|c| !c.is_alphanumeric()).then_some(unit)
        })
    })
}

/// The unit of the sums under a head, where the file says it.
#[must_use]
pub fn unit(head: &str, asides: &[Aside]) -> Option<&'static str> {
    let above = asides.iter().filter(|aside| aside.kind == Kind::Above);
    of_head(head).or_else(|| above.filter_map(|aside| of_note(&aside.text)).next_back())
}

/// A sum in 万元 where the cell is a bare number and the file says another unit; else the cell.
#[must_use]
pub fn in_ten_thousands(cell: &str, unit: Option<&str>) -> String {
    let unit = unit.filter(|unit| *unit != "万元" && custom::number(cell).is_some());
    let counted = unit.and_then(|unit| custom::sum(&format!("{cell}{unit}")));
    counted.map_or_else(|| cell.to_owned(), |sum| sum.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::choices::Place;

    #[test]
    fn the_unit_stands_in_the_head_or_above_the_table() {
        for (head, note, expected) in [
            ("涉及金额（元）", "", Some("元")),
            ("金额(万元)", "单位：元", Some("万元")),
            ("金额（单位：元）", "", Some("元")),
            ("金额/亿元", "", Some("亿元")),
            ("问题金额（人民币元）", "", Some("元")),
            ("问题金额（千元）", "", Some("千元")),
            ("涉及金额", "单位：某局　金额单位：元", Some("元")),
            ("涉及金额", "单位：元宝镇人民政府", None),
            ("涉及金额", "单位：万元", Some("万元")),
            ("涉及金额", "", None),
            ("元旦金额", "", None),
        ] {
            let aside =
                Aside { place: Place::default(), kind: Kind::Above, text: note.into(), taken_back: false };
            assert_eq!(unit(head, &[aside]), expected, "{head} {note}");
        }
    }

    #[test]
    fn bare_numbers_are_brought_to_ten_thousands_and_nothing_else_is() {
        for (cell, unit, expected) in [
            ("1,250,000.00", Some("元"), "125"),
            ("35600.50", Some("元"), "3.56005"),
            ("0", Some("元"), "0"),
            ("12.50", Some("万元"), "12.50"),
            ("12.50", None, "12.50"),
            ("1.2", Some("亿元"), "12000"),
            ("3万元", Some("元"), "3万元"),
            ("约3000", Some("元"), "约3000"),
            ("", Some("元"), ""),
        ] {
            assert_eq!(in_ten_thousands(cell, unit), expected, "{cell} {unit:?}");
        }
    }
}
