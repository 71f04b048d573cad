//! The rows of a file under the fields of the ledger, ready to be compared with it: names of units parted, words of 整改状态
//! mapped, names without blanks. Knows which cells are doubtful; changes nothing.

use std::collections::BTreeMap;

use super::cell_text;
use super::choices::{Choices, Meaning, RowKey};
use super::columns::Column;
use super::dates;
use super::doubts::{Doubt, Kind};
use super::money::{self, in_ten_thousands as money};
use super::people;
use super::raw::is_error;
use super::reading::{InColumn, Reading};
use super::remembered;
use super::responsibility::joined;
use super::value_words::{self, ColumnWords};
use super::words::{self, Taken};
use ledger::custom::CustomKind;
use ledger::due_reading::{self, Around};
use ledger::vocabulary::{UNFILLED, Vocabulary};
use ledger::{Id, Ledger};

pub use units::KnownUnits;
use units::{NewUnits, units};

mod units;

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
    /// The words of other columns that hold one of a few, those that the ledger does not have.
    pub values: Vec<ColumnWords>,
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
pub fn rows(reading: &mut Reading, ledger: &Ledger, choices: &Choices, from_1904: bool) -> Incoming {
    let around = around(ledger, reading);
    let values = value_words::take(reading, ledger, choices);
    let reading = &*reading;
    let words = word_uses(reading, ledger, choices);
    let mut incoming = Incoming { words, values, ..Incoming::default() };
    let names = KnownUnits::of(ledger);
    let mut new_units = NewUnits::of(reading, ledger, choices);
    let (id, extended) = (reading.column_of(Column::Id), reading.column_of(Column::Extended));
    let tells_overdue = reading.column_of(Column::Overdue).is_some();
    let (both, together) = (both(reading), together(reading));
    let customs: Vec<usize> = (0..reading.columns.len())
        .filter(|at| matches!(reading.columns[*at].meaning, Meaning::Custom(_) | Meaning::New { .. }))
        .collect();
    let sum_units: Vec<_> = reading.columns.iter().map(|column| sum_unit(column, reading, ledger)).collect();
    for read in &reading.rows {
        let mut row = InRow {
            number: read.key.place.row,
            key: read.key,
            finding: Some(read.finding),
            ordinal: read.ordinal.clone(),
            custom: customs.iter().map(|at| money(&read.cells[*at], sum_units[*at])).collect(),
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
                _ => money(text, sum_units[at]),
            };
            row.put(field, &text);
        }
        if let Some((at, columns)) = &together {
            for (column, part) in
                columns.iter().zip(people::parted(&read.cells[*at], columns.len()).unwrap_or_default())
            {
                row.put(*column, part);
            }
        }
        if let Some(at) = both {
            people_apart(&mut row, &read.cells[at], &names);
        }
        let due_and_extension = joined(row.get(Column::Due), row.get(Column::Extended));
        row.put(Column::Due, &due_and_extension);
        if let Some(at) = extended.filter(|at| !is_own && !read.cells[*at].is_empty()) {
            notes.add(at, Kind::Date, NO_EXTENSION.to_owned());
        }
        units(&mut row, reading, &names, &mut new_units, &mut notes);
        incoming.rows.push(row);
    }
    incoming.values.extend(new_units.words(ledger));
    incoming
}

/// The column that names units and people at once, where no other names either.
fn both(reading: &Reading) -> Option<usize> {
    let of = |column: Column| reading.column_of(column);
    let (owner, units) = (of(Column::Owner), of(Column::Units));
    let only = owner.xor(units).filter(|_| of(Column::Lead).is_none() && of(Column::Supporting).is_none())?;
    people::names_both(&reading.columns[only].head).then_some(only)
}

/// The column of 责任领导 that names other fields, too, which have no column of their own.
fn together(reading: &Reading) -> Option<(usize, Vec<Column>)> {
    let at = reading.column_of(Column::Leader)?;
    let columns = people::named_together(&reading.columns[at].head)?;
    let free = |column: &Column| *column == Column::Leader || reading.column_of(*column).is_none();
    columns.iter().all(free).then_some((at, columns))
}

/// Puts the people and the units of one cell where they belong, where the cell tells them apart.
fn people_apart(row: &mut InRow, cell: &str, known: &KnownUnits) {
    if let Some((units, people)) = people::apart(cell, &|name| known.has(name)) {
        row.put(Column::Units, &units);
        row.put(Column::Owner, &people);
    }
}

/// What the sums of a column are counted in, where it holds sums and the file says it.
fn sum_unit(column: &InColumn, reading: &Reading, ledger: &Ledger) -> Option<&'static str> {
    let holds_sums = match &column.meaning {
        Meaning::Field(Column::Amount | Column::Rectified) | Meaning::New { kind: CustomKind::Sum, .. } => {
            true
        }
        Meaning::Custom(id) => {
            ledger.custom_field(id.as_str()).is_some_and(|field| field.value_kind() == CustomKind::Sum)
        }
        _ => false,
    };
    money::unit(&column.head, &reading.asides).filter(|_| holds_sums)
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

/// Names in a line. A blank within a name (`李 某`) goes; one between names, or before a number, stays.
fn person_line(line: &str) -> String {
    let mut told = String::new();
    let mut last = 0;
    for part in line.split_whitespace() {
        let length = part.chars().count();
        let is_han = |c: Option<char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let within =
            (last == 1 || length == 1) && is_han(told.chars().next_back()) && is_han(part.chars().next());
        if !told.is_empty() && !within {
            told.push(' ');
        }
        told.push_str(part);
        last = length;
    }
    told
}

/// A name, or names a line each.
fn person(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(person_line).filter(|name| !cell_text::is_nothing(name)).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_in_one_line() {
        for (cell, expected) in [
            ("李某", "李某"),
            ("李 某", "李某"),
            ("王 小 明", "王小明"),
            ("张三 李四", "张三 李四"),
            ("李某 13800000000", "李某 13800000000"),
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
