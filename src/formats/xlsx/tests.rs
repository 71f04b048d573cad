//! What is written is read back, by this program and by another; what others write is read.

mod forms;
mod laws;
mod reading;

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use proptest::prelude::*;

use super::{read, write};
use crate::reader::ReadError;
use crate::table::book::{Paper, column_name};
use crate::table::cell_value::CellValue;
use crate::table::columns::Column;
use crate::table::ledger_book::{Wanted, book};
use crate::table::shown::Shown;
use crate::zip::{self, Entry};
use ledger::Ledger;
use ledger::date::Date;
use ledger::demo::demo;

fn day() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn ledger(measures: usize) -> Ledger {
    Ledger::new(demo(1, measures)).unwrap()
}

fn part(file: &[u8], name: &str) -> String {
    String::from_utf8(zip::Package::open(file).unwrap().file(name).unwrap().unwrap()).unwrap()
}

#[test]
fn another_program_reads_what_is_written() {
    let ledger = ledger(60);
    let book = book(&ledger, &Wanted::default(), day(), "王敏");
    let file = write(&book).unwrap();
    let mut other: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.clone())).unwrap();
    assert_eq!(other.sheet_names(), ["整改台账", "汇总", "选项"]);
    let range = other.worksheet_range("整改台账").unwrap();
    let sheet = &book.sheets[0];
    let mut days = 0;
    for (at, row) in sheet.rows.iter().enumerate() {
        for (column, cell) in row.cells.iter().enumerate() {
            let place = (u32::try_from(at).unwrap(), u32::try_from(column).unwrap());
            let read = match range.get_value(place) {
                None | Some(Data::Empty) => String::new(),
                Some(Data::String(text)) => text.clone(),
                Some(Data::Float(number)) => number.to_string(),
                Some(Data::Int(number)) => number.to_string(),
                Some(Data::DateTime(moment)) => {
                    let (year, month, day, ..) = moment.to_ymd_hms_milli();
                    match &cell.1 {
                        CellValue::Month(_) => format!("{year:04}-{month:02}"),
                        _ => format!("{year:04}-{month:02}-{day:02}"),
                    }
                }
                Some(other) => panic!("{other:?}"),
            };
            // The other reader leaves `_x000D_` and the like as they are written; the demonstration has none.
            assert_eq!(read, cell.1.to_string(), "{place:?}");
            let is_day = matches!(cell.1, CellValue::Day(_) | CellValue::Month(_));
            assert_eq!(matches!(range.get_value(place), Some(Data::DateTime(_))), is_day, "{place:?}");
            days += usize::from(is_day);
        }
    }
    assert!(days > 60, "deadlines and steps are days: {days}");
    let merged = other.merge_cells_by_sheet_name("整改台账").unwrap().len();
    assert_eq!(merged, sheet.merges.len());
    assert_eq!(write(&book).unwrap(), file, "the same book gives the same bytes");
}

#[test]
fn the_sheet_is_set_up_to_be_worked_with_and_printed() {
    let ledger = ledger(40);
    let wanted = Wanted { paper: Paper::A3, ..Wanted::default() };
    let late = Date::new(2099, 1, 1).unwrap();
    let file = write(&book(&ledger, &wanted, late, "王敏")).unwrap();
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    let columns = Shown::of(&ledger).len();
    for mark in [
        "state=\"frozen\"",
        &format!("<autoFilter ref=\"A3:{}43\"/>", column_name(columns - 1)),
        &format!("min=\"{columns}\" max=\"{columns}\" width=\"24\" hidden=\"1\""),
        "type=\"list\"",
        "<formula1>'选项'!$A$1:$A$",
        "paperSize=\"8\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"",
        "第 &amp;P 页，共 &amp;N 页",
        "formatCode=\"yyyy-mm-dd\"",
        ">逾期</t>",
    ] {
        let others = [part(&file, "xl/sharedStrings.xml"), part(&file, "xl/styles.xml")];
        let whole = format!("{sheet}{}", others.concat());
        assert!(whole.contains(mark), "{mark}");
    }
    let workbook = part(&file, "xl/workbook.xml");
    assert!(workbook.contains("_xlnm.Print_Titles\" localSheetId=\"0\">'整改台账'!$3:$3<"), "{workbook}");
    assert!(workbook.contains("name=\"选项\" sheetId=\"3\" state=\"hidden\""), "{workbook}");
}

