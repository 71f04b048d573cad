//! Forms of labels: what is written beside, below and behind them, and what comes back when a filled form is read.

use proptest::prelude::*;

use super::super::wanted::RowsOf;
use super::super::{fill, inspect};
use super::documents::{file, p, said, tr};
use super::workbook::{Made, cell, row, shown};
use super::*;

/// Two findings with two measures and one.
fn ledger() -> Ledger {
    let bundle = serde_json::json!({"id": "b", "organization": "市水务局党组", "units": [{"id": "u", "name": "高新处"}, {"id": "v", "name": "办公室"}],
        "findings": [
            {"id": "f", "title": "学习不够", "measures": [
                {"id": "m1", "text": "修订制度", "lead_unit": "u", "owner": "李四", "due": "2026-06-30"},
                {"id": "m2", "text": "开展检查", "lead_unit": "v", "owner": "王五", "due": "2026-09-30"}]},
            {"id": "g", "title": "管理不严", "measures": [{"id": "m3", "text": "补签合同", "lead_unit": "u", "owner": "赵六", "due": "2026-12-31"}]}]});
    Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap()
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

/// The texts of the files that a body becomes.
fn documents(body: &str, each: Each) -> Vec<String> {
    let filled = fill(&file(body, &[]), &ledger(), &wanted(each)).unwrap();
    let text = |bytes: &[u8]| {
        let whole = part(bytes, "word/document.xml");
        said(
            whole
                .strip_prefix("<w:document><w:body>")
                .unwrap()
                .strip_suffix("</w:body></w:document>")
                .unwrap(),
        )
    };
    filled.files.iter().map(|one| text(&one.bytes).replace("\n|", "|")).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn a_form_of_labels_in_a_document_is_filled() {
    let wide = |name: &str| {
        format!(
            "<w:tr><w:tc>{}</w:tc><w:tc><w:tcPr><w:gridSpan w:val=\"3\"/></w:tcPr>{}</w:tc></w:tr>",
            p(name),
            p("")
        )
    };
    let cases: Vec<(&str, String, Each, &str)> = vec![
        (
            "room at the right, a copy each measure",
            table(&[tr(&["反馈问题", "", "责任人", ""]), tr(&["整改措施", "", "整改时限", ""])]),
            Each::Measure,
            "反馈问题|学习不够|责任人|李四|/整改措施|修订制度|整改时限|2026-06-30|/",
        ),
        (
            "wide room, spread labels with a colon",
            table(&[tr(&["问 题 名 称：", "", "责 任 人", ""]), wide("整改措施：")]),
            Each::Measure,
            "问 题 名 称：|学习不够|责 任 人|李四|/整改措施：|修订制度|/",
        ),
        (
            "room drawn with underscores",
            table(&[tr(&["反馈问题", "______"]), tr(&["责任人", "＿＿"])]),
            Each::Measure,
            "反馈问题|学习不够|/责任人|李四|/",
        ),
        (
            "a line each measure of a finding",
            table(&[tr(&["反馈问题", ""]), tr(&["整改措施", ""])]),
            Each::Finding,
            "反馈问题|学习不够|/整改措施|1．修订制度\n2．开展检查|/",
        ),
        (
            "room below, and room that stays empty",
            table(&[tr(&["反馈问题", "责任人", "审批意见"]), tr(&["", "", ""]), tr(&["备注", "", ""])]),
            Each::Measure,
            "反馈问题|责任人|审批意见|/学习不够|李四||/备注|||/",
        ),
        (
            "paragraphs with underscores and gaps",
            [p("问题：________"), p("责任人：　　　　整改时限：____年__月__日"), p("以上情况属实。")]
                .concat(),
            Each::Measure,
            "问题：学习不够\n责任人：李四整改时限：2026-06-30\n以上情况属实。\n",
        ),
        (
            "room behind the colon within a cell",
            table(&[tr(&["责任人：", "整改时限：____"]), tr(&["整改措施：____", "签字"])]),
            Each::Measure,
            "责任人：李四|整改时限：2026-06-30|/整改措施：修订制度|签字|/",
        ),
        (
            "the unit and the day above a table of rows",
            [
                p("填报单位：______　　填报日期：______"),
                table(&[tr(&["序号", "反馈问题", "责任人"]), tr(&["", "", ""])]),
            ]
            .concat(),
            Each::All,
            "填报单位：市水务局党组　　填报日期：2026年3月5日\n序号|反馈问题|责任人|/1|学习不够|李四、王五|/2|管理不严|赵六|/",
        ),
        (
            "one file for all: the form once for each measure, with a gap",
            [p("任务书"), table(&[tr(&["反馈问题", ""]), tr(&["整改措施", ""])]), p("完")].concat(),
            Each::All,
            "任务书\n反馈问题|学习不够|/整改措施|修订制度|/\n反馈问题|学习不够|/整改措施|开展检查|/\n反馈问题|管理不严|/整改措施|补签合同|/\n完\n",
        ),
        (
            "one file for all: paragraphs once for each finding",
            [p("清单"), p("反馈问题：____"), p("责任人：____")].concat(),
            Each::All,
            "清单\n反馈问题：学习不够\n责任人：李四、王五\n反馈问题：管理不严\n责任人：赵六\n",
        ),
        (
            "each unit: its name, and its measures",
            [p("单位：____"), table(&[tr(&["整改措施", ""]), tr(&["责任人", ""])])].concat(),
            Each::Unit,
            "单位：高新处\n整改措施|修订制度|/责任人|李四|/\n单位：高新处\n整改措施|补签合同|/责任人|赵六|/\n",
        ),
        (
            "what is no form stays",
            [p("主送：各部门："), table(&[tr(&["甲", ""]), tr(&["乙", ""])])].concat(),
            Each::All,
            "主送：各部门：\n甲||/乙||/",
        ),
    ];
    for (name, body, each, expected) in cases {
        let made = documents(&body, each);
        assert_eq!(made[0].replace("||", "|"), expected.replace("||", "|"), "{name}");
    }
}

#[test]
fn what_is_written_has_the_look_of_the_room() {
    let look = "<w:rPr><w:u w:val=\"single\"/></w:rPr>";
    let run = |look: &str, text: &str| format!("<w:r>{look}<w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let line = format!(
        "<w:p>{}{}{}</w:p>",
        run("<w:rPr><w:b/></w:rPr>", "责任人："),
        run(look, "    "),
        run("", "（签字）")
    );
    let filled = fill(&file(&line, &[]), &ledger(), &wanted(Each::Measure)).unwrap();
    let whole = part(&filled.files[0].bytes, "word/document.xml");
    assert!(whole.contains(&run(look, "李四")), "{whole}");
    assert!(whole.contains(&run("<w:rPr><w:b/></w:rPr>", "责任人：")), "{whole}");
    // A stop of a tab is no text: what is written stands behind the colon.
    let line = "<w:p><w:r><w:t>责任人：</w:t></w:r><w:r><w:tab/></w:r><w:r><w:tab/></w:r><w:r><w:t>电话：__</w:t></w:r></w:p>";
    let filled = fill(&file(line, &[]), &ledger(), &wanted(Each::Measure)).unwrap();
    let whole = part(&filled.files[0].bytes, "word/document.xml");
    assert!(said(&whole).contains("责任人：李四电话：__"), "{whole}");
}

fn sheets(rows: &[String], after: &str, each: Each) -> Vec<Vec<String>> {
    let made = Made::default().sheet("表", "", &rows.concat(), after).file();
    let filled = fill(&made, &ledger(), &wanted(each)).unwrap();
    filled.files.iter().map(|one| shown(&one.bytes, 0)).collect()
}

/// What is shown, the rows of the sheet, what stands behind them, for what a form is made, and what it must hold.
type Case<'t> = (&'t str, Vec<String>, &'t str, Each, &'t [&'t str]);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn a_form_of_labels_in_a_sheet_is_filled() {
    let merged = "<mergeCells count=\"1\"><mergeCell ref=\"B2:D2\"/></mergeCells>";
    let cases: Vec<Case> = vec![
        (
            "room at the right",
            vec![row(1, 0, &["反馈问题", "", "责任人", ""]), row(2, 0, &["整改措施", "", "整改时限", ""])],
            "",
            Each::Measure,
            &["1: 反馈问题|学习不够|责任人|李四", "2: 整改措施|修订制度|整改时限|@2026-06-30"],
        ),
        (
            "merged room",
            vec![row(1, 0, &["反馈问题：", "", "责任人：", ""]), row(2, 0, &["整改措施：", "", "", ""])],
            merged,
            Each::Measure,
            &["1: 反馈问题：|学习不够|责任人：|李四", "2: 整改措施：|修订制度"],
        ),
        (
            "room below",
            vec![
                row(1, 0, &["反馈问题", "责任人"]),
                row(2, 0, &["", ""]),
                row(3, 0, &["整改措施", "签字"]),
                row(4, 0, &["", "无"]),
            ],
            "",
            Each::Measure,
            &["1: 反馈问题|责任人", "2: 学习不够|李四", "3: 整改措施|签字", "4: 修订制度|无"],
        ),
        (
            "room behind the colon",
            vec![row(1, 0, &["责任人：____　整改时限：____年__月__日"]), row(2, 0, &["整改措施：____"])],
            "",
            Each::Measure,
            &["1: 责任人：李四　整改时限：2026-06-30", "2: 整改措施：修订制度"],
        ),
        (
            "cells that the file leaves out",
            vec![
                format!("<row r=\"1\">{}{}</row>", cell("A1", 0, "反馈问题"), cell("C1", 0, "责任人")),
                format!("<row r=\"2\">{}</row>", cell("A2", 0, "整改措施")),
            ],
            "",
            Each::Measure,
            &["1: 反馈问题|学习不够|责任人|李四", "2: 整改措施|修订制度"],
        ),
        (
            "lines of a finding",
            vec![row(1, 0, &["反馈问题", ""]), row(2, 0, &["整改措施", ""])],
            "",
            Each::Finding,
            &["1: 反馈问题|学习不够", "2: 整改措施|1．修订制度\n2．开展检查"],
        ),
        (
            "a formula is no room",
            vec![row(1, 0, &["反馈问题", "", "责任人", "=1+1"]), row(2, 0, &["整改措施", ""])],
            "",
            Each::Measure,
            &["1: 反馈问题|学习不够|责任人|=1+1", "2: 整改措施|修订制度"],
        ),
        (
            "the unit above a table of rows",
            vec![
                row(1, 0, &["填报单位：____", "", ""]),
                row(2, 0, &["序号", "反馈问题", "责任人"]),
                row(3, 0, &["", "", ""]),
            ],
            "",
            Each::All,
            &[
                "1: 填报单位：市水务局党组",
                "2: 序号|反馈问题|责任人",
                "3: #1|学习不够|李四、王五",
                "4: #2|管理不严|赵六",
            ],
        ),
        (
            "one file for all: the rows once for each measure",
            vec![
                row(1, 0, &["任务书"]),
                row(2, 0, &["反馈问题", ""]),
                row(3, 0, &["责任人", "", ""]),
                row(4, 0, &["整改措施", ""]),
            ],
            "",
            Each::All,
            &[
                "1: 任务书",
                "2: 反馈问题|学习不够",
                "3: 责任人|李四",
                "4: 整改措施|修订制度",
                "5: 反馈问题|学习不够",
                "6: 责任人|王五",
                "7: 整改措施|开展检查",
                "8: 反馈问题|管理不严",
                "9: 责任人|赵六",
                "10: 整改措施|补签合同",
            ],
        ),
        (
            "what is no form stays",
            vec![row(1, 0, &["甲", "", "乙", ""]), row(2, 0, &["责任人", ""])],
            "",
            Each::All,
            &["1: 甲||乙", "2: 责任人"],
        ),
    ];
    for (name, rows, after, each, expected) in cases {
        let made = &sheets(&rows, after, each)[0];
        let made: Vec<&String> = made.iter().collect();
        assert_eq!(made, expected, "{name}");
    }
}

#[test]
fn the_merged_cells_of_repeated_rows_are_merged_in_each_copy() {
    let rows = [row(1, 0, &["反馈问题", "", "责任人", ""]), row(2, 0, &["整改措施", "", "", ""])];
    let made = Made::default()
        .sheet("表", "", &rows.concat(), "<mergeCells count=\"1\"><mergeCell ref=\"B2:D2\"/></mergeCells>")
        .file();
    let filled = fill(&made, &ledger(), &wanted(Each::All)).unwrap();
    let sheet = part(&filled.files[0].bytes, "xl/worksheets/sheet1.xml");
    for area in ["B2:D2", "B4:D4", "B6:D6"] {
        assert!(sheet.contains(&format!("ref=\"{area}\"")), "{area}: {sheet}");
    }
}

#[test]
fn what_is_not_known_is_told_with_its_place_and_the_nearest_name() {
    let body = table(&[tr(&["反馈问题", ""]), tr(&["整改时线", ""]), tr(&["天气", ""]), tr(&["责任人", ""])]);
    let told = inspect(&file(&body, &[]), &ledger(), &wanted(Each::Measure)).unwrap();
    assert_eq!(told.faults, []);
    let form = &told.forms[0];
    assert_eq!((form.place.as_str(), form.rows), ("正文", RowsOf::Labels));
    let known: Vec<&str> = form.columns.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(known, ["反馈问题", "责任人"]);
    let unknown: Vec<_> =
        told.unknown.iter().map(|one| (one.head.as_str(), one.nearest.as_deref())).collect();
    assert_eq!(unknown, [("整改时线", Some("整改时限")), ("天气", None)]);
    // What a person says of it is taken.
    let mut said = wanted(Each::Measure);
    said.assigned =
        [("整改时线", "整改时限"), ("天气", "")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    let told = inspect(&file(&body, &[]), &ledger(), &said).unwrap();
    assert_eq!((told.unknown.len(), told.forms[0].columns.len()), (0, 3));
}

#[test]
fn nothing_internal_goes_into_a_public_form() {
    let public = Wanted { public: true, ..wanted(Each::Measure) };
    let body = table(&[tr(&["反馈问题", ""]), tr(&["责任人", ""]), tr(&["整改措施", ""])]);
    let told = inspect(&file(&body, &[]), &ledger(), &public).unwrap();
    assert_eq!((told.forms[0].withheld.as_slice(), told.faults.len()), (&["责任人".to_owned()][..], 0));
    let filled = fill(&file(&body, &[]), &ledger(), &public).unwrap();
    let text = part(&filled.files[0].bytes, "word/document.xml");
    assert!(text.contains("修订制度") && !text.contains("李四"), "{text}");
    assert_eq!(filled.notes, ["正文：公开的材料里“责任人”不填。"]);
}

#[test]
fn a_part_with_marks_is_filled_by_its_marks_alone() {
    let body =
        [table(&[tr(&["反馈问题", "{{反馈问题}}"]), tr(&["责任人", ""])]), p("整改时限：____")].concat();
    let made = documents(&body, Each::Measure);
    assert_eq!(made[0], "反馈问题|学习不够|/责任人||/整改时限：____\n");
}

#[test]
fn a_part_of_the_ledger_is_filled_alone() {
    let body = p("{{问题.总数}}-{{措施.总数}}：{{#措施}}{{整改措施}}；{{/措施}}");
    let id = |text: &str| ledger::Id::new(text).unwrap();
    for (findings, measures, expected) in [
        (vec![], vec!["m2"], "1-1：开展检查；"),
        (vec!["f"], vec![], "1-2：修订制度；开展检查；"),
        (vec!["g"], vec!["m1"], "2-2：修订制度；补签合同；"),
        (vec![], vec![], "0-0："),
    ] {
        let only = super::super::wanted::Only {
            findings: findings.into_iter().map(id).collect(),
            measures: measures.into_iter().map(id).collect(),
        };
        let filled =
            fill(&file(&body, &[]), &ledger(), &Wanted { only: Some(only), ..wanted(Each::All) }).unwrap();
        assert_eq!(crate::docx::read(&filled.files[0].bytes).unwrap(), [expected]);
    }
    let only = super::super::wanted::Only { measures: [id("m2")].into(), ..Default::default() };
    let of = |each: Each| {
        fill(&file(&p("甲"), &[]), &ledger(), &Wanted { only: Some(only.clone()), ..wanted(each) }).unwrap()
    };
    assert_eq!([Each::Finding, Each::Measure, Each::Unit].map(|each| of(each).files.len()), [1, 1, 1]);
    assert!(of(Each::Unit).files[0].name.contains("办公室"));
}

#[test]
fn how_far_it_has_come_is_told() {
    let ledger = Ledger::new(demo(7, 240)).unwrap();
    let measures = ledger.bundle().findings.iter().map(|finding| finding.measures.len()).sum::<usize>();
    let findings = ledger.bundle().findings.len();
    let heads = table(&[tr(&["序号", "反馈问题", "整改措施", "责任人"]), tr(&["", "", "", ""])]);
    let nested = [p("{{#问题}}"), p("{{反馈问题}}{{#措施}}{{整改措施}}{{/措施}}"), p("{{/问题}}")].concat();
    for (body, each, of) in [
        (p("{{反馈问题}}"), Each::Finding, findings),
        (p("{{整改措施}}"), Each::Measure, measures),
        (nested.clone(), Each::All, findings),
        (p("{{#措施}}{{整改措施}}{{/措施}}"), Each::All, measures),
        (heads.clone(), Each::All, measures),
        ([nested, heads].concat(), Each::All, findings + measures),
        (p("{{单位名称}}"), Each::All, 0),
    ] {
        let mut told = Vec::new();
        let mut tell = |done, of| told.push((done, of));
        super::super::fill_telling(&file(&body, &[]), &ledger, &wanted(each), &mut tell).unwrap();
        assert_eq!(told.last().copied(), (of > 0).then_some((of, of)), "{body}");
        assert!(told.is_sorted() && told.len() <= 100);
    }
    let rows = [
        row(1, 0, &["序号", "反馈问题", "整改措施"]),
        row(2, 0, &["", "", ""]),
        row(9, 0, &["{{#问题}}{{反馈问题}}{{/问题}}"]),
    ];
    let mut told = Vec::new();
    let book = Made::default().sheet("台账", "", &rows.concat(), "").file();
    super::super::fill_telling(&book, &ledger, &wanted(Each::All), &mut |done, of| told.push((done, of)))
        .unwrap();
    assert_eq!(told.last(), Some(&(measures + findings, measures + findings)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is written into a form of labels comes back from it as it was.
    #[test]
    fn a_filled_form_is_read_as_it_was_written(
        title in "[甲乙丙丁戊]{2,9}问题", text in "[子丑寅卯辰巳]{2,12}", owner in "[赵钱孙李]{2,3}", day in 1u32..29, is_book: bool,
    ) {
        let bundle = serde_json::json!({"id": "b", "findings": [{"id": "f", "title": title, "measures": [
            {"id": "m", "text": text, "owner": owner, "due": format!("2026-06-{day:02}")}]}]});
        let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
        let names = [["反馈问题", "责任人"], ["整改措施", "整改时限"]];
        let template = if is_book {
            let rows: String = (1..).zip(names).map(|(at, [a, b])| row(at, 1, &[a, "", b, ""])).collect();
            Made::default().sheet("表", "", &rows, "").file()
        } else {
            file(&table(&names.map(|[a, b]| tr(&[a, "", b, ""]))), &[])
        };
        let bytes = fill(&template, &ledger, &wanted(Each::Measure)).unwrap().files.remove(0).bytes;
        let book = crate::reader::read(&bytes, &crate::reader::gbk::Gbk::new("")).unwrap().book;
        let all = crate::table::forms::as_table(&book).unwrap_or(book);
        let cells: Vec<&String> = all.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells).collect();
        for value in [&title, &text, &owner, &format!("2026-06-{day:02}")] {
            prop_assert!(cells.contains(&value), "{value} in {cells:?}");
        }
        let heads = crate::table::heads::Heads::find(&all.sheets[0]);
        prop_assert!(heads.is_some(), "{all:?}");
    }
}
