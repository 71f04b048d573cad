//! Cells of a template: as text, as days and numbers, and what becomes of a cell when its marks are filled.

use super::super::tree::{Element, Node, text};
use super::super::value::Value;
use super::refs::CellRef;
use super::styles::{Shows, Styles, day_code};
use crate::table::book::fitting;
use crate::xml;
use ledger::date::Date;

/// The most digits of a number that a sheet keeps.
const DIGITS: usize = 15;

/// What cells need to know of their workbook.
#[derive(Debug)]
pub struct Cells {
    /// The looks.
    pub styles: Styles,
    /// Days are counted from 1904.
    pub from_1904: bool,
}

/// The column of a cell, from 1.
#[must_use]
pub fn column(cell: &Element) -> Option<u32> {
    cell.attribute("r").and_then(|place| CellRef::read(&place)).map(|place| place.column)
}

/// The number of a day in a sheet; `None` for days before March 1900, of which programs are not of one mind.
#[must_use]
pub fn serial(day: Date, from_1904: bool) -> Option<i64> {
    let origin = if from_1904 { Date::new(1904, 1, 1) } else { Date::new(1899, 12, 30) }?;
    Some(origin.days_until(day)).filter(|days| *days > if from_1904 { 0 } else { 60 })
}

/// A cell of the same look that holds a number.
fn number(cell: &Element, digits: &str) -> Element {
    let mut out = cell.clone();
    out.unset("t");
    out.unclose();
    let prefix = cell.prefix().to_owned();
    let value = Element {
        open: format!("<{prefix}v>"),
        children: vec![Node::Raw(xml::text(digits))],
        close: format!("</{prefix}v>"),
    };
    out.children = vec![Node::Element(value)];
    out
}

/// A cell of the same look that holds text; an empty one for none. Text stays text, whatever it begins with.
#[must_use]
pub fn textual(cell: &Element, text: &str) -> Element {
    let mut out = cell.clone();
    out.children.clear();
    if text.is_empty() {
        out.unset("t");
        return out;
    }
    out.unclose();
    out.set("t", "inlineStr");
    let prefix = cell.prefix().to_owned();
    let own = super::super::slots::spaced(&prefix, super::super::slots::Home::Cell, &fitting(text));
    let whole = Element {
        open: format!("<{prefix}is>"),
        children: vec![Node::Element(own)],
        close: format!("</{prefix}is>"),
    };
    out.children = vec![Node::Element(whole)];
    out
}

impl Cells {
    /// A cell that is a day or a number; `None` where it is text, by its value, by its form or by its look.
    pub fn typed(&mut self, cell: &Element, value: &Value, form: &str) -> Option<Element> {
        let look = cell.number("s").unwrap_or(0);
        let shows = self.styles.shows(look);
        if shows == Shows::Text {
            return None;
        }
        match value {
            Value::Number(count) if form.is_empty() => Some(number(cell, &count.to_string())),
            Value::Sum(digits) if digits.chars().filter(char::is_ascii_digit).count() <= DIGITS => {
                Some(number(cell, digits))
            }
            Value::Day(day, _) => {
                let serial = serial(*day, self.from_1904)?;
                let code = if form.is_empty() { None } else { Some(day_code(form)?) };
                let mut out = number(cell, &serial.to_string());
                if code.is_some() || shows != Shows::Day {
                    out.set("s", &self.styles.dated(look, code.as_deref())?.to_string());
                }
                Some(out)
            }
            _ => None,
        }
    }
}

/// Puts the texts of a filled cell together, which stand side by side where marks were: one `t` in each run, or one run.
/// What is longer than a cell takes is cut, and says so.
pub fn settle(cell: &mut Element) -> bool {
    let Some(place) =
        cell.children.iter().position(|node| matches!(node, Node::Element(e) if e.name() == "is"))
    else {
        return false;
    };
    let Some(Node::Element(whole)) = cell.children.get_mut(place) else { return false };
    let has_runs = whole.elements().any(|element| element.name() == "r");
    if has_runs {
        for run in whole.elements_mut().filter(|element| element.name() == "r") {
            join(run);
        }
        let is_empty =
            |node: &Node| matches!(node, Node::Element(e) if e.name() == "r" && e.child("t").is_none());
        whole.children.retain(|node| !is_empty(node));
    } else {
        join(whole);
    }
    let mut all = String::new();
    gather(&whole.children, &mut all);
    let plain = xml::plain_cell(&all);
    let cut = plain.encode_utf16().count() > crate::table::book::CELL_UNITS;
    // A list of lines ends each of them: behind the last there is none.
    let ended = if has_runs { &plain } else { plain.trim_end_matches('\n') };
    if cut || ended.is_empty() || ended.len() < plain.len() {
        let own = textual(cell, ended);
        *cell = own;
    }
    cut
}

fn gather(nodes: &[Node], out: &mut String) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.name() {
            "t" => out.push_str(&text(&element.children)),
            "rPh" => {}
            _ => gather(&element.children, out),
        }
    }
}

/// One `t` of all those in an element.
fn join(element: &mut Element) {
    let is_text = |node: &Node| matches!(node, Node::Element(e) if e.name() == "t");
    if element.children.iter().filter(|node| is_text(node)).count() < 2 {
        return;
    }
    let mut all: Vec<Node> = Vec::new();
    for node in &element.children {
        if let Node::Element(own) = node
            && own.name() == "t"
        {
            all.extend(own.children.iter().cloned());
        }
    }
    let prefix = element.prefix().to_owned();
    let one = Element {
        open: format!("<{prefix}t xml:space=\"preserve\">"),
        children: all,
        close: format!("</{prefix}t>"),
    };
    let place = element.children.iter().position(is_text).unwrap_or(0);
    element.children.retain(|node| !is_text(node));
    element.children.insert(place, Node::Element(one));
}

#[cfg(test)]
mod tests {
    use super::super::super::tree;
    use super::*;

    #[test]
    fn days_are_counted_as_sheets_count_them() {
        let day = |y, m, d| Date::new(y, m, d).unwrap();
        for (date, from_1904, number) in [
            (day(2024, 6, 30), false, Some(45_473)),
            (day(2024, 6, 30), true, Some(44_011)),
            (day(1900, 3, 1), false, Some(61)),
            (day(1900, 2, 28), false, None),
        ] {
            assert_eq!(serial(date, from_1904), number, "{date}");
        }
    }

    #[test]
    fn texts_side_by_side_become_one() {
        for (cell, expected) in [
            ("<c><is><t>a</t><t>&lt;b</t></is></c>", "<c><is><t xml:space=\"preserve\">a&lt;b</t></is></c>"),
            (
                "<c><is><r><rPr/><t>a</t><t>b</t></r><r><rPr/></r></is></c>",
                "<c><is><r><rPr/><t xml:space=\"preserve\">ab</t></r></is></c>",
            ),
            ("<c r='A1' t='inlineStr'><is></is></c>", "<c r='A1'></c>"),
            ("<c><v>1</v></c>", "<c><v>1</v></c>"),
        ] {
            let nodes = tree::read(cell).unwrap();
            let Some(Node::Element(mut one)) = nodes.into_iter().next() else { panic!("{cell}") };
            settle(&mut one);
            let mut out = String::new();
            tree::write(&[Node::Element(one)], &mut out);
            assert_eq!(out, expected);
        }
    }
}