/// A file with one sheet of these rows, and whatever else.
fn file(sheet: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let mut entries = vec![
        (
            "_rels/.rels",
            "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name='台账' sheetId='1' r:id='a'/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/s.xml'/><Relationship Id='b' Type='x/sharedStrings' Target='/xl/s.xml'/><Relationship Id='c' Type='x/styles' Target='styles.xml'/></Relationships>",
        ),
        ("xl/worksheets/s.xml", sheet),
    ];
    for other in others {
        entries.retain(|(name, _)| name != &other.0);
        entries.push(*other);
    }
    let entries = entries.into_iter().map(|(name, text)| Entry { name: name.into(), bytes: text.into() });
    zip::write(&entries.collect::<Vec<_>>(), day()).unwrap()
}

fn cells(file: &[u8]) -> Vec<(u32, Vec<String>)> {
    let mut book = read(file).unwrap();
    book.fill_merged();
    book.sheets.remove(0).rows.into_iter().map(|row| (row.number, row.cells)).collect()
}

#[test]
fn strings_and_numbers_are_read_in_every_form() {
    let sheet = "<worksheet><sheetData><row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='inlineStr'><is><r><t>富</t></r><r><t>文本</t></r></is></c>\
        <c r='D2' t='str'><f>A1</f><v>公式_x000A_结果</v></c><c t='b'><v>1</v></c><c><v>45473</v></c><c s='1'><v>45473</v></c><c s='2'><v>45473.5</v></c><c><v>0.30000000000000004</v></c><c t='e'><v>#N/A</v></c><c t='d'><v>2024-06-30T00:00:00</v></c></row>\
        <row><c><v>7</v></c></row></sheetData></worksheet>";
    let strings =
        "<sst><si><r><t>共</t></r><r><t xml:space='preserve'>享 </t></r><rPh><t>gong</t></rPh></si></sst>";
    let styles = "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='yyyy&quot;年&quot;m&quot;月&quot;;@'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='176'/></cellXfs></styleSheet>";
    let file = file(sheet, &[("xl/s.xml", strings), ("xl/styles.xml", styles)]);
    let rows = cells(&file);
    let row = [
        "共享 ",
        "",
        "富文本",
        "公式\n结果",
        "是",
        "45473",
        "2024-06-30",
        "2024-06",
        "0.3",
        "#N/A",
        "2024-06-30",
    ];
    assert_eq!(rows, [(2, row.map(str::to_owned).to_vec()), (3, vec!["7".into()])]);
}

/// The looks as LibreOffice 7 writes them: even the usual one has a format of its own.
const LIBRE_OFFICE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="9"><numFmt numFmtId="164" formatCode="General"/><numFmt numFmtId="165" formatCode="0%"/><numFmt numFmtId="166" formatCode="yyyy/m/d"/><numFmt numFmtId="167" formatCode="0.00E+00"/><numFmt numFmtId="168" formatCode="[RED]General&quot;day&quot;"/><numFmt numFmtId="169" formatCode="G/通用格式"/><numFmt numFmtId="170" formatCode="[$-404]e&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="0.0#%;[RED]\-0.0#%"/><numFmt numFmtId="172" formatCode="General\%"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="166" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="9"><xf numFmtId="164" fontId="0" applyFont="false"><alignment horizontal="general"/><protection locked="true"/></xf><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="169"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="10"/></cellXfs></styleSheet>"#;

