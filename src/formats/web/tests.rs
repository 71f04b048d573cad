//! Pages as systems hand them out and as Word and Excel save them.

use proptest::prelude::*;

use super::{is_page, read};
use crate::reader::ReadError;
use crate::reader::budget::Budget;
use crate::reader::kind::Unread;
use crate::reader::outcome::DocumentText;

fn page(html: &str) -> DocumentText {
    read(html, &Budget::default()).unwrap()
}

fn rows(read: &DocumentText, table: usize) -> Vec<String> {
    read.tables[table].rows.iter().map(|row| row.cells.join("|")).collect()
}

#[test]
fn a_table_that_a_system_handed_out_is_read() {
    let html = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><title>台账</title><style>td{color:red}</style></head><body>\
        <TABLE border=1>\n<tr><th colspan=\"3\">某局台账</th></tr>\n<tr><td rowspan=2>1</td><td style=\"mso-number-format:'\\@'\">学习&nbsp;不深入<br>再来&lt;一行&gt;</td><td>甲\n乙 a\n b</td></tr>\
        <tr style='display:none'><td>丙<td>#REF!</tr></table></body></html>";
    let read = page(html);
    assert_eq!(rows(&read, 0), ["某局台账", "1|学习 不深入\n再来<一行>|甲乙 a b", "|丙|#REF!"]);
    let merges: Vec<_> = read.tables[0].merges.iter().map(|a| (a.top, a.bottom, a.left, a.right)).collect();
    assert_eq!(merges, [(1, 1, 0, 2), (2, 3, 0, 0)]);
    assert!(read.tables[0].rows[2].hidden && !read.tables[0].rows[1].hidden);
    assert_eq!(read.tables[0].name, "表1");
}

#[test]
fn a_document_that_word_saved_as_a_page_is_text() {
    let html = "<html><body lang=ZH-CN><!--[if gte mso 9]><xml><o:x>不要</o:x></xml><![endif]--><p class=MsoNormal><span>关于整改\n进展</span></p>\
        <p><![if !supportLists]><span style='mso-list:Ignore'>1.</span><![endif]>制度<span style='mso-hide:all'>内部</span><del>旧</del>不全<ruby>整<rt>zhěng</rt></ruby></p>\
        <script>var a = '<p>不要</p>';</script><div>甲<p>乙</div>丙</body></html>";
    let read = page(html);
    assert_eq!(read.paragraphs, ["关于整改进展", "1.制度不全整", "甲", "乙", "丙"]);
    assert_eq!(read.notes.len(), 3, "{:?}", read.notes);
    assert!(read.tables.is_empty());
}

#[test]
fn tables_within_tables_are_tables_and_frames_are_told() {
    let html = "<table><tr><td>外<table><tr><td>内1</td><td>内2</td></tr></table></td></tr></table><table><tr><td>后</td></tr></table>";
    let read = page(html);
    assert_eq!(
        (rows(&read, 0), rows(&read, 1), rows(&read, 2)),
        (vec!["外".into()], vec!["内1|内2".into()], vec!["后".into()])
    );
    let frames = super::read("<html><frameset><frame src=a.htm></frameset></html>", &Budget::default());
    assert_eq!(frames, Err(ReadError::Kind(Unread::Frames)));
}

#[test]
fn pages_are_told_from_other_texts() {
    for (text, is) in [
        ("<html>", true),
        ("\n <TABLE>", true),
        ("<meta charset=gbk><table>", true),
        ("<!DOCTYPE html>", true),
        ("<?xml version='1.0'?><Workbook/>", false),
        ("序号,<table>", false),
    ] {
        assert_eq!(is_page(text), is, "{text}");
    }
}

#[test]
fn pages_that_multiply_end() {
    let budget = Budget::default;
    let wide = format!("<table>{}</table>", "<tr><td colspan=1000 rowspan=60000>1".repeat(20_000));
    assert!(read(&wide, &budget()).is_ok());
    let deep = "<table><tr><td>".repeat(30_000);
    let _ = read(&deep, &budget());
    let _ = read(&"<".repeat(1_000_000), &budget());
    let _ = read(&format!("<a {}", "x ".repeat(500_000)), &budget());
    let _ = read(&"<script>".repeat(50_000), &budget());
}

proptest! {
    #[test]
    fn any_page_is_read(html in "(?s)(<table>|</table>|<tr>|</tr>|<td|<td colspan='[0-9]{0,4}'>|rowspan=[0-9]{0,6}|>|</td>|<p>|<!--|-->|<!|<script>|</script>|&[a-z#0-9]{0,5};|[中 '\"=<>/&]){0,30}") {
        let _ = read(&html, &Budget::default());
    }
}
