//! What leaves, as 报表 has it chosen when somebody comes there from another page: which paper or table, and of which
//! part of the ledger. Kept in the address: `matter=table&of=measure&due=overdue`. Knows no file format.

use super::query::{Pick, Query};
use super::records::RecordKind;
use super::route::{Place, Route};
use super::{FindingRows, Index, MeasureRows};
use ledger::date::Date;
use ledger::register::ReminderKind;
use ledger::{Id, Ledger};

/// A paper or table that leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matter {
    /// 所示的表格: the rows and columns of the 措施 table or the 问题 list, as they are shown.
    Table,
    /// 台账: the table that offices exchange.
    Ledger,
    /// 整改方案.
    Plan,
    /// 三清单.
    Lists,
    /// 整改通知单.
    FindingNotice,
    /// 提示函.
    Reminder,
    /// 督办单.
    Supervision,
    /// 周报 / 月报.
    Weekly,
    /// 集中整改进展情况报告.
    Progress,
    /// 销号审批表.
    ClosureForm,
    /// 单项销号公示.
    ClosureNotice,
    /// 佐证材料目录.
    Evidence,
    /// 领导一页纸.
    Summary,
    /// 通报, for the public.
    Notice,
    /// 通报, for the house.
    InternalNotice,
    /// 导出明细: flat tables for programs, always of the whole ledger.
    Flat,
}

impl Matter {
    /// All of them, in the order of a choice.
    pub const ALL: [Self; 16] = [
        Self::Table,
        Self::Ledger,
        Self::Plan,
        Self::Lists,
        Self::FindingNotice,
        Self::Reminder,
        Self::Supervision,
        Self::Weekly,
        Self::Progress,
        Self::ClosureForm,
        Self::ClosureNotice,
        Self::Evidence,
        Self::Summary,
        Self::Notice,
        Self::InternalNotice,
        Self::Flat,
    ];

    /// The word in the address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Ledger => "ledger",
            Self::Plan => "plan",
            Self::Lists => "lists",
            Self::FindingNotice => "finding-notice",
            Self::Reminder => "reminder",
            Self::Supervision => "supervision",
            Self::Weekly => "weekly",
            Self::Progress => "progress",
            Self::ClosureForm => "closure-form",
            Self::ClosureNotice => "closure-notice",
            Self::Evidence => "evidence",
            Self::Summary => "summary",
            Self::Notice => "notice",
            Self::InternalNotice => "internal-notice",
            Self::Flat => "flat",
        }
    }

    /// Whether it can be made of a part of the ledger: a notice and the flat tables are of the whole.
    #[must_use]
    pub fn is_of_part(self) -> bool {
        !matches!(self, Self::Notice | Self::InternalNotice | Self::Flat)
    }
}

/// What is chosen on 报表.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Which paper or table.
    pub matter: Matter,
    /// What the query is asked of; the rows of [`Matter::Table`].
    pub of: RecordKind,
    /// Which part of the ledger: everything where it asks for everything. The order is that of the table.
    pub query: Query,
    /// One measure of what the query shows; none for all of it.
    pub measure: Option<Id>,
}

/// The findings and measures that a part of the ledger has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Findings with all of their measures.
    pub findings: Vec<Id>,
    /// Single measures.
    pub measures: Vec<Id>,
}

impl Part {
    /// Its measures: those of its findings in the order of the ledger, and the single ones.
    #[must_use]
    pub fn all_measures(&self, ledger: &Ledger) -> Vec<Id> {
        let findings = self.findings.iter().filter_map(|id| ledger.finding(id));
        let of_findings =
            findings.flat_map(|finding| finding.measures.iter().map(|measure| measure.id.clone()));
        of_findings.chain(self.measures.iter().cloned()).collect()
    }
}

const MATTER: &str = "matter";
const OF: &str = "of";
const MEASURE: &str = "measure";

fn of_code(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Measure => "measure",
        RecordKind::Finding => "finding",
    }
}

impl Leaving {
    /// A paper or table of the whole ledger.
    #[must_use]
    pub fn whole(matter: Matter) -> Self {
        Self { matter, of: RecordKind::Measure, query: Query::default(), measure: None }
    }

