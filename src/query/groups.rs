//! The rows of a list in groups: measures by finding, 牵头部门, 整改状态 or 销号情况, findings by 问题类别, 牵头部门, 完成情况
//! or 销号情况. A group has a head, which tells how many of its records are done; a folded group shows its head alone. Knows the index, no element.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::done;
use super::dictionary::NONE;
use super::index::{FindingRow, Index};
use super::query::GroupBy;
use super::records::{Record, RecordKind, Row};
use ledger::closure::ClosureState;
use ledger::{Id, Ledger};

/// What tells a group from the others: the code of the finding, aspect, unit, status or state.
pub type GroupKey = u32;

/// A group of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub key: GroupKey,
    /// What people read: `问题 12 关于…`, `高新处`, `整改中`.
    pub name: String,
    /// How many of its records are finished.
    pub done: usize,
    /// Its rows, in the order of the list.
    pub rows: Vec<Row>,
}

impl Group {
    /// What its head says of its rows: `3 条，已完成 1 / 3`.
    #[must_use]
    pub fn told(&self) -> String {
        let unit = match self.rows.first().map(|row| row.kind()) {
            Some(RecordKind::Finding) => "个问题",
            _ => "条",
        };
        format!("{0} {unit}，已完成 {1} / {0}", self.rows.len(), self.done)
    }
}

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    /// The head of a group.
    Head(GroupKey),
    /// A record.
    Row(Row),
}

/// The rows in groups. Groups stand in the order of the ledger, of unit names, of the vocabulary, of the work;
/// what has no value comes last (a missing status first, as in every list).
#[must_use]
pub fn groups(index: &Index, ledger: &Ledger, rows: &[Row], by: &GroupBy) -> Vec<Group> {
    if let GroupBy::Custom(id) = by {
        return custom_groups(index, ledger, rows, id);
    }
    let mut found: BTreeMap<(u32, u32), Vec<Row>> = BTreeMap::new();
    for row in rows {
        found.entry(place(index, ledger, *row, by)).or_default().push(*row);
    }
    let made = found.into_iter().map(|((_, key), rows)| Group {
        key,
        name: name(index, ledger, rows[0].kind(), key, by),
        done: rows.iter().filter(|row| index.is_finished(**row)).count(),
        rows,
    });
    made.collect()
}

/// Groups by what a custom field shows: options in their order, then other texts in theirs, what is empty last.
fn custom_groups(index: &Index, ledger: &Ledger, rows: &[Row], id: &Id) -> Vec<Group> {
    let field = ledger.custom_field(id.as_str());
    let options: Vec<&str> = field.into_iter().flat_map(ledger::custom::CustomField::choices).collect();
    let by = GroupBy::Custom(id.clone());
    let mut found: BTreeMap<(bool, usize, String), Vec<Row>> = BTreeMap::new();
    for row in rows {
        let text = match index.record(ledger, *row) {
            Some(Record::Measure(finding, measure)) => by.of_measure(ledger, finding, measure),
            Some(Record::Finding(finding)) => by.of_finding(ledger, finding),
            None => continue,
        };
        let option = options.iter().position(|option| *option == text).unwrap_or(options.len());
        found.entry((text.is_empty(), option, text)).or_default().push(*row);
    }
    let mut keys = BTreeSet::new();
    let made = found.into_iter().map(|((_, _, text), rows)| {
        // The key is the text's own, whatever other groups there are; of two texts with one key the second steps aside.
        let mut key = hash(&text);
        while !keys.insert(key) {
            key = key.wrapping_add(1);
        }
        let unfilled =
            || format!("未填报{}", field.map_or_else(|| id.to_string(), |field| field.name().to_owned()));
        Group {
            key,
            name: if text.is_empty() { unfilled() } else { text },
            done: rows.iter().filter(|row| index.is_finished(**row)).count(),
            rows,
        }
    });
    made.collect()
}

