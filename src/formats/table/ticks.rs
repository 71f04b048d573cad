//! Columns that are ticked: 已完成, 基本完成, 未完成 side by side, with a √ in one of them. They become one column that holds the
//! name that is ticked. Knows no ledger.

use super::asides::is_sum;
use super::columns::Column;
use super::heads::{Head, Heads};
use super::raw::{RawBook, RawRow, RawSheet};
use super::sheets::Picked;
use super::values::term;
use super::words::is_status;

/// Signs of a box that is ticked.
const TICKS: [&str; 13] = ["√", "✓", "✔", "☑", "■", "●", "★", "▲", "v", "V", "1", "是", "☒"];
/// Signs of a box that is not.
const BOXES: [&str; 5] = ["□", "☐", "○", "×", "/"];

/// Tells the words of a field.
type IsWord = fn(&str) -> bool;

/// Columns side by side that are ticked.
#[derive(Debug, PartialEq, Eq)]
struct Group {
    from: usize,
    to: usize,
    /// The name of the one column that they become.
    name: String,
}

/// The columns whose names are the words of one field.
fn groups(heads: &Heads) -> Vec<Group> {
    let fits = |head: &Head, is: IsWord| !head.leaf.is_empty() && is(&head.leaf);
    let kinds: [(Column, IsWord); 2] =
        [(Column::Term, |leaf| term(leaf).is_some()), (Column::Status, is_status)];
    let mut found = Vec::new();
    let mut from = 0;
    while from < heads.columns.len() {
        let first = &heads.columns[from];
        let run = |is: IsWord| {
            let alike = |head: &&Head| fits(head, is) && head.above.last() == first.above.last();
            heads.columns[from..].iter().take_while(alike).count()
        };
        let best = kinds.into_iter().map(|(column, is)| (run(is), column)).find(|(count, _)| *count >= 2);
        let Some((count, column)) = best else {
            from += 1;
            continue;
        };
        let named = first.above.last().filter(|above| {
            let head = Head { leaf: (*above).clone(), above: Vec::new() };
            head.meaning().is_some_and(|(own, _)| own == column)
        });
        let name = named.map_or_else(|| column.name().to_owned(), Clone::clone);
        found.push(Group { from, to: from + count, name });
        from += count;
    }
    found
}

/// The rows under the heads that may hold ticks: no sums, and not the heads once more.
fn rows<'s>(sheet: &'s RawSheet, heads: &'s Heads, group: &'s Group) -> impl Iterator<Item = &'s RawRow> {
    sheet.rows.iter().skip(heads.first()).filter(|row| may_tick(row, heads, group))
}

fn may_tick(row: &RawRow, heads: &Heads, group: &Group) -> bool {
    let repeats =
        |at: usize| !row.text(at).trim().is_empty() && row.text(at).trim() == heads.columns[at].leaf;
    !row.cells.iter().any(|cell| is_sum(cell)) && !(group.from..group.to).any(repeats)
}

/// Which columns of the group a row ticks; `None` where anything else stands there.
fn ticked(row: &RawRow, group: &Group) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for at in group.from..group.to {
        let text = row.text(at).trim();
        if TICKS.contains(&text) {
            found.push(at);
        } else if !text.is_empty() && !BOXES.contains(&text) {
            return None;
        }
    }
    Some(found)
}

/// Puts the ticked columns of the sheets that are read together; `None` where there are none.
#[must_use]
pub fn joined(book: &RawBook, picked: &Picked) -> Option<(RawBook, Picked)> {
    let (_, first) = picked.taken.first()?;
    let sheets = || picked.taken.iter().filter_map(|(at, heads)| Some((book.sheets.get(*at)?, heads)));
    let mut groups = groups(first);
    groups.retain(|group| {
        let mut any = false;
        let plain = sheets().flat_map(|(sheet, heads)| rows(sheet, heads, group)).all(|row| {
            let ticks = ticked(row, group);
            any |= ticks.as_ref().is_some_and(|ticks| !ticks.is_empty());
            ticks.is_some_and(|ticks| ticks.len() <= 1)
        });
        plain && any
    });
    if groups.is_empty() {
        return None;
    }
    let (mut book, mut picked) = (book.clone(), picked.clone());
    for (at, heads) in &mut picked.taken {
        let Some(sheet) = book.sheets.get_mut(*at) else { continue };
        for group in &groups {
            if group.to <= heads.columns.len() {
                join(sheet, heads, group);
            }
        }
    }
    Some((book, picked))
}

