//! What becomes of rows once all are read: those of one finding are put together, who answers is handed down, cells with
//! several measures become several rows.

use std::collections::{HashMap, HashSet};

use super::super::choices::{Choices, Meaning, RowKey};
use super::super::columns::Column;
use super::super::doubts::{Doubt, Kind};
use super::super::matching::folded;
use super::super::remembered;
use super::super::splits;
use super::super::two_fields;
use super::{ReadRow, Reading};
use ledger::Ledger;

/// Where 序号 counts the rows and not the findings, rows that follow one another with the same title are one finding.
pub fn merge_counted(reading: &mut Reading) {
    let (Some(number), Some(title)) = (reading.column_of(Column::Number), reading.column_of(Column::Finding))
    else {
        return;
    };
    // In a table that this program wrote 序号 is that of the finding.
    if reading.column_of(Column::Overdue).is_some() {
        return;
    }
    let counts = |row: &ReadRow| row.cells[number].trim().parse::<u32>().ok();
    let numbers: Option<Vec<u32>> = reading.rows.iter().map(counts).collect();
    let counted = numbers
        .is_some_and(|numbers| numbers.len() >= 4 && numbers.windows(2).all(|two| two[1] == two[0] + 1));
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
            let above = reading.rows[at - 1].cells[number].clone();
            reading.rows[at].cells[number] = above;
            reading.doubts.push(Doubt {
                row: reading.rows[at].key,
                column: title,
                kind: Kind::Merged,
                message: "序号逐行递增，这一行与上一行问题相同，合为一个问题，请核对".to_owned(),
            });
        }
    }
}

/// A new field whose values differ within a finding is one of measures, wherever its column stands. What a person chose stays.
pub fn of_measures_by_content(reading: &mut Reading, choices: &Choices) {
    for at in (0..reading.columns.len()).filter(|at| !choices.columns.contains_key(at)) {
        let Meaning::New { kind, of_finding: true } = reading.columns[at].meaning.clone() else { continue };
        let mut first: HashMap<usize, &str> = HashMap::new();
        let differs = reading.rows.iter().any(|row| {
            let cell = row.cells[at].trim();
            !cell.is_empty() && *first.entry(row.finding).or_insert(cell) != cell
        });
        if differs {
            reading.columns[at].meaning = Meaning::New { kind, of_finding: false };
        }
    }
}

/// 具体表现 that the rows of a finding tell one each are told together, a line each.
pub fn join_details(reading: &mut Reading) {
    let Some(at) = reading.column_of(Column::Details) else { return };
    let mut told: HashMap<usize, String> = HashMap::new();
    for row in &reading.rows {
        let own = row.cells[at].trim();
        let all = told.entry(row.finding).or_default();
        let known = own.lines().all(|line| all.lines().any(|said| said.trim() == line.trim()));
        if own.is_empty() || known {
            continue;
        }
        if !all.is_empty() {
            all.push('\n');
        }
        all.push_str(own);
    }
    for row in &mut reading.rows {
        if let Some(all) = told.get(&row.finding).filter(|_| !row.cells[at].trim().is_empty()) {
            all.clone_into(&mut row.cells[at]);
        }
    }
}

/// Puts the days of columns that hold something else, too, into columns of their own. What is not plain is told.
pub fn part_days(reading: &mut Reading) {
    for (to, from) in reading.parted.clone() {
        let Some((told, day)) = two_fields::of_head(&reading.columns[from].head) else { continue };
        let is = |at: usize, column| reading.columns[at].meaning == Meaning::Field(column);
        if !is(from, told) || !is(to, day) {
            continue;
        }
        for row in &mut reading.rows {
            if let Some((rest, day)) = two_fields::parted(&row.cells[from], day) {
                if reading.columns[to].sample.is_empty() {
                    reading.columns[to].sample.clone_from(&day);
                }
                row.cells[from] = rest;
                row.cells[to] = day;
            } else if two_fields::may_say(&row.cells[from]) {
                let message = format!("这一格里没有分出“{}”，全文留在原列，请核对", day.name());
                reading.doubts.push(Doubt { row: row.key, column: from, kind: Kind::Date, message });
            }
        }
    }
}

