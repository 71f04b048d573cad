//! A sheet each: a sheet whose name holds marks is repeated once for each finding, measure or unit that its marks are of.
//! Which list that is, what the copies are called, and what the marks of a copy see. Knows no part of the file.
//!
//! A name has at most 31 characters and none of `[]:*?/\`, so that nothing can be closed in it: `{{单位.名称}}` or
//! `{{序号}} {{反馈问题}}` say what they are of by themselves; `{{#措施 逾期}}{{措施序号}}` says it first.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::super::check::{Known, check};
use super::super::error::TemplateError;
use super::super::expand::asked;
use super::super::fault::Fault;
use super::super::fields::{FINDINGS, MEASURES, UNITS};
use super::super::filter::shown;
use super::super::mark::{self, Ask, Mark};
use super::super::scope::{Around, COUNT, Name, ORDER, Schema, Scope};
use super::super::slots::{Home, Slot};
use super::super::tree::Node;
use super::super::used::Found;
use super::super::value::Value;

/// The most UTF-16 units that the name of a sheet has.
const LONGEST: usize = 31;
/// The most sheets that a sheet becomes: programs become slow with more.
const MOST: usize = 1_000;
/// What a sheet is called of which nothing is left.
const NAMELESS: &str = "无";

/// What a block in a name is.
const ONE_LIST: &str = "工作表的名称里只能写一个“{{#问题}}”“{{#措施}}”或“{{#单位}}”，后面写值，不用结束";

/// A piece of a name.
#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Value(Mark),
}

/// The name of a sheet that holds marks.
#[derive(Debug, Clone)]
pub struct SheetName {
    pieces: Vec<Piece>,
    /// The list over whose items the sheet is repeated, with its filter; `None` where the name is of the whole paper.
    list: Option<(Name, String)>,
}

/// One of the sheets that a sheet becomes.
#[derive(Debug, Clone)]
pub struct SheetCopy {
    /// What it is called.
    pub name: String,
    /// The list and its item; `None` where the sheet is not repeated.
    own: Option<(Name, Rc<Scope>, Scope)>,
}

impl SheetCopy {
    /// A sheet without marks in its name.
    #[must_use]
    pub fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), own: None }
    }

    /// What its marks see: the item beside all that is around.
    #[must_use]
    pub fn around<'a>(&'a self, around: &Around<'a>) -> Around<'a> {
        let mut inner = around.clone();
        if let Some((list, item, own)) = &self.own {
            inner.extend([(&**list, &**item), (&**list, own)]);
        }
        inner
    }
}

/// The names of the items of a list, as the sheet would see it.
fn items_of<'s>(known: Known<'s>, list: &str) -> Option<(Name, &'s Schema)> {
    let outer = known.about.iter().rev().map(|(_, schema)| *schema).chain([known.root]);
    outer
        .flat_map(|schema| &schema.lists)
        .find(|(name, _)| **name == *list)
        .map(|(name, items)| (Rc::clone(name), items))
}

/// Whether a mark has a value in these names: those of a list, or of the ledger itself, whose list is empty.
fn is_of(mark: &Mark, list: &str, names: &Schema) -> bool {
    match mark.name.rsplit_once('.') {
        Some((of, COUNT)) => names.list(of).is_some(),
        Some((of, own)) => of == list && names.has(own),
        None => names.has(&mark.name),
    }
}