fn join(sheet: &mut RawSheet, heads: &mut Heads, group: &Group) {
    let own: Vec<String> = heads.columns[group.from..group.to].iter().map(|head| head.leaf.clone()).collect();
    let first = heads.first();
    for row in sheet.rows.iter_mut().skip(first) {
        if !may_tick(row, heads, group) {
            continue;
        }
        let tick = ticked(row, group).and_then(|ticks| ticks.first().copied());
        let name = tick.and_then(|at| own.get(at - group.from)).cloned().unwrap_or_default();
        for (at, cell) in row.cells.iter_mut().enumerate().take(group.to).skip(group.from) {
            *cell = if at == group.from { name.clone() } else { String::new() };
        }
        // The first cell may not be there.
        if row.cells.len() <= group.from && !name.is_empty() {
            row.cells.resize(group.from + 1, String::new());
            row.cells[group.from] = name;
        }
        row.kinds.retain(|(at, _)| !(group.from..group.to).contains(&usize::from(*at)));
    }
    for (at, head) in heads.columns.iter_mut().enumerate().take(group.to).skip(group.from) {
        let leaf = if at == group.from { group.name.clone() } else { String::new() };
        *head = Head { leaf, above: Vec::new() };
    }
    sheet.notes.push(format!("“{}”各列的勾选合成一列“{}”。", own.join("”“"), group.name));
}

#[cfg(test)]
mod tests {
    use super::super::raw::of_csv;
    use super::super::sheets::pick;
    use super::*;
    use crate::csv;

    /// The heads and the rows as they are read, and how often something is told.
    fn told(text: &str) -> Option<(Vec<String>, usize)> {
        let book = of_csv(csv::read(text));
        let (book, picked) = joined(&book, &pick(&book, None, None))?;
        let heads = &picked.taken[0].1;
        let names: Vec<String> = heads.columns.iter().map(Head::text).collect();
        let rows = book.sheets[0].rows.iter().skip(heads.first()).map(|row| row.cells.join("|"));
        Some((std::iter::once(names.join("|")).chain(rows).collect(), book.sheets[0].notes.len()))
    }

    #[test]
    fn the_name_that_is_ticked_stands_in_one_column() {
        for (text, wanted) in [
            (
                "序号,问题,整改措施,整改状态,,,备注\n,,,已完成,基本完成,未完成,\n1,甲,做甲,√,,,\n2,乙,做乙,,√,,\n3,丙,做丙,,,√,无\n合计,,,1,1,1,\n",
                &[
                    "序号|问题|整改措施|整改状态|||备注",
                    "1|甲|做甲|已完成|||",
                    "2|乙|做乙|基本完成|||",
                    "3|丙|做丙|未完成|||无",
                    "合计|||1|1|1|",
                ][..],
            ),
            (
                "序号,问题,整改措施,已完成,整改中\n1,甲,做甲,□,☑\n2,乙,做乙,,\n序号,问题,整改措施,已完成,整改中\n3,丙,做丙,☑,□\n",
                &[
                    "序号|问题|整改措施|整改状态|",
                    "1|甲|做甲|整改中|",
                    "2|乙|做乙||",
                    "序号|问题|整改措施|已完成|整改中",
                    "3|丙|做丙|已完成|",
                ],
            ),
            (
                "序号,问题,整改措施,立行立改,限期整改,长期坚持\n1,甲,做甲,,●\n2,乙,做乙,,,●\n",
                &["序号|问题|整改措施|整改类型||", "1|甲|做甲|限期整改|", "2|乙|做乙|长期坚持||"],
            ),
            (
                "序号,问题,整改措施,是否完成,\n,,,是,否\n1,甲,做甲,√,\n2,乙,做乙,,√\n",
                &["序号|问题|整改措施|是否完成|", "1|甲|做甲|是|", "2|乙|做乙|否|"],
            ),
        ] {
            let (rows, notes) = told(text).unwrap_or_default();
            assert_eq!(rows, wanted, "{text}");
            assert_eq!(notes, 1);
        }
    }

    #[test]
    fn columns_that_hold_more_than_ticks_stay_as_they_are() {
        for text in [
            "序号,问题,整改措施,已完成,未完成\n1,甲,做甲,2024年6月,\n",
            "序号,问题,整改措施,已完成,未完成\n1,甲,做甲,√,√\n",
            "序号,问题,整改措施,已完成,未完成\n1,甲,做甲,,\n",
            "序号,问题,整改措施,已完成,备注\n1,甲,做甲,√,√\n",
            "序号,问题,整改措施\n1,甲,做甲\n",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
