//! What reading a notice came to: what was recognised, what stands where nothing was recognised, gaps in numbers,
//! claimed totals beside counted ones. Sentences are Chinese and name the line. Knows no page.

use super::facts::date_of;
use super::feedback::facts;
use super::findings::Section;
use super::kind::Kind;
use super::lines::{Lines, trimmed};
use super::marks::in_chinese;
use super::sections::Frame;
use ledger::Bundle;
use ledger::register::{ClaimSubject, DocumentRole};

/// Text that was kept where it stood, though nothing in it was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// Its first line, from 1.
    pub line: usize,
    /// Where it is kept, as people name it.
    pub place: &'static str,
    /// The text.
    pub text: String,
}

/// Something to look at: a gap, a damaged date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The line, from 1.
    pub line: usize,
    /// What is odd there.
    pub text: String,
}

/// A claimed total beside the counted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// What is counted.
    pub name: String,
    /// What the text claims, with its unit.
    pub claimed: String,
    /// What was counted.
    pub counted: u32,
    /// Whether both are the same.
    pub same: bool,
    /// The words that claim it.
    pub quote: String,
}

/// What reading came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Which document it is.
    pub kind: Kind,
    /// What was recognised: a name and a value each.
    pub recognised: Vec<(&'static str, String)>,
    /// What was kept without being recognised.
    pub unplaced: Vec<Unplaced>,
    /// Gaps in numbers, damaged dates, what was not split.
    pub doubts: Vec<Doubt>,
    /// Claimed beside counted.
    pub compared: Vec<Compared>,
    /// How many findings.
    pub findings: usize,
    /// How many measures.
    pub measures: usize,
    /// How many facts the findings of a feedback tell; 0 in other documents.
    pub facts: usize,
    /// How many characters the text has; each is in the ledger.
    pub characters: usize,
    /// Whether the ledger prints as the very text that was read.
    pub exact: bool,
}

/// Puts the report together.
#[must_use]
pub fn report(lines: &Lines<'_>, frame: &Frame, section: &Section, bundle: &Bundle, kind: Kind) -> Report {
    let measures = bundle.findings.iter().map(|finding| finding.measures.len()).sum();
    let feedback = kind == Kind::Feedback;
    let told = bundle.findings.iter().filter(|_| feedback);
    let facts = told.map(|finding| facts(&finding.details).len()).sum();
    Report {
        kind,
        recognised: if feedback { recognised_feedback(bundle, facts) } else { recognised(bundle, measures) },
        unplaced: unplaced(lines, frame, section, bundle),
        doubts: doubts(lines, frame, section, bundle, kind),
        compared: compared(bundle, measures),
        findings: bundle.findings.len(),
        measures,
        facts,
        characters: lines.text.chars().count(),
        exact: false,
    }
}

impl Report {
    /// Says that the day of feedback was taken from the document's own day, where it was.
    pub(super) fn guessed_feedback(&mut self, guessed: bool, lines: &Lines<'_>, frame: &Frame) {
        let line = if frame.date.is_empty() { frame.below_title.start } else { frame.date.start };
        if guessed && line < lines.len() {
            let text = "反馈日期取自成文日期，请核对实际反馈的日子".to_owned();
            self.doubts.push(Doubt { line: line + 1, text });
        }
    }
}

