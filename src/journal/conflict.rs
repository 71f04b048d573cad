//! What meets what: the refused edits that wait, a card a field, with both sides, who wrote them and when; and
//! the operations that a decision means. Decides nothing.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::apply::{Refusal, same};
use super::describe;
use super::dry_run::DryRun;
use super::edit::{Edit, Op, Spot};
use super::entity_names::EntityNames;
use super::log::{Journal, Outcome};
use ledger::custom::CustomKind;
use ledger::date::Moment;
use ledger::field::FieldKind;
use ledger::record::Node;
use ledger::{Id, Ledger};

/// A value that somebody wants to stand in a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The value.
    pub value: Value,
    /// The value for people.
    pub text: String,
    /// Who wrote it; empty where nobody signed.
    pub author: String,
    /// The writer's unit.
    pub unit: String,
    /// When, where an edit tells.
    pub at: Option<Moment>,
    /// The file it came with; empty for what was here before.
    pub file: String,
    /// Whether it was here before the files came.
    pub mine: bool,
}

/// A place where edits met.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// What it is about.
    pub entity: Id,
    /// The field; empty where entities were put in, taken out or moved.
    pub field: String,
    /// Where, for people: `措施 12-3`.
    pub place: String,
    /// What, for people: `整改状态`, `删除整改措施`.
    pub what: String,
    /// Whether the field holds free text, which can be combined.
    pub is_text: bool,
    /// What both began with.
    pub original: String,
    /// What stands in the ledger.
    pub current: Side,
    /// What else was wanted, in the total order.
    pub others: Vec<Side>,
    /// Why it was not taken, where it is more than a changed field.
    pub why: String,
    /// The operations that bring about what was wanted, where it is more than setting a field; for each of
    /// `others`. Empty where it cannot be any more.
    pub adopt: Vec<Vec<Op>>,
    /// The refused edits that the decision settles.
    pub settles: Vec<Id>,
}

impl Conflict {
    /// What each side is called, the current one first: the name of its file, `本台账` for what was here before; where
    /// that does not tell them apart, with the writer's name, and with a number where that does not either.
    #[must_use]
    pub fn side_names(&self) -> Vec<String> {
        let sides: Vec<&Side> = std::iter::once(&self.current).chain(&self.others).collect();
        let plain =
            |side: &Side| if side.file.is_empty() { "本台账".to_owned() } else { side.file.clone() };
        let with_author = |side: &&Side| {
            let alike = sides.iter().filter(|other| plain(other) == plain(side)).count();
            if alike > 1 && !side.author.is_empty() {
                format!("{}（{}）", plain(side), side.author)
            } else {
                plain(side)
            }
        };
        let names: Vec<String> = sides.iter().map(with_author).collect();
        let numbered = |(at, name): (usize, &String)| {
            let before = names.iter().take(at).filter(|other| *other == name).count();
            if before == 0 { name.clone() } else { format!("{name}（{}）", before + 1) }
        };
        names.iter().enumerate().map(numbered).collect()
    }
}

/// What a person decides.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// What stands in the ledger stays.
    Keep,
    /// One of the others takes its place.
    Take(usize),
    /// A text of both.
    Text(String),
}

/// A rule that decides many conflicts alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// What was here before the files came.
    Mine,
    /// What the files brought; of several the newest.
    Theirs,
    /// What was written last, by the writers' clocks.
    Newest,
    /// The longest text.
    Longest,
}

impl Rule {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Mine, Self::Theirs, Self::Newest, Self::Longest];

    /// The name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Mine => "一律用本台账的",
            Self::Theirs => "一律用文件里的",
            Self::Newest => "一律用最新的",
            Self::Longest => "一律用最长的",
        }
    }
}

