//! Every check: a ledger in which it fires and one in which it does not.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{KINDS, Kind, Severity, run, split};
use crate::date::Date;
use crate::demo::demo;
use crate::{Bundle, Ledger};

fn today() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

/// A ledger in which nothing is odd: one finding, two measures, one of them done and closed.
fn sound() -> Value {
    json!({
        "id": "b", "organization": "中共某市科技创新局党组",
        "inspection": {"from": "2026-01-05", "to": "2026-02-05", "feedback": "2026-03-01"},
        "rectification_period": {"months": 9},
        "notice": {"date": "2026-11-01", "preamble": "市科技局党组"},
        "statuses": [{"id": "s1", "label": "整改中", "class": "open"}, {"id": "s3", "label": "已完成", "class": "done"}],
        "units": [{"id": "u1", "name": "政策处", "aliases": "法规处"}, {"id": "u2", "name": "办公室"}],
        "aspects": [{"id": "a1", "title": "政治建设"}],
        "findings": [
            {"id": "f1", "number": 1, "title": "关于台账不全的问题", "aspect": "a1", "measures": [
                {"id": "m1", "number": 1, "ordinal": "一是", "text": "政策处补齐台账。", "lead_unit": "u1", "owner": "甲", "due": "2026-06",
                 "status": "s3",
                 "progress": [{"id": "p1", "date": "2026-05-01", "text": "已补齐。"}],
                 "evidence": [{"id": "e1", "number": "1-1-01", "name": "清单.pdf", "sm3": "ab"}],
                 "closure": [{"id": "c1", "action": "close", "date": "2026-06-01"}]},
                {"id": "m2", "number": 2, "ordinal": "二是", "text": "制定办法。", "lead_unit": "u2", "owner": "乙", "due": "2026-08",
                 "status": "s1",
                 "extensions": [{"id": "x1", "due": "2026-12", "reason": "人手不足", "approver": "丙"}],
                 "closure": [{"id": "c2", "action": "return", "opinion": "补签字", "date": "2026-11-01"}]},
            ]},
        ],
        "institutions": [
            {"id": "d1", "title": "某市促进科技成果转化若干措施", "role": "issued", "measures": ["m2"]},
            {"id": "d2", "title": "2025年度任务清单", "role": "issued", "findings": ["f1"]},
            {"id": "d3", "title": "2026年度任务清单", "role": "issued", "findings": ["f1"]},
        ],
        "reminders": [{"id": "r1", "number": "1号", "unit": "u1", "measures": ["m2"], "answer_due": "2026-12-01"}],
        "claims": [{"id": "k1", "subject": "measures", "value": 2, "unit": "条"}],
    })
}

fn found(bundle: Value) -> Vec<(Kind, String, String)> {
    let bundle: Bundle = serde_json::from_value(bundle).unwrap();
    let ledger = Ledger::new(bundle).unwrap();
    run(&ledger, today()).into_iter().map(|check| (check.kind, check.place, check.what)).collect()
}

/// A value put at a JSON pointer; a pointer that ends in `-` appends.
fn with(mut bundle: Value, changes: &[(&str, Value)]) -> Value {
    for (pointer, value) in changes {
        let (above, key) = pointer.rsplit_once('/').unwrap();
        let node = bundle.pointer_mut(above).unwrap_or_else(|| panic!("{above}"));
        match node {
            Value::Array(items) if key == "-" => items.push(value.clone()),
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = value.clone(),
            Value::Object(map) => {
                map.insert(key.to_owned(), value.clone());
            }
            other => panic!("{other}"),
        }
    }
    bundle
}

#[test]
fn nothing_is_odd_about_a_sound_ledger() {
    assert_eq!(found(sound()), []);
}

