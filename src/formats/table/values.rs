//! What a cell of a file means for the ledger: the fields it would set, the note it would add, or why it is not taken.
//! Names of units, aspects and statuses become ids; those that are not known yet are gathered.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::cells::{HELPING, Rows, steps};
use super::columns::Column;
use super::dates;
use super::ledger_book::written;
use super::matching::folded;
use super::raw::is_error;
use super::responsibility::{Duties, is_duty};
use super::{cell_text, derived, unit_names};
use crate::csv::plain;
use ledger::Id;
use ledger::custom::{self, CustomField, CustomKind};
use ledger::date::Date;
use ledger::due::{Due, Term};
use ledger::due_reading::{self, Around};
use ledger::finding::{Finding, Measure};
use ledger::vocabulary::UNFILLED;

mod notes;

/// What a cell would do.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// Set these fields.
    Set(Vec<(&'static str, Value)>),
    /// Add a note of progress.
    Progress(Map<String, Value>),
    /// Register documents with these titles.
    Documents(Vec<String>),
}

/// `None` where a cell says what the ledger says; an error is why it is not taken.
pub type Verdict = Result<Option<Wish>, String>;

/// What the import needs to know besides the ledger and the file.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The day of the import: that of notes that bear none.
    pub today: Date,
    /// Who signs notes that are added.
    pub author: String,
    /// Whether the file counts days from 1904.
    pub from_1904: bool,
    /// What stands around deadlines.
    pub around: Around,
    /// The custom fields that the file has columns for.
    pub customs: Vec<CustomField>,
    /// The file has no column of measures: what it tells of the work on a finding is of its only measure.
    pub without_measures: bool,
}

/// Names with their ids, known and new.
pub struct Values<'a, 'l> {
    rows: &'a Rows<'l>,
    setting: &'a Setting,
    units: HashMap<String, Id>,
    aspects: HashMap<String, Id>,
    /// Units that the file names and the ledger does not have.
    pub new_units: Vec<(Id, String)>,
    /// Aspects that the file names and the ledger does not have.
    pub new_aspects: Vec<(Id, String)>,
}

/// A name without space and width of brackets.
fn name_key(name: &str) -> String {
    let name = cell_text::name(name);
    let kept = name.chars().filter(|c| !c.is_whitespace());
    kept.map(|c| match c {
        '（' => '(',
        '）' => ')',
        c => c,
    })
    .collect()
}

/// Whether a cell says what would have been written there.
fn same(cell: &str, now: &str) -> bool {
    let even = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    cell == now || even(cell) == even(&written(now)) || even(cell) == even(now)
}

impl<'a, 'l> Values<'a, 'l> {
    /// For the ledger of these rows.
    #[must_use]
    pub fn new(rows: &'a Rows<'l>, setting: &'a Setting) -> Self {
        let bundle = rows.ledger().bundle();
        let mut units = HashMap::new();
        for unit in &bundle.units {
            units.entry(name_key(&unit.name)).or_insert_with(|| unit.id.clone());
        }
        for unit in &bundle.units {
            for alias in unit.aliases.split(['、', '，', ',']).filter(|alias| !alias.trim().is_empty()) {
                units.entry(name_key(alias)).or_insert_with(|| unit.id.clone());
            }
        }
        let aspects = bundle.aspects.iter().rev().map(|a| (folded(&a.title), a.id.clone())).collect();
        Self { rows, setting, units, aspects, new_units: Vec::new(), new_aspects: Vec::new() }
    }

    /// How many units and aspects are new so far.
    #[must_use]
    pub fn new_so_far(&self) -> (usize, usize) {
        (self.new_units.len(), self.new_aspects.len())
    }

    /// Forgets the units and aspects that are new since then: the cell that named them is not taken.
    pub fn forget_since(&mut self, (units, aspects): (usize, usize)) {
        for (_, name) in self.new_units.drain(units..) {
            self.units.remove(&name_key(&name));
        }
        for (_, title) in self.new_aspects.drain(aspects..) {
            self.aspects.remove(&folded(&title));
        }
    }

    /// What a cell about a finding would do; `now` is `None` for a finding that is added.
    pub fn of_finding(
        &mut self,
        column: Column,
        cell: &str,
        now: Option<&Finding>,
        by_id: bool,
        fresh: &mut dyn FnMut() -> Id,
    ) -> Verdict {
        let written = now.map(|finding| self.rows.of_finding(finding, column)).unwrap_or_default();
        if cell.is_empty() || (now.is_some() && same(cell, &written)) {
            return Ok(None);
        }
        let text = plain(cell);
        if column != Column::Number {
            no_error(text)?;
        }
        Ok(Some(Wish::Set(match column {
            Column::Finding if !by_id && now.is_some() && folded(cell) == folded(&written) => {
                return Ok(None);
            }
            Column::Finding => vec![("title", text.into())],
            Column::Goal => vec![("goal", text.into())],
            Column::Details => vec![("details", text.into())],
            Column::Cause => vec![("cause", text.into())],
            Column::WiderCheck => vec![("wider_check", text.into())],
            Column::Amount => vec![("amount", sum(text)?)],
            Column::Rectified => vec![("rectified_amount", sum(text)?)],
            Column::Aspect => {
                let key = folded(text);
                let id = if let Some(id) = self.aspects.get(&key) {
                    id.clone()
                } else {
                    let id = fresh();
                    self.aspects.insert(key, id.clone());
                    self.new_aspects.push((id.clone(), text.to_owned()));
                    id
                };
                if now.is_some_and(|finding| finding.aspect.as_ref() == Some(&id)) {
                    return Ok(None);
                }
                vec![("aspect", json!(id))]
            }
            Column::Accountability => return Err("追责问责不从表格导入，请在台账信息中登记".to_owned()),
            _ => return Ok(None),
        })))
    }