#[test]
fn numbers_of_libreoffice_stay_numbers_and_hundredths_are_hundredths() {
    for (style, number, shown) in [
        (0, "3", "3"),
        (0, "45473", "45473"),
        (1, "1", "100%"),
        (1, "0.856", "86%"),
        (2, "45473", "2024-06-30"),
        (3, "1200", "1200"),
        (4, "3", "3"),
        (5, "12", "12"),
        (6, "45473", "2024-06"),
        (7, "0.5", "50.0%"),
        (7, "0.33333", "33.33%"),
        (8, "5", "5"),
        (9, "0.5", "50.00%"),
    ] {
        let sheet = format!(
            "<worksheet><sheetData><row r='1'><c r='A1' s='{style}'><v>{number}</v></c></row></sheetData></worksheet>"
        );
        let read = cells(&file(&sheet, &[("xl/styles.xml", LIBRE_OFFICE)]));
        assert_eq!(read, [(1, vec![shown.to_owned()])], "{style}: {number}");
    }
}

#[test]
fn days_may_be_counted_from_1904() {
    let workbook =
        "<workbook><workbookPr date1904='1'/><sheets><sheet name='台账' r:id='a'/></sheets></workbook>";
    let styles = "<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>";
    let sheet = "<worksheet><sheetData><row><c s='0'><v>44011</v></c></row></sheetData></worksheet>";
    assert_eq!(
        cells(&file(sheet, &[("xl/workbook.xml", workbook), ("xl/styles.xml", styles)])),
        [(1, vec!["2024-06-30".to_owned()])]
    );
}

#[test]
fn merged_cells_are_filled_where_there_are_rows() {
    let sheet = "<worksheet><sheetData><row r='1'><c r='A1' t='str'><v>甲</v></c><c r='B1' t='str'><v>一</v></c></row><row r='2'><c r='B2' t='str'><v>二</v></c></row>\
        <row r='9'><c r='B9' t='str'><v>九</v></c></row></sheetData><mergeCells><mergeCell ref='A1:A1048576'/><mergeCell ref='XFD1:XFD2'/></mergeCells></worksheet>";
    let row = |n: u32, text: &str| (n, vec!["甲".to_owned(), text.to_owned()]);
    assert_eq!(cells(&file(sheet, &[])), [row(1, "一"), row(2, "二"), row(9, "九")]);
}

#[test]
fn what_is_no_table_says_what_to_do() {
    assert!(matches!(read(b"%PDF"), Err(ReadError::Zip(_))));
    let other = zip::write(&[Entry { name: "a.txt".into(), bytes: vec![1] }], day()).unwrap();
    assert_eq!(read(&other), Err(ReadError::Missing("xl/workbook.xml".into())));
    assert!(matches!(read(&file("<worksheet><row>", &[])), Err(ReadError::Broken(_))));
}

#[test]
fn a_written_ledger_is_read_with_its_heads() {
    let ledger = ledger(30);
    let file = write(&book(&ledger, &Wanted::default(), day(), "")).unwrap();
    let read = read(&file).unwrap();
    let heads = &read.sheets[0].rows[2].cells;
    let names: Vec<String> = Shown::of(&ledger).iter().map(Shown::name).collect();
    assert_eq!(*heads, names);
    assert_eq!(names.last().map(String::as_str), Some(Column::Id.name()));
    assert!(read.sheets[2].is_hidden());
}

