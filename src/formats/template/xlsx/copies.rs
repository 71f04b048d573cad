//! The parts of a sheet that is repeated: which belong to it alone, what cannot be copied, and the copies with their relations
//! and types. What the workbook says of its sheets is told by [`super::listing`].

use std::collections::{HashMap, HashSet};

use super::super::docx::parsed;
use super::super::error::TemplateError;
use super::super::fault::Fault;
use super::super::tree::{self, Element, Node, text};
use super::related::{change, each};
use crate::reader::package::Relation;
use crate::xml;
use crate::zip::Entry;
use memchr::memmem;

/// The relations of a part.
type Relations<'r> = &'r dyn Fn(&str) -> Vec<Relation>;

/// What a sheet may share with others.
const SHARED: [&str; 4] = ["/image", "/hdphoto", "/media", "/hyperlink"];

/// What other parts of the workbook name by a number of its own, with what people call it.
const REFUSED: [(&str, &str); 9] = [
    ("/pivotTable", "数据透视表"),
    ("/queryTable", "外部数据查询"),
    ("/slicer", "切片器"),
    ("/timeline", "日程表"),
    ("/threadedComment", "批注会话（可改成普通批注）"),
    ("/control", "控件"),
    ("/ctrlProp", "控件"),
    ("/oleObject", "嵌入的对象"),
    ("/package", "嵌入的文件"),
];

/// Where formulas stand.
const FORMULAS: [&str; 6] =
    ["f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"];

fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn relations_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    format!("{folder}/_rels/{name}.rels")
}

/// The name of a sheet as formulas that look into it write it: braces stand in quotes.
fn called(name: &str) -> String {
    format!("'{}'!", name.replace('\'', "''"))
}

/// The parts that belong to a sheet alone, itself the first; what cannot be copied is told.
pub fn belonging(
    entries: &[Entry],
    sheet: usize,
    relations: Relations<'_>,
    refused: &mut dyn FnMut(&str),
) -> Vec<usize> {
    let mut found = vec![sheet];
    let mut next = 0;
    while let Some(entry) = found.get(next).and_then(|at| entries.get(*at)) {
        next += 1;
        for relation in relations(&entry.name) {
            if let Some((_, what)) = REFUSED.iter().find(|(kind, _)| relation.kind.ends_with(kind)) {
                refused(what);
            } else if !SHARED.iter().any(|kind| relation.kind.ends_with(kind))
                && let Some(at) = super::entry_of(entries, &relation.path)
                && !found.contains(&at)
            {
                found.push(at);
            }
        }
    }
    found
}

/// What a formula is shown to: itself, the name that it is of, and the number of the sheet that this name belongs to.
type See<'a> = dyn FnMut(&str, Option<String>, Option<u32>) + 'a;

/// Shows the formulas of a part with the names that they belong to, and what else names a sheet: a link, the source of a pivot
/// table. Where a name belongs to one sheet, its number goes along.
fn formulas(entry: &Entry, see: &mut See<'_>) -> Result<(), TemplateError> {
    if !super::is_xml(&entry.name.to_lowercase()) {
        return Ok(());
    }
    let (_, mut nodes) = parsed(entry)?;
    each(&mut nodes, &mut |element| {
        if element.name() == "definedName" {
            see(&text(&element.children), element.attribute("name"), element.number("localSheetId"));
        } else if FORMULAS.contains(&element.name()) {
            see(&text(&element.children), None, None);
        } else if element.name() == "worksheetSource" {
            see(&called(&element.attribute("sheet").unwrap_or_default()), None, None);
        } else if let Some(location) = element.attribute("location") {
            see(&location, None, None);
        }
    });
    Ok(())
}

/// Who else looks into a sheet that is repeated, and so would not know into which: other sheets, names, charts. `own` are its
/// parts, `at` its place in the list of sheets.
pub fn looked_into(
    entries: &[Entry],
    own: &[usize],
    (name, at): (&str, usize),
    sheets: &[(String, usize)],
) -> Result<Vec<Fault>, TemplateError> {
    let sign = called(name);
    let quoted = name.replace('\'', "''");
    // 'a:b'! is several sheets, which no copy can stand for.
    let several = [format!("'{quoted}:"), format!(":{quoted}'!")];
    let wrong =
        "引用了要逐个重复的工作表，填好后不知道是其中哪一张。请改为引用别的工作表，或把这个公式放到那张表里";
    let mut faults = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        // Braces are written as they are, whatever becomes of other signs.
        if memmem::find(&entry.bytes, b"{{").is_none() {
            continue;
        }
        let is_own = own.contains(&number);
        let mut names: Vec<Option<String>> = Vec::new();
        formulas(entry, &mut |formula, of, sheet| {
            let is_own = is_own || sheet.is_some_and(|sheet| usize::try_from(sheet) == Ok(at));
            if several.iter().any(|sign| formula.contains(sign)) || !is_own && formula.contains(&sign) {
                names.push(of);
            }
        })?;
        let place = match sheets.iter().find(|(_, entry)| *entry == number) {
            _ if names.is_empty() => continue,
            Some((sheet, _)) => format!("工作表‘{sheet}’{}", place_of(entry, name)?),
            None => entry.name.clone(),
        };
        let places = names.into_iter().map(|of| of.map_or_else(|| place.clone(), |of| format!("名称‘{of}’")));
        let mut places: Vec<String> = places.collect();
        places.dedup();
        let fault = |place| Fault { place, mark: name.to_owned(), wrong: wrong.to_owned() };
        faults.extend(places.into_iter().map(fault));
    }
    Ok(faults)
}

