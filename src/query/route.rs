//! The address of a place in the page, `#/findings/f12` or `#/measures?q=科创`, as a value. Knows no page.

use std::fmt::Write as _;

use ledger::Id;

/// The places of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// 总览.
    Overview,
    /// 问题, the list.
    Findings,
    /// One finding, by its id.
    Finding(Id),
    /// The page of a finding, at one of its measures: the finding's id, then the measure's.
    Measure(Id, Id),
    /// 措施.
    Measures,
    /// 审核: what waits for review.
    Review,
    /// 督办提示: the register of supervision letters.
    Reminders,
    /// One supervision letter, as it is printed.
    Reminder(Id),
    /// 制度.
    Institutions,
    /// 通报.
    Notice,
    /// 报表: every paper and table that leaves, from the house's templates or the office's own.
    Reports,
    /// 变更.
    History,
    /// 合并: merging and comparing files.
    Merge,
    /// 归档.
    Archive,
    /// 检查: the standing checks.
    Checks,
    /// 导入导出: the ledger as a table, the notice as a document.
    Exchange,
    /// 佐证材料: the register of evidence, and its verification.
    Evidence,
    /// 追责问责与数字成果: totals by form and by unit.
    Results,
    /// 时限: the calendar of deadlines.
    Calendar,
    /// 一页纸: one sheet for the leader.
    ExecutiveSummary,
    /// 台账信息: what the ledger is about, its units and words.
    About,
    /// 本机台账: the ledgers that this browser holds.
    LocalLedgers,
    /// 帮助.
    Help,
    /// No such place; the address as it was written.
    Unknown(String),
}

/// A place, and how it is looked at: the query string behind `?`, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Where.
    pub place: Place,
    /// Search, filter, sort; each page reads its own.
    pub query: String,
}

impl Place {
    /// The path of the place.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Overview => "/".to_owned(),
            Self::Findings => "/findings".to_owned(),
            Self::Finding(id) => format!("/findings/{}", encode(id.as_str())),
            Self::Measure(finding, measure) => {
                format!("/findings/{}/{}", encode(finding.as_str()), encode(measure.as_str()))
            }
            Self::Measures => "/measures".to_owned(),
            Self::Review => "/review".to_owned(),
            Self::Reminders => "/reminders".to_owned(),
            Self::Reminder(id) => format!("/reminders/{}", encode(id.as_str())),
            Self::Institutions => "/institutions".to_owned(),
            Self::Notice => "/notice".to_owned(),
            Self::Reports => "/reports".to_owned(),
            Self::Merge => "/merge".to_owned(),
            Self::Archive => "/archive".to_owned(),
            Self::Checks => "/checks".to_owned(),
            Self::History => "/history".to_owned(),
            Self::Exchange => "/import".to_owned(),
            Self::Evidence => "/evidence".to_owned(),
            Self::Results => "/results".to_owned(),
            Self::Calendar => "/calendar".to_owned(),
            Self::ExecutiveSummary => "/brief".to_owned(),
            Self::About => "/ledger".to_owned(),
            Self::LocalLedgers => "/held".to_owned(),
            Self::Help => "/help".to_owned(),
            Self::Unknown(path) => path.clone(),
        }
    }

    /// The place whose page shows this one: a measure is shown on the page of its finding.
    #[must_use]
    pub fn page(&self) -> Self {
        match self {
            Self::Measure(finding, _) => Self::Finding(finding.clone()),
            place => place.clone(),
        }
    }

    /// The name that people read.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Overview => "总览",
            Self::Findings | Self::Finding(_) | Self::Measure(..) => "问题",
            Self::Measures => "措施",
            // Letters follow from review, and have no entry of their own in the rail.
            Self::Review | Self::Reminders | Self::Reminder(_) => "审核",
            Self::Institutions => "制度",
            Self::Notice => "通报",
            Self::Reports => "报表",
            Self::Merge => "合并",
            Self::Archive => "归档",
            Self::Checks => "检查",
            Self::History => "变更",
            Self::Exchange => "导入导出",
            Self::Evidence => "佐证材料",
            Self::Results => "追责问责与数字成果",
            Self::Calendar => "时限",
            Self::ExecutiveSummary => "一页纸",
            Self::About => "台账信息",
            Self::LocalLedgers => "本机台账",
            Self::Help => "帮助",
            Self::Unknown(_) => "没有这一页",
        }
    }
}

impl From<Place> for Route {
    fn from(place: Place) -> Self {
        Self { place, query: String::new() }
    }
}

