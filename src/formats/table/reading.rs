//! A file read as a ledger: which sheets, heads and rows, what the columns mean, which rows belong to one finding, which
//! cells hold several measures. A pure function of the file, the ledger and what a person chose; [`super::preview`] shows
//! what comes of it. Every text of the file is in a row, in a row set aside, or told.

use std::collections::HashMap;

use super::asides::{Aside, Kind as AsideKind, Surroundings, judge, text_of};
use super::assign::{self, Content};
use super::cell_text::is_same_as_above;
use super::cells_in;
use super::choices::{Choices, Meaning, Place, RowKey};
use super::column_names::folded as folded_head;
use super::columns::Column;
use super::doubts::{Doubt, Kind};
use super::heads::Head;
use super::matching::folded;
use super::raw::{RawBook, RawRow, RawSheet};
use super::remembered;
use super::sheets::{Picked, pick};
use super::splits;
use ledger::Ledger;

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
    let picked = pick(book, choices.sheets.as_deref(), choices.head);
    let mut reading = Reading { told: book.notes.clone(), ..Reading::default() };
    reading.columns = columns(book, &picked, ledger, choices);
    reading.layout = reading.columns.iter().map(|column| folded_head(&column.head)).collect();
    tell_sheets(book, &picked, &reading.columns, &mut reading.told);
    let mut state = State { choices, reading: &mut reading, numbers: HashMap::new(), findings: 0, last: None };
    for (at, heads) in &picked.taken {
        let Some(sheet) = book.sheets.get(*at) else { continue };
        state.sheet(*at, sheet, heads.top, heads.first(), picked.taken.len() > 1);
    }
    reading.picked = picked;
    merge_counted(&mut reading);
    inherit_duties(&mut reading);
    split(&mut reading, ledger, choices);
    for row in &mut reading.rows {
        for (at, cell) in row.cells.iter_mut().enumerate() {
            if let Some(text) = choices.cells.get(&(row.key, at)) {
                text.clone_into(cell);
            }
        }
    }
    reading
}

/// The columns: those of the file, then the group and the name of the sheet where there is such a thing.
fn columns(book: &RawBook, picked: &Picked, ledger: &Ledger, choices: &Choices) -> Vec<InColumn> {
    let Some((first, heads)) = picked.taken.first() else { return Vec::new() };
    let (contents, repeats) = contents(book, picked, &heads.columns);
    let mut taken = assign::columns(&heads.columns, &contents, ledger);
    for (_, taken) in taken.iter_mut().enumerate().filter(|(at, _)| repeats.contains(at)) {
        *taken = assign::Taken { meaning: Meaning::Left, is_guess: false };
    }
    let hidden = book.sheets.get(*first).map_or(&[][..], |sheet| &sheet.hidden_columns);
    let mut columns: Vec<InColumn> = taken
        .into_iter()
        .zip(heads.columns.iter().zip(contents))
        .enumerate()
        .map(|(at, (taken, (head, content)))| InColumn {
            head: if repeats.contains(&at) { String::new() } else { head.text() },
            meaning: taken.meaning,
            is_guess: taken.is_guess,
            sample: if repeats.contains(&at) { String::new() } else { content.sample },
            is_hidden: hidden.iter().any(|column| usize::from(*column) == at),
        })
        .collect();
    let has = |columns: &[InColumn], column| columns.iter().any(|own| own.meaning == Meaning::Field(column));
    let free = |columns: &[InColumn], column| if has(columns, column) { Meaning::Left } else { Meaning::Field(column) };
    let extra = |head: &str, meaning| InColumn {
        head: head.to_owned(),
        meaning,
        is_guess: true,
        sample: String::new(),
        is_hidden: false,
    };
    let group = free(&columns, Column::Aspect);
    columns.push(extra(GROUP_HEAD, group));
    let units = has(&columns, Column::Lead) || has(&columns, Column::Units);
    let meaning = if picked.taken.len() < 2 || units { Meaning::Left } else { Meaning::Field(Column::Lead) };
    columns.push(extra(SHEET_HEAD, meaning));
    remembered::apply(ledger, &mut columns);
    for (at, meaning) in &choices.columns {
        if let Some(column) = columns.get_mut(*at) {
            column.meaning = meaning.clone();
            column.is_guess = false;
        }
    }
    // A field is of one column: the person's choice takes it from another.
    for at in 0..columns.len() {
        let meaning = columns[at].meaning.clone();
        let chosen = choices.columns.contains_key(&at);
        let again = |other: usize| other != at && columns[other].meaning == meaning && !matches!(meaning, Meaning::New { .. } | Meaning::Left);
        let taken_elsewhere = (0..columns.len()).any(|other| again(other) && (choices.columns.contains_key(&other) || other < at));
        if taken_elsewhere && !chosen {
            columns[at].meaning = if at + 2 >= columns.len() {
                Meaning::Left
            } else {
                Meaning::New { kind: ledger::custom::CustomKind::LongText, of_finding: false }
            };
            columns[at].is_guess = true;
        }
    }
    columns
}

