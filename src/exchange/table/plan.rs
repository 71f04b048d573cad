//! What an import would change, line by line, and the operations of the one step that does it. Empty cells keep what is
//! there; first deadlines, closure states and notes of progress are never overwritten (see [`super::values`]).

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::cells::Rows;
use super::columns::Column;
use super::incoming::InRow;
use super::matching::{Matcher, Meant, folded};
use super::registers::{Documents, named};
use super::values::{Setting, Values, Verdict, Wish};
use crate::journal::{Op, Spot};
use crate::ledger::finding::{Finding, Measure};
use crate::ledger::{Id, Ledger};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A measure or finding is added.
    Added,
    /// Something changes.
    Changed,
    /// Nothing changes.
    Unchanged,
    /// Nothing of it is taken.
    Rejected,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Unchanged, Self::Rejected];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "新增",
            Self::Changed => "修改",
            Self::Unchanged => "不变",
            Self::Rejected => "不导入",
        }
    }
}

/// A cell that differs from the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its column.
    pub column: Column,
    /// What the ledger says.
    pub old: String,
    /// What the file says.
    pub new: String,
    /// Why it is not taken.
    pub refused: Option<String>,
}

/// A row of the file, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The number that the spreadsheet shows.
    pub row: u32,
    /// `12-3`, or the number in the file.
    pub number: String,
    /// The measure's text, or the finding's title.
    pub text: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Why nothing of it is taken.
    pub reason: String,
    /// The cells that differ. Of a row that is added only those that are not taken.
    pub changes: Vec<Change>,
}

/// What an import would do.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// A line a row.
    pub lines: Vec<Line>,
    /// Units that are added.
    pub new_units: Vec<String>,
    /// 方面 that are added.
    pub new_aspects: Vec<String>,
    /// The operations of the one step.
    pub ops: Vec<Op>,
}

impl Plan {
    /// How many rows end so.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }
}

/// A finding that is added, with the measures of the rows below it.
struct NewFinding {
    id: Id,
    item: Map<String, Value>,
    measures: Vec<Value>,
}

/// The work on one file.
struct Making<'a, 'l> {
    rows: &'a Rows<'l>,
    values: Values<'a, 'l>,
    sets: Vec<Op>,
    inserts: Vec<Op>,
    documents: Documents,
    new: Vec<NewFinding>,
    new_by_title: HashMap<String, usize>,
    /// The measure behind which the next new one of a finding goes.
    after: HashMap<&'l Id, Id>,
    /// The row that spoke for a finding first.
    spoken: HashMap<&'l Id, &'a InRow>,
}

/// What the rows of a file would change in a ledger.
#[must_use]
pub fn plan(ledger: &Ledger, rows: &[InRow], setting: &Setting, fresh: &mut dyn FnMut() -> Id) -> Plan {
    let names = Rows::new(ledger, setting.today);
    let mut matcher = Matcher::new(ledger);
    let mut making = Making {
        rows: &names,
        values: Values::new(&names, setting),
        sets: Vec::new(),
        inserts: Vec::new(),
        documents: Documents::default(),
        new: Vec::new(),
        new_by_title: HashMap::new(),
        after: HashMap::new(),
        spoken: HashMap::new(),
    };
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        // Heads are repeated where a file was put together from printed pages.
        if Column::of_head(row.get(Column::Text)) == Some(Column::Text) {
            lines.push(rejected(row, "重复的表头"));
            continue;
        }
        lines.push(match matcher.find(row) {
            Meant::Nothing(why) => rejected(row, &why),
            Meant::Measure(finding, measure, by_id) => {
                making.changed(row, finding, Some(measure), by_id, fresh)
            }
            Meant::Finding(finding, by_id) => making.changed(row, finding, None, by_id, fresh),
            Meant::NewMeasure(finding) => making.added(row, finding, fresh),
            Meant::NewFinding => making.added_finding(row, fresh),
        });
    }
    making.finish(ledger, lines, fresh)
}

fn rejected(row: &InRow, why: &str) -> Line {
    Line {
        row: row.number,
        number: row.get(Column::Number).to_owned(),
        text: first_of(row),
        outcome: Outcome::Rejected,
        reason: why.to_owned(),
        changes: Vec::new(),
    }
}

fn first_of(row: &InRow) -> String {
    let text = row.get(Column::Text);
    if text.is_empty() { row.get(Column::Finding) } else { text }.to_owned()
}

