//! The package as a whole: the same twice, verified, and every change named.

mod repacked;

use super::checks::{Verdict, checks, may_be_handed_over};
use super::manifest::{JSON_NAME, XML_NAME};
use super::metadata::metadata;
use super::package::{LEDGER, Made, Paper, Part, parts};
use super::verify;
use crate::json;
use journal::Journal;
use ledger::date::Date;

pub fn journal() -> Journal {
    let bytes = include_bytes!("../../default-bundle.json");
    Journal::open(json::open(bytes, &|_| None).unwrap().bundle).unwrap()
}

/// The journal of a ledger that may be handed over.
fn ready() -> Journal {
    let mut bundle = journal().ledger().bundle().clone();
    bundle.archive = serde_json::from_value(serde_json::json!({
        "fonds_constituting_unit": "某市科技创新局", "fonds_number": "0123", "year": 2024, "retention": "永久", "item_number": "0007",
        "title": "关于巡察整改进展情况的通报", "author": "中共某市科技创新局党组", "date": "2024-06-18", "security": "公开"
    }))
    .unwrap();
    Journal::open(bundle).unwrap()
}

pub fn made() -> Made {
    Made { xlsx: b"PK xlsx".to_vec(), docx: b"PK docx".to_vec(), internal_docx: None, papers: Vec::new() }
}

fn paper(name: &str, bytes: &[u8]) -> Paper {
    Paper { name: name.to_owned(), title: name.to_owned(), bytes: bytes.to_vec() }
}

pub fn packed() -> Vec<Part> {
    let mut journal = ready();
    let text = journal.sealed(json::export);
    parts(&journal, text, made(), day())
}

pub fn day() -> Date {
    "2024-07-01".parse().unwrap()
}

pub type Files = Vec<(String, Vec<u8>)>;

pub fn files(parts: Vec<Part>) -> Files {
    parts.into_iter().map(|part| (part.name, part.bytes)).collect()
}

pub fn faults(files: &[(String, Vec<u8>)]) -> Vec<String> {
    let report = verify::package(files, &|_| None);
    let bad = report.findings.into_iter().filter(|finding| !finding.good);
    bad.map(|finding| format!("{}：{}", finding.what, finding.found)).collect()
}

#[test]
fn a_package_is_the_same_twice_and_verifies() {
    let once = packed();
    assert_eq!(once, packed());
    assert_eq!(faults(&files(once)), [] as [&str; 0]);
}

#[test]
fn whatever_was_changed_is_named() {
    let whole = files(packed());
    let at = |name: &str| whole.iter().position(|file| file.0 == name).unwrap();
    let changed = |work: &dyn Fn(&mut Files)| {
        let mut files = whole.clone();
        work(&mut files);
        faults(&files)
    };
    for (n, file) in whole.iter().enumerate() {
        let one_byte = changed(&|files| files[n].1[5] ^= 1);
        assert!(one_byte.iter().any(|fault| fault.contains(&file.0)), "{}: {one_byte:?}", file.0);
        let gone = changed(&|files| {
            files.remove(n);
        });
        assert!(gone.iter().any(|fault| fault.contains(&file.0)), "{}: {gone:?}", file.0);
    }
    let longer = changed(&|files| files[at("通报.docx")].1.push(b' '));
    assert!(longer[0].starts_with("通报.docx：被改动：应为 7 字节，实为 8 字节"), "{longer:?}");
    let more = changed(&|files| files.push(("多出.exe".into(), vec![1])));
    assert_eq!(more, ["多出.exe：包内有，清单中没有"]);
    let twice = changed(&|files| files.push(files[0].clone()));
    assert!(twice[0].contains("两个同名文件"), "{twice:?}");
    // A ledger that was changed together with its digest still does not hold what the manifest counts.
    let forged = changed(&|files| {
        let text = String::from_utf8(files[at(LEDGER)].1.clone()).unwrap();
        let mut bundle: serde_json::Value = serde_json::from_str(&text).unwrap();
        bundle["findings"].as_array_mut().unwrap().pop();
        let text = json::canonical(&bundle).into_bytes();
        let mut manifest: super::manifest::Manifest =
            serde_json::from_slice(&files[at(JSON_NAME)].1).unwrap();
        let listed = manifest.files.iter_mut().find(|file| file.name == LEDGER).unwrap();
        let digest = crate::digest::digest(&text);
        (listed.bytes, listed.sm3, listed.sha256) = (digest.bytes, digest.sm3, digest.sha256);
        files[at(JSON_NAME)].1 = manifest.json().into_bytes();
        files[at(XML_NAME)].1 = manifest.xml().into_bytes();
        files[at(LEDGER)].1 = text;
    });
    assert_eq!(forged.len(), 1, "{forged:?}");
    assert!(
        forged[0].contains("清单 34 个问题、110 条措施") && forged[0].contains("台账 33 个问题"),
        "{forged:?}"
    );
}