/// A check, the place that it names, and what is changed in the sound ledger by JSON pointers.
type Case = (Kind, &'static str, Vec<(String, Value)>);

#[expect(clippy::too_many_lines, reason = "a table of cases")]
#[test]
fn each_check_finds_what_it_looks_for_and_says_where() {
    const M1: &str = "/findings/0/measures/0";
    const M2: &str = "/findings/0/measures/1";
    let m = |at: &str, field: &str| format!("{at}/{field}");
    let f = |field: &str| format!("/findings/0/{field}");
    let cases: Vec<Case> = vec![
        (Kind::Dangling, "措施 1-2", vec![(m(M2, "units"), json!(["u9"]))]),
        (Kind::Dangling, "措施 1-2", vec![(m(M2, "lead_unit"), json!("a1"))]),
        (Kind::Dangling, "问题 1", vec![("/findings/0/aspect".into(), json!("a9"))]),
        (
            Kind::Dangling,
            "制度《2025年度任务清单》",
            vec![("/institutions/1/findings".into(), json!(["f9"]))],
        ),
        (Kind::Dangling, "督办提示 1号", vec![("/reminders/0/measures".into(), json!(["f1"]))]),
        (Kind::Dangling, "措施 1-1", vec![(m(M1, "evidence/0/also"), json!(["m9"]))]),
        (Kind::UnknownStatus, "措施 1-2", vec![(m(M2, "status"), json!("s9"))]),
        (Kind::StatusClass, "状态 整改中", vec![("/statuses/0/class".into(), json!("在办"))]),
        (Kind::NoTitle, "问题 1", vec![("/findings/0/title".into(), json!(" "))]),
        (
            Kind::NoMeasures,
            "问题 2",
            vec![("/findings/-".into(), json!({"id": "f2", "number": 2, "title": "乙"}))],
        ),
        (Kind::NoText, "措施 1-2", vec![(m(M2, "text"), json!(""))]),
        (Kind::FindingTwice, "问题 1", vec![("/findings/-".into(), finding("f2", 1, "乙"))]),
        (Kind::FindingGap, "问题 4", vec![("/findings/-".into(), finding("f2", 4, "乙"))]),
        (Kind::MeasureTwice, "措施 1-1", vec![(m(M2, "number"), json!(1))]),
        (Kind::MeasureGap, "措施 1-3", vec![(m(M2, "number"), json!(3))]),
        (Kind::OrdinalGap, "问题 1", vec![(m(M2, "ordinal"), json!("四是"))]),
        (Kind::OrdinalGap, "问题 1", vec![(m(M2, "ordinal"), json!("（三）"))]),
        (
            Kind::CustomEmpty,
            "问题 1",
            vec![(
                "/custom_fields".into(),
                json!([{"id": "k9", "label": "科室", "of": "finding", "required": true}]),
            )],
        ),
        (
            Kind::CustomKind,
            "措施 1-2",
            vec![
                ("/custom_fields".into(), json!([{"id": "k9", "label": "资金", "kind": "sum"}])),
                (m(M2, "custom"), json!({"k9": "若干"})),
            ],
        ),
        (Kind::NoLead, "措施 1-2", vec![(m(M2, "lead_unit"), json!(null))]),
        (Kind::NoOwner, "措施 1-2", vec![(m(M2, "owner"), json!(""))]),
        (Kind::NoDue, "措施 1-2", vec![(m(M2, "due"), json!(null)), (m(M2, "extensions"), json!([]))]),
        (Kind::DueBeforeFeedback, "措施 1-1", vec![(m(M1, "due"), json!("2026-02"))]),
        (Kind::NoFeedback, "台账", vec![("/inspection/feedback".into(), json!(null))]),
        (Kind::InspectionOrder, "台账", vec![("/inspection/to".into(), json!("2026-01-01"))]),
        (Kind::InspectionOrder, "台账", vec![("/notice/date".into(), json!("2026-02-06"))]),
        (Kind::Future, "措施 1-1", vec![(m(M1, "progress/0/date"), json!("2026-11-16"))]),
        (Kind::Future, "措施 1-1", vec![(m(M1, "closure/0/date"), json!("2027-01-01"))]),
        (Kind::DueBeforeFeedback, "问题 1", vec![(f("due"), json!("2026-02"))]),
        (Kind::PastPeriod, "问题 1", vec![(f("due"), json!("2027-02"))]),
        (
            Kind::ExtensionBare,
            "问题 1",
            vec![(f("extensions"), json!([{"id": "x9", "due": "2026-12", "approver": "丙"}]))],
        ),
        (
            Kind::ExtensionBack,
            "问题 1",
            vec![
                (f("due"), json!("2026-06")),
                (
                    f("extensions"),
                    json!([{"id": "x9", "due": "2026-05", "reason": "人手不足", "approver": "丙"}]),
                ),
            ],
        ),
        (
            Kind::Future,
            "问题 1",
            vec![(f("closure"), json!([{"id": "c9", "action": "apply", "date": "2027-01-01"}]))],
        ),
        (
            Kind::ReturnBare,
            "问题 1",
            vec![(f("closure"), json!([{"id": "c9", "action": "return", "date": "2026-11-01"}]))],
        ),
        (
            Kind::Idle,
            "问题 1",
            vec![(
                f("closure"),
                json!([{"id": "c9", "action": "return", "opinion": "补", "date": "2026-09-01"}]),
            )],
        ),
        (Kind::Dangling, "督办提示 1号", vec![("/reminders/0/findings".into(), json!(["f9"]))]),
        (Kind::NamesMixed, "市科技创新局", vec![(f("details"), json!("市科创局履职不力。"))]),
        (Kind::TooEarly, "措施 1-1", vec![(m(M1, "progress/0/date"), json!("2026-02-28"))]),
        (Kind::Undated, "措施 1-1", vec![(m(M1, "progress/-"), json!({"id": "p2", "text": "又补"}))]),
        (Kind::DoneUnproved, "措施 1-1", vec![(m(M1, "evidence"), json!([]))]),
        (Kind::DoneUntold, "措施 1-1", vec![(m(M1, "progress"), json!([]))]),
        (Kind::ClosedUnfinished, "措施 1-1", vec![(m(M1, "status"), json!("s1"))]),
        (
            Kind::ClosedOpen,
            "问题 1",
            vec![("/findings/0/closure".into(), json!([{"id": "c9", "action": "close"}]))],
        ),
        (Kind::ReminderLate, "督办提示 1号", vec![("/reminders/0/answer_due".into(), json!("2026-11-14"))]),
        (Kind::ExtensionBare, "措施 1-2", vec![(m(M2, "extensions/0/approver"), json!(""))]),
        (Kind::ExtensionBare, "措施 1-2", vec![(m(M2, "extensions/0/reason"), json!(""))]),
        (Kind::ExtensionBack, "措施 1-2", vec![(m(M2, "extensions/0/due"), json!("2026-08-01"))]),
        (Kind::Idle, "措施 1-2", vec![(m(M2, "closure/0/date"), json!("2026-10-15"))]),
        (Kind::ReturnBare, "措施 1-2", vec![(m(M2, "closure/0/opinion"), json!(""))]),
        (
            Kind::EvidenceTwice,
            "措施 1-2",
            vec![(m(M2, "evidence"), json!([{"id": "e2", "number": "1-1-01", "name": "乙", "sm3": "c"}]))],
        ),
        (Kind::EvidenceBare, "措施 1-1", vec![(m(M1, "evidence/0/sm3"), json!(""))]),
        (Kind::EvidenceNameless, "措施 1-1", vec![(m(M1, "evidence/-"), json!({"id": "e2"}))]),
        (Kind::SameMeasure, "措施 1-2", vec![(m(M2, "text"), json!("政策处补齐台账。"))]),
        (Kind::SameFinding, "问题 2", vec![("/findings/-".into(), finding("f2", 2, "关于台账不全的问题"))]),
        (Kind::PastPeriod, "措施 1-1", vec![(m(M1, "due"), json!("2027-02"))]),
        (
            Kind::DocumentTwice,
            "制度《2025年度任务清单》",
            vec![("/institutions/2/title".into(), json!("2025年度任务清单"))],
        ),
        (
            Kind::DocumentNear,
            "制度《某市促进科技成果转化的若干措施》",
            vec![("/institutions/1/title".into(), json!("某市促进科技成果转化的若干措施"))],
        ),
        (
            Kind::DocumentNear,
            "制度《某市推进科技成果转化若干措施》",
            vec![("/institutions/1/title".into(), json!("某市推进科技成果转化若干措施"))],
        ),
        (Kind::DocumentBare, "制度《2025年度任务清单》", vec![("/institutions/1/role".into(), json!(null))]),
        (
            Kind::DocumentStray,
            "制度《2025年度任务清单》",
            vec![("/institutions/1/findings".into(), json!([]))],
        ),
        (Kind::ClaimDiffers, "通报所称 整改措施", vec![("/claims/0/value".into(), json!(162))]),
        (Kind::NamesMixed, "市科技创新局", vec![(m(M2, "text"), json!("市科创局制定办法。"))]),
        (Kind::UnitTwice, "单位 法规处", vec![("/units/-".into(), json!({"id": "u3", "name": "法规处"}))]),
        (
            Kind::UnitAlike,
            "单位 政策法规处",
            vec![("/units/-".into(), json!({"id": "u3", "name": "政策法规处"}))],
        ),
        (Kind::AliasInText, "单位 政策处", vec![(m(M2, "text"), json!("法规处制定办法。"))]),
    ];
    let mut tested = BTreeSet::new();
    for (kind, place, changes) in &cases {
        let changes: Vec<(&str, Value)> =
            changes.iter().map(|(at, value)| (at.as_str(), value.clone())).collect();
        let all = found(with(sound(), &changes));
        assert!(all.iter().any(|(k, p, _)| k == kind && p == place), "{kind:?} at {place}: {all:?}");
        tested.insert(*kind);
    }
    let untested: Vec<_> = KINDS.iter().filter(|kind| !tested.contains(kind)).collect();
    assert_eq!(untested, [] as [&Kind; 0]);
}

fn finding(id: &str, number: u32, title: &str) -> Value {
    json!({"id": id, "number": number, "title": title, "measures": [
        {"id": format!("{id}-1"), "number": 1, "text": "丁", "lead_unit": "u1", "owner": "甲", "due": "2026-06", "status": "s1"}]})
}

#[test]
fn what_only_looks_odd_is_left_alone() {
    for (why, changes) in [
        (
            "what the finding states need not be stated again",
            vec![("/findings/0/measures/1/owner", json!("")), ("/findings/0/owner", json!("乙"))],
        ),
        (
            "a file of another measure proves it too",
            vec![
                ("/findings/0/measures/0/evidence", json!([])),
                (
                    "/findings/0/measures/1/evidence",
                    json!([{"id": "e9", "number": "1-2-01", "name": "纪要.pdf", "sm3": "cd", "also": ["m1"]}]),
                ),
            ],
        ),
        ("a phrase has no day", vec![("/findings/0/measures/0/due", json!("长期坚持"))]),
        (
            "what is to last may go beyond the period",
            vec![
                ("/findings/0/measures/0/due", json!("2028-01")),
                ("/findings/0/measures/0/term", json!("长期坚持")),
            ],
        ),
        (
            "other offices have other names",
            vec![("/findings/0/measures/1/text", json!("市财政局、市民政局、市教育局制定办法。"))],
        ),
        (
            "work after it was sent back",
            vec![
                ("/findings/0/measures/1/closure/0/date", json!("2026-09-01")),
                (
                    "/findings/0/measures/1/progress",
                    json!([{"id": "p9", "date": "2026-09-02", "text": "已补。"}]),
                ),
            ],
        ),
        (
            "an answered reminder",
            vec![
                ("/reminders/0/answer_due", json!("2026-10-01")),
                ("/reminders/0/answered", json!("2026-10-09")),
            ],
        ),
        (
            "a document that was replaced",
            vec![
                ("/institutions/1/title", json!("某市促进科技成果转化的若干措施")),
                ("/institutions/0/replaced_by", json!("某市促进科技成果转化的若干措施")),
            ],
        ),
    ] {
        assert_eq!(found(with(sound(), &changes)), [], "{why}");
    }
}

#[test]
fn the_ledger_that_is_shipped_has_the_oddities_of_its_source() {
    let bundle: Bundle = serde_json::from_str(include_str!("../../default-bundle.json")).unwrap();
    let all = run(&Ledger::new(bundle).unwrap(), Date::new(2024, 7, 1).unwrap());
    let told = |kind: Kind| -> Vec<String> {
        all.iter()
            .filter(|check| check.kind == kind)
            .map(|check| format!("{}：{}", check.place, check.what))
            .collect()
    };
    assert_eq!(told(Kind::OrdinalGap), ["问题 16：印有“四是”，其前缺“三是”"]);
    assert_eq!(told(Kind::NamesMixed).len(), 1);
    assert!(told(Kind::NamesMixed)[0].contains("市科技局") && told(Kind::NamesMixed)[0].contains("市科创局"));
    assert_eq!(told(Kind::DocumentNear).len(), 1, "{:?}", told(Kind::DocumentNear));
    assert!(told(Kind::DocumentNear)[0].contains("若干政策措施"));
    assert_eq!(told(Kind::ClaimDiffers).len(), 2, "{:?}", told(Kind::ClaimDiffers));
    assert_eq!(told(Kind::NoDue).len(), 110);
    assert!(all.iter().all(|check| check.kind.severity() != Severity::Serious), "{all:?}");
}

#[test]
fn kinds_stand_by_severity_and_their_codes_differ() {
    assert!(KINDS.is_sorted_by_key(|kind| kind.severity()));
    let codes: BTreeSet<_> = KINDS.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes.len(), KINDS.len());
}

