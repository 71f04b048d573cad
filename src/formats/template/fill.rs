//! What is done with a template: looked into, filled, shown before it is handed out.

use super::changes;
use super::check::Known;
use super::error::TemplateError;
use super::example::example;
use super::fields::schema;
use super::forms::Naming;
use super::ledger_scope::Whole;
use super::papers::{about, file_names, papers};
use super::prepared::Prepared;
use super::progress::Progress;
use super::scope::Schema;
use super::used::Found;
use super::wanted::{Filled, FilledFile, Inspection, TemplateKind, Wanted};
use crate::{docx, xlsx, zip};
use ledger::Ledger;
use ledger::date::Date;
use notice::Version;

/// The most lines of a preview: those of a page.
const LINES: usize = 40;
/// The most characters of a line of a preview.
const LINE: usize = 200;

/// The names that a paper knows.
fn names_of(ledger: &Ledger, wanted: &Wanted) -> Schema {
    let mut names = schema(ledger);
    if wanted.since.is_some() {
        changes::name(&mut names);
    }
    if !wanted.public {
        let answers = wanted.answers.iter();
        names.answers =
            answers.map(|(filter, ids)| (filter.clone(), ids.iter().cloned().collect())).collect();
    }
    names
}

/// What the paper is about: the ledger, or the part of it that is wanted.
fn whole(ledger: &Ledger, wanted: &Wanted) -> Whole {
    let version = if wanted.public { Version::Public } else { Version::Internal };
    let whole = Whole::of(ledger, wanted.today, version);
    match &wanted.only {
        Some(only) => whole.only(only),
        None => whole,
    }
}

/// A template that was opened, with the names that it may use and what was found in it.
struct Opened {
    schema: Schema,
    prepared: Prepared,
    found: Found,
}

fn opened(template: &[u8], ledger: &Ledger, wanted: &Wanted) -> Result<Opened, TemplateError> {
    let schema = names_of(ledger, wanted);
    let about = about(&schema, wanted.each);
    let known = Known { root: &schema, about: &about, public: wanted.public };
    let naming = Naming { root: &schema, assigned: &wanted.assigned, public: wanted.public };
    let mut found = Found::default();
    let prepared = Prepared::new(template, known, naming, &mut found)?;
    Ok(Opened { schema, prepared, found })
}

/// A template that can be filled: nothing is wrong with it.
fn faultless(template: &[u8], ledger: &Ledger, wanted: &Wanted) -> Result<Opened, TemplateError> {
    let opened = opened(template, ledger, wanted)?;
    if opened.found.faults.is_empty() { Ok(opened) } else { Err(TemplateError::Faults(opened.found.faults)) }
}

/// What a template is, what it asks for, and all that is wrong with it.
///
/// # Errors
/// Why it is no template at all: another kind of file, with macros or a password, broken.
pub fn inspect(template: &[u8], ledger: &Ledger, wanted: &Wanted) -> Result<Inspection, TemplateError> {
    let Opened { schema, prepared, mut found } = opened(template, ledger, wanted)?;
    if found.faults.is_empty() {
        let papers = papers(&whole(ledger, wanted), wanted).unwrap_or_default();
        if let Some(first) = papers.first() {
            found.faults.extend(prepared.crossed(&schema, &first.around()));
        }
    }
    let Found { marks, forms, unknown, filters, faults } = found;
    Ok(Inspection { kind: prepared.kind(), marks, forms, unknown, filters, faults })
}

/// Fills a template. The caller packs the files where there is more than one.
///
/// # Errors
/// Where the template is none, where anything is wrong with its marks, or where there is nothing to fill it with: then there is
/// no file at all.
pub fn fill(template: &[u8], ledger: &Ledger, wanted: &Wanted) -> Result<Filled, TemplateError> {
    fill_telling(template, ledger, wanted, &mut |_, _| {})
}