#[test]
fn a_ledger_by_itself_is_verified_too() {
    let text = journal().sealed(json::export);
    let report = verify::json_alone(text.as_bytes(), &|_| None);
    assert!(report.is_good(), "{report:?}");
    assert!(report.findings.iter().any(|finding| finding.found.contains("34 个问题、110 条措施")));
    assert!(!verify::json_alone(b"{\"id\": 1}", &|_| None).is_good());
    assert!(!verify::package(&[], &|_| None).is_good());
}

#[test]
fn mandatory_metadata_are_asked_for_and_never_made_up() {
    let mut bundle = journal().ledger().bundle().clone();
    bundle.archive = ledger::bundle::Archive::default();
    let missing = |bundle: &ledger::Bundle| -> Vec<&'static str> {
        metadata(bundle, 9, 9).iter().filter(|e| e.is_missing()).map(|e| e.name).collect()
    };
    assert_eq!(
        missing(&bundle),
        ["立档单位名称", "全宗号", "年度", "保管期限", "室编件号", "题名", "责任者", "日期", "密级"]
    );
    bundle.archive.security = "秘密".into();
    assert!(missing(&bundle).contains(&"保密期限"), "a secret without a period");
    bundle.archive.security = "公开".into();
    assert!(!missing(&bundle).contains(&"保密期限"));
    let journal = Journal::open(bundle.clone()).unwrap();
    let found = checks(&journal, &metadata(&bundle, 9, 9), None);
    assert!(!may_be_handed_over(&found));
    let mandatory = found.iter().find(|check| check.name.starts_with("必填元数据")).unwrap();
    assert_eq!(mandatory.verdict, Verdict::Bad);
    assert!(mandatory.found.contains("立档单位名称"), "{}", mandatory.found);
}

#[test]
fn gaps_in_numbers_and_demonstrations_stand_in_the_way() {
    let mut bundle = journal().ledger().bundle().clone();
    bundle.demonstration = true;
    bundle.findings.remove(3);
    let journal = Journal::open(bundle).unwrap();
    let found = checks(&journal, &[], None);
    let bad: Vec<_> = found.iter().filter(|check| check.verdict == Verdict::Bad).collect();
    assert_eq!(bad.len(), 2, "{bad:?}");
    assert!(bad[1].found.contains("缺问题 4"), "{}", bad[1].found);
}

#[test]
fn what_has_no_number_is_told_and_does_not_pass_for_consecutive() {
    let found_of = |change: &dyn Fn(&mut ledger::Bundle)| -> Vec<String> {
        let mut bundle = journal().ledger().bundle().clone();
        change(&mut bundle);
        let found = checks(&Journal::open(bundle).unwrap(), &[], None);
        found.into_iter().filter(|check| check.verdict == Verdict::Bad).map(|check| check.found).collect()
    };
    assert_eq!(found_of(&|_| ()), [] as [&str; 0]);
    assert_eq!(found_of(&|bundle| bundle.findings[33].number = None), ["问题有 1 个没有编号"]);
    assert_eq!(found_of(&|bundle| bundle.findings[3].number = Some(5)), ["缺问题 4、问题有重号"]);
    let none =
        found_of(&|bundle| bundle.findings[0].measures.iter_mut().for_each(|measure| measure.number = None));
    assert!(none[0].starts_with("问题 1 的措施有 ") && none[0].ends_with(" 个没有编号"), "{none:?}");
}

