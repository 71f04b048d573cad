//! Who answers, until when and to what end, where a plan (整改方案) says so behind its measures: `（责任领导：张某；责任单位：办公室；完成时限：2024年6月底）`
//! or in lines of their own. They become fields; their words stay where they are printed, between the measures, so
//! that no character is lost. What is odd is told.

mod pairs;
mod taking;

pub use pairs::{begins, is_of_plan};

use super::report::Doubt;
use ledger::Bundle;
use ledger::finding::Finding;
use pairs::{Duty, Pair, pairs};
use taking::{Fields, Takes, Units};

use super::lines::{space_before, trimmed};

/// Takes the duties out of the texts of a plan. `lines` tells the line of each finding.
pub fn take(bundle: &mut Bundle, lines: &[usize]) -> Vec<Doubt> {
    let around = taking::around(bundle);
    let mut findings = std::mem::take(&mut bundle.findings);
    let mut takes = Takes { units: Units::new(&mut bundle.units), statuses: &bundle.statuses, around };
    let mut told = Vec::new();
    for (finding, line) in findings.iter_mut().zip(lines) {
        let mut odd = Vec::new();
        of_finding(finding, &mut takes, &mut odd);
        let number = finding.number.unwrap_or_default();
        told.extend(odd.into_iter().map(|text| Doubt { line: *line, text: format!("问题 {number} {text}") }));
    }
    bundle.findings = findings;
    told
}

fn of_finding(finding: &mut Finding, takes: &mut Takes<'_>, odd: &mut Vec<String>) {
    of_details(finding, takes, odd);
    of_body(finding, takes, odd);
    let last = finding.measures.len().saturating_sub(1);
    let cuts: Vec<(usize, bool)> = finding.measures.iter().map(|measure| trailing(&measure.text)).collect();
    let told = cuts.iter().zip(&finding.measures).filter(|((cut, _), m)| *cut < m.text.len()).count();
    for (n, (cut, lines)) in cuts.into_iter().enumerate() {
        let Some(measure) = finding.measures.get_mut(n) else { continue };
        let text = std::mem::take(&mut measure.text);
        let (kept, duties) = text.split_at(cut);
        let words = kept.trim_end_matches(super::lines::is_space);
        words.clone_into(&mut measure.text);
        let gap = format!("{}{duties}", kept.get(words.len()..).unwrap_or(""));
        let found = segments(duties);
        // Lines of their own behind the last of several measures are said of the finding.
        let of_all = n == last && last > 0 && told == 1 && lines;
        let place = if of_all { String::new() } else { format!("措施 {} ", n + 1) };
        let other = if of_all {
            takes.put(&found, &mut Fields::of_finding(finding))
        } else {
            takes.put(&found, &mut Fields::of_measure(measure))
        };
        odd.extend(other.into_iter().map(|why| format!("{place}{why}")));
        if let Some(measure) = finding.measures.get(n)
            && left(&measure.text)
        {
            odd.push(format!("措施 {} 的文字中间还写有责任或时限，留在原处，请核对", n + 1));
        }
        match finding.measures.get_mut(n + 1) {
            Some(next) => next.before.insert_str(0, &gap),
            None => finding.form.after.insert_str(0, &gap),
        }
    }
}

/// Whether a text still says who answers: a line or a bracket of it does.
fn left(text: &str) -> bool {
    let lines = text.split('\n').any(|line| !pairs(line).is_empty());
    let brackets = text.split(['（', '(']).skip(1).filter_map(|rest| rest.split(['）', ')']).next());
    lines || brackets.into_iter().any(|inner| !pairs(inner).is_empty())
}

/// What stands between the title and the label: where it ends in duties, those are the finding's.
fn of_details(finding: &mut Finding, takes: &mut Takes<'_>, odd: &mut Vec<String>) {
    if finding.label.is_empty() || finding.details.is_empty() {
        return;
    }
    let text = std::mem::take(&mut finding.details);
    let whole = segments_of_lines(&text);
    let (cut, _) = if whole { (0, true) } else { trailing(&text) };
    let (kept, duties) = text.split_at(cut);
    let words = kept.trim_end_matches(super::lines::is_space);
    words.clone_into(&mut finding.details);
    let form = &mut finding.form;
    if cut < text.len() {
        let usual = |written: &str, run_in| match (written.is_empty(), run_in) {
            (true, true) => String::new(),
            (true, false) => "\n".to_owned(),
            _ => written.to_owned(),
        };
        let behind = usual(&form.before_label, form.label_run_in);
        let gap = format!("{}{duties}{behind}", kept.get(words.len()..).unwrap_or(""));
        if words.is_empty() {
            form.after_title = format!("{}{gap}", usual(&form.after_title, form.run_in));
            form.before_label.clear();
            form.label_run_in = false;
        } else {
            form.before_label = gap;
        }
    }
    if left(words) {
        odd.push("的具体内容里还写有责任或时限，留在原处，请核对".to_owned());
    }
    let found = segments(duties);
    odd.extend(takes.put(&found, &mut Fields::of_finding(finding)));
}

