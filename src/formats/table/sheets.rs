//! Which sheets of a file hold the ledger: those whose heads are known best, and all of the same layout with it, one a
//! department. Hidden ones are not the default. Knows no ledger.

use super::column_names::folded;
use super::columns::Column;
use super::heads::{Head, Heads};
use super::raw::RawBook;

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

/// Which sheets are read. `chosen` are those that a person ticked, `head` the row that they pointed at in the first.
#[must_use]
pub fn pick(book: &RawBook, chosen: Option<&[usize]>, head: Option<usize>) -> Picked {
    let found: Vec<Option<(Heads, usize)>> = book.sheets.iter().map(Heads::find).collect();
    let score = |at: usize| {
        let (heads, named) = found[at].as_ref()?;
        let has = |column| heads.columns.iter().filter_map(Head::meaning).any(|(own, _)| own == column);
        // A summary has 措施 over its counts.
        let is_ledger = has(Column::Finding) || has(Column::Details) || (has(Column::Text) && *named >= 3);
        let rows = book.sheets[at].rows.len().saturating_sub(heads.first());
        Some((is_ledger && rows > 0, !book.sheets[at].is_hidden(), *named, rows.min(2)))
    };
    let best =
        (0..found.len()).filter_map(|at| Some((score(at)?, std::cmp::Reverse(at)))).max().map(|(_, at)| at.0);
    let usual = best.unwrap_or_else(|| {
        let shown = book.sheets.iter().position(|sheet| !sheet.is_hidden() && !sheet.rows.is_empty());
        shown.unwrap_or_default()
    });
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
    let alike: Vec<usize> = (0..found.len()).filter(|at| same(*at)).collect();
    let is_taken = |at: &usize| match chosen {
        Some(chosen) => chosen.contains(at),
        None => *at == first || !book.sheets[*at].is_hidden(),
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
    use super::super::raw::{RawSheet, Visibility, of_csv};
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
