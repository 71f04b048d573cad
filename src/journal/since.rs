//! What happened to the ledger since a day: the lines of a weekly report. Two states are compared, the ledger at the end
//! of that day and the ledger now, so that what was done and taken back in between is no news.
//! Knows no clock and no page.

use std::collections::HashMap;

use super::log::Journal;
use ledger::closure::{ClosureState, ClosureStep};
use ledger::date::{Date, Moment};
use ledger::deadline::is_overdue;
use ledger::effective::Effective;
use ledger::finding::{Finding, Measure};
use ledger::vocabulary::{Class, Vocabulary};
use ledger::{Id, Ledger};

/// What is new since the end of a day. Measures and findings are in the order of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Since {
    /// 新完成: measures that were not finished then, and are.
    pub done: Vec<Id>,
    /// 新逾期: measures that were not late at the end of that day, and are today.
    pub overdue: Vec<Id>,
    /// 延期: measures, and findings with a deadline of their own, that have more extensions than then.
    pub extended: Vec<Id>,
    /// 销号: measures and findings that were closed since.
    pub closed: Vec<Id>,
    /// 退回: measures and findings that were sent back since and have not been applied for again.
    pub returned: Vec<Id>,
}

/// What is compared of a measure or a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    done: bool,
    overdue: bool,
    extensions: usize,
    closure: ClosureState,
    /// How many steps its 销号 has: a second 退回 is news although the state is the same.
    steps: usize,
}

impl Since {
    /// What is new at `today` since the end of `day`, by the clocks of those who made the edits.
    #[must_use]
    pub fn of(journal: &Journal, day: Date, today: Date) -> Self {
        let is_late = |moment: Moment| moment.date() > day;
        let now = states(journal.ledger(), today);
        let then = if journal.entries().iter().any(|entry| is_late(entry.edit.at)) {
            let past = journal.with_only(|edit| !is_late(edit.at));
            states(&past.ledger, day)
        } else {
            // Nothing was edited since: only the days went on.
            states(journal.ledger(), day)
        };
        Self::between(&then, &now)
    }

    fn between(then: &[(Id, State)], now: &[(Id, State)]) -> Self {
        let then: HashMap<&Id, State> = then.iter().map(|(id, state)| (id, *state)).collect();
        let mut since = Self::default();
        for (id, now) in now {
            // What was not there yet was nothing of all this.
            let before = then.get(id).copied();
            let was = |of: fn(State) -> bool| before.is_some_and(of);
            let note = |list: &mut Vec<Id>, is_new: bool| {
                if is_new {
                    list.push(id.clone());
                }
            };
            note(&mut since.done, now.done && !was(|s| s.done));
            note(&mut since.overdue, now.overdue && !was(|s| s.overdue));
            note(&mut since.extended, now.extensions > before.map_or(0, |s| s.extensions));
            let moved = before.is_none_or(|s| s.steps != now.steps);
            note(&mut since.closed, moved && now.closure == ClosureState::Closed);
            note(&mut since.returned, moved && now.closure == ClosureState::Returned);
        }
        since
    }

    /// Whether nothing is new.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines().iter().all(|(_, ids)| ids.is_empty())
    }

    /// The five lines, with the names that people read.
    #[must_use]
    pub fn lines(&self) -> [(&'static str, &[Id]); 5] {
        [
            ("新完成", &self.done),
            ("新逾期", &self.overdue),
            ("延期", &self.extended),
            ("销号", &self.closed),
            ("退回", &self.returned),
        ]
    }
}

fn closure(steps: &[ClosureStep]) -> (ClosureState, usize) {
    (ClosureState::after(steps), steps.len())
}

/// All measures and findings as they stand on a day, a finding before its measures.
fn states(ledger: &Ledger, day: Date) -> Vec<(Id, State)> {
    let words = Vocabulary::new(&ledger.bundle().statuses);
    let mut all = Vec::new();
    for finding in &ledger.bundle().findings {
        all.push((finding.id.clone(), of_finding(finding)));
        let measures = finding.measures.iter();
        all.extend(measures.map(|measure| (measure.id.clone(), of_measure(words, finding, measure, day))));
    }
    all
}

/// A finding is neither finished nor late in these lists: they count measures.
fn of_finding(finding: &Finding) -> State {
    let (closure, steps) = closure(&finding.closure);
    State { done: false, overdue: false, extensions: finding.extensions.len(), closure, steps }
}

