//! What a query asks besides its text, made ready for comparing numbers: whether a row is admitted.
//! Knows facts, no text and no order.

use super::dictionary::{NO_ROW, NONE};
use super::facts::MeasureFacts;
use super::index::{FindingEntry, Index, MeasureEntry};
use super::qualifier_filter::Wishes;
use super::query::{Pick, Query};
use ledger::Ledger;
use ledger::closure::ClosureState;
use ledger::counts::is_under;
use ledger::date::Date;
use ledger::deadline::{Deadline, DueClass};
use ledger::fields::Field;
use ledger::month::Month;

/// A query's filters, in the codes of an index.
pub(super) struct Filter<'l> {
    today: Date,
    finding: Option<u32>,
    aspects: Option<Vec<bool>>,
    lead: Option<u32>,
    unit: Option<u32>,
    leader: Option<u32>,
    statuses: Option<Vec<bool>>,
    term: Option<u32>,
    due: Option<DueClass>,
    month: Option<Month>,
    closure: Option<ClosureState>,
    finished: Option<bool>,
    owner: Option<u32>,
    /// The first day that is no longer too long ago.
    since: Option<Date>,
    unproved: bool,
    /// Custom fields with the text that they show; empty asks for none.
    custom: Vec<(Field, String)>,
    ledger: &'l Ledger,
    /// What words of the search ask for.
    wishes: Wishes<'l>,
    /// Whether anything is asked that a measure answers for its finding.
    of_bearer: bool,
}

impl<'l> Filter<'l> {
    pub fn new(index: &Index, ledger: &'l Ledger, query: &Query, today: Date) -> Self {
        let words = &index.dictionary;
        let tree = &ledger.bundle().aspects;
        let aspects = query.aspect.as_ref().map(|asked| {
            words.aspects.which(|aspect| match (asked, aspect) {
                (Pick::None, None) => true,
                (Pick::Is(above), Some(aspect)) => is_under(tree, aspect, above),
                _ => false,
            })
        });
        let asked = &query.statuses;
        let statuses = (!asked.is_empty())
            .then(|| words.statuses.which(|status| asked.iter().any(|pick| value(pick) == status)));
        let lead = query.lead.as_ref().map(|pick| value(pick).map_or(NONE, |id| words.units.asked(id)));
        let term = query.term.as_ref().map(|pick| value(pick).map_or(NONE, |term| words.terms.asked(term)));
        let mut filter = Self {
            today,
            finding: query.finding.as_ref().map(|id| index.finding_row(id).map_or(NO_ROW, |row| row.0)),
            aspects,
            lead,
            unit: query.unit.as_ref().map(|id| words.units.asked(id)),
            leader: query
                .leader
                .as_ref()
                .map(|pick| value(pick).map_or(NONE, |name| words.leaders.asked(name))),
            statuses,
            term,
            due: query.due,
            month: query.month,
            closure: query.closure,
            finished: query.finished,
            owner: query.owner.as_ref().map(|pick| value(pick).map_or(NONE, |name| words.owners.asked(name))),
            since: query.idle.map(|days| today.plus_days(-i64::from(days))),
            unproved: query.unproved,
            custom: query
                .custom
                .iter()
                .map(|(id, pick)| (Field::Custom(id.clone()), value(pick).cloned().unwrap_or_default()))
                .collect(),
            ledger,
            wishes: Wishes::new(&query.text, index, ledger, today),
            of_bearer: false,
        };
        filter.of_bearer = filter.lead.is_some()
            || filter.unit.is_some()
            || filter.leader.is_some()
            || filter.month.is_some()
            || filter.statuses.is_some()
            || filter.term.is_some()
            || filter.due.is_some()
            || filter.closure.is_some()
            || filter.owner.is_some()
            || filter.since.is_some()
            || filter.unproved
            || !filter.custom.is_empty()
            || filter.wishes.of_bearer();
        filter
    }

    pub fn admits_measure(&self, index: &Index, entry: &MeasureEntry) -> bool {
        self.finding.is_none_or(|finding| finding == entry.finding)
            && self.finished.is_none_or(|finished| finished == entry.facts.done)
            && self.bears(index, entry)
            && self.admits_aspect(|| index.findings[entry.finding as usize].facts.aspect)
            && self.wishes.meets_measure(index, entry)
            && self.wishes.meets_finding(&index.findings[entry.finding as usize])
    }