impl Conflict {
    /// What the rule means here.
    #[must_use]
    pub fn by(&self, rule: Rule) -> Choice {
        let all: Vec<&Side> = std::iter::once(&self.current).chain(&self.others).collect();
        let sides = || all.iter().enumerate();
        let newest = |(_, side): &(usize, &&Side)| side.at.map(Moment::unix_ms);
        // Of equals the first: what stands in the ledger.
        let first_max = |a: Option<usize>| a.unwrap_or(0);
        let best = match rule {
            Rule::Mine => sides().find(|(_, side)| side.mine).map(|(n, _)| n),
            Rule::Theirs => sides().filter(|(_, side)| !side.mine).max_by_key(newest).map(|(n, _)| n),
            Rule::Newest => sides().rev().max_by_key(newest).map(|(n, _)| n),
            Rule::Longest => sides().rev().max_by_key(|(_, side)| side.text.chars().count()).map(|(n, _)| n),
        };
        match first_max(best).checked_sub(1) {
            Some(n) if self.can_take(n) => Choice::Take(n),
            _ => Choice::Keep,
        }
    }

    /// Whether one of the others can still be taken.
    #[must_use]
    pub fn can_take(&self, n: usize) -> bool {
        !self.field.is_empty() && self.why.is_empty() || self.adopt.get(n).is_some_and(|ops| !ops.is_empty())
    }

    /// The operations that the choice means; what is settled by it is turned down unless it was chosen.
    #[must_use]
    pub fn decide(&self, choice: &Choice, entry_of: &dyn Fn(&Id) -> Option<Op>) -> Vec<Op> {
        let set = |to: &Value| Op::Set {
            entity: self.entity.clone(),
            field: self.field.clone(),
            from: self.current.value.clone(),
            to: to.clone(),
        };
        let (mut ops, chosen) = match choice {
            Choice::Keep => (Vec::new(), None),
            Choice::Text(text) => {
                let value = Value::from(text.as_str());
                (vec![set(&value)], Some(value))
            }
            Choice::Take(n) => {
                match (self.adopt.get(*n).filter(|ops| !ops.is_empty()), self.others.get(*n)) {
                    (Some(ops), side) => (ops.clone(), side.map(|side| side.value.clone())),
                    (None, Some(side)) => (vec![set(&side.value)], Some(side.value.clone())),
                    (None, None) => (Vec::new(), None),
                }
            }
        };
        for id in &self.settles {
            let (field, value) = match entry_of(id) {
                Some(Op::Set { field, to, .. }) => (field, to),
                Some(Op::Insert { item, .. } | Op::Remove { item, .. }) => (String::new(), item),
                _ => (String::new(), Value::Null),
            };
            let granted = chosen.as_ref().is_some_and(|chosen| same(chosen, &value)) && !field.is_empty();
            if !granted {
                let entity = Some(self.entity.clone());
                ops.push(Op::Decline { edit: id.clone(), entity, field, value, declined: true });
            }
        }
        ops
    }
}

/// Where edits came from.
pub trait Origin {
    /// The file that brought an edit; `None` for what was here before.
    fn file_of(&self, edit: &Id) -> Option<&str>;
}

/// All was here before.
pub struct Here;

impl Origin for Here {
    fn file_of(&self, _: &Id) -> Option<&str> {
        None
    }
}

fn side(ledger: &Ledger, edit: &Edit, value: &Value, origin: &dyn Origin) -> Side {
    let spec = match &edit.op {
        Op::Set { entity, field, .. } => ledger.kind(entity).and_then(|kind| kind.field(field)),
        _ => None,
    };
    Side {
        value: value.clone(),
        text: describe::show(ledger, spec, value),
        // Who wrote what a file says without an edit, and when, is not known.
        author: if edit.file().is_empty() { edit.author.clone() } else { String::new() },
        unit: if edit.file().is_empty() { edit.unit.clone() } else { String::new() },
        at: Some(edit.at).filter(|_| edit.file().is_empty()),
        file: origin.file_of(&edit.id).unwrap_or(edit.file()).to_owned(),
        mine: origin.file_of(&edit.id).is_none(),
    }
}

/// Whether a field holds free text.
fn is_text(ledger: &Ledger, entity: &Id, field: &str) -> bool {
    if let Some(custom) = ledger.custom_field_of(field) {
        return matches!(custom.value_kind(), CustomKind::Text | CustomKind::LongText);
    }
    let spec = ledger.kind(entity).and_then(|kind| kind.field(field));
    spec.is_some_and(|spec| spec.kind == FieldKind::Text)
}

