//! A package of parts that name one another (ECMA-376, part 2): which part is the main one, which belong to it.
//! Knows no document and no table. Names of parts are compared without regard to case, with `\` as `/`.

use super::budget::{Budget, MAX_PART};
use super::error::ReadError;
use crate::xml::{self, Seen};
use crate::zip;

/// A relation of a part to another part of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its id, by which the part names it.
    pub id: String,
    /// What the other part is to it: an address, whose end tells.
    pub kind: String,
    /// The path of the other part, from the top.
    pub path: String,
}

/// A package, opened.
#[derive(Debug)]
pub struct Package<'a> {
    parts: zip::Package<'a>,
}

impl<'a> Package<'a> {
    /// Reads the list of parts.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        Ok(Self { parts: zip::Package::open(bytes)? })
    }

    /// Whether there is a part with this path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.parts.find(path).is_some()
    }

    /// The part with this path; `None` where there is none.
    pub fn part(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        Ok(self.parts.file_within(path, MAX_PART)?)
    }

    /// The path of the part that the package is about; `usual` where no relation names it.
    pub fn main(&self, usual: &str, budget: &Budget) -> Result<String, ReadError> {
        let all = self.relations("", budget)?;
        let main = all.into_iter().find(|one| one.kind.ends_with("/officeDocument") && self.has(&one.path));
        Ok(main.map_or_else(|| usual.to_owned(), |one| one.path))
    }

    /// The relations of a part, or of the package itself where the path is empty. A file of relations that is broken names
    /// those that stand before the fault.
    pub fn relations(&self, path: &str, budget: &Budget) -> Result<Vec<Relation>, ReadError> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let own = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let Some(bytes) = self.part(&own)? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let end = xml::read(&bytes, budget, |seen| {
            if let Seen::Open("Relationship", all) = seen
                && all.get("TargetMode") != Some("External")
            {
                budget.item()?;
                let get = |name| all.get(name).unwrap_or_default();
                let target = get("Target").replace('\\', "/");
                let path = match target.strip_prefix('/') {
                    Some(path) => flat(path),
                    None => flat(&format!("{folder}/{target}")),
                };
                found.push(Relation { id: get("Id").to_owned(), kind: get("Type").to_owned(), path });
            }
            Ok(())
        });
        match end {
            Err(xml::XmlError::Limit(limit)) => Err(limit.into()),
            Ok(()) | Err(xml::XmlError::Broken) => Ok(found),
        }
    }
}

/// A path without `.`, `..` and empty names.
fn flat(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
