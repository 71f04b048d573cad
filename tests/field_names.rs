//! Boxes of the page name fields of the ledger: a box with a wrong name would draw nothing, without a word.

#![expect(clippy::unwrap_used, reason = "a source that cannot be read fails the test")]

use std::collections::BTreeSet;
use std::path::Path;

use ledger::Bundle;
use ledger::record::Spec;

/// The names of all fields below a record, those of parts with the part's name before them.
fn names(spec: &'static Spec, all: &mut BTreeSet<String>) {
    all.extend(spec.fields.iter().map(|field| field.name.to_owned()));
    for (part, inner) in spec.parts {
        all.extend(inner.fields.iter().map(|field| format!("{part}.{}", field.name)));
    }
    spec.lists.iter().for_each(|list| names(list.item, all));
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The names that boxes of a file have as literals: `field="note"` behind `<FieldBox`, and `"inspection.round"` in lists.
fn named(text: &str) -> Vec<&str> {
    let boxes = text.split("<FieldBox").skip(1).filter_map(|rest| {
        let head = &rest[..rest.find("/>").unwrap_or(rest.len())];
        head.split_once("field=\"")?.1.split('"').next()
    });
    let parts = ["inspection.", "rectification_period.", "notice.", "archive."];
    let listed = text.split('"').skip(1).step_by(2).filter(move |word| {
        let plain = word.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.');
        plain && parts.iter().any(|part| word.starts_with(part) && word.len() > part.len())
    });
    // `asked("due")`, `line("owner")`, `text("note")` of folded fields.
    let folded = text.contains("folded_fields::{Folded");
    let folded = ["asked(\"", "line(\"", "text(\""]
        .into_iter()
        .filter(move |_| folded)
        .flat_map(|call| text.split(call).skip(1).filter_map(|rest| rest.split('"').next()));
    boxes.chain(listed).chain(folded).collect()
}

fn wrong<'t>(text: &'t str, known: &BTreeSet<String>) -> Vec<&'t str> {
    named(text).into_iter().filter(|name| !known.contains(*name)).collect()
}

#[test]
fn every_box_of_the_page_names_a_field_of_the_ledger() {
    let mut known = BTreeSet::new();
    names(Bundle::SPEC, &mut known);
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app"), &mut files);
    let boxes: usize = files.iter().map(|(_, text)| named(text).len()).sum();
    assert!(boxes > 50, "only {boxes} names were found: the search does not fit the sources any more");
    for (path, text) in &files {
        assert_eq!(wrong(text, &known), [""; 0], "{path}");
    }
}

#[test]
fn a_wrong_name_is_found() {
    let known = BTreeSet::from(["note".to_owned(), "notice.title".to_owned()]);
    let text = "<FieldBox entity=id field=\"note\"/> <FieldBox entity=id\n field=\"nota\" lines=true/> [\"notice.titel\"]";
    assert_eq!(wrong(text, &known), ["nota", "notice.titel"]);
}
