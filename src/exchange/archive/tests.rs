//! The package as a whole: the same twice, verified, and every change named.

use super::checks::{Verdict, checks, may_be_handed_over};
use super::manifest::{JSON_NAME, XML_NAME};
use super::metadata::metadata;
use super::package::{LEDGER, Made, Part, parts};
use super::verify;
use crate::exchange::json;
use crate::journal::Journal;
use crate::ledger::date::Date;

fn journal() -> Journal {
    let bytes = include_bytes!("../../default-bundle.json");
    Journal::open(json::open(bytes, &|_| None).unwrap().bundle).unwrap()
}

fn made() -> Made {
    Made { xlsx: b"PK xlsx".to_vec(), docx: b"PK docx".to_vec(), internal_docx: None }
}

fn packed() -> Vec<Part> {
    let mut journal = journal();
    let text = journal.sealed(json::export);
    parts(&journal, text, made(), day())
}

fn day() -> Date {
    "2024-07-01".parse().unwrap()
}

type Files = Vec<(String, Vec<u8>)>;

fn files(parts: Vec<Part>) -> Files {
    parts.into_iter().map(|part| (part.name, part.bytes)).collect()
}

fn faults(files: &[(String, Vec<u8>)]) -> Vec<String> {
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
        let digest = crate::exchange::digest::digest(&text);
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
    bundle.archive = crate::ledger::bundle::Archive::default();
    let missing = |bundle: &crate::ledger::Bundle| -> Vec<&'static str> {
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
    let found = checks(&journal, &metadata(&bundle, 9, 9));
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
    let found = checks(&journal, &[]);
    let bad: Vec<_> = found.iter().filter(|check| check.verdict == Verdict::Bad).collect();
    assert_eq!(bad.len(), 2, "{bad:?}");
    assert!(bad[1].found.contains("缺问题 4"), "{}", bad[1].found);
}

#[test]
fn the_fixed_page_holds_every_line_and_no_script() {
    let journal = journal();
    let pages = super::package::pages(&journal, crate::notice::Version::Public);
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
    assert_eq!(ledger(whole.clone()), Ok(own));
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
        assert_eq!(ledger(files), Err(why));
    }
}
