//! What is known of every entity that edits name: what stands in the ledger, and what the journal's own edits tell of
//! what is gone from it. Tells, never decides.

use std::collections::HashMap;

use serde_json::Value;

use super::describe;
use super::edit::{Op, Spot};
use super::log::Journal;
use ledger::finding::{Finding, Measure};
use ledger::record::Spec;
use ledger::{Bundle, Id, Ledger};

/// How deep entities stand in each other at most; a file may tell of some that stand in themselves.
const DEPTH: usize = 8;

/// An entity that is gone.
#[derive(Debug, Clone)]
struct Was<'j> {
    spec: &'static Spec,
    parent: Id,
    item: &'j Value,
}

/// A ledger with what is known of what is gone from it.
#[derive(Debug, Clone)]
pub struct EntityNames<'j> {
    /// The ledger.
    pub ledger: &'j Ledger,
    gone: HashMap<Id, Was<'j>>,
}

fn id_of(item: &Value) -> Option<Id> {
    item.get("id").and_then(Value::as_str).and_then(Id::new)
}

impl<'j> EntityNames<'j> {
    /// The ledger alone.
    #[must_use]
    pub fn here(ledger: &'j Ledger) -> Self {
        Self { ledger, gone: HashMap::new() }
    }

    /// The ledger and what its edits put in and took out.
    #[must_use]
    pub fn of(journal: &'j Journal) -> Self {
        let mut known = Self::here(journal.ledger());
        // What was said last counts: what was taken out was so when it went.
        for entry in journal.entries().iter().rev() {
            if let Op::Insert { at, item } | Op::Remove { at, item, .. } = &entry.edit.op
                && let Some(spec) = known.spec_of(at)
            {
                known.note(spec, &at.parent, item);
            }
        }
        known
    }

    fn note(&mut self, spec: &'static Spec, parent: &Id, item: &'j Value) {
        let Some(id) = id_of(item) else { return };
        for list in spec.lists {
            for below in item.get(list.name).and_then(Value::as_array).into_iter().flatten() {
                self.note(list.item, &id, below);
            }
        }
        if self.ledger.kind(&id).is_none() {
            self.gone.entry(id).or_insert(Was { spec, parent: parent.clone(), item });
        }
    }

    /// What stands in this list.
    pub(super) fn spec_of(&self, spot: &Spot) -> Option<&'static Spec> {
        // The parent may be unknown; lists are named the same wherever they stand.
        fn search(spec: &'static Spec, list: &str) -> Option<&'static Spec> {
            spec.list(list).map(|l| l.item).or_else(|| spec.lists.iter().find_map(|l| search(l.item, list)))
        }
        let here = self.kind(&spot.parent).and_then(|spec| spec.list(&spot.list)).map(|list| list.item);
        here.or_else(|| search(Bundle::SPEC, &spot.list))
    }

