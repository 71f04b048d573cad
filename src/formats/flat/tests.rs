//! The tables hold what the ledger holds; what is written is read back as it was; the description is that of the files.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use journal::{Cause, Journal, Op, Stamp};
use ledger::Bundle;
use ledger::counts::Counts;
use ledger::date::{Date, Moment};
use ledger::demo::demo;

fn day() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn journal(bundle: serde_json::Value) -> Journal {
    Journal::open(serde_json::from_value(bundle).unwrap()).unwrap()
}

fn small() -> Journal {
    let mut journal = journal(json!({
        "format": "zhenggai.bundle/1", "id": "台账/1", "title": "试,\"台账\"", "organization": "局党组",
        "inspection": {"round": "第五轮", "feedback": "2024-06-18"},
        "statuses": [{"id": "d", "label": "已完成", "class": "done"}],
        "units": [{"id": "u", "name": "办公室"}, {"id": "v", "name": "人事处"}],
        "custom_fields": [
            {"id": "c1", "label": "联系电话"}, {"id": "c2", "label": "协办", "kind": "unit"}, {"id": "c3", "label": "来源", "of": "finding"}],
        "findings": [
            {"id": "f", "number": 1, "title": "甲", "amount": "0012.50", "lead_unit": "u", "due": "2024-06", "custom": {"c3": "上级"}, "measures": [
                {"id": "m", "number": 1, "text": "两\n行", "status": "d", "custom": {"c1": "010", "c2": ["v"]}, "closure": [
                    {"id": "s1", "action": "apply", "round": 1, "by": "李", "date": "2024-06-01"},
                    {"id": "s2", "action": "return", "round": 1, "by": "王", "date": "2024-06-05", "opinion": "补"},
                    {"id": "s3", "action": "apply", "round": 2, "by": "李", "date": "2024-06-08"},
                    {"id": "s4", "action": "close", "by": "王", "date": "2024-06-11", "round": 2, "level": 1}]},
                {"id": "n", "number": 2, "text": "=1+1", "owner": " 张 ", "units": ["v", "gone"],
                 "extensions": [{"id": "x", "due": "2026-11-10"}], "due": "2024-07-01"}]},
            {"id": "g", "number": 2, "title": "乙"}]
    }));
    let stamp = Stamp {
        session: Id::new("s").unwrap(),
        at: Moment::EPOCH,
        author: "王敏".into(),
        unit: "办公室".into(),
    };
    let set = Op::Set {
        entity: Id::new("n").unwrap(),
        field: "note".into(),
        from: json!(null),
        to: json!("好,的"),
    };
    journal.commit(vec![set], &stamp, &Cause::Direct).unwrap();
    journal
}

fn text(journal: &Journal, table: Table, form: Form) -> String {
    table.file(&Source::new(journal, day()), form).collect()
}

/// The rows as objects of JSON.
fn objects(journal: &Journal, table: Table) -> Vec<serde_json::Value> {
    text(journal, table, Form::Ndjson).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_row_tells_what_holds_for_a_measure() {
    let rows = objects(&small(), Table::Measures);
    assert_eq!(rows.len(), 2);
    for (row, expected) in rows.iter().zip([
        json!({"ledger": "台账/1", "inspection_round": "第五轮", "feedback": "2024-06-18", "as_of": "2026-11-15", "demonstration": false,
            "finding": "f", "finding_number": 1, "measure": "m", "measure_number": "1-1", "text": "两\n行", "unit": "办公室", "lead_unit": "办公室",
            "due": "2024-06", "due_day": "2024-06-30", "overdue": false, "overdue_days": null, "status": "已完成", "status_class": "done", "done": true,
            "closure": "closed", "closure_round": 2, "closure_applied": "2024-06-01", "closure_closed": "2024-06-11", "closure_days": 10, "closure_returns": 1,
            "own_fields": {"联系电话": "010", "协办": ["人事处"]}, "units": null, "owner": null}),
        json!({"measure": "n", "measure_number": "1-2", "text": "=1+1", "unit": "办公室", "units": "人事处、gone", "owner": " 张 ", "due": "2026-11-10",
            "first_due_day": "2024-07-01", "extensions": 1, "overdue": true, "overdue_days": 5, "status": "未填报", "status_class": "unfilled", "done": false,
            "closure": "not_applied", "closure_round": null, "closure_days": null, "note": "好,的", "own_fields": null}),
    ]) {
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&row[name], value, "{name}");
        }
    }
}

#[test]
fn a_row_tells_of_a_finding_and_of_an_edit() {
    let rows = objects(&small(), Table::Findings);
    let first = json!({"finding": "f", "amount": 12.50, "measures": 2, "measures_done": 1, "measures_unfilled": 1, "measures_overdue": 1,
        "overdue": true, "finished": false, "unit": "办公室", "own_fields": {"来源": "上级"}});
    for (name, value) in first.as_object().unwrap() {
        assert_eq!(&rows[0][name], value, "{name}");
    }
    assert_eq!(
        (&rows[1]["measures"], &rows[1]["overdue"], &rows[1]["amount"]),
        (&json!(0), &json!(false), &json!(null))
    );
    let rows = objects(&small(), Table::Edits);
    let edit = json!({"ledger": "台账/1", "place": 1, "author": "王敏", "author_unit": "办公室", "cause": "direct", "action": "set", "entity": "n",
        "field": "note", "before": null, "after": "好,的", "outcome": "applied", "parent": null});
    assert_eq!(rows.len(), 1);
    for (name, value) in edit.as_object().unwrap() {
        assert_eq!(&rows[0][name], value, "{name}");
    }
    assert_eq!(rows[0]["step"], rows[0]["edit"]);
}

