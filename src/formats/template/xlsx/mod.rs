//! A .xlsx template: its sheets, what is filled in them, and the file that comes of it. Parts that hold no mark, and that no
//! moved row concerns, are handed on as they are.
//!
//! Read in this order: [`refs`] and [`formula`] (what refers to cells), [`rows`] (where rows went), [`styles`] and [`cells`] (days
//! and numbers), [`form`] (empty forms), [`sheet`] (one sheet filled), [`moves`] and [`related`] (all that follows).

pub mod cells;
pub mod form;
pub mod formula;
pub mod moves;
pub mod refs;
pub mod related;
pub mod rows;
pub mod sheet;
pub mod styles;

use super::check::{Known, check};
use super::docx::{of_expand, parsed};
use super::error::TemplateError;
use super::expand::{Expander, MOST, has_slot};
use super::fault::Fault;
use super::forms::Naming;
use super::scope::{Around, Schema};
use super::slots;
use super::tree::{self, Element, Node, text};
use super::used::Found;
use crate::reader::budget::Budget;
use crate::reader::package::{Package, Relation};
use crate::zip::Entry;
use cells::Cells;
use moves::Maps;
use sheet::MarkedSheet;
use styles::Styles;

/// A sheet of the workbook.
#[derive(Debug)]
struct Sheet {
    name: String,
    /// Which of the entries it is.
    entry: usize,
    /// The mark of UTF-8 before it.
    begins: &'static str,
    /// Its marks and forms; `None` where it has none.
    marked: Option<MarkedSheet>,
    /// The entries that belong to it: tables, comments, drawings.
    related: Vec<usize>,
}

/// A drawing or chart with marks.
#[derive(Debug)]
struct Shape {
    entry: usize,
    begins: &'static str,
    nodes: Vec<Node>,
}

/// A workbook whose marks and forms were found.
#[derive(Debug)]
pub struct Prepared {
    entries: Vec<Entry>,
    sheets: Vec<Sheet>,
    shapes: Vec<Shape>,
    workbook: usize,
    /// The part of shared texts without those that held marks, which no cell shows any more.
    shared: Option<(usize, String)>,
    styles: Option<(usize, &'static str, Styles)>,
    from_1904: bool,
}

/// The text of elements `t`, reading aids left out.
pub(super) fn gather(nodes: &[Node], out: &mut String) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.name() {
            "t" => out.push_str(&text(&element.children)),
            "rPh" => {}
            _ => gather(&element.children, out),
        }
    }
}

/// The entry of this path, whatever its case.
fn entry_of(entries: &[Entry], path: &str) -> Option<usize> {
    let key = |name: &str| name.replace('\\', "/").trim_start_matches('/').to_lowercase();
    entries.iter().position(|entry| key(&entry.name) == key(path))
}

fn root(nodes: &[Node]) -> Option<&Element> {
    nodes.iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        _ => None,
    })
}

/// The shared texts, and the part without those that hold marks.
fn shared(nodes: &mut [Node]) -> (Vec<Element>, bool) {
    let own: Vec<Element> = root(nodes)
        .into_iter()
        .flat_map(Element::elements)
        .filter(|one| one.name() == "si")
        .cloned()
        .collect();
    let mut any = false;
    for node in nodes {
        let Node::Element(root) = node else { continue };
        for one in root.elements_mut().filter(|one| one.name() == "si") {
            let mut all = String::new();
            gather(&one.children, &mut all);
            // Braces that never close are told, and nothing is written then.
            if all.contains("{{") && all.contains("}}") {
                let prefix = one.prefix().to_owned();
                one.children = vec![Node::Raw(format!("<{prefix}t/>"))];
                any = true;
            }
        }
    }
    (own, any)
}

