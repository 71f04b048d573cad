//! Who, what, by when: what no finding and no measure can be without.

use super::{At, Kind, Walk};
use crate::ledger::deadline::Deadline;
use crate::ledger::finding::Measure;
use crate::ledger::quick::QuickMap;

/// Texts are equal whatever their spaces.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

impl Walk<'_> {
    pub(super) fn finding_duties(&mut self, at: At) {
        let finding = at.finding;
        if finding.title.trim().is_empty() {
            self.note(Kind::NoTitle, &finding.id, at.place, "反馈问题是空的");
        }
        if finding.measures.is_empty() {
            self.note(Kind::NoMeasures, &finding.id, at.place, "一条整改措施也没有");
        }
        for (n, measure) in finding.measures.iter().enumerate() {
            let same = |other: &&Measure| !measure.text.trim().is_empty() && other.text.len() == measure.text.len();
            let mut alike = finding.measures[..n].iter().filter(same);
            if alike.any(|other| bare(&other.text) == bare(&measure.text)) {
                self.note(Kind::SameMeasure, &measure.id, at.place, format!("第 {} 条与前面的一条内容相同", n + 1));
            }
        }
    }

    pub(super) fn same_findings(&mut self) {
        let bundle = self.bundle;
        let mut seen = QuickMap::default();
        for finding in bundle.findings.iter().filter(|finding| !finding.title.trim().is_empty()) {
            let number = self.ledger.finding_number(&finding.id);
            if let Some(first) = seen.insert(finding.title.trim(), number) {
                let what = format!("与问题 {first} 的标题相同");
                self.note(Kind::SameFinding, &finding.id, &format!("问题 {number}"), what);
            }
        }
    }

    /// A duty that the finding states for all of its measures is not asked of each again.
    pub(super) fn measure_duties(&mut self, at: At, measure: &Measure) {
        let finding = at.finding;
        if measure.text.trim().is_empty() {
            self.note(Kind::NoText, &measure.id, at.place, "整改措施是空的");
        }
        if measure.lead_unit.is_none() && finding.lead_unit.is_none() {
            self.note(Kind::NoLead, &measure.id, at.place, "没有填写牵头部门");
        }
        if measure.owner.trim().is_empty() && finding.owner.trim().is_empty() {
            self.note(Kind::NoOwner, &measure.id, at.place, "没有填写责任人");
        }
        if Deadline::of(measure) == Deadline::Unset && Deadline::of_finding(finding) == Deadline::Unset {
            self.note(Kind::NoDue, &measure.id, at.place, "没有填写整改时限");
        }
    }
}
