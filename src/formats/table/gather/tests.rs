//! What goes to the units comes back as one step: equal words once, different ones asked for.

use super::super::ledger_book::{Wanted, csv_rows};
use super::super::raw::of_csv;
use super::*;
use crate::csv;
use ledger::date::Moment;
use serde_json::json;

fn day() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn importer() -> Importer {
    Importer { today: day(), author: "王敏".into() }
}

fn stamp() -> Stamp {
    Stamp { session: Id::new("s").unwrap(), at: Moment::EPOCH, author: "王敏".into(), unit: String::new() }
}

fn fresh() -> impl FnMut() -> Id {
    let mut count = 0;
    move || {
        count += 1;
        Id::new(&format!("new.{count}")).unwrap()
    }
}

/// Two units with three and one measures, and one that nobody answers for.
fn bundle() -> Bundle {
    let measure = |id: &str, number: u32, unit: Option<&str>| {
        let mut measure = json!({ "id": id, "number": number, "text": format!("做好第{number}件事") });
        if let Some(unit) = unit {
            measure["lead_unit"] = unit.into();
        }
        measure
    };
    serde_json::from_value(json!({
        "format": "zhenggai.bundle/1", "id": "t", "title": "试", "organization": "局党组",
        "statuses": [
            { "id": "整改中", "label": "整改中", "class": "doing" }, { "id": "已完成", "label": "已完成", "class": "done" }
        ],
        "units": [
            { "id": "u1", "name": "高新处" }, { "id": "u2", "name": "法规/处" }, { "id": "u3", "name": "没有措施的处" }
        ],
        "findings": [
            { "id": "f1", "number": 1, "title": "甲", "measures": [
                measure("m1", 1, Some("u1")), measure("m2", 2, Some("u2")), measure("m3", 3, None)
            ] },
            { "id": "f2", "number": 2, "title": "乙", "lead_unit": "u1", "measures": [
                measure("m4", 1, None), measure("m5", 2, Some("gone"))
            ] }
        ]
    }))
    .unwrap()
}

fn ledger() -> Ledger {
    Ledger::new(bundle()).unwrap()
}

/// The part of a unit as the file that it gets, with cells changed: the measure, the head of the column, the text.
fn returned(name: &str, measures: &[&str], changes: &[(&str, &str, &str)]) -> Returned {
    let measures: Vec<Id> = measures.iter().map(|id| Id::new(id).unwrap()).collect();
    let mut rows = csv_rows(&ledger(), &Wanted { measures: Some(measures), ..Wanted::default() }, day());
    let head = rows.iter().position(|row| row.iter().any(|cell| cell == "整改措施")).unwrap();
    let heads = rows[head].clone();
    for (id, column, text) in changes {
        let at =
            heads.iter().position(|cell| cell == column).unwrap_or_else(|| panic!("{column} in {heads:?}"));
        let row = rows.iter_mut().find(|row| row.iter().any(|cell| cell == id)).unwrap();
        (*text).clone_into(&mut row[at]);
    }
    Returned { name: name.into(), book: of_csv(csv::read(&csv::write(rows))) }
}

fn gathered(files: &[Returned]) -> Gathered {
    gather(bundle(), files, &importer(), &stamp(), &mut fresh()).unwrap()
}

/// The ledger after the step.
fn after(gathered: &Gathered, chosen: &[Option<usize>]) -> Bundle {
    let mut journal = Journal::open(bundle()).unwrap();
    journal.commit(gathered.ops(chosen), &stamp(), &Cause::Direct).unwrap();
    journal.ledger().bundle().clone()
}

fn owner(bundle: &Bundle, id: &str) -> String {
    let all = bundle.findings.iter().flat_map(|finding| &finding.measures);
    all.filter(|measure| measure.id.as_str() == id).map(|measure| measure.owner.clone()).collect()
}

#[test]
fn each_measure_goes_to_the_unit_that_answers_and_the_rest_is_named() {
    let parts = parts(&ledger());
    let told: Vec<_> = parts
        .iter()
        .map(|part| {
            format!("{}: {}", part.name, part.measures.iter().map(Id::as_str).collect::<Vec<_>>().join(" "))
        })
        .collect();
    // m4 has no unit of its own: that of its finding answers. m5 names a unit that is gone.
    assert_eq!(told, ["高新处: m1 m4", "法规/处: m2", "没有责任部门: m3 m5"]);
    let all: usize = parts.iter().map(|part| part.measures.len()).sum();
    assert_eq!(all, 5, "each measure is in one part");
}

