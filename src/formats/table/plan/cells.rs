//! The cells of a row that need more than their own text: units whose role the file leaves open, custom fields, the class
//! that the words of a deadline tell, a number that is printed otherwise than as a number.

use serde_json::{Map, Value};

use super::super::cells::HELPING;
use super::super::columns::Column;
use super::super::dates;
use super::super::incoming::InRow;
use super::super::line::{Change, Field};
use super::super::matching::folded;
use super::super::responsibility::{Duties, is_duty, parts};
use super::super::unit_names;
use super::lines::{is_of_both, only_of_measures, refused_only};
use super::{Making, NewFinding, Op, Wish, differs_from};
use ledger::Id;
use ledger::custom::VALUES;
use ledger::due::Term;
use ledger::due_reading;
use ledger::finding::{Finding, Measure};

/// The units of a row once it is known who leads.
pub struct Units {
    of: Option<(String, String)>,
}

impl Units {
    /// The text of a column of a row.
    pub fn cell<'r>(&'r self, row: &'r InRow, column: Column) -> &'r str {
        match (&self.of, column) {
            (Some((lead, _)), Column::Lead) => lead,
            (Some((_, units)), Column::Units) => units,
            _ => row.get(column),
        }
    }
}

/// 序号 as it is printed: as a number, and verbatim where it is more.
pub struct Printed {
    /// The text in which the number stands; empty where none does.
    pub number: String,
    /// The text where it is no plain number.
    pub prefix: String,
}

impl Printed {
    /// Of a cell: `12`, `1.` and `12、` are numbers; `001`, `一、` are numbers that are printed so; `1-1`, `1.10`, `SJ-001` are none.
    #[must_use]
    pub fn of(cell: &str) -> Self {
        let bare = cell.trim();
        let body = bare.trim_end_matches(['.', '、', '．', '。']);
        let plain = !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit());
        let inner =
            body.trim_start_matches(['(', '（', '第']).trim_end_matches([')', '）', '项', '条', '号']);
        let numeral = ledger::date_text::numeral(inner).map(|number| number.to_string());
        match numeral {
            Some(_) if plain && !(body.len() > 1 && body.starts_with('0')) => {
                Self { number: body.to_owned(), prefix: String::new() }
            }
            Some(number) => Self { number, prefix: bare.to_owned() },
            None => Self { number: String::new(), prefix: bare.to_owned() },
        }
    }

    /// Whether the ledger may give the number: it stands there, or nothing does.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.prefix.is_empty() || !self.number.is_empty()
    }
}

