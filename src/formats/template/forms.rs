//! Empty forms: tables whose heads name fields and whose first row below is empty. Which they are, what their columns mean,
//! and the rows of values that fill them. Knows no file format.

use std::rc::Rc;

use super::check::nearest;
use super::fields::{FINDINGS, MEASURES};
use super::ledger_scope::units_alone;
use super::scope::{Around, Name, Schema, Scope};
use super::value::Value;
use super::wanted::{Assignment, EmptyForm, RowsOf, UnknownHead};
use crate::table::asides::{Kind, Surroundings, judge};
use crate::table::column_names::folded;
use crate::table::columns::Column;
use crate::table::heads::{Head, Heads};
use crate::table::raw::{RawRow, RawSheet};

/// The most forms of a sheet.
const MOST_FORMS: usize = 20;

/// What the names of a form are looked up in.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'a> {
    /// The names of the ledger.
    pub root: &'a Schema,
    /// What a person said of heads.
    pub assigned: &'a Assignment,
    /// Nothing internal is filled in.
    pub public: bool,
}

/// A column of a form that is filled.
#[derive(Debug, Clone)]
pub struct FormColumn {
    /// Which column of the grid, from 0.
    pub at: usize,
    /// Its head, as people read it.
    pub head: String,
    /// The name of the value.
    pub name: Name,
    /// Its cell spans the rows of the finding.
    pub of_finding: bool,
    /// It counts rows or findings, whatever numbers the ledger gives.
    counts: bool,
}

/// What a form is.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What its rows are.
    pub rows: RowsOf,
    /// The columns that are filled, in their order.
    pub columns: Vec<FormColumn>,
    has_lead: bool,
    has_help: bool,
}

/// A form that was found among the rows of a grid.
#[derive(Debug)]
pub struct Detected {
    /// What it is.
    pub plan: Plan,
    /// The first row of its heads, counted in the grid.
    pub top: usize,
    /// The last row of its heads that names columns, counted in the grid.
    pub names: usize,
    /// The last row of its heads, counted in the grid: below the names those that number the columns, tell how they are filled
    /// in, or show it.
    pub last: usize,
    /// Heads that are not known: column of the grid, head, the nearest known name.
    pub unknown: Vec<(usize, String, Option<String>)>,
    /// Heads of columns that stay empty in a public paper.
    pub withheld: Vec<String>,
}

impl Detected {
    /// As people are told of it.
    #[must_use]
    pub fn told(&self, place: &str) -> (EmptyForm, Vec<UnknownHead>) {
        let columns = self.plan.columns.iter();
        let form = EmptyForm {
            place: place.to_owned(),
            rows: self.plan.rows,
            columns: columns.map(|column| (column.head.clone(), column.name.to_string())).collect(),
            withheld: self.withheld.clone(),
        };
        let unknown = self.unknown.iter().map(|(_, head, nearest)| UnknownHead {
            place: place.to_owned(),
            head: head.clone(),
            nearest: nearest.clone(),
        });
        (form, unknown.collect())
    }
}

/// What a head means.
pub(super) enum Meaning {
    /// The value of this name.
    Field(Name),
    /// A person said that it stays empty.
    Empty,
    /// Nothing that is known.
    Unknown,
}

