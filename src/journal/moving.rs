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

/// Reads the number of the place that a finding is to take, as a person types it.
///
/// # Errors
/// What is wanted instead, to complete "应为…".
pub fn read_place(ledger: &Ledger, typed: &str) -> Result<usize, String> {
    let digits: String = typed.trim().chars().map(half_width).collect();
    let count = ledger.bundle().findings.len();
    match digits.parse::<usize>() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("要移到的序号，如 1 至 {count}，而不是“{}”", typed.trim())),
    }
}

/// A digit of full width as the digit that it is.
fn half_width(c: char) -> char {
    u32::from(c).checked_sub(u32::from('０')).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
}

/// The operations that move a finding to where the one with this number stands, before it or behind it as it comes from
/// below or above; where no finding has it, to the place that it counts, at most the last one. Printed numbers stay.
#[must_use]
pub fn moves_to_number(ledger: &Ledger, id: &Id, number: usize) -> Vec<Op> {
    let findings = &ledger.bundle().findings;
    let Some(own) = findings.iter().position(|finding| finding.id == *id) else { return Vec::new() };
    let bears = |at: &usize| {
        findings.get(*at).is_some_and(|finding| {
            usize::try_from(ledger.finding_number(&finding.id)).is_ok_and(|own| own == number)
        })
    };
    // Where it stands already if it bears the number itself.
    let to = Some(own).filter(bears).or_else(|| (0..findings.len()).find(bears));
    let to = to.unwrap_or_else(|| number.clamp(1, findings.len()) - 1);
    let way = if to < own { Way::Up } else { Way::Down };
    match findings.get(to) {
        Some(target) if to != own => moves_to(ledger, std::slice::from_ref(id), &target.id, way),
        _ => Vec::new(),
    }
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
    fn a_finding_goes_to_the_number_that_is_typed() {
        let numbered = json!({"id": "bundle", "findings": [{"id": "a", "number": 1}, {"id": "b", "number": 5},
            {"id": "c", "number": 7}, {"id": "d", "number": 7}, {"id": "e"}]});
        let plain: Vec<_> = "abcde".chars().map(|id| json!({"id": id.to_string()})).collect();
        let plain = json!({"id": "bundle", "findings": plain});
        for (bundle, moved, number, wanted) in [
            (&plain, "e", 2, "aebcd"),
            (&plain, "b", 4, "acdbe"),
            (&plain, "b", 2, "abcde"),
            (&plain, "b", 99, "acdeb"),
            (&plain, "e", 1, "eabcd"),
            (&plain, "x", 1, "abcde"),
            // By the numbers that people see, where there are such; else by the place.
            (&numbered, "a", 5, "bacde"),
            (&numbered, "e", 7, "abecd"),
            (&numbered, "d", 7, "abcde"),
            (&numbered, "e", 2, "aebcd"),
            (&numbered, "a", 9, "bcdea"),
        ] {
            let mut journal = Journal::open(serde_json::from_value(bundle.clone()).unwrap()).unwrap();
            let ops = moves_to_number(journal.ledger(), &ids(moved)[0], number);
            assert!(ops.len() <= 1, "a move is one operation");
            if !ops.is_empty() {
                journal.commit(ops, &stamp(), &Cause::Direct).unwrap();
            }
            assert_eq!(order(&journal), wanted, "{moved} to {number}");
        }
    }

    #[test]
    fn a_place_is_read_as_people_type_it() {
        let journal = journal();
        for (typed, wanted) in [
            ("3", Some(3)),
            (" 12 ", Some(12)),
            ("１２", Some(12)),
            ("0", None),
            ("", None),
            ("三", None),
            ("-1", None),
            ("1.5", None),
        ] {
            let read = read_place(journal.ledger(), typed);
            assert_eq!(read.as_ref().ok(), wanted.as_ref(), "{typed}");
            if let Err(why) = read {
                assert!(why.contains("1 至 6") && why.contains(&format!("“{}”", typed.trim())), "{why}");
            }
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
