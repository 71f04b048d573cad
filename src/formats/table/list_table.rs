//! A list as it is shown, ready to leave: its columns in their order and with their names, and what stands in the cells as text,
//! number, day or month. The same table goes out as .xlsx, .csv, .docx and over the clipboard. Knows no ledger.

use super::book::{Book, Cell, Merge, Paper, Row, Sheet, Style, Width, lines};
use super::cell_value::CellValue;
use super::cells::OVERDUE;
use super::columns::Column;
use super::ledger_book::neutralised;
use crate::clip::{self, Clip};
use crate::csv;
use crate::document::TableDocument;
use ledger::date::Date;
use ledger::due::Due;
use ledger::fields::Kind;

/// The head stands under the title and the note.
const HEAD: usize = 2;
/// Points that a line of text takes, and the highest row that spreadsheet programs know.
const LINE: (u32, u32) = (14, 409);
/// The narrowest and the widest column, in half-width characters.
const WIDTHS: (u32, u32) = (6, 60);

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListColumn {
    /// What people read over it.
    pub name: String,
    /// What kind of text it shows, which says what becomes a number or a day.
    pub kind: Kind,
    /// How wide it is, in half-width characters.
    pub width: u32,
    /// Whether it tells when a row is due.
    pub is_due: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its texts, a column each.
    pub texts: Vec<String>,
    /// Its deadline has passed.
    pub is_late: bool,
}

/// The table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListTable {
    /// What stands over it.
    title: String,
    /// What is said of it under the title.
    note: String,
    columns: Vec<ListColumn>,
    rows: Vec<Vec<CellValue>>,
    /// Which rows are late.
    late: Vec<bool>,
    /// Where the deadline stands.
    due: Option<usize>,
}

/// The text as the value that its kind makes of it.
fn value(kind: Kind, text: String) -> CellValue {
    match kind {
        Kind::Number | Kind::Computed => CellValue::number(text),
        Kind::Date => match text.parse() {
            Ok(due @ (Due::Day(_) | Due::Month { .. })) => CellValue::due(&due),
            _ => text.into(),
        },
        Kind::Text | Kind::Word | Kind::Units => text.into(),
    }
}

