//! Cells that add to lists: notes of progress, and the documents that a cell names.

use serde_json::Map;

use super::super::cells::progress_line;
use super::super::dates;
use super::super::ledger_book::written;
use super::{Setting, Wish};
use ledger::finding::{Measure, Progress};

/// What the cell says beyond the notes that are there becomes one more note. Nothing is ever overwritten or taken
/// away: lines that are missing in the cell stay in the ledger.
pub fn progress(text: &str, measure: Option<&Measure>, setting: &Setting) -> Option<Wish> {
    let entries = measure.map_or(&[][..], |measure| measure.progress.as_slice());
    let own = measure.map(|measure| measure.text.clone());
    let known: Vec<String> = entries
        .iter()
        .flat_map(|entry| [progress_line(entry), entry.text.clone()])
        .chain(own)
        .flat_map(|text| {
            written(&text).lines().chain(text.lines()).map(|line| line.trim().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    let fresh = text.lines().map(str::trim).filter(|line| !line.is_empty());
    // The day may be written otherwise than the ledger writes it.
    let is_dated = |line: &str| {
        dates::leading_day(line).is_some_and(|(day, said)| {
            let same = |entry: &Progress| {
                entry.date == Some(day) && entry.text.lines().any(|own| own.trim() == said)
            };
            entries.iter().any(same)
        })
    };
    let fresh: Vec<&str> =
        fresh.filter(|line| !known.iter().any(|old| old == line) && !is_dated(line)).collect();
    let told = fresh.join("\n");
    if told.is_empty() {
        return None;
    }
    let (day, text) =
        dates::leading_day(&told).filter(|(_, rest)| !rest.is_empty()).unwrap_or((setting.today, &told));
    let mut note = Map::new();
    note.insert("date".to_owned(), day.to_string().into());
    if !setting.author.is_empty() {
        note.insert("by".to_owned(), setting.author.as_str().into());
    }
    note.insert("text".to_owned(), text.into());
    Some(Wish::Progress(note))
}

fn split(names: &str) -> impl Iterator<Item = &str> {
    names.split(['、', '，', ',', '；', ';', '\n']).map(str::trim).filter(|name| !name.is_empty())
}

/// The titles that a cell names and the register does not: those in 《》, or a title a line.
pub fn documents(text: &str, known: &str) -> Option<Wish> {
    let titles = |text: &str| -> Vec<String> {
        let mut found: Vec<String> = text
            .split('《')
            .skip(1)
            .filter_map(|part| Some(part.split_once('》')?.0.trim().to_owned()))
            .collect();
        if found.is_empty() {
            found = split(text).map(str::to_owned).collect();
        }
        found.retain(|title| !title.is_empty() && !["无", "/", "-", "—"].contains(&title.as_str()));
        found
    };
    let known = titles(known);
    let mut fresh: Vec<String> = titles(text).into_iter().filter(|title| !known.contains(title)).collect();
    fresh.dedup();
    (!fresh.is_empty()).then_some(Wish::Documents(fresh))
}
