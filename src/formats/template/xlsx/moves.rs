//! What refers to rows of sheets, moved to where the rows went: formulas, merged cells, validations, conditional formats,
//! hyperlinks, filters, breaks. Knows where rows went, no value.

use std::collections::HashMap;

use super::super::tree::{Element, Node, text};
use super::form::FormPlace;
use super::formula::rewritten;
use super::refs::{Area, CellRef};
use super::rows::{At, RowMap};
use crate::xml;

/// Where the rows of the sheets of a workbook went.
#[derive(Debug, Default)]
pub struct Maps {
    /// By the name of the sheet in small letters: names are compared so.
    by_name: HashMap<String, RowMap>,
}

/// More areas than these in one list become the one that holds them.
const MOST_AREAS: usize = 500;

impl Maps {
    /// Notes where the rows of a sheet went.
    pub fn add(&mut self, name: &str, map: RowMap) {
        if !map.moves_nothing() {
            self.by_name.insert(name.to_lowercase(), map);
        }
    }

    /// Whether no row moved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    fn of(&self, name: &str) -> Option<&RowMap> {
        self.by_name.get(&name.to_lowercase())
    }

    /// A formula that stands in a sheet, at a row that was filled or elsewhere. The name is empty where it stands in none.
    #[must_use]
    pub fn formula(&self, formula: &str, own: &str, at: At) -> String {
        rewritten(formula, &mut |sheet, area| {
            let is_own = sheet.is_none_or(|sheet| sheet.to_lowercase() == own.to_lowercase());
            match self.of(sheet.unwrap_or(own)) {
                Some(map) => map.area(area, at.filter(|_| is_own)),
                None => Some(area),
            }
        })
    }

    /// The mover of a sheet.
    #[must_use]
    pub fn mover<'m>(&'m self, own: &'m str) -> Mover<'m> {
        Mover { maps: self, own, map: self.of(own), is_filled: false }
    }
}

/// Moves what stands in a sheet, or belongs to one.
#[derive(Debug)]
pub struct Mover<'m> {
    maps: &'m Maps,
    own: &'m str,
    /// Where the rows of the sheet itself went; `None` where they stayed.
    map: Option<&'m RowMap>,
    /// Values were put into the sheet, so that what was calculated from others is not true any more.
    is_filled: bool,
}

/// Puts text in the place of what an element holds; tells whether it was other.
fn retext(element: &mut Element, new: &str) -> bool {
    let is_other = text(&element.children) != new;
    if is_other {
        element.children = vec![Node::Raw(xml::text(new))];
    }
    is_other
}

impl<'m> Mover<'m> {
    /// The same for a sheet into which values were put.
    #[must_use]
    pub fn filled(self) -> Self {
        Self { is_filled: true, ..self }
    }

