//! The frame of a notice: which lines are title, preamble, organisation, findings, plans, contact, signatory and
//! date. Finds the section 整改…情况 first. Every line belongs to one part; knows nothing inside the parts.

use std::ops::Range;

use super::facts::looks_like_date;
use super::lines::Lines;
use super::marks::{Mark, mark};
use super::titles::{Likeness, label, likeness};

/// The parts as ranges of lines, in the order of the text, without holes.
#[derive(Debug, Default, Clone)]
pub struct Frame {
    /// The title; the lines before it are outside.
    pub title: Range<usize>,
    /// 导语.
    pub preamble: Range<usize>,
    /// The heading of the organisation section.
    pub organization_heading: Range<usize>,
    /// 组织领导.
    pub organization: Range<usize>,
    /// The heading before the findings.
    pub progress_heading: Range<usize>,
    /// The findings with their aspects.
    pub progress: Range<usize>,
    /// The heading of the plans.
    pub plans_heading: Range<usize>,
    /// 下一步打算.
    pub plans: Range<usize>,
    /// 联系方式.
    pub contact: Range<usize>,
    /// 落款.
    pub signatory: Range<usize>,
    /// The date.
    pub date: Range<usize>,
    /// Lines that head a section beside the known ones; they stay in the text of the part they stand in.
    pub other_headings: Vec<usize>,
}

/// What a section is about, by its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Organization,
    Progress,
    Plans,
    Other,
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn about(heading: &str) -> About {
    if heading.contains("方面") && !heading.contains("情况") {
        About::Other
    } else if has(
        heading,
        &[
            "下一步",
            "打算",
            "今后",
            "下步",
            "后续",
            "努力方向",
            "工作安排",
            "工作计划",
            "持续",
            "巩固",
            "长效",
        ],
    ) {
        About::Plans
    } else if has(
        heading,
        &[
            "组织领导",
            "组织实施",
            "组织推进",
            "组织开展",
            "主体责任",
            "高度重视",
            "组织情况",
            "政治责任",
            "总体情况",
            "基本情况",
            "统筹",
            "部署",
            "提高站位",
            "提高政治站位",
        ],
    ) {
        About::Organization
    } else if (heading.contains("整改")
        && has(heading, &["情况", "进展", "成效", "落实", "完成", "结果", "问题"]))
        || (heading.contains("反馈") && heading.contains("问题"))
    {
        About::Progress
    } else {
        About::Other
    }
}

/// Whether a line heads a section: numbered 一、, short, one sentence, and no finding itself.
fn heads_section(line: &str) -> bool {
    let numbered = mark(line).is_some_and(|found| found.mark == Mark::Section);
    let one = line.find('。').is_none_or(|at| at + '。'.len_utf8() == line.len());
    numbered
        && one
        && line.chars().count() <= 60
        && !(likeness(line).1 == Likeness::Strong && line.contains("关于"))
}

/// Finds the parts.
#[must_use]
pub fn frame(lines: &Lines<'_>) -> Frame {
    let mut frame = Frame::default();
    let (end, tail) = tail(lines);
    frame.title = title(lines, end);
    let start = frame.title.end;
    let heads: Vec<usize> = (start..end).filter(|at| heads_section(lines.line(*at))).collect();
    let (progress_at, headed, stop) = progress(lines, &heads, start, end);

    // Before the findings: the preamble, and from the first heading on the organisation.
    let first = heads.iter().copied().find(|at| *at < progress_at);
    let organization = first.unwrap_or(progress_at);
    frame.preamble = start..organization;
    frame.organization_heading = organization..first.map_or(organization, |at| at + 1);
    frame.organization = frame.organization_heading.end..progress_at;
    frame.progress_heading = progress_at..progress_at + usize::from(headed);
    frame.progress = frame.progress_heading.end..stop;
    frame.plans_heading = stop..stop + usize::from(heads.binary_search(&stop).is_ok());
    let contact = (frame.plans_heading.end..end).find(|at| is_contact(lines.line(*at))).unwrap_or(end);
    frame.plans = frame.plans_heading.end..contact;
    frame.contact = contact..end;
    let known = [frame.organization_heading.start, frame.progress_heading.start, frame.plans_heading.start];
    frame.other_headings = heads.into_iter().filter(|at| !known.contains(at)).collect();
    (frame.signatory, frame.date) = tail;
    frame
}

