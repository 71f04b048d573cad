//! Verification of a package: every file is there, has the bytes and digests of the manifest, and the ledger in it is
//! what the manifest counts. What was changed is named. Knows files as names and bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Counts, FORMAT, JSON_NAME, Manifest, Named, XML_NAME};
use super::metadata::metadata;
use super::package::{LEDGER, PAGES, REQUIRED, counts};
use super::repacked::recovered;
use crate::digest::{Digest, digest};
use crate::json;
use journal::Journal;

/// What is said of the package itself, and not of its content.
const FORM: &str = "包的形式";

const METADATA: &str = "元数据（DA/T 46-2009）";

/// One thing that was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is as it should be.
    pub good: bool,
    /// The file, or what else it is about.
    pub what: String,
    /// What was found.
    pub found: String,
}

/// What came of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The ledger's title, where it could be read.
    pub title: String,
    /// Everything that was looked at, faults first.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether all is as it was when the package was made.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.findings.iter().all(|finding| finding.good)
    }

    fn add(&mut self, good: bool, what: impl Into<String>, found: impl Into<String>) {
        self.findings.push(Finding { good, what: what.into(), found: found.into() });
    }
}

/// Verifies the files of a package by their content. Where it was unpacked and packed again, that is told and is no fault:
/// other folders, names in another encoding, files that a system puts beside. `decode` reads GB 18030, should a file be in it.
#[must_use]
pub fn package(files: &[(String, Vec<u8>)], decode: &dyn Fn(&[u8]) -> Option<String>) -> Report {
    let mut report = Report { title: String::new(), findings: Vec::new() };
    let mut there: BTreeMap<&str, &[u8]> = BTreeMap::new();
    let recovered = recovered(files);
    for (name, bytes) in &recovered.files {
        if there.insert(name, bytes).is_some() {
            report.add(false, name.as_str(), "包内有两个同名文件");
        }
    }
    for other in &recovered.form {
        report.add(true, FORM, format!("{other}；不影响内容"));
    }
    let manifest = there.get(JSON_NAME).map(|bytes| serde_json::from_slice::<Manifest>(bytes));
    match manifest {
        None => report.add(false, JSON_NAME, "包内没有文件清单，无法核验；请确认这是归档包"),
        Some(Err(error)) => report.add(
            false,
            JSON_NAME,
            format!("文件清单读不懂（第 {} 行第 {} 列）", error.line(), error.column()),
        ),
        Some(Ok(manifest)) => against(&mut report, &manifest, &there, decode),
    }
    report.findings.sort_by_key(|finding| finding.good);
    report
}

fn against(
    report: &mut Report,
    manifest: &Manifest,
    there: &BTreeMap<&str, &[u8]>,
    decode: &dyn Fn(&[u8]) -> Option<String>,
) {
    report.title.clone_from(&manifest.title);
    if manifest.format != FORMAT {
        report.add(
            false,
            JSON_NAME,
            format!("格式是 {}，本版本认识的是 {FORMAT}；以下按本版本核对", manifest.format),
        );
    }
    let mut listed = BTreeSet::from([JSON_NAME, XML_NAME]);
    for file in &manifest.files {
        if !listed.insert(&file.name) {
            report.add(false, file.name.as_str(), "清单中出现不止一次");
            continue;
        }
        let found = there.get(file.name.as_str()).map(|bytes| digest(bytes));
        let (good, told) = match found {
            None => (false, "清单中有，包内没有".to_owned()),
            Some(Digest { bytes, .. }) if bytes != file.bytes => {
                (false, format!("被改动：应为 {} 字节，实为 {bytes} 字节", file.bytes))
            }
            Some(Digest { sm3, sha256, .. }) if sm3 != file.sm3 || sha256 != file.sha256 => {
                (false, format!("被改动：SM3 应为 {}，实为 {sm3}", file.sm3))
            }
            Some(Digest { bytes, .. }) => (true, format!("{bytes} 字节，SM3 和 SHA-256 相符")),
        };
        report.add(good, file.name.as_str(), told);
    }
    for name in there.keys().filter(|name| !listed.contains(*name)) {
        report.add(false, *name, "包内有，清单中没有");
    }
    for name in REQUIRED.iter().filter(|name| !listed.contains(*name)) {
        report.add(false, *name, "归档包必有的文件，清单中没有");
    }
    match there.get(XML_NAME) {
        None => report.add(false, XML_NAME, "包内没有"),
        Some(bytes) if *bytes != manifest.xml().as_bytes() => {
            report.add(false, XML_NAME, "与 manifest.json 不一致，两者之一被改动");
        }
        Some(_) => report.add(true, XML_NAME, "与 manifest.json 一致"),
    }
    let total = manifest.files.iter().filter_map(|file| there.get(file.name.as_str())).count();
    report.add(
        total == manifest.files.len(),
        "文件数量和字节数",
        format!("清单 {} 个文件、{} 字节；包内有其中 {total} 个", manifest.files.len(), manifest.bytes()),
    );
    if let Some(bytes) = there.get(LEDGER)
        && let Some(journal) = ledger(report, bytes, Some(manifest), decode)
    {
        let html = there.get(PAGES).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let pages = html.map(|html| html.matches("<svg ").count());
        against_ledger(report, manifest, &journal, pages);
    }
}

