//! Layouts of empty forms as offices send them, as documents and as sheets, filled with the demonstration ledger: what is filled
//! in and taken in again changes nothing.

use proptest::prelude::*;

use super::super::{fill, inspect};
use super::documents::{file, p, tr};
use super::workbook::{Made, row};
use super::*;
use crate::table::choices::Choices;
use crate::table::preview::{self, Importer, Preview};
use crate::table::raw::RawBook;
use ledger::Id;

/// Heads of forms.
const LAYOUTS: [&[&str]; 13] = [
    &["序号", "反馈问题", "整改措施", "责任人", "整改时限"],
    &[
        "序号",
        "问题类别",
        "反馈问题",
        "整改目标",
        "整改措施",
        "责任领导",
        "牵头部门",
        "责任人",
        "整改时限",
        "整改状态",
        "备注",
    ],
    &["序 号", "巡察反馈问题", "具体整改措施", "责任单位", "完成时限", "整改进展情况", "销号情况"],
    &["问题清单", "措施清单", "责任领导", "责任部门", "时间节点"],
    &[
        "项次",
        "存在问题",
        "整改举措",
        "牵头单位",
        "责任单位",
        "配合单位",
        "经办人",
        "计划完成时间",
        "完成情况",
    ],
    &["反馈问题", "原因分析", "整改措施", "佐证材料", "备注"],
    &["序号", "反馈问题（原文）", "整改措施\n（逐条）", "整改类型", "是否完成"],
    &["措施序号", "整改措施", "反馈问题"],
    &["序号", "反馈问题", "整改措施", "制度成果", "追责问责"],
    &["序号", "反馈问题", "整改措施", "实际完成日期", "复查结果", "复查人", "复查日期"],
    &["序号", "主要方面", "具体问题", "整改举措", "责任校领导", "主责部门", "责任部门", "时限"],
    &["序号", "反馈问题", "整改措施", "责任人", "联系方式", "领导批示"],
    &["编号", "反馈问题", "涉及金额（万元）", "已整改金额（万元）", "整改措施"],
];

fn document(heads: &[&str]) -> Vec<u8> {
    let empty = vec![""; heads.len()];
    file(&format!("{}<w:tbl>{}{}{}</w:tbl>", p("附件"), tr(heads), tr(&empty), tr(&empty)), &[])
}

fn sheet(heads: &[&str]) -> Vec<u8> {
    let empty = vec![""; heads.len()];
    let heads: Vec<String> = heads.iter().map(|head| head.replace('\n', "&#10;")).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows = [row(1, 0, &["附件 1"]), row(2, 0, &heads), row(3, 0, &empty), row(4, 0, &empty)];
    Made::default().sheet("台账", "", &rows.concat(), "").file()
}

/// What a filled form would change in the ledger.
fn imported(ledger: &Ledger, mut book: RawBook) -> Preview {
    book.fill_merged();
    let mut count = 0;
    let mut fresh = || {
        count += 1;
        Id::new(&format!("new.{count}")).unwrap()
    };
    let importer = Importer { today: day(), author: "王敏".into() };
    preview::plan(&book, &Choices::default(), ledger, &importer, &mut fresh)
}

#[test]
fn what_is_filled_in_and_taken_in_again_changes_nothing() {
    let ledger = demonstration();
    for heads in LAYOUTS {
        for (kind, template) in [("docx", document(heads)), ("xlsx", sheet(heads))] {
            let filled = fill(&template, &ledger, &wanted(Each::All)).unwrap();
            let bytes = &filled.files[0].bytes;
            let read = crate::reader::read(bytes, &crate::reader::gbk::Gbk::default()).unwrap();
            let rows = read.book.sheets[0].rows.len();
            assert!(rows > 24, "{kind} {heads:?}: {rows} rows");
            let preview = imported(&ledger, read.book);
            let says: Vec<_> = preview.ops.iter().take(3).collect();
            assert!(preview.ops.is_empty(), "{kind} {heads:?}: {} {says:#?}", preview.summary());
        }
    }
}

