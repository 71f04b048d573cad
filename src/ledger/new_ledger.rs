//! A ledger that is begun: what a person says of it becomes an empty bundle with the words of its kind of work, an id and a
//! title that people can read. Knows no clock.

use super::bundle::{Bundle, FORMAT, Inspection, RectificationPeriod};
use super::closure::ClosureLevel;
use super::date::Date;
use super::id::Id;
use super::register::{Status, StatusClass, Unit};
use super::vocabulary::usual_statuses;

/// The id of the ledger that every page brings along to be looked at: the notice of another city. Nobody works in it, and what
/// is imported begins a ledger of its own.
pub const SAMPLE: &str = "whkjj-2024-06-18";

/// 适用场景: the kind of work, which brings its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scenario {
    /// 巡察整改.
    #[default]
    Inspection,
    /// 审计整改.
    Audit,
    /// 督察整改.
    Supervision,
    /// 隐患整改.
    Hazard,
}

impl Scenario {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Inspection, Self::Audit, Self::Supervision, Self::Hazard];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Inspection => "巡察整改",
            Self::Audit => "审计整改",
            Self::Supervision => "督察整改",
            Self::Hazard => "隐患整改",
        }
    }

    /// The words for the state of a measure.
    #[must_use]
    pub fn statuses(self) -> Vec<Status> {
        let words: &[(&str, StatusClass, &str)] = match self {
            Self::Inspection | Self::Supervision => return usual_statuses(),
            Self::Audit => &[
                ("未整改", StatusClass::Open, "○"),
                ("正在整改", StatusClass::Open, "◔"),
                ("部分整改", StatusClass::Partial, "◑"),
                ("持续整改", StatusClass::Partial, "◕"),
                ("已完成整改", StatusClass::Done, "●"),
            ],
            Self::Hazard => &[
                ("未整改", StatusClass::Open, "○"),
                ("整改中", StatusClass::Open, "◔"),
                ("待复查", StatusClass::Partial, "◑"),
                ("已关闭", StatusClass::Done, "●"),
            ],
        };
        let status = |(label, class, symbol): &(&str, StatusClass, &str)| Status {
            id: Id::new(label).unwrap_or_default(),
            label: (*label).to_owned(),
            class: Some(class.clone()),
            symbol: (*symbol).to_owned(),
            ..Status::default()
        };
        words.iter().map(status).collect()
    }

    /// The levels of review; none are the usual two.
    fn levels(self) -> Vec<ClosureLevel> {
        let names: &[&str] = match self {
            Self::Inspection => &[],
            Self::Audit => &["内审机构复核", "审计机关认定"],
            Self::Supervision => &["整改办复核", "督察组验收"],
            Self::Hazard => &["安全员复查", "安全管理部门验收"],
        };
        let level = |(name, at): (&&str, usize)| ClosureLevel {
            id: Id::new(&format!("level-{at}")).unwrap_or_default(),
            name: (**name).to_owned(),
            ..ClosureLevel::default()
        };
        names.iter().zip(1..).map(level).collect()
    }

    /// The names that this kind of work gives to built-in fields.
    fn labels(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Inspection => &[],
            Self::Audit => &[("finding.title", "审计发现问题"), ("finding.goal", "审计建议")],
            Self::Supervision => &[("finding.title", "督察反馈问题")],
            Self::Hazard => &[
                ("finding.title", "隐患内容"),
                ("finding.aspect", "隐患类别"),
                ("measure.due", "整改期限"),
                ("measure.status", "隐患状态"),
            ],
        }
    }
}

/// What a person says of a new ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewLedger {
    /// 单位.
    pub unit: String,
    /// 巡察轮次.
    pub round: String,
    /// 反馈日期.
    pub feedback: Option<Date>,
    /// 集中整改期, months.
    pub months: Option<u32>,
    /// The departments, in order.
    pub units: Vec<String>,
    /// The kind of work.
    pub scenario: Scenario,
}

/// The names of a list of departments: one a line, or pasted from a column or a sentence.
#[must_use]
pub fn departments(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.split(['\n', '\t', '、', '，', ',', '；', ';']) {
        let bare = name
            .trim()
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | ' '))
            .trim();
        if !bare.is_empty() && !names.iter().any(|known| known == bare) {
            names.push(bare.to_owned());
        }
    }
    names
}

impl NewLedger {
    /// An id that people can read: unit and round, and what tells it from another ledger of the same.
    #[must_use]
    pub fn id(&self, apart: &str) -> Id {
        let kept = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '（' | '）')).take(40).collect()
        };
        let parts = [kept(&self.unit), kept(&self.round), kept(apart)];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        Id::new(&parts.join("-")).or_else(|| Id::new("台账")).unwrap_or_default()
    }

    /// The bundle, with nothing found yet.
    #[must_use]
    pub fn bundle(&self, id: Id) -> Bundle {
        let kind = self.scenario.label();
        let unit = |(name, at): (&String, usize)| Unit {
            id: Id::new(&format!("unit-{at}")).unwrap_or_default(),
            name: name.clone(),
            ..Unit::default()
        };
        let mut bundle = Bundle {
            id,
            format: FORMAT.to_owned(),
            title: format!("{}{}{kind}台账", self.unit.trim(), self.round.trim()),
            organization: self.unit.trim().to_owned(),
            inspection: Inspection {
                round: self.round.trim().to_owned(),
                feedback: self.feedback,
                ..Inspection::default()
            },
            rectification_period: RectificationPeriod {
                months: self.months,
                ..RectificationPeriod::default()
            },
            statuses: self.scenario.statuses(),
            closure_levels: self.scenario.levels(),
            units: self.units.iter().zip(1..).map(unit).collect(),
            ..Bundle::default()
        };
        for (field, label) in self.scenario.labels() {
            bundle.field_labels.put(field, (*label).into());
        }
        bundle
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ledger;

    #[test]
    fn a_new_ledger_has_the_words_of_its_kind_and_an_id_that_people_can_read() {
        for scenario in Scenario::ALL {
            let new = NewLedger {
                unit: "某县 教育局".into(),
                round: "2024年第一轮".into(),
                units: departments("办公室\n人事科、财务科\n办公室\n3.基教科"),
                scenario,
                ..NewLedger::default()
            };
            let bundle = new.bundle(new.id("ab12"));
            assert_eq!(bundle.id.as_str(), "某县教育局-2024年第一轮-ab12");
            assert_eq!(bundle.title, format!("某县 教育局2024年第一轮{}台账", scenario.label()));
            let units: Vec<_> = bundle.units.iter().map(|unit| unit.name.as_str()).collect();
            assert_eq!(units, ["办公室", "人事科", "财务科", "基教科"]);
            assert!(bundle.statuses.iter().any(|status| status.class == Some(StatusClass::Done)));
            assert!(Ledger::new(bundle).is_ok(), "no id stands twice");
        }
        assert_eq!(NewLedger::default().id("").as_str(), "台账");
    }
}