    /// Where the rows of the sheet went; `None` where they stayed.
    #[must_use]
    pub fn rows(&self) -> Option<&'m RowMap> {
        self.map
    }

    /// An area as a whole.
    fn whole(&self, area: &str) -> Option<String> {
        let Some(map) = self.map else { return Some(area.to_owned()) };
        let Some(read) = Area::read(area) else { return Some(area.to_owned()) };
        let (top, bottom) = read.rows();
        let (top, bottom) = map.range((top, true), (bottom, true), None)?;
        Some(read.in_rows(top, bottom).written())
    }

    /// The copies of an area.
    fn copies(&self, area: &str) -> Vec<String> {
        let (Some(map), Some(read)) = (self.map, Area::read(area)) else { return vec![area.to_owned()] };
        let (top, bottom) = read.rows();
        map.copies(top, bottom).into_iter().map(|(top, bottom)| read.in_rows(top, bottom).written()).collect()
    }

    /// A list of areas; `None` where nothing is left.
    fn list(&self, areas: &str) -> Option<String> {
        let Some(map) = self.map else { return Some(areas.to_owned()) };
        let mut out: Vec<String> = Vec::new();
        for area in areas.split_whitespace() {
            let Some(read) = Area::read(area) else {
                out.push(area.to_owned());
                continue;
            };
            let mut rows: Vec<(u32, u32)> = Vec::new();
            for (top, bottom) in map.copies(read.rows().0, read.rows().1) {
                match rows.last_mut() {
                    Some((_, last)) if *last + 1 == top => *last = bottom,
                    _ => rows.push((top, bottom)),
                }
            }
            if let (Some(first), Some(last)) = (rows.first().copied(), rows.last().copied())
                && rows.len() > MOST_AREAS
            {
                rows = vec![(first.0, last.1)];
            }
            out.extend(rows.into_iter().map(|(top, bottom)| read.in_rows(top, bottom).written()));
        }
        (!out.is_empty()).then(|| out.join(" "))
    }

    /// Moves an element and what is in it. `false` where it refers to nothing any more and goes.
    pub fn element(&self, element: &mut Element) -> bool {
        let name = element.name().to_owned();
        match name.as_str() {
            "sheetData" => {
                self.data(element);
                return true;
            }
            "mergeCells" | "hyperlinks" => {
                self.copied(element);
                return true;
            }
            "sheetView" | "pane" => {
                if let Some(moved) = element.attribute("topLeftCell").map(|cell| self.whole(&cell)) {
                    set_or_unset(element, "topLeftCell", moved.as_deref());
                }
            }
            "selection" => {
                let cell = element.attribute("activeCell").and_then(|cell| self.whole(&cell));
                let first = cell.as_deref().map(|cell| cell.split(':').next().unwrap_or(cell).to_owned());
                if self.map.is_some() && element.attribute("activeCell").is_some() {
                    set_or_unset(element, "activeCell", first.as_deref());
                    set_or_unset(element, "sqref", first.as_deref());
                }
            }
            "brk" => return self.row_break(element),
            "formula" | "formula1" | "formula2" | "calculatedColumnFormula" | "totalsRowFormula" | "f" => {
                retext(element, &self.maps.formula(&text(&element.children), self.own, None));
                return true;
            }
            "sqref" => {
                if let Some(moved) = self.list(&text(&element.children)) {
                    retext(element, &moved);
                }
                return true;
            }
            _ => {
                if let Some(moved) = element.attribute("ref").and_then(|area| self.whole(&area)) {
                    element.set("ref", &moved);
                }
                if let Some(areas) = element.attribute("sqref") {
                    match self.list(&areas) {
                        Some(moved) => element.set("sqref", &moved),
                        None => return false,
                    }
                }
            }
        }
        self.children(element);
        true
    }

    /// Moves what is in an element; counts again what was counted.
    fn children(&self, element: &mut Element) {
        let before = element.elements().count();
        element.children.retain_mut(|node| match node {
            Node::Element(inner) => self.element(inner),
            _ => true,
        });
        let left = element.elements().count();
        if left != before && element.attribute("count").is_some() {
            element.set("count", &left.to_string());
        }
        if matches!(element.name(), "rowBreaks") && left != before {
            element.set("manualBreakCount", &left.to_string());
        }
    }

    /// A break below a row.
    fn row_break(&self, element: &mut Element) -> bool {
        let (Some(map), Some(row)) = (self.map, element.number("id")) else { return true };
        match map.range((1, true), (row.max(1), true), None) {
            Some((_, row)) => element.set("id", &row.to_string()),
            None => return false,
        }
        true
    }

    /// Merged cells and hyperlinks are repeated with their rows.
    fn copied(&self, element: &mut Element) {
        let children = std::mem::take(&mut element.children);
        for node in children {
            let Node::Element(one) = node else {
                element.children.push(node);
                continue;
            };
            for area in one.attribute("ref").map(|area| self.copies(&area)).unwrap_or_default() {
                let mut copy = one.clone();
                copy.set("ref", &area);
                if let Some(location) = copy.attribute("location") {
                    copy.set("location", &self.maps.formula(&location, self.own, None));
                }
                element.children.push(Node::Element(copy));
            }
        }
        let count = element.elements().count();
        if element.attribute("count").is_some() {
            element.set("count", &count.to_string());
        }
    }

    /// The formulas of the cells. Their last values are not those of the filled sheet and go, so that programs calculate.
    fn data(&self, data: &mut Element) {
        for row in data.elements_mut() {
            let number = row.number("r").unwrap_or_default();
            // Rows have their new numbers already.
            let at = self.map.and_then(|map| map.place(number));
            for cell in row.elements_mut() {
                let Some(formula) = cell.elements_mut().find(|inner| inner.name() == "f") else { continue };
                if let Some(moved) = formula.attribute("ref").and_then(|area| self.whole(&area)) {
                    formula.set("ref", &moved);
                }
                let mut other = self.is_filled;
                let own = text(&formula.children);
                if !own.is_empty() {
                    other |= retext(formula, &self.maps.formula(&own, self.own, at));
                }
                if other {
                    cell.children.retain(|node| !matches!(node, Node::Element(e) if e.name() == "v"));
                    cell.unset("t");
                }
            }
        }
    }
}

