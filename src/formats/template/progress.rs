//! How far the filling of a template has come: items counted before, told as they are filled, not too often.

use super::filter::shown;
use super::mark::Ask;
use super::scope::{Around, Schema};
use super::tree::Node;

/// Hears of so many items that were filled.
pub type Tick<'t> = &'t mut dyn FnMut(usize);

/// How many times at most is told how far it has come.
const STEPS: usize = 100;

/// How far it has come.
pub struct Progress<'t> {
    of: usize,
    done: usize,
    told: usize,
    tell: &'t mut dyn FnMut(usize, usize),
}

impl<'t> Progress<'t> {
    /// Of so many items; `tell` hears of how many are done, of how many: never more often than a hundred times, the last
    /// time of all.
    pub fn new(of: usize, tell: &'t mut dyn FnMut(usize, usize)) -> Self {
        Self { of, done: 0, told: 0, tell }
    }

    /// So many more are done.
    pub fn step(&mut self, items: usize) {
        self.done = self.done.saturating_add(items).min(self.of);
        let is_last = self.done == self.of;
        if self.done >= self.told + self.of.div_ceil(STEPS).max(1) || is_last && self.told < self.of {
            self.told = self.done;
            (self.tell)(self.done, self.of);
        }
    }
}

/// How many items the outermost blocks of some nodes have, with the rows of the forms that stand in no block. A condition that
/// does not hold is taken as one that does.
#[must_use]
pub fn items(nodes: &[Node], root: &Schema, around: &Around<'_>) -> usize {
    let mut open = Vec::new();
    let mut count = 0;
    walk(
        nodes,
        &mut open,
        &mut |node| match node {
            Node::Slot(slot) => {
                if let Ask::Open(filter) = &slot.mark.ask {
                    count += shown(root, around, &slot.mark.name, filter).map_or(0, |(_, items)| items.len());
                }
            }
            Node::Form(form) => count += form.count(around),
            Node::Rows(form) => count += form.count(around),
            Node::Raw(_) | Node::Element(_) => {}
        },
        &|name| root.items(name).is_some(),
    );
    count
}

/// Shows the nodes that stand in no block of a list.
fn walk(nodes: &[Node], open: &mut Vec<bool>, see: &mut dyn FnMut(&Node), is_list: &dyn Fn(&str) -> bool) {
    for node in nodes {
        match node {
            Node::Element(element) => walk(&element.children, open, see, is_list),
            Node::Slot(slot) if slot.mark.closes() => {
                open.pop();
            }
            _ => {
                if !open.contains(&true) {
                    see(node);
                }
                if let Node::Slot(slot) = node
                    && slot.mark.opens()
                {
                    open.push(is_list(&slot.mark.name));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_at_most_a_hundred_times_and_the_last_time_of_all() {
        for (of, by, times) in
            [(10_000, 1, 100), (34, 1, 34), (1, 1, 1), (10_050, 7, 96), (5, 9, 1), (0, 0, 0)]
        {
            let mut told = Vec::new();
            let mut tell = |done, of| told.push((done, of));
            let mut progress = Progress::new(of, &mut tell);
            for _ in 0..of {
                progress.step(by);
            }
            progress.step(0);
            assert_eq!(told.len(), times, "{of} by {by}: {told:?}");
            assert!(told.is_sorted() && told.iter().all(|(done, _)| *done <= of), "{told:?}");
            assert_eq!(told.last(), (of > 0).then_some(&(of, of)));
        }
    }
}
