//! The problems of a feedback with their titles and facts. Every byte of the section goes into one of the records.

use std::ops::Range;

use super::level::roles;
use super::numbered::numbered;
use super::paragraphs::Paragraphs;
use crate::findings::{Item, Section, read_items};
use crate::lines::{Lines, is_space, space_before, trimmed};
use crate::marks::{self, Mark};
use crate::measures::Body;
use crate::titles::{Likeness, likeness, title_end};
use ledger::finding::Finding;

/// How long a title may be, in characters: a longer sentence is cut at a comma.
const LONGEST: usize = 150;

/// The least characters before a colon that are a title.
const SHORTEST: usize = 4;

/// Reads the section of the problems.
#[must_use]
pub fn read(lines: &Lines<'_>, range: &Range<usize>, started: bool, previous: usize) -> Section {
    let all = numbered(lines, range);
    let items = Paragraphs::items(lines, range, &all, &roles(lines, &all), started);
    read_items(lines, range, &with_findings(items), started, previous, body)
}

/// Takes out the aspects that another one of their own depth or further out follows before any finding: an aspect is
/// printed before its findings, so one without any stays text of what stands above it.
fn with_findings(items: Vec<Item>) -> Vec<Item> {
    let mut used = vec![false; items.len()];
    let mut above: Vec<(Mark, usize)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let mark = item.found.map_or(Mark::Chinese, |found| found.mark);
        if item.aspect {
            above.retain(|(outer, _)| *outer < mark);
            above.push((mark, at));
        } else {
            // Those above the innermost were used together with it, or are now.
            for (_, aspect) in
                above.iter().rev().take_while(|(_, aspect)| !used[*aspect]).copied().collect::<Vec<_>>()
            {
                used[aspect] = true;
            }
            used[at] = true;
        }
    }
    items.into_iter().zip(used).filter(|(_, used)| *used).map(|(item, _)| item).collect()
}

/// Title and facts of a problem from the text behind its numbering.
fn body(text: &str, finding: &mut Finding) -> Body {
    let line = text.split('\n').next().unwrap_or("").trim_end_matches(is_space);
    let title = line.get(..cut(line)).unwrap_or(line).trim_end_matches(is_space);
    title.clone_into(&mut finding.title);
    let rest = text.get(title.len()..).unwrap_or("");
    let rest = rest.trim_end_matches(is_space);
    let (space, after) = space_before(rest);
    let stop = after.chars().next().filter(|c| space.is_empty() && is_stop(*c)).map_or(0, char::len_utf8);
    let behind = space_before(after.get(stop..).unwrap_or("")).0.len();
    let (gap, details) = match space.len() + stop + behind {
        gap if gap < rest.len() => rest.split_at(gap),
        // Nothing but a stop is left: it belongs to the facts.
        _ => ("", rest),
    };
    details.clone_into(&mut finding.details);
    if !details.is_empty() {
        finding.form.run_in = gap.is_empty();
        if gap != "\n" {
            gap.clone_into(&mut finding.form.after_title);
        }
    }
    Body { len: title.len() + rest.len(), ..Body::default() }
}

fn is_stop(c: char) -> bool {
    matches!(c, '：' | ':' | '，' | ',' | '；' | ';' | '、')
}

