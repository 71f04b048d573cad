//! Which sheets of a file hold the ledger: those whose heads are known best, and all of the same layout with it, one a
//! department. Hidden ones and examples are not the default. Knows no ledger.

use super::asides::is_number;
use super::cell_text::is_same_as_above;
use super::column_names::folded;
use super::columns::Column;
use super::heads::{Head, Heads};
use super::raw::{RawBook, RawRow, RawSheet};

/// The sheets that are read, and the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// Each sheet that is read, with its heads.
    pub taken: Vec<(usize, Heads)>,
    /// Sheets of the same layout, those that are read among them.
    pub alike: Vec<usize>,
    /// Sheets with anything in them that are not read.
    pub others: Vec<usize>,
}

fn key(heads: &Heads) -> Vec<String> {
    let mut key: Vec<String> = heads.columns.iter().map(|head| folded(&head.text())).collect();
    while key.last().is_some_and(String::is_empty) {
        key.pop();
    }
    key
}

/// Whether a sheet without heads goes on with the table above it: as many columns, numbers where its 序号 stand, and texts
/// where its findings or measures do.
fn goes_on_with(sheet: &RawSheet, heads: &Heads) -> bool {
    let width =
        |row: &RawRow| row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
    let widest = sheet.rows.iter().map(width).max().unwrap_or_default();
    let named = heads.columns.iter().rposition(|head| !head.text().is_empty()).map_or(0, |at| at + 1);
    let place =
        |column| heads.columns.iter().position(|head| head.meaning().is_some_and(|(own, _)| own == column));
    let Some(number) = place(Column::Number) else { return false };
    let counts = |row: &&RawRow| is_number(row.text(number)) || is_same_as_above(row.text(number));
    let counted = sheet.rows.iter().filter(counts).count();
    let empty = sheet.rows.iter().filter(|row| row.text(number).trim().is_empty()).count();
    let texts = [Column::Finding, Column::Details, Column::Text].into_iter().filter_map(place);
    let told = |at: usize| sheet.rows.iter().any(|row| row.text(at).chars().count() >= 4);
    widest >= 3
        && widest <= named
        && widest + 2 >= named
        && (counted + empty) * 5 >= sheet.rows.len() * 4
        && counted * 4 >= sheet.rows.len()
        && texts.into_iter().any(told)
}

/// Whether a sheet shows how others are filled in: 填写示例, 样表.
fn is_example(sheet: &RawSheet) -> bool {
    ["示例", "样例", "范例", "样表", "例表", "样张"].iter().any(|word| sheet.name.contains(word))
}

/// The sheet whose heads are known best.
fn usual(book: &RawBook, found: &[Option<(Heads, usize)>]) -> usize {
    let score = |at: usize| {
        let (heads, named) = found[at].as_ref()?;
        let has = |column| heads.columns.iter().filter_map(Head::meaning).any(|(own, _)| own == column);
        // A summary has 措施 over its counts.
        let is_ledger = has(Column::Finding) || has(Column::Details) || (has(Column::Text) && *named >= 3);
        let rows = book.sheets[at].rows.len().saturating_sub(heads.first());
        let is_usual = !book.sheets[at].is_hidden() && !is_example(&book.sheets[at]);
        Some((is_ledger && rows > 0, is_usual, *named, rows.min(2)))
    };
    let best =
        (0..found.len()).filter_map(|at| Some((score(at)?, std::cmp::Reverse(at)))).max().map(|(_, at)| at.0);
    best.unwrap_or_else(|| {
        let shown = book.sheets.iter().position(|sheet| !sheet.is_hidden() && !sheet.rows.is_empty());
        shown.unwrap_or_default()
    })
}

