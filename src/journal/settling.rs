//! Settling one edit that met another and waits: it is adopted, or turned down. Other wishes for the same field are other
//! decisions and stay.

use super::conflict::{Choice, Conflict, Here, conflicts};
use super::edit::Op;
use super::log::Journal;
use ledger::Id;

/// The operations that adopt a waiting edit or turn it down; `None` where it does not wait, or cannot be adopted any more.
#[must_use]
pub fn settle(journal: &Journal, edit: &Id, adopt: bool) -> Option<Vec<Op>> {
    let card = conflicts(journal, &Here).into_iter().find(|card| card.settles.contains(edit))?;
    let wish = journal.entry(edit).map(|entry| &entry.edit.op)?;
    let side = card.others.iter().position(|side| match wish {
        Op::Set { to, .. } => side.value == *to,
        _ => true,
    });
    let choice = match side.filter(|n| adopt && card.can_take(*n)) {
        Some(n) => Choice::Take(n),
        None if adopt => return None,
        None => Choice::Keep,
    };
    let own = Conflict { settles: vec![edit.clone()], ..card };
    Some(own.decide(&choice, &|id| journal.entry(id).map(|entry| entry.edit.op.clone())))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::edit::{Cause, Stamp};
    use ledger::date::Moment;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn fresh() -> Journal {
        let bundle = json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "findings": [{"id": "f", "measures": [{"id": "m1", "text": "x"}]}],
        });
        Journal::open(serde_json::from_value(bundle).unwrap()).unwrap()
    }

    fn commit(journal: &mut Journal, by: &str, ops: Vec<Op>) {
        let stamp = Stamp { session: id(by), at: Moment::EPOCH, author: by.to_owned(), unit: String::new() };
        journal.commit(ops, &stamp, &Cause::Direct).unwrap();
    }

    fn set(journal: &mut Journal, by: &str, to: &str) {
        let from = journal.ledger().get(&id("m1"), "owner").unwrap_or_default();
        let op = Op::Set { entity: id("m1"), field: "owner".to_owned(), from, to: to.into() };
        commit(journal, by, vec![op]);
    }

    /// A ledger where 甲 stands, and what others wrote there without knowing of it waits.
    fn waiting(others: &[&str]) -> Journal {
        let mut here = fresh();
        set(&mut here, "here", "甲");
        for name in others {
            let mut there = fresh();
            set(&mut there, name, name);
            here.receive(there.entries().iter().map(|entry| entry.edit.clone()).collect(), false);
        }
        here
    }

    fn owner(journal: &Journal) -> Value {
        journal.ledger().get(&id("m1"), "owner").unwrap_or_default()
    }

    #[test]
    fn a_waiting_edit_is_adopted_or_turned_down_and_waits_no_more() {
        for (adopt, stands) in [(true, "乙"), (false, "甲")] {
            let mut here = waiting(&["乙"]);
            let edit = here.waiting()[0].id.clone();
            let ops = settle(&here, &edit, adopt).unwrap();
            commit(&mut here, "here", ops);
            assert_eq!((owner(&here), here.waiting().len()), (stands.into(), 0), "{adopt}");
        }
    }

    #[test]
    fn other_wishes_for_the_same_field_stay_when_one_is_turned_down() {
        let mut here = waiting(&["乙", "丙"]);
        let edit = here.waiting()[0].id.clone();
        let ops = settle(&here, &edit, false).unwrap();
        commit(&mut here, "here", ops);
        assert_eq!((owner(&here), here.waiting().len()), ("甲".into(), 1));
    }

    #[test]
    fn what_does_not_wait_is_not_settled() {
        let here = waiting(&["乙"]);
        let applied = here.entries()[0].edit.id.clone();
        for adopt in [true, false] {
            assert_eq!(settle(&here, &applied, adopt), None);
            assert_eq!(settle(&here, &id("nobody"), adopt), None);
        }
    }
}