/// Who wrote what stands in fields now.
fn last_writers(journal: &Journal) -> HashMap<(&Id, &str), &Edit> {
    let applied = journal.entries().iter().filter(|entry| !matches!(entry.outcome, Outcome::Refused(_)));
    let sets = applied.filter_map(|entry| match &entry.edit.op {
        Op::Set { entity, field, .. } => Some(((entity, field.as_str()), &entry.edit)),
        _ => None,
    });
    sets.collect()
}

/// What stands in a field now, with its last writer.
fn current(
    ledger: &Ledger,
    entity: &Id,
    field: &str,
    writers: &HashMap<(&Id, &str), &Edit>,
    origin: &dyn Origin,
) -> Side {
    let value = ledger.get(entity, field).unwrap_or_default();
    match writers.get(&(entity, field)) {
        Some(edit) => side(ledger, edit, &value, origin),
        None => Side {
            text: describe::show(ledger, ledger.kind(entity).and_then(|kind| kind.field(field)), &value),
            value,
            author: String::new(),
            unit: String::new(),
            at: None,
            file: String::new(),
            mine: true,
        },
    }
}

/// The conflicts of a journal: what waits, a card a field.
#[must_use]
pub fn conflicts(journal: &Journal, origin: &dyn Origin) -> Vec<Conflict> {
    let ledger = journal.ledger();
    let waiting = journal.waiting();
    if waiting.is_empty() {
        return Vec::new();
    }
    let writers = last_writers(journal);
    let mut trial: Option<DryRun> = None;
    let mut cards: Vec<Conflict> = Vec::new();
    let mut of_field: BTreeMap<(Id, String), usize> = BTreeMap::new();
    for edit in waiting {
        if let Op::Set { entity, field, from, to } = &edit.op
            && ledger.get(entity, field).is_some()
        {
            let other = side(ledger, edit, to, origin);
            let card = *of_field.entry((entity.clone(), field.clone())).or_insert_with(|| {
                let spec = ledger.kind(entity).and_then(|kind| kind.field(field));
                let current = current(ledger, entity, field, &writers, origin);
                // A file that has no edit for it does not say what was there before: that is what stands here.
                let untold = same(from, to) || from.is_null() && !writers.contains_key(&(entity, &**field));
                let untold = untold && !edit.file().is_empty();
                cards.push(Conflict {
                    entity: entity.clone(),
                    field: field.clone(),
                    place: describe::place(ledger, entity).unwrap_or_else(|| entity.to_string()),
                    what: describe::field_label(ledger, ledger.kind(entity), field),
                    is_text: is_text(ledger, entity, field),
                    original: if untold { current.text.clone() } else { describe::show(ledger, spec, from) },
                    current,
                    others: Vec::new(),
                    why: String::new(),
                    adopt: Vec::new(),
                    settles: Vec::new(),
                });
                cards.len() - 1
            });
            if let Some(card) = cards.get_mut(card) {
                if !card.others.iter().any(|known| same(&known.value, &other.value)) {
                    card.others.push(other);
                }
                card.settles.push(edit.id.clone());
            }
        } else {
            let trial = trial.get_or_insert_with(|| DryRun { ledger: ledger.clone() });
            let adopt = again(journal, &edit.op).filter(|ops| trial.fits(ops));
            cards.push(of_entity(journal, edit, adopt.unwrap_or_default(), origin));
        }
    }
    cards
}

