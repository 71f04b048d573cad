//! The sheet with the counts of a table that goes out: by unit, status and class of deadline. Knows no file format.

use std::collections::BTreeMap;

use super::book::{Cell, Merge, Row, Sheet, Style, Width};
use super::cell_value::CellValue;
use super::cells::Rows;
use super::ledger_book::Group;
use crate::csv::neutral;
use ledger::Ledger;
use ledger::date::Date;
use ledger::due::Term;
use ledger::vocabulary::{UNFILLED, Vocabulary};

/// The name of the sheet.
pub const SUMMARY: &str = "汇总";

/// Counts of the exported measures by unit, status and term: total, done, overdue.
pub(super) fn summary(ledger: &Ledger, groups: &[Group<'_>], today: Date) -> Sheet {
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
    sheet.rows.push(Row {
        height: 30,
        cells: vec![Cell::new(Style::Title, neutral(&format!("{}汇总", bundle.title)))],
    });
    let told = format!("按措施计数，{today} 导出；基本完成、长期坚持不计入已完成");
    sheet.rows.push(Row { height: 18, cells: vec![Cell::new(Style::Note, told)] });
    let parts = [
        ("牵头部门", units.into_iter().collect()),
        ("整改状态", statuses),
        ("整改类型", terms),
        ("合计", vec![("全部措施".to_owned(), all)]),
    ];
    for (name, counts) in parts {
        let heads = [name, "措施", "已完成", "逾期"].map(|head| Cell::new(Style::Head, head));
        sheet.rows.push(Row { height: 22, cells: heads.to_vec() });
        for (name, counts) in counts {
            let mut cells = vec![Cell::new(Style::Text, neutral(&name))];
            cells.extend(counts.map(|count| Cell(Style::Number, CellValue::number(count.to_string()))));
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
