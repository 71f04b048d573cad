//! The empty rows of a sheet that are filled by the heads above them.

use std::collections::HashMap;

use super::super::expand::CellOf;
use super::super::forms::{Detected, FormRow, Naming, Plan, is_empty_row};
use super::super::scope::Around;
use super::super::tree::{Element, Node};
use super::cells::{column, textual};
use super::refs::{Area, column_letters};
use crate::table::raw::{RawRow, RawSheet};

/// How many rows a finding spans, on the first of them, until the sheet is written: then its cells are merged.
pub const SPAN: &str = "zhenggai-rows";

/// The rows that are filled.
#[derive(Debug, Clone)]
pub struct FormRows {
    /// The row that is repeated, with a cell in each column that is filled.
    pattern: Element,
    plan: Plan,
}

/// The rows of a sheet by their numbers.
pub type RowsByNumber<'e> = HashMap<u32, &'e Element>;

/// Where a form is in a sheet.
#[derive(Debug, Clone)]
pub struct FormPlace {
    /// The row that is repeated, as it is numbered in the template.
    pub first: u32,
    /// The last of its empty rows.
    pub last: u32,
    /// The columns of the finding, each as far as its cell is merged.
    pub merged: Vec<(u32, u32)>,
    plan: Plan,
}

/// The cells of a row by column.
fn by_column(row: &Element) -> HashMap<u32, &Element> {
    row.elements().filter(|cell| cell.name() == "c").filter_map(|cell| Some((column(cell)?, cell))).collect()
}

/// Whether a cell has a formula.
fn is_formula(cell: &Element) -> bool {
    cell.child("f").is_some()
}

/// The sheet with an empty row wherever rows without text are left out, so that nothing seems to stand below what it does not.
fn with_gaps(sheet: &RawSheet) -> RawSheet {
    let mut out = RawSheet { rows: Vec::new(), ..sheet.clone() };
    let mut before = 0;
    for row in &sheet.rows {
        if row.number > before + 1 {
            out.rows.push(RawRow { number: before + 1, ..RawRow::default() });
        }
        before = row.number;
        let mut own = row.clone();
        // A cell with a mark is no head, whatever word stands beside the mark.
        own.cells.iter_mut().filter(|text| text.contains("{{")).for_each(String::clear);
        out.rows.push(own);
    }
    out
}

/// The forms of a sheet: its texts, its rows by number, and its merged cells.
pub fn find(
    sheet: &RawSheet,
    rows: &RowsByNumber<'_>,
    merges: &[Area],
    naming: Naming<'_>,
    told: &mut dyn FnMut(u32, &Detected),
) -> Vec<FormPlace> {
    let mut filled = with_gaps(sheet);
    filled.fill_merged();
    let mut found = Vec::new();
    for mut detected in naming.detect_all(&filled) {
        if (detected.top..=detected.names).any(|at| has_room_beside(&filled, at)) {
            continue;
        }
        let number = |at: usize| filled.rows.get(at).map_or(0, |row| row.number);
        let (top, last) = (number(detected.top), number(detected.last));
        let over = |area: &&Area| area.rows().0 <= last && area.rows().1 > last;
        let last = merges.iter().filter(over).map(|area| area.rows().1).max().unwrap_or(last);
        if let Some(place) = place(sheet, rows, merges, &detected, last + 1) {
            // A column of formulas is no question.
            let pattern = rows.get(&place.first).map(|row| by_column(row)).unwrap_or_default();
            let calculated = |at: usize| {
                let number = u32::try_from(at + 1).unwrap_or_default();
                pattern.get(&number).is_some_and(|cell| is_formula(cell))
            };
            detected.unknown.retain(|(at, ..)| !calculated(*at));
            told(top, &detected);
            found.push(place);
        }
    }
    found
}

/// Whether a row is one of labels with room beside them, and no heads: of heads hardly one is empty, and below them is room.
fn has_room_beside(sheet: &RawSheet, at: usize) -> bool {
    let filled = |row: &RawRow| row.cells.iter().filter(|text| !text.trim().is_empty()).count();
    let Some(row) = sheet.rows.get(at) else { return false };
    let width = row.cells.iter().rposition(|text| !text.trim().is_empty()).map_or(0, |last| last + 1);
    filled(row) * 4 < width * 3 && sheet.rows.get(at + 1).is_some_and(|below| filled(below) > 0)
}

