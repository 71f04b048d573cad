//! Files of every kind are told by their content; those that are not read are named with what to do.

use proptest::prelude::*;

use super::compound::tests::container;
use super::gbk::{Gbk, tests::table};
use super::kind::Unread;
use super::{ReadError, read};
use crate::intake::FileKind;
use crate::zip::{self, Entry};
use ledger::date::Date;

fn gbk() -> Gbk {
    Gbk::new(&table())
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let entries = parts.iter().map(|(name, text)| Entry { name: (*name).into(), bytes: (*text).into() });
    zip::write(&entries.collect::<Vec<_>>(), Date::new(2024, 6, 18).unwrap()).unwrap()
}

#[test]
fn files_that_are_not_read_are_named_with_what_to_do() {
    let bmp = [b"BM\x0a\0\0\0".to_vec(), vec![0; 4]].concat();
    for (bytes, expected) in [
        (vec![], Unread::Empty),
        (b" \r\n".to_vec(), Unread::Empty),
        (vec![0; 4_096], Unread::Empty),
        (b"%PDF-1.7".to_vec(), Unread::Pdf),
        (b"\xef\xbb\xbf{\\rtf1".to_vec(), Unread::Rtf),
        (b"\x89PNG\r\n\x1a\n".to_vec(), Unread::Picture("PNG")),
        (b"\xff\xd8\xff\xe0".to_vec(), Unread::Picture("JPEG")),
        (bmp, Unread::Picture("BMP")),
        (b"\0\0\0\x18ftypheic".to_vec(), Unread::Picture("HEIC")),
        (b"RIFF\0\0\0\0WEBP".to_vec(), Unread::Picture("WebP")),
        (b"Rar!\x1a\x07".to_vec(), Unread::Archive("RAR")),
        (b"7z\xbc\xaf\x27\x1c".to_vec(), Unread::Archive("7z")),
        (b"MZ\x90\0".to_vec(), Unread::Program),
        (b"\xdb\xa5\x2d\0".to_vec(), Unread::OldWord),
        (b"\x09\x04\x06\0\0\0\x10\0".to_vec(), Unread::OldExcel),
        (b"MIME-Version: 1.0".to_vec(), Unread::WebArchive),
        (package(&[("OFD.xml", "")]), Unread::Ofd),
        (package(&[("xl/workbook.bin", "")]), Unread::Xlsb),
        (package(&[("ppt/presentation.xml", "")]), Unread::Slides),
        (
            package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "")]),
            Unread::OpenDocument("表格 .ods", ".xlsx"),
        ),
        (package(&[("台账.xlsx", "")]), Unread::Zip),
        (container(&[("EncryptedPackage", b"1"), ("EncryptionInfo", b"1")]), Unread::Locked),
        (container(&[("PowerPoint Document", b"1")]), Unread::Slides),
        (container(&[("MatOST", b"1")]), Unread::Works),
        (container(&[("Other", b"1")]), Unread::Container),
        (container(&[("WordDocument", b"\xec\xa5\x65\0")]), Unread::OldWord),
        (b"<?xml version='1.0'?><uof:UOF/>".to_vec(), Unread::Uof),
        (b"<?xml version='1.0'?><a/>".to_vec(), Unread::Xml),
        (super::compound::MAGIC.to_vec(), Unread::Damaged),
        (b"\x01\0\x02\0\0\x03".to_vec(), Unread::Unknown),
    ] {
        let told = read(&bytes, &gbk());
        assert_eq!(told, Err(ReadError::Kind(expected.clone())), "{expected:?}");
        let sentence = ReadError::Kind(expected).to_string();
        assert!(sentence.ends_with('。') && sentence.chars().count() > 15, "{sentence}");
    }
    assert!(matches!(read(b"PK\x03\x04 and nothing", &gbk()), Err(ReadError::Zip(_))));
}

#[test]
fn files_are_told_by_their_content_and_not_by_their_names() {
    let sheets = "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet Name='台账'><Table><Row><Cell><Data Type='String'>甲</Data></Cell></Row></Table></Worksheet></Workbook>";
    let document = "<w:document><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>";
    let flat = format!(
        "<?xml version='1.0'?><pkg:package xmlns:pkg='x'><pkg:part pkg:name='/_rels/.rels'><pkg:xmlData><Relationships><Relationship Id='a' Type='x/officeDocument' Target='word/Document.xml'/></Relationships></pkg:xmlData></pkg:part><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData>{document}</pkg:xmlData></pkg:part></pkg:package>"
    );
    let old = "<?xml version='1.0'?><w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'><w:body><wx:sect><w:p><w:pPr><w:listPr><w:ilvl w:val='0'/><wx:t wx:val='一、'/></w:listPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p></wx:sect></w:body></w:wordDocument>";
    let page = encoding_rs::GB18030
        .encode("<html><head><meta charset=gb2312></head><table><tr><td>甲</td></tr></table></html>")
        .0
        .into_owned();
    for (bytes, kind, text, tables) in [
        (sheets.as_bytes().to_vec(), FileKind::WorkbookXml, vec![], vec!["甲"]),
        (package(&[("word/document.xml", document)]), FileKind::Document, vec!["甲"], vec![]),
        (flat.into_bytes(), FileKind::DocumentXml, vec!["甲"], vec![]),
        (old.as_bytes().to_vec(), FileKind::DocumentXml, vec!["一、甲"], vec![]),
        (page, FileKind::WebTables, vec!["甲"], vec!["甲"]),
        (b"<html><p>a</p></html>".to_vec(), FileKind::WebPage, vec!["a"], vec![]),
        (
            "序号;问题\n1;甲\n".as_bytes().to_vec(),
            FileKind::SeparatedText,
            vec!["序号;问题", "1;甲"],
            vec!["序号|问题", "1|甲"],
        ),
        (
            "关于整改\n一、甲\n".as_bytes().to_vec(),
            FileKind::PlainText,
            vec!["关于整改", "一、甲"],
            vec!["关于整改", "一、甲"],
        ),
    ] {
        let told = read(&bytes, &gbk()).unwrap();
        let rows: Vec<_> =
            told.book.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.join("|")).collect();
        assert_eq!(
            (told.kind, told.paragraphs, rows),
            (
                kind,
                text.iter().map(ToString::to_string).collect(),
                tables.iter().map(ToString::to_string).collect()
            )
        );
        assert!(!kind.name().is_empty());
    }
}

proptest! {
    #[test]
    fn any_file_is_read_or_refused(head in prop::sample::select(vec![&b""[..], b"PK\x03\x04", &super::compound::MAGIC, b"<html>", b"<?xml version='1.0'?>", b"\xff\xfe", b"sep=;\n"]), rest in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&[head, &rest].concat(), &Gbk::default());
    }
}