    /// What the 导出 of a page leads to.
    #[must_use]
    pub fn from(route: &Route, ledger: &Ledger) -> Self {
        let asked = || Query { unknown: Vec::new(), ..Query::parse(&route.query) };
        let of = |matter, query| Self { query, ..Self::whole(matter) };
        match &route.place {
            Place::Overview => Self::whole(Matter::Progress),
            Place::Findings => Self { of: RecordKind::Finding, ..of(Matter::Table, asked()) },
            Place::Finding(id) => of(Matter::FindingNotice, of_finding(id)),
            Place::Measure(finding, measure) => {
                Self { measure: Some(measure.clone()), ..of(Matter::ClosureForm, of_finding(finding)) }
            }
            Place::Measures => of(Matter::Table, asked()),
            Place::Calendar => of(Matter::Table, Query { month: asked().month, ..Query::default() }),
            Place::Review => of(Matter::ClosureForm, waiting()),
            Place::Reminders => of(Matter::Supervision, Query::default()),
            Place::Reminder(id) => Self::letter(id, ledger),
            Place::Notice => Self::whole(Matter::Notice),
            Place::Merge | Place::History => Self::whole(Matter::Weekly),
            Place::Evidence => Self::whole(Matter::Evidence),
            Place::ExecutiveSummary => Self::whole(Matter::Summary),
            Place::About => Self::whole(Matter::Plan),
            Place::Exchange => of(Matter::Ledger, asked()),
            // What is chosen there already stays.
            Place::Reports => Self::parse(&route.query).unwrap_or_else(|| Self::whole(Matter::Table)),
            Place::Institutions
            | Place::Results
            | Place::Archive
            | Place::Checks
            | Place::LocalLedgers
            | Place::Help
            | Place::Unknown(_) => Self::whole(Matter::Ledger),
        }
    }

    /// A supervision letter is made anew by its kind, for its unit.
    fn letter(id: &Id, ledger: &Ledger) -> Self {
        let letter = ledger.bundle().reminders.iter().find(|one| one.id == *id);
        let is_notice = letter.is_some_and(|one| one.kind == Some(ReminderKind::Notice));
        let matter = if is_notice { Matter::Reminder } else { Matter::Supervision };
        let lead = letter.and_then(|one| one.unit.clone()).map(Pick::Is);
        Self { query: Query { lead, ..Query::default() }, ..Self::whole(matter) }
    }

    /// What an address of 报表 says; `None` where it chooses nothing that is known.
    #[must_use]
    pub fn parse(address: &str) -> Option<Self> {
        let mut query = Query::parse(address);
        let matter = Matter::ALL.into_iter().find(|matter| matter.code() == query.parameter(MATTER))?;
        let is_finding = query.parameter(OF) == of_code(RecordKind::Finding);
        let of = if is_finding { RecordKind::Finding } else { RecordKind::Measure };
        let measure = Id::new(query.parameter(MEASURE));
        query.unknown.clear();
        Some(Self { matter, of, query, measure })
    }

    /// Where it stands in the address.
    #[must_use]
    pub fn route(&self) -> Route {
        let mut query = Query { unknown: Vec::new(), ..self.query.clone() };
        query.set_parameter(MATTER, self.matter.code().to_owned());
        if self.of == RecordKind::Finding {
            query.set_parameter(OF, of_code(self.of).to_owned());
        }
        query.set_parameter(MEASURE, self.measure.as_ref().map(Id::to_string).unwrap_or_default());
        Route { place: Place::Reports, query: query.print() }
    }

