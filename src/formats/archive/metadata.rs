//! The metadata of the hand-over, in the names of DA/T 46-2009. What is not in the ledger is missing and said to be;
//! nothing is made up. What the ledger says elsewhere is proposed, and counts only once a person has taken it.
//! Knows no form and no file format.

use ledger::Bundle;
use ledger::date::Date;

/// Whether an element must be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it there is no hand-over.
    Mandatory,
    /// It is wanted where it applies.
    Conditional,
    /// It may be left out.
    Optional,
}

/// A value that the ledger gives for an element that nobody has filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The value, as its field takes it.
    pub value: String,
    /// Where the ledger says it, for people: 通报的标题.
    pub from: &'static str,
}

/// One element of the metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name in DA/T 46-2009.
    pub name: &'static str,
    /// The element that it is a part of: 档号.
    pub within: Option<&'static str>,
    /// Its value; empty where the ledger has none.
    pub value: String,
    /// Whether it must be there.
    pub need: Need,
    /// The field of the ledger that it comes from, to be edited; `None` where it is computed.
    pub field: Option<&'static str>,
    /// What could be its value, where it has none. It is in no package: a person takes it first.
    pub proposal: Option<Proposal>,
}

impl Element {
    /// Whether it must be there and is not.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.need == Need::Mandatory && self.value.trim().is_empty()
    }

    /// What its value should be, where it has one that the standard does not know (DA/T 46-2009, 值域).
    #[must_use]
    pub fn should_be(&self) -> Option<String> {
        let value = self.value.trim();
        let level = value.strip_suffix('级').unwrap_or(value);
        let expected = match self.name {
            "年度" => {
                let known = value.parse().is_ok_and(|year: u32| (1900..=2100).contains(&year));
                (!known).then(|| "四位年份，如 2024".to_owned())
            }
            "保管期限" => (!RETENTIONS.contains(&value)).then(|| RETENTIONS.join("、")),
            "密级" => (!OPEN.contains(&level) && !SECRET.contains(&level))
                .then(|| [&OPEN[..], &SECRET[..]].concat().join("、")),
            _ => None,
        };
        expected.filter(|_| !value.is_empty())
    }
}

/// 档号.
const NUMBER: &str = "档号";

/// The metadata of a ledger as one record (聚合层次 件). `pages` are those of the printed notice, `files` those of the package.
#[must_use]
pub fn metadata(bundle: &Bundle, pages: usize, files: usize) -> Vec<Element> {
    use Need::{Conditional, Mandatory, Optional};
    let archive = &bundle.archive;
    let text = |value: &Option<u32>| value.map(|n| n.to_string()).unwrap_or_default();
    let level = archive.security.trim();
    let is_secret = !level.is_empty() && !OPEN.contains(&level.strip_suffix('级').unwrap_or(level));
    let own = |name, value: &str, need, field| Element {
        name,
        within: None,
        value: value.to_owned(),
        need,
        field: Some(field),
        proposal: Some(field).filter(|_| value.trim().is_empty()).and_then(|field| proposal(bundle, field)),
    };
    let part =
        |name, value: &str, need, field| Element { within: Some(NUMBER), ..own(name, value, need, field) };
    let computed = |name, value: String| Element {
        name,
        within: None,
        value,
        need: Mandatory,
        field: None,
        proposal: None,
    };
    vec![
        computed("聚合层次", "件".to_owned()),
        own("立档单位名称", &archive.fonds_constituting_unit, Mandatory, "archive.fonds_constituting_unit"),
        computed("电子文件号", bundle.id.to_string()),
        part("全宗号", &archive.fonds_number, Mandatory, "archive.fonds_number"),
        part("目录号", &archive.catalogue_number, Optional, "archive.catalogue_number"),
        part("年度", &text(&archive.year), Mandatory, "archive.year"),
        part("保管期限", &archive.retention, Mandatory, "archive.retention"),
        part("机构或问题", &archive.agency_or_theme, Optional, "archive.agency_or_theme"),
        part("类别号", &archive.category, Optional, "archive.category"),
        part("室编件号", &archive.item_number, Mandatory, "archive.item_number"),
        own("题名", &archive.title, Mandatory, "archive.title"),
        own("责任者", &archive.author, Mandatory, "archive.author"),
        own("日期", &archive.date.map(|d| d.to_string()).unwrap_or_default(), Mandatory, "archive.date"),
        own("文种", &archive.document_kind, Conditional, "archive.document_kind"),
        own("密级", &archive.security, Mandatory, "archive.security"),
        own(
            "保密期限",
            &archive.secrecy_period,
            if is_secret { Mandatory } else { Optional },
            "archive.secrecy_period",
        ),
        computed("件数", "1".to_owned()),
        computed("页数", pages.to_string()),
        own("语种", &archive.language, Optional, "archive.language"),
        own("稿本", &archive.version, Conditional, "archive.version"),
        computed("文件数量", files.to_string()),
    ]
}

/// What the ledger says of a field of its archive: 题名, 年度, 责任者, 日期 of what is handed over, first of all by its notice.
#[must_use]
pub fn proposal(bundle: &Bundle, field: &str) -> Option<Proposal> {
    let notice = &bundle.notice;
    // A title may stand in several lines.
    let lines = |text: &str| text.lines().map(str::trim).collect::<String>();
    let of = |value: String, from| Some(Proposal { value, from }).filter(|one| !one.value.is_empty());
    let year = |day: Option<Date>| day.map(|day| day.year().to_string()).unwrap_or_default();
    match field {
        "archive.title" => {
            of(lines(&notice.title), "通报的标题").or_else(|| of(lines(&bundle.title), "台账的名称"))
        }
        "archive.author" => {
            let signed = notice.signatory.lines().map(str::trim).find(|line| !line.is_empty());
            of(signed.unwrap_or_default().to_owned(), "通报的落款")
                .or_else(|| of(bundle.organization.trim().to_owned(), "被巡察党组织"))
        }
        "archive.date" => of(notice.date.map(|day| day.to_string()).unwrap_or_default(), "通报的成文日期"),
        "archive.year" => of(year(notice.date), "通报的成文日期")
            .or_else(|| of(year(bundle.inspection.feedback), "巡察反馈日期")),
        _ => None,
    }
}

/// 密级 without a period of secrecy (GB/T 7156-2003, to which DA/T 46-2009 points).
const OPEN: [&str; 3] = ["公开", "国内", "内部"];
/// 密级 of what is secret.
const SECRET: [&str; 3] = ["秘密", "机密", "绝密"];
/// 保管期限 as GB/T and DA/T 46-2009 have it.
pub const RETENTIONS: [&str; 3] = ["永久", "定期30年", "定期10年"];