/// What stands under each head, in rows that are data; and the columns that only repeat the one before them, as cells merged
/// over several columns do.
fn contents(book: &RawBook, picked: &Picked, heads: &[Head]) -> (Vec<Content>, Vec<usize>) {
    let mut seen: Vec<Column> = Vec::new();
    let means: Vec<Option<Column>> = heads
        .iter()
        .map(|head| {
            let column = head.meaning().map(|(column, _)| column).filter(|column| !seen.contains(column))?;
            seen.push(column);
            Some(column)
        })
        .collect();
    let names: Vec<String> = heads.iter().map(Head::text).collect();
    let mut contents = vec![Content::default(); heads.len()];
    let mut repeats: Vec<usize> = (1..heads.len()).filter(|at| !names[*at].is_empty() && names[*at] == names[at - 1]).collect();
    for (at, own) in &picked.taken {
        let (mut data_before, mut after_note) = (0, false);
        for row in book.sheets.get(*at).map_or(&[][..], |sheet| &sheet.rows).iter().skip(own.first()) {
            let (cells, _) = cells_in::texts(row, heads.len(), &means);
            let around = Surroundings { columns: &means, names: &names, data_before, after_note };
            let kind = judge(&cells, around);
            after_note = kind == Some(AsideKind::Note);
            if kind.is_some() {
                continue;
            }
            data_before += 1;
            for (content, cell) in contents.iter_mut().zip(&cells) {
                content.add(cell);
            }
            repeats.retain(|at| cells[*at] == cells[at - 1]);
        }
    }
    (contents, repeats)
}

fn tell_sheets(book: &RawBook, picked: &Picked, columns: &[InColumn], told: &mut Vec<String>) {
    let name = |at: usize| book.sheets.get(at).map_or("", |sheet| sheet.name.as_str());
    for (at, _) in &picked.taken {
        let Some(sheet) = book.sheets.get(*at) else { continue };
        told.extend(sheet.notes.iter().cloned());
        let of = if picked.taken.len() > 1 { format!("工作表“{}”", sheet.name) } else { "文件".to_owned() };
        // The stable id is hidden by this program itself.
        let is_id = |at: usize| columns.get(at).is_some_and(|own| own.meaning == Meaning::Field(Column::Id));
        let hidden: Vec<usize> =
            sheet.hidden_columns.iter().map(|at| usize::from(*at)).filter(|at| !is_id(*at)).collect();
        let rows = sheet.hidden_rows();
        if rows > 0 {
            told.push(format!("{of}里有 {rows} 行是隐藏的（多半是筛选），这些行同样列在下面。"));
        }
        if !hidden.is_empty() {
            let names: Vec<String> = hidden.iter().map(|at| super::book::column_name(*at)).collect();
            told.push(format!("{of}里有 {} 列是隐藏的（{}），这些列同样读取。", hidden.len(), names.join("、")));
        }
    }
    let others: Vec<String> = picked
        .others
        .iter()
        .map(|at| {
            let hidden = book.sheets.get(*at).is_some_and(RawSheet::is_hidden);
            format!("{}{}", name(*at), if hidden { "（隐藏）" } else { "" })
        })
        .collect();
    if !others.is_empty() {
        told.push(format!("没有读取的工作表：{}。", others.join("、")));
    }
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
}

