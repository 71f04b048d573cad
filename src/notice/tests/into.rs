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
fn a_feedback_adds_its_problems_and_leaves_the_notice_alone() {
    let text = include_str!("../../../tests/notices/feedback/team-to-bureau.txt");
    let mut journal = journal();
    let before = journal.ledger().bundle().clone();
    let first = plan(journal.ledger(), &parse(text), &mut fresh());
    assert_eq!(first.told(), "新增 5 个问题、3 个方面");
    assert_eq!(first.rows.iter().filter(|row| row.standing == Standing::LeftOut).count(), 5);
    assert_eq!(first.rows.iter().filter(|row| row.standing == Standing::Absent).count(), 34);
    journal.commit(first.ops, &stamp(), &Cause::Direct).unwrap();
    let bundle = journal.ledger().bundle();
    assert_eq!((&bundle.notice, &bundle.inspection), (&before.notice, &before.inspection));
    let new = &bundle.findings[34..];
    assert_eq!(new.iter().map(|f| f.number.unwrap()).collect::<Vec<_>>(), [35, 36, 37, 38, 39]);
    assert_eq!(new[0].title, "学习贯彻党的创新理论不够深入。");
    assert!(new[0].details.starts_with("一是2022年") && new[0].details.ends_with("6篇雷同。"));
    assert!(new[0].measures.is_empty() && new[0].prefix.is_empty());
    let aspect = bundle.aspects.iter().find(|aspect| Some(&aspect.id) == new[4].aspect.as_ref()).unwrap();
    assert_eq!(aspect.title, "落实新时代党的组织路线方面");
    // The same feedback once more changes nothing; undoing it leaves what was.
    let again = plan(journal.ledger(), &parse(text), &mut fresh());
    assert_eq!(
        (again.ops, again.rows.iter().filter(|r| r.standing == Standing::Same).count()),
        (Vec::new(), 6)
    );
    journal.undo(&stamp()).unwrap().unwrap();
    assert_eq!(*journal.ledger().bundle(), before);
}

#[test]
fn a_feedback_gives_known_problems_their_facts_and_keeps_what_people_entered() {
    let mut bundle = Bundle { id: Id::new("b").unwrap(), ..Bundle::default() };
    bundle.notice.title = "通报".to_owned();
    for (id, title, details) in
        [("f1", "关于干部档案管理不规范的问题", ""), ("f2", "“一岗双责”压得不实", "自查发现")]
    {
        let id = Id::new(id).unwrap();
        let finding = ledger::finding::Finding {
            id,
            title: title.into(),
            details: details.into(),
            ..Default::default()
        };
        bundle.findings.push(finding);
    }
    let mut journal = Journal::open(bundle).unwrap();
    let text = include_str!("../../../tests/notices/feedback/team-to-bureau.txt");
    let plan = plan(journal.ledger(), &parse(text), &mut fresh());
    assert_eq!(plan.told(), "新增 3 个问题、3 个方面，更新 2 个问题、1 处文字");
    journal.commit(plan.ops, &stamp(), &Cause::Direct).unwrap();
    let bundle = journal.ledger().bundle();
    assert_eq!(bundle.findings[0].details, "12卷档案缺少任免审批表。");
    assert_eq!(bundle.findings[0].title, "关于干部档案管理不规范的问题");
    assert_eq!(bundle.findings[1].details, "自查发现");
    assert!(bundle.findings.iter().all(|finding| finding.aspect.is_some()));
    assert_eq!(bundle.organization, "市水务局党组");
    assert_eq!(bundle.inspection.feedback.map(|day| day.to_string()).as_deref(), Some("2023-12-12"));
}

#[test]
fn an_empty_ledger_takes_the_whole_feedback_and_a_notice_takes_its_place() {
    let mut journal = Journal::open(Bundle { id: Id::new("b").unwrap(), ..Bundle::default() }).unwrap();
    let text = include_str!("../../../tests/notices/feedback/team-to-bureau.txt");
    let mut fresh = fresh();
    let feedback = plan(journal.ledger(), &parse(text), &mut fresh);
    assert!(feedback.rows.iter().all(|row| row.standing != Standing::LeftOut));
    journal.commit(feedback.ops, &stamp(), &Cause::Direct).unwrap();
    assert_eq!(crate::render::render(journal.ledger().bundle(), crate::Version::Public), text);
    assert_eq!(journal.ledger().bundle().notice.kind, "反馈意见");
    let notice = plan(journal.ledger(), &parse(SOURCE), &mut fresh);
    journal.commit(notice.ops, &stamp(), &Cause::Direct).unwrap();
    assert_eq!(journal.ledger().bundle().notice.kind, "");
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