/// What stands before the first measure without a label, where all of it are duties.
fn of_body(finding: &mut Finding, takes: &mut Takes<'_>, odd: &mut Vec<String>) {
    if finding.body.is_empty() || !segments_of_lines(&finding.body) {
        return;
    }
    let Some(first) = finding.measures.first_mut() else { return };
    let text = std::mem::take(&mut finding.body);
    first.before.insert_str(0, &text);
    let found = segments(&text);
    odd.extend(takes.put(&found, &mut Fields::of_finding(finding)));
}

/// Whether every line of a text says nothing but duties.
fn segments_of_lines(text: &str) -> bool {
    let mut said = text.split('\n').map(trimmed).filter(|line| !line.is_empty()).peekable();
    said.peek().is_some() && said.all(|line| !pairs(line).is_empty())
}

/// Where the duties at the end of a text begin, and whether they stand in lines of their own. The end of the text where
/// there are none, or nothing else.
fn trailing(text: &str) -> (usize, bool) {
    let mut end = text.len();
    let mut lines = false;
    loop {
        let said = text.get(..end).unwrap_or("");
        let said =
            said.trim_end_matches(|c| super::lines::is_space(c) || matches!(c, '。' | '；' | ';' | '，'));
        let start = said.rfind('\n').map_or(0, |at| at + 1);
        let line = said.get(start..).unwrap_or("");
        let indent = space_before(line).0.len();
        let (at, own) = if !pairs(line).is_empty() {
            (start + indent, true)
        } else if let Some(open) = bracket(said).filter(|open| *open > start + indent) {
            (open, false)
        } else if let Some(behind) = run_in(line) {
            (start + behind, false)
        } else {
            break;
        };
        if trimmed(text.get(..at).unwrap_or("")).is_empty() {
            break;
        }
        (end, lines) = (at, lines || own);
    }
    (end, lines)
}

/// Where the bracket at the end of a text opens, if it holds duties.
fn bracket(said: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in said.char_indices().rev() {
        match c {
            '）' | ')' | '】' | '］' => depth += 1,
            '（' | '(' | '【' | '［' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at).filter(|at| !pairs(said.get(*at..).unwrap_or("")).is_empty());
                }
            }
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Where duties begin behind a stop in a line and take all the rest of it.
fn run_in(line: &str) -> Option<usize> {
    line.char_indices().filter(|(_, c)| matches!(c, '。' | '；' | ';' | '，')).find_map(|(at, c)| {
        let behind = at + c.len_utf8();
        let rest = line.get(behind..)?;
        (!pairs(rest).is_empty()).then_some(behind)
    })
}

/// The duties of a text that says nothing else, however it is cut into lines and brackets.
fn segments(text: &str) -> Vec<Pair<'_>> {
    let mut found: Vec<Pair<'_>> = Vec::new();
    for line in text.split('\n') {
        let mut rest = trimmed(line);
        while !rest.is_empty() {
            let end = rest.char_indices().find(|(_, c)| matches!(c, '）' | ')' | '】' | '］'));
            let whole = pairs(rest);
            if !whole.is_empty() {
                found.extend(whole);
                break;
            }
            // Several brackets one behind the other.
            let Some((at, c)) = end else { break };
            let (first, behind) = rest.split_at(at + c.len_utf8());
            found.extend(pairs(first));
            rest =
                behind.trim_start_matches(|c| super::lines::is_space(c) || matches!(c, '。' | '；' | '，'));
        }
    }
    found
}

/// Whether a text without a title is a plan: two of its lines or brackets say who answers.
pub fn is_plan(text: &str) -> bool {
    let is_who = |pair: &Pair<'_>| !matches!(pair.duty, Some(Duty::Due | Duty::Goal | Duty::Cause) | None);
    let says = |line: &&str| {
        let (at, _) = trailing(line);
        segments(line.get(at..).unwrap_or("")).iter().chain(&pairs(line)).any(is_who)
    };
    text.split('\n').filter(says).take(2).count() == 2
}

#[cfg(test)]
mod tests;