/// The metadata of the manifest must be those that the ledger gives, and be fit for a hand-over. `pages` are counted in
/// the printed notice of the package: another version of this program may lay it out anew.
fn against_ledger(report: &mut Report, manifest: &Manifest, journal: &Journal, pages: Option<usize>) {
    let elements = metadata(journal.ledger().bundle(), pages.unwrap_or_default(), manifest.files.len() + 2);
    let mut faults = Vec::new();
    let missing: Vec<&str> = elements.iter().filter(|e| e.is_missing()).map(|e| e.name).collect();
    if !missing.is_empty() {
        faults.push(format!("必填而没有填：{}", missing.join("、")));
    }
    faults.extend(
        elements.iter().filter_map(|e| Some(format!("{}“{}”应为{}", e.name, e.value, e.should_be()?))),
    );
    let wanted = Manifest::named(&elements);
    let value = |all: &[Named], of: &Named| {
        let found = all.iter().find(|one| one.name == of.name && one.within == of.within);
        found.map_or_else(|| "没有".to_owned(), |one| format!("“{}”", one.value))
    };
    let extra = manifest.metadata.iter().filter(|one| value(&wanted, one) == "没有");
    for one in wanted.iter().chain(extra) {
        let (listed, own) = (value(&manifest.metadata, one), value(&wanted, one));
        if listed != own && (one.name != "页数" || pages.is_some()) {
            faults.push(format!("{}与台账不符：清单{listed}，台账{own}", one.name));
        }
    }
    if faults.is_empty() {
        report.add(true, METADATA, "齐全，与台账一致");
    }
    for fault in faults {
        report.add(false, METADATA, fault);
    }
}

/// Verifies a ledger as JSON by itself: whether it can be read, and what it holds.
#[must_use]
pub fn json_alone(bytes: &[u8], decode: &dyn Fn(&[u8]) -> Option<String>) -> Report {
    let mut report = Report { title: String::new(), findings: Vec::new() };
    ledger(&mut report, bytes, None, decode);
    let Digest { sm3, sha256, bytes } = digest(bytes);
    report.add(true, "摘要", format!("{bytes} 字节，SM3 {sm3}，SHA-256 {sha256}"));
    report.findings.sort_by_key(|finding| finding.good);
    report
}

fn told(counts: Counts) -> String {
    format!(
        "{} 个问题、{} 条措施、{} 份佐证材料、{} 处变更",
        counts.findings, counts.measures, counts.evidence, counts.edits
    )
}

fn ledger(
    report: &mut Report,
    bytes: &[u8],
    manifest: Option<&Manifest>,
    decode: &dyn Fn(&[u8]) -> Option<String>,
) -> Option<Journal> {
    let opened = match json::open(bytes, decode) {
        Ok(opened) => opened,
        Err(refusal) => {
            for sentence in refusal.sentences().into_iter().take(20) {
                report.add(false, LEDGER, sentence);
            }
            return None;
        }
    };
    for oddity in &opened.oddities {
        report.add(true, LEDGER, format!("可以读出，但{}", oddity.sentence()));
    }
    let (title, id) = (opened.bundle.title.clone(), opened.bundle.id.to_string());
    let canonical = json::export(&opened.bundle).as_bytes() == bytes;
    let journal = match Journal::open(opened.bundle) {
        Err(ids) => {
            for id in ids {
                report.add(false, LEDGER, format!("编号 {id} 出现了不止一次"));
            }
            None
        }
        Ok(journal) => {
            let counted = counts(&journal);
            match manifest {
                Some(manifest) if manifest.counts != counted || manifest.bundle != id => report.add(
                    false,
                    LEDGER,
                    format!("内容与清单不符：清单 {}，台账 {}", told(manifest.counts), told(counted)),
                ),
                _ => report.add(true, LEDGER, format!("符合格式，{}", told(counted))),
            }
            Some(journal)
        }
    };
    let form = if canonical {
        "是规范形式（RFC 8785）"
    } else {
        "不是规范形式（RFC 8785），内容不受影响"
    };
    report.add(manifest.is_none() || canonical, LEDGER, form);
    if report.title.is_empty() {
        report.title = title;
    }
    journal
}
