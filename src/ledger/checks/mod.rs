//! 检查: what an office would look for before it hands a ledger on. Each check names a place, what is odd there
//! and how to mend it; nothing is changed and nothing refused. Knows no clock ("today" is handed in) and no page.
//!
//! [`run`] does all; a family has a file. To add one: a variant and a line of [`KINDS`], the test where the family
//! is, and a case in `tests` that fires and one that does not.

mod dates;
mod documents;
mod names;
mod numbers;
mod proof;
mod references;
mod responsibility;

use super::bundle::Bundle;
use super::date::Date;
use super::evidence::Proved;
use super::finding::{Finding, Measure};
use super::id_map::IdMap;
use super::record::record;
use super::vocabulary::{Class, Vocabulary};
use super::{Id, Ledger};

record! {
    /// A check that a person set aside: what was found is as it should be.
    entity Waiver = "无需处理" {
        fields {
            /// [`Kind::code`].
            kind: String = "检查项",
            /// The id of what the check is about; ids that are gone are harmless. Empty: the kind as a whole.
            about: String = "对象编号",
            /// Why.
            reason: String = "理由",
            /// Who.
            by: String = "确认人",
            /// When.
            date: Option<Date> = "确认日期",
        }
    }
}

/// How much a check matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 严重: the ledger contradicts itself, or something is missing that no ledger can be without.
    Serious,
    /// 提醒: an office would ask.
    Warning,
    /// 提示: perhaps on purpose.
    Note,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 3] = [Self::Serious, Self::Warning, Self::Note];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Serious => "严重",
            Self::Warning => "提醒",
            Self::Note => "提示",
        }
    }
}

/// Writes the kinds of checks as an enum and a table.
macro_rules! kinds {
    ($($variant:ident $severity:ident $code:literal $label:literal $mend:literal,)+) => {
        /// What is checked.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $label] $variant,)+
        }

        /// Every kind, by severity and family.
        pub const KINDS: &[Kind] = &[$(Kind::$variant),+];

        impl Kind {
            /// The name in files and addresses; never changed.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What people read.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// How much it matters.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// How it is mended.
            #[must_use]
            pub fn mend(self) -> &'static str {
                match self { $(Self::$variant => $mend,)+ }
            }
        }
    };
}

