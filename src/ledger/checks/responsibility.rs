//! Who, what, by when: what no finding and no measure can be without.

use super::{At, Kind, Walk};
use crate::Id;
use crate::deadline::Deadline;
use crate::effective::Effective;
use crate::finding::Measure;
use crate::id_map::IdMap;
use crate::members::CustomValues;

/// Texts are the same whatever their spaces.
fn same(a: &str, b: &str) -> bool {
    a == b || a.chars().filter(|c| !c.is_whitespace()).eq(b.chars().filter(|c| !c.is_whitespace()))
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
        self.required(at, &finding.id, true, &finding.custom);
    }

    /// 必填 custom fields, and values that are not of the kind of their field.
    fn required(&mut self, at: At, id: &Id, of_findings: bool, values: &CustomValues) {
        let bundle = self.bundle;
        for field in bundle.custom_fields.iter().filter(|field| field.of_findings() == of_findings) {
            match values.value(field.id.as_str()) {
                None if field.required && !field.hidden => {
                    let what = format!("没有填写必填的“{}”", field.name());
                    self.note(Kind::CustomEmpty, id, at.place, what);
                }
                Some(value) if !field.takes(value) => {
                    let what = format!("“{}”应为{}", field.name(), field.expected());
                    self.note(Kind::CustomKind, id, at.place, what);
                }
                _ => {}
            }
        }
    }

    pub(super) fn same_findings(&mut self) {
        let bundle = self.bundle;
        let mut seen = IdMap::default();
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
        let before = finding.measures.iter().take_while(|other| other.id != measure.id);
        let mut alike =
            before.filter(|other| !other.text.trim().is_empty() && same(&other.text, &measure.text));
        if let Some(other) = alike.next() {
            let number = self.ledger.measure_number(&finding.id, &other.id);
            self.note(Kind::SameMeasure, &measure.id, at.place, format!("与措施 {number} 内容相同"));
        }
        let holds = Effective::of(finding, measure);
        if holds.responsible().is_none() {
            self.note(Kind::NoLead, &measure.id, at.place, "没有填写牵头部门，也没有责任部门或配合部门");
        }
        if holds.owner.is_empty() {
            self.note(Kind::NoOwner, &measure.id, at.place, "没有填写责任人");
        }
        if holds.deadline() == Deadline::Unset {
            self.note(Kind::NoDue, &measure.id, at.place, "没有填写整改时限");
        }
        self.required(at, &measure.id, false, &measure.custom);
    }
}
