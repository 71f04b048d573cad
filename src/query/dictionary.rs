//! The words that rows share (statuses, units, aspects, classes of deadline) as small numbers, so that a row
//! is tested by comparing numbers and a name is searched once, not once a row. Knows no row.

use std::hash::Hash;

use super::qualifiers::folded;
use super::terms::Term as Word;
use ledger::Id;
use ledger::bundle::Bundle;
use ledger::due::Term;
use ledger::id_map::IdMap;
use ledger::register::Unit;
use ledger::vocabulary::{Class, Vocabulary};

/// The code of what has no value.
pub(super) const NONE: u32 = 0;
/// The code of what no row has.
pub(super) const NO_ROW: u32 = u32::MAX;

/// Numbers for the values of one kind, from 1 in the order of the bundle; 0 is no value.
#[derive(Debug, Clone)]
pub(super) struct CodeTable<K> {
    by_value: IdMap<K, u32>,
    /// What is searched, by code.
    labels: Vec<String>,
    /// How many of them the bundle knows; the rest were met in rows.
    known: usize,
}

impl<K: Hash + Eq + Clone> CodeTable<K> {
    fn new(none: &str, known: impl Iterator<Item = (K, String)>) -> Self {
        let mut codes = Self { by_value: IdMap::default(), labels: vec![none.to_owned()], known: 0 };
        for (key, label) in known {
            codes.add(key, label);
        }
        codes.known = codes.labels.len();
        codes
    }

    fn add(&mut self, key: K, label: String) -> u32 {
        // A bundle of 2^32 words does not fit into memory; were it to, the last code would stand for the rest.
        let code = u32::try_from(self.labels.len()).unwrap_or(NO_ROW);
        self.labels.push(label);
        *self.by_value.entry(key).or_insert(code)
    }

    /// The code of a value, which is given one where it was not foreseen.
    fn code(&mut self, key: Option<&K>, label: impl Fn(&K) -> String) -> u32 {
        match key {
            None => NONE,
            Some(key) => match self.by_value.get(key) {
                Some(code) => *code,
                None => self.add(key.clone(), label(key)),
            },
        }
    }

    /// The code of a value that is asked for.
    pub fn asked(&self, key: &K) -> u32 {
        self.by_value.get(key).copied().unwrap_or(NO_ROW)
    }

    /// For each code, whether its value is one that is wanted.
    pub fn which(&self, wanted: impl Fn(Option<&K>) -> bool) -> Vec<bool> {
        let mut which = vec![false; self.labels.len()];
        which[0] = wanted(None);
        for (key, code) in &self.by_value {
            which[*code as usize] = wanted(Some(key));
        }
        which
    }

    /// For each code, whether the word occurs in its label.
    pub fn holding(&self, word: &Word) -> Vec<bool> {
        self.labels.iter().map(|label| word.is_in(label)).collect()
    }

    /// For each code, whether its label is what a person calls it: one of its names, else one that holds the words.
    pub fn named(&self, name: &str) -> Vec<bool> {
        let is = |label: &String| label.split([GAP_CHAR, '、']).any(|own| folded(own) == name);
        let exact: Vec<bool> = self.labels.iter().map(is).collect();
        if exact.contains(&true) { exact } else { self.holding(&Word::new(name)) }
    }

    /// The names of all values.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let first = |label: &'_ String| label.find(GAP_CHAR).unwrap_or(label.len());
        self.labels.iter().map(move |label| &label[..first(label)]).filter(|label| !label.is_empty())
    }

    /// The place of a value in the order of the bundle; those that it does not know share one behind it.
    pub fn place(&self, code: u32) -> Option<u32> {
        (code != NONE).then(|| code.min(u32::try_from(self.known).unwrap_or(u32::MAX)))
    }

    /// What people read for a code.
    pub fn name(&self, code: u32) -> &str {
        let label = self.labels.get(code as usize).map_or("", String::as_str);
        label.split(GAP_CHAR).next().unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether the bundle's words are still those that `fresh` was just made from.
    fn knows_as(&self, fresh: &Self) -> bool {
        self.known == fresh.known
            && self.labels[..self.known] == fresh.labels
            && fresh.by_value.iter().all(|(key, code)| self.by_value.get(key) == Some(code))
    }
}