impl SheetName {
    /// Reads a name; `None` where it holds no mark. What is wrong with it goes to `found`.
    #[must_use]
    pub fn read(name: &str, place: &str, known: Known<'_>, found: &mut Found) -> Option<Self> {
        if !name.contains("{{") {
            return None;
        }
        let mut fault = |wrong: &str| {
            found.faults.push(Fault {
                place: place.to_owned(),
                mark: name.to_owned(),
                wrong: wrong.to_owned(),
            });
        };
        let (marks, open) = mark::find(name);
        if open.is_some() {
            fault("工作表的名称里花括号没有成对。名称最多 31 个字，请改用短一些的标记");
            return None;
        }
        let mut pieces = Vec::new();
        let mut opens: Option<Mark> = None;
        let mut from = 0;
        for (range, mark) in marks {
            let before = name.get(from..range.start).unwrap_or("");
            from = range.end;
            pieces.push(Piece::Text(before.to_owned()));
            match mark.ask {
                Ask::Value(_) => pieces.push(Piece::Value(mark)),
                Ask::Open(_) if opens.is_none() => opens = Some(mark),
                _ => {
                    fault(ONE_LIST);
                    return None;
                }
            }
        }
        pieces.push(Piece::Text(name.get(from..).unwrap_or("").to_owned()));
        let mut one = Self { pieces, list: None };
        let list = match &opens {
            Some(mark) => Some(mark.name.as_str()),
            None => one.list_of_values(known),
        };
        let filter = opens.as_ref().and_then(Mark::filter).unwrap_or_default().to_owned();
        let list = list.map(str::to_owned);
        if known.public && list.as_deref() == Some(UNITS) {
            fault("公开的材料不按责任单位分。请改成按问题或措施，或把模板改为内部");
            return None;
        }
        let before = found.faults.len();
        let is_list = list.as_ref().is_none_or(|list| items_of(known, list).is_some());
        one.check(place, list.as_deref(), opens, known, found);
        if !is_list && found.faults.len() == before {
            found.faults.push(Fault {
                place: place.to_owned(),
                mark: name.to_owned(),
                wrong: ONE_LIST.to_owned(),
            });
        }
        one.list = list.and_then(|list| Some((items_of(known, &list)?.0, filter)));
        Some(one)
    }

    fn values(&self) -> impl Iterator<Item = &Mark> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Value(mark) => Some(mark),
            Piece::Text(_) => None,
        })
    }

    /// The list that values are of which the paper does not know by itself: the first that has them all.
    fn list_of_values(&self, known: Known<'_>) -> Option<&'static str> {
        let whole = |mark: &&Mark| {
            let of_about = known.about.iter().any(|(list, names)| is_of(mark, list, names));
            !(of_about || is_of(mark, "", known.root))
        };
        let own: Vec<&Mark> = self.values().filter(whole).collect();
        let has = |list: &&&str| {
            let names = items_of(known, list);
            names.is_some_and(|(_, names)| own.iter().all(|mark| is_of(mark, list, names)))
        };
        if own.is_empty() { None } else { [FINDINGS, MEASURES, UNITS].iter().find(has).copied() }
    }

    /// Tells the faults of the marks, as if they stood in a block of the list.
    fn check(
        &self,
        place: &str,
        list: Option<&str>,
        opens: Option<Mark>,
        known: Known<'_>,
        found: &mut Found,
    ) {
        let slot =
            |mark: &Mark| Node::Slot(Slot { mark: mark.clone(), prefix: String::new(), home: Home::Cell });
        let mut nodes: Vec<Node> = self.values().map(slot).collect();
        let block = |sign: &str| Mark::read(&format!("{sign}{}", list.unwrap_or_default()));
        let implied = opens.is_none();
        if list.is_some() {
            nodes.insert(0, slot(&opens.unwrap_or_else(|| block("#"))));
            nodes.push(slot(&block("/")));
        }
        let (faults, mut marks) = check(place, &nodes, known);
        found.faults.extend(faults);
        // What does not stand there is no mark of the template.
        marks.retain(|(mark, _)| !(mark.closes() || implied && mark.opens()));
        found.marks(marks);
    }

    /// Whether there is a sheet for each item of a list.
    #[must_use]
    pub fn is_repeated(&self) -> bool {
        self.list.is_some()
    }

    /// What is known in the sheet: besides all that the paper is about, the item.
    #[must_use]
    pub fn about<'s>(&self, known: Known<'s>) -> Vec<(Name, &'s Schema)> {
        let own = self.list.as_ref().and_then(|(list, _)| items_of(known, list));
        known.about.iter().cloned().chain(own).collect()
    }

    /// The sheets that it becomes: one at least. `taken` are the names that are given already, in small letters.
    pub fn copies(
        &self,
        root: &Schema,
        around: &Around<'_>,
        taken: &mut HashSet<String>,
    ) -> Result<Vec<SheetCopy>, TemplateError> {
        let Some((list, filter)) = &self.list else {
            return Ok(vec![SheetCopy { name: unique(&self.written(root, around), taken), own: None }]);
        };
        let items = shown(root, around, list, filter).map(|(_, items)| items).unwrap_or_default();
        if items.len() > MOST {
            return Err(TemplateError::TooLarge);
        }
        let mut copies = Vec::with_capacity(items.len().max(1));
        for (place, item) in (1..).zip(items) {
            let mut own = Scope::default();
            own.values.insert(Rc::from(ORDER), Value::Number(place));
            if !item.lists.contains_key(MEASURES) {
                // A measure is the only one that a form or block of its sheet is about.
                own.lists.insert(Rc::from(MEASURES), vec![Rc::clone(item)]);
            }
            let mut copy =
                SheetCopy { name: String::new(), own: Some((Rc::clone(list), Rc::clone(item), own)) };
            let written = self.written(root, &copy.around(around));
            copy.name = unique(&written, taken);
            copies.push(copy);
        }
        if copies.is_empty() {
            // A workbook has a sheet at least: it stays, with nothing in it.
            let lists = [FINDINGS, MEASURES].map(|name| (Rc::from(name), Vec::new()));
            let nothing = Scope { lists: HashMap::from(lists), ..Scope::default() };
            let own = Some((Rc::clone(list), Rc::new(Scope::default()), nothing));
            copies.push(SheetCopy { name: unique("", taken), own });
        }
        Ok(copies)
    }

    fn written(&self, root: &Schema, around: &Around<'_>) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(mark) => {
                asked(root, mark, around).map(|(value, form)| value.written(&form)).unwrap_or_default()
            }
        };
        self.pieces.iter().map(piece).collect()
    }
}