    /// What kind of entity it is, or was.
    #[must_use]
    pub fn kind(&self, id: &Id) -> Option<&'static Spec> {
        self.ledger.kind(id).or_else(|| self.gone.get(id).map(|was| was.spec))
    }

    /// The name of an entity for people, also of one that is gone; `None` where nothing tells of it.
    #[must_use]
    pub fn place(&self, id: &Id) -> Option<String> {
        describe::place(self.ledger, id).or_else(|| Some(format!("{}（已删除）", self.name(id, DEPTH)?)))
    }

    fn name(&self, id: &Id, depth: usize) -> Option<String> {
        let Some(was) = self.gone.get(id).filter(|_| depth > 0) else {
            return describe::place(self.ledger, id);
        };
        let printed = |item: &Value| item.get("number").and_then(Value::as_u64);
        let label = was.spec.label;
        let own = || {
            let name = describe::short(&describe::item_name(Some(was.spec), was.item), 24);
            if name == label { name } else { format!("{label} {name}") }
        };
        if was.spec.is(Finding::SPEC) {
            return Some(printed(was.item).map_or_else(own, |number| format!("问题 {number}")));
        }
        if was.spec.is(Measure::SPEC) {
            let here =
                self.ledger.finding(&was.parent).map(|_| u64::from(self.ledger.finding_number(&was.parent)));
            let finding = here.or_else(|| printed(self.gone.get(&was.parent)?.item));
            let number = finding.zip(printed(was.item));
            return Some(number.map_or_else(own, |(finding, measure)| format!("措施 {finding}-{measure}")));
        }
        match self.name(&was.parent, depth - 1) {
            Some(above) if was.parent != self.ledger.bundle().id => Some(format!("{above}的{}", own())),
            _ => Some(own()),
        }
    }

    /// The finding that an entity stands in, or stood in.
    #[must_use]
    pub fn finding_of(&self, id: &Id) -> Option<Id> {
        let mut at = id.clone();
        for _ in 0..DEPTH {
            if let Some(finding) = self.ledger.finding_of(&at) {
                return Some(finding.id.clone());
            }
            let was = self.gone.get(&at)?;
            if was.spec.is(Finding::SPEC) {
                return Some(at);
            }
            at = was.parent.clone();
        }
        None
    }

    /// The findings that are gone, with their names, in the order of these.
    #[must_use]
    pub fn lost_findings(&self) -> Vec<(Id, String)> {
        let gone = self.gone.iter().filter(|(_, was)| was.spec.is(Finding::SPEC));
        let named = gone.filter_map(|(id, was)| {
            let title = describe::short(&describe::item_name(Some(was.spec), was.item), 24);
            Some((id.clone(), format!("{} {title}（已删除）", self.name(id, DEPTH)?)))
        });
        let mut all: Vec<(Id, String)> = named.collect();
        ledger::order::sort_by(&mut all, |a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cause, Edit};
    use serde_json::json;

    fn journal() -> Journal {
        let bundle = json!({"format": "f", "id": "b",
            "statuses": [{"id": "s1", "label": "整改中"}, {"id": "s2", "label": "已完成"}],
            "findings": [
                {"id": "f12", "number": 12, "title": "关于甲的问题", "measures": [
                    {"id": "m12-3", "number": 3, "text": "开会。", "progress": [{"id": "p", "text": "开了会。"}]}, {"id": "x", "text": "发文。"}]},
                {"id": "f13", "number": 13, "title": "关于乙的问题", "measures": [{"id": "m13-1", "number": 1}]}]});
        let mut journal = Journal::open(serde_json::from_value(bundle).unwrap()).unwrap();
        let stamp = crate::Stamp {
            session: Id::new("s").unwrap(),
            at: ledger::date::Moment::EPOCH,
            author: "王敏".into(),
            unit: String::new(),
        };
        let id = |text: &str| Id::new(text).unwrap();
        let set = |journal: &mut Journal, entity: &str, field: &str, to: Value| {
            let from = journal.ledger().get(&id(entity), field).unwrap();
            let op = Op::Set { entity: id(entity), field: field.into(), from, to };
            journal.commit(vec![op], &stamp, &Cause::Direct).unwrap();
        };
        set(&mut journal, "m12-3", "status", json!("s1"));
        set(&mut journal, "m12-3", "status", json!("s2"));
        set(&mut journal, "p", "date", json!("2024-06-18"));
        set(&mut journal, "x", "note", json!("甲"));
        set(&mut journal, "m13-1", "note", json!("乙"));
        for gone in ["p", "m12-3", "x", "f13"] {
            let (parent, list) =
                journal.ledger().parent(&id(gone)).map(|(p, l)| (p.clone(), l.to_owned())).unwrap();
            let at = Spot { parent, list, after: journal.ledger().before(&id(gone)) };
            let item = journal.ledger().node(&id(gone)).unwrap().to_json();
            journal.commit(vec![Op::Remove { entity: id(gone), at, item }], &stamp, &Cause::Direct).unwrap();
        }
        journal
    }

    #[test]
    fn what_is_gone_is_told_by_its_number_and_its_words() {
        let journal = journal();
        let known = EntityNames::of(&journal);
        let told: Vec<String> =
            journal.entries().iter().map(|entry| describe::sentence(&known, &entry.edit)).collect();
        assert_eq!(
            told,
            [
                "王敏 将措施 12-3（已删除）的整改状态由 未填报 改为 整改中",
                "王敏 将措施 12-3（已删除）的整改状态由 整改中 改为 已完成",
                "王敏 将措施 12-3的进展 开了会。（已删除）的日期由 未填报 改为 2024-06-18",
                "王敏 将整改措施 发文。（已删除）的备注由 未填报 改为 甲",
                "王敏 将措施 13-1（已删除）的备注由 未填报 改为 乙",
                "王敏 从措施 12-3（已删除）删除进展：开了会。",
                "王敏 从问题 12 删除整改措施：开会。",
                "王敏 从问题 12 删除整改措施：发文。",
                "王敏 从台账删除问题：关于乙的问题",
            ]
        );
        let of: Vec<Option<Id>> = ["p", "m12-3", "x", "m13-1", "f13", "s1"]
            .map(|id| known.finding_of(&Id::new(id).unwrap()))
            .to_vec();
        let (f12, f13) = (Id::new("f12"), Id::new("f13"));
        assert_eq!(of, [f12.clone(), f12.clone(), f12, f13.clone(), f13, None]);
        let lost: Vec<String> = known.lost_findings().into_iter().map(|(_, name)| name).collect();
        assert_eq!(lost, ["问题 13 关于乙的问题（已删除）"]);
    }

    #[test]
    fn what_stands_in_itself_comes_to_an_end() {
        let mut journal =
            Journal::open(serde_json::from_value(json!({"format": "f", "id": "b"})).unwrap()).unwrap();
        let edit = |n: u32, entity: &str, parent: &str| {
            Edit::read(json!({"id": format!("s-{n}"), "clock": n, "at": "2024-06-18T09:30:00.000+08:00", "author": "",
                "op": "remove", "entity": entity, "spot": {"parent": parent, "list": "progress"}, "item": {"id": entity}}))
            .unwrap()
        };
        journal.receive(vec![edit(1, "a", "c"), edit(2, "c", "a")], false);
        let known = EntityNames::of(&journal);
        assert!(known.place(&Id::new("a").unwrap()).is_some());
        assert_eq!(known.finding_of(&Id::new("a").unwrap()), None);
    }
}