#[test]
fn who_answers_is_taken_in_again_as_it_was_whether_one_of_them_leads_or_nobody() {
    for leads in [true, false] {
        let mut bundle = demo(7, 24);
        let units: Vec<Id> = bundle.units.iter().map(|unit| unit.id.clone()).collect();
        for finding in &mut bundle.findings {
            finding.lead_unit = None;
            for (nth, measure) in finding.measures.iter_mut().enumerate() {
                measure.lead_unit = leads.then(|| units[0].clone());
                let (first, second) = if nth % 2 == 0 { (0, 1) } else { (1, 0) };
                measure.units = vec![units[first].clone(), units[second].clone()];
                measure.supporting_units.clear();
            }
        }
        let ledger = Ledger::new(bundle).unwrap();
        for template in [document(LAYOUTS[2]), sheet(LAYOUTS[2])] {
            let bytes = fill(&template, &ledger, &wanted(Each::All)).unwrap().files.remove(0).bytes;
            let read = crate::reader::read(&bytes, &crate::reader::gbk::Gbk::default()).unwrap();
            let preview = imported(&ledger, read.book);
            assert!(preview.ops.is_empty(), "{leads}: {} {:#?}", preview.summary(), preview.ops.first());
        }
    }
}

/// Whether something that a measure is answered for by stands in the first measures of findings alone. A table that says so
/// means all measures of each (see `inherit_duties`), and a form without ids cannot say otherwise.
fn is_said_of_first_measures_alone(bundle: &Bundle) -> bool {
    let measures = |first: bool| {
        let findings = bundle.findings.iter();
        let some = move |nth: &(usize, &ledger::finding::Measure)| (nth.0 == 0) == first;
        findings.flat_map(move |finding| finding.measures.iter().enumerate().filter(some))
    };
    let has = |measure: &ledger::finding::Measure, field: &str| {
        let value = serde_json::to_value(measure).unwrap();
        value
            .get(field)
            .is_some_and(|value| !value.is_null() && *value != "" && *value != serde_json::json!([]))
    };
    ["leader", "lead_unit", "units", "supporting_units", "owner", "due", "extensions"].into_iter().any(
        |field| {
            measures(true).any(|(_, measure)| has(measure, field))
                && !measures(false).any(|(_, measure)| has(measure, field))
        },
    )
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(12))]

    #[test]
    fn any_form_over_any_demonstration_is_taken_in_again_without_a_change(
        seed in 0..10_000_u64,
        size in 1..60_usize,
        which in 0..LAYOUTS.len(),
        mut order in prop::collection::vec(any::<u32>(), 12),
        is_sheet in any::<bool>(),
    ) {
        let bundle = demo(seed, size);
        prop_assume!(!is_said_of_first_measures_alone(&bundle));
        // Without a number findings of one title are one finding, wherever their rows stand.
        let titles: std::collections::BTreeSet<&str> =
            bundle.findings.iter().map(|finding| finding.title.as_str()).collect();
        prop_assume!(titles.len() == bundle.findings.len());
        let ledger = Ledger::new(bundle).unwrap();
        // The same columns in any order, the first one kept: it is what the rows are counted by.
        let mut heads: Vec<&str> = LAYOUTS[which].to_vec();
        order.truncate(heads.len());
        let mut tail: Vec<(u32, &str)> = order.into_iter().zip(heads.drain(1..)).collect();
        tail.sort_unstable();
        heads.extend(tail.into_iter().map(|(_, head)| head));
        let template = if is_sheet { sheet(&heads) } else { document(&heads) };
        let filled = fill(&template, &ledger, &wanted(Each::All)).unwrap();
        let read = crate::reader::read(&filled.files[0].bytes, &crate::reader::gbk::Gbk::default()).unwrap();
        let measures: usize = ledger.bundle().findings.iter().map(|finding| finding.measures.len()).sum();
        prop_assert!(read.book.sheets[0].rows.len() > measures);
        let preview = imported(&ledger, read.book);
        let says: Vec<_> = preview.ops.iter().take(3).collect();
        prop_assert!(preview.ops.is_empty(), "{heads:?}: {} {says:#?}", preview.summary());
    }
}

