//! The numbers that a word processor draws before paragraphs and keeps out of their text: `一、`, `（一）`, `1.`.
//! Without them an imported notice would lose the numbers of its findings.

use std::collections::HashMap;

use crate::xml::{self, Seen};
use notice::marks::in_chinese;

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`, `（%2）`.
    text: String,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// The levels of each abstract list.
    lists: HashMap<String, HashMap<usize, Level>>,
    /// Which abstract list each list is.
    of: HashMap<String, String>,
    /// Where lists begin that count for themselves, beside others of their abstract list, a level each.
    anew: HashMap<String, HashMap<usize, u32>>,
    counted: HashMap<String, [u32; 9]>,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub fn read(bytes: &[u8]) -> Self {
        let mut all = Self::default();
        let (mut list, mut number, mut level) = (String::new(), String::new(), 0_usize);
        xml::read(bytes, |seen| {
            let Seen::Open(name, attributes) = seen else { return };
            let value = || attributes.get("val").unwrap_or_default().to_owned();
            match name {
                "abstractNum" => {
                    attributes.get("abstractNumId").unwrap_or_default().clone_into(&mut list);
                    number.clear();
                }
                "lvl" | "lvlOverride" => {
                    level = attributes.get("ilvl").and_then(|at| at.parse().ok()).unwrap_or(9);
                }
                "num" => attributes.get("numId").unwrap_or_default().clone_into(&mut number),
                "startOverride" if level < 9 => {
                    let start = value().parse().unwrap_or(1);
                    all.anew.entry(number.clone()).or_default().insert(level, start);
                }
                "abstractNumId" => drop(all.of.insert(number.clone(), value())),
                "start" | "numFmt" | "lvlText" if number.is_empty() && level < 9 => {
                    let known = all.lists.entry(list.clone()).or_default().entry(level).or_default();
                    match name {
                        "start" => known.start = value().parse().unwrap_or(1),
                        "numFmt" => known.format = value(),
                        _ => known.text = value(),
                    }
                }
                _ => {}
            }
        });
        all
    }

    /// What is drawn before the next paragraph of this list and level.
    pub fn next(&mut self, number: &str, level: usize) -> String {
        let Some(list) = self.of.get(number) else { return String::new() };
        let Some(levels) = self.lists.get(list) else { return String::new() };
        let Some(own) = levels.get(&level).filter(|_| level < 9) else { return String::new() };
        let anew = self.anew.get(number);
        let start = |at: usize| {
            let own = anew.and_then(|anew| anew.get(&at)).copied();
            own.unwrap_or_else(|| levels.get(&at).map_or(1, |level| level.start))
        };
        let counts = if anew.is_some() { format!("num {number}") } else { list.clone() };
        let counted = self.counted.entry(counts).or_insert([u32::MAX; 9]);
        counted[level] =
            if counted[level] == u32::MAX { start(level) } else { counted[level].saturating_add(1) };
        for below in counted.iter_mut().skip(level + 1) {
            *below = u32::MAX;
        }
        if own.format == "bullet" || own.format == "none" {
            return String::new();
        }
        let mut text = own.text.clone();
        for (at, count) in counted.iter().enumerate() {
            let count = if *count == u32::MAX { start(at) } else { *count };
            let format = levels.get(&at).map_or("decimal", |level| level.format.as_str());
            text = text.replace(&format!("%{}", at + 1), &printed(count, format));
        }
        text
    }
}

/// A number as a format of Word prints it; formats that no notice uses are printed as digits.
fn printed(count: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCountingThousand" => in_chinese(count),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&count) => {
            char::from_u32(0x245f + count).map(String::from).unwrap_or_default()
        }
        "decimalFullWidth" => {
            count.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) - 0x30 + 0xff10)).collect()
        }
        "decimalZero" => format!("{count:02}"),
        "lowerLetter" | "upperLetter" if (1..=26).contains(&count) => {
            let first = if format == "lowerLetter" { 0x60 } else { 0x40 };
            char::from_u32(first + count).map(String::from).unwrap_or_default()
        }
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_and_begin_again_under_each_heading() {
        let part = "<w:numbering xmlns:w='x'><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl></w:abstractNum><w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num></w:numbering>";
        let mut numbering = Numbering::read(part.as_bytes());
        let told: Vec<String> = [0, 1, 1, 0, 1].into_iter().map(|level| numbering.next("3", level)).collect();
        assert_eq!(told, ["一、", "1.", "2.", "二、", "1."]);
        assert_eq!(numbering.next("4", 0), "");
        assert_eq!(numbering.next("3", 8), "");
    }

    #[test]
    fn a_list_that_is_told_to_begin_anew_counts_for_itself() {
        let part = "<w:numbering xmlns:w='x'><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num><w:num w:numId='3'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num><w:num w:numId='4'><w:abstractNumId w:val='7'/></w:num></w:numbering>";
        let mut numbering = Numbering::read(part.as_bytes());
        let told: Vec<String> = ["1", "1", "2", "2", "1", "3", "3", "4"]
            .into_iter()
            .map(|number| numbering.next(number, 0))
            .collect();
        assert_eq!(told, ["1.", "2.", "1.", "2.", "3.", "5.", "6.", "4."]);
    }

    #[test]
    fn chinese_numbers_are_those_of_notices() {
        for (count, text) in [(1, "一"), (10, "十"), (34, "三十四"), (100, "一百")] {
            assert_eq!(printed(count, "chineseCounting"), text);
        }
        assert_eq!(
            (printed(3, "decimalEnclosedCircle"), printed(12, "decimalFullWidth")),
            ("③".into(), "１２".into())
        );
    }
}
