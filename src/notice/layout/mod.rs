//! The pages of the printed notice (GB/T 9704-2012): A4, 22 lines of 28 characters, line-breaking rules, page numbers.
//!
//! All lengths are in tenths of a millimetre, all widths within a line in half characters, so pages are the same
//! everywhere, whatever fonts a machine has. Knows paragraphs, no ledger and no browser.

mod breaking;
mod title;

use super::paragraph::{Paragraph, Style};
pub use breaking::{Broken, break_lines, width};
pub use title::title_lines;

/// Lines on a page (GB/T 9704-2012, 5.2.3).
pub const ROWS: usize = 22;
/// Characters in a line (GB/T 9704-2012, 5.2.3).
pub const COLUMNS: usize = 28;
/// The width of A4.
pub const PAPER_WIDTH: f64 = 2100.0;
/// The height of A4.
pub const PAPER_HEIGHT: f64 = 2970.0;
/// The left margin (订口).
pub const LEFT: f64 = 280.0;
/// The top margin (天头).
pub const TOP: f64 = 370.0;
/// The width of the text block (版心).
pub const BLOCK_WIDTH: f64 = 1560.0;
/// The height of the text block.
pub const BLOCK_HEIGHT: f64 = 2250.0;
/// The pitch of lines: 225 mm in 22.
pub const PITCH: f64 = BLOCK_HEIGHT / 22.0;
/// The room of one character: 156 mm in 28.
pub const CELL: f64 = BLOCK_WIDTH / 28.0;
/// 3号: 16 pt.
pub const SIZE_3: f64 = 16.0 * 254.0 / 72.0;
/// 2号: 22 pt.
pub const SIZE_2: f64 = 22.0 * 254.0 / 72.0;
/// 4号: 14 pt.
pub const SIZE_4: f64 = 14.0 * 254.0 / 72.0;

/// A stretch of one font within a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The font's style.
    pub style: Style,
    /// The text.
    pub text: String,
    /// Where it begins, from the left edge of the paper.
    pub x: f64,
    /// How wide it is set.
    pub width: f64,
}

/// One line on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Which of the 22 lines, from 0.
    pub row: usize,
    /// Its stretches, from left to right.
    pub runs: Vec<Run>,
}

impl Line {
    /// The base line of the characters, from the top edge of the paper.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "rows are below 22")]
    pub fn baseline(&self) -> f64 {
        TOP + PITCH * self.row as f64 + PITCH * 0.5 + SIZE_3 * 0.36
    }

    /// The text of the line.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its number, from 1.
    pub number: usize,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Page {
    /// The page number as it is printed (GB/T 9704-2012, 7.5).
    #[must_use]
    pub fn number_text(&self) -> String {
        format!("— {} —", self.number)
    }

    /// Whether the number stands on the right: on odd pages. One character from the edge of the text block.
    #[must_use]
    pub fn number_right(&self) -> bool {
        !self.number.is_multiple_of(2)
    }

    /// Where the number is anchored, and its base line: 7 mm under the text block.
    #[must_use]
    pub fn number_place(&self) -> (f64, f64) {
        let x = if self.number_right() { LEFT + BLOCK_WIDTH - SIZE_4 } else { LEFT + SIZE_4 };
        (x, TOP + BLOCK_HEIGHT + 70.0 + SIZE_4 * 0.36)
    }
}

/// A line before it has a page.
struct Set {
    runs: Vec<Run>,
    /// It must not be the last of a page: a heading.
    keep: bool,
    /// It must not be the first of a page: date and signatory belong to the text.
    follow: bool,
    blank: bool,
}

impl Set {
    fn blank() -> Self {
        Self { runs: Vec::new(), keep: false, follow: false, blank: true }
    }

    fn line(runs: Vec<Run>) -> Self {
        Self { runs, keep: false, follow: false, blank: false }
    }
}

/// Sets paragraphs on pages.
#[must_use]
pub fn pages(paragraphs: &[Paragraph]) -> Vec<Page> {
    let mut lines: Vec<Set> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let previous = at.checked_sub(1).and_then(|at| paragraphs.get(at)).map(|p| p.style);
        match paragraph.style {
            Style::Title => lines.extend(title::set(&paragraph.text)),
            Style::Signatory | Style::Date => {
                if blank_before(previous, paragraph.style) {
                    lines.push(Set { follow: true, ..Set::blank() });
                }
                lines.extend(signed(paragraphs, at));
            }
            _ => {
                if blank_before(previous, paragraph.style) {
                    lines.push(Set::blank());
                }
                lines.extend(body(paragraph));
            }
        }
    }
    paged(lines)
}

/// Whether a blank line stands before a paragraph: under the title (7.3.1), and over signatory and date (7.3.5.2).
#[must_use]
pub fn blank_before(previous: Option<Style>, style: Style) -> bool {
    match style {
        Style::Title => false,
        Style::Signatory | Style::Date => !matches!(previous, None | Some(Style::Signatory)),
        _ => previous == Some(Style::Title),
    }
}

