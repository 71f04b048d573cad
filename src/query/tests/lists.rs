//! The lists of a page, whatever was asked, read and changed before, are what they would be had the page just been opened.

use proptest::prelude::*;

use super::laws::{Change, change, query, today};
use crate::lists::{Lists, Moved};
use crate::{Query, RecordKind};
use journal::Changes;
use ledger::Ledger;
use ledger::date::Date;
use ledger::demo::demo;

#[derive(Debug, Clone)]
enum Act {
    Ask(RecordKind, Box<Query>),
    Change(Change),
    /// Another ledger, with so many measures.
    Open(u64, usize),
    /// The day ended.
    Midnight,
    Read(usize),
    Count(String),
}

fn kind() -> impl Strategy<Value = RecordKind> {
    prop_oneof![Just(RecordKind::Measure), Just(RecordKind::Finding)]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (kind(), query()).prop_map(|(kind, query)| Act::Ask(kind, Box::new(query))),
        4 => change().prop_map(Act::Change),
        1 => (0..20u64, 1..30usize).prop_map(|(seed, size)| Act::Open(seed, size)),
        1 => Just(Act::Midnight),
        1 => (1..40usize).prop_map(Act::Read),
        1 => "[整改 a-z]{0,3}".prop_map(Act::Count),
    ]
}

/// The day after `today`.
fn tomorrow() -> Date {
    Date::new(2026, 11, 16).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_lists_are_what_a_page_opened_anew_would_show(
        seed in 0..20u64, size in 1..30usize, acts in prop::collection::vec(act(), 1..14),
    ) {
        let mut ledger = Ledger::new(demo(seed, size)).unwrap();
        let mut day = today();
        let mut lists = Lists::default();
        let mut asked = [None, None];
        for (n, act) in acts.iter().enumerate() {
            let before = [RecordKind::Measure, RecordKind::Finding].map(|kind| lists.rows(kind));
            let moved = match act {
                Act::Ask(kind, query) => {
                    lists.ask(&ledger, *kind, query, day);
                    asked[usize::from(*kind == RecordKind::Finding)] = Some(query.as_ref());
                    None
                }
                Act::Change(change) => {
                    let changes = Changes { added: change.make(&mut ledger, n), ..Changes::default() };
                    Some(lists.follow(&ledger, Some(&changes), day))
                }
                Act::Open(seed, size) => {
                    ledger = Ledger::new(demo(*seed, *size)).unwrap();
                    Some(lists.follow(&ledger, None, day))
                }
                Act::Midnight => {
                    day = tomorrow();
                    Some(lists.follow(&ledger, None, day))
                }
                Act::Read(count) => {
                    lists.read(&ledger, *count);
                    None
                }
                Act::Count(text) => {
                    let (matched, total) = lists.count_measures(&ledger, text, day);
                    prop_assert_eq!(total, ledger.bundle().findings.iter().map(|f| f.measures.len()).sum::<usize>());
                    prop_assert!(matched <= total && (matched == total || !text.trim().is_empty()));
                    None
                }
            };
            let mut fresh = Lists::default();
            for (kind, query) in [RecordKind::Measure, RecordKind::Finding].into_iter().zip(asked) {
                if let Some(query) = query {
                    fresh.ask(&ledger, kind, query, day);
                }
                let ids = |lists: &Lists| -> Vec<_> {
                    let Some(index) = lists.index() else { return Vec::new() };
                    lists.rows(kind).into_iter().filter_map(|row| Some(index.record(&ledger, row)?.id().clone())).collect()
                };
                prop_assert_eq!(ids(&lists), ids(&fresh), "{:?} after {:?}", kind, act);
                prop_assert_eq!(lists.terms(kind), fresh.terms(kind));
            }
            // A page draws again only what is told to have moved.
            if let Some(Moved { measures, findings }) = moved {
                prop_assert!(measures || before[0] == lists.rows(RecordKind::Measure), "{:?}", act);
                prop_assert!(findings || before[1] == lists.rows(RecordKind::Finding), "{:?}", act);
            }
        }
    }
}

#[test]
fn nothing_is_read_before_somebody_asks() {
    let ledger = Ledger::new(demo(1, 30)).unwrap();
    let mut lists = Lists::default();
    assert_eq!(lists.follow(&ledger, None, today()), Moved::default());
    assert!(lists.index().is_none() && lists.rows(RecordKind::Measure).is_empty());
    // A list without words needs no text; one with words reads all of them.
    lists.ask(&ledger, RecordKind::Measure, &Query::default(), today());
    assert!(lists.index().is_some_and(|index| !index.is_complete()));
    lists.ask(&ledger, RecordKind::Finding, &Query { text: "整改".into(), ..Query::default() }, today());
    assert!(lists.index().is_some_and(crate::Index::is_complete));
    assert_eq!(lists.rows(RecordKind::Measure).len(), 30);
}

#[test]
fn reading_ahead_ends() {
    let ledger = Ledger::new(demo(1, 30)).unwrap();
    let mut lists = Lists::default();
    let slices = std::iter::repeat_with(|| lists.read(&ledger, 10)).take_while(|done| !done).count();
    assert!((3..10).contains(&slices), "{slices}");
    assert!(lists.read(&ledger, 10));
}
