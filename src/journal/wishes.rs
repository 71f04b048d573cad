//! What people wish for one field and nobody grants: of all edits that set it, those whose value neither stands nor was
//! replaced by somebody who had seen it. Knows values and who had seen what, no ledger.

use std::collections::HashSet;

use serde_json::Value;

use super::apply::says_nothing;
use super::edit::{Edit, Op};
use super::edit_identity::normal;
use super::id_range::parts;
use super::log::Outcome;

/// An edit that sets the field.
pub(super) struct Set<'e> {
    edit: &'e Edit,
    /// What stood there, as a key.
    from: String,
    /// What it sets, as a key.
    to: String,
    /// It does not hold.
    refused: bool,
    /// The merge that brought it was taken back: it says nothing any more.
    hidden: bool,
}

/// A value as a key: all that says nothing is one.
fn key(value: &Value) -> String {
    if says_nothing(value) { String::new() } else { normal(value.clone()).to_string() }
}

impl<'e> Set<'e> {
    /// Of an edit that sets a field; `None` of any other.
    pub fn new(edit: &'e Edit, outcome: &Outcome, hidden: bool) -> Option<Self> {
        let Op::Set { from, to, .. } = &edit.op else { return None };
        let refused = matches!(outcome, Outcome::Refused(_));
        Some(Self { edit, from: key(from), to: key(to), refused, hidden })
    }

    /// Who says so. What a file says stands on nothing that the person who merged it wrote.
    fn by(&self) -> &str {
        if self.edit.file().is_empty() { &self.edit.author } else { self.edit.file() }
    }

    /// Whether this edit tells of the maker of another one: what a file says without an edit and what an older version
    /// wrote, of the same one alone.
    fn continues(&self, other: &Self) -> bool {
        let vague = self.edit.seen.is_none() || self.refused && !self.edit.file().is_empty();
        !vague || self.by() == other.by()
    }
}

/// The most edits of one field that are compared each with each. No honest field has so many; where there are more, whatever was
/// not replaced in its own session is asked.
const MOST: usize = 1_000;

/// The places of the edits whose value is still wished for, whether it stands or not. `sets` are all edits of one field in
/// the total order; `knows(a, b)` tells whether the maker of `a` had seen `b`.
pub(super) fn wished(sets: &[Set<'_>], knows: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    if sets.len() > MOST {
        return wished_of_many(sets);
    }
    let void = void(sets, knows);
    let counts = |n: usize| void.get(n) == Some(&false) && sets.get(n).is_some_and(|set| !set.hidden);
    let is_wished = |(n, set): &(usize, &Set<'_>)| {
        if !counts(*n) {
            return false;
        }
        let others = || sets.iter().enumerate().filter(|(m, _)| m != n && counts(*m));
        let superseded = others().any(|(m, other)| {
            let replaces = other.from == set.to;
            // Whoever wishes the same and has seen this carries it on.
            let carries = other.to == set.to;
            (replaces || carries) && (!other.refused || other.continues(set)) && knows(m, *n)
        });
        !superseded
    };
    sets.iter().enumerate().filter(is_wished).map(|(n, _)| n).collect()
}

/// Which edits are void: a chain of edits, each made on what the one before it set, that leads back to where it began. It is
/// as if it had not been made, unless somebody built on a part of it.
fn void(sets: &[Set<'_>], knows: &dyn Fn(usize, usize) -> bool) -> Vec<bool> {
    let mut void = vec![false; sets.len()];
    // For each edit the one that gave the field the value it was made on; and, after it, the one that gave the field the value
    // that it has then: itself, or where it went back, who had said so before. `None` is what stood there at first.
    let mut made_on: Vec<Option<usize>> = Vec::with_capacity(sets.len());
    let mut says: Vec<Option<usize>> = Vec::with_capacity(sets.len());
    for (n, set) in sets.iter().enumerate() {
        let mut before = sets.iter().enumerate().take(n).rev();
        let on = before.find(|(m, other)| other.to == set.from && set.continues(other) && knows(n, *m));
        let on = on.and_then(|(m, _)| says.get(m).copied().flatten());
        made_on.push(on);
        says.push(Some(n));
        let is_file = set.refused && !set.edit.file().is_empty();
        let below = |at: &usize| made_on.get(*at).copied().flatten();
        let chain = std::iter::successors(on.filter(|_| !is_file), below);
        let mut chain: Vec<usize> = chain.collect();
        let Some(first) = chain.iter().position(|at| sets.get(*at).is_some_and(|first| first.from == set.to))
        else {
            continue;
        };
        chain.truncate(first + 1);
        let built_on = |at: usize| (0..sets.len()).any(|m| m != n && knows(m, at) && !knows(m, n));
        if let Some(first) = chain.last().copied().filter(|first| !built_on(*first)) {
            if let Some(says) = says.last_mut() {
                *says = made_on.get(first).copied().flatten();
            }
            for at in chain.into_iter().chain([n]) {
                if let Some(void) = void.get_mut(at) {
                    *void = true;
                }
            }
        }
    }
    void
}

/// [`wished`] for more edits than are compared each with each: linear, and asks rather too much.
fn wished_of_many(sets: &[Set<'_>]) -> Vec<usize> {
    let mut replaced: HashSet<(&str, &str)> = HashSet::new();
    let mut wished = Vec::new();
    for (n, set) in sets.iter().enumerate().rev().filter(|(_, set)| !set.hidden) {
        let session = parts(&set.edit.id).map_or(set.edit.id.as_str(), |(session, _)| session);
        if set.refused && !replaced.contains(&(session, set.to.as_str())) {
            wished.push(n);
        }
        if set.edit.file().is_empty() {
            replaced.insert((session, set.from.as_str()));
            replaced.insert((session, set.to.as_str()));
        }
    }
    wished.reverse();
    wished
}
