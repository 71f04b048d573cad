//! A .xlsx template: its sheets, what is filled in them, and the file that comes of it. Parts that hold no mark, and that no
//! moved row concerns, are handed on as they are.
//!
//! Read in this order: [`refs`] and [`formula`] (what refers to cells), [`rows`] (where rows went), [`styles`] and [`cells`] (days
//! and numbers), [`form`] (empty forms), [`labels`] (forms of labels), [`sheet`] (one sheet filled), [`each`], [`copies`] and [`listing`] (a sheet each),
//! [`moves`] and [`related`] (all that follows), [`filled`] (the whole).

pub mod cells;
pub mod copies;
pub mod each;
pub mod filled;
pub mod form;
pub mod formula;
pub mod labels;
pub mod listing;
pub mod moves;
pub mod refs;
pub mod related;
pub mod rows;
pub mod sheet;
pub mod styles;

use super::check::{Known, check};
use super::docx::parsed;
use super::error::TemplateError;
use super::expand::has_slot;
use super::fault::Fault;
use super::forms::Naming;
use super::scope::{Name, Schema};
use super::slots;
use super::tree::{self, Element, Node, text};
use super::used::Found;
use crate::reader::budget::Budget;
use crate::reader::package::{Package, Relation};
use crate::zip::Entry;
use each::SheetName;
use sheet::{MarkedSheet, Source};
use styles::Styles;

/// A sheet of the workbook.
#[derive(Debug)]
struct Sheet {
    name: String,
    /// Which of the sheets that the workbook lists it is, from 0.
    at: usize,
    /// Where its name holds marks.
    each: Option<Repeated>,
    /// Which of the entries it is.
    entry: usize,
    /// The mark of UTF-8 before it.
    begins: &'static str,
    /// Its marks and forms; `None` where it has none.
    marked: Option<MarkedSheet>,
    /// The entries that belong to it: tables, comments, drawings.
    related: Vec<usize>,
}

