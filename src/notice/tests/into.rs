//! A notice into an open ledger: what it says of the changes is what happens, as one step.

use crate::into::{Standing, plan};
use crate::parse;
use journal::{Cause, Journal, Stamp};
use ledger::{Bundle, Id};

const SOURCE: &str = include_str!("../../../tests/fixtures/notice-2024-06-18.txt");

fn journal() -> Journal {
    let bundle: Bundle = serde_json::from_str(include_str!("../../default-bundle.json")).unwrap();
    Journal::open(bundle).unwrap()
}

fn stamp() -> Stamp {
    Stamp {
        session: Id::new("s").unwrap(),
        at: "2024-06-18T09:30:00.000+08:00".parse().unwrap(),
        author: "王敏".to_owned(),
        unit: String::new(),
    }
}

fn fresh() -> impl FnMut() -> Id {
    let mut n = 0;
    move || {
        n += 1;
        Id::new(&format!("x{n}")).unwrap()
    }
}

#[test]
fn the_same_notice_changes_nothing() {
    let journal = journal();
    let plan = plan(journal.ledger(), &parse(SOURCE), &mut fresh());
    assert_eq!(plan.ops, []);
    assert!(plan.rows.iter().all(|row| row.standing == Standing::Same));
}

#[test]
fn what_is_told_is_what_happens_and_one_undo_takes_it_back() {
    let mut journal = journal();
    let text = SOURCE
        .replace("逐条比对核实", "逐条逐项比对核实")
        .replace("34.关于商业银行发放“科保贷”贷款利率上浮超标的问题", "34.关于新的问题")
        .replace("四是加大推广宣传,印发《武汉市科技金融创新产品介绍》,", "四是印发《全新的管理办法》5份,");
    let plan = plan(journal.ledger(), &parse(&text), &mut fresh());
    let rows: Vec<_> = plan
        .rows
        .iter()
        .filter(|r| r.standing != Standing::Same)
        .map(|r| (r.standing, r.place.as_str()))
        .collect();
    assert_eq!(
        rows[..4],
        [
            (Standing::Changed, "措施 9-1"),
            (Standing::New, "问题 34"),
            (Standing::Absent, "问题 34"),
            (Standing::New, "制度"),
        ]
    );
    let before = journal.ledger().bundle().clone();
    journal.commit(plan.ops, &stamp(), &Cause::Direct).unwrap();
    let bundle = journal.ledger().bundle();
    assert_eq!(bundle.findings.len(), 35);
    assert!(bundle.findings[8].measures[0].text.contains("逐条逐项"));
    let new = bundle.institutions.iter().find(|i| i.title == "全新的管理办法").unwrap();
    assert_eq!(new.findings, [bundle.findings[34].id.clone()]);
    assert_eq!(new.measures, [bundle.findings[34].measures[3].id.clone()]);
    journal.undo(&stamp()).unwrap().unwrap();
    assert_eq!(*journal.ledger().bundle(), before);
}

#[test]
fn what_the_notice_leaves_empty_stays() {
    let mut journal = journal();
    let text = "中共某局党组关于巡察整改情况的通报\n二、整改情况\n9.关于科技领域信用信息更新滞后的问题\n一是及时更新。";
    let plan = plan(journal.ledger(), &parse(text), &mut fresh());
    journal.commit(plan.ops, &stamp(), &Cause::Direct).unwrap();
    let bundle = journal.ledger().bundle();
    assert_eq!(bundle.findings.len(), 34);
    assert_eq!(bundle.findings[8].label, "整改情况:");
    assert_eq!(bundle.findings[8].measures.len(), 3);
    assert_eq!(bundle.findings[8].measures[0].text, "及时更新。");
    assert!(!bundle.notice.preamble.is_empty());
    assert_eq!(bundle.title, "武汉市科技创新局十四届市委第五轮巡察整改台账");
}
