//! Reads an .xlsx file as Excel, WPS, LibreOffice and openpyxl write it: which sheets there are, their shared texts and
//! number formats. What is hidden is read too, and marked: what a filter hides is still data.

use std::collections::HashMap;

use super::sheet::{Context, Look, Strings, read_sheet};
use crate::reader::budget::{Budget, Exceeded};
use crate::reader::number_format::{NumberFormat, built_in};
use crate::reader::package::{Package, Relation};
use crate::reader::{ReadError, text};
use crate::table::raw::{RawBook, Visibility};
use crate::xml::{self, Attributes, Seen, XmlError};

/// The sheets of a file.
///
/// # Errors
/// What is wrong with it, and what to do.
pub fn read(bytes: &[u8]) -> Result<RawBook, ReadError> {
    let budget = Budget::default();
    let package = Package::open(bytes)?;
    read_package(&package, &budget)
}

/// As [`read`], of a package that is open already.
pub fn read_package(package: &Package<'_>, budget: &Budget) -> Result<RawBook, ReadError> {
    let main = package.main("xl/workbook.xml", budget)?;
    let workbook = package.part(&main)?.ok_or_else(|| ReadError::Missing(main.clone()))?;
    let related = package.relations(&main, budget)?;
    let of_kind = |ending: &str| related.iter().find(|one| one.kind.ends_with(ending));
    let part = |one: Option<&Relation>| one.map(|one| package.part(&one.path)).transpose();
    let strings = part(of_kind("/sharedStrings"))?.flatten();
    let strings = strings.map(|bytes| shared(&bytes, budget)).transpose()?.unwrap_or_default();
    let looks = part(of_kind("/styles"))?.flatten();
    let looks = looks.map(|bytes| looks_of(&bytes, budget)).transpose()?.unwrap_or_default();

    let listed = Listed::read(&workbook, &main, budget)?;
    let context = Context { strings: &strings, looks: &looks, from_1904: listed.from_1904, budget };
    let mut book = RawBook { from_1904: listed.from_1904, ..RawBook::default() };
    for Entry { name, visibility, id } in listed.sheets {
        let one = related.iter().find(|one| one.id == id);
        // A chart sheet or macro sheet has a relation of another kind and no cells.
        let Some(one) = one.filter(|one| one.kind.ends_with("/worksheet")) else {
            book.notes.push(format!("“{name}”不是工作表（可能是图表页或宏表），没有读取。"));
            continue;
        };
        let Some(bytes) = package.part(&one.path)? else {
            book.notes.push(format!("工作表“{name}”不在文件里，没有读取。"));
            continue;
        };
        let sheet = read_sheet(&bytes, &context, name, visibility);
        book.sheets.push(sheet.map_err(|error| error.of_part(&one.path))?);
    }
    if book.sheets.is_empty() { Err(ReadError::Missing("工作表".to_owned())) } else { Ok(book) }
}

/// A sheet as the workbook lists it.
struct Entry {
    name: String,
    visibility: Visibility,
    id: String,
}

/// What the main part says of the whole.
#[derive(Default)]
struct Listed {
    from_1904: bool,
    sheets: Vec<Entry>,
}

impl Listed {
    fn read(bytes: &[u8], name: &str, budget: &Budget) -> Result<Self, ReadError> {
        let mut all = Self::default();
        // Lists of extensions repeat names of the workbook's own and say nothing of it.
        let mut extension = 0_usize;
        let end = xml::read(bytes, budget, |seen| {
            match seen {
                Seen::Open("extLst", _) => extension += 1,
                Seen::Close("extLst") => extension = extension.saturating_sub(1),
                _ if extension > 0 => {}
                Seen::Open("workbookPr", at) => all.from_1904 |= at.is("date1904"),
                Seen::Open("sheet", at) => {
                    budget.item()?;
                    all.sheets.push(Entry {
                        name: at.get("name").unwrap_or_default().to_owned(),
                        visibility: match at.get("state") {
                            Some("veryHidden") => Visibility::VeryHidden,
                            Some("hidden") => Visibility::Hidden,
                            _ => Visibility::Shown,
                        },
                        id: at.get("id").unwrap_or_default().to_owned(),
                    });
                }
                _ => {}
            }
            Ok(())
        });
        match end {
            Err(XmlError::Broken) if !all.sheets.is_empty() => Ok(all),
            end => end.map(|()| all).map_err(|error| error.of_part(name)),
        }
    }
}

