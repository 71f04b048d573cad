//! Which of the numbered lines are problems: the level is chosen from how the whole text is numbered, then each line is
//! an aspect, a problem, or belongs to the problem above it.

use std::collections::HashMap;

use super::numbered::{Level, Numbered};
use crate::lines::Lines;

/// What a numbered line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An aspect.
    Aspect,
    /// A problem.
    Finding,
    /// Nothing: it stays in what stands above it.
    Inside,
}

/// The lines below one, up to the next of its own level or further out.
fn below(all: &[Numbered], at: usize) -> &[Numbered] {
    let rest = all.get(at + 1..).unwrap_or(&[]);
    let level = all.get(at).map_or(Level::Section, |one| one.level);
    rest.get(..rest.iter().position(|next| next.level <= level).unwrap_or(rest.len())).unwrap_or(&[])
}

/// Whether a line is only a heading: short, and at most three paragraphs before what is below it.
fn heads(lines: &Lines<'_>, one: &Numbered, child: &Numbered) -> bool {
    let between = (one.line + 1..child.line).filter(|at| !lines.line(*at).is_empty()).take(4).count();
    one.bare && between <= 3
}

fn most(count: usize, of: usize) -> bool {
    of > 0 && count * 2 > of
}

/// The level of the problems. Descends from the outermost as long as the lines of a level are headings of the next:
/// they say so, or nothing above them is an aspect yet, or what is below them tells facts of its own.
fn level(lines: &Lines<'_>, all: &[Numbered]) -> Option<Level> {
    if all.iter().any(|one| one.level == Level::Problem) {
        return Some(Level::Problem);
    }
    let mut current = all.iter().map(|one| one.level).min()?;
    let mut under_aspect = false;
    loop {
        let own: Vec<usize> = (0..all.len()).filter(|at| all[*at].level == current).collect();
        let mut children: HashMap<Level, usize> = HashMap::new();
        let (mut parents, mut headings, mut aspects, mut titled) = (0, 0, 0, 0);
        for at in &own {
            let (one, below) = (&all[*at], below(all, *at));
            aspects += usize::from(one.aspect);
            titled += usize::from(one.titled);
            let Some(level) = below.iter().map(|child| child.level).min() else { continue };
            *children.entry(level).or_default() += 1;
            parents += 1;
            headings += usize::from(below.first().is_some_and(|child| heads(lines, one, child)));
        }
        let aspect = most(aspects, own.len());
        let next = children.into_iter().max_by_key(|(level, count)| (*count, *level)).map(|(level, _)| level);
        let Some(next) = next.filter(|_| parents * 2 >= own.len()) else { return Some(current) };
        let inner: Vec<usize> = (0..all.len()).filter(|at| all[*at].level == next).collect();
        let of_inner =
            |says: &dyn Fn(usize) -> bool| most(inner.iter().filter(|at| says(**at)).count(), inner.len());
        let rich = of_inner(&|at| all[at].told || !below(all, at).is_empty() || has_more(lines, all, at));
        let inner_titled = of_inner(&|at| all[at].titled);
        let goes = most(headings, parents)
            && (inner_titled || !most(titled, own.len()))
            && if next == Level::Is { aspect } else { aspect || !under_aspect || rich || inner_titled };
        if !goes {
            return Some(current);
        }
        under_aspect = true;
        current = next;
    }
}

/// Whether paragraphs without a number follow a line.
fn has_more(lines: &Lines<'_>, all: &[Numbered], at: usize) -> bool {
    let next = all.get(at + 1).map_or(lines.len(), |next| next.line);
    all.get(at).is_some_and(|one| lines.next_said(one.line + 1, next).is_some())
}

/// What each of the numbered lines begins.
pub fn roles(lines: &Lines<'_>, all: &[Numbered]) -> Vec<Role> {
    let Some(level) = level(lines, all) else { return vec![Role::Inside; all.len()] };
    let mut roles = Vec::with_capacity(all.len());
    // The level whose lines are problems under the aspect above, where that has none of the usual one.
    let mut stand_in: Option<Level> = None;
    for (at, one) in all.iter().enumerate() {
        let below = below(all, at);
        let outer = if level == Level::Problem { one.level != level } else { one.level < level };
        let role = if one.level == level || stand_in == Some(one.level) {
            Role::Finding
        } else if !outer {
            Role::Inside
        } else if level == Level::Problem && !one.aspect && one.level > Level::Chinese {
            // Under 问题1. facts are numbered (1) or 1.
            Role::Inside
        } else {
            let has_problems = below.iter().any(|child| child.level == level);
            let inner = below.iter().map(|child| child.level).min();
            stand_in = inner.filter(|_| !has_problems && one.aspect && one.bare);
            if has_problems || stand_in.is_some() {
                Role::Aspect
            } else if level == Level::Problem || (one.aspect && one.bare && !has_more(lines, all, at)) {
                Role::Inside
            } else {
                Role::Finding
            }
        };
        roles.push(role);
    }
    roles
}
