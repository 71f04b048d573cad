//! Which edits the page 变更 shows: by words, person, finding, kind and day. Stands in the address beside the
//! other parameters. Knows the journal; knows no page.

use super::query::Query;
use journal::entity_names::EntityNames;
use journal::{Cause, Entry, Journal, Op, Outcome, describe};
use ledger::Id;
use ledger::date::Date;

/// A kind of edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditKind {
    /// A field was set.
    Set,
    /// Something was put in.
    Insert,
    /// Something was taken out.
    Remove,
    /// Something was moved.
    Move,
    /// It takes another step back, or makes it again.
    Undo,
    /// Files were merged, or a conflict turned down.
    Merge,
    /// It met another edit and does not hold.
    Refused,
}

impl EditKind {
    /// All, in the order in which they are offered, with their words in addresses and for people.
    pub const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Set, "set", "修改"),
        (Self::Insert, "insert", "新增"),
        (Self::Remove, "remove", "删除"),
        (Self::Move, "move", "移动"),
        (Self::Undo, "undo", "撤销与重做"),
        (Self::Merge, "merge", "合并与不采用"),
        (Self::Refused, "refused", "未生效"),
    ];

    fn holds(self, entry: &Entry) -> bool {
        match self {
            Self::Set => matches!(entry.edit.op, Op::Set { .. }),
            Self::Insert => matches!(entry.edit.op, Op::Insert { .. }),
            Self::Remove => matches!(entry.edit.op, Op::Remove { .. }),
            Self::Move => matches!(entry.edit.op, Op::Move { .. }),
            Self::Undo => entry.edit.cause != Cause::Direct,
            Self::Merge => matches!(entry.edit.op, Op::Merge { .. } | Op::Decline { .. }),
            Self::Refused => matches!(entry.outcome, Outcome::Refused(_)),
        }
    }
}

/// What is asked for. Empty asks for everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditQuery {
    /// Words, all of which the edit's sentence holds.
    pub text: String,
    /// Who made it.
    pub who: String,
    /// The finding that it is about.
    pub finding: Option<Id>,
    /// The kind.
    pub kind: Option<EditKind>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The edit whose moment is looked at.
    pub at: Option<Id>,
}

/// The parameters that only this page knows.
const OWN: [&str; 5] = ["who", "kind", "from", "to", "at"];

impl EditQuery {
    /// Reads what stands in the address.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let query = Query::parse(text);
        let own =
            |name: &str| query.unknown.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        Self {
            who: own("who").unwrap_or_default().to_owned(),
            kind: own("kind").and_then(|w| EditKind::ALL.iter().find(|k| k.1 == w).map(|k| k.0)),
            from: own("from").and_then(|text| text.parse().ok()),
            to: own("to").and_then(|text| text.parse().ok()),
            at: own("at").and_then(Id::new),
            finding: query.finding,
            text: query.text,
        }
    }

    /// As it stands in the address; parameters of `before` that this page does not know stay.
    #[must_use]
    pub fn print(&self, before: &str) -> String {
        let mut query = Query::parse(before);
        query.unknown.retain(|(key, _)| !OWN.contains(&key.as_str()));
        query.text.clone_from(&self.text);
        query.finding.clone_from(&self.finding);
        let kind =
            self.kind.and_then(|kind| EditKind::ALL.iter().find(|k| k.0 == kind).map(|k| k.1.to_owned()));
        let date = |date: Option<Date>| date.map(|date| date.to_string());
        let who = Some(self.who.clone()).filter(|who| !who.is_empty());
        let at = self.at.as_ref().map(Id::to_string);
        let values = [who, kind, date(self.from), date(self.to), at];
        let own = OWN.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
        query.unknown.extend(own);
        query.print()
    }

    fn is_by(&self, author: &str) -> bool {
        self.who.is_empty() || author == self.who || (author.is_empty() && self.who == UNSIGNED)
    }

    /// The ids of the edits asked for, newest first.
    #[must_use]
    pub fn rows(&self, journal: &Journal) -> Vec<Id> {
        let known = EntityNames::of(journal);
        let terms: Vec<String> = self.text.split_whitespace().map(str::to_lowercase).collect();
        let holds = |entry: &&Entry| {
            let edit = &entry.edit;
            let day = edit.at.date();
            self.is_by(&edit.author)
                && self.kind.is_none_or(|kind| kind.holds(entry))
                && self.from.is_none_or(|from| from <= day)
                && self.to.is_none_or(|to| day <= to)
                && self.finding.as_ref().is_none_or(|finding| is_about(&known, &edit.op, finding))
                && (terms.is_empty() || {
                    let words = describe::sentence(&known, edit).to_lowercase();
                    terms.iter().all(|term| words.contains(term.as_str()))
                })
        };
        journal.entries().iter().rev().filter(holds).map(|entry| entry.edit.id.clone()).collect()
    }
}

