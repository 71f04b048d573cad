//! The XML form of Excel 2002 and 2003 (SpreadsheetML), which programs of offices still write and name .xls: sheets, cells with
//! their types, looks, merged cells, what is hidden. Knows sheets and cells, no ledger.

use std::collections::HashMap;

use crate::reader::ReadError;
use crate::reader::budget::{Budget, Exceeded};
use crate::reader::grid::Grid;
use crate::reader::number_format::NumberFormat;
use crate::reader::text;
use crate::table::raw::{CellKind, MAX_COLUMNS, MergedArea, RawBook, Visibility};
use crate::xlsx::iso;
use crate::xml::{self, Attributes, Seen};

/// Whether a text is of this form.
#[must_use]
pub fn is_of_this_form(text: &str) -> bool {
    let head: String = text.chars().take(4_000).collect();
    head.contains("urn:schemas-microsoft-com:office:spreadsheet") && head.contains("Workbook")
}

/// The sheets of a file.
///
/// # Errors
/// What is wrong with it, and what to do.
pub fn read(text: &str, budget: &Budget) -> Result<RawBook, ReadError> {
    let mut reading = Reading::new(budget);
    xml::read_text(text, budget, |seen| reading.see(seen)).map_err(|error| error.of_part("工作簿"))?;
    if reading.book.sheets.is_empty() {
        Err(ReadError::Missing("工作表".to_owned()))
    } else {
        Ok(reading.book)
    }
}

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    kind: String,
    text: String,
    style: String,
    formula: String,
    has_data: bool,
    across: usize,
    down: u32,
}

struct Reading<'a> {
    budget: &'a Budget,
    book: RawBook,
    formats: HashMap<String, NumberFormat>,
    style: String,
    grid: Option<Grid<'a>>,
    name: String,
    visibility: Visibility,
    hidden_columns: Vec<u16>,
    row: u32,
    column: usize,
    listed_column: usize,
    cell: Cell,
    /// The element whose text is read.
    within: &'static str,
    comment: bool,
}

/// The names that this form has for number formats.
fn named(format: &str) -> &str {
    match format {
        "General Date" => "yyyy/m/d h:mm",
        "Short Date" | "Medium Date" | "Long Date" => "yyyy/m/d",
        "Long Time" | "Medium Time" => "h:mm:ss",
        "Short Time" => "h:mm",
        "Fixed" => "0.00",
        "Standard" | "Currency" | "Euro Currency" => "#,##0.00",
        "Percent" => "0.00%",
        "Scientific" => "0.00E+00",
        other => other,
    }
}

impl<'a> Reading<'a> {
    fn new(budget: &'a Budget) -> Self {
        Self {
            budget,
            book: RawBook::default(),
            formats: HashMap::new(),
            style: String::new(),
            grid: None,
            name: String::new(),
            visibility: Visibility::Shown,
            hidden_columns: Vec::new(),
            row: 0,
            column: 0,
            listed_column: 0,
            cell: Cell::default(),
            within: "",
            comment: false,
        }
    }

    fn see(&mut self, seen: Seen<'_>) -> Result<(), Exceeded> {
        match seen {
            Seen::Open("Comment" | "PhoneticText", _) => self.comment = true,
            Seen::Close("Comment" | "PhoneticText") => self.comment = false,
            _ if self.comment => {}
            Seen::Open(name, at) => self.open(name, at)?,
            Seen::Close(name) => self.close(name)?,
            Seen::Text(text) => match self.within {
                "Data" => self.cell.text.push_str(text),
                "Visible" => {
                    self.visibility = match text.trim() {
                        "SheetHidden" => Visibility::Hidden,
                        "SheetVeryHidden" => Visibility::VeryHidden,
                        _ => self.visibility,
                    };
                }
                _ => {}
            },
        }
        Ok(())
    }

