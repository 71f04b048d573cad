//! What is wrong with a template, all at once: names that are not known, blocks that do not close, words that a public
//! paper must not hold. Knows marks and names, no value.

use super::docx::Placed;
use super::fault::Fault;
use super::filter::{full_name, terms};
use super::mark::{Ask, Mark};
use super::scope::{COUNT, Name, Schema, bearer};
use super::tree::{Node, text};
use super::value::is_form;

/// Where the walk through a part is.
struct Walk<'s> {
    part: &'s str,
    public: bool,
    paragraphs: usize,
    tables: usize,
    /// The table that is open, and its row.
    row: Option<(usize, usize)>,
    /// The cell of a sheet: `C5`.
    cell: Option<String>,
    /// The blocks that are open: mark, place, and the names within it where it is a list.
    open: Vec<(Mark, String, Option<&'s Schema>)>,
    root: &'s Schema,
    /// What the whole paper is about, the outermost first: with the name of its list.
    about: &'s [(Name, &'s Schema)],
    faults: Vec<Fault>,
    marks: Placed,
}

/// What a template is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Known<'s> {
    /// The names of the ledger.
    pub root: &'s Schema,
    /// What the whole paper is about, the outermost first, where it is of one finding, measure or unit.
    pub about: &'s [(Name, &'s Schema)],
    /// The paper is one that all may read.
    pub public: bool,
}

/// The faults of a part, and its marks with their places.
#[must_use]
pub fn check(part: &str, nodes: &[Node], known: Known<'_>) -> (Vec<Fault>, Placed) {
    let Known { root, about, public } = known;
    let mut walk = Walk {
        part,
        public,
        about,
        cell: None,
        paragraphs: 0,
        tables: 0,
        row: None,
        open: Vec::new(),
        root,
        faults: Vec::new(),
        marks: Vec::new(),
    };
    walk.nodes(nodes);
    for (mark, place, _) in std::mem::take(&mut walk.open) {
        let wrong = format!("没有结束。请在后面加上“{{{{/{}}}}}”", mark.name);
        walk.faults.push(Fault { place, mark: mark.source, wrong });
    }
    (walk.faults, walk.marks)
}

impl<'s> Walk<'s> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Slot(slot) => self.mark(&slot.mark),
                Node::Form(_) => self.tables += 1,
                Node::Raw(_) | Node::Rows(_) => {}
                Node::Element(element) => {
                    let above = self.row;
                    match element.name() {
                        "p" => self.paragraphs += 1,
                        "tbl" => {
                            self.tables += 1;
                            self.row = Some((self.tables, 0));
                        }
                        "c" => self.cell = element.attribute("r"),
                        "tr" => self.row = self.row.map(|(table, row)| (table, row + 1)),
                        _ => {}
                    }
                    self.nodes(&element.children);
                    match element.name() {
                        "tbl" => self.row = above,
                        "c" => self.cell = None,
                        _ => {}
                    }
                }
            }
        }
    }

    fn place(&self) -> String {
        match self.row {
            _ if self.cell.is_some() => format!("{}{}", self.part, self.cell.as_deref().unwrap_or_default()),
            Some((table, row)) => format!("{}第 {table} 张表第 {row} 行", self.part),
            None if self.paragraphs == 0 => self.part.to_owned(),
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
        all.extend(self.about.iter().map(|(name, schema)| (&**name, *schema)));
        for (mark, _, schema) in &self.open {
            let Some(schema) = schema else { continue };
            let known = all.iter().rev().find_map(|(_, outer)| {
                outer.lists.iter().find(|(name, _)| **name == *mark.name).map(|(name, _)| &**name)
            });
            all.push((known.unwrap_or(""), schema));
        }
        all.reverse();
        all
    }

    fn mark(&mut self, mark: &Mark) {
        self.marks.push((mark.clone(), self.place()));
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
        let of_thing = |of: Option<&str>| {
            let mut own_seen = seen.iter().filter(|(list, _)| of.is_none_or(|of| of == *list));
            own_seen.find(|(_, schema)| schema.has(own))
        };
        match of_thing(of).or_else(|| of_thing(Some(bearer(of?)?))) {
            Some((_, schema)) if self.public && schema.is_internal(own) => {
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
        let of = self.root.lists.iter().find(|(list, items)| {
            let behind = mark.name.split_once('.').filter(|(of, _)| **of == **list).map(|(_, own)| own);
            items.has(behind.unwrap_or(&mark.name))
        });
        if let Some((list, _)) = of {
            return format!("要写在“{{{{#{list}}}}}”和“{{{{/{list}}}}}”之间");
        }
        let name = &mark.name;
        if seen.iter().any(|(_, schema)| schema.list(name).is_some()) {
            return format!(
                "是逐条的内容：逐条写“{{{{#{name}}}}}…{{{{/{name}}}}}”，条数写“{{{{{name}.{COUNT}}}}}”"
            );
        }
        let items = self
            .root
            .lists
            .iter()
            .flat_map(|(list, items)| items.values.iter().map(move |name| (list, name)));
        let here = nearest(name, seen.iter().flat_map(|(_, schema)| schema.names()));
        let of_items = nearest(name, items.clone().map(|(_, name)| name.to_string()));
        // Of two that are as near, the one that can stand here.
        let Some(near) = nearest(name, here.iter().chain(&of_items).cloned()) else {
            return "没有这个名称。可用的名称见“可用的标记”".to_owned();
        };
        if here.as_deref() == Some(near.as_str()) {
            return format!("没有这个名称。是不是“{near}”？");
        }
        let list = items.clone().find(|(_, name)| ***name == *near).map_or("", |(list, _)| &**list);
        format!("没有这个名称。是不是“{near}”？它要写在“{{{{#{list}}}}}”和“{{{{/{list}}}}}”之间")
    }

    fn filter(&mut self, mark: &Mark, items: &Schema, filter: &str) {
        // The page's own search has understood it.
        if self.root.answers.contains_key(filter) {
            return;
        }
        for term in terms(filter) {
            let Some(name) = term.name else { continue };
            match full_name(items, name) {
                None => {
                    let near = nearest(name, items.values.iter().map(ToString::to_string));
                    let near = near.map_or(String::new(), |near| format!("是不是“{near}”？"));
                    self.fault(mark, format!("筛选里没有“{name}”这个名称。{near}"));
                }
                Some(full) if self.public && items.is_internal(full) => {
                    self.fault(mark, format!("公开的材料不能按“{name}”筛选。请删去，或把模板改为内部"));
                }
                Some(_) => {}
            }
        }
    }
}

/// The known name with the fewest signs to change, where these are at most half of it.
#[must_use]
pub fn nearest(name: &str, known: impl Iterator<Item = String>) -> Option<String> {
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
        Node::Slot(_) | Node::Form(_) | Node::Rows(_) => false,
        Node::Raw(_) => true,
        Node::Element(element) => match element.name() {
            "t" => text(&element.children).trim().is_empty(),
            // The value and the formula of a cell, too.
            "drawing" | "pict" | "object" | "br" | "sym" | "fldChar" | "sectPr" | "v" | "f" => false,
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