/// Who answers and until when holds for all measures of a finding where it stands only in the first row of each. In a table
/// that this program wrote what is empty is empty: its rows have ids, and it tells in a column of its own what is overdue.
pub fn inherit_duties(reading: &mut Reading) {
    let id = reading.column_of(Column::Id);
    let is_own = |row: &ReadRow| id.is_some_and(|at| !row.cells[at].is_empty());
    if reading.column_of(Column::Overdue).is_some() || reading.rows.iter().any(is_own) {
        return;
    }
    let duties = [
        Column::Leader,
        Column::Lead,
        Column::Units,
        Column::Supporting,
        Column::Owner,
        Column::Due,
        Column::Extended,
    ];
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
            Column::Progress
                | Column::Institutions
                | Column::Evidence
                | Column::ExtensionNote
                | Column::Closure
                | Column::ClosureDate
                | Column::ClosureBy
                | Column::ClosureOpinion
                | Column::ClosureRound
                | Column::Note
                | Column::Measure
        ),
        Meaning::Custom(_) | Meaning::New { .. } | Meaning::Left => true,
    }
}

/// Whether what stands under a column may be told for each measure.
fn can_be_parted(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Field(column) => !column.of_finding() && !matches!(column, Column::Id | Column::Measure),
        Meaning::Custom(_) | Meaning::New { of_finding: false, .. } => true,
        Meaning::New { of_finding: true, .. } | Meaning::Left => false,
    }
}

/// The parts of a cell that counts like the measures beside it, one each: `1.已清退；2.已印发`. The numbers are those of the
/// measures and go with them.
fn numbered_alike(cell: &str, count: usize) -> Option<Vec<&str>> {
    let pieces = splits::measures(cell);
    let alike = pieces.len() == count && pieces.iter().all(|piece| !piece.ordinal.trim().is_empty());
    alike.then(|| pieces.iter().map(|piece| piece.text.trim()).collect())
}

/// Whether sentences stand under a column, which keep the sign that they end with.
fn is_of_text(meaning: &Meaning) -> bool {
    !matches!(meaning, Meaning::Field(column) if !matches!(column, Column::Progress | Column::Note))
}

/// What a cell says of each of so many measures; `None` where it speaks of all of them.
fn parts_of(cell: &str, meaning: &Meaning, count: usize) -> Option<Vec<String>> {
    let parts = can_be_parted(meaning).then(|| numbered_alike(cell, count)).flatten()?;
    let is_text = is_of_text(meaning);
    let part = |own: &str| if is_text { own } else { own.trim_end_matches(['；', ';', '。']) }.to_owned();
    Some(parts.into_iter().map(part).collect())
}

/// The measures that a ledger has, as they are compared.
fn known_measures(ledger: &Ledger) -> HashSet<String> {
    let measures = ledger.bundle().findings.iter().flat_map(|finding| &finding.measures);
    measures.map(|measure| folded(&measure.text)).collect()
}

/// Makes a row of each measure of a cell.
pub fn split(reading: &mut Reading, ledger: &Ledger, choices: &Choices) {
    let Some(text) = reading.column_of(Column::Text) else { return };
    if choices.all_whole.unwrap_or_else(|| remembered::whole(ledger, &reading.layout)) {
        return;
    }
    let known = known_measures(ledger);
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
        let counted = pieces.iter().all(|piece| !piece.ordinal.trim().is_empty());
        let beside: Vec<Option<Vec<String>>> = (0..row.cells.len())
            .map(|at| {
                let is_parted = counted && at != text;
                is_parted
                    .then(|| parts_of(&row.cells[at], &reading.columns[at].meaning, pieces.len()))
                    .flatten()
            })
            .collect();
        for (part, piece) in (0..).zip(&pieces) {
            let mut split = ReadRow { key: RowKey { part, ..row.key }, is_part: true, ..row.clone() };
            piece.ordinal.trim().clone_into(&mut split.ordinal);
            piece.text.trim().clone_into(&mut split.cells[text]);
            if part > 0 {
                for (cell, once) in split.cells.iter_mut().zip(&once) {
                    if *once {
                        cell.clear();
                    }
                }
            }
            for (cell, parts) in split.cells.iter_mut().zip(&beside) {
                if let Some(own) = parts.as_ref().and_then(|parts| parts.get(usize::from(part))) {
                    own.clone_into(cell);
                }
            }
            reading.doubts.push(Doubt {
                row: split.key,
                column: text,
                kind: Kind::Split,
                message: format!(
                    "一个单元格里的 {} 条措施，这是第 {} 条；可以改为不拆分",
                    pieces.len(),
                    part + 1
                ),
            });
            rows.push(split);
        }
    }
    reading.rows = rows;
}