impl State<'_> {
    fn sheet(&mut self, at: usize, sheet: &RawSheet, top: usize, first: usize, named: bool) {
        let width = self.reading.columns.len();
        let own = width.saturating_sub(2);
        let means: Vec<Option<Column>> = self
            .reading
            .columns
            .iter()
            .map(|column| match &column.meaning {
                Meaning::Field(column) => Some(*column),
                _ => None,
            })
            .collect();
        let names: Vec<String> = self.reading.columns.iter().map(|column| column.head.clone()).collect();
        let (mut data, mut after_note, mut group) = (0, false, String::new());
        self.last = None;
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
            let around = Surroundings { columns: &means[..own], names: &names, data_before: data, after_note };
            let kind = if nth < top { Some(AsideKind::Above) } else { judge(&cells, around) };
            if let Some(kind) = kind {
                let text = text_of(&cells);
                if kind == AsideKind::Group && !taken_back {
                    group = single_text(&cells);
                }
                after_note = kind == AsideKind::Note;
                self.reading.asides.push(Aside { place, kind, text, taken_back });
                if !taken_back {
                    continue;
                }
            }
            self.beyond(row, own);
            cells.truncate(own);
            cells.push(group.clone());
            cells.push(if named { sheet.name.clone() } else { String::new() });
            self.row(RowKey { place, part: 0 }, cells, &odd, &means);
            data += 1;
        }
    }

    fn odd(&mut self, row: RowKey, odd: &[cells_in::Odd]) {
        let own = odd.iter().map(|(column, kind, message)| Doubt { row, column: *column, kind: *kind, message: message.clone() });
        self.reading.doubts.extend(own);
    }

    /// Text right of the last column with a head.
    fn beyond(&mut self, row: &RawRow, own: usize) {
        for (at, cell) in row.cells.iter().enumerate().skip(own).filter(|(_, cell)| !cell.trim().is_empty()) {
            self.reading.told.push(format!("{} 在各列之外，没有读取：{cell}", super::raw::address(row.number, at)));
        }
    }

    fn row(&mut self, key: RowKey, mut cells: Vec<String>, odd: &[cells_in::Odd], means: &[Option<Column>]) {
        self.odd(key, odd);
        let at = |column: Column| means.iter().position(|own| *own == Some(column));
        let by_id = at(Column::Id).is_some_and(|at| !cells[at].is_empty());
        if let Some(above) = self.last.as_ref().filter(|_| !by_id) {
            for (cell, from) in cells.iter_mut().zip(&above.cells) {
                if is_same_as_above(cell) {
                    cell.clone_from(from);
                }
            }
        }
        let get = |cells: &[String], column| at(column).and_then(|at| cells.get(at)).cloned().unwrap_or_default();
        let title = get(&cells, Column::Finding);
        let number = get(&cells, Column::Number);
        let has_measure = !get(&cells, Column::Text).is_empty();
        if let Some(above) = self.last.clone().filter(|_| title.is_empty() && has_measure && !by_id) {
            // What the finding says stands in its first row only.
            for (column, (cell, from)) in means.iter().zip(cells.iter_mut().zip(&above.cells)) {
                let inherits = column.is_some_and(|column| column.of_finding() && column != Column::Number);
                if cell.is_empty() && (inherits || *column == Some(Column::Number)) {
                    cell.clone_from(from);
                }
            }
            let row = ReadRow { key, cells, finding: above.finding, ..ReadRow::default() };
            return self.push(row);
        }
        let aspect = get(&cells, Column::Aspect);
        let above = self.last.as_ref().filter(|_| !by_id).filter(|above| {
            let same = |column| folded(&get(&above.cells, column)) == folded(&get(&cells, column));
            let same_number = squeezed(&get(&above.cells, Column::Number)) == squeezed(&number);
            same(Column::Finding)
                && if number.is_empty() { aspect.is_empty() || same(Column::Aspect) } else { same_number }
        });
        let finding = if let Some(above) = above {
            above.finding
        } else {
            let next = self.findings;
            let whole = (squeezed(&number), folded(&title), folded(&aspect));
            let known = self.numbers.get(&whole).copied().filter(|_| !by_id);
            if known.is_some() && number.is_empty() {
                let message = "与前面不相邻的一行问题相同，合为一个问题，请核对".to_owned();
                let column = at(Column::Finding).unwrap_or_default();
                self.reading.doubts.push(Doubt { row: key, column, kind: Kind::Merged, message });
            }
            self.numbers.entry(whole).or_insert(next);
            self.findings += 1;
            known.unwrap_or(next)
        };
        if let (Some(number_at), true) = (at(Column::Number), number.is_empty())
            && let Some(above) = self.last.as_ref().filter(|above| above.finding == finding)
        {
            cells[number_at].clone_from(&above.cells[number_at]);
        }
        self.push(ReadRow { key, cells, finding, ..ReadRow::default() });
    }

    fn push(&mut self, row: ReadRow) {
        self.last = Some(row.clone());
        self.reading.rows.push(row);
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect::<String>().trim_end_matches(['.', '、', '．']).to_owned()
}

/// The longest text of a row.
fn single_text(cells: &[String]) -> String {
    cells.iter().max_by_key(|cell| cell.chars().count()).cloned().unwrap_or_default()
}

