//! The counts of a ledger on a day, taken in one pass so that they agree with each other: every grouping of
//! the measures sums up to the same total. Counts are of measures unless they say otherwise. Knows no clock,
//! no filter and no page.

use std::hash::Hash;
use std::ops::RangeInclusive;

use super::achievements::PERSON_TIMES;
use super::bundle::Bundle;
use super::closure::ClosureState;
use super::date::Date;
use super::deadline::{Deadline, DueClass};
use super::due::Term;
use super::effective::Effective;
use super::finding::{Finding, Measure};
use super::id::Id;
use super::id_map::IdMap;
use super::register::{Aspect, ClaimSubject, DocumentRole};
use super::vocabulary::{Class, Vocabulary};

/// What a file may write in place of no term.
const EMPTY_TERM: Term = Term::Other(String::new());

/// A number of measures, by what they mean and how they stand to the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All.
    pub total: usize,
    /// 未填报.
    pub unfilled: usize,
    /// Not begun or under way.
    pub open: usize,
    /// 阶段性完成, 基本完成.
    pub partial: usize,
    /// 已完成, and nothing else.
    pub done: usize,
    /// Unfinished, the last day has passed.
    pub overdue: usize,
    /// Unfinished, due today or within 30 days.
    pub within_30: usize,
    /// Unfinished, due today or within 10 days; part of `within_30`.
    pub within_10: usize,
    /// The deadline is a phrase.
    pub phrase: usize,
    /// No deadline is written.
    pub no_deadline: usize,
}

impl Tally {
    /// The number of one class.
    #[must_use]
    pub fn of(&self, class: Class) -> usize {
        match class {
            Class::Unfilled => self.unfilled,
            Class::Open => self.open,
            Class::Partial => self.partial,
            Class::Done => self.done,
        }
    }

    fn one(class: Class, deadline: Deadline, today: Date) -> Self {
        let ahead = match deadline {
            Deadline::Day(day) if class != Class::Done => Some(today.days_until(day)),
            _ => None,
        };
        let ahead_in =
            |days: RangeInclusive<i64>| usize::from(ahead.is_some_and(|ahead| days.contains(&ahead)));
        let is = |other| usize::from(class == other);
        Self {
            total: 1,
            unfilled: is(Class::Unfilled),
            open: is(Class::Open),
            partial: is(Class::Partial),
            done: is(Class::Done),
            overdue: ahead_in(i64::MIN..=-1),
            within_30: ahead_in(0..=30),
            within_10: ahead_in(0..=10),
            phrase: usize::from(deadline == Deadline::Phrase),
            no_deadline: usize::from(deadline == Deadline::Unset),
        }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.total += more.total;
        self.unfilled += more.unfilled;
        self.open += more.open;
        self.partial += more.partial;
        self.done += more.done;
        self.overdue += more.overdue;
        self.within_30 += more.within_30;
        self.within_10 += more.within_10;
        self.phrase += more.phrase;
        self.no_deadline += more.no_deadline;
    }
}

/// The measures that have one thing in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<K> {
    /// What they have in common.
    pub key: K,
    /// How many they are.
    pub tally: Tally,
}

/// Groups in a fixed order; keys that were not foreseen follow in the order in which they are met.
struct Groups<'a, K: ?Sized> {
    places: IdMap<&'a K, usize>,
    keys: Vec<&'a K>,
    tallies: Vec<Tally>,
    none: Tally,
}

impl<'a, K: Hash + Eq + ?Sized> Groups<'a, K> {
    fn new(known: impl Iterator<Item = &'a K>) -> Self {
        let mut groups =
            Self { places: IdMap::default(), keys: Vec::new(), tallies: Vec::new(), none: Tally::default() };
        for key in known {
            groups.place(Some(key));
        }
        groups
    }

    /// The place of a key's group; `None` of what has no key.
    fn place(&mut self, key: Option<&'a K>) -> Option<usize> {
        key.map(|key| {
            *self.places.entry(key).or_insert_with(|| {
                self.keys.push(key);
                self.tallies.push(Tally::default());
                self.tallies.len() - 1
            })
        })
    }

    fn at(&mut self, place: Option<usize>) -> &mut Tally {
        place.map_or(&mut self.none, |place| &mut self.tallies[place])
    }

    fn tally(&mut self, key: Option<&'a K>) -> &mut Tally {
        let place = self.place(key);
        self.at(place)
    }

    /// The groups in order, with what has no key last.
    fn finish(self) -> Vec<Group<Option<K>>>
    where
        K: Clone,
    {
        self.finish_as(K::clone)
    }

    /// The same, with the keys made into something else.
    fn finish_as<T>(self, own: impl Fn(&K) -> T) -> Vec<Group<Option<T>>> {
        let groups = self.keys.into_iter().zip(self.tallies);
        let mut all: Vec<_> = groups.map(|(key, tally)| Group { key: Some(own(key)), tally }).collect();
        all.push(Group { key: None, tally: self.none });
        all
    }
}

