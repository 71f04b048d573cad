//! The numbers that a word processor draws before paragraphs and keeps out of their text: `一、`, `（一）`, `1.`.
//! Without them an imported notice would lose the numbers of its findings. Source: ECMA-376-1, 17.9.

use std::collections::{HashMap, HashSet};

use super::number_text::printed;
use crate::reader::budget::{Budget, Exceeded};
use crate::xml::{self, Attributes, Seen, XmlError};

/// A list has this many levels at most.
pub const LEVELS: usize = 9;
/// The longest text of a number that is looked at, in characters.
const LONGEST: usize = 60;

/// What a level of a list draws.
#[derive(Debug, Clone, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    /// `%1、`, `（%2）`.
    text: String,
    /// All its numbers in digits, whatever their levels say.
    legal: bool,
    /// It begins again only under this level (from 1); under none where it is 0.
    restart: Option<usize>,
    /// The style whose paragraphs are of this level.
    style: String,
}

type Levels = HashMap<usize, Level>;

/// A list that paragraphs name.
#[derive(Debug, Default)]
struct List {
    /// The abstract list that it is of.
    of: String,
    /// Where it begins when it is named first, a level each.
    begin: HashMap<usize, u32>,
    /// Levels that it has in place of those of its abstract list.
    own: Levels,
}

/// An abstract list.
#[derive(Debug, Default)]
struct Abstract {
    levels: Levels,
    /// The style of lists that it stands for, and the one whose abstract list stands for it.
    style: String,
    see_style: String,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    abstracts: HashMap<String, Abstract>,
    lists: HashMap<String, List>,
    counted: HashMap<String, [Option<u32>; LEVELS]>,
    /// The lists that have begun.
    begun: HashSet<(String, usize)>,
}

/// What is being read of `word/numbering.xml`.
#[derive(Default)]
struct Place {
    list: String,
    number: String,
    level: usize,
    fallback: usize,
}

impl Numbering {
    /// Reads `word/numbering.xml`. A part that is broken numbers as far as it goes.
    pub fn read(bytes: &[u8], budget: &Budget) -> Result<Self, Exceeded> {
        let mut all = Self::default();
        let mut place = Place::default();
        let end = xml::read(bytes, budget, |seen| {
            match seen {
                // A format of newer programs stands beside the one that stands in for it.
                Seen::Open("Fallback", _) => place.fallback += 1,
                Seen::Close("Fallback") => place.fallback = place.fallback.saturating_sub(1),
                Seen::Open(name, at) if place.fallback == 0 => all.open(name, at, &mut place, budget)?,
                _ => {}
            }
            Ok(())
        });
        match end {
            Err(XmlError::Limit(limit)) => Err(limit),
            Ok(()) | Err(XmlError::Broken) => Ok(all),
        }
    }

