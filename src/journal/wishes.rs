//! Which words of one field live: those that no writer who had seen them has replaced, and that their own author did not take
//! back. The rule is told in the crate's `README.md`. Knows values and who had seen what, no ledger, and nothing of what
//! became of an edit: a word that lives in one copy lives in every copy that knows more, but for what is new there.

use std::collections::HashSet;

use serde_json::Value;

use super::apply::says_nothing;
use super::edit::{Cause, Edit, Op};
use super::edit_identity::normal;
use super::id_range::parts;
use super::log::Outcome;

/// An edit that gives the field another word, or takes it out with all that it belongs to.
pub(super) struct Write<'e> {
    edit: &'e Edit,
    /// What stood there, as a key.
    from: String,
    /// What it sets, as a key; `None` where it takes the field out.
    to: Option<String>,
    /// It does not hold.
    refused: bool,
    /// The merge that brought it was taken back: it replaces nothing and takes nothing back.
    hidden: bool,
    /// It says nothing any more, either.
    silent: bool,
}

/// A value as a key: all that says nothing is one.
fn key(value: &Value) -> String {
    if says_nothing(value) { String::new() } else { normal(value.clone()).to_string() }
}

impl<'e> Write<'e> {
    /// Of an edit that sets a field; `None` of any other. Where the merge that brought it was taken back it is `hidden`, and
    /// says nothing where nobody says it again.
    pub fn new(edit: &'e Edit, outcome: &Outcome, hidden: bool, again: bool) -> Option<Self> {
        let Op::Set { from, to, .. } = &edit.op else { return None };
        let refused = matches!(outcome, Outcome::Refused(_));
        Some(Self { edit, from: key(from), to: Some(key(to)), refused, hidden, silent: hidden && !again })
    }

    /// Of an edit that takes the field out while it says `word`.
    pub fn removal(edit: &'e Edit, word: &Value) -> Self {
        Self { edit, from: key(word), to: None, refused: false, hidden: false, silent: false }
    }

    /// Who says so. What a file says stands on nothing that the person who merged it wrote.
    fn by(&self) -> &str {
        if self.edit.file().is_empty() { &self.edit.author } else { self.edit.file() }
    }

    /// Whether what its maker had seen is known: not of what a file says without an edit and what an older version wrote. That
    /// tells of edits of the same maker alone.
    fn may_have_seen(&self, other: &Self) -> bool {
        let vague = self.edit.seen.is_none() || self.refused && !self.edit.file().is_empty();
        !vague || self.by() == other.by()
    }

    /// Whether this edit, which leads back to where another one began, takes that back: it was made by the same person or by
    /// undoing. Anybody else turns it down.
    fn takes_back(&self, other: &Self) -> bool {
        let is_file = self.refused && !self.edit.file().is_empty();
        !is_file && (self.edit.cause != Cause::Direct || self.by() == other.by())
    }
}

/// The most edits of one field that are compared each with each. No honest field has so many; where there are more, whatever was
/// not replaced in its own session is asked.
const MOST: usize = 1_000;