/// The findings, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FindingCounts {
    /// All.
    pub total: usize,
    /// With measures, all of them done.
    pub finished: usize,
    /// With an overdue measure, or past their own deadline and not finished.
    pub overdue: usize,
    /// Without any measure.
    pub without_measures: usize,
}

/// A total that the notice claims beside the one that was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimCount {
    /// The claim.
    pub claim: Id,
    /// The number claimed; `None` where the claim gives none.
    pub claimed: Option<u32>,
    /// The number counted; `None` where the subject is none that this version counts.
    pub counted: Option<u64>,
}

impl ClaimCount {
    /// Whether both numbers are there and differ.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.claimed.zip(self.counted).is_some_and(|(claimed, counted)| u64::from(claimed) != counted)
    }
}

/// Everything that is counted of a ledger on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// All measures.
    pub measures: Tally,
    /// By status id: 未填报 (`None`) first, the vocabulary in its order, then ids that it does not know.
    pub by_status: Vec<Group<Option<Id>>>,
    /// By lead unit, the measure's own or its finding's (as is every deadline): the units in their order, then unknown ids, 未定 (`None`) last.
    pub by_lead_unit: Vec<Group<Option<Id>>>,
    /// By the aspect of the finding or one above it, as the list of an aspect has them: in their order, then unknown
    /// ids, none last. Only the aspects that have none above them sum up to the total.
    pub by_aspect: Vec<Group<Option<Id>>>,
    /// By class of deadline: the known ones, then others, none last.
    pub by_term: Vec<Group<Option<Term>>>,
    /// By 责任领导, as the name is written: the measure's own or, where it names none, that of its finding. In the
    /// order in which they are met, none last.
    pub by_leader: Vec<Group<Option<String>>>,
    /// By lead unit and status at once. A measure of several units stands under its lead unit alone.
    pub by_unit_status: Cross,
    /// By finding, in the order of the ledger.
    pub by_finding: Vec<Group<Id>>,
    /// By 销号 state, in the order of [`ClosureState::ALL`].
    pub by_closure: [usize; 5],
    /// The findings.
    pub findings: FindingCounts,
    /// Documents issued: institutions whose role is 制定印发.
    pub institutions: u64,
    /// 追责问责, in 人次.
    pub accountability: u64,
    /// 追责问责, in 人: never added to 人次, in which one person may stand several times.
    pub accountable_people: u64,
    /// The claims of the notice, in their order.
    pub claims: Vec<ClaimCount>,
}

impl Counts {
    /// Counts a ledger as it stands on `today`.
    #[must_use]
    pub fn of(bundle: &Bundle, today: Date) -> Self {
        let mut counting = Counting::new(bundle, today);
        let mut measures = Tally::default();
        let mut by_aspect = Groups::new(bundle.aspects.iter().map(|a| &a.id));
        let mut by_finding = Vec::with_capacity(bundle.findings.len());
        let mut findings = FindingCounts::default();
        for finding in &bundle.findings {
            let mut tally = Tally::default();
            for measure in &finding.measures {
                tally += counting.count(finding, measure);
            }
            measures += tally;
            *by_aspect.tally(finding.aspect.as_ref()) += tally;
            findings.count(tally, Deadline::of_finding(finding), today);
            by_finding.push(Group { key: finding.id.clone(), tally });
        }
        let mut by_status = counting.by_status.finish();
        by_status.rotate_right(1);
        let issued = |role: &Option<DocumentRole>| *role == Some(DocumentRole::Issued);
        let institutions = bundle.institutions.iter().filter(|i| issued(&i.role)).count() as u64;
        let by_lead_unit = counting.by_lead_unit.finish();
        Self {
            claims: claims(bundle, findings.total, measures.total, institutions),
            measures,
            by_unit_status: counting.cross.finish(&by_lead_unit, by_status.len()),
            by_status,
            by_lead_unit,
            by_leader: counting.by_leader.finish_as(str::to_owned),
            by_aspect: with_below(&bundle.aspects, &by_aspect.finish()),
            by_term: counting.by_term.finish(),
            by_finding,
            by_closure: counting.by_closure,
            findings,
            institutions,
            accountability: accountable(bundle, PERSON_TIMES),
            accountable_people: accountable(bundle, "人"),
        }
    }
}

/// The measures as they are counted one after another, each in every grouping.
struct Counting<'b> {
    today: Date,
    /// The classes of the statuses, in the order of the vocabulary.
    classes: Vec<Class>,
    by_status: Groups<'b, Id>,
    by_lead_unit: Groups<'b, Id>,
    by_term: Groups<'b, Term>,
    by_leader: Groups<'b, str>,
    cross: CrossCounts,
    by_closure: [usize; 5],
}

