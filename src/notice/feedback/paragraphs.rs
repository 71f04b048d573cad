//! Problems that a feedback or a news text counts within a paragraph, without a line of their own: `巡察发现，一是…；二是…`.
//! What leads to a counting says what is counted: problems, an aspect of them, or advice.

use std::ops::Range;

use super::level::Role;
use super::numbered::{Level, Numbered, heading_words};
use crate::findings::Item;
use crate::lines::{Lines, trimmed};
use crate::marks::mark;
use crate::running::{List, lists, without_stop};
use crate::sections::has;

/// What is counted behind some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Problems.
    Problems,
    /// Problems of the aspect that the words name.
    Aspect,
    /// What is asked for, or promised.
    Advice,
    /// The words are a problem themselves, and facts of it are counted.
    Other,
}

/// The most characters of a word that only goes on: 此外，
const SHORTEST: usize = 6;

fn lead(words: &str) -> Lead {
    const PROBLEMS: [&str; 9] = ["存在", "问题", "不足", "短板", "差距", "薄弱", "表现", "发现", "反馈如下"];
    const ADVICE: [&str; 11] =
        ["要求", "建议", "希望", "强调", "表示", "打算", "下一步", "要切实", "整改措施", "提出意见", "表态"];
    let words = without_stop(trimmed(words));
    let sentence = words.rsplit(['。', '；']).next().unwrap_or(words);
    let clause = sentence.rsplit(['，', ',']).next().unwrap_or(sentence);
    let against = ["针对", "解决", "围绕"].iter().any(|word| clause.contains(word));
    let general = ["一些方面", "几个方面", "个方面", "多方面", "以下方面", "如下方面", "等方面"];
    if clause.contains("方面")
        && !has(clause, &general)
        && clause.chars().count() <= 40
        && names_field(clause)
    {
        Lead::Aspect
    } else if !against && has(clause, &PROBLEMS) {
        Lead::Problems
    } else if has(clause, &ADVICE) {
        Lead::Advice
    } else if !against && (has(sentence, &PROBLEMS) || sentence.contains("指出")) {
        Lead::Problems
    } else {
        Lead::Other
    }
}

/// Whether words name a field of work and tell nothing of it: they end in 方面, or say that problems are there.
fn names_field(words: &str) -> bool {
    let behind = words.rsplit("方面").next().unwrap_or("");
    let behind = behind.trim_start_matches(['的', '主', '要', '还', '也', '中']);
    ["", "存在的问题", "存在问题", "问题", "存在以下问题", "存在的主要问题", "存在主要问题", "存在不足"]
        .contains(&behind)
}

/// The paragraphs of a text without any numbered line that count problems: from the first to behind the last.
#[must_use]
pub fn carriers(lines: &Lines<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let mut found: Option<Range<usize>> = None;
    for at in range.clone() {
        let line = lines.line(at);
        let tells = lists(line).iter().any(|list| match lead(line.get(list.lead.clone()).unwrap_or("")) {
            Lead::Problems | Lead::Aspect => true,
            Lead::Other => found.is_some() && is_short(line, list),
            Lead::Advice => false,
        });
        if tells {
            found = Some(found.map_or(at, |found| found.start)..at + 1);
        }
    }
    found
}

/// Whether what leads to a counting only goes on.
fn is_short(line: &str, list: &List) -> bool {
    let words = without_stop(trimmed(line.get(list.lead.clone()).unwrap_or("")));
    words.chars().count() <= SHORTEST
}

/// What a numbered line, and the plain ones below it, begin.
pub struct Paragraphs<'a> {
    lines: &'a Lines<'a>,
    items: Vec<Item>,
}

impl<'a> Paragraphs<'a> {
    /// Of the lines of a section: the items that begin at lines, with what is counted within them.
    pub fn items(
        lines: &'a Lines<'a>,
        range: &Range<usize>,
        all: &[Numbered],
        roles: &[Role],
        started: bool,
    ) -> Vec<Item> {
        let mut own = Self { lines, items: Vec::new() };
        if !roles.contains(&Role::Finding) {
            range.clone().for_each(|at| own.plain(at, started || at > range.start));
            if own.items.iter().any(|item| !item.aspect) {
                return own.items;
            }
            own.items.clear();
        }
        for (n, (one, role)) in all.iter().zip(roles).enumerate() {
            // Without a number it is an aspect only where a line break stands before it.
            if *role == Role::Inside || !(one.found.is_some() || started || one.line > range.start) {
                continue;
            }
            let next = all.get(n + 1).map_or(range.end, |next| next.line);
            if *role == Role::Aspect || !own.aspect(one, next) {
                let item = Item::of_line(lines, one.line, one.found, *role == Role::Aspect);
                own.items.push(item);
                if *role == Role::Finding {
                    own.siblings(one);
                }
            }
        }
        own.items
    }

    fn begin(&self, at: usize) -> usize {
        Item::of_line(self.lines, at, None, false).at
    }

