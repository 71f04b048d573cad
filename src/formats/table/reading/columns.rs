//! The columns of a file that is read, with those that the program adds, and what is said of its sheets.

use super::super::asides::{Kind as AsideKind, Surroundings, judge};
use super::super::assign::{self, Content};
use super::super::book::column_name;
use super::super::cells_in;
use super::super::choice_lists::WORDS;
use super::super::choices::{Choices, Meaning};
use super::super::columns::Column;
use super::super::heads::Head;
use super::super::raw::{RawBook, RawSheet};
use super::super::remembered;
use super::super::sheets::Picked;
use super::super::summary_sheet::SUMMARY;
use super::{GROUP_HEAD, InColumn, SHEET_HEAD};
use ledger::Ledger;

/// The sheets that this program puts beside the table.
const OWN_SHEETS: [&str; 2] = [SUMMARY, WORDS];

/// The columns: those of the file, then the group and the name of the sheet where there is such a thing.
pub fn columns(book: &RawBook, picked: &Picked, ledger: &Ledger, choices: &Choices) -> Vec<InColumn> {
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
    let free = |columns: &[InColumn], column| {
        if has(columns, column) { Meaning::Left } else { Meaning::Field(column) }
    };
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
        let again = |other: usize| {
            other != at
                && columns[other].meaning == meaning
                && !matches!(meaning, Meaning::New { .. } | Meaning::Left)
        };
        let taken_elsewhere = (0..columns.len())
            .any(|other| again(other) && (choices.columns.contains_key(&other) || other < at));
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
    let mut repeats: Vec<usize> =
        (1..heads.len()).filter(|at| !names[*at].is_empty() && names[*at] == names[at - 1]).collect();
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

/// What is said of the sheets: hidden rows and columns, and those that are not read.
pub fn tell_sheets(book: &RawBook, picked: &Picked, columns: &[InColumn], told: &mut Vec<String>) {
    let name = |at: usize| book.sheets.get(at).map_or("", |sheet| sheet.name.as_str());
    for (at, _) in &picked.taken {
        let Some(sheet) = book.sheets.get(*at) else { continue };
        told.extend(sheet.notes.iter().cloned());
        let of = if picked.taken.len() > 1 {
            format!("工作表“{}”", sheet.name)
        } else {
            "文件".to_owned()
        };
        // The stable id is hidden by this program itself.
        let is_id = |at: usize| columns.get(at).is_some_and(|own| own.meaning == Meaning::Field(Column::Id));
        let hidden: Vec<usize> =
            sheet.hidden_columns.iter().map(|at| usize::from(*at)).filter(|at| !is_id(*at)).collect();
        let rows = sheet.hidden_rows();
        if rows > 0 {
            told.push(format!("{of}里有 {rows} 行是隐藏的（多半是筛选），这些行同样列在下面。"));
        }
        if !hidden.is_empty() {
            let names: Vec<String> = hidden.iter().map(|at| column_name(*at)).collect();
            told.push(format!(
                "{of}里有 {} 列是隐藏的（{}），这些列同样读取。",
                hidden.len(),
                names.join("、")
            ));
        }
    }
    // What this program put beside its table is no table that somebody might miss.
    let is_own = columns.iter().any(|own| own.meaning == Meaning::Field(Column::Id));
    let others: Vec<String> = picked
        .others
        .iter()
        .filter(|at| !(is_own && OWN_SHEETS.contains(&name(**at))))
        .map(|at| {
            let hidden = book.sheets.get(*at).is_some_and(RawSheet::is_hidden);
            format!("{}{}", name(*at), if hidden { "（隐藏）" } else { "" })
        })
        .collect();
    if !others.is_empty() {
        told.push(format!("没有读取的工作表：{}。", others.join("、")));
    }
}
