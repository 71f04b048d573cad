//! The rules of searching, filtering and sorting, told one by one on a small ledger.

use serde_json::json;

use crate::{FindingRows, Index, MeasureRows, Query, Refresh};
use ledger::date::Date;
use ledger::{Bundle, Id, Ledger};

pub(super) fn today() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

pub(super) fn ledger() -> Ledger {
    let bundle: Bundle = serde_json::from_value(json!({
        "id": "b",
        "statuses": [
            {"id": "s1", "label": "整改中", "class": "open"},
            {"id": "s2", "label": "基本完成", "class": "partial"},
            {"id": "s3", "label": "已完成", "class": "done"},
        ],
        "units": [{"id": "u1", "name": "政策处", "aliases": "法规处"}, {"id": "u2", "name": "办公室"}],
        "aspects": [{"id": "a1", "title": "聚焦政治建设"}, {"id": "a2", "title": "学习方面", "parent": "a1"}],
        "findings": [
            {"id": "f1", "number": 1, "title": "关于学习不够深入的问题", "aspect": "a2", "measures": [
                {"id": "m1", "number": 1, "text": "制定计划。", "lead_unit": "u1", "status": "s3", "due": "2026-01", "term": "限期整改"},
                {"id": "m2", "number": 2, "text": "开展GB/T培训。", "status": "s1", "due": "2026-11-01", "note": "见11-20号文", "owner": "乙",
                 "extensions": [{"id": "x1", "due": "2026-11-20", "reason": "资金未到位"}]},
                {"id": "m3", "number": 3, "text": "长期推进。", "units": ["u2"], "due": "长期坚持", "owner": "甲"},
            ]},
            {"id": "f2", "number": 11, "title": "关于台账不全的问题", "aspect": "a1", "due": "2026-02", "lead_unit": "u2", "measures": [
                {"id": "m4", "number": 1, "text": "补齐台账。", "supporting_units": ["u1"], "status": "s2", "due": "2026-11-14",
                 "progress": [{"id": "p1", "date": "2026-03-01", "text": "已补１２份"}],
                 "evidence": [{"id": "e1", "name": "清单.PDF", "sm3": "abcdef", "also": ["m2"]}],
                 "closure": [{"id": "c1", "action": "apply"}, {"id": "c2", "action": "return", "opinion": "请补签字"}]},
                {"id": "m5", "number": 2, "text": "", "status": "s9"},
            ]},
            {"id": "f3", "title": "没有措施的问题", "details": "巡察发现责任悬空。"},
        ],
    }))
    .unwrap();
    Ledger::new(bundle).unwrap()
}

pub(super) fn measures(query: &str) -> String {
    let ledger = ledger();
    let index = Index::complete(&ledger);
    let rows = MeasureRows::new(&index, &ledger, &Query::parse(query), today());
    rows.rows().iter().map(|row| index.measure_id(*row).unwrap().as_str()).collect::<Vec<_>>().join(" ")
}

