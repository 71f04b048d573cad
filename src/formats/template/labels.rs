//! Forms of labels, each with room beside, below or behind it: `责任单位 | ____`, `责任单位：________`. What a label means, which mark
//! goes into its room, and where the room in a line of text is. Knows no file format.

mod document;

pub use document::Labelled;

use std::ops::Range;

use super::check::nearest;
use super::fields::{FINDINGS, HEAD, MEASURES, UNIT_NAME, UNITS};
use super::forms::{Meaning, Naming};
use super::scope::{Name, Schema};
use super::used::Found;
use super::wanted::{EmptyForm, RowsOf, UnknownHead};
use crate::table::column_names::folded;
use crate::table::heads::Head;

/// A longer text is a sentence and no label.
const LONGEST: usize = 16;

/// A form of labels has at least so many that are known; a table of rows beside them counts as one.
const FEWEST: usize = 2;

/// What offices call names of the ledger itself.
const CALLED: [(&str, &str); 10] = [
    ("填报单位", "单位名称"),
    ("上报单位", "单位名称"),
    ("被巡察单位", "单位名称"),
    ("被巡察党组织", "单位名称"),
    ("整改单位", "单位名称"),
    ("填报日期", "今天"),
    ("填报时间", "今天"),
    ("填表日期", "今天"),
    ("制表日期", "今天"),
    ("上报日期", "今天"),
];

/// What a value is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// The ledger, or the unit that the paper is about.
    Ledger,
    /// A finding, and each of its measures.
    Finding,
    /// A measure alone.
    Measure,
}

/// What a label means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// The value of this name.
    Value(String, Of),
    /// A value that a public paper must not hold.
    Withheld,
    /// A person said that it stays empty.
    Empty,
    /// Not known; the nearest name that is.
    Unknown(Option<String>),
}

/// Labels of a part of a template, and what they were found to mean.
pub struct Labels<'a> {
    naming: Naming<'a>,
    /// What the whole paper is about, the outermost first.
    about: Vec<Name>,
    /// A table of rows stands in the part: what is of one finding has its place there.
    has_rows: bool,
    place: &'a str,
    columns: Vec<(String, String)>,
    withheld: Vec<String>,
    unknown: Vec<UnknownHead>,
    most: Of,
}

impl<'a> Labels<'a> {
    /// Of a part with this name. `about` is what the whole paper is about.
    #[must_use]
    pub fn new(naming: Naming<'a>, about: &[(Name, &Schema)], has_rows: bool, place: &'a str) -> Self {
        let about = about.iter().map(|(name, _)| Name::clone(name)).collect();
        let (columns, withheld, unknown) = (Vec::new(), Vec::new(), Vec::new());
        Self { naming, about, has_rows, place, columns, withheld, unknown, most: Of::Ledger }
    }

    fn is_about(&self, list: &str) -> bool {
        self.about.iter().any(|name| **name == *list)
    }

    /// Whether so many known labels make a form.
    #[must_use]
    pub fn is_form(&self, known: usize) -> bool {
        known > 0 && known + usize::from(self.has_rows) >= FEWEST
    }

    /// What a label means.
    #[must_use]
    pub fn meaning(&self, label: &str) -> Meant {
        let plain = folded(label);
        let said = self.naming.assigned.contains_key(label);
        let same = |name: &str| folded(name) == plain;
        if !said {
            if self.is_about(UNITS) && ["单位", "责任单位", "单位名称"].contains(&plain.as_str()) {
                return Meant::Value(format!("{UNITS}.{UNIT_NAME}"), Of::Ledger);
            }
            let called = CALLED.iter().find(|(name, _)| same(name)).map(|(_, name)| *name);
            if let Some(name) = called.or_else(|| HEAD.iter().map(|(name, _)| *name).find(|name| same(name)))
            {
                return Meant::Value(name.to_owned(), Of::Ledger);
            }
        }
        let head = Head { leaf: label.to_owned(), above: Vec::new() };
        match self.naming.meaning(&head) {
            Meaning::Empty => Meant::Empty,
            Meaning::Field(name) if self.naming.is_internal(&name) => Meant::Withheld,
            Meaning::Field(name) => {
                let of_finding = self.naming.root.list(FINDINGS).is_some_and(|finding| finding.has(&name));
                Meant::Value(name.to_string(), if of_finding { Of::Finding } else { Of::Measure })
            }
            Meaning::Unknown => {
                let measures = self.naming.root.list(MEASURES);
                let names = measures.into_iter().flat_map(|measures| measures.values.iter());
                Meant::Unknown(nearest(label, names.map(ToString::to_string)))
            }
        }
    }

