//! A sheet of a template: its marks and forms found, and its rows as they are once they are filled. What refers to the rows is
//! moved by [`super::moves`].

use std::collections::HashMap;

use super::super::check::{Known, check, unclosed};
use super::super::docx::of_expand;
use super::super::error::TemplateError;
use super::super::expand::{Expander, MOST, has_slot};
use super::super::forms::Naming;
use super::super::labels::Labels;
use super::super::progress::{Tick, items};
use super::super::scope::{Around, Schema};
use super::super::slots;
use super::super::tree::{Element, Node, text};
use super::super::used::Found;
use super::cells::{Cells, settle, textual};
use super::form::{self, FormPlace, SPAN};
use super::formula::{rewritten, shifted};
use super::labels;
use super::refs::{Area, CellRef, column_letters};
use super::rows::RowMap;
use crate::table::raw::RawSheet;
use crate::xml;
use std::rc::Rc;

/// The most rows between the first and the last mark of a sheet.
const MOST_ROWS: u32 = 20_000;

/// What a sheet is made of.
#[derive(Debug)]
pub struct Source<'s> {
    /// Its part.
    pub nodes: Vec<Node>,
    /// The shared texts of the workbook.
    pub shared: &'s [Element],
    /// What it shows.
    pub shown: Option<&'s RawSheet>,
    /// It is repeated: its name holds marks.
    pub is_copied: bool,
}

/// A sheet with marks or forms.
#[derive(Debug)]
pub struct MarkedSheet {
    /// As people read it: 工作表‘台账’.
    pub place: String,
    nodes: Vec<Node>,
    /// The first and the last row that is filled; `None` where marks stand in the margins alone.
    rows: Option<(u32, u32)>,
    forms: Vec<FormPlace>,
    /// The rows of data of its tables (列表): a table has one at least.
    tables: Vec<Area>,
}

/// A sheet that was filled.
#[derive(Debug)]
pub struct FilledSheet {
    /// The part.
    pub nodes: Vec<Node>,
    /// Where its rows went.
    pub map: RowMap,
    /// Cells that are merged: first and last row, first and last column.
    pub merges: Vec<Area>,
    /// The rows of forms whose empty rows were replaced.
    pub forms: Vec<FormPlace>,
    /// How many texts were cut.
    pub cut: usize,
}

/// The element of this name below the root of a part.
pub fn below<'n>(nodes: &'n mut [Node], name: &str) -> Option<&'n mut Element> {
    let root = nodes.iter_mut().find_map(|node| match node {
        Node::Element(element) => Some(element),
        _ => None,
    })?;
    root.elements_mut().find(|element| element.name() == name)
}

/// Gives rows and cells that leave their numbers out the ones that follow.
fn number(data: &mut Element) {
    data.children.retain(|node| matches!(node, Node::Element(_)));
    let mut row_before = 0;
    for row in data.elements_mut().filter(|row| row.name() == "row") {
        let number = row.number("r").unwrap_or(row_before + 1);
        if row.attribute("r").is_none() {
            row.set("r", &number.to_string());
        }
        row_before = number;
        let mut before = 0;
        for cell in row.elements_mut().filter(|cell| cell.name() == "c") {
            let column = super::cells::column(cell).unwrap_or(before + 1);
            if cell.attribute("r").is_none() {
                cell.set("r", &format!("{}{number}", column_letters(column)));
            }
            before = column;
        }
    }
}

/// The formula of a cell.
fn formula_of(cell: &mut Element) -> Option<&mut Element> {
    cell.elements_mut().find(|element| element.name() == "f")
}

