//! Documents of Word 97 put together here: pieces, properties, tables.

use proptest::prelude::*;

use super::properties::{ParagraphProperties, each_change};
use crate::intake::FileKind;
use crate::reader::compound::tests::container;
use crate::reader::gbk::{Gbk, tests::table};
use crate::reader::kind::Unread;
use crate::reader::{ReadError, read};

const TEXT: u32 = 1024;

/// A paragraph or cell: its text with the sign that ends it, changes of the paragraph, changes of its characters.
type Part<'a> = (&'a str, Vec<u8>, Vec<u8>);

fn page(runs: &[(u32, u32, Vec<u8>)], of_paragraphs: bool) -> Vec<u8> {
    let mut page = vec![0; 512];
    let width = if of_paragraphs { 13 } else { 1 };
    let mut free = 510;
    for (nth, (from, to, changes)) in runs.iter().enumerate() {
        page[4 * nth..4 * nth + 4].copy_from_slice(&from.to_le_bytes());
        page[4 * nth + 4..4 * nth + 8].copy_from_slice(&to.to_le_bytes());
        if changes.is_empty() {
            continue;
        }
        let mut own = changes.clone();
        if of_paragraphs {
            own.splice(..0, [0, 0]);
            if own.len() % 2 == 0 {
                own.push(0);
            }
            own.insert(0, u8::try_from(own.len().div_ceil(2)).unwrap());
        } else {
            own.insert(0, u8::try_from(own.len()).unwrap());
        }
        free = (free - own.len()) / 2 * 2;
        page[free..free + own.len()].copy_from_slice(&own);
        page[4 * (runs.len() + 1) + width * nth] = u8::try_from(free / 2).unwrap();
    }
    page[511] = u8::try_from(runs.len()).unwrap();
    page
}

