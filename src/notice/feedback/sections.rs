//! The frame of a feedback: preamble, what went well, the problems, advice and demands. Every line belongs to one part.

use std::ops::Range;

use super::numbered::{Level, heading_words, numbered};
use super::paragraphs::carriers;
use crate::lines::Lines;
use crate::marks::{Mark, mark};
use crate::masthead::below_title;
use crate::sections::{Frame, has, heads_section, is_contact};

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// 总体评价, 主要成效: before the problems.
    Before,
    /// The problems, or one aspect of them.
    Problems,
    /// 意见建议, 整改要求, 问题线索: behind them.
    After,
    /// Nothing says so: a problem itself, an aspect without the word.
    Other,
}

/// Whether what is left of a heading without the usual words is nothing: `二、巡察发现的主要问题`.
fn is_general(heading: &str) -> bool {
    const USUAL: [&str; 34] = [
        "巡察",
        "巡视",
        "督察",
        "审计",
        "检查",
        "发现",
        "存在",
        "反馈",
        "指出",
        "主要",
        "突出",
        "具体",
        "问题",
        "不足",
        "情况",
        "方面",
        "几个",
        "以下",
        "本次",
        "此次",
        "这次",
        "需要",
        "整改",
        "立行立改",
        "清单",
        "的",
        "和",
        "及",
        "与",
        "中",
        "（",
        "）",
        "意见",
        "了",
    ];
    let mut left = heading_words(heading).to_owned();
    for word in USUAL {
        left = left.replace(word, "");
    }
    left.chars().filter(|c| !"一二三四五六七八九十0123456789个条项()：:".contains(*c)).count() == 0
}

/// Whether a line is a heading that names the problems which were found, numbered or not.
#[must_use]
pub fn names_problems(line: &str) -> bool {
    let words = heading_words(line);
    let short =
        (2..=40).contains(&words.chars().count()) && !words.contains(['。', '，', ',', '；', '：', ':']);
    let numbered = mark(line).is_none_or(|found| matches!(found.mark, Mark::Section | Mark::Chinese));
    short && numbered && about(line) == About::Problems && words.contains("问题") && {
        let found = ["存在", "发现", "主要", "突出", "反馈", "指出"];
        has(words, &found)
    }
}

fn about(heading: &str) -> About {
    let words = heading_words(heading);
    let found = words.contains("问题") && has(words, &["存在", "发现", "主要", "突出", "具体"]);
    let after = [
        "整改要求",
        "工作要求",
        "有关要求",
        "相关要求",
        "几点要求",
        "线索",
        "移交",
        "处置",
        "下一步",
        "整改工作",
        "工作建议",
        "整改建议",
        "意见建议",
        "意见和建议",
        "整改意见",
        "几点建议",
        "几点意见",
        "对策建议",
        "建议",
        "整改时限",
        "请予",
    ];
    let before = [
        "总体评价",
        "基本情况",
        "工作开展",
        "成效",
        "成绩",
        "取得",
        "肯定",
        "总体情况",
        "评价",
        "概况",
        "主要做法",
        "工作概述",
    ];
    if words.contains("整改要求") || words.contains("线索") || (!found && has(words, &after)) {
        About::After
    } else if !found && !words.contains("问题") && has(words, &before) {
        About::Before
    } else if found || has(words, &["问题", "方面", "不足", "短板", "差距", "薄弱"]) {
        About::Problems
    } else {
        About::Other
    }
}

/// Whether a line heads a part: numbered 一、, or short and without a number where it names problems or advice.
fn is_head(line: &str) -> bool {
    if heads_section(line) {
        return true;
    }
    let words = line.trim_end_matches(['：', ':']);
    let plain = mark(line).is_none()
        && (4..=24).contains(&words.chars().count())
        && !words.contains(['。', '，', ',', '；', '：', ':', '“', '"']);
    plain
        && (is_general(words) && words.contains("问题")
            || (about(words) == About::After && has_advice(words)))
}

fn has_advice(words: &str) -> bool {
    ["建议", "要求", "意见"].iter().any(|end| words.ends_with(end))
}

