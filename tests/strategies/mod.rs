//! A small ledger, people, and random wishes of what to do with it: what the laws of the journal and of merging
//! have in common.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

use journal::conflict::{Choice, Conflict, Here, Rule, conflicts};
use journal::merge::{Plan, Source};
use journal::{Edit, Journal, Op, Spot, Stamp};
use ledger::date::Moment;
use ledger::{Bundle, Id, Ledger};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A small ledger with something in every kind of list, and unknown members.
pub fn bundle() -> Bundle {
    serde_json::from_value(json!({
        "format": "zhenggai.bundle/1", "id": "b", "title": "小台账", "x-new": [1.50, {"deep": null}],
        "statuses": [{"id": "s1", "label": "整改中", "class": "open"}, {"id": "s2", "label": "已完成", "class": "done"}],
        "units": [{"id": "u1", "name": "办公室"}, {"id": "u2", "name": "高新处", "x-head": true}],
        "inspection": {"round": "第五轮", "feedback": "2023-10-13"},
        "findings": [
            {"id": "f1", "number": 1, "title": "关于甲的问题", "measures": [
                {"id": "m1", "number": 1, "text": "甲一", "due": "2024-06", "status": "s1",
                 "progress": [{"id": "p1", "text": "已开会", "date": "2024-01-02"}, {"id": "p2", "text": "已发文"}],
                 "evidence": [{"id": "e1", "name": "纪要.pdf", "size": 12}]},
                {"id": "m2", "number": 2, "text": "甲二", "x-kept": "yes"}]},
            {"id": "f2", "number": 2, "title": "关于乙的问题", "measures": [{"id": "m3", "text": "乙一"}]},
            {"id": "f3", "number": 3, "title": "关于丙的问题"}],
        "institutions": [{"id": "d1", "title": "办法", "role": "issued"}]
    }))
    .expect("a valid bundle")
}

/// Somebody in this session.
pub fn stamp(session: &str) -> Stamp {
    Stamp {
        session: Id::new(session).expect("an id"),
        at: Moment::new(1_718_674_200_000, 480).expect("a moment"),
        author: "王敏".into(),
        unit: "办公室".into(),
    }
}

/// One random wish; what it means is decided on the ledger that it meets.
#[derive(Debug, Clone)]
pub struct Wish {
    kind: u8,
    entity: usize,
    name: usize,
    value: usize,
    fresh: u16,
}

/// Any wish.
pub fn wish() -> impl Strategy<Value = Wish> {
    (0..10_u8, any::<usize>(), any::<usize>(), any::<usize>(), any::<u16>())
        .prop_map(|(kind, entity, name, value, fresh)| Wish { kind, entity, name, value, fresh })
}

/// Values that fields of some kind take.
fn values() -> Vec<Value> {
    vec![
        json!("甲"),
        json!(""),
        json!(null),
        json!("2024-06-30"),
        json!("s2"),
        json!(7),
        json!(true),
        json!(["u1", "u2"]),
        json!("12.50"),
        json!("长期坚持"),
        json!("2024-06-18T09:30:00.000+08:00"),
    ]
}

/// An operation that the wish means on this ledger; mostly one that holds, sometimes one that does not.
pub fn op(ledger: &Ledger, wish: &Wish) -> Option<Op> {
    let mut ids: Vec<Id> = ledger.ids().cloned().collect();
    ids.push(ledger.bundle().id.clone());
    ids.sort();
    let entity = ids[wish.entity % ids.len()].clone();
    let spec = ledger.kind(&entity)?;
    let spot_of = |id: &Id| -> Option<Spot> {
        let (parent, list) = ledger.parent(id)?;
        Some(Spot { parent: parent.clone(), list: list.into(), after: ledger.before(id) })
    };
    match wish.kind {
        0..=4 => {
            let mut names: Vec<String> = spec.fields.iter().map(|f| f.name.to_owned()).collect();
            for (part, inner) in spec.parts {
                names.extend(inner.fields.iter().map(|f| format!("{part}.{}", f.name)));
            }
            names.retain(|n| n != "history" && n != "unsettled");
            let field = names[wish.name % names.len()].clone();
            let known = values();
            let accepts = spec.field(&field)?.accepts;
            let to = known
                .iter()
                .cycle()
                .skip(wish.value % known.len())
                .take(known.len())
                .find(|v| accepts(v))?
                .clone();
            let from = if wish.kind == 4 { json!("旧值不符") } else { ledger.get(&entity, &field)? };
            Some(Op::Set { entity, field, from, to })
        }
        5 | 6 => {
            let list = spec.lists.get(wish.name % spec.lists.len().max(1))?;
            let siblings = ledger.node(&entity)?.list(list.name)?;
            let at = wish.value % (siblings.len() + 1);
            let after = at.checked_sub(1).and_then(|i| siblings.at(i)).and_then(|n| n.id().cloned());
            // Few texts, so that different people put in the same.
            let text = ["已开会。", "已发文。", ""][wish.value % 3];
            let item = json!({"id": format!("n{}", wish.fresh), "text": text, "x-unknown": wish.value % 3});
            Some(Op::Insert { at: Spot { parent: entity, list: list.name.into(), after }, item })
        }
        7 => {
            let item = ledger.node(&entity)?.to_json();
            Some(Op::Remove { at: spot_of(&entity)?, entity, item })
        }
        _ => {
            let from = spot_of(&entity)?;
            let parents: Vec<&Id> = ids
                .iter()
                .filter(|id| ledger.kind(id).is_some_and(|k| k.list(&from.list).is_some()))
                .collect();
            let parent = parents[wish.value % parents.len()].clone();
            let siblings = ledger.node(&parent)?.list(&from.list)?;
            let at = wish.name % (siblings.len() + 1);
            let after = at.checked_sub(1).and_then(|i| siblings.at(i)).and_then(|n| n.id().cloned());
            let to = Spot { parent, list: from.list.clone(), after };
            Some(Op::Move { entity, from, to })
        }
    }
}

