//! The numbered lines of a feedback with their levels: headings, problems and facts alike. Decides nothing of them.

use std::ops::Range;

use crate::lines::{Lines, trimmed};
use crate::marks::{self, Found, Mark, mark};
use crate::titles::{Likeness, likeness};

/// How deep a line stands, from the outermost in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `一、`
    Section,
    /// A short line without a number that names an aspect: `党的领导方面`.
    Plain,
    /// `（一）`
    Chinese,
    /// `1.`
    Arabic,
    /// `（1）` `①`
    Bracketed,
    /// `一是` at a paragraph's start.
    Is,
    /// `问题1.`: always a problem, under whatever stands above.
    Problem,
}

impl Level {
    fn of(mark: Mark) -> Self {
        match mark {
            Mark::Section => Self::Section,
            Mark::Chinese => Self::Chinese,
            Mark::Arabic => Self::Arabic,
            Mark::Bracketed => Self::Bracketed,
            Mark::Problem => Self::Problem,
        }
    }
}

/// A numbered line.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a line says, free of the others")]
pub struct Numbered {
    /// The line.
    pub line: usize,
    /// How deep it stands.
    pub level: Level,
    /// Its numbering; none for a heading without a number.
    pub found: Option<Found>,
    /// It says that it heads an aspect: 在…方面, 存在的问题.
    pub aspect: bool,
    /// It says 关于…问题.
    pub titled: bool,
    /// It is short and one sentence, and counts nothing.
    pub bare: bool,
    /// More than one sentence, or facts that are counted within the line.
    pub told: bool,
}

/// The words of a heading without numbering, space and stop.
#[must_use]
pub fn heading_words(line: &str) -> &str {
    let behind = line.get(mark(line).map_or(0, |found| found.len)..).unwrap_or("");
    trimmed(behind).trim_end_matches(['。', '：', ':'])
}

/// The ordinal 一是 at the start of a text, as a numbering.
fn is_ordinal(text: &str) -> Option<Found> {
    let (number, len) = marks::chinese(text).filter(|(number, _)| *number < 100)?;
    let rest = text.get(len..)?.strip_prefix('是')?;
    let stop = rest.chars().next().filter(|c| matches!(c, ',' | '，' | ':' | '：' | '、'));
    let len = len + '是'.len_utf8() + stop.map_or(0, char::len_utf8);
    Some(Found { mark: Mark::Bracketed, number: Some(number), len })
}

/// Whether words head an aspect: they name a field of work, or where problems are.
fn heads_aspect(words: &str) -> bool {
    let about = words.starts_with("关于");
    let field = words.contains("方面") && !words.contains("多方面");
    !about && (field || ["存在的问题", "存在问题", "的主要问题"].iter().any(|end| words.ends_with(end)))
}

fn one(lines: &Lines<'_>, at: usize) -> Option<Numbered> {
    let line = lines.line(at);
    let found = mark(line);
    let words = heading_words(line);
    let count = words.chars().count();
    let sentences = words.matches('。').count() + 1;
    let counts = ["一是", "二是", "①", "（1）", "(1)"].iter().any(|ordinal| words.contains(ordinal));
    let (level, found) = if let Some(found) = found {
        (Level::of(found.mark), Some(found))
    } else {
        let plain = (4..=40).contains(&count) && !words.contains(['。', '，', ',', '；', '：', ':']);
        let ends = words.ends_with("方面") || (words.contains("方面") && heads_aspect(words));
        let ordinal = is_ordinal(line).map(|found| (Level::Is, Some(found)));
        ordinal.or((plain && ends).then_some((Level::Plain, None)))?
    };
    let short = (1..=80).contains(&count);
    let first = words.split(['。', '：', ':']).next().unwrap_or(words);
    Some(Numbered {
        line: at,
        level,
        found,
        aspect: heads_aspect(first) && first.chars().count() <= 60,
        titled: likeness(line).1 == Likeness::Sure && level != Level::Problem,
        bare: short && sentences == 1 && !counts,
        told: sentences > 1 || counts,
    })
}

/// The numbered lines of a range, in order.
#[must_use]
pub fn numbered(lines: &Lines<'_>, range: &Range<usize>) -> Vec<Numbered> {
    range.clone().filter_map(|at| one(lines, at)).collect()
}
