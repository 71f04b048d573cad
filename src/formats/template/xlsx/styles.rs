//! The looks of cells in a template, as far as days and numbers need them: what number format a look has, and looks that are
//! added because a day stands where no format for days is. Knows no sheet.

use std::collections::HashMap;

use super::super::tree::{Element, Node};
use crate::reader::number_format::{NumberFormat, built_in};
use crate::table::raw::CellKind;
use crate::xml;

/// What a look shows of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// As it is.
    Plain,
    /// Everything is text.
    Text,
    /// Days.
    Day,
    /// Numbers, in a format.
    Number,
}

/// The looks of a workbook.
#[derive(Debug, Clone, Default)]
pub struct Styles {
    /// The part, whole.
    nodes: Vec<Node>,
    /// The number format of each look.
    looks: Vec<u32>,
    /// The formats that the workbook has of its own.
    codes: HashMap<u32, String>,
    /// Looks that were added: of which, with which format.
    added: Vec<(u32, String)>,
}

/// The first number that a workbook's own format may have.
const FIRST_OWN: u32 = 164;
/// How a day is shown where nothing says how.
const DAY: &str = "yyyy-mm-dd";

/// The element of this name below the root of a part.
fn below<'n>(nodes: &'n mut [Node], name: &str) -> Option<&'n mut Element> {
    root(nodes)?.elements_mut().find(|element| element.name() == name)
}

fn root(nodes: &mut [Node]) -> Option<&mut Element> {
    nodes.iter_mut().find_map(|node| match node {
        Node::Element(element) => Some(element),
        _ => None,
    })
}

impl Styles {
    /// Of the part `xl/styles.xml`.
    #[must_use]
    pub fn new(mut nodes: Vec<Node>) -> Self {
        let mut looks = Vec::new();
        let mut codes = HashMap::new();
        if let Some(formats) = below(&mut nodes, "numFmts") {
            for one in formats.elements() {
                if let (Some(id), Some(code)) = (one.number("numFmtId"), one.attribute("formatCode")) {
                    codes.insert(id, code);
                }
            }
        }
        if let Some(cells) = below(&mut nodes, "cellXfs") {
            looks.extend(cells.elements().map(|one| one.number("numFmtId").unwrap_or(0)));
        }
        Self { nodes, looks, codes, added: Vec::new() }
    }

    fn code(&self, look: u32) -> &str {
        let place = usize::try_from(look).unwrap_or(usize::MAX);
        if let Some((_, code)) = place.checked_sub(self.looks.len()).and_then(|nth| self.added.get(nth)) {
            return code;
        }
        let id = self.looks.get(place).copied().unwrap_or(0);
        self.codes.get(&id).map_or_else(|| u16::try_from(id).map_or("", built_in), String::as_str)
    }

    /// What a look shows of a number.
    #[must_use]
    pub fn shows(&self, look: u32) -> Shows {
        let code = self.code(look);
        if code == "@" {
            return Shows::Text;
        }
        if code.is_empty() || code.eq_ignore_ascii_case("general") || code == "G/通用格式" {
            return Shows::Plain;
        }
        match NumberFormat::new(code).cell(45_473.0, "45473", false).1 {
            CellKind::Day { .. } => Shows::Day,
            _ => Shows::Number,
        }
    }

    /// The look that shows days as `code` says, or as they are usually shown, and else is like this one. `None` where the
    /// workbook has no looks.
    pub fn dated(&mut self, look: u32, code: Option<&str>) -> Option<u32> {
        if self.looks.is_empty() {
            return None;
        }
        let wanted = (look, code.unwrap_or(DAY).to_owned());
        let nth = self.added.iter().position(|known| *known == wanted).unwrap_or_else(|| {
            self.added.push(wanted);
            self.added.len() - 1
        });
        u32::try_from(self.looks.len() + nth).ok()
    }