pub(super) fn findings(query: &str) -> String {
    let ledger = ledger();
    let index = Index::complete(&ledger);
    let rows = FindingRows::new(&index, &ledger, &Query::parse(query), today());
    rows.rows().iter().map(|row| index.finding_id(*row).unwrap().as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_search_looks_into_every_text_of_a_row_and_its_finding() {
    let cases = [
        ("", "m1 m2 m3 m4 m5"),
        ("计划", "m1"),
        ("学习 培训", "m2"),
        ("gb/t", "m2"),
        ("ｇｂ", "m2"),
        ("资金", "m2"),
        ("见11", "m2"),
        ("12份", "m4"),
        ("清单.pdf", "m4"),
        ("abcdef", ""),
        ("签字", "m4"),
        ("1-1", "m1"),
        ("11-1", "m4"),
        ("11-2", "m5"),
        ("办公室", "m3 m4 m5"),
        ("法规处", "m1 m4"),
        ("处法", ""),
        ("聚焦", "m4 m5"),
        ("整改中", "m2"),
        ("未填报", "m3"),
        ("s9", "m5"),
        ("限期", "m1"),
        ("2026-11-20", "m2"),
        ("2026-11", "m2 m4"),
        ("台账 计划", ""),
    ];
    for (text, expected) in cases {
        let query = Query { text: text.into(), ..Query::default() };
        assert_eq!(measures(&query.print()), expected, "{text}");
    }
}

#[test]
fn where_no_number_is_printed_the_number_that_is_shown_is_found() {
    let bundle = json!({"id": "b", "findings": [
        {"id": "f1", "measures": [{"id": "m1"}, {"id": "m2"}]},
        {"id": "f2", "measures": [{"id": "m3", "number": 7}, {"id": "m4"}]}]});
    let mut ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
    let mut index = Index::complete(&ledger);
    let found = |index: &Index, ledger: &Ledger, text: &str| {
        let query = Query { text: text.into(), ..Query::default() };
        let rows = MeasureRows::new(index, ledger, &query, today());
        rows.rows().iter().map(|row| index.measure_id(*row).unwrap().to_string()).collect::<Vec<_>>()
    };
    for (text, id) in [("1-1", "m1"), ("1-2", "m2"), ("2-7", "m3"), ("2-2", "m4")] {
        assert_eq!(found(&index, &ledger, text), [id], "{text}");
    }
    let first = Id::new("f1").unwrap();
    ledger.remove(&first).unwrap();
    index.patch(&ledger, [&first, &Id::new("b").unwrap()]);
    assert_eq!(found(&index, &ledger, "1-2"), ["m4"]);
    assert_eq!(found(&index, &ledger, "2-2"), [""; 0]);
}

#[test]
fn each_filter_of_the_measures_means_what_it_says() {
    let cases = [
        ("aspect=a1", "m1 m2 m3 m4 m5"),
        ("aspect=a2", "m1 m2 m3"),
        ("aspect=-", ""),
        ("aspect=a7", ""),
        ("lead=u1", "m1"),
        ("lead=u2", "m3 m4 m5"),
        ("lead=-", "m2"),
        ("unit=u1", "m1 m4"),
        ("unit=u2", "m3 m4 m5"),
        ("status=s1&status=s2", "m2 m4"),
        ("status=-", "m3"),
        ("status=s9", "m5"),
        ("status=s8", ""),
        ("term=限期整改", "m1"),
        ("term=-", "m2 m3 m4 m5"),
        ("due=overdue", "m4 m5"),
        ("due=10", "m2"),
        ("due=30", "m2"),
        ("due=month", "m2 m4"),
        ("due=phrase", "m3"),
        ("due=none", ""),
        ("closure=returned", "m4"),
        ("closure=open", "m1 m2 m3 m5"),
        ("finished=yes", "m1"),
        ("finished=no", "m2 m3 m4 m5"),
        ("owner=甲", "m3"),
        ("owner=-", "m1 m4 m5"),
        ("idle=30", "m2 m3 m4 m5"),
        ("idle=300", "m2 m3 m5"),
        ("proof=none", "m1 m3 m5"),
        ("proof=none&owner=-", "m1 m5"),
        ("finding=f2", "m4 m5"),
        ("finding=f9", ""),
        ("finding=f2&due=overdue&text=台账&unit=u1", "m4"),
    ];
    for (query, expected) in cases {
        assert_eq!(measures(query), expected, "{query}");
    }
}

#[test]
fn rows_are_sorted_with_the_empty_last_and_equal_ones_in_the_order_of_the_ledger() {
    let cases = [
        ("sort=-number", "m5 m4 m3 m2 m1"),
        ("sort=due", "m1 m5 m4 m2 m3"),
        ("sort=-due", "m2 m4 m5 m1 m3"),
        ("sort=status", "m3 m2 m4 m1 m5"),
        ("sort=-status", "m5 m1 m4 m2 m3"),
        ("sort=owner", "m2 m3 m1 m4 m5"),
        ("sort=-owner", "m3 m2 m1 m4 m5"),
        ("sort=text", "m1 m2 m4 m3 m5"),
        ("sort=lead", "m3 m4 m5 m1 m2"),
        ("sort=aspect", "m4 m5 m1 m2 m3"),
        ("sort=-evidence", "m4 m1 m2 m3 m5"),
        ("sort=progress", "m4 m1 m2 m3 m5"),
        ("sort=-closure", "m4 m1 m2 m3 m5"),
        ("sort=overdue", "m1 m2 m3 m4 m5"),
    ];
    for (query, expected) in cases {
        assert_eq!(measures(query), expected, "{query}");
    }
}

#[test]
fn a_finding_is_listed_for_what_it_says_and_for_what_its_measures_do() {
    let cases = [
        ("", "f1 f2 f3"),
        ("text=学习", "f1"),
        ("text=计划 资金", "f1"),
        ("text=签字", "f2"),
        ("text=问题", "f1 f2 f3"),
        ("text=悬空", "f3"),
        ("unit=u2", "f1 f2"),
        ("lead=u2", "f1 f2"),
        ("lead=-", "f1"),
        ("status=s3", "f1"),
        ("status=-", "f1"),
        ("due=overdue", "f2"),
        ("due=none", ""),
        ("status=s1&due=overdue", ""),
        ("unit=u2&due=overdue", "f2"),
        ("finished=yes", ""),
        ("closure=returned", "f2"),
        ("aspect=a1", "f1 f2"),
        ("aspect=-", "f3"),
        ("sort=-measures", "f1 f2 f3"),
        ("sort=measures", "f3 f2 f1"),
        ("sort=-status", "f1 f2 f3"),
        ("sort=-overdue", "f2 f1 f3"),
        ("sort=due", "f2 f1 f3"),
        ("sort=-number", "f3 f2 f1"),
    ];
    for (query, expected) in cases {
        assert_eq!(findings(query), expected, "{query}");
    }
}

#[test]
fn a_change_tells_whether_the_list_is_to_be_drawn_anew() {
    let id = |text: &str| Id::new(text).unwrap();
    let mut ledger = ledger();
    let mut index = Index::complete(&ledger);
    let query = Query::parse("finished=no&sort=due");
    let mut rows = MeasureRows::new(&index, &ledger, &query, today());
    let mut set = |measure: &str, field: &str, value: serde_json::Value| {
        ledger.set(&id(measure), field, &value).unwrap();
        let patch = index.patch(&ledger, [&id(measure)]);
        rows.refresh(&index, &ledger, &patch)
    };
    assert_eq!(set("m2", "owner", json!("丙")), Refresh::Content);
    assert_eq!(set("m1", "owner", json!("丙")), Refresh::Nothing);
    assert_eq!(set("m4", "due", json!("2026-12-01")), Refresh::Rows);
    assert_eq!(set("m4", "status", json!("s3")), Refresh::Rows);
    assert_eq!(set("u2", "name", json!("综合处")), Refresh::Rows);
}

#[test]
fn what_is_gone_is_not_found_by_its_status_nor_its_finding_by_it() {
    let id = |text: &str| Id::new(text).unwrap();
    let mut ledger = ledger();
    let mut index = Index::complete(&ledger);
    ledger.remove(&id("m2")).unwrap();
    let patch = index.patch(&ledger, &[id("m2"), id("f1")]);
    assert!(patch.rebuilt);
    let query = Query::parse("text=整改中");
    assert_eq!(MeasureRows::new(&index, &ledger, &query, today()).matched(), 0);
    assert_eq!(FindingRows::new(&index, &ledger, &query, today()).matched(), 0);
    assert_eq!(index.measure_row(&id("m2")), None);
}

#[test]
fn a_number_that_grows_is_another_number_and_is_searched_among_all_rows() {
    let ledger = ledger();
    let index = Index::complete(&ledger);
    let mut rows = MeasureRows::new(&index, &ledger, &Query::default(), today());
    for (typed, expected) in [("11-", 3), ("11-2", 1), ("11-20", 1), ("11-2", 1), ("见11-2", 1), ("11-", 3)]
    {
        let query = Query { text: typed.into(), ..Query::default() };
        rows.requery(&index, &ledger, &query, today());
        assert_eq!(rows.matched(), expected, "{typed}");
        let afresh = MeasureRows::new(&index, &ledger, &query, today());
        assert_eq!(rows.rows(), afresh.rows(), "{typed}");
    }
}

#[test]
fn a_status_that_no_vocabulary_knows_is_found_as_soon_as_a_row_has_it() {
    let id = |text: &str| Id::new(text).unwrap();
    let mut ledger = ledger();
    let mut index = Index::complete(&ledger);
    let mut rows = MeasureRows::new(&index, &ledger, &Query::parse("text=外来"), today());
    assert_eq!(rows.matched(), 0);
    ledger.set(&id("m1"), "status", &json!("外来词")).unwrap();
    let patch = index.patch(&ledger, [&id("m1")]);
    assert_eq!(rows.refresh(&index, &ledger, &patch), Refresh::Rows);
    assert_eq!(rows.matched(), 1);
}
