//! Names of duties and what stands behind them: `责任单位：办公室；完成时限：6月底`. Works on text alone.

use crate::lines::{is_space, trimmed};

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// 责任领导.
    Leader,
    /// 牵头部门.
    Lead,
    /// 责任部门.
    Units,
    /// 配合部门.
    Supporting,
    /// 责任人.
    Owner,
    /// 整改时限.
    Due,
    /// 整改类型.
    Term,
    /// 整改状态.
    Status,
    /// 整改目标.
    Goal,
    /// 原因分析.
    Cause,
}

/// A name with what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'a> {
    /// What the name means; none where it is not known.
    pub duty: Option<Duty>,
    /// The name.
    pub name: &'a str,
    /// The text behind it.
    pub value: &'a str,
}

/// How a name of a duty is put together: all of these before all of those.
const PEOPLE: [(&str, Duty); 38] = [
    ("牵头责任领导", Duty::Leader),
    ("责任班子成员", Duty::Leader),
    ("整改责任领导", Duty::Leader),
    ("分管责任领导", Duty::Leader),
    ("责任分管领导", Duty::Leader),
    ("责任局领导", Duty::Leader),
    ("责任校领导", Duty::Leader),
    ("责任县领导", Duty::Leader),
    ("牵头局领导", Duty::Leader),
    ("责任领导", Duty::Leader),
    ("主责领导", Duty::Leader),
    ("牵头领导", Duty::Leader),
    ("分管领导", Duty::Leader),
    ("主管领导", Duty::Leader),
    ("包保领导", Duty::Leader),
    ("包抓领导", Duty::Leader),
    ("包案领导", Duty::Leader),
    ("督办领导", Duty::Leader),
    ("领办领导", Duty::Leader),
    ("整改责任人", Duty::Owner),
    ("直接责任人", Duty::Owner),
    ("具体责任人", Duty::Owner),
    ("第一责任人", Duty::Owner),
    ("主要责任人", Duty::Owner),
    ("具体负责人", Duty::Owner),
    ("部门责任人", Duty::Owner),
    ("科室责任人", Duty::Owner),
    ("责任人员", Duty::Owner),
    ("责任人", Duty::Owner),
    ("负责人", Duty::Owner),
    ("经办人", Duty::Owner),
    ("承办人", Duty::Owner),
    ("牵头人", Duty::Owner),
    ("整改目标", Duty::Goal),
    ("预期目标", Duty::Goal),
    ("原因分析", Duty::Cause),
    ("问题成因", Duty::Cause),
    ("产生原因", Duty::Cause),
];

/// What stands before 单位, 部门, 科室 …
const ROLES: [(&str, Duty); 22] = [
    ("牵头责任", Duty::Lead),
    ("责任牵头", Duty::Lead),
    ("整改牵头", Duty::Lead),
    ("牵头整改", Duty::Lead),
    ("牵头", Duty::Lead),
    ("主责", Duty::Lead),
    ("主办", Duty::Lead),
    ("主体责任", Duty::Units),
    ("整改责任", Duty::Units),
    ("具体责任", Duty::Units),
    ("责任配合", Duty::Supporting),
    ("配合责任", Duty::Supporting),
    ("责任", Duty::Units),
    ("整改", Duty::Units),
    ("承办", Duty::Units),
    ("落实", Duty::Units),
    ("实施", Duty::Units),
    ("协助配合", Duty::Supporting),
    ("配合", Duty::Supporting),
    ("协办", Duty::Supporting),
    ("协助", Duty::Supporting),
    ("协同", Duty::Supporting),
];

const KINDS: [&str; 12] =
    ["单位", "部门", "科室", "股室", "处室", "室所", "支部", "党支部", "党组织", "站所", "办公室", "机构"];

/// Names of deadlines, of their class and of how far a measure is.
const TIMES: [(&str, Duty); 21] = [
    ("整改完成时限", Duty::Due),
    ("整改完成时间", Duty::Due),
    ("整改时限要求", Duty::Due),
    ("计划完成时间", Duty::Due),
    ("计划完成时限", Duty::Due),
    ("完成整改时限", Duty::Due),
    ("拟完成时间", Duty::Due),
    ("整改时限", Duty::Due),
    ("完成时限", Duty::Due),
    ("整改期限", Duty::Due),
    ("完成期限", Duty::Due),
    ("完成时间", Duty::Due),
    ("整改时间", Duty::Due),
    ("办结时限", Duty::Due),
    ("时间要求", Duty::Due),
    ("时限要求", Duty::Due),
    ("时间节点", Duty::Due),
    ("时限", Duty::Due),
    ("整改类型", Duty::Term),
    ("整改状态", Duty::Status),
    ("整改类别", Duty::Term),
];

