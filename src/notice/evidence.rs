//! What says that lines begin findings: their own words, and a label or measures behind them. Measures that name
//! problems say so too, so what is sure is told from what is likely. Knows lines, no section.

use std::ops::Range;

use super::lines::Lines;
use super::marks::{Found, Mark, mark};
use super::titles::{Likeness, behind_title, label, lead_in, likeness, starts_list, tells_details};

/// What says that a line begins a finding.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    /// The line.
    pub line: usize,
    /// Its numbering.
    pub found: Option<Found>,
    /// How much its own words say so.
    pub likeness: Likeness,
    /// A label stands behind the title, in the line or on the next.
    pub label: bool,
    /// 一是 stands there.
    pub first: bool,
    /// It ends in 问题 and is no sentence.
    pub bare: bool,
}

impl Evidence {
    /// Its kind of numbering.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        self.found.map(|found| found.mark)
    }

    /// Its printed number.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.found.and_then(|found| found.number)
    }

    /// Whether something stands behind it that only stands behind a finding.
    #[must_use]
    pub fn followed(&self) -> bool {
        self.label || self.first
    }

    /// Whether a section with this line is that of the findings: organisation items are followed by 一是, too.
    #[must_use]
    pub fn of_findings(&self) -> bool {
        self.likeness == Likeness::Sure || self.label || (self.first && self.likeness == Likeness::Strong)
    }

    /// What is sure, as a weight; 0 where words alone make it likely.
    #[must_use]
    pub fn sure(&self) -> u32 {
        let titled = self.likeness == Likeness::Sure || (self.likeness == Likeness::Strong && self.bare);
        2 * (u32::from(titled) + u32::from(self.followed()))
    }

    /// What is likely, as a weight.
    #[must_use]
    pub fn likely(&self) -> u32 {
        match self.likeness {
            Likeness::Sure | Likeness::Strong => 2,
            Likeness::Weak => 1,
            Likeness::None => 0,
        }
    }
}

fn is_section(line: &str) -> bool {
    mark(line).is_some_and(|found| found.mark == Mark::Section)
}

fn evidence(lines: &Lines<'_>, line: usize, end: usize) -> Option<Evidence> {
    let text = lines.line(line);
    let (found, likeness) = likeness(text);
    if found.is_none() && likeness < Likeness::Strong {
        return None;
    }
    // 二、整改情况 heads a section and labels nothing.
    let next = lines.next_said(line + 1, end).map(|next| lines.line(next)).filter(|next| !is_section(next));
    let next = next.unwrap_or("");
    // Details may stand between title and label, a paragraph each.
    let far = || tells_details(next) && labelled_within(lines, line + 1, end);
    let behind = || {
        let title = behind_title(text, found);
        std::iter::once(title).chain(text.match_indices('。').filter_map(|(at, c)| text.get(at + c.len()..)))
    };
    Some(Evidence {
        line,
        found,
        likeness,
        label: lead_in(next).is_some() || far() || behind().any(|rest| label(rest).is_some()),
        first: starts_list(next) || behind().any(starts_list),
        bare: text.ends_with("问题") && !text.contains('。'),
    })
}

/// Whether a label begins one of the next three paragraphs, before anything that is numbered.
fn labelled_within(lines: &Lines<'_>, from: usize, end: usize) -> bool {
    (from..end)
        .map(|at| lines.line(at))
        .filter(|text| !text.is_empty())
        .take(3)
        .take_while(|text| mark(text).is_none())
        .any(|text| label(text).is_some())
}

/// The numbered lines of a range and those that say 关于…问题. Measures that are numbered under a label that stands
/// alone say nothing, whatever their words.
#[must_use]
pub fn evidences(lines: &Lines<'_>, range: &Range<usize>) -> Vec<Evidence> {
    let mut all: Vec<Evidence> = Vec::new();
    let mut run: Option<(Mark, u32)> = None;
    let (mut before, mut titled) = ("", false);
    for line in range.clone() {
        let text = lines.line(line);
        if text.is_empty() {
            continue;
        }
        // 整改情况 under a finding, not the heading of the section: 二、整改情况.
        let alone = label(before) == Some(before.len());
        let under_label = alone && !is_section(before) && titled;
        before = text;
        let Some(mut one) = evidence(lines, line, range.end) else { continue };
        if let (Some(kind), Some(number)) = (one.mark(), one.number()) {
            let finding = one.label || (one.likeness == Likeness::Sure && !text.contains("针对"));
            let measure = (under_label && number == 1) || run == Some((kind, number.wrapping_sub(1)));
            if measure && !finding {
                run = Some((kind, number));
                one = Evidence { likeness: Likeness::None, first: false, bare: false, ..one };
            } else if run.is_some_and(|(inner, _)| kind <= inner) {
                run = None;
            }
        }
        titled = one.sure() > 0 || (titled && label(text).is_some());
        all.push(one);
    }
    all
}
