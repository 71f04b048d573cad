//! Marks in documents.

use super::super::expand::{ExpandError, Expander};
use super::*;

/// A file with this body, and other parts.
pub fn file(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let body = format!("<w:document><w:body>{body}</w:body></w:document>");
    let mut entries = vec![entry("word/document.xml", &body)];
    entries.extend(others.iter().map(|(name, text)| entry(name, text)));
    zip::write(&entries, day()).unwrap()
}

pub fn filled(body: &str) -> Result<String, TemplateError> {
    let bytes = fill(&file(body, &[]), &sample(), false)?;
    let whole = part(&bytes, "word/document.xml");
    let inner = whole.strip_prefix("<w:document><w:body>").unwrap();
    Ok(inner.strip_suffix("</w:body></w:document>").unwrap().to_owned())
}

/// A paragraph of one run.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A row of cells with a paragraph each.
pub fn tr(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| format!("<w:tc>{}</w:tc>", p(text))).collect();
    let cells = cells.concat();
    format!("<w:tr>{cells}</w:tr>")
}

/// The text of a body: a line a paragraph, cells apart by |, rows by /.
pub fn said(body: &str) -> String {
    let mut out = String::new();
    let budget = crate::reader::budget::Budget::default();
    let whole = crate::xml::read_text(&format!("<b>{body}</b>"), &budget, |seen| {
        match seen {
            crate::xml::Seen::Text(text) => out.push_str(text),
            crate::xml::Seen::Open("br", _) => out.push('↵'),
            crate::xml::Seen::Close("p") => out.push('\n'),
            crate::xml::Seen::Close("tc") => out.push('|'),
            crate::xml::Seen::Close("tr") => out.push('/'),
            _ => {}
        }
        Ok(())
    });
    assert!(whole.is_ok(), "no XML: {body}");
    out
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn marks_are_filled_wherever_they_stand() {
    let rows = |cells: &[&str]| format!("<w:tbl>{}</w:tbl>", tr(cells));
    let cases: Vec<(&str, String, &str)> = vec![
        ("a value", p("单位：{{单位名称}}。"), "单位：市水务局党组。\n"),
        ("two in one run", p("{{单位名称}}{{今天|2024-06-30}}"), "市水务局党组2026-03-05\n"),
        (
            "a list of paragraphs",
            [p("{{#问题}}"), p("{{序号|一}}、{{反馈问题}}"), p("{{/问题}}"), p("完")].concat(),
            "一、学习不够\n二、管理不严\n完\n",
        ),
        (
            "marks beside text",
            [p("{{#问题}}{{序号}}."), p("{{反馈问题}}{{/问题}}")].concat(),
            "1.\n学习不够\n2.\n管理不严\n",
        ),
        ("within a paragraph", p("共：{{#问题}}{{反馈问题}}；{{/问题}}完"), "共：学习不够；管理不严；完\n"),
        (
            "lists in lists",
            [
                p("{{#问题}}"),
                p("{{反馈问题}}"),
                p("{{#措施}}"),
                p("{{序号}}-{{措施序号}}{{整改措施}}"),
                p("{{/措施}}"),
                p("{{/问题}}"),
            ]
            .concat(),
            "学习不够\n1-1修订制度\n1-2开展检查\n管理不严\n2-1补签<合同>&\"单\"↵逐份核对\n",
        ),
        (
            "two begin in one paragraph",
            [p("{{#问题}}{{#措施}}"), p("{{措施.责任人}}{{措施序号}}"), p("{{/措施}}{{/问题}}")].concat(),
            "李四1\n李四2\n李四1\n",
        ),
        (
            "a row each",
            rows(&["{{#问题}}{{序号}}", "{{反馈问题}}{{/问题}}"]),
            "1\n|学习不够\n|/2\n|管理不严\n|/",
        ),
        (
            "rows of their own for the marks",
            format!(
                "<w:tbl>{}{}{}</w:tbl>",
                tr(&["{{#措施}}", ""]),
                tr(&["{{措施序号}}", "{{整改状态}}"]),
                tr(&["{{/措施}}", ""])
            ),
            "1\n|整改中\n|/2\n|已完成\n|/1\n|已完成\n|/",
        ),
        (
            "a row each with a condition over its cells",
            rows(&["{{#措施}}{{#逾期}}{{措施序号}}", "{{整改措施}}{{/逾期}}{{/措施}}"]),
            "1\n|修订制度\n|/",
        ),
        (
            "a list within a cell",
            rows(&["{{#问题}}{{反馈问题}} {{/问题}}", "完"]),
            "学习不够 管理不严 \n|完\n|/",
        ),
        ("a condition that holds", p("{{#单位名称}}有{{/单位名称}}{{^单位名称}}无{{/}}"), "有\n"),
        (
            "what is empty",
            [p("{{#措施}}"), p("{{^佐证材料}}{{措施序号}}缺材料{{/佐证材料}}"), p("{{/措施}}")].concat(),
            "1缺材料\n2缺材料\n1缺材料\n",
        ),
        (
            "the order of those that are shown",
            p("{{#措施 状态:已完成}}{{顺序|一}}.{{措施.顺序}}{{措施序号}} {{/措施}}"),
            "一.12 二.21 \n",
        ),
        ("a filter", [p("{{#措施 状态:已完成}}"), p("{{措施序号}}"), p("{{/措施}}")].concat(), "2\n1\n"),
        ("a filter that excludes", p("{{#措施 -状态:已完成 责任人:李}}{{整改措施}}{{/措施}}"), "修订制度\n"),
        ("counts", p("{{问题.总数}}个{{措施.总数}}条，完成{{措施.总数 状态:已完成}}条"), "2个3条，完成2条\n"),
        ("a count within a finding", p("{{#问题}}{{措施.总数}} {{/问题}}"), "2 1 \n"),
        ("no item", p("{{#措施 状态:未知}}甲{{/措施}}{{^措施 状态:未知}}没有{{/措施}}"), "没有\n"),
        ("a flag with a form", p("{{#措施}}{{逾期|√/×}}{{/措施}}"), "√××\n"),
        ("full width", p("{{＃问题}}{{序号｜（一）}}{{／问题}}"), "（一）（二）\n"),
        (
            "an empty table goes, a cell keeps a paragraph",
            [rows(&["{{#措施 状态:未知}}甲", "{{/措施}}"]), p("完")].concat(),
            "完\n",
        ),
        ("brackets that are no marks", p("{甲} }} {乙"), "{甲} }} {乙\n"),
    ];
    for (name, body, expected) in cases {
        let filled = filled(&body).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        assert_eq!(said(&filled), expected, "{name}: {filled}");
    }
}

#[test]
fn a_mark_that_word_cut_into_runs_is_one_mark_in_the_style_of_its_beginning() {
    let run = |style: &str, text: &str| format!("<w:r><w:rPr>{style}</w:rPr><w:t>{text}</w:t></w:r>");
    let cases = [
        vec!["甲{", "{单位", "名称}", "}乙"],
        vec!["甲", "{{", "单位名称", "}}", "乙"],
        vec!["甲{{单位名称", "}}乙"],
        vec!["甲{{单位名称}}乙", ""],
    ];
    for runs in cases {
        let styled = runs
            .iter()
            .enumerate()
            .map(|(n, text)| run(&format!("<w:s{n}/>"), text))
            .collect::<Vec<_>>()
            .concat();
        let body = format!("<w:p><w:pPr/>{styled}<w:bookmarkEnd/></w:p>");
        let filled = filled(&body).unwrap();
        assert_eq!(said(&filled), "甲市水务局党组乙\n", "{filled}");
        let begins = runs.iter().position(|text| text.contains('{')).unwrap();
        let of_style = filled.split("<w:r>").find(|run| run.contains("市水务局党组")).unwrap().to_owned();
        assert!(of_style.contains(&format!("<w:s{begins}/>")), "{filled}");
        assert!(filled.contains("<w:bookmarkEnd/>"));
    }
    // Blocks split the run that holds them; each piece keeps the style.
    let body = format!("<w:p>{}{}</w:p>", run("<w:b/>", "甲{{#问"), run("<w:i/>", "题}}乙{{/问题}}丙"));
    let filled = filled(&body).unwrap();
    assert_eq!(said(&filled), "甲乙乙丙\n");
    assert_eq!((filled.matches("<w:b/>").count(), filled.matches("<w:i/>").count()), (1, 3), "{filled}");
}

#[test]
fn headers_footers_notes_text_boxes_and_nested_tables_are_filled_too() {
    let boxed = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>外{{{{今天|6月30日}}}}</w:t></w:r></w:p>",
        p("内{{单位名称}}")
    );
    assert_eq!(said(&filled(&boxed).unwrap()), "内市水务局党组\n内市水务局党组\n外3月5日\n");
    let nested = format!(
        "<w:tbl><w:tr><w:tc><w:tbl>{}</w:tbl>{}</w:tc></w:tr></w:tbl>",
        tr(&["{{#问题}}{{序号}}", "{{/问题}}"]),
        p("")
    );
    assert_eq!(said(&filled(&nested).unwrap()), "1\n|\n|/2\n|\n|/\n|/");
    let control = format!("<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", p("{{单位名称}}"));
    assert_eq!(said(&filled(&control).unwrap()), "市水务局党组\n");
    let shape = "<w:p><w:r><w:drawing><a:p><a:r><a:t>{{单位名称}}</a:t></a:r></a:p></w:drawing></w:r></w:p>";
    assert!(filled(shape).unwrap().contains("<a:t>市水务局党组</a:t>"));
    let others = [
        ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>{{单位名称}}</w:t></w:r></w:p></w:hdr>"),
        ("word/footer2.xml", "<w:ftr><w:p><w:r><w:t>{{今天}}</w:t></w:r></w:p></w:ftr>"),
        ("word/footnotes.xml", "<w:footnotes><w:p><w:r><w:t>{{问题.总数}}</w:t></w:r></w:p></w:footnotes>"),
        ("word/styles.xml", "<w:styles>{{单位名称}}</w:styles>"),
        ("word/media/image1.png", "\u{1}{{单位名称}}"),
        ("docProps/core.xml", "<c>{{单位名称}}</c>"),
    ];
    let bytes = fill(&file(&p("无"), &others), &sample(), false).unwrap();
    assert!(part(&bytes, "word/header1.xml").contains(">市水务局党组<"));
    assert!(part(&bytes, "word/footer2.xml").contains(">2026年3月5日<"));
    assert!(part(&bytes, "word/footnotes.xml").contains(">2<"));
    for (name, whole) in &others[3..] {
        assert_eq!(part(&bytes, name), *whole, "{name} is not the template's own any more");
    }
    assert_eq!(
        part(&bytes, "word/document.xml"),
        format!("<w:document><w:body>{}</w:body></w:document>", p("无"))
    );
}

