//! What files that leave the page are called: `<单位>-<名称>-<日期>.<ending>`, as whoever receives them needs it, and as every
//! file system takes it. Never an id.

use std::collections::BTreeSet;

use ledger::Bundle;
use ledger::date::Date;

/// What Windows forbids in a name; `/` is forbidden everywhere.
const FORBIDDEN: &str = "<>:\"/\\|?*";

/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// The most bytes (UTF-8) of the unit and of the name: with day and ending a name stays under 255 bytes, which is what file
/// systems hold, and leaves room for the folders above it.
const UNIT_BYTES: usize = 75;
const NAME_BYTES: usize = 105;

/// Signs that are not seen, or turn others around; a name with them is not what it looks like.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A text as part of a name: one line, without what file systems forbid, not too long.
fn part(text: &str, most: usize) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        let c = match c {
            c if c.is_whitespace() => ' ',
            c if is_unseen(c) => continue,
            c if FORBIDDEN.contains(c) => '_',
            c => c,
        };
        if out.len() + c.len_utf8() > most {
            break;
        }
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out.trim_matches([' ', '.']).to_owned()
}

/// Whether Windows keeps a name for a device, whatever follows its first dot: `NUL`, `com1.txt`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = |port: &str| {
        stem.strip_prefix(port).is_some_and(|rest| {
            let mut rest = rest.chars();
            matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
    };
    DEVICES.contains(&stem.as_str()) || numbered("COM") || numbered("LPT")
}

/// The name of a file without ending: `局党组-整改台账-2026-11-27`. Parts that say nothing are left out; without a name it is
/// 整改台账.
#[must_use]
pub fn stem(unit: &str, name: &str, day: Option<Date>) -> String {
    let (unit, name) = (part(unit, UNIT_BYTES), part(name, NAME_BYTES));
    let name = if name.is_empty() { "整改台账".to_owned() } else { name };
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    let parts: Vec<String> = [unit, name, day].into_iter().filter(|part| !part.is_empty()).collect();
    let stem = parts.join("-");
    if is_device(&stem) { format!("_{stem}") } else { stem }
}

/// The unit that a ledger's files bear: the one that it is of; where it names none, what the ledger is called.
#[must_use]
pub fn unit(bundle: &Bundle) -> &str {
    let said = [bundle.organization.as_str(), bundle.title.as_str()];
    said.into_iter().find(|text| !part(text, UNIT_BYTES).is_empty()).unwrap_or_default()
}

/// The name of a file of this ledger: `局党组-整改台账-2026-11-27.xlsx`.
#[must_use]
pub fn of_ledger(bundle: &Bundle, name: &str, day: Date, ending: &str) -> String {
    format!("{}.{ending}", stem(unit(bundle), name, Some(day)))
}

/// The names told apart: where capitals do not count, names that differ in them alone are one.
#[must_use]
pub fn distinct(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let told_apart = |name: String| {
        let mut own = name.clone();
        let mut count = 1;
        while !taken.insert(own.to_lowercase()) {
            count += 1;
            own = format!("{name}（{count}）");
        }
        own
    };
    names.into_iter().map(told_apart).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day() -> Date {
        Date::new(2026, 11, 27).unwrap()
    }

    #[test]
    fn a_name_says_whose_what_and_when() {
        for (unit, name, expected) in [
            ("局党组", "整改台账", "局党组-整改台账-2026-11-27"),
            ("", "整改台账", "整改台账-2026-11-27"),
            ("局党组", "", "局党组-整改台账-2026-11-27"),
            ("法规/处", "通报（公开版）", "法规_处-通报（公开版）-2026-11-27"),
            (" a:b*c?\"<>|\\d ", "甲\n乙\t丙", "a_b_c______d-甲 乙 丙-2026-11-27"),
            ("...", "末尾有点...", "末尾有点-2026-11-27"),
            ("甲\u{202e}乙\u{200b}丙\u{7}", "台账", "甲乙丙-台账-2026-11-27"),
            ("CON", "台账", "CON-台账-2026-11-27"),
        ] {
            assert_eq!(stem(unit, name, Some(day())), expected);
        }
        assert_eq!(stem("", "整改台账", None), "整改台账");
    }

    #[test]
    fn no_name_is_one_that_windows_keeps_for_itself() {
        for name in ["con", "NUL", "nul.tar", "COM1", "lpt9.x", "COM¹", "Aux", "CONIN$", "PRN .a"] {
            assert_eq!(stem("", name, None), format!("_{name}"));
        }
        for name in ["CONSOLE", "COM10", "COMA", "LPT", "处AUX"] {
            assert_eq!(stem("", name, None), name);
        }
    }

    #[test]
    fn files_of_a_ledger_bear_its_unit_and_never_its_id() {
        let of = |bundle: serde_json::Value| {
            let bundle: Bundle = serde_json::from_value(bundle).unwrap();
            of_ledger(&bundle, "整改台账", day(), "json")
        };
        let id = "j5vmdvrt.3";
        for (bundle, expected) in [
            (
                serde_json::json!({"id": id, "organization": "局党组", "title": "2024年台账"}),
                "局党组-整改台账-2026-11-27.json",
            ),
            (
                serde_json::json!({"id": id, "organization": " ", "title": "2024年台账"}),
                "2024年台账-整改台账-2026-11-27.json",
            ),
            (serde_json::json!({"id": id}), "整改台账-2026-11-27.json"),
        ] {
            assert_eq!(of(bundle), expected);
        }
    }

    #[test]
    fn names_that_a_disk_takes_for_one_are_told_apart() {
        let names = ["IT办", "it办", "甲", "甲", "甲（2）"].map(str::to_owned);
        assert_eq!(distinct(names), ["IT办", "it办（2）", "甲", "甲（2）", "甲（2）（2）"]);
    }

    proptest! {
        /// Whatever units and ledgers are called, every file system takes the name.
        #[test]
        fn any_text_becomes_a_legal_name(unit in "(?s).{0,120}", name in "(?s)(CON|nul|com1|\\.)?.{0,120}") {
            for day in [None, Some(day())] {
                let stem = stem(&unit, &name, day);
                let file = format!("{stem}.xlsx");
                prop_assert!(file.len() <= 240 && !stem.is_empty(), "{file}");
                prop_assert!(!file.contains(|c: char| FORBIDDEN.contains(c) || is_unseen(c)), "{file:?}");
                prop_assert!(!is_device(&file) && !stem.ends_with(['.', ' ']) && !stem.starts_with(['.', ' ']), "{file:?}");
            }
        }
    }
}