impl Naming<'_> {
    fn measures(&self) -> Option<&Schema> {
        self.root.list(MEASURES)
    }

    pub(super) fn meaning(&self, head: &Head) -> Meaning {
        let Some(schema) = self.measures() else { return Meaning::Unknown };
        let text = head.text();
        if let Some(said) = self.assigned.get(&text) {
            let known = schema.values.iter().find(|name| ***name == **said);
            return known.map_or(Meaning::Empty, |name| Meaning::Field(schema.plain_name(name)));
        }
        let written = [folded(&text), folded(&head.leaf)];
        // The ledger's own names come first: it may call 备注 what others call otherwise.
        let own = |name: &&Name| Column::ALL.iter().all(|column| *column.name() != ***name);
        let same = |name: &&Name| !name.is_empty() && written.contains(&folded(name));
        if let Some(name) = schema.values.iter().filter(own).find(same) {
            return Meaning::Field(schema.plain_name(name));
        }
        let column = head.meaning().map(|(column, _)| column.name());
        let known = column.and_then(|column| schema.values.iter().find(|name| ***name == *column));
        known.map_or(Meaning::Unknown, |name| Meaning::Field(Rc::clone(name)))
    }

    /// All forms among the rows of a grid, from the top.
    #[must_use]
    pub fn detect_all(&self, sheet: &RawSheet) -> Vec<Detected> {
        let mut found = Vec::new();
        // Ranges of rows that are still to be looked through.
        let mut ranges = vec![(0, sheet.rows.len())];
        while let Some((from, to)) = ranges.pop().filter(|_| found.len() < MOST_FORMS) {
            let Some(one) = self.detect(sheet, from, to) else { continue };
            ranges.extend([(from, one.top), (one.last + 1, to)]);
            found.push(one);
        }
        found.sort_by_key(|one| one.top);
        found
    }

    /// The form among the rows from `from` up to `to`, by its heads.
    #[must_use]
    pub fn detect(&self, sheet: &RawSheet, from: usize, to: usize) -> Option<Detected> {
        let merges = sheet.merges.clone();
        let rest = RawSheet { rows: sheet.rows.get(from..to)?.to_vec(), merges, ..RawSheet::default() };
        let by_assignment = || {
            let known = |row: &RawRow| {
                let told = |text: &&String| {
                    let head = Head { leaf: text.trim().to_owned(), above: Vec::new() };
                    !text.trim().is_empty() && matches!(self.meaning(&head), Meaning::Field(_))
                };
                row.cells.iter().filter(told).count()
            };
            let at = rest.rows.iter().take(30).position(|row| known(row) >= 2)?;
            Some(Heads::around(&rest, at))
        };
        let heads = Heads::find(&rest).map(|(heads, _)| heads).or_else(by_assignment)?;
        let mut columns: Vec<FormColumn> = Vec::new();
        let (mut unknown, mut withheld) = (Vec::new(), Vec::new());
        let mut before = String::new();
        for (at, head) in heads.columns.iter().enumerate() {
            let text = head.text();
            // A head merged over several columns is one column.
            if text.is_empty() || std::mem::replace(&mut before, text.clone()) == text {
                continue;
            }
            match self.meaning(head) {
                Meaning::Empty => {}
                Meaning::Field(name) if self.is_internal(&name) => withheld.push(text),
                Meaning::Field(name) if columns.iter().all(|column| column.name != name) => {
                    columns.push(self.column(at, text, name));
                }
                Meaning::Field(_) | Meaning::Unknown => {
                    let names = self.measures().into_iter().flat_map(|schema| schema.values.iter());
                    let near = nearest(&text, names.map(ToString::to_string));
                    unknown.push((at, text, near));
                }
            }
        }
        if columns.len() < 2 {
            return None;
        }
        let plan = Self::plan(columns);
        let guides = guides(&rest, &heads);
        let (top, names) = (from + heads.top, from + heads.last);
        Some(Detected { plan, top, names, last: names + guides, unknown, withheld })
    }

    pub(super) fn is_internal(&self, name: &str) -> bool {
        self.public && self.measures().is_some_and(|schema| schema.is_internal(name))
    }

    fn column(&self, at: usize, head: String, name: Name) -> FormColumn {
        let of_finding = self.root.list(FINDINGS).is_some_and(|schema| schema.has(&name)) && !is_duty(&name);
        let plain = folded(&head);
        let counts = *name == *Column::Number.name()
            && ["序号", "序", "项次", "No", "问题序号"].contains(&plain.as_str());
        FormColumn { at, head, name, of_finding, counts }
    }

    fn plan(mut columns: Vec<FormColumn>) -> Plan {
        let has = |column: Column| columns.iter().any(|own| *own.name == *column.name());
        let of_measure = columns.iter().any(|column| !column.of_finding && !is_duty(&column.name));
        let (has_lead, has_help) = (has(Column::Lead), has(Column::Supporting));
        // A number beside nothing of the finding counts the rows.
        if columns.iter().all(|column| !column.of_finding || column.counts) {
            for column in &mut columns {
                column.of_finding = false;
            }
        }
        let rows = if of_measure { RowsOf::Measures } else { RowsOf::Findings };
        Plan { rows, columns, has_lead, has_help }
    }
}