kinds! {
    Dangling Serious "dangling" "指向不存在的对象" "重新填写；原来所指的可能已被删除。",
    UnknownStatus Serious "unknown-status" "状态不在词表中" "改为词表中的状态，或在“台账信息”中补上这个状态。",
    StatusClass Serious "status-class" "状态没有类别" "在“台账信息”中为它选定类别，否则按未完成统计。",
    NoTitle Serious "no-title" "问题没有标题" "写上反馈问题的原文。",
    NoMeasures Serious "no-measures" "问题没有整改措施" "补上整改措施。",
    NoText Serious "no-text" "整改措施没有内容" "写上措施，或删除这一条。",
    FindingTwice Serious "finding-twice" "问题序号重复" "改正其中一个序号。",
    MeasureTwice Serious "measure-twice" "措施序号重复" "改正其中一个序号。",
    DueBeforeFeedback Serious "due-before-feedback" "时限早于反馈日期" "核对整改时限和反馈日期。",
    InspectionOrder Serious "inspection-order" "巡察日期先后颠倒" "在“台账信息”中核对进驻、撤离、反馈和成文日期。",
    Future Serious "future" "记录的日期在今天之后" "改正日期。",
    DoneUnproved Serious "done-unproved" "已完成而无佐证材料" "补上佐证材料，或改回整改状态。",
    ClosedUnfinished Serious "closed-unfinished" "已销号而未完成" "核对整改状态；确未完成的，重新打开。",
    ClosedOpen Serious "closed-open" "问题已销号，尚有措施未销号或未完成" "先完成并销号其下的措施，或重新打开问题。",
    ReminderLate Serious "reminder-late" "督办提示逾期未答复" "登记答复，或催办。",
    UnitTwice Serious "unit-twice" "同一单位登记了两次" "合并为一个单位，另一名称记为别名。",
    NamesMixed Warning "names-mixed" "同一单位名称不统一" "统一为一种写法；引用原文的可确认无需处理。",
    ClaimDiffers Warning "claim-differs" "通报所称与台账所计不一致" "核对台账是否录全，或通报口径是否不同。",
    DocumentTwice Warning "document-twice" "制度文件重复" "删除重复的一条。",
    DocumentNear Warning "document-near" "制度文件疑似重复" "核对是否同一文件；不是的可确认无需处理。",
    FindingGap Warning "finding-gap" "问题序号不连续" "核对是否漏录，或改正序号。",
    MeasureGap Warning "measure-gap" "措施序号不连续" "核对是否漏录，或改正序号。",
    NoFeedback Warning "no-feedback" "没有反馈日期" "在“台账信息”中填写，时限由它起算。",
    TooEarly Warning "too-early" "进展日期早于反馈日期" "核对日期；反馈前已做的工作可确认无需处理。",
    Undated Warning "undated" "进展没有日期或内容" "补上日期和内容。",
    DoneUntold Warning "done-untold" "已完成而无整改进展" "写上做了什么、成效如何。",
    ExtensionBare Warning "extension-bare" "延期缺新时限、原因或批准人" "补全延期的时限、原因和批准人。",
    ExtensionBack Warning "extension-back" "延期后的时限不晚于原时限" "核对新的时限。",
    Idle Warning "idle" "退回后超过30天没有进展" "按退回意见补充后重新申请销号。",
    ReturnBare Warning "return-bare" "退回没有写意见" "补上退回意见。",
    EvidenceTwice Warning "evidence-twice" "佐证材料编号重复" "改正其中一个材料编号。",
    SameMeasure Warning "same-measure" "同一问题下措施内容相同" "核对是否重复录入。",
    SameFinding Warning "same-finding" "问题标题相同" "核对是否重复录入。",
    DocumentBare Warning "document-bare" "制度文件没有名称或性质" "补上名称和性质。",
    NoLead Warning "no-lead" "没有牵头部门" "填写牵头部门。",
    NoOwner Warning "no-owner" "没有责任人" "填写责任人。",
    NoDue Warning "no-due" "没有整改时限" "填写整改时限。",
    CustomEmpty Warning "custom-empty" "必填的自定义字段没有填写" "填写；不必填的，在“台账信息”中取消“必填”。",
    CustomKind Warning "custom-kind" "自定义字段的值不合类型" "按字段的类型改写，或在“台账信息”中改字段的类型。",
    OrdinalGap Note "ordinal-gap" "印出的序次跳号" "核对原文是否漏印；原文如此的可确认无需处理。",
    EvidenceBare Note "evidence-bare" "佐证材料没有校验值" "选择文件重新登记，以便日后核验。",
    EvidenceNameless Note "evidence-nameless" "佐证材料没有名称和存放位置" "补上名称和存放位置。",
    PastPeriod Note "past-period" "时限超出集中整改期" "核对时限；长期坚持的请改整改类型。",
    DocumentStray Note "document-stray" "制度文件没有对应问题或措施" "填写对应问题、措施或通报部分。",
    UnitAlike Note "unit-alike" "单位名称相近" "是同一单位的，合并并记为别名。",
    AliasInText Note "alias-in-text" "文字中混用单位名称和别名" "统一为一种写法。",
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub kind: Kind,
    /// What it is about; with the kind, what a [`Waiver`] names.
    pub about: Id,
    /// Where to go to mend it.
    pub at: Id,
    /// The place, for people: `措施 12-3`.
    pub place: String,
    /// What was found.
    pub what: String,
}

