//! What looks like the title of a finding, and where a title ends; the labels before measures. Works on text alone.

use super::lines::{is_space, space_before, trimmed};
use super::marks::{Found, Mark, mark};

/// The labels that stand before measures, longer ones first.
const LABELS: [&str; 36] = [
    "整改落实情况及成效",
    "整改措施及整改情况",
    "整改措施及落实情况",
    "整改措施和完成情况",
    "整改工作进展情况",
    "整改措施落实情况",
    "整改落实及成效",
    "整改工作措施",
    "整改落实措施",
    "整改落实成效",
    "整改具体措施",
    "整改主要措施",
    "整改情况和成效",
    "整改措施及完成情况",
    "整改措施及成效",
    "整改进展及成效",
    "整改情况及成效",
    "整改措施和成效",
    "整改落实情况",
    "整改进展情况",
    "整改完成情况",
    "整改工作情况",
    "整改情况",
    "整改措施",
    "整改进展",
    "整改成效",
    "整改结果",
    "整改举措",
    "整改效果",
    "整改落实",
    "落实情况",
    "完成情况",
    "具体措施",
    "主要措施",
    "整改任务",
    "整改",
];

/// How long a clause may be that leads to the first measure, in characters.
const LONGEST_CLAUSE: usize = 20;

/// How long a title may be, in characters.
const LONGEST: usize = 150;

/// The label at the start of a text, with its colon: its length in bytes. A label without a colon is one only
/// where it is the whole line.
#[must_use]
pub fn label(text: &str) -> Option<usize> {
    let opened = text.chars().next().filter(|c| matches!(c, '【' | '［' | '[' | '〔' | '(' | '（'));
    // A label may be numbered: （二）整改情况：
    let numbered = mark(text).filter(|found| found.mark != Mark::Problem).map_or(0, |found| found.len);
    let open = opened.filter(|_| numbered == 0).map_or(0, char::len_utf8);
    let inner = text.get(open..)?;
    let inner = inner.get(numbered..)?;
    let name = LABELS.into_iter().find(|name| inner.starts_with(name))?;
    let mut len = open + numbered + name.len();
    len += if text.get(len..)?.starts_with("如下") { "如下".len() } else { 0 };
    let mut rest = text.get(len..)?;
    if open > 0 {
        let close = rest.chars().next().filter(|c| matches!(c, '】' | '］' | ']' | '〕' | ')' | '）'))?;
        len += close.len_utf8();
        rest = text.get(len..)?;
    }
    let space = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
    let next = rest.get(space..)?.chars().next();
    match next {
        Some(c @ (':' | '：')) => Some(len + space + c.len_utf8()),
        Some('\n' | '\r') | None if !matches!(name, "整改" | "整改任务") || open > 0 => Some(len),
        _ if open > 0 => Some(len),
        _ => None,
    }
}

/// The label at the start of a paragraph that leads to the first measure: one that is known, or a short clause between
/// the paragraph's start and the first number, as in `局党组采取以下措施：一是`.
#[must_use]
pub fn lead_in(text: &str) -> Option<usize> {
    label(text).or_else(|| {
        let (at, colon) = text
            .char_indices()
            .take(LONGEST_CLAUSE + 1)
            .find(|(_, c)| matches!(c, ':' | '：' | '。' | '\n'))
            .filter(|(_, c)| matches!(c, ':' | '：'))?;
        let clause = text.get(..at)?;
        let end = at + colon.len_utf8();
        let (_, behind) = space_before(text.get(end..)?);
        let numbered = || {
            let found = mark(behind).filter(|found| matches!(found.mark, Mark::Arabic | Mark::Bracketed));
            found.is_some_and(|found| found.number == Some(1))
        };
        let first = starts_list(behind) || numbered();
        let above = ["上述", "以上", "该", "此"].iter().any(|word| clause.contains(word));
        let titled = (clause.contains("问题") && !above) || tells_details(clause);
        let other = titled || clause.is_empty() || mark(text).is_some() || starts_list(clause);
        (first && !other).then_some(end)
    })
}

/// Whether a text begins with the ordinal of a list: 一是, or where the first was left out 二是 or 三是.
#[must_use]
pub fn starts_list(text: &str) -> bool {
    ["一是", "二是", "三是"].iter().any(|ordinal| text.starts_with(ordinal))
}

