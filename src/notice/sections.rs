//! The frame of a notice: which lines are title, preamble, organisation, findings, plans, contact, signatory and
//! date. Finds the section 整改…情况 first. Every line belongs to one part; knows nothing inside the parts.

use std::ops::Range;

use super::evidence::{Evidence, evidences};
use super::facts::looks_like_date;
use super::lines::Lines;
use super::marks::{Mark, mark};
use super::masthead::below_title;
use super::running::{lists, names_problems};
use super::titles::{Likeness, likeness};

/// The parts as ranges of lines, in the order of the text, without holes.
#[derive(Debug, Default, Clone)]
pub struct Frame {
    /// The title; the lines before it are outside.
    pub title: Range<usize>,
    /// What a portal prints under the title: source, time, sharing.
    pub below_title: Range<usize>,
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

pub(super) fn has(text: &str, words: &[&str]) -> bool {
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
            "组织落实",
            "组织保障",
            "思想认识",
            "工作组织",
            "加强领导",
            "责任落实",
            "压实责任",
            "压紧压实",
            "整改责任",
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

/// Whether a heading tells what was done about the findings.
pub(super) fn is_progress(heading: &str) -> bool {
    about(heading) == About::Progress
}

/// Whether a line heads a section: numbered 一、, short, one sentence, and no finding itself.
pub(super) fn heads_section(line: &str) -> bool {
    let numbered = mark(line).is_some_and(|found| found.mark == Mark::Section);
    let one = line.find('。').is_none_or(|at| at + '。'.len_utf8() == line.len());
    numbered
        && one
        && line.chars().count() <= 60
        && !(likeness(line).1 >= Likeness::Strong && line.contains("关于"))
}

/// Finds the parts below the title; `tail` is signatory and date, which begin at `end`.
pub fn frame(
    lines: &Lines<'_>,
    title: Range<usize>,
    end: usize,
    tail: (Range<usize>, Range<usize>),
) -> Frame {
    let mut frame = Frame { title, ..Frame::default() };
    frame.below_title = frame.title.end..below_title(lines, frame.title.end, end);
    let start = frame.below_title.end;
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

/// What the lines under each heading say of findings. Sections are asked in any order, so it is looked up.
struct Sections<'a> {
    lines: &'a Lines<'a>,
    heads: &'a [usize],
    end: usize,
    all: Vec<Evidence>,
}

impl Sections<'_> {
    /// The heading behind this one, or where the sections end.
    fn next(&self, head: usize) -> usize {
        self.heads.get(self.heads.partition_point(|other| *other <= head)).copied().unwrap_or(self.end)
    }

    fn count(&self, head: usize, says: fn(&Evidence) -> bool) -> usize {
        let at = |line: usize| self.all.partition_point(|one| one.line < line);
        let under = self.all.get(at(head + 1)..at(self.next(head))).unwrap_or(&[]);
        under.iter().filter(|one| says(one)).count()
    }

    fn about(&self, head: usize) -> About {
        about(self.lines.line(head))
    }

    /// Whether a section is one of several that hold the findings: by what it holds, and where words speak against it,
    /// only if measures are told.
    fn belongs(&self, head: usize) -> bool {
        match self.about(head) {
            About::Plans | About::Organization => self.count(head, |one| one.label) > 0,
            _ => {
                let aspect = self.lines.line(head).contains("方面");
                self.count(head, Evidence::of_findings) > 0
                    || (aspect && self.count(head, |one| one.sure() > 0) > 0)
            }
        }
    }

    /// The heading over the section with most findings; words decide between equals. Aspects may be sections, too: then
    /// it is the first of them, or the heading above that.
    fn fullest(&self) -> Option<usize> {
        let words = |head| match self.about(head) {
            About::Progress => 2,
            About::Other => 1,
            About::Plans | About::Organization => 0,
        };
        let weighed =
            self.heads.iter().map(|head| (self.count(*head, Evidence::of_findings), words(*head), *head));
        let (_, _, fullest) = weighed
            .filter(|(count, ..)| *count > 0)
            .max_by_key(|(count, words, head)| (*count, *words, std::cmp::Reverse(*head)))?;
        let mut at = self.heads.partition_point(|head| *head < fullest);
        while let Some(above) = at.checked_sub(1).filter(|above| self.belongs(self.heads[*above])) {
            at = above;
        }
        let first = *self.heads.get(at)?;
        let above = at.checked_sub(1).and_then(|above| self.heads.get(above)).copied();
        Some(above.filter(|above| self.heads_sections(*above)).unwrap_or(first))
    }

    /// Whether a heading stands over sections of its own that hold findings: the next line is one, numbered anew.
    fn heads_sections(&self, head: usize) -> bool {
        let next = self.lines.next_said(head + 1, self.end);
        next.is_some_and(|next| {
            let anew = mark(self.lines.line(next)).is_some_and(|found| found.number == Some(1));
            self.heads.binary_search(&next).is_ok()
                && (anew || self.about(head) == About::Progress)
                && self.belongs(next)
        })
    }

    /// The heading over findings that are counted within a paragraph.
    fn counting(&self) -> Option<usize> {
        let counts = |line: &str| lists(line).first().is_some_and(|list| names_problems(line, list));
        let of = |head: usize| (head + 1..self.next(head)).any(|at| counts(self.lines.line(at)));
        let named = |head: &usize| self.about(*head) == About::Progress && of(*head);
        self.heads.iter().copied().find(named)
    }

    /// The heading that words name, where no line is surely a finding.
    fn named(&self) -> Option<usize> {
        let by_name = || self.heads.iter().copied().filter(|at| self.about(*at) == About::Progress);
        by_name()
            .find(|at| self.count(*at, |one| one.likeness >= Likeness::Strong) > 0)
            .or_else(|| by_name().find(|at| self.count(*at, |one| one.likeness >= Likeness::Weak) > 0))
    }
}

/// The first line of the findings' section, whether that is its heading, and the line after the section.
fn progress(lines: &Lines<'_>, heads: &[usize], start: usize, end: usize) -> (usize, bool, usize) {
    let sections = Sections { lines, heads, end, all: evidences(lines, &(start..end)) };
    let begins = sections
        .fullest()
        .or_else(|| sections.named())
        .or_else(|| {
            let any = |at: &usize| !matches!(sections.about(*at), About::Plans | About::Organization);
            let strong = |at: &usize| sections.count(*at, |one| one.likeness >= Likeness::Strong) > 0;
            heads.iter().copied().filter(any).find(strong)
        })
        .or_else(|| unnumbered_heading(lines, start, end))
        .or_else(|| sections.counting());
    let Some(first) = begins else {
        let strong = (start..end).find(|at| likeness(lines.line(*at)).1 >= Likeness::Strong);
        let stop = strong.map_or(end, |first| stop_without_heading(&sections, first));
        return (strong.unwrap_or(end), false, stop);
    };
    let mut stop = sections.next(first);
    while stop < end && sections.belongs(stop) {
        stop = sections.next(stop);
    }
    // 一、在…方面 is an aspect, not the heading of all findings.
    let several = stop > sections.next(first);
    let is_aspect = lines.line(first).contains("方面")
        && !sections.heads_sections(first)
        && (several || sections.about(first) != About::Progress);
    if stop == end || heads.binary_search(&first).is_err() {
        stop = stop_without_heading(&sections, first);
    }
    (first, !is_aspect, stop)
}

/// A short line without a number that names the section of the findings.
fn unnumbered_heading(lines: &Lines<'_>, start: usize, end: usize) -> Option<usize> {
    (start..end).find(|at| {
        let line = lines.line(*at);
        let short = (4..=30).contains(&line.chars().count()) && !line.contains(['。', ',', '，', '：', ':']);
        let follows = || {
            let next = lines.next_said(at + 1, end);
            next.is_some_and(|n| (n..end.min(n + 4)).any(|n| likeness(lines.line(n)).1 >= Likeness::Strong))
        };
        let plain = short && mark(line).is_none() && likeness(line).1 == Likeness::None;
        plain && about(line) == About::Progress && follows()
    })
}

/// Where the findings end when no heading says where they begin.
fn stop_without_heading(sections: &Sections<'_>, first: usize) -> usize {
    let (lines, end) = (sections.lines, sections.end);
    let plain = |at: &usize| {
        let line = lines.line(*at);
        (is_contact(line) && !line.contains("一是")) || (line.starts_with("下一步") && mark(line).is_none())
    };
    let head = sections.heads.iter().copied().find(|at| *at > first && sections.about(*at) == About::Plans);
    let behind = || sections.all.iter().rev().filter(|one| one.line >= first);
    let last = behind().find(|one| one.of_findings());
    let last = last.or_else(|| behind().find(|one| one.likeness >= Likeness::Strong));
    let last = last.map_or(first, |one| one.line);
    head.filter(|at| *at > last).or_else(|| (last + 1..end).find(plain)).unwrap_or(end)
}

pub(super) fn is_contact(line: &str) -> bool {
    has(line, &["联系方式", "联系电话", "电子邮箱", "邮政编码", "电子邮件", "监督电话"])
        || (line.starts_with("欢迎") && line.contains("监督"))
}

/// Whether a line names an office: 落款.
pub(super) fn names_office(line: &str) -> bool {
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
        "巡察组",
        "巡视组",
        "督察组",
        "领导小组",
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
pub(super) fn tail(lines: &Lines<'_>) -> (usize, (Range<usize>, Range<usize>)) {
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