/// The cell of the first formula that looks into a sheet.
fn place_of(entry: &Entry, name: &str) -> Result<String, TemplateError> {
    let (_, nodes) = parsed(entry)?;
    let data = super::root(&nodes).and_then(|root| root.child("sheetData"));
    let mut cells = data.into_iter().flat_map(Element::elements).flat_map(Element::elements);
    let looks = |cell: &&Element| cell.child("f").is_some_and(|own| text(&own.children).contains(name));
    Ok(cells.find(looks).and_then(|cell| cell.attribute("r")).unwrap_or_default())
}

/// Copies parts, each under a name that no other has.
#[derive(Debug)]
pub struct Copier {
    taken: HashSet<String>,
    /// Where the parts of the template are.
    known: HashMap<String, usize>,
    /// The last number that was given to a name.
    numbers: HashMap<(String, String), u32>,
    /// The new parts, each with the one that it is a copy of.
    types: Vec<(String, String)>,
    tables: Tables,
}

/// Numbers and names of tables (列表), each of which stands once in a workbook.
#[derive(Debug, Default)]
struct Tables {
    last: u32,
    names: HashSet<String>,
}

fn is_table(name: &str) -> bool {
    key(name).contains("/tables/")
}

impl Copier {
    /// Knows what is there.
    pub fn new(entries: &[Entry]) -> Result<Self, TemplateError> {
        let known: HashMap<String, usize> =
            entries.iter().enumerate().map(|(at, entry)| (key(&entry.name), at)).collect();
        let taken = known.keys().cloned().collect();
        let mut tables = Tables::default();
        for entry in entries.iter().filter(|entry| is_table(&entry.name) && !entry.name.contains("/_rels/")) {
            let (_, nodes) = parsed(entry)?;
            let Some(table) = super::root(&nodes) else { continue };
            tables.last = tables.last.max(table.number("id").unwrap_or(0));
            let names = ["name", "displayName"].map(|name| table.attribute(name));
            tables.names.extend(names.into_iter().flatten().map(|name| name.to_lowercase()));
        }
        Ok(Self { taken, known, numbers: HashMap::new(), types: Vec::new(), tables })
    }

    /// A name for a copy: the same with the next number.
    fn fresh(&mut self, name: &str) -> String {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = self.numbers.entry((stem.to_owned(), ending.to_owned())).or_insert(0);
        loop {
            *number += 1;
            let name = format!("{stem}{number}.{ending}");
            if self.taken.insert(key(&name)) {
                return name;
            }
        }
    }

    /// Copies the parts that belong to a sheet; gives where the copy of each is.
    pub fn copy(
        &mut self,
        entries: &mut Vec<Entry>,
        belonging: &[usize],
    ) -> Result<HashMap<usize, usize>, TemplateError> {
        let mut places = HashMap::new();
        let mut names: HashMap<String, String> = HashMap::new();
        for at in belonging {
            let Some(entry) = entries.get(*at) else { continue };
            let mut copy = Entry { name: self.fresh(&entry.name), bytes: entry.bytes.clone() };
            names.insert(key(&entry.name), copy.name.clone());
            self.types.push((key(&entry.name), copy.name.clone()));
            if is_table(&copy.name) {
                self.tables.rename(&mut copy)?;
            }
            places.insert(*at, entries.len());
            entries.push(copy);
        }
        for at in belonging {
            let Some(own) = entries.get(*at).map(|entry| relations_of(&entry.name)) else { continue };
            let Some(copied) = places.get(at).and_then(|at| entries.get(*at)) else { continue };
            let to = relations_of(&copied.name);
            let source = self.known.get(&key(&own)).and_then(|at| entries.get(*at));
            let Some(source) = source else { continue };
            let mut copy = Entry { name: to, bytes: source.bytes.clone() };
            change(&mut copy, |nodes| point(nodes, &names))?;
            self.taken.insert(key(&copy.name));
            entries.push(copy);
        }
        Ok(places)
    }