/// Words before the details of a finding, where shortcomings may be counted 一是、二是 as measures are.
#[must_use]
pub fn tells_details(text: &str) -> bool {
    [
        "存在问题",
        "存在的问题",
        "主要问题",
        "具体问题",
        "反馈问题",
        "问题表现",
        "问题描述",
        "具体表现",
        "主要表现",
    ]
    .iter()
    .any(|words| text.starts_with(words))
}

/// What stands behind the title in its line, and behind a colon after it.
#[must_use]
pub fn behind_title(line: &str, found: Option<Found>) -> &str {
    let text = trimmed(line.get(found.map_or(0, |found| found.len)..).unwrap_or(""));
    let rest = text.get(title_end(text).unwrap_or(0)..).unwrap_or("");
    trimmed(trimmed(rest).trim_start_matches([':', '：']))
}

/// Whether a label ends without colon or bracket: within a line that is no label.
fn is_label_word(c: char) -> bool {
    c.is_alphabetic()
}

/// Where a title ends that stands at the start of a line: after 问题 or 问题。, before a label, else the whole line.
/// `None` where the line is no title.
#[must_use]
pub fn title_end(line: &str) -> Option<usize> {
    let head = line.get(..line.char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| at))?;
    for (at, _) in head.match_indices("问题") {
        let mut end = at + "问题".len();
        let rest = line.get(end..)?;
        for more in ["的整改落实情况", "的整改进展情况", "的整改情况", "整改落实情况", "整改情况", "的整改"]
        {
            if let Some(after) = rest.strip_prefix(more)
                && (after.is_empty() || after.starts_with('。'))
            {
                end += more.len();
                break;
            }
        }
        let rest = line.get(end..)?;
        match rest.chars().next() {
            None | Some(':' | '：') => return Some(end),
            Some('。') => return Some(end + '。'.len_utf8()),
            // A stop of ASCII: 问题. 整改情况
            Some('.') if !rest.get(1..)?.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
                return Some(end + 1);
            }
            Some(c) if is_space(c) => return Some(end),
            Some(_)
                if label(rest).is_some_and(|len| !rest.get(..len).unwrap_or("").ends_with(is_label_word)) =>
            {
                return Some(end);
            }
            Some(_) => {}
        }
    }
    let stop = head.match_indices('。').map(|(at, stop)| at + stop.len()).find(|end| {
        let rest = trimmed(line.get(*end..).unwrap_or(""));
        rest.is_empty() || label(rest).is_some() || starts_list(rest)
    });
    match stop {
        Some(end) if end <= head.len() => Some(end),
        _ if head.len() == line.len() => Some(line.len()),
        _ => line.find('。').filter(|at| *at < head.len()).map(|at| at + '。'.len_utf8()),
    }
}

/// How sure it is that a line begins a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Nothing says so.
    None,
    /// It speaks of a problem.
    Weak,
    /// A numbered line whose first sentence ends in 问题: a title, or a measure that solves one.
    Strong,
    /// 关于…问题, 问题1.
    Sure,
}

