//! Faults of files that other programs wrote, each with a file made here: what a cell shows, what it holds, what is told.

use super::{cells, day, file};
use crate::reader::ReadError;
use crate::reader::budget::Exceeded;
use crate::table::raw::{CellKind, MergedArea, RawSheet, Visibility};
use crate::xlsx::read;
use crate::zip::{self, Entry};

fn sheet(rows: &str, others: &[(&str, &str)]) -> RawSheet {
    read(&file(&format!("<worksheet>{rows}</worksheet>"), others)).unwrap().sheets.remove(0)
}

/// What A1 shows and holds, of a sheet with this one cell.
fn cell(xml: &str, others: &[(&str, &str)]) -> (String, CellKind) {
    let sheet = sheet(&format!("<sheetData><row r='1'>{xml}</row></sheetData>"), others);
    sheet.rows.first().map(|row| (row.text(0).to_owned(), row.kind(0).clone())).unwrap_or_default()
}

#[test]
fn what_a_cell_holds_is_told_beside_what_it_shows() {
    let number = |source: &str| CellKind::Number { source: source.into(), format: String::new() };
    for (xml, text, kind) in [
        ("<c t='str'><v>甲</v></c>", "甲", CellKind::Text),
        ("<c><v>1.10</v></c>", "1.1", number("1.10")),
        ("<c t='n'><v>12</v></c>", "12", number("12")),
        ("<c t='b'><v>1</v></c>", "是", CellKind::Boolean(true)),
        ("<c t='b'><v>false</v></c>", "否", CellKind::Boolean(false)),
        ("<c t='b'><v></v></c>", "", CellKind::Text),
        ("<c t='b'/>", "", CellKind::Text),
        ("<c t='e'><f>A9</f><v>#REF!</v></c>", "#REF!", CellKind::Error),
        ("<c><f>A9&amp;1</f></c>", "", CellKind::Uncalculated("A9&1".into())),
        ("<c><f>A9</f><v/></c>", "", CellKind::Uncalculated("A9".into())),
        ("<c><f t='shared' si='0'/></c>", "", CellKind::Uncalculated(String::new())),
        ("<c t='str'><f>A9</f><v></v></c>", "", CellKind::Text),
        ("<c t='str'><f>A9</f><v>办公室</v></c>", "办公室", CellKind::Text),
        ("<c t='s'><v>7</v></c>", "", CellKind::Lost("7".into())),
        ("<c t='s'><v>-1</v></c>", "", CellKind::Lost("-1".into())),
        ("<c t='s'/>", "", CellKind::Text),
        (
            "<c t='str'><f>_xlfn.DISPIMG(\"ID_8F\",1)</f><v>=DISPIMG(\"ID_8F\",1)</v></c>",
            "",
            CellKind::Picture("ID_8F".into()),
        ),
        ("<c t='str'><v>=dispimg(\"ID_1\",1)</v></c>", "", CellKind::Picture("ID_1".into())),
        ("<c t='d'><v>PT48H</v></c>", "48:00", CellKind::Time(172_800)),
        ("<c t='inlineStr'><v>1.</v><is><t>1.</t></is></c>", "1.", CellKind::Text),
        ("<c t='inlineStr'><v>1.</v></c>", "1.", CellKind::Text),
        (
            "<c t='inlineStr'><is><r><t>共</t></r><rPh sb='0' eb='1'><t>gòng</t></rPh><r><t>享</t></r></is></c>",
            "共享",
            CellKind::Text,
        ),
        ("<c t='str'><v>一_x000D_\n二_x000D_三\r\n四</v></c>", "一\n二\n三\n四", CellKind::Text),
        ("<c><v>办公室</v></c>", "办公室", CellKind::Text),
        ("<c><v>INF</v></c>", "INF", CellKind::Text),
    ] {
        assert_eq!(cell(xml, &[]), (text.to_owned(), kind), "{xml}");
    }
}

#[test]
fn texts_of_the_shared_table_come_without_reading_aids_and_escapes() {
    let strings = "<sst><si><t>甲_x000D_\n乙</t><rPh sb='0' eb='1'><t>jia</t></rPh></si><si/><si><t/></si><si><r><t>丙</t></r><r><t>丁</t></r></si></sst>";
    for (at, text) in [(0, "甲\n乙"), (1, ""), (2, ""), (3, "丙丁")] {
        assert_eq!(cell(&format!("<c t='s'><v>{at}</v></c>"), &[("xl/s.xml", strings)]).0, text, "{at}");
    }
}