/// Where the title ends in the first line of a problem: after its first sentence, before what is counted, before a colon
/// that facts follow.
fn cut(line: &str) -> usize {
    if matches!(likeness(line).1, Likeness::Sure)
        || (line.starts_with("关于") && likeness(&format!("1.{line}")).1 == Likeness::Sure)
    {
        return title_end(line).unwrap_or(line.len());
    }
    let mut depth = 0_usize;
    let mut straight = false;
    let mut comma = None;
    let mut before = ' ';
    for (n, (at, c)) in line.char_indices().enumerate() {
        let end = at + c.len_utf8();
        let rest = line.get(end..).unwrap_or("");
        match c {
            '“' | '《' | '（' | '(' | '【' => depth += 1,
            '”' | '》' | '）' | ')' | '】' => depth = depth.saturating_sub(1),
            '"' => straight = !straight,
            _ => {}
        }
        let outside = depth == 0 && !straight;
        let sentence = c == '。'
            || (c == '.' && !before.is_ascii() && !rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        before = c;
        // A forgotten bracket or quote does not swallow the sentence.
        if sentence && (outside || n > LONGEST / 2) {
            return end;
        }
        if !outside {
            continue;
        }
        // 、二是 goes on in a saying: 一是一、二是二.
        let begins = c != '、' || trimmed(rest).starts_with("一是");
        if (is_stop(c) || is_space(c)) && n >= SHORTEST && begins && counts(trimmed(rest)) {
            return at;
        }
        if matches!(c, '：' | ':') && n >= SHORTEST && !trimmed(rest).is_empty() {
            return at;
        }
        if matches!(c, '，' | '；' | ',' | ';') && n <= LONGEST {
            comma = Some(at);
        }
        if n > LONGEST
            && let Some(comma) = comma
        {
            return comma;
        }
    }
    line.len()
}

/// Whether a text begins with the first of what is counted.
fn counts(text: &str) -> bool {
    let first = |text: &str| marks::mark(text).is_some_and(|found| found.number == Some(1) && found.len < 8);
    text.starts_with("一是") || text.starts_with("二是") || text.starts_with("主要表现") || first(text)
}

/// The facts of a finding: what is counted 一是, 二是 or by numbers in its details, else its paragraphs. Together they are
/// the details but for space.
#[must_use]
pub fn facts(details: &str) -> Vec<&str> {
    let details = trimmed(details);
    let starts = crate::measures::fact_starts(details);
    let mut cuts: Vec<usize> = starts.into_iter().filter(|at| *at > 0).collect();
    cuts.push(details.len());
    let mut from = 0;
    let mut found = Vec::new();
    for cut in cuts {
        found.extend(details.get(from..cut).map(trimmed).filter(|fact| !fact.is_empty()));
        from = cut;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_ends_before_its_facts() {
        let cases = [
            ("理论学习不够深入。一是未学。二是未研讨。", "理论学习不够深入。"),
            ("理论学习不够深入：一是未学。", "理论学习不够深入"),
            ("理论学习不够深入，一是未学；二是未研讨。", "理论学习不够深入"),
            ("理论学习不够深入 一是未学。", "理论学习不够深入"),
            ("理论学习不够深入。（1）未学。", "理论学习不够深入。"),
            ("理论学习不够深入：①未学。", "理论学习不够深入"),
            ("理论学习不够深入", "理论学习不够深入"),
            ("关于理论学习不够深入的问题。2021年未学。", "关于理论学习不够深入的问题。"),
            ("“第一议题”制度执行不严。有的未学。", "“第一议题”制度执行不严。"),
            ("\"第一议题\"制度执行不严，学习走过场。有的未学。", "\"第一议题\"制度执行不严，学习走过场。"),
            ("落实“一岗双责。”不够。未谈话。", "落实“一岗双责。”不够。"),
            ("违规发放补贴1.25万元。2021年发放。", "违规发放补贴1.25万元。"),
            ("会议制度执行不严. 2021年未开会。", "会议制度执行不严."),
        ];
        for (line, title) in cases {
            assert_eq!(&line[..cut(line)], title, "{line}");
        }
    }

    #[test]
    fn facts_are_what_is_counted() {
        let cases: [(&str, &[&str]); 5] = [
            ("一是未学。二是未研讨。", &["一是未学。", "二是未研讨。"]),
            ("一是未学；二是未研讨。", &["一是未学；", "二是未研讨。"]),
            ("（1）未学。\n（2）未研讨。", &["（1）未学。", "（2）未研讨。"]),
            ("2021年未学。\n有的未研讨。", &["2021年未学。", "有的未研讨。"]),
            ("", &[]),
        ];
        for (details, expected) in cases {
            assert_eq!(facts(details), expected, "{details}");
        }
    }
}
