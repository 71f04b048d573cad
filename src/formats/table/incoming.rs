//! The rows of a file under the fields of the ledger, ready to be compared with it: names of units parted, words of 整改状态
//! mapped, names without blanks. Knows which cells are doubtful; changes nothing.

use std::collections::BTreeMap;

use super::cell_text;
use super::choices::{Choices, Meaning, RowKey};
use super::columns::Column;
use super::dates;
use super::doubts::{Doubt, Kind};
use super::raw::is_error;
use super::reading::Reading;
use super::remembered;
use super::responsibility::joined;
use super::unit_names;
use super::words::{self, Taken};
use ledger::due_reading::{self, Around};
use ledger::vocabulary::{UNFILLED, Vocabulary};
use ledger::{Id, Ledger};

/// What a person is told of a deadline that the file says was extended.
const NO_EXTENSION: &str = "只登记首次时限，原文保留；延期请在“措施”中登记";

/// A row under known columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InRow {
    /// The number that the spreadsheet shows.
    pub number: u32,
    /// Which row it is.
    pub key: RowKey,
    /// Rows with the same number are of one finding; `None` leaves it to their titles.
    pub finding: Option<usize>,
    /// The ordinal of a measure that was split off.
    pub ordinal: String,
    /// The file says who answers and not who leads: the first unit leads where nobody does.
    pub first_leads: bool,
    /// The texts of custom fields, in the order of [`super::values::Setting::customs`].
    pub custom: Vec<String>,
    cells: Cells,
}

/// A text for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cells([String; Column::ALL.len()]);

impl Default for Cells {
    fn default() -> Self {
        Self(std::array::from_fn(|_| String::new()))
    }
}

impl InRow {
    /// The text in a column, without the space around it; empty where there is none.
    #[must_use]
    pub fn get(&self, column: Column) -> &str {
        self.cells.0.get(column.code()).map_or("", String::as_str)
    }

    /// The text in a column by which a row is told from others: that a formula failed says nothing.
    #[must_use]
    pub fn told(&self, column: Column) -> &str {
        Some(self.get(column)).filter(|text| !is_error(text)).unwrap_or_default()
    }

    /// Puts text into a column.
    pub fn put(&mut self, column: Column, text: &str) {
        if let Some(cell) = self.cells.0.get_mut(column.code()) {
            text.clone_into(cell);
        }
    }
}

/// A word of 整改状态 and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordUse {
    /// The word.
    pub word: String,
    /// In how many rows it stands.
    pub rows: usize,
    /// What it is taken for; `Asked` has no effect until a person says it.
    pub taken: Taken,
    /// A person said so, now or the last time.
    pub is_chosen: bool,
}

/// The rows, the words in them and what is doubtful.
#[derive(Debug, Clone, Default)]
pub struct Incoming {
    /// The rows.
    pub rows: Vec<InRow>,
    /// The words of 整改状态.
    pub words: Vec<WordUse>,
    /// What is doubtful besides what the reading says.
    pub doubts: Vec<Doubt>,
}

/// What stands around the deadlines of a ledger, and what year the file speaks of where the ledger has no feedback date.
#[must_use]
pub fn around(ledger: &Ledger, reading: &Reading) -> Around {
    let bundle = ledger.bundle();
    let above = reading.asides.iter().filter(|aside| aside.kind == super::asides::Kind::Above);
    let year = above.flat_map(|aside| years(&aside.text)).max();
    Around { feedback: bundle.inspection.feedback, issued: bundle.rectification_period.plan, year }
}

/// The years that a text names: `2024年`, `2024.6`.
fn years(text: &str) -> Vec<i32> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    runs.filter_map(|run| run.parse().ok()).filter(|year| (1990..=2100).contains(year)).collect()
}