#[test]
fn files_have_names_that_a_disk_takes_and_no_two_are_one() {
    let part = |name: &str| UnitPart { unit: None, name: name.into(), measures: Vec::new() };
    let parts = ["法规/处", "高新处", " 高新处", "IT办", "it办", "", "a\u{7}b"].map(part);
    assert_eq!(
        file_names(&parts, day()),
        [
            "法规_处-整改台账填报表-2026-11-15",
            "高新处-整改台账填报表-2026-11-15",
            "高新处（2）-整改台账填报表-2026-11-15",
            "IT办-整改台账填报表-2026-11-15",
            "it办（2）-整改台账填报表-2026-11-15",
            "未命名-整改台账填报表-2026-11-15",
            "ab-整改台账填报表-2026-11-15",
        ]
    );
    // Names that are one only as far as a disk takes them.
    let long = ["甲", "乙"].map(|end| part(&format!("{}{end}", "长".repeat(60))));
    let names = file_names(&long, day());
    assert_ne!(names[0], names[1]);
}

#[test]
fn what_comes_back_untouched_changes_nothing() {
    let files = [returned("甲.csv", &["m1", "m4"], &[]), returned("乙.csv", &["m2"], &[])];
    let gathered = gathered(&files);
    assert_eq!(gathered.ops(&[]), []);
    assert_eq!(gathered.files.iter().map(|file| file.changed).sum::<usize>(), 0);
}

#[test]
fn what_several_units_filled_in_is_one_step() {
    let files = [
        returned("高新处.csv", &["m1", "m4"], &[("m1", "责任人", "王敏"), ("m4", "整改状态", "整改中")]),
        returned("法规处.csv", &["m2"], &[("m2", "责任人", "李强")]),
    ];
    let gathered = gathered(&files);
    assert_eq!(gathered.clashes, []);
    assert_eq!(gathered.files.iter().map(|file| file.changed).collect::<Vec<_>>(), [2, 1]);
    let now = after(&gathered, &[]);
    assert_eq!([owner(&now, "m1"), owner(&now, "m2")], ["王敏", "李强"]);
    assert_eq!(
        now.findings[1].measures[0].status.as_ref().map(ToString::to_string).as_deref(),
        Some("整改中")
    );
}

#[test]
fn two_files_that_say_the_same_agree_and_one_that_left_a_cell_alone_says_nothing() {
    let files = [
        returned("甲.csv", &["m1"], &[("m1", "责任人", "王敏")]),
        returned("乙.csv", &["m1"], &[("m1", "责任人", "王敏")]),
        returned("丙.csv", &["m1"], &[]),
    ];
    let gathered = gathered(&files);
    assert_eq!(gathered.clashes, []);
    assert_eq!(owner(&after(&gathered, &[]), "m1"), "王敏");
}

#[test]
fn two_files_that_disagree_wait_for_a_person() {
    let files = [
        returned("甲.csv", &["m1"], &[("m1", "责任人", "王敏"), ("m1", "备注", "甲写的")]),
        returned("乙.csv", &["m1"], &[("m1", "责任人", "李强")]),
        returned("丙.csv", &["m1"], &[("m1", "责任人", "王敏")]),
    ];
    let gathered = gathered(&files);
    let [clash] = &gathered.clashes[..] else { panic!("{:?}", gathered.clashes) };
    assert_eq!((clash.entity.as_str(), clash.field.as_str()), ("m1", "owner"));
    assert_eq!(
        clash.claims,
        [Claim { file: 0, value: "王敏".into() }, Claim { file: 1, value: "李强".into() }]
    );
    // Until somebody says so, the ledger stays as it is; what nobody disputes is taken.
    let undecided = after(&gathered, &[None]);
    assert_eq!(owner(&undecided, "m1"), "");
    assert_eq!(undecided.findings[0].measures[0].note, "甲写的");
    assert_eq!(owner(&after(&gathered, &[Some(1)]), "m1"), "李强");
    assert_eq!(owner(&after(&gathered, &[Some(9)]), "m1"), "", "no such file is no choice");
}

#[test]
fn what_is_doubtful_in_a_file_is_told_and_the_others_go_on() {
    let files = [
        returned("甲.csv", &["m1"], &[("m1", "整改状态", "不认识的词")]),
        Returned { name: "空.csv".into(), book: of_csv(vec![vec!["随便".into()]]) },
        returned("乙.csv", &["m2"], &[("m2", "责任人", "李强")]),
    ];
    let gathered = gathered(&files);
    assert!(gathered.files[0].told.iter().any(|line| line.contains("不认识的词")), "{:?}", gathered.files[0]);
    assert_eq!(gathered.files[1].changed, 0);
    assert_eq!(owner(&after(&gathered, &[]), "m2"), "李强");
}
