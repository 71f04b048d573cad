//! What an import would do, row by row and cell by cell, with everything that a person should look at before it is done:
//! a pure function of the file, what was chosen, the ledger and the day. The page draws it; [`Preview::ops`] is the one
//! step that does it.

use std::collections::BTreeMap;

use super::asides::Aside;
use super::choices::{Choices, Meaning, RowKey};
use super::columns::Column;
use super::dates;
use super::doubts::{Doubt, Kind};
use super::incoming::{self, InRow, WordUse};
use super::line::{Field, Line, Outcome};
use super::people;
use super::plan::{self, Plan};
use super::raw::RawBook;
use super::reading::{self, InColumn, Reading};
use super::remembered;
use super::responsibility;
use super::sheets::Picked;
use super::value_words::ColumnWords;
use super::values::Setting;
use journal::Op;
use ledger::date::Date;
use ledger::due_reading;
use ledger::{Id, Ledger};

mod fields;

use fields::{customs, made_ops, option_ops};

/// Who imports, and when.
#[derive(Debug, Clone)]
pub struct Importer {
    /// The day.
    pub today: Date,
    /// Who signs notes that are added.
    pub author: String,
}

/// A cell of a row as it will be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PreviewCell {
    /// Its text.
    pub text: String,
    /// It will be new or another in the ledger.
    pub is_new: bool,
    /// What the ledger says now, where that is something else.
    pub old: String,
}

/// A row as it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// Which row of the file.
    pub key: RowKey,
    /// It is imported.
    pub is_ticked: bool,
    /// `12-3`.
    pub number: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Why nothing of it is taken.
    pub reason: String,
    /// Its cells, in the order of [`Preview::shown`].
    pub cells: Vec<PreviewCell>,
}

/// How many of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Findings that are added.
    pub findings: usize,
    /// Measures that are added.
    pub measures: usize,
    /// Rows of the ledger that change.
    pub changed: usize,
    /// Rows that are in the ledger as they are.
    pub unchanged: usize,
    /// Rows of which nothing is taken.
    pub rejected: usize,
    /// Rows that the person unticked.
    pub unticked: usize,
    /// Rows that are set aside.
    pub asides: usize,
    /// Doubts that nobody settled.
    pub doubts: usize,
}

/// What an import would do.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// The sheets.
    pub picked: Picked,
    /// All columns of the file.
    pub columns: Vec<InColumn>,
    /// The columns that are imported, by their place in the file.
    pub shown: Vec<usize>,
    /// The rows.
    pub rows: Vec<PreviewRow>,
    /// The rows that are no data.
    pub asides: Vec<Aside>,
    /// What is doubtful and not settled, in the order of the rows.
    pub doubts: Vec<Doubt>,
    /// The words of 整改状态.
    pub words: Vec<WordUse>,
    /// The words of other columns that hold one of a few, those that the ledger does not have.
    pub values: Vec<ColumnWords>,
    /// What is said of the file as a whole.
    pub told: Vec<String>,
    /// Cells are kept whole.
    pub all_whole: bool,
    /// How many of what.
    pub counts: Counts,
    /// Units that are added.
    pub new_units: Vec<String>,
    /// 方面 that are added.
    pub new_aspects: Vec<String>,
    /// The operations of the one step.
    pub ops: Vec<Op>,
}

impl Preview {
    /// The result in a sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = &self.counts;
        let mut told = format!(
            "新增 {} 个问题、{} 条措施，修改 {} 条，{} 行不作数据，{} 处待核对",
            counts.findings, counts.measures, counts.changed, counts.asides, counts.doubts
        );
        for (count, what) in
            [(counts.unchanged, "行与台账相同"), (counts.rejected, "行不导入"), (counts.unticked, "行未勾选")]
        {
            if count > 0 {
                told = format!("{told}，{count} {what}");
            }
        }
        told
    }
}

/// Whether a file came out of this ledger: a row bears the id of one of its records in the column that is kept for that.
#[must_use]
pub fn is_of_ledger(book: &RawBook, ledger: &Ledger) -> bool {
    let reading = reading::read(book, ledger, &Choices::default());
    let Some(at) = reading.column_of(Column::Id) else { return false };
    let ids = reading.rows.iter().filter_map(|row| Id::new(row.cells[at].trim()));
    ids.into_iter().any(|id| ledger.measure(&id).is_some() || ledger.finding(&id).is_some())
}