/// Writes formulas out that several cells share.
fn unshare(data: &mut Element) {
    let mut masters: HashMap<u32, (CellRef, String)> = HashMap::new();
    for cell in data.elements_mut().flat_map(Element::elements_mut) {
        let Some(place) = cell.attribute("r").and_then(|place| CellRef::read(&place)) else { continue };
        let Some(formula) = formula_of(cell) else { continue };
        if formula.attribute("t").as_deref() != Some("shared") {
            continue;
        }
        let Some(index) = formula.number("si") else { continue };
        let own = text(&formula.children);
        if own.is_empty() {
            let Some((master, source)) = masters.get(&index) else { continue };
            let by = |to: u32, from: u32| i64::from(to) - i64::from(from);
            let moved = shifted(source, by(place.row, master.row), by(place.column, master.column));
            formula.unclose();
            formula.children = vec![Node::Raw(xml::text(&moved))];
        } else {
            masters.insert(index, (place, own));
        }
        for name in ["t", "ref", "si"] {
            formula.unset(name);
        }
    }
}

/// The text of a cell as an element `is`, where it may hold marks.
fn inline(cell: &Element, shared: &[Element]) -> Option<Element> {
    let whole = match cell.attribute("t").as_deref() {
        Some("s") => {
            let index = cell.child("v").map(|value| text(&value.children))?;
            let own = shared.get(index.trim().parse::<usize>().ok()?)?;
            let prefix = cell.prefix();
            Element {
                open: format!("<{prefix}is>"),
                children: own.children.clone(),
                close: format!("</{prefix}is>"),
            }
        }
        Some("inlineStr") => cell.child("is")?.clone(),
        _ => return None,
    };
    let mut all = String::new();
    super::gather(&whole.children, &mut all);
    all.contains("{{").then_some(whole)
}

/// The merged cells of a sheet.
fn merged(nodes: &mut [Node]) -> Vec<Area> {
    let cells = below(nodes, "mergeCells");
    let all = cells.into_iter().flat_map(|cells| cells.elements());
    all.filter_map(|one| Area::read(&one.attribute("ref")?)).collect()
}

/// Puts slots into the cells that hold marks; gives the rows of these cells.
fn place_marks(data: &mut Element, place: &str, shared: &[Element], found: &mut Found) -> Vec<u32> {
    let mut touched: Vec<u32> = Vec::new();
    for row in data.elements_mut() {
        let number = row.number("r").unwrap_or_default();
        for cell in row.elements_mut().filter(|cell| cell.name() == "c") {
            let Some(whole) = inline(cell, shared) else { continue };
            let mut one = [Node::Element(whole)];
            let mut open = Vec::new();
            slots::place(&mut one, &mut open);
            let at = cell.attribute("r").unwrap_or_default();
            found.faults.extend(unclosed(&format!("{place}{at}"), &open));
            if has_slot(&one[0]) {
                cell.set("t", "inlineStr");
                cell.children = one.to_vec();
                touched.push(number);
            }
        }
    }
    touched
}

impl MarkedSheet {
    /// Finds the marks and forms of a sheet; `None` where it has none and stays as it is.
    pub fn new(
        source: Source<'_>,
        place: String,
        known: Known<'_>,
        naming: Naming<'_>,
        found: &mut Found,
    ) -> Result<Option<Self>, TemplateError> {
        let Source { mut nodes, shared, shown: raw, is_copied } = source;
        let merges = merged(&mut nodes);
        let Some(data) = below(&mut nodes, "sheetData") else { return Ok(None) };
        number(data);
        unshare(data);
        let mut touched = place_marks(data, &place, shared, found);
        let by_number: HashMap<u32, &Element> =
            data.elements().filter_map(|row| Some((row.number("r")?, row))).collect();
        let mut tops = Vec::new();
        let mut told = |row: u32, detected: &super::super::forms::Detected| {
            tops.push(row);
            found.form(detected, &format!("{place}第 {row} 行"));
        };
        let forms =
            raw.map(|raw| form::find(raw, &by_number, &merges, naming, &mut told)).unwrap_or_default();
        let forms: Vec<FormPlace> = forms
            .into_iter()
            .filter(|form| !touched.iter().any(|row| (form.first..=form.last).contains(row)))
            .collect();
        let taken: Vec<(u32, u32)> =
            tops.into_iter().zip(&forms).map(|(top, form)| (top, form.last)).collect();
        let mut repeated = None;
        if let (true, Some(raw)) = (touched.is_empty(), raw) {
            let mut own = Labels::new(naming, known.about, !forms.is_empty(), &place);
            let rows = labels::place(data, raw, &merges, &taken, &mut own);
            repeated = own.repeated_for().zip(rows.iter().min().copied().zip(rows.iter().max().copied()));
            own.tell(found);
            touched = place_marks(data, &place, shared, found);
        }
        touched.extend(forms.iter().flat_map(|form| [form.first, form.last]));
        let rows = touched.iter().min().copied().zip(touched.iter().max().copied());
        if let Some((first, last)) = rows {
            if last - first > MOST_ROWS {
                return Err(TemplateError::TooLarge);
            }
            fill_up(data, first, last);
            put_forms(data, &forms);
            if let Some((list, rows)) = repeated {
                labels::repeat(data, rows, list);
            }
        }
        let margins = below(&mut nodes, "headerFooter");
        let mut open = Vec::new();
        if let Some(margins) = margins {
            slots::place(&mut margins.children, &mut open);
        }
        found.faults.extend(unclosed(&format!("{place}页眉页脚"), &open));
        let (faults, marks) = check(&place, &nodes, known);
        found.faults.extend(faults);
        found.marks(marks);
        let any = is_copied || nodes.iter().any(has_slot);
        Ok(any.then_some(Self { place, nodes, rows, forms, tables: Vec::new() }))
    }