impl<'a, 'l> Making<'a, 'l> {
    fn changed(
        &mut self,
        row: &'a InRow,
        finding: &'l Finding,
        measure: Option<&'l Measure>,
        by_id: bool,
        fresh: &mut dyn FnMut() -> Id,
    ) -> Line {
        let mut changes = Vec::new();
        let mut taken = self.finding_cells(row, finding, by_id, &mut changes, fresh);
        if let Some(measure) = measure {
            self.after.insert(&finding.id, measure.id.clone());
            for column in Column::ALL.into_iter().filter(|column| !column.of_finding()) {
                let cell = row.get(column);
                let verdict = self.values.of_measure(column, cell, Some((finding, measure)), by_id, fresh);
                let old = || self.rows.text(finding, Some(measure), column);
                let Some(wish) = judged(column, cell, verdict, old, &mut changes) else { continue };
                taken = true;
                match wish {
                    Wish::Set(fields) => self.set(&measure.id, fields),
                    Wish::Progress(mut note) => {
                        note.insert("id".to_owned(), json!(fresh()));
                        let after = measure.progress.last().map(|entry| entry.id.clone());
                        let at = Spot { parent: measure.id.clone(), list: "progress".to_owned(), after };
                        self.inserts.push(Op::Insert { at, item: Value::Object(note) });
                    }
                    Wish::Documents(titles) => {
                        for title in titles {
                            self.documents.add(&title, &finding.id, &measure.id);
                        }
                    }
                }
            }
        }
        let ledger = self.rows.ledger();
        let refused = changes.iter().find_map(|change| change.refused.clone());
        let outcome = match (taken, &refused) {
            (true, _) => Outcome::Changed,
            (false, Some(_)) => Outcome::Rejected,
            (false, None) => Outcome::Unchanged,
        };
        Line {
            row: row.number,
            number: measure.map_or_else(
                || ledger.finding_number(&finding.id).to_string(),
                |measure| ledger.measure_number(&finding.id, &measure.id),
            ),
            text: measure.map_or_else(|| finding.title.clone(), |measure| measure.text.clone()),
            outcome,
            reason: refused.filter(|_| !taken).unwrap_or_default(),
            changes,
        }
    }

