//! Faults of documents that other programs wrote, each with a file made here.

use super::{day, file};
use crate::reader::ReadError;
use crate::reader::budget::{Budget, Exceeded};
use crate::reader::outcome::DocumentText;
use crate::reader::package::Package;
use crate::zip::{self, Entry};

fn whole(body: &str, others: &[(&str, &str)]) -> DocumentText {
    let bytes = file(body, others);
    super::super::read_package(&Package::open(&bytes).unwrap(), &Budget::default()).unwrap()
}

fn lines(body: &str) -> Vec<String> {
    whole(body, &[]).paragraphs
}

/// A paragraph with these properties and runs.
fn p(properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

fn t(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

const LIST: &str = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='H3'/><w:lvlText w:val='（%2）'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
const NUMBERED: &str = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>";

#[test]
fn numbers_come_from_styles_and_what_they_are_based_on() {
    let styles = "<w:styles><w:style w:type='paragraph' w:default='1' w:styleId='N'/><w:style w:styleId='H1'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style><w:style w:styleId='H2'><w:basedOn w:val='H1'/><w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr></w:style><w:style w:styleId='H3'><w:basedOn w:val='H1'/></w:style><w:style w:styleId='X'><w:basedOn w:val='H1'/></w:style><w:style w:styleId='O'><w:basedOn w:val='H1'/><w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style><w:style w:styleId='C'><w:basedOn w:val='C'/></w:style></w:styles>";
    let of = |style: &str, text: &str| p(&format!("<w:pStyle w:val='{style}'/>"), &t(text));
    let body = [
        of("H1", "总体"),
        of("H2", "学习"),
        of("H3", "责任"),
        of("O", "无号"),
        of("C", "圈"),
        of("X", "下一步"),
        p("", &t("正文")),
    ]
    .concat();
    let read = whole(&body, &[("word/numbering.xml", LIST), ("word/styles.xml", styles)]);
    assert_eq!(read.paragraphs, ["一、总体", "（一）学习", "（二）责任", "无号", "圈", "二、下一步", "正文"]);
}

#[test]
fn the_list_of_now_counts_and_not_the_one_that_a_tracked_change_replaced() {
    let changed = format!(
        "{NUMBERED}<w:pPrChange><w:pPr><w:pStyle w:val='Z'/><w:numPr><w:ilvl w:val='1'/><w:numId w:val='9'/></w:numPr></w:pPr></w:pPrChange>"
    );
    let body = [p(&changed, &t("学习")), p(NUMBERED, &t("督促"))].concat();
    assert_eq!(whole(&body, &[("word/numbering.xml", LIST)]).paragraphs, ["一、学习", "二、督促"]);
}

#[test]
fn paragraphs_that_were_struck_out_are_not_counted_and_go_on_in_the_next() {
    let struck = |text: &str| format!("<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>");
    let mark = "<w:rPr><w:del w:id='1'/></w:rPr>";
    let body = [
        p(NUMBERED, &t("学习")),
        p(&format!("{NUMBERED}{mark}"), &struck("已删")),
        p(NUMBERED, &t("督促")),
        p(&format!("{NUMBERED}{mark}"), &t("前半")),
        p("", &t("后半")),
        p(
            &format!("{NUMBERED}<w:rPr><w:moveFrom w:id='2'/></w:rPr>"),
            "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>",
        ),
        p(NUMBERED, &format!("{}<w:ins>{}</w:ins>", struck("旧"), t("新"))),
    ]
    .concat();
    let read = whole(&body, &[("word/numbering.xml", LIST)]);
    assert_eq!(read.paragraphs, ["一、学习", "二、督促", "前半后半", "三、新"]);
    assert!(read.notes[0].contains("修订") && read.notes[0].contains("插入的 1 处"), "{:?}", read.notes);
}

#[test]
fn hidden_text_ruby_comments_and_instructions_never_reach_the_text_and_are_told() {
    let styles = "<w:styles><w:style w:type='character' w:styleId='V'><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type='paragraph' w:styleId='W'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";
    let body = [
        p("", &format!("{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t><w:tab/><w:t>掌握</w:t></w:r>{}", t("前"), t("后"))),
        p("", "<w:r><w:rPr><w:rStyle w:val='V'/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:rStyle w:val='V'/><w:vanish w:val='0'/></w:rPr><w:t>显示</w:t></w:r>"),
        p("<w:pStyle w:val='W'/>", &t("整段隐藏")),
        p("<w:rPr><w:vanish/><w:specVanish/></w:rPr>", &t("标题。")),
        p("", &t("接着写")),
        p("", "<w:r><w:ruby><w:rt><w:r><w:t>zhěng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>整</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>改</w:t></w:r>"),
        p("", "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>附件</w:t></w:r>"),
    ]
    .concat();
    let comments =
        "<w:comments><w:comment w:id='0'><w:p><w:r><w:t>批注</w:t></w:r></w:p></w:comment></w:comments>";
    let read = whole(&body, &[("word/styles.xml", styles), ("word/comments.xml", comments)]);
    assert_eq!(read.paragraphs, ["前后", "显示", "标题。接着写", "整改", "附件"]);
    let told = read.notes.join("");
    for word in ["3 处隐藏", "1 条批注", "1 处拼音"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

#[test]
fn signs_breaks_boxes_and_their_fallbacks() {
    for (runs, text) in [
        ("<w:r><w:t>按期：</w:t><w:sym w:font='Wingdings' w:char='F0FE'/><w:t> 是</w:t></w:r>", "按期：☑ 是"),
        ("<w:r><w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr><w:t>\u{f0a8}</w:t></w:r>", "□"),
        ("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>", "上\n下"),
        ("<w:r><w:t>上</w:t><w:br w:type='page'/><w:t>下</w:t></w:r>", "上\n下"),
        ("<w:r><w:t>上</w:t><w:br w:type='textWrapping' w:clear='all'/><w:t>下</w:t></w:r>", "上\n下"),
        ("<w:r><w:t>联</w:t><w:noBreakHyphen/><w:t>系</w:t><w:softHyphen/></w:r>", "联-系"),
        ("<w:r><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData></w:r>", "☑"),
        (
            "<w:r><mc:AlternateContent><mc:Choice Requires='w16se'><w16se:symEx w16se:font='x' w16se:char='1F60A'/></mc:Choice><mc:Fallback><w:t>笑</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "😊",
        ),
        (
            "<w:r><mc:AlternateContent><mc:Choice Requires='new'/><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "旧",
        ),
        (
            "<w:r><mc:AlternateContent><mc:Choice><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "新",
        ),
    ] {
        assert_eq!(lines(&p("", runs)), [text], "{runs}");
    }
    let unknown = whole(&p("", "<w:r><w:sym w:font='Own' w:char='F0FE'/></w:r>"), &[]);
    assert_eq!((unknown.paragraphs[0].as_str(), unknown.notes.len()), ("〓", 1));
}

#[test]
fn footnotes_are_told_with_their_text() {
    let notes = "<w:footnotes><w:footnote w:id='-1'><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote><w:footnote w:id='2'><w:p><w:r><w:t> 注的</w:t></w:r><w:r><w:t>文字</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let read = whole(
        &p("", "<w:r><w:t>正文</w:t><w:footnoteReference w:id='2'/></w:r>"),
        &[("word/footnotes.xml", notes)],
    );
    assert_eq!(read.paragraphs, ["正文"]);
    assert_eq!(read.notes, ["文件里有 1 条脚注，没有读入正文：1. 注的文字"]);
}

#[test]
fn each_table_is_a_sheet_with_its_merged_cells() {
    let tc = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", &t(text)))
    };
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", "内"));
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:del w:id='1'/></w:trPr>{}</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{}<w:tc>{}{}{inner}</w:tc></w:tr></w:tbl>{}<w:tbl><w:tr>{}</w:tr></w:tbl>",
        tc("<w:vMerge w:val='restart'/>", "序号"),
        tc("<w:gridSpan w:val='2'/>", "责任"),
        tc("<w:vMerge/>", ""),
        tc("", "牵头"),
        tc("", "配合"),
        tc("", "删去的行"),
        tc("", "甲"),
        p("", &t("一")),
        p("", &t("二")),
        p("", &t("中间")),
        tc("", "后表"),
    );
    let read = whole(&body, &[]);
    let rows: Vec<_> = read.tables[0].rows.iter().map(|row| row.cells.join("|")).collect();
    assert_eq!(rows, ["序号|责任", "|牵头|配合", "|甲|一\n二\n内"]);
    let mut areas: Vec<_> =
        read.tables[0].merges.iter().map(|a| (a.top, a.bottom, a.left, a.right)).collect();
    areas.sort_unstable();
    assert_eq!(areas, [(1, 1, 1, 2), (1, 2, 0, 0)]);
    assert_eq!(
        (read.tables.len(), read.tables[1].name.as_str(), read.tables[1].rows[0].text(0)),
        (2, "表2", "后表")
    );
    assert!(
        read.paragraphs.contains(&"中间".to_owned()) && !read.paragraphs.contains(&"删去的行".to_owned())
    );
}

#[test]
fn the_main_part_is_the_one_that_its_relation_names() {
    let relations = "<Relationships><Relationship Id='r' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document2.xml'/></Relationships>";
    let own =
        "<Relationships><Relationship Id='n' Type='x/numbering' Target='numbers2.xml'/></Relationships>";
    let body = format!("<w:document><w:body>{}</w:body></w:document>", p(NUMBERED, &t("学习")));
    let parts = [
        ("_rels/.rels", relations),
        ("word/document2.xml", &body),
        ("word/_rels/document2.xml.rels", own),
        ("word/numbers2.xml", LIST),
    ];
    let entries = parts.map(|(name, text)| Entry { name: name.into(), bytes: text.into() });
    assert_eq!(super::read(&zip::write(&entries, day()).unwrap()).unwrap(), ["一、学习"]);
}

#[test]
fn small_documents_that_multiply_end_with_a_sentence() {
    let limit = |body: &str, others: &[(&str, &str)]| match super::read(&file(body, others)) {
        Err(ReadError::Limit(limit)) => limit,
        other => panic!("{:?}", other.map(|lines| lines.len())),
    };
    assert_eq!(limit(&"<w:p/>".repeat(600_000), &[]), Exceeded::Paragraphs);
    let long = format!(
        "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='{}'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>",
        "%1长".repeat(100_000)
    );
    let numbered = format!("<w:p><w:pPr>{NUMBERED}</w:pPr></w:p>").repeat(400_000);
    assert_eq!(limit(&numbered, &[("word/numbering.xml", &long)]), Exceeded::Text);
    let levels = format!("<w:numbering>{}</w:numbering>", "<w:num w:numId='1'/>".repeat(1_100_000));
    assert_eq!(limit("<w:p/>", &[("word/numbering.xml", &levels)]), Exceeded::Items);
    let row = format!(
        "<w:tr>{}</w:tr>",
        "<w:tc><w:tcPr><w:gridSpan w:val='200'/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>".repeat(2)
    );
    assert_eq!(limit(&format!("<w:tbl>{}</w:tbl>", row.repeat(30_000)), &[]), Exceeded::Cells);
}
