//! What is wrong with a template, all at once: names that are not known, blocks that do not close, words that a public
//! paper must not hold. Knows marks and names, no value.

use super::filter::{full_name, terms};
use super::mark::{Ask, Mark};
use super::scope::{COUNT, Schema};
use super::tree::{Node, text};
use super::value::is_form;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}的“{mark}”：{wrong}")]
pub struct Fault {
    /// Where: 正文第 3 段, 正文表格 2 第 3 行, 页眉 1 第 1 段.
    pub place: String,
    /// The mark as it stands there.
    pub mark: String,
    /// What is wrong, and what would be right.
    pub wrong: String,
}

/// Where the walk through a part is.
struct Walk<'s> {
    part: &'s str,
    public: bool,
    paragraphs: usize,
    tables: usize,
    /// The table that is open, and its row.
    row: Option<(usize, usize)>,
    /// The blocks that are open: mark, place, and the names within it where it is a list.
    open: Vec<(Mark, String, Option<&'s Schema>)>,
    root: &'s Schema,
    faults: Vec<Fault>,
}

/// The faults of a part. `public` is for papers that all may read.
#[must_use]
pub fn check(part: &str, nodes: &[Node], root: &Schema, public: bool) -> Vec<Fault> {
    let mut walk = Walk {
        part,
        public,
        paragraphs: 0,
        tables: 0,
        row: None,
        open: Vec::new(),
        root,
        faults: Vec::new(),
    };
    walk.nodes(nodes);
    for (mark, place, _) in std::mem::take(&mut walk.open) {
        let wrong = format!("没有结束。请在后面加上“{{{{/{}}}}}”", mark.name);
        walk.faults.push(Fault { place, mark: mark.source, wrong });
    }
    walk.faults
}

impl<'s> Walk<'s> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Slot(slot) => self.mark(&slot.mark),
                Node::Raw(_) => {}
                Node::Element(element) => {
                    let above = self.row;
                    match element.name() {
                        "p" => self.paragraphs += 1,
                        "tbl" => {
                            self.tables += 1;
                            self.row = Some((self.tables, 0));
                        }
                        "tr" => self.row = self.row.map(|(table, row)| (table, row + 1)),
                        _ => {}
                    }
                    self.nodes(&element.children);
                    if element.name() == "tbl" {
                        self.row = above;
                    }
                }
            }
        }
    }

    fn place(&self) -> String {
        match self.row {
            Some((table, row)) => format!("{}表格 {table} 第 {row} 行", self.part),
            None => format!("{}第 {} 段", self.part, self.paragraphs),
        }
    }

    fn fault(&mut self, mark: &Mark, wrong: String) {
        let place = self.place();
        self.faults.push(Fault { place, mark: mark.source.clone(), wrong });
    }

    /// The names that a mark sees, the innermost first.
    fn schemas(&self) -> Vec<(&'s str, &'s Schema)> {
        let mut all = vec![("", self.root)];
        for (mark, _, schema) in &self.open {
            let Some(schema) = schema else { continue };
            let known = all.iter().rev().find_map(|(_, outer)| {
                outer.lists.iter().find(|(name, _)| *name == mark.name).map(|(name, _)| *name)
            });
            all.push((known.unwrap_or(""), schema));
        }
        all.reverse();
        all
    }

    fn mark(&mut self, mark: &Mark) {
        match &mark.ask {
            Ask::Close => self.close(mark),
            Ask::Value(form) => self.value(mark, form),
            Ask::Open(filter) | Ask::Without(filter) => {
                let seen = self.schemas();
                let list = seen.iter().find_map(|(_, schema)| schema.list(&mark.name));
                match list {
                    Some(items) => self.filter(mark, items, filter),
                    None => self.name(mark, &seen),
                }
                let inner = list.filter(|_| matches!(mark.ask, Ask::Open(_)));
                let place = self.place();
                self.open.push((mark.clone(), place, inner));
            }
        }
    }

    fn close(&mut self, mark: &Mark) {
        match self.open.pop() {
            None => self.fault(mark, "前面没有对应的开始。请删去它，或补上开始".to_owned()),
            Some((open, ..)) if !mark.name.is_empty() && mark.name != open.name => {
                self.fault(mark, format!("与前面的“{}”不配对，应为“{{{{/{}}}}}”", open.source, open.name));
            }
            Some(_) => {}
        }
    }

    fn value(&mut self, mark: &Mark, form: &str) {
        let seen = self.schemas();
        if let Some((list, COUNT)) = mark.name.rsplit_once('.') {
            match seen.iter().find_map(|(_, schema)| schema.list(list)) {
                Some(items) => self.filter(mark, items, form),
                None => self.name(mark, &seen),
            }
            return;
        }
        self.name(mark, &seen);
        if !is_form(form) {
            let wrong =
                format!("看不懂格式“{form}”。日期写成“2024年6月30日”的样子，数字写“一”或“01”，是否写“是/否”");
            self.fault(mark, wrong);
        }
    }

    /// Whether a name is known, and may be said.
    fn name(&mut self, mark: &Mark, seen: &[(&str, &Schema)]) {
        let (of, own) = mark.name.split_once('.').map_or((None, &*mark.name), |(of, own)| (Some(of), own));
        let found = seen
            .iter()
            .filter(|(list, _)| of.is_none_or(|of| of == *list))
            .find(|(_, schema)| schema.values.contains(&own));
        match found {
            Some((_, schema)) if self.public && schema.internal.contains(&own) => {
                let wrong = "公开的材料里不能有这一项。请删去它，或把模板改为内部".to_owned();
                self.fault(mark, wrong);
            }
            Some(_) => {}
            None => {
                let wrong = self.unknown(mark, seen);
                self.fault(mark, wrong);
            }
        }
    }

    fn unknown(&self, mark: &Mark, seen: &[(&str, &Schema)]) -> String {
        if mark.name.is_empty() {
            return "没有名称。请在两对花括号之间写上名称".to_owned();
        }
        // A name of an item that stands outside its block.
        let of = self.root.lists.iter().find(|(_, items)| items.values.contains(&&*mark.name));
        if let Some((list, _)) = of {
            return format!("要写在“{{{{#{list}}}}}”和“{{{{/{list}}}}}”之间");
        }
        let names = seen.iter().flat_map(|(_, schema)| schema.names());
        match nearest(&mark.name, names) {
            Some(name) => format!("没有这个名称。是不是“{name}”？"),
            None => "没有这个名称。可用的名称见“可用的标记”".to_owned(),
        }
    }

    fn filter(&mut self, mark: &Mark, items: &Schema, filter: &str) {
        for term in terms(filter) {
            let Some(name) = term.name else { continue };
            match full_name(items, name) {
                None => {
                    let near = nearest(name, items.values.iter().map(|name| (*name).to_owned()));
                    let near = near.map_or(String::new(), |near| format!("是不是“{near}”？"));
                    self.fault(mark, format!("筛选里没有“{name}”这个名称。{near}"));
                }
                Some(full) if self.public && items.internal.contains(&full) => {
                    self.fault(mark, format!("公开的材料不能按“{name}”筛选。请删去，或把模板改为内部"));
                }
                Some(_) => {}
            }
        }
    }
}

