//! Labels in a sheet: a cell beside or below each, or room behind a colon in the cell itself. Marks are put into the room as
//! text, which is then found as any mark is.

use std::collections::{HashMap, HashSet};

use super::super::labels::{Labels, Meant, blanks, is_blank, label};
use super::super::mark::Mark;
use super::super::slots::{Home, Slot};
use super::super::tree::{Element, Node};
use super::cells::{column, textual};
use super::refs::{Area, column_letters};
use crate::table::raw::RawSheet;

/// A cell by row and column, from 1.
type Place = (u32, u32);

/// What a sheet shows, by cell.
struct Texts<'s> {
    shown: HashMap<Place, &'s str>,
    merges: &'s [Area],
    /// Cells that the file has, empty ones among them, and those with a formula.
    there: HashSet<Place>,
    calculated: HashSet<Place>,
}

/// A label with the cell of its room.
struct Pair {
    name: String,
    of: Place,
    room: Place,
}

impl<'s> Texts<'s> {
    fn new(data: &Element, sheet: &'s RawSheet, merges: &'s [Area]) -> Self {
        let mut shown = HashMap::new();
        for row in &sheet.rows {
            for (column, text) in (1..).zip(&row.cells) {
                if !text.trim().is_empty() {
                    shown.insert((row.number, column), text.as_str());
                }
            }
        }
        let (mut there, mut calculated) = (HashSet::new(), HashSet::new());
        for row in data.elements() {
            let number = row.number("r").unwrap_or_default();
            for cell in row.elements().filter(|cell| cell.name() == "c") {
                let Some(column) = column(cell) else { continue };
                there.insert((number, column));
                if cell.child("f").is_some() {
                    calculated.insert((number, column));
                }
            }
        }
        Self { shown, merges, there, calculated }
    }

    /// The rows and columns that a cell takes with those that are merged with it.
    fn area(&self, (row, column): Place) -> ((u32, u32), (u32, u32)) {
        let areas = self.merges.iter().filter_map(|area| Some((area.rows(), area.columns()?)));
        let has = |((top, bottom), (left, right)): &((u32, u32), (u32, u32))| {
            (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column)
        };
        areas.into_iter().find(has).unwrap_or(((row, row), (column, column)))
    }

    /// Whether a cell is room to write on: the first of those merged with it, without text and formula.
    fn is_room(&self, place: Place) -> bool {
        let ((top, _), (left, _)) = self.area(place);
        (top, left) == place
            && !self.calculated.contains(&place)
            && self.shown.get(&place).is_none_or(|text| is_blank(text))
    }

    /// Labels with room beside or below them. Of a cell that the file does not have nobody knows whether it is of the form.
    fn pairs(&self, is_free: &dyn Fn(u32) -> bool) -> Vec<Pair> {
        let mut places: Vec<(&Place, &&str)> = self.shown.iter().collect();
        places.sort_unstable();
        let mut taken = HashSet::new();
        let mut found = Vec::new();
        for (place, text) in places {
            let Some(name) = label(text).filter(|_| is_free(place.0) && !self.calculated.contains(place))
            else {
                continue;
            };
            let ((top, bottom), (left, right)) = self.area(*place);
            let fits = |room: &Place| self.is_room(*room) && is_free(room.0) && !taken.contains(room);
            let beside = Some((top, right + 1)).filter(fits);
            let below = || Some((bottom + 1, left)).filter(fits).filter(|room| self.there.contains(room));
            let Some(room) = beside.filter(|room| self.there.contains(room)).or_else(below).or(beside) else {
                continue;
            };
            taken.insert(room);
            found.push(Pair { name, of: *place, room });
        }
        found
    }
}

