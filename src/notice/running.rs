//! What is counted within one paragraph: `一是…；二是…`, `首先，…其次，…`, `（一）…；（二）…`, `①…②…`, `1.…；2.…`.
//! Only the outermost counting of a paragraph is told; what is quoted or stands in brackets counts nothing. Decides
//! nothing of what is counted.

use std::ops::Range;

use super::lines::{is_space, space_before, trimmed};
use super::marks::{self, Found, Mark, mark};
use super::measures::{self, ordinal, quoted};

/// One of what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Where its ordinal begins, in bytes of the paragraph.
    pub at: usize,
    /// The ordinal.
    pub found: Found,
}

/// A counting, with what leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The sentence before the first ordinal; empty where the paragraph begins with that.
    pub lead: Range<usize>,
    /// What is counted: two at least.
    pub members: Vec<Counted>,
}

/// A way of counting within a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Is,
    Nth,
    First,
    Chinese,
    Bracketed,
    Circled,
    Arabic,
}

/// Behind how many characters a bracket that nobody closed holds nothing any more.
const LONGEST_BRACKET: usize = 80;

/// Stops that part what is counted.
const STOPS: [char; 10] = ['。', '；', ';', '，', ',', '：', ':', '、', '.', '．'];

/// A text without the stops and the space at its end.
#[must_use]
pub fn without_stop(text: &str) -> &str {
    text.trim_end_matches(|c| is_space(c) || STOPS.contains(&c))
}

/// The ordinal at the start of a text.
fn counter(text: &str) -> Option<(Family, Found)> {
    let words = [
        (Family::Is, measures::Family::Is),
        (Family::Nth, measures::Family::Nth),
        (Family::First, measures::Family::First),
    ];
    for (family, of_measures) in words {
        if let Some(found) = ordinal(of_measures, text, false) {
            let rest = text.get(found.len..)?;
            // 一是一，二是二 is a saying.
            let saying = family == Family::Is
                && marks::chinese(rest).is_some_and(|(number, len)| {
                    let behind = rest.get(len..).and_then(|rest| rest.chars().next());
                    number == found.number && behind.is_none_or(|c| !c.is_alphanumeric() || c == '二')
                });
            let found = Found { mark: Mark::Bracketed, number: Some(found.number), len: found.len };
            return (!saying).then_some((family, found));
        }
    }
    let found = mark(text)?;
    let circled = text.chars().next().is_some_and(|c| ('①'..='⑳').contains(&c));
    let family = match found.mark {
        Mark::Chinese => Family::Chinese,
        Mark::Bracketed if circled => Family::Circled,
        Mark::Bracketed => Family::Bracketed,
        Mark::Arabic => Family::Arabic,
        Mark::Section | Mark::Problem => return None,
    };
    found.number.map(|_| (family, found))
}

/// Where something may begin in a paragraph: at its start and behind each stop outside quotes and brackets, with the stop;
/// a line break stands for the start.
fn places(text: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut quotations = quoted(text).into_iter().peekable();
    let mut behind = Some('\n');
    let (mut depth, mut opened, mut before) = (0_usize, 0_usize, '.');
    for (n, (at, c)) in text.char_indices().enumerate() {
        while quotations.next_if(|quote| quote.end <= at).is_some() {}
        let quoted = quotations.peek().is_some_and(|quote| quote.start <= at);
        if depth > 0 && n - opened > LONGEST_BRACKET {
            depth = 0;
        }
        if is_space(c) {
            continue;
        }
        if depth == 0
            && !quoted
            && let Some(stop) = behind
        {
            found.push((at, stop));
        }
        behind = None;
        match c {
            '（' | '(' | '《' | '【' => (depth, opened) = (depth + 1, n),
            '）' | ')' | '》' | '】' => depth = depth.saturating_sub(1),
            '。' | '；' | ';' | '，' | ',' | '：' | ':' if depth == 0 && !quoted => behind = Some(c),
            '.' if depth == 0 && !quoted && !before.is_ascii() => behind = Some('。'),
            // 制度”。二是: what closes stands before the stop; 制度。”二是 behind it.
            '”' | '"' | '’' if matches!(before, '。' | '；') => behind = Some(before),
            _ => {}
        }
        before = c;
    }
    found
}