#[test]
fn a_form_of_findings_says_what_their_measures_say_together() {
    let ledger = demonstration();
    let heads = ["序号", "反馈问题", "责任部门", "责任人", "整改时限"];
    let findings = &ledger.bundle().findings;
    for template in [document(&heads), sheet(&heads)] {
        let bytes = fill(&template, &ledger, &wanted(Each::All)).unwrap().files.remove(0).bytes;
        let read = crate::reader::read(&bytes, &crate::reader::gbk::Gbk::default()).unwrap();
        let rows = &read.book.sheets[0].rows;
        let own: Vec<_> = rows.iter().filter(|row| row.text(0).parse::<u32>().is_ok()).collect();
        assert_eq!(own.len(), findings.len());
        for (row, finding) in own.iter().zip(findings) {
            assert_eq!(row.text(1), finding.title);
            for measure in finding.measures.iter().filter(|_| finding.owner.is_empty()) {
                assert!(row.text(3).contains(measure.owner.as_str()), "{row:?}");
            }
        }
    }
}

#[test]
fn heads_that_are_not_known_are_asked_once_and_an_answer_counts() {
    let ledger = demonstration();
    for template in [document(LAYOUTS[11]), sheet(LAYOUTS[11])] {
        let mut asked = wanted(Each::All);
        let told = inspect(&template, &ledger, &asked).unwrap();
        assert!(told.faults.is_empty() && told.marks.is_empty(), "{told:?}");
        assert_eq!(told.forms.len(), 1);
        let unknown: Vec<&str> = told.unknown.iter().map(|one| one.head.as_str()).collect();
        assert_eq!(unknown, ["联系方式", "领导批示"]);
        asked.assigned.insert("联系方式".to_owned(), "备注".to_owned());
        asked.assigned.insert("领导批示".to_owned(), String::new());
        let again = inspect(&template, &ledger, &asked).unwrap();
        assert!(again.unknown.is_empty(), "{again:?}");
        assert!(again.forms[0].columns.contains(&("联系方式".to_owned(), "备注".to_owned())));
        let filled = fill(&template, &ledger, &asked).unwrap();
        assert!(filled.notes.is_empty(), "{:?}", filled.notes);
        assert_eq!(fill(&template, &ledger, &wanted(Each::All)).unwrap().notes.len(), 2);
    }
}

#[test]
fn own_and_renamed_fields_of_the_ledger_are_known_as_heads_and_marks() {
    let mut bundle = demo(7, 24);
    bundle.custom_fields = serde_json::from_value(serde_json::json!([
        {"id": "cf-1", "label": "联系电话", "kind": "text", "of": "measure"},
        {"id": "cf-2", "label": "发现日期", "kind": "date", "of": "finding"},
    ]))
    .unwrap();
    bundle.field_labels.put("measure.owner", "包案人".into());
    bundle.findings[0].custom.put("cf-2", "2026-01-02".into());
    bundle.findings[0].measures[0].custom.put("cf-1", "010-1".into());
    let ledger = Ledger::new(bundle).unwrap();
    let owner = {
        let scope = super::super::ledger_scope::Whole::of(&ledger, day(), notice::Version::Internal);
        scope.findings[0].measures[0].scope.values["责任人"].plain()
    };
    let heads = ["序号", "反馈问题", "发现日期", "整改措施", "包案人", "联系电话"];
    let bytes = fill(&sheet(&heads), &ledger, &wanted(Each::All)).unwrap().files.remove(0).bytes;
    let line = workbook::shown(&bytes, 0).remove(2);
    assert!(line.contains("|@2026-01-02|") && line.ends_with(&format!("|{owner}|010-1")), "{line}");
    let body = p(
        "{{#问题}}{{#措施}}{{#联系电话}}{{发现日期|2024.6.30}} {{包案人}}{{责任人}} {{措施.联系电话}}{{/联系电话}}{{/措施}}{{/问题}}",
    );
    let bytes = fill(&file(&body, &[]), &ledger, &wanted(Each::All)).unwrap().files.remove(0).bytes;
    assert_eq!(crate::docx::read(&bytes).unwrap(), [format!("2026.1.2 {owner}{owner} 010-1")]);
    let heads = ["序号", "反馈问题", "发现日期", "整改措施", "责任人", "联系电话"];
    let bytes = fill(&sheet(&heads), &ledger, &wanted(Each::All)).unwrap().files.remove(0).bytes;
    let preview = imported(&ledger, crate::xlsx::read(&bytes).unwrap());
    assert!(preview.ops.is_empty(), "{:#?}", preview.ops);
}