    fn open(
        &mut self,
        name: &str,
        at: &Attributes,
        place: &mut Place,
        budget: &Budget,
    ) -> Result<(), Exceeded> {
        let value = at.get("val").unwrap_or_default();
        match name {
            "abstractNum" => {
                budget.item()?;
                at.get("abstractNumId").unwrap_or_default().clone_into(&mut place.list);
                place.number.clear();
                self.abstracts.entry(place.list.clone()).or_default();
            }
            "num" => {
                budget.item()?;
                at.get("numId").unwrap_or_default().clone_into(&mut place.number);
                self.lists.entry(place.number.clone()).or_default();
            }
            "lvl" | "lvlOverride" => {
                place.level = at.get("ilvl").and_then(|at| at.parse().ok()).unwrap_or(LEVELS);
            }
            "startOverride" if place.level < LEVELS => {
                if let Some(list) = self.lists.get_mut(&place.number) {
                    list.begin.insert(place.level, value.parse().unwrap_or(1));
                }
            }
            "abstractNumId" => {
                if let Some(list) = self.lists.get_mut(&place.number) {
                    value.clone_into(&mut list.of);
                }
            }
            "styleLink" | "numStyleLink" => {
                if let Some(list) = self.abstracts.get_mut(&place.list) {
                    let style = if name == "styleLink" { &mut list.style } else { &mut list.see_style };
                    value.clone_into(style);
                }
            }
            _ if place.level < LEVELS => {
                let level = match place.number.as_str() {
                    "" => self.abstracts.get_mut(&place.list).map(|list| &mut list.levels),
                    number => self.lists.get_mut(number).map(|list| &mut list.own),
                };
                if let Some(levels) = level.filter(|_| Level::has(name)) {
                    levels.entry(place.level).or_default().set(name, value, at);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The levels of a list, its own in place of those of its abstract list; the abstract list that it counts with.
    fn levels<'a>(&'a self, list: &'a List) -> Option<(&'a str, &'a Levels)> {
        let own = self.abstracts.get(&list.of)?;
        let shown = if own.levels.is_empty() && !own.see_style.is_empty() {
            self.abstracts.values().find(|other| other.style == own.see_style).unwrap_or(own)
        } else {
            own
        };
        Some((list.of.as_str(), &shown.levels))
    }

    /// The level of a list whose paragraphs have this style.
    #[must_use]
    pub fn level_of_style(&self, number: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(number)?;
        let (_, levels) = self.levels(list)?;
        let found = levels.iter().find(|(_, level)| !style.is_empty() && level.style == style);
        found.map(|(at, _)| *at)
    }

    /// What is drawn before the next paragraph of this list and level.
    pub fn next(&mut self, number: &str, level: usize) -> String {
        let drawn = self.count(number, level);
        drawn.unwrap_or_default()
    }

    fn count(&mut self, number: &str, at: usize) -> Option<String> {
        let list = self.lists.get(number)?;
        let (counts, levels) = self.levels(list)?;
        let level_at = |at: usize| list.own.get(&at).or_else(|| levels.get(&at));
        let level = level_at(at).filter(|_| at < LEVELS)?;
        let start = |at: usize| {
            let begins = list.begin.get(&at).copied().or_else(|| list.own.get(&at)?.start);
            begins.or_else(|| levels.get(&at)?.start).unwrap_or(1)
        };
        let mut counted = self.counted.get(counts).copied().unwrap_or_default();
        let begins = list.begin.contains_key(&at) && !self.begun.contains(&(number.to_owned(), at));
        let own = counted.get_mut(at)?;
        *own = Some(own.filter(|_| !begins).map_or_else(|| start(at), |count| count.saturating_add(1)));
        for (below, count) in counted.iter_mut().enumerate().skip(at + 1) {
            // Told to begin again under a level that is further down than this one, it goes on.
            let goes_on = level_at(below).and_then(|level| level.restart).is_some_and(|under| at >= under);
            if !goes_on {
                *count = None;
            }
        }
        let text = drawn(level, |of| {
            let count = counted.get(of).copied().flatten().unwrap_or_else(|| start(of));
            let format = level_at(of).map_or("decimal", |level| level.format.as_str());
            if level.legal && format != "none" { count.to_string() } else { printed_as(count, format) }
        });
        let (counts, key) = (counts.to_owned(), (number.to_owned(), at));
        self.begun.insert(key);
        self.counted.insert(counts, counted);
        Some(text)
    }
}

fn printed_as(count: u32, format: &str) -> String {
    match format.strip_prefix("custom:") {
        // `001, 002, 003, ...`: as many digits as the first.
        Some(example) => {
            let digits = example.chars().take_while(char::is_ascii_digit).count().min(10);
            format!("{count:0digits$}")
        }
        None if matches!(format, "none" | "bullet") => String::new(),
        None => printed(count, format),
    }
}

/// The text of a level with its numbers put in.
fn drawn(level: &Level, number: impl Fn(usize) -> String) -> String {
    if level.format == "bullet" || level.format == "none" && !level.text.contains('%') {
        return String::new();
    }
    let mut text = String::new();
    let mut rest = level.text.chars().peekable();
    while let Some(c) = rest.next() {
        match rest.peek().and_then(|next| next.to_digit(10)).filter(|digit| c == '%' && *digit > 0) {
            Some(digit) => {
                rest.next();
                text.push_str(&number(usize::try_from(digit - 1).unwrap_or_default()));
            }
            None => text.push(c),
        }
    }
    text
}

impl Level {
    fn has(name: &str) -> bool {
        matches!(name, "start" | "numFmt" | "lvlText" | "isLgl" | "lvlRestart" | "pStyle")
    }

    fn set(&mut self, name: &str, value: &str, at: &Attributes) {
        match name {
            "start" => self.start = value.parse().ok(),
            "numFmt" if value == "custom" => {
                self.format = format!("custom:{}", at.get("format").unwrap_or_default());
            }
            "numFmt" => value.clone_into(&mut self.format),
            "lvlText" => self.text = value.chars().take(LONGEST).collect(),
            "isLgl" => self.legal = !matches!(at.get("val"), Some("0" | "false" | "off")),
            "lvlRestart" => self.restart = value.parse().ok(),
            _ => value.clone_into(&mut self.style),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbering(lists: &str) -> Numbering {
        let part = format!("<w:numbering xmlns:w='x'>{lists}</w:numbering>");
        Numbering::read(part.as_bytes(), &Budget::default()).unwrap()
    }

    fn level(at: usize, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
        )
    }

    fn list(id: u32, levels: &[String]) -> String {
        let levels = levels.concat();
        format!(
            "<w:abstractNum w:abstractNumId='{id}'>{levels}</w:abstractNum><w:num w:numId='{id}'><w:abstractNumId w:val='{id}'/></w:num>"
        )
    }

    fn told(numbering: &mut Numbering, paragraphs: &[(&str, usize)]) -> Vec<String> {
        paragraphs.iter().map(|(number, level)| numbering.next(number, *level)).collect()
    }

    #[test]
    fn lists_count_and_begin_again_under_each_heading() {
        let mut one =
            numbering(&list(3, &[level(0, "chineseCounting", "%1、", ""), level(1, "decimal", "%2.", "")]));
        let seen =
            told(&mut one, &[("3", 0), ("3", 1), ("3", 1), ("3", 0), ("3", 1), ("4", 0), ("3", 8), ("3", 9)]);
        assert_eq!(seen, ["一、", "1.", "2.", "二、", "1.", "", "", ""]);
    }

    #[test]
    fn a_list_that_is_told_to_begin_anew_does_so_once_and_counts_with_the_others() {
        let over = |number: u32, start: u32| {
            format!(
                "<w:num w:numId='{number}'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='{start}'/></w:lvlOverride></w:num>"
            )
        };
        let plain = "<w:num w:numId='4'><w:abstractNumId w:val='1'/></w:num>";
        let mut one =
            numbering(&(list(1, &[level(0, "decimal", "%1.", "")]) + &over(2, 1) + &over(3, 5) + plain));
        let seen = told(&mut one, &["1", "1", "2", "1", "2", "3", "3", "4"].map(|number| (number, 0)));
        assert_eq!(seen, ["1.", "2.", "1.", "2.", "3.", "5.", "6.", "7."]);
    }

    #[test]
    fn a_list_may_have_levels_of_its_own() {
        let own = format!(
            "<w:num w:numId='2'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'>{}</w:lvlOverride></w:num>",
            level(0, "upperRoman", "%1)", "")
        );
        let mut one = numbering(&(list(1, &[level(0, "decimal", "%1.", "")]) + &own));
        assert_eq!(told(&mut one, &[("2", 0), ("2", 0), ("1", 0)]), ["I)", "II)", "3."]);
    }

    #[test]
    fn legal_numbers_are_digits_and_a_level_may_go_on_or_count_under_another() {
        let levels = [
            level(0, "chineseCounting", "第%1章", ""),
            level(1, "decimal", "%1.%2", "<w:isLgl/>"),
            level(2, "decimal", "第%3条", "<w:lvlRestart w:val='0'/>"),
            level(3, "lowerLetter", "%4)", "<w:lvlRestart w:val='1'/>"),
        ];
        let mut one = numbering(&list(1, &levels));
        let seen = told(&mut one, &[0, 1, 2, 3, 1, 2, 3, 0, 1, 2, 3].map(|level| ("1", level)));
        assert_eq!(
            seen,
            ["第一章", "1.1", "第1条", "a)", "1.2", "第2条", "b)", "第二章", "2.1", "第3条", "a)"]
        );
    }

    #[test]
    fn lists_by_style_bullets_and_formats_of_newer_programs() {
        let linked = format!(
            "<w:abstractNum w:abstractNumId='1'><w:numStyleLink w:val='S'/></w:abstractNum><w:abstractNum w:abstractNumId='2'><w:styleLink w:val='S'/>{}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
            level(0, "upperLetter", "%1.", "<w:pStyle w:val='H'/>")
        );
        let mut one = numbering(&linked);
        assert_eq!((one.level_of_style("1", "H"), one.level_of_style("1", "I")), (Some(0), None));
        assert_eq!(told(&mut one, &[("1", 0), ("1", 0)]), ["A.", "B."]);
        let custom = "<mc:AlternateContent><mc:Choice><w:numFmt w:val='custom' w:format='001, 002, ...'/></mc:Choice><mc:Fallback><w:numFmt w:val='decimal'/></mc:Fallback></mc:AlternateContent>";
        let custom = level(0, "decimal", "第%1号", custom);
        let mut two = numbering(
            &(list(1, &[custom])
                + &list(2, &[level(0, "bullet", "\u{f06c}", "")])
                + &list(3, &[level(0, "none", "注", "")])),
        );
        assert_eq!(told(&mut two, &[("1", 0), ("1", 0), ("2", 0), ("3", 0)]), ["第001号", "第002号", "", ""]);
    }

    #[test]
    fn a_long_text_of_a_number_is_cut_before_it_is_drawn_a_million_times() {
        let mut one = numbering(&list(1, &[level(0, "decimal", &"长".repeat(100_000), "")]));
        assert_eq!(one.next("1", 0).chars().count(), LONGEST);
    }
}