struct Open {
    family: Family,
    next: u32,
    list: List,
}

impl Open {
    /// Takes the list where it is one: two members, each of which says something.
    fn closed(self, text: &str, end: usize) -> Option<List> {
        let members = &self.list.members;
        let says = members.iter().enumerate().all(|(n, member)| {
            let end = members.get(n + 1).map_or(end, |next| next.at);
            let said = text.get(member.at + member.found.len..end).unwrap_or("");
            without_stop(trimmed(said)).chars().take(2).count() == 2
        });
        (members.len() > 1 && says).then_some(self.list)
    }
}

/// The countings of a paragraph, one after the other. A text of several lines is one paragraph.
#[must_use]
pub fn lists(text: &str) -> Vec<List> {
    let places = places(text);
    let mut behind = 0;
    // An ordinal that nothing follows numbers the paragraph itself: what is counted in it is looked for behind.
    for _ in 0..4 {
        let (found, first) = scan(text, &places, behind);
        match first.filter(|_| found.is_empty()) {
            Some(first) => behind = first + 1,
            None => return found,
        }
    }
    Vec::new()
}

/// The countings that begin at some byte or behind it, and where the first ordinal that may begin one stands.
fn scan(text: &str, places: &[(usize, char)], behind: usize) -> (Vec<List>, Option<usize>) {
    let mut found: Vec<List> = Vec::new();
    let mut open: Option<Open> = None;
    let (mut sentence, mut begun) = (0, None);
    for (at, stop) in places.iter().copied() {
        if matches!(stop, '。' | '；' | ';') {
            sentence = at;
        }
        let counts = text.get(at..).filter(|_| at >= behind).and_then(counter);
        let Some((family, mark)) = counts else { continue };
        let number = mark.number.unwrap_or_default();
        if family == Family::Arabic && matches!(stop, '，' | ',') {
            continue;
        }
        let member = Counted { at, found: mark };
        match &mut open {
            Some(open) if open.family == family && (open.next..=open.next + 1).contains(&number) => {
                open.list.members.push(member);
                open.next = number + 1;
            }
            Some(of) if number != 1 || of.family != family => {}
            _ if number == 1 || (number == 2 && family == Family::Is) => {
                found.extend(open.take().and_then(|open| open.closed(text, sentence.min(at))));
                let list = List { lead: sentence.min(at)..at, members: vec![member] };
                open = Some(Open { family, next: number + 1, list });
                begun = begun.or(Some(at));
            }
            _ => {}
        }
    }
    found.extend(open.and_then(|open| open.closed(text, text.len())));
    // What leads to the first counting is all that stands before it.
    if let Some(first) = found.first_mut() {
        first.lead.start = 0;
    }
    (found, begun)
}

