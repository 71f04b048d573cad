//! How the counts went over the days of the history: computed backwards from the ledger as it is now, by the
//! inverse of every edit that touches what is counted. Costs what the edits and the measures cost, once; nothing
//! is replayed for each day. The words of the vocabulary count as they do now. Knows no clock and no page.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::edit::{Op, Spot};
use super::log::{Journal, Outcome};
use ledger::date::Date;
use ledger::deadline::{Deadline, finding_deadline, in_force};
use ledger::due::Due;
use ledger::finding::Extension;
use ledger::vocabulary::{Class, Vocabulary};
use ledger::{Id, Ledger};

/// The most points of a trend; a longer history is taken in longer steps.
const POINTS: i64 = 60;

/// The counts of the measures at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendPoint {
    /// The day.
    pub day: Date,
    /// 已完成.
    pub done: usize,
    /// 阶段性完成, 基本完成.
    pub partial: usize,
    /// Not begun or under way.
    pub open: usize,
    /// 未填报.
    pub unfilled: usize,
    /// Unfinished, the last day had passed on that day.
    pub overdue: usize,
}

impl TrendPoint {
    /// All measures of that day.
    #[must_use]
    pub fn total(&self) -> usize {
        self.done + self.partial + self.open + self.unfilled
    }
}

/// The course of the counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trend {
    /// In order of time; the first is the day before the first change, the last is today. Empty without a history.
    pub points: Vec<TrendPoint>,
    /// Days from one point to the next.
    pub step: i64,
}

/// The day of each entry. Clocks of several machines differ: no entry is earlier than the one before it, and
/// none is later than today.
fn days(journal: &Journal, today: Date) -> Vec<Date> {
    let mut last = None;
    let day = |entry: &super::Entry| {
        let day = entry.edit.at.date().min(today).max(last.unwrap_or(entry.edit.at.date().min(today)));
        last = Some(day);
        day
    };
    journal.entries().iter().map(day).collect()
}

impl Trend {
    /// The trend up to today.
    #[must_use]
    pub fn of(journal: &Journal, today: Date) -> Self {
        let days = days(journal, today);
        let Some(first) = days.first() else { return Self::default() };
        let span = first.days_until(today) + 1;
        let step = [1, 7, 30].into_iter().find(|step| span / step <= POINTS).unwrap_or(span / POINTS + 1);
        let mut points = Vec::new();
        let mut wanted = today;
        let mut state = State::new(journal.ledger());
        let before = first.plus_days(-1);
        for (entry, day) in journal.entries().iter().zip(&days).rev() {
            while wanted >= *day {
                points.push(state.at(wanted));
                wanted = wanted.plus_days(-step);
            }
            if let Outcome::Applied(inverse) = &entry.outcome {
                state.apply(inverse);
            }
        }
        points.push(state.at(before));
        points.reverse();
        Self { points, step }
    }
}

/// A first deadline with its extensions, without their texts.
#[derive(Debug, Clone, Default)]
struct Terms {
    due: Option<Due>,
    extensions: Vec<Extension>,
}

/// What is counted of a measure.
#[derive(Debug, Clone)]
struct Counted {
    finding: Id,
    status: Option<Id>,
    terms: Terms,
}

/// The counts, with the measures and findings that were touched on the way back.
struct State<'l> {
    ledger: &'l Ledger,
    vocabulary: Vocabulary<'l>,
    /// Measures as they were, where that differs or may differ from the ledger; `None` = not there.
    touched: HashMap<Id, Option<Counted>>,
    /// The deadlines of findings as they were: a measure without one of its own has that of its finding.
    findings: HashMap<Id, Terms>,
    /// Extensions that the ledger has no more, or elsewhere: their measure or finding.
    homes: HashMap<Id, Id>,
    classes: [usize; 4],
    /// Unfinished measures by their last day.
    open_until: BTreeMap<Date, usize>,
}

impl<'l> State<'l> {
    fn new(ledger: &'l Ledger) -> Self {
        let mut state = Self {
            ledger,
            vocabulary: Vocabulary::new(&ledger.bundle().statuses),
            touched: HashMap::new(),
            findings: HashMap::new(),
            homes: HashMap::new(),
            classes: [0; 4],
            open_until: BTreeMap::new(),
        };
        for finding in &ledger.bundle().findings {
            for measure in &finding.measures {
                state.tally(measure.status.as_ref(), Deadline::of(finding, measure), true);
            }
        }
        state
    }