/// What an import of a file whose merged cells are filled would do. `fresh` names what is added.
pub fn plan(
    book: &RawBook,
    choices: &Choices,
    ledger: &Ledger,
    importer: &Importer,
    fresh: &mut dyn FnMut() -> Id,
) -> Preview {
    let mut reading = reading::read(book, ledger, choices);
    let incoming = incoming::rows(&mut reading, ledger, choices, book.from_1904);
    let (mut customs, made) = customs(&reading, ledger, fresh);
    let options = option_ops(&incoming.values, &reading, ledger, &mut customs);
    let setting = Setting {
        today: importer.today,
        author: importer.author.clone(),
        from_1904: book.from_1904,
        around: incoming::around(ledger, &reading),
        customs,
        without_measures: reading.column_of(Column::Text).is_none(),
    };
    let ticked: Vec<InRow> =
        incoming.rows.iter().filter(|row| !choices.unticked.contains(&row.key)).cloned().collect();
    let planned = plan::plan(ledger, &ticked, &setting, fresh);
    let mut doubts = reading.doubts.clone();
    doubts.extend(incoming.doubts);
    refusals(&reading, &ticked, &planned, &mut doubts);
    let place: BTreeMap<RowKey, usize> =
        reading.rows.iter().enumerate().map(|(at, row)| (row.key, at)).collect();
    doubts.retain(|doubt| {
        !choices.settled.contains(&(doubt.row, doubt.column)) && !choices.unticked.contains(&doubt.row)
    });
    ledger::order::sort_by_key(&mut doubts, |doubt| (place.get(&doubt.row).copied(), doubt.column));
    doubts.dedup();
    let shown: Vec<usize> = (0..reading.columns.len())
        .filter(|at| is_shown(&reading.columns[*at]) && has_text(&reading, *at))
        .collect();
    let rows = preview_rows(&reading, &incoming.rows, &planned, &shown, choices, &setting);
    let mut ops = made_ops(ledger, &setting.customs, &made, &reading);
    ops.extend(options);
    ops.extend(planned.ops.iter().cloned());
    let changes_nothing = ops.is_empty();
    let kept = remembered::ops(ledger, &reading, choices, &made, fresh);
    // How a layout is read is kept with what is imported; alone it is kept only where the person chose something.
    if !changes_nothing || choices.say_how_to_read() {
        ops.extend(kept);
    }
    let counts = counts(&planned, &rows, &reading, &doubts);
    let mut told = reading.told;
    told.extend(left_out(&reading.columns));
    Preview {
        picked: reading.picked,
        shown,
        rows,
        asides: reading.asides,
        doubts,
        words: incoming.words,
        values: incoming.values,
        told,
        all_whole: choices.all_whole.unwrap_or_else(|| remembered::whole(ledger, &reading.layout)),
        counts,
        new_units: planned.new_units,
        new_aspects: planned.new_aspects,
        ops,
        columns: reading.columns,
    }
}

fn is_shown(column: &InColumn) -> bool {
    column.meaning != Meaning::Left && column.meaning != Meaning::Field(Column::Id)
}

/// Whether a column of the file is shown: those that the program adds only where they say something.
fn has_text(reading: &Reading, at: usize) -> bool {
    let in_file = reading.columns.len() - 2 - reading.parted.len();
    at < in_file || reading.rows.iter().any(|row| !row.cells[at].is_empty())
}

/// The column of the file that a field stands in.
fn place_of(reading: &Reading, field: Field) -> Option<usize> {
    match field {
        Field::Built(column) => reading.column_of(column).or_else(|| {
            // Units that stand in another column than that of their role.
            [Column::Units, Column::Lead, Column::Supporting]
                .into_iter()
                .find_map(|column| reading.column_of(column))
                .filter(|_| matches!(column, Column::Lead | Column::Units | Column::Supporting))
        }),
        Field::Custom(nth) => {
            let customs =
                |at: &usize| matches!(reading.columns[*at].meaning, Meaning::Custom(_) | Meaning::New { .. });
            (0..reading.columns.len()).filter(customs).nth(nth)
        }
    }
}