/// The shared texts: runs of rich text put together, the reading aids of East Asian text (`rPh`) left out.
fn shared(bytes: &[u8], budget: &Budget) -> Result<Strings, ReadError> {
    let mut all = Strings::default();
    let mut own = String::new();
    let mut struck = false;
    let (mut in_text, mut aid) = (false, false);
    let end = xml::read(bytes, budget, |seen| {
        match seen {
            Seen::Open("si", _) => {
                own.clear();
                struck = false;
            }
            Seen::Close("si") => {
                budget.item()?;
                if struck {
                    all.struck.insert(all.texts.len());
                }
                all.texts.push(text::of_cell(&own));
            }
            Seen::Open("strike", at) => struck |= is_on(at),
            Seen::Open("rPh", _) => aid = true,
            Seen::Close("rPh") => aid = false,
            Seen::Open("t", _) => in_text = true,
            Seen::Close("t") => in_text = false,
            Seen::Text(text) if in_text && !aid => {
                budget.text(text.len())?;
                own.push_str(text);
            }
            _ => {}
        }
        Ok(())
    });
    end.map(|()| all).map_err(|error| error.of_part("sharedStrings.xml"))
}

/// Whether a property that stands there holds: `<strike/>`, but not `<strike val="0"/>`.
pub fn is_on(at: &Attributes) -> bool {
    at.get("val").is_none() || at.is("val")
}

/// What the looks of cells say. Looks that cannot be read show a number as it is.
fn looks_of(bytes: &[u8], budget: &Budget) -> Result<Vec<Look>, Exceeded> {
    let mut own: HashMap<String, NumberFormat> = HashMap::new();
    let mut found = Vec::new();
    let mut fonts: Vec<bool> = Vec::new();
    let (mut in_cells, mut in_fonts) = (false, false);
    let end = xml::read(bytes, budget, |seen| {
        match seen {
            Seen::Open("numFmt", at) => {
                budget.item()?;
                let code = at.get("formatCode").unwrap_or_default();
                own.insert(at.get("numFmtId").unwrap_or_default().to_owned(), NumberFormat::new(code));
            }
            Seen::Open("fonts", _) => in_fonts = true,
            Seen::Close("fonts") => in_fonts = false,
            Seen::Open("font", _) if in_fonts => {
                budget.item()?;
                fonts.push(false);
            }
            Seen::Open("strike", at) if in_fonts => {
                if let Some(font) = fonts.last_mut() {
                    *font = is_on(at);
                }
            }
            Seen::Open("cellXfs", _) => in_cells = true,
            Seen::Close("cellXfs") => in_cells = false,
            Seen::Open("xf", at) if in_cells => {
                budget.item()?;
                let id = at.get("numFmtId").unwrap_or_default();
                let known = own.get(id).cloned();
                let known = known.or_else(|| Some(NumberFormat::new(built_in(id.parse().ok()?))));
                let font = at.get("fontId").and_then(|font| font.parse::<usize>().ok());
                let struck = font.and_then(|font| fonts.get(font)).copied().unwrap_or_default();
                found.push(Look { format: known.unwrap_or_default(), struck });
            }
            _ => {}
        }
        Ok(())
    });
    match end {
        Err(XmlError::Limit(limit)) => Err(limit),
        Ok(()) | Err(XmlError::Broken) => Ok(found),
    }
}