    fn members(&mut self, line: usize, list: &List, skip: usize) {
        let begin = self.begin(line);
        for (n, member) in list.members.iter().enumerate().skip(skip) {
            let at = begin + member.at;
            // What leads to the first belongs to no problem above it.
            let from = if n == 0 { begin + list.lead.start } else { at };
            self.items.push(Item { line, at, from, found: Some(member.found), aspect: false });
        }
    }

    /// A line that begins with an ordinal counts the next ones, too: `一是…。二是…。`, `1.…；2.…`.
    fn siblings(&mut self, one: &Numbered) {
        if one.level == Level::Problem {
            return;
        }
        let lists = lists(self.lines.line(one.line));
        if let Some(list) =
            lists.first().filter(|list| list.members.first().is_some_and(|first| first.at == 0))
        {
            self.members(one.line, list, 1);
        }
    }

    /// A numbered line that only names an aspect, with the problems that are counted behind it or in the paragraphs below:
    /// `（一）党的领导方面。一是…。二是…。`
    fn aspect(&mut self, one: &Numbered, next: usize) -> bool {
        let line = self.lines.line(one.line);
        if one.titled || one.level >= Level::Is {
            return false;
        }
        let behind = one.found.map_or(0, |found| found.len);
        let own = lists(line).into_iter().next();
        let named = match &own {
            Some(list) => line.get(behind.min(list.lead.end)..list.lead.end).unwrap_or(""),
            None => heading_words(line),
        };
        let named = without_stop(trimmed(named));
        let is_field = !named.contains(['。', '；', '，']) && named.ends_with("方面");
        let below = (one.line + 1..next).filter(|at| !self.lines.line(*at).is_empty());
        let told: Vec<usize> = below.filter(|at| !lists(self.lines.line(*at)).is_empty()).collect();
        if !is_field || (own.is_none() && told.is_empty()) {
            return false;
        }
        let before = self.items.len();
        self.items.push(Item::of_line(self.lines, one.line, one.found, true));
        if let Some(list) = own {
            let at = self.begin(one.line);
            self.members(one.line, &list, 0);
            if let Some(first) = self.items.get_mut(before + 1) {
                first.from = at + list.lead.end;
            }
        }
        for at in told {
            for list in lists(self.lines.line(at)) {
                if self.leads(at, &list) != Lead::Advice {
                    self.members(at, &list, 0);
                }
            }
        }
        if self.items.get(before + 1).is_none() {
            self.items.truncate(before);
            return false;
        }
        true
    }

    fn leads(&self, at: usize, list: &List) -> Lead {
        lead(self.lines.line(at).get(list.lead.clone()).unwrap_or(""))
    }

    /// A paragraph without a number.
    fn plain(&mut self, at: usize, started: bool) {
        let line = self.lines.line(at);
        let all = lists(line);
        let whole = all.first().is_some_and(|list| {
            let words = trimmed(line.get(list.lead.clone()).unwrap_or(""));
            self.leads(at, list) == Lead::Other
                && !is_short(line, list)
                && words.ends_with(['。', '：', ':', '；'])
        });
        if whole && started && mark(line).is_none() {
            self.items.push(Item::of_line(self.lines, at, None, false));
            return;
        }
        for list in all {
            let own = self.leads(at, &list);
            let begin = self.begin(at);
            match own {
                Lead::Advice => {}
                Lead::Aspect => {
                    let words = line.get(list.lead.clone()).unwrap_or("");
                    // Words before the aspect stay before it: 巡察发现，在党的领导方面，
                    let last =
                        words.trim_end_matches(|c| "，,：: ".contains(c)).rfind(['。', '；', '，', '：']);
                    let cut = last.and_then(|cut| Some(cut + words.get(cut..)?.chars().next()?.len_utf8()));
                    let start = begin + list.lead.start + cut.unwrap_or(0);
                    if start > begin || started {
                        let from = begin + list.lead.start;
                        self.items.push(Item { line: at, at: start, from, found: None, aspect: true });
                    }
                    let before = self.items.len();
                    self.members(at, &list, 0);
                    if let Some(first) = self.items.get_mut(before) {
                        first.from = begin + list.lead.end;
                    }
                }
                Lead::Other if !is_short(line, &list) => {}
                Lead::Other | Lead::Problems => self.members(at, &list, 0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_a_counting_says_what_is_counted() {
        let cases = [
            ("巡察发现，", Lead::Problems),
            ("巡察组指出，", Lead::Problems),
            ("局党组取得了成效，但也存在一些问题：", Lead::Problems),
            ("主要存在以下几个方面的问题：", Lead::Problems),
            ("对照新时代要求还存在差距：", Lead::Problems),
            ("在党的领导方面，", Lead::Aspect),
            ("巡察发现，在党的领导方面：", Lead::Aspect),
            ("党的建设方面存在的问题：", Lead::Aspect),
            ("巡察组要求，", Lead::Advice),
            ("针对上述问题，提出如下建议：", Lead::Advice),
            ("针对上述问题：", Lead::Other),
            ("局党组主要负责同志表示，", Lead::Advice),
            ("理论学习不深入。", Lead::Other),
            ("", Lead::Other),
        ];
        for (words, expected) in cases {
            assert_eq!(lead(words), expected, "{words}");
        }
    }
}
