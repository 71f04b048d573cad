//! The operations that make one state of a ledger of another. They are tried out on a copy as they are found,
//! so that they hold when they are made in their order.

use std::collections::{BTreeSet, HashSet};

use super::apply::{apply, same};
use super::edit::{Op, Spot};
use ledger::record::Node;
use ledger::{Id, Ledger};

/// Members of the bundle that are no content.
const APART: [&str; 2] = ["history", "unsettled"];

/// The operations that lead from `from` to `to`, two states of one ledger: first what comes and moves between
/// lists, then what goes, the order of lists, and fields last. Members that this version does not know stay.
#[must_use]
pub(super) fn difference(from: Ledger, to: &Ledger) -> Vec<Op> {
    let equal: HashSet<&Id> = to
        .bundle()
        .findings
        .iter()
        .filter(|f| from.finding(&f.id).is_some_and(|old| old == *f))
        .map(|f| &f.id)
        .collect();
    let mut work = Work { ledger: from, ops: Vec::new(), equal };
    work.bring(to.bundle(), &to.bundle().id);
    work.take_out(to);
    work.arrange(to.bundle(), &to.bundle().id);
    work.set(to.bundle(), &to.bundle().id);
    work.ops
}

/// The copy on which operations are tried, and those that held.
struct Work<'l> {
    ledger: Ledger,
    ops: Vec<Op>,
    /// Findings that are the same in both with all below them.
    equal: HashSet<&'l Id>,
}

/// The items of a list with their ids.
fn items<'n>(node: &'n dyn Node, list: &str) -> Vec<(&'n Id, &'n dyn Node)> {
    let Some(list) = node.list(list) else { return Vec::new() };
    (0..list.len()).filter_map(|at| list.at(at)).filter_map(|item| Some((item.id()?, item))).collect()
}

/// The names of all fields of two states of a record, those of parts with the part's name before them. The members that
/// a ledger names are fields of either state.
fn field_names(from: Option<&dyn Node>, to: &dyn Node) -> Vec<String> {
    let mut names: Vec<String> = to.spec().fields.iter().map(|field| field.name.to_owned()).collect();
    for (part, inner) in to.spec().parts {
        names.extend(inner.fields.iter().map(|field| format!("{part}.{}", field.name)));
        let both = [from, Some(to)].into_iter().flatten().filter_map(|node| node.part(part));
        let given: BTreeSet<&String> =
            both.flat_map(|part| part.members().iter()).map(|(name, _)| name).collect();
        names.extend(given.into_iter().map(|name| format!("{part}.{name}")));
    }
    names
}