impl Route {
    /// Reads what stands behind `#`. What is no place is kept as [`Place::Unknown`].
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let trimmed = path.trim_end_matches('/');
        let place = match trimmed {
            "" => Place::Overview,
            "/findings" => Place::Findings,
            "/measures" => Place::Measures,
            "/review" => Place::Review,
            "/reminders" => Place::Reminders,
            "/institutions" => Place::Institutions,
            "/notice" => Place::Notice,
            "/reports" => Place::Reports,
            "/merge" => Place::Merge,
            "/archive" => Place::Archive,
            "/checks" => Place::Checks,
            "/history" => Place::History,
            // The old address leads there, too.
            "/import" | "/exchange" => Place::Exchange,
            "/evidence" => Place::Evidence,
            "/results" => Place::Results,
            "/calendar" => Place::Calendar,
            "/brief" => Place::ExecutiveSummary,
            "/ledger" => Place::About,
            "/held" => Place::LocalLedgers,
            "/help" => Place::Help,
            _ => below(trimmed, "/findings/")
                .map(Place::Finding)
                .or_else(|| {
                    two_below(trimmed, "/findings/")
                        .map(|(finding, measure)| Place::Measure(finding, measure))
                })
                .or_else(|| below(trimmed, "/reminders/").map(Place::Reminder))
                .unwrap_or_else(|| Place::Unknown(path.to_owned())),
        };
        Self { place, query: query.to_owned() }
    }

    /// What stands behind `#`.
    #[must_use]
    pub fn print(&self) -> String {
        let path = self.place.path();
        if self.query.is_empty() { path } else { format!("{path}?{}", self.query) }
    }

    /// As the `href` of a link.
    #[must_use]
    pub fn href(&self) -> String {
        format!("#{}", self.print())
    }
}

/// The id behind a folder of addresses.
fn below(path: &str, folder: &str) -> Option<Id> {
    let rest = path.strip_prefix(folder).filter(|rest| !rest.contains('/'))?;
    Id::new(&decode(rest))
}

/// The two ids behind a folder of addresses, one below the other.
fn two_below(path: &str, folder: &str) -> Option<(Id, Id)> {
    let (upper, lower) =
        path.strip_prefix(folder)?.split_once('/').filter(|(_, rest)| !rest.contains('/'))?;
    Some((Id::new(&decode(upper))?, Id::new(&decode(lower))?))
}

/// Percent-encodes what an address cannot hold (RFC 3986); Chinese stays readable.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || "-._~".contains(c) || (!c.is_ascii() && !c.is_whitespace()) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // cannot fail: writing to a String never does.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Takes percent signs back; what is no escape stays as it is.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()))
            .flatten();
        out.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_places_have_the_addresses_of_the_contract() {
        for (hash, place) in [
            ("", Place::Overview),
            ("/", Place::Overview),
            ("/findings", Place::Findings),
            ("/findings/f12", Place::Finding(Id::new("f12").unwrap())),
            ("/measures?q=x", Place::Measures),
            ("/reminders", Place::Reminders),
            ("/reminders/r%201", Place::Reminder(Id::new("r 1").unwrap())),
            ("/history/", Place::History),
            ("/evidence?lack=digest", Place::Evidence),
            ("/results", Place::Results),
            ("/findings/a/b", Place::Measure(Id::new("a").unwrap(), Id::new("b").unwrap())),
            ("/findings/a%2Fb/c%20d", Place::Measure(Id::new("a/b").unwrap(), Id::new("c d").unwrap())),
            ("/findings/a/b/c", Place::Unknown("/findings/a/b/c".into())),
            ("/findings//b", Place::Unknown("/findings//b".into())),
            ("/nowhere", Place::Unknown("/nowhere".into())),
        ] {
            assert_eq!(Route::parse(hash).place, place, "{hash}");
        }
    }

    proptest! {
        #[test]
        fn any_finding_has_an_address_that_comes_back(id in "\\PC{1,40}", query in "[a-z=&%0-9]{0,20}") {
            if let Some(id) = Id::new(&id) {
                let route = Route { place: Place::Finding(id), query };
                prop_assert_eq!(Route::parse(&route.print()), route);
            }
        }

        #[test]
        fn any_measure_has_an_address_that_comes_back(ids in ("\\PC{1,40}", "\\PC{1,40}")) {
            if let (Some(finding), Some(measure)) = (Id::new(&ids.0), Id::new(&ids.1)) {
                let route = Route::from(Place::Measure(finding, measure));
                prop_assert_eq!(Route::parse(&route.print()), route);
            }
        }

        #[test]
        fn any_address_is_read(hash in any::<String>()) {
            let _ = Route::parse(&hash);
        }
    }
}
