//! The head of a notice: its title, in however many lines, and what a portal prints under it. Knows no section.

use std::ops::Range;

use super::duties::is_of_plan;
use super::facts::looks_like_date;
use super::lines::Lines;
use super::marks::mark;
use super::sections::{heads_section, names_office};

/// Where the lines end that a portal prints under a title; none where there is no title.
pub fn below_title(lines: &Lines<'_>, title: usize, end: usize) -> usize {
    let words = [
        "来源", "作者", "发布", "时间", "日期", "字号", "字体", "分享", "浏览", "阅读", "点击", "编辑",
        "打印", "访问",
    ];
    let mut below = title;
    while let Some(at) = lines.next_said(below, end.min(below + 4)).filter(|at| title > 0 && *at < title + 12)
    {
        let line = lines.line(at);
        let sets = ["：", ":", "【", "["].iter().any(|sign| line.contains(sign));
        let told = words.iter().filter(|word| line.contains(**word)).count();
        let short = line.chars().count() <= 100 && !line.contains('。') && mark(line).is_none();
        if !short || !(told > 1 || (told == 1 && sets) || looks_like_date(line)) {
            break;
        }
        below = at + 1;
    }
    below
}

/// Whether a line ends as titles do, before （摘要） and the like.
fn ends_title(line: &str) -> bool {
    let line = before_brackets(line);
    ["通报", "公告", "公示", "情况报告", "的报告", "整改报告", "进展报告", "落实报告", "情况的汇报"]
        .iter()
        .any(|end| line.ends_with(end))
        || (line.starts_with("中共") && line.ends_with("情况"))
}

/// The lines of the title: the last line before the text that ends in 通报 and the like, with what it continues.
pub fn title(lines: &Lines<'_>, end: usize) -> Range<usize> {
    let is_title = |line: &str| {
        (4..=90).contains(&line.chars().count())
            && mark(line).is_none()
            && !line.contains(['。', '：', ':', '>', '|'])
            && ends_title(line)
    };
    let mut found = None;
    let mut seen = 0;
    for at in 0..end {
        let line = lines.line(at);
        if line.is_empty() {
            continue;
        }
        seen += 1;
        if seen > 60 || heads_section(line) || line.chars().count() > 90 {
            break;
        }
        if is_title(line) {
            found = Some(at);
        }
    }
    let Some(last) = found else { return 0..0 };
    let mut first = last;
    while first > 0 && last - first < 3 && !lines.line(last).starts_with("中共") {
        let above = lines.line(first - 1);
        let part = names_office(above) || above.starts_with("中共") || above.starts_with("关于");
        if !part || above.chars().count() > 60 || lines.line(first).starts_with("中共") {
            break;
        }
        first -= 1;
    }
    climbed(lines, last).unwrap_or(first).min(first)..last + 1
}

/// Whether a title without space is that of a report and of no notice.
pub fn ends_in_report(title: &str) -> bool {
    let title = before_brackets(title);
    title.ends_with("报告") || title.ends_with("汇报")
}

/// The lines of the title of a feedback: the first line that ends in 反馈意见 and the like, with the lines above that it
/// continues; none where there is none.
pub fn feedback_title(lines: &Lines<'_>, end: usize) -> Range<usize> {
    const ENDS: [&str; 14] = [
        "反馈意见",
        "意见反馈",
        "情况反馈",
        "的反馈",
        "巡察反馈",
        "巡视反馈",
        "督察反馈",
        "反馈报告",
        "反馈意见书",
        "反馈情况",
        "情况的反馈",
        "反馈问题",
        "问题清单",
        "反馈稿",
    ];
    // 关于反馈巡察情况的函
    const LETTERS: [&str; 4] = ["的函", "的通知", "意见书", "通知书"];
    let part = |line: &str| {
        (1..=60).contains(&line.chars().count())
            && !line.contains(['。', '：', ':', '>', '|', '，'])
            && mark(line).is_none()
            && !looks_like_date(line)
    };
    let said = (0..end).filter(|at| !lines.line(*at).is_empty()).take(60);
    let titles =
        said.take_while(|at| !heads_section(lines.line(*at)) && lines.line(*at).chars().count() <= 90);
    let is_title = |at: &usize| {
        let line = before_brackets(lines.line(*at));
        (4..=90).contains(&line.chars().count())
            && part(line)
            && !line.contains("整改")
            && (ENDS.iter().any(|end| line.ends_with(end))
                || (line.contains("反馈") && LETTERS.iter().any(|end| line.ends_with(end))))
    };
    let Some(last) = titles.filter(|at| part(lines.line(*at)) || is_title(at)).find(is_title) else {
        return 0..0;
    };
    let mut first = last;
    // Up to the line with 关于, and to the office above a line that begins with it.
    for at in (last.saturating_sub(4)..last).rev() {
        let (line, below) = (lines.line(at), lines.line(first));
        let open = !below.contains("关于") && !below.starts_with("中共");
        let office = below.starts_with("关于") && (names_office(line) || line.ends_with('组'));
        if !part(line) || !(office || open) {
            break;
        }
        first = at;
    }
    let whole = (first..=last).any(|at| lines.line(at).contains("关于"));
    if whole { first..last + 1 } else { last..last + 1 }
}

/// The lines of the title of a plan: the first line that ends in 整改方案 and the like, with those that it continues.
pub fn plan_title(lines: &Lines<'_>, end: usize) -> Range<usize> {
    let said = (0..end).filter(|at| !lines.line(*at).is_empty()).take(12);
    let is_title = |at: &usize| {
        let line = before_brackets(lines.line(*at));
        (4..=90).contains(&line.chars().count())
            && !line.contains(['。', '：', ':', '；', '，'])
            && mark(line).is_none()
            && is_of_plan(line)
    };
    let Some(last) = said.take_while(|at| !heads_section(lines.line(*at))).find(is_title) else {
        return 0..0;
    };
    climbed(lines, last).unwrap_or(last)..last + 1
}

/// The line of the title of news: the first one, where it is short and speaks of an inspection; none where there is none.
pub fn news_title(lines: &Lines<'_>, end: usize) -> Range<usize> {
    let Some(at) = lines.next_said(0, end) else { return 0..0 };
    let line = lines.line(at);
    let short = (4..=60).contains(&line.chars().count()) && !line.contains(['。', '：', ':', '；']);
    let inspects = ["巡察", "巡视", "督察", "督查", "审计", "检查"].iter().any(|word| line.contains(word));
    if short && inspects && mark(line).is_none() { at..at + 1 } else { 0..0 }
}

/// A line without （摘要） and the like at its end.
fn before_brackets(line: &str) -> &str {
    let open = line.rfind(['（', '(']).filter(|_| line.ends_with(['）', ')']));
    open.and_then(|open| line.get(..open)).unwrap_or(line).trim_end()
}

/// Where a title begins that is set in up to five short lines, one under the other: with 中共 or an office and 关于.
fn climbed(lines: &Lines<'_>, last: usize) -> Option<usize> {
    let begins = |line: &str| {
        let office = line.split("关于").next().filter(|office| office.len() < line.len());
        line.starts_with("中共") || office.is_some_and(names_office)
    };
    let mut at = last;
    while !begins(lines.line(at)) {
        at = at.checked_sub(1).filter(|at| last - at < 5)?;
        let line = lines.line(at);
        let part = (1..=40).contains(&line.chars().count()) && !line.contains(['。', '：', ':', '>', '|']);
        if !part || mark(line).is_some() || looks_like_date(line) || ends_title(line) {
            return None;
        }
    }
    Some(at)
}
