//! Which refused edits still wait for a person. A wish waits until a later edit gives the field that value or all
//! stands as it was wished, a person turns it down, its author wishes something else on top of it, or the merge that brought it is undone.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::apply::{same, says_nothing};
use super::edit::{Edit, Op};
use super::log::{Journal, Outcome};
use ledger::Id;
use ledger::record::Node;

/// A value as a key: all that says nothing is one.
fn key(value: &Value) -> String {
    if says_nothing(value) { String::new() } else { value.to_string() }
}

/// What later edits say about earlier ones, read from the last edit backwards.
#[derive(Default)]
struct Later<'e> {
    /// Values that fields were given.
    given: HashSet<(&'e Id, &'e str, String)>,
    /// The latest word on a refused edit.
    declined: HashMap<&'e Id, bool>,
    /// Merges with whether they hold, latest first.
    merges: Vec<(&'e super::id_range::Spans, bool)>,
    /// Who built on which value: where the wish built on it stands among those that wait, if it does.
    built: HashMap<(&'e Id, &'e str, String, &'e str), Option<usize>>,
}

impl Later<'_> {
    fn is_settled(&self, edit: &Edit) -> bool {
        let merge = self.merges.iter().find(|(edits, _)| edits.contains(&edit.id));
        self.declined.get(&edit.id) == Some(&true) || merge.is_some_and(|(_, holds)| !holds)
    }
}

impl Journal {
    /// The edits that met another one and wait for a person, in the total order.
    #[must_use]
    pub fn waiting(&self) -> Vec<&Edit> {
        if !self.entries.iter().any(|entry| matches!(entry.outcome, Outcome::Refused(_))) {
            return Vec::new();
        }
        let mut later = Later::default();
        let mut waiting: Vec<Option<&Edit>> = Vec::new();
        for entry in self.entries.iter().rev() {
            let (edit, refused) = (&entry.edit, matches!(entry.outcome, Outcome::Refused(_)));
            match &edit.op {
                Op::Decline { edit, declined, .. } if !refused => {
                    later.declined.entry(edit).or_insert(*declined);
                }
                Op::Merge { edits, holds, .. } if !refused => later.merges.push((edits, *holds)),
                Op::Set { entity, field, from, to } => {
                    let wish = (entity, field.as_str(), key(to));
                    // What a file says stands on nothing that the person who merged it wrote.
                    let by = Some(edit.file()).filter(|file| !file.is_empty()).unwrap_or(&edit.author);
                    let built = (entity, field.as_str(), key(to), by);
                    let mut place = None;
                    if !refused {
                        later.given.insert(wish);
                    } else if let Some(above) = later.built.get(&built).copied() {
                        place = above;
                        // Its author went back to where he came from: nothing is wished for any more.
                        let undone = above.and_then(|at| waiting.get_mut(at)).filter(|slot| {
                            slot.is_some_and(
                                |top| matches!(&top.op, Op::Set { to: top, .. } if same(top, from)),
                            )
                        });
                        if let Some(slot) = undone {
                            *slot = None;
                        }
                    } else if !later.given.contains(&wish) && !later.is_settled(edit) && !self.is_so(&edit.op)
                    {
                        place = Some(waiting.len());
                        waiting.push(Some(edit));
                    }
                    later.built.insert((entity, field.as_str(), key(from), by), place);
                }
                _ if refused && !later.is_settled(edit) && !self.is_so(&edit.op) => waiting.push(Some(edit)),
                _ => {}
            }
        }
        waiting.into_iter().rev().flatten().collect()
    }

    /// Whether all stands as it was wished: what was restored as a whole says it again, too.
    fn is_so(&self, op: &Op) -> bool {
        match op {
            Op::Set { entity, field, to, .. } => {
                self.ledger.get(entity, field).is_some_and(|now| same(&now, to))
            }
            Op::Remove { entity, .. } => self.ledger.node(entity).is_none(),
            Op::Insert { item, .. } => op
                .entity()
                .and_then(|id| self.ledger.node(&id).map(Node::to_json))
                .is_some_and(|there| there == *item),
            Op::Move { entity, to, .. } => {
                self.ledger
                    .parent(entity)
                    .is_some_and(|(parent, list)| *parent == to.parent && list == to.list)
                    && self.ledger.before(entity) == to.after
            }
            _ => false,
        }
    }
}
