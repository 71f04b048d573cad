//! Puts what was read of duties into the fields of a finding or a measure. What is there stays; what does not fit goes to
//! 备注 and is told.

use super::pairs::{Duty, Pair};
use crate::lines::{is_space, trimmed};
use ledger::due::{Due, Term};
use ledger::due_reading::{self, Around};
use ledger::finding::{Finding, Measure};
use ledger::register::{Status, Unit};
use ledger::{Bundle, Id};

/// The units of a ledger that is being read, by name.
pub struct Units<'a>(&'a mut Vec<Unit>);

impl<'a> Units<'a> {
    /// Those that are there; more are added behind them.
    pub fn new(units: &'a mut Vec<Unit>) -> Self {
        Self(units)
    }

    fn id(&mut self, name: &str) -> Id {
        if let Some(known) = self.0.iter().find(|unit| unit.name == name) {
            return known.id.clone();
        }
        let id = Id::new(&format!("u{}", self.0.len() + 1)).unwrap_or_default();
        self.0.push(Unit { id: id.clone(), name: name.to_owned(), ..Unit::default() });
        id
    }
}

/// The names in a list of units: parted at stops and space, never within brackets.
fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && (is_space(c) || matches!(c, '、' | '，' | ',' | '；' | ';' | '/')) => {
                found.push(text.get(from..at).unwrap_or(""));
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.push(text.get(from..).unwrap_or(""));
    found.into_iter().map(trimmed).filter(|name| !is_nothing(name)).collect()
}

/// Whether a value says that there is none.
fn is_nothing(value: &str) -> bool {
    matches!(value, "" | "/" | "-" | "—" | "——" | "无" | "暂无")
}

/// What the deadlines of a plan are read with.
pub fn around(bundle: &Bundle) -> Around {
    let said = [&bundle.notice.title, &bundle.notice.date_text, &bundle.notice.preamble];
    let years = said.into_iter().flat_map(|text| text.split(|c: char| !c.is_ascii_digit()));
    let years = years.filter(|run| run.len() == 4).filter_map(|run| run.parse().ok());
    let year = years.filter(|year| (1990..=2100).contains(year)).max();
    Around { feedback: bundle.inspection.feedback, issued: bundle.notice.date, year }
}

/// The fields of whatever the duties are of.
pub struct Fields<'a> {
    leader: &'a mut String,
    lead: &'a mut Option<Id>,
    units: &'a mut Vec<Id>,
    supporting: &'a mut Vec<Id>,
    owner: &'a mut String,
    due: &'a mut Option<Due>,
    due_text: &'a mut String,
    note: &'a mut String,
    term: Option<&'a mut Option<Term>>,
    status: Option<&'a mut Option<Id>>,
    texts: Option<(&'a mut String, &'a mut String)>,
}

impl<'a> Fields<'a> {
    /// Those of a finding.
    pub fn of_finding(finding: &'a mut Finding) -> Self {
        Self {
            leader: &mut finding.leader,
            lead: &mut finding.lead_unit,
            units: &mut finding.units,
            supporting: &mut finding.supporting_units,
            owner: &mut finding.owner,
            due: &mut finding.due,
            due_text: &mut finding.due_text,
            note: &mut finding.note,
            term: None,
            status: None,
            texts: Some((&mut finding.goal, &mut finding.cause)),
        }
    }

    /// Those of a measure.
    pub fn of_measure(measure: &'a mut Measure) -> Self {
        Self {
            leader: &mut measure.leader,
            lead: &mut measure.lead_unit,
            units: &mut measure.units,
            supporting: &mut measure.supporting_units,
            owner: &mut measure.owner,
            due: &mut measure.due,
            due_text: &mut measure.due_text,
            note: &mut measure.note,
            term: Some(&mut measure.term),
            status: Some(&mut measure.status),
            texts: None,
        }
    }
}