/// Whether an operation is about a finding or anything in it, or that was in it.
fn is_about(known: &EntityNames, op: &Op, finding: &Id) -> bool {
    let within = |id: &Id| id == finding || known.finding_of(id).is_some_and(|id| id == *finding);
    let parent = match op {
        Op::Insert { at, .. } | Op::Remove { at, .. } => within(&at.parent),
        Op::Move { from, to, .. } => within(&from.parent) || within(&to.parent),
        _ => false,
    };
    parent || op.entity().is_some_and(|id| within(&id))
}

/// Who is meant where nobody signed.
pub const UNSIGNED: &str = "未署名";

/// The people who made edits, in the order of their names; last [`UNSIGNED`], where there are such edits.
#[must_use]
pub fn authors(journal: &Journal) -> Vec<String> {
    let mut names: Vec<String> = journal.entries().iter().map(|entry| entry.edit.author.clone()).collect();
    ledger::order::sort(&mut names);
    names.dedup();
    let unsigned = names.first().is_some_and(String::is_empty);
    names.retain(|name| !name.is_empty() && name != UNSIGNED);
    names.extend(unsigned.then(|| UNSIGNED.to_owned()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{Edit, Journal};
    use serde_json::json;

    fn journal() -> Journal {
        let bundle = json!({"format": "f", "id": "b", "findings": [{"id": "f1", "title": "甲", "measures": [{"id": "m1"}]}, {"id": "f2", "title": "乙"}]});
        let mut journal = Journal::open(serde_json::from_value(bundle).unwrap()).unwrap();
        let edit = |n: u32, who: &str, day: &str, mut op: serde_json::Value| {
            let own = json!({"id": format!("s-{n}"), "clock": n, "at": format!("{day}T09:30:00.000+08:00"), "author": who});
            op.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
            Edit::read(op).unwrap()
        };
        journal.receive(
            vec![
                edit(1, "王敏", "2024-06-01", json!({"op": "set", "entity": "m1", "field": "note", "to": "已开会"})),
                edit(2, "李强", "2024-06-02", json!({"op": "set", "entity": "f2", "field": "goal", "to": "目标"})),
                edit(3, "李强", "2024-06-03", json!({"op": "insert", "spot": {"parent": "f2", "list": "measures"}, "item": {"id": "m9"}})),
                edit(4, "王敏", "2024-06-04", json!({"op": "set", "entity": "m1", "field": "note", "to": "晚了"})),
                edit(5, "", "2024-06-05", json!({"op": "set", "entity": "m9", "field": "note", "to": "没有署名"})),
                edit(6, "", "2024-06-05", json!({"op": "remove", "entity": "m9", "spot": {"parent": "f2", "list": "measures"}, "item": {"id": "m9", "note": "没有署名"}})),
            ],
            false,
        );
        journal
    }

    #[test]
    fn edits_are_found_by_person_finding_kind_day_and_words() {
        let journal = journal();
        for (query, ids) in [
            ("", "s-6 s-5 s-4 s-3 s-2 s-1"),
            ("who=李强", "s-3 s-2"),
            ("finding=f1", "s-4 s-1"),
            ("finding=f2", "s-6 s-5 s-3 s-2"),
            ("who=未署名&kind=set", "s-5"),
            ("finding=f2&kind=insert", "s-3"),
            ("kind=refused", "s-4"),
            ("from=2024-06-02&to=2024-06-03", "s-3 s-2"),
            ("text=开会", "s-1"),
            ("who=谁", ""),
        ] {
            let found: Vec<String> =
                EditQuery::parse(query).rows(&journal).iter().map(Id::to_string).collect();
            assert_eq!(found.join(" "), ids, "{query}");
        }
        assert_eq!(authors(&journal), ["李强", "王敏", "未署名"]);
    }

    #[test]
    fn a_query_comes_back_from_its_address() {
        let query = EditQuery {
            text: "开 会".into(),
            who: "王敏".into(),
            finding: Id::new("f1"),
            kind: Some(EditKind::Undo),
            from: Date::new(2024, 6, 1),
            to: Date::new(2024, 6, 30),
            at: Id::new("s-1"),
        };
        let text = query.print("later=1&who=别人");
        assert_eq!(EditQuery::parse(&text), query);
        assert!(text.contains("later=1"), "{text}");
        assert_eq!(EditQuery::default().print(&text), "later=1");
    }
}
