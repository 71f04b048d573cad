//! Which measure a row of a file means: by its id, then by the texts of finding and measure. Knows no change.

use std::collections::{HashMap, HashSet};

use super::columns::Column;
use super::incoming::InRow;
use ledger::finding::{Finding, Measure};
use ledger::{Id, Ledger};

/// What a row means.
#[derive(Debug, Clone, PartialEq)]
pub enum Meant<'l> {
    /// A measure of the ledger; `by_id` where its id was given.
    Measure(&'l Finding, &'l Measure, bool),
    /// A finding of the ledger, and no measure; `by_id` where its id was given.
    Finding(&'l Finding, bool),
    /// A measure that the ledger does not have, of a finding that it has.
    NewMeasure(&'l Finding),
    /// A finding that the ledger does not have, with or without a measure.
    NewFinding,
    /// Nothing that can be taken: why.
    Nothing(String),
}

/// A text without what differs when it is typed again: numbers before it, space, punctuation, width.
#[must_use]
pub fn folded(text: &str) -> String {
    let kept = unnumbered(text).chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    });
    let kept: String =
        kept.filter(|c| c.is_alphanumeric() || *c == '%').flat_map(char::to_lowercase).collect();
    // A text of signs alone is told by them.
    if kept.is_empty() { text.trim().to_owned() } else { kept }
}

/// A text without the number before it: `1.`, `12、`, `（一）`, `一是`.
fn unnumbered(text: &str) -> &str {
    let text = text.trim_start();
    let is_number =
        |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c) || ('０'..='９').contains(&c);
    let inner = text.strip_prefix(['(', '（']).unwrap_or(text);
    let bracketed = inner.len() != text.len();
    let rest = inner.trim_start_matches(is_number);
    if rest.len() == inner.len() {
        return text;
    }
    let after = if bracketed {
        rest.strip_prefix([')', '）'])
    } else {
        rest.strip_prefix(['.', '．', '、', '是'])
    };
    after.filter(|after| !after.starts_with(|c: char| c.is_ascii_digit())).map_or(text, str::trim_start)
}

/// A number without the signs around it.
fn bare_number(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    kept.trim_end_matches(['.', '、', '．']).to_owned()
}

/// Texts shorter than this say too little to tell a measure without its finding.
const TELLING: usize = 12;

/// What a finding is told by besides its title.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// Its number, as it is printed.
    Printed,
    /// Its number, or the one that it has in the ledger.
    Number,
    /// Nothing.
    Title,
}

/// Finds measures and findings by what a row says. Each measure is found once.
pub struct Matcher<'l> {
    ledger: &'l Ledger,
    by_title: HashMap<String, Vec<&'l Finding>>,
    /// The finding that the rows of one group mean.
    of_group: HashMap<usize, Option<&'l Finding>>,
    by_text: HashMap<String, Vec<(&'l Finding, &'l Measure)>>,
    used: HashSet<&'l Id>,
    /// Measures that rows name together with their finding.
    named: HashSet<&'l Id>,
}

impl<'l> Matcher<'l> {
    /// For a ledger.
    #[must_use]
    pub fn new(ledger: &'l Ledger) -> Self {
        let mut by_title: HashMap<String, Vec<&Finding>> = HashMap::new();
        let mut by_text: HashMap<String, Vec<_>> = HashMap::new();
        for finding in &ledger.bundle().findings {
            by_title.entry(folded(&finding.title)).or_default().push(finding);
            for measure in &finding.measures {
                by_text.entry(folded(&measure.text)).or_default().push((finding, measure));
            }
        }
        Self {
            ledger,
            by_title,
            by_text,
            of_group: HashMap::new(),
            used: HashSet::new(),
            named: HashSet::new(),
        }
    }

