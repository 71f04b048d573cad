//! The body of a finding: label, text, measures. Splits only at a paragraph's start or after 。, never elsewhere;
//! every byte goes into one of the parts. Knows one body at a time.

use std::ops::Range;

use super::duties;
use super::lines::{is_space, space_before, trimmed};
use super::marks::{self, Mark};
use super::titles::{label, lead_in, tells_details, title_end};
use ledger::finding::{Finding, Measure};

/// A way of counting measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// 一是, 二是 …
    Is,
    /// 第一，第二， …
    Nth,
    /// 首先，其次，再次，最后，
    First,
    /// ① ② …, (1) (2) …
    Bracketed,
    /// 1. 2. … at a paragraph's start.
    Arabic,
}

const FAMILIES: [Family; 5] = [Family::Is, Family::Nth, Family::First, Family::Bracketed, Family::Arabic];

/// A printed ordinal: its number and how many bytes it takes, with the stop behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordinal {
    /// The number.
    pub number: u32,
    /// Its bytes, with the stop behind it.
    pub len: usize,
}

/// The bytes of a comma, colon or 、 at the start.
fn stop(text: &str) -> usize {
    text.chars().next().filter(|c| matches!(c, ',' | '，' | ':' | '：' | '、')).map_or(0, char::len_utf8)
}

/// The printed ordinal of a family at the start of a text.
pub(super) fn ordinal(family: Family, text: &str, starts_paragraph: bool) -> Option<Ordinal> {
    match family {
        Family::Is => {
            let (number, len) = marks::chinese(text).filter(|(number, _)| *number < 100)?;
            let rest = text.get(len..)?.strip_prefix('是')?;
            Some(Ordinal { number, len: len + '是'.len_utf8() + stop(rest) })
        }
        Family::Nth => {
            let rest = text.strip_prefix('第')?;
            let (number, len) = marks::chinese(rest).filter(|(number, _)| *number < 100)?;
            let stop = stop(rest.get(len..)?);
            (stop > 0).then_some(Ordinal { number, len: '第'.len_utf8() + len + stop })
        }
        Family::First => {
            let words = [(1, "首先"), (2, "其次"), (3, "再次"), (4, "最后")];
            let (number, word) = words.into_iter().find(|(_, word)| text.starts_with(word))?;
            let stop = stop(text.get(word.len()..)?);
            (stop > 0).then_some(Ordinal { number, len: word.len() + stop })
        }
        Family::Bracketed | Family::Arabic => {
            let wanted = if family == Family::Arabic { Mark::Arabic } else { Mark::Bracketed };
            let found = marks::mark(text).filter(|found| found.mark == wanted)?;
            let circled = text.chars().next().is_some_and(|c| ('①'..='⑳').contains(&c));
            (starts_paragraph || circled).then_some(Ordinal { number: found.number?, len: found.len })
        }
    }
}

/// What closes behind a stop: the next text is outside again.
const CLOSERS: [char; 10] = ['”', '’', '"', '\'', '）', ')', '》', '」', '』', '】'];

/// Where a measure may begin: at the start, after a line break, after 。 (and what closes after it), each with
/// the space behind it. A stop of ASCII behind a Chinese character is a 。, too. What is quoted begins nothing.
fn starts(text: &str) -> impl Iterator<Item = (usize, bool)> + '_ {
    let mut may = Some(true);
    let mut before = '.';
    let mut quotes = quoted(text).into_iter().peekable();
    text.char_indices().filter_map(move |(at, c)| {
        while quotes.next_if(|quote| quote.end <= at).is_some() {}
        let inside = quotes.peek().is_some_and(|quote| quote.start < at);
        let stop = c == '。' || (c == '.' && !before.is_ascii());
        before = c;
        if c == '\n' {
            may = Some(true);
            return None;
        }
        if stop {
            may = Some(false);
            return None;
        }
        if is_space(c) || (may == Some(false) && CLOSERS.contains(&c)) {
            return None;
        }
        may.take().filter(|_| !inside).map(|paragraph| (at, paragraph))
    })
}

/// The most characters between quotes that are taken for a quotation: marks are forgotten and mistyped.
const LONGEST_QUOTATION: usize = 80;

/// What stands between quotes within one paragraph, in order: curly pairs, and straight ones where their count in the
/// paragraph is even.
pub(super) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let straight = line.matches('"').count() % 2 == 0;
        let mut open: Option<(char, usize, usize)> = None;
        for (n, (at, c)) in line.char_indices().enumerate() {
            match (c, open) {
                ('”', Some(('“', from, since))) | ('"', Some(('"', from, since)))
                    if n - since <= LONGEST_QUOTATION =>
                {
                    found.push(start + from..start + at + c.len_utf8());
                    open = None;
                }
                ('“', _) => open = Some((c, at, n)),
                ('"', None) if straight => open = Some((c, at, n)),
                ('"', Some(('"', ..))) => open = None,
                _ => {}
            }
        }
        start += line.len() + 1;
    }
    found
}

