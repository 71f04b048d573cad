//! The ledger as a workbook: the table with its merged cells and choices, a summary, and the words to choose from.
//! And as the rows of a CSV file. Knows no file format.

use super::book::{Book, Cell, Merge, Paper, Row, Sheet, Style, Width, fitting, lines};
use super::cell_value::CellValue;
use super::cells::Rows;
use super::choice_lists;
use super::columns::Column;
use super::shown::Shown;
use super::summary_sheet::summary;
use crate::csv::neutral;
use ledger::date::Date;
use ledger::finding::{Finding, Measure};
use ledger::{Id, Ledger};

/// The name of the sheet with the table.
pub const TABLE: &str = "整改台账";
/// The head stands under the title and the line about the export.
pub(super) const HEAD: usize = 2;
/// Points that a line of text takes.
const LINE: u32 = 14;
/// The highest row that spreadsheet programs know, in points.
const HIGHEST: u32 = 409;

/// What goes out.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// These measures in this order; all of the ledger where `None`.
    pub measures: Option<Vec<Id>>,
    /// The paper that it is set up for.
    pub paper: Paper,
    /// The column with the stable ids is left out: what comes back is matched by its texts.
    pub without_ids: bool,
}

/// A finding with those of its measures that stand below each other; none where it has none.
pub(super) struct Group<'l> {
    pub(super) finding: &'l Finding,
    pub(super) measures: Vec<Option<&'l Measure>>,
}

/// The findings with the measures that are wanted, in that order; all of the ledger where nothing is said.
pub(super) fn groups<'l>(ledger: &'l Ledger, measures: Option<&[Id]>) -> Vec<Group<'l>> {
    let Some(ids) = measures else {
        let all = ledger.bundle().findings.iter().map(|finding| {
            let measures: Vec<_> = finding.measures.iter().map(Some).collect();
            Group { finding, measures: if measures.is_empty() { vec![None] } else { measures } }
        });
        return all.collect();
    };
    let mut groups: Vec<Group<'l>> = Vec::new();
    for (finding, measure) in ids.iter().filter_map(|id| ledger.measure(id)) {
        match groups.last_mut().filter(|group| group.finding.id == finding.id) {
            Some(group) => group.measures.push(Some(measure)),
            None => groups.push(Group { finding, measures: vec![Some(measure)] }),
        }
    }
    groups
}

/// A cell's text as it is written: what a spreadsheet would run is neutralised, what no cell holds is cut.
#[must_use]
pub fn written(text: &str) -> String {
    fitting(&neutral(text))
}

/// A value as it is written: see [`written`]; nothing is cut yet.
#[must_use]
pub fn neutralised(value: CellValue) -> CellValue {
    match value {
        CellValue::Text(text) => CellValue::Text(neutral(&text)),
        value => value,
    }
}

fn style(shown: &Shown<'_>, value: &CellValue) -> Style {
    match (shown, value) {
        (_, CellValue::Number(_)) => Style::Number,
        (_, CellValue::Day(_) | CellValue::Month(_)) => Style::Word,
        (Shown::Custom(_), _) => Style::Text,
        (Shown::Built(column), _) => match column {
            Column::Number | Column::Measure | Column::Amount | Column::Rectified | Column::ClosureRound => {
                Style::Number
            }
            Column::Aspect
            | Column::Leader
            | Column::Lead
            | Column::Owner
            | Column::Due
            | Column::Extended
            | Column::Overdue
            | Column::Term
            | Column::Status
            | Column::Completed
            | Column::RecheckBy
            | Column::RecheckDate
            | Column::Closure
            | Column::ClosureDate
            | Column::ClosureBy => Style::Word,
            Column::Id => Style::Bare,
            _ => Style::Text,
        },
    }
}

/// Whether a cell is marked in a row whose deadline has passed: the deadline in force, and that it has.
fn marks_late(shown: &Shown<'_>, is_extended: bool) -> bool {
    match shown {
        Shown::Built(Column::Overdue) => true,
        Shown::Built(Column::Extended) => is_extended,
        Shown::Built(Column::Due) => !is_extended,
        _ => false,
    }
}

fn columns<'l>(ledger: &'l Ledger, wanted: &Wanted) -> Vec<Shown<'l>> {
    let mut columns = Shown::of(ledger);
    columns.retain(|column| !(wanted.without_ids && *column == Shown::Built(Column::Id)));
    columns
}