    /// Whether it is of the whole ledger.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.query.is_everything() && self.measure.is_none()
    }

    /// The same of the whole ledger, in the order that was asked for.
    #[must_use]
    pub fn of_whole(&self) -> Self {
        let Query { sort, group, .. } = self.query.clone();
        Self { query: Query { sort, group, ..Query::default() }, measure: None, ..self.clone() }
    }

    /// The part of the ledger as of `today`; `None` for the whole.
    #[must_use]
    pub fn part(&self, index: &Index, ledger: &Ledger, today: Date) -> Option<Part> {
        if self.is_whole() {
            return None;
        }
        let mut part = Part::default();
        match self.of {
            RecordKind::Measure => {
                let rows = MeasureRows::new(index, ledger, &self.query, today);
                part.measures =
                    rows.rows().iter().filter_map(|row| index.measure_id(*row).cloned()).collect();
            }
            RecordKind::Finding => {
                let rows = FindingRows::new(index, ledger, &self.query, today);
                part.findings =
                    rows.rows().iter().filter_map(|row| index.finding_id(*row).cloned()).collect();
            }
        }
        if let Some(one) = &self.measure {
            part.findings.clear();
            part.measures.retain(|id| id == one);
        } else if let Some(finding) = &self.query.finding
            && self.query == of_finding(finding)
        {
            // A finding without measures is one, too.
            part = Part { findings: vec![finding.clone()], measures: Vec::new() };
        }
        Some(part)
    }

    /// What people read of the part: 全部, 问题 3, 措施 3-2, the name of a unit, or 当前筛选.
    #[must_use]
    pub fn told(&self, ledger: &Ledger) -> String {
        if self.is_whole() {
            return "全部".to_owned();
        }
        let lead = match &self.query.lead {
            Some(Pick::Is(id))
                if self.query == (Query { lead: self.query.lead.clone(), ..Query::default() }) =>
            {
                ledger.bundle().units.iter().find(|unit| unit.id == *id)
            }
            _ => None,
        };
        if let Some(unit) = lead {
            return unit.name.clone();
        }
        let only = self.query.finding.as_ref().filter(|id| self.query == of_finding(id));
        let finding = only.and_then(|id| ledger.bundle().findings.iter().find(|finding| finding.id == *id));
        let Some(finding) = finding else { return "当前筛选".to_owned() };
        let number = ledger.finding_number(&finding.id);
        let measure = self.measure.as_ref();
        let at = measure.and_then(|id| finding.measures.iter().position(|measure| measure.id == *id));
        at.map_or_else(|| format!("问题 {number}"), |at| format!("措施 {number}-{}", at + 1))
    }
}

fn of_finding(id: &Id) -> Query {
    Query { finding: Some(id.clone()), ..Query::default() }
}