#[test]
fn what_was_set_aside_is_told_apart_and_nothing_else() {
    let bundle = with(
        sound(),
        &[
            ("/findings/0/measures/1/owner", json!("")),
            ("/findings/0/measures/1/lead_unit", json!(null)),
            (
                "/waivers",
                json!([
                    {"id": "w1", "kind": "no-owner", "about": "m2", "reason": "待定"},
                    {"id": "w2", "kind": "no-lead", "about": "m1"},
                    {"id": "w3", "kind": "gone", "about": "m2"},
                ]),
            ),
        ],
    );
    let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
    let (open, waived) = split(run(&ledger, today()), &ledger.bundle().waivers);
    assert_eq!(open.iter().map(|check| check.kind).collect::<Vec<_>>(), [Kind::NoLead]);
    let waived: Vec<_> = waived.iter().map(|(check, waiver)| (check.kind, waiver.reason.as_str())).collect();
    assert_eq!(waived, [(Kind::NoOwner, "待定")]);
    let whole = with(
        sound(),
        &[
            ("/findings/0/measures/1/owner", json!("")),
            ("/waivers", json!([{"id": "w1", "kind": "no-owner", "reason": "按单位落实"}])),
        ],
    );
    let ledger = Ledger::new(serde_json::from_value(whole).unwrap()).unwrap();
    assert_eq!(split(run(&ledger, today()), &ledger.bundle().waivers).0, []);
}