    /// The lines that go into the room of a label; `None` where nothing goes there. What it means is noted.
    pub fn marks(&mut self, label: &str) -> Option<Vec<String>> {
        match self.meaning(label) {
            Meant::Value(_, of) if self.has_rows && self.about.is_empty() && of > Of::Ledger => None,
            Meant::Value(name, of) => {
                self.most = self.most.max(of);
                self.columns.push((label.to_owned(), name.clone()));
                // A finding has several measures: a line each.
                let is_list = of == Of::Measure && self.is_about(FINDINGS) && !self.is_about(MEASURES);
                Some(if is_list {
                    vec![
                        format!("{{{{#{MEASURES}}}}}"),
                        format!("{{{{措施序号}}}}．{{{{{name}}}}}"),
                        format!("{{{{/{MEASURES}}}}}"),
                    ]
                } else {
                    vec![format!("{{{{{name}}}}}")]
                })
            }
            Meant::Withheld => {
                self.withheld.push(label.to_owned());
                None
            }
            Meant::Empty => {
                self.told_unknown(label, None);
                None
            }
            Meant::Unknown(near) => {
                self.told_unknown(label, near);
                None
            }
        }
    }

    fn told_unknown(&mut self, label: &str, nearest: Option<String>) {
        let is_said = self.naming.assigned.contains_key(label);
        if !is_said && self.unknown.iter().all(|one| one.head != label) {
            self.unknown.push(UnknownHead { place: self.place.to_owned(), head: label.to_owned(), nearest });
        }
    }

    /// The list that the labels of the part are repeated for: where the paper is of the whole ledger, or of a unit, and they
    /// ask for what is of one finding or one measure.
    #[must_use]
    pub fn repeated_for(&self) -> Option<&'static str> {
        if self.is_about(FINDINGS) {
            return None;
        }
        match self.most {
            Of::Ledger => None,
            Of::Finding => Some(FINDINGS),
            Of::Measure => Some(MEASURES),
        }
    }

    /// Tells what was found.
    pub fn tell(self, found: &mut Found) {
        if self.columns.is_empty() && self.withheld.is_empty() {
            return;
        }
        let Self { columns, withheld, unknown, .. } = self;
        found.forms.push(EmptyForm { place: self.place.to_owned(), rows: RowsOf::Labels, columns, withheld });
        for one in unknown {
            if found.unknown.iter().all(|known| known.head != one.head) {
                found.unknown.push(one);
            }
        }
    }
}

/// Whether a sign is room to write on.
fn is_room(c: char) -> bool {
    matches!(c, '_' | '＿' | ' ' | '\u{3000}' | '\u{a0}' | '\t')
}

/// Whether a text is nothing but room to write on.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_room(c) || c == '\n')
}

/// A text that may be a label by itself, without the colon behind it; `None` for sentences and numbers.
#[must_use]
pub fn label(text: &str) -> Option<String> {
    let bare: String =
        text.trim().trim_end_matches(['：', ':']).chars().filter(|c| !is_room(*c) && *c != '\n').collect();
    let says = bare.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let is_sentence = bare.contains(['，', '。', '；', '：', ':', '？', '！', '{', '}']);
    (says && !is_sentence && bare.chars().count() <= LONGEST).then_some(bare)
}

