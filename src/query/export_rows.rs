//! The 措施 table as rows of texts, for what leaves the page: a copy, a CSV file, a spreadsheet. Knows columns, no
//! file format.

use super::cells::{FindingCells, MeasureCells};
use super::columns::{Column, Columns};
use super::index::{FindingRow, Index, MeasureRow};
use ledger::Ledger;
use ledger::date::Date;
use ledger::fields::Fields;

/// The names of the columns, as the first row.
#[must_use]
pub fn heads(ledger: &Ledger, columns: &Columns) -> Vec<String> {
    let fields = Fields::of(ledger);
    columns.seen(&fields).iter().map(|column| fields.label(column)).collect()
}

/// The texts of these rows as of `today`, a row at a time, in the order that is handed in.
pub fn rows<'a>(
    index: &'a Index,
    ledger: &'a Ledger,
    rows: &'a [MeasureRow],
    columns: &Columns,
    today: Date,
) -> impl Iterator<Item = Vec<String>> + use<'a> {
    let seen = columns.seen(&Fields::of(ledger));
    rows.iter().filter_map(move |row| {
        let (finding, measure) = index.measure(ledger, *row)?;
        let cells = MeasureCells::of(ledger, finding, measure, today);
        let told = |column: &Column| {
            // Who reads the sheet elsewhere sees 未填报 in words, as on the page.
            if *column == Column::Status && cells.text(column).is_empty() {
                ledger::vocabulary::UNFILLED.to_owned()
            } else {
                cells.told(column)
            }
        };
        Some(seen.iter().map(told).collect())
    })
}

/// The names of the columns of the 问题 list.
#[must_use]
pub fn finding_heads(ledger: &Ledger) -> Vec<String> {
    let fields = Fields::of(ledger);
    let own = [Column::Number, Column::Finding, Column::Aspect, Column::Lead, Column::Due, Column::Measures];
    let mut heads: Vec<String> = own.iter().map(|field| fields.label(field)).collect();
    heads.extend(["已完成措施数".to_owned(), fields.label(&Column::Overdue)]);
    heads
}

/// The texts of these rows of the 问题 list as of `today`.
pub fn finding_rows<'a>(
    index: &'a Index,
    ledger: &'a Ledger,
    rows: &'a [FindingRow],
    today: Date,
) -> impl Iterator<Item = Vec<String>> + 'a {
    rows.iter().filter_map(move |row| {
        let cells = FindingCells::of(ledger, index.finding(ledger, *row)?, today);
        let counts = [cells.measures, cells.done, cells.overdue].map(|count| count.to_string());
        let texts = [cells.number, cells.title, cells.aspect, cells.lead, cells.due];
        Some(texts.into_iter().chain(counts).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MeasureRows, Query};

    #[test]
    fn a_sheet_holds_what_is_shown_in_its_order() {
        let bundle = serde_json::from_value(serde_json::json!({
            "id": "b", "findings": [{"id": "f", "number": 12, "title": "关于甲的问题", "measures": [
                {"id": "m1", "text": "一是", "due": "2024-01"}, {"id": "m2", "text": "二是", "owner": "王敏"}]}]}))
        .unwrap();
        let ledger = Ledger::new(bundle).unwrap();
        let index = Index::new(&ledger);
        let today = Date::new(2024, 2, 1).unwrap();
        let shown = MeasureRows::new(&index, &ledger, &Query::parse("sort=-number"), today);
        let columns = Columns::parse("due,owner,status");
        assert_eq!(heads(&ledger, &columns), ["序号", "整改时限", "责任人", "整改状态"]);
        let told: Vec<String> =
            rows(&index, &ledger, shown.rows(), &columns, today).map(|row| row.join("|")).collect();
        assert_eq!(told, ["12-2||王敏|未填报", "12-1|2024-01（逾期）||未填报"]);
        let list = crate::FindingRows::new(&index, &ledger, &Query::default(), today);
        let told: Vec<String> =
            finding_rows(&index, &ledger, list.rows(), today).map(|row| row.join("|")).collect();
        assert_eq!(told, ["12|关于甲的问题||||2|0|1"]);
    }
}