/// The streams of a document with these parts; the narrow ones in one byte a character.
fn streams(parts: &[Part<'_>], narrow: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut text = Vec::new();
    let (mut paragraphs, mut characters) = (Vec::new(), Vec::new());
    for (part, of_paragraph, of_characters) in parts {
        let from = TEXT + u32::try_from(text.len()).unwrap();
        text.extend(part.encode_utf16().flat_map(u16::to_le_bytes));
        let to = TEXT + u32::try_from(text.len()).unwrap();
        paragraphs.push((from, to, of_paragraph.clone()));
        characters.push((from, to - 2, of_characters.clone()));
        characters.push((to - 2, to, Vec::new()));
    }
    let wide = u32::try_from(text.len() / 2).unwrap();
    let narrow_at = TEXT + u32::try_from(text.len()).unwrap();
    text.extend(narrow);
    let length = wide + u32::try_from(narrow.len()).unwrap();
    text.resize(text.len().div_ceil(512) * 512, 0);
    let first_page = (TEXT as usize + text.len()) / 512;

    let mut head = vec![0; TEXT as usize];
    head[0..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
    head[0x4c..0x50].copy_from_slice(&length.to_le_bytes());
    let mut table = Vec::new();
    let mut put = |head: &mut Vec<u8>, place: usize, bytes: &[u8]| {
        head[place..place + 4].copy_from_slice(&u32::try_from(table.len()).unwrap().to_le_bytes());
        head[place + 4..place + 8].copy_from_slice(&u32::try_from(bytes.len()).unwrap().to_le_bytes());
        table.extend(bytes);
    };
    let mut pieces = [0, wide, length].iter().flat_map(|at| at.to_le_bytes()).collect::<Vec<_>>();
    for at in [TEXT, (narrow_at * 2) | 0x4000_0000] {
        pieces.extend([0, 0]);
        pieces.extend(at.to_le_bytes());
        pieces.extend([0, 0]);
    }
    let list = [&[2][..], &u32::try_from(pieces.len()).unwrap().to_le_bytes(), &pieces].concat();
    put(&mut head, 0x1a2, &list);
    let pages = |nth: usize| {
        [0, u32::MAX, u32::try_from(first_page + nth).unwrap()]
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect::<Vec<_>>()
    };
    put(&mut head, 0xfa, &pages(0));
    put(&mut head, 0x102, &pages(1));
    let bytes = [head, text, page(&characters, false), page(&paragraphs, true)].concat();
    (bytes, table)
}

fn file(parts: &[Part<'_>], narrow: &[u8]) -> Vec<u8> {
    let (document, table) = streams(parts, narrow);
    container(&[("WordDocument", &document), ("0Table", &table)])
}

const IN_TABLE: [u8; 3] = [0x16, 0x24, 1];

fn row_end(edges: &[i16], merges: &[u16]) -> Vec<u8> {
    let mut definition = vec![u8::try_from(merges.len()).unwrap()];
    definition.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
    for merge in merges {
        definition.extend(merge.to_le_bytes());
        definition.extend([0; 18]);
    }
    let length = u16::try_from(definition.len() + 1).unwrap();
    [&IN_TABLE[..], &[0x17, 0x24, 1, 0x08, 0xd6], &length.to_le_bytes(), &definition].concat()
}

#[test]
fn text_and_tables_are_read() {
    let cell = |text| (text, IN_TABLE.to_vec(), Vec::new());
    let bytes = file(
        &[
            ("关于整改进展\r", vec![], vec![]),
            cell("序号\u{7}"),
            cell("责任\u{7}"),
            ("\u{7}", row_end(&[0, 1000, 3000], &[0x60, 0]), vec![]),
            cell("\u{7}"),
            cell("牵头\u{7}"),
            cell("配合\r"),
            cell("单位\u{7}"),
            ("\u{7}", row_end(&[0, 1000, 2000, 3010], &[0x20, 0, 0]), vec![]),
            ("见\u{13}HYPERLINK x\u{14}附件\u{15}表\u{b}完\r", vec![], vec![]),
        ],
        b"plain\r",
    );
    let read = read(&bytes, &Gbk::default()).unwrap();
    assert_eq!(read.kind, FileKind::OldDocument);
    let text: Vec<_> = read.paragraphs.iter().filter(|line| !line.is_empty()).map(String::as_str).collect();
    assert_eq!(text, ["关于整改进展", "序号", "责任", "牵头", "配合", "单位", "见附件表\n完", "plain"]);
    let sheet = &read.book.sheets[0];
    let rows: Vec<_> = sheet.rows.iter().map(|row| row.cells.join("|")).collect();
    assert_eq!(rows, ["序号|责任", "|牵头|配合\n单位"]);
    let mut areas: Vec<_> = sheet.merges.iter().map(|a| (a.top, a.bottom, a.left, a.right)).collect();
    areas.sort_unstable();
    assert_eq!(areas, [(1, 1, 1, 2), (1, 2, 0, 0)]);
}

#[test]
fn hidden_and_struck_out_text_is_told_and_not_read() {
    let bytes = file(
        &[
            ("公开\r", vec![], vec![]),
            ("内部\r", vec![], vec![0x3c, 0x08, 1]),
            ("删去\r", vec![], vec![0x00, 0x08, 1]),
            ("列表\r", vec![0x0b, 0x46, 1, 0], vec![]),
        ],
        &[],
    );
    let read = read(&bytes, &Gbk::default()).unwrap();
    assert_eq!(read.paragraphs, ["公开", "", "", "列表"]);
    assert_eq!(read.notes.len(), 3, "{:?}", read.notes);
    assert!(
        read.notes[0].contains("隐藏") && read.notes[1].contains("修订") && read.notes[2].contains("编号")
    );
}

#[test]
fn texts_of_one_byte_may_be_pairs_of_china() {
    let gbk = encoding_rs::GB18030.encode("整改台账\r").0.into_owned();
    let bytes = file(&[("头\r", vec![], vec![])], &gbk);
    assert_eq!(read(&bytes, &Gbk::new(&table())).unwrap().paragraphs, ["头", "整改台账"]);
    let western = file(&[("头\r", vec![], vec![])], b"caf\xe9 \x93a\x94\r");
    assert_eq!(read(&western, &Gbk::new(&table())).unwrap().paragraphs, ["头", "café “a”"]);
}

#[test]
fn older_and_locked_documents_are_named() {
    let (document, table) = streams(&[("头\r", vec![], vec![])], &[]);
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut document = document.clone();
        change(&mut document);
        read(&container(&[("WordDocument", &document), ("0Table", &table)]), &Gbk::default())
    };
    assert_eq!(with(&|bytes| bytes[2] = 0x65), Err(ReadError::Kind(Unread::OldWord)));
    assert_eq!(with(&|bytes| bytes[11] = 1), Err(ReadError::Kind(Unread::Locked)));
    assert!(matches!(with(&|bytes| bytes[0x1a2] = 0xff), Err(ReadError::Broken(_))));
    assert!(with(&|_| {}).is_ok());
}

#[test]
fn changes_of_every_length_are_passed_over() {
    let mut seen = Vec::new();
    each_change(
        &[0x16, 0x24, 1, 0x49, 0x66, 2, 0, 0, 0, 0x0d, 0xc6, 2, 9, 9, 0x17, 0x24, 1],
        |kind, operand| seen.push((kind, operand.len())),
    );
    assert_eq!(seen, [(0x2416, 1), (0x6649, 4), (0xc60d, 2), (0x2417, 1)]);
    assert_eq!(ParagraphProperties::of(&[0x49, 0x66, 2, 0, 0, 0]).depth, 2);
}

proptest! {
    #[test]
    fn any_damage_to_an_old_document_is_survived(at in 0_usize..3_000, value: u8, cut in 0_usize..3_000) {
        let cell = |text| (text, IN_TABLE.to_vec(), Vec::new());
        let (mut document, mut table) = streams(&[("甲\r", vec![], vec![0x3c, 0x08, 1]), cell("乙\u{7}"), ("\u{7}", row_end(&[0, 1000], &[0x60]), vec![])], b"abc\r");
        let length = document.len();
        document[at % length] = value;
        let _ = read(&container(&[("WordDocument", &document), ("0Table", &table)]), &Gbk::default());
        let length = table.len();
        table[at % length] = value;
        document.truncate(cut.max(1024));
        let _ = read(&container(&[("WordDocument", &document), ("0Table", &table)]), &Gbk::default());
    }
}
