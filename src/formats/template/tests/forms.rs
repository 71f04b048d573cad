//! Empty forms: which tables are some, and how their rows are filled.

use super::documents::{file, p, said, tr};
use super::workbook::{Made, row, shown};
use super::*;

/// The body of a document that was filled.
fn body(body: &str) -> String {
    let bytes = fill(&file(body, &[]), &sample(), false).unwrap();
    part(&bytes, "word/document.xml")
}

/// A row of cells with these properties.
fn styled(cells: &[(&str, &str)]) -> String {
    let cells = cells
        .iter()
        .map(|(properties, text)| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text)));
    format!("<w:tr>{}</w:tr>", cells.collect::<String>())
}

#[test]
fn a_table_is_filled_below_its_heads_and_what_stands_below_moves() {
    let table = [
        tr(&["序号", "反馈问题", "整改措施", "责任人"]),
        tr(&["", "", "", ""]),
        tr(&["", "", "", ""]),
        tr(&["合计", "", "", ""]),
    ];
    let filled = body(&format!("<w:tbl>{}</w:tbl>{}", table.concat(), p("填报人：")));
    let start = filled.find("<w:tbl>").unwrap();
    assert_eq!(
        said(&filled[start..].replace("</w:body></w:document>", "")),
        "序号\n|反馈问题\n|整改措施\n|责任人\n|/1\n|学习不够\n|修订制度\n|李四\n|/\n|\n|开展检查\n|李四\n|/\
         2\n|管理不严\n|补签<合同>&\"单\"↵逐份核对\n|李四\n|/合计\n|\n|\n|\n|/填报人：\n"
    );
    let merged = "<w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>";
    assert_eq!((filled.matches(merged).count(), filled.matches("<w:vMerge/>").count()), (2, 2), "{filled}");
}

