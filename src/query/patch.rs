//! Persistence an [`Index`] in step with a ledger: what changed by id, and which rows that touches.
//! Knows ids, not edits: whoever applied the edits names what they touched.

use super::index::{FindingRow, Index, MeasureRow};
use ledger::bundle::Bundle;
use ledger::custom::CustomField;
use ledger::fields::Fields;
use ledger::finding::{Finding, Measure};
use ledger::register::{Aspect, Status, Unit};
use ledger::{Id, Ledger};

/// The rows that a change touched.
#[derive(Debug, Clone, Default)]
pub struct Patch {
    /// Measures that say or are something else, and those of a finding that does.
    pub measures: Vec<MeasureRow>,
    /// Findings that say or are something else, or one of whose measures does.
    pub findings: Vec<FindingRow>,
    /// What there is, its order or the words that rows share have changed: everything was placed anew.
    pub rebuilt: bool,
    pub(super) before: u64,
}

impl Index {
    /// Brings the index up to date after changes to the ledger.
    ///
    /// `changed` names every entity that is new, gone, moved or has another field, and for items that are gone
    /// or moved the entity that holds the list: what the journal's `Changes` names. Changed items of a
    /// measure or finding (progress, steps …) may stand for it.
    pub fn patch<'a>(&mut self, ledger: &Ledger, changed: impl IntoIterator<Item = &'a Id>) -> Patch {
        let mut changed: Vec<&Id> = changed.into_iter().collect();
        // A step often sets several fields of one thing.
        changed.dedup();
        let mut patch = Patch { before: self.version, ..Patch::default() };
        let words = self.dictionary.size();
        self.version += 1;
        if !changed.iter().all(|id| self.patch_one(ledger, id, false, &mut patch)) {
            let anew = !self.dictionary.is_of(ledger.bundle()) || self.fields != Fields::of(ledger);
            let complete = self.is_complete();
            patch.rebuilt = self.place(ledger, anew) || anew;
            for id in &changed {
                self.patch_one(ledger, id, true, &mut patch);
            }
            while complete && !self.step(ledger, usize::MAX) {}
        }
        // A word that was not foreseen is not in what views know of the words: they start over.
        patch.rebuilt |= self.dictionary.size() != words;
        patch
    }

    /// Rereads one changed entity; `false` where everything is to be placed anew, unless it just `was_placed`.
    fn patch_one(&mut self, ledger: &Ledger, id: &Id, was_placed: bool, patch: &mut Patch) -> bool {
        match owner(ledger, id) {
            Owner::Ledger => false,
            Owner::Gone => !self.measure_slots.contains_key(id) && !self.finding_slots.contains_key(id),
            Owner::Other => true,
            Owner::Measure(finding, measure) => {
                let slot = self.measure_slots.get(&measure.id).copied();
                let stands = |n: &u32| was_placed || self.stands(ledger, *n, &finding.id);
                let Some(n) = slot.filter(stands) else { return false };
                let others = self.reread_measure(ledger, n, finding, measure);
                for row in std::iter::once(MeasureRow(n)).chain(others) {
                    patch.measures.push(row);
                    patch.findings.push(FindingRow(self.measures[row.0 as usize].finding));
                }
                true
            }
            Owner::Finding(finding) => {
                let slot = self.finding_slots.get(&finding.id).copied();
                let holds = |n: &u32| was_placed || self.holds(ledger, *n, finding);
                let Some(n) = slot.filter(holds) else { return false };
                let others = self.reread_finding(ledger, n, finding, was_placed);
                patch
                    .findings
                    .extend(others.iter().map(|row| FindingRow(self.measures[row.0 as usize].finding)));
                patch.measures.extend(others);
                patch.measures.extend(self.rows_of(n));
                patch.findings.push(FindingRow(n));
                true
            }
        }
    }

    /// Whether a measure stands where the index has it.
    fn stands(&self, ledger: &Ledger, n: u32, finding: &Id) -> bool {
        let entry = &self.measures[n as usize];
        let above = &self.findings[entry.finding as usize];
        let found = ledger.bundle().findings.get(above.at).filter(|f| f.id == *finding && f.id == above.id);
        found.and_then(|f| f.measures.get(entry.at)).is_some_and(|measure| measure.id == entry.id)
    }

    /// Whether a finding stands where the index has it, with the same measures.
    fn holds(&self, ledger: &Ledger, n: u32, finding: &Finding) -> bool {
        let at = self.findings[n as usize].at;
        let rows = self.rows_of(n);
        ledger.bundle().findings.get(at).is_some_and(|found| found.id == finding.id)
            && rows.len() == finding.measures.len()
            && rows.iter().zip(&finding.measures).all(|(row, m)| self.measures[row.0 as usize].id == m.id)
    }
}

/// What a changed entity belongs to.
enum Owner<'l> {
    Measure(&'l Finding, &'l Measure),
    Finding(&'l Finding),
    /// The bundle itself, or one of the words that rows share.
    Ledger,
    /// A register that no list shows: institutions, figures …
    Other,
    Gone,
}

fn owner<'l>(ledger: &'l Ledger, id: &'l Id) -> Owner<'l> {
    let mut at = id;
    loop {
        if let Some((finding, measure)) = ledger.measure(at) {
            return Owner::Measure(finding, measure);
        }
        if let Some(finding) = ledger.finding(at) {
            return Owner::Finding(finding);
        }
        let Some(spec) = ledger.kind(at) else { return Owner::Gone };
        if [Bundle::SPEC, Status::SPEC, Unit::SPEC, Aspect::SPEC, CustomField::SPEC]
            .iter()
            .any(|shared| shared.name == spec.name)
        {
            return Owner::Ledger;
        }
        match ledger.parent(at) {
            Some((above, _)) if *above != ledger.bundle().id => at = above,
            _ => return Owner::Other,
        }
    }
}
