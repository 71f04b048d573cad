//! One change for many measures or findings: what a person wishes for all of them becomes the operations of one step. An
//! empty wish keeps what is there; what a record cannot take is reported, and the record stays as it is. Knows no page
//! and no selection.

use serde_json::{Value, json};

use super::edit::{Cause, Edit, Op, Stamp};
use super::{extending, field_input};
use ledger::custom::{self, CustomKind};
use ledger::fields::RecordKind;
use ledger::finding::{Finding, Measure};
use ledger::record::{FieldSpec, Node};
use ledger::{Id, Ledger, due};

/// What is to become of the note of each record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoteMode {
    /// The text is put behind what is there, on a line of its own.
    #[default]
    Append,
    /// The text takes the place of what is there.
    Replace,
}

/// What a person typed and chose for all selected records. Empty = keep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// What the records are.
    pub of: RecordKind,
    /// 问题类别, of findings.
    pub aspect: Option<Id>,
    /// 整改状态, of measures.
    pub status: Option<Id>,
    /// 牵头部门, by name.
    pub lead: String,
    /// 责任部门, by names.
    pub units: String,
    /// 配合部门, by names.
    pub supporting: String,
    /// 责任领导.
    pub leader: String,
    /// 责任人.
    pub owner: String,
    /// 整改类型, of measures.
    pub term: String,
    /// Fields that are to say nothing; of one that is also given a value, the value holds.
    pub empty: Vec<&'static str>,
    /// 整改时限, as typed.
    pub due: String,
    /// 备注.
    pub note: String,
    /// What the note does to the one that is there.
    pub note_mode: NoteMode,
    /// Custom fields of these records by id, as typed or chosen.
    pub custom: Vec<(Id, String)>,
}

/// A record that cannot take one of the wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The record.
    pub record: Id,
    /// Its number: `12-3`, `12`.
    pub number: String,
    /// Why, for people.
    pub why: &'static str,
}

/// Why a first deadline is not written over (C-PAT: the first deadline never changes).
pub const HAS_DEADLINE: &str = "已有时限，须走延期";

/// How many records that keep their deadline are listed by number.
const LISTED: usize = 60;

/// What would come of the wishes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// Records of which at least one field changes.
    pub changed: usize,
    /// Records that stay as they are: all is so already, or the only wish is one that they cannot take.
    pub unchanged: usize,
    /// Edits that the step would have.
    pub edits: usize,
    /// How many records cannot take the deadline.
    pub kept: usize,
    /// The first of them.
    pub listed: Vec<Kept>,
    /// The names of units that are not in the ledger and would be added.
    pub new_units: Vec<String>,
}

/// The wishes in the ledger's own values: each a field and what it is to hold.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Fields that become the same for every record.
    fields: Vec<(String, Value)>,
    /// The deadline; once the plan is issued, for records that have none.
    due: Option<Value>,
    /// Whether the plan is issued.
    issued: bool,
    note: String,
    note_mode: NoteMode,
    /// The operations that add units which are not there yet.
    units: Vec<Op>,
}

/// Why wishes cannot be carried out: the field, and what it takes.
pub type Fault = (String, String);

impl Wishes {
    /// Whether nothing is wished.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let texts = [
            &self.lead,
            &self.units,
            &self.supporting,
            &self.leader,
            &self.owner,
            &self.term,
            &self.due,
            &self.note,
        ];
        let custom = self.custom.iter().map(|(_, text)| text);
        self.status.is_none()
            && self.aspect.is_none()
            && self.empty.is_empty()
            && texts.into_iter().chain(custom).all(|text| text.trim().is_empty())
    }

    /// The wishes as values of the ledger. `fresh` names the units that are added.
    ///
    /// # Errors
    /// The first field that does not take what was typed, with what it takes, to complete "应为…".
    pub fn plan(&self, ledger: &Ledger, fresh: &mut dyn FnMut() -> Id) -> Result<Plan, Fault> {
        let mut plan = Plan {
            fields: Vec::new(),
            due: None,
            issued: extending::is_issued(ledger),
            note: self.note.trim_end().to_owned(),
            note_mode: self.note_mode,
            units: Vec::new(),
        };
        for (field, chosen) in [("status", &self.status), ("aspect", &self.aspect)] {
            plan.fields.extend(chosen.as_ref().map(|id| (field.to_owned(), json!(id))));
        }
        let of_units =
            [("lead_unit", &self.lead), ("units", &self.units), ("supporting_units", &self.supporting)];
        for (field, text) in of_units {
            if !text.trim().is_empty() {
                let value = plan.units_named(ledger, text, field != "lead_unit", fresh);
                plan.fields.push((field.to_owned(), value));
            }
        }
        for (field, text) in [("leader", &self.leader), ("owner", &self.owner), ("term", &self.term)] {
            if !text.trim().is_empty() {
                plan.fields.push((field.to_owned(), text.trim().into()));
            }
        }
        if !self.due.trim().is_empty() {
            let due = Value::from(due::typed(&self.due));
            let of = match self.of {
                RecordKind::Measure => Measure::SPEC,
                RecordKind::Finding => Finding::SPEC,
            };
            let spec: Option<&FieldSpec> = of.field("due");
            if let Some(spec) = spec.filter(|spec| !(spec.accepts)(&due)) {
                return Err((ledger.field_label(of, "due"), spec.expected.to_owned()));
            }
            plan.due = Some(due);
        }
        let custom = self.custom.iter().filter(|(_, text)| !text.trim().is_empty());
        for (id, text) in custom {
            let Some(field) = ledger.custom_field(id.as_str()) else { continue };
            let value = if field.value_kind() == CustomKind::Unit {
                plan.units_named(ledger, text, true, fresh)
            } else {
                field.read(text).map_err(|expected| (field.name().to_owned(), expected))?
            };
            plan.fields.push((format!("{}.{id}", custom::VALUES), value));
        }
        if plan.fields.iter().any(|(_, value)| value.is_null()) {
            return Err(("部门".to_owned(), "部门名称".to_owned()));
        }
        for field in &self.empty {
            if !plan.fields.iter().any(|(given, _)| given == *field) {
                plan.fields.push(((*field).to_owned(), Value::Null));
            }
        }
        Ok(plan)
    }
}

