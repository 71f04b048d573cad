//! The rows of long tables as they are printed: texts that nobody can work with, and a word where not all rows are
//! there. Knows cells and columns, no element.

use super::cells::RowCells;
use super::columns::Column;
use super::evidence_index::EvidenceCells;
use super::groups::{Group, GroupKey, Line};
use super::index::Index;
use journal::describe::UNFILLED;
use ledger::Ledger;
use ledger::date::Date;

/// The most rows that are printed: 10,000 measures in groups and no more. A browser prints about a hundred a second.
pub const PRINTED: usize = 15_000;

/// A row as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintRow {
    /// The head of a group: its name, and what is said of its rows.
    Group(String, String),
    /// The cells, in the order of the columns.
    Cells(Vec<PrintCell>),
}

/// What a printed cell stands out by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stress {
    /// Nothing.
    None,
    /// It says nothing.
    Unfilled,
    /// It tells of what is overdue.
    Late,
}

/// A cell as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintCell {
    /// What is read.
    pub text: String,
    /// What it stands out by.
    pub stress: Stress,
}

impl PrintCell {
    /// A text as it is.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), stress: Stress::None }
    }

    /// A text, or 未填报 where it says nothing.
    #[must_use]
    pub fn filled(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self { text: UNFILLED.to_owned(), stress: Stress::Unfilled }
        } else {
            Self::plain(text)
        }
    }

    /// The cell, set off where it is late.
    #[must_use]
    pub fn late(self, late: bool) -> Self {
        if late { Self { stress: Stress::Late, ..self } } else { self }
    }
}

/// What is said before and after a table of so many rows that is not printed whole; `None` where it is.
#[must_use]
pub fn cut(rows: usize) -> Option<String> {
    (rows > PRINTED).then(|| {
        format!(
            "注意：本表共有 {rows} 行，这里只印出前 {PRINTED} 行。其余的请先筛选或搜索，再分次打印；全部内容在导出的文件里。"
        )
    })
}

/// The lines of a list with the columns that are seen; `group` finds the groups that lines are heads of.
#[must_use]
pub fn lines<'g>(
    index: &Index,
    ledger: &Ledger,
    lines: &[Line],
    group: impl Fn(GroupKey) -> Option<&'g Group>,
    columns: &[Column],
    today: Date,
) -> Vec<PrintRow> {
    let of = |line: &Line| match *line {
        Line::Head(key) => {
            let group = group(key)?;
            Some(PrintRow::Group(group.name.clone(), group.told()))
        }
        Line::Row(row) => {
            let cells = RowCells::of(ledger, index.record(ledger, row)?, today);
            let cell = |column: &Column| PrintCell::filled(cells.told(column)).late(cells.is_late(column));
            Some(PrintRow::Cells(columns.iter().map(cell).collect()))
        }
    };
    lines.iter().filter_map(of).collect()
}

/// The row of a piece of evidence.
#[must_use]
pub fn proof(cells: EvidenceCells) -> PrintRow {
    let measures: Vec<_> = cells.measures.into_iter().map(|(number, _, _)| number).collect();
    let own = [cells.number, cells.name, cells.place, cells.size, cells.digest, cells.provider, cells.date];
    let all = own.into_iter().chain([measures.join("、")]);
    PrintRow::Cells(all.map(PrintCell::filled).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::groups::{self, groups};
    use crate::records::Row;
    use crate::{FindingRows, GroupBy, MeasureRows, Query};

    fn ledger() -> Ledger {
        let bundle = serde_json::from_value(serde_json::json!({
            "id": "b", "findings": [{"id": "f", "number": 12, "title": "关于甲的问题", "due": "2024-01", "measures": [
                {"id": "m1", "text": "一是", "due": "2024-01"}, {"id": "m2", "text": "二是", "owner": "王敏"}]}]}))
        .unwrap();
        Ledger::new(bundle).unwrap()
    }

    fn told(rows: Vec<PrintRow>) -> Vec<String> {
        let cell = |cell: PrintCell| match cell.stress {
            Stress::None => cell.text,
            Stress::Unfilled => format!("-{}", cell.text),
            Stress::Late => format!("!{}", cell.text),
        };
        let row = |row| match row {
            PrintRow::Group(name, told) => format!("# {name}：{told}"),
            PrintRow::Cells(cells) => cells.into_iter().map(cell).collect::<Vec<_>>().join("|"),
        };
        rows.into_iter().map(row).collect()
    }

    #[test]
    fn a_measure_is_printed_with_the_columns_that_are_seen_under_the_head_of_its_group() {
        let ledger = ledger();
        let index = Index::new(&ledger);
        let today = Date::new(2024, 2, 1).unwrap();
        let shown = MeasureRows::new(&index, &ledger, &Query::default(), today);
        let all: Vec<Row> = shown.rows().iter().copied().map(Row::Measure).collect();
        let groups = groups(&index, &ledger, &all, &GroupBy::Finding);
        let shown = groups::lines(&groups, &BTreeSet::new());
        let group = |key| groups.iter().find(|group| group.key == key);
        let columns = [Column::Number, Column::Text, Column::Owner, Column::Due];
        assert_eq!(
            told(lines(&index, &ledger, &shown, group, &columns, today)),
            [
                "# 问题 12 关于甲的问题：2 条，已完成 0 / 2",
                "12-1|一是|-未填报|!2024-01（逾期）",
                "12-2|二是|王敏|!2024-01（逾期）"
            ]
        );
        assert_eq!(
            lines(&index, &ledger, &shown, |_| None, &columns, today).len(),
            2,
            "a group that is gone"
        );
    }

    #[test]
    fn a_finding_is_printed_as_it_is_shown() {
        let ledger = ledger();
        let index = Index::new(&ledger);
        let today = Date::new(2024, 2, 1).unwrap();
        let shown = FindingRows::new(&index, &ledger, &Query::default(), today);
        let all: Vec<Line> = shown.rows().iter().map(|row| Line::Row(Row::Finding(*row))).collect();
        let columns = [
            Column::Number,
            Column::Finding,
            Column::Aspect,
            Column::Lead,
            Column::Due,
            Column::Measures,
            Column::Status,
            Column::Overdue,
        ];
        assert_eq!(
            told(lines(&index, &ledger, &all, |_| None, &columns, today)),
            ["12|关于甲的问题|-未填报|-未填报|!2024-01（逾期）|2|已完成 0 / 2|!2"]
        );
    }

    #[test]
    fn a_table_that_is_cut_on_paper_says_so() {
        assert_eq!(cut(PRINTED), None);
        let told = cut(PRINTED + 1).unwrap();
        assert!(told.contains("共有 15001 行") && told.contains("前 15000 行"), "{told}");
    }
}
