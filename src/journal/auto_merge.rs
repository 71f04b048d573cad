//! Whether a file can be taken in without anybody: where its edits tell all that it holds, and none of them meets another.
//! Decides nothing else; the rest is a person's, see [`super::merge`].

use std::collections::HashSet;

use super::edit::{Edit, Stamp};
use super::log::Journal;
use super::merge::{Source, plan};
use super::unknown::Unknown;
use ledger::Id;
use ledger::date::Moment;

/// What a file brings, and why a person should look at it first.
#[derive(Debug, Clone, PartialEq)]
pub struct AutoMerge {
    /// The edits that are new.
    pub edits: Vec<Edit>,
    /// Whether something differs without an edit that tells of it, or meets another edit.
    pub asks: bool,
    /// How many of its edits cannot be read. Whoever writes the file anew loses them.
    pub unread: usize,
    /// What it holds that this version does not know. Whoever writes the file anew loses it.
    pub unknown: Unknown,
    /// Whether it holds every edit that the journal knows, and no other.
    pub same: bool,
}

/// What taking this file in would bring. Nothing is changed.
#[must_use]
pub fn absorb(journal: &Journal, source: &Source) -> AutoMerge {
    let unread = source.journal.unread();
    let same = source.journal.mark() == journal.mark();
    // Where something would have to be signed, a person is asked, and signs in the merge.
    let nobody =
        Stamp { session: Id::default(), at: Moment::EPOCH, author: String::new(), unit: String::new() };
    let plan = plan(journal, std::slice::from_ref(source), &nobody);
    // What waits for a person already is no news of the file's.
    let waits: HashSet<&Id> = journal.waiting().into_iter().map(|edit| &edit.id).collect();
    let is_new = |settles: &[Id]| settles.is_empty() || settles.iter().any(|id| !waits.contains(id));
    let asks = !plan.extra.is_empty()
        || plan.conflicts.iter().any(|conflict| is_new(&conflict.settles))
        || plan.files.iter().any(|file| !file.warnings.is_empty());
    let unknown = Unknown::between(source.journal.ledger(), plan.journal.ledger());
    AutoMerge { edits: plan.edits, asks, unread, unknown, same }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cause, Op};
    use ledger::Bundle;
    use ledger::finding::{Finding, Measure};
    use serde_json::{Value, json};

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn fresh() -> Journal {
        let measure = Measure { id: id("m1"), text: "建立制度".to_owned(), ..Measure::default() };
        let finding =
            Finding {
                id: id("f1"), title: "问题".to_owned(), measures: vec![measure], ..Finding::default()
            };
        Journal::open(Bundle { id: id("b"), findings: vec![finding], ..Bundle::default() }).unwrap()
    }

    fn set(journal: &mut Journal, session: &str, field: &str, to: &str) {
        let stamp = Stamp {
            session: id(session),
            at: Moment::EPOCH,
            author: session.to_owned(),
            unit: String::new(),
        };
        let from = journal.ledger().get(&id("m1"), field).unwrap_or_default();
        let op = Op::Set { entity: id("m1"), field: field.to_owned(), from, to: to.into() };
        journal.commit(vec![op], &stamp, &Cause::Direct).unwrap();
    }

    /// The file that a journal is exported as, after something happened to its JSON.
    fn file(journal: &mut Journal, work: impl FnOnce(&mut Value)) -> Source {
        let mut json = journal.sealed(|bundle| serde_json::to_value(bundle).unwrap());
        work(&mut json);
        let bundle = serde_json::from_value(json).unwrap();
        Source::new("共享.json", journal.ledger(), bundle).unwrap().0
    }

    #[test]
    fn edits_that_meet_nothing_are_taken_in_without_a_person() {
        let (mut here, mut there) = (fresh(), fresh());
        set(&mut here, "here", "owner", "甲");
        set(&mut there, "there", "note", "乙");
        let absorbed = absorb(&here, &file(&mut there, |_| {}));
        assert_eq!(absorbed.edits.len(), 1);
        assert!(!absorbed.asks && absorbed.unread == 0 && !absorbed.same);
        here.receive(absorbed.edits, false);
        let absorbed = absorb(&here.clone(), &file(&mut here, |_| {}));
        assert!(absorbed.edits.is_empty() && !absorbed.asks && absorbed.same);
    }

    #[test]
    fn what_another_tool_changed_without_an_edit_asks_a_person() {
        let mut here = fresh();
        set(&mut here, "here", "owner", "甲");
        let tool = file(&mut here.clone(), |json| {
            json["findings"][0]["measures"][0]["note"] = "手工改的".into();
        });
        assert!(absorb(&here, &tool).asks);
    }

    #[test]
    fn what_this_version_does_not_know_is_told_unless_it_is_here_too() {
        let here = fresh();
        let later = |json: &mut Value| json["findings"][0]["measures"][0]["review_note"] = "新".into();
        let source = file(&mut here.clone(), later);
        let absorbed = absorb(&here, &source);
        assert_eq!((absorbed.unknown.count, absorbed.unread), (1, 0));
        let same = Journal::open(source.journal.ledger().bundle().clone()).unwrap();
        assert_eq!(absorb(&same, &file(&mut same.clone(), |_| {})).unknown.count, 0);
    }

    #[test]
    fn edits_that_meet_ask_a_person_and_old_conflicts_do_not() {
        let (mut here, mut there) = (fresh(), fresh());
        set(&mut here, "here", "owner", "甲");
        set(&mut there, "there", "owner", "乙");
        let both = absorb(&here, &file(&mut there, |_| {}));
        assert!(both.asks);
        // Once it is known here and waits, the same file says nothing new.
        here.receive(both.edits, false);
        assert_eq!(here.waiting().len(), 1);
        assert!(!absorb(&here.clone(), &file(&mut here, |_| {})).asks);
    }

    #[test]
    fn edits_that_cannot_be_read_are_counted() {
        let mut here = fresh();
        let newer = file(&mut here.clone(), |json| json["history"] = json!([{ "id": 7 }]));
        assert_eq!(absorb(&here, &newer).unread, 1);
        assert_eq!(absorb(&here.clone(), &file(&mut here, |_| {})).unread, 0);
    }
}