    /// What a cell about a measure, or about a finding in a row without one, would do; `now` is `None` for what is added.
    pub fn of_measure(
        &mut self,
        column: Column,
        cell: &str,
        now: Option<(&Finding, Option<&Measure>)>,
        by_id: bool,
        fresh: &mut dyn FnMut() -> Id,
    ) -> Verdict {
        let shown =
            now.map(|(finding, measure)| self.rows.text(finding, measure, column)).unwrap_or_default();
        if cell.is_empty() || (now.is_some() && same(cell, &shown)) {
            return Ok(None);
        }
        let text = plain(cell);
        no_error(text)?;
        if is_duty(column) {
            let duties = now.map(|(finding, measure)| Duties::of(finding, measure)).unwrap_or_default();
            return self.of_duty(column, text, &duties, fresh);
        }
        let set = |field: &'static str, value: Value| Ok(Some(Wish::Set(vec![(field, value)])));
        let measure = now.and_then(|(_, measure)| measure);
        match column {
            Column::Text if !by_id && now.is_some() && folded(cell) == folded(&shown) => Ok(None),
            Column::Text => set("text", text.into()),
            Column::Note => set("note", text.into()),
            Column::Recheck => set("recheck", text.into()),
            Column::RecheckBy => set("recheck_by", text.into()),
            Column::Completed => self.day("completed", text, measure.and_then(|m| m.completed)),
            Column::RecheckDate => self.day("recheck_date", text, measure.and_then(|m| m.recheck_date)),
            Column::Term => match term(text) {
                Some(term) => set("term", term.to_string().into()),
                None => Err("整改类型应为立行立改、限期整改、长期坚持之一".to_owned()),
            },
            Column::Status => {
                let status = self.status(text)?;
                let known = measure.is_some_and(|m| m.status == status);
                if known { Ok(None) } else { set("status", status.map_or(Value::Null, |id| json!(id))) }
            }
            Column::Progress => Ok(notes::progress(text, measure, self.setting)),
            Column::Institutions => {
                let known = measure.map(|measure| self.rows.documents(&measure.id)).unwrap_or_default();
                Ok(notes::documents(text, &known))
            }
            Column::Evidence => Err("佐证材料按文件登记，不从表格导入".to_owned()),
            Column::Closure if now.is_none() && text == "未申请" => Ok(None),
            column if column.is_derived() => {
                let known = now.map(|(finding, measure)| derived::Known {
                    extensions: Duties::of(finding, measure).extensions(),
                    closure: steps(finding, measure),
                });
                derived::held(column, text, known.unwrap_or_default()).map(|()| None)
            }
            _ => Ok(None),
        }
    }

    fn of_duty(
        &mut self,
        column: Column,
        text: &str,
        duties: &Duties<'_>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> Verdict {
        let set = |field: &'static str, value: Value| Ok(Some(Wish::Set(vec![(field, value)])));
        match column {
            Column::Leader => set("leader", text.into()),
            Column::Owner => set("owner", text.into()),
            Column::Lead => {
                let id = self.unit(text, fresh);
                if duties.lead == Some(&id) { Ok(None) } else { set("lead_unit", json!(id)) }
            }
            Column::Units => {
                self.names(text).iter().try_for_each(|name| no_error(name))?;
                Ok(self.shared(text, duties, fresh))
            }
            _ => {
                let cell = dates::of_cell(text, self.setting.from_1904);
                let Some(read) = duties.due_of(&cell, &self.setting.around)? else { return Ok(None) };
                let mut fields = Vec::new();
                if let Some(due) = read.due {
                    fields.push(("due", due.to_string().into()));
                }
                if !read.typed.is_empty() {
                    fields.push(("due_text", read.typed.into()));
                }
                Ok((!fields.is_empty()).then_some(Wish::Set(fields)))
            }
        }
    }

    /// A day of the calendar in any form; what is none is told.
    fn day(&self, field: &'static str, text: &str, now: Option<Date>) -> Verdict {
        let read = due_reading::read(&dates::of_cell(text, self.setting.from_1904), &self.setting.around);
        match read.due {
            Some(Due::Day(day)) if Some(day) == now => Ok(None),
            Some(Due::Day(day)) => Ok(Some(Wish::Set(vec![(field, day.to_string().into())]))),
            _ => Err(format!("“{text}”不是某一天，请写成 2024-06-30")),
        }
    }

