//! Which document a text is: a notice, a report, a plan or a feedback. Told by its title, and where that says nothing, by its
//! headings. Knows no part inside the sections.

use std::ops::Range;

use super::duties;
use super::feedback::carriers;
use super::feedback::sections::names_problems;
use super::lines::Lines;
use super::masthead;
use super::sections::{self, heads_section};
use super::titles::{Likeness, behind_title, label, likeness};

/// A document of an inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// 通报: findings with what was done.
    #[default]
    Notice,
    /// 整改报告: the same, told to those who inspected.
    Report,
    /// 反馈意见: findings with what was seen, without measures.
    Feedback,
    /// 整改方案: findings with what is to be done, by whom and until when.
    Plan,
}

impl Kind {
    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Notice => "通报",
            Self::Report => "整改报告",
            Self::Feedback => "反馈意见",
            Self::Plan => "整改方案",
        }
    }
}

/// The kind of a text, and the lines of its title.
#[must_use]
pub fn kind(lines: &Lines<'_>, end: usize) -> (Kind, Range<usize>) {
    let title = masthead::title(lines, end);
    let said: String = lines.slice(&title).split_whitespace().collect();
    if said.contains("整改") || said.contains("落实") {
        let report = masthead::ends_in_report(&said);
        let kind = match report {
            true => Kind::Report,
            // 督查通报: problems alone, as a feedback.
            false if tells_problems(lines, end) => Kind::Feedback,
            false => Kind::Notice,
        };
        return (kind, title);
    }
    let plan = masthead::plan_title(lines, end);
    if !plan.is_empty() || (title.is_empty() && duties::is_plan(lines.text)) {
        return (Kind::Plan, plan);
    }
    let feedback = masthead::feedback_title(lines, end);
    if !feedback.is_empty() {
        return (Kind::Feedback, feedback);
    }
    if by_headings(lines, title.end, end) {
        return (Kind::Feedback, title);
    }
    if tells_problems(lines, end) {
        let title = if title.is_empty() { masthead::news_title(lines, end) } else { title };
        return (Kind::Feedback, title);
    }
    (Kind::Notice, title)
}

/// Whether a text counts problems within its paragraphs, and has neither a finding with a line of its own nor a heading or
/// label of what was done: news of a feedback, or a 通报 of those who supervise.
fn tells_problems(lines: &Lines<'_>, end: usize) -> bool {
    let of_notice = |at: usize| {
        let line = lines.line(at);
        let (found, likeness) = likeness(line);
        likeness >= Likeness::Strong
            || label(line).is_some()
            || label(behind_title(line, found)).is_some()
            || (heads_section(line) && sections::is_progress(line))
    };
    carriers(lines, &(0..end)).is_some() && !(0..end).any(|at| !lines.line(at).is_empty() && of_notice(at))
}

/// Whether the headings are those of a feedback: one names the problems that were found, none tells what was done, and
/// no label of measures stands anywhere.
fn by_headings(lines: &Lines<'_>, start: usize, end: usize) -> bool {
    let mut named = false;
    for at in start..end {
        let line = lines.line(at);
        if label(line).is_some()
            || (!line.is_empty() && label(behind_title(line, likeness(line).0)).is_some())
        {
            return false;
        }
        let heads = heads_section(line);
        if heads && sections::is_progress(line) && !names_problems(line) {
            return false;
        }
        named |= names_problems(line);
    }
    named
}
