//! The section of the findings: which lines begin aspects and findings, and what each holds. Knows the one section.

use std::collections::HashMap;
use std::ops::Range;

use super::evidence::{Evidence, evidences};
use super::lines::{Lines, is_space, space_before, trimmed};
use super::marks::{Found, Mark, mark};
use super::measures::{self, Body};
use super::running::{lists, names_problems, without_stop};
use super::titles::{Likeness, label, starts_list, tells_details};
use ledger::Id;
use ledger::finding::Finding;
use ledger::register::Aspect;

/// A finding with what was noticed while it was read.
#[derive(Debug)]
pub struct Read {
    /// The printed number.
    pub printed: Option<u32>,
    /// The line of its title, from 1.
    pub line: usize,
    /// Where the text behind the numbering begins, in bytes of the whole.
    pub start: usize,
    /// What was noticed in its body.
    pub body: Body,
}

/// What the section holds.
#[derive(Debug, Default)]
pub struct Section {
    /// What stands before the first aspect or finding, in bytes of the text.
    pub intro: Range<usize>,
    /// The aspects, in order.
    pub aspects: Vec<Aspect>,
    /// The findings, in order.
    pub findings: Vec<Finding>,
    /// What was noticed, a finding each.
    pub reads: Vec<Read>,
    /// The line of each aspect, from 1.
    pub aspect_lines: Vec<usize>,
}

/// A place that begins something: the start of a line, or within one.
pub(super) struct Item {
    /// The line.
    pub line: usize,
    /// Where it begins, in bytes of the text.
    pub at: usize,
    /// Where what stands before it ends at the latest: the words between belong to neither.
    pub from: usize,
    /// Its numbering.
    pub found: Option<Found>,
    /// It begins an aspect, not a finding.
    pub aspect: bool,
}

impl Item {
    /// An item that begins with its line.
    pub fn of_line(lines: &Lines<'_>, line: usize, found: Option<Found>, aspect: bool) -> Self {
        let bytes = lines.bytes(&(line..line + 1));
        let at = bytes.start + space_before(lines.text.get(bytes.clone()).unwrap_or("")).0.len();
        Self { line, at, from: bytes.start, found, aspect }
    }

    /// Where the text before it ends, which begins at `start`: a stop before what stands within a line is between the two.
    fn end_before(&self, lines: &Lines<'_>, start: usize) -> usize {
        let begin = Self::of_line(lines, self.line, None, false).at;
        let from = self.from.max(start);
        if self.from <= begin && start <= self.from {
            return from;
        }
        start + without_stop(lines.text.get(start..from).unwrap_or("")).len()
    }
}

/// The kind of numbering that findings have: the one with most that is sure, else with most that is likely; of two,
/// the inner one.
fn kind_of_findings(all: &[Evidence]) -> Option<Mark> {
    let best = |weight: fn(&Evidence) -> u32| {
        let mut sums: HashMap<Option<Mark>, u32> = HashMap::new();
        for one in all {
            *sums.entry(one.mark()).or_default() += weight(one);
        }
        sums.into_iter().filter(|(_, sum)| *sum > 0).max_by_key(|(mark, sum)| (*sum, *mark))
    };
    best(Evidence::sure).or_else(|| best(Evidence::likely)).and_then(|(mark, _)| mark)
}

/// Looks through the numbered lines in order for those that begin findings.
struct Search {
    kind: Option<Mark>,
    /// Whether any line of the kind is surely a finding: then one that is likely must also stand in order.
    sure: bool,
    /// The number of the last finding, from 0 under each aspect, and as it was printed.
    last: u32,
    printed: u32,
    /// Whether a finding was found, and whether its measures are numbered as findings are.
    any: bool,
    within: bool,
}

impl Search {
    fn is_finding(&self, one: &Evidence, text: &str) -> bool {
        if one.mark() != self.kind {
            let unlike = one.found.is_none() || one.mark() == Some(Mark::Problem);
            return unlike && one.likeness >= Likeness::Strong && one.followed();
        }
        let follows = one.number() == Some(self.last + 1) || one.number() == Some(self.printed + 1);
        if self.sure {
            one.sure() > 0 || (one.likely() > 0 && follows && self.any && !self.within)
        } else {
            let short = text.chars().count() <= 80;
            one.likely() > 0 || (one.found.is_some() && follows && short && one.followed())
        }
    }
}