/// A plain line behind the last problem that speaks of all of them, or of what is to be done.
fn closes(line: &str) -> bool {
    const STARTS: [&str; 22] = [
        "意见建议",
        "整改建议",
        "整改要求",
        "工作要求",
        "工作建议",
        "有关要求",
        "请你",
        "请贵",
        "请局",
        "请市",
        "请县",
        "请区",
        "请镇",
        "请于",
        "请按",
        "以上问题",
        "上述问题",
        "针对上述",
        "针对以上",
        "希望",
        "对上述",
        "特此",
    ];
    mark(line).is_none()
        && (STARTS.iter().any(|start| line.starts_with(start))
            || (line.contains("巡察组") && has(line, &["提出", "移交", "线索", "强调", "要求"]))
            || (line.starts_with("同时") && has(line, &["线索", "移交"]))
            || is_contact(line))
}

/// Finds the parts of a feedback.
#[must_use]
pub fn frame(
    lines: &Lines<'_>,
    title: Range<usize>,
    end: usize,
    tail: (Range<usize>, Range<usize>),
) -> Frame {
    let mut frame = Frame { title, ..Frame::default() };
    frame.below_title = frame.title.end..below_title(lines, frame.title.end, end);
    let start = frame.below_title.end;
    let heads: Vec<usize> = (start..end).filter(|at| is_head(lines.line(*at))).collect();
    let (first, headed, stop) = problems(lines, &heads, start, end);
    let head = heads.iter().copied().find(|at| *at < first);
    let before = head.unwrap_or(first);
    frame.preamble = start..before;
    frame.organization_heading = before..head.map_or(before, |at| at + 1);
    frame.organization = frame.organization_heading.end..first;
    frame.progress_heading = first..first + usize::from(headed);
    frame.progress = frame.progress_heading.end..stop;
    frame.plans_heading = stop..stop + usize::from(heads.binary_search(&stop).is_ok());
    let contact = (frame.plans_heading.end..end).find(|at| is_contact(lines.line(*at))).unwrap_or(end);
    frame.plans = frame.plans_heading.end..contact;
    frame.contact = contact..end;
    (frame.signatory, frame.date) = tail;
    frame
}

/// The first line of the problems, whether it is their heading, and the line behind them.
fn problems(lines: &Lines<'_>, heads: &[usize], start: usize, end: usize) -> (usize, bool, usize) {
    let of = |at: &usize| about(lines.line(*at));
    let first = heads.iter().copied().find(|at| of(at) == About::Problems);
    let first = first.or_else(|| heads.iter().copied().find(|at| of(at) == About::Other));
    let last_head = |first: usize| {
        heads.iter().copied().find(|at| *at > first && matches!(of(at), About::After | About::Before))
    };
    let Some(first) = first else {
        // No heading: from the first numbered line on.
        let stop = heads.iter().copied().find(|at| of(at) == About::After).unwrap_or(end);
        let begins = numbered(lines, &(start..stop)).first().map(|one| one.line);
        if begins.is_none()
            && let Some(told) = carriers(lines, &(start..stop))
        {
            return (told.start, false, told.end);
        }
        let begins = begins.unwrap_or(stop);
        return (begins, false, closing(lines, begins, stop, end));
    };
    let stop = last_head(first).unwrap_or(end);
    let headed = is_general(lines.line(first)) && {
        let next = numbered(lines, &(first + 1..stop));
        let own = mark(lines.line(first)).map(|found| found.mark);
        next.first().is_some_and(|next| next.level != Level::Section || own != Some(Mark::Section))
    };
    (first, headed, closing(lines, first, stop, end))
}

/// A plain line over advice that is numbered as the problems are: `针对上述问题，提出以下意见建议：`.
fn leads_to_advice(line: &str) -> bool {
    let words = line.trim_end_matches(['：', ':', '。']);
    mark(line).is_none()
        && line.ends_with(['：', ':', '。'])
        && words.chars().count() <= 60
        && has_advice(words)
        && has(words, &["提出", "如下", "以下"])
}

/// Where the problems end: at the next heading, at a line that leads to advice, or where a plain line behind the last
/// numbered one speaks of all.
fn closing(lines: &Lines<'_>, first: usize, stop: usize, end: usize) -> usize {
    let stop = stop.min(end);
    let all = numbered(lines, &(first..stop));
    let begins = all.first().map_or(first, |one| one.line);
    let stop = (begins + 1..stop).find(|at| leads_to_advice(lines.line(*at))).unwrap_or(stop);
    let last = all.iter().rev().find(|one| one.line < stop).map_or(first, |one| one.line);
    (last + 1..stop).find(|at| closes(lines.line(*at))).unwrap_or(stop)
}
