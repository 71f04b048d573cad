//! What marks may name, and what stands there: values and lists of one thing, with those of what is around it. Knows no
//! ledger and no file.

use std::collections::HashMap;

use super::value::Value;

/// The names that a thing has: of its values, and of its lists with what each item has.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Names of values.
    pub values: Vec<&'static str>,
    /// Names of values that a public paper must not hold.
    pub internal: Vec<&'static str>,
    /// Names of lists.
    pub lists: Vec<(&'static str, Schema)>,
}

/// The name of a count behind a list: `措施.总数`.
pub const COUNT: &str = "总数";

impl Schema {
    /// The items of a list.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&Self> {
        self.lists.iter().find(|(known, _)| *known == name).map(|(_, items)| items)
    }

    /// Every name that a mark could use here.
    pub fn names(&self) -> impl Iterator<Item = String> + '_ {
        let counts = self.lists.iter().map(|(name, _)| format!("{name}.{COUNT}"));
        let lists = self.lists.iter().map(|(name, _)| (*name).to_owned());
        self.values.iter().map(|name| (*name).to_owned()).chain(lists).chain(counts)
    }
}

/// A thing: what its names stand for.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Values by name.
    pub values: HashMap<&'static str, Value>,
    /// Lists by name.
    pub lists: HashMap<&'static str, Vec<Scope>>,
}

/// What a mark sees: the thing it stands in, and those around it, the outermost first, each with the name of its list.
pub type Around<'a> = Vec<(&'a str, &'a Scope)>;

/// The value of a name: of the innermost thing that has it. `措施.责任人` is that of the nearest 措施.
#[must_use]
pub fn value<'a>(around: &Around<'a>, name: &str) -> Option<&'a Value> {
    let (of, own) = name.split_once('.').map_or((None, name), |(of, own)| (Some(of), own));
    around
        .iter()
        .rev()
        .filter(|(list, _)| of.is_none_or(|of| of == *list))
        .find_map(|(_, scope)| scope.values.get(own))
}

/// The list of a name: of the innermost thing that has it.
#[must_use]
pub fn list<'a>(around: &Around<'a>, name: &str) -> Option<(&'static str, &'a [Scope])> {
    around
        .iter()
        .rev()
        .find_map(|(_, scope)| scope.lists.get_key_value(name))
        .map(|(name, items)| (*name, items.as_slice()))
}