fn place(
    sheet: &RawSheet,
    rows: &RowsByNumber<'_>,
    merges: &[Area],
    detected: &Detected,
    first: u32,
) -> Option<FormPlace> {
    let plan = &detected.plan;
    let is_empty = |number: u32| {
        let Ok(at) = sheet.rows.binary_search_by_key(&number, |row| row.number) else { return true };
        let mut cells = sheet.rows.get(at).map(|row| row.cells.clone()).unwrap_or_default();
        for (column, cell) in rows.get(&number).map(|row| by_column(row)).unwrap_or_default() {
            let place = usize::try_from(column).unwrap_or_default().wrapping_sub(1);
            if let Some(text) = cells.get_mut(place).filter(|_| is_formula(cell)) {
                text.clear();
            }
        }
        is_empty_row(plan, &cells)
    };
    if !is_empty(first) {
        return None;
    }
    // Rows that look alike belong to the form; what comes after them is room below it.
    let looks = |number: u32| {
        let cells = rows.get(&number).map(|row| by_column(row))?;
        let look = |column: &super::super::forms::FormColumn| {
            let number = u32::try_from(column.at + 1).ok()?;
            cells.get(&number).map(|cell| cell.number("s").unwrap_or(0))
        };
        plan.columns.iter().map(look).collect::<Option<Vec<u32>>>()
    };
    let own = looks(first);
    let mut last = first;
    // Whatever they look like, rows that are numbered already are to be filled.
    let is_numbered = |number: u32| {
        let at = sheet.rows.binary_search_by_key(&number, |row| row.number);
        let row = at.ok().and_then(|at| sheet.rows.get(at));
        row.is_some_and(|row| row.cells.iter().any(|text| !text.trim().is_empty()))
    };
    let goes_on = |number: u32| own.is_some() && looks(number) == own || is_numbered(number);
    while is_empty(last + 1) && goes_on(last + 1) {
        last += 1;
    }
    let extent = |at: usize| {
        let own = u32::try_from(at + 1).unwrap_or_default();
        let over = |area: &&Area| {
            let (top, bottom) = area.rows();
            let holds = area.columns().is_some_and(|(left, right)| (left..=right).contains(&own));
            top <= first && bottom >= first && holds
        };
        merges.iter().find(over).and_then(|area| area.columns()).unwrap_or((own, own))
    };
    let of_finding = plan.columns.iter().filter(|column| column.of_finding);
    let spans = of_finding.map(|column| extent(column.at)).collect();
    Some(FormPlace { first, last, merged: spans, plan: plan.clone() })
}

impl FormPlace {
    /// The rows that are filled, made of the row that is repeated; of the heads' looks where the sheet has no such row.
    #[must_use]
    pub fn rows(&self, row: Option<&Element>, head: Option<&Element>, prefix: &str) -> FormRows {
        let empty = || Element {
            open: format!("<{prefix}row r=\"{}\">", self.first),
            children: Vec::new(),
            close: format!("</{prefix}row>"),
        };
        let mut pattern = row.cloned().unwrap_or_else(empty);
        pattern.unclose();
        let looks = head.filter(|_| row.is_none()).map(by_column).unwrap_or_default();
        for one in &self.plan.columns {
            let number = u32::try_from(one.at + 1).unwrap_or(1);
            if by_column(&pattern).contains_key(&number) {
                continue;
            }
            let look = looks.get(&number).and_then(|cell| cell.number("s"));
            let style = look.map_or_else(String::new, |look| format!(" s=\"{look}\""));
            let open = format!("<{prefix}c r=\"{}{}\"{style}/>", column_letters(number), self.first);
            let before = |node: &Node| match node {
                Node::Element(cell) => column(cell).is_some_and(|own| own > number),
                _ => false,
            };
            let at = pattern.children.iter().position(before).unwrap_or(pattern.children.len());
            pattern.children.insert(at, Node::Element(Element { open, ..Element::default() }));
        }
        // A fixed height stays; one that only was right for the empty row goes.
        if pattern.attribute("customHeight").is_none_or(|fixed| fixed != "1" && fixed != "true") {
            pattern.unset("ht");
        }
        for cell in pattern.elements_mut().filter(|cell| cell.name() == "c" && !is_formula(cell)) {
            *cell = textual(cell, "");
        }
        FormRows { pattern, plan: self.plan.clone() }
    }
}

impl FormRows {
    /// How many rows fill it.
    #[must_use]
    pub fn count(&self, around: &Around<'_>) -> usize {
        self.plan.count(around)
    }

    /// The rows with their values. Where there is nothing to fill in, the empty row stays.
    #[must_use]
    pub fn filled(&self, around: &Around<'_>, mut cell: Option<&mut CellOf<'_>>) -> Vec<Element> {
        let rows = self.plan.filled(around);
        if rows.is_empty() {
            return vec![self.pattern.clone()];
        }
        let mut out = Vec::with_capacity(rows.len());
        for row in &rows {
            out.push(self.row(row, &mut cell));
        }
        out
    }

    fn row(&self, row: &FormRow, typed: &mut Option<&mut CellOf<'_>>) -> Element {
        let mut out = self.pattern.clone();
        if row.span > 0 {
            out.set(SPAN, &row.span.to_string());
        }
        for cell in out.elements_mut().filter(|cell| cell.name() == "c" && !is_formula(cell)) {
            let at = column(cell).and_then(|number| usize::try_from(number).ok()).unwrap_or_default();
            let found = self.plan.columns.iter().position(|column| column.at + 1 == at);
            let Some(nth) = found else { continue };
            let of_finding = self.plan.columns.get(nth).is_some_and(|column| column.of_finding);
            let Some(value) = row.values.get(nth).filter(|_| !of_finding || row.span > 0) else { continue };
            let as_typed = typed.as_mut().and_then(|typed| typed(cell, value, ""));
            *cell = as_typed.unwrap_or_else(|| textual(cell, &value.plain()));
        }
        out
    }
}