/// The ordinals of the first family that the text counts in.
fn ordinals(text: &str) -> Vec<(usize, Ordinal)> {
    for family in FAMILIES {
        let mut next = None;
        let found: Vec<(usize, Ordinal)> = starts(text)
            .filter_map(|(at, paragraph)| {
                // 1. and 2. in one paragraph: only the number that comes next counts.
                let found = ordinal(family, text.get(at..)?, true)?;
                let begins =
                    next == Some(found.number) || ordinal(family, text.get(at..)?, paragraph).is_some();
                next = begins.then_some(found.number + 1).or(next);
                begins.then_some((at, found))
            })
            .collect();
        let enough = match family {
            Family::Is => !found.is_empty(),
            // One number alone counts where the text begins with it.
            Family::Arabic | Family::Bracketed if found.len() == 1 => {
                let begins = space_before(text).0.len();
                found.first().is_some_and(|(at, first)| first.number == 1 && *at == begins)
            }
            _ => found.len() > 1 && found.first().is_some_and(|(_, first)| first.number == 1),
        };
        if enough {
            return found;
        }
    }
    Vec::new()
}

/// Where the facts of a finding begin in its details: its ordinals, also behind ；, else its paragraphs.
#[must_use]
pub fn fact_starts(text: &str) -> Vec<usize> {
    let found = ordinals(text);
    if found.is_empty() {
        return paragraphs(text).collect();
    }
    let behind = |at: usize, sign: &str| {
        let rest = text.get(at + sign.len()..)?;
        let (space, rest) = space_before(rest);
        ordinal(Family::Is, rest, false).map(|_| at + sign.len() + space.len())
    };
    let more = text.match_indices(['；', ';']).filter_map(|(at, sign)| behind(at, sign));
    let mut starts: Vec<usize> = found.into_iter().map(|(at, _)| at).chain(more).collect();
    ledger::order::sort(&mut starts);
    starts.dedup();
    starts
}

/// What was read of a finding beside the record.
#[derive(Debug, Default)]
pub struct Body {
    /// The number of each printed ordinal, with where its measure begins in the text.
    pub ordinals: Vec<(u32, usize)>,
    /// Measures that have no ordinal: a paragraph each.
    pub unnumbered: bool,
    /// Where in the text another ordinal stands after ； and was not split at.
    pub unsplit: Option<usize>,
    /// How many bytes were read; what is left is space.
    pub len: usize,
}

/// Reads title and body of a finding from the text behind its numbering.
pub fn read(text: &str, finding: &mut Finding) -> Body {
    let first_line = text.split('\n').next().unwrap_or("");
    read_behind(text, title_end(first_line.trim_end_matches(is_space)).unwrap_or(0), finding)
}

/// Reads title and body of a finding that is counted within a paragraph: `针对…的问题，制定计划`.
pub fn read_counted(text: &str, finding: &mut Finding) -> Body {
    let first_line = text.split('\n').next().unwrap_or("").trim_end_matches(is_space);
    let named = first_line.find("问题").map(|at| at + "问题".len());
    let clause = named.filter(|end| first_line.get(*end..).is_some_and(|rest| rest.starts_with(['，', ','])));
    read_behind(text, clause.or_else(|| title_end(first_line)).unwrap_or(0), finding)
}

/// Reads a finding whose title ends there.
fn read_behind(text: &str, end: usize, finding: &mut Finding) -> Body {
    let first_line = text.split('\n').next().unwrap_or("");
    let title = first_line.get(..end).unwrap_or("").trim_end_matches(is_space);
    title.clone_into(&mut finding.title);
    let rest = text.get(title.len()..).unwrap_or("");
    let said = rest.trim_end_matches(is_space).len();
    let rest = rest.get(..said).unwrap_or("");
    let mut body = Body { len: title.len() + said, ..Body::default() };
    if rest.is_empty() {
        return body;
    }
    let (mut gap, mut after) = space_before(rest);
    if gap.is_empty() && matches!(after.chars().next(), Some(':' | '：' | '，' | ',')) {
        let colon = after.chars().next().map_or(0, char::len_utf8);
        let behind = after.get(colon..).map_or(0, |text| space_before(text).0.len());
        if colon + behind < rest.len() {
            (gap, after) = rest.split_at(colon + behind);
        }
    }
    finding.form.run_in = gap.is_empty();
    if gap != "\n" {
        gap.clone_into(&mut finding.form.after_title);
    }
    let mut at = title.len() + gap.len();
    if let Some((from, len)) = find_label(after) {
        let details = after.get(..from).unwrap_or("");
        let kept = details.trim_end_matches(is_space);
        kept.clone_into(&mut finding.details);
        if !kept.is_empty() {
            let before = details.get(kept.len()..).unwrap_or("");
            finding.form.label_run_in = before.is_empty();
            if before != "\n" {
                before.clone_into(&mut finding.form.before_label);
            }
        }
        after.get(from..from + len).unwrap_or("").clone_into(&mut finding.label);
        at += from + len;
        after = after.get(from + len..).unwrap_or("");
    }
    split(after, at, finding, &mut body);
    body
}