fn items(lines: &Lines<'_>, range: &Range<usize>, started: bool) -> Vec<Item> {
    let all = evidences(lines, range);
    let kind = kind_of_findings(&all);
    let sure = all.iter().any(|one| one.mark() == kind && one.sure() > 0);
    let mut search = Search { kind, sure, last: 0, printed: 0, any: false, within: false };
    let mut items: Vec<Item> = Vec::new();
    for one in all {
        let (at, found) = (one.line, one.found);
        let text = lines.line(at);
        if search.is_finding(&one, text) && (found.is_some() || started) {
            search.last = one.number().unwrap_or(search.last + 1);
            search.printed = search.last;
            (search.any, search.within) = (true, false);
            items.push(Item::of_line(lines, at, found, false));
        } else if let Some(outer) =
            found.filter(|found| found.mark != Mark::Problem && outer(found.mark, kind, text))
        {
            let short = text.chars().count() <= 80
                && text.find('。').is_none_or(|at| at + '。'.len_utf8() == text.len());
            if short && label(text).is_none() {
                items.push(Item::of_line(lines, at, Some(outer), true));
                (search.last, search.within) = (0, false);
            }
        } else if one.mark() == kind {
            search.within = true;
        }
    }
    with_findings(lines, items)
}

/// Whether a numbering stands above that of the findings. Above 问题1. and titles without a number, 1. and （1） number
/// measures, unless the line names a field of work.
fn outer(mark: Mark, kind: Option<Mark>, text: &str) -> bool {
    match kind {
        Some(Mark::Problem) | None => mark <= Mark::Chinese || text.contains("方面"),
        Some(kind) => mark < kind,
    }
}

/// The findings of a section that counts them within its paragraphs: `一是关于…的问题。已…。二是关于…的问题。`
fn counted(lines: &Lines<'_>, range: &Range<usize>) -> Vec<Item> {
    let mut items = Vec::new();
    for at in range.clone() {
        let line = lines.line(at);
        let Some(list) = lists(line).into_iter().next().filter(|list| names_problems(line, list)) else {
            continue;
        };
        let begin = Item::of_line(lines, at, None, false).at;
        let heading = mark(line).filter(|found| list.lead.end > found.len);
        if let Some(found) = heading {
            items.push(Item::of_line(lines, at, Some(found), true));
        }
        for (n, member) in list.members.iter().enumerate() {
            let own = begin + member.at;
            let from = if n == 0 && heading.is_none() { begin } else { own };
            items.push(Item { line: at, at: own, from, found: Some(member.found), aspect: false });
        }
    }
    items
}

/// Takes out the aspects under which no finding begins within three paragraphs.
fn with_findings(lines: &Lines<'_>, items: Vec<Item>) -> Vec<Item> {
    let mut kept: Vec<Item> = Vec::new();
    for item in items.into_iter().rev() {
        let near = kept.last().is_some_and(|next| {
            let inner = !next.aspect || next.found.map(|f| f.mark) > item.found.map(|f| f.mark);
            let between = (item.line + 1..next.line).filter(|at| !lines.line(*at).is_empty()).take(4).count();
            inner && between <= 3
        });
        if !item.aspect || near {
            kept.push(item);
        }
    }
    kept.reverse();
    kept
}

/// Reads the section. `started` says whether any part stands before it; `previous` is where that part ends.
#[must_use]
pub fn read(lines: &Lines<'_>, range: &Range<usize>, started: bool, previous: usize) -> Section {
    let all = items(lines, range, started);
    if all.iter().any(|item| !item.aspect) {
        return read_items(lines, range, &all, started, previous, measures::read);
    }
    read_items(lines, range, &counted(lines, range), started, previous, measures::read_counted)
}

/// What stands before the first item, without what is between the two: the stop where that begins within a line, else the
/// line break.
fn intro<'a>(lines: &Lines<'a>, range: &Range<usize>, items: &[Item]) -> &'a str {
    let bytes = lines.bytes(range);
    let Some(item) = items.first() else { return lines.text.get(bytes).unwrap_or("") };
    let line = lines.bytes(&(item.line..item.line + 1)).start;
    if item.at == Item::of_line(lines, item.line, None, false).at {
        let intro = lines.text.get(bytes.start..line).unwrap_or("");
        return intro.strip_suffix('\n').unwrap_or(intro);
    }
    without_stop(lines.text.get(bytes.start..item.at).unwrap_or(""))
}