/// Which sheets are read. `chosen` are those that a person ticked, `head` the row that they pointed at in the first.
#[must_use]
pub fn pick(book: &RawBook, chosen: Option<&[usize]>, head: Option<usize>) -> Picked {
    let found: Vec<Option<(Heads, usize)>> = book.sheets.iter().map(Heads::find).collect();
    let usual = usual(book, &found);
    let first =
        chosen.and_then(|chosen| chosen.first().copied()).filter(|at| *at < found.len()).unwrap_or(usual);
    let heads_of = |at: usize| -> Heads {
        let Some(sheet) = book.sheets.get(at) else { return Heads::default() };
        match (head.filter(|_| at == first), &found[at]) {
            (Some(row), _) => Heads::around(sheet, row),
            (None, Some((heads, _))) => heads.clone(),
            (None, None) => Heads::of(sheet, 0, 0),
        }
    };
    if book.sheets.is_empty() {
        return Picked::default();
    }
    let layout = key(&heads_of(first));
    let same = |at: usize| at == first || found[at].as_ref().is_some_and(|(heads, _)| key(heads) == layout);
    let main = heads_of(first);
    let mut alike: Vec<usize> = Vec::new();
    let mut going_on: Vec<usize> = Vec::new();
    for (at, sheet) in book.sheets.iter().enumerate() {
        // A table that runs over pages is cut into several, and only the first has heads.
        let goes_on = found[at].is_none()
            && head.is_none()
            && at > first
            && alike.last().is_some_and(|last| *last + 1 == at)
            && goes_on_with(sheet, &main);
        if same(at) || goes_on {
            alike.push(at);
        }
        if goes_on {
            going_on.push(at);
        }
    }
    let heads_of = |at: usize| {
        if going_on.contains(&at) {
            Heads { top: 0, last: 0, elsewhere: true, ..main.clone() }
        } else {
            heads_of(at)
        }
    };
    let is_taken = |at: &usize| match chosen {
        Some(chosen) => chosen.contains(at),
        None => *at == first || !(book.sheets[*at].is_hidden() || is_example(&book.sheets[*at])),
    };
    let taken: Vec<(usize, Heads)> =
        alike.iter().copied().filter(is_taken).map(|at| (at, heads_of(at))).collect();
    let others = (0..found.len())
        .filter(|at| !book.sheets[*at].rows.is_empty() && !taken.iter().any(|(own, _)| own == at))
        .collect();
    Picked { taken, alike, others }
}

#[cfg(test)]
mod tests {
    use super::super::raw::{Visibility, of_csv};
    use super::*;
    use crate::csv;

    fn book(sheets: &[(&str, bool, &str)]) -> RawBook {
        let sheets = sheets.iter().map(|(name, hidden, text)| RawSheet {
            name: (*name).to_owned(),
            visibility: if *hidden { Visibility::Hidden } else { Visibility::Shown },
            ..of_csv(csv::read(text)).sheets.remove(0)
        });
        RawBook { sheets: sheets.collect(), ..RawBook::default() }
    }

    const LEDGER: &str = "序号,反馈问题,整改措施\n1,甲,乙\n";

    #[test]
    fn a_sheet_without_heads_that_goes_on_with_the_table_is_read_with_it() {
        let head = "序号,反馈问题,整改措施,责任部门\n1,学习不深入,做甲做甲,办公室\n";
        for (rest, goes_on) in [
            ("2,调研不够,做乙做乙,人事科\n3,文风不实,做丙做丙,办公室\n", true),
            (",,做乙做乙,人事科\n3,文风不实,做丙做丙,办公室\n", true),
            ("部门,数量,比例,说明\n办公室,3,50%,无\n", false),
            ("合计,,,3\n", false),
            ("2,调研不够,做乙,人事科,甲,乙,丙\n", false),
            ("1,2\n3,4\n", false),
        ] {
            let picked = pick(&book(&[("表1", false, head), ("表2", false, rest)]), None, None);
            assert_eq!(picked.taken.len() == 2, goes_on, "{rest}");
            assert!(!goes_on || picked.taken[1].1.first() == 0);
        }
    }

    #[test]
    fn the_sheet_that_is_the_ledger_is_read_and_the_others_are_named() {
        let other = "牵头部门,措施,已完成\n办公室,3,1\n";
        for (sheets, taken, others) in [
            (&[("汇总", false, "部门,数量\n办公室,3\n"), ("台账", false, LEDGER)][..], &[1][..], &[0][..]),
            (&[("说明", false, "请按要求填写\n"), ("台账", false, LEDGER), ("空", false, "")], &[1], &[0]),
            (
                &[("旧", true, LEDGER), ("台账", false, "序号,反馈问题,整改措施,状态\n1,甲,乙,丙\n")],
                &[1],
                &[0],
            ),
            (&[("旧", true, LEDGER), ("统计", false, other)], &[0], &[1]),
            (&[("填写示例", false, LEDGER), ("台账", false, LEDGER)], &[1], &[0]),
            (&[("样表", false, LEDGER)], &[0], &[]),
            (&[("办公室", false, LEDGER), ("人事科", false, LEDGER), ("旧", true, LEDGER)], &[0, 1], &[2]),
        ] {
            let picked = pick(&book(sheets), None, None);
            let own: Vec<usize> = picked.taken.iter().map(|(at, _)| *at).collect();
            assert_eq!((own.as_slice(), picked.others.as_slice()), (taken, others), "{sheets:?}");
        }
        let three = book(&[("办公室", false, LEDGER), ("人事科", false, LEDGER), ("旧", true, LEDGER)]);
        let picked = pick(&three, Some(&[1, 2]), None);
        assert_eq!(picked.taken.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [1, 2]);
        assert_eq!((picked.alike, picked.others), (vec![0, 1, 2], vec![0]));
        assert!(pick(&RawBook::default(), None, None).taken.is_empty());
    }
}