fn faults(body: &str, public: bool) -> Vec<String> {
    told(&file(body, &[]), public)
}

#[test]
fn all_errors_are_told_at_once_with_place_and_nearest_name() {
    let table = format!("<w:tbl>{}{}</w:tbl>", tr(&["头"]), tr(&["{{责任入}}"]));
    let body =
        [p("{{#措施}}"), p("{{整改期限}}"), table, p("{{/措施}}"), p("{{天气}}"), p("{{单位名称")].concat();
    assert_eq!(
        faults(&body, false),
        [
            "正文的“{{单位名称”：花括号没有成对。请补上“}}”，一个标记要写在同一段里",
            "正文第 2 段的“{{整改期限}}”：没有这个名称。是不是“整改时限”？",
            "正文第 1 张表第 2 行的“{{责任入}}”：没有这个名称。是不是“责任人”？",
            "正文第 6 段的“{{天气}}”：没有这个名称。可用的名称见“可用的标记”",
        ]
    );
    let cases = [
        (p("{{责任人}}"), "正文第 1 段的“{{责任人}}”：要写在“{{#问题}}”和“{{/问题}}”之间"),
        (p("{{整改措施}}"), "正文第 1 段的“{{整改措施}}”：要写在“{{#措施}}”和“{{/措施}}”之间"),
        (p("{{#问题}}甲"), "正文第 1 段的“{{#问题}}”：没有结束。请在后面加上“{{/问题}}”"),
        (p("甲{{/问题}}"), "正文第 1 段的“{{/问题}}”：前面没有对应的开始。请删去它，或补上开始"),
        (p("{{#问题}}甲{{/措施}}"), "正文第 1 段的“{{/措施}}”：与前面的“{{#问题}}”不配对，应为“{{/问题}}”"),
        (
            p("{{今天|年月日}}"),
            "正文第 1 段的“{{今天|年月日}}”：看不懂格式“年月日”。日期写成“2024年6月30日”的样子，数字写“一”或“01”，是否写“是/否”",
        ),
        (
            p("{{#措施 壮态:已完成}}{{/措施}}"),
            "正文第 1 段的“{{#措施 壮态:已完成}}”：筛选里没有“壮态”这个名称。",
        ),
        (p("{{}}"), "正文第 1 段的“{{}}”：没有名称。请在两对花括号之间写上名称"),
    ];
    for (body, expected) in cases {
        assert_eq!(faults(&body, false), [expected], "{body}");
    }
}