/// What putting needs.
pub struct Takes<'a> {
    /// The units.
    pub units: Units<'a>,
    /// The statuses, by their labels.
    pub statuses: &'a [Status],
    /// What deadlines are read with.
    pub around: Around,
}

/// Sets a text; `false` where another is there.
fn set(field: &mut String, value: &str) -> bool {
    if field.is_empty() {
        value.clone_into(field);
    }
    *field == value
}

impl Takes<'_> {
    /// Puts the pairs into the fields, and gives what is odd.
    pub fn put(&mut self, pairs: &[Pair<'_>], to: &mut Fields<'_>) -> Vec<String> {
        let mut odd = Vec::new();
        for pair in pairs.iter().filter(|pair| !is_nothing(pair.value)) {
            let taken = match pair.duty {
                Some(Duty::Leader) => set(to.leader, pair.value),
                Some(Duty::Owner) => set(to.owner, pair.value),
                Some(duty @ (Duty::Lead | Duty::Units | Duty::Supporting)) => {
                    self.put_units(duty, pair.value, to);
                    true
                }
                Some(Duty::Due) => self.put_due(pair.value, to, &mut odd),
                Some(Duty::Term) => Self::put_term(pair.value, to),
                Some(Duty::Status) => self.put_status(pair.value, to),
                Some(Duty::Goal) => to.texts.as_mut().is_some_and(|(goal, _)| set(goal, pair.value)),
                Some(Duty::Cause) => to.texts.as_mut().is_some_and(|(_, cause)| set(cause, pair.value)),
                None => false,
            };
            if !taken {
                let said = format!("{}：{}", pair.name, pair.value);
                odd.push(format!("的“{said}”没有对应的空字段，记入备注"));
                if !to.note.is_empty() {
                    to.note.push('；');
                }
                to.note.push_str(&said);
            }
        }
        odd
    }

    fn put_units(&mut self, duty: Duty, value: &str, to: &mut Fields<'_>) {
        for name in names(value) {
            // 办公室（牵头）、财务科（配合）
            let role = [("牵头", Duty::Lead), ("配合", Duty::Supporting), ("协办", Duty::Supporting)];
            let said = role.into_iter().find_map(|(word, duty)| {
                let name = name.strip_suffix(['）', ')'])?.strip_suffix(word)?.strip_suffix(['（', '('])?;
                Some((trimmed(name), duty))
            });
            let (name, duty) = said.unwrap_or((name, duty));
            let id = self.units.id(name);
            let list = match duty {
                Duty::Lead if to.lead.is_none() => {
                    *to.lead = Some(id);
                    continue;
                }
                Duty::Supporting => &mut *to.supporting,
                _ => &mut *to.units,
            };
            if !list.contains(&id) && to.lead.as_ref() != Some(&id) {
                list.push(id);
            }
        }
    }

    fn put_due(&self, value: &str, to: &mut Fields<'_>, odd: &mut Vec<String>) -> bool {
        if to.due.is_some() || !to.due_text.is_empty() {
            return false;
        }
        let read = due_reading::read(value, &self.around);
        if let Some(doubt) = &read.doubt {
            odd.push(format!("的时限“{value}”：{}", doubt.message()));
        }
        *to.due = read.due;
        *to.due_text = read.typed;
        if let (Some(term), Some(own)) = (read.term, &mut to.term) {
            own.get_or_insert(term);
        }
        true
    }

    fn put_term(value: &str, to: &mut Fields<'_>) -> bool {
        match (due_reading::term_of(value), &mut to.term) {
            (Some(term), Some(own)) => **own = Some(term),
            _ => return false,
        }
        true
    }

    fn put_status(&self, value: &str, to: &mut Fields<'_>) -> bool {
        let status = self.statuses.iter().find(|status| status.label == value);
        match (status, &mut to.status) {
            (Some(status), Some(own)) => **own = Some(status.id.clone()),
            _ => return false,
        }
        true
    }
}
