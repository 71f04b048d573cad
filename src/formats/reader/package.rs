//! A package of parts that name one another (ECMA-376, part 2): which part is the main one, which belong to it.
//! Knows no document and no table. Names of parts are compared without regard to case, with `\` as `/`.

use std::collections::HashMap;

use super::budget::{Budget, MAX_PART};
use super::error::ReadError;
use super::kind::{self, Packed};
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
    parts: Parts<'a>,
}

/// Where the parts are.
#[derive(Debug)]
enum Parts<'a> {
    /// In a ZIP file.
    Zip(zip::Package<'a>),
    /// In one XML file, by their paths in small letters.
    Flat(HashMap<String, &'a str>),
}

impl<'a> Package<'a> {
    /// Reads the list of parts.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        Ok(Self::of_zip(zip::Package::open(bytes)?))
    }

    /// The package in a ZIP file that is open already.
    #[must_use]
    pub fn of_zip(package: zip::Package<'a>) -> Self {
        Self { parts: Parts::Zip(package) }
    }

    /// The package in one XML file (`pkg:package`), as Word and WPS save it. Parts that are no XML are left out.
    #[must_use]
    pub fn flat(text: &'a str) -> Self {
        let mut parts = HashMap::new();
        for part in text.split("<pkg:part ").skip(1) {
            let Some((head, rest)) = part.split_once('>') else { continue };
            let name = head.split("pkg:name=").nth(1).and_then(|name| name.split(['"', '\'']).nth(1));
            let inner = rest.split_once("<pkg:xmlData").and_then(|(_, inner)| inner.split_once('>'));
            let inner = inner.and_then(|(_, inner)| inner.split_once("</pkg:xmlData>"));
            if let (Some(name), Some((inner, _))) = (name, inner) {
                parts.entry(name.trim_start_matches('/').to_lowercase()).or_insert(inner.trim());
            }
        }
        Self { parts: Parts::Flat(parts) }
    }

    /// Whether a text is a package in one XML file.
    #[must_use]
    pub fn is_flat(text: &str) -> bool {
        text.chars().take(4_000).collect::<String>().contains("<pkg:package")
    }

    /// Whether there is a part with this path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        match &self.parts {
            Parts::Zip(parts) => parts.find(path).is_some(),
            Parts::Flat(parts) => parts.contains_key(&path.to_lowercase()),
        }
    }

    /// The part with this path; `None` where there is none.
    pub fn part(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        match &self.parts {
            Parts::Zip(parts) => Ok(parts.file_within(path, MAX_PART)?),
            Parts::Flat(parts) => Ok(parts.get(&path.to_lowercase()).map(|text| text.as_bytes().to_vec())),
        }
    }

    /// What the package is.
    #[must_use]
    pub fn kind(&self, main: &str) -> Packed {
        match &self.parts {
            Parts::Zip(parts) => kind::of_package(parts, main),
            Parts::Flat(_) => Packed::Document,
        }
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
