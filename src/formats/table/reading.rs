//! A file read as a ledger: which sheets, heads and rows, what the columns mean, which rows belong to one finding, which
//! cells hold several measures. A pure function of the file, the ledger and what a person chose; [`super::preview`] shows
//! what comes of it. Every text of the file is in a row, in a row set aside, or told.

use std::collections::HashMap;

use super::asides::{Aside, Kind as AsideKind, Surroundings, are_counted, heads_first_rows, judge, text_of};
use super::cells_in;
use super::choices::{Choices, Meaning, Place, RowKey};
use super::column_names::folded as folded_head;
use super::columns::Column;
use super::doubts::Doubt;
use super::forms;
use super::heads::Heads;
use super::raw::{MergedArea, RawBook, RawRow, RawSheet};
use super::sheets::{Picked, pick};
use super::ticks;
use columns::{columns, tell_sheets};
use findings::{Incoming, areas_over, groups};
use ledger::Ledger;
use rows::{inherit_duties, join_details, merge_counted, of_measures_by_content, part_days, split};

mod columns;
mod findings;
mod rows;

/// A column of the file, or one that the program adds: the group over the rows, the name of the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct InColumn {
    /// Its head.
    pub head: String,
    /// What it means now.
    pub meaning: Meaning,
    /// Its head or content leaves some doubt.
    pub is_guess: bool,
    /// The first text under it.
    pub sample: String,
    /// The file does not show it.
    pub is_hidden: bool,
}

/// A row of the file, understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadRow {
    /// Which row.
    pub key: RowKey,
    /// Its texts, a column each.
    pub cells: Vec<String>,
    /// The ordinal of a measure that was split off.
    pub ordinal: String,
    /// Rows with the same number are of one finding.
    pub finding: usize,
    /// Which of the merged cells of its sheet holds its title.
    pub title: Option<usize>,
    /// It is one of several measures in a cell.
    pub is_part: bool,
}

/// A file, read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Which sheets.
    pub picked: Picked,
    /// The columns.
    pub columns: Vec<InColumn>,
    /// The rows of data.
    pub rows: Vec<ReadRow>,
    /// The rows that are set aside.
    pub asides: Vec<Aside>,
    /// What is doubtful.
    pub doubts: Vec<Doubt>,
    /// What is said of the file as a whole.
    pub told: Vec<String>,
    /// What tells the layout from others.
    pub layout: Vec<String>,
    /// The columns that are parted off those whose heads name a day besides: which, and off which.
    pub parted: Vec<(usize, usize)>,
}

/// What groups the rows below it.
pub const GROUP_HEAD: &str = "分组标题";
/// The name of the sheet as a column.
pub const SHEET_HEAD: &str = "工作表名";

impl Reading {
    /// Where a built-in field stands.
    #[must_use]
    pub fn column_of(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|own| own.meaning == Meaning::Field(column))
    }
}

/// Reads a file whose merged cells are filled.
#[must_use]
pub fn read(book: &RawBook, ledger: &Ledger, choices: &Choices) -> Reading {
    let joined = forms::as_table(book);
    let book = joined.as_ref().unwrap_or(book);
    let picked = pick(book, choices.sheets.as_deref(), choices.head);
    let ticked = ticks::joined(book, &picked);
    let (book, picked) = ticked.as_ref().map_or((book, picked), |(book, picked)| (book, picked.clone()));
    let mut reading = Reading { told: book.notes.clone(), ..Reading::default() };
    (reading.columns, reading.parted) = columns(book, &picked, ledger, choices);
    reading.layout = reading.columns.iter().map(|column| folded_head(&column.head)).collect();
    tell_sheets(book, &picked, &reading.columns, &mut reading.told);
    let mut state = State {
        choices,
        reading: &mut reading,
        numbers: HashMap::new(),
        findings: 0,
        last: None,
        groups: Vec::new(),
    };
    for (at, heads) in &picked.taken {
        let Some(sheet) = book.sheets.get(*at) else { continue };
        state.sheet(*at, sheet, heads, picked.taken.len() > 1);
    }
    reading.picked = picked;
    merge_counted(&mut reading);
    of_measures_by_content(&mut reading, choices);
    join_details(&mut reading);
    inherit_duties(&mut reading);
    split(&mut reading, ledger, choices);
    part_days(&mut reading);
    for row in &mut reading.rows {
        for (at, cell) in row.cells.iter_mut().enumerate() {
            if let Some(text) = choices.cells.get(&(row.key, at)) {
                text.clone_into(cell);
            }
        }
    }
    reading
}

/// The work on the rows.
struct State<'a> {
    choices: &'a Choices,
    reading: &'a mut Reading,
    /// The findings by number, title and aspect.
    numbers: HashMap<(String, String, String), usize>,
    findings: usize,
    /// The row of data above, before it was split.
    last: Option<ReadRow>,
    /// The columns left of 序号 and 反馈问题 whose empty cells mean the cell above: groups, told once for each.
    groups: Vec<usize>,
}

