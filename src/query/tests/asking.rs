//! Words that ask for fields, told one by one on the ledger of `cases`, and held against the filters that say the same.

use proptest::prelude::*;
use proptest::sample::select;

use super::cases::{findings, ledger, measures, today};
use crate::{FindingRows, Index, MeasureRows, Query, hints};
use ledger::Ledger;
use ledger::demo::demo;

fn query(text: &str) -> String {
    Query { text: text.into(), ..Query::default() }.print()
}

#[test]
fn a_word_can_ask_for_a_field_of_a_measure() {
    let cases = [
        ("单位:政策处", "m1 m4"),
        ("单位:法规处", "m1 m4"),
        ("单位:zcc", "m1 m4"),
        ("单位：办公", "m3 m4 m5"),
        ("单位:政策处、办公室", "m1 m3 m4 m5"),
        ("牵头:政策处", "m1"),
        ("牵头:未定", "m2"),
        ("-牵头:未定", "m1 m3 m4 m5"),
        ("状态:整改中", "m2"),
        ("状态:完成", "m1 m4"),
        ("状态:ywc", "m1"),
        ("状态:未填报", "m3"),
        ("状态:整改中、未填报", "m2 m3"),
        ("-状态:已完成", "m2 m3 m4 m5"),
        ("状态:s9", "m5"),
        ("状态:没有", ""),
        ("类型:限期", "m1"),
        ("类型:无", "m2 m3 m4 m5"),
        ("方面:学习", "m1 m2 m3"),
        ("方面:政治", "m1 m2 m3 m4 m5"),
        ("责任人:甲", "m3"),
        ("责任人:无", "m1 m4 m5"),
        ("时限:2026-11", "m2 m4"),
        ("时限:<2026-11", "m1 m5"),
        ("时限:>2026-11-14", "m2"),
        ("时限:长期", "m3"),
        ("时限:无", ""),
        ("时限:5天", "m2"),
        ("销号:退回", "m4"),
        ("-销号:退回", "m1 m2 m3 m5"),
        ("编号:1", "m1 m2 m3"),
        ("编号:1-2、11-2", "m2 m5"),
        ("编号:１１－１", "m4"),
        ("问题:台账", "m4 m5"),
        ("措施:培训", "m2"),
        ("备注:11-20", "m2"),
        ("佐证:有", "m2 m4"),
        ("佐证:无", "m1 m3 m5"),
        ("佐证:清单", "m4"),
        ("进展:无", "m1 m2 m3 m5"),
        ("是:逾期", "m4 m5"),
        ("是:已完成", "m1"),
        ("是:延期", "m2"),
        ("编号:1 是:无佐证", "m1 m3"),
        ("编号:1 无佐证", "m1 m3"),
        ("编号:1 -已完成", "m2 m3"),
        ("单位:政策处 状态:基本完成 逾期", "m4"),
        ("台账 单位:政策处", "m4"),
        ("逾期", ""),
        ("状态:", "m1 m2 m3 m4 m5"),
    ];
    for (text, expected) in cases {
        assert_eq!(measures(&query(text)), expected, "{text}");
    }
}

#[test]
fn a_finding_is_asked_by_its_measures_or_itself() {
    let cases = [
        ("状态:整改中", "f1"),
        ("单位:办公室", "f1 f2"),
        ("时限:2026-02", "f2"),
        ("方面:学习", "f1"),
        ("方面:无", "f3"),
        ("编号:11", "f2"),
        ("编号:11-2", "f2"),
        ("问题:没有措施", "f3"),
        ("-问题:学习", "f2 f3"),
        ("是:逾期", "f2"),
    ];
    for (text, expected) in cases {
        assert_eq!(findings(&query(text)), expected, "{text}");
    }
}

