//! The words that rows share (statuses, units, aspects, classes of deadline) as small numbers, so that a row
//! is tested by comparing numbers and a name is searched once, not once a row. Knows no row.

use std::hash::Hash;

use super::postings::GAP;
use super::terms::Term as Word;
use crate::ledger::Id;
use crate::ledger::bundle::Bundle;
use crate::ledger::due::Term;
use crate::ledger::quick::QuickMap;
use crate::ledger::register::Unit;
use crate::ledger::vocabulary::{Class, Vocabulary};

/// The code of what has no value.
pub(super) const NONE: u32 = 0;
/// The code of what no row has.
pub(super) const NO_ROW: u32 = u32::MAX;

/// Numbers for the values of one kind, from 1 in the order of the bundle; 0 is no value.
#[derive(Debug, Clone)]
pub(super) struct Codes<K> {
    codes: QuickMap<K, u32>,
    /// What is searched, by code.
    labels: Vec<String>,
}

impl<K: Hash + Eq + Clone> Codes<K> {
    fn new(none: &str, known: impl Iterator<Item = (K, String)>) -> Self {
        let mut codes = Self { codes: QuickMap::default(), labels: vec![none.to_owned()] };
        for (key, label) in known {
            codes.add(key, label);
        }
        codes
    }

    fn add(&mut self, key: K, label: String) -> u32 {
        // A bundle of 2^32 words does not fit into memory; were it to, the last code would stand for the rest.
        let code = u32::try_from(self.labels.len()).unwrap_or(NO_ROW);
        self.labels.push(label);
        *self.codes.entry(key).or_insert(code)
    }

    /// The code of a value, which is given one where it was not foreseen.
    fn code(&mut self, key: Option<&K>, label: impl Fn(&K) -> String) -> u32 {
        match key {
            None => NONE,
            Some(key) => match self.codes.get(key) {
                Some(code) => *code,
                None => self.add(key.clone(), label(key)),
            },
        }
    }

    /// The code of a value that is asked for.
    pub fn asked(&self, key: &K) -> u32 {
        self.codes.get(key).copied().unwrap_or(NO_ROW)
    }

    /// For each code, whether its value is one that is wanted.
    pub fn which(&self, wanted: impl Fn(Option<&K>) -> bool) -> Vec<bool> {
        let mut which = vec![false; self.labels.len()];
        which[0] = wanted(None);
        for (key, code) in &self.codes {
            which[*code as usize] = wanted(Some(key));
        }
        which
    }

    /// For each code, whether the word occurs in its label.
    pub fn holding(&self, word: &Word) -> Vec<bool> {
        self.labels.iter().map(|label| word.is_in(label)).collect()
    }

    pub fn len(&self) -> usize {
        self.labels.len()
    }
}

/// All shared words of a bundle.
#[derive(Debug, Clone)]
pub(super) struct Dictionary {
    pub statuses: Codes<Id>,
    pub units: Codes<Id>,
    pub aspects: Codes<Id>,
    pub terms: Codes<Term>,
    classes: Vec<Class>,
    /// For each unit, its place in the order of names.
    ranks: Vec<u32>,
}

impl Dictionary {
    pub fn new(bundle: &Bundle) -> Self {
        let vocabulary = Vocabulary::new(&bundle.statuses);
        let status = |id: &Id| (id.clone(), vocabulary.label(Some(id)).to_owned());
        let statuses = Codes::new(vocabulary.label(None), bundle.statuses.iter().map(|s| status(&s.id)));
        let classes = std::iter::once(None).chain(bundle.statuses.iter().map(|s| Some(&s.id)));
        let mut dictionary = Self {
            classes: classes.map(|id| vocabulary.class(id)).collect(),
            statuses,
            units: Codes::new("", bundle.units.iter().map(|unit| (unit.id.clone(), names(unit)))),
            aspects: Codes::new("", bundle.aspects.iter().map(|a| (a.id.clone(), a.title.clone()))),
            terms: Codes::new("", Term::KNOWN.into_iter().map(|term| (term.clone(), term.to_string()))),
            ranks: Vec::new(),
        };
        dictionary.rank_units();
        dictionary
    }

    fn rank_units(&mut self) {
        let mut order: Vec<_> =
            self.units.labels.iter().enumerate().map(|(code, name)| (name, code)).collect();
        order.sort_unstable();
        let mut ranks = vec![0; order.len()];
        for (rank, (_, code)) in (0..).zip(order) {
            ranks[code] = rank;
        }
        self.ranks = ranks;
    }

    pub fn status(&mut self, id: Option<&Id>) -> u32 {
        self.statuses.code(id, Id::to_string)
    }

    pub fn unit(&mut self, id: Option<&Id>) -> u32 {
        let known = self.units.len();
        let code = self.units.code(id, Id::to_string);
        if self.units.len() > known {
            self.rank_units();
        }
        code
    }

    pub fn aspect(&mut self, id: Option<&Id>) -> u32 {
        self.aspects.code(id, Id::to_string)
    }

    pub fn term(&mut self, term: Option<&Term>) -> u32 {
        self.terms.code(term.filter(|term| **term != Term::Other(String::new())), Term::to_string)
    }

    /// What the status with this code means.
    pub fn class(&self, status: u32) -> Class {
        self.classes.get(status as usize).copied().unwrap_or(Class::Open)
    }

    /// The place of a unit in the order of names.
    pub fn rank(&self, unit: u32) -> u32 {
        self.ranks.get(unit as usize).copied().unwrap_or(NO_ROW)
    }

    /// How many words there are: more than before where one was met that was not foreseen.
    pub fn size(&self) -> usize {
        self.statuses.len() + self.units.len() + self.aspects.len() + self.terms.len()
    }
}

/// All names of a unit, kept apart from each other.
fn names(unit: &Unit) -> String {
    let gap = char::from_u32(GAP.into()).unwrap_or_default();
    format!("{}{gap}{}", unit.name, unit.aliases)
}