/// A label in a line with the room behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The label.
    pub label: String,
    /// The room, in bytes of the line; empty where the line ends behind the colon.
    pub room: Range<usize>,
    /// The room is drawn: it is no mere end of the line.
    pub is_drawn: bool,
}

/// How far the parts of a day go that are printed behind the room: `____年__月__日`.
fn printed_day(rest: &str) -> usize {
    let mut taken = 0;
    for sign in ['年', '月', '日'] {
        let left = rest.get(taken..).unwrap_or_default();
        let bare = left.trim_start_matches(is_room);
        if !bare.starts_with(sign) {
            break;
        }
        taken = rest.len() - bare.len() + sign.len_utf8();
    }
    taken
}

/// The labels of a line that have room behind their colon: at least two blanks or underscores, or the end of the line.
#[must_use]
pub fn blanks(line: &str) -> Vec<Blank> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, colon) in line.match_indices(['：', ':']) {
        let Some(before) = line.get(from..at) else { continue };
        let begins = |c: char| is_room(c) || "，。；、;,.．（）()|\u{fffc}".contains(c);
        let word = before.rsplit(begins).next().unwrap_or(before);
        // 责　任　人 is one word.
        let is_spread = before.split(is_room).all(|piece| piece.chars().count() <= 1);
        let Some(name) = label(if is_spread { before } else { word }) else { continue };
        let start = at + colon.len();
        let rest = line.get(start..).unwrap_or_default();
        let blank = rest.find(|c| !is_room(c)).unwrap_or(rest.len());
        let signs = rest.get(..blank).map_or(0, |room| room.chars().count());
        if signs < 2 && blank < rest.len() {
            continue;
        }
        let day = rest.get(blank..).map_or(0, printed_day);
        // The gap between drawn room and what follows it stays.
        let drawn = rest.get(..blank).and_then(|room| {
            room.trim_end_matches([' ', '\u{3000}', '\u{a0}', '\t'])
                .rfind(['_', '＿'])
                .map(|_| room.trim_end_matches([' ', '\u{3000}', '\u{a0}', '\t']).len())
        });
        let room = drawn.filter(|_| day == 0 && blank < rest.len()).unwrap_or(blank);
        let end = start + room + day;
        found.push(Blank { label: name, room: start..end, is_drawn: signs >= 2 });
        from = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_their_room_are_found_in_lines() {
        /// A line and its labels, each with its room and whether that is drawn.
        type Case<'t> = (&'t str, &'t [(&'t str, &'t str, bool)]);
        let cases: [Case; 14] = [
            ("责任单位：________", &[("责任单位", "________", true)]),
            ("责任单位：　　　　责任人：", &[("责任单位", "　　　　", true), ("责任人", "", false)]),
            ("责任单位：____，责任人：____。", &[("责任单位", "____", true), ("责任人", "____", true)]),
            ("整改时限：____年__月__日", &[("整改时限", "____年__月__日", true)]),
            ("整改时限:  年 月 日前完成", &[("整改时限", "  年 月 日", true)]),
            ("责 任 人：  ", &[("责任人", "  ", true)]),
            ("一、责任单位：__", &[("责任单位", "__", true)]),
            ("联系人（姓名）：____", &[]),
            ("责任人：张三", &[]),
            ("责任人： 张三", &[]),
            ("会议要求：各部门要落实，做到：", &[("做到", "", false)]),
            ("10:30", &[]),
            ("", &[]),
            ("：____", &[]),
        ];
        for (line, expected) in cases {
            let found = blanks(line);
            let found: Vec<_> =
                found.iter().map(|one| (one.label.as_str(), &line[one.room.clone()], one.is_drawn)).collect();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn a_label_is_short_and_no_sentence() {
        for (text, expected) in [
            ("责任单位", Some("责任单位")),
            ("责 任\n单 位：", Some("责任单位")),
            ("这是一个很长很长很长很长很长的句子", None),
            ("已完成，正在验收", None),
            ("12", None),
            ("", None),
            ("{{责任人}}", None),
        ] {
            assert_eq!(label(text).as_deref(), expected, "{text}");
        }
    }
}
