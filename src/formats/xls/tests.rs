//! Files of Excel 97 and 95 put together here, read by this program and by another.

use std::io::Cursor;

use calamine::Reader as _;
use proptest::prelude::*;

use crate::reader::budget::{Budget, Exceeded};
use crate::reader::compound::Compound;
use crate::reader::compound::tests::container;
use crate::reader::gbk::{Gbk, tests::table};
use crate::reader::kind::Unread;
use crate::reader::{ReadError, read};
use crate::table::raw::{CellKind, RawBook, Visibility};

fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), bytes].concat()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A text of BIFF8, wide where it must be.
fn text(text: &str, length_bytes: usize) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let wide = units.iter().any(|unit| *unit > 0xff);
    let mut out = u16::try_from(units.len()).unwrap().to_le_bytes()[..length_bytes].to_vec();
    out.push(u8::from(wide));
    for unit in units {
        out.extend(&unit.to_le_bytes()[..if wide { 2 } else { 1 }]);
    }
    out
}

fn cell(kind: u16, row: u16, column: u16, look: u16, rest: &[u8]) -> Vec<u8> {
    record(kind, &[words(&[row, column, look]), rest.to_vec()].concat())
}

/// A stream of BIFF8 with these shared records and sheets: name, state, kind, records.
fn stream(shared: &[Vec<u8>], sheets: &[(&str, u8, u8, Vec<Vec<u8>>)]) -> Vec<u8> {
    let bof = |kind: u16| record(0x809, &words(&[0x600, kind, 0x0dbb, 0x07cc, 0, 0, 6, 0]));
    let look = |format: u16| record(0xe0, &[words(&[0, format]), vec![0; 16]].concat());
    let mut globals = [
        bof(5),
        record(0x42, &words(&[1200])),
        record(0x41e, &[words(&[176]), text("yyyy\"年\"m\"月\"", 2)].concat()),
    ]
    .concat();
    for format in [0, 14, 176, 22, 10] {
        globals.extend(look(format));
    }
    globals.extend(shared.concat());
    let mut place = globals.len() + record(0x0a, &[]).len();
    place += sheets.iter().map(|(name, ..)| 4 + 6 + text(name, 1).len()).sum::<usize>();
    let mut bodies = Vec::new();
    for (name, state, kind, records) in sheets {
        let at = u32::try_from(place + bodies.len()).unwrap();
        globals.extend(record(0x85, &[&at.to_le_bytes()[..], &[*state, *kind], &text(name, 1)].concat()));
        bodies.extend([bof(16), records.concat(), record(0x0a, &[])].concat());
    }
    [globals, record(0x0a, &[]), bodies].concat()
}

fn file(stream: &[u8]) -> Vec<u8> {
    container(&[("Workbook", stream)])
}

fn book(bytes: &[u8]) -> RawBook {
    read(bytes, &Gbk::default()).unwrap().book
}

/// Shared texts: rich ones, with reading aids, and one that goes on in the next record, wide after narrow.
fn shared_texts() -> Vec<u8> {
    let rich = [&words(&[2])[..], &[1 | 8], &words(&[1]), &words(&[0x7532, 0x4e59]), &[0; 4]].concat();
    let aided = [&words(&[1])[..], &[1 | 4], &3_u32.to_le_bytes(), &words(&[0x4e19]), &[9, 9, 9]].concat();
    let begun = [&words(&[4])[..], &[0], b"ab"].concat();
    let rest = [&[1][..], &words(&[0x4e01, 0x4e02])].concat();
    let head = [&4_u32.to_le_bytes()[..], &4_u32.to_le_bytes(), &text("问题\r\n一", 2)].concat();
    [record(0xfc, &[head, rich, aided, begun].concat()), record(0x3c, &rest)].concat()
}

fn sheet() -> Vec<Vec<u8>> {
    let number = |number: f64| number.to_le_bytes().to_vec();
    let mut formula = vec![0, 0, 0, 0, 0, 0, 0xff, 0xff];
    formula.extend([0; 8]);
    let mut wrong = formula.clone();
    (wrong[0], wrong[2]) = (2, 0x17);
    let mut yes = formula.clone();
    (yes[0], yes[2]) = (1, 1);
    vec![
        record(0x7d, &words(&[1, 2, 2048, 0, 1, 0])),
        record(0x208, &words(&[1, 0, 9, 255, 0, 0, 0x20, 0])),
        cell(0xfd, 0, 0, 0, &0_u32.to_le_bytes()),
        cell(0xfd, 0, 1, 0, &1_u32.to_le_bytes()),
        cell(0xfd, 0, 2, 0, &2_u32.to_le_bytes()),
        cell(0xfd, 0, 3, 0, &3_u32.to_le_bytes()),
        cell(0x203, 1, 0, 1, &number(45473.0)),
        cell(0x203, 1, 1, 2, &number(45473.0)),
        cell(0x27e, 1, 2, 0, &((12 << 2 | 2_u32).to_le_bytes())),
        cell(0x27e, 1, 3, 0, &((1250 << 2 | 3_u32).to_le_bytes())),
        record(
            0xbd,
            &[
                words(&[2, 0, 0]),
                (7 << 2 | 2_u32).to_le_bytes().to_vec(),
                words(&[4]),
                (50 << 2 | 3_u32).to_le_bytes().to_vec(),
                words(&[1]),
            ]
            .concat(),
        ),
        cell(0x06, 3, 0, 0, &formula),
        record(0x207, &text("办公室", 2)),
        cell(0x06, 3, 1, 0, &wrong),
        cell(0x06, 3, 2, 0, &yes),
        cell(0x205, 3, 3, 0, &[0x2a, 1]),
        cell(0x204, 4, 0, 0, &text("旧写法", 2)),
        cell(0xfd, 5, 0, 0, &99_u32.to_le_bytes()),
        record(0xe5, &words(&[2, 0, 0, 0, 1, 7, 9, 2, 2])),
    ]
}