#[test]
fn values_that_the_standard_does_not_know_stand_in_the_way() {
    for (field, value, expected) in [
        ("retention", "永久", None),
        ("retention", "定期30年", None),
        ("retention", "长期", Some("保管期限“长期”应为永久、定期30年、定期10年")),
        ("security", "公开级", None),
        ("security", "内部", None),
        ("security", "普通", Some("密级“普通”应为公开、国内、内部、秘密、机密、绝密")),
        ("year", "24", Some("年度“24”应为四位年份，如 2024")),
        ("year", "2024", None),
    ] {
        let mut bundle = serde_json::to_value(ready().ledger().bundle()).unwrap();
        bundle["archive"][field] = value.parse::<u32>().map_or(value.into(), Into::into);
        let mut journal = Journal::open(serde_json::from_value(bundle).unwrap()).unwrap();
        let found = checks(&journal, &metadata(journal.ledger().bundle(), 9, 9), None);
        let told = found.iter().find(|check| check.name.starts_with("元数据值域")).unwrap();
        let fault = (told.verdict == Verdict::Bad).then_some(told.found.as_str());
        assert_eq!(fault, expected, "{field}: {value}");
        let text = journal.sealed(json::export);
        let verified = faults(&files(parts(&journal, text, made(), day())));
        assert_eq!(
            verified.iter().any(|fault| expected.is_some_and(|expected| fault.contains(expected))),
            expected.is_some()
        );
    }
}

#[test]
fn a_package_whose_metadata_are_empty_or_not_the_ledgers_does_not_pass() {
    let mut bundle = ready().ledger().bundle().clone();
    (bundle.archive.fonds_number, bundle.archive.title) = (String::new(), String::new());
    let mut journal = Journal::open(bundle).unwrap();
    let text = journal.sealed(json::export);
    let found = faults(&files(parts(&journal, text, made(), day())));
    assert_eq!(found, ["元数据（DA/T 46-2009）：必填而没有填：全宗号、题名"]);

    let whole = files(packed());
    let forged = |work: &dyn Fn(&mut super::manifest::Manifest)| {
        let mut files = whole.clone();
        let at = |name: &str| whole.iter().position(|file| file.0 == name).unwrap();
        let mut manifest: super::manifest::Manifest =
            serde_json::from_slice(&files[at(JSON_NAME)].1).unwrap();
        work(&mut manifest);
        files[at(JSON_NAME)].1 = manifest.json().into_bytes();
        files[at(XML_NAME)].1 = manifest.xml().into_bytes();
        faults(&files)
    };
    let level = |manifest: &mut super::manifest::Manifest| {
        manifest.metadata.iter_mut().find(|one| one.name == "密级").unwrap().value = "机密".into();
    };
    assert_eq!(forged(&level), ["元数据（DA/T 46-2009）：密级与台账不符：清单“机密”，台账“公开”"]);
    assert_eq!(
        forged(&|manifest| manifest.metadata.retain(|one| one.name != "全宗号" && one.name != "页数")),
        [
            "元数据（DA/T 46-2009）：全宗号与台账不符：清单没有，台账“0123”",
            "元数据（DA/T 46-2009）：页数与台账不符：清单没有，台账“PAGES”"
        ]
        .map(|fault| fault
            .replace("PAGES", &super::package::pages(&ready(), notice::Version::Public).len().to_string()))
    );
    let more = super::manifest::Named { name: "文种".into(), within: None, value: "通报".into() };
    assert_eq!(
        forged(&|manifest| manifest.metadata.push(more.clone())),
        ["元数据（DA/T 46-2009）：文种与台账不符：清单“通报”，台账没有"]
    );
}

#[cfg(feature = "office")]
mod made_by_the_formats {
    use super::super::package::{NOTICE, TABLE, document, workbook};
    use super::super::read_back::ReadBack;
    use super::*;
    use crate::table::book::{Cell, Style};
    use crate::zip::{self, Entry};
    use crate::{docx, xlsx};
    use notice::Version;

