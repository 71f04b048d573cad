//! What is said to be done against what proves it: evidence, 销号 and the answers to 督办提示.

use super::{At, Check, Kind, Walk};
use crate::Id;
use crate::closure::{ClosureAction, ClosureState, ClosureStep};
use crate::closure_requirements::is_left_open;
use crate::finding::Measure;
use crate::id_map::IdMap;
use crate::vocabulary::Class;

/// After so many days without a word an item that was sent back is idle.
const IDLE_DAYS: i64 = 30;

impl Walk<'_> {
    pub(super) fn measure_proof(&mut self, at: At, measure: &Measure) {
        let (class, state) = (self.class(measure), ClosureState::after(&measure.closure));
        if class == Class::Done {
            if !self.proved.holds(measure) {
                self.note(Kind::DoneUnproved, &measure.id, at.place, "状态是已完成，一份佐证材料也没有");
            }
            if measure.progress.iter().all(|entry| entry.text.trim().is_empty()) {
                self.note(Kind::DoneUntold, &measure.id, at.place, "状态是已完成，没有写进展及成效");
            }
        } else if state == ClosureState::Closed {
            self.note(Kind::ClosedUnfinished, &measure.id, at.place, "已经销号，状态不是已完成");
        }
        for file in &measure.evidence {
            if file.name.trim().is_empty() && file.place.trim().is_empty() {
                self.found.push(Check {
                    kind: Kind::EvidenceNameless,
                    about: file.id.clone(),
                    at: measure.id.clone(),
                    place: at.place.to_owned(),
                    what: "有一份佐证材料没有名称和存放位置".to_owned(),
                });
            } else if file.sm3.is_empty() && file.sha256.is_empty() {
                let what = format!("“{}”没有校验值", file.name);
                self.found.push(Check {
                    kind: Kind::EvidenceBare,
                    about: file.id.clone(),
                    at: measure.id.clone(),
                    place: at.place.to_owned(),
                    what,
                });
            }
        }
        self.returned(at, &measure.id, &measure.closure, std::slice::from_ref(measure));
    }

    /// What became of a 退回 of an item, by the progress of the measures that it is about.
    fn returned(&mut self, at: At, item: &Id, steps: &[ClosureStep], measures: &[Measure]) {
        let last = steps.iter().rev().find(|step| step.action == Some(ClosureAction::Return));
        let Some(last) = last else { return };
        if last.opinion.trim().is_empty() {
            self.found.push(Check {
                kind: Kind::ReturnBare,
                about: last.id.clone(),
                at: item.clone(),
                place: at.place.to_owned(),
                what: "退回时没有写意见".to_owned(),
            });
        }
        let state = ClosureState::after(steps);
        let Some(date) = last.date.filter(|_| state == ClosureState::Returned) else { return };
        let told = measures.iter().flat_map(|measure| &measure.progress).filter_map(|entry| entry.date);
        let worked = told.into_iter().any(|day| day >= date);
        if !worked && date.days_until(self.today) > IDLE_DAYS {
            let what = format!("{date} 退回，至今 {} 天没有新的进展", date.days_until(self.today));
            self.note(Kind::Idle, item, at.place, what);
        }
    }

    pub(super) fn finding_proof(&mut self, at: At) {
        let finding = at.finding;
        self.returned(at, &finding.id, &finding.closure, &finding.measures);
        if ClosureState::after(&finding.closure) != ClosureState::Closed {
            return;
        }
        let open = |measure: &&Measure| self.class(measure) != Class::Done || is_left_open(measure);
        let count = finding.measures.iter().filter(open).count();
        if count > 0 {
            let what = format!("已销号，尚有 {count} 条措施未销号或未完成");
            self.note(Kind::ClosedOpen, &finding.id, at.place, what);
        }
    }

    pub(super) fn evidence_numbers(&mut self) {
        let bundle = self.bundle;
        let mut seen = IdMap::default();
        for finding in &bundle.findings {
            for measure in &finding.measures {
                for file in measure.evidence.iter().filter(|file| !file.number.is_empty()) {
                    if seen.insert(file.number.as_str(), &measure.id).is_some() {
                        let place = self.ledger.measure_number(&finding.id, &measure.id);
                        self.found.push(Check {
                            kind: Kind::EvidenceTwice,
                            about: file.id.clone(),
                            at: measure.id.clone(),
                            place: format!("措施 {place}"),
                            what: format!("材料编号 {} 已有另一份材料使用", file.number),
                        });
                    }
                }
            }
        }
    }

    pub(super) fn reminders(&mut self) {
        let bundle = self.bundle;
        for reminder in &bundle.reminders {
            let open = reminder.answered.is_none() && reminder.answer.trim().is_empty();
            if let Some(due) = reminder.answer_due.filter(|due| open && *due < self.today) {
                let place = format!("督办提示 {}", reminder.number);
                let what = format!("应于 {due} 前答复，已过 {} 天", due.days_until(self.today));
                self.note(Kind::ReminderLate, &reminder.id, place.trim_end(), what);
            }
        }
    }
}
