//! Plans as offices write them: the measure's text, and the fields that its duties become.

use crate::into;
use crate::render::render;
use crate::{Kind, Version, parse};
use ledger::finding::{Finding, Measure};
use ledger::{Bundle, Id, Ledger};
use proptest::prelude::*;

fn units(bundle: &Bundle, ids: &[Id]) -> String {
    let name =
        |id: &Id| bundle.units.iter().find(|unit| unit.id == *id).map_or("?", |unit| unit.name.as_str());
    ids.iter().map(name).collect::<Vec<_>>().join("+")
}

/// `领导|牵头|责任|配合|责任人|时限`, empty ones too.
fn duties(bundle: &Bundle, measure: &Measure) -> String {
    let lead: Vec<Id> = measure.lead_unit.iter().cloned().collect();
    let due = measure.due.as_ref().map(ToString::to_string).unwrap_or_default();
    let [lead, own, help] = [&lead, &measure.units, &measure.supporting_units].map(|ids| units(bundle, ids));
    [measure.leader.as_str(), &lead, &own, &help, &measure.owner, &due].join("|")
}

fn of_finding(bundle: &Bundle, finding: &Finding) -> String {
    let as_measure = Measure {
        leader: finding.leader.clone(),
        lead_unit: finding.lead_unit.clone(),
        units: finding.units.clone(),
        supporting_units: finding.supporting_units.clone(),
        owner: finding.owner.clone(),
        due: finding.due.clone(),
        ..Measure::default()
    };
    duties(bundle, &as_measure)
}

fn plan(findings: &str) -> Bundle {
    let text = format!(
        "中共某局党组关于县委巡察反馈意见的整改方案\n为做好整改，制定本方案。\n一、总体要求\n提高站位。\n二、整改任务及措施\n{findings}\n三、工作要求\n压实责任。\n2024年6月5日\n"
    );
    let parsed = parse(&text);
    assert_eq!(render(&parsed.bundle, Version::Public), text, "{findings}");
    assert_eq!(parsed.report.kind, Kind::Plan);
    parsed.bundle
}

#[test]
fn duties_behind_a_measure_become_its_fields() {
    let cases = [
        ("（责任领导：张某；责任单位：办公室；完成时限：2024年6月底）", "张某||办公室|||2024-06"),
        (
            "（责任领导：张某，责任单位：办公室、人事科，完成时限：2024年6月30日前）。",
            "张某||办公室+人事科|||2024-06-30",
        ),
        (
            "责任领导：张某；牵头单位：办公室；配合单位：财务科、各股室；完成时限：立行立改。",
            "张某|办公室||财务科+各股室||立行立改",
        ),
        (
            "\n责任领导：张某\n责任单位：办公室\n责任人：李某 13800000000\n完成时限：长期坚持",
            "张某||办公室||李某 13800000000|长期坚持",
        ),
        ("\n牵头单位：办公室　配合单位：财务科　整改时限：2024年9月", "|办公室||财务科||2024-09"),
        ("\n（牵头领导：张某；牵头科室：办公室；责任人：李某、王某）", "张某|办公室|||李某、王某|"),
        ("【责任单位：办公室（牵头）、人事科、财务科（配合）】", "|办公室|人事科|财务科||"),
        ("（责任单位：办公室）（完成时限：2024年6月底）", "||办公室|||2024-06"),
        ("（责任单位：办公室；责任人：；完成时限：/）", "||办公室|||"),
        ("整改时限：2024年6月底", "|||||2024-06"),
        ("（整改责任单位:办公室; 整改期限:2024-06-30）", "||办公室|||2024-06-30"),
        ("（见附件）", "|||||"),
        ("（责任到人）", "|||||"),
    ];
    for (behind, expected) in cases {
        let bundle = plan(&format!(
            "1.关于学习不深入的问题\n整改措施：\n（1）制定学习计划。{behind}\n（2）开展研讨12次。\n2.关于管理不严的问题\n整改措施：\n（1）修订《办法》2.0版。"
        ));
        let first = &bundle.findings[0].measures[0];
        assert_eq!(duties(&bundle, first), expected, "{behind}");
        let text = if expected == "|||||" {
            format!("制定学习计划。{behind}")
        } else {
            "制定学习计划。".to_owned()
        };
        assert_eq!(first.text, text, "{behind}");
        assert_eq!(bundle.findings[0].measures[1].text, "开展研讨12次。", "{behind}");
        assert_eq!(bundle.findings.len(), 2);
    }
}

#[test]
fn lines_behind_the_last_of_several_measures_are_the_findings() {
    let bundle = plan(
        "1.关于学习不深入的问题\n整改措施：\n（1）制定学习计划。\n（2）开展研讨。\n责任领导：张某\n责任单位：办公室\n完成时限：2024年6月底\n2.关于管理不严的问题\n整改目标：管理规范。\n责任领导：李某\n整改措施：\n一是修订办法。二是开展检查。",
    );
    let [first, second] = &bundle.findings[..] else { panic!("{:?}", bundle.findings) };
    assert_eq!(of_finding(&bundle, first), "张某||办公室|||2024-06");
    assert_eq!(first.measures[1].text, "开展研讨。");
    assert_eq!(duties(&bundle, &first.measures[1]), "|||||");
    assert_eq!((of_finding(&bundle, second), second.goal.as_str()), ("李某|||||".into(), "管理规范"));
    assert_eq!((second.details.as_str(), second.measures.len()), ("", 2));
}