impl Work<'_> {
    fn step(&mut self, op: &Op) {
        if let Ok(applied) = apply(&mut self.ledger, op)
            && let Some(op) = applied.inverse.and_then(|inverse| inverse.inverse())
        {
            self.ops.push(op);
        }
    }

    fn spot_of(&self, id: &Id) -> Option<Spot> {
        let (parent, list) = self.ledger.parent(id)?;
        Some(Spot { parent: parent.clone(), list: list.to_owned(), after: self.ledger.before(id) })
    }

    fn remove(&mut self, id: &Id) {
        if let (Some(at), Some(item)) = (self.spot_of(id), self.ledger.node(id).map(Node::to_json)) {
            self.step(&Op::Remove { entity: id.clone(), at, item });
        }
    }

    /// Whether anything below an entity stands in the copy already, at another place.
    fn holds_below(&self, node: &dyn Node) -> bool {
        node.spec().lists.iter().any(|list| {
            items(node, list.name)
                .into_iter()
                .any(|(id, item)| self.ledger.kind(id).is_some() || self.holds_below(item))
        })
    }

    fn bring(&mut self, node: &dyn Node, parent: &Id) {
        for list in node.spec().lists {
            let mut after = None;
            for (id, item) in items(node, list.name) {
                if self.equal.contains(id) {
                    after = Some(id.clone());
                    continue;
                }
                let to = Spot { parent: parent.clone(), list: list.name.to_owned(), after };
                after = Some(id.clone());
                let kind = self.ledger.kind(id);
                if kind.is_some_and(|kind| !kind.is(list.item)) {
                    self.remove(id);
                }
                if kind.is_none_or(|kind| !kind.is(list.item)) {
                    let split = self.holds_below(item);
                    let mut value = item.to_json();
                    if let Some(members) = value.as_object_mut().filter(|_| split) {
                        members.retain(|name, _| list.item.list(name).is_none());
                    }
                    self.step(&Op::Insert { at: to, item: value });
                    if !split {
                        continue;
                    }
                } else if self.ledger.parent(id) != Some((parent, list.name))
                    && let Some(from) = self.spot_of(id)
                {
                    self.step(&Op::Move { entity: id.clone(), from, to });
                }
                self.bring(item, id);
            }
        }
    }

    fn take_out(&mut self, to: &Ledger) {
        let stays = |id: &Id| to.kind(id).is_some();
        let gone = |id: &&Id| !stays(id) && self.ledger.parent(id).is_some_and(|(parent, _)| stays(parent));
        let mut gone: Vec<Id> = self.ledger.ids().filter(gone).cloned().collect();
        ledger::order::sort(&mut gone);
        for id in gone {
            self.remove(&id);
        }
    }

    fn arrange(&mut self, node: &dyn Node, parent: &Id) {
        for list in node.spec().lists {
            let wanted = items(node, list.name);
            let now: Vec<Id> = self.ledger.node(parent).map_or_else(Vec::new, |node| {
                items(node, list.name).into_iter().map(|(id, _)| id.clone()).collect()
            });
            if !now.iter().eq(wanted.iter().map(|(id, _)| *id)) {
                let place: std::collections::HashMap<&Id, usize> =
                    now.iter().enumerate().map(|(at, id)| (id, at)).collect();
                let places: Vec<usize> = wanted.iter().filter_map(|(id, _)| place.get(id).copied()).collect();
                let stay = longest_rising(&places);
                let mut after = None;
                for (n, (id, _)) in wanted.iter().enumerate() {
                    let to = Spot { parent: parent.clone(), list: list.name.to_owned(), after };
                    after = Some((*id).clone());
                    if !stay.contains(&n)
                        && let Some(from) = self.spot_of(id)
                    {
                        self.step(&Op::Move { entity: (*id).clone(), from, to });
                    }
                }
            }
            for (id, item) in wanted {
                if !self.equal.contains(id) {
                    self.arrange(item, id);
                }
            }
        }
    }

    fn set(&mut self, node: &dyn Node, id: &Id) {
        for field in field_names(self.ledger.node(id), node) {
            if APART.contains(&field.as_str()) {
                continue;
            }
            let to = node.get(&field).unwrap_or_default();
            let from = self.ledger.get(id, &field).unwrap_or_default();
            if !same(&from, &to) {
                self.step(&Op::Set { entity: id.clone(), field, from, to });
            }
        }
        for list in node.spec().lists {
            for (id, item) in items(node, list.name) {
                if !self.equal.contains(id) {
                    self.set(item, id);
                }
            }
        }
    }
}

/// The indexes of a longest rising part of a sequence: what stays where it is while the rest moves.
fn longest_rising(numbers: &[usize]) -> HashSet<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (n, number) in numbers.iter().enumerate() {
        let at = ends.partition_point(|end| numbers.get(*end).is_some_and(|last| last < number));
        before.push(at.checked_sub(1).and_then(|at| ends.get(at)).copied());
        match ends.get_mut(at) {
            Some(end) => *end = n,
            None => ends.push(n),
        }
    }
    let mut stay = HashSet::new();
    let mut at = ends.last().copied();
    while let Some(n) = at {
        stay.insert(n);
        at = before.get(n).copied().flatten();
    }
    stay
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::{Bundle, arbitrary};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn the_difference_leads_from_one_state_to_the_other(from in arbitrary::bundle(), to in arbitrary::bundle()) {
            let from = Ledger::new(from).unwrap();
            let mut to: Bundle = to;
            to.id = from.bundle().id.clone();
            let to = Ledger::new(to).unwrap();
            let mut now = from.clone();
            for op in difference(from.clone(), &to) {
                prop_assert!(apply(&mut now, &op).is_ok(), "{op:?}");
            }
            prop_assert_eq!(difference(now, &to), []);
            prop_assert_eq!(difference(from.clone(), &from), []);
        }

        #[test]
        fn what_rises_longest_stays(numbers in Just((0..12_usize).collect::<Vec<_>>()).prop_shuffle()) {
            let stay = longest_rising(&numbers);
            let kept: Vec<usize> = (0..12).filter(|n| stay.contains(n)).map(|n| numbers[n]).collect();
            prop_assert!(kept.is_sorted());
            prop_assert!(kept.len() >= 3 || numbers.windows(2).filter(|w| w[0] < w[1]).count() < 6);
        }
    }
}