/// The rows under the fields of the ledger.
#[must_use]
pub fn rows(reading: &Reading, ledger: &Ledger, choices: &Choices, from_1904: bool) -> Incoming {
    let around = around(ledger, reading);
    let mut incoming = Incoming { words: word_uses(reading, ledger, choices), ..Incoming::default() };
    let names = KnownUnits::of(ledger);
    let (id, extended) = (reading.column_of(Column::Id), reading.column_of(Column::Extended));
    let tells_overdue = reading.column_of(Column::Overdue).is_some();
    let customs: Vec<usize> = (0..reading.columns.len())
        .filter(|at| matches!(reading.columns[*at].meaning, Meaning::Custom(_) | Meaning::New { .. }))
        .collect();
    for read in &reading.rows {
        let mut row = InRow {
            number: read.key.place.row,
            key: read.key,
            finding: Some(read.finding),
            ordinal: read.ordinal.clone(),
            custom: customs.iter().map(|at| read.cells[*at].clone()).collect(),
            ..InRow::default()
        };
        // What this program wrote comes back as it is.
        let is_own = tells_overdue || id.is_some_and(|at| !read.cells[at].is_empty());
        let mut notes = Notes { row: read.key, doubts: &mut incoming.doubts };
        for (at, column) in reading.columns.iter().enumerate() {
            let Meaning::Field(field) = column.meaning else { continue };
            let text = read.cells[at].as_str();
            let text = match field {
                Column::Status => status(text, &incoming.words, ledger, at, &mut notes),
                Column::Owner | Column::Leader | Column::RecheckBy if !is_own => person(text),
                Column::Due => {
                    due(text, &around, from_1904, at, &mut notes);
                    text.to_owned()
                }
                _ => text.to_owned(),
            };
            row.put(field, &text);
        }
        let due_and_extension = joined(row.get(Column::Due), row.get(Column::Extended));
        row.put(Column::Due, &due_and_extension);
        if let Some(at) = extended.filter(|at| !is_own && !read.cells[*at].is_empty()) {
            notes.add(at, Kind::Date, NO_EXTENSION.to_owned());
        }
        units(&mut row, reading, &names, &mut notes);
        incoming.rows.push(row);
    }
    incoming
}

/// Where doubts about a row are noted.
struct Notes<'a> {
    row: RowKey,
    doubts: &'a mut Vec<Doubt>,
}

impl Notes<'_> {
    fn add(&mut self, column: usize, kind: Kind, message: String) {
        self.doubts.push(Doubt { row: self.row, column, kind, message });
    }
}

fn word_uses(reading: &Reading, ledger: &Ledger, choices: &Choices) -> Vec<WordUse> {
    let Some(at) = reading.column_of(Column::Status) else { return Vec::new() };
    let remembered = remembered::words(ledger, &reading.layout);
    let statuses = &ledger.bundle().statuses;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in reading.rows.iter().filter(|row| !row.cells[at].is_empty()) {
        *counts.entry(row.cells[at].as_str()).or_default() += 1;
    }
    let uses = counts.into_iter().map(|(word, rows)| {
        let chosen = choices.words.get(word).or_else(|| remembered.get(word));
        let chosen =
            chosen.filter(|id| id.as_ref().is_none_or(|id| Vocabulary::new(statuses).status(id).is_some()));
        let taken = chosen.map_or_else(|| words::taken(word, statuses), |id| Taken::Known(id.clone()));
        WordUse { word: word.to_owned(), rows, taken, is_chosen: chosen.is_some() }
    });
    uses.collect()
}

fn status(text: &str, words: &[WordUse], ledger: &Ledger, at: usize, notes: &mut Notes<'_>) -> String {
    let Some(used) = words.iter().find(|used| used.word == text) else { return String::new() };
    let vocabulary = Vocabulary::new(&ledger.bundle().statuses);
    let label = |id: &Id| vocabulary.label(Some(id)).to_owned();
    match &used.taken {
        Taken::Known(Some(id)) => label(id),
        Taken::Known(None) => UNFILLED.to_owned(),
        Taken::Likely(id) => {
            notes.add(at, Kind::Word, format!("“{text}”按“{}”处理，请核对", label(id)));
            label(id)
        }
        Taken::Asked(likely) => {
            let proposal =
                likely.as_ref().map(|id| format!("（是不是“{}”？）", label(id))).unwrap_or_default();
            notes.add(
                at,
                Kind::Word,
                format!("不知道“{text}”是哪个整改状态{proposal}，请在“词语对应”中选择；没有选择前不导入"),
            );
            String::new()
        }
    }
}