#[test]
fn what_is_odd_is_told_and_kept() {
    let text = "某局关于巡察反馈意见的整改方案\n二、整改措施\n1.关于学习不深入的问题\n整改措施：\n（1）制定计划（责任单位：办公室；督办单位：纪检组；完成时限：2024年2月30日）。\n（2）先学习（责任单位：人事科），后研讨。\n2.关于管理不严的问题\n整改措施：\n（1）检查。\n";
    let parsed = parse(text);
    let [first, second] = &parsed.bundle.findings[0].measures[..] else { panic!("two measures") };
    assert_eq!((first.text.as_str(), first.note.as_str()), ("制定计划", "督办单位：纪检组"));
    assert_eq!(
        format!("{}{}", first.due_text, first.due.as_ref().map(ToString::to_string).unwrap_or_default()),
        "2024年2月30日"
    );
    assert_eq!(second.text, "先学习（责任单位：人事科），后研讨。");
    let told: Vec<&str> = parsed.report.doubts.iter().map(|doubt| doubt.text.as_str()).collect();
    for words in ["督办单位：纪检组", "日历上没有这一天", "措施 2 的文字中间"] {
        assert!(told.iter().any(|text| text.contains(words)), "{words}: {told:?}");
    }
}

#[test]
fn a_text_without_a_title_is_a_plan_where_it_says_who_answers() {
    let text = "1.关于学习不深入的问题\n整改措施：制定计划。\n责任领导：张某\n责任单位：办公室\n2.关于管理不严的问题\n整改措施：检查。\n责任单位：财务科\n";
    let parsed = parse(text);
    assert_eq!(parsed.report.kind, Kind::Plan);
    assert_eq!(render(&parsed.bundle, Version::Public), text);
    let told: Vec<_> =
        parsed.bundle.findings.iter().map(|f| duties(&parsed.bundle, &f.measures[0])).collect();
    assert_eq!(told, ["张某||办公室|||", "||财务科|||"]);
}

fn into_ledger(bundle: Bundle, text: &str) -> Bundle {
    let ledger = Ledger::new(bundle).unwrap();
    let mut made = 0;
    let mut fresh = || {
        made += 1;
        Id::new(&format!("n{made}")).unwrap()
    };
    let plan = into::plan(&ledger, &parse(text), &mut fresh);
    let mut journal = journal::Journal::open(ledger.into_bundle()).unwrap();
    let stamp = journal::Stamp {
        session: Id::new("s").unwrap(),
        at: ledger::date::Moment::EPOCH,
        author: String::new(),
        unit: String::new(),
    };
    if !plan.ops.is_empty() {
        journal.commit(plan.ops, &stamp, &journal::Cause::Direct).unwrap();
    }
    journal.ledger().bundle().clone()
}

#[test]
fn a_plan_fills_what_the_ledger_leaves_empty_and_the_second_time_nothing() {
    let known: Bundle = serde_json::from_value(serde_json::json!({
        "format": "zhenggai.bundle/1", "id": "b", "units": [{"id": "x", "name": "党政办", "aliases": "办公室"}],
        "findings": [{"id": "f", "title": "关于学习不深入的问题", "measures": [{"id": "m", "text": "制定计划", "leader": "王某"}]}]
    }))
    .unwrap();
    let text = "某局关于巡察反馈意见的整改方案\n二、整改措施\n1.关于学习不深入的问题\n整改措施：\n（1）制定计划（责任领导：张某；责任单位：办公室；完成时限：2024年6月底）。\n（2）开展研讨（责任单位：人事科）。\n2.关于管理不严的问题\n整改措施：\n（1）检查（责任单位：人事科）。\n";
    let bundle = into_ledger(known, text);
    let [first, second] = &bundle.findings[..] else { panic!("{:?}", bundle.findings) };
    assert_eq!(duties(&bundle, &first.measures[0]), "王某||党政办|||2024-06", "what was entered stays");
    assert_eq!(first.measures[1].text, "开展研讨");
    assert_eq!(
        (duties(&bundle, &first.measures[1]), first.measures[1].before.as_str()),
        ("||人事科|||".into(), "")
    );
    assert_eq!(duties(&bundle, &second.measures[0]), "||人事科|||");
    assert_eq!(bundle.notice, ledger::bundle::Notice::default(), "the ledger's own notice stays");
    assert_eq!(into_ledger(bundle.clone(), text), bundle);
}

#[test]
fn an_empty_ledger_takes_the_units_of_a_plan() {
    let empty: Bundle =
        serde_json::from_value(serde_json::json!({"format": "zhenggai.bundle/1", "id": "b"})).unwrap();
    let text = "某局关于巡察反馈意见的整改方案\n二、整改措施\n1.关于学习不深入的问题\n整改措施：\n（1）制定计划（责任单位：办公室）。\n";
    let bundle = into_ledger(empty, text);
    assert_eq!(duties(&bundle, &bundle.findings[0].measures[0]), "||办公室|||");
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(400))]

    #[test]
    fn duties_anywhere_print_as_they_were_read(parts in prop::collection::vec(
        "(\n|1\\.关于甲的问题\n|整改措施：|整改目标：|（1）|（2）|一是|二是|制定计划|。|；|（|）|责任领导：张某|责任单位：办公室|牵头单位：|完成时限：6月底|督办单位：甲| |\u{3000})", 0..24,
    )) {
        let text = format!("某局关于巡察反馈意见的整改方案\n二、整改措施\n{}", parts.concat());
        let parsed = parse(&text);
        prop_assert_eq!(render(&parsed.bundle, Version::Public), text);
    }
}
