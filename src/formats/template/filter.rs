//! Which items of a list a block shows: words of the search, `状态:已完成 -部门:办公室 采购`. All must hold.
//! Where the page's own search has answered to the words, its answer counts; else they are looked for in the values.

use std::rc::Rc;

use super::scope::{self, Around, Schema, Scope};

/// One word of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'a> {
    /// The value that is looked at; `None` is any.
    pub name: Option<&'a str>,
    /// What it must contain.
    pub words: &'a str,
    /// `-`: it must not.
    pub not: bool,
}

/// The words of a filter.
pub fn terms(filter: &str) -> impl Iterator<Item = Term<'_>> {
    filter.split_whitespace().map(|word| {
        let (not, word) = word.strip_prefix('-').map_or((false, word), |word| (true, word));
        match word.split_once([':', '：']) {
            Some((name, words)) => Term { name: Some(name), words, not },
            None => Term { name: None, words: word, not },
        }
    })
}

/// The value that a short name of the search means: 状态 is 整改状态.
#[must_use]
pub fn full_name<'s>(schema: &'s Schema, name: &str) -> Option<&'s str> {
    let known = || schema.values.iter().map(|name| &**name);
    known().find(|known| *known == name).or_else(|| known().find(|known| known.ends_with(name)))
}

/// Whether an item holds the words of a filter.
fn holds(schema: &Schema, item: &Scope, filter: &str) -> bool {
    terms(filter).all(|term| {
        let holds = match term.name {
            Some(name) => {
                let value = full_name(schema, name).and_then(|name| item.values.get(name));
                value.is_some_and(|value| value.plain().contains(term.words))
            }
            None => item.values.values().any(|value| value.plain().contains(term.words)),
        };
        holds != term.not
    })
}

/// The list of a name as marks around it see it, with those of its items that a filter shows; `None` where no list has
/// that name. `root` are the names of the ledger.
#[must_use]
pub fn shown<'a>(
    root: &Schema,
    around: &Around<'a>,
    name: &str,
    filter: &str,
) -> Option<(&'a str, Vec<&'a Rc<Scope>>)> {
    let (name, items) = scope::list(around, name)?;
    let answer = root.answers.get(filter);
    let schema = root.items(name);
    let shows = |item: &&Rc<Scope>| match (answer, &item.id) {
        (Some(answer), Some(id)) => answer.contains(id),
        _ => schema.is_none_or(|schema| holds(schema, item, filter)),
    };
    Some((name, items.iter().filter(shows).collect()))
}