#[test]
fn a_block_that_ends_elsewhere_is_told_and_nothing_is_written() {
    let body = [p("{{#问题}}"), p("甲{{/问题}}{{#措施}}"), p("{{/措施}}")].concat();
    assert!(faults(&body, false)[0].contains("不在同一层"), "{:?}", faults(&body, false));
}

#[test]
fn a_public_template_that_names_what_is_internal_is_refused() {
    let body = [p("{{#措施 责任人:李}}"), p("{{整改措施}}{{责任人}}{{整改时限}}"), p("{{/措施}}")].concat();
    let told = faults(&body, true);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().all(|one| one.contains("公开的材料")), "{told:?}");
    assert!(filled(&body).is_ok());
}

#[test]
fn files_that_are_no_templates_are_refused_with_advice() {
    let refused = |bytes: &[u8]| fill(bytes, &sample(), false).unwrap_err().to_string();
    assert!(refused(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0]).contains("另存为"));
    assert!(refused(b"abc").contains("打不开"));
    let other = zip::write(&[entry("ppt/presentation.xml", "")], day()).unwrap();
    assert!(refused(&other).contains("word/document.xml"));
    assert!(refused(&file(&p("甲"), &[("word/vbaProject.bin", "x")])).contains("宏"));
    let broken = [Entry { name: "word/document.xml".into(), bytes: b"<a>{{<b></a>".to_vec() }];
    assert!(refused(&zip::write(&broken, day()).unwrap()).contains("已损坏"));
    let deep = "<w:x>".repeat(5000) + "{{" + &"</w:x>".repeat(5000);
    assert!(refused(&file(&deep, &[])).contains("已损坏"));
}

#[test]
fn blocks_in_blocks_that_multiply_end_with_a_word() {
    let nested =
        (0..12).fold(p("{{整改措施}}"), |inner, _| [p("{{#措施}}"), inner, p("{{/措施}}")].concat());
    let one = (*sample().lists["措施"][0]).clone();
    let scope = scope(&[], &[("措施", vec![one; 60])]);
    let mut nodes = super::super::tree::read(&format!("<w:body>{nested}</w:body>")).unwrap();
    super::super::slots::place(&mut nodes, &mut Vec::new());
    let filled = Expander::new(&schema(), 20_000).fill(&nodes, &vec![("", &scope)]);
    assert_eq!(filled.unwrap_err(), ExpandError::TooLarge);
}