/// How many rows below the names are none to be filled: 1 2 3, 甲 乙 丙, 填写说明, an example.
fn guides(sheet: &RawSheet, heads: &Heads) -> usize {
    let columns: Vec<Option<Column>> =
        heads.columns.iter().map(|head| head.meaning().map(|(column, _)| column)).collect();
    let names: Vec<String> = heads.columns.iter().map(Head::text).collect();
    let around =
        Surroundings { columns: &columns, names: &names, data_before: 0, after_note: false, counted: false };
    let below = sheet.rows.iter().skip(heads.first());
    let is_guide = |row: &&RawRow| {
        let kind = judge(&row.cells, around);
        matches!(kind, Some(Kind::ColumnNumbers | Kind::Instruction | Kind::Example))
    };
    below.take_while(is_guide).count()
}

fn is_duty(name: &str) -> bool {
    [Column::Leader, Column::Lead, Column::Units, Column::Supporting, Column::Owner, Column::Due]
        .iter()
        .any(|column| column.name() == name)
}

/// A row of values.
#[derive(Debug, Clone)]
pub struct FormRow {
    /// The values of the columns of the plan, in their order.
    pub values: Vec<Value>,
    /// How many rows the finding has from this one on, where it is the first of them; 0 for those after it.
    pub span: usize,
}

/// The findings that a form is about: those of the innermost thing that has any, or the finding around it.
fn findings<'a>(around: &Around<'a>) -> Vec<&'a Scope> {
    for (_, scope) in around.iter().rev() {
        if let Some(findings) = scope.lists.get(FINDINGS) {
            return findings.iter().map(|one| &**one).collect();
        }
        if scope.lists.contains_key(MEASURES) {
            return vec![scope];
        }
    }
    Vec::new()
}

impl Plan {
    /// How many rows fill it.
    #[must_use]
    pub fn count(&self, around: &Around<'_>) -> usize {
        let rows = |finding: &Scope| match self.rows {
            RowsOf::Measures => finding.lists.get(MEASURES).map_or(0, Vec::len).max(1),
            _ => 1,
        };
        findings(around).into_iter().map(rows).sum()
    }

    /// The rows that fill it.
    #[must_use]
    pub fn filled(&self, around: &Around<'_>) -> Vec<FormRow> {
        let mut rows = Vec::new();
        // In the paper of a measure the finding answers as this measure does.
        let about = around.iter().rev().find(|(list, _)| *list == MEASURES).map(|(_, measure)| *measure);
        for (nth, finding) in (1..).zip(findings(around)) {
            let none = Vec::new();
            let measures = match self.rows {
                RowsOf::Measures => finding.lists.get(MEASURES).unwrap_or(&none),
                _ => &none,
            };
            let count = measures.len().max(1);
            for at in 0..count {
                let measure = measures.get(at).map(|one| &**one).or(about);
                let row = u32::try_from(rows.len() + 1).unwrap_or(u32::MAX);
                let value = |column: &FormColumn| self.value(column, finding, measure, (nth, row));
                let values = self.columns.iter().map(value).collect();
                rows.push(FormRow { values, span: if at == 0 { count } else { 0 } });
            }
        }
        rows
    }

    fn value(
        &self,
        column: &FormColumn,
        finding: &Scope,
        measure: Option<&Scope>,
        (nth, row): (u32, u32),
    ) -> Value {
        if column.counts {
            return Value::Number(if column.of_finding { nth } else { row });
        }
        let values = measure.map_or(&finding.values, |measure| &measure.values);
        if column.of_finding
            && let Some(value) = finding.values.get(&column.name)
        {
            return value.clone();
        }
        if *column.name == *Column::Units.name() {
            return Value::Text(units_alone(values, self.has_lead, self.has_help));
        }
        values.get(&column.name).cloned().unwrap_or_else(|| Value::Text(String::new()))
    }
}

/// Whether a row under the heads is empty: no text, but perhaps a number in the column that counts, or signs for more rows.
#[must_use]
pub fn is_empty_row(plan: &Plan, cells: &[String]) -> bool {
    cells.iter().enumerate().all(|(at, text)| {
        let text = text.trim();
        let counts = || {
            let number = plan.columns.iter().find(|column| column.at == at);
            let is_number = number.is_some_and(|column| *column.name == *Column::Number.name());
            is_number && text.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        };
        text.is_empty() || text.chars().all(|c| matches!(c, '…' | '.' | '·')) || counts()
    })
}