/// How much a line without indent looks like the beginning of a finding, and its numbering.
#[must_use]
pub fn likeness(line: &str) -> (Option<Found>, Likeness) {
    let found = mark(line);
    let text = trimmed(line.get(found.map_or(0, |found| found.len)..).unwrap_or(""));
    if found.is_some_and(|found| found.mark == Mark::Problem) {
        return (found, if text.is_empty() { Likeness::Weak } else { Likeness::Sure });
    }
    let title = text.get(..title_end(text).unwrap_or(0)).unwrap_or("");
    let bare = trimmed(title).trim_end_matches(['。', '.']);
    // A title is one sentence.
    let ends = !bare.contains('。')
        && ["问题", "问题的整改", "问题整改", "问题整改情况", "问题的整改情况"]
            .iter()
            .any(|end| bare.ends_with(end));
    // A heading over details; a measure tells what is done 针对…问题.
    if tells_details(bare) && bare.chars().count() <= 5 {
        return (found, Likeness::None);
    }
    let against = text.starts_with("针对");
    let about = text.starts_with("关于") || against;
    let rest = behind_title(line, found);
    let titled = !against || rest.is_empty() || label(rest).is_some() || starts_list(rest);
    let likeness = match (ends, about) {
        (true, true) if titled => Likeness::Sure,
        (true, false) if found.is_some() => Likeness::Strong,
        (_, true) if found.is_some() => Likeness::Weak,
        (false, false) if found.is_some() && title.contains("问题") => Likeness::Weak,
        _ => Likeness::None,
    };
    (found, likeness)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_ends_where_it_says_problem() {
        let cases = [
            ("关于学习不够的问题", "关于学习不够的问题"),
            ("关于学习不够的问题。", "关于学习不够的问题。"),
            ("关于学习不够的问题。整改情况：一是加强。", "关于学习不够的问题。"),
            ("关于学习不够问题整改情况：一是加强。", "关于学习不够问题"),
            ("关于学习不够问题. 整改情况：一是加强。", "关于学习不够问题."),
            ("关于学习不够问题的整改", "关于学习不够问题的整改"),
            ("关于学习不够的问题：一是加强。", "关于学习不够的问题"),
            ("关于“问题清单”不实的问题", "关于“问题清单”不实的问题"),
            ("学习不够深入。一是加强。二是改进。", "学习不够深入。"),
            ("学习不够深入", "学习不够深入"),
        ];
        for (line, title) in cases {
            assert_eq!(title_end(line).map(|end| &line[..end]), Some(title), "{line}");
        }
    }

    #[test]
    fn a_short_clause_before_the_first_measure_is_a_label() {
        let cases = [
            ("整改情况如下：一是加强。", Some("整改情况如下：")),
            ("整改落实：一是加强。", Some("整改落实：")),
            ("采取以下措施：一是加强。", Some("采取以下措施：")),
            ("针对上述问题，局党组主要做了: 一是加强。", Some("针对上述问题，局党组主要做了:")),
            ("采取以下措施：\n（1）加强学习。", Some("采取以下措施：")),
            ("采取以下措施：二是加强学习。", Some("采取以下措施：")),
            ("采取以下措施：加强学习。", None),
            ("具体表现：一是学习不够。", None),
            ("1.关于学习不够的问题：一是加强。", None),
            ("关于学习不够的问题：一是加强。", None),
            ("存在问题：一是学习不够。", None),
            ("已经完成。措施：一是加强。", None),
            ("一是这样：一是加强。", None),
            ("局党组坚持把整改作为一项长期的重要政治任务来抓：一是加强。", None),
        ];
        for (text, expected) in cases {
            assert_eq!(lead_in(text).map(|len| text[..len].trim_end()), expected, "{text}");
        }
    }

    #[test]
    fn titles_are_told_from_measures_that_name_problems() {
        use Likeness::{None, Strong, Sure, Weak};
        let cases = [
            ("1.关于学习不够的问题", Sure),
            ("关于学习不够的问题。整改情况：一是加强。", Sure),
            ("1.针对学习不够的问题", Sure),
            ("1.针对学习不够的问题，修订制度。", Weak),
            ("1.针对学习不够的问题。修订制度。", Weak),
            ("1.推动解决突出问题。", Strong),
            ("（一）存在问题", None),
            ("强化问题意识。", None),
            ("（一）关于组织领导。召开会议，研究解决突出问题。", Weak),
            ("问题1.学习不够", Sure),
        ];
        for (line, expected) in cases {
            assert_eq!(likeness(line).1, expected, "{line}");
        }
    }

    #[test]
    fn labels_are_known_with_and_without_colon() {
        let cases = [
            ("整改情况:一是", Some("整改情况:")),
            ("整改落实情况：", Some("整改落实情况：")),
            ("整改进展如下：\n（1）加强", Some("整改进展如下：")),
            ("整改措施及成效 ：一是", Some("整改措施及成效 ：")),
            ("整改：一是", Some("整改：")),
            ("【整改情况】一是", Some("【整改情况】")),
            ("（二）整改情况：", Some("（二）整改情况：")),
            ("整改情况\n一是", Some("整改情况")),
            ("整改情况良好", None),
            ("整改\n一是", None),
            ("一是整改", None),
        ];
        for (text, expected) in cases {
            assert_eq!(label(text).map(|len| &text[..len]), expected, "{text}");
        }
    }
}
