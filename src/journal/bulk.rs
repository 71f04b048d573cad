//! One change for many measures: what a person wishes for all of them becomes the operations of one step. An empty
//! wish keeps what is there; what a measure cannot take is reported, and the measure stays as it is. Knows no
//! page and no selection.

use serde_json::{Value, json};

use super::edit::{Cause, Edit, Op, Stamp};
use super::{extending, field_input};
use ledger::custom::{self, CustomKind};
use ledger::finding::Measure;
use ledger::record::FieldSpec;
use ledger::{Id, Ledger, due};

/// What is to become of the note of each measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoteMode {
    /// The text is put behind what is there, on a line of its own.
    #[default]
    Append,
    /// The text takes the place of what is there.
    Replace,
}

/// What a person typed and chose for all selected measures. Empty = keep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// 整改状态.
    pub status: Option<Id>,
    /// 牵头部门, by name.
    pub lead: String,
    /// 责任部门, by names.
    pub units: String,
    /// 责任人.
    pub owner: String,
    /// 整改时限, as typed.
    pub due: String,
    /// 备注.
    pub note: String,
    /// What the note does to the one that is there.
    pub note_mode: NoteMode,
    /// Custom fields of measures by id, as typed or chosen.
    pub custom: Vec<(Id, String)>,
}

/// A measure that cannot take one of the wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The measure.
    pub measure: Id,
    /// Its number: `12-3`.
    pub number: String,
    /// Why, for people.
    pub why: &'static str,
}

/// Why a first deadline is not written over (C-PAT: the first deadline never changes).
pub const HAS_DEADLINE: &str = "已有时限，须走延期";

/// How many measures that keep their deadline are listed by number.
const LISTED: usize = 60;

/// What would come of the wishes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// Measures of which at least one field changes.
    pub changed: usize,
    /// Measures that stay as they are: all is so already, or the only wish is one that they cannot take.
    pub unchanged: usize,
    /// Edits that the step would have.
    pub edits: usize,
    /// How many measures cannot take the deadline.
    pub kept: usize,
    /// The first of them.
    pub listed: Vec<Kept>,
    /// The names of units that are not in the ledger and would be added.
    pub new_units: Vec<String>,
}

