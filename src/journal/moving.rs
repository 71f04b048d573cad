//! Entries of a list that a person moves by hand, among those that he sees: one step, whatever lies hidden between them.
//! Knows no list on screen.

use std::collections::HashSet;

use super::edit::{Op, Spot};
use ledger::{Id, Ledger};

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Before the one that is shown above.
    Up,
    /// Behind the one that is shown below.
    Down,
}

/// The operations that move `picked` one place among `shown`, which are entries of one list in its order. What stands
/// together stays together; what has nothing above (or below) but others that are picked stays where it is.
#[must_use]
pub fn moves(ledger: &Ledger, shown: &[Id], picked: &[Id], way: Way) -> Vec<Op> {
    let Some((parent, list)) = picked.first().and_then(|id| ledger.parent(id)) else { return Vec::new() };
    let Some(items) = ledger.node(parent).and_then(|node| node.list(list)) else { return Vec::new() };
    let mut all: Vec<Id> = (0..items.len()).filter_map(|at| items.at(at)?.id().cloned()).collect();
    let picked: HashSet<&Id> = picked.iter().collect();
    let mut seen: Vec<&Id> = shown.iter().collect();
    // Downwards the last one goes first, so that none passes another one.
    let mut places: Vec<(usize, usize)> = (1..seen.len()).map(|at| (at, at - 1)).collect();
    if way == Way::Down {
        places = places.into_iter().rev().map(|(at, before)| (before, at)).collect();
    }
    let mut ops = Vec::new();
    for (from, to) in places {
        if picked.contains(seen[from]) && !picked.contains(seen[to]) {
            ops.extend(passed(&mut all, seen[from], seen[to], way).map(|(before, after)| {
                let spot = |after| Spot { parent: parent.clone(), list: list.to_owned(), after };
                Op::Move { entity: seen[from].clone(), from: spot(before), to: spot(after) }
            }));
            seen.swap(from, to);
        }
    }
    ops
}

/// The operations that move `picked`, entries of one list in its order, to where another entry of it stands: before it
/// (`Up`) or behind it (`Down`), together and in their order. None where that is one of them or stands in another list.
#[must_use]
pub fn moves_to(ledger: &Ledger, picked: &[Id], target: &Id, way: Way) -> Vec<Op> {
    let Some((parent, list)) = ledger.parent(target) else { return Vec::new() };
    let Some(items) = ledger.node(parent).and_then(|node| node.list(list)) else { return Vec::new() };
    let mut all: Vec<Id> = (0..items.len()).filter_map(|at| items.at(at)?.id().cloned()).collect();
    if picked.contains(target) || picked.iter().any(|id| !all.contains(id)) {
        return Vec::new();
    }
    let mut order: Vec<&Id> = picked.iter().collect();
    // Behind the target the last one goes first.
    if way == Way::Down {
        order.reverse();
    }
    let mut ops = Vec::new();
    for id in order {
        let Some((before, after)) = passed(&mut all, id, target, way) else { continue };
        if before != after {
            let spot = |after| Spot { parent: parent.clone(), list: list.to_owned(), after };
            ops.push(Op::Move { entity: id.clone(), from: spot(before), to: spot(after) });
        }
    }
    ops
}

