//! Two states of a ledger beside each other: what came, went and changed, by finding, and the counts that moved.
//! The month's report is this. Knows no file and no page; tables come out as plain rows.

use std::collections::BTreeMap;

use super::describe;
use super::difference::difference;
use super::edit::Op;
use ledger::counts::{Counts, Group as Counted, Tally};
use ledger::date::Date;
use ledger::record::Node;
use ledger::{Id, Ledger};

/// What became of a finding, or of a place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// New.
    Added,
    /// Gone.
    Removed,
    /// Other than before.
    Changed,
    /// As before.
    Same,
}

impl Kind {
    /// The name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "新增",
            Self::Removed => "删除",
            Self::Changed => "修改",
            Self::Same => "没有变化",
        }
    }
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where: `措施 12-3`.
    pub place: String,
    /// What: `整改状态`, `整改措施`.
    pub what: String,
    /// How.
    pub kind: Kind,
    /// Before; empty where there was nothing.
    pub old: String,
    /// After; empty where there is nothing.
    pub new: String,
}

/// A finding with what differs in it; or what differs in the ledger outside findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The finding; `None` for the ledger itself.
    pub finding: Option<Id>,
    /// `12 关于…的问题`, or `台账`.
    pub name: String,
    /// What became of it.
    pub kind: Kind,
    /// What differs.
    pub lines: Vec<Line>,
}

/// A number that is counted in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What is counted.
    pub name: String,
    /// Before.
    pub old: u64,
    /// After.
    pub new: u64,
}

impl Moved {
    /// The movement with its sign: `+27`, `-3`, `0`.
    #[must_use]
    pub fn by(&self) -> String {
        match self.new.cmp(&self.old) {
            std::cmp::Ordering::Greater => format!("+{}", self.new - self.old),
            std::cmp::Ordering::Equal => "0".to_owned(),
            std::cmp::Ordering::Less => format!("-{}", self.old - self.new),
        }
    }
}

/// Two states compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// The ledger first, then findings in their order, then those that are gone. Those without change too.
    pub groups: Vec<Changed>,
    /// Counts of the whole.
    pub counts: Vec<Moved>,
    /// 已完成 by lead unit.
    pub units: Vec<Moved>,
}

/// Compares two states of one ledger; counts are taken as of these days.
#[must_use]
pub fn compare(old: &Ledger, new: &Ledger, days: (Date, Date)) -> Comparison {
    let ops = difference(old.clone(), new);
    let mut lines: BTreeMap<Option<&Id>, Vec<Line>> = BTreeMap::new();
    let mut apart: Vec<Line> = Vec::new();
    let mut kinds: BTreeMap<&Id, Kind> = BTreeMap::new();
    for op in &ops {
        let about = op.entity();
        let side = if matches!(op, Op::Remove { .. }) { old } else { new };
        let finding = about.as_ref().and_then(|id| side.finding_of(id));
        if let (Some(finding), Some(id)) = (finding, &about)
            && finding.id == *id
        {
            match op {
                Op::Insert { .. } => drop(kinds.insert(&finding.id, Kind::Added)),
                Op::Remove { .. } => drop(kinds.insert(&finding.id, Kind::Removed)),
                _ => {}
            }
        }
        let Some(line) = line(old, new, op) else { continue };
        match finding {
            Some(finding) => lines.entry(Some(&finding.id)).or_default().push(line),
            None => apart.push(line),
        }
    }
    let mut groups = vec![group(None, "台账".to_owned(), apart, None)];
    let removed = old.bundle().findings.iter().filter(|finding| new.finding(&finding.id).is_none());
    for (side, finding) in new.bundle().findings.iter().map(|f| (new, f)).chain(removed.map(|f| (old, f))) {
        let name = format!("{} {}", side.finding_number(&finding.id), finding.title);
        let own = lines.remove(&Some(&finding.id)).unwrap_or_default();
        groups.push(group(Some(finding.id.clone()), name, own, kinds.get(&finding.id).copied()));
    }
    let (before, after) = (Counts::of(old.bundle(), days.0), Counts::of(new.bundle(), days.1));
    Comparison { groups, counts: counts(old, new, &before, &after), units: units(old, new, &before, &after) }
}

fn group(finding: Option<Id>, name: String, lines: Vec<Line>, kind: Option<Kind>) -> Changed {
    let kind = kind.unwrap_or(if lines.is_empty() { Kind::Same } else { Kind::Changed });
    Changed { finding, name, kind, lines }
}

