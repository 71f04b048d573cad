//! A workbook filled: the sheets that each sheet becomes, their values, and all that refers to rows and sheets.

use std::collections::{HashMap, HashSet};

use super::super::docx::of_expand;
use super::super::error::TemplateError;
use super::super::expand::{Expander, MOST};
use super::super::progress::Tick;
use super::super::scope::{Around, Schema};
use super::super::tree::{self, Node};
use super::cells::Cells;
use super::copies::{self, Copier, put};
use super::each::SheetCopy;
use super::listing::{self, Listed};
use super::moves::{self, Maps};
use super::sheet::FilledSheet;
use super::{Prepared, Shape, Sheet, is_xml, related};
use crate::zip::Entry;
use memchr::memmem;

/// A sheet of the filled workbook.
struct Made<'p> {
    sheet: &'p Sheet,
    copy: SheetCopy,
    /// Its part.
    entry: usize,
    /// The parts that belong to it, each by the one of the template; empty where it has those of the template.
    parts: HashMap<usize, usize>,
    /// It is not the first that its sheet became.
    is_further: bool,
}

impl Made<'_> {
    fn part(&self, own: usize) -> usize {
        self.parts.get(&own).copied().unwrap_or(own)
    }

    fn shapes(&self) -> &[Shape] {
        self.sheet.each.as_ref().map_or(&[], |each| &each.shapes)
    }
}

impl Prepared {
    /// How many items of the outermost blocks and forms there are, sheets that are repeated left out.
    #[must_use]
    pub fn items(&self, root: &Schema, around: &Around<'_>) -> usize {
        let told = self.sheets.iter().filter(|sheet| sheet.each.is_none());
        told.filter_map(|sheet| sheet.marked.as_ref()).map(|marked| marked.items(root, around)).sum()
    }

    /// The parts with values in the place of marks, and how many texts were cut.
    pub fn fill(
        &self,
        root: &Schema,
        around: &Around<'_>,
        tick: Tick<'_>,
    ) -> Result<(Vec<Entry>, usize), TemplateError> {
        let mut entries = self.entries.clone();
        let made = self.made(root, around, &mut entries)?;
        let styles = self.styles.as_ref().map(|(_, _, styles)| styles.clone()).unwrap_or_default();
        let mut cells = Cells { styles, from_1904: self.from_1904 };
        let mut maps = Maps::default();
        let mut filled = Vec::new();
        let mut cut = 0;
        for one in &made {
            let Some(marked) = &one.sheet.marked else { continue };
            // Of a sheet that is repeated nobody knows how many items there are before it is.
            let is_told = one.sheet.each.is_none();
            let mut tick = |items| tick(if is_told { items } else { 0 });
            let own = marked.fill(root, &one.copy.around(around), &mut cells, &mut tick)?;
            cut += own.cut;
            maps.add(&one.copy.name, own.map.clone());
            filled.push((one, own));
        }
        if filled.is_empty() && self.shapes.is_empty() {
            return Ok((entries, 0));
        }
        fill_shapes(&mut entries, &self.shapes, &|own| own, root, around)?;
        let renamed = renamed(&made);
        for (one, mut own) in filled {
            rename(&mut own.nodes, &renamed);
            let inner = one.copy.around(around);
            fill_shapes(&mut entries, one.shapes(), &|own| one.part(own), root, &inner)?;
            settle(&mut entries, one, own, &maps)?;
        }
        if let Some((at, text)) = &self.shared
            && let Some(entry) = entries.get_mut(*at)
        {
            entry.bytes = text.clone().into_bytes();
        }
        if let (Some((at, begins, _)), Some(nodes)) = (&self.styles, cells.styles.written()) {
            put(&mut entries, *at, begins, &nodes);
        }
        self.follow(&mut entries, &made, &maps)?;
        Ok((entries, cut))
    }