/// Half characters as a length.
#[expect(clippy::cast_precision_loss, reason = "a line has at most some hundred")]
fn length(halves: usize) -> f64 {
    halves as f64 * CELL / 2.0
}

/// A paragraph of text: two characters in, justified where it is broken.
fn body(paragraph: &Paragraph) -> Vec<Set> {
    let (head, _) = paragraph.split();
    let broken = break_lines(&paragraph.text, COLUMNS * 2, 4);
    let mut from = 0;
    let last = broken.len().saturating_sub(1);
    let mut lines = Vec::new();
    for (n, line) in broken.iter().enumerate() {
        let indent = if n == 0 { 4 } else { 0 };
        let natural = width(line.text);
        // A line that a rule left short, or made too long by a hanging stop, is spread to the block's edge.
        let full = COLUMNS * 2 - indent;
        let set = if n < last && natural != full { full } else { natural };
        let cut = head.len().saturating_sub(from).min(line.text.len());
        let (heading, rest) = line.text.split_at_checked(cut).unwrap_or(("", line.text));
        let mut x = LEFT + length(indent);
        let mut runs = Vec::new();
        for (style, text) in [(paragraph.style, heading), (Style::Body, rest)] {
            if text.is_empty() {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "at most some hundred")]
            let share = width(text) as f64 / natural.max(1) as f64;
            let width = length(set) * share;
            runs.push(Run { style, text: text.to_owned(), x, width });
            x += width;
        }
        lines.push(Set {
            keep: n == last && !head.is_empty() && head.len() == paragraph.text.len(),
            ..Set::line(runs)
        });
        from += line.text.len();
    }
    lines
}

/// Where signatory and date begin, in half characters from the left edge of the block (GB/T 9704-2012, 7.3.5.2): the
/// signatory two characters from the right edge, the date under it two characters further in than its beginning; where
/// the date is the longer, it keeps the two characters.
#[must_use]
pub fn signed_from(paragraphs: &[Paragraph], at: usize) -> usize {
    let Some(paragraph) = paragraphs.get(at) else { return 0 };
    let other =
        |style: Style| paragraphs.iter().rev().find(|p| p.style == style).map_or(0, |p| width(&p.text));
    let (office, date) = (other(Style::Signatory), other(Style::Date));
    let own = break_lines(&paragraph.text, SIGNED, 0).iter().map(|line| width(line.text)).max().unwrap_or(0);
    // Where the date ends at the edge, the signatory begins two characters before it.
    let from_date = SIGNED.saturating_sub(date).saturating_sub(4);
    let most = if date > 0 { from_date } else { SIGNED };
    let office_x = if office > 0 { SIGNED.saturating_sub(office).min(most) } else { 0 };
    match paragraph.style {
        Style::Date if office > 0 => (office_x + 4).min(SIGNED.saturating_sub(own)),
        Style::Date => SIGNED.saturating_sub(own),
        _ => office_x.min(SIGNED.saturating_sub(own)),
    }
}

/// The room of signatory and date, in half characters.
const SIGNED: usize = COLUMNS * 2 - 4;

fn signed(paragraphs: &[Paragraph], at: usize) -> Vec<Set> {
    let Some(paragraph) = paragraphs.get(at) else { return Vec::new() };
    let x = signed_from(paragraphs, at);
    break_lines(&paragraph.text, SIGNED, 0)
        .iter()
        .map(|line| {
            let run = Run {
                style: paragraph.style,
                text: line.text.to_owned(),
                x: LEFT + length(x),
                width: length(width(line.text)),
            };
            Set { follow: true, ..Set::line(vec![run]) }
        })
        .collect()
}

/// Puts lines on pages: a heading takes its next line along, signatory and date the line before them.
fn paged(lines: Vec<Set>) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let mut waiting: Vec<Set> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        waiting.push(line);
        let last = lines.peek().is_none();
        if waiting.len() < ROWS && !last {
            continue;
        }
        let full = waiting.len() >= ROWS;
        let mut cut = waiting.len();
        if full && !last {
            let next_follows = lines.peek().is_some_and(|next| next.follow);
            if next_follows {
                cut -= 1;
                while cut > 1 && waiting.get(cut).is_some_and(|line| line.follow) {
                    cut -= 1;
                }
            }
            while cut > 1 && waiting.get(cut - 1).is_some_and(|line| line.keep) {
                cut -= 1;
            }
            if cut <= 1 {
                cut = waiting.len();
            }
        }
        let rest = waiting.split_off(cut);
        let number = pages.len() + 1;
        pages.push(page(number, std::mem::replace(&mut waiting, rest)));
    }
    if !waiting.is_empty() {
        pages.push(page(pages.len() + 1, waiting));
    }
    pages
}

fn page(number: usize, sets: Vec<Set>) -> Page {
    // A blank line at the top of a page separates nothing.
    let skip = sets.iter().take_while(|set| set.blank).count();
    let lines = sets.into_iter().skip(skip).enumerate().filter(|(_, set)| !set.blank);
    Page { number, lines: lines.map(|(row, set)| Line { row, runs: set.runs }).collect() }
}

#[cfg(test)]
mod tests;