/// As [`fill`]; tells how far it has come: how many files, or of one file how many findings, measures or rows, and of how many.
///
/// # Errors
/// As [`fill`].
pub fn fill_telling(
    template: &[u8],
    ledger: &Ledger,
    wanted: &Wanted,
    tell: &mut dyn FnMut(usize, usize),
) -> Result<Filled, TemplateError> {
    let Opened { schema, prepared, found } = faultless(template, ledger, wanted)?;
    let papers = papers(&whole(ledger, wanted), wanted)?;
    let names = file_names(&papers, &ledger.bundle().organization, wanted, prepared.kind().ending());
    let mut filled = Filled { files: Vec::with_capacity(papers.len()), notes: notes(&found) };
    let (mut cut, mut total) = (0, 0);
    let items = match papers.as_slice() {
        [one] => prepared.items(&schema, &one.around()),
        several => several.len(),
    };
    let mut progress = Progress::new(items, tell);
    let is_one = papers.len() == 1;
    for (paper, name) in papers.iter().zip(names) {
        let mut tick = |items| progress.step(if is_one { items } else { 0 });
        let (entries, own) = prepared.fill(&schema, &paper.around(), wanted.public, &mut tick)?;
        progress.step(usize::from(!is_one));
        let bytes = zip::write(&entries, wanted.today)?;
        cut += own;
        total += bytes.len();
        if u64::try_from(total).is_ok_and(|total| total > zip::MAX_BYTES) {
            return Err(TemplateError::TooLarge);
        }
        filled.files.push(FilledFile { name, bytes });
    }
    if cut > 0 {
        filled.notes.push(format!("{cut} 个单元格的文字超过 32767 个字符，已截断并注明。"));
    }
    Ok(filled)
}

/// What the person should know of the forms.
fn notes(found: &Found) -> Vec<String> {
    let withheld = found.forms.iter().filter(|form| !form.withheld.is_empty());
    let withheld =
        withheld.map(|form| format!("{}：公开的材料里“{}”不填。", form.place, form.withheld.join("”“")));
    let unknown = found.unknown.iter();
    let unknown =
        unknown.map(|one| format!("{}：表头“{}”没有对应的字段，这一列没有填。", one.place, one.head));
    withheld.chain(unknown).collect()
}

/// The text of the first page of the first file, a line each paragraph or row.
///
/// # Errors
/// As [`fill`].
pub fn preview(template: &[u8], ledger: &Ledger, wanted: &Wanted) -> Result<String, TemplateError> {
    let Opened { schema, prepared, .. } = faultless(template, ledger, wanted)?;
    let papers = papers(&whole(ledger, wanted), wanted)?;
    let Some(first) = papers.first() else { return Ok(String::new()) };
    let (entries, _) = prepared.fill(&schema, &first.around(), wanted.public, &mut |_| {})?;
    let bytes = zip::write(&entries, wanted.today)?;
    let broken = |_| TemplateError::Broken("预览".to_owned());
    let lines: Vec<String> = match prepared.kind() {
        TemplateKind::Document => docx::read(&bytes).map_err(broken)?,
        TemplateKind::Workbook => {
            let book = xlsx::read(&bytes).map_err(broken)?;
            let sheet = book.sheets.into_iter().find(|sheet| !sheet.is_hidden());
            let rows = sheet.map(|sheet| sheet.rows).unwrap_or_default();
            rows.into_iter().take(LINES).map(|row| row.cells.join("\t").trim_end().to_owned()).collect()
        }
    };
    let line = |line: &String| {
        let short: String = line.chars().take(LINE).collect();
        if short.len() < line.len() { format!("{short}…") } else { short }
    };
    Ok(lines.iter().take(LINES).map(line).collect::<Vec<_>>().join("\n"))
}

/// 生成示例模板: a .docx with each mark of the ledger.
///
/// # Errors
/// None but those of packing.
pub fn sample(ledger: &Ledger, today: Date) -> Result<Vec<u8>, TemplateError> {
    Ok(docx::write(&example(ledger, today))?)
}