impl Prepared {
    /// Finds marks and forms. `bytes` is the file that the entries are of.
    pub fn new(
        bytes: &[u8],
        entries: Vec<Entry>,
        known: Known<'_>,
        naming: Naming<'_>,
        found: &mut Found,
    ) -> Result<Self, TemplateError> {
        let budget = Budget::default();
        let package = Package::open(bytes).map_err(|_| TemplateError::Missing)?;
        let main = package.main("xl/workbook.xml", &budget).map_err(|_| TemplateError::Missing)?;
        let workbook = entry_of(&entries, &main).ok_or(TemplateError::Missing)?;
        let relations = |path: &str| package.relations(path, &budget).unwrap_or_default();
        let of_book = relations(&main);
        let of_kind = |ending: &str| {
            let one = of_book.iter().find(|one| one.kind.ends_with(ending))?;
            entry_of(&entries, &one.path)
        };
        let (texts, shared) = match of_kind("/sharedStrings") {
            Some(at) => {
                let (begins, mut nodes) = parsed(&entries[at])?;
                let (texts, any) = shared(&mut nodes);
                let mut out = begins.to_owned();
                tree::write(&nodes, &mut out);
                (texts, any.then_some((at, out)))
            }
            None => (Vec::new(), None),
        };
        let styles = match of_kind("/styles") {
            Some(at) => {
                let (begins, nodes) = parsed(&entries[at])?;
                Some((at, begins, Styles::new(nodes)))
            }
            None => None,
        };
        let (_, book) = parsed(&entries[workbook])?;
        let root = root(&book).ok_or(TemplateError::Missing)?;
        let from_1904 = root
            .child("workbookPr")
            .and_then(|one| one.attribute("date1904"))
            .is_some_and(|value| value == "1" || value == "true");
        let mut one =
            Self { entries, sheets: Vec::new(), shapes: Vec::new(), workbook, shared, styles, from_1904 };
        let listed = root.child("sheets").into_iter().flat_map(Element::elements);
        let listed: Vec<(String, String)> =
            listed.filter_map(|sheet| Some((sheet.attribute("name")?, sheet_id(sheet)?))).collect();
        one.read_sheets(bytes, &listed, &of_book, &relations, (&texts, known, naming), found)?;
        one.read_shapes(known, found)?;
        Ok(one)
    }

    fn read_sheets(
        &mut self,
        bytes: &[u8],
        listed: &[(String, String)],
        of_book: &[Relation],
        relations: &dyn Fn(&str) -> Vec<Relation>,
        (texts, known, naming): (&[Element], Known<'_>, Naming<'_>),
        found: &mut Found,
    ) -> Result<(), TemplateError> {
        let raw = crate::xlsx::read(bytes).ok();
        for (name, id) in listed {
            let sheet = of_book.iter().find(|one| one.id == *id && one.kind.ends_with("/worksheet"));
            let Some(sheet) = sheet else { continue };
            let Some(entry) = entry_of(&self.entries, &sheet.path) else { continue };
            let place = format!("工作表‘{name}’");
            if name.contains("{{") {
                let wrong = "工作表的名称里不能写标记。请改成普通的名称".to_owned();
                found.faults.push(Fault { place: place.clone(), mark: name.clone(), wrong });
            }
            let (begins, nodes) = parsed(&self.entries[entry])?;
            let shown = raw.as_ref().and_then(|raw| raw.sheets.iter().find(|raw| raw.name == *name));
            let marked = MarkedSheet::new(nodes, place, texts, shown, known, naming, found)?;
            let belongs = |one: &Relation| {
                ["/table", "/comments", "/threadedComment", "/drawing", "/vmlDrawing"]
                    .iter()
                    .any(|kind| one.kind.ends_with(kind))
            };
            let own = relations(&sheet.path);
            let own = own.iter().filter(|one| belongs(one));
            let related = own.filter_map(|one| entry_of(&self.entries, &one.path)).collect();
            self.sheets.push(Sheet { name: name.clone(), entry, begins, marked, related });
        }
        Ok(())
    }

