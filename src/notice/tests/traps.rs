//! Passages that look like something else: measures that name problems, headings whose words mislead, titles in
//! several lines. Each is the whole of a small notice.

use crate::render::render;
use crate::{Parsed, Version, parse};
use ledger::Bundle;

fn read(text: &str) -> Parsed {
    let parsed = parse(text);
    assert_eq!(render(&parsed.bundle, Version::Public), text);
    parsed
}

/// Each finding with the first characters of its measures.
fn told(bundle: &Bundle) -> Vec<String> {
    let short = |text: &str| text.chars().take(6).collect::<String>();
    let told = |f: &ledger::finding::Finding| {
        let measures: Vec<String> =
            f.measures.iter().map(|m| format!("{}{}", m.ordinal, short(&m.text))).collect();
        format!("{}{} → {}", f.prefix, short(&f.title), measures.join(" "))
    };
    bundle.findings.iter().map(told).collect()
}

fn in_progress(body: &str) -> Vec<String> {
    told(
        &read(&format!(
            "中共某局党组关于巡察整改情况的通报\n二、整改情况\n{body}\n三、下一步打算\n持续用力。"
        ))
        .bundle,
    )
}

#[test]
fn measures_that_name_problems_are_no_findings() {
    let cases: [(&str, &[&str]); 9] = [
        (
            "（一）关于学习不够的问题\n1.针对学习不及时的问题，修订制度。\n2.针对研讨不深的问题，开展研讨。\n（二）关于管理不严的问题\n1.针对管理松散的问题，加强管理。\n2.针对执纪不严的问题，严肃执纪。",
            &[
                "（一）关于学习不够 → 1.针对学习不及 2.针对研讨不深",
                "（二）关于管理不严 → 1.针对管理松散 2.针对执纪不严",
            ],
        ),
        (
            "1.关于学习不够的问题\n整改情况：\n1.加强学习。\n2.完善机制，推动解决突出问题。\n2.关于管理不严的问题\n整改情况：\n1.加强管理。\n2.逐项解决问题。",
            &["1.关于学习不够 → 1.加强学习。 2.完善机制，推", "2.关于管理不严 → 1.加强管理。 2.逐项解决问题"],
        ),
        (
            "（一）关于学习不够的问题\n整改措施：\n1.针对学习不及时的问题。修订制度。\n2.针对研讨不深的问题：开展研讨。\n3.针对考核不严的问题。严格考核。\n（二）关于管理不严的问题\n整改措施：\n1.针对管理松散的问题。加强管理。\n2.解决执纪不严问题。",
            &[
                "（一）关于学习不够 → 1.针对学习不及 2.针对研讨不深 3.针对考核不严",
                "（二）关于管理不严 → 1.针对管理松散 2.解决执纪不严",
            ],
        ),
        (
            "1.关于学习不够的问题\n1.加强学习。\n2.推动解决突出问题。\n2.关于管理不严的问题\n1.加强管理。\n2.强化问题意识。",
            &["1.关于学习不够 → 1.加强学习。 2.推动解决突出", "2.关于管理不严 → 1.加强管理。 2.强化问题意识"],
        ),
        // Titles without 关于 among those with it stay findings, where they stand in order.
        (
            "1.关于学习不够的问题\n局党组高度重视。\n2.阵地管理不严的问题。\n局党组专题研究。\n3.关于落实制度不到位\n局党组加强督办。",
            &[
                "1.关于学习不够 → 局党组高度重",
                "2.阵地管理不严 → 局党组专题研",
                "3.关于落实制度 → 局党组加强督",
            ],
        ),
        (
            "1.阵地管理不严问题\n整改情况：\n1.加强管理。\n2.用品不节约问题\n整改情况：\n1.加强节约。",
            &["1.阵地管理不严 → 1.加强管理。", "2.用品不节约问 → 1.加强节约。"],
        ),
        (
            "（一）关于党的建设方面的问题\n1.党建责任制落实不到位的问题\n局党组专题研究。\n2.组织生活不规范的问题\n局党组加强督办。",
            &["1.党建责任制落 → 局党组专题研", "2.组织生活不规 → 局党组加强督"],
        ),
        (
            "（一）学习方面\n1.“第一议题”落实不够。\n整改情况：一是加强学习。",
            &["1.“第一议题” → 一是加强学习。"],
        ),
        (
            "1.关于学习不够的问题\n存在问题：一是学习不深。二是研讨不足。\n整改情况：一是加强学习。二是加强研讨。",
            &["1.关于学习不够 → 一是加强学习。 二是加强研讨。"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(in_progress(text), expected, "{text}");
    }
}

#[test]
fn a_title_may_begin_with_a_year_or_a_count() {
    let text = "1.关于学习不够的问题\n1.2023年开展学习。\n2.2024年开展研讨。\n2.2021年以来未按规定召开组织生活会的问题\n一是加强督办。二是开展检查。\n3.12名党员未参加学习的问题\n一是补学。";
    assert_eq!(
        in_progress(text),
        [
            "1.关于学习不够 → 1.2023年开 2.2024年开",
            "2.2021年以 → 一是加强督办。 二是开展检查。",
            "3.12名党员未 → 一是补学。",
        ]
    );
}

#[test]
fn the_first_measure_stands_behind_whatever_label() {
    for label in ["整改情况如下：", "整改落实：", "采取以下措施：", "局党组高度重视，主要做了以下工作:"]
    {
        for between in ["\n", "", "\n\n"] {
            let title = if between.is_empty() { "。" } else { "" };
            let text = format!("1.关于学习不够的问题{title}{between}{label}一是加强学习。二是开展研讨。");
            assert_eq!(in_progress(&text), ["1.关于学习不够 → 一是加强学习。 二是开展研讨。"], "{text}");
        }
    }
}

#[test]
fn the_section_is_the_one_that_holds_the_findings_whatever_its_words() {
    let findings =
        "1.关于学习不够的问题\n整改情况：一是加强学习。\n2.关于管理不严的问题\n整改情况：一是加强管理。";
    let cases = [
        (
            "一、提高思想认识，狠抓整改落实\n1.强化问题意识，逐条认领反馈问题。\n2.压实责任。\n",
            "二、反馈问题整改情况",
            "",
        ),
        ("一、加强领导\n一是部署。\n", "二、坚持问题导向，持续推进反馈问题整改落实", ""),
        ("一、整改落实总体情况\n1.坚决整改问题。\n", "二、统筹推进反馈问题整改落实", ""),
        ("一、加强领导\n一是部署。\n", "二、持续推进反馈问题整改落实", "一、在政治建设方面\n"),
    ];
    for (before, heading, aspect) in cases {
        let text = format!(
            "中共某局党组关于巡察整改情况的通报\n导语。\n{before}{heading}\n{aspect}{findings}\n三、下一步工作打算\n1.坚决解决问题。\n2.巩固成果。"
        );
        let bundle = read(&text).bundle;
        assert_eq!(
            told(&bundle),
            ["1.关于学习不够 → 一是加强学习。", "2.关于管理不严 → 一是加强管理。"],
            "{text}"
        );
        assert_eq!(bundle.notice.progress_heading, heading);
        assert_eq!(bundle.notice.plans_heading, "三、下一步工作打算");
        assert_eq!(bundle.aspects.len(), usize::from(!aspect.is_empty()));
    }
}

#[test]
fn a_title_may_be_set_in_lines_and_end_in_brackets() {
    let cases = [
        ("", "中共某市某局党组关于\n市委巡察组反馈意见整改落实\n情况的通报"),
        ("首页 信息公开\n", "中共某市某局党组\n关于市委巡察组反馈意见\n整改落实情况的通报"),
        ("", "某县农业农村局党委关于巡察整改\n进展情况的公示"),
        ("返回上页\n\n", "中共某市某局党组关于巡察整改情况的通报（摘要）"),
    ];
    for (before, title) in cases {
        let text = format!(
            "{before}{title}\n现将情况通报如下。\n一、整改情况\n1.关于学习不够的问题\n一是加强学习。"
        );
        let bundle = read(&text).bundle;
        assert_eq!(bundle.notice.title, title);
        assert_eq!(bundle.notice.before.trim(), before.trim());
    }
}

/// A notice of `tests/notices`, also with the line ends of Windows.
fn whole(text: &str) -> Bundle {
    let bundle = read(text).bundle;
    assert_eq!(read(&text.replace('\n', "\r\n")).bundle.findings, bundle.findings);
    bundle
}

#[test]
fn a_portal_around_the_notice_and_organisation_items_like_findings() {
    let bundle = whole(include_str!("../../../tests/notices/portal-around.txt"));
    assert_eq!(
        told(&bundle),
        [
            "1.关于2022 → （1）针对养护资金 （2）针对管养责任 （3）推动解决沿线",
            "2.2021年、 → （1）摸清底数，淘 （2）开展《道路运",
            "3.关于执法不规 → （1）开展专项整治",
        ]
    );
    let notice = &bundle.notice;
    assert_eq!(notice.organization_heading, "一、提高思想认识，狠抓整改落实");
    assert_eq!(notice.progress_heading, "二、反馈问题整改进展情况");
    assert_eq!(notice.plans_heading, "三、坚持常抓不懈，巩固整改成果");
    assert_eq!(bundle.aspects.len(), 2);
    assert!(notice.before.contains("首页 >") && notice.after.contains("上一篇"));
    assert!(notice.below_title.contains("作者") && notice.below_title.ends_with("浏览次数：328"));
    assert!(notice.preamble.trim().starts_with("根据市委统一部署"));
    let outside = crate::render::not_printed(&bundle);
    assert_eq!(outside.len(), 3, "{outside:?}");
    let printed = crate::paragraph::paragraphs(&bundle, Version::Public);
    assert!(printed.iter().all(|paragraph| !paragraph.text.contains("浏览次数")));
    assert_eq!(notice.date.map(|day| day.to_string()).as_deref(), Some("2023-11-03"));
}

#[test]
fn stops_of_both_kinds_and_labels_of_many() {
    let parsed = read(include_str!("../../../tests/notices/mixed-signs.txt"));
    assert_eq!(
        told(&parsed.bundle),
        [
            "1、关于思政课教 → 一是公开招聘思政 三是制定《思政课",
            "2、关于课程思政 → 一是开展示范课评 二是组织培训3期",
            "3、关于干部档案 → 一是逐卷审核档案 二是补充材料13",
            "4、关于年轻干部 → 一是选派挂职干部",
        ]
    );
    assert_eq!(parsed.bundle.findings[0].title, "关于思政课教师配备不足问题.");
    assert_eq!(parsed.bundle.aspects.len(), 2);
    assert!(parsed.bundle.notice.title.ends_with("（摘要）"));
    assert_eq!(parsed.report.doubts.len(), 2, "{:?}", parsed.report.doubts);
}

#[test]
fn shortcomings_that_are_counted_before_the_measures() {
    let bundle = whole(include_str!("../../../tests/notices/three-labels.txt"));
    assert_eq!(bundle.findings.len(), 3);
    for finding in &bundle.findings {
        assert!(finding.details.starts_with("问题描述："), "{}", finding.details);
        assert_eq!((finding.label.as_str(), finding.measures.len()), ("整改措施：", 2));
        assert!(finding.measures[1].text.contains("整改成效："));
    }
}

#[test]
fn findings_in_two_sections_of_which_one_sounds_like_plans() {
    let bundle = whole(include_str!("../../../tests/notices/done-and-lasting.txt"));
    assert_eq!(
        told(&bundle),
        [
            "（一）关于安全管理 → 1．完善制度，修 2．针对现场管理 3．针对隐患整改",
            "（二）关于物资采购 → 1．梳理采购流程 2．严肃追责，诫",
            "（三）关于深化改革 → 1．制定改革方案 2．压缩管理层级",
        ]
    );
    assert_eq!(bundle.notice.plans_heading, "四、下一步工作安排");
}

#[test]
fn no_sections_and_numbers_within_one_paragraph() {
    let bundle = whole(include_str!("../../../tests/notices/plain-town.txt"));
    assert_eq!(
        told(&bundle),
        [
            "反馈问题一：基层党建责任 → 1.召开党建专题 2.开展述职评议",
            "反馈问题二：扶贫资金管理 → 1.清理往来款， 2.出台《石桥镇",
            "反馈问题三：村务公开不及 → 督促14个村",
        ]
    );
    assert!(bundle.findings[2].measures[0].text.ends_with("整改完成时限：2022年9月底"));
    assert!(bundle.notice.plans.starts_with("下一步"));
}

mod laws {
    use proptest::prelude::*;

    use super::*;

    const NOTICES: [&str; 7] = [
        include_str!("../../../tests/notices/portal-around.txt"),
        include_str!("../../../tests/notices/mixed-signs.txt"),
        include_str!("../../../tests/notices/three-labels.txt"),
        include_str!("../../../tests/notices/done-and-lasting.txt"),
        include_str!("../../../tests/notices/plain-town.txt"),
        include_str!("../../../tests/notices/nested.txt"),
        include_str!("../../../tests/fixtures/notice-2024-06-18.txt"),
    ];

    fn line() -> impl Strategy<Value = &'static str> {
        let lines: Vec<&str> = NOTICES.iter().flat_map(|text| text.split_inclusive('\n')).collect();
        // Also parts of lines: cut after a stop or a colon.
        let parts = lines.iter().flat_map(|line| line.split_inclusive(['。', '：', '、', '；']));
        prop::sample::select(lines.iter().copied().chain(parts).collect::<Vec<_>>())
    }

    proptest! {
        #![proptest_config(ledger::arbitrary::cases(400))]

        #[test]
        fn lines_of_notices_in_any_order_print_as_they_were_read(lines in prop::collection::vec(line(), 0..50)) {
            let text = lines.concat();
            let parsed = parse(&text);
            prop_assert_eq!(render(&parsed.bundle, Version::Public), text.clone());
            prop_assert!(parsed.report.exact);
            prop_assert_eq!(parsed.report.characters, text.chars().count());
        }
    }
}