/// Puts an entry before or behind another one; gives what stood before it, and what stands there now.
fn passed(all: &mut Vec<Id>, id: &Id, other: &Id, way: Way) -> Option<(Option<Id>, Option<Id>)> {
    let before = |all: &[Id], at: usize| at.checked_sub(1).and_then(|at| all.get(at)).cloned();
    let at = all.iter().position(|own| own == id)?;
    let old = before(all, at);
    let entry = all.remove(at);
    let Some(target) = all.iter().position(|own| own == other) else {
        all.insert(at, entry);
        return None;
    };
    let to = target + usize::from(way == Way::Down);
    all.insert(to, entry);
    Some((old, before(all, to)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cause, Journal, Stamp};
    use ledger::date::Moment;
    use proptest::prelude::*;
    use serde_json::json;

    fn ids(text: &str) -> Vec<Id> {
        text.chars().filter_map(|c| Id::new(&c.to_string())).collect()
    }

    fn journal() -> Journal {
        let findings: Vec<_> = "abcdef".chars().map(|id| json!({"id": id.to_string()})).collect();
        let bundle = json!({"id": "bundle", "findings": findings});
        Journal::open(serde_json::from_value(bundle).unwrap()).unwrap()
    }

    fn stamp() -> Stamp {
        Stamp {
            session: Id::new("s").unwrap(),
            at: Moment::EPOCH,
            author: String::new(),
            unit: String::new(),
        }
    }

    fn order(journal: &Journal) -> String {
        journal.ledger().bundle().findings.iter().map(|finding| finding.id.to_string()).collect()
    }

    fn moved(shown: &str, picked: &str, way: Way) -> String {
        let mut journal = journal();
        let ops = moves(journal.ledger(), &ids(shown), &ids(picked), way);
        if !ops.is_empty() {
            journal.commit(ops, &stamp(), &Cause::Direct).unwrap();
        }
        order(&journal)
    }

    #[test]
    fn what_is_picked_goes_to_where_it_is_dropped() {
        for (picked, target, way, wanted) in [
            ("e", "b", Way::Up, "aebcdf"),
            ("b", "e", Way::Down, "acdebf"),
            ("bd", "f", Way::Down, "acefbd"),
            ("df", "a", Way::Up, "dfabce"),
            ("ac", "d", Way::Up, "bacdef"),
            ("b", "c", Way::Up, "abcdef"),
            ("bc", "c", Way::Up, "abcdef"),
            ("bx", "c", Way::Up, "abcdef"),
        ] {
            let mut journal = journal();
            let ops = moves_to(journal.ledger(), &ids(picked), &ids(target)[0], way);
            if !ops.is_empty() {
                journal.commit(ops, &stamp(), &Cause::Direct).unwrap();
            }
            assert_eq!(order(&journal), wanted, "{picked} to {target} {way:?}");
        }
    }

    #[test]
    fn what_is_picked_passes_what_is_seen_next_to_it() {
        for (shown, picked, way, wanted) in [
            ("abcdef", "c", Way::Up, "acbdef"),
            ("abcdef", "c", Way::Down, "abdcef"),
            ("abcdef", "a", Way::Up, "abcdef"),
            ("abcdef", "f", Way::Down, "abcdef"),
            ("abcdef", "cd", Way::Up, "acdbef"),
            ("abcdef", "cd", Way::Down, "abecdf"),
            ("abcdef", "bd", Way::Up, "badcef"),
            ("abcdef", "abe", Way::Up, "abcedf"),
            ("abcdef", "def", Way::Down, "abcdef"),
            // What a filter leaves out is passed, too.
            ("adf", "f", Way::Up, "abcfde"),
            ("adf", "a", Way::Down, "bcdaef"),
            ("adf", "", Way::Down, "abcdef"),
            ("adf", "b", Way::Up, "abcdef"),
        ] {
            assert_eq!(moved(shown, picked, way), wanted, "{picked} of {shown} {way:?}");
        }
    }

    proptest! {
        #[test]
        fn moving_is_one_step_that_is_taken_back_as_one(shown in prop::sample::subsequence(ids("abcdef"), 0..=6), picked in prop::sample::subsequence(ids("abcdef"), 0..=6), up in any::<bool>()) {
            let mut journal = journal();
            let ops = moves(journal.ledger(), &shown, &picked, if up { Way::Up } else { Way::Down });
            prop_assume!(!ops.is_empty());
            let before = journal.ledger().bundle().clone();
            journal.commit(ops, &stamp(), &Cause::Direct).unwrap();
            let place = |journal: &Journal, id: &Id| journal.ledger().position(id);
            let others: Vec<&Id> = shown.iter().filter(|id| !picked.contains(id)).collect();
            prop_assert!(others.is_sorted_by_key(|id| place(&journal, id)), "what is not picked keeps its order");
            journal.undo(&stamp()).unwrap().unwrap();
            prop_assert_eq!(journal.ledger().bundle(), &before);
        }
    }
}