    fn open(&mut self, name: &str, at: &Attributes) -> Result<(), Exceeded> {
        let number = |name: &str| at.get(name).and_then(|number| number.parse::<usize>().ok());
        match name {
            "Date1904" => self.book.from_1904 = true,
            "Style" => at.get("ID").unwrap_or_default().clone_into(&mut self.style),
            "NumberFormat" => {
                self.budget.item()?;
                let format = NumberFormat::new(named(at.get("Format").unwrap_or_default()));
                self.formats.insert(self.style.clone(), format);
            }
            "Worksheet" => {
                self.grid = Some(Grid::new(self.budget));
                at.get("Name").unwrap_or_default().clone_into(&mut self.name);
                (self.row, self.listed_column, self.visibility) = (0, 0, Visibility::Shown);
            }
            "Visible" => self.within = "Visible",
            "Column" => {
                let first = number("Index").map_or(self.listed_column, |index| index.max(1) - 1);
                let last = first.saturating_add(number("Span").unwrap_or_default()).min(MAX_COLUMNS);
                self.listed_column = last + 1;
                if at.is("Hidden") {
                    let columns =
                        (first..=last.min(MAX_COLUMNS - 1)).filter_map(|column| u16::try_from(column).ok());
                    self.hidden_columns.extend(columns.take(MAX_COLUMNS));
                }
            }
            "Row" => {
                let index = at.get("Index").and_then(|index| index.parse().ok()).filter(|index| *index >= 1);
                self.row = index.unwrap_or(self.row.saturating_add(1));
                self.column = 0;
                if let Some(grid) = &mut self.grid {
                    grid.row(self.row, at.is("Hidden"));
                }
            }
            "Cell" => {
                self.column = number("Index").map_or(self.column, |index| index.max(1) - 1);
                self.cell = Cell {
                    style: at.get("StyleID").unwrap_or_default().to_owned(),
                    formula: at.get("Formula").unwrap_or_default().to_owned(),
                    across: number("MergeAcross").unwrap_or_default().min(20_000),
                    down: at.get("MergeDown").and_then(|down| down.parse().ok()).unwrap_or_default(),
                    ..Cell::default()
                };
            }
            "Data" => {
                at.get("Type").unwrap_or_default().clone_into(&mut self.cell.kind);
                self.cell.has_data = true;
                self.within = "Data";
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Exceeded> {
        match name {
            "Data" | "Visible" => self.within = "",
            "Cell" => self.end_cell()?,
            "Worksheet" => {
                if let Some(grid) = self.grid.take() {
                    let mut sheet = grid.finish(std::mem::take(&mut self.name));
                    sheet.visibility = self.visibility;
                    self.hidden_columns.sort_unstable();
                    self.hidden_columns.dedup();
                    sheet.hidden_columns = std::mem::take(&mut self.hidden_columns);
                    self.book.sheets.push(sheet);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Exceeded> {
        let cell = std::mem::take(&mut self.cell);
        let Some(grid) = &mut self.grid else { return Ok(()) };
        let (row, column) = (self.row.max(1), self.column);
        self.column += cell.across + 1;
        if let Some(area) =
            MergedArea::new((row, column), (row.saturating_add(cell.down), column + cell.across))
        {
            grid.merge(area)?;
        }
        let (text, kind) = shown(&cell, &self.formats, self.book.from_1904);
        grid.put(row, column, text, kind)
    }
}

fn shown(cell: &Cell, formats: &HashMap<String, NumberFormat>, from_1904: bool) -> (String, CellKind) {
    let value = cell.text.as_str();
    if let Some(name) = text::picture(&cell.formula).or_else(|| text::picture(value)) {
        return (String::new(), CellKind::Picture(name));
    }
    if !cell.has_data && !cell.formula.is_empty() {
        return (String::new(), CellKind::Uncalculated(cell.formula.trim_start_matches('=').to_owned()));
    }
    match (cell.kind.as_str(), value.trim()) {
        ("Number", number) => match number.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(parsed) => match formats.get(&cell.style) {
                Some(format) => format.cell(parsed, number, from_1904),
                None => NumberFormat::default().cell(parsed, number, from_1904),
            },
            None => (number.to_owned(), CellKind::Text),
        },
        // Milliseconds are no part of what is shown. Where the format shows a time alone, the day is the first of the count.
        ("DateTime", value) => {
            let value = value.split('.').next().unwrap_or_default();
            let time = value.strip_prefix("1899-12-31T").or_else(|| value.strip_prefix("1904-01-01T"));
            iso(time.unwrap_or(value))
        }
        ("Boolean" | "Error", "") => (String::new(), CellKind::Text),
        ("Boolean", value) => {
            (if value == "1" { "是" } else { "否" }.to_owned(), CellKind::Boolean(value == "1"))
        }
        ("Error", value) => (value.to_owned(), CellKind::Error),
        _ => (text::lines(value.to_owned()), CellKind::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(rest: &str) -> String {
        format!(
            "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>{rest}</Workbook>"
        )
    }

    fn book(rest: &str) -> RawBook {
        read(&file(rest), &Budget::default()).unwrap()
    }

    #[test]
    fn cells_of_every_type_are_read() {
        let one = book(
            "<Styles><Style ss:ID='d'><NumberFormat ss:Format='Short Date'/></Style><Style ss:ID='n'><NumberFormat ss:Format='yyyy&quot;年&quot;m&quot;月&quot;'/></Style></Styles>\
            <Worksheet ss:Name='台账'><Table><Column ss:Hidden='1'/><Column ss:Index='4' ss:Span='1' ss:Hidden='1'/>\
            <Row><Cell ss:MergeAcross='1' ss:MergeDown='1'><Data ss:Type='String'>甲&#10;乙</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell><Cell><Data ss:Type='Number'>1.5</Data></Cell></Row>\
            <Row ss:Index='3' ss:Hidden='1'><Cell ss:Index='2' ss:StyleID='d'><Data ss:Type='DateTime'>2024-06-30T00:00:00.000</Data></Cell><Cell ss:StyleID='n'><Data ss:Type='Number'>45473</Data></Cell><Cell><Data ss:Type='Boolean'>1</Data></Cell><Cell><Data ss:Type='Error'>#REF!</Data></Cell><Cell ss:Formula='=RC[-1]'/><Cell><Data ss:Type='DateTime'>1899-12-31T14:30:00.000</Data></Cell><Cell><ss:Data ss:Type='String'><B>粗</B>细</ss:Data></Cell></Row></Table>\
            <WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>",
        );
        let sheet = &one.sheets[0];
        assert_eq!(
            (sheet.name.as_str(), sheet.visibility, sheet.hidden_columns.as_slice()),
            ("台账", Visibility::Hidden, &[0, 3, 4][..])
        );
        assert_eq!(sheet.rows[0].cells, ["甲\n乙", "", "1.5"]);
        assert_eq!(sheet.rows[1].cells, ["", "2024-06-30", "2024-06", "是", "#REF!", "", "14:30", "粗细"]);
        assert_eq!(sheet.rows[1].kind(5), &CellKind::Uncalculated("RC[-1]".into()));
        assert_eq!((sheet.rows[1].number, sheet.rows[1].hidden), (3, true));
        let area = sheet.merges[0];
        assert_eq!((area.top, area.bottom, area.left, area.right), (1, 2, 0, 1));
    }

    #[test]
    fn what_is_broken_or_has_no_sheet_says_so() {
        assert_eq!(read(&file("<Worksheet>"), &Budget::default()), Err(ReadError::Broken("工作簿".into())));
        assert_eq!(read(&file(""), &Budget::default()), Err(ReadError::Missing("工作表".into())));
        assert!(is_of_this_form(&file("")) && !is_of_this_form("<Workbook/>"));
    }

    proptest! {
        #[test]
        fn any_workbook_of_this_form_is_read_or_refused(rest in "(?s)(<Worksheet>|</Worksheet>|<Row Index='[0-9]{0,12}'>|</Row>|<Cell Index='[0-9]{0,9}' MergeAcross='[0-9]{0,9}' MergeDown='[0-9]{0,12}'>|</Cell>|<Data Type='(Number|DateTime|Boolean)'>|</Data>|<Column Span='[0-9]{0,12}' Hidden='1'/>|[0-9T:.-]{0,12}){0,20}") {
            let _ = read(&file(&rest), &Budget::default());
        }
    }
}
