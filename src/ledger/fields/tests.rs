//! What must hold of every field of the table, and of every ledger's.

use std::collections::HashSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::arbitrary::{bundle, cases};
use crate::record::Spec;

fn ledger() -> Ledger {
    let bundle = serde_json::from_value(json!({
        "id": "b",
        "units": [{"id": "u1", "name": "办公室"}, {"id": "u2", "name": "财务处"}],
        "custom_fields": [
            {"id": "c1", "label": "资金来源", "kind": "choice", "options": "上级\n自筹"},
            {"id": "c2", "label": "督办单位", "kind": "unit", "of": "finding"},
            {"id": "c3", "label": "金额", "kind": "sum", "hidden": true},
            {"id": "c,4:", "label": "备注", "kind": "date"}],
        "field_labels": {"measure.owner": "经办人", "finding.goal": "整改标准"},
        "hidden_fields": {"measure.term": true},
        "findings": [{"id": "f", "number": 12, "title": "关于甲的问题", "units": ["u2"], "amount": "12.50", "rectified_amount": "2",
            "custom": {"c2": ["u1", "gone"]},
            "measures": [{"id": "m", "number": 3, "text": "开会", "custom": {"c1": "上级", "c3": 7}}]}]
    }));
    Ledger::new(bundle.unwrap()).unwrap()
}

#[test]
fn codes_labels_and_names_are_each_of_one_field() {
    let codes: HashSet<_> = ROWS.iter().map(|row| row.code).collect();
    assert_eq!(codes.len(), ROWS.len());
    let mut names = HashSet::new();
    for row in ROWS {
        for name in std::iter::once(&row.label).chain(row.heads) {
            assert!(names.insert(plain(name)) || row.heads.contains(&row.label), "{name} is named twice");
        }
        assert_eq!(Field::of_code(row.code), Some(row.field.clone()));
        assert!(row.field.is_for(Use::First) <= (row.width > 0), "{}", row.code);
    }
    let asked: Vec<_> = ROWS.iter().flat_map(|row| row.asked).collect();
    assert_eq!(asked.iter().collect::<HashSet<_>>().len(), asked.len());
}

#[test]
fn every_field_that_an_office_fills_is_in_the_table() {
    // How a finding or measure is printed, and how a deadline was typed, is no field of a list.
    let printed = ["prefix", "label", "body", "before", "ordinal", "lead", "due_text"];
    let in_table = |spec: &Spec, of: fn(&Row) -> Option<&'static FieldSpec>| {
        for field in spec.fields.iter().filter(|field| !printed.contains(&field.name)) {
            assert!(
                ROWS.iter().any(|row| of(row).is_some_and(|own| own.name == field.name)),
                "{}",
                field.name
            );
        }
    };
    in_table(Measure::SPEC, |row| row.measure);
    in_table(Finding::SPEC, |row| row.finding);
}

#[test]
fn a_ledger_names_hides_and_adds_fields() {
    let fields = Fields::of(&ledger());
    assert_eq!(fields.label(&Field::Owner), "经办人");
    assert_eq!(fields.label(&Field::Goal), "整改标准");
    assert_eq!(fields.label(&Field::Custom(Id::new("c1").unwrap())), "资金来源");
    assert_eq!(fields.label(&Field::Custom(Id::new("gone").unwrap())), "gone");
    let shown: Vec<_> = fields.columns().map(|entry| entry.label.as_str()).collect();
    assert!(
        shown.contains(&"督办单位") && !shown.contains(&"整改类型") && !shown.contains(&"金额"),
        "{shown:?}"
    );
    for (name, code) in [
        ("资金来源", Some("custom.c1")),
        ("经办人", Some("owner")),
        ("责任人", Some("owner")),
        ("备注", Some("note")),
        ("没有", None),
    ] {
        assert_eq!(fields.asked(name).map(|entry| entry.field.code()).as_deref(), code, "{name}");
    }
    for (head, code) in [
        ("经办人", Some("owner")),
        ("整改标准", Some("goal")),
        (" 整改\n时限 ", Some("due")),
        ("责任（配合）部门", Some("units")),
        ("资金来源", Some("custom.c1")),
        ("隐患内容", Some("finding")),
        ("", None),
        ("无关的列", None),
    ] {
        assert_eq!(fields.of_head(head).map(|entry| entry.field.code()).as_deref(), code, "{head}");
    }
}

