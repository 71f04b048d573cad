//! The columns of a file that is read, with those that the program adds, and what is said of its sheets.

use super::super::asides::{Kind as AsideKind, Surroundings, are_counted, heads_first_rows, judge};
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
use super::super::two_fields;
use super::{GROUP_HEAD, InColumn, SHEET_HEAD};
use ledger::Ledger;
use ledger::custom::CustomKind;

/// The sheets that this program puts beside the table.
const OWN_SHEETS: [&str; 2] = [SUMMARY, WORDS];

/// The columns: those of the file, then the group and the name of the sheet where there is such a thing.
pub fn columns(
    book: &RawBook,
    picked: &Picked,
    ledger: &Ledger,
    choices: &Choices,
) -> (Vec<InColumn>, Vec<(usize, usize)>) {
    let Some((first, heads)) = picked.taken.first() else { return (Vec::new(), Vec::new()) };
    let Under { contents, repeats, has_groups } = contents(book, picked, &heads.columns);
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
    let extra = |head: &str, meaning| InColumn {
        head: head.to_owned(),
        meaning,
        is_guess: true,
        sample: String::new(),
        is_hidden: false,
    };
    let parted = parted(&mut columns);
    columns.push(extra(GROUP_HEAD, of_groups(&columns, has_groups, ledger)));
    let units = has(&columns, Column::Lead) || has(&columns, Column::Units);
    let is_unit = |at: usize| book.sheets.get(at).is_some_and(|sheet| !is_generic(&sheet.name));
    let by_unit = picked.taken.len() > 1 && !units && picked.taken.iter().any(|(at, _)| is_unit(*at));
    let meaning = if by_unit { Meaning::Field(Column::Lead) } else { Meaning::Left };
    columns.push(extra(SHEET_HEAD, meaning));
    remembered::apply(ledger, &mut columns);
    for (at, meaning) in &choices.columns {
        if let Some(column) = columns.get_mut(*at) {
            column.meaning = meaning.clone();
            column.is_guess = false;
        }
    }
    one_column_a_field(&mut columns, choices);
    (columns, parted)
}

fn has(columns: &[InColumn], column: Column) -> bool {
    columns.iter().any(|own| own.meaning == Meaning::Field(column))
}

/// What the headings over rows mean: the class of the findings. Where the table has a class of its own, what stands over its
/// rows is kept beside it.
fn of_groups(columns: &[InColumn], has_groups: bool, ledger: &Ledger) -> Meaning {
    if !has(columns, Column::Aspect) {
        return Meaning::Field(Column::Aspect);
    }
    if !has_groups {
        return Meaning::Left;
    }
    let known = ledger.bundle().custom_fields.iter().find(|field| field.name() == GROUP_HEAD);
    known.map_or(Meaning::New { kind: CustomKind::Text, of_finding: true }, |field| {
        Meaning::Custom(field.id.clone())
    })
}

/// A field is of one column: the person's choice takes it from another.
fn one_column_a_field(columns: &mut [InColumn], choices: &Choices) {
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
                Meaning::New { kind: CustomKind::LongText, of_finding: false }
            };
            columns[at].is_guess = true;
        }
    }
}

/// Adds a column for the day that the head of another names besides: which, and off which.
fn parted(columns: &mut Vec<InColumn>) -> Vec<(usize, usize)> {
    let mut parted = Vec::new();
    for from in 0..columns.len() {
        let Some((told, day)) = two_fields::of_head(&columns[from].head) else { continue };
        let is_there = columns.iter().any(|own| own.meaning == Meaning::Field(day));
        if columns[from].meaning == Meaning::Field(told) && !is_there {
            parted.push((columns.len(), from));
            columns.push(InColumn {
                head: format!("{}（自“{}”分出）", day.name(), columns[from].head),
                meaning: Meaning::Field(day),
                is_guess: true,
                sample: String::new(),
                is_hidden: false,
            });
        }
    }
    parted
}

/// Whether a sheet bears a name that a program gave: 表2, Sheet1, 工作表3.
fn is_generic(name: &str) -> bool {
    let bare = name.trim().to_lowercase();
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || "()（） ".contains(c));
    ["", "表", "表格", "sheet", "工作表", "table", "csv"].contains(&bare)
}

/// What stands under the heads.
struct Under {
    contents: Vec<Content>,
    /// Columns that only repeat the one before them.
    repeats: Vec<usize>,
    /// Headings stand over rows.
    has_groups: bool,
}

/// What stands under each head, in rows that are data; and the columns that only repeat the one before them, as cells merged
/// over several columns do.
fn contents(book: &RawBook, picked: &Picked, heads: &[Head]) -> Under {
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
    let mut has_groups = false;
    let mut repeats: Vec<usize> =
        (1..heads.len()).filter(|at| !names[*at].is_empty() && names[*at] == names[at - 1]).collect();
    for (at, own) in &picked.taken {
        let (mut data_before, mut after_note) = (0, false);
        let rows = book.sheets.get(*at).map_or(&[][..], |sheet| &sheet.rows);
        let number = means.iter().position(|own| *own == Some(Column::Number));
        let counted =
            number.is_some_and(|at| are_counted(rows.iter().skip(own.first()).map(|row| row.text(at))));
        let above = own.top.checked_sub(1).and_then(|at| rows.get(at)).filter(|_| !own.elsewhere);
        has_groups |= above.is_some_and(|row| heads_first_rows(&row.cells));
        for row in rows.iter().skip(own.first()) {
            let (cells, _) = cells_in::texts(row, heads.len(), &means);
            let around = Surroundings { columns: &means, names: &names, data_before, after_note, counted };
            let kind = judge(&cells, around);
            after_note = kind == Some(AsideKind::Note);
            has_groups |= kind == Some(AsideKind::Group);
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
    Under { contents, repeats, has_groups }
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