/// The ledger as a workbook of the day `today`, made by `author`.
#[must_use]
pub fn book(ledger: &Ledger, wanted: &Wanted, today: Date, author: &str) -> Book {
    let bundle = ledger.bundle();
    let groups = groups(ledger, wanted.measures.as_deref());
    let columns = columns(ledger, wanted);
    let count = groups.iter().flat_map(|group| &group.measures).flatten().count();
    let part = if wanted.measures.is_some() { "（按当前筛选）" } else { "" };
    let note = format!("{}　共 {count} 条措施{part}　{today} 导出", bundle.organization);
    let mut sheet = table(&Rows::new(ledger, today), &columns, &groups, &note);
    let (choices, words) = choice_lists::of(ledger, &columns, HEAD + 1, sheet.rows.len().max(HEAD + 2) - 1);
    sheet.choices = choices;
    let sheets = vec![sheet, summary(ledger, &groups, today), words];
    let (title, author) = (bundle.title.clone(), author.to_owned());
    Book { title, author, date: today, paper: wanted.paper, sheets, cuts: Vec::new() }.fitted()
}

/// The sheet with the table: title, a note under it, the heads, and the rows of these groups in these columns.
pub(super) fn table(rows: &Rows<'_>, columns: &[Shown<'_>], groups: &[Group<'_>], note: &str) -> Sheet {
    let is_id = |shown: &Shown<'_>| *shown == Shown::Built(Column::Id);
    let last = columns.iter().rposition(|column| !is_id(column)).unwrap_or_default();
    let across = |top: usize| Merge { top, bottom: top, left: 0, right: last };
    let mut sheet = Sheet {
        name: TABLE.to_owned(),
        widths: columns.iter().map(|c| Width { units: c.width(), hidden: is_id(c) }).collect(),
        merges: vec![across(0), across(1)],
        head: Some(HEAD),
        filter: true,
        ..Sheet::default()
    };
    let title = &rows.ledger().bundle().title;
    let title = if title.is_empty() { TABLE } else { title };
    sheet.rows.push(Row { height: 30, cells: vec![Cell::new(Style::Title, neutral(title))] });
    sheet.rows.push(Row { height: 18, cells: vec![Cell::new(Style::Note, neutral(note))] });
    let heads = columns.iter().map(|column| {
        Cell::new(if is_id(column) { Style::Bare } else { Style::Head }, neutral(&column.name()))
    });
    sheet.rows.push(Row { height: 32, cells: heads.collect() });
    for group in groups {
        let top = sheet.rows.len();
        sheet.rows.extend((0..group.measures.len()).map(|nth| row(rows, columns, group, nth)));
        let bottom = sheet.rows.len() - 1;
        make_room(&mut sheet.rows[top..=bottom], columns);
        if bottom > top {
            let merged = columns.iter().enumerate().filter(|(_, column)| column.of_finding());
            sheet.merges.extend(merged.map(|(at, _)| Merge { top, bottom, left: at, right: at }));
        }
    }
    sheet
}

/// The nth row of a group; what tells of the finding stands in its first.
fn row(rows: &Rows<'_>, columns: &[Shown<'_>], group: &Group<'_>, nth: usize) -> Row {
    let (finding, measure) = (group.finding, group.measures[nth]);
    let is_late = !rows.value(finding, measure, Column::Overdue).is_empty();
    let is_extended = !rows.value(finding, measure, Column::Extended).is_empty();
    let mut height = 1;
    let cells = columns.iter().map(|column| {
        if column.of_finding() && nth > 0 {
            return Cell::new(style(column, &CellValue::default()), "");
        }
        let value = neutralised(column.value(rows, finding, measure));
        if !column.of_finding() && *column != Shown::Built(Column::Id) {
            height = height.max(lines(&value.to_string(), column.width()));
        }
        let late = is_late && marks_late(column, is_extended);
        Cell(if late { Style::Overdue } else { style(column, &value) }, value)
    });
    let cells = cells.collect();
    Row { height: (height * LINE + 6).min(HIGHEST), cells }
}

/// Makes the last of a finding's rows higher where its merged cells need more than the rows have together.
fn make_room(rows: &mut [Row], columns: &[Shown<'_>]) {
    let needed = rows.first().map_or(1, |first| {
        let merged = columns.iter().zip(&first.cells).filter(|(column, _)| column.of_finding());
        merged.map(|(column, cell)| lines(&cell.1.to_string(), column.width())).max().unwrap_or(1)
    });
    let room: u32 = rows.iter().map(|row| row.height).sum();
    if let Some(last) = rows.last_mut() {
        last.height = (last.height + (needed * LINE + 6).saturating_sub(room)).min(HIGHEST);
    }
}

/// The ledger as the rows of a CSV file: the finding's cells stand in every row, since none can be merged.
#[must_use]
pub fn csv_rows(ledger: &Ledger, wanted: &Wanted, today: Date) -> Vec<Vec<String>> {
    let names = Rows::new(ledger, today);
    let columns = columns(ledger, wanted);
    let mut rows = vec![columns.iter().map(Shown::name).collect::<Vec<_>>()];
    for group in groups(ledger, wanted.measures.as_deref()) {
        for measure in group.measures {
            rows.push(columns.iter().map(|column| column.text(&names, group.finding, measure)).collect());
        }
    }
    rows
}