#[test]
fn the_first_empty_row_gives_its_look_to_all() {
    let empty = "<w:tr w14:paraId=\"1\"><w:trPr><w:trHeight w:val=\"600\"/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"5\"/><w:shd w:fill=\"F\"/></w:tcPr><w:p w14:paraId=\"2\"><w:pPr><w:jc w:val=\"center\"/><w:rPr><w:b/></w:rPr></w:pPr></w:p></w:tc><w:tc><w:tcPr/><w:p><w:r><w:rPr><w:i/></w:rPr><w:t></w:t></w:r></w:p></w:tc><w:tc/></w:tr>";
    let filled = body(&format!("<w:tbl>{}{empty}</w:tbl>", tr(&["反馈问题", "整改措施", "备注"])));
    assert_eq!(filled.matches("<w:trHeight w:val=\"600\"/>").count(), 3);
    assert!(!filled.contains("paraId"), "{filled}");
    let first = "<w:tcPr><w:tcW w:w=\"5\"/><w:vMerge w:val=\"restart\"/><w:shd w:fill=\"F\"/></w:tcPr><w:p><w:pPr><w:jc w:val=\"center\"/><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">学习不够</w:t></w:r></w:p>";
    assert!(filled.contains(first), "{filled}");
    assert!(
        filled.contains("<w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">修订制度</w:t></w:r>"),
        "{filled}"
    );
}

#[test]
fn heads_of_two_rows_merged_are_understood() {
    let restart = "<w:vMerge w:val=\"restart\"/>";
    let rows = [
        styled(&[
            (restart, "序号"),
            (restart, "反馈问题"),
            (restart, "整改措施"),
            ("<w:gridSpan w:val=\"2\"/>", "责任分工"),
            (restart, "整改时限"),
        ]),
        styled(&[
            ("<w:vMerge/>", ""),
            ("<w:vMerge/>", ""),
            ("<w:vMerge/>", ""),
            ("", "责任领导"),
            ("", "责任人"),
            ("<w:vMerge/>", ""),
        ]),
        tr(&["1", "", "", "", "", ""]),
        tr(&["2", "", "", "", "", ""]),
    ];
    let filled = body(&format!("<w:tbl>{}</w:tbl>", rows.concat()));
    let told = said(&filled[filled.find("<w:tbl>").unwrap()..].replace("</w:body></w:document>", ""));
    assert!(told.contains("1\n|学习不够\n|修订制度\n|\n|李四\n|2026-06-30\n|/"), "{told}");
    assert_eq!(told.matches('/').count(), 2 + 3, "{told}");
}

#[test]
fn rows_that_number_or_explain_the_columns_belong_to_the_heads() {
    let head = ["序号", "反馈问题", "整改措施", "责任人"];
    for guide in [
        ["1", "2", "3", "4"],
        ["甲", "乙", "丙", "丁"],
        ["甲", "乙", "1", "2"],
        ["例", "学习不够", "制定计划", "张某"],
        ["1.按序号填写", "1.按原文填写", "1.分条填写", "1.填全名"],
    ] {
        let filled = body(&format!("<w:tbl>{}{}{}</w:tbl>", tr(&head), tr(&guide), tr(&["", "", "", ""])));
        let told = said(&filled[filled.find("<w:tbl>").unwrap()..].replace("</w:body></w:document>", ""));
        let beginning = format!("{}\n|/1\n|学习不够\n|修订制度\n|李四\n|/", guide.join("\n|"));
        assert!(told.contains(&beginning), "{told}");
        let rows = [row(1, 0, &head), row(2, 0, &guide), row(3, 0, &["", "", "", ""])].concat();
        let bytes = fill(&Made::default().sheet("台账", "", &rows, "").file(), &sample(), false).unwrap();
        assert_eq!(shown(&bytes, 0).len(), 5, "{guide:?}");
        assert_eq!(shown(&bytes, 0)[2], "3: #1|学习不够|修订制度|李四");
    }
}

#[test]
fn rows_that_are_numbered_already_are_filled_whatever_they_look_like() {
    let rows = [
        row(1, 0, &["序号", "反馈问题", "整改措施"]),
        "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"3\"><c r=\"A3\"><v>2</v></c></row>".to_owned(),
        "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>…</t></is></c></row>".to_owned(),
        row(5, 0, &["负责人签字：", "", ""]),
    ];
    let bytes =
        fill(&Made::default().sheet("台账", "", &rows.concat(), "").file(), &sample(), false).unwrap();
    let shown = shown(&bytes, 0);
    assert_eq!(shown.len(), 5, "{shown:?}");
    assert_eq!((shown[1].as_str(), shown[4].as_str()), ("2: #1|学习不够|修订制度", "5: 负责人签字："));
}

#[test]
fn what_is_no_empty_form_stays_as_it_is() {
    for (name, rows) in [
        ("filled already", vec![tr(&["序号", "反馈问题", "整改措施"]), tr(&["1", "甲", "乙"])]),
        ("one head", vec![tr(&["序号", "说法", "天气"]), tr(&["", "", ""])]),
        ("marks", vec![tr(&["序号", "反馈问题"]), tr(&["{{单位名称}}", ""])]),
        ("only heads, two", vec![tr(&["序号", "反馈问题"])]),
    ] {
        let whole = format!("<w:tbl>{}</w:tbl>", rows.concat());
        let filled = body(&whole);
        assert_eq!(filled.matches("<w:tr>").count(), rows.len(), "{name}: {filled}");
        assert!(!filled.contains("学习不够"), "{name}: {filled}");
    }
}

#[test]
fn a_form_within_a_block_is_about_the_thing_around_it() {
    let table = format!("<w:tbl>{}{}</w:tbl>", tr(&["措施序号", "整改措施", "责任人"]), tr(&["", "", ""]));
    let whole = [p("{{#问题}}{{反馈问题}}"), table, p("{{/问题}}")].concat();
    let filled = body(&whole);
    let start = filled.find("<w:body>").unwrap() + 8;
    assert_eq!(
        said(&filled[start..].replace("</w:body></w:document>", "")),
        "学习不够\n措施序号\n|整改措施\n|责任人\n|/1\n|修订制度\n|李四\n|/2\n|开展检查\n|李四\n|/\
         管理不严\n措施序号\n|整改措施\n|责任人\n|/1\n|补签<合同>&\"单\"↵逐份核对\n|李四\n|/"
    );
}

/// A sheet with a form in rows 3 to 6, a sum and a signature below it.
fn form() -> Made {
    let rows = [
        row(1, 0, &["整改台账", "", "", "", "", ""]),
        row(3, 0, &["序号", "反馈问题", "整改措施", "整改时限", "涉及金额（万元）", "剩余天数"]),
        row(4, 0, &["1", "", "", "", "", "=D4-TODAY()"])
            .replace("<row r=\"4\">", "<row r=\"4\" ht=\"40\" customHeight=\"1\">"),
        row(5, 0, &["2", "", "", "", "", "=D5-TODAY()"]),
        row(6, 0, &["合计", "", "", "", "=SUM(E4:E5)", ""]),
        row(8, 0, &["填报人：", "", "", "", "", ""]),
    ];
    let after = "<mergeCells count=\"2\"><mergeCell ref=\"A1:F1\"/><mergeCell ref=\"B4:B5\"/></mergeCells><dataValidations count=\"1\"><dataValidation type=\"list\" sqref=\"C4:C5\"><formula1>\"甲,乙\"</formula1></dataValidation></dataValidations>";
    Made::default().sheet("台账", "", &rows.concat(), after)
}

#[test]
fn a_sheet_is_filled_below_its_heads_and_sums_grow() {
    let bytes = fill(&form().file(), &sample(), false).unwrap();
    assert_eq!(
        shown(&bytes, 0),
        [
            "1: 整改台账",
            "3: 序号|反馈问题|整改措施|整改时限|涉及金额（万元）|剩余天数",
            "4: #1|学习不够|修订制度|@2026-06-30|#12.5|=D4-TODAY()",
            "5: ||开展检查|@2026-06-30||=D5-TODAY()",
            "6: #2|管理不严|补签<合同>&\"单\"\n逐份核对|@2026-06-30|#12.5|=D6-TODAY()",
            "7: 合计||||=SUM(E4:E6)",
            "9: 填报人：",
        ]
    );
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("<mergeCell ref=\"A4:A5\"/>") && sheet.contains("<mergeCell ref=\"B4:B5\"/>"),
        "{sheet}"
    );
    assert!(sheet.contains("sqref=\"C4:C6\""), "{sheet}");
    assert_eq!(sheet.matches("ht=\"40\" customHeight=\"1\"").count(), 3, "{sheet}");
    assert!(!sheet.contains("zhenggai"), "{sheet}");
}