    /// Notes the rows of data of a table, by what its part says of it.
    pub fn has_table(&mut self, table: &Element) {
        let Some(area) = table.attribute("ref").and_then(|area| Area::read(&area)) else { return };
        let (top, bottom) = area.rows();
        let first = top + table.number("headerRowCount").unwrap_or(1).min(1);
        let last = bottom.saturating_sub(table.number("totalsRowCount").unwrap_or(0).min(1));
        if first <= last {
            self.tables.push(area.in_rows(first, last));
        }
    }

    /// How many items of the outermost blocks and forms there are.
    #[must_use]
    pub fn items(&self, root: &Schema, around: &Around<'_>) -> usize {
        items(&self.nodes, root, around)
    }

    /// The sheet with values in the place of marks.
    pub fn fill(
        &self,
        root: &Schema,
        around: &Around<'_>,
        cells: &mut Cells,
        tick: Tick<'_>,
    ) -> Result<FilledSheet, TemplateError> {
        let mut typed =
            |cell: &Element, value: &super::super::value::Value, form: &str| cells.typed(cell, value, form);
        let filled = Expander::new(root, MOST).with_cells(&mut typed).telling(tick).fill(&self.nodes, around);
        let mut nodes = filled.map_err(|why| of_expand(&self.place, why))?;
        let mut out = FilledSheet {
            nodes: Vec::new(),
            map: RowMap::new(1, 0, Vec::new()),
            merges: Vec::new(),
            forms: self.forms.clone(),
            cut: 0,
        };
        if let (Some((first, last)), Some(data)) = (self.rows, below(&mut nodes, "sheetData")) {
            self.keep_summed(data, first, last);
            renumber(data, (first, last), &mut out);
        }
        out.nodes = nodes;
        Ok(out)
    }

    /// A row that is gone and that a formula sums stays, empty: a sum over nothing is 0 and no error. So does one of a table,
    /// which would be broken without any.
    fn keep_summed(&self, data: &mut Element, first: u32, last: u32) {
        let rows = |data: &Element| data.elements().filter_map(|row| row.number("r")).collect::<Vec<u32>>();
        let map = RowMap::new(
            first,
            last,
            rows(data).into_iter().filter(|row| (first..=last).contains(row)).collect(),
        );
        let empty = self.tables.iter().filter(|area| map.area(**area, None).is_none());
        let mut wanted: Vec<u32> = empty.map(|area| area.rows().0).collect();
        for cell in data.elements().flat_map(Element::elements) {
            let Some(formula) = cell.child("f") else { continue };
            let _ = rewritten(&text(&formula.children), &mut |sheet, area| {
                if let (None, Area::Cells(..)) = (sheet, area)
                    && map.area(area, None).is_none()
                {
                    wanted.push(area.rows().0);
                }
                Some(area)
            });
        }
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            return;
        }
        let mut own = self.nodes.clone();
        let Some(template) = below(&mut own, "sheetData") else { return };
        for number in wanted {
            let Some(row) = template.elements().find(|row| row.number("r") == Some(number)) else { continue };
            let mut row = row.clone();
            for cell in row.elements_mut().filter(|cell| cell.name() == "c" && cell.child("f").is_none()) {
                *cell = textual(cell, "");
            }
            let after = |node: &Node| matches!(node, Node::Element(row) if row.number("r") > Some(number));
            let at = data.children.iter().position(after).unwrap_or(data.children.len());
            data.children.insert(at, Node::Element(row));
        }
    }
}