#[test]
fn one_thing_set_aside_hides_no_other_of_its_kind() {
    let late = |id: &str, date: &str| json!({"id": id, "date": date, "text": "已办"});
    let progress = json!([late("p1", "2026-05-01"), late("p2", "2026-12-01"), late("p3", "2026-12-02"), {"id": "p4"}, {"id": "p5"}]);
    let units = json!([{"id": "u1", "name": "政策处"}, {"id": "u2", "name": "办公室"}, {"id": "u3", "name": "某市财政监督局"}]);
    let bundle = with(
        sound(),
        &[
            ("/findings/0/measures/0/progress", progress),
            ("/findings/0/measures/0/text", json!("市财监局、市财政局、市科创局补齐台账。")),
            ("/units", units),
            (
                "/waivers",
                json!([
                    {"id": "w1", "kind": "future", "about": "p2"},
                    {"id": "w2", "kind": "undated", "about": "p4"},
                    {"id": "w3", "kind": "names-mixed", "about": "u3"},
                ]),
            ),
        ],
    );
    let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
    let (open, waived) = split(run(&ledger, today()), &ledger.bundle().waivers);
    let told = |kind: Kind| {
        let mut about: Vec<_> = open.iter().filter(|c| c.kind == kind).map(|c| c.about.to_string()).collect();
        about.sort();
        about
    };
    assert_eq!(told(Kind::Future), ["p3"]);
    assert_eq!(told(Kind::Undated), ["p5"]);
    assert_eq!(told(Kind::NamesMixed), ["b"]);
    assert_eq!(waived.len(), 3);
}

#[test]
fn a_generated_ledger_of_any_size_is_checked() {
    for seed in 0..4 {
        let ledger = Ledger::new(demo(seed, 400)).unwrap();
        let all = run(&ledger, today());
        assert!(
            all.iter().all(|check| ledger.kind(&check.about).is_some() && ledger.kind(&check.at).is_some())
        );
        assert!(all.is_sorted_by_key(|check| check.kind));
        let keys: BTreeSet<_> = all.iter().map(|check| (check.kind, &check.about, &check.what)).collect();
        assert_eq!(keys.len(), all.len(), "each is told once");
    }
}