fn line(old: &Ledger, new: &Ledger, op: &Op) -> Option<Line> {
    let place = |ledger: &Ledger, id: &Id| describe::place(ledger, id).unwrap_or_else(|| id.to_string());
    Some(match op {
        Op::Set { entity, field, from, to } => {
            let spec = new.kind(entity).and_then(|kind| kind.field(field));
            Line {
                place: place(new, entity),
                what: describe::field_label(new, new.kind(entity), field),
                kind: Kind::Changed,
                old: describe::show(old, spec, from),
                new: describe::show(new, spec, to),
            }
        }
        Op::Insert { at, .. } => {
            let id = op.entity()?;
            Line {
                place: place(new, &at.parent),
                what: new.kind(&id)?.label.to_owned(),
                kind: Kind::Added,
                old: String::new(),
                new: whole(new, &id),
            }
        }
        Op::Remove { entity, at, .. } => Line {
            place: place(old, &at.parent),
            what: old.kind(entity)?.label.to_owned(),
            kind: Kind::Removed,
            old: whole(old, entity),
            new: String::new(),
        },
        Op::Move { entity, from, to } => Line {
            place: place(new, entity),
            what: "位置".to_owned(),
            kind: Kind::Changed,
            old: describe::spot_text(old, from),
            new: describe::spot_text(new, to),
        },
        Op::Decline { .. } | Op::Merge { .. } | Op::Unknown { .. } => return None,
    })
}

/// All that an entity says, for a report that drops no word.
fn whole(ledger: &Ledger, id: &Id) -> String {
    let Some(node) = ledger.node(id) else { return String::new() };
    let mut said = Vec::new();
    say(ledger, node, &mut said);
    said.join("；")
}