impl State<'_> {
    /// The built-in field of each column.
    fn built_in(&self) -> Vec<Option<Column>> {
        let of = |column: &InColumn| match &column.meaning {
            Meaning::Field(column) => Some(*column),
            _ => None,
        };
        self.reading.columns.iter().map(of).collect()
    }

    /// A row that is no data, with what is odd about it. Where the person took it back, that is told of the row of data.
    fn set_aside(&mut self, place: Place, kind: AsideKind, cells: &[String], odd: &[cells_in::Odd]) {
        let taken_back = self.choices.taken_back.contains(&place);
        let mut text = text_of(cells);
        for (_, _, why) in odd.iter().filter(|_| !taken_back) {
            text = format!("{text} ｜ {why}");
        }
        self.reading.asides.push(Aside { place, kind, text, taken_back });
    }

    fn sheet(&mut self, at: usize, sheet: &RawSheet, over: &Heads, named: bool) {
        let (top, first) = (over.top, over.first());
        let width = self.reading.columns.len();
        let own = width.saturating_sub(2);
        let means = self.built_in();
        let heads: Vec<String> = self.reading.columns.iter().map(|column| column.head.clone()).collect();
        let (mut data, mut after_note, mut group) = (0, false, String::new());
        if !over.elsewhere {
            self.last = None;
        }
        let place = |column| means.iter().position(|own| *own == Some(column));
        let number = place(Column::Number);
        let counted =
            number.is_some_and(|at| are_counted(sheet.rows.iter().skip(first).map(|row| row.text(at))));
        let titles: Vec<MergedArea> =
            place(Column::Finding).map_or_else(Vec::new, |at| areas_over(sheet, at));
        self.groups = groups(sheet, own, [number, place(Column::Finding)], place(Column::Aspect));
        for (nth, row) in sheet.rows.iter().enumerate() {
            if (top..first).contains(&nth) {
                continue;
            }
            let place = Place { sheet: at, row: row.number };
            let taken_back = self.choices.taken_back.contains(&place);
            let (mut cells, odd) = cells_in::texts(row, own.max(row.cells.len()), &means[..own]);
            if cells.iter().all(String::is_empty) {
                self.odd(RowKey { place, part: 0 }, &odd);
                continue;
            }
            let around = Surroundings {
                columns: &means[..own],
                names: &heads,
                data_before: data,
                after_note,
                counted,
            };
            let kind = match nth {
                nth if nth + 1 == top && heads_first_rows(&cells) => Some(AsideKind::Group),
                nth if nth < top => Some(AsideKind::Above),
                _ => judge(&cells, around),
            };
            if let Some(kind) = kind {
                if kind == AsideKind::Group && !taken_back {
                    group = single_text(&cells);
                }
                after_note = kind == AsideKind::Note;
                self.set_aside(place, kind, &cells, &odd);
                if !taken_back {
                    continue;
                }
            }
            // Columns that are parted off others have no cells in the file.
            let in_file = own - self.reading.parted.len();
            self.beyond(row, in_file);
            cells.truncate(in_file);
            cells.resize(own, String::new());
            cells.push(group.clone());
            cells.push(if named { unordered(&sheet.name).to_owned() } else { String::new() });
            let title = titles.iter().position(|area| (area.top..=area.bottom).contains(&row.number));
            self.row(Incoming { key: RowKey { place, part: 0 }, title }, cells, &odd, &means);
            data += 1;
        }
    }

    fn odd(&mut self, row: RowKey, odd: &[cells_in::Odd]) {
        let own = odd.iter().map(|(column, kind, message)| Doubt {
            row,
            column: *column,
            kind: *kind,
            message: message.clone(),
        });
        self.reading.doubts.extend(own);
    }

    /// Text right of the last column with a head.
    fn beyond(&mut self, row: &RawRow, own: usize) {
        for (at, cell) in row.cells.iter().enumerate().skip(own).filter(|(_, cell)| !cell.trim().is_empty()) {
            self.reading
                .told
                .push(format!("{} 在各列之外，没有读取：{cell}", super::raw::address(row.number, at)));
        }
    }
}

/// The name of a sheet without the number that orders it: `01办公室`, `2.人事科`, `（3）财务科`. `1处` is a name.
fn unordered(name: &str) -> &str {
    let bare = name.trim_start_matches(['(', '（']);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &bare[..bare.len() - rest.len()];
    let behind = rest.trim_start_matches(['.', '．', '、', '-', '_', ' ', ')', '）']);
    let orders = !digits.is_empty() && (digits.starts_with('0') || behind.len() < rest.len());
    if orders && behind.chars().next().is_some_and(char::is_alphabetic) { behind } else { name }
}

/// The longest text of a row.
fn single_text(cells: &[String]) -> String {
    cells.iter().max_by_key(|cell| cell.chars().count()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::unordered;

    #[test]
    fn the_number_that_orders_a_sheet_is_no_part_of_its_name() {
        for (name, expected) in [
            ("01办公室", "办公室"),
            ("2.人事科", "人事科"),
            ("3、财务科", "财务科"),
            ("（4）法规处", "法规处"),
            ("5-后勤", "后勤"),
            ("1处", "1处"),
            ("办公室", "办公室"),
            ("2024", "2024"),
            ("3-1", "3-1"),
            ("", ""),
        ] {
            assert_eq!(unordered(name), expected, "{name}");
        }
    }
}