impl ListTable {
    /// The table with these columns and rows. Where a deadline is shown and any has passed, a column behind it says of which rows.
    #[must_use]
    pub fn new(
        title: &str,
        note: &str,
        mut columns: Vec<ListColumn>,
        rows: impl IntoIterator<Item = ListRow>,
    ) -> Self {
        let mut late = Vec::new();
        let mut values: Vec<Vec<CellValue>> = Vec::new();
        for row in rows {
            late.push(row.is_late);
            let cells = columns.iter().zip(row.texts).map(|(column, text)| value(column.kind, text));
            values.push(cells.collect());
        }
        let due = columns.iter().position(|column| column.is_due);
        if let Some(at) = due.filter(|_| late.contains(&true)) {
            let name = Column::Overdue.name().to_owned();
            columns.insert(at + 1, ListColumn { name, kind: Kind::Word, width: 8, is_due: false });
            for (row, is_late) in values.iter_mut().zip(&late) {
                row.insert((at + 1).min(row.len()), if *is_late { OVERDUE } else { "" }.into());
            }
        }
        Self { title: title.to_owned(), note: note.to_owned(), columns, rows: values, late, due }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn heads(&self) -> impl Iterator<Item = String> {
        self.columns.iter().map(|column| column.name.clone())
    }

    fn texts(&self) -> impl Iterator<Item = Vec<String>> {
        self.rows.iter().map(|row| row.iter().map(ToString::to_string).collect())
    }

    /// As the text of a CSV file.
    #[must_use]
    pub fn csv(&self) -> String {
        csv::write(std::iter::once(self.heads().collect()).chain(self.texts()))
    }

    /// As it goes over the clipboard.
    #[must_use]
    pub fn clip(&self) -> Clip {
        clip::table(&self.heads().collect::<Vec<_>>(), self.texts())
    }

    /// As a document with a table.
    #[must_use]
    pub fn document(&self, author: &str, date: Date) -> TableDocument {
        TableDocument {
            title: self.title.clone(),
            note: self.note.clone(),
            author: author.to_owned(),
            date,
            columns: self.columns.iter().map(|column| (column.name.clone(), width(column))).collect(),
            rows: self.texts().collect(),
        }
    }

    /// As a workbook whose days, months and numbers are such.
    #[must_use]
    pub fn book(&self, author: &str, date: Date) -> Book {
        let last = self.columns.len().saturating_sub(1);
        let across = |top: usize| Merge { top, bottom: top, left: 0, right: last };
        let mut rows = vec![
            Row { height: 30, cells: vec![Cell(Style::Title, neutralised(self.title.as_str().into()))] },
            Row { height: 18, cells: vec![Cell(Style::Note, neutralised(self.note.as_str().into()))] },
            Row {
                height: 24,
                cells: self.heads().map(|name| Cell(Style::Head, neutralised(name.into()))).collect(),
            },
        ];
        rows.extend(self.rows.iter().zip(&self.late).map(|(row, is_late)| self.row(row, *is_late)));
        let sheet = Sheet {
            name: "所示".to_owned(),
            widths: self.columns.iter().map(|c| Width { units: width(c), hidden: false }).collect(),
            merges: if last > 0 { vec![across(0), across(1)] } else { Vec::new() },
            head: Some(HEAD),
            filter: true,
            rows,
            ..Sheet::default()
        };
        let (title, author) = (self.title.clone(), author.to_owned());
        Book { title, author, date, paper: Paper::A4, sheets: vec![sheet], cuts: Vec::new() }.fitted()
    }

    fn row(&self, values: &[CellValue], is_late: bool) -> Row {
        let mut height = 1;
        let cells = values.iter().zip(&self.columns).enumerate().map(|(at, (value, column))| {
            let value = neutralised(value.clone());
            height = height.max(lines(&value.to_string(), width(column)));
            let marked = is_late && self.due.is_some_and(|due| at == due || at == due + 1);
            let style = match (&value, column.kind) {
                _ if marked => Style::Overdue,
                (CellValue::Number(_), _) => Style::Number,
                (CellValue::Day(_) | CellValue::Month(_), _)
                | (_, Kind::Word | Kind::Date | Kind::Computed) => Style::Word,
                _ => Style::Text,
            };
            Cell(style, value)
        });
        let cells = cells.collect();
        Row { height: (height * LINE.0 + 6).min(LINE.1), cells }
    }
}

fn width(column: &ListColumn) -> u32 {
    column.width.clamp(WIDTHS.0, WIDTHS.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, kind: Kind, is_due: bool) -> ListColumn {
        ListColumn { name: name.to_owned(), kind, width: 12, is_due }
    }

    fn table(late: bool) -> ListTable {
        let columns = vec![
            column("序号", Kind::Text, false),
            column("什么时候做完", Kind::Date, true),
            column("金额", Kind::Number, false),
            column("备注", Kind::Text, false),
        ];
        let row = |texts: [&str; 4], is_late| ListRow { texts: texts.map(str::to_owned).to_vec(), is_late };
        let rows = [
            row(["12-1", "2024-06-30", "12.50", "=1+1"], late),
            row(["12-2", "2024-07", "007", "两\n行"], false),
            row(["12-3", "长期坚持", "", ""], false),
        ];
        ListTable::new("台账", "共 3 条", columns, rows)
    }

    #[test]
    fn what_is_late_has_a_column_behind_the_deadline_only_where_any_is() {
        assert_eq!(
            table(true).csv(),
            "\u{feff}序号,什么时候做完,逾期情况,金额,备注\r\n12-1,2024-06-30,逾期,12.50,'=1+1\r\n12-2,2024-07,,007,\"两\n行\"\r\n12-3,长期坚持,,,\r\n"
        );
        assert!(
            table(false).csv().starts_with("\u{feff}序号,什么时候做完,金额,备注\r\n12-1,2024-06-30,12.50")
        );
    }

    #[test]
    fn days_months_and_numbers_are_such_in_the_workbook_and_text_stays_text() {
        let book = table(true).book("王敏", Date::new(2026, 11, 27).unwrap());
        let rows = &book.sheets[0].rows;
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(rows[3].cells[1], Cell(Style::Overdue, CellValue::Day(day("2024-06-30"))));
        assert_eq!(rows[3].cells[2], Cell::new(Style::Overdue, "逾期"));
        assert_eq!(rows[3].cells[3], Cell(Style::Number, CellValue::number("12.50".into())));
        assert_eq!(rows[3].cells[4], Cell::new(Style::Text, "'=1+1"));
        assert_eq!(rows[4].cells[1], Cell(Style::Word, CellValue::Month(day("2024-07-31"))));
        assert_eq!(rows[4].cells[3].1, CellValue::from("007"));
        assert_eq!(rows[5].cells[1], Cell::new(Style::Word, "长期坚持"));
        assert_eq!((rows.len(), book.sheets[0].widths.len()), (6, 5));
    }

    #[test]
    fn every_form_holds_the_same_cells() {
        let table = table(true);
        let document = table.document("王敏", Date::new(2026, 11, 27).unwrap());
        let heads: Vec<&str> = document.columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(heads, ["序号", "什么时候做完", "逾期情况", "金额", "备注"]);
        assert_eq!(document.rows[1], ["12-2", "2024-07", "", "007", "两\n行"]);
        let clip = table.clip();
        assert!(clip.text.starts_with(
            "序号\t什么时候做完\t逾期情况\t金额\t备注\r\n12-1\t2024-06-30\t逾期\t12.50\t'=1+1\r\n"
        ));
        assert_eq!(clip.html.matches("<tr>").count(), 1 + table.len());
        assert!(!table.is_empty());
    }
}