/// Whether each of what is counted names a problem that was dealt with: `一是关于…的问题。已…；二是针对…的问题，…`.
#[must_use]
pub fn names_problems(text: &str, list: &List) -> bool {
    list.members.iter().all(|member| {
        let said = space_before(text.get(member.at + member.found.len..).unwrap_or("")).1;
        let first = said.split(['。', '；']).next().unwrap_or("");
        (said.starts_with("关于") || said.starts_with("针对")) && first.contains("问题")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is counted in a text, with each lead in brackets.
    fn told(text: &str) -> Vec<String> {
        let mut told = Vec::new();
        for list in lists(text) {
            let lead = text[list.lead.clone()].trim();
            told.push(format!("[{lead}]"));
            let ends = list.members.iter().skip(1).map(|next| next.at).chain([text.len()]);
            for (member, end) in list.members.iter().zip(ends) {
                told.push(without_stop(&text[member.at..end]).to_owned());
            }
        }
        told
    }

    #[test]
    fn the_outermost_counting_of_a_paragraph_is_told() {
        let cases: [(&str, &[&str]); 24] = [
            ("存在问题：一是甲乙；二是丙丁。", &["[存在问题：]", "一是甲乙", "二是丙丁"]),
            ("一是甲乙，二是丙丁", &["[]", "一是甲乙", "二是丙丁"]),
            ("一是甲乙。二是丙丁。四是戊己。", &["[]", "一是甲乙", "二是丙丁", "四是戊己"]),
            ("一是超支1.25万元；二是丙丁2.0版。", &["[]", "一是超支1.25万元", "二是丙丁2.0版"]),
            (
                "一是只讲“一是认识到位；二是措施到位”；二是丙丁。",
                &["[]", "一是只讲“一是认识到位；二是措施到位”", "二是丙丁"],
            ),
            ("没有做到一是一、二是二。", &[]),
            ("一是一，二是二。", &[]),
            ("要一是一，二是二，不得虚报。", &[]),
            ("统计口径上，一是按户、二是按人。", &[]),
            ("首先，甲乙；其次，丙丁；最后，戊己。", &["[]", "首先，甲乙", "其次，丙丁", "最后，戊己"]),
            ("首先要说明的是甲乙。", &[]),
            ("第一，甲乙；第二，丙丁。", &["[]", "第一，甲乙", "第二，丙丁"]),
            ("一要提高站位，二要压实责任。", &[]),
            (
                "发现：（一）甲乙；（二）工程（一）标段未报批；（三）戊己。",
                &["[发现：]", "（一）甲乙", "（二）工程（一）标段未报批", "（三）戊己"],
            ),
            ("①甲乙；②丙丁1.2万元；③戊己", &["[]", "①甲乙", "②丙丁1.2万元", "③戊己"]),
            (
                "1.甲乙；2.丙丁1.2万元；3.第1.2标段未验收；4.2021年以来未考核。",
                &["[]", "1.甲乙", "2.丙丁1.2万元", "3.第1.2标段未验收", "4.2021年以来未考核"],
            ),
            ("增长，1.甲乙，2.丙丁", &[]),
            (
                "一是甲乙：（1）丙丁；（2）戊己；二是庚辛。",
                &["[]", "一是甲乙：（1）丙丁；（2）戊己", "二是庚辛"],
            ),
            (
                "在甲方面，一是子丑；二是寅卯。在乙方面，一是辰巳；二是午未。",
                &["[在甲方面，]", "一是子丑", "二是寅卯", "[在乙方面，]", "一是辰巳", "二是午未"],
            ),
            ("存在：二是甲乙；三是丙丁。", &["[存在：]", "二是甲乙", "三是丙丁"]),
            ("一是；二是甲乙。", &[]),
            ("（一）甲乙方面。一是丙丁；二是戊己。", &["[（一）甲乙方面。]", "一是丙丁", "二是戊己"]),
            ("1.甲乙。（1）丙丁；（2）戊己。", &["[1.甲乙。]", "（1）丙丁", "（2）戊己"]),
            ("甲乙（未闭合，一是子丑；二是寅卯。", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<String> = expected.iter().map(|part| (*part).to_owned()).collect();
            let mut read = told(text);
            // The lead of a later counting stands at the end of what was counted before.
            for one in &mut read {
                if let Some(at) = one.find("。在乙方面") {
                    one.truncate(at);
                }
            }
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn a_problem_that_was_dealt_with_is_named_before_what_was_done() {
        let cases = [
            ("一是关于甲的问题。已改。二是关于乙的问题。已改。", true),
            ("一是针对甲的问题，已改；二是针对乙问题，已改。", true),
            ("一是针对甲的问题，已改；二是加强学习。", false),
            ("一是关于甲。问题已改。二是关于乙的问题。", false),
        ];
        for (text, expected) in cases {
            assert_eq!(names_problems(text, &lists(text)[0]), expected, "{text}");
        }
    }
}
