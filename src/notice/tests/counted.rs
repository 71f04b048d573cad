//! Problems that stand within one paragraph: each is the whole of a small text, with the findings it is to give.

use crate::render::render;
use crate::{Kind, Version, parse};
use ledger::Bundle;

/// Each finding as `方面/编号/题目/表现`.
fn told(bundle: &Bundle) -> Vec<String> {
    let aspect = |finding: &ledger::finding::Finding| {
        let own = finding.aspect.as_ref().and_then(|id| bundle.aspects.iter().find(|one| one.id == *id));
        own.map(|aspect| format!("{}/", aspect.title)).unwrap_or_default()
    };
    let one = |f: &ledger::finding::Finding| {
        let facts = if f.details.is_empty() { String::new() } else { format!("/{}", f.details) };
        format!("{}{}/{}{facts}", aspect(f), f.prefix, f.title)
    };
    bundle.findings.iter().map(one).collect()
}

fn feedback(body: &str) -> Bundle {
    let text = format!("关于巡察某局党组的反馈意见\n某局党组：\n{body}\n市委第一巡察组\n2024年5月20日\n");
    let parsed = parse(&text);
    assert_eq!(render(&parsed.bundle, Version::Public), text);
    assert_eq!(parsed.report.kind, Kind::Feedback, "{body}");
    parsed.bundle
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn what_a_feedback_counts_within_a_paragraph_are_findings() {
    let cases: [(&str, &[&str]); 14] = [
        (
            "巡察发现，一是学习不深入；二是责任不落实；三是监督不力；四是作风不实。",
            &["一是/学习不深入", "二是/责任不落实", "三是/监督不力", "四是/作风不实。"],
        ),
        (
            "二、存在的主要问题\n一是学习不深入。二是超支3.6万元。\n三、意见建议\n一是加强学习。二是严格管理。",
            &["一是/学习不深入", "二是/超支3.6万元。"],
        ),
        (
            "主要问题：首先，学习不深入；其次，责任不落实；最后，监督不力。",
            &["首先，/学习不深入", "其次，/责任不落实", "最后，/监督不力。"],
        ),
        (
            "发现的问题：（一）学习不深入；（二）变更（一）标段未报批。",
            &["（一）/学习不深入", "（二）/变更（一）标段未报批。"],
        ),
        ("现将发现的问题反馈如下：①学习不深入；②追回1.2万元。", &["①/学习不深入", "②/追回1.2万元。"]),
        (
            "一、存在的问题\n1.学习不深入；2.第1.2标段未验收；3.2021年以来未考核。",
            &["1./学习不深入", "2./第1.2标段未验收", "3./2021年以来未考核。"],
        ),
        (
            "存在的问题有：一是只讲“一是到位；二是措施”；二是没有做到一是一、二是二。",
            &["一是/只讲“一是到位；二是措施”", "二是/没有做到一是一、二是二。"],
        ),
        (
            "二、主要问题\n（一）党的领导方面。一是学习不深入。二是议事不规范。\n（二）从严治党方面。一是压力不足；二是执纪偏软。",
            &[
                "党的领导方面/一是/学习不深入",
                "党的领导方面/二是/议事不规范。",
                "从严治党方面/一是/压力不足",
                "从严治党方面/二是/执纪偏软。",
            ],
        ),
        (
            "巡察发现，在党的领导方面，一是学习不深入；二是议事不规范。在从严治党方面，一是压力不足；二是执纪偏软。",
            &[
                "在党的领导方面/一是/学习不深入",
                "在党的领导方面/二是/议事不规范",
                "在从严治党方面/一是/压力不足",
                "在从严治党方面/二是/执纪偏软。",
            ],
        ),
        (
            "二、主要问题\n（一）党的领导弱化。一是学习不深入。二是议事不规范。\n（二）执纪偏软。一是压力不足。二是问责不够。",
            &[
                "（一）/党的领导弱化。/一是学习不深入。二是议事不规范。",
                "（二）/执纪偏软。/一是压力不足。二是问责不够。",
            ],
        ),
        ("巡察组要求，一是提高站位；二是压实责任。", &[]),
        (
            "巡察发现，一是学习不深入；二是责任不落实。\n整改中，一要提高站位，二要压实责任。",
            &["一是/学习不深入", "二是/责任不落实。"],
        ),
        (
            "巡察发现，一是学习不深入；二是责任不落实。\n此外，一是整改不彻底；二是举一反三不够。",
            &["一是/学习不深入", "二是/责任不落实。", "一是/整改不彻底", "二是/举一反三不够。"],
        ),
        ("巡察发现，统计口径上一是按户、二是按人，不统一。", &[]),
    ];
    for (body, expected) in cases {
        assert_eq!(told(&feedback(body)), expected, "{body}");
    }
}

#[test]
fn news_of_a_feedback_is_a_feedback() {
    let text = "市委第三巡察组向市水务局党组反馈巡察情况\n2024年5月20日，巡察组反馈了情况。\n巡察组指出，也存在一些问题：一是学习不深入；二是责任不落实。\n局党组表示，一是诚恳接受，二是坚决整改。\n";
    let parsed = parse(text);
    assert_eq!(render(&parsed.bundle, Version::Public), text);
    assert_eq!(parsed.report.kind, Kind::Feedback);
    assert_eq!(parsed.bundle.notice.title, "市委第三巡察组向市水务局党组反馈巡察情况");
    assert_eq!(parsed.bundle.notice.intro, "巡察组指出，也存在一些问题");
    assert_eq!(told(&parsed.bundle), ["一是/学习不深入", "二是/责任不落实。"]);
    assert!(parsed.bundle.notice.plans.starts_with("局党组表示"));
}

#[test]
fn a_letter_and_the_notice_of_those_who_supervise_tell_problems() {
    let letter = "关于反馈巡察情况的函\n市残联：\n现将有关问题函告如下，请于1个月内整改：\n1、服务主业不突出。①补贴发放不及时；②项目推进缓慢。\n2、内部管理松散。①财务报销不规范，涉及3.2万元；②考勤流于形式。\n联系人：张某\n市委巡察办\n2024年5月20日\n";
    let parsed = parse(letter);
    assert_eq!(render(&parsed.bundle, Version::Public), letter);
    assert_eq!(parsed.report.kind, Kind::Feedback);
    let titles: Vec<&str> = parsed.bundle.findings.iter().map(|f| f.title.as_str()).collect();
    assert_eq!(titles, ["服务主业不突出。", "内部管理松散。"]);
    let notice = "整改督查情况的通报\n督查发现，仍存在以下不足：一是重视不够；二是台账更新不及时。\n会议要求，一要压实责任；二要倒排工期。\n";
    let parsed = parse(notice);
    assert_eq!(render(&parsed.bundle, Version::Public), notice);
    assert_eq!(told(&parsed.bundle), ["一是/重视不够", "二是/台账更新不及时。"]);
}

#[test]
fn words_between_two_countings_are_told() {
    let text = "巡察发现的问题：一是学习不深入；二是责任不落实。\n此外，一是整改不彻底；二是举一反三不够。\n";
    let parsed = parse(text);
    assert!(
        parsed.report.unplaced.iter().any(|one| one.text == "此外，" && one.line == 2),
        "{:?}",
        parsed.report.unplaced
    );
}

#[test]
fn a_notice_that_counts_its_findings_in_a_paragraph_tells_what_was_done() {
    let text = "中共某局党组关于巡察整改情况的通报\n一、组织领导\n一是部署。二是督办。\n二、整改情况\n逐项整改：一是关于学习不深入的问题。已学习12次。二是针对管理不严的问题，修订《办法》2.0版。\n三、下一步打算\n持续用力。";
    let parsed = parse(text);
    assert_eq!(render(&parsed.bundle, Version::Public), text);
    let findings = &parsed.bundle.findings;
    let told: Vec<_> = findings
        .iter()
        .map(|f| (f.title.as_str(), f.measures.iter().map(|m| m.text.as_str()).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        told,
        [("关于学习不深入的问题。", vec!["已学习12次"]), ("针对管理不严的问题", vec!["修订《办法》2.0版。"])]
    );
    assert_eq!(parsed.bundle.notice.plans, "持续用力。");
}

mod laws {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ledger::arbitrary::cases(600))]

        #[test]
        fn ordinals_anywhere_print_as_they_were_read(
            title in prop::sample::select(vec!["", "关于巡察某局党组的反馈意见\n", "巡察反馈\n", "关于巡察整改情况的通报\n二、整改情况\n"]),
            parts in prop::collection::vec(
                "(一是|二是|三是|一是一|首先，|其次，|（一）|（二）|①|②|1\\.|2\\.|（1）|（2）|一、|关于甲的问题|针对乙问题，|巡察发现|存在问题|党的领导方面|要求|；|。|，|：|、|\n|“|”|（|）| |学习不深入|1\\.2万元)",
                0..24,
            ),
        ) {
            let text = title.to_owned() + &parts.concat();
            let parsed = parse(&text);
            prop_assert_eq!(render(&parsed.bundle, Version::Public), text.clone());
        }
    }
}
