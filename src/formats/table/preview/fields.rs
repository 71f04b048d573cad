//! The custom fields of a file that is looked through: those that the ledger has, those that the import makes, the options
//! that they get. Knows no page.

use std::collections::BTreeMap;

use serde_json::json;

use super::super::assign::own_labels;
use super::super::choices::Meaning;
use super::super::reading::Reading;
use super::super::value_words::{self, ColumnWords};
use journal::{Op, Spot};
use ledger::custom::{CustomField, CustomKind, CustomOwner};
use ledger::{Id, Ledger};

/// The custom fields that the file has columns for, known and made, and the ids of those that are made by their columns.
pub fn customs(
    reading: &Reading,
    ledger: &Ledger,
    fresh: &mut dyn FnMut() -> Id,
) -> (Vec<CustomField>, BTreeMap<usize, Id>) {
    let (mut fields, mut made) = (Vec::new(), BTreeMap::new());
    let heads: Vec<String> = reading.columns.iter().map(|column| column.head.clone()).collect();
    let mut labels = own_labels(&heads);
    for (at, column) in reading.columns.iter().enumerate() {
        match &column.meaning {
            Meaning::Custom(id) => fields.push(ledger.custom_field(id.as_str()).cloned().unwrap_or_default()),
            Meaning::New { kind, of_finding } => {
                let id = fresh();
                let of = if *of_finding { CustomOwner::Finding } else { CustomOwner::Measure };
                let field = CustomField {
                    id: id.clone(),
                    label: std::mem::take(&mut labels[at]),
                    kind: Some(kind.clone()),
                    of: Some(of),
                    options: if *kind == CustomKind::Choice { words_of(reading, at) } else { String::new() },
                    ..CustomField::default()
                };
                fields.push(field);
                made.insert(at, id);
            }
            Meaning::Field(_) | Meaning::Left => {}
        }
    }
    (fields, made)
}

/// The words of a column, one a line: the options of the field that is made of it.
fn words_of(reading: &Reading, at: usize) -> String {
    let mut words: Vec<&str> = Vec::new();
    for line in reading.rows.iter().flat_map(|row| row.cells[at].lines()).map(str::trim) {
        if !line.is_empty() && !words.contains(&line) {
            words.push(line);
        }
    }
    words.join("\n")
}

/// The operations that give own fields the options that the person takes from the file; the fields get them here, too.
pub fn option_ops(
    words: &[ColumnWords],
    reading: &Reading,
    ledger: &Ledger,
    customs: &mut [CustomField],
) -> Vec<Op> {
    let more = value_words::new_options(words, reading, ledger).into_iter();
    let ops = more.map(|(field, options)| {
        for own in customs.iter_mut().filter(|own| own.id == field.id) {
            options.clone_into(&mut own.options);
        }
        let from = if field.options.is_empty() { serde_json::Value::Null } else { json!(field.options) };
        Op::Set { entity: field.id.clone(), field: "options".to_owned(), from, to: json!(options) }
    });
    ops.collect()
}

/// The operations that make the custom fields that have any text.
pub fn made_ops(
    ledger: &Ledger,
    customs: &[CustomField],
    made: &BTreeMap<usize, Id>,
    reading: &Reading,
) -> Vec<Op> {
    let bundle = ledger.bundle();
    let mut after = bundle.custom_fields.last().map(|field| field.id.clone());
    let mut ops = Vec::new();
    for (at, id) in made {
        let used = reading.rows.iter().any(|row| !row.cells[*at].is_empty());
        let Some(field) = customs.iter().find(|field| field.id == *id).filter(|_| used) else { continue };
        let mut item = json!({
            "id": id,
            "label": field.label,
            "kind": field.kind.as_ref().map(ToString::to_string),
            "of": field.of.as_ref().map(ToString::to_string),
        });
        if !field.options.is_empty() {
            item["options"] = json!(field.options);
        }
        let at = Spot {
            parent: bundle.id.clone(),
            list: "custom_fields".to_owned(),
            after: after.replace(id.clone()),
        };
        ops.push(Op::Insert { at, item });
    }
    ops
}
