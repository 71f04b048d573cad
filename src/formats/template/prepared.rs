//! A template of either kind, opened: what it is, what is refused, and the parts that are filled.

use super::check::Known;
use super::docx;
use super::error::TemplateError;
use super::fault::Fault;
use super::forms::Naming;
use super::progress::Tick;
use super::scope::{Around, Schema};
use super::tree::{self, Element, Node};
use super::used::Found;
use super::wanted::TemplateKind;
use super::xlsx;
use crate::zip::{self, Entry};

/// A template whose marks and forms were found.
#[derive(Debug)]
pub enum Prepared {
    /// A document.
    Document(docx::Prepared),
    /// A workbook.
    Workbook(Box<xlsx::Prepared>),
}

/// The files of a template, unless it is of a kind that is refused.
fn opened(template: &[u8]) -> Result<Vec<Entry>, TemplateError> {
    // The container of Office 97 to 2003, in which files with a password stand, too.
    if template.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(TemplateError::Old);
    }
    let entries = zip::read(template)?;
    let is_program = |entry: &&Entry| {
        let name = entry.name.to_lowercase();
        name.ends_with("vbaproject.bin") || name.starts_with("xl/macrosheets/")
    };
    if let Some(program) = entries.iter().find(is_program) {
        return Err(TemplateError::Macro(program.name.clone()));
    }
    if entries.iter().any(|entry| entry.name.eq_ignore_ascii_case("xl/workbook.bin")) {
        return Err(TemplateError::Binary);
    }
    Ok(entries)
}

impl Prepared {
    /// Opens a template and finds its marks and forms.
    ///
    /// # Errors
    /// Why it is no template. What is wrong with its marks is in `found`.
    pub fn new(
        template: &[u8],
        known: Known<'_>,
        naming: Naming<'_>,
        found: &mut Found,
    ) -> Result<Self, TemplateError> {
        let entries = opened(template)?;
        let has = |name: &str| entries.iter().any(|entry| entry.name == name);
        if has("word/document.xml") {
            return Ok(Self::Document(docx::Prepared::new(entries, known, naming, found)?));
        }
        if !entries.iter().any(|entry| entry.name.to_lowercase().starts_with("xl/")) {
            return Err(TemplateError::Missing);
        }
        Ok(Self::Workbook(Box::new(xlsx::Prepared::new(template, entries, known, naming, found)?)))
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> TemplateKind {
        match self {
            Self::Document(_) => TemplateKind::Document,
            Self::Workbook(_) => TemplateKind::Workbook,
        }
    }

    /// How many items filling tells of: of the outermost blocks and forms.
    #[must_use]
    pub fn items(&self, root: &Schema, around: &Around<'_>) -> usize {
        match self {
            Self::Document(document) => document.items(root, around),
            Self::Workbook(workbook) => workbook.items(root, around),
        }
    }

    /// The files with values in the place of marks, and how many texts were cut because no cell holds them. `tick` hears of
    /// the items of [`Self::items`] that were filled.
    ///
    /// # Errors
    /// Where it becomes too large, or blocks cross.
    pub fn fill(
        &self,
        root: &Schema,
        around: &Around<'_>,
        public: bool,
        tick: Tick<'_>,
    ) -> Result<(Vec<Entry>, usize), TemplateError> {
        let (mut entries, cut) = match self {
            Self::Document(document) => (document.fill(root, around, tick)?, 0),
            Self::Workbook(workbook) => workbook.fill(root, around, tick)?,
        };
        if public {
            for entry in &mut entries {
                forget_people(entry)?;
            }
        }
        Ok((entries, cut))
    }

    /// Blocks that cross, which only filling tells.
    #[must_use]
    pub fn crossed(&self, root: &Schema, around: &Around<'_>) -> Vec<Fault> {
        match self.fill(root, around, false, &mut |_| {}) {
            Err(TemplateError::Faults(faults)) => faults,
            _ => Vec::new(),
        }
    }
}

/// What the properties of a document say of people.
const PEOPLE: [&str; 4] = ["creator", "lastModifiedBy", "Manager", "Company"];

/// Takes the people out of the properties of a document that all may read.
fn forget_people(entry: &mut Entry) -> Result<(), TemplateError> {
    if !matches!(entry.name.as_str(), "docProps/core.xml" | "docProps/app.xml") {
        return Ok(());
    }
    let (begins, mut nodes) = docx::parsed(entry)?;
    for node in &mut nodes {
        let Node::Element(root) = node else { continue };
        let people = |element: &&mut Element| PEOPLE.contains(&element.name());
        root.elements_mut().filter(people).for_each(|element| element.children.clear());
    }
    let mut out = begins.to_owned();
    tree::write(&nodes, &mut out);
    entry.bytes = out.into_bytes();
    Ok(())
}