/// A name, or names a line each.
fn person(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(cell_text::name).filter(|name| !cell_text::is_nothing(name)).collect();
    lines.join(" ").trim_end_matches([',', '，', '/']).to_owned()
}

fn due(text: &str, around: &Around, from_1904: bool, at: usize, notes: &mut Notes<'_>) {
    let (first, extended) = super::responsibility::parts(text);
    if extended.is_some() {
        notes.add(at, Kind::Date, NO_EXTENSION.to_owned());
    }
    let doubt = due_reading::read(&dates::of_cell(first, from_1904), around).doubt;
    if let Some(doubt) = doubt {
        notes.add(at, Kind::Date, doubt.message());
    }
}

/// The names of units that a ledger knows.
pub struct KnownUnits(std::collections::HashSet<String>);

impl KnownUnits {
    /// Those of a ledger, with their aliases.
    #[must_use]
    pub fn of(ledger: &Ledger) -> Self {
        let units = ledger.bundle().units.iter();
        let names = units.flat_map(|unit| {
            let aliases = unit.aliases.split(['、', '，', ',']).map(str::to_owned);
            std::iter::once(unit.name.clone()).chain(aliases)
        });
        Self(names.map(|name| cell_text::name(&name)).filter(|name| !name.is_empty()).collect())
    }

    /// Whether one bears this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// Puts the units of a row where they belong, whatever column they stand in.
fn units(row: &mut InRow, reading: &Reading, known: &KnownUnits, notes: &mut Notes<'_>) {
    let has = |column| reading.column_of(column).is_some();
    if !has(Column::Lead) && !has(Column::Units) && !has(Column::Supporting) {
        return;
    }
    let is_known = |name: &str| known.has(name);
    let of = |column| unit_names::read(row.get(column), &is_known);
    let (mut lead, shared, helping) = (of(Column::Lead), of(Column::Units), of(Column::Supporting));
    let mut first: Vec<String> = std::mem::take(&mut lead.lead);
    first.extend(std::mem::take(&mut lead.responsible));
    let mut responsible = shared.responsible;
    let mut supporting = shared.supporting;
    supporting.extend(lead.supporting);
    for name in [helping.lead, helping.responsible, helping.supporting].into_iter().flatten() {
        if !supporting.contains(&name) {
            supporting.push(name);
        }
    }
    if first.is_empty() {
        first = shared.lead;
    } else {
        responsible.splice(0..0, shared.lead);
    }
    if first.len() > 1 {
        let others = first.split_off(1);
        if let Some(at) = reading.column_of(Column::Lead).or_else(|| reading.column_of(Column::Units)) {
            let message = format!("牵头部门只能有一个，其余的（{}）记为责任部门，请核对", others.join("、"));
            notes.add(at, Kind::Unit, message);
        }
        responsible.splice(0..0, others);
    }
    row.first_leads = first.is_empty() && !has(Column::Lead);
    let help = if supporting.is_empty() {
        String::new()
    } else {
        format!("{}{}", super::cells::HELPING, supporting.join("、"))
    };
    let told = [responsible.join("、"), help].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    row.put(Column::Lead, first.first().map_or("", String::as_str));
    row.put(Column::Units, &told.join("；"));
    row.put(Column::Supporting, "");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_in_one_line() {
        for (cell, expected) in [
            ("李某", "李某"),
            ("李 某", "李某"),
            ("王某\n13900000000", "王某 13900000000"),
            ("张某,010-00000000,/", "张某,010-00000000"),
            ("张某、李某", "张某、李某"),
            ("", ""),
        ] {
            assert_eq!(person(cell), expected);
        }
    }

    #[test]
    fn the_year_of_a_file_stands_in_its_title() {
        assert_eq!(years("某公司2025年审计整改台账（2025.07）"), [2025, 2025]);
        assert_eq!(years("共1234项，编号20240601"), Vec::<i32>::new());
    }
}