#[test]
fn a_form_without_a_finding_leaves_its_empty_row() {
    let nothing = scope(&[], &[("问题", Vec::new()), ("措施", Vec::new())]);
    let bytes = fill(&form().file(), &nothing, false).unwrap();
    assert_eq!(shown(&bytes, 0)[2..], ["4: |||||=D4-TODAY()", "5: 合计||||=SUM(E4:E4)", "7: 填报人："]);
}

#[test]
fn two_forms_in_a_sheet_and_marks_above_them_are_filled() {
    let rows = [
        row(1, 0, &["{{单位名称}}整改台账"]),
        row(2, 0, &["序号", "反馈问题", "责任人"]),
        row(3, 0, &["", "", ""]),
        row(5, 0, &["措施序号", "整改措施", "整改状态"]),
        row(7, 0, &["合计", "=COUNTA(B6:B6)", "{{措施.总数}}"]),
    ];
    let made = Made::default().sheet("台账", "", &rows.concat(), "");
    let bytes = fill(&made.file(), &sample(), false).unwrap();
    assert_eq!(
        shown(&bytes, 0),
        [
            "1: 市水务局党组整改台账",
            "2: 序号|反馈问题|责任人",
            "3: #1|学习不够",
            "4: #2|管理不严",
            "6: 措施序号|整改措施|整改状态",
            "7: #1|修订制度|整改中",
            "8: #2|开展检查|已完成",
            "9: #1|补签<合同>&\"单\"\n逐份核对|已完成",
            "10: 合计|=COUNTA(B7:B9)|#3",
        ]
    );
}