    /// The package of a journal as the page makes it, and what came of reading it back after `change`.
    fn package(journal: &mut Journal, change: &dyn Fn(&mut Vec<Entry>)) -> (Vec<u8>, ReadBack) {
        let (book, text) = (workbook(journal, day()), document(journal, Version::Public, day()));
        let made = Made {
            xlsx: xlsx::write(&book).unwrap(),
            docx: docx::write(&text).unwrap(),
            internal_docx: None,
            papers: vec![paper("整改方案.docx", b"PK plan")],
        };
        let mut read_back = ReadBack::default();
        let told = |error: crate::reader::ReadError| error.to_string();
        read_back.workbook(TABLE, &book, &xlsx::read(&made.xlsx).map_err(told));
        read_back.document(NOTICE, &text, &docx::read(&made.docx).map_err(|error| error.to_string()));
        let ledger = journal.sealed(json::export);
        let parts = parts(journal, ledger, made, day());
        let mut entries: Vec<Entry> =
            parts.iter().map(|part| Entry { name: part.name.clone(), bytes: part.bytes.clone() }).collect();
        change(&mut entries);
        let packed = zip::write(&entries, day()).unwrap();
        let read = zip::read(&packed).map_err(|error| error.to_string());
        let read = read.map(|all| all.into_iter().map(|entry| (entry.name, entry.bytes)).collect());
        read_back.package(&parts, &read);
        (packed, read_back)
    }

    #[test]
    fn a_package_is_read_back_and_the_checks_say_what_came_of_it() {
        let mut journal = ready();
        let usable = |journal: &Journal, read: Option<&ReadBack>| {
            let found = checks(journal, &metadata(journal.ledger().bundle(), 9, 9), read);
            let of = |name: &str| found.iter().find(|check| check.name.contains(name)).unwrap().clone();
            [of("可以读出"), of("不含宏")]
        };
        assert!(usable(&journal, None).iter().all(|check| check.verdict == Verdict::Later));
        let (_, read) = package(&mut journal, &|_| ());
        assert_eq!(read, ReadBack { files: 10, ..ReadBack::default() });
        let [readable, harmless] = usable(&journal, Some(&read));
        assert_eq!((readable.verdict, harmless.verdict), (Verdict::Good, Verdict::Good));
        assert!(readable.found.starts_with("10 个文件已逐个读回"), "{}", readable.found);
        for (work, fault) in [
            (&(|all: &mut Vec<Entry>| drop(all.pop())) as &dyn Fn(&mut Vec<Entry>), "manifest.xml：读不到"),
            (&|all: &mut Vec<Entry>| all[3].bytes[9] ^= 1, "通报.docx：与写入的不一致"),
            (
                &|all: &mut Vec<Entry>| all.push(Entry { name: "a.exe".into(), bytes: vec![1] }),
                "应有 10 个文件，读出 11 个",
            ),
        ] {
            let (_, read) = package(&mut journal, work);
            assert!(read.faults.iter().any(|found| found.contains(fault)), "{fault}: {read:?}");
            assert_eq!(usable(&journal, Some(&read))[0].verdict, Verdict::Bad);
            assert_eq!(usable(&journal, Some(&read))[1].verdict == Verdict::Bad, fault.contains("11 个"));
        }
    }

    #[test]
    fn a_workbook_or_document_that_reads_otherwise_is_told() {
        let journal = ready();
        let mut book = workbook(&journal, day());
        let mut read = xlsx::read(&xlsx::write(&book).unwrap()).map_err(|error| error.to_string());
        let faults = |book: &_, read: &_| {
            let mut found = ReadBack::default();
            found.workbook(TABLE, book, read);
            found.faults
        };
        assert_eq!(faults(&book, &read), [] as [&str; 0]);
        book.sheets[0].rows[7].cells[5] = Cell::new(Style::Text, "另一个字");
        assert_eq!(faults(&book, &read), ["整改台账.xlsx：工作表“整改台账”第 8 行与写入的不一致"]);
        read.as_mut().unwrap().sheets.remove(1);
        assert!(faults(&book, &read)[1].contains("读不到工作表“汇总”"));
        assert_eq!(faults(&book, &Err("打不开".to_owned())), ["整改台账.xlsx：打不开"]);
        let text = document(&journal, Version::Public, day());
        let mut lines = docx::read(&docx::write(&text).unwrap()).unwrap();
        lines.swap(2, 3);
        let mut found = ReadBack::default();
        found.document(NOTICE, &text, &Ok(lines));
        assert_eq!(found.faults, ["通报.docx：段落与写入的不一致"]);
    }