fn say(ledger: &Ledger, node: &dyn Node, said: &mut Vec<String>) {
    let main = ["title", "text", "name", "label"];
    for field in node.spec().fields {
        let value = node.get(field.name).unwrap_or_default();
        if !value.is_null() {
            let text = describe::show(ledger, Some(field), &value);
            let label = || ledger.field_label(node.spec(), field.name);
            said.push(if main.contains(&field.name) { text } else { format!("{}：{text}", label()) });
        }
    }
    for (part, spec) in node.spec().parts {
        for (name, value) in node.part(part).into_iter().flat_map(|part| part.members().iter()) {
            let label = ledger.field_label(node.spec(), &format!("{part}.{name}"));
            said.push(format!("{label}：{}", describe::show(ledger, spec.open, value)));
        }
    }
    for list in node.spec().lists.iter().filter_map(|list| node.list(list.name)) {
        for item in (0..list.len()).filter_map(|at| list.at(at)) {
            say(ledger, item, said);
        }
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn counts(old: &Ledger, new: &Ledger, before: &Counts, after: &Counts) -> Vec<Moved> {
    let moved = |name: &str, of: &dyn Fn(&Counts) -> usize| Moved {
        name: name.to_owned(),
        old: number(of(before)),
        new: number(of(after)),
    };
    let mut all = vec![
        moved("问题", &|c| c.findings.total),
        moved("整改完成的问题", &|c| c.findings.finished),
        moved("整改措施", &|c| c.measures.total),
        moved("已完成的措施", &|c| c.measures.done),
        moved("逾期的措施", &|c| c.measures.overdue),
        moved("30 日内到期的措施", &|c| c.measures.within_30),
    ];
    let status = |ledger: &Ledger, key: Option<&Id>| match key {
        None => describe::UNFILLED.to_owned(),
        Some(id) => ledger
            .node(id)
            .and_then(|node| node.get("label")?.as_str().map(str::to_owned))
            .unwrap_or_else(|| id.to_string()),
    };
    all.extend(grouped(
        old,
        new,
        (&before.by_status, &after.by_status),
        &status,
        |tally| tally.total,
        "状态：",
    ));
    all.push(Moved {
        name: "制定印发的制度".to_owned(), old: before.institutions, new: after.institutions
    });
    all.push(Moved {
        name: "追责问责人次".to_owned(),
        old: before.accountability,
        new: after.accountability,
    });
    let people = (before.accountable_people, after.accountable_people);
    if people != (0, 0) {
        all.push(Moved { name: "追责问责人数".to_owned(), old: people.0, new: people.1 });
    }
    all
}

fn units(old: &Ledger, new: &Ledger, before: &Counts, after: &Counts) -> Vec<Moved> {
    let name = |ledger: &Ledger, key: Option<&Id>| match key {
        None => "未定牵头部门".to_owned(),
        Some(id) => ledger
            .node(id)
            .and_then(|node| node.get("name")?.as_str().map(str::to_owned))
            .unwrap_or_else(|| id.to_string()),
    };
    grouped(old, new, (&before.by_lead_unit, &after.by_lead_unit), &name, |tally| tally.done, "")
}

/// The groups of one kind, of the old side and of the new one.
type Both<'a> = (&'a [Counted<Option<Id>>], &'a [Counted<Option<Id>>]);

/// Groups of both sides by their names: of one ledger they bear the same ids, of others at least the same words.
fn grouped(
    old: &Ledger,
    new: &Ledger,
    (before, after): Both<'_>,
    name: &dyn Fn(&Ledger, Option<&Id>) -> String,
    of: fn(&Tally) -> usize,
    prefix: &str,
) -> Vec<Moved> {
    let mut all: Vec<Moved> = Vec::new();
    let sides =
        before.iter().map(|group| (old, group, true)).chain(after.iter().map(|group| (new, group, false)));
    for (ledger, group, is_old) in sides.filter(|(_, group, _)| group.tally.total > 0) {
        let name = format!("{prefix}{}", name(ledger, group.key.as_ref()));
        let count = number(of(&group.tally));
        let at = all.iter().position(|moved| moved.name == name).unwrap_or_else(|| {
            all.push(Moved { name, old: 0, new: 0 });
            all.len() - 1
        });
        if let Some(moved) = all.get_mut(at) {
            if is_old { moved.old += count } else { moved.new += count }
        }
    }
    all
}

impl Comparison {
    /// How many findings are new, gone and changed.
    #[must_use]
    pub fn tally(&self) -> (usize, usize, usize) {
        let of = |kind| self.groups.iter().filter(|g| g.finding.is_some() && g.kind == kind).count();
        (of(Kind::Added), of(Kind::Removed), of(Kind::Changed))
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.iter().all(|group| group.kind == Kind::Same)
    }

    /// The counts as a table with its head.
    #[must_use]
    pub fn count_rows(&self, names: (&str, &str)) -> Vec<Vec<String>> {
        let mut rows = vec![["统计", names.0, names.1, "增减"].map(str::to_owned).to_vec()];
        let units = self.units.iter().map(|moved| (format!("{}已完成", moved.name), moved));
        let all = self.counts.iter().map(|moved| (moved.name.clone(), moved)).chain(units);
        rows.extend(all.map(|(name, m)| vec![name, m.old.to_string(), m.new.to_string(), m.by()]));
        rows
    }

    /// What differs as a table with its head, a row a line.
    #[must_use]
    pub fn change_rows(&self, names: (&str, &str)) -> Vec<Vec<String>> {
        let mut rows = vec![["问题", "位置", "项目", "变化", names.0, names.1].map(str::to_owned).to_vec()];
        for group in &self.groups {
            for line in &group.lines {
                let (name, kind) = (group.name.clone(), line.kind.label().to_owned());
                let (old, new) = (line.old.clone(), line.new.clone());
                rows.push(vec![name, line.place.clone(), line.what.clone(), kind, old, new]);
            }
        }
        rows
    }

    /// Both tables, one under the other, for a file.
    #[must_use]
    pub fn rows(&self, names: (&str, &str)) -> Vec<Vec<String>> {
        let mut rows = self.count_rows(names);
        rows.push(Vec::new());
        rows.extend(self.change_rows(names));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn ledger(findings: &Value) -> Ledger {
        let value = json!({"format": "f", "id": "b",
            "statuses": [{"id": "s1", "label": "整改中", "class": "open"}, {"id": "s2", "label": "已完成", "class": "done"}],
            "units": [{"id": "u", "name": "办公室"}], "findings": findings});
        Ledger::new(serde_json::from_value(value).unwrap()).unwrap()
    }

    #[test]
    fn the_report_of_a_month_is_told_by_finding_with_the_counts_that_moved() {
        let old = ledger(&json!([
            {"id": "f1", "number": 1, "title": "甲", "measures": [
                {"id": "m1", "number": 1, "text": "开会。", "status": "s1", "lead_unit": "u"}, {"id": "m2", "number": 2, "text": "发文。"}]},
            {"id": "f2", "number": 2, "title": "乙"}, {"id": "f3", "number": 3, "title": "丙"}]));
        let new = ledger(&json!([
            {"id": "f1", "number": 1, "title": "甲", "measures": [
                {"id": "m1", "number": 1, "text": "开会。", "status": "s2", "lead_unit": "u", "progress": [{"id": "p", "text": "开了。"}]}]},
            {"id": "f3", "number": 3, "title": "丙"}, {"id": "f4", "number": 4, "title": "丁"}]));
        let day = Date::new(2026, 11, 23).unwrap();
        let told = compare(&old, &new, (day, day));
        assert_eq!(told.tally(), (1, 1, 1));
        let rows = told.change_rows(("甲", "乙"));
        let text: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
        assert_eq!(
            text,
            [
                "问题|位置|项目|变化|甲|乙",
                "1 甲|措施 1-1|进展|新增||开了。",
                "1 甲|问题 1|整改措施|删除|措施序号：2；发文。|",
                "1 甲|措施 1-1|整改状态|修改|整改中|已完成",
                "4 丁|台账|问题|新增||序号：4；丁",
                "2 乙|台账|问题|删除|序号：2；乙|",
            ]
        );
        let done = told.counts.iter().find(|m| m.name == "已完成的措施").unwrap();
        assert_eq!((done.old, done.new, done.by().as_str()), (0, 1, "+1"));
        let units: Vec<(&str, u64, u64)> =
            told.units.iter().map(|m| (m.name.as_str(), m.old, m.new)).collect();
        assert_eq!(units, [("办公室", 0, 1), ("未定牵头部门", 0, 0)]);
        assert!(compare(&old, &old, (day, day)).is_empty());
    }
}
