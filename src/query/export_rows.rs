//! The 措施 table and the 问题 list as rows of texts, for what leaves the page: a copy, a CSV file, a spreadsheet. Knows
//! columns, no file format.

use super::cells::{RowCells, done};
use super::columns::{Column, Columns};
use super::index::Index;
use super::records::{Record, RecordKind, Row};
use ledger::Ledger;
use ledger::date::Date;
use ledger::fields::Fields;

/// The name of a column that a finding has from its measures, in words that are clear without the page.
fn counted(of: RecordKind, column: &Column) -> Option<&'static str> {
    match (of, column) {
        (RecordKind::Finding, Column::Status) => Some("已完成措施数"),
        (RecordKind::Finding, Column::Overdue) => Some("逾期措施数"),
        _ => None,
    }
}

/// The names of the columns, as the first row.
#[must_use]
pub fn heads(ledger: &Ledger, columns: &Columns) -> Vec<String> {
    let fields = Fields::of_records(ledger, columns.kind());
    let name =
        |column: &Column| counted(columns.kind(), column).map_or_else(|| fields.label(column), str::to_owned);
    columns.seen(&fields).iter().map(name).collect()
}

/// The texts of these rows as of `today`, a row at a time, in the order that is handed in.
pub fn rows<'a>(
    index: &'a Index,
    ledger: &'a Ledger,
    rows: &'a [Row],
    columns: &Columns,
    today: Date,
) -> impl Iterator<Item = Vec<String>> + use<'a> {
    let seen = columns.seen(&Fields::of_records(ledger, columns.kind()));
    rows.iter().filter_map(move |row| {
        let record = index.record(ledger, *row)?;
        let cells = RowCells::of(ledger, record, today);
        let told = |column: &Column| match (column, record) {
            (Column::Status, Record::Finding(finding)) => done(ledger, finding).to_string(),
            // Who reads the sheet elsewhere sees 未填报 in words, as on the page.
            (Column::Status, _) if cells.text(column).is_empty() => ledger::vocabulary::UNFILLED.to_owned(),
            _ => cells.told(column),
        };
        Some(seen.iter().map(told).collect())
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
        let columns = Columns::parse(RecordKind::Measure, "due,owner,status");
        let all: Vec<Row> = shown.rows().iter().copied().map(Row::Measure).collect();
        assert_eq!(heads(&ledger, &columns), ["序号", "整改时限", "责任人", "整改状态"]);
        let told: Vec<String> =
            rows(&index, &ledger, &all, &columns, today).map(|row| row.join("|")).collect();
        assert_eq!(told, ["12-2||王敏|未填报", "12-1|2024-01（逾期）||未填报"]);
        let list = crate::FindingRows::new(&index, &ledger, &Query::default(), today);
        let all: Vec<Row> = list.rows().iter().copied().map(Row::Finding).collect();
        let columns = Columns::first(RecordKind::Finding);
        assert_eq!(heads(&ledger, &columns)[5..], ["措施数", "已完成措施数", "逾期措施数"]);
        let told: Vec<String> =
            rows(&index, &ledger, &all, &columns, today).map(|row| row.join("|")).collect();
        assert_eq!(told, ["12|关于甲的问题||||2|0|1"]);
        let columns = Columns::parse(RecordKind::Finding, "finding,note");
        assert_eq!(heads(&ledger, &columns), ["序号", "反馈问题", "备注"]);
    }
}