    #[test]
    fn no_name_of_whoever_makes_the_package_goes_into_it() {
        // The page hands nothing in but the day; the maker is the archive's, else the body that hands over.
        let mut bundle = ready().ledger().bundle().clone();
        for (author, unit, expected) in [
            ("甲党组", "甲局", "甲党组"),
            ("", "甲局", "甲局"),
            (" ", "", bundle.organization.clone().as_str()),
        ] {
            (bundle.archive.author, bundle.archive.fonds_constituting_unit) = (author.into(), unit.into());
            let journal = Journal::open(bundle.clone()).unwrap();
            let (book, text) = (workbook(&journal, day()), document(&journal, Version::Public, day()));
            assert_eq!((book.author.as_str(), text.author.as_str()), (expected, expected));
            let file = xlsx::write(&book).unwrap();
            let core = zip::Package::open(&file).unwrap().file("docProps/core.xml").unwrap().unwrap();
            assert!(
                String::from_utf8(core).unwrap().contains(&format!("<dc:creator>{expected}<")),
                "{expected}"
            );
        }
    }
}

#[test]
fn the_fixed_page_holds_every_line_and_no_script() {
    let journal = journal();
    let pages = super::package::pages(&journal, notice::Version::Public);
    let html = super::sheet_html::html("通报 <1>", &pages);
    assert_eq!(html.matches("<svg ").count(), pages.len());
    assert!(html.contains("通报 &lt;1&gt;") && !html.contains("<script"));
    for line in pages.iter().flat_map(|page| &page.lines).filter(|line| !line.runs.is_empty()) {
        for run in &line.runs {
            assert!(html.contains(&super::manifest::escape(&run.text)), "{}", run.text);
        }
    }
}

#[test]
fn the_ledger_is_taken_out_of_a_package_and_of_nothing_else() {
    use super::inside::{NoLedger, ledger};
    let whole = files(packed());
    let own = whole.iter().find(|file| file.0 == LEDGER).unwrap().1.clone();
    assert_eq!(ledger(&whole), Ok(own));
    let without = |name: &str| -> Files { whole.iter().filter(|file| file.0 != name).cloned().collect() };
    let mut altered = whole.clone();
    altered.iter_mut().find(|file| file.0 == LEDGER).unwrap().1[9] ^= 1;
    for (files, why) in [
        (vec![("[Content_Types].xml".to_owned(), Vec::new())], NoLedger::Office),
        (vec![("照片.jpg".to_owned(), vec![1])], NoLedger::NotOurs),
        (without(JSON_NAME), NoLedger::NotOurs),
        (without(LEDGER), NoLedger::NotOurs),
        (altered, NoLedger::Altered),
    ] {
        assert_eq!(ledger(&files), Err(why));
    }
}

#[test]
fn papers_that_a_person_ticks_are_in_the_package_and_in_its_list_and_take_nobodys_name() {
    let mut journal = ready();
    let text = journal.sealed(json::export);
    let papers = vec![
        paper("整改方案.docx", b"PK plan"),
        paper("上报表.xlsx", b"PK form"),
        // Two templates may fill files of one name, or one of a name that the package has.
        paper("上报表.xlsx", b"PK other"),
        paper("通报.docx", b"PK of the office"),
        paper("说明.txt", b"PK odd"),
    ];
    let parts = parts(&journal, text, Made { papers, ..made() }, day());
    let told: Vec<(&str, &str)> =
        parts.iter().skip(5).take(8).map(|part| (part.name.as_str(), part.format)).collect();
    let (docx, xlsx) = ("DOCX（ISO/IEC 29500）", "XLSX（ISO/IEC 29500）");
    assert_eq!(
        told[1..6],
        [
            ("整改方案.docx", docx),
            ("上报表.xlsx", xlsx),
            ("上报表（2）.xlsx", xlsx),
            ("通报（2）.docx", docx),
            ("说明（2）.txt", docx)
        ]
    );
    let mut whole = files(parts);
    assert_eq!(faults(&whole), [] as [&str; 0]);
    whole.iter_mut().find(|file| file.0 == "上报表（2）.xlsx").unwrap().1[3] ^= 1;
    assert_eq!(faults(&whole).len(), 1);
}