    fn tally(&mut self, status: Option<&Id>, deadline: Deadline, add: bool) {
        let class = self.vocabulary.class(status);
        let change = |n: &mut usize| *n = if add { *n + 1 } else { n.saturating_sub(1) };
        change(&mut self.classes[class as usize]);
        if let Deadline::Day(day) = deadline
            && class != Class::Done
        {
            change(self.open_until.entry(day).or_default());
        }
    }

    fn count(&mut self, measure: &Counted, add: bool) {
        let own = in_force(measure.terms.due.as_ref(), &measure.terms.extensions);
        let above = || match self.findings.get(&measure.finding) {
            Some(terms) => in_force(terms.due.as_ref(), &terms.extensions),
            None => self.ledger.finding(&measure.finding).and_then(finding_deadline),
        };
        let deadline = Deadline::from_due(own.or_else(above));
        self.tally(measure.status.as_ref(), deadline, add);
    }

    fn at(&self, day: Date) -> TrendPoint {
        let of = |class: Class| self.classes[class as usize];
        TrendPoint {
            day,
            done: of(Class::Done),
            partial: of(Class::Partial),
            open: of(Class::Open),
            unfilled: of(Class::Unfilled),
            overdue: self.open_until.range(..day).map(|(_, count)| count).sum(),
        }
    }

    /// The measure as it is at this point of the way back.
    fn measure(&self, id: &Id) -> Option<Counted> {
        match self.touched.get(id) {
            Some(state) => state.clone(),
            None => self.ledger.measure(id).map(|(finding, measure)| Counted {
                finding: finding.id.clone(),
                status: measure.status.clone(),
                terms: terms(measure.due.as_ref(), &measure.extensions),
            }),
        }
    }

    fn put(&mut self, id: &Id, measure: Option<Counted>) {
        if let Some(old) = self.measure(id) {
            self.count(&old, false);
        }
        if let Some(new) = &measure {
            self.count(new, true);
        }
        self.touched.insert(id.clone(), measure);
    }

    fn change(&mut self, id: &Id, change: impl FnOnce(&mut Counted)) {
        if let Some(mut measure) = self.measure(id) {
            change(&mut measure);
            self.put(id, Some(measure));
        }
    }

    /// The measures of a finding at this point.
    fn of_finding(&self, finding: &Id) -> Vec<Counted> {
        let now = self.ledger.finding(finding).into_iter().flat_map(|finding| &finding.measures);
        let still = now.map(|measure| &measure.id).filter(|id| !self.touched.contains_key(*id));
        let touched = self.touched.values().flatten().filter(|measure| measure.finding == *finding);
        still.filter_map(|id| self.measure(id)).chain(touched.cloned()).collect()
    }

    /// Changes the deadlines of a measure or of a finding.
    fn change_terms(&mut self, home: &Id, change: impl FnOnce(&mut Terms)) {
        if self.measure(home).is_some() {
            self.change(home, |measure| change(&mut measure.terms));
            return;
        }
        let known = self.findings.get(home).cloned();
        let now = || self.ledger.finding(home).map(|f| terms(f.due.as_ref(), &f.extensions));
        let Some(mut new) = known.or_else(now) else { return };
        change(&mut new);
        let measures = self.of_finding(home);
        for measure in &measures {
            self.count(measure, false);
        }
        self.findings.insert(home.clone(), new);
        for measure in &measures {
            self.count(measure, true);
        }
    }

    /// The measure or finding that an extension belongs to.
    fn home(&self, extension: &Id) -> Option<Id> {
        let known = self.homes.get(extension).cloned();
        known.or_else(|| {
            let (parent, list) = self.ledger.parent(extension)?;
            (list == "extensions").then(|| parent.clone())
        })
    }

    fn apply(&mut self, op: &Op) {
        match op {
            Op::Set { entity, field, to, .. } => self.set(entity, field, to),
            Op::Insert { at, item } => self.insert(at, item),
            Op::Remove { entity, at, item } => self.remove(entity, at, item),
            Op::Move { entity, to, .. } if to.list == "extensions" => {
                let Some(home) = self.home(entity) else { return };
                let mut moved = None;
                self.change_terms(&home, |terms| moved = take(&mut terms.extensions, entity));
                if let Some(extension) = moved {
                    self.put_extension(to, extension);
                }
            }
            Op::Move { entity, to, .. } if to.list == "measures" => {
                self.change(entity, |measure| measure.finding = to.parent.clone());
            }
            Op::Move { .. } | Op::Decline { .. } | Op::Merge { .. } | Op::Unknown { .. } => {}
        }
    }