#[test]
fn days_of_all_formats_are_days() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy'/></numFmts><cellXfs><xf numFmtId='31'/><xf numFmtId='58'/><xf numFmtId='176'/><xf numFmtId='20'/><xf numFmtId='22'/></cellXfs></styleSheet>";
    for (style, value, text) in [
        (0, "45473", "2024-06-30"),
        (1, "45473", "2024-06-30"),
        (2, "45473", "2024-06-30"),
        (3, "0.5", "12:00"),
        (4, "45473.5", "2024-06-30 12:00"),
    ] {
        let xml = format!("<c s='{style}'><v>{value}</v></c>");
        assert_eq!(cell(&xml, &[("xl/styles.xml", styles)]).0, text, "{style}");
    }
}

#[test]
fn days_stay_counted_from_1904_when_a_list_of_extensions_names_the_workbook() {
    let workbook = "<workbook><workbookPr date1904='1'/><sheets><sheet name='台账' r:id='a'/></sheets><extLst><ext><x14:workbookPr defaultImageDpi='0'/></ext><ext><x15:workbookPr chartTrackingRefBase='1'/></ext></extLst></workbook>";
    let styles = "<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>";
    let (text, kind) =
        cell("<c s='0'><v>44011</v></c>", &[("xl/workbook.xml", workbook), ("xl/styles.xml", styles)]);
    assert_eq!(text, "2024-06-30");
    assert!(matches!(kind, CellKind::Day { day, .. } if day.to_string() == "2024-06-30"));
}

#[test]
fn what_is_hidden_or_merged_is_marked() {
    let rows = "<cols><col min='2' max='3' hidden='1'/><col min='5' max='16384' width='0'/><col min='4' max='4' width='9'/></cols><sheetData><row r='1'><c r='A1' t='str'><v>甲</v></c></row><row r='2' hidden='1'><c r='A2' t='str'><v>乙</v></c></row><row r='3' hidden='1'/></sheetData><mergeCells><mergeCell ref='B2:A1'/><mergeCell ref='C1:C1'/><mergeCell ref='A1:XFD1'/><mergeCell ref='XFA1:XFD2'/></mergeCells>";
    let one = sheet(rows, &[]);
    assert_eq!(one.hidden_columns.len(), 2 + 252);
    assert_eq!(one.hidden_columns[..3], [1, 2, 4]);
    assert_eq!((one.hidden_rows(), one.rows[1].hidden), (1, true));
    let area = |top, bottom, left, right| MergedArea { top, bottom, left, right };
    assert_eq!(one.merges, [area(1, 2, 0, 1), area(1, 1, 0, 255)]);
    assert_eq!(one.rows[0].cells, ["甲"]);
}

#[test]
fn hidden_sheets_and_sheets_that_are_none_are_told() {
    let workbook = "<workbook><sheets><sheet name='一' r:id='a'/><sheet name='二' state='hidden' r:id='a'/><sheet name='三' state='veryHidden' r:id='a'/><sheet name='图表' r:id='c'/><sheet name='没有' r:id='z'/></sheets></workbook>";
    let book = read(&file("<worksheet/>", &[("xl/workbook.xml", workbook)])).unwrap();
    let seen: Vec<_> = book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
    assert_eq!(seen, [("一", Visibility::Shown), ("二", Visibility::Hidden), ("三", Visibility::VeryHidden)]);
    assert_eq!(book.notes.len(), 2, "{:?}", book.notes);
    assert!(book.notes[0].contains("图表") && book.notes[1].contains("没有"));
}

#[test]
fn rows_out_of_order_and_told_twice_are_put_where_they_belong() {
    let rows = "<sheetData><row r='3'><c r='A3'><v>3</v></c></row><row r='1'><c r='A1' t='str'><v>甲</v></c></row><row r='3'><c r='B3' t='str'><v>丙</v></c></row><row><c t='str'><v>丁</v></c></row></sheetData>";
    let one = sheet(rows, &[]);
    let seen: Vec<_> = one.rows.iter().map(|row| (row.number, row.cells.join("|"))).collect();
    assert_eq!(seen, [(1, "甲".into()), (3, "3|丙".into()), (4, "丁".into())]);
    assert!(matches!(one.rows[1].kind(0), CellKind::Number { .. }));
}

/// The parts of a good file under other names and in other encodings.
fn renamed(change: impl Fn(Entry) -> Entry) -> Vec<u8> {
    let good = file(
        "<worksheet><sheetData><row r='1'><c t='str'><v>问题</v></c></row></sheetData></worksheet>",
        &[],
    );
    let entries: Vec<_> = zip::read(&good).unwrap().into_iter().map(change).collect();
    zip::write(&entries, day()).unwrap()
}

