//! The files of a package: what a program makes of the ledger, the lists that people read, and the manifest over all.
//! The same ledger on the same day gives the same bytes. Knows no ZIP: see [`super::super::office`].

use super::manifest::{Counts, FORMAT, JSON_NAME, Manifest, XML_NAME};
use super::metadata::metadata;
use super::sheet_html;
use crate::document::Document;
use crate::table::book::Book;
use crate::table::ledger_book::{self, Wanted};
use crate::{csv, notice_document};
use journal::entity_names::EntityNames;
use journal::{Journal, describe};
use ledger::Bundle;
use ledger::date::Date;
use ledger::evidence;
use notice::{Version, layout, paragraph, render};

/// The ledger as JSON.
pub const LEDGER: &str = "整改台账.json";
/// The ledger as a workbook.
pub const TABLE: &str = "整改台账.xlsx";
/// The public notice as a document.
pub const NOTICE: &str = "通报.docx";
/// The internal notice as a document.
pub const INTERNAL_NOTICE: &str = "通报（内部版）.docx";
/// The public notice in pages.
pub const PAGES: &str = "通报.html";
/// What a package always holds beside the manifests; without them it is not complete.
pub const REQUIRED: [&str; 7] =
    [LEDGER, "变更记录.csv", TABLE, NOTICE, PAGES, "佐证材料清单.csv", "说明.txt"];

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// 格式信息: the format with its version or standard.
    pub format: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A paper that the person wants in the package: made of a template of the house or of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The name of its file, with its ending.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What the office formats made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Made {
    /// The ledger as a workbook.
    pub xlsx: Vec<u8>,
    /// The public notice as a document.
    pub docx: Vec<u8>,
    /// The internal notice as a document, where it says more.
    pub internal_docx: Option<Vec<u8>>,
    /// Papers beside them, in their order. A name that another file of the package has gets a number.
    pub papers: Vec<Paper>,
}

fn part(name: &str, title: &str, format: &'static str, bytes: Vec<u8>) -> Part {
    Part { name: name.to_owned(), title: title.to_owned(), format, bytes }
}

const CSV: &str = "CSV（RFC 4180，UTF-8）";
const HTML: &str = "HTML（版式固定，无脚本）";
const DOCX: &str = "DOCX（ISO/IEC 29500）";
const XLSX: &str = "XLSX（ISO/IEC 29500）";

/// The pages of the notice in a version.
#[must_use]
pub fn pages(journal: &Journal, version: Version) -> Vec<layout::Page> {
    layout::pages(&paragraph::paragraphs(journal.ledger().bundle(), version))
}

/// Whether the internal notice says more than the public one.
#[must_use]
pub fn has_internal(journal: &Journal) -> bool {
    !render::left_out(journal.ledger().bundle()).is_empty()
}

/// Who is named as the maker of the files: the archive's 责任者, else the body that hands over. Not whoever happens to make the
/// package, so that two officials make the same bytes.
fn maker(bundle: &Bundle) -> &str {
    let archive = &bundle.archive;
    let names = [&archive.author, &archive.fonds_constituting_unit, &bundle.organization];
    names.into_iter().map(|name| name.trim()).find(|name| !name.is_empty()).unwrap_or_default()
}

/// The ledger as the workbook of the package.
#[must_use]
pub fn workbook(journal: &Journal, date: Date) -> Book {
    let ledger = journal.ledger();
    ledger_book::book(ledger, &Wanted::default(), date, maker(ledger.bundle()))
}

/// The notice in a version as the document of the package.
#[must_use]
pub fn document(journal: &Journal, version: Version, date: Date) -> Document {
    let bundle = journal.ledger().bundle();
    notice_document::document(bundle, version, date, maker(bundle))
}

/// All files of the package in their order, the manifests last. `ledger` is the journal's canonical export, `made` are
/// those that the office formats gave.
#[must_use]
pub fn parts(journal: &Journal, ledger: String, made: Made, date: Date) -> Vec<Part> {
    let title = journal.ledger().bundle().title.clone();
    let public = pages(journal, Version::Public);
    let mut parts = vec![
        part(
            LEDGER,
            "整改台账（含全部变更记录）",
            "JSON（RFC 8259，规范形式 RFC 8785）",
            ledger.into_bytes(),
        ),
        part("变更记录.csv", "变更记录", CSV, history(journal).into_bytes()),
        part(TABLE, "整改台账（表格）", XLSX, made.xlsx),
        part(NOTICE, "整改进展情况通报", DOCX, made.docx),
        part(PAGES, "整改进展情况通报（版式文件）", HTML, sheet_html::html(&title, &public).into_bytes()),
    ];
    if let Some(docx) = made.internal_docx {
        let pages = pages(journal, Version::Internal);
        parts.push(part(INTERNAL_NOTICE, "整改进展情况通报（内部版）", DOCX, docx));
        let html = sheet_html::html(&title, &pages).into_bytes();
        parts.push(part("通报（内部版）.html", "整改进展情况通报（内部版，版式文件）", HTML, html));
    }
    parts.push(part("佐证材料清单.csv", "佐证材料清单", CSV, evidence_list(journal).into_bytes()));
    for paper in made.papers {
        // The template's own ending: an own workbook, else a document.
        let is_book =
            paper.name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("xlsx"));
        let format = if is_book { XLSX } else { DOCX };
        let name = free_name(&paper.name, &parts);
        parts.push(part(&name, &paper.title, format, paper.bytes));
    }
    parts.push(part("说明.txt", "接收核验说明", "TXT（UTF-8）", README.as_bytes().to_vec()));
    let manifest = manifest(journal, &parts, public.len(), date);
    parts.push(part(JSON_NAME, "文件清单", "JSON（RFC 8785）", manifest.json().into_bytes()));
    parts.push(part(XML_NAME, "文件清单", "XML 1.0", manifest.xml().into_bytes()));
    parts
}