/// A number for a text (FNV-1a).
fn hash(text: &str) -> GroupKey {
    text.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Where the group of a row stands among the groups, and its key.
fn place(index: &Index, ledger: &Ledger, row: Row, by: &GroupBy) -> (u32, u32) {
    let row = match row {
        Row::Measure(row) => row,
        Row::Finding(row) => return finding_place(index, ledger, row, by),
    };
    let entry = &index.measures[row.0 as usize];
    let facts = &entry.facts;
    match by {
        GroupBy::Finding => {
            let at = index.findings[entry.finding as usize].at;
            (u32::try_from(at).unwrap_or(u32::MAX), entry.finding)
        }
        GroupBy::Lead => (index.dictionary.rank(facts.lead).unwrap_or(u32::MAX), facts.lead),
        GroupBy::Status => (index.dictionary.statuses.place(facts.status).unwrap_or(0), facts.status),
        GroupBy::Term => (index.dictionary.terms.place(facts.term).unwrap_or(u32::MAX), facts.term),
        // The only other field that a query takes; any more stands in one group until it is known here.
        _ => (facts.closure as u32, facts.closure as u32),
    }
}

/// How far the measures of a finding are, as people say it, in the order of the work.
const COMPLETION: [&str; 4] = ["还没有措施", "都未完成", "部分完成", "全部完成"];

fn finding_place(index: &Index, ledger: &Ledger, row: FindingRow, by: &GroupBy) -> (u32, u32) {
    let entry = &index.findings[row.0 as usize];
    let facts = &entry.facts;
    match by {
        GroupBy::Aspect => (index.dictionary.aspects.place(facts.aspect).unwrap_or(u32::MAX), facts.aspect),
        GroupBy::Lead => (index.dictionary.rank(facts.lead).unwrap_or(u32::MAX), facts.lead),
        GroupBy::Status => {
            let done = index.finding(ledger, row).map_or(0, |finding| done(ledger, finding));
            let step = match (done, entry.count) {
                (_, 0) => 0,
                (0, _) => 1,
                (done, count) if done < count => 2,
                _ => 3,
            };
            (step, step)
        }
        _ => (facts.closure as u32, facts.closure as u32),
    }
}

fn name(index: &Index, ledger: &Ledger, of: RecordKind, key: GroupKey, by: &GroupBy) -> String {
    match by {
        GroupBy::Finding => {
            let entry = index.findings.get(key as usize).and_then(|entry| ledger.finding(&entry.id));
            entry.map_or_else(String::new, |finding| {
                format!("问题 {} {}", ledger.finding_number(&finding.id), finding.title)
            })
        }
        GroupBy::Aspect if key == NONE => "未分类".to_owned(),
        GroupBy::Aspect => index.dictionary.aspects.name(key).to_owned(),
        GroupBy::Lead if key == NONE => "未定牵头部门".to_owned(),
        GroupBy::Lead => index.dictionary.units.name(key).to_owned(),
        GroupBy::Status if of == RecordKind::Finding => {
            COMPLETION.get(key as usize).copied().unwrap_or_default().to_owned()
        }
        GroupBy::Status => index.dictionary.statuses.name(key).to_owned(),
        GroupBy::Term if key == NONE => "未定整改类型".to_owned(),
        GroupBy::Term => index.dictionary.terms.name(key).to_owned(),
        _ => ClosureState::ALL
            .into_iter()
            .find(|state| *state as u32 == key)
            .map_or("", ClosureState::label)
            .to_owned(),
    }
}

/// The lines of a table in groups, some of them folded.
#[must_use]
pub fn lines(groups: &[Group], folded: &BTreeSet<GroupKey>) -> Vec<Line> {
    let mut lines = Vec::with_capacity(groups.iter().map(|group| group.rows.len() + 1).sum());
    for group in groups {
        lines.push(Line::Head(group.key));
        if !folded.contains(&group.key) {
            lines.extend(group.rows.iter().copied().map(Line::Row));
        }
    }
    lines
}

/// The number of each of these lines among the rows of all groups, from 1; heads have none, rows of folded groups count.
#[must_use]
pub fn numbers(groups: &[Group], folded: &BTreeSet<GroupKey>) -> Vec<Option<usize>> {
    let mut numbers = Vec::with_capacity(groups.iter().map(|group| group.rows.len() + 1).sum());
    let mut before = 0;
    for group in groups {
        let behind = before + group.rows.len();
        numbers.push(None);
        if !folded.contains(&group.key) {
            numbers.extend((before + 1..=behind).map(Some));
        }
        before = behind;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FindingRows, MeasureRow, MeasureRows, Query};
    use ledger::date::Date;
    use ledger::demo::demo;
    use proptest::prelude::*;

    #[test]
    fn groups_stand_in_the_order_of_their_kind_and_tell_what_is_done() {
        let bundle = serde_json::from_value(serde_json::json!({
            "id": "b",
            "statuses": [{"id": "s1", "label": "整改中"}, {"id": "s2", "label": "已完成", "class": "done"}],
            "units": [{"id": "u1", "name": "乙处"}, {"id": "u2", "name": "丙处", "aliases": "法规处"}],
            "findings": [
                {"id": "f1", "number": 2, "title": "关于甲的问题", "measures": [
                    {"id": "m1", "status": "s2", "lead_unit": "u1"}, {"id": "m2", "status": "s9"}]},
                {"id": "f2", "title": "关于乙的问题", "measures": [
                    {"id": "m3", "status": "s1", "lead_unit": "u2", "closure": [{"id": "c", "action": "return"}]},
                    {"id": "m4", "lead_unit": "u2"}]}],
        }))
        .unwrap();
        let ledger = Ledger::new(bundle).unwrap();
        let index = Index::new(&ledger);
        let today = Date::new(2026, 11, 15).unwrap();
        let rows = MeasureRows::new(&index, &ledger, &Query::default(), today);
        let told = |by| {
            let all: Vec<Row> = rows.rows().iter().copied().map(Row::Measure).collect();
            let groups = groups(&index, &ledger, &all, &by).into_iter();
            groups.map(|g| format!("{} {}/{}", g.name, g.done, g.rows.len())).collect::<Vec<_>>().join("；")
        };
        assert_eq!(told(GroupBy::Finding), "问题 2 关于甲的问题 1/2；问题 2 关于乙的问题 0/2");
        assert_eq!(told(GroupBy::Lead), "丙处 0/2；乙处 1/1；未定牵头部门 0/1");
        assert_eq!(told(GroupBy::Status), "未填报 0/1；整改中 0/1；已完成 1/1；s9 0/1");
        assert_eq!(told(GroupBy::Closure), "未申请 1/3；退回 0/1");
    }

    #[test]
    fn findings_stand_in_groups_by_what_they_are_about_and_how_far_they_are() {
        let bundle = serde_json::from_value(serde_json::json!({
            "id": "b",
            "statuses": [{"id": "s1", "label": "整改中"}, {"id": "s2", "label": "已完成", "class": "done"}],
            "units": [{"id": "u1", "name": "乙处"}],
            "aspects": [{"id": "a1", "title": "党的建设"}, {"id": "a2", "title": "选人用人"}],
            "custom_fields": [{"id": "c", "label": "督办", "of": "finding", "kind": "choice", "options": "是的\n不用"}],
            "findings": [
                {"id": "f1", "aspect": "a2", "lead_unit": "u1", "custom": {"c": "不用"},
                    "measures": [{"id": "m1", "status": "s2"}, {"id": "m2", "status": "s1"}]},
                {"id": "f2", "aspect": "a1", "measures": [{"id": "m3", "status": "s2"}], "custom": {"c": "是的"}},
                {"id": "f3", "closure": [{"id": "k", "action": "return"}], "measures": [{"id": "m4", "lead_unit": "u1"}]},
                {"id": "f4", "aspect": "a2"}],
        }))
        .unwrap();
        let ledger = Ledger::new(bundle).unwrap();
        let index = Index::new(&ledger);
        let rows = FindingRows::new(&index, &ledger, &Query::default(), Date::new(2026, 11, 15).unwrap());
        let all: Vec<Row> = rows.rows().iter().copied().map(Row::Finding).collect();
        for (by, wanted) in [
            (GroupBy::Aspect, "党的建设 1/1；选人用人 0/2；未分类 0/1"),
            (GroupBy::Lead, "乙处 0/1；未定牵头部门 1/3"),
            (GroupBy::Status, "还没有措施 0/1；都未完成 0/1；部分完成 0/1；全部完成 1/1"),
            (GroupBy::Closure, "未申请 1/3；退回 0/1"),
            (GroupBy::Custom(Id::new("c").unwrap()), "是的 1/1；不用 0/1；未填报督办 0/2"),
        ] {
            let groups = groups(&index, &ledger, &all, &by);
            let told = groups.iter().map(|g| format!("{} {}/{}", g.name, g.done, g.rows.len()));
            assert_eq!(told.collect::<Vec<_>>().join("；"), wanted);
        }
        let groups = groups(&index, &ledger, &all, &GroupBy::Aspect);
        assert_eq!(groups[1].told(), "2 个问题，已完成 0 / 2");
    }

    #[test]
    fn rows_are_numbered_among_all_that_match_and_heads_are_not() {
        let group = |key: GroupKey, rows: std::ops::Range<u32>| Group {
            key,
            name: String::new(),
            rows: rows.map(|slot| Row::Measure(MeasureRow(slot))).collect(),
            done: 0,
        };
        let groups = [group(4, 0..2), group(7, 2..3), group(1, 3..5)];
        let told = |folded: &[GroupKey]| {
            let numbers = numbers(&groups, &folded.iter().copied().collect());
            let words = numbers.into_iter().map(|n| n.map_or("–".to_owned(), |n| n.to_string()));
            words.collect::<Vec<_>>().join(" ")
        };
        for (folded, numbers) in [
            (&[][..], "– 1 2 – 3 – 4 5"),
            (&[7][..], "– 1 2 – – 4 5"),
            (&[4, 1][..], "– – 3 –"),
            (&[4, 7, 1][..], "– – –"),
        ] {
            assert_eq!(told(folded), numbers, "{folded:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn groups_hold_every_row_once_in_the_order_of_the_list(seed in 0..9u64, size in 1..200usize, sort in "[a-z]{0,0}|sort=-due|sort=owner", fold in any::<bool>()) {
            let ledger = Ledger::new(demo(seed, size)).unwrap();
            let index = Index::new(&ledger);
            let rows = MeasureRows::new(&index, &ledger, &Query::parse(&sort), Date::new(2026, 11, 15).unwrap());
            let all: Vec<Row> = rows.rows().iter().copied().map(Row::Measure).collect();
            for by in [GroupBy::Finding, GroupBy::Lead, GroupBy::Status, GroupBy::Closure, GroupBy::Term] {
                let groups = groups(&index, &ledger, &all, &by);
                prop_assert!(groups.iter().all(|group| !group.rows.is_empty() && group.done <= group.rows.len()));
                for group in &groups {
                    let at = |row: &Row| all.iter().position(|other| other == row);
                    prop_assert!(group.rows.is_sorted_by_key(at));
                }
                let folded: BTreeSet<GroupKey> = groups.iter().take(usize::from(fold)).map(|group| group.key).collect();
                let hidden: usize = groups.iter().take(usize::from(fold)).map(|group| group.rows.len()).sum();
                let lines = lines(&groups, &folded);
                prop_assert_eq!(lines.len(), groups.len() + rows.matched() - hidden);
                let shown: std::collections::HashSet<Line> = lines.iter().copied().collect();
                prop_assert_eq!(shown.len(), lines.len());
                let numbers = numbers(&groups, &folded);
                prop_assert_eq!(numbers.len(), lines.len());
                for (line, number) in lines.iter().zip(numbers) {
                    prop_assert_eq!(matches!(line, Line::Row(_)), number.is_some());
                    prop_assert!(number.unwrap_or(1) <= rows.matched());
                }
            }
        }
    }
}
