//! How a layout was read once, kept in the ledger, so that the next file of the same layout is read the same.

use std::collections::BTreeMap;

use serde_json::json;

use super::choices::{Choices, Meaning};
use super::column_names::folded;
use super::reading::{InColumn, Reading};
use journal::{Op, Spot};
use ledger::table_layout::TableLayout;
use ledger::{Id, Ledger};

/// The layout whose columns have these heads.
fn known<'l>(ledger: &'l Ledger, heads: &[String]) -> Option<&'l TableLayout> {
    let heads = heads.join("\n");
    ledger.bundle().table_layouts.iter().find(|layout| layout.heads == heads)
}

fn heads(columns: &[InColumn]) -> Vec<String> {
    columns.iter().map(|column| folded(&column.head)).collect()
}

/// Gives the columns the meanings that they had the last time. A custom field that is gone is no meaning.
pub fn apply(ledger: &Ledger, columns: &mut [InColumn]) {
    let Some(layout) = known(ledger, &heads(columns)) else { return };
    for (column, code) in columns.iter_mut().zip(layout.columns.lines()) {
        let meaning = Meaning::from_code(code).filter(|meaning| match meaning {
            Meaning::Custom(id) => ledger.custom_field(id.as_str()).is_some(),
            _ => true,
        });
        if let Some(meaning) = meaning {
            column.meaning = meaning;
            column.is_guess = false;
        }
    }
}

/// What words meant the last time.
#[must_use]
pub fn words(ledger: &Ledger, layout: &[String]) -> BTreeMap<String, Option<Id>> {
    let lines = known(ledger, layout).map_or("", |layout| layout.words.as_str()).lines();
    lines.filter_map(|line| line.split_once('\t')).map(|(word, id)| (word.to_owned(), Id::new(id))).collect()
}

/// What words of other columns meant the last time, by the place of the column and the word.
#[must_use]
pub fn values(ledger: &Ledger, layout: &[String]) -> BTreeMap<(usize, String), String> {
    let lines = known(ledger, layout).map_or("", |layout| layout.values.as_str()).lines();
    let one = |line: &str| {
        let mut parts = line.splitn(3, '\t');
        let (column, word, value) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
        Some(((column, word.to_owned()), value.to_owned()))
    };
    lines.filter_map(one).collect()
}

/// Whether cells stayed whole the last time.
#[must_use]
pub fn whole(ledger: &Ledger, layout: &[String]) -> bool {
    known(ledger, layout).is_some_and(|layout| layout.whole)
}

/// The operations that keep how this file is read: none where it is kept so already, or where nothing was chosen and
/// nothing is new. `made` are the custom fields that the import makes, by the place of their column.
pub fn ops(
    ledger: &Ledger,
    reading: &Reading,
    choices: &Choices,
    made: &BTreeMap<usize, Id>,
    fresh: &mut dyn FnMut() -> Id,
) -> Vec<Op> {
    let codes: Vec<String> = reading
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            made.get(&at).map_or_else(|| column.meaning.code(), |id| Meaning::Custom(id.clone()).code())
        })
        .collect();
    let mut all_words = words(ledger, &reading.layout);
    all_words.extend(choices.words.clone());
    let lines: Vec<String> = all_words
        .into_iter()
        .filter(|(word, _)| !word.contains(['\n', '\t']))
        .map(|(word, id)| format!("{word}\t{}", id.map(|id| id.to_string()).unwrap_or_default()))
        .collect();
    let mut all_values = values(ledger, &reading.layout);
    all_values.extend(choices.values.clone());
    let values: Vec<String> = all_values
        .into_iter()
        .filter(|((_, word), value)| !word.contains(['\n', '\t']) && !value.contains(['\n', '\t']))
        .map(|((column, word), value)| format!("{column}\t{word}\t{value}"))
        .collect();
    let (columns, words, values) = (codes.join("\n"), lines.join("\n"), values.join("\n"));
    let all_whole = choices.all_whole.unwrap_or_else(|| whole(ledger, &reading.layout));
    if let Some(layout) = known(ledger, &reading.layout) {
        let set = |field: &str, from: serde_json::Value, to: serde_json::Value| {
            let empty = |value: &serde_json::Value| value == "" || value == false;
            let even = |value: serde_json::Value| if empty(&value) { serde_json::Value::Null } else { value };
            let (from, to) = (even(from), even(to));
            (from != to).then(|| Op::Set { entity: layout.id.clone(), field: field.to_owned(), from, to })
        };
        return [
            set("columns", json!(layout.columns), json!(columns)),
            set("words", json!(layout.words), json!(words)),
            set("values", json!(layout.values), json!(values)),
            set("whole", json!(layout.whole), json!(all_whole)),
        ]
        .into_iter()
        .flatten()
        .collect();
    }
    if choices.columns.is_empty() && words.is_empty() && values.is_empty() && made.is_empty() && !all_whole {
        return Vec::new();
    }
    let mut item = json!({ "id": fresh(), "heads": reading.layout.join("\n"), "columns": columns });
    if !words.is_empty() {
        item["words"] = json!(words);
    }
    if !values.is_empty() {
        item["values"] = json!(values);
    }
    if all_whole {
        item["whole"] = json!(true);
    }
    let bundle = ledger.bundle();
    let after = bundle.table_layouts.last().map(|layout| layout.id.clone());
    vec![Op::Insert { at: Spot { parent: bundle.id.clone(), list: "table_layouts".to_owned(), after }, item }]
}