/// The name, or the first of `名（2）.docx`, `名（3）.docx` … that no part has, nor a part that always follows.
fn free_name(name: &str, parts: &[Part]) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_taken = |name: &str| {
        REQUIRED.contains(&name)
            || [JSON_NAME, XML_NAME].contains(&name)
            || parts.iter().any(|part| part.name == name)
    };
    let names = (2..).map(|number| format!("{stem}（{number}）.{ending}"));
    std::iter::once(name.to_owned()).chain(names).find(|name| !is_taken(name)).unwrap_or_default()
}

/// How much the journal's ledger holds.
#[must_use]
pub fn counts(journal: &Journal) -> Counts {
    let ledger = journal.ledger();
    let findings = &ledger.bundle().findings;
    Counts {
        findings: findings.len(),
        measures: findings.iter().map(|finding| finding.measures.len()).sum(),
        evidence: evidence::all(ledger).count(),
        edits: journal.entries().len() + journal.unread(),
    }
}

fn manifest(journal: &Journal, parts: &[Part], pages: usize, date: Date) -> Manifest {
    let bundle = journal.ledger().bundle();
    Manifest {
        format: FORMAT.to_owned(),
        bundle: bundle.id.to_string(),
        title: bundle.title.clone(),
        date: date.to_string(),
        metadata: Manifest::named(&metadata(bundle, pages, parts.len() + 2)),
        counts: counts(journal),
        files: Manifest::list(
            parts.iter().map(|p| (p.name.as_str(), p.title.as_str(), p.format, p.bytes.as_slice())),
        ),
    }
}

fn history(journal: &Journal) -> String {
    let head = ["序号", "编号", "时间", "姓名", "单位", "变更"].map(str::to_owned);
    let known = EntityNames::of(journal);
    let rows = journal.entries().iter().enumerate().map(|(n, entry)| {
        let edit = &entry.edit;
        [
            (n + 1).to_string(),
            edit.id.to_string(),
            edit.at.to_string(),
            edit.author.clone(),
            edit.unit.clone(),
            describe::sentence(&known, edit),
        ]
    });
    csv::write(std::iter::once(head).chain(rows))
}

fn evidence_list(journal: &Journal) -> String {
    let ledger = journal.ledger();
    let head = [
        "材料编号",
        "材料名称",
        "对应措施",
        "同时佐证",
        "存放位置",
        "大小（字节）",
        "类型",
        "SM3",
        "SHA-256",
        "提供者",
        "材料日期",
        "备注",
    ]
    .map(str::to_owned);
    let rows = evidence::all(ledger).map(|(finding, measure, one)| {
        let also = one.also.iter().filter_map(|id| {
            let (finding, measure) = ledger.measure(id)?;
            Some(ledger.measure_number(&finding.id, &measure.id))
        });
        [
            one.number.clone(),
            one.name.clone(),
            ledger.measure_number(&finding.id, &measure.id),
            also.collect::<Vec<_>>().join("、"),
            one.place.clone(),
            one.size.map(|n| n.to_string()).unwrap_or_default(),
            one.media_type.clone(),
            one.sm3.clone(),
            one.sha256.clone(),
            one.provider.clone(),
            one.date.map(|d| d.to_string()).unwrap_or_default(),
            one.note.clone(),
        ]
    });
    csv::write(std::iter::once(head).chain(rows))
}

const README: &str = "\
本包由“整改台账”生成，供归档移交使用。

内容
  整改台账.json      正式记录：台账全部内容和全部变更记录（UTF-8，RFC 8785 规范形式）
  变更记录.csv       逐条变更的文字说明
  整改台账.xlsx      台账表格
  通报.docx、通报.html  通报的可编辑文件和版式文件
  佐证材料清单.csv   佐证材料的存放位置和摘要；材料原件不在包内
  manifest.json、manifest.xml  元数据（DA/T 46-2009 的名称）、文件清单、字节数和摘要

核验
  1. 用“整改台账”的“归档”页选择本包，可自动核对文件数量、字节数、摘要和台账内容。
  2. 也可以用任何支持 SM3（GB/T 32905-2016）或 SHA-256 的工具，逐个文件与 manifest 中的摘要比对。
  3. 本包是不加密的普通 ZIP 文件，不含可执行程序和宏。
";
