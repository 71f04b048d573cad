//! The 措施 table and the 问题 list as rows of texts, for what leaves the page: a copy, a CSV file, a spreadsheet. Knows
//! columns, no file format.

use super::cells::{RowCells, done};
use super::columns::{Column, Columns, usual_width};
use super::index::Index;
use super::records::{Record, RecordKind, Row};
use ledger::Ledger;
use ledger::date::Date;
use ledger::fields::{Fields, Kind};

/// The name of a column that a finding has from its measures, in words that are clear without the page.
fn counted(of: RecordKind, column: &Column) -> Option<&'static str> {
    match (of, column) {
        (RecordKind::Finding, Column::Status) => Some("已完成措施数"),
        (RecordKind::Finding, Column::Overdue) => Some("逾期措施数"),
        _ => None,
    }
}

/// A column of a list that leaves the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportColumn {
    /// What stands over it.
    pub name: String,
    /// What kind of text it shows.
    pub kind: Kind,
    /// How wide it is drawn, in pixels.
    pub width: u16,
    /// Whether it tells when a row is due.
    pub is_due: bool,
}

/// A row of a list that leaves the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRow {
    /// Its texts, a column each.
    pub texts: Vec<String>,
    /// Its deadline has passed.
    pub is_late: bool,
}

/// The columns that are shown, in their order. `name` is what a person calls one.
#[must_use]
pub fn columns(
    fields: &Fields,
    shown: &[Column],
    chosen: &Columns,
    name: &dyn Fn(&Column) -> String,
) -> Vec<ExportColumn> {
    let of = fields.kind();
    let column = |column: &Column| {
        let own = name(column);
        let usual = own == fields.label(column);
        ExportColumn {
            name: counted(of, column).filter(|_| usual).map_or(own, str::to_owned),
            kind: fields.get(column).map_or(Kind::Text, |entry| entry.kind),
            width: chosen.width(column).unwrap_or_else(|| usual_width(fields, column)),
            is_due: *column == Column::Due,
        }
    };
    shown.iter().map(column).collect()
}

/// The texts of these rows as of `today`, a row at a time, in the order that is handed in.
pub fn rows<'a>(
    index: &'a Index,
    ledger: &'a Ledger,
    rows: &'a [Row],
    shown: &'a [Column],
    today: Date,
) -> impl Iterator<Item = ExportRow> + use<'a> {
    rows.iter().filter_map(move |row| {
        let record = index.record(ledger, *row)?;
        let cells = RowCells::of(ledger, record, today);
        let told = |column: &Column| match (column, record) {
            (Column::Status, Record::Finding(finding)) => done(ledger, finding).to_string(),
            // Who reads the sheet elsewhere sees 未填报 in words, as on the page.
            (Column::Status, _) if cells.text(column).is_empty() => ledger::vocabulary::UNFILLED.to_owned(),
            _ => cells.text(column).to_owned(),
        };
        Some(ExportRow { texts: shown.iter().map(told).collect(), is_late: cells.is_late(&Column::Due) })
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
        let fields = Fields::of_records(&ledger, RecordKind::Measure);
        let seen = columns.seen(&fields);
        let name = |column: &Column| {
            if *column == Column::Owner { "谁来做".to_owned() } else { fields.label(column) }
        };
        let heads = super::columns(&fields, &seen, &columns, &name);
        let told: Vec<_> = heads.iter().map(|head| (head.name.as_str(), head.kind, head.is_due)).collect();
        let date = ("整改时限", Kind::Date, true);
        assert_eq!((told[0].0, told[1], told[2].0, told[3].0), ("序号", date, "谁来做", "整改状态"));
        let told: Vec<String> = rows(&index, &ledger, &all, &seen, today)
            .map(|row| format!("{}|{}", row.texts.join("|"), row.is_late))
            .collect();
        assert_eq!(told, ["12-2||王敏|未填报|false", "12-1|2024-01||未填报|true"]);
        let list = crate::FindingRows::new(&index, &ledger, &Query::default(), today);
        let all: Vec<Row> = list.rows().iter().copied().map(Row::Finding).collect();
        let fields = Fields::of_records(&ledger, RecordKind::Finding);
        let heads = |columns: &Columns| -> Vec<String> {
            let name = |column: &Column| fields.label(column);
            let heads = super::columns(&fields, &columns.seen(&fields), columns, &name);
            heads.into_iter().map(|head| head.name).collect()
        };
        let columns = Columns::first(RecordKind::Finding);
        assert_eq!(heads(&columns)[5..], ["措施数", "已完成措施数", "逾期措施数"]);
        let seen = columns.seen(&fields);
        let told: Vec<String> =
            rows(&index, &ledger, &all, &seen, today).map(|row| row.texts.join("|")).collect();
        assert_eq!(told, ["12|关于甲的问题||||2|0|1"]);
        let columns = Columns::parse(RecordKind::Finding, "finding,note");
        assert_eq!(heads(&columns), ["序号", "反馈问题", "备注"]);
    }
}