#[test]
fn csv_is_for_programs() {
    let measures = text(&small(), Table::Measures, Form::Csv);
    assert!(
        measures.starts_with("ledger,ledger_title,organization,") && !measures.contains('\r'),
        "{measures}"
    );
    let rows = crate::csv::read(&measures);
    let at = |name: &str| rows[0].iter().position(|head| head == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!(rows.len(), 3);
    for (name, first, second) in [
        ("ledger_title", "试,\"台账\"", "试,\"台账\""),
        ("text", "两\n行", "=1+1"),
        ("owner", "", " 张 "),
        ("overdue", "false", "true"),
        ("closure_days", "10", ""),
        ("own_fields", "{\"协办\":[\"人事处\"],\"联系电话\":\"010\"}", ""),
    ] {
        assert_eq!((rows[1][at(name)].as_str(), rows[2][at(name)].as_str()), (first, second), "{name}");
    }
    let amounts = text(&small(), Table::Findings, Form::Csv);
    assert!(amounts.contains(",12.5"), "{amounts}");
}

#[test]
fn the_description_names_every_column_once() {
    let schema = crate::csv::read(&schema());
    assert_eq!(schema[0], ["table", "column", "type", "unit", "meaning"]);
    let mut all = Vec::new();
    for table in Table::ALL {
        let columns = table.columns();
        let names: std::collections::BTreeSet<&str> = columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), columns.len(), "{table:?}");
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
        assert!(columns.iter().all(|column| !column.meaning.is_empty()));
        assert_eq!(columns[0].name, "ledger");
        all.extend(columns.iter().map(|column| vec![table.folder(), column.name]));
    }
    let told: Vec<Vec<&str>> = schema[1..].iter().map(|row| vec![row[0].as_str(), row[1].as_str()]).collect();
    assert_eq!(told, all);
}

#[test]
fn duckdb_is_told_every_column_with_its_type() {
    let sql = duckdb();
    assert_eq!(sql.matches("create or replace view").count(), 3);
    for table in Table::ALL {
        assert!(sql.contains(&format!("read_csv('{}/*.csv'", table.folder())), "{sql}");
        for column in table.columns() {
            assert!(sql.contains(&format!("'{}': '{}'", column.name, column.kind.name())), "{column:?}");
        }
    }
}

#[test]
fn a_ledger_leaves_with_all_its_files_and_their_description() {
    let journal = small();
    let files = files(&Source::new(&journal, day()));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "schema.csv",
            "duckdb.sql",
            "measures/台账_1.csv",
            "measures/台账_1.ndjson",
            "findings/台账_1.csv",
            "findings/台账_1.ndjson",
            "edits/台账_1.csv",
            "edits/台账_1.ndjson"
        ]
    );
    assert_eq!(files[2].1, text(&journal, Table::Measures, Form::Csv).into_bytes());
}

#[test]
fn each_ledger_has_its_file_in_the_folder_of_its_table() {
    for (id, expected) in [
        ("b", "measures/b.csv"),
        ("台账/1", "measures/台账_1.csv"),
        ("a:b*c", "measures/a_b_c.csv"),
        ("..", "measures/整改台账.csv"),
        ("con", "measures/_con.csv"),
    ] {
        assert_eq!(path(Table::Measures, &Id::new(id).unwrap(), Form::Csv), expected);
    }
    assert_eq!(path(Table::Edits, &Id::new("b").unwrap(), Form::Ndjson), "edits/b.ndjson");
}

#[test]
fn many_rows_come_in_chunks_and_agree_with_the_counts_of_the_page() {
    let journal = Journal::open(demo(5, 2_000)).unwrap();
    let source = Source::new(&journal, day());
    let chunks: Vec<String> = Table::Measures.file(&source, Form::Ndjson).collect();
    assert!(chunks.len() > 5 && chunks.iter().all(|chunk| chunk.len() < 2 * CHUNK), "{}", chunks.len());
    let rows = objects(&journal, Table::Measures);
    let counts = Counts::of(journal.ledger().bundle(), day()).measures;
    let count = |holds: &dyn Fn(&serde_json::Value) -> bool| rows.iter().filter(|row| holds(row)).count();
    assert_eq!(rows.len(), counts.total);
    assert_eq!(count(&|row| row["overdue"] == true), counts.overdue);
    assert_eq!(count(&|row| row["done"] == true), counts.done);
    assert_eq!(objects(&journal, Table::Findings).len(), journal.ledger().bundle().findings.len());
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(48))]

    /// Any ledger: every line of NDJSON is an object with every column, and CSV says the same cell by cell.
    #[test]
    fn both_forms_hold_the_same_whatever_a_ledger_holds(bundle in ledger::arbitrary::bundle()) {
        let bundle: Bundle = bundle;
        let Ok(journal) = Journal::open(bundle) else { return Ok(()) };
        for table in Table::ALL {
            let names: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
            let rows = objects(&journal, table);
            let mut values = Vec::new();
            for row in &rows {
                let row = row.as_object().unwrap();
                prop_assert_eq!(row.len(), names.len());
                values.push(names.iter().map(|name| match &row[*name] {
                    serde_json::Value::Null => String::new(),
                    serde_json::Value::String(text) if *name != "before" && *name != "after" => text.clone(),
                    other => other.to_string(),
                }).collect::<Vec<_>>());
            }
            let mut csv = csv_rows(&text(&journal, table, Form::Csv));
            prop_assert_eq!(csv.remove(0), names);
            prop_assert_eq!(csv, values);
        }
    }
}

/// The rows of a CSV file, by the letter of RFC 4180.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, quoted) {
            ('"', true) if signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            ('"', _) => quoted = !quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\n', false) => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (sign, _) => cell.push(sign),
        }
    }
    rows
}