/// All that the families look at, and what they found.
struct Walk<'l> {
    ledger: &'l Ledger,
    bundle: &'l Bundle,
    today: Date,
    feedback: Option<Date>,
    found: Vec<Check>,
    classes: IdMap<&'l Id, Class>,
    proved: Proved<'l>,
}

impl Walk<'_> {
    fn note(&mut self, kind: Kind, about: &Id, place: &str, what: impl Into<String>) {
        let what = what.into();
        // Two entries of one measure may be wrong in the same words: told once.
        let mut same = self.found.iter().rev().take_while(|check| check.at == *about);
        if same.any(|check| check.kind == kind && check.what == what) {
            return;
        }
        self.found.push(Check {
            kind,
            about: about.clone(),
            at: about.clone(),
            place: place.to_owned(),
            what,
        });
    }

    fn class(&self, measure: &Measure) -> Class {
        match &measure.status {
            None => Class::Unfilled,
            Some(id) => self.classes.get(id).copied().unwrap_or(Class::Open),
        }
    }
}

/// A finding or measure with its name.
#[derive(Clone, Copy)]
struct At<'l> {
    finding: &'l Finding,
    place: &'l str,
}

/// Everything that the checks find, as of `today`: by severity and kind, then in the order of the ledger.
#[must_use]
pub fn run(ledger: &Ledger, today: Date) -> Vec<Check> {
    let bundle = ledger.bundle();
    let vocabulary = Vocabulary::new(&bundle.statuses);
    let mut walk = Walk {
        ledger,
        bundle,
        today,
        feedback: bundle.inspection.feedback,
        found: Vec::new(),
        proved: Proved::of(bundle),
        classes: bundle
            .statuses
            .iter()
            .map(|status| (&status.id, vocabulary.class(Some(&status.id))))
            .collect(),
    };
    for (n, finding) in bundle.findings.iter().enumerate() {
        let number = finding.number.unwrap_or_else(|| u32::try_from(n + 1).unwrap_or(u32::MAX));
        let place = format!("问题 {number}");
        let at = At { finding, place: &place };
        walk.finding_duties(at);
        walk.measure_numbers(at);
        walk.finding_dates(at);
        walk.finding_proof(at);
        walk.finding_references(at);
        for (m, measure) in finding.measures.iter().enumerate() {
            let own = measure.number.unwrap_or_else(|| u32::try_from(m + 1).unwrap_or(u32::MAX));
            let place = format!("措施 {number}-{own}");
            let at = At { finding, place: &place };
            walk.measure_duties(at, measure);
            walk.measure_dates(at, measure);
            walk.measure_proof(at, measure);
            walk.measure_references(at, measure);
        }
    }
    walk.finding_numbers();
    walk.same_findings();
    walk.ledger_dates();
    walk.evidence_numbers();
    walk.reminders();
    walk.documents();
    walk.totals();
    walk.units();
    walk.mixed_names();
    walk.statuses();
    walk.register_references();
    let mut found = walk.found;
    crate::order::sort_by_key(&mut found, |check| check.kind);
    found
}

/// The checks that still ask for something, and those that a person set aside, with the waiver.
#[must_use]
pub fn split<'l>(checks: Vec<Check>, waivers: &'l [Waiver]) -> (Vec<Check>, Vec<(Check, &'l Waiver)>) {
    let by_key: IdMap<(&'l str, &'l str), &'l Waiver> =
        waivers.iter().map(|waiver| ((waiver.kind.as_str(), waiver.about.as_str()), waiver)).collect();
    let (mut open, mut waived) = (Vec::new(), Vec::new());
    for check in checks {
        let of_kind = || by_key.get(&(check.kind.code(), ""));
        match by_key.get(&(check.kind.code(), check.about.as_str())).or_else(of_kind).copied() {
            Some(by) => waived.push((check, by)),
            None => open.push(check),
        }
    }
    (open, waived)
}

#[cfg(test)]
mod tests;