#[test]
fn the_exported_workbook_itself_comes_back_without_a_change() {
    use crate::table::choices::Choices;
    use crate::table::line::Outcome;
    use crate::table::preview::{Importer, plan};
    let published = crate::json::open(include_bytes!("../../default-bundle.json"), &|_| None);
    for bundle in [demo(3, 120), published.unwrap().bundle] {
        let ledger = Ledger::new(bundle).unwrap();
        let out = book(&ledger, &Wanted::default(), day(), "王敏");
        let merged = out.sheets[0].merges.iter().filter(|merge| merge.bottom > merge.top).count();
        assert!(merged > 0 && out.sheets[0].widths.last().is_some_and(|width| width.hidden));
        let mut back = read(&write(&out).unwrap()).unwrap();
        back.fill_merged();
        // Looked at on a later day, when more is overdue than when it went out.
        let importer = Importer { today: day().plus_days(200), author: "李强".into() };
        let preview =
            plan(&back, &Choices::default(), &ledger, &importer, &mut || unreachable!("nothing is added"));
        let odd: Vec<_> = preview.rows.iter().filter(|row| row.outcome != Outcome::Unchanged).collect();
        assert!(odd.is_empty(), "{odd:#?}");
        assert_eq!((preview.rows.len(), preview.ops.len()), (out.sheets[0].rows.len() - 3, 0));
    }
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(64))]
    #[test]
    fn damaged_files_are_read_or_refused(at in 0_usize..100_000, value: u8, cut in 0_usize..100_000) {
        let mut bytes = file("<worksheet><sheetData><row r='1'><c r='A1' t='str'><v>甲</v></c></row></sheetData></worksheet>", &[]);
        let length = bytes.len();
        bytes[at % length] = value;
        let _ = read(&bytes);
        bytes.truncate(cut % length);
        let _ = read(&bytes);
    }

    /// Bytes changed in the package itself stop at its check sums; here the parts are changed before they are packed.
    #[test]
    fn parts_that_were_changed_before_they_were_packed_are_read_or_refused(
        part: prop::sample::Index, changes in zip::tests::mutation::changes()
    ) {
        static PARTS: std::sync::LazyLock<Vec<Entry>> = std::sync::LazyLock::new(|| {
            zip::read(&write(&book(&ledger(12), &Wanted::default(), day(), "王敏")).unwrap()).unwrap()
        });
        let _ = read(&zip::tests::mutation::packed(&PARTS, part, &changes));
    }

    #[test]
    fn any_sheet_is_read_or_refused(sheet in "(?s)(<c r='[A-Z]{0,4}[0-9]{0,8}' t='[a-z]{0,3}' s='[0-9]'>|<v>|</v>|</c>|<row r='[0-9]{0,12}'>|</row>|<mergeCell ref='[A-Z]{0,2}[0-9]{0,2}:[A-Z]{0,2}[0-9]{0,2}'/>|[0-9.e-]{0,6}|&#x?[0-9]{0,3};|.){0,20}") {
        let _ = read(&file(&sheet, &[]));
    }
}

#[test]
fn a_comparison_goes_out_as_a_workbook() {
    use crate::table::comparison_book::{CHANGES, COUNTS, book};
    use journal::compare::compare;
    let old = ledger(60);
    let mut bundle = old.bundle().clone();
    let gone = bundle.findings.remove(1);
    bundle.findings[0].measures[0].owner = "=1+1".to_owned();
    let new = Ledger::new(bundle).unwrap();
    let told = compare(&old, &new, (day(), day()));
    let file = write(&book(&told, ("上月", "当前台账"), "台账", "王敏", day())).unwrap();
    let mut other: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file)).unwrap();
    assert_eq!(other.sheet_names(), [CHANGES, COUNTS]);
    let changes = other.worksheet_range(CHANGES).unwrap();
    let text = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    let rows: Vec<_> = changes.rows().map(text).collect();
    assert_eq!(rows[0][0], "台账整改进展对比");
    assert!(
        rows[1][0].starts_with("上月 → 当前台账　新增问题 0 个，删除 1 个，有变化 1 个"),
        "{}",
        rows[1][0]
    );
    assert_eq!(rows[2], ["问题", "位置", "项目", "变化", "上月", "当前台账"]);
    assert!(rows.iter().any(|row| row[2] == "责任人" && row[5] == "'=1+1"), "{rows:?}");
    assert!(rows.iter().any(|row| row[3] == "删除" && row[4].contains(&gone.title)), "{rows:?}");
    let expected = told.count_rows(("上月", "当前台账"));
    let counts = other.worksheet_range(COUNTS).unwrap();
    assert_eq!(counts.rows().count(), expected.len() + 2);
    for (row, expected) in counts.rows().skip(3).zip(&expected[1..]) {
        assert!(row[1..].iter().all(|cell| matches!(cell, Data::Float(_) | Data::Int(_))), "{row:?}");
        let (old, new): (f64, f64) = (expected[1].parse().unwrap(), expected[2].parse().unwrap());
        assert_eq!(row[0].to_string(), expected[0]);
        assert_eq!(
            (row[1].as_f64(), row[2].as_f64(), row[3].as_f64()),
            (Some(old), Some(new), Some(new - old))
        );
    }
}
