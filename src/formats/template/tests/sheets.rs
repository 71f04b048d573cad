//! Marks in workbooks.

use super::workbook::{Made, row, shown};
use super::*;

/// A file of one sheet with these rows.
fn sheet(rows: &[String]) -> Made {
    Made::default().sheet("台账", "", &rows.concat(), "")
}

fn lines(made: &Made) -> Vec<String> {
    shown(&fill(&made.file(), &sample(), false).unwrap(), 0)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn marks_of_sheets_are_filled_wherever_they_stand() {
    let cases: Vec<(&str, Vec<String>, &[&str])> = vec![
        ("a value beside text", vec![row(1, 0, &["单位：{{单位名称}}。"])], &["1: 单位：市水务局党组。"]),
        (
            "a row each, in one row",
            vec![
                row(1, 0, &["号"]),
                row(2, 0, &["{{#问题}}{{序号}}", "{{反馈问题}}{{/问题}}"]),
                row(3, 0, &["完"]),
            ],
            &["1: 号", "2: #1|学习不够", "3: #2|管理不严", "4: 完"],
        ),
        (
            "a row each, between rows of marks",
            vec![
                row(2, 0, &["{{#措施}}"]),
                row(3, 0, &["{{措施序号}}", "{{整改状态}}"]),
                row(4, 0, &["{{/措施}}"]),
                row(6, 0, &["完"]),
            ],
            &["2: #1|整改中", "3: #2|已完成", "4: #1|已完成", "6: 完"],
        ),
        (
            "measures in findings",
            vec![
                row(1, 0, &["{{#问题}}{{反馈问题}}"]),
                row(2, 0, &["{{#措施}}{{整改措施}}", "{{/措施}}"]),
                row(3, 0, &["小计{{措施.总数}}{{/问题}}"]),
            ],
            &[
                "1: 学习不够",
                "2: 修订制度",
                "3: 开展检查",
                "4: 小计2",
                "5: 管理不严",
                "6: 补签<合同>&\"单\"\n逐份核对",
                "7: 小计1",
            ],
        ),
        (
            "an empty row within a block is repeated too",
            vec![
                row(1, 0, &["{{#问题}}{{序号}}"]),
                row(3, 0, &["{{反馈问题}}{{/问题}}"]),
                row(4, 0, &["完"]),
            ],
            &["1: #1", "3: 学习不够", "4: #2", "6: 管理不严", "7: 完"],
        ),
        (
            "a block within a cell",
            vec![row(1, 0, &["{{#问题}}{{反馈问题}}；{{/问题}}", "完"])],
            &["1: 学习不够；管理不严；|完"],
        ),
        (
            "conditions and filters",
            vec![row(
                1,
                0,
                &["{{#措施 状态:已完成}}{{措施序号}}", "{{#逾期}}逾期{{/逾期}}{{^逾期}}未{{/逾期}}{{/措施}}"],
            )],
            &["1: #2|未", "2: #1|未"],
        ),
        ("counts are numbers", vec![row(1, 0, &["{{措施.总数}}", "共{{问题.总数}}个"])], &["1: #3|共2个"]),
        (
            "days and sums are days and sums",
            vec![row(
                1,
                0,
                &[
                    "{{今天}}",
                    "{{今天|2024年6月30日}}",
                    "{{今天|二〇二四年六月三十日}}",
                    "{{#措施 序号:2}}{{/措施}}",
                ],
            )],
            &["1: @2026-03-05|@2026-03-05|二〇二六年三月五日"],
        ),
        (
            "no item",
            vec![
                row(1, 0, &["头"]),
                row(2, 0, &["{{#措施 状态:无}}{{序号}}{{/措施}}", "x"]),
                row(3, 0, &["完"]),
            ],
            &["1: 头", "2: |x", "3: 完"],
        ),
        (
            "a row of no item goes",
            vec![
                row(1, 0, &["头"]),
                row(2, 0, &["{{#措施 状态:无}}{{序号}}", "x{{/措施}}"]),
                row(3, 0, &["完"]),
            ],
            &["1: 头", "2: 完"],
        ),
    ];
    for (name, rows, expected) in cases {
        assert_eq!(lines(&sheet(&rows)), expected, "{name}");
    }
}

#[test]
fn the_look_of_a_cell_says_what_its_value_becomes() {
    for (look, expected) in [
        (0, "1: @2026-06-30|#12.5|#2"),
        (1, "1: 2026-06-30|12.50|2"),
        (2, "1: @2026-06-30|#12.5|#2"),
        (3, "1: @2026-06-30|#12.50|#2.00"),
    ] {
        let texts = ["{{#措施 措施序号:2}}{{整改时限}}", "{{涉及金额（万元）}}", "{{措施序号}}", "{{/措施}}"];
        let bytes = fill(&sheet(&[row(1, look, &texts)]).file(), &sample(), false).unwrap();
        assert_eq!(shown(&bytes, 0), [expected], "{look}");
    }
}

#[test]
fn texts_are_found_in_shared_and_rich_texts_and_keep_their_look() {
    let rich = "<r><rPr><b/></rPr><t>甲{{单位</t></r><r><rPr><i/></rPr><t>名称}}乙</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh>";
    let cells = "<row r=\"1\"><c r=\"A1\" s=\"3\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>2</v></c></row>";
    let made = sheet(&[cells.to_owned()]).shared(&["<t>无</t>", rich, "<t>{{问题.总数}}</t>"]);
    let bytes = fill(&made.file(), &sample(), false).unwrap();
    assert_eq!(shown(&bytes, 0), ["1: 甲市水务局党组乙|无|#2"]);
    let part = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(part.contains("<rPr><b/></rPr><t xml:space=\"preserve\">甲市水务局党组</t>"), "{part}");
    assert!(part.contains("<rPr><i/></rPr><t xml:space=\"preserve\">乙</t>"), "{part}");
    assert!(part.contains("<c r=\"B1\" t=\"s\"><v>0</v></c>"), "{part}");
    let shared = super::part(&bytes, "xl/sharedStrings.xml");
    assert!(!shared.contains("{{") && shared.matches("<si>").count() == 3, "{shared}");
}

#[test]
fn headers_shapes_and_charts_of_sheets_are_filled_too() {
    let made = Made::default()
        .sheet("台账", "", &row(1, 0, &["甲"]), "<headerFooter><oddHeader>&amp;C{{单位名称}}&amp;P</oddHeader></headerFooter><drawing r:id=\"rId1\"/>")
        .other("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:sp><a:p><a:r><a:t>{{今天}}</a:t></a:r></a:p></xdr:sp></xdr:wsDr>")
        .related(1, "drawing", "xl/drawings/drawing1.xml");
    let mut scope = sample();
    scope.values.insert(Rc::from("单位名称"), text("A&B<局>"));
    let bytes = fill(&made.file(), &scope, false).unwrap();
    assert!(
        part(&bytes, "xl/worksheets/sheet1.xml")
            .contains("<oddHeader>&amp;CA&amp;&amp;B&lt;局&gt;&amp;P</oddHeader>")
    );
    assert!(part(&bytes, "xl/drawings/drawing1.xml").contains("<a:t>2026年3月5日</a:t>"));
    // Nothing is calculated and nothing moved: the workbook is the template's own.
    let workbook = |entries: Vec<Entry>| entries.into_iter().find(|entry| entry.name == "xl/workbook.xml");
    assert_eq!(workbook(zip::read(&bytes).unwrap()), workbook(made.entries()));
}

/// Rows 4 and 5 are a finding and its measures, row 6 the sum, row 8 is below.
fn nested(before: &str, after: &str) -> Made {
    let rows = [
        row(3, 0, &["号", "问题", "措施", "金额", "份额"]),
        row(4, 0, &["{{#问题}}{{序号}}", "{{反馈问题}}", "", "=SUM(D5:D5)", "=D4/D$6"]),
        row(
            5,
            0,
            &["{{#措施}}", "", "{{整改措施}}", "{{涉及金额（万元）}}", "=D5/SUM(D$5:D$5){{/措施}}{{/问题}}"],
        ),
        row(6, 0, &["合计", "", "", "=SUM(D4:D5)/2", ""]),
        row(8, 0, &["填报人", "", "=D6", "=汇总!B1", ""]),
    ];
    let rows = rows.concat().replace("<f>D5/SUM(D$5:D$5){{/措施}}{{/问题}}</f><v>7</v></c>", "<f>D5/SUM(D$5:D$5)</f><v>7</v></c><c r=\"F5\" t=\"inlineStr\"><is><t>{{/措施}}{{/问题}}</t></is></c>");
    Made::default()
        .sheet("台账", before, &rows, after)
        .sheet("汇总", "", &row(1, 0, &["和", "=台账!D6+SUM(台账!D4:D5)", "=C1+1"]), "")
        .sheet("说明", "", &row(1, 0, &["不变", "=A1"]), "")
}

#[test]
fn formulas_follow_the_rows_of_all_sheets() {
    let bytes = fill(&nested("", "").file(), &sample(), false).unwrap();
    assert_eq!(
        shown(&bytes, 0),
        [
            "3: 号|问题|措施|金额|份额",
            "4: #1|学习不够||=SUM(D5:D6)|=D4/D$9",
            "5: ||修订制度|#12.5|=D5/SUM(D$5:D$8)",
            "6: ||开展检查|#12.5|=D6/SUM(D$5:D$8)",
            "7: #2|管理不严||=SUM(D8:D8)|=D7/D$9",
            "8: ||补签<合同>&\"单\"\n逐份核对|#12.5|=D8/SUM(D$5:D$8)",
            "9: 合计|||=SUM(D4:D8)/2",
            "11: 填报人||=D9|=汇总!B1",
        ]
    );
    assert!(part(&bytes, "xl/worksheets/sheet2.xml").contains("<f>台账!D9+SUM(台账!D4:D8)</f>"));
    let before = nested("", "").entries();
    let same = |name: &str| before.iter().find(|entry| entry.name == name).unwrap().bytes.clone();
    assert_eq!(part(&bytes, "xl/worksheets/sheet3.xml").into_bytes(), same("xl/worksheets/sheet3.xml"));
    assert_eq!(part(&bytes, "xl/styles.xml").into_bytes(), same("xl/styles.xml"));
    assert!(part(&bytes, "xl/workbook.xml").contains("fullCalcOnLoad=\"1\""));
    let names: Vec<String> = zip::read(&bytes).unwrap().into_iter().map(|entry| entry.name).collect();
    assert!(!names.contains(&"xl/calcChain.xml".to_owned()));
    assert!(!part(&bytes, "[Content_Types].xml").contains("calcChain"));
    assert!(!part(&bytes, "xl/_rels/workbook.xml.rels").contains("calcChain"));
}

#[test]
fn all_that_says_rows_follows_them() {
    let before = "<dimension ref=\"A3:F8\"/><sheetViews><sheetView topLeftCell=\"A2\"><selection activeCell=\"C8\" sqref=\"C8:D8\"/></sheetView></sheetViews><cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>";
    let after = "<autoFilter ref=\"A3:E6\"/><mergeCells count=\"4\"><mergeCell ref=\"A3:B3\"/><mergeCell ref=\"B4:C4\"/><mergeCell ref=\"A4:A5\"/><mergeCell ref=\"A8:B8\"/></mergeCells>\
        <conditionalFormatting sqref=\"D4:D5\"><cfRule type=\"expression\" priority=\"1\"><formula>$D4&gt;D$6</formula></cfRule></conditionalFormatting>\
        <dataValidations count=\"2\"><dataValidation type=\"list\" sqref=\"C5\"><formula1>\"是,否\"</formula1></dataValidation><dataValidation type=\"custom\" sqref=\"D8 C8\"><formula1>D8&gt;0</formula1></dataValidation></dataValidations>\
        <hyperlinks><hyperlink ref=\"B4\" location=\"台账!A8\"/></hyperlinks><rowBreaks count=\"1\" manualBreakCount=\"1\"><brk id=\"6\" max=\"16383\" man=\"1\"/></rowBreaks>\
        <extLst><ext><x14:conditionalFormatting><x14:cfRule><xm:f>D6</xm:f></x14:cfRule><xm:sqref>D5</xm:sqref></x14:conditionalFormatting></ext></extLst>";
    let table = "<table id=\"1\" name=\"表1\" ref=\"A3:E6\" totalsRowCount=\"1\"><autoFilter ref=\"A3:E5\"/><tableColumns count=\"1\"><tableColumn id=\"1\" name=\"号\"><calculatedColumnFormula>台账!D6</calculatedColumnFormula></tableColumn></tableColumns></table>";
    let made = nested(before, after)
        .names("<definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">台账!$A$1:$E$8</definedName><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">台账!$3:$3</definedName><definedName name=\"单价\">台账!$D$8</definedName></definedNames><calcPr calcId=\"1\"/>")
        .other("xl/tables/table1.xml", table)
        .related(1, "table", "xl/tables/table1.xml")
        .other("xl/comments1.xml", "<comments><commentList><comment ref=\"A8\"/></commentList></comments>")
        .related(1, "comments", "xl/comments1.xml")
        .other("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:from><xdr:col>1</xdr:col><xdr:row>7</xdr:row></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:row>9</xdr:row></xdr:to></xdr:wsDr>")
        .related(1, "drawing", "xl/drawings/drawing1.xml")
        .other("xl/drawings/vmlDrawing1.vml", "<xml><x:ClientData><x:Anchor>1, 15, 7, 2, 3, 15, 9, 4</x:Anchor><x:Row>7</x:Row></x:ClientData></xml>")
        .related(1, "vmlDrawing", "xl/drawings/vmlDrawing1.vml")
        .other("xl/charts/chart1.xml", "<c:chart><c:cat><c:strRef><c:f>台账!$B$4:$B$5</c:f></c:strRef></c:cat></c:chart>")
        .other("xl/pivotCache/pivotCacheDefinition1.xml", "<pivotCacheDefinition><cacheSource><worksheetSource ref=\"A3:E6\" sheet=\"台账\"/></cacheSource></pivotCacheDefinition>");
    let bytes = fill(&made.file(), &sample(), false).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for expected in [
        "<dimension ref=\"A3:F11\"/>",
        "activeCell=\"C11\" sqref=\"C11\"",
        "<col min=\"2\" max=\"2\" hidden=\"1\"/>",
        "<autoFilter ref=\"A3:E9\"/>",
        "<mergeCells count=\"6\"><mergeCell ref=\"A3:B3\"/><mergeCell ref=\"B4:C4\"/><mergeCell ref=\"B7:C7\"/><mergeCell ref=\"A4:A6\"/><mergeCell ref=\"A7:A8\"/><mergeCell ref=\"A11:B11\"/></mergeCells>",
        "<conditionalFormatting sqref=\"D4:D8\">",
        "<formula>$D4&gt;D$9</formula>",
        "type=\"list\" sqref=\"C5:C6 C8\"",
        "type=\"custom\" sqref=\"D11 C11\"><formula1>D11&gt;0</formula1>",
        "<hyperlink ref=\"B4\" location=\"台账!A11\"/><hyperlink ref=\"B7\" location=\"台账!A11\"/>",
        "<brk id=\"9\" max=\"16383\" man=\"1\"/>",
        "<xm:f>D9</xm:f></x14:cfRule><xm:sqref>D5:D6 D8</xm:sqref>",
    ] {
        assert!(sheet.contains(expected), "{expected}\n{sheet}");
    }
    let workbook = part(&bytes, "xl/workbook.xml");
    for expected in
        ["台账!$A$1:$E$11<", "台账!$3:$3<", "台账!$D$11<", "<calcPr fullCalcOnLoad=\"1\" calcId=\"1\"/>"]
    {
        assert!(workbook.contains(expected), "{expected}\n{workbook}");
    }
    for (name, expected) in [
        ("xl/tables/table1.xml", "ref=\"A3:E9\" totalsRowCount=\"1\"><autoFilter ref=\"A3:E8\"/>"),
        ("xl/tables/table1.xml", "台账!D9<"),
        ("xl/comments1.xml", "ref=\"A11\""),
        ("xl/drawings/drawing1.xml", "<xdr:row>10</xdr:row></xdr:from>"),
        ("xl/drawings/drawing1.xml", "<xdr:row>12</xdr:row></xdr:to>"),
        ("xl/drawings/vmlDrawing1.vml", "<x:Anchor>1, 15, 10, 2, 3, 15, 12, 4</x:Anchor><x:Row>10</x:Row>"),
        ("xl/charts/chart1.xml", "台账!$B$4:$B$8<"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", "ref=\"A3:E9\""),
    ] {
        let whole = part(&bytes, name);
        assert!(whole.contains(expected), "{expected}\n{whole}");
    }
}

#[test]
fn shared_formulas_are_written_out_and_a_sum_over_nothing_stays_a_sum() {
    let shared = "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>{{#措施}}{{措施序号}}</t></is></c><c r=\"B2\"><f t=\"shared\" ref=\"B2:B4\" si=\"0\">A2*A$1+$A2</f><v>1</v></c><c r=\"C2\" t=\"inlineStr\"><is><t>{{/措施}}</t></is></c></row>\
        <row r=\"3\"><c r=\"B3\"><f t=\"shared\" si=\"0\"/><v>1</v></c></row><row r=\"4\"><c r=\"B4\"><f t=\"shared\" si=\"0\"/><v>1</v></c></row>";
    let made = Made::default().sheet("甲", "", shared, "");
    let bytes = fill(&made.file(), &sample(), false).unwrap();
    assert_eq!(
        shown(&bytes, 0),
        ["2: #1|=A2*A$1+$A2", "3: #2|=A3*A$1+$A3", "4: #1|=A4*A$1+$A4", "5: |=A5*A$1+$A5", "6: |=A6*A$1+$A6"]
    );
    let rows = [
        row(2, 0, &["{{#措施 状态:无}}{{序号}}", "甲{{/措施}}", "=A2"]),
        row(3, 0, &["合计", "=SUM(B2:B2)"]),
    ];
    assert_eq!(lines(&sheet(&rows)), ["2: ||=A2", "3: 合计|=SUM(B2:B2)"]);
}

#[test]
fn faults_in_sheets_are_told_with_sheet_and_cell() {
    let rows = [row(1, 0, &["{{单位}}", "{{天气"]), row(5, 0, &["", "", "{{责任入}}"])];
    let made = sheet(&rows).sheet("{{甲}}", "", "", "");
    assert_eq!(
        told(&made.file(), false),
        [
            "工作表‘台账’B1的“{{天气”：花括号没有成对。请补上“}}”，一个标记要写在同一段里",
            "工作表‘台账’A1的“{{单位}}”：是逐条的内容：逐条写“{{#单位}}…{{/单位}}”，条数写“{{单位.总数}}”",
            "工作表‘台账’C5的“{{责任入}}”：没有这个名称。是不是“责任人”？它要写在“{{#问题}}”和“{{/问题}}”之间",
            "工作表‘{{甲}}’的“{{甲}}”：没有这个名称。可用的名称见“可用的标记”",
        ]
    );
    let crossed =
        sheet(&[row(1, 0, &["{{#问题}}"]), row(2, 0, &["{{/问题}}{{#措施}}"]), row(3, 0, &["{{/措施}}"])]);
    assert!(told(&crossed.file(), false)[0].contains("不在同一层"));
    let public = sheet(&[row(1, 0, &["{{#措施}}{{责任人}}", "{{整改措施}}{{/措施}}"])]);
    assert_eq!(told(&public.file(), true).len(), 1);
}

#[test]
fn workbooks_that_are_no_templates_are_refused_with_advice() {
    let refused = |bytes: &[u8]| fill(bytes, &sample(), false).unwrap_err().to_string();
    let with = |name: &str| {
        let mut entries = sheet(&[row(1, 0, &["甲"])]).entries();
        entries.push(entry(name, "x"));
        zip::write(&entries, day()).unwrap()
    };
    assert!(refused(&with("xl/vbaProject.bin")).contains("宏"));
    assert!(refused(&with("xl/macrosheets/sheet1.xml")).contains("宏"));
    assert!(refused(&with("xl/workbook.bin")).contains(".xlsb"));
    assert!(refused(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0]).contains(".xls"));
    let broken = sheet(&["<row><c t=\"inlineStr\"><is><t>{{</c></row>".to_owned()]);
    assert!(refused(&broken.file()).contains("已损坏"));
}

#[test]
fn a_table_keeps_a_row_and_its_heads_hold_no_mark() {
    let table = |head: &str| {
        format!(
            "<table id=\"1\" name=\"表1\" ref=\"A1:B3\" totalsRowCount=\"1\"><tableColumns count=\"1\"><tableColumn id=\"1\" name=\"{head}\"/></tableColumns></table>"
        )
    };
    let rows = [
        row(1, 0, &["号", "措施"]),
        row(2, 0, &["{{#措施 状态:无}}{{序号}}", "{{整改措施}}{{/措施}}"]),
        row(3, 0, &["合计"]),
    ];
    let made = |head: &str| {
        let sheet = Made::default().sheet("台账", "", &rows.concat(), "");
        sheet.other("xl/tables/table1.xml", &table(head)).related(1, "table", "xl/tables/table1.xml")
    };
    let bytes = fill(&made("号").file(), &sample(), false).unwrap();
    assert_eq!(part(&bytes, "xl/tables/table1.xml"), table("号"));
    assert_eq!(shown(&bytes, 0), ["1: 号|措施", "3: 合计"]);
    assert!(told(&made("{{今天}}").file(), false)[0].contains("列表的表头"));
}