/// What waits for a decision: 已申请 or 审核中.
fn waiting() -> Query {
    Query { text: "销号:已申请、审核中".to_owned(), ..Query::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn ledger() -> Ledger {
        let measure = |id: &str, more: serde_json::Value| {
            let mut one = json!({"id": id, "text": format!("做{id}")});
            one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            one
        };
        let applied = json!([{"id": "s", "action": "apply", "round": 1, "by": "甲", "date": "2026-01-01"}]);
        let bundle = json!({"id": "b", "units": [{"id": "u", "name": "高新处"}, {"id": "v", "name": "办公室"}],
            "reminders": [{"id": "r", "kind": "督办单", "unit": "u"}, {"id": "n", "kind": "提示函", "unit": "v"}],
            "findings": [
                {"id": "f", "title": "甲", "measures": [measure("m1", json!({"lead_unit": "u", "due": "2026-01-31"})), measure("m2", json!({"lead_unit": "v", "closure": applied}))]},
                {"id": "g", "title": "乙", "measures": [measure("m3", json!({"lead_unit": "u", "due": "2026-12-31"}))]},
                {"id": "h", "title": "丙", "measures": []}]});
        Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap()
    }

    /// What the 导出 of an address leads to: the address, what it is made of in words, and the findings and measures.
    /// The paper, its scope, and the findings and measures that it is about.
    type Led = (String, String, Option<(Vec<String>, Vec<String>)>);

    fn led(hash: &str) -> Led {
        let ledger = ledger();
        let leaving = Leaving::from(&Route::parse(hash), &ledger);
        let index = Index::complete(&ledger);
        let day = Date::new(2026, 3, 5).unwrap();
        let names = |ids: Vec<Id>| ids.iter().map(Id::to_string).collect::<Vec<_>>();
        let part =
            leaving.part(&index, &ledger, day).map(|part| (names(part.findings), names(part.measures)));
        (leaving.route().print(), leaving.told(&ledger), part)
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn each_page_leads_to_the_paper_that_is_about_what_it_shows() {
        let none: &[&str] = &[];
        for (hash, address, told, part) in [
            ("/", "/reports?matter=progress", "全部", None),
            ("/measures", "/reports?matter=table", "全部", None),
            (
                "/measures?due=overdue",
                "/reports?due=overdue&matter=table",
                "当前筛选",
                Some((none, &["m1"][..])),
            ),
            ("/measures?lead=u", "/reports?lead=u&matter=table", "高新处", Some((none, &["m1", "m3"][..]))),
            ("/measures?sort=-due", "/reports?sort=-due&matter=table", "全部", None),
            (
                "/findings?text=%E4%B9%99",
                "/reports?text=%E4%B9%99&matter=table&of=finding",
                "当前筛选",
                Some((&["g"][..], none)),
            ),
            ("/findings", "/reports?matter=table&of=finding", "全部", None),
            ("/findings/f", "/reports?finding=f&matter=finding-notice", "问题 1", Some((&["f"][..], none))),
            ("/findings/h", "/reports?finding=h&matter=finding-notice", "问题 3", Some((&["h"][..], none))),
            (
                "/findings/f/m2",
                "/reports?finding=f&matter=closure-form&measure=m2",
                "措施 1-2",
                Some((none, &["m2"][..])),
            ),
            (
                "/review",
                "/reports?text=%E9%94%80%E5%8F%B7%3A%E5%B7%B2%E7%94%B3%E8%AF%B7%E3%80%81%E5%AE%A1%E6%A0%B8%E4%B8%AD&matter=closure-form",
                "当前筛选",
                Some((none, &["m2"][..])),
            ),
            ("/reminders", "/reports?matter=supervision", "全部", None),
            ("/reminders/r", "/reports?lead=u&matter=supervision", "高新处", Some((none, &["m1", "m3"][..]))),
            ("/reminders/n", "/reports?lead=v&matter=reminder", "办公室", Some((none, &["m2"][..]))),
            ("/reminders/gone", "/reports?matter=supervision", "全部", None),
            (
                "/calendar?month=2026-12",
                "/reports?month=2026-12&matter=table",
                "当前筛选",
                Some((none, &["m3"][..])),
            ),
            ("/notice", "/reports?matter=notice", "全部", None),
            ("/history?who=x", "/reports?matter=weekly", "全部", None),
            ("/merge", "/reports?matter=weekly", "全部", None),
            ("/evidence?lack=digest", "/reports?matter=evidence", "全部", None),
            ("/brief", "/reports?matter=summary", "全部", None),
            ("/ledger", "/reports?matter=plan", "全部", None),
            (
                "/import?due=overdue",
                "/reports?due=overdue&matter=ledger",
                "当前筛选",
                Some((none, &["m1"][..])),
            ),
            ("/institutions?role=issued", "/reports?matter=ledger", "全部", None),
            ("/results", "/reports?matter=ledger", "全部", None),
            ("/checks", "/reports?matter=ledger", "全部", None),
            ("/archive", "/reports?matter=ledger", "全部", None),
            ("/help", "/reports?matter=ledger", "全部", None),
            ("/nowhere", "/reports?matter=ledger", "全部", None),
            ("/reports", "/reports?matter=table", "全部", None),
            (
                "/reports?lead=u&matter=plan",
                "/reports?lead=u&matter=plan",
                "高新处",
                Some((none, &["m1", "m3"][..])),
            ),
        ] {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            let part = part.map(|(findings, measures)| (owned(findings), owned(measures)));
            assert_eq!(led(hash), (address.to_owned(), told.to_owned(), part), "{hash}");
        }
    }

    #[test]
    fn the_whole_can_be_chosen_instead_and_keeps_the_order() {
        let one = Leaving::parse("due=overdue&sort=-due&matter=table&of=finding").unwrap();
        assert!(!one.is_whole());
        assert_eq!(one.of_whole().route().print(), "/reports?sort=-due&matter=table&of=finding");
        assert!(one.of_whole().is_whole());
        let one = Leaving::parse("finding=f&matter=closure-form&measure=m").unwrap();
        assert_eq!(one.of_whole(), Leaving::whole(Matter::ClosureForm));
        assert_eq!(Leaving::parse("finding=f"), None);
        assert_eq!(Leaving::parse("matter=of-tomorrow"), None);
    }

    #[test]
    fn what_is_gone_leaves_nothing_but_the_words() {
        let (ledger, day) = (ledger(), Date::new(2026, 3, 5).unwrap());
        let index = Index::complete(&ledger);
        let one = Leaving::parse("finding=gone&matter=closure-form&measure=m1").unwrap();
        assert_eq!(one.part(&index, &ledger, day), Some(Part::default()));
        assert_eq!(one.told(&ledger), "当前筛选");
    }

    proptest! {
        #[test]
        fn any_choice_comes_back_from_the_address(at in 0..Matter::ALL.len(), finding: bool, text in "\\PC{0,8}", measure in "[a-z]{0,3}") {
            let of = if finding { RecordKind::Finding } else { RecordKind::Measure };
            let query = Query { text: text.trim().to_owned(), ..Query::default() };
            let one = Leaving { matter: Matter::ALL[at], of, query, measure: Id::new(&measure) };
            prop_assert_eq!(Leaving::parse(&one.route().query), Some(one));
        }
    }
}