    /// The sheets of the filled workbook, with parts of their own.
    fn made(
        &self,
        root: &Schema,
        around: &Around<'_>,
        entries: &mut Vec<Entry>,
    ) -> Result<Vec<Made<'_>>, TemplateError> {
        let is_plain = |sheet: &&Sheet| sheet.each.is_none();
        let plain = self.sheets.iter().filter(is_plain).map(|sheet| sheet.name.to_lowercase());
        let mut taken: HashSet<String> = plain.collect();
        let mut copier = Copier::new(entries)?;
        let (mut made, mut listed) = (Vec::with_capacity(self.sheets.len()), Vec::new());
        for sheet in &self.sheets {
            let whole =
                |copy| Made { sheet, copy, entry: sheet.entry, parts: HashMap::new(), is_further: false };
            let Some(each) = &sheet.each else {
                made.push(whole(SheetCopy::plain(&sheet.name)));
                continue;
            };
            let mut own = Listed { at: sheet.at, name: sheet.name.clone(), copies: Vec::new() };
            for copy in each.name.copies(root, around, &mut taken)? {
                let mut one = whole(copy);
                if !own.copies.is_empty() {
                    one.parts = copier.copy(entries, &each.parts)?;
                    one.entry = one.part(sheet.entry);
                    one.is_further = true;
                }
                let part = entries.get(one.entry).map(|entry| entry.name.clone()).unwrap_or_default();
                own.copies.push((one.copy.name.clone(), part));
                made.push(one);
            }
            listed.push(own);
        }
        if !listed.is_empty() {
            copier.note_types(entries)?;
            listing::list(entries, self.workbook, &listed)?;
            let renamed = renamed(&made);
            for entry in entries.iter_mut().filter(|entry| !renamed.is_empty() && is_xml(&entry.name)) {
                if entry.bytes.contains(&b'{') {
                    related::change(entry, |nodes| rename(nodes, &renamed))?;
                }
            }
        }
        Ok(made)
    }

    /// All that refers to rows that moved.
    fn follow(&self, entries: &mut Vec<Entry>, made: &[Made<'_>], maps: &Maps) -> Result<(), TemplateError> {
        let calculates = made.iter().any(|one| {
            let part = entries.get(one.entry).map_or(&[][..], |entry| &entry.bytes);
            [&b"<f>"[..], b"<f ", b":f>", b":f "].iter().any(|tag| memmem::find(part, tag).is_some())
        });
        if (calculates || !maps.is_empty())
            && let Some(entry) = entries.get_mut(self.workbook)
        {
            related::change(entry, |nodes| related::workbook(nodes, maps))?;
        }
        let is_listed_anew = made.iter().any(|one| one.sheet.each.is_some());
        if maps.is_empty() && !is_listed_anew {
            return Ok(());
        }
        for one in made {
            let name = &one.copy.name;
            if one.sheet.marked.is_none()
                && let Some(entry) = entries.get_mut(one.entry)
                && entry.bytes.contains(&b'!')
            {
                related::change(entry, |nodes| follow_sheet(nodes, name, maps))?;
            }
            for at in &one.sheet.related {
                if let Some(entry) = entries.get_mut(one.part(*at)) {
                    related::of_sheet(entry, name, maps)?;
                }
            }
        }
        for entry in entries.iter_mut() {
            let name = entry.name.to_lowercase();
            let says =
                name.starts_with("xl/charts/chart") || name.starts_with("xl/pivotcache/pivotcachedefinition");
            if says && is_xml(&name) {
                related::naming_sheets(entry, maps)?;
            }
        }
        related::forget_calculation(entries)
    }
}

/// The sheets that are called otherwise and stand once, each with its name in the template.
fn renamed<'m>(made: &'m [Made<'_>]) -> Vec<(&'m str, &'m str)> {
    let once = |one: &&Made<'_>| one.sheet.each.as_ref().is_some_and(|each| !each.name.is_repeated());
    made.iter().filter(once).map(|one| (one.sheet.name.as_str(), one.copy.name.as_str())).collect()
}

/// Lets formulas name sheets as they are called now.
fn rename(nodes: &mut [Node], renamed: &[(&str, &str)]) -> bool {
    renamed.iter().fold(false, |any, (from, to)| copies::rename(nodes, from, to) || any)
}

/// Drawings and charts with values in the place of marks; `part` says where each of them is.
fn fill_shapes(
    entries: &mut [Entry],
    shapes: &[Shape],
    part: &dyn Fn(usize) -> usize,
    root: &Schema,
    around: &Around<'_>,
) -> Result<(), TemplateError> {
    for shape in shapes {
        let nodes = Expander::new(root, MOST).fill(&shape.nodes, around);
        let nodes = nodes.map_err(|why| of_expand("图形", why))?;
        put(entries, part(shape.entry), shape.begins, &nodes);
    }
    Ok(())
}

/// Writes a sheet whose values are there: what refers to the template's own sheet names the copy, and follows the rows.
fn settle(
    entries: &mut [Entry],
    one: &Made<'_>,
    mut own: FilledSheet,
    maps: &Maps,
) -> Result<(), TemplateError> {
    let (from, name) = (&one.sheet.name, &one.copy.name);
    if let Some(each) = one.sheet.each.as_ref().filter(|each| each.name.is_repeated()) {
        copies::rename(&mut own.nodes, from, name);
        for at in each.parts.iter().skip(1) {
            if let Some(entry) = entries.get_mut(one.part(*at)).filter(|entry| is_xml(&entry.name)) {
                related::change(entry, |nodes| copies::rename(nodes, from, name))?;
            }
        }
    }
    if one.is_further {
        copies::forget_own(&mut own.nodes);
    }
    for node in &mut own.nodes {
        let Node::Element(worksheet) = node else { continue };
        moves::forget_form_merges(worksheet, &own.forms);
        maps.mover(name).filled().element(worksheet);
        moves::merge(worksheet, &own.merges);
    }
    put(entries, one.entry, one.sheet.begins, &own.nodes);
    Ok(())
}

/// A sheet whose own rows stayed, but that may refer to others: written anew only where a formula became another.
fn follow_sheet(nodes: &mut [Node], name: &str, maps: &Maps) -> bool {
    let mut before = String::new();
    tree::write(nodes, &mut before);
    for node in nodes.iter_mut() {
        if let Node::Element(worksheet) = node {
            maps.mover(name).element(worksheet);
        }
    }
    let mut after = String::new();
    tree::write(nodes, &mut after);
    before != after
}