#[test]
fn what_cannot_be_met_is_told_with_what_can() {
    let ledger = ledger();
    let index = Index::complete(&ledger);
    for (text, said, instead) in [
        ("单为:政策处", Some("没有“单为”这个字段，已按文字查找；可用：编号、方面"), Some("单位:政策处")),
        ("状态:整改种", Some("没有“整改种”这个状态，可用：未填报、整改中、基本完成、已完成"), None),
        ("单位:人事处", Some("没有“人事处”这个单位，可用：政策处、办公室"), None),
        ("时限:2024-13", Some("“时限:2024-13”看不懂，应为2024-06、"), None),
        ("编号:甲", Some("“编号:甲”看不懂，应为12（问题）或 12-3（措施）"), None),
        ("是:好", Some("“是:好”看不懂，可用：逾期、临期"), None),
        ("状态:", Some("状态：填状态的名称"), None),
        ("逾期 台账", Some("正在查找“逾期”这几个字；按情况查找请写 是:逾期"), Some("是:逾期 台账")),
        ("台账 12:30 整改情况:", None, None),
        ("单位:政策处 状态:整改中 逾期", None, None),
    ] {
        let found = hints(text, &index, &ledger);
        match said {
            None => assert_eq!(found, [], "{text}"),
            Some(said) => {
                assert_eq!(found.len(), 1, "{text}: {found:?}");
                assert!(found[0].said.starts_with(said), "{text}: {}", found[0].said);
                assert_eq!(found[0].instead.as_deref(), instead, "{text}");
                assert_eq!(
                    found[0].wrong,
                    !said.starts_with("状态：") && !said.starts_with("正在"),
                    "{text}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_word_for_a_field_means_what_the_filter_means(
        seed in 0..20u64,
        size in 1..120usize,
        (word, filter) in select(vec![
            ("状态:整改中", "status=整改中"),
            ("状态:未填报", "status=-"),
            ("状态:整改中、未启动", "status=整改中&status=未启动"),
            ("类型:长期坚持", "term=长期坚持"),
            ("牵头:未定", "lead=-"),
            ("时限:逾期", "due=overdue"),
            ("是:逾期", "due=overdue"),
            ("时限:10天", "due=10"),
            ("时限:30天", "due=30"),
            ("时限:本月", "due=month"),
            ("时限:长期", "due=phrase"),
            ("时限:无", "due=none"),
            ("销号:未申请", "closure=open"),
            ("销号:退回", "closure=returned"),
            ("方面:无", "aspect=-"),
            ("是:无佐证", "proof=none"),
            ("佐证:无", "proof=none"),
        ]),
    ) {
        let ledger = Ledger::new(demo(seed, size)).unwrap();
        let index = Index::complete(&ledger);
        let by_word = Query { text: word.into(), ..Query::default() };
        let by_filter = Query::parse(filter);
        let rows = |query| MeasureRows::new(&index, &ledger, query, today()).rows().to_vec();
        prop_assert_eq!(rows(&by_word), rows(&by_filter));
        let rows = |query| FindingRows::new(&index, &ledger, query, today()).rows().to_vec();
        prop_assert_eq!(rows(&by_word), rows(&by_filter));
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn fields_of_the_ledger_itself_are_asked_sorted_and_grouped() {
    use crate::groups::groups;
    use crate::{GroupBy, MeasureRows, Query};
    let bundle = serde_json::json!({
        "id": "b",
        "units": [{"id": "u1", "name": "财政局"}, {"id": "u2", "name": "办公室"}],
        "custom_fields": [
            {"id": "c1", "label": "资金来源", "kind": "choice", "options": "上级\n自筹"},
            {"id": "c2", "label": "金额", "kind": "sum"},
            {"id": "c3", "label": "到账", "kind": "date"},
            {"id": "c4", "label": "督办单位", "kind": "unit", "of": "finding"}],
        "field_labels": {"measure.owner": "经办人"},
        "findings": [
            {"id": "f1", "custom": {"c4": ["u1"]}, "measures": [
                {"id": "m1", "owner": "王敏", "custom": {"c1": "自筹", "c2": "9.5", "c3": "2024-06"}},
                {"id": "m2", "custom": {"c1": "上级", "c2": "10", "c3": "2024-07-01"}}]},
            {"id": "f2", "measures": [
                {"id": "m3", "custom": {"c2": "若干"}}, {"id": "m4", "custom": {"c1": "别的", "c2": "-3"}}]}]
    });
    let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
    let index = Index::complete(&ledger);
    let today = ledger::date::Date::new(2026, 11, 15).unwrap();
    let ids = |query: &Query| {
        let rows = MeasureRows::new(&index, &ledger, query, today);
        rows.rows()
            .iter()
            .map(|row| index.measure_id(*row).unwrap().to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (text, expected) in [
        ("资金来源:上级", "m2"),
        ("资金来源:上级、自筹", "m1 m2"),
        ("-资金来源:上级", "m1 m3 m4"),
        ("资金来源:无", "m3"),
        ("金额:>9", "m1 m2"),
        ("金额:-3..9.5", "m1 m4"),
        ("金额:10.0", "m2"),
        ("金额:若干", "m3"),
        ("到账:2024-06", "m1"),
        ("到账:>2024-06", "m2"),
        ("到账:有", "m1 m2"),
        ("督办单位:财政", "m1 m2"),
        ("经办人:王敏", "m1"),
        ("责任人:王敏", "m1"),
        ("若干", "m3"),
        ("涉及金额:无", "m1 m2 m3 m4"),
    ] {
        assert_eq!(ids(&Query { text: text.to_owned(), ..Query::default() }), expected, "{text}");
        assert!(hints(text, &index, &ledger).iter().all(|hint| !hint.wrong), "{text}");
    }
    for (address, expected) in [
        ("sort=custom.c2", "m4 m1 m2 m3"),
        ("sort=-custom.c2", "m2 m1 m4 m3"),
        ("sort=custom.c3", "m1 m2 m3 m4"),
        ("sort=-custom.c3", "m2 m1 m3 m4"),
        ("sort=-custom.c1", "m1 m4 m2 m3"),
        ("sort=-custom.gone", "m1 m2 m3 m4"),
        ("custom.c1=%E4%B8%8A%E7%BA%A7", "m2"),
        ("custom.c1=-", "m3"),
        ("custom.gone=x", ""),
    ] {
        assert_eq!(ids(&Query::parse(address)), expected, "{address}");
    }
    let rows = MeasureRows::new(&index, &ledger, &Query::default(), today);
    let all: Vec<_> = rows.rows().iter().copied().map(crate::Row::Measure).collect();
    let told = |id: &str| {
        let by = GroupBy::Custom(ledger::Id::new(id).unwrap());
        let groups = groups(&index, &ledger, &all, &by).into_iter();
        groups.map(|group| format!("{} {}", group.name, group.rows.len())).collect::<Vec<_>>().join("；")
    };
    assert_eq!(told("c1"), "上级 1；自筹 1；别的 1；未填报资金来源 1");
    assert_eq!(told("c4"), "财政局 2；未填报督办单位 2");
    let told = hints("资金来院:上级", &index, &ledger);
    assert_eq!(told[0].instead.as_deref(), Some("资金来源:上级"));
}
