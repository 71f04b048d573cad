//! What an import would change, line by line, and the operations of the one step that does it. Empty cells keep what is
//! there; first deadlines, closure states and notes of progress are never overwritten (see [`super::values`]).

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::cells::Rows;
use super::columns::Column;
use super::incoming::InRow;
pub use super::line::{Change, Line, Outcome};
use super::matching::{Matcher, Meant, folded};
use super::numbers::Numbers;
use super::registers::{Documents, named};
use super::responsibility::{Duties, is_duty};
use super::values::{Setting, Values, Verdict, Wish};
use cells::Printed;
use journal::{Op, Spot};
use ledger::custom::VALUES;
use ledger::finding::{Finding, Measure};
use ledger::{Id, Ledger};

use lines::{
    added_line, differs_from, is_of_both, judged, only_of_measures, refused_only, rejected, tell_differences,
};

mod cells;
mod lines;

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
struct NewFinding<'a> {
    /// The row that speaks for it.
    row: &'a InRow,
    id: Id,
    number: Option<u32>,
    item: Map<String, Value>,
    measures: Vec<Value>,
}

/// The work on one file.
struct Making<'a, 'l> {
    rows: &'a Rows<'l>,
    values: Values<'a, 'l>,
    sets: Vec<Op>,
    /// What `sets` gives the fields of each entity.
    set_to: HashMap<Id, HashMap<&'static str, Value>>,
    inserts: Vec<Op>,
    documents: Documents,
    numbers: Numbers,
    new: Vec<NewFinding<'a>>,
    new_by_title: HashMap<(Option<usize>, String), usize>,
    /// The measure behind which the next new one of a finding goes.
    after: HashMap<&'l Id, Id>,
    /// The row that spoke for a finding first.
    spoken: HashMap<&'l Id, &'a InRow>,
    /// The measures that rows of a file without a column of measures told of.
    told_of: HashSet<&'l Id>,
    /// What was said first of a custom field of a finding.
    said: HashMap<(Id, usize), String>,
    setting: &'a Setting,
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
        set_to: HashMap::new(),
        inserts: Vec::new(),
        documents: Documents::default(),
        numbers: Numbers::new(ledger),
        new: Vec::new(),
        new_by_title: HashMap::new(),
        after: HashMap::new(),
        spoken: HashMap::new(),
        told_of: HashSet::new(),
        said: HashMap::new(),
        setting,
    };
    matcher.settle(rows);
    let printed: Vec<String> = rows.iter().map(|row| Printed::of(row.get(Column::Number)).number).collect();
    making.numbers.reserve(printed.iter().map(String::as_str));
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
            Meant::Finding(finding, by_id) => {
                let measure = making.stands_for(row, finding);
                making.changed(row, finding, measure, by_id, fresh)
            }
            Meant::NewMeasure(finding) => making.added(row, finding, fresh),
            Meant::NewFinding => making.added_finding(row, fresh),
        });
    }
    making.finish(ledger, lines, fresh)
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
        let first = self.spoken.get(&finding.id).copied().unwrap_or(row);
        if let Some(measure) = measure {
            self.after.insert(&finding.id, measure.id.clone());
        }
        let units = self.units(row, &Duties::of(finding, measure));
        let said = self.units(first, &Duties::of(finding, measure));
        for column in Column::ALL.into_iter().filter(|column| !column.of_finding()) {
            let cell = units.cell(row, column);
            let before = self.values.new_so_far();
            let verdict = if measure.is_none() && !is_duty(column) && !is_of_both(column) {
                only_of_measures(column, cell)
            } else {
                self.values.of_measure(column, cell, Some((finding, measure)), by_id, fresh)
            };
            let entity = measure.map_or(&finding.id, |measure| &measure.id);
            let mut verdict = self.or_nothing(entity, verdict);
            // Of a finding without measures the first of its rows speaks here, too.
            let is_other = measure.is_none() && !std::ptr::eq(first, row) && said.cell(first, column) != cell;
            if let Ok(Some(Wish::Set(fields))) = &verdict
                && (is_other || fields.iter().any(|(field, to)| self.is_set_otherwise(entity, field, to)))
            {
                self.values.forget_since(before);
                verdict = Err(differs_from(first));
            }
            let old = || self.rows.text(finding, measure, column);
            let Some(wish) = judged(column, cell, verdict, old, &mut changes) else { continue };
            taken = true;
            self.fulfil(wish, finding, measure, fresh);
        }
        taken |= self.custom_changed(row, finding, measure, &mut changes, fresh);
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

    /// What a cell asks for becomes operations. A finding has neither progress nor documents.
    fn fulfil(
        &mut self,
        wish: Wish,
        finding: &'l Finding,
        measure: Option<&'l Measure>,
        fresh: &mut dyn FnMut() -> Id,
    ) {
        match (wish, measure) {
            (Wish::Set(fields), _) => self.set(measure.map_or(&finding.id, |m| &m.id), fields),
            (Wish::Progress(mut note), Some(measure)) => {
                note.insert("id".to_owned(), json!(fresh()));
                let after = measure.progress.last().map(|entry| entry.id.clone());
                let at = Spot { parent: measure.id.clone(), list: "progress".to_owned(), after };
                self.inserts.push(Op::Insert { at, item: Value::Object(note) });
            }
            (Wish::Documents(titles), Some(measure)) => {
                for title in titles {
                    self.documents.add(&title, &finding.id, &measure.id);
                }
            }
            (Wish::Progress(_) | Wish::Documents(_), None) => {}
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
            let before = self.values.new_so_far();
            let verdict = self.values.of_finding(column, cell, Some(finding), by_id, fresh);
            let mut verdict = self.or_nothing(&finding.id, verdict);
            if !std::ptr::eq(first, row) && matches!(verdict, Ok(Some(_))) {
                self.values.forget_since(before);
                verdict = Err(differs_from(first));
            }
            let old = || self.rows.of_finding(finding, column);
            if let Some(Wish::Set(fields)) = judged(column, cell, verdict, old, changes) {
                taken = true;
                self.set(&finding.id, fields);
            }
        }
        taken
    }

    /// Whether another row set the field to something else.
    fn is_set_otherwise(&self, entity: &Id, field: &'static str, to: &Value) -> bool {
        self.set_to.get(entity).and_then(|fields| fields.get(field)).is_some_and(|set| set != to)
    }

    /// A wish for what is there already is none.
    fn or_nothing(&self, entity: &Id, verdict: Verdict) -> Verdict {
        let ledger = self.rows.ledger();
        let is_there =
            |(field, to): &(&'static str, Value)| ledger.get(entity, field).unwrap_or_default() == *to;
        match verdict {
            Ok(Some(Wish::Set(fields))) if fields.iter().all(is_there) => Ok(None),
            verdict => verdict,
        }
    }

    fn set(&mut self, entity: &Id, fields: Vec<(&'static str, Value)>) {
        for (field, to) in fields {
            let from = self.rows.ledger().get(entity, field).unwrap_or_default();
            if from != to {
                self.set_to.entry(entity.clone()).or_default().insert(field, to.clone());
                self.sets.push(Op::Set { entity: entity.clone(), field: field.to_owned(), from, to });
            }
        }
    }

    /// The measure of a row as JSON, and its id.
    fn measure(
        &mut self,
        row: &InRow,
        finding: &Id,
        number: Option<u32>,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> (Id, Value) {
        let id = fresh();
        let mut item = Map::new();
        item.insert("id".to_owned(), json!(id));
        if let Some(number) = number {
            item.insert("number".to_owned(), json!(number));
        }
        if !row.ordinal.is_empty() {
            item.insert("ordinal".to_owned(), json!(row.ordinal));
        }
        if let Some(term) = self.term(row) {
            item.insert("term".to_owned(), json!(term.to_string()));
        }
        let units = self.units(row, &Duties::default());
        for column in Column::ALL.into_iter().filter(|column| !column.of_finding()) {
            let cell = units.cell(row, column);
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
        let values = self.custom_values(row, false, changes, fresh);
        if !values.is_empty() {
            item.insert(VALUES.to_owned(), Value::Object(values));
        }
        (id, Value::Object(item))
    }

    fn added(&mut self, row: &'a InRow, finding: &'l Finding, fresh: &mut dyn FnMut() -> Id) -> Line {
        let mut changes = Vec::new();
        self.finding_cells(row, finding, false, &mut changes, fresh);
        self.custom_of_finding(row, finding, &mut changes, fresh);
        let own = self.numbers.of_measure(&finding.id, &finding.measures, row.get(Column::Measure));
        let (id, item) = self.measure(row, &finding.id, own, &mut changes, fresh);
        let last = finding.measures.last().map(|measure| measure.id.clone());
        let after = self.after.insert(&finding.id, id).or(last);
        let at = Spot { parent: finding.id.clone(), list: "measures".to_owned(), after };
        self.inserts.push(Op::Insert { at, item });
        let number = self.rows.ledger().finding_number(&finding.id).to_string();
        added_line(row, own.map_or(number.clone(), |own| format!("{number}-{own}")), changes)
    }

    fn added_finding(&mut self, row: &'a InRow, fresh: &mut dyn FnMut() -> Id) -> Line {
        let mut changes = Vec::new();
        let key = (row.finding, folded(row.get(Column::Finding)));
        let known = self.new_by_title.get(&key).copied();
        let at = known.unwrap_or_else(|| {
            let new = self.begun(row, &mut changes, fresh);
            self.new.push(new);
            self.new_by_title.insert(key, self.new.len() - 1);
            self.new.len() - 1
        });
        let (first, id, number) = (self.new[at].row, self.new[at].id.clone(), self.new[at].number);
        if known.is_some() {
            tell_differences(row, first, &mut changes);
        }
        self.custom_of_new(row, at, &mut changes, fresh);
        let mut told = number.map_or_else(|| row.get(Column::Number).to_owned(), |number| number.to_string());
        let stand_in = self.as_measure(row);
        let row = stand_in.as_ref().unwrap_or(row);
        if row.told(Column::Text).is_empty() {
            self.duties_of_new(row, at, &mut changes, fresh);
            self.custom_without_measure(row, &mut changes);
        } else {
            let own = self.numbers.of_measure(&id, &[], row.get(Column::Measure));
            if let Some(own) = own {
                told = format!("{told}-{own}");
            }
            let (_, item) = self.measure(row, &id, own, &mut changes, fresh);
            self.new[at].measures.push(item);
        }
        added_line(row, told, changes)
    }

    /// The finding that a row begins, without its measures.
    fn begun(
        &mut self,
        row: &'a InRow,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> NewFinding<'a> {
        let id = fresh();
        let mut item = Map::new();
        item.insert("id".to_owned(), json!(id));
        let printed = Printed::of(row.get(Column::Number));
        let number = if printed.is_free() { self.numbers.of_finding(&printed.number) } else { None };
        if let Some(number) = number {
            item.insert("number".to_owned(), json!(number));
        }
        if !printed.prefix.is_empty() {
            item.insert("prefix".to_owned(), json!(printed.prefix));
        }
        for column in Column::ALL.into_iter().filter(|column| column.of_finding()) {
            let cell = row.get(column);
            let verdict = self.values.of_finding(column, cell, None, false, fresh);
            if let Some(Wish::Set(fields)) = refused_only(column, cell, verdict, changes) {
                item.extend(fields.into_iter().map(|(field, to)| (field.to_owned(), to)));
            }
        }
        NewFinding { row, id, number, item, measures: Vec::new() }
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