/// The label before the measures: where it begins and its length. It stands before any ordinal.
fn find_label(text: &str) -> Option<(usize, usize)> {
    let mut details = false;
    for (at, paragraph) in starts(text) {
        let rest = text.get(at..)?;
        if let Some(len) = if paragraph { lead_in(rest) } else { label(rest) } {
            return Some((at, len));
        }
        details |= at == 0 && tells_details(rest);
        // What is counted under 存在问题 are no measures yet, where a label is still to come.
        if ordinal(Family::Is, rest, true).is_some() && !details {
            return None;
        }
    }
    None
}

fn split(text: &str, offset: usize, finding: &mut Finding, body: &mut Body) {
    let ordinals = ordinals(text);
    let mut cuts: Vec<(usize, Ordinal)> = ordinals;
    if cuts.is_empty() {
        cuts = paragraphs(text).map(|at| (at, Ordinal { number: 0, len: 0 })).collect();
        body.unnumbered = !cuts.is_empty();
    } else {
        body.ordinals = cuts.iter().map(|(at, ordinal)| (ordinal.number, offset + at)).collect();
        body.unsplit = text.match_indices('；').chain(text.match_indices(';')).find_map(|(at, sign)| {
            let behind = text.get(at + sign.len()..)?;
            let (space, behind) = space_before(behind);
            ordinal(Family::Is, behind, false).filter(|_| !space.contains('\n'))?;
            Some(offset + at + sign.len())
        });
    }
    let first = cuts.first().map_or(text.len(), |(at, _)| *at);
    let head = text.get(..first).unwrap_or("");
    let kept = head.trim_end_matches(is_space);
    kept.clone_into(&mut finding.body);
    let mut before = head.get(kept.len()..).unwrap_or("");
    for (n, (at, ordinal)) in cuts.iter().enumerate() {
        let end = cuts.get(n + 1).map_or(text.len(), |(next, _)| *next);
        let words = text.get(at + ordinal.len..end).unwrap_or("");
        let kept = words.trim_end_matches(is_space);
        finding.measures.push(Measure {
            number: u32::try_from(n + 1).ok(),
            before: before.to_owned(),
            ordinal: text.get(*at..at + ordinal.len).unwrap_or("").to_owned(),
            text: kept.to_owned(),
            ..Measure::default()
        });
        before = words.get(kept.len()..).unwrap_or("");
    }
    before.clone_into(&mut finding.form.after);
    leads(&mut finding.measures);
}

/// What a paragraph tells of the measure above it.
const OF_THE_MEASURE: [&str; 2] = ["整改成效", "整改责任"];

/// Where the paragraphs of a text begin; deadline and unit of a measure belong to the one above.
fn paragraphs(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut start = 0;
    let mut any = false;
    text.split('\n').filter_map(move |line| {
        let at = start + space_before(line).0.len();
        start += line.len() + 1;
        let line = trimmed(line);
        let about = line.find([':', '：']).and_then(|colon| line.get(..colon));
        let told = about.is_some_and(|words| OF_THE_MEASURE.contains(&words));
        let above = any && (told || duties::begins(line));
        any |= !line.is_empty();
        (!line.is_empty() && !above).then_some(at)
    })
}

/// 提要: the phrase before the first comma, where most measures of the finding begin with one.
fn leads(measures: &mut [Measure]) {
    let lead = |text: &str| {
        let (at, _) = text.char_indices().take(18).find(|(_, c)| matches!(c, ',' | '，'))?;
        let lead = text.get(..at)?;
        let plain = lead.chars().all(|c| marks::digit(c).is_none() && !matches!(c, '《' | '。' | '\n'));
        (plain && (4..=16).contains(&lead.chars().count())).then(|| lead.to_owned())
    };
    let found: Vec<Option<String>> = measures.iter().map(|measure| lead(&measure.text)).collect();
    if found.iter().flatten().count() * 2 > found.len() {
        for (measure, lead) in measures.iter_mut().zip(found) {
            measure.lead = lead.unwrap_or_default();
        }
    }
}