#[test]
fn parts_are_found_whatever_their_case_strokes_and_encoding() {
    let wide = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    for (what, changed) in [
        ("upper case", renamed(|one| Entry { name: one.name.to_uppercase(), ..one })),
        ("backslashes", renamed(|one| Entry { name: one.name.replace('/', "\\"), ..one })),
        ("UTF-16", renamed(|one| Entry { bytes: wide(one.bytes), ..one })),
        ("bytes before", [b"before".to_vec(), renamed(|one| one)].concat()),
    ] {
        assert_eq!(cells(&changed), [(1, vec!["问题".to_owned()])], "{what}");
    }
}

#[test]
fn the_main_part_is_the_one_that_its_relation_names() {
    let relations = "<Relationships><Relationship Id='x' Type='x/extended-properties' Target='docProps/app.xml'/><Relationship Id='r' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='/XL\\book2.xml'/></Relationships>";
    let good = file(
        "<worksheet><sheetData><row><c t='str'><v>问题</v></c></row></sheetData></worksheet>",
        &[("_rels/.rels", relations)],
    );
    let entries = zip::read(&good)
        .unwrap()
        .into_iter()
        .map(|one| Entry { name: one.name.replace("workbook.xml", "book2.xml"), ..one });
    let entries: Vec<_> = entries.collect();
    assert_eq!(cells(&zip::write(&entries, day()).unwrap()), [(1, vec!["问题".to_owned()])]);
}

#[test]
fn small_files_that_multiply_end_with_a_sentence() {
    let limit = |bytes: &[u8]| match read(bytes) {
        Err(ReadError::Limit(limit)) => limit,
        other => panic!("{other:?}"),
    };
    let in_rows = |cell: &str, count: usize| {
        format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", cell.repeat(count))
    };
    let long = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(400_000));
    assert_eq!(limit(&file(&in_rows("<c t='s'><v>0</v></c>", 200), &[("xl/s.xml", &long)])), Exceeded::Text);
    let many = format!("<sst>{}</sst>", "<si/>".repeat(1_100_000));
    assert_eq!(limit(&file("<worksheet/>", &[("xl/s.xml", &many)])), Exceeded::Items);
    let merges = format!(
        "<worksheet><mergeCells>{}</mergeCells></worksheet>",
        "<mergeCell ref='A1:IV9'/>".repeat(1_100_000)
    );
    assert_eq!(limit(&file(&merges, &[])), Exceeded::Items);
    let row = |row: u32| format!("<row r='{row}'><c r='IV{row}'><v>1</v></c></row>");
    let wide = (1..=17_000).map(row).collect::<Vec<_>>().concat();
    assert_eq!(
        limit(&file(&format!("<worksheet><sheetData>{wide}</sheetData></worksheet>"), &[])),
        Exceeded::Cells
    );
    assert!(read(&file(&in_rows("<c/>", 1_000_000), &[])).is_ok());
}

#[test]
fn struck_out_words_are_read_and_told_with_their_cells() {
    let styles = "<styleSheet><fonts><font/><font><strike/></font><font><strike val='0'/></font></fonts><cellXfs><xf fontId='0'/><xf fontId='1'/><xf fontId='2'/></cellXfs></styleSheet>";
    let strings =
        "<sst><si><t>甲</t></si><si><r><rPr><strike/></rPr><t>乙</t></r><r><t>丙</t></r></si></sst>";
    let others = [("xl/styles.xml", styles), ("xl/s.xml", strings)];
    let row = |cells: &str| format!("<sheetData><row r='1'>{cells}</row></sheetData>");
    let plain = "<c t='s'><v>0</v></c><c t='s' s='2'><v>0</v></c><c s='1'/><c t='str'><v>1</v></c>";
    assert!(sheet(&row(plain), &others).notes.is_empty());
    let struck = "<c t='s' s='1'><v>0</v></c><c t='s'><v>1</v></c><c t='inlineStr'><is><r><rPr><strike/></rPr><t>丁</t></r></is></c><c t='s'><v>0</v></c>";
    let read = sheet(&row(struck), &others);
    assert_eq!(read.rows[0].cells, ["甲", "乙丙", "丁", "甲"]);
    assert_eq!(read.notes.len(), 1);
    assert!(
        read.notes[0].contains("3 个单元格") && read.notes[0].contains("A1、B1、C1。"),
        "{}",
        read.notes[0]
    );
}