/// Where 序号 counts the rows and not the findings, rows that follow one another with the same title are one finding.
fn merge_counted(reading: &mut Reading) {
    let (Some(number), Some(title)) = (reading.column_of(Column::Number), reading.column_of(Column::Finding)) else { return };
    let counts = |row: &ReadRow| row.cells[number].trim().parse::<u32>().ok();
    let numbers: Option<Vec<u32>> = reading.rows.iter().map(counts).collect();
    let counted = numbers.is_some_and(|numbers| numbers.len() >= 4 && numbers.windows(2).all(|two| two[1] == two[0] + 1));
    let same = |one: &ReadRow, other: &ReadRow| {
        !other.cells[title].is_empty() && folded(&one.cells[title]) == folded(&other.cells[title])
    };
    let repeated = reading.rows.windows(2).filter(|two| same(&two[0], &two[1])).count();
    if !counted || repeated * 3 < reading.rows.len() {
        return;
    }
    for at in 1..reading.rows.len() {
        if same(&reading.rows[at - 1], &reading.rows[at]) {
            reading.rows[at].finding = reading.rows[at - 1].finding;
            reading.rows[at].cells[number] = reading.rows[at - 1].cells[number].clone();
            reading.doubts.push(Doubt {
                row: reading.rows[at].key,
                column: title,
                kind: Kind::Merged,
                message: "序号逐行递增，这一行与上一行问题相同，合为一个问题，请核对".to_owned(),
            });
        }
    }
}

/// Who answers and until when holds for all measures of a finding where it stands only in the first row of each.
fn inherit_duties(reading: &mut Reading) {
    let duties = [Column::Leader, Column::Lead, Column::Units, Column::Supporting, Column::Owner, Column::Due];
    let places: Vec<usize> = duties.into_iter().filter_map(|column| reading.column_of(column)).collect();
    for at in places {
        let goes_on = |nth: usize| nth > 0 && reading.rows[nth].finding == reading.rows[nth - 1].finding;
        let following: Vec<usize> = (0..reading.rows.len()).filter(|nth| goes_on(*nth)).collect();
        if following.iter().any(|nth| !reading.rows[*nth].cells[at].is_empty()) {
            continue;
        }
        for nth in following {
            let above = reading.rows[nth - 1].cells[at].clone();
            reading.rows[nth].cells[at] = above;
        }
    }
}

/// Whether what a row says besides its measure is said once, whatever the number of measures in its cell.
fn said_once(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Field(column) => matches!(
            column,
            Column::Progress | Column::Institutions | Column::Evidence | Column::Closure | Column::Note | Column::Measure
        ),
        Meaning::Custom(_) | Meaning::New { .. } | Meaning::Left => true,
    }
}

/// Makes a row of each measure of a cell.
fn split(reading: &mut Reading, ledger: &Ledger, choices: &Choices) {
    let Some(text) = reading.column_of(Column::Text) else { return };
    if choices.all_whole.unwrap_or_else(|| remembered::whole(ledger, &reading.layout)) {
        return;
    }
    let known: std::collections::HashSet<String> =
        ledger.bundle().findings.iter().flat_map(|finding| &finding.measures).map(|measure| folded(&measure.text)).collect();
    let by_id = reading.column_of(Column::Id);
    let once: Vec<bool> = reading.columns.iter().map(|column| said_once(&column.meaning)).collect();
    let mut rows = Vec::with_capacity(reading.rows.len());
    for row in std::mem::take(&mut reading.rows) {
        let cell = choices.cells.get(&(row.key, text)).cloned().unwrap_or_else(|| row.cells[text].clone());
        let stays = choices.whole.contains(&row.key.place)
            || by_id.is_some_and(|at| !row.cells[at].is_empty())
            || choices.cells.contains_key(&(row.key, text))
            || known.contains(&folded(&cell));
        let pieces = if stays { Vec::new() } else { splits::measures(&cell) };
        if pieces.len() < 2 {
            rows.push(row);
            continue;
        }
        for (part, piece) in (0..).zip(&pieces) {
            let mut one = ReadRow { key: RowKey { part, ..row.key }, is_part: true, ..row.clone() };
            piece.ordinal.trim().clone_into(&mut one.ordinal);
            piece.text.trim().clone_into(&mut one.cells[text]);
            if part > 0 {
                for (cell, once) in one.cells.iter_mut().zip(&once) {
                    if *once {
                        cell.clear();
                    }
                }
            }
            reading.doubts.push(Doubt {
                row: one.key,
                column: text,
                kind: Kind::Split,
                message: format!("一个单元格里的 {} 条措施，这是第 {} 条；可以改为不拆分", pieces.len(), part + 1),
            });
            rows.push(one);
        }
    }
    reading.rows = rows;
}