impl<'l> Making<'_, 'l> {
    /// The measure that a row of a file without a column of measures tells of: the one whose text it repeats, else the only one
    /// of the finding.
    pub fn stands_for(&mut self, row: &InRow, finding: &'l Finding) -> Option<&'l Measure> {
        let told = folded(row.told(Column::Progress));
        if !self.setting.without_measures || told.is_empty() || !row.get(Column::Id).is_empty() {
            return None;
        }
        let same = |measure: &&Measure| folded(&measure.text) == told;
        let mut all = finding.measures.iter().filter(same);
        let free = all.clone().find(|measure| !self.told_of.contains(&measure.id));
        let same = free.or_else(|| all.next());
        self.told_of.extend(same.map(|measure| &measure.id));
        same.or(finding.measures.first().filter(|_| finding.measures.len() == 1))
    }

    /// Of a file without a column of measures: the row with what was done as its measure, so that its state has one to stand
    /// with. `None` where the row tells of no work.
    pub fn as_measure(&self, row: &InRow) -> Option<InRow> {
        let told = row.told(Column::Progress);
        if !self.setting.without_measures || told.is_empty() || !row.get(Column::Id).is_empty() {
            return None;
        }
        let mut own = row.clone();
        own.put(Column::Text, told);
        own.put(Column::Progress, "");
        Some(own)
    }

    /// The units of a row. Where the file does not say who leads, the first one does where nobody does yet; one that leads
    /// already is not named twice, unless the ledger itself names it among those that answer: then all stay in its order.
    pub fn units(&self, row: &InRow, now: &Duties<'_>) -> Units {
        if !row.first_leads {
            return Units { of: None };
        }
        let cell = row.get(Column::Units);
        let (leading, help) =
            cell.split_once(HELPING).map_or((cell, None), |(leading, help)| (leading, Some(help)));
        let known = |name: &str| self.values.known_unit(name).is_some();
        let mut names = unit_names::split(leading.trim_end_matches(['；', ';']), &known);
        let mut lead = String::new();
        let place = |name: &String| {
            let own = self.values.known_unit(name);
            now.units.iter().position(|unit| Some(unit) == own)
        };
        let all_known = !now.units.is_empty() && names.iter().all(|name| place(name).is_some());
        match now.lead {
            // Who leads stands among them; or the ledger names all of them already, and nobody leads: so it stays.
            who if who.map_or(all_known, |id| now.units.contains(id)) => {
                ledger::order::sort_by_key(&mut names, |name| place(name).unwrap_or(usize::MAX));
            }
            Some(id) => names.retain(|name| self.values.known_unit(name) != Some(id)),
            None if !names.is_empty() => lead = names.remove(0),
            None => {}
        }
        let help = help.map(|help| format!("{HELPING}{help}"));
        let told: Vec<String> = [names.join("、"), help.unwrap_or_default()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        Units { of: Some((lead, told.join("；"))) }
    }

    /// Of a row without a measure the finding itself takes who answers and until when.
    pub fn duties_of_new(
        &mut self,
        row: &InRow,
        at: usize,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) {
        let units = self.units(row, &Duties::default());
        for column in Column::ALL.into_iter().filter(|column| !column.of_finding()) {
            let cell = units.cell(row, column);
            let before = self.values.new_so_far();
            let mut verdict = if is_duty(column) || is_of_both(column) {
                self.values.of_measure(column, cell, None, false, fresh)
            } else {
                only_of_measures(column, cell)
            };
            let NewFinding { row: first, item, .. } = &self.new[at];
            // Who answers and who helps are said together.
            let said = ["units", "supporting_units"].iter().any(|field| item.contains_key(*field));
            let is_other = |(field, to): &(&'static str, Value)| match item.get(*field) {
                Some(own) => own != to,
                None => said && matches!(*field, "units" | "supporting_units") && !to.is_null(),
            };
            if let Ok(Some(Wish::Set(fields))) = &verdict
                && fields.iter().any(is_other)
            {
                self.values.forget_since(before);
                verdict = Err(differs_from(first));
            }
            if let Some(Wish::Set(fields)) = refused_only(column, cell, verdict, changes) {
                let fields = fields.into_iter().filter(|(_, to)| !to.is_null());
                self.new[at].item.extend(fields.map(|(field, to)| (field.to_owned(), to)));
            }
        }
    }

    /// The class that the words of a row's deadline tell, where it has no other.
    pub fn term(&self, row: &InRow) -> Option<Term> {
        let text = dates::of_cell(parts(row.get(Column::Due)).0, self.setting.from_1904);
        due_reading::read(&text, &self.setting.around).term.filter(|_| row.get(Column::Term).is_empty())
    }

    /// The values of the custom fields of a row that is added: those of measures, or those of findings.
    pub fn custom_values(
        &mut self,
        row: &InRow,
        of_findings: bool,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> Map<String, Value> {
        let mut values = Map::new();
        for (nth, field) in
            self.setting.customs.iter().enumerate().filter(|(_, field)| field.of_findings() == of_findings)
        {
            let cell = row.custom.get(nth).map_or("", String::as_str);
            match self.values.of_custom(nth, cell, None, fresh) {
                Ok(Some(value)) => drop(values.insert(field.id.to_string(), value)),
                Ok(None) => {}
                Err(why) => changes.push(refused(nth, cell, why)),
            }
        }
        values
    }

    /// What a row without a measure says in custom fields of measures: nothing holds it, so it is told.
    pub fn custom_without_measure(&self, row: &InRow, changes: &mut Vec<Change>) {
        let of_measures = self.setting.customs.iter().enumerate().filter(|(_, field)| !field.of_findings());
        for (nth, field) in of_measures {
            if let Some(cell) = row.custom.get(nth).filter(|cell| !cell.is_empty()) {
                let why = format!("这一行没有“整改措施”，“{}”没有导入", field.name());
                changes.push(refused(nth, cell, why));
            }
        }
    }

    /// The custom fields of a finding that is added: what a row says first holds.
    pub fn custom_of_new(
        &mut self,
        row: &InRow,
        at: usize,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) {
        let id = self.new[at].id.clone();
        let fresh_cells = self.first_said(row, &id, changes, &differs_from(self.new[at].row));
        let mut only = InRow::default();
        only.custom = fresh_cells;
        let values = self.custom_values(&only, true, changes, fresh);
        if !values.is_empty() {
            let all = self.new[at].item.entry(VALUES).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(all) = all {
                all.extend(values);
            }
        }
    }

    /// The cells of custom fields of findings that nobody said before; what differs from what was said is told.
    fn first_said(&mut self, row: &InRow, finding: &Id, changes: &mut Vec<Change>, why: &str) -> Vec<String> {
        let mut cells = vec![String::new(); row.custom.len()];
        for (nth, field) in self.setting.customs.iter().enumerate() {
            let cell = row.custom.get(nth).map_or("", String::as_str);
            if !field.of_findings() || cell.is_empty() {
                continue;
            }
            match self.said.get(&(finding.clone(), nth)) {
                None => {
                    self.said.insert((finding.clone(), nth), cell.to_owned());
                    cell.clone_into(&mut cells[nth]);
                }
                Some(said) if said == cell => {}
                Some(_) => changes.push(refused(nth, cell, why.to_owned())),
            }
        }
        cells
    }

    /// The custom fields of a finding that is known; whether any changes.
    pub fn custom_of_finding(
        &mut self,
        row: &InRow,
        finding: &'l Finding,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> bool {
        let cells = self.first_said(row, &finding.id, changes, "同一问题的写法前后不一，以前面的一行为准");
        self.custom_sets(&cells, &finding.id, true, changes, fresh)
    }

    /// The custom fields of a row that is known; whether any changes.
    pub fn custom_changed(
        &mut self,
        row: &InRow,
        finding: &'l Finding,
        measure: Option<&'l Measure>,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> bool {
        let of_finding = self.custom_of_finding(row, finding, changes, fresh);
        let Some(measure) = measure else {
            self.custom_without_measure(row, changes);
            return of_finding;
        };
        self.custom_sets(&row.custom, &measure.id, false, changes, fresh) || of_finding
    }

    fn custom_sets(
        &mut self,
        cells: &[String],
        entity: &Id,
        of_findings: bool,
        changes: &mut Vec<Change>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> bool {
        let mut taken = false;
        for (nth, field) in
            self.setting.customs.iter().enumerate().filter(|(_, field)| field.of_findings() == of_findings)
        {
            let cell = cells.get(nth).map_or("", String::as_str);
            let name = format!("{VALUES}.{}", field.id);
            let from = self.rows.ledger().get(entity, &name).unwrap_or_default();
            match self.values.of_custom(nth, cell, Some(&from), fresh) {
                Ok(None) => {}
                Ok(Some(to)) => {
                    let old = from.as_str().map_or_else(|| from.to_string(), str::to_owned);
                    let old = if from.is_null() { String::new() } else { old };
                    let (field, new) = (Field::Custom(nth), cell.to_owned());
                    changes.push(Change { field, old, new, refused: None, remark: None });
                    self.sets.push(Op::Set { entity: entity.clone(), field: name, from, to });
                    taken = true;
                }
                Err(why) => changes.push(refused(nth, cell, why)),
            }
        }
        taken
    }
}

fn refused(nth: usize, cell: &str, why: String) -> Change {
    Change {
        field: Field::Custom(nth),
        old: String::new(),
        new: cell.to_owned(),
        refused: Some(why),
        remark: None,
    }
}