/// The first line of the findings' section, whether that is its heading, and the line after the section.
fn progress(lines: &Lines<'_>, heads: &[usize], start: usize, end: usize) -> (usize, bool, usize) {
    let next_head = |at: usize| heads.get(heads.partition_point(|head| *head <= at)).copied().unwrap_or(end);
    let count = |from: usize, to: usize, least: Likeness| {
        (from..to).filter(|at| begins_finding(lines, *at, to, least)).count()
    };
    let holds = |head: usize, least| count(head + 1, next_head(head), least) > 0;
    let by_name = heads.iter().copied().filter(|at| about(lines.line(*at)) == About::Progress);
    // The section may hold sections of its own: aspects that are numbered 一、.
    let over_sections = |at: usize| {
        let next = lines.next_said(at + 1, end);
        next.is_some_and(|next| heads.binary_search(&next).is_ok() && holds(next, Likeness::Strong))
    };
    let named = by_name
        .clone()
        .find(|at| holds(*at, Likeness::Strong) || over_sections(*at))
        .or_else(|| by_name.clone().find(|at| holds(*at, Likeness::Weak)));
    let begins = named.or_else(|| {
        let any = |at: &usize| !matches!(about(lines.line(*at)), About::Plans | About::Organization);
        heads.iter().copied().filter(any).find(|at| holds(*at, Likeness::Strong))
    });
    let begins = begins.or_else(|| unnumbered_heading(lines, start, end));
    let Some(first) = begins else {
        let strong = (start..end).find(|at| likeness(lines.line(*at)).1 == Likeness::Strong);
        let stop = strong.map_or(end, |first| stop_without_heading(lines, first, heads, end));
        return (strong.unwrap_or(end), false, stop);
    };
    let mut stop = next_head(first);
    while stop < end && about(lines.line(stop)) != About::Plans && holds(stop, Likeness::Strong) {
        stop = next_head(stop);
    }
    // 一、在…方面 is an aspect, not the heading of all findings.
    let is_aspect = lines.line(first).contains("方面") && named.is_none_or(|_| stop > next_head(first));
    if stop == end || heads.binary_search(&first).is_err() {
        stop = stop_without_heading(lines, first, heads, end);
    }
    (first, !is_aspect, stop)
}

/// Whether a line looks like the beginning of a finding: by its words, or numbered with a label behind it.
fn begins_finding(lines: &Lines<'_>, at: usize, to: usize, least: Likeness) -> bool {
    let (found, likeness) = likeness(lines.line(at));
    let labelled = || lines.next_said(at + 1, to).is_some_and(|next| label(lines.line(next)).is_some());
    likeness >= least || (found.is_some() && labelled())
}

/// A short line without a number that names the section of the findings.
fn unnumbered_heading(lines: &Lines<'_>, start: usize, end: usize) -> Option<usize> {
    (start..end).find(|at| {
        let line = lines.line(*at);
        let short = (4..=30).contains(&line.chars().count()) && !line.contains(['。', ',', '，', '：', ':']);
        let follows = || {
            let next = lines.next_said(at + 1, end);
            next.is_some_and(|n| (n..end.min(n + 4)).any(|n| likeness(lines.line(n)).1 == Likeness::Strong))
        };
        let plain = short && mark(line).is_none() && likeness(line).1 == Likeness::None;
        plain && about(line) == About::Progress && follows()
    })
}