    /// The part with the looks that were added; `None` where none was.
    #[must_use]
    pub fn written(&self) -> Option<Vec<Node>> {
        if self.added.is_empty() {
            return None;
        }
        let mut nodes = self.nodes.clone();
        let mut codes: Vec<&str> = self.added.iter().map(|(_, code)| code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        let first = self.codes.keys().copied().max().map_or(FIRST_OWN, |last| last.max(FIRST_OWN - 1) + 1);
        let numbered: Vec<(u32, &str)> = (first..).zip(codes).collect();
        let prefix = root(&mut nodes)?.prefix().to_owned();
        if below(&mut nodes, "numFmts").is_none() {
            let open = format!("<{prefix}numFmts count=\"0\">");
            let formats = Element { open, close: format!("</{prefix}numFmts>"), children: Vec::new() };
            // It is the first of all (ECMA-376-1, 18.8.39).
            root(&mut nodes)?.children.insert(0, Node::Element(formats));
        }
        let formats = below(&mut nodes, "numFmts")?;
        formats.unclose();
        for (id, code) in &numbered {
            let code = xml::text(code);
            let open = format!("<{prefix}numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>");
            formats.children.push(Node::Element(Element { open, ..Element::default() }));
        }
        let count = formats.elements().count();
        formats.set("count", &count.to_string());
        let cells = below(&mut nodes, "cellXfs")?;
        let own: Vec<Element> = cells.elements().cloned().collect();
        for (look, code) in &self.added {
            let id = numbered.iter().find(|(_, known)| known == code).map_or(14, |(id, _)| *id);
            let base = own.get(usize::try_from(*look).unwrap_or(usize::MAX)).or(own.first());
            let mut one = base.cloned().unwrap_or_default();
            one.set("numFmtId", &id.to_string());
            one.set("applyNumberFormat", "1");
            cells.children.push(Node::Element(one));
        }
        let count = cells.elements().count();
        cells.set("count", &count.to_string());
        Some(nodes)
    }
}

/// The number format that shows days as a form of marks writes them: `2024年6月30日` is `yyyy"年"m"月"d"日"`. `None` where a sheet
/// has none that does: numerals, or no year, month and day in this order.
#[must_use]
pub fn day_code(form: &str) -> Option<String> {
    if form.contains(['"', '\\']) || form.chars().any(|c| "〇○一二三四五六七八九十".contains(c))
    {
        return None;
    }
    let runs = form.split(|c: char| !c.is_ascii_digit());
    let padded = runs.filter(|run| run.len() == 2).any(|run| run.starts_with('0'));
    let mut parts = ["m", "d"].into_iter();
    let mut out = String::new();
    let mut rest = form;
    while let Some(c) = rest.chars().next() {
        let is_digit = c.is_ascii_digit();
        let end = rest.find(|other: char| other.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let run = rest.get(..end)?;
        rest = rest.get(end..)?;
        match (is_digit, run) {
            (true, run) if run.len() == 4 => out.push_str("yyyy"),
            (true, run) => {
                let part = parts.next()?;
                out.push_str(&if padded && run.len() == 2 { part.repeat(2) } else { part.to_owned() });
            }
            (false, "-" | "." | "/") => {
                out.push('\\');
                out.push_str(run);
            }
            (false, run) => {
                out.push('"');
                out.push_str(run);
                out.push('"');
            }
        }
    }
    // A dash needs no sign before it.
    Some(out.replace("\\-", "-")).filter(|out| out.contains(['y', 'm']))
}

#[cfg(test)]
mod tests {
    use super::super::super::tree;
    use super::*;

    #[test]
    fn forms_of_days_become_number_formats() {
        for (form, code) in [
            ("2024年6月30日", Some("yyyy\"年\"m\"月\"d\"日\"")),
            ("2024-06-30", Some("yyyy-mm-dd")),
            ("2024.6.30", Some("yyyy\\.m\\.d")),
            ("6月30日", Some("m\"月\"d\"日\"")),
            ("2024年6月", Some("yyyy\"年\"m\"月\"")),
            ("二〇二四年六月三十日", None),
            ("是/否", None),
        ] {
            assert_eq!(day_code(form).as_deref(), code, "{form}");
            if let Some(code) = code {
                let (_, kind) = NumberFormat::new(code).cell(45_473.0, "45473", false);
                assert!(matches!(kind, CellKind::Day { .. }), "{code}");
            }
        }
    }

    #[test]
    fn a_look_for_days_is_added_once_and_like_the_one_it_is_of() {
        let part = "<styleSheet><fonts/><cellXfs count='3'><xf numFmtId='0'/><xf numFmtId='49'/><xf numFmtId=\"14\" fontId='3'/></cellXfs></styleSheet>";
        let mut styles = Styles::new(tree::read(part).unwrap());
        let shown: Vec<Shows> = (0..4).map(|look| styles.shows(look)).collect();
        assert_eq!(shown, [Shows::Plain, Shows::Text, Shows::Day, Shows::Plain]);
        assert_eq!(styles.written().map(|_| ()), None);
        assert_eq!(
            (styles.dated(0, None), styles.dated(2, Some("m")), styles.dated(0, None)),
            (Some(3), Some(4), Some(3))
        );
        assert_eq!(styles.shows(3), Shows::Day);
        let mut out = String::new();
        tree::write(&styles.written().unwrap(), &mut out);
        assert_eq!(
            out,
            "<styleSheet><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"m\"/><numFmt numFmtId=\"165\" formatCode=\"yyyy-mm-dd\"/></numFmts><fonts/>\
             <cellXfs count='5'><xf numFmtId='0'/><xf numFmtId='49'/><xf numFmtId=\"14\" fontId='3'/><xf applyNumberFormat=\"1\" numFmtId='165'/>\
             <xf applyNumberFormat=\"1\" numFmtId=\"164\" fontId='3'/></cellXfs></styleSheet>"
        );
    }
}