impl Plan {
    /// The ids of units by name; those that are not there yet are added once, whatever fields name them.
    fn units_named(
        &mut self,
        ledger: &Ledger,
        text: &str,
        many: bool,
        fresh: &mut dyn FnMut() -> Id,
    ) -> Value {
        let names: Vec<&str> =
            if many { text.split(['、', '，', ',', '；', ';']).collect() } else { vec![text] };
        let mut ids: Vec<Id> = Vec::new();
        for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
            let added = self.units.iter().find_map(|op| match op {
                Op::Insert { item, .. } if item["name"] == *name => op.entity(),
                _ => None,
            });
            let id = field_input::unit_named(ledger, name).or(added).unwrap_or_else(|| {
                let after = self.units.last().and_then(Op::entity);
                let op = field_input::new_unit(ledger, name, &fresh(), after);
                let id = op.entity().unwrap_or_default();
                self.units.push(op);
                id
            });
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if many { json!(ids) } else { ids.first().map_or(Value::Null, |id| json!(id)) }
    }

    /// The fields of one record that change: name, before, after; and whether the deadline was kept.
    fn changes<N: Node + ?Sized>(&self, record: &N) -> (Vec<(String, Value, Value)>, bool) {
        let mut changes = Vec::new();
        let mut put = |field: &str, to: Value| {
            let from = record.get(field).unwrap_or_default();
            if from != to {
                changes.push((field.to_owned(), from, to));
            }
        };
        for (field, value) in &self.fields {
            put(field, value.clone());
        }
        let mut kept = false;
        if let Some(due) = &self.due {
            match record.get("due") {
                None | Some(Value::Null) => put("due", due.clone()),
                Some(_) if !self.issued => put("due", due.clone()),
                Some(first) => kept = first != *due,
            }
        }
        if !self.note.is_empty() {
            let old = record.get("note");
            let old = old.as_ref().and_then(Value::as_str).unwrap_or_default();
            let note = match self.note_mode {
                NoteMode::Append if !old.is_empty() => format!("{old}\n{}", self.note),
                NoteMode::Append | NoteMode::Replace => self.note.clone(),
            };
            put("note", note.into());
        }
        (changes, kept)
    }

    /// What would come of it for these records.
    #[must_use]
    pub fn preview<'r, N: Node + ?Sized + 'r>(
        &self,
        ledger: &Ledger,
        records: impl IntoIterator<Item = &'r N>,
    ) -> Preview {
        let mut preview = Preview { edits: self.units.len(), ..Preview::default() };
        for record in records {
            let (changes, kept) = self.changes(record);
            preview.edits += changes.len();
            if changes.is_empty() {
                preview.unchanged += 1;
            } else {
                preview.changed += 1;
            }
            preview.kept += usize::from(kept);
            if let Some(id) = record.id().filter(|_| kept && preview.listed.len() < LISTED) {
                preview.listed.push(Kept {
                    record: id.clone(),
                    number: number(ledger, id),
                    why: HAS_DEADLINE,
                });
            }
        }
        let name = |op: &Op| match op {
            Op::Insert { item, .. } => item["name"].as_str().map(str::to_owned),
            _ => None,
        };
        preview.new_units = self.units.iter().filter_map(name).collect();
        preview
    }

    /// The operations of the step, the units that are added first.
    #[must_use]
    pub fn ops<'r, N: Node + ?Sized + 'r>(&self, records: impl IntoIterator<Item = &'r N>) -> Vec<Op> {
        let mut ops = self.units.clone();
        for record in records {
            let Some(id) = record.id() else { continue };
            for (field, from, to) in self.changes(record).0 {
                ops.push(Op::Set { entity: id.clone(), field, from, to });
            }
        }
        ops
    }
}

/// The number of a measure or finding, for people.
fn number(ledger: &Ledger, id: &Id) -> String {
    match ledger.parent(id) {
        Some((finding, "measures")) => ledger.measure_number(finding, id),
        _ => ledger.finding_number(id).to_string(),
    }
}

/// About how many UTF-16 units a browser's store takes for a step of these operations, each an edit under a key of
/// its own: a sample is written out, and the rest taken to be alike.
#[must_use]
pub fn stored_units(ops: &[Op], stamp: &Stamp, bundle: &Id) -> usize {
    /// How many operations are written out to know the rest.
    const SAMPLE: usize = 200;
    let step = (ops.len() / SAMPLE).max(1);
    let (mut units, mut count) = (0, 0);
    for op in ops.iter().step_by(step) {
        let id = Id::new(&format!("{}-{}", stamp.session, ops.len())).unwrap_or_default();
        let key = "zhenggai/1///".len() + bundle.as_str().encode_utf16().count() + id.as_str().len();
        let edit = Edit {
            group: Some(id.clone()),
            id,
            clock: u64::try_from(ops.len()).unwrap_or(u64::MAX),
            at: stamp.at,
            author: stamp.author.clone(),
            unit: stamp.unit.clone(),
            cause: Cause::Direct,
            op: op.clone(),
            seen: Some(Vec::new()),
            extra: serde_json::Map::new(),
        };
        units += key + edit.to_string().encode_utf16().count();
        count += 1;
    }
    (units * ops.len()).checked_div(count).unwrap_or(0)
}

#[cfg(test)]
mod tests;