    pub fn admits_finding(&self, index: &Index, n: u32, entry: &FindingEntry) -> bool {
        self.finding.is_none_or(|finding| finding == n)
            && self.finished.is_none_or(|finished| finished == entry.facts.finished)
            && self.admits_aspect(|| entry.facts.aspect)
            && self.wishes.meets_finding(entry)
            && (!self.of_bearer
                || index
                    .rows_of(n)
                    .iter()
                    .map(|row| &index.measures[row.0 as usize])
                    .any(|measure| self.bears(index, measure) && self.wishes.meets_measure(index, measure))
                || (self.bears_itself(entry) && self.wishes.meets_itself(entry)))
    }

    fn admits_aspect(&self, aspect: impl Fn() -> u32) -> bool {
        self.aspects.as_ref().is_none_or(|asked| asked.get(aspect() as usize).copied().unwrap_or(false))
    }

    fn bears(&self, index: &Index, entry: &MeasureEntry) -> bool {
        let facts = &entry.facts;
        let has = |asked: &Vec<bool>| asked.get(facts.status as usize).copied().unwrap_or(false);
        self.statuses.as_ref().is_none_or(has)
            && self.lead.is_none_or(|lead| lead == facts.lead)
            && self.term.is_none_or(|term| term == facts.term)
            && self.closure.is_none_or(|state| state == facts.closure)
            && self.due.is_none_or(|due| due.holds(facts.deadline, facts.done, self.today))
            && self.unit.is_none_or(|unit| facts.units.contains(&unit))
            && self.owner.is_none_or(|owner| is_owner(owner, &facts.owners))
            && self.since.is_none_or(|since| is_idle(facts, since))
            && !(self.unproved && index.is_proved(entry))
            && self.leader.is_none_or(|asked| asked == facts.leader)
            && self.month.is_none_or(|month| falls_into(facts.deadline, month))
            && (self.custom.is_empty() || self.shows(index, entry))
    }

    /// Whether the custom fields of a measure show what is asked.
    fn shows(&self, index: &Index, entry: &MeasureEntry) -> bool {
        let row = index.measure_row(&entry.id).and_then(|row| index.measure(self.ledger, row));
        row.is_some_and(|(finding, measure)| {
            self.custom.iter().all(|(field, text)| field.of_measure(self.ledger, finding, measure) == *text)
        })
    }

    /// A finding bears what is asked by the values that it has; what it lacks, its measures may have.
    fn bears_itself(&self, entry: &FindingEntry) -> bool {
        let facts = &entry.facts;
        let in_time = |due: DueClass| {
            facts.deadline != Deadline::Unset && due.holds(facts.deadline, facts.finished, self.today)
        };
        self.statuses.is_none()
            && self.term.is_none()
            && self.since.is_none()
            && !self.unproved
            && self.owner.is_none_or(|owner| facts.owners.contains(&owner))
            && self.lead.is_none_or(|lead| lead == facts.lead && lead != NONE)
            && self.closure.is_none_or(|state| state == facts.closure && state != ClosureState::NotApplied)
            && self.due.is_none_or(in_time)
            && self.unit.is_none_or(|unit| facts.units.contains(&unit))
            && self.leader.is_none_or(|leader| leader == facts.leader && leader != NONE)
            && self.month.is_none_or(|month| falls_into(facts.deadline, month))
            && self.custom.iter().all(|(field, text)| {
                let own =
                    self.ledger.finding(&entry.id).map(|finding| field.of_finding(self.ledger, finding));
                !text.is_empty() && own.as_ref() == Some(text)
            })
    }
}

/// Whether a name that is asked for is among those of a row; [`NONE`] asks for no name.
fn is_owner(asked: u32, owners: &[u32]) -> bool {
    if asked == NONE { owners.is_empty() } else { owners.contains(&asked) }
}

fn is_idle(facts: &MeasureFacts, since: Date) -> bool {
    !facts.done && facts.reported.is_none_or(|day| day < since)
}

fn falls_into(deadline: Deadline, month: Month) -> bool {
    deadline.day().is_some_and(|day| Month::of(day) == month)
}

fn value<T>(pick: &Pick<T>) -> Option<&T> {
    match pick {
        Pick::None => None,
        Pick::Is(value) => Some(value),
    }
}