#[test]
fn cells_of_every_kind_are_read() {
    let bytes = file(&stream(
        &[shared_texts()],
        &[("台账", 0, 0, sheet()), ("藏", 1, 0, vec![]), ("深藏", 2, 0, vec![]), ("图", 0, 2, vec![])],
    ));
    let book = book(&bytes);
    let one = &book.sheets[0];
    let rows: Vec<_> = one.rows.iter().map(|row| row.cells.join("|")).collect();
    assert_eq!(
        rows,
        [
            "问题\n一|甲乙|丙|ab丁丂",
            "2024-06-30|2024-06|12|12.5",
            "7|50.00%",
            "办公室|#REF!|是|#N/A",
            "旧写法",
            ""
        ]
    );
    assert_eq!(
        (one.hidden_columns.as_slice(), one.rows[1].hidden, one.hidden_rows()),
        (&[1, 2][..], true, 1)
    );
    assert_eq!(one.rows[5].kind(0), &CellKind::Lost("99".into()));
    assert!(matches!(one.rows[1].kind(0), CellKind::Day { day, .. } if day.to_string() == "2024-06-30"));
    let areas: Vec<_> = one.merges.iter().map(|a| (a.top, a.bottom, a.left, a.right)).collect();
    assert_eq!(areas, [(1, 1, 0, 1), (8, 10, 2, 2)]);
    let seen: Vec<_> = book.sheets.iter().map(|sheet| sheet.visibility).collect();
    assert_eq!(seen, [Visibility::Shown, Visibility::Hidden, Visibility::VeryHidden]);
    assert!(book.notes[0].contains('图'), "{:?}", book.notes);
}

#[test]
fn another_program_reads_the_same() {
    let bytes = file(&stream(&[shared_texts()], &[("台账", 0, 0, sheet())]));
    let mut other: calamine::Xls<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    let range = other.worksheet_range("台账").unwrap();
    let own = &book(&bytes).sheets[0];
    for (row, column) in [(0, 0), (0, 1), (0, 2), (1, 2), (1, 3), (2, 0), (3, 0), (4, 0)] {
        let theirs = range.get_value((row, column)).unwrap().to_string().replace("\r\n", "\n");
        assert_eq!(own.rows[row as usize].text(column as usize), theirs, "{row} {column}");
    }
}

#[test]
fn days_counted_from_1904_and_files_with_a_password() {
    let counted = record(0x22, &words(&[1]));
    let cells = vec![cell(0x203, 0, 0, 1, &44011_f64.to_le_bytes())];
    assert_eq!(
        book(&file(&stream(&[counted], &[("台账", 0, 0, cells)]))).sheets[0].rows[0].cells,
        ["2024-06-30"]
    );
    let locked = file(&stream(&[record(0x2f, &[0; 6])], &[("台账", 0, 0, vec![])]));
    assert_eq!(read(&locked, &Gbk::default()), Err(ReadError::Kind(Unread::Locked)));
}

#[test]
fn excel_95_wrote_its_texts_in_the_code_page_of_china() {
    let bof = |kind: u16| record(0x809, &words(&[0x500, kind, 0, 0]));
    let gbk = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let name = gbk("台账");
    let mut globals = [bof(5), record(0x42, &words(&[936]))].concat();
    let at = u32::try_from(globals.len() + 4 + 7 + name.len() + 4).unwrap();
    globals.extend(record(
        0x85,
        &[&at.to_le_bytes()[..], &[0, 0, u8::try_from(name.len()).unwrap()], &name].concat(),
    ));
    globals.extend(record(0x0a, &[]));
    let value = gbk("学习不深入");
    let label = cell(0x204, 0, 0, 0, &[words(&[u16::try_from(value.len()).unwrap()]), value].concat());
    let stream = [globals, bof(16), label, record(0x0a, &[])].concat();
    let book = read(&container(&[("Book", &stream)]), &Gbk::new(&table())).unwrap().book;
    assert_eq!(
        (book.sheets[0].name.as_str(), book.sheets[0].rows[0].cells.as_slice()),
        ("台账", &["学习不深入".to_owned()][..])
    );
}

#[test]
fn texts_that_are_named_many_times_end_with_a_sentence() {
    let long = "长".repeat(4_000);
    let head = [&1_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &text(&long, 2)].concat();
    let cells: Vec<_> = (0..6_000).map(|row| cell(0xfd, row, 0, 0, &0_u32.to_le_bytes())).collect();
    let bytes = file(&stream(&[record(0xfc, &head)], &[("台账", 0, 0, cells)]));
    assert_eq!(read(&bytes, &Gbk::default()), Err(ReadError::Limit(Exceeded::Text)));
}

proptest! {
    #[test]
    fn any_damage_to_an_old_workbook_is_survived(at in 0_usize..4_000, value: u8, cut in 0_usize..4_000) {
        let mut bytes = stream(&[shared_texts()], &[("台账", 0, 0, sheet())]);
        let length = bytes.len();
        bytes[at % length] = value;
        let packed = file(&bytes);
        let _ = super::read(&Compound::open(&packed).unwrap(), &Gbk::default(), &Budget::default());
        bytes.truncate(cut % length);
        let packed = file(&bytes);
        let _ = super::read(&Compound::open(&packed).unwrap(), &Gbk::default(), &Budget::default());
    }
}