/// Where the findings end when no heading says where they begin.
fn stop_without_heading(lines: &Lines<'_>, first: usize, heads: &[usize], end: usize) -> usize {
    let plain = |at: &usize| {
        let line = lines.line(*at);
        (is_contact(line) && !line.contains("一是")) || (line.starts_with("下一步") && mark(line).is_none())
    };
    let head = heads.iter().copied().find(|at| *at > first && about(lines.line(*at)) == About::Plans);
    let last = (first..end).rev().find(|at| likeness(lines.line(*at)).1 == Likeness::Strong).unwrap_or(first);
    head.filter(|at| *at > last).or_else(|| (last + 1..end).find(plain)).unwrap_or(end)
}

fn is_contact(line: &str) -> bool {
    has(line, &["联系方式", "联系电话", "电子邮箱", "邮政编码", "电子邮件", "监督电话"])
        || (line.starts_with("欢迎") && line.contains("监督"))
}

/// Whether a line names an office: 落款.
fn names_office(line: &str) -> bool {
    let ends = [
        "党组",
        "党委",
        "委员会",
        "党支部",
        "党总支",
        "总支",
        "局",
        "院",
        "办公室",
        "公司",
        "大学",
        "学校",
        "中心",
        "集团",
        "协会",
        "工委",
        "社",
        "部",
        "厅",
        "委",
        "会",
        "所",
        "站",
        "）",
        ")",
    ];
    let count = line.chars().count();
    (3..=45).contains(&count)
        && !line.contains(['。', '；', '！', '：', ':', '、'])
        && mark(line).is_none()
        && ends.iter().any(|end| line.ends_with(end))
}

/// Where signatory and date begin, and both. The date is the last line that is nothing but a date and stands under
/// an office's name, else the last line that is nothing but a date.
fn tail(lines: &Lines<'_>) -> (usize, (Range<usize>, Range<usize>)) {
    let said: Vec<usize> = (0..lines.len()).rev().filter(|at| !lines.line(*at).is_empty()).take(60).collect();
    let above = |at: usize| said.iter().copied().find(|other| *other < at);
    let dates: Vec<usize> = said.iter().copied().filter(|at| looks_like_date(lines.line(*at))).collect();
    let signed =
        dates.iter().copied().find(|at| above(*at).is_some_and(|above| names_office(lines.line(above))));
    let alone = |at: &usize| said.iter().take(8).any(|last| last == at) && *at > 0;
    if let Some(date) = signed.or_else(|| dates.iter().copied().find(alone)) {
        let office = above(date).filter(|above| names_office(lines.line(*above)));
        let from = office.unwrap_or(date);
        return (from, (from..date, date..date + 1));
    }
    // An office and the date in one line.
    let both = said.iter().copied().take(8).find(|at| {
        let line = lines.line(*at);
        let cut = line.find("20").or_else(|| line.find("二〇")).or_else(|| line.find("二○"));
        cut.is_some_and(|cut| {
            names_office(line.get(..cut).unwrap_or("").trim())
                && looks_like_date(line.get(cut..).unwrap_or(""))
        })
    });
    if let Some(at) = both {
        return (at, (at..at, at..at + 1));
    }
    let office = said
        .first()
        .copied()
        .filter(|at| *at > 0 && names_office(lines.line(*at)) && lines.line(*at).starts_with("中共"));
    let at = office.unwrap_or(lines.len());
    (
        at,
        (
            at..at + usize::from(office.is_some()),
            at + usize::from(office.is_some())..at + usize::from(office.is_some()),
        ),
    )
}

/// The lines of the title: the last line before the text that ends in 通报 and the like, with the office above it.
fn title(lines: &Lines<'_>, end: usize) -> Range<usize> {
    let ends = ["通报", "公告", "公示", "情况报告", "的报告"];
    let is_title = |line: &str| {
        let count = line.chars().count();
        (4..=90).contains(&count)
            && mark(line).is_none()
            && !line.contains(['。', '：', ':', '>', '|'])
            && (ends.iter().any(|end| line.ends_with(end))
                || (line.starts_with("中共") && line.ends_with("情况")))
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
    first..last + 1
}