/// What of a row is not taken is doubtful.
fn refusals(reading: &Reading, rows: &[InRow], planned: &Plan, doubts: &mut Vec<Doubt>) {
    for (row, line) in rows.iter().zip(&planned.lines) {
        for change in &line.changes {
            let (Some(column), Some(why)) = (place_of(reading, change.field), &change.refused) else {
                continue;
            };
            let message = format!("“{}”没有导入：{why}", change.new);
            doubts.push(Doubt { row: row.key, column, kind: Kind::Refused, message });
        }
    }
}

/// A deadline as it will be; the text where none was read.
fn due(text: &str, setting: &Setting) -> String {
    let (first, extended) = responsibility::parts(text);
    let read = due_reading::read(&dates::of_cell(first, setting.from_1904), &setting.around).due;
    read.filter(|_| extended.is_none()).map_or_else(|| text.to_owned(), |due| due.to_string())
}

fn preview_rows(
    reading: &Reading,
    rows: &[InRow],
    planned: &Plan,
    shown: &[usize],
    choices: &Choices,
    setting: &Setting,
) -> Vec<PreviewRow> {
    let mut lines = planned.lines.iter();
    let rows = reading.rows.iter().zip(rows).map(|(read, row)| {
        let is_ticked = !choices.unticked.contains(&row.key);
        let line: Option<&Line> = if is_ticked { lines.next() } else { None };
        let outcome = line.map_or(Outcome::Rejected, |line| line.outcome);
        let cells = shown.iter().map(|at| {
            let text = match reading.columns[*at].meaning {
                // A row that is not taken stands as the file has it: so it is looked for there.
                _ if outcome == Outcome::Rejected => read.cells[*at].clone(),
                // What a word is taken for, not the word.
                Meaning::Field(Column::Status) if !row.get(Column::Status).is_empty() => {
                    row.get(Column::Status).to_owned()
                }
                Meaning::Field(Column::Due) => due(row.get(Column::Due), setting),
                // Where a cell names units, too, all of it is shown.
                Meaning::Field(Column::Owner) if people::names_both(&reading.columns[*at].head) => {
                    read.cells[*at].clone()
                }
                Meaning::Field(column @ (Column::Owner | Column::Amount | Column::Rectified)) => {
                    row.get(column).to_owned()
                }
                _ => read.cells[*at].clone(),
            };
            let change = line.and_then(|line| {
                line.changes.iter().find(|change| place_of(reading, change.field) == Some(*at))
            });
            let is_new = match outcome {
                Outcome::Added => !text.is_empty() && change.is_none_or(|change| change.refused.is_none()),
                _ => change.is_some_and(|change| change.refused.is_none()),
            };
            PreviewCell { text, is_new, old: change.map(|change| change.old.clone()).unwrap_or_default() }
        });
        PreviewRow {
            key: row.key,
            is_ticked,
            number: line.map_or_else(|| row.get(Column::Number).to_owned(), |line| line.number.clone()),
            outcome,
            reason: line.map(|line| line.reason.clone()).unwrap_or_default(),
            cells: cells.collect(),
        }
    });
    rows.collect()
}

fn counts(planned: &Plan, rows: &[PreviewRow], reading: &Reading, doubts: &[Doubt]) -> Counts {
    let of = |outcome| rows.iter().filter(|row| row.is_ticked && row.outcome == outcome).count();
    let added = |list: &'static str| {
        planned.ops.iter().filter(move |op| matches!(op, Op::Insert { at, .. } if at.list == list))
    };
    let with_findings: usize = added("findings")
        .map(|op| match op {
            Op::Insert { item, .. } => {
                item.get("measures").and_then(|all| all.as_array()).map_or(0, Vec::len)
            }
            _ => 0,
        })
        .sum();
    Counts {
        findings: added("findings").count(),
        measures: added("measures").count() + with_findings,
        changed: of(Outcome::Changed),
        unchanged: of(Outcome::Unchanged),
        rejected: of(Outcome::Rejected),
        unticked: rows.iter().filter(|row| !row.is_ticked).count(),
        asides: reading.asides.iter().filter(|aside| !aside.taken_back).count(),
        doubts: doubts.len(),
    }
}

/// The columns that the person left out, by name.
fn left_out(columns: &[InColumn]) -> Option<String> {
    let left = columns.iter().take(columns.len().saturating_sub(2));
    let names: Vec<&str> = left
        .filter(|column| column.meaning == Meaning::Left && !column.sample.is_empty())
        .map(|column| column.head.as_str())
        .collect();
    (!names.is_empty()).then(|| format!("不导入的列：{}。", names.join("、")))
}
