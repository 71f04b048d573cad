//! Passages that look like something else: measures that name problems, headings whose words mislead, titles in
//! several lines. Each is the whole of a small notice.

use crate::ledger::Bundle;
use crate::notice::render::render;
use crate::notice::{Parsed, Version, parse};

fn read(text: &str) -> Parsed {
    let parsed = parse(text);
    assert_eq!(render(&parsed.bundle, Version::Public), text);
    parsed
}

/// Each finding with the first characters of its measures.
fn told(bundle: &Bundle) -> Vec<String> {
    let short = |text: &str| text.chars().take(6).collect::<String>();
    let told = |f: &crate::ledger::finding::Finding| {
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