/// The wishes in the ledger's own values: each a field and what it is to hold.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Fields that become the same for every measure.
    fields: Vec<(String, Value)>,
    /// The deadline; once the plan is issued, for measures that have none.
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
        let texts = [&self.lead, &self.units, &self.owner, &self.due, &self.note];
        let custom = self.custom.iter().map(|(_, text)| text);
        self.status.is_none() && texts.into_iter().chain(custom).all(|text| text.trim().is_empty())
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
        plan.fields.extend(self.status.as_ref().map(|status| ("status".to_owned(), json!(status))));
        for (field, text) in [("lead_unit", &self.lead), ("units", &self.units)] {
            if !text.trim().is_empty() {
                let value = plan.units_named(ledger, text, field == "units", fresh);
                plan.fields.push((field.to_owned(), value));
            }
        }
        if !self.owner.trim().is_empty() {
            plan.fields.push(("owner".to_owned(), self.owner.trim().into()));
        }
        if !self.due.trim().is_empty() {
            let due = Value::from(due::typed(&self.due));
            let spec: Option<&FieldSpec> = Measure::SPEC.field("due");
            if let Some(spec) = spec.filter(|spec| !(spec.accepts)(&due)) {
                return Err((ledger.field_label(Measure::SPEC, "due"), spec.expected.to_owned()));
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

    /// The fields of one measure that change: name, before, after; and whether the deadline was kept.
    fn changes(&self, measure: &Measure) -> (Vec<(String, Value, Value)>, bool) {
        use ledger::record::Node;
        let mut changes = Vec::new();
        let mut put = |field: &str, to: Value| {
            let from = measure.get(field).unwrap_or_default();
            if from != to {
                changes.push((field.to_owned(), from, to));
            }
        };
        for (field, value) in &self.fields {
            put(field, value.clone());
        }
        let mut kept = false;
        if let Some(due) = &self.due {
            match measure.get("due") {
                None | Some(Value::Null) => put("due", due.clone()),
                Some(_) if !self.issued => put("due", due.clone()),
                Some(first) => kept = first != *due,
            }
        }
        if !self.note.is_empty() {
            let note = match self.note_mode {
                NoteMode::Append if !measure.note.is_empty() => format!("{}\n{}", measure.note, self.note),
                NoteMode::Append | NoteMode::Replace => self.note.clone(),
            };
            put("note", note.into());
        }
        (changes, kept)
    }

    /// What would come of it for these measures.
    #[must_use]
    pub fn preview<'m>(&self, ledger: &Ledger, measures: impl IntoIterator<Item = &'m Measure>) -> Preview {
        let mut preview = Preview { edits: self.units.len(), ..Preview::default() };
        for measure in measures {
            let (changes, kept) = self.changes(measure);
            preview.edits += changes.len();
            if changes.is_empty() {
                preview.unchanged += 1;
            } else {
                preview.changed += 1;
            }
            preview.kept += usize::from(kept);
            if kept && preview.listed.len() < LISTED {
                let number = ledger
                    .parent(&measure.id)
                    .map(|(finding, _)| ledger.measure_number(finding, &measure.id));
                preview.listed.push(Kept {
                    measure: measure.id.clone(),
                    number: number.unwrap_or_default(),
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
    pub fn ops<'m>(&self, measures: impl IntoIterator<Item = &'m Measure>) -> Vec<Op> {
        let mut ops = self.units.clone();
        for measure in measures {
            for (field, from, to) in self.changes(measure).0 {
                ops.push(Op::Set { entity: measure.id.clone(), field, from, to });
            }
        }
        ops
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
mod tests {
    use super::*;
    use crate::Journal;
    use ledger::Bundle;
    use ledger::date::Moment;
    use ledger::demo::demo;
    use proptest::prelude::*;

    fn bundle() -> Bundle {
        serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b", "rectification_period": {"plan": "2024-01-10"},
            "custom_fields": [{"id": "c1", "label": "资金", "kind": "sum"}, {"id": "c2", "label": "督办", "kind": "unit"}],
            "statuses": [{"id": "s1", "label": "整改中"}],
            "units": [{"id": "u1", "name": "办公室", "aliases": "综合处"}],
            "findings": [{"id": "f", "number": 12, "measures": [
                {"id": "a", "status": "s1", "note": "旧注", "due": "2024-06"},
                {"id": "b1", "owner": "王敏", "lead_unit": "u1"},
                {"id": "c", "due": "2024-12"}]}]
        }))
        .unwrap()
    }

    fn fresh() -> impl FnMut() -> Id {
        let mut n = 0;
        move || {
            n += 1;
            Id::new(&format!("new{n}")).unwrap()
        }
    }

    fn stamp() -> Stamp {
        Stamp {
            session: Id::new("s").unwrap(),
            at: Moment::EPOCH,
            author: "王敏".into(),
            unit: "高新处".into(),
        }
    }

    fn told(wishes: &Wishes) -> (usize, usize, Vec<String>, Vec<String>) {
        let ledger = Ledger::new(bundle()).unwrap();
        let plan = wishes.plan(&ledger, &mut fresh()).unwrap();
        let preview = plan.preview(&ledger, &ledger.bundle().findings[0].measures);
        let ops = plan.ops(&ledger.bundle().findings[0].measures);
        assert_eq!(ops.len(), preview.edits);
        let kept = preview.listed.iter().map(|kept| format!("{} {}", kept.number, kept.why)).collect();
        (preview.changed, preview.unchanged, kept, preview.new_units)
    }

    /// How many change, how many do not, which keep their deadline, which units are new.
    type Expected = (usize, usize, &'static [&'static str], &'static [&'static str]);

    #[test]
    fn an_empty_wish_keeps_and_what_is_so_already_is_not_counted() {
        let none: Vec<String> = vec![];
        let own = vec![
            (Id::new("c1").unwrap(), "12.5万元".to_owned()),
            (Id::new("c2").unwrap(), "综合处、园区办".to_owned()),
        ];
        let cases: [(Wishes, Expected); 8] = [
            (Wishes { custom: own, ..Wishes::default() }, (3, 0, &[], &["园区办"])),
            (Wishes::default(), (0, 3, &[], &[])),
            (Wishes { status: Id::new("s1"), ..Wishes::default() }, (2, 1, &[], &[])),
            (Wishes { owner: " 王敏 ".into(), ..Wishes::default() }, (2, 1, &[], &[])),
            (Wishes { lead: "综合处".into(), ..Wishes::default() }, (2, 1, &[], &[])),
            (
                Wishes {
                    lead: "园区办".into(), units: "办公室、园区办".into(), ..Wishes::default()
                },
                (3, 0, &[], &["园区办"]),
            ),
            (
                Wishes { due: "2024年12月".into(), ..Wishes::default() },
                (1, 2, &["12-1 已有时限，须走延期"], &[]),
            ),
            (
                Wishes { due: "2025-01".into(), note: "已核".into(), ..Wishes::default() },
                (3, 0, &["12-1 已有时限，须走延期", "12-3 已有时限，须走延期"], &[]),
            ),
        ];
        for (wishes, (changed, unchanged, kept, units)) in cases {
            assert_eq!(
                told(&wishes),
                (
                    changed,
                    unchanged,
                    kept.iter().map(ToString::to_string).collect(),
                    units.iter().map(ToString::to_string).collect()
                ),
                "{wishes:?}"
            );
        }
        assert_eq!(told(&Wishes { note: "  ".into(), ..Wishes::default() }).2, none);
    }

    #[test]
    fn a_note_is_put_behind_the_old_one_or_in_its_place() {
        for (note_mode, note) in [(NoteMode::Append, "旧注\n已核"), (NoteMode::Replace, "已核")] {
            let ledger = Ledger::new(bundle()).unwrap();
            let wishes = Wishes { note: "已核".into(), note_mode, ..Wishes::default() };
            let plan = wishes.plan(&ledger, &mut fresh()).unwrap();
            let ops = plan.ops(&ledger.bundle().findings[0].measures[..1]);
            assert!(matches!(&ops[..], [Op::Set { to, .. }] if *to == json!(note)), "{ops:?}");
        }
    }

    #[test]
    fn a_date_that_the_calendar_lacks_is_refused_before_anything_is_done() {
        let ledger = Ledger::new(bundle()).unwrap();
        let wishes = Wishes { due: "2024-02-30".into(), ..Wishes::default() };
        assert_eq!(wishes.plan(&ledger, &mut fresh()).unwrap_err().0, "整改时限");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_bulk_edit_is_one_step_that_is_taken_back_as_one(
            seed in 0..9u64, size in 1..60usize, every in 1..4usize, status in prop::option::of(prop::sample::select(&["整改中", "已完成"][..])),
            lead in prop::sample::select(&["", "办公室", "新单位"][..]), due in prop::sample::select(&["", "2026-12-31"][..]), note in "[甲乙]{0,2}",
        ) {
            let mut journal = Journal::open(demo(seed, size)).unwrap();
            let before = journal.ledger().bundle().clone();
            let wishes = Wishes { status: status.and_then(Id::new), lead: lead.into(), due: due.into(), note, ..Wishes::default() };
            let plan = wishes.plan(journal.ledger(), &mut fresh()).unwrap();
            let all = || before.findings.iter().flat_map(|f| &f.measures).step_by(every);
            let preview = plan.preview(journal.ledger(), all());
            prop_assert_eq!(preview.changed + preview.unchanged, all().count());
            let (edits, _) = journal.commit(plan.ops(all()), &stamp(), &Cause::Direct).unwrap();
            prop_assert_eq!(edits.len(), preview.edits);
            // Asked again, nothing is left to do but to append the note once more.
            let again = Wishes { note: String::new(), ..wishes }.plan(journal.ledger(), &mut fresh()).unwrap();
            let now = journal.ledger().bundle().findings.iter().flat_map(|f| &f.measures).step_by(every);
            prop_assert_eq!(again.preview(journal.ledger(), now).changed, 0);
            if !edits.is_empty() {
                journal.undo(&stamp()).unwrap().unwrap();
            }
            prop_assert_eq!(journal.ledger().bundle(), &before);
        }
    }

    #[test]
    fn the_room_that_a_step_takes_is_known_before_it_is_made() {
        let mut journal = Journal::open(demo(1, 300)).unwrap();
        let wishes = Wishes { status: Id::new("已完成"), owner: "李强".into(), ..Wishes::default() };
        let plan = wishes.plan(journal.ledger(), &mut fresh()).unwrap();
        let ops = plan.ops(journal.ledger().bundle().findings.iter().flat_map(|f| &f.measures));
        let told = stored_units(&ops, &stamp(), &Id::new("demo").unwrap());
        let (edits, _) = journal.commit(ops, &stamp(), &Cause::Direct).unwrap();
        let key = |edit: &Edit| format!("zhenggai/1/demo/{}", edit.id.as_str().replace('-', "/")).len();
        let real: usize = edits.iter().map(|edit| key(edit) + edit.to_string().encode_utf16().count()).sum();
        assert!(told.abs_diff(real) * 20 < real, "told {told}, is {real}");
    }
}
