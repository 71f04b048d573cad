//! Tests of bulk edits.

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
        session: Id::new("s").unwrap(), at: Moment::EPOCH, author: "王敏".into(), unit: "高新处".into()
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
            Wishes { lead: "园区办".into(), units: "办公室、园区办".into(), ..Wishes::default() },
            (3, 0, &[], &["园区办"]),
        ),
        (Wishes { due: "2024年12月".into(), ..Wishes::default() }, (1, 2, &["12-1 已有时限，须走延期"], &[])),
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
fn fields_are_emptied_where_nothing_else_is_wished_for_them() {
    let ledger = Ledger::new(bundle()).unwrap();
    let wishes = Wishes {
        leader: " 周明 ".into(),
        term: "长期坚持".into(),
        supporting: "办公室".into(),
        empty: vec!["owner", "status", "leader"],
        ..Wishes::default()
    };
    let ops = wishes.plan(&ledger, &mut fresh()).unwrap().ops(&ledger.bundle().findings[0].measures[..2]);
    let told: Vec<String> = ops
        .iter()
        .map(|op| match op {
            Op::Set { entity, field, to, .. } => format!("{entity} {field} {to}"),
            other => format!("{other:?}"),
        })
        .collect();
    let own = |id: &str| {
        [
            format!("{id} supporting_units [\"u1\"]"),
            format!("{id} leader \"周明\""),
            format!("{id} term \"长期坚持\""),
        ]
    };
    let wanted: Vec<String> = own("a")
        .into_iter()
        .chain(["a status null".into()])
        .chain(own("b1"))
        .chain(["b1 owner null".into()])
        .collect();
    assert_eq!(told, wanted);
}

#[test]
fn findings_are_changed_like_measures() {
    let mut bundle = bundle();
    bundle.findings = serde_json::from_value(json!([
        {"id": "f1", "number": 7, "due": "2024-06", "note": "旧注", "aspect": "a1"},
        {"id": "f2", "owner": "王敏", "internal": true}]))
    .unwrap();
    let ledger = Ledger::new(bundle).unwrap();
    let wishes = Wishes {
        of: RecordKind::Finding,
        aspect: Id::new("a1"),
        lead: "园区办".into(),
        due: "2025-01".into(),
        note: "已核".into(),
        empty: vec!["owner"],
        ..Wishes::default()
    };
    let findings = &ledger.bundle().findings;
    let plan = wishes.plan(&ledger, &mut fresh()).unwrap();
    let preview = plan.preview(&ledger, findings);
    assert_eq!((preview.changed, preview.unchanged, preview.kept), (2, 0, 1));
    assert_eq!(
        (preview.listed[0].number.as_str(), &preview.new_units[..]),
        ("7", &["园区办".to_owned()][..])
    );
    let told: Vec<String> = plan
        .ops(findings.iter().map(|finding| finding as &dyn Node))
        .iter()
        .filter_map(|op| match op {
            Op::Set { entity, field, to, .. } => Some(format!("{entity} {field} {to}")),
            _ => None,
        })
        .collect();
    assert_eq!(
        told,
        [
            "f1 lead_unit \"new1\"",
            "f1 note \"旧注\\n已核\"",
            "f2 aspect \"a1\"",
            "f2 lead_unit \"new1\"",
            "f2 owner null",
            "f2 due \"2025-01\"",
            "f2 note \"已核\""
        ]
    );
    let wishes = Wishes { of: RecordKind::Finding, due: "2024-02-30".into(), ..Wishes::default() };
    assert_eq!(wishes.plan(&ledger, &mut fresh()).unwrap_err().0, "整改时限");
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