#[test]
fn findings_have_their_own_names_columns_and_groups() {
    let bundle = serde_json::from_value(json!({
        "id": "b",
        "custom_fields": [{"id": "c1", "label": "资金来源"}, {"id": "c2", "label": "督办单位", "of": "finding"}],
        "field_labels": {"measure.owner": "经办人", "finding.leader": "分管领导", "measure.status": "进度",
            "measure.due": "期限", "finding.due": "总期限"},
        "hidden_fields": {"measure.note": true, "finding.owner": true}}));
    let ledger = Ledger::new(bundle.unwrap()).unwrap();
    let (of_measures, of_findings) = (Fields::of(&ledger), Fields::of_findings(&ledger));
    for (field, measures, findings) in [
        (Field::Owner, "经办人", "经办人"),
        (Field::Leader, "分管领导", "分管领导"),
        (Field::Due, "期限", "总期限"),
        (Field::Status, "进度", "完成情况"),
        (Field::Overdue, "逾期措施数", "逾期"),
    ] {
        assert_eq!(
            (of_measures.label(&field).as_str(), of_findings.label(&field).as_str()),
            (measures, findings)
        );
    }
    // Both know the same names: what is asked in one list is understood by the search of the other.
    for (a, b) in of_measures.iter().zip(of_findings.iter()) {
        assert_eq!(a.asked, b.asked);
    }
    let labels = |entries: Vec<&Entry>| entries.iter().map(|entry| entry.label.clone()).collect::<Vec<_>>();
    let columns = labels(of_findings.columns().collect());
    for (label, there) in [
        ("备注", true),
        ("经办人", false),
        ("仅内部", true),
        ("督办单位", true),
        ("资金来源", false),
        ("整改措施", false),
        ("措施数", true),
    ] {
        assert_eq!(columns.iter().any(|own| own == label), there, "{label}: {columns:?}");
    }
    assert!(!labels(of_measures.columns().collect()).contains(&"措施数".to_owned()));
    assert_eq!(
        labels(of_findings.groups().collect()),
        ["问题类别", "牵头部门", "完成情况", "销号情况", "督办单位"]
    );
}

#[test]
fn a_row_says_what_is_its_own_and_what_its_finding_says() {
    let ledger = ledger();
    let finding = &ledger.bundle().findings[0];
    let measure = &finding.measures[0];
    let custom = |id: &str| Field::Custom(Id::new(id).unwrap());
    for (field, of_measure, of_finding) in [
        (Field::Number, "12-3", "12"),
        (Field::Lead, "财务处", "财务处"),
        (Field::Amount, "12.50", "12.50"),
        (Field::Balance, "10.5", "10.5"),
        (custom("c1"), "上级", ""),
        (custom("c2"), "办公室、gone", "办公室、gone"),
        (custom("c3"), "7", ""),
        (custom("gone"), "", ""),
    ] {
        assert_eq!(field.of_measure(&ledger, finding, measure), of_measure, "{field:?}");
        assert_eq!(field.of_finding(&ledger, finding), of_finding, "{field:?}");
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_field_has_a_code_that_names_it_and_no_other(text in crate::arbitrary::text()) {
        if let Some(id) = Id::new(&text) {
            let field = Field::Custom(id);
            let code = field.code();
            prop_assert!(!code.contains([',', ':', '&', '=', ' ']), "{code}");
            prop_assert_eq!(Field::of_code(&code), Some(field));
        }
        if let Some(field) = Field::of_code(&text) {
            prop_assert_eq!(Field::of_code(&field.code()), Some(field));
        }
    }

    #[test]
    fn every_field_says_something_of_any_row(bundle in bundle()) {
        let ledger = Ledger::new(bundle).unwrap();
        let fields = Fields::of(&ledger);
        for entry in fields.iter() {
            for finding in &ledger.bundle().findings {
                let _ = entry.field.of_finding(&ledger, finding);
                let empty = entry.field.finding_order(&ledger, finding) == SortValue::Empty;
                if let (Field::Custom(id), true) = (&entry.field, empty) {
                    let text = entry.field.of_finding(&ledger, finding);
                    prop_assert!(text.trim().is_empty(), "{id}: {text}");
                }
                for measure in &finding.measures {
                    let _ = entry.field.of_measure(&ledger, finding, measure);
                    let _ = entry.field.measure_order(&ledger, finding, measure);
                }
            }
        }
    }
}