    /// The cells about the finding: the first of its rows speaks, the others must say the same or nothing.
    fn finding_cells(
        &mut self,
        row: &'a InRow,
        finding: &'l Finding,
        by_id: bool,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> bool {
        let first = *self.spoken.entry(&finding.id).or_insert(row);
        let mut taken = false;
        for column in Column::ALL.into_iter().filter(|column| column.of_finding()) {
            let cell = row.get(column);
            if !std::ptr::eq(first, row) && (cell.is_empty() || cell == first.get(column)) {
                continue;
            }
            let mut verdict = self.values.of_finding(column, cell, Some(finding), by_id, fresh);
            if !std::ptr::eq(first, row) && matches!(verdict, Ok(Some(_))) {
                verdict = Err(format!("同一问题的写法前后不一，以第 {} 行为准", first.number));
            }
            let old = || self.rows.of_finding(finding, column);
            if let Some(Wish::Set(fields)) = judged(column, cell, verdict, old, changes) {
                taken = true;
                self.set(&finding.id, fields);
            }
        }
        taken
    }

    fn set(&mut self, entity: &Id, fields: Vec<(&'static str, Value)>) {
        for (field, to) in fields {
            let from = self.rows.ledger().get(entity, field).unwrap_or_default();
            if from != to {
                self.sets.push(Op::Set { entity: entity.clone(), field: field.to_owned(), from, to });
            }
        }
    }

    /// The measure of a row as JSON, and its id.
    fn measure(
        &mut self,
        row: &InRow,
        finding: &Id,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> (Id, Value) {
        let id = fresh();
        let mut item = Map::new();
        item.insert("id".to_owned(), json!(id));
        for column in Column::ALL.into_iter().filter(|column| !column.of_finding()) {
            let cell = row.get(column);
            let verdict = self.values.of_measure(column, cell, None, false, fresh);
            match refused_only(column, cell, verdict, changes) {
                None => {}
                Some(Wish::Set(fields)) => {
                    item.extend(
                        fields.into_iter().filter(|(_, to)| !to.is_null()).map(|(f, to)| (f.to_owned(), to)),
                    );
                }
                Some(Wish::Progress(mut note)) => {
                    note.insert("id".to_owned(), json!(fresh()));
                    item.insert("progress".to_owned(), json!([note]));
                }
                Some(Wish::Documents(titles)) => {
                    for title in titles {
                        self.documents.add(&title, finding, &id);
                    }
                }
            }
        }
        (id, Value::Object(item))
    }

    fn added(&mut self, row: &'a InRow, finding: &'l Finding, fresh: &mut dyn FnMut() -> Id) -> Line {
        let mut changes = Vec::new();
        self.finding_cells(row, finding, false, &mut changes, fresh);
        let (id, item) = self.measure(row, &finding.id, &mut changes, fresh);
        let last = finding.measures.last().map(|measure| measure.id.clone());
        let after = self.after.insert(&finding.id, id).or(last);
        let at = Spot { parent: finding.id.clone(), list: "measures".to_owned(), after };
        self.inserts.push(Op::Insert { at, item });
        let number = self.rows.ledger().finding_number(&finding.id).to_string();
        added_line(row, number, changes)
    }

    fn added_finding(&mut self, row: &'a InRow, fresh: &mut dyn FnMut() -> Id) -> Line {
        let mut changes = Vec::new();
        let key = folded(row.get(Column::Finding));
        let at = self.new_by_title.get(&key).copied().unwrap_or_else(|| {
            let id = fresh();
            let mut item = Map::new();
            item.insert("id".to_owned(), json!(id));
            for column in Column::ALL.into_iter().filter(|column| column.of_finding()) {
                let cell = row.get(column);
                let verdict = self.values.of_finding(column, cell, None, false, fresh);
                if let Some(Wish::Set(fields)) = refused_only(column, cell, verdict, &mut changes) {
                    item.extend(fields.into_iter().map(|(field, to)| (field.to_owned(), to)));
                }
            }
            self.new.push(NewFinding { id, item, measures: Vec::new() });
            self.new_by_title.insert(key, self.new.len() - 1);
            self.new.len() - 1
        });
        if !row.get(Column::Text).is_empty()
            && let Some(finding) = self.new.get(at).map(|new| new.id.clone())
        {
            let (_, item) = self.measure(row, &finding, &mut changes, fresh);
            self.new[at].measures.push(item);
        }
        added_line(row, row.get(Column::Number).to_owned(), changes)
    }

    /// The operations in an order in which each finds what it names.
    fn finish(self, ledger: &Ledger, lines: Vec<Line>, fresh: &mut dyn FnMut() -> Id) -> Plan {
        let bundle = ledger.bundle();
        let mut ops =
            named(ledger, "units", bundle.units.last().map(|u| &u.id), "name", &self.values.new_units);
        let last = bundle.aspects.last().map(|aspect| &aspect.id);
        ops.extend(named(ledger, "aspects", last, "title", &self.values.new_aspects));
        ops.extend(self.sets);
        ops.extend(self.inserts);
        let mut after = bundle.findings.last().map(|finding| finding.id.clone());
        for mut new in self.new {
            if !new.measures.is_empty() {
                new.item.insert("measures".to_owned(), Value::Array(new.measures));
            }
            let at =
                Spot { parent: bundle.id.clone(), list: "findings".to_owned(), after: after.replace(new.id) };
            ops.push(Op::Insert { at, item: Value::Object(new.item) });
        }
        ops.extend(self.documents.ops(ledger, fresh));
        let names = |new: Vec<(Id, String)>| new.into_iter().map(|(_, name)| name).collect();
        Plan {
            lines,
            new_units: names(self.values.new_units),
            new_aspects: names(self.values.new_aspects),
            ops,
        }
    }
}

fn added_line(row: &InRow, number: String, changes: Vec<Change>) -> Line {
    let (row, text) = (row.number, first_of(row));
    Line { row, number, text, outcome: Outcome::Added, reason: String::new(), changes }
}

/// Notes a cell that differs; gives what it would do.
fn judged(
    column: Column,
    cell: &str,
    verdict: Verdict,
    old: impl FnOnce() -> String,
    changes: &mut Vec<Change>,
) -> Option<Wish> {
    let (wish, refused) = match verdict {
        Ok(None) => return None,
        Ok(Some(wish)) => (Some(wish), None),
        Err(why) => (None, Some(why)),
    };
    changes.push(Change { column, old: old(), new: cell.to_owned(), refused });
    wish
}

/// Of a row that is added only what is not taken is noted: all the rest is new.
fn refused_only(column: Column, cell: &str, verdict: Verdict, changes: &mut Vec<Change>) -> Option<Wish> {
    match verdict {
        Ok(wish) => wish,
        Err(why) => {
            changes.push(Change { column, old: String::new(), new: cell.to_owned(), refused: Some(why) });
            None
        }
    }
}
