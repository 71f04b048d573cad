//! Reads a .docx file: its main part, styles, lists and notes, wherever its relations say they are. Gives the paragraphs as
//! text, in the order in which they stand, and the tables.

use super::body::Body;
use super::numbering::Numbering;
use super::style_sheet::StyleSheet;
use crate::reader::ReadError;
use crate::reader::budget::Budget;
use crate::reader::outcome::DocumentText;
use crate::reader::package::{Package, Relation};
use crate::xml::{self, Seen};

/// The paragraphs of a file.
///
/// # Errors
/// What is wrong with it, and what to do.
pub fn read(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    Ok(read_package(&Package::open(bytes)?, &Budget::default())?.paragraphs)
}

/// Text, tables and what was left out, of a package that is open already.
pub fn read_package(package: &Package<'_>, budget: &Budget) -> Result<DocumentText, ReadError> {
    let main = package.main("word/document.xml", budget)?;
    let document = package.part(&main)?.ok_or_else(|| ReadError::Missing(main.clone()))?;
    let related = package.relations(&main, budget)?;
    let part = |kind: &str, usual: &str| {
        let named = related.iter().find(|one| one.kind.ends_with(kind)).map(|one| one.path.as_str());
        package.part(named.unwrap_or(usual))
    };
    let styles = part("/styles", "word/styles.xml")?;
    let styles = styles.map(|bytes| StyleSheet::read(&bytes, budget)).transpose()?.unwrap_or_default();
    let numbering = part("/numbering", "word/numbering.xml")?;
    let numbering = numbering.map(|bytes| Numbering::read(&bytes, budget)).transpose()?.unwrap_or_default();
    let mut body = Body::new(budget, &styles, numbering);
    xml::read(&document, budget, |seen| body.see(seen)).map_err(|error| error.of_part(&main))?;
    body.finish()?;
    let comments = part("/comments", "word/comments.xml")?;
    body.left_out.comments += comments.map_or(0, |bytes| count(&bytes, "comment", budget));
    let mut notes = body.left_out.notes();
    notes.extend(footnotes(package, &related, &body, budget)?);
    Ok(DocumentText { paragraphs: body.paragraphs, tables: body.tables, notes })
}

/// Whether a text is a document of the form that is one XML file (Word 2003).
#[must_use]
pub fn is_flat_2003(text: &str) -> bool {
    let head: String = text.chars().take(4_000).collect();
    head.contains("wordDocument") && head.contains("schemas.microsoft.com/office/word/2003/wordml")
}

/// As [`read_package`], of the form that is one XML file (Word 2003).
pub fn read_flat(text: &str, budget: &Budget) -> Result<DocumentText, ReadError> {
    let styles = StyleSheet::read(text.as_bytes(), budget)?;
    let mut body = Body::new(budget, &styles, Numbering::default());
    let mut within = false;
    let end = xml::read_text(text, budget, |seen| {
        match seen {
            Seen::Open("body", _) => within = true,
            Seen::Close("body") => within = false,
            seen if within => body.see(seen)?,
            _ => {}
        }
        Ok(())
    });
    end.map_err(|error| error.of_part("正文"))?;
    body.finish()?;
    let notes = body.left_out.notes();
    Ok(DocumentText { paragraphs: body.paragraphs, tables: body.tables, notes })
}

fn count(bytes: &[u8], wanted: &str, budget: &Budget) -> usize {
    let mut count = 0;
    // What is broken behind the comments is no fault of theirs.
    let _ = xml::read(bytes, budget, |seen| {
        count += usize::from(matches!(seen, Seen::Open(name, _) if name == wanted));
        Ok(())
    });
    count
}

/// The most notes whose text is told.
const MOST_TOLD: usize = 50;

/// The texts of notes at the foot and end, each told in a sentence.
fn footnotes(
    package: &Package<'_>,
    related: &[Relation],
    body: &Body<'_>,
    budget: &Budget,
) -> Result<Vec<String>, ReadError> {
    let mut told = Vec::new();
    for (kind, name) in [("footnote", "脚注"), ("endnote", "尾注")] {
        let wanted: Vec<&str> =
            body.footnotes.iter().filter(|(of, _)| *of == kind).map(|(_, id)| id.as_str()).collect();
        if wanted.is_empty() {
            continue;
        }
        let named =
            related.iter().find(|one| one.kind.ends_with(&format!("/{kind}s"))).map(|one| one.path.clone());
        let bytes = package.part(&named.unwrap_or_else(|| format!("word/{kind}s.xml")))?.unwrap_or_default();
        let mut texts = Vec::new();
        let (mut own, mut in_text) = (None, false);
        let _ = xml::read(&bytes, budget, |seen| {
            match seen {
                Seen::Open(open, at) if open == kind => {
                    let id = at.get("id").unwrap_or_default();
                    own = wanted.contains(&id).then(String::new);
                }
                Seen::Close(close) if close == kind => texts.extend(own.take()),
                Seen::Open("t", _) => in_text = true,
                Seen::Close("t") => in_text = false,
                Seen::Text(text) if in_text => {
                    if let Some(own) = &mut own {
                        budget.text(text.len())?;
                        own.push_str(text);
                    }
                }
                _ => {}
            }
            Ok(())
        });
        let count = wanted.len();
        let all: Vec<String> = texts
            .iter()
            .take(MOST_TOLD)
            .zip(1..)
            .map(|(text, nth)| format!("{nth}. {}", text.trim()))
            .collect();
        told.push(format!("文件里有 {count} 条{name}，没有读入正文：{}", all.join("；")));
    }
    Ok(told)
}