    /// `[Content_Types].xml`: a copy is what its original is.
    pub fn note_types(&self, entries: &mut [Entry]) -> Result<(), TemplateError> {
        let Some(entry) = entries.iter_mut().find(|entry| key(&entry.name) == "[content_types].xml") else {
            return Ok(());
        };
        change(entry, |nodes| {
            let Some(root) = nodes.iter_mut().find_map(as_element) else { return false };
            let own: HashMap<String, Element> = root
                .elements()
                .filter_map(|one| Some((key(&one.attribute("PartName")?), one.clone())))
                .collect();
            for (original, copy) in &self.types {
                if let Some(kind) = own.get(original) {
                    let mut kind = kind.clone();
                    kind.set("PartName", &format!("/{copy}"));
                    root.children.push(Node::Element(kind));
                }
            }
            true
        })
    }
}

impl Tables {
    /// Gives a copied table a number and a name of its own.
    fn rename(&mut self, entry: &mut Entry) -> Result<(), TemplateError> {
        change(entry, |nodes| {
            let Some(table) = nodes.iter_mut().find_map(as_element) else { return false };
            self.last += 1;
            table.set("id", &self.last.to_string());
            let own = table.attribute("displayName").or_else(|| table.attribute("name")).unwrap_or_default();
            let mut number = 1;
            let name = loop {
                number += 1;
                let name = format!("{own}_{number}");
                if self.names.insert(name.to_lowercase()) {
                    break name;
                }
            };
            table.set("name", &name);
            table.set("displayName", &name);
            true
        })
    }
}

/// The element of a node.
pub fn as_element(node: &mut Node) -> Option<&mut Element> {
    match node {
        Node::Element(element) => Some(element),
        _ => None,
    }
}

/// Lets relations name the copies: these are in the same folders.
fn point(nodes: &mut [Node], names: &HashMap<String, String>) -> bool {
    let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    each(nodes, &mut |element| {
        let Some(target) = element.attribute("Target") else { return };
        // Two parts of one sheet with one name in two folders are of two kinds, and so are their folders.
        let target = target.replace('\\', "/");
        let tail = key(target.trim_start_matches("../"));
        let found = names.iter().find(|(own, _)| **own == tail || own.ends_with(&format!("/{tail}")));
        if let Some((_, copy)) = found {
            let folder = target.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            element.set("Target", &format!("{folder}{}", last(copy)));
        }
    });
    true
}

/// Lets a part that belongs to a copy name it where it named the sheet of the template.
pub fn rename(nodes: &mut [Node], from: &str, to: &str) -> bool {
    let (from, to) = (called(from), called(to));
    let mut any = false;
    each(nodes, &mut |element| {
        if FORMULAS.contains(&element.name()) || element.name() == "definedName" {
            let own = text(&element.children);
            if own.contains(&from) {
                element.children = vec![Node::Raw(xml::text(&own.replace(&from, &to)))];
                any = true;
            }
        }
        if let Some(location) = element.attribute("location").filter(|own| own.contains(&from)) {
            element.set("location", &location.replace(&from, &to));
            any = true;
        }
    });
    any
}

/// Takes from a copy what may stand once in a workbook: that it is the chosen sheet, and what programs call it.
pub fn forget_own(nodes: &mut [Node]) {
    each(nodes, &mut |element| match element.name() {
        "sheetView" => element.unset("tabSelected"),
        "sheetPr" => element.unset("codeName"),
        "worksheet" => element.unset("xr:uid"),
        _ => {}
    });
}

/// Whether a formula anywhere names a table of these parts, which copies would have under other names.
pub fn names_table(entries: &[Entry], belonging: &[usize]) -> Result<Option<String>, TemplateError> {
    for at in belonging {
        let Some(entry) = entries.get(*at).filter(|entry| is_table(&entry.name)) else { continue };
        let (_, nodes) = parsed(entry)?;
        let Some(name) = super::root(&nodes).and_then(|table| table.attribute("displayName")) else {
            continue;
        };
        let sign = format!("{name}[");
        for one in entries {
            let mut names = false;
            formulas(one, &mut |formula, _, _| names |= formula.contains(&sign))?;
            if names {
                return Ok(Some(name));
            }
        }
    }
    Ok(None)
}

/// Writes a part anew.
pub fn put(entries: &mut [Entry], at: usize, begins: &str, nodes: &[Node]) {
    let mut out = begins.to_owned();
    tree::write(nodes, &mut out);
    if let Some(entry) = entries.get_mut(at) {
        entry.bytes = out.into_bytes();
    }
}
