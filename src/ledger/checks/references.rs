//! References: ids that point at nothing, or at something of another kind, and statuses that are no word of the
//! vocabulary.

use super::{At, Kind, Walk};
use crate::finding::{Finding, Measure};
use crate::record::Spec;
use crate::register::{Aspect, Unit};
use crate::{Id, Ledger};

/// The first of these ids that names nothing of this kind.
fn lost<'i>(ledger: &Ledger, kind: &Spec, ids: impl IntoIterator<Item = &'i Id>) -> Option<&'i Id> {
    ids.into_iter().find(|id| !ledger.kind(id).is_some_and(|found| found.is(kind)))
}

impl Walk<'_> {
    fn lost<'i>(
        &mut self,
        about: &Id,
        place: &str,
        field: &str,
        kind: &Spec,
        ids: impl IntoIterator<Item = &'i Id>,
    ) {
        if let Some(id) = lost(self.ledger, kind, ids) {
            self.note(Kind::Dangling, about, place, format!("{field}所指的“{id}”在台账中不存在"));
        }
    }

    pub(super) fn finding_references(&mut self, at: At) {
        let finding = at.finding;
        self.lost(&finding.id, at.place, "问题类别", Aspect::SPEC, &finding.aspect);
        let units = finding.lead_unit.iter().chain(&finding.units).chain(&finding.supporting_units);
        self.lost(&finding.id, at.place, "单位", Unit::SPEC, units);
    }

    pub(super) fn measure_references(&mut self, at: At, measure: &Measure) {
        let units = measure.lead_unit.iter().chain(&measure.units).chain(&measure.supporting_units);
        self.lost(&measure.id, at.place, "单位", Unit::SPEC, units);
        let also = measure.evidence.iter().flat_map(|file| &file.also);
        self.lost(&measure.id, at.place, "佐证材料同时佐证", Measure::SPEC, also);
        if let Some(status) = measure.status.as_ref().filter(|status| !self.classes.contains_key(status)) {
            self.note(Kind::UnknownStatus, &measure.id, at.place, format!("整改状态“{status}”不在词表中"));
        }
    }

    pub(super) fn register_references(&mut self) {
        let bundle = self.bundle;
        for document in &bundle.institutions {
            let place = format!("制度《{}》", document.title);
            self.lost(&document.id, &place, "对应问题", Finding::SPEC, &document.findings);
            self.lost(&document.id, &place, "对应措施", Measure::SPEC, &document.measures);
        }
        for reminder in &bundle.reminders {
            let place = format!("督办提示 {}", reminder.number);
            self.lost(&reminder.id, place.trim_end(), "收文单位", Unit::SPEC, &reminder.unit);
            self.lost(&reminder.id, place.trim_end(), "对应问题", Finding::SPEC, &reminder.findings);
            self.lost(&reminder.id, place.trim_end(), "对应措施", Measure::SPEC, &reminder.measures);
        }
        for entry in &bundle.accountability {
            let place = format!("追责问责 {}", entry.form);
            self.lost(&entry.id, place.trim_end(), "对应问题", Finding::SPEC, &entry.findings);
        }
        for figure in &bundle.figures {
            let place = format!("数字成果 {}", figure.what);
            self.lost(&figure.id, place.trim_end(), "对应问题", Finding::SPEC, &figure.finding);
            self.lost(&figure.id, place.trim_end(), "对应措施", Measure::SPEC, &figure.measure);
        }
        for aspect in &bundle.aspects {
            let place = format!("方面 {}", aspect.title);
            self.lost(&aspect.id, &place, "上级方面", Aspect::SPEC, &aspect.parent);
        }
    }
}