/// The known name with the fewest signs to change, where these are at most half of it.
fn nearest(name: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let name: Vec<char> = name.chars().take(40).collect();
    known
        .map(|known| (distance(&name, &known.chars().collect::<Vec<_>>()), known))
        .filter(|(distance, known)| *distance * 2 <= known.chars().count().max(name.len()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// How many signs must be put in, left out or changed (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = i;
        let mut left = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX);
            let cost = (before + usize::from(x != y)).min(left + 1).min(above.saturating_add(1));
            before = above;
            if let Some(cell) = row.get_mut(j) {
                *cell = left;
            }
            left = cost;
        }
        if let Some(cell) = row.last_mut() {
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The faults of braces that never close.
#[must_use]
pub fn unclosed(part: &str, begins: &[String]) -> Vec<Fault> {
    let fault = |begin: &String| Fault {
        place: part.to_owned(),
        mark: begin.clone(),
        wrong: "花括号没有成对。请补上“}}”，一个标记要写在同一段里".to_owned(),
    };
    begins.iter().map(fault).collect()
}

/// Whether nothing is left to read in some nodes: no text, no picture, no mark.
#[must_use]
pub fn is_blank(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Slot(_) => false,
        Node::Raw(_) => true,
        Node::Element(element) => match element.name() {
            "t" => text(&element.children).trim().is_empty(),
            "drawing" | "pict" | "object" | "br" | "sym" | "fldChar" | "sectPr" => false,
            _ => is_blank(&element.children),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_with_fewest_signs_to_change() {
        let known = || ["反馈问题", "整改措施", "责任人", "整改时限"].into_iter().map(str::to_owned);
        let cases = [
            ("责任入", Some("责任人")),
            ("整改期限", Some("整改时限")),
            ("反馈的问题", Some("反馈问题")),
            ("天气", None),
        ];
        for (name, expected) in cases {
            assert_eq!(nearest(name, known()).as_deref(), expected, "{name}");
        }
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        for (a, b, expected) in
            [("", "", 0), ("甲", "", 1), ("", "甲乙", 2), ("甲乙丙", "甲丁丙", 1), ("甲乙", "乙甲", 2)]
        {
            assert_eq!(distance(&chars(a), &chars(b)), expected, "{a} {b}");
        }
    }
}