    /// Settles which finding each group of rows means: by title and number as it is printed, then by title and a number that
    /// comes to the same (01 and 1), then by title alone. A finding is meant by one group, so that findings with one title
    /// stay apart.
    pub fn settle(&mut self, rows: &[InRow]) {
        let mut claimed: HashSet<&'l Id> = HashSet::new();
        let ledger = self.ledger;
        for by in [By::Printed, By::Number, By::Title] {
            for row in rows {
                let Some(group) = row.finding.filter(|group| !self.of_group.contains_key(group)) else {
                    continue;
                };
                let title = folded(row.told(Column::Finding));
                let all = self.by_title.get(title.as_str()).filter(|_| !title.is_empty());
                let number = bare_number(row.get(Column::Number));
                let found = all.into_iter().flatten().find(|finding| {
                    let prefix = bare_number(&finding.prefix);
                    let own = ledger.finding_number(&finding.id).to_string();
                    let same = match by {
                        By::Printed if prefix.is_empty() => own == number,
                        By::Printed => prefix == number,
                        By::Number => prefix == number || own == number,
                        By::Title => true,
                    };
                    !claimed.contains(&finding.id) && same && (by == By::Title || !number.is_empty())
                });
                if let Some(finding) = found {
                    claimed.insert(&finding.id);
                    self.of_group.insert(group, Some(finding));
                } else if by == By::Title {
                    self.of_group.insert(group, None);
                }
            }
        }
        for row in rows {
            let finding = row.finding.and_then(|group| self.of_group.get(&group).copied().flatten());
            let same = self.by_text.get(&folded(row.told(Column::Text)));
            let own = same.into_iter().flatten().filter(|(of, _)| finding.is_some_and(|own| own.id == of.id));
            self.named.extend(own.map(|(_, measure)| &measure.id));
        }
    }

    /// The finding that a row means.
    fn finding_of(&self, row: &InRow, title: &str) -> Option<&'l Finding> {
        let settled = row.finding.and_then(|group| self.of_group.get(&group));
        settled.copied().unwrap_or_else(|| {
            self.by_title.get(title).filter(|_| !title.is_empty()).and_then(|all| all.first()).copied()
        })
    }

    /// What the row means.
    pub fn find(&mut self, row: &InRow) -> Meant<'l> {
        let (title, text) = (folded(row.told(Column::Finding)), folded(row.told(Column::Text)));
        let ledger = self.ledger;
        let given = Id::new(row.get(Column::Id));
        if let Some((finding, measure)) = given.as_ref().and_then(|id| ledger.measure(id)) {
            if self.used.insert(&measure.id) {
                return Meant::Measure(finding, measure, true);
            }
            // A row that was copied to write another measure below it still bears the id of the first.
            if text == folded(&measure.text) || text.is_empty() {
                return Meant::Nothing("与上面的一行是同一条措施".to_owned());
            }
        } else if let Some(finding) = given.as_ref().and_then(|id| ledger.finding(id)) {
            if text.is_empty() {
                return Meant::Finding(finding, true);
            }
            return Meant::NewMeasure(finding);
        }
        let sum = ["合计", "总计", "小计"].iter().any(|word| row.get(Column::Number).trim() == *word);
        if sum {
            return Meant::Nothing("这是合计行".to_owned());
        }
        if title.is_empty() && text.is_empty() {
            return Meant::Nothing("没有“反馈问题”，也没有“整改措施”".to_owned());
        }
        let finding = self.finding_of(row, &title);
        if text.is_empty() {
            return finding.map_or(Meant::NewFinding, |finding| Meant::Finding(finding, false));
        }
        let same = self.by_text.get(text.as_str()).map_or(&[][..], Vec::as_slice);
        let own = |(of, _): &&(&'l Finding, &'l Measure)| finding.is_some_and(|finding| finding.id == of.id);
        let mut of_finding = same.iter().filter(own).peekable();
        if of_finding.peek().is_some() {
            let free = of_finding.find(|(_, measure)| !self.used.contains(&measure.id));
            return match free.copied() {
                Some(found) => self.take(found),
                None => Meant::Nothing("与上面的一行是同一条措施".to_owned()),
            };
        }
        if let (None, [only]) = (finding, same)
            && text.chars().count() >= TELLING
            && !self.used.contains(&only.1.id)
            && !self.named.contains(&only.1.id)
        {
            return self.take(*only);
        }
        match finding {
            Some(finding) => Meant::NewMeasure(finding),
            None if title.is_empty() => {
                Meant::Nothing("没有“反馈问题”，措施的文字也与台账中的都不同".to_owned())
            }
            None => Meant::NewFinding,
        }
    }

    fn take(&mut self, (finding, measure): (&'l Finding, &'l Measure)) -> Meant<'l> {
        self.used.insert(&measure.id);
        Meant::Measure(finding, measure, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_punctuation_do_not_tell_texts_apart() {
        for text in [
            "1.关于甲、乙的问题",
            "12、关于甲乙的问题。",
            "（一）关于甲，乙 的问题",
            "关于甲乙的问题",
            "(3)关于甲乙的问题",
            "一是关于甲乙的问题",
        ] {
            assert_eq!(folded(text), "关于甲乙的问题", "{text}");
        }
        for (text, expected) in [
            ("〃", "〃"),
            ("（一）", "（一）"),
            (" ", ""),
            ("2023年制定", "2023年制定"),
            ("1.5万元", "15万元"),
            ("一些", "一些"),
            ("ＡＢ", "ab"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }
}