    fn set(&mut self, entity: &Id, field: &str, to: &Value) {
        match field {
            "status" => self.change(entity, |measure| measure.status = to.as_str().and_then(Id::new)),
            "due" => match self.home(entity) {
                None => self.change_terms(entity, |terms| terms.due = due(to)),
                Some(home) => self.change_terms(&home, |terms| {
                    let found = terms.extensions.iter_mut().find(|extension| extension.id == *entity);
                    if let Some(extension) = found {
                        extension.due = due(to);
                    }
                }),
            },
            _ => {}
        }
    }

    fn insert(&mut self, at: &Spot, item: &Value) {
        match at.list.as_str() {
            "findings" => {
                if let Some(id) = item["id"].as_str().and_then(Id::new) {
                    let terms = self.read_terms(&id, item);
                    self.findings.insert(id, terms);
                }
                self.each_measure(item, |state, id, measure| state.put(&id, Some(measure)));
            }
            "measures" => {
                if let Some((id, measure)) = self.read(&at.parent, item) {
                    self.put(&id, Some(measure));
                }
            }
            "extensions" => {
                if let Some(extension) = extension(item) {
                    self.put_extension(at, extension);
                }
            }
            _ => {}
        }
    }

    fn put_extension(&mut self, at: &Spot, extension: Extension) {
        self.homes.insert(extension.id.clone(), at.parent.clone());
        self.change_terms(&at.parent, |terms| {
            let list = &mut terms.extensions;
            let after = at.after.as_ref().and_then(|after| list.iter().position(|one| one.id == *after));
            list.insert(after.map_or(0, |after| after + 1), extension);
        });
    }

    fn remove(&mut self, entity: &Id, at: &Spot, item: &Value) {
        match at.list.as_str() {
            "findings" => self.each_measure(item, |state, id, _| state.put(&id, None)),
            "measures" => self.put(entity, None),
            "extensions" => self.change_terms(&at.parent, |terms| {
                take(&mut terms.extensions, entity);
            }),
            _ => {}
        }
    }

    fn each_measure(&mut self, finding: &Value, with: impl Fn(&mut Self, Id, Counted)) {
        let Some(above) = finding["id"].as_str().and_then(Id::new) else { return };
        for item in finding["measures"].as_array().into_iter().flatten() {
            if let Some((id, measure)) = self.read(&above, item) {
                with(self, id, measure);
            }
        }
    }

    /// What is counted of a measure in an edit.
    fn read(&mut self, finding: &Id, item: &Value) -> Option<(Id, Counted)> {
        let id = item["id"].as_str().and_then(Id::new)?;
        let status = item["status"].as_str().and_then(Id::new);
        let terms = self.read_terms(&id, item);
        Some((id, Counted { finding: finding.clone(), status, terms }))
    }

    fn read_terms(&mut self, id: &Id, item: &Value) -> Terms {
        let extensions: Vec<_> =
            item["extensions"].as_array().into_iter().flatten().filter_map(extension).collect();
        self.homes.extend(extensions.iter().map(|extension| (extension.id.clone(), id.clone())));
        Terms { due: due(&item["due"]), extensions }
    }
}

fn terms(due: Option<&Due>, extensions: &[Extension]) -> Terms {
    let extension =
        |one: &Extension| Extension { id: one.id.clone(), due: one.due.clone(), ..Extension::default() };
    Terms { due: due.cloned(), extensions: extensions.iter().map(extension).collect() }
}

fn due(value: &Value) -> Option<Due> {
    value.as_str().and_then(|text| text.parse().ok())
}

fn extension(item: &Value) -> Option<Extension> {
    let id = item["id"].as_str().and_then(Id::new)?;
    Some(Extension { id, due: due(&item["due"]), ..Extension::default() })
}

fn take(list: &mut Vec<Extension>, id: &Id) -> Option<Extension> {
    let at = list.iter().position(|one| one.id == *id)?;
    Some(list.remove(at))
}

#[cfg(test)]
mod tests;