/// What was recognised of a feedback: a name and a value each.
fn recognised_feedback(bundle: &Bundle, facts: usize) -> Vec<(&'static str, String)> {
    let (notice, inspection) = (&bundle.notice, &bundle.inspection);
    let day = |date: Option<ledger::date::Date>| date.map_or(String::new(), |date| date.to_string());
    let count = |count: usize, unit: &str| if count == 0 { String::new() } else { format!("{count} {unit}") };
    let all = [
        ("文种", Kind::Feedback.label().to_owned()),
        ("标题", notice.title.replace('\n', "")),
        ("被巡察党组织", bundle.organization.clone()),
        ("巡察轮次", inspection.round.clone()),
        ("巡察组", inspection.team.clone()),
        ("进驻日期", day(inspection.from)),
        ("撤离日期", day(inspection.to)),
        ("反馈日期", day(inspection.feedback)),
        ("问题之前的部分", trimmed(&notice.organization_heading).to_owned()),
        ("问题部分", trimmed(&notice.progress_heading).to_owned()),
        ("方面", count(bundle.aspects.len(), "个")),
        ("问题", format!("{} 个", bundle.findings.len())),
        ("具体表现", count(facts, "条")),
        ("问题之后的部分", trimmed(&notice.plans_heading).to_owned()),
        ("落款单位", trimmed(&notice.signatory).to_owned()),
        ("成文日期", day(notice.date)),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn recognised(bundle: &Bundle, measures: usize) -> Vec<(&'static str, String)> {
    let (notice, inspection) = (&bundle.notice, &bundle.inspection);
    let day = |date: Option<ledger::date::Date>| date.map_or(String::new(), |date| date.to_string());
    let documents =
        |role: Option<DocumentRole>| bundle.institutions.iter().filter(|i| i.role == role).count();
    let unsaid = documents(None);
    let documents = format!(
        "{} 份（制定印发 {}，学习贯彻 {}，形成成果 {}{}）",
        bundle.institutions.len(),
        documents(Some(DocumentRole::Issued)),
        documents(Some(DocumentRole::Studied)),
        documents(Some(DocumentRole::Produced)),
        if unsaid == 0 { String::new() } else { format!("，没有说明性质 {unsaid}") },
    );
    let count = |count: usize, unit: &str| if count == 0 { String::new() } else { format!("{count} {unit}") };
    let all = [
        ("标题", notice.title.replace('\n', "")),
        ("被巡察党组织", bundle.organization.clone()),
        ("巡察轮次", inspection.round.clone()),
        ("巡察组", inspection.team.clone()),
        ("进驻日期", day(inspection.from)),
        ("撤离日期", day(inspection.to)),
        ("反馈日期", day(inspection.feedback)),
        ("组织领导", trimmed(&notice.organization_heading).to_owned()),
        ("整改进展", trimmed(&notice.progress_heading).to_owned()),
        ("方面", count(bundle.aspects.len(), "个")),
        ("问题", format!("{} 个", bundle.findings.len())),
        ("措施", format!("{measures} 条")),
        ("下一步打算", trimmed(&notice.plans_heading).to_owned()),
        ("联系方式", trimmed(&notice.contact).chars().take(40).collect()),
        ("落款单位", trimmed(&notice.signatory).to_owned()),
        ("成文日期", day(notice.date)),
        ("文件", if bundle.institutions.is_empty() { String::new() } else { documents }),
        ("数字成果", count(bundle.figures.len(), "项")),
        ("追责问责", count(bundle.accountability.len(), "项")),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn unplaced(lines: &Lines<'_>, frame: &Frame, section: &Section, bundle: &Bundle) -> Vec<Unplaced> {
    let mut found = Vec::new();
    let mut keep = |line: usize, place, text: &str| {
        let text = trimmed(text);
        if !text.is_empty() {
            found.push(Unplaced { line, place, text: text.to_owned() });
        }
    };
    keep(1, "标题前的文字", &bundle.notice.before);
    keep(frame.below_title.start + 1, "标题下的文字", &bundle.notice.below_title);
    if bundle.findings.is_empty() {
        for part in [&frame.preamble, &frame.organization, &frame.progress, &frame.plans] {
            keep(part.start + 1, "没有认出问题和措施，原样留在通报文字中", lines.slice(part));
        }
    } else {
        for at in &frame.other_headings {
            keep(at + 1, "其他部分的标题，留在原处", lines.line(*at));
        }
        let intro = lines.text.get(section.intro.clone()).unwrap_or("");
        keep(lines.number_at(section.intro.start), "整改进展导语", intro);
    }
    for (finding, read) in bundle.findings.iter().zip(&section.reads) {
        // Words that lead from one problem to the next, within or between paragraphs.
        if finding.form.before.contains(char::is_alphanumeric) {
            keep(read.line, "两个问题之间的文字", &finding.form.before);
        }
        keep(read.line, "问题正文（不属于任何措施）", &finding.body);
    }
    for (aspect, line) in bundle.aspects.iter().zip(&section.aspect_lines) {
        keep(line + 1, "类别下的文字", &aspect.body);
    }
    let after = lines.text.len() - bundle.notice.after.len().min(lines.text.len());
    keep(
        lines.number_at(after) + usize::from(bundle.notice.after.starts_with('\n')),
        "日期后的文字",
        &bundle.notice.after,
    );
    found
}

fn doubts(lines: &Lines<'_>, frame: &Frame, section: &Section, bundle: &Bundle, kind: Kind) -> Vec<Doubt> {
    let mut found = Vec::new();
    let mut last = 0;
    let mut aspect = None;
    for (finding, read) in bundle.findings.iter().zip(&section.reads) {
        let own = finding.number.unwrap_or_default();
        if let Some(printed) = read.printed {
            let anew = printed == 1 && finding.aspect != aspect;
            if !anew {
                sequence(&mut found, read.line, last, printed, &|n| format!("问题编号 {n}"));
            }
            last = printed;
        }
        aspect.clone_from(&finding.aspect);
        let mut before = 0;
        for (ordinal, at) in &read.body.ordinals {
            let line = lines.number_at(
                read.start + finding.title.len().min(*at) + at.saturating_sub(finding.title.len()),
            );
            let name = |n| format!("问题 {own} 的序次“{}”", in_chinese(n));
            sequence(&mut found, line, before, *ordinal, &name);
            before = *ordinal;
        }
        if read.body.unnumbered {
            let text = format!("问题 {own} 没有“一是、二是”，每一段作为一条措施");
            found.push(Doubt { line: read.line, text });
        }
        if let Some(at) = read.body.unsplit {
            let line = lines.number_at(read.start + at);
            found.push(Doubt {
                line,
                text: format!("问题 {own} 有序次接在分号之后，没有拆开；请看是否应为另一条措施"),
            });
        }
        if finding.measures.is_empty() && kind != Kind::Feedback {
            found.push(Doubt { line: read.line, text: format!("问题 {own} 没有措施") });
        }
    }
    if !frame.date.is_empty() && date_of(&bundle.notice.date_text).is_none() {
        let text = format!("成文日期“{}”不完整或日历上没有，原文照留", trimmed(&bundle.notice.date_text));
        found.push(Doubt { line: frame.date.start + 1, text });
    }
    found
}

/// What is odd where `is` follows `was`.
fn sequence(found: &mut Vec<Doubt>, line: usize, was: u32, is: u32, name: &dyn Fn(u32) -> String) {
    let text = if is == was + 1 {
        return;
    } else if is > was + 1 {
        let missing: Vec<String> = (was + 1..is).take(5).map(name).collect();
        let more = if is - was > 6 { " 等" } else { "" };
        format!("缺少{}{more}", missing.join("、"))
    } else if is == was {
        format!("{}重复", name(is))
    } else {
        format!("{}倒退（上一个是 {was}）", name(is))
    };
    found.push(Doubt { line, text });
}

fn compared(bundle: &Bundle, measures: usize) -> Vec<Compared> {
    let sure = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let issued = bundle.institutions.iter().filter(|i| i.role == Some(DocumentRole::Issued)).count();
    let persons = bundle.accountability.iter().filter_map(|entry| entry.count).fold(0, u32::saturating_add);
    let compare = |claim: &ledger::register::Claim| {
        let counted = match claim.subject.as_ref()? {
            ClaimSubject::Findings => sure(bundle.findings.len()),
            ClaimSubject::Measures => sure(measures),
            ClaimSubject::Institutions => sure(issued),
            ClaimSubject::Accountability => persons,
            ClaimSubject::Other(_) => return None,
        };
        let value = claim.value?;
        Some(Compared {
            name: claim.subject.as_ref()?.label().to_owned(),
            claimed: format!("{value} {}", claim.unit),
            counted,
            same: value == counted,
            quote: claim.quote.clone(),
        })
    };
    bundle.claims.iter().filter_map(compare).collect()
}
