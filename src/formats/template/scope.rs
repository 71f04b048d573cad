//! What marks may name, and what stands there: values and lists of one thing, with those of what is around it. Knows no
//! ledger and no file.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::fields::{FINDINGS, MEASURES};
use super::value::Value;
use ledger::Id;

/// A name of a value or list. The same names stand in thousands of things, so they share their letters.
pub type Name = Rc<str>;

/// The names that a thing has: of its values, and of its lists with what each item has.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Names of values.
    pub values: Vec<Name>,
    /// Names that the ledger gives to values, each with the name that every ledger knows.
    pub aliases: Vec<(Name, Name)>,
    /// Names of values that a public paper must not hold.
    pub internal: Vec<Name>,
    /// Names of lists.
    pub lists: Vec<(Name, Schema)>,
    /// What the page's own search answered to filters, by their words: which findings and measures they show. Only the
    /// names of the ledger itself have it.
    pub answers: HashMap<String, HashSet<Id>>,
}

/// The name of a count behind a list: `措施.总数`.
pub const COUNT: &str = "总数";

/// The name of an item's place among those that a block shows, from 1: `{{顺序|一}}`.
pub const ORDER: &str = "顺序";

impl Schema {
    /// The names of a list's items, wherever the list stands.
    #[must_use]
    pub fn items(&self, name: &str) -> Option<&Self> {
        self.list(name).or_else(|| self.lists.iter().find_map(|(_, items)| items.items(name)))
    }

    /// The items of a list.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&Self> {
        self.lists.iter().find(|(known, _)| **known == *name).map(|(_, items)| items)
    }

    /// Whether it has a value of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|known| **known == *name)
    }

    /// The name that every ledger knows of a value.
    #[must_use]
    pub fn plain_name(&self, name: &Name) -> Name {
        let own = self.aliases.iter().find(|(alias, _)| alias == name);
        own.map_or_else(|| Name::clone(name), |(_, plain)| Name::clone(plain))
    }

    /// Whether a value of this name is none for a public paper.
    #[must_use]
    pub fn is_internal(&self, name: &str) -> bool {
        self.internal.iter().any(|known| **known == *name)
    }

    /// Every name that a mark could use here.
    pub fn names(&self) -> impl Iterator<Item = String> + '_ {
        let counts = self.lists.iter().map(|(name, _)| format!("{name}.{COUNT}"));
        let lists = self.lists.iter().map(|(name, _)| name.to_string());
        self.values.iter().map(ToString::to_string).chain(lists).chain(counts)
    }
}

/// A thing: what its names stand for.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Which finding or measure it is.
    pub id: Option<Id>,
    /// Values by name.
    pub values: HashMap<Name, Value>,
    /// Lists by name.
    pub lists: HashMap<Name, Vec<Rc<Scope>>>,
}

/// What a mark sees: the thing it stands in, and those around it, the outermost first, each with the name of its list.
pub type Around<'a> = Vec<(&'a str, &'a Scope)>;

/// The value of a name: of the innermost thing that has it. `措施.责任人` is that of the nearest 措施, or of what bears its
/// values.
#[must_use]
pub fn value<'a>(around: &Around<'a>, name: &str) -> Option<&'a Value> {
    let (of, own) = name.split_once('.').map_or((None, name), |(of, own)| (Some(of), own));
    let of_thing = |of: Option<&str>| {
        let mut seen = around.iter().rev().filter(|(list, _)| of.is_none_or(|of| of == *list));
        seen.find_map(|(_, scope)| scope.values.get(own))
    };
    of_thing(of).or_else(|| of_thing(Some(bearer(of?)?)))
}

/// The things that bear the values of others, too: a measure those of its finding, so that `{{问题.反馈问题}}` may stand in a
/// block of measures.
#[must_use]
pub fn bearer(of: &str) -> Option<&'static str> {
    (of == FINDINGS).then_some(MEASURES)
}

/// The list of a name: of the innermost thing that has it.
#[must_use]
pub fn list<'a>(around: &Around<'a>, name: &str) -> Option<(&'a str, &'a [Rc<Scope>])> {
    around
        .iter()
        .rev()
        .find_map(|(_, scope)| scope.lists.get_key_value(name))
        .map(|(name, items)| (&**name, items.as_slice()))
}
