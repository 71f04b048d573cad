//! What is written is read back; what word processors write is read; the layout is that of the standard.

mod reading;

use proptest::prelude::*;

use super::{read, write};
use crate::document::{Document, Paragraph, Part};
use crate::zip::{self, Entry};
use ledger::date::Date;

fn day() -> Date {
    Date::new(2024, 6, 18).unwrap()
}

fn document(paragraphs: &[(Part, &str, &str)]) -> Document {
    let paragraphs = paragraphs.iter().map(|(part, head, text)| Paragraph {
        part: *part,
        left: 0,
        head: (*head).to_owned(),
        text: (*text).to_owned(),
    });
    Document {
        title: "通报".into(), author: "王敏".into(), date: day(), paragraphs: paragraphs.collect()
    }
}

/// A file with this body, and whatever else.
fn file(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let body = format!("<w:document><w:body>{body}</w:body></w:document>");
    let mut entries = vec![Entry { name: "word/document.xml".into(), bytes: body.into_bytes() }];
    entries.extend(others.iter().map(|(name, text)| Entry { name: (*name).into(), bytes: (*text).into() }));
    zip::write(&entries, day()).unwrap()
}

#[test]
fn what_is_written_is_read_back() {
    let document = document(&[
        (Part::Title, "", "关于整改进展情况的通报"),
        (Part::Body, "", "现将<整改>&\"进展\"予以公布。\t完"),
        (Part::First, "", "一、组织领导"),
        (Part::Second, "（一）聚焦甲方面。", "一是做了。\n二是又做了。"),
        (Part::Signatory, "", "中共某委员会"),
        (Part::Date, "", "2024年6月18日"),
    ]);
    let bytes = write(&document).unwrap();
    let lines: Vec<String> = document.paragraphs.iter().map(|p| format!("{}{}", p.head, p.text)).collect();
    assert_eq!(read(&bytes).unwrap(), lines);
    assert_eq!(write(&document).unwrap(), bytes, "the same document gives the same bytes");
}

#[test]
fn the_layout_is_that_of_the_standard() {
    let bytes = write(&document(&[(Part::Body, "", "文")])).unwrap();
    let part = |name: &str| {
        String::from_utf8(zip::Package::open(&bytes).unwrap().file(name).unwrap().unwrap()).unwrap()
    };
    let body = part("word/document.xml");
    // 297 × 210 mm; 37, 26, 35 and 28 mm; 22 lines of 28.95 pt; 28 characters in 442.2 pt.
    for mark in [
        "w:w=\"11906\" w:h=\"16838\"",
        "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1985\" w:left=\"1587\"",
        "w:linePitch=\"579\" w:charSpace=\"-849\"",
    ] {
        assert!(body.contains(mark), "{mark}");
    }
    let lines = f64::from(16838 - 2098 - 1985) / 579.0;
    assert!((22.0..22.1).contains(&lines), "{lines} lines");
    let characters = f64::from(11906 - 1474 - 1587) / 20.0 / (16.0 - 849.0 / 4096.0);
    assert!((28.0..28.1).contains(&characters), "{characters} characters");
    assert!(part("word/styles.xml").contains("w:line=\"579\" w:lineRule=\"exact\""));
    // Without snapping, 28 characters of 16 pt less a quarter fit the line, and 29 do not.
    assert!(part("word/styles.xml").contains("<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"579\""));
    assert!(part("word/styles.xml").contains("<w:spacing w:val=\"-5\"/><w:sz w:val=\"32\"/>"));
    let fitting = f64::from(11906 - 1474 - 1587) / 20.0 / (16.0 - 0.25);
    assert!((28.0..29.0).contains(&fitting), "{fitting} characters");
    assert!(part("word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    assert!(part("word/footer1.xml").contains("<w:jc w:val=\"right\"/>"));
    assert!(part("word/footer2.xml").contains("<w:jc w:val=\"left\"/>"));
}

/// The children that ECMA-376 (part 1, 17.3 to 17.15) orders, in its order, of those that are written here.
const ORDERS: [(&str, &[&str]); 6] = [
    (
        "pPr",
        &[
            "pStyle",
            "keepNext",
            "widowControl",
            "autoSpaceDE",
            "autoSpaceDN",
            "snapToGrid",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
            "rPr",
            "sectPr",
        ],
    ),
    ("rPr", &["rFonts", "spacing", "kern", "sz", "szCs", "lang"]),
    ("sectPr", &["footerReference", "pgSz", "pgMar", "docGrid"]),
    ("style", &["name", "basedOn", "qFormat", "pPr", "rPr"]),
    (
        "settings",
        &[
            "bordersDoNotSurroundHeader",
            "bordersDoNotSurroundFooter",
            "defaultTabStop",
            "evenAndOddHeaders",
            "drawingGridHorizontalSpacing",
            "drawingGridVerticalSpacing",
            "characterSpacingControl",
            "compat",
        ],
    ),
    ("font", &["altName", "charset", "family", "pitch"]),
];