/// The most characters of a value: what is longer is a sentence.
const LONGEST: usize = 80;

/// The name at the start of a text: what it means, and its bytes with the colon.
fn name_at(text: &str) -> Option<(Duty, usize, usize)> {
    let listed = PEOPLE.iter().chain(&TIMES).find(|(name, _)| text.starts_with(name));
    let listed = listed.map(|(name, duty)| (*duty, name.len()));
    let of_units = || {
        ROLES.iter().find_map(|(role, duty)| {
            let rest = text.strip_prefix(role)?;
            let kind = KINDS.iter().find(|kind| rest.starts_with(*kind))?;
            Some((*duty, role.len() + kind.len()))
        })
    };
    let (duty, name) = listed.or_else(of_units)?;
    Some((duty, name, name + colon(text.get(name..)?)?))
}

/// The bytes of a colon at the start, with space before it.
fn colon(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(is_space);
    let colon = rest.chars().next().filter(|c| matches!(c, ':' | '：'))?;
    Some(text.len() - rest.len() + colon.len_utf8())
}

/// Another name at the start of a text: two to eight signs of Chinese before a colon.
fn other_name(text: &str) -> Option<(usize, usize)> {
    let at = text
        .char_indices()
        .take(9)
        .find(|(_, c)| !('\u{4e00}'..='\u{9fff}').contains(c))
        .map(|(at, _)| at)?;
    let count = text.get(..at)?.chars().count();
    (2..=8).contains(&count).then_some(())?;
    Some((at, at + colon(text.get(at..)?)?))
}

/// Whether a line begins with the name of a duty, also in a bracket.
#[must_use]
pub fn begins(line: &str) -> bool {
    name_at(line.trim_start_matches(['（', '(', '【', '［'])).is_some()
}

/// Whether a title is that of a plan.
#[must_use]
pub fn is_of_plan(title: &str) -> bool {
    const ENDS: [&str; 9] =
        ["方案", "清单", "任务书", "任务分解", "分解表", "任务表", "台账", "责任分工", "实施计划"];
    title.contains("整改") && ENDS.iter().any(|end| title.ends_with(end))
}

/// The names of a segment with what stands behind each, in order; empty where it says anything else, or no duty first.
pub fn pairs(segment: &str) -> Vec<Pair<'_>> {
    let mut text = trimmed(segment).trim_end_matches(['。', '；', ';', '，']);
    for (open, close) in [('（', '）'), ('(', ')'), ('【', '】'), ('［', '］'), ('（', ')'), ('(', '）')]
    {
        let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| balanced(inner)) {
            text = trimmed(inner);
            break;
        }
    }
    let Some((duty, name, start)) = name_at(text) else { return Vec::new() };
    let mut found = Vec::new();
    let mut next = Some((Some(duty), 0..name, start));
    while let Some((duty, name, start)) = next {
        let (end, following) = value_end(text, start);
        let value = text.get(start..end).unwrap_or("");
        let value = value.trim_matches(|c| is_space(c) || matches!(c, '；' | ';' | '，' | ',' | '。' | '、'));
        let long = matches!(duty, Some(Duty::Goal | Duty::Cause));
        if !long && (value.chars().count() > LONGEST || value.contains('。') || !balanced(value)) {
            return Vec::new();
        }
        found.push(Pair { duty, name: text.get(name).unwrap_or(""), value });
        next = following;
    }
    found
}

type Next = (Option<Duty>, std::ops::Range<usize>, usize);

/// Where the value that begins at `start` ends, and the name that follows.
fn value_end(text: &str, start: usize) -> (usize, Option<Next>) {
    let rest = text.get(start..).unwrap_or("");
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let parts = matches!(c, '；' | ';' | '，' | ',' | '。' | '、' | '\n') || is_space(c);
        if depth > 0 || !parts {
            continue;
        }
        let behind = at + c.len_utf8();
        let after = rest.get(behind..).unwrap_or("");
        let place = start + behind;
        if let Some((duty, name, value)) = name_at(after) {
            return (start + at, Some((Some(duty), place..place + name, place + value)));
        }
        if let Some((name, value)) = other_name(after) {
            return (start + at, Some((None, place..place + name, place + value)));
        }
    }
    (text.len(), None)
}

fn balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    for c in text.chars() {
        match c {
            '（' | '(' | '【' | '［' => depth += 1,
            '）' | ')' | '】' | '］' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}
