//! The parts around the sheets of a workbook that follow when rows move: names, tables, comments, pictures, charts, pivot
//! tables; and the order of calculation, which goes.

use super::super::docx::parsed;
use super::super::error::TemplateError;
use super::super::tree::{self, Element, Node, text};
use super::moves::{Maps, anchor};
use crate::xml;
use crate::zip::Entry;

/// Changes a part; it is written only where `change` says that something is other.
pub fn change(entry: &mut Entry, change: impl FnOnce(&mut Vec<Node>) -> bool) -> Result<(), TemplateError> {
    let (begins, mut nodes) = parsed(entry)?;
    if change(&mut nodes) {
        let mut out = begins.to_owned();
        tree::write(&nodes, &mut out);
        entry.bytes = out.into_bytes();
    }
    Ok(())
}

/// Shows every element, the outer ones first.
pub fn each(nodes: &mut [Node], see: &mut dyn FnMut(&mut Element)) {
    for node in nodes {
        if let Node::Element(element) = node {
            see(element);
            each(&mut element.children, see);
        }
    }
}

/// `xl/workbook.xml`: names follow, and programs calculate once they open the file.
pub fn workbook(nodes: &mut [Node], maps: &Maps) -> bool {
    each(nodes, &mut |element| {
        if element.name() == "definedName" {
            let own = text(&element.children);
            let moved = maps.formula(&own, "", None);
            if moved != own {
                element.children = vec![Node::Raw(xml::text(&moved))];
            }
        }
    });
    let root = nodes.iter_mut().find_map(|node| match node {
        Node::Element(element) => Some(element),
        _ => None,
    });
    let Some(root) = root else { return false };
    if let Some(calculation) = root.elements_mut().find(|element| element.name() == "calcPr") {
        calculation.set("fullCalcOnLoad", "1");
        return true;
    }
    let before = |node: &Node| matches!(node, Node::Element(e) if matches!(e.name(), "sheets" | "functionGroups" | "externalReferences" | "definedNames"));
    let at = root.children.iter().rposition(before).map_or(root.children.len(), |at| at + 1);
    let open = format!("<{}calcPr fullCalcOnLoad=\"1\"/>", root.prefix());
    root.children.insert(at, Node::Element(Element { open, ..Element::default() }));
    true
}

/// Takes the order of calculation out of the file, of its types and of its relations: it names cells that are elsewhere now.
pub fn forget_calculation(entries: &mut Vec<Entry>) -> Result<(), TemplateError> {
    let is_chain = |name: &str| name.to_lowercase().ends_with("calcchain.xml");
    if !entries.iter().any(|entry| is_chain(&entry.name)) {
        return Ok(());
    }
    entries.retain(|entry| !is_chain(&entry.name));
    for entry in entries.iter_mut() {
        let name = entry.name.to_lowercase();
        if name != "[content_types].xml" && !name.ends_with("workbook.xml.rels") {
            continue;
        }
        change(entry, |nodes| {
            let mut any = false;
            for node in nodes {
                let Node::Element(root) = node else { continue };
                root.children.retain(|node| match node {
                    Node::Element(one) => {
                        let names =
                            ["PartName", "Target"].map(|name| one.attribute(name).unwrap_or_default());
                        let goes = names.iter().any(|name| is_chain(name));
                        any |= goes;
                        !goes
                    }
                    _ => true,
                });
            }
            any
        })?;
    }
    Ok(())
}

/// A table, the comments or the drawing of a sheet: the parts that say rows of their sheet without its name.
pub fn of_sheet(entry: &mut Entry, sheet: &str, maps: &Maps) -> Result<(), TemplateError> {
    let mover = maps.mover(sheet);
    let Some(map) = mover.rows() else { return Ok(()) };
    change(entry, |nodes| {
        for node in nodes.iter_mut() {
            if let Node::Element(root) = node
                && matches!(root.name(), "table" | "comments" | "ThreadedComments")
            {
                mover.element(root);
            }
        }
        each(nodes, &mut |element| match element.name() {
            // Pictures and shapes; notes.
            "row" | "Row" if !element.children.is_empty() => {
                let row = text(&element.children).trim().parse().ok().and_then(|row| anchor(map, row));
                if let Some(row) = row {
                    element.children = vec![Node::Raw(row.to_string())];
                }
            }
            "Anchor" => {
                let own = text(&element.children);
                let parts = own.split(',').map(str::trim).enumerate();
                let there = parts.map(|(at, part)| match part.parse().ok().filter(|_| at == 2 || at == 6) {
                    Some(row) => anchor(map, row).unwrap_or(row).to_string(),
                    None => part.to_owned(),
                });
                let there = there.collect::<Vec<_>>().join(", ");
                element.children = vec![Node::Raw(there)];
            }
            _ => {}
        });
        true
    })
}

/// A chart or a source of a pivot table: parts that name the sheet whose rows they say.
pub fn naming_sheets(entry: &mut Entry, maps: &Maps) -> Result<(), TemplateError> {
    change(entry, |nodes| {
        let mut any = false;
        each(nodes, &mut |element| match element.name() {
            "f" => {
                let own = text(&element.children);
                let moved = maps.formula(&own, "", None);
                if moved != own {
                    element.children = vec![Node::Raw(xml::text(&moved))];
                    any = true;
                }
            }
            "worksheetSource" => {
                if let (Some(sheet), Some(area)) = (element.attribute("sheet"), element.attribute("ref")) {
                    let moved = maps.formula(&area, &sheet, None);
                    if moved != area {
                        element.set("ref", &moved);
                        any = true;
                    }
                }
            }
            _ => {}
        });
        any
    })
}