/// Puts marks into the room of labels, outside of the rows of tables. Gives the rows with room that was filled.
pub fn place(
    data: &mut Element,
    sheet: &RawSheet,
    merges: &[Area],
    taken: &[(u32, u32)],
    labels: &mut Labels<'_>,
) -> Vec<u32> {
    let texts = Texts::new(data, sheet, merges);
    let is_free = |row: u32| !taken.iter().any(|(top, last)| (*top..=*last).contains(&row));
    let is_known = |labels: &Labels<'_>, name: &str| !matches!(labels.meaning(name), Meant::Unknown(_));
    let mut pairs = texts.pairs(&is_free);
    pairs.retain(|pair| is_known(labels, &pair.name) || texts.there.contains(&pair.room));
    let mut edits: Vec<(Place, String)> = Vec::new();
    let mut used = HashSet::new();
    let known = pairs.iter().filter(|pair| is_known(labels, &pair.name)).count();
    if labels.is_form(known) {
        for pair in pairs {
            used.insert(pair.of);
            if let Some(lines) = labels.marks(&pair.name) {
                edits.push((pair.room, in_cell(&lines)));
            }
        }
    }
    let mut places: Vec<Place> = texts.shown.keys().copied().filter(|place| is_free(place.0)).collect();
    places.sort_unstable();
    for place in places.into_iter().filter(|place| !used.contains(place) && !texts.calculated.contains(place))
    {
        let Some(line) = texts.shown.get(&place) else { continue };
        let (mut out, mut from) = (String::new(), 0);
        for blank in blanks(line) {
            if !blank.is_drawn && !is_known(labels, &blank.label) {
                continue;
            }
            let Some(lines) = labels.marks(&blank.label) else { continue };
            out.push_str(line.get(from..blank.room.start).unwrap_or_default());
            out.push_str(&in_cell(&lines));
            from = blank.room.end;
        }
        if from > 0 {
            out.push_str(line.get(from..).unwrap_or_default());
            edits.push((place, out));
        }
    }
    for (place, text) in &edits {
        write(data, *place, text);
    }
    edits.into_iter().map(|((row, _), _)| row).collect()
}

/// The lines of a room in one cell.
fn in_cell(lines: &[String]) -> String {
    match lines {
        [begin, line, end] => format!("{begin}{line}\n{end}"),
        lines => lines.concat(),
    }
}

/// Writes text into a cell, which is made where the file leaves it out.
fn write(data: &mut Element, (row, at): Place, text: &str) {
    data.unclose();
    let prefix = data.prefix().to_owned();
    let number = |node: &Node| match node {
        Node::Element(row) => row.number("r"),
        _ => None,
    };
    let place =
        data.children.iter().position(|node| number(node) >= Some(row)).unwrap_or(data.children.len());
    if data.children.get(place).and_then(number) != Some(row) {
        let (open, close) = (format!("<{prefix}row r=\"{row}\">"), format!("</{prefix}row>"));
        data.children.insert(place, Node::Element(Element { open, children: Vec::new(), close }));
    }
    let Some(Node::Element(line)) = data.children.get_mut(place) else { return };
    line.unclose();
    let of = |node: &Node| match node {
        Node::Element(cell) if cell.name() == "c" => column(cell),
        _ => None,
    };
    let place = line.children.iter().position(|node| of(node) >= Some(at)).unwrap_or(line.children.len());
    if line.children.get(place).and_then(of) != Some(at) {
        let open = format!("<{prefix}c r=\"{}{row}\"/>", column_letters(at));
        line.children.insert(place, Node::Element(Element { open, ..Element::default() }));
    }
    if let Some(Node::Element(cell)) = line.children.get_mut(place) {
        *cell = textual(cell, text);
    }
}

/// Repeats the rows from `first` to `last` for each item of a list.
pub fn repeat(data: &mut Element, (first, last): (u32, u32), items: &str) {
    let number = |node: &Node| match node {
        Node::Element(row) => row.number("r"),
        _ => None,
    };
    let prefix = data.prefix().to_owned();
    let slot = |sign: &str| {
        let mark = Mark::read(&format!("{sign}{items}"));
        Node::Slot(Slot { mark, prefix: prefix.clone(), home: Home::Cell })
    };
    let begin = data.children.iter().position(|node| number(node) >= Some(first)).unwrap_or(0);
    let end = data.children.iter().rposition(|node| number(node).is_some_and(|row| row <= last));
    data.children.insert(end.map_or(data.children.len(), |at| at + 1), slot("/"));
    data.children.insert(begin, slot("#"));
}