fn of_measure(words: Vocabulary<'_>, finding: &Finding, measure: &Measure, day: Date) -> State {
    let (closure, steps) = closure(&measure.closure);
    // The extensions of a deadline that the finding gives are told of the finding, once.
    let own = !Effective::of(finding, measure).due_of_finding;
    State {
        done: words.class(measure.status.as_ref()) == Class::Done,
        overdue: is_overdue(words, finding, measure, day),
        extensions: if own { measure.extensions.len() } else { 0 },
        closure,
        steps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cause, Op, Spot, Stamp};
    use serde_json::{Value, json};

    fn journal() -> Journal {
        let bundle = json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "statuses": [{"id": "doing", "label": "整改中", "class": "open"}, {"id": "done", "label": "已完成", "class": "done"}],
            "findings": [{"id": "f", "due": "2024-12-31", "measures": [
                {"id": "m1", "status": "doing", "due": "2024-06-20"},
                {"id": "m2", "status": "doing"},
                {"id": "m3", "status": "done", "due": "2024-06-01"},
            ]}],
        });
        Journal::open(serde_json::from_value(bundle).unwrap()).unwrap()
    }

    fn day(day: u8) -> Date {
        Date::new(2024, 6, day).unwrap()
    }

    fn stamp(on: u8) -> Stamp {
        // 2024-06-01T04:00Z is noon in Beijing.
        let at = 1_717_214_400_000 + i64::from(on - 1) * 86_400_000;
        Stamp {
            session: Id::new("sess").unwrap(),
            at: Moment::new(at, 480).unwrap(),
            author: "王敏".to_owned(),
            unit: String::new(),
        }
    }

    fn set(journal: &mut Journal, on: u8, id: &str, field: &str, to: Value) {
        let entity = Id::new(id).unwrap();
        let from = journal.ledger().get(&entity, field).unwrap();
        let op = Op::Set { entity, field: field.to_owned(), from, to };
        journal.commit(vec![op], &stamp(on), &Cause::Direct).unwrap();
    }

    fn put(journal: &mut Journal, on: u8, parent: &str, list: &str, item: Value) {
        let at = Spot { parent: Id::new(parent).unwrap(), list: list.to_owned(), after: None };
        journal.commit(vec![Op::Insert { at, item }], &stamp(on), &Cause::Direct).unwrap();
    }

    fn told(since: &Since) -> String {
        let ids = |ids: &[Id]| ids.iter().map(Id::as_str).collect::<Vec<_>>().join("+");
        since.lines().map(|(name, list)| format!("{name}:{}", ids(list))).join(" ")
    }

    #[test]
    fn without_an_edit_only_the_days_tell() {
        let journal = journal();
        assert!(Since::of(&journal, day(10), day(17)).is_empty());
        assert_eq!(told(&Since::of(&journal, day(17), day(24))), "新完成: 新逾期:m1 延期: 销号: 退回:");
        assert!(Since::of(&journal, day(24), day(30)).is_empty(), "late already");
    }

    #[test]
    fn each_kind_of_news_is_told_once() {
        let mut journal = journal();
        set(&mut journal, 5, "m1", "status", json!("done"));
        assert_eq!(told(&Since::of(&journal, day(1), day(8))), "新完成:m1 新逾期: 延期: 销号: 退回:");
        assert!(
            Since::of(&journal, day(5), day(12)).is_empty(),
            "an edit of the day itself is no news after it"
        );
        put(&mut journal, 14, "f", "extensions", json!({"id": "x", "due": "2025-01-31", "reason": "招标"}));
        put(&mut journal, 15, "m2", "closure", json!({"id": "s1", "round": 1, "action": "apply"}));
        put(
            &mut journal,
            16,
            "m2",
            "closure",
            json!({"id": "s2", "round": 1, "action": "return", "opinion": "补充"}),
        );
        assert_eq!(told(&Since::of(&journal, day(12), day(19))), "新完成: 新逾期: 延期:f 销号: 退回:m2");
    }

    #[test]
    fn what_was_taken_back_is_no_news() {
        let mut journal = journal();
        set(&mut journal, 14, "m2", "status", json!("done"));
        set(&mut journal, 15, "m2", "status", json!("doing"));
        assert!(Since::of(&journal, day(12), day(19)).is_empty());
    }

    #[test]
    fn what_is_new_altogether_counts_with_what_it_is() {
        let mut journal = journal();
        put(&mut journal, 14, "f", "measures", json!({"id": "m4", "status": "done"}));
        assert_eq!(told(&Since::of(&journal, day(12), day(19))), "新完成:m4 新逾期: 延期: 销号: 退回:");
    }
}
