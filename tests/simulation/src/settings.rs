//! Settings, told without the session: what was set, in which order, and which of it a store still holds.
//!
//! A setting is written over. What was acknowledged may only be followed by what was set later. Two things are no fault
//! of the program, and each is looked for exactly:
//! - the browser itself took away the last copy (a kill, a clearing, a wiped database): then the best copy that is left holds;
//! - localStorage, which puts the settings of several tabs in order, refused or lost an earlier one while the clock was put
//!   back behind it: then no page can know which was later. The tab that was refused said 未保存.

use std::collections::BTreeMap;

use crate::stores::{Database, LocalStorage};
use session::{Item, Save};

/// One setting of something.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Set {
    tab: usize,
    value: String,
    /// What the machine's clock showed, in milliseconds.
    clock: i64,
    /// The most that it had shown when anything was set here, by then.
    highest: i64,
    /// Numbers of later ones that were set while localStorage did not hold this one.
    passed_by: Vec<usize>,
}

/// Everything that was set under one key. Number 0 is that nothing was set.
#[derive(Debug)]
pub struct Sets {
    key: String,
    /// The value of a text of this key.
    value_of: fn(&str) -> String,
    all: Vec<Set>,
    /// Texts that were written, with what was set by each.
    texts: BTreeMap<String, usize>,
    /// The newest one that 已保存 covers, of those that no browser took away.
    acknowledged: usize,
    /// The newest one that the browser took out of localStorage, and out of the replica.
    took: (usize, usize),
    /// How often the browser took the last copy away.
    pub taken_away: usize,
}

impl Sets {
    /// Under this key, where `nothing` is the value that no text stands for.
    #[must_use]
    pub fn new(key: String, nothing: String, value_of: fn(&str) -> String) -> Self {
        let first = Set { tab: 0, value: nothing, clock: i64::MIN, highest: i64::MIN, passed_by: Vec::new() };
        Self {
            key,
            value_of,
            all: vec![first],
            texts: BTreeMap::new(),
            acknowledged: 0,
            took: (0, 0),
            taken_away: 0,
        }
    }

    /// A tab sets a value.
    pub fn set(&mut self, tab: usize, value: String, clock: i64, local: &LocalStorage) {
        let (number, held) = (self.all.len(), self.held_by(local.text(&self.key)));
        for (earlier, set) in self.all.iter_mut().enumerate() {
            if earlier > held && set.tab != tab {
                set.passed_by.push(number);
            }
        }
        let highest = self.all.last().map_or(clock, |set| set.highest.max(clock));
        self.all.push(Set { tab, value, clock, highest, passed_by: Vec::new() });
    }

    /// A tab writes this text into a store.
    pub fn written(&mut self, tab: usize, item: &Item) {
        if item.key != self.key {
            return;
        }
        let value = (self.value_of)(&item.text);
        let own = self.all.iter().rposition(|set| set.tab == tab && set.value == value);
        // A text of another tab is written where it was read. The same text may be made twice, after a kill.
        let known = self.texts.get(&item.text).copied();
        let number = own.max(known).unwrap_or_else(|| panic!("tab {tab} writes {}, never set", item.text));
        self.texts.insert(item.text.clone(), number);
    }

    fn held_by(&self, text: Option<&str>) -> usize {
        text.and_then(|text| self.texts.get(text)).copied().unwrap_or(0)
    }

    /// Whether localStorage holds what was set last.
    #[must_use]
    pub fn is_in_local(&self, local: &LocalStorage) -> bool {
        self.held_by(local.text(&self.key)) + 1 == self.all.len()
    }

    fn held(&self, local: &LocalStorage, replica: &Database<Item>) -> (usize, usize) {
        let there = replica.disk.get(&self.key).map(|item| item.text.as_str());
        (self.held_by(local.text(&self.key)), self.held_by(there))
    }

    /// A tab shows 已保存: what it set last is in localStorage, and in the replica where there is one.
    pub fn look(&mut self, tab: usize, one_store: bool, local: &LocalStorage, replica: &Database<Item>) {
        let last = self.all.iter().rposition(|set| set.tab == tab).unwrap_or(0);
        if last <= self.acknowledged {
            return;
        }
        let (here, there) = self.held(local, replica);
        if last > self.took.0 {
            self.assert_follows(last, here, "is in localStorage though 已保存 is said of");
        }
        if !one_store && last > self.took.1 {
            self.assert_follows(last, there, "is in the replica though 已保存 is said of");
        }
        // What the browser has just taken away is put back, or it is gone.
        if here.max(there) >= last {
            self.acknowledged = last;
        }
    }

    /// The browser took something away: also out of the replica, or not.
    pub fn browser_took(&mut self, local: &LocalStorage, replica: &Database<Item>, is_replica: bool) {
        let (here, there) = self.held(local, replica);
        let last = self.all.len() - 1;
        if here < last {
            self.took.0 = last;
        }
        if there < last && is_replica {
            self.took.1 = last;
        }
        if here.max(there) < self.acknowledged {
            self.acknowledged = here.max(there);
            self.taken_away += 1;
        }
    }

    /// What was acknowledged, or what was set later, is in a store.
    pub fn check(&self, local: &LocalStorage, replica: &Database<Item>) {
        let (here, there) = self.held(local, replica);
        self.assert_follows(self.acknowledged, here.max(there), "is in the stores, no longer");
    }

    /// After a crash this value is so.
    pub fn assert_is(&self, value: &str) {
        let found = self.all.iter().rposition(|set| set.value == value);
        let found = found.unwrap_or_else(|| panic!("{value:?} was never set under {}", self.key));
        self.assert_follows(self.acknowledged, found, "is so after the crash, not");
    }

    fn assert_follows(&self, earlier: usize, later: usize, what: &str) {
        let (a, b) = (&self.all[earlier], &self.all[later]);
        let is_legal = later >= earlier || self.may_be_passed(later, earlier);
        assert!(is_legal, "{}: {later} {b:?} {what} {earlier} {a:?}", self.key);
    }

    /// Whether no page can know that `by` was set later than `number`.
    fn may_be_passed(&self, number: usize, by: usize) -> bool {
        let (a, b) = (&self.all[number], &self.all[by]);
        a.passed_by.contains(&by) && b.clock <= a.highest
    }
}

/// What is to be seen where localStorage does not take what a person sets.
pub fn refusal_is_shown(shown: &Save) {
    let is_shown = matches!(shown, Save::Unsaved(why) if why.contains("浏览器存储已满"));
    assert!(is_shown, "localStorage refused a setting and {shown:?} is shown");
}