/// A refused edit of what is gone, or of an entity as a whole.
fn of_entity(journal: &Journal, edit: &Edit, adopt: Vec<Op>, origin: &dyn Origin) -> Conflict {
    let ledger = journal.ledger();
    let known = EntityNames::of(journal);
    let told = describe::tell(&known, edit);
    let why = match journal.entry(&edit.id).map(|entry| &entry.outcome) {
        Some(Outcome::Refused(refusal)) => describe::refusal(&known, Some(edit), refusal),
        _ => String::new(),
    };
    let value = match &edit.op {
        Op::Set { to, .. } => to.clone(),
        Op::Insert { item, .. } | Op::Remove { item, .. } => item.clone(),
        _ => Value::Null,
    };
    let mut wanted = side(ledger, edit, &Value::Null, origin);
    wanted.value = value;
    wanted.text = if told.to.is_empty() { told.what.clone() } else { told.to };
    let nothing = || Side { text: "维持现状".to_owned(), mine: !wanted.mine, at: None, ..wanted.clone() };
    Conflict {
        entity: edit.op.entity().unwrap_or_default(),
        field: match &edit.op {
            Op::Set { field, .. } => field.clone(),
            _ => String::new(),
        },
        place: told.place,
        what: told.what,
        is_text: false,
        original: told.from,
        current: Side {
            author: String::new(),
            unit: String::new(),
            file: String::new(),
            value: Value::Null,
            ..nothing()
        },
        others: vec![wanted.clone()],
        why: if why.is_empty() { "没有生效".to_owned() } else { why },
        adopt: vec![adopt],
        settles: vec![edit.id.clone()],
    }
}

/// The operations that do now what a refused one could not; `None` where that cannot be.
fn again(journal: &Journal, op: &Op) -> Option<Vec<Op>> {
    let ledger = journal.ledger();
    let spot = |id: &Id| -> Option<Spot> {
        let (parent, list) = ledger.parent(id)?;
        Some(Spot { parent: parent.clone(), list: list.to_owned(), after: ledger.before(id) })
    };
    match op {
        Op::Set { entity, field, to, .. } if ledger.node(entity).is_none() => {
            let (mut ops, item) = restore(journal, entity)?;
            let held = field.split_once('.').and_then(|(part, name)| item.get(part)?.get(name));
            let from = item.get(field).or(held).cloned().unwrap_or_default();
            ops.push(Op::Set { entity: entity.clone(), field: field.clone(), from, to: to.clone() });
            Some(ops)
        }
        Op::Insert { at, item } => {
            let id = op.entity()?;
            if ledger.node(&id).is_some() {
                return None;
            }
            let mut ops =
                if ledger.node(&at.parent).is_none() { restore(journal, &at.parent)?.0 } else { Vec::new() };
            ops.push(Op::Insert { at: at.clone(), item: item.clone() });
            Some(ops)
        }
        Op::Remove { entity, .. } => {
            let item = ledger.node(entity).map(Node::to_json)?;
            Some(vec![Op::Remove { entity: entity.clone(), at: spot(entity)?, item }])
        }
        Op::Move { entity, to, .. } => {
            ledger.node(&to.parent)?;
            Some(vec![Op::Move { entity: entity.clone(), from: spot(entity)?, to: to.clone() }])
        }
        _ => None,
    }
}

/// The operations that bring a removed entity back, with all above it that is gone too, and the entity as it was.
fn restore<'j>(journal: &'j Journal, id: &Id) -> Option<(Vec<Op>, &'j Value)> {
    let taken_out = |id: &Id| {
        journal.entries().iter().rev().find_map(|entry| match &entry.outcome {
            Outcome::Applied(back @ Op::Insert { at, item }) => Some((back, at, within(item, id)?)),
            _ => None,
        })
    };
    let (back, mut at, wanted) = taken_out(id)?;
    let mut ops = vec![back.clone()];
    while journal.ledger().node(&at.parent).is_none() {
        let (above, place, _) = taken_out(&at.parent)?;
        // What stood above it once and stands below it now cannot hold it.
        if ops.contains(above) {
            return None;
        }
        ops.push(above.clone());
        at = place;
    }
    ops.reverse();
    Some((ops, wanted))
}

/// The entity with this id in an item or below it.
fn within<'v>(item: &'v Value, id: &Id) -> Option<&'v Value> {
    let map = item.as_object()?;
    if map.get("id").and_then(Value::as_str) == Some(id.as_str()) {
        return Some(item);
    }
    map.values().filter_map(Value::as_array).flatten().find_map(|below| within(below, id))
}

impl Journal {
    /// Why a refused edit does not hold.
    #[must_use]
    pub fn refusal(&self, edit: &Id) -> Option<&Refusal> {
        match &self.entry(edit)?.outcome {
            Outcome::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