    /// The value of a custom field that a cell would set; `None` where it says what is there.
    ///
    /// # Errors
    /// Why the cell is not taken.
    pub fn of_custom(
        &mut self,
        nth: usize,
        cell: &str,
        now: Option<&Value>,
        fresh: &mut dyn FnMut() -> Id,
    ) -> Result<Option<Value>, String> {
        let Some(field) = self.setting.customs.get(nth).filter(|_| !cell.is_empty()) else { return Ok(None) };
        let text = plain(cell);
        no_error(text)?;
        let value = match field.value_kind() {
            CustomKind::Unit => {
                ids(&self.names(text).iter().map(|name| self.unit(name, fresh)).collect::<Vec<_>>())
            }
            CustomKind::Date => {
                let typed = dates::of_cell(text, self.setting.from_1904);
                let read = due_reading::read(&typed, &self.setting.around);
                let day = read.due.filter(|due| matches!(due, Due::Day(_) | Due::Month { .. }));
                json!(day.ok_or_else(|| format!("“{text}”应为{}", field.expected()))?.to_string())
            }
            CustomKind::LongText | CustomKind::Text => json!(text),
            _ => field.read(text).map_err(|expected| format!("“{text}”应为{expected}"))?,
        };
        Ok((Some(&value) != now).then_some(value))
    }

    /// The names of units in a text.
    fn names(&self, text: &str) -> Vec<String> {
        unit_names::split(text, &|name| self.units.contains_key(&name_key(name)))
    }

    /// The id of a unit that the ledger has.
    #[must_use]
    pub fn known_unit(&self, name: &str) -> Option<&Id> {
        self.units.get(&name_key(name))
    }

    fn unit(&mut self, name: &str, fresh: &mut dyn FnMut() -> Id) -> Id {
        let name = name.trim();
        if let Some(id) = self.units.get(&name_key(name)) {
            return id.clone();
        }
        let id = fresh();
        self.units.insert(name_key(name), id.clone());
        self.new_units.push((id.clone(), name.to_owned()));
        id
    }

    /// 责任部门 and 配合部门 in one cell. A unit without the word 配合 before it stays what it was.
    fn shared(&mut self, text: &str, now: &Duties<'_>, fresh: &mut dyn FnMut() -> Id) -> Option<Wish> {
        let text = text.replace("配合:", HELPING);
        let (mut units, mut helping) = (Vec::new(), Vec::new());
        let marked = text.contains(HELPING);
        for (nth, part) in text.split(HELPING).enumerate() {
            // `甲、乙（配合：丙）`: the bracket around the second part belongs to no name.
            let part = part.trim().trim_end_matches(['（', '(']);
            let closes = part.matches(['）', ')']).count() > part.matches(['（', '(']).count();
            let part = if closes { part.strip_suffix(['）', ')']).unwrap_or(part) } else { part };
            for name in self.names(part) {
                let id = self.unit(&name, fresh);
                let helped = !marked && now.supporting.contains(&id) && !now.units.contains(&id);
                let list: &mut Vec<Id> = if nth > 0 || helped { &mut helping } else { &mut units };
                if !list.contains(&id) {
                    list.push(id);
                }
            }
        }
        // Who answers is not said in a file that says who helps alone: then it stays.
        if units.is_empty() {
            units = now.units.to_vec();
        }
        if now.units == units && now.supporting == helping {
            return None;
        }
        Some(Wish::Set(vec![("units", ids(&units)), ("supporting_units", ids(&helping))]))
    }

    /// The status that a word means; `None` is 未填报.
    fn status(&self, text: &str) -> Result<Option<Id>, String> {
        let bundle = self.rows.ledger().bundle();
        let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
        if bare == UNFILLED || text == "–" {
            return Ok(None);
        }
        let found = bundle.statuses.iter().find(|s| s.label.trim() == bare || s.id.as_str() == bare);
        found.map(|status| Some(status.id.clone())).ok_or_else(|| format!("台账的状态中没有“{text}”"))
    }
}

/// A formula without a value is no text.
pub(super) fn no_error(text: &str) -> Result<(), String> {
    if is_error(text) { Err(format!("单元格是公式的错误值 {text}")) } else { Ok(()) }
}

fn ids(ids: &[Id]) -> Value {
    if ids.is_empty() { Value::Null } else { json!(ids) }
}

/// The class of deadline that a word means.
pub(super) fn term(word: &str) -> Option<Term> {
    match word.trim() {
        "立行立改" | "即知即改" | "立即整改" | "立整立改" | "立即" | "立改" => {
            Some(Term::AtOnce)
        }
        "限期整改" | "限期" | "限时整改" | "集中整改" | "阶段整改" => {
            Some(Term::ByDeadline)
        }
        "长期坚持" | "长期" | "长期整改" | "持续整改" | "持续推进" | "持续坚持" | "常态化" => {
            Some(Term::Lasting)
        }
        _ => None,
    }
}

fn sum(text: &str) -> Result<Value, String> {
    custom::sum(text).map(|sum| json!(sum)).ok_or_else(|| format!("“{text}”应为以万元计的金额，如 12.5"))
}