#[test]
fn children_stand_in_the_order_of_the_schema_and_fonts_are_named_for_chinese() {
    let mut document = document(&[
        (Part::Title, "", "题"),
        (Part::Plain, "", ""),
        (Part::Second, "（一）", "文"),
        (Part::Date, "", "2024年6月18日"),
    ]);
    document.paragraphs[3].left = 30;
    let bytes = write(&document).unwrap();
    let mut checked = 0;
    for name in ["document", "styles", "settings", "fontTable", "footer1", "footer2"] {
        let part = zip::Package::open(&bytes).unwrap().file(&format!("word/{name}.xml")).unwrap().unwrap();
        let mut open: Vec<(String, usize)> = Vec::new();
        let end = crate::xml::read(&part, &crate::reader::budget::Budget::default(), |seen| {
            match seen {
                crate::xml::Seen::Open(child, attributes) => {
                    if let Some((parent, last)) = open.last_mut()
                        && let Some((_, order)) = ORDERS.iter().find(|(name, _)| name == parent)
                    {
                        let at = order.iter().position(|known| *known == child);
                        assert!(at.is_some_and(|at| at >= *last), "{child} in {parent} of {name}");
                        *last = at.unwrap_or_default();
                        checked += 1;
                    }
                    if child == "rFonts" {
                        assert!(attributes.get("eastAsia").is_some(), "a font of {name}");
                    }
                    open.push((child.to_owned(), 0));
                }
                crate::xml::Seen::Close(_) => drop(open.pop()),
                crate::xml::Seen::Text(_) => {}
            }
            Ok(())
        });
        assert_eq!(end, Ok(()), "{name}");
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn a_date_begins_where_it_is_said() {
    let mut document = document(&[(Part::Date, "", "2024年6月18日")]);
    document.paragraphs[0].left = 30;
    let bytes = write(&document).unwrap();
    let body = zip::Package::open(&bytes).unwrap().file("word/document.xml").unwrap().unwrap();
    let body = String::from_utf8(body).unwrap();
    // 15 characters of 156 mm / 28, in twentieths of a point.
    assert!(
        body.contains("<w:pStyle w:val=\"DateLine\"/><w:ind w:leftChars=\"1500\" w:left=\"4740\"/>"),
        "{body}"
    );
}

#[test]
fn what_word_processors_write_is_read() {
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
    let styles = "<w:styles><w:style w:styleId='L'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style></w:styles>";
    let body = "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr><w:r><w:t>一</w:t></w:r><w:r><w:t xml:space='preserve'>是 </w:t><w:br/><w:t>甲</w:t></w:r></w:p>\
        <w:p><w:ins><w:r><w:t>留</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val='L'/></w:pPr><w:r><w:t>关于乙</w:t></w:r></w:p>\
        <w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>关于丙</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent><w:t>外</w:t></w:r></w:p>";
    let bytes = file(body, &[("word/numbering.xml", numbering), ("word/styles.xml", styles)]);
    assert_eq!(read(&bytes).unwrap(), ["一是 \n甲", "留", "3.关于乙", "4.关于丙", "格", "框", "外"]);
}

#[test]
fn what_is_no_document_says_what_to_do() {
    use crate::reader::ReadError;
    assert!(matches!(read(b"PK"), Err(ReadError::Zip(_))));
    let other = zip::write(&[], day()).unwrap();
    assert_eq!(read(&other), Err(ReadError::Missing("word/document.xml".into())));
    assert_eq!(read(&file("<w:p>", &[])), Err(ReadError::Broken("word/document.xml".into())));
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(64))]
    /// Bytes changed in the package itself stop at its check sums; here the parts are changed before they are packed.
    #[test]
    fn parts_that_were_changed_before_they_were_packed_are_read_or_refused(
        part: prop::sample::Index, changes in zip::tests::mutation::changes()
    ) {
        static PARTS: std::sync::LazyLock<Vec<Entry>> = std::sync::LazyLock::new(|| {
            let text = [(Part::Title, "", "通报"), (Part::Second, "（一）甲。", "一是做了。\n二是又做了。"), (Part::Date, "", "2024年6月18日")];
            let mut parts = zip::read(&write(&document(&text)).unwrap()).unwrap();
            let list = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
            parts.push(Entry { name: "word/numbering.xml".into(), bytes: list.into() });
            parts
        });
        let _ = read(&zip::tests::mutation::packed(&PARTS, part, &changes));
    }

    #[test]
    fn any_body_is_read_or_refused(body in "(?s)(<w:p>|</w:p>|<w:t>|</w:t>|<w:numId w:val='1'/>|</w:del>|.){0,24}") {
        let _ = read(&file(&body, &[]));
    }
}

#[test]
fn a_table_is_written_across_the_paper_and_read_back() {
    let table = crate::document::TableDocument {
        title: "整改措施".into(),
        note: "共 2 条".into(),
        author: "王敏".into(),
        date: day(),
        columns: vec![("序号".into(), 6), ("整改<措施>".into(), 44)],
        rows: vec![vec!["1-1".into(), "第一行\n第二行".into()], vec!["1-2".into()]],
    };
    let file = super::write_table(&table).unwrap();
    let budget = crate::reader::budget::Budget::default();
    let read = super::read_package(&crate::reader::package::Package::open(&file).unwrap(), &budget).unwrap();
    let package = zip::Package::open(&file).unwrap();
    assert_eq!(read.paragraphs[..2], ["整改措施", "共 2 条"]);
    let rows: Vec<_> = read.tables[0].rows.iter().map(|row| row.cells.clone()).collect();
    assert_eq!(rows[0], ["序号", "整改<措施>"]);
    assert_eq!(rows[1], ["1-1", "第一行\n第二行"]);
    assert_eq!(rows[2][0], "1-2");
    let body = String::from_utf8(package.file("word/document.xml").unwrap().unwrap()).unwrap();
    assert!(body.contains("<w:tblHeader/>") && body.contains("w:orient=\"landscape\""));
    assert_eq!(super::write_table(&table).unwrap(), file, "the same table gives the same bytes");
}