/// As much of a text as a name has room for, beside so many units.
fn shortened(text: &str, beside: usize) -> &str {
    let mut units = beside;
    let over = |c: char| {
        units += c.len_utf16();
        units > LONGEST
    };
    let end = text.find(over).unwrap_or(text.len());
    text.get(..end).unwrap_or("").trim_end_matches([' ', '\''])
}

/// A name that a sheet may have, and no other sheet has.
fn unique(text: &str, taken: &mut HashSet<String>) -> String {
    let sign = |c: char| match c {
        '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '_',
        c if c.is_control() || c.is_whitespace() => ' ',
        c => c,
    };
    let legal: String = text.chars().map(sign).collect();
    let legal = legal.trim_matches([' ', '\'']);
    // Excel keeps this one for itself.
    let legal = match legal {
        "" => NAMELESS.to_owned(),
        own if own.eq_ignore_ascii_case("history") => format!("{own}_"),
        own => own.to_owned(),
    };
    let mut name = shortened(&legal, 0).to_owned();
    let mut number = 1;
    while !taken.insert(name.to_lowercase()) {
        number += 1;
        let end = format!("({number})");
        name = format!("{}{end}", shortened(&legal, end.len()));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_sheets_are_legal_and_stand_once() {
        let mut taken = HashSet::from(["台账".to_owned()]);
        let cases = [
            ("台账", "台账(2)"),
            ("2024/2025 [一]:*?\\", "2024_2025 _一_____"),
            ("'甲'", "甲"),
            ("  ", "无"),
            ("", "无(2)"),
            ("History", "History_"),
            ("甲\n乙", "甲 乙"),
            ("A", "A"),
            ("a", "a(2)"),
            (
                "关于学习贯彻重要指示批示精神不够深入具体结合实际抓落实有差距的问题",
                "关于学习贯彻重要指示批示精神不够深入具体结合实际抓落实有差距的",
            ),
            (
                "关于学习贯彻重要指示批示精神不够深入具体结合实际抓落实有差距的另一个",
                "关于学习贯彻重要指示批示精神不够深入具体结合实际抓落实有(2)",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(unique(text, &mut taken), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_texts_become_names_that_excel_takes(texts in prop::collection::vec("(?s).{0,40}|甲{29,33}|'{0,3}|😀{14,17}", 0..12)) {
            let mut taken = HashSet::new();
            let names: Vec<String> = texts.iter().map(|text| unique(text, &mut taken)).collect();
            for name in &names {
                prop_assert!((1..=LONGEST).contains(&name.encode_utf16().count()), "{name:?}");
                prop_assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\']) && !name.chars().any(char::is_control));
                prop_assert!(!name.starts_with('\'') && !name.ends_with('\''), "{name:?}");
            }
            let once: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(once.len(), names.len());
        }
    }
}
