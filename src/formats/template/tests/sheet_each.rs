//! A sheet each: sheets whose names hold marks.

use super::workbook::{Made, row, shown};
use super::*;

/// The names of the sheets of a filled file.
fn sheets(bytes: &[u8]) -> Vec<String> {
    crate::xlsx::read(bytes).unwrap().sheets.into_iter().map(|sheet| sheet.name).collect()
}

/// The sheets of a file, each with its lines.
type Told<'a> = Vec<(&'a str, Vec<&'a str>)>;

/// All of a filled file: a sheet as its name and its lines.
fn whole(bytes: &[u8]) -> Vec<(String, Vec<String>)> {
    let names = sheets(bytes);
    names.into_iter().enumerate().map(|(at, name)| (name, shown(bytes, at))).collect()
}

fn filled(made: &Made) -> Vec<u8> {
    fill(&made.file(), &sample(), false).unwrap()
}

fn own(name: &str, rows: &[String]) -> Made {
    Made::default().sheet(name, "", &rows.concat(), "")
}

#[test]
fn a_sheet_is_there_for_each_finding_or_measure_that_its_name_is_of() {
    let head = || row(1, 0, &["{{反馈问题}}", "{{单位名称}}"]);
    let cases: Vec<(&str, Vec<String>, Told<'_>)> = vec![
        (
            "{{序号}} {{反馈问题}}",
            vec![head(), row(2, 0, &["{{#措施}}{{整改措施}}", "{{/措施}}"]), row(3, 0, &["共{{措施.总数}}"])],
            vec![
                ("1 学习不够", vec!["1: 学习不够|市水务局党组", "2: 修订制度", "3: 开展检查", "4: 共2"]),
                ("2 管理不严", vec!["1: 管理不严|市水务局党组", "2: 补签<合同>&\"单\"\n逐份核对", "3: 共1"]),
            ],
        ),
        (
            "第{{问题.序号|一}}题",
            vec![row(1, 0, &["{{顺序}}/{{问题.总数}}"])],
            vec![("第一题", vec!["1: 1/2"]), ("第二题", vec!["1: 2/2"])],
        ),
        (
            "{{#措施 状态：已完成}}{{整改状态}}{{顺序}}",
            vec![row(1, 0, &["{{整改措施}}", "{{措施.总数}}"])],
            vec![("已完成1", vec!["1: 开展检查|#1"]), ("已完成2", vec!["1: 补签<合同>&\"单\"\n逐份核对|#1"])],
        ),
        ("{{单位名称}}", vec![row(1, 0, &["{{问题.总数}}"])], vec![("市水务局党组", vec!["1: #2"])]),
        (
            "{{#措施 状态：无}}{{整改措施}}",
            vec![row(1, 0, &["甲{{整改措施}}"]), row(2, 0, &["{{#措施}}", "{{/措施}}"])],
            vec![("无", vec!["1: 甲"])],
        ),
    ];
    for (name, rows, expected) in cases {
        let told = whole(&filled(&own(name, &rows)));
        let told: Told<'_> = told
            .iter()
            .map(|(name, lines)| (name.as_str(), lines.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(told, expected, "{name}");
    }
}

#[test]
fn an_empty_form_in_such_a_sheet_is_of_its_item_alone() {
    let form = |heads: &[&str]| vec![row(1, 0, heads), row(2, 0, &vec![""; heads.len()])];
    let findings = whole(&filled(&own("{{反馈问题}}", &form(&["措施序号", "整改措施", "责任人"]))));
    assert_eq!(findings[0].1[1..], ["2: #1|修订制度|李四", "3: #2|开展检查|李四"]);
    assert_eq!(findings[1].1.len(), 2);
    let measures = whole(&filled(&own("{{整改措施}}", &form(&["措施序号", "整改措施", "责任人"]))));
    assert_eq!(measures.len(), 3);
    assert_eq!(measures[1].1[1..], ["2: #2|开展检查|李四"]);
    let none =
        whole(&filled(&own("{{#措施 状态：无}}{{整改措施}}", &form(&["整改措施", "责任人", "整改时限"]))));
    assert_eq!(none[0].1, ["1: 整改措施|责任人|整改时限"]);
}

/// Three sheets, of which the second is repeated; it has all that belongs to a sheet.
fn busy() -> Made {
    let rows = [
        row(1, 0, &["{{反馈问题}}", "=封面!A1", "=SUM('{{序号}}号'!D3:D3)"]),
        row(3, 0, &["{{#措施}}{{整改措施}}", "", "", "{{涉及金额（万元）}}", "{{/措施}}"]),
        row(4, 0, &["合计", "", "", "=SUM(D3:D3)", "=尾页!A1"]),
    ];
    let before = "<sheetPr codeName=\"Sheet2\"/><sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"/></sheetViews>";
    let after = "<hyperlinks><hyperlink ref=\"A4\" location=\"'{{序号}}号'!A1\"/></hyperlinks><drawing r:id=\"rId2\"/><legacyDrawing r:id=\"rId4\"/><tableParts count=\"1\"><tablePart r:id=\"rId1\"/></tableParts>";
    let chart =
        "<c:chart><c:f>'{{序号}}号'!$D$3:$D$3</c:f><a:p><a:r><a:t>{{反馈问题}}</a:t></a:r></a:p></c:chart>";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"rId1\" Type=\"x/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    Made::default()
        .sheet("封面", "", &row(1, 0, &["{{单位名称}}"]), "")
        .sheet("{{序号}}号", before, &rows.concat(), after)
        .sheet("尾页", "<sheetViews><sheetView workbookViewId=\"0\"/></sheetViews>", &row(1, 0, &["完", "=封面!A1"]), "")
        .names("<definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"1\">'{{序号}}号'!$A$1:$E$4</definedName><definedName name=\"_xlnm.Print_Area\" localSheetId=\"2\">尾页!$A$1</definedName><definedName name=\"封\">封面!$A$1</definedName></definedNames>")
        .other("xl/tables/table1.xml", "<table id=\"1\" name=\"表1\" displayName=\"表1\" ref=\"A2:D4\" totalsRowCount=\"1\"><tableColumns count=\"1\"><tableColumn id=\"1\" name=\"号\"/></tableColumns></table>")
        .related(2, "table", "xl/tables/table1.xml")
        .other("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:from><xdr:row>3</xdr:row></xdr:from><c:chart r:id=\"rId1\"/></xdr:wsDr>")
        .related(2, "drawing", "xl/drawings/drawing1.xml")
        .other("xl/drawings/_rels/drawing1.xml.rels", &relation("chart", "../charts/chart1.xml"))
        .other("xl/charts/chart1.xml", chart)
        .other("xl/comments1.xml", "<comments><commentList><comment ref=\"A4\"/></commentList></comments>")
        .related(2, "comments", "xl/comments1.xml")
        .other("xl/drawings/vmlDrawing1.vml", "<xml><x:ClientData><x:Row>3</x:Row></x:ClientData></xml>")
        .related(2, "vmlDrawing", "xl/drawings/vmlDrawing1.vml")
        .other("docProps/app.xml", "<Properties><Application>WPS</Application><HeadingPairs/><TitlesOfParts><vt:lpstr>{{序号}}号</vt:lpstr></TitlesOfParts></Properties>")
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of what belongs to a sheet")]
fn all_that_belongs_to_such_a_sheet_is_there_for_each_of_them() {
    let bytes = filled(&busy());
    assert_eq!(sheets(&bytes), ["封面", "1号", "2号", "尾页"]);
    assert_eq!(
        shown(&bytes, 1),
        [
            "1: 学习不够|=封面!A1|=SUM('1号'!D3:D4)",
            "3: 修订制度|||#12.5",
            "4: 开展检查|||#12.5",
            "5: 合计|||=SUM(D3:D4)|=尾页!A1",
        ]
    );
    assert_eq!(shown(&bytes, 2)[0], "1: 管理不严|=封面!A1|=SUM('2号'!D3:D3)");
    let told: Vec<(&str, &[&str])> = vec![
        (
            "xl/workbook.xml",
            &[
                "<sheet name=\"1号\" sheetId=\"2\" r:id=\"rId2\"/><sheet name=\"2号\" sheetId=\"4\" r:id=\"rIdSheet4\"/><sheet name=\"尾页\" sheetId=\"3\"",
                "localSheetId=\"1\">'1号'!$A$1:$E$5<",
                "localSheetId=\"2\">'2号'!$A$1:$E$4<",
                "localSheetId=\"3\">尾页!$A$1<",
                "<definedName name=\"封\">封面!$A$1<",
                "fullCalcOnLoad=\"1\"",
            ],
        ),
        ("xl/_rels/workbook.xml.rels", &["Id=\"rIdSheet4\"", "Target=\"/xl/worksheets/sheet4.xml\""]),
        (
            "[Content_Types].xml",
            &[
                "PartName=\"/xl/worksheets/sheet4.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"",
            ],
        ),
        ("xl/worksheets/sheet2.xml", &["tabSelected=\"1\"", "location=\"'1号'!A1\"", "ref=\"A5\""]),
        (
            "xl/worksheets/sheet4.xml",
            &["<sheetPr/>", "<sheetView workbookViewId=\"0\"/>", "location=\"'2号'!A1\""],
        ),
        (
            "xl/worksheets/_rels/sheet4.xml.rels",
            &[
                "/xl/tables/table2.xml",
                "/xl/drawings/drawing2.xml",
                "/xl/comments2.xml",
                "/xl/drawings/vmlDrawing2.vml",
            ],
        ),
        ("xl/drawings/_rels/drawing2.xml.rels", &["../charts/chart2.xml"]),
        ("xl/tables/table1.xml", &["id=\"1\" name=\"表1\" displayName=\"表1\" ref=\"A2:D5\""]),
        ("xl/tables/table2.xml", &["id=\"2\" name=\"表1_2\" displayName=\"表1_2\" ref=\"A2:D4\""]),
        ("xl/charts/chart1.xml", &["'1号'!$D$3:$D$4", "<a:t>学习不够</a:t>"]),
        ("xl/charts/chart2.xml", &["'2号'!$D$3:$D$3", "<a:t>管理不严</a:t>"]),
        ("xl/comments1.xml", &["ref=\"A5\""]),
        ("xl/comments2.xml", &["ref=\"A4\""]),
        ("xl/drawings/vmlDrawing1.vml", &["<x:Row>4</x:Row>"]),
        ("docProps/app.xml", &["<Properties><Application>WPS</Application></Properties>"]),
    ];
    for (name, expected) in told {
        let whole = part(&bytes, name);
        for expected in expected {
            assert!(whole.contains(expected), "{name}: {expected}\n{whole}");
        }
    }
    let entries = zip::read(&bytes).unwrap();
    for entry in &entries {
        let text = String::from_utf8_lossy(&entry.bytes);
        assert!(!text.contains("{{") && !text.contains("#REF!"), "{}: {text}", entry.name);
        assert!(!entry.name.contains("calcChain"));
    }
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), entries.len(), "each part once");
}

#[test]
fn a_sheet_that_is_only_called_otherwise_keeps_who_looks_into_it() {
    let made = Made::default()
        .sheet("{{今天|2024年6月}}", "", &[row(1, 0, &["{{#措施}}{{涉及金额（万元）}}", "{{/措施}}"]), row(2, 0, &["甲"])].concat(), "")
        .sheet("汇总", "", &row(1, 0, &["=SUM('{{今天|2024年6月}}'!A1:A1)", "{{单位名称}}"]), "")
        .sheet("说明", "", &row(1, 0, &["='{{今天|2024年6月}}'!A2"]), "")
        .names("<definedNames><definedName name=\"全\">'{{今天|2024年6月}}'!$A$1:$A$1</definedName></definedNames>");
    let bytes = filled(&made);
    assert_eq!(sheets(&bytes), ["2026年3月", "汇总", "说明"]);
    assert_eq!(shown(&bytes, 1), ["1: =SUM('2026年3月'!A1:A3)|市水务局党组"]);
    assert_eq!(shown(&bytes, 2), ["1: ='2026年3月'!A4"]);
    assert!(part(&bytes, "xl/workbook.xml").contains(">'2026年3月'!$A$1:$A$3<"));
}

#[test]
fn names_that_would_be_one_are_told_apart_and_made_legal() {
    let finding = |title: &str| scope(&[("反馈问题", text(title))], &[("措施", Vec::new())]);
    let titles = ["甲/乙:丙", "甲_乙_丙", "", "汇总"];
    let all = scope(&[], &[("问题", titles.map(finding).to_vec()), ("措施", Vec::new())]);
    let made = own("{{反馈问题}}", &[row(1, 0, &["{{反馈问题}}"])]).sheet("汇总", "", "", "");
    let bytes = fill(&made.file(), &all, false).unwrap();
    assert_eq!(sheets(&bytes), ["甲_乙_丙", "甲_乙_丙(2)", "无", "汇总(2)", "汇总"]);
    assert_eq!(shown(&bytes, 0), ["1: 甲/乙:丙"]);
}

#[test]
fn what_cannot_be_repeated_is_refused_with_its_place() {
    let looks = |formula: &str| {
        own("{{序号}}", &[row(1, 0, &["{{反馈问题}}"])]).sheet("汇总", "", &row(2, 0, &["", formula]), "")
    };
    let with = |kind: &str| {
        let made = own("{{序号}}", &[row(1, 0, &["{{反馈问题}}"])]);
        made.other("xl/other1.xml", "<x/>").related(1, kind, "xl/other1.xml")
    };
    let table = "<table id=\"1\" name=\"表1\" displayName=\"表1\" ref=\"A1:A2\"/>";
    let named = own("{{序号}}", &[row(1, 0, &["{{反馈问题}}"])])
        .names("<definedNames><definedName name=\"全\">'{{序号}}'!$A$1</definedName></definedNames>");
    let summed = own("{{序号}}", &[row(1, 0, &["{{反馈问题}}", "=SUM(表1[号])"])])
        .other("xl/tables/table1.xml", table)
        .related(1, "table", "xl/tables/table1.xml");
    let cases: Vec<(Made, bool, &str)> = vec![
        (looks("='{{序号}}'!A1"), false, "工作表‘汇总’B2的“{{序号}}”：引用了要逐个重复的工作表"),
        (looks("=SUM('汇总:{{序号}}'!A1)"), false, "工作表‘汇总’B2的“{{序号}}”：引用了要逐个重复的工作表"),
        (looks("='{{&#24207;号}}'!A1"), false, "工作表‘汇总’B2"),
        (named, false, "名称‘全’的“{{序号}}”：引用了要逐个重复的工作表"),
        (summed, false, "工作表‘{{序号}}’的“表1”：公式里用到了这个列表的名称"),
        (with("pivotTable"), false, "工作表‘{{序号}}’的“数据透视表”：名称里有标记的工作表要逐个重复"),
        (with("control"), false, "的“控件”："),
        (own("{{天气}}", &[]), false, "工作表‘{{天气}}’的“{{天气}}”：没有这个名称"),
        (own("{{责任入}}", &[]), false, "是不是“责任人”"),
        (own("甲{{序号", &[]), false, "花括号没有成对"),
        (own("{{#问题}}{{#措施}}", &[]), false, "只能写一个"),
        (own("{{^问题}}甲", &[]), false, "只能写一个"),
        (own("{{#措施 天气：晴}}{{序号}}", &[]), false, "筛选里没有“天气”"),
        (own("{{单位.名称}}", &[]), true, "公开的材料不按责任单位分"),
        (own("{{责任人}}", &[]), true, "公开的材料里不能有这一项"),
        (own("{{反馈问题}}", &[row(1, 0, &["{{措施.责任入}}"])]), false, "A1的“{{措施.责任入}}”"),
    ];
    for (made, public, expected) in cases {
        let told = told(&made.file(), public);
        assert!(told.len() == 1 && told[0].contains(expected), "{expected}: {told:?}");
    }
}

#[test]
fn a_paper_each_has_sheets_of_its_own() {
    let ledger = demonstration();
    let made = own("{{单位.名称}}", &[row(1, 0, &["{{单位.名称}}", "{{措施.总数}}"])]);
    let all = super::super::fill(&made.file(), &ledger, &wanted(Each::All)).unwrap().files;
    let units: Vec<&str> = ledger.bundle().units.iter().map(|unit| unit.name.as_str()).collect();
    let names = sheets(&all[0].bytes);
    assert!(names.len() > 1 && names.iter().all(|name| units.contains(&name.as_str())), "{names:?}");
    let each = super::super::fill(&made.file(), &ledger, &wanted(Each::Unit)).unwrap().files;
    assert_eq!(each.len(), names.len());
    for (file, name) in each.iter().zip(&names) {
        assert_eq!(sheets(&file.bytes), std::slice::from_ref(name), "the unit that the paper is of");
    }
    let made = own("{{反馈问题}}", &[row(1, 0, &["{{反馈问题}}"])]);
    let each = super::super::fill(&made.file(), &ledger, &wanted(Each::Finding)).unwrap().files;
    assert!(each.iter().all(|file| sheets(&file.bytes).len() == 1));
}