fn set_or_unset(element: &mut Element, name: &str, value: Option<&str>) {
    match value {
        Some(value) => element.set(name, value),
        None => element.unset(name),
    }
}

/// Takes the merged cells out of a sheet that lie over the empty rows of forms: what is filled merges anew.
pub fn forget_form_merges(worksheet: &mut Element, forms: &[FormPlace]) {
    let Some(cells) = worksheet.elements_mut().find(|element| element.name() == "mergeCells") else { return };
    cells.children.retain_mut(|node| {
        let Node::Element(one) = node else { return true };
        let Some(area) = one.attribute("ref").and_then(|area| Area::read(&area)) else { return true };
        let (top, bottom) = area.rows();
        let form = forms.iter().find(|form| form.first <= top && bottom <= form.last);
        let (Some(form), Some((left, right))) = (form, area.columns()) else { return true };
        let of_finding = form.merged.iter().any(|(from, to)| *from <= right && left <= *to);
        if of_finding || top != form.first || left == right {
            return false;
        }
        // What is merged sideways is so in each row.
        one.set("ref", &area.in_rows(top, top).written());
        true
    });
}

/// What stands before the merged cells in a sheet (ECMA-376-1, 18.3.1.99).
const BEFORE_MERGES: [&str; 12] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
];

/// Merges cells of a sheet, and leaves the list out where it is empty.
pub fn merge(worksheet: &mut Element, merges: &[Area]) {
    let prefix = worksheet.prefix().to_owned();
    let is_list = |node: &Node| matches!(node, Node::Element(element) if element.name() == "mergeCells");
    if !merges.is_empty() && !worksheet.children.iter().any(is_list) {
        // 数据合并 stands between, where a sheet has it.
        let before = |node: &Node| matches!(node, Node::Element(e) if BEFORE_MERGES.contains(&e.name()) || matches!(e.name(), "dataConsolidate" | "customSheetViews"));
        let at = worksheet.children.iter().rposition(before).map_or(0, |at| at + 1);
        let open = format!("<{prefix}mergeCells count=\"0\">");
        let list = Element { open, children: Vec::new(), close: format!("</{prefix}mergeCells>") };
        worksheet.children.insert(at, Node::Element(list));
    }
    for list in worksheet.elements_mut().filter(|element| element.name() == "mergeCells") {
        list.unclose();
        for area in merges {
            let open = format!("<{prefix}mergeCell ref=\"{}\"/>", area.written());
            list.children.push(Node::Element(Element { open, ..Element::default() }));
        }
        let count = list.elements().count();
        list.set("count", &count.to_string());
    }
    worksheet.children.retain(|node| match node {
        Node::Element(element)
            if matches!(element.name(), "mergeCells" | "hyperlinks" | "dataValidations" | "rowBreaks") =>
        {
            element.elements().next().is_some()
        }
        _ => true,
    });
}

/// Moves the row of an anchor, counted from 0: of a picture, a shape, a comment.
#[must_use]
pub fn anchor(map: &RowMap, row: u32) -> Option<u32> {
    let cell = CellRef { column: 1, row: row.saturating_add(1), column_fixed: false, row_fixed: true };
    match map.area(Area::Cell(cell), None)? {
        Area::Cell(cell) => cell.row.checked_sub(1),
        _ => None,
    }
}