    fn read_shapes(&mut self, known: Known<'_>, found: &mut Found) -> Result<(), TemplateError> {
        for (at, entry) in self.entries.iter().enumerate() {
            let name = entry.name.to_lowercase();
            let is_shape = name.starts_with("xl/drawings/drawing") || name.starts_with("xl/charts/chart");
            if !is_shape || !is_xml(&name) || !entry.bytes.contains(&b'{') {
                continue;
            }
            let (begins, mut nodes) = parsed(entry)?;
            let mut open = Vec::new();
            slots::place(&mut nodes, &mut open);
            let place = if name.contains("chart") { "图表" } else { "图形" };
            found.faults.extend(super::check::unclosed(place, &open));
            let (faults, marks) = check(place, &nodes, known);
            found.faults.extend(faults);
            found.marks(marks);
            if nodes.iter().any(has_slot) {
                self.shapes.push(Shape { entry: at, begins, nodes });
            }
        }
        Ok(())
    }

    /// The parts with values in the place of marks, and how many texts were cut.
    pub fn fill(&self, root: &Schema, around: &Around<'_>) -> Result<(Vec<Entry>, usize), TemplateError> {
        let mut entries = self.entries.clone();
        let styles = self.styles.as_ref().map(|(_, _, styles)| styles.clone()).unwrap_or_default();
        let mut cells = Cells { styles, from_1904: self.from_1904 };
        let mut maps = Maps::default();
        let mut filled = Vec::new();
        let mut cut = 0;
        for sheet in &self.sheets {
            let Some(marked) = &sheet.marked else { continue };
            let one = marked.fill(root, around, &mut cells)?;
            cut += one.cut;
            maps.add(&sheet.name, one.map.clone());
            filled.push((sheet, one));
        }
        if filled.is_empty() && self.shapes.is_empty() {
            return Ok((entries, 0));
        }
        for shape in &self.shapes {
            let nodes = Expander::new(root, MOST).fill(&shape.nodes, around);
            let nodes = nodes.map_err(|why| of_expand("图形", why))?;
            put(&mut entries, shape.entry, shape.begins, &nodes);
        }
        for (sheet, mut one) in filled {
            for node in &mut one.nodes {
                let Node::Element(worksheet) = node else { continue };
                moves::forget_form_merges(worksheet, &one.forms);
                maps.mover(&sheet.name).filled().element(worksheet);
                moves::merge(worksheet, &one.merges);
            }
            put(&mut entries, sheet.entry, sheet.begins, &one.nodes);
        }
        if let Some((at, text)) = &self.shared
            && let Some(entry) = entries.get_mut(*at)
        {
            entry.bytes = text.clone().into_bytes();
        }
        if let (Some((at, begins, _)), Some(nodes)) = (&self.styles, cells.styles.written()) {
            put(&mut entries, *at, begins, &nodes);
        }
        self.follow(&mut entries, &maps)?;
        Ok((entries, cut))
    }

    /// All that refers to rows that moved.
    fn follow(&self, entries: &mut Vec<Entry>, maps: &Maps) -> Result<(), TemplateError> {
        if let Some(entry) = entries.get_mut(self.workbook) {
            related::change(entry, |nodes| related::workbook(nodes, maps))?;
        }
        if maps.is_empty() {
            return Ok(());
        }
        for sheet in &self.sheets {
            if sheet.marked.is_none()
                && let Some(entry) = entries.get_mut(sheet.entry)
                && entry.bytes.contains(&b'!')
            {
                related::change(entry, |nodes| follow_sheet(nodes, &sheet.name, maps))?;
            }
            for at in &sheet.related {
                if let Some(entry) = entries.get_mut(*at) {
                    related::of_sheet(entry, &sheet.name, maps)?;
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

/// Whether a part, its name in small letters, is XML, and no picture beside it.
fn is_xml(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "xml")
}

/// The relation by which the workbook names a sheet: `r:id`, beside which `sheetId` stands.
fn sheet_id(sheet: &Element) -> Option<String> {
    sheet.attribute("id")
}

fn put(entries: &mut [Entry], at: usize, begins: &str, nodes: &[Node]) {
    let mut out = begins.to_owned();
    tree::write(nodes, &mut out);
    if let Some(entry) = entries.get_mut(at) {
        entry.bytes = out.into_bytes();
    }
}