/// All shared words of a bundle.
#[derive(Debug, Clone)]
pub(super) struct Dictionary {
    pub statuses: CodeTable<Id>,
    pub units: CodeTable<Id>,
    pub aspects: CodeTable<Id>,
    pub terms: CodeTable<Term>,
    /// The names of 责任人, all of them met in rows. A search looks into their texts, so no view is made of them.
    pub owners: CodeTable<String>,
    /// 责任领导, as they are met.
    pub leaders: CodeTable<String>,
    classes: Vec<Class>,
    /// For each unit, its place in the order of names; units of one name share it.
    ranks: Vec<u32>,
}

impl Dictionary {
    pub fn new(bundle: &Bundle) -> Self {
        let vocabulary = Vocabulary::new(&bundle.statuses);
        let status = |id: &Id| (id.clone(), vocabulary.label(Some(id)).to_owned());
        let statuses = CodeTable::new(vocabulary.label(None), bundle.statuses.iter().map(|s| status(&s.id)));
        let classes = std::iter::once(None).chain(bundle.statuses.iter().map(|s| Some(&s.id)));
        let mut dictionary = Self {
            classes: classes.map(|id| vocabulary.class(id)).collect(),
            statuses,
            units: CodeTable::new("", bundle.units.iter().map(|unit| (unit.id.clone(), names(unit)))),
            aspects: CodeTable::new("", bundle.aspects.iter().map(|a| (a.id.clone(), a.title.clone()))),
            owners: CodeTable::new("", std::iter::empty()),
            terms: CodeTable::new("", Term::KNOWN.into_iter().map(|term| (term.clone(), term.to_string()))),
            leaders: CodeTable::new("", std::iter::empty()),
            ranks: Vec::new(),
        };
        dictionary.rank_units();
        dictionary
    }

    fn rank_units(&mut self) {
        let name = |label: &String| label.split(GAP_CHAR).next().map(str::to_owned).unwrap_or_default();
        let names: Vec<_> = self.units.labels.iter().map(name).collect();
        let mut order = names.clone();
        order.sort_unstable();
        order.dedup();
        let rank =
            |name: &String| order.binary_search(name).map_or(0, |rank| u32::try_from(rank).unwrap_or(0));
        self.ranks = names.iter().map(rank).collect();
    }

    /// Whether the bundle's words are still those that this was made from.
    pub fn is_of(&self, bundle: &Bundle) -> bool {
        let fresh = Self::new(bundle);
        self.statuses.knows_as(&fresh.statuses)
            && self.units.knows_as(&fresh.units)
            && self.aspects.knows_as(&fresh.aspects)
            && self.classes == fresh.classes
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

    /// The codes of the names in 责任人.
    pub fn owners(&mut self, text: &str) -> Box<[u32]> {
        owners(text).map(|name| self.owners.code(Some(&name.to_owned()), String::clone)).collect()
    }

    pub fn leader(&mut self, name: &str) -> u32 {
        if name.is_empty() { NONE } else { self.leaders.code(Some(&name.to_owned()), String::clone) }
    }

    /// What the status with this code means.
    pub fn class(&self, status: u32) -> Class {
        self.classes.get(status as usize).copied().unwrap_or(Class::Open)
    }

    /// The place of a unit in the order of names.
    pub fn rank(&self, unit: u32) -> Option<u32> {
        (unit != NONE).then(|| self.ranks.get(unit as usize).copied()).flatten()
    }

    /// How many words there are: more than before where one was met that was not foreseen.
    pub fn size(&self) -> usize {
        self.statuses.len() + self.units.len() + self.aspects.len() + self.terms.len()
    }
}

/// The names in 责任人, which people part by commas, slashes or spaces.
pub(super) fn owners(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| c.is_whitespace() || "、,，;；/／".contains(c));
    parts.filter(|name| !name.is_empty())
}

/// Stands between names, as it stands between texts.
const GAP_CHAR: char = '\0';

/// All names of a unit, kept apart from each other.
fn names(unit: &Unit) -> String {
    format!("{}{GAP_CHAR}{}", unit.name, unit.aliases)
}
