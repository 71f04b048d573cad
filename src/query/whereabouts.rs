//! On which page an entity is shown and mended. Knows the ledger and the routes, no page.

use super::route::Place;
use ledger::register::{Accountability, Figure, Institution, Reminder};
use ledger::{Id, Ledger};

/// The page of an entity: a finding's for what belongs to it, at the measure that it belongs to; the register's for what
/// stands in one.
#[must_use]
pub fn place_of(ledger: &Ledger, id: &Id) -> Place {
    if let Some(finding) = ledger.finding_of(id) {
        return match measure_of(ledger, id) {
            Some(measure) => Place::Measure(finding.id.clone(), measure),
            None => Place::Finding(finding.id.clone()),
        };
    }
    match ledger.kind(id) {
        Some(kind) if kind.is(Institution::SPEC) => Place::Institutions,
        Some(kind) if kind.is(Reminder::SPEC) => Place::Reminder(id.clone()),
        Some(kind) if kind.is(Accountability::SPEC) || kind.is(Figure::SPEC) => Place::Results,
        _ => Place::About,
    }
}

/// The measure that an entity is or belongs to.
fn measure_of(ledger: &Ledger, id: &Id) -> Option<Id> {
    let mut at = id;
    while ledger.measure(at).is_none() {
        at = ledger.parent(at)?.0;
    }
    Some(at.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::demo::demo;

    #[test]
    fn every_entity_has_a_page() {
        let ledger = Ledger::new(demo(1, 400)).unwrap();
        let bundle = ledger.bundle();
        let (finding, measure) = (&bundle.findings[3], &bundle.findings[3].measures[0]);
        let at_measure = Place::Measure(finding.id.clone(), measure.id.clone());
        assert_eq!(place_of(&ledger, &measure.id), at_measure);
        let note = measure.progress.first().map(|note| &note.id);
        assert!(note.is_none_or(|note| place_of(&ledger, note) == at_measure));
        assert_eq!(place_of(&ledger, &finding.id), Place::Finding(finding.id.clone()));
        assert_eq!(place_of(&ledger, &bundle.institutions[0].id), Place::Institutions);
        let letter = &bundle.reminders[0].id;
        assert_eq!(place_of(&ledger, letter), Place::Reminder(letter.clone()));
        assert_eq!(place_of(&ledger, &bundle.accountability[0].id), Place::Results);
        assert_eq!(place_of(&ledger, &bundle.units[0].id), Place::About);
        assert_eq!(place_of(&ledger, &bundle.id), Place::About);
    }
}