impl<'b> Counting<'b> {
    fn new(bundle: &'b Bundle, today: Date) -> Self {
        let vocabulary = Vocabulary::new(&bundle.statuses);
        Self {
            today,
            classes: bundle.statuses.iter().map(|s| vocabulary.class(Some(&s.id))).collect(),
            by_status: Groups::new(bundle.statuses.iter().map(|s| &s.id)),
            by_lead_unit: Groups::new(bundle.units.iter().map(|u| &u.id)),
            by_term: Groups::new(Term::KNOWN.iter()),
            by_leader: Groups::new(std::iter::empty()),
            cross: CrossCounts::default(),
            by_closure: [0; 5],
        }
    }

    /// Counts one measure, and gives what it is counted as.
    fn count(&mut self, finding: &'b Finding, measure: &'b Measure) -> Tally {
        let status = self.by_status.place(measure.status.as_ref());
        let class = match status {
            None => Class::Unfilled,
            Some(place) => self.classes.get(place).copied().unwrap_or(Class::Open),
        };
        let holds = Effective::of(finding, measure);
        let one = Tally::one(class, holds.deadline(), self.today);
        *self.by_status.at(status) += one;
        let lead = self.by_lead_unit.place(holds.responsible());
        *self.by_lead_unit.at(lead) += one;
        self.cross.add(lead, status);
        *self.by_leader.tally(Some(holds.leader).filter(|name| !name.is_empty())) += one;
        *self.by_term.tally(measure.term.as_ref().filter(|term| **term != EMPTY_TERM)) += one;
        self.by_closure[ClosureState::after(&measure.closure) as usize] += 1;
        one
    }
}

/// The claims of the notice beside these totals.
fn claims(bundle: &Bundle, findings: usize, measures: usize, institutions: u64) -> Vec<ClaimCount> {
    let counted = |subject: &ClaimSubject, unit: &str| match subject {
        ClaimSubject::Findings => Some(findings as u64),
        ClaimSubject::Measures => Some(measures as u64),
        ClaimSubject::Institutions => Some(institutions),
        ClaimSubject::Accountability => Some(accountable(bundle, unit)),
        ClaimSubject::Other(_) => None,
    };
    let claims = bundle.claims.iter().map(|claim| ClaimCount {
        claim: claim.id.clone(),
        claimed: claim.value,
        counted: claim.subject.as_ref().and_then(|subject| counted(subject, &claim.unit)),
    });
    claims.collect()
}

/// 追责问责 counted in one unit.
fn accountable(bundle: &Bundle, unit: &str) -> u64 {
    let usual =
        |unit: &str| if unit.trim().is_empty() { PERSON_TIMES.to_owned() } else { unit.trim().to_owned() };
    let entries = bundle.accountability.iter().filter(|entry| usual(&entry.unit) == usual(unit));
    entries.filter_map(|entry| entry.count).map(u64::from).sum()
}

/// Adds to each aspect what stands under the aspects below it.
fn with_below(aspects: &[Aspect], own: &[Group<Option<Id>>]) -> Vec<Group<Option<Id>>> {
    let mut sums = own.to_owned();
    for below in own.iter().filter(|group| group.tally.total > 0) {
        let Some(aspect) = &below.key else { continue };
        for above in sums.iter_mut().filter(|above| above.key != below.key) {
            if above.key.as_ref().is_some_and(|above| is_under(aspects, aspect, above)) {
                above.tally += below.tally;
            }
        }
    }
    sums
}

impl FindingCounts {
    fn count(&mut self, measures: Tally, own: Deadline, today: Date) {
        let finished = measures.total > 0 && measures.done == measures.total;
        let overdue = measures.overdue > 0 || DueClass::Overdue.holds(own, finished, today);
        self.total += 1;
        self.finished += usize::from(finished);
        self.overdue += usize::from(overdue);
        self.without_measures += usize::from(measures.total == 0);
    }
}

/// Whether an aspect is `above` or stands below it. A file whose aspects stand in a circle ends the climb.
#[must_use]
pub fn is_under(aspects: &[Aspect], aspect: &Id, above: &Id) -> bool {
    let mut at = Some(aspect);
    for _ in 0..=aspects.len() {
        match at {
            None => return false,
            Some(id) if id == above => return true,
            Some(id) => at = aspects.iter().find(|a| a.id == *id).and_then(|a| a.parent.as_ref()),
        }
    }
    false
}

mod cross;
use cross::CrossCounts;
pub use cross::{Cross, CrossRow, Largest};

/// A share in percent as people read it: one decimal where it is not whole, and never 0 % of something or 100 % of what is
/// not all. `None` where there is nothing to have a share of.
#[must_use]
pub fn share(part: usize, whole: usize) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let tenths = (part * 1000 + whole / 2) / whole;
    let tenths = match tenths {
        0 if part > 0 => return Some("<0.1%".to_owned()),
        1000 if part < whole => return Some(">99.9%".to_owned()),
        tenths => tenths,
    };
    Some(if tenths % 10 == 0 {
        format!("{}%", tenths / 10)
    } else {
        format!("{}.{}%", tenths / 10, tenths % 10)
    })
}

#[cfg(test)]
mod tests;