/// What a sheet has whose name holds marks.
#[derive(Debug)]
struct Repeated {
    name: SheetName,
    /// The parts that belong to it alone, itself the first.
    parts: Vec<usize>,
    /// Those of them that are drawings and charts with marks.
    shapes: Vec<Shape>,
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
        let listed: Vec<(String, String)> = listed
            .map(|sheet| (sheet.attribute("name").unwrap_or_default(), sheet_id(sheet).unwrap_or_default()))
            .collect();
        one.read_sheets(bytes, &listed, &of_book, &relations, (&texts, known, naming), found)?;
        let owned: Vec<usize> = one
            .sheets
            .iter()
            .filter_map(|sheet| sheet.each.as_ref())
            .flat_map(|each| each.parts.clone())
            .collect();
        let others: Vec<usize> = (0..one.entries.len()).filter(|at| !owned.contains(at)).collect();
        one.shapes = one.read_shapes(&others, known, found)?;
        one.check_copies(found)?;
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
        for (at, (name, id)) in listed.iter().enumerate() {
            let sheet = of_book.iter().find(|one| one.id == *id && one.kind.ends_with("/worksheet"));
            let Some(sheet) = sheet else { continue };
            let Some(entry) = entry_of(&self.entries, &sheet.path) else { continue };
            let place = format!("工作表‘{name}’");
            let title = SheetName::read(name, &place, known, found);
            let about: Vec<(Name, &Schema)> = match &title {
                Some(title) => title.about(known),
                None => known.about.to_vec(),
            };
            let known = Known { about: &about, ..known };
            let (begins, nodes) = parsed(&self.entries[entry])?;
            let shown = raw.as_ref().and_then(|raw| raw.sheets.iter().find(|raw| raw.name == *name));
            let source = Source { nodes, shared: texts, shown, is_copied: title.is_some() };
            let mut marked = MarkedSheet::new(source, place.clone(), known, naming, found)?;
            let belongs = |one: &Relation| {
                ["/table", "/comments", "/threadedComment", "/drawing", "/vmlDrawing"]
                    .iter()
                    .any(|kind| one.kind.ends_with(kind))
            };
            let own = relations(&sheet.path);
            let own = own.iter().filter(|one| belongs(one));
            let related: Vec<usize> = own.filter_map(|one| entry_of(&self.entries, &one.path)).collect();
            for at in &related {
                self.read_table(*at, &place, marked.as_mut(), found)?;
            }
            let each = match title {
                Some(title) => Some(self.repeated(title, entry, relations, known, (&place, found))?),
                None => None,
            };
            self.sheets.push(Sheet { name: name.clone(), at, each, entry, begins, marked, related });
        }
        Ok(())
    }

    /// A table (列表) of a sheet: its columns are named in it and in the sheet, and both must be the same.
    fn read_table(
        &self,
        at: usize,
        place: &str,
        sheet: Option<&mut MarkedSheet>,
        found: &mut Found,
    ) -> Result<(), TemplateError> {
        let Some(entry) = self.entries.get(at).filter(|entry| entry.name.to_lowercase().contains("/tables/"))
        else {
            return Ok(());
        };
        let (_, nodes) = parsed(entry)?;
        let Some(table) = root(&nodes) else { return Ok(()) };
        let columns = table.child("tableColumns").into_iter().flat_map(Element::elements);
        for name in columns.filter_map(|column| column.attribute("name")).filter(|name| name.contains("{{")) {
            let wrong = "列表的表头里不能写标记，否则 Excel 会报文件损坏。请改成普通文字，或把列表转换为区域"
                .to_owned();
            found.faults.push(Fault { place: place.to_owned(), mark: name, wrong });
        }
        if let Some(sheet) = sheet {
            sheet.has_table(table);
        }
        Ok(())
    }

    /// What belongs to a sheet whose name holds marks.
    fn repeated(
        &self,
        name: SheetName,
        entry: usize,
        relations: &dyn Fn(&str) -> Vec<Relation>,
        known: Known<'_>,
        (place, found): (&str, &mut Found),
    ) -> Result<Repeated, TemplateError> {
        if !name.is_repeated() {
            return Ok(Repeated { name, parts: Vec::new(), shapes: Vec::new() });
        }
        let mut fault = |what: &str, wrong: &str| {
            let (mark, wrong) = (what.to_owned(), format!("{wrong}，或把它放到名称里没有标记的工作表"));
            found.faults.push(Fault { place: place.to_owned(), mark, wrong });
        };
        let parts = copies::belonging(&self.entries, entry, relations, &mut |what| {
            fault(what, "名称里有标记的工作表要逐个重复，这一项不能复制。请删去它");
        });
        if let Some(table) = copies::names_table(&self.entries, &parts)? {
            fault(&table, "公式里用到了这个列表的名称，逐个重复后会不止一个。请改用单元格地址");
        }
        let shapes = self.read_shapes(&parts, known, found)?;
        Ok(Repeated { name, parts, shapes })
    }

    /// Tells who looks into sheets that are repeated.
    fn check_copies(&self, found: &mut Found) -> Result<(), TemplateError> {
        let sheets: Vec<(String, usize)> =
            self.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.entry)).collect();
        for sheet in &self.sheets {
            let Some(each) = sheet.each.as_ref().filter(|each| each.name.is_repeated()) else { continue };
            let faults = copies::looked_into(&self.entries, &each.parts, (&sheet.name, sheet.at), &sheets)?;
            found.faults.extend(faults);
        }
        Ok(())
    }

    /// The drawings and charts among some parts that hold marks.
    fn read_shapes(
        &self,
        among: &[usize],
        known: Known<'_>,
        found: &mut Found,
    ) -> Result<Vec<Shape>, TemplateError> {
        let mut shapes = Vec::new();
        for at in among.iter().copied() {
            let Some(entry) = self.entries.get(at) else { continue };
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
                shapes.push(Shape { entry: at, begins, nodes });
            }
        }
        Ok(shapes)
    }
}

/// Whether a part, its name in small letters, is XML, and no picture beside it.
fn is_xml(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "xml")
}

/// The relation by which the workbook names a sheet: `r:id`, beside which `sheetId` stands.
fn sheet_id(sheet: &Element) -> Option<String> {
    sheet.attribute("id")
}
