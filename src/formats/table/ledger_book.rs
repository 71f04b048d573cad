//! The ledger as a workbook: the table with its merged cells and choices, a summary, and the words to choose from.
//! And as the rows of a CSV file. Knows no file format.

use std::collections::BTreeMap;

use super::book::{Book, Cell, Choice, Merge, Paper, Row, Sheet, Style, Width, fitting, lines};
use super::cells::Rows;
use super::columns::Column;
use super::shown::Shown;
use crate::csv::neutral;
use ledger::date::Date;
use ledger::due::Term;
use ledger::finding::{Finding, Measure};
use ledger::vocabulary::{UNFILLED, Vocabulary};
use ledger::{Id, Ledger};

/// The name of the sheet with the table.
pub const TABLE: &str = "整改台账";
const SUMMARY: &str = "汇总";
const WORDS: &str = "选项";
/// The head stands under the title and the line about the export.
const HEAD: usize = 2;
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
}

/// A finding with those of its measures that stand below each other; none where it has none.
struct Group<'l> {
    finding: &'l Finding,
    measures: Vec<Option<&'l Measure>>,
}

fn groups<'l>(ledger: &'l Ledger, wanted: &Wanted) -> Vec<Group<'l>> {
    let Some(ids) = &wanted.measures else {
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

fn style(shown: &Shown<'_>, overdue: bool) -> Style {
    let Shown::Built(column) = shown else { return Style::Text };
    match column {
        Column::Number | Column::Measure => Style::Number,
        Column::Due if overdue => Style::Overdue,
        Column::Aspect
        | Column::Leader
        | Column::Lead
        | Column::Owner
        | Column::Due
        | Column::Term
        | Column::Status
        | Column::Completed
        | Column::RecheckBy
        | Column::RecheckDate
        | Column::Closure => Style::Word,
        Column::Id => Style::Bare,
        _ => Style::Text,
    }
}

/// The ledger as a workbook of the day `today`, made by `author`.
#[must_use]
pub fn book(ledger: &Ledger, wanted: &Wanted, today: Date, author: &str) -> Book {
    let bundle = ledger.bundle();
    let groups = groups(ledger, wanted);
    let sheets = vec![table(ledger, wanted, &groups, today), summary(ledger, &groups, today), words(ledger)];
    Book { title: bundle.title.clone(), author: author.to_owned(), date: today, paper: wanted.paper, sheets }
}

fn table(ledger: &Ledger, wanted: &Wanted, groups: &[Group<'_>], today: Date) -> Sheet {
    let bundle = ledger.bundle();
    let names = Rows::new(ledger, today);
    let columns = Shown::of(ledger);
    let is_id = |shown: &Shown<'_>| *shown == Shown::Built(Column::Id);
    let last = columns.len() - 2;
    let across = |top: usize| Merge { top, bottom: top, left: 0, right: last };
    let count = groups.iter().flat_map(|group| &group.measures).flatten().count();
    let part = if wanted.measures.is_some() { "（按当前筛选）" } else { "" };
    let told = format!("{}　共 {count} 条措施{part}　{today} 导出", bundle.organization);
    let mut sheet = Sheet {
        name: TABLE.to_owned(),
        widths: columns.iter().map(|c| Width { units: c.width(), hidden: is_id(c) }).collect(),
        merges: vec![across(0), across(1)],
        head: Some(HEAD),
        filter: true,
        ..Sheet::default()
    };
    let title = if bundle.title.is_empty() { TABLE } else { &bundle.title };
    sheet.rows.push(Row { height: 30, cells: vec![Cell(Style::Title, written(title))] });
    sheet.rows.push(Row { height: 18, cells: vec![Cell(Style::Note, written(&told))] });
    let heads = columns
        .iter()
        .map(|column| Cell(if is_id(column) { Style::Bare } else { Style::Head }, written(&column.name())));
    sheet.rows.push(Row { height: 32, cells: heads.collect() });
    for group in groups {
        let top = sheet.rows.len();
        for (nth, measure) in group.measures.iter().enumerate() {
            let overdue = measure.is_some_and(|measure| names.is_overdue(measure));
            let mut height = 1;
            let cells = columns.iter().map(|column| {
                if column.of_finding() && nth > 0 {
                    return Cell(style(column, false), String::new());
                }
                let text = written(&column.text(&names, group.finding, *measure));
                if !column.of_finding() && !is_id(column) {
                    height = height.max(lines(&text, column.width()));
                }
                Cell(style(column, overdue), text)
            });
            let cells = cells.collect();
            sheet.rows.push(Row { height: (height * LINE + 6).min(HIGHEST), cells });
        }
        let bottom = sheet.rows.len() - 1;
        make_room(&mut sheet.rows[top..=bottom], &columns);
        if bottom > top {
            let merged = columns.iter().enumerate().filter(|(_, column)| column.of_finding());
            sheet.merges.extend(merged.map(|(at, _)| Merge { top, bottom, left: at, right: at }));
        }
    }
    let bottom = sheet.rows.len().max(HEAD + 2) - 1;
    let choice = |column: Column, nth: usize, count: usize, message: &str| Choice {
        column: column.code(),
        top: HEAD + 1,
        bottom,
        from: (WORDS.to_owned(), nth, count),
        message: message.to_owned(),
    };
    sheet.choices = vec![
        choice(Column::Status, 0, bundle.statuses.len() + 1, "整改状态请从列表中选择。"),
        choice(Column::Term, 1, Term::KNOWN.len(), "整改类型请从列表中选择：立行立改、限期整改、长期坚持。"),
    ];
    sheet
}

/// Makes the last of a finding's rows higher where its merged cells need more than the rows have together.
fn make_room(rows: &mut [Row], columns: &[Shown<'_>]) {
    let needed = rows.first().map_or(1, |first| {
        let merged = columns.iter().zip(&first.cells).filter(|(column, _)| column.of_finding());
        merged.map(|(column, cell)| lines(&cell.1, column.width())).max().unwrap_or(1)
    });
    let room: u32 = rows.iter().map(|row| row.height).sum();
    if let Some(last) = rows.last_mut() {
        last.height = (last.height + (needed * LINE + 6).saturating_sub(room)).min(HIGHEST);
    }
}

/// Counts of the exported measures by unit, status and term: total, done, overdue.
fn summary(ledger: &Ledger, groups: &[Group<'_>], today: Date) -> Sheet {
    let bundle = ledger.bundle();
    let names = Rows::new(ledger, today);
    let vocabulary = Vocabulary::new(&bundle.statuses);
    let mut units: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut statuses: Vec<(String, [usize; 3])> = vec![(UNFILLED.to_owned(), [0; 3])];
    statuses
        .extend(bundle.statuses.iter().map(|status| (vocabulary.label(Some(&status.id)).to_owned(), [0; 3])));
    let mut terms: Vec<(String, [usize; 3])> =
        Term::KNOWN.iter().map(|term| (term.to_string(), [0; 3])).collect();
    let mut all = [0; 3];
    let rows =
        groups.iter().flat_map(|group| group.measures.iter().flatten().map(|one| (group.finding, *one)));
    for (finding, measure) in rows {
        let done = vocabulary.class(measure.status.as_ref()) == ledger::vocabulary::Class::Done;
        let one = [1, usize::from(done), usize::from(names.is_overdue(measure))];
        let lead = names.lead(finding, measure);
        add(units.entry(if lead.is_empty() { UNFILLED.to_owned() } else { lead }).or_default(), one);
        add_to(&mut statuses, vocabulary.label(measure.status.as_ref()), one);
        add_to(&mut terms, &measure.term.as_ref().map_or(UNFILLED.to_owned(), ToString::to_string), one);
        add(&mut all, one);
    }
    let mut sheet = Sheet {
        name: SUMMARY.to_owned(),
        widths: [30, 12, 12, 12].map(|units| Width { units, hidden: false }).to_vec(),
        merges: vec![
            Merge { top: 0, bottom: 0, left: 0, right: 3 },
            Merge { top: 1, bottom: 1, left: 0, right: 3 },
        ],
        ..Sheet::default()
    };
    sheet
        .rows
        .push(Row {
            height: 30, cells: vec![Cell(Style::Title, written(&format!("{}汇总", bundle.title)))]
        });
    let told = format!("按措施计数，{today} 导出；基本完成、长期坚持不计入已完成");
    sheet.rows.push(Row { height: 18, cells: vec![Cell(Style::Note, told)] });
    let parts = [
        ("牵头部门", units.into_iter().collect()),
        ("整改状态", statuses),
        ("整改类型", terms),
        ("合计", vec![("全部措施".to_owned(), all)]),
    ];
    for (name, counts) in parts {
        let heads = [name, "措施", "已完成", "逾期"].map(|head| Cell(Style::Head, head.to_owned()));
        sheet.rows.push(Row { height: 22, cells: heads.to_vec() });
        for (name, counts) in counts {
            let mut cells = vec![Cell(Style::Text, written(&name))];
            cells.extend(counts.map(|count| Cell(Style::Number, count.to_string())));
            sheet.rows.push(Row { height: 0, cells });
        }
        sheet.rows.push(Row::default());
    }
    sheet.rows.pop();
    sheet
}

fn add(counts: &mut [usize; 3], one: [usize; 3]) {
    for (count, one) in counts.iter_mut().zip(one) {
        *count += one;
    }
}

fn add_to(counts: &mut Vec<(String, [usize; 3])>, name: &str, one: [usize; 3]) {
    let at = counts.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        counts.push((name.to_owned(), [0; 3]));
        counts.len() - 1
    });
    add(&mut counts[at].1, one);
}

/// The words to choose from, in a sheet that is not shown: a list in the rule itself holds only 255 characters.
fn words(ledger: &Ledger) -> Sheet {
    let bundle = ledger.bundle();
    let vocabulary = Vocabulary::new(&bundle.statuses);
    let mut statuses = vec![UNFILLED.to_owned()];
    statuses.extend(bundle.statuses.iter().map(|status| vocabulary.label(Some(&status.id)).to_owned()));
    let terms: Vec<String> = Term::KNOWN.iter().map(ToString::to_string).collect();
    let rows = (0..statuses.len().max(terms.len())).map(|at| {
        let cell = |list: &[String]| Cell(Style::Bare, written(list.get(at).map_or("", String::as_str)));
        Row { height: 0, cells: vec![cell(&statuses), cell(&terms)] }
    });
    Sheet {
        name: WORDS.to_owned(),
        hidden: true,
        widths: vec![Width { units: 16, hidden: false }; 2],
        rows: rows.collect(),
        ..Sheet::default()
    }
}

/// The ledger as the rows of a CSV file: the finding's cells stand in every row, since none can be merged.
#[must_use]
pub fn csv_rows(ledger: &Ledger, wanted: &Wanted, today: Date) -> Vec<Vec<String>> {
    let names = Rows::new(ledger, today);
    let columns = Shown::of(ledger);
    let mut rows = vec![columns.iter().map(Shown::name).collect::<Vec<_>>()];
    for group in groups(ledger, wanted) {
        for measure in group.measures {
            rows.push(columns.iter().map(|column| column.text(&names, group.finding, measure)).collect());
        }
    }
    rows
}
