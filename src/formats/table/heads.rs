//! The heads of a sheet, which may stand in two rows: 责任分工 over 责任领导 and 牵头部门. Knows what heads mean; knows no
//! ledger.

use super::columns::Column;
use super::raw::RawSheet;

/// The heads of the columns, and where they end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heads {
    /// The head of each column, as far right as any row goes; empty where none stands over it.
    pub names: Vec<String>,
    /// The first row under the heads.
    pub first: usize,
}

fn cell(sheet: &RawSheet, row: usize, at: usize) -> &str {
    sheet.rows.get(row).and_then(|row| row.cells.get(at)).map_or("", |text| text.trim())
}

fn is_known(text: &str) -> bool {
    Column::of_head(text).is_some()
}

/// Whether a row holds heads and nothing else to speak of.
fn is_of_heads(sheet: &RawSheet, row: usize) -> bool {
    let cells = sheet.rows.get(row).map_or(&[][..], |row| &row.cells);
    let filled = cells.iter().filter(|text| !text.trim().is_empty()).count();
    let known = cells.iter().filter(|text| is_known(text)).count();
    known >= 2 && known * 2 >= filled
}

impl Heads {
    /// The heads that stand in this row. Where it is one of two, the lower one tells more, and each tells what the other
    /// leaves out.
    #[must_use]
    pub fn of(sheet: &RawSheet, head: usize) -> Self {
        let is_upper = is_of_heads(sheet, head) && is_of_heads(sheet, head + 1);
        let upper = head.checked_sub(1).filter(|above| !is_upper && is_of_heads(sheet, *above));
        let rows = if is_upper { [Some(head + 1), Some(head)] } else { [Some(head), upper] };
        let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let names = (0..width).map(|at| {
            let told = || rows.into_iter().flatten().map(|row| cell(sheet, row, at));
            let known = told().find(|text| is_known(text));
            known.or_else(|| told().find(|text| !text.is_empty())).unwrap_or_default().to_owned()
        });
        Self { names: names.collect(), first: head + 1 + usize::from(is_upper) }
    }

    /// Whether a column has any text under its head.
    #[must_use]
    pub fn has_text(&self, sheet: &RawSheet, at: usize) -> bool {
        sheet
            .rows
            .iter()
            .skip(self.first)
            .any(|row| row.cells.get(at).is_some_and(|text| !text.trim().is_empty()))
    }
}