/// The places of the edits whose words live. `writes` are all edits of one field in the total order; `knows(a, b)` tells
/// whether the maker of `a` had seen `b`; `stands(a, b)` whether the word of `b` was said again by putting in again what it
/// belongs to, unseen by the maker of `a`, who then replaces nothing.
pub(super) fn living(
    writes: &[Write<'_>],
    knows: &dyn Fn(usize, usize) -> bool,
    stands: &dyn Fn(usize, usize) -> bool,
) -> Vec<usize> {
    if writes.len() > MOST {
        return living_of_many(writes);
    }
    let roles = roles(writes, knows);
    let counting = |n: usize| writes.get(n).filter(|write| !write.hidden).zip(roles.get(n));
    let word = |n: usize| {
        let write =
            writes.get(n).filter(|write| !write.silent && roles.get(n).is_some_and(|role| role.says))?;
        write.to.as_ref()
    };
    let lives = |n: &usize| {
        let (Some(own), Some(write)) = (word(*n), writes.get(*n)) else { return false };
        // Whoever says the same and has seen this carries it on.
        let carries = |m: usize| word(m) == Some(own);
        let replaces = |m: usize| {
            counting(m).is_some_and(|(other, role)| match role.replaces {
                Replaces::All => other.from == *own,
                Replaces::NotSeenBy(first) => other.from == *own && !knows(first, *n),
                Replaces::Nothing => false,
            })
        };
        let may_have_seen =
            |m: usize| writes.get(m).is_some_and(|other| !other.refused || other.may_have_seen(write));
        let ends = |m: usize| {
            m != *n && (replaces(m) && !stands(m, *n) || carries(m)) && may_have_seen(m) && knows(m, *n)
        };
        !(0..writes.len()).any(ends)
    };
    (0..writes.len()).filter(lives).collect()
}

/// What an edit means among those of its field.
#[derive(Debug, Clone, Copy)]
struct Role {
    /// Whether its word may live.
    says: bool,
    /// Which words end by it.
    replaces: Replaces,
}

/// Which of the words that it was made on and that its maker had seen an edit replaces.
#[derive(Debug, Clone, Copy)]
enum Replaces {
    /// All of them.
    All,
    /// Those alone that the maker of this edit, which is taken back, had not seen: the others stand again as they did before it.
    NotSeenBy(usize),
    /// None: it is as if the edit had not been made.
    Nothing,
}

/// Two edits of which the second takes the first back.
struct Pair {
    first: usize,
    second: usize,
    /// What the first was made on; `None` where that is what stood there at first.
    under: Option<usize>,
}

/// What each edit means. An edit that was taken back means nothing. What took it back says again what stood before, unless that
/// is what stood there at first, which nobody said. Not where somebody built on what was taken back, and did not know that.
fn roles(writes: &[Write<'_>], knows: &dyn Fn(usize, usize) -> bool) -> Vec<Role> {
    let mut roles = vec![Role { says: true, replaces: Replaces::All }; writes.len()];
    // By whom an edit was taken back.
    let mut backs: Vec<Vec<usize>> = vec![Vec::new(); writes.len()];
    let pairs = pairs(writes, knows);
    for (at, Pair { first, second, under }) in pairs.iter().enumerate() {
        let (first, second) = (*first, *second);
        let (Some(made), Some(back)) = (writes.get(first), writes.get(second)) else { continue };
        // Not who took it back as well, and not what was taken back before that.
        let is_built_on = writes.iter().enumerate().any(|(m, other)| {
            Some(&other.from) == made.to.as_ref()
                && other.to.is_some()
                && other.to != back.to
                && knows(m, first)
                && m != second
                && !knows(m, second)
                && !backs.get(m).is_some_and(|backs| backs.iter().any(|back| knows(second, *back)))
        });
        // What was taken back with a merge takes back what came with it, and nothing else.
        if is_built_on || back.hidden && !made.hidden {
            continue;
        }
        if let Some(role) = roles.get_mut(first) {
            *role = Role { says: false, replaces: Replaces::Nothing };
        }
        if let Some(role) = roles.get_mut(second) {
            let replaces = match &back.edit.cause {
                // Whoever types it replaces what he sees.
                Cause::Direct => Replaces::All,
                Cause::Undo(_) | Cause::Redo(_) => Replaces::NotSeenBy(first),
            };
            *role = Role { says: under.is_some(), replaces };
        }
        // What went back to the first one before is gone with it.
        for Pair { second: between, .. } in pairs.iter().take(at).filter(|pair| pair.under == Some(first)) {
            if let Some(role) = roles.get_mut(*between).filter(|_| knows(second, *between)) {
                role.says = false;
            }
        }
        if let Some(backs) = backs.get_mut(first) {
            backs.push(second);
        }
    }
    roles
}

/// The pairs of edits of which the second, made on what the first one set, leads back to where the first began, with nothing
/// or such pairs between them; by the second. Told from what the second one's maker had seen alone.
fn pairs(writes: &[Write<'_>], knows: &dyn Fn(usize, usize) -> bool) -> Vec<Pair> {
    let mut pairs = Vec::new();
    // For each edit the one that gave the field the word it was made on; and, after it, the one that gave the field the word
    // that it has then: itself, or where it went back, who had said so before. `None` is what stood there at first.
    let mut made_on: Vec<Option<usize>> = Vec::with_capacity(writes.len());
    let mut says: Vec<Option<usize>> = Vec::with_capacity(writes.len());
    for (n, write) in writes.iter().enumerate() {
        let mut before = writes.iter().enumerate().take(n).rev();
        let made_by = before.find(|(m, other)| {
            other.to.as_ref() == Some(&write.from) && write.may_have_seen(other) && knows(n, *m)
        });
        let on = made_by.and_then(|(m, _)| says.get(m).copied().flatten());
        made_on.push(on);
        says.push(Some(n));
        let Some((first, made)) = on.and_then(|on| Some((on, writes.get(on)?))) else { continue };
        if write.to.as_ref() == Some(&made.from) && write.takes_back(made) {
            let under = made_on.get(first).copied().flatten();
            if let Some(says) = says.last_mut() {
                *says = under;
            }
            pairs.push(Pair { first, second: n, under });
        }
    }
    pairs
}

/// [`living`] for more edits than are compared each with each: linear, and asks rather too much.
fn living_of_many(writes: &[Write<'_>]) -> Vec<usize> {
    let mut replaced: HashSet<(&str, &str)> = HashSet::new();
    let mut living = Vec::new();
    for (n, write) in writes.iter().enumerate().rev().filter(|(_, write)| !write.silent) {
        let Some(word) = &write.to else { continue };
        let session = parts(&write.edit.id).map_or(write.edit.id.as_str(), |(session, _)| session);
        if write.refused && !replaced.contains(&(session, word.as_str())) {
            living.push(n);
        }
        if write.edit.file().is_empty() {
            replaced.insert((session, write.from.as_str()));
            replaced.insert((session, word.as_str()));
        }
    }
    living.reverse();
    living
}