/// Puts empty rows where the file leaves rows out.
fn fill_up(data: &mut Element, first: u32, last: u32) {
    data.unclose();
    let prefix = data.prefix().to_owned();
    let mut rows = std::mem::take(&mut data.children).into_iter().peekable();
    let number = |node: &Node| match node {
        Node::Element(row) => row.number("r"),
        _ => None,
    };
    let mut out: Vec<Node> = Vec::new();
    while rows.peek().is_some_and(|row| number(row).is_some_and(|number| number < first)) {
        out.extend(rows.next());
    }
    for wanted in first..=last {
        if rows.peek().is_some_and(|row| number(row) == Some(wanted)) {
            out.extend(rows.next());
        } else {
            let open = format!("<{prefix}row r=\"{wanted}\">");
            let close = format!("</{prefix}row>");
            out.push(Node::Element(Element { open, children: Vec::new(), close }));
        }
    }
    out.extend(rows);
    data.children = out;
}

/// Puts forms in the place of their empty rows.
fn put_forms(data: &mut Element, forms: &[FormPlace]) {
    for form in forms {
        let at = |data: &Element, number: u32| {
            let is = |node: &Node| matches!(node, Node::Element(row) if row.number("r") == Some(number));
            data.children.iter().position(is)
        };
        let head = form.first.checked_sub(1).and_then(|row| at(data, row));
        let (Some(first), Some(last)) = (at(data, form.first), at(data, form.last)) else { continue };
        let row = |at: usize| match data.children.get(at) {
            Some(Node::Element(row)) => Some(row),
            _ => None,
        };
        let own = row(first).filter(|row| row.elements().next().is_some());
        let rows = form.rows(own, head.and_then(row), data.prefix());
        data.children.splice(first..=last, [Node::Rows(Rc::new(rows))]);
    }
}

/// Gives rows their new numbers, and notes where they went.
fn renumber(data: &mut Element, (first, last): (u32, u32), out: &mut FilledSheet) {
    let old: Vec<u32> = data
        .elements()
        .filter_map(|row| row.number("r"))
        .filter(|row| (first..=last).contains(row))
        .collect();
    let map = RowMap::new(first, last, old);
    let mut at = 0;
    for row in data.elements_mut().filter(|row| row.name() == "row") {
        let own = row.number("r").unwrap_or_default();
        let number = if map.holds(own) {
            at += 1;
            map.number(at - 1)
        } else {
            map.outside(own)
        };
        if let Some(span) = row.number(SPAN) {
            row.unset(SPAN);
            let form = out.forms.iter().find(|form| form.first == own);
            for (left, right) in form.into_iter().flat_map(|form| &form.merged) {
                let cell = |column, row| CellRef { column, row, column_fixed: false, row_fixed: false };
                if span > 1 || right > left {
                    let end = number.saturating_add(span.saturating_sub(1));
                    out.merges.push(Area::Cells(cell(*left, number), cell(*right, end)));
                }
            }
        }
        row.set("r", &number.to_string());
        for cell in row.elements_mut().filter(|cell| cell.name() == "c") {
            out.cut += usize::from(settle(cell));
            if let Some(column) = super::cells::column(cell) {
                cell.set("r", &format!("{}{number}", column_letters(column)));
            }
        }
    }
    out.map = map;
}