/// The bundle as JSON without its history, to compare states.
pub fn state(journal: &Journal) -> Value {
    serde_json::to_value(journal.ledger().bundle()).expect("JSON")
}

/// The index says of every entity what the bundle says: sweep after each step.
pub fn sweep(journal: &Journal) {
    let rebuilt = Ledger::new(journal.ledger().bundle().clone()).expect("no id twice");
    let mut ids: Vec<&Id> = journal.ledger().ids().collect();
    let mut fresh: Vec<&Id> = rebuilt.ids().collect();
    ids.sort();
    fresh.sort();
    assert_eq!(ids, fresh);
    for id in ids {
        assert_eq!(journal.ledger().parent(id), rebuilt.parent(id));
        assert_eq!(journal.ledger().position(id), rebuilt.position(id), "{id}");
        assert_eq!(journal.ledger().node(id).and_then(|n| n.id()), Some(id));
    }
}

/// Makes the wish, where it means something that holds; gives the edits.
pub fn commit(journal: &mut Journal, wish: &Wish, stamp: &Stamp) -> Vec<Edit> {
    let before = state(journal);
    let Some(op) = op(journal.ledger(), wish) else { return Vec::new() };
    let Ok((edits, changes)) = journal.commit(vec![op], stamp, &journal::Cause::Direct) else {
        assert_eq!(before, state(journal), "a refused edit changes nothing");
        return Vec::new();
    };
    assert_eq!(edits.is_empty(), changes.is_empty());
    if edits.is_empty() {
        assert_eq!(before, state(journal), "no edit, no change");
    } else {
        assert_ne!(before, state(journal), "an edit changes something");
    }
    sweep(journal);
    edits
}

/// Makes the wish, where it means something that holds; what `commit` asserts is not looked at.
pub fn make(journal: &mut Journal, wish: &Wish, stamp: &Stamp) -> Vec<Edit> {
    let Some(op) = op(journal.ledger(), wish) else { return Vec::new() };
    journal.commit(vec![op], stamp, &journal::Cause::Direct).map(|made| made.0).unwrap_or_default()
}

/// The file that an export would be, read again.
pub fn file(journal: &mut Journal) -> Bundle {
    let text = journal.sealed(|bundle| serde_json::to_string(bundle).unwrap());
    serde_json::from_str(&text).unwrap()
}

/// A file as it meets this workspace.
pub fn source(name: &str, journal: &mut Journal, workspace: &Journal) -> Source {
    Source::new(name, workspace.ledger(), file(journal)).unwrap().0
}

/// All edits of a journal.
pub fn edits(journal: &Journal) -> Vec<Edit> {
    journal.entries().iter().map(|entry| entry.edit.clone()).collect()
}

/// What waits for a person, without why.
pub fn cards(journal: &Journal) -> Vec<Conflict> {
    let cards = conflicts(journal, &Here).into_iter();
    cards.map(|card| Conflict { why: String::new(), ..card }).collect()
}

/// Merges a plan as a person would; gives the step's id where there is one.
pub fn merge(journal: &mut Journal, plan: &Plan, rule: Option<Rule>, who: &str) -> Option<Id> {
    let choices: Vec<Option<Choice>> = plan.conflicts.iter().map(|c| rule.map(|rule| c.by(rule))).collect();
    let made = journal.merge(plan, &choices, &stamp(who)).expect("what was planned holds");
    made.last().map(|edit| edit.step().clone())
}

/// The wish to take out the entity with this place in the order of ids.
pub fn removal(entity: usize) -> Wish {
    Wish { kind: 7, entity, name: 0, value: 0, fresh: 0 }
}