/// Reads the aspects and findings that begin at these lines; `body` reads what stands behind the numbering of a finding.
pub(super) fn read_items(
    lines: &Lines<'_>,
    range: &Range<usize>,
    items: &[Item],
    started: bool,
    previous: usize,
    body: fn(&str, &mut Finding) -> Body,
) -> Section {
    let start = lines.bytes(range).start;
    let intro = intro(lines, range, items);
    let mut section = Section { intro: start..start + intro.len(), ..Section::default() };
    let has_intro = !trimmed(intro).is_empty();
    let mut previous = if has_intro { section.intro.end } else { previous };
    let mut started = started || has_intro;
    if !has_intro {
        section.intro = start..start;
    }
    let end = lines.bytes(range).end;
    let mut above: Vec<(Mark, Id)> = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let start = item.at;
        let least = start + item.found.map_or(0, |found| found.len);
        let stop = items.get(n + 1).map_or(end, |next| next.end_before(lines, least));
        let before = lines.text.get(previous..start).unwrap_or("");
        let usual = before == if started { "\n" } else { "" };
        let before = if usual { "" } else { before };
        let text = lines.text.get(start..stop).unwrap_or("");
        started = true;
        if item.aspect {
            let aspect = aspect(text, item, before, &mut above, section.aspects.len());
            previous = start + aspect.prefix.len() + aspect.title.len() + aspect.body.len();
            section.aspects.push(aspect);
            section.aspect_lines.push(item.line + 1);
            continue;
        }
        let mut finding = Finding { aspect: above.last().map(|(_, id)| id.clone()), ..Finding::default() };
        let prefix = prefix(text, item.found);
        prefix.clone_into(&mut finding.prefix);
        // An unnumbered finding says so by writing its line break out.
        if prefix.is_empty() && before.is_empty() { "\n" } else { before }
            .clone_into(&mut finding.form.before);
        let behind = start + prefix.len();
        let body = body(text.get(prefix.len()..).unwrap_or(""), &mut finding);
        previous = behind + body.len;
        finding.number = u32::try_from(section.findings.len() + 1).ok();
        let printed = item.found.and_then(|found| found.number);
        section.reads.push(Read { printed, line: item.line + 1, start: behind, body });
        section.findings.push(finding);
    }
    if let Some(last) = section.findings.last_mut() {
        lines.text.get(previous..end).unwrap_or("").clone_into(&mut last.form.after);
    }
    section
}

/// The numbering with the space behind it, where the title follows.
fn prefix(text: &str, found: Option<Found>) -> &str {
    let Some(found) = found else { return "" };
    let space = |from: usize| text.get(from..).map_or(0, |rest| space_before(rest).0.len());
    let whole = found.len + space(found.len);
    // 1.存在问题：… has its title behind the colon.
    let named = text.get(whole..).map_or(0, named_before);
    let whole = whole + named + if named > 0 { space(whole + named) } else { 0 };
    let prefix = if whole == text.len() { found.len } else { whole };
    text.get(..prefix).unwrap_or("")
}

/// The bytes of 存在问题： where a title follows in the line; 0 where there is none.
fn named_before(text: &str) -> usize {
    let line = text.split('\n').next().unwrap_or("");
    let colon = line.char_indices().take(8).find(|(_, c)| matches!(c, ':' | '：'));
    let Some((at, colon)) = colon.filter(|_| tells_details(line)) else { return 0 };
    let end = at + colon.len_utf8();
    let behind = trimmed(line.get(end..).unwrap_or(""));
    if behind.is_empty() || starts_list(behind) { 0 } else { end }
}

fn aspect(text: &str, item: &Item, before: &str, above: &mut Vec<(Mark, Id)>, count: usize) -> Aspect {
    let prefix = prefix(text, item.found);
    let rest = text.get(prefix.len()..).unwrap_or("");
    let line = rest.split('\n').next().unwrap_or("");
    let title = line.trim_end_matches(is_space);
    let body = rest.get(title.len()..).unwrap_or("").trim_end_matches(is_space);
    let id = Id::new(&format!("s{:02}", count + 1)).unwrap_or_default();
    let mark = item.found.map_or(Mark::Chinese, |found| found.mark);
    above.retain(|(outer, _)| *outer < mark);
    let parent = above.last().map(|(_, id)| id.clone());
    above.push((mark, id.clone()));
    Aspect {
        id,
        prefix: prefix.to_owned(),
        title: title.to_owned(),
        parent,
        body: body.to_owned(),
        // An aspect without a number says so by writing its line break out.
        before: if prefix.is_empty() && before.is_empty() { "\n" } else { before }.to_owned(),
        ..Aspect::default()
    }
}
