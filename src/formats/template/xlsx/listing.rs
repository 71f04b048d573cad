//! What the workbook says of its sheets, once some of them are repeated: their list, the names that belong to one sheet, which
//! of them is shown, and the properties of the document that list them.

use std::collections::HashMap;

use super::super::error::TemplateError;
use super::super::tree::{Element, Node};
use super::copies::{as_element, rename};
use super::related::change;
use crate::zip::Entry;

/// The sheets that a sheet of the template becomes.
#[derive(Debug)]
pub struct Listed {
    /// Which of the template's sheets it is, from 0.
    pub at: usize,
    /// What the template calls it.
    pub name: String,
    /// The names and parts of the sheets, the first in its own part.
    pub copies: Vec<(String, String)>,
}

/// Writes the list of sheets into the workbook and its relations, and out of the properties.
pub fn list(entries: &mut [Entry], workbook: usize, listed: &[Listed]) -> Result<(), TemplateError> {
    let mut relations = Vec::new();
    let Some(entry) = entries.get_mut(workbook) else { return Ok(()) };
    let (folder, file) = entry.name.rsplit_once('/').unwrap_or(("", &entry.name));
    let own = format!("{folder}/_rels/{file}.rels").to_lowercase();
    change(entry, |nodes| {
        let Some(root) = nodes.iter_mut().find_map(as_element) else { return false };
        let first = sheets(root, listed, &mut relations);
        names(root, listed, &first);
        views(root, &first);
        true
    })?;
    for entry in entries.iter_mut() {
        let name = entry.name.replace('\\', "/").trim_start_matches('/').to_lowercase();
        if name == own {
            change(entry, |nodes| relate(nodes, &relations))?;
        } else if name == "docprops/app.xml" {
            change(entry, |nodes| forget_titles(nodes))?;
        }
    }
    Ok(())
}

/// A relation of the workbook to a copy: that of the original, its own, and the part.
type Copied = (String, String, String);

/// The list of sheets; gives the first place of each sheet of the template.
fn sheets(root: &mut Element, listed: &[Listed], relations: &mut Vec<Copied>) -> HashMap<u32, u32> {
    let mut first = HashMap::new();
    let Some(list) = root.elements_mut().find(|element| element.name() == "sheets") else { return first };
    let mut number = list.elements().filter_map(|one| one.number("sheetId")).max().unwrap_or(0);
    let (mut at, mut place) = (0_usize, 0_u32);
    for node in std::mem::take(&mut list.children) {
        let Node::Element(sheet) = node else {
            list.children.push(node);
            continue;
        };
        first.insert(u32::try_from(at).unwrap_or(u32::MAX), place);
        let copies = listed.iter().find(|one| one.at == at).map(|one| one.copies.as_slice());
        at += 1;
        for (nth, (name, part)) in copies.unwrap_or_default().iter().enumerate() {
            let mut copy = sheet.clone();
            copy.set("name", name);
            if nth > 0 {
                number += 1;
                copy.set("sheetId", &number.to_string());
                let id = format!("rIdSheet{number}");
                relations.push((sheet.attribute("id").unwrap_or_default(), id.clone(), part.clone()));
                copy.set("id", &id);
                copy.unset("uid");
            }
            list.children.push(Node::Element(copy));
            place += 1;
        }
        if copies.is_none() {
            list.children.push(Node::Element(sheet));
            place += 1;
        }
    }
    first
}

/// Names that belong to one sheet, as its print area: each copy has its own, and others count anew.
fn names(root: &mut Element, listed: &[Listed], first: &HashMap<u32, u32>) {
    let Some(list) = root.elements_mut().find(|element| element.name() == "definedNames") else { return };
    for node in std::mem::take(&mut list.children) {
        let Node::Element(name) = node else {
            list.children.push(node);
            continue;
        };
        let own = name.number("localSheetId");
        let place = own.and_then(|own| first.get(&own)).copied();
        let sheet = own.and_then(|own| listed.iter().find(|one| u32::try_from(one.at) == Ok(own)));
        match (place, sheet) {
            (Some(place), Some(sheet)) => {
                for ((title, _), nth) in sheet.copies.iter().zip(0..) {
                    let mut copy = [Node::Element(name.clone())];
                    rename(&mut copy, &sheet.name, title);
                    if let [Node::Element(copy)] = &mut copy {
                        copy.set("localSheetId", &(place + nth).to_string());
                    }
                    list.children.extend(copy);
                }
            }
            (place, _) => {
                let mut name = name;
                if let Some(place) = place {
                    name.set("localSheetId", &place.to_string());
                }
                list.children.push(Node::Element(name));
            }
        }
    }
}

/// Which sheet is shown.
fn views(root: &mut Element, first: &HashMap<u32, u32>) {
    let views = root.elements_mut().filter(|element| element.name() == "bookViews");
    for view in views.flat_map(Element::elements_mut) {
        for name in ["activeTab", "firstSheet"] {
            if let Some(place) = view.number(name).and_then(|own| first.get(&own)) {
                view.set(name, &place.to_string());
            }
        }
    }
}

fn relate(nodes: &mut [Node], relations: &[Copied]) -> bool {
    let Some(root) = nodes.iter_mut().find_map(as_element) else { return false };
    for (original, id, part) in relations {
        let own = root.elements().find(|one| one.attribute("Id").as_deref() == Some(original));
        let Some(mut copy) = own.cloned() else { continue };
        copy.set("Id", id);
        copy.set("Target", &format!("/{part}"));
        root.children.push(Node::Element(copy));
    }
    true
}

/// The titles of sheets among the properties of the document: programs write them anew.
fn forget_titles(nodes: &mut [Node]) -> bool {
    let Some(root) = nodes.iter_mut().find_map(as_element) else { return false };
    root.children.retain(
        |node| !matches!(node, Node::Element(one) if matches!(one.name(), "HeadingPairs" | "TitlesOfParts")),
    );
    true
}
