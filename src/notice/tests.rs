//! The notice of the shipped ledger, read and printed; and texts of any kind: nothing is lost.

mod counted;
mod documents;
mod into;
mod traps;

use super::render::render;
use super::{Version, parse};
use ledger::Bundle;
use ledger::register::Institution;

const SOURCE: &str = include_str!("../../tests/fixtures/notice-2024-06-18.txt");

fn shipped() -> Bundle {
    serde_json::from_str(include_str!("../default-bundle.json")).unwrap()
}

#[test]
fn the_shipped_ledger_prints_as_its_notice() {
    assert_eq!(render(&shipped(), Version::Public), SOURCE);
    assert_eq!(render(&shipped(), Version::Internal), SOURCE);
}

#[test]
fn the_notice_reads_as_the_shipped_ledger() {
    let read = parse(SOURCE);
    let (bundle, shipped) = (read.bundle, shipped());
    assert_eq!(render(&bundle, Version::Public), SOURCE);
    assert!(read.report.exact);
    assert_eq!((read.report.findings, read.report.measures), (34, 110));
    for (is, was) in bundle.findings.iter().zip(&shipped.findings) {
        assert_eq!(is, was);
    }
    assert_eq!(bundle.notice, shipped.notice);
    assert_eq!(bundle.inspection, shipped.inspection);
    assert_eq!(bundle.organization, shipped.organization);
    assert_eq!(bundle.title, shipped.title);
    assert_eq!(bundle.claims, shipped.claims);
    assert_eq!(bundle.accountability, shipped.accountability);
    assert_eq!(bundle.statuses, shipped.statuses);
}

#[test]
fn documents_and_figures_are_those_of_the_shipped_ledger() {
    let (read, shipped) = (parse(SOURCE).bundle, shipped());
    let document = |i: &Institution| {
        (i.title.clone(), i.role.clone(), i.verb.clone(), i.measures.clone(), i.section.clone())
    };
    for (is, was) in read.institutions.iter().zip(&shipped.institutions) {
        assert_eq!(document(is), document(was));
    }
    assert_eq!(read.institutions.len(), shipped.institutions.len());
    for (is, was) in read.figures.iter().zip(&shipped.figures) {
        assert_eq!(
            (&is.value, &is.unit, is.approx, &is.measure),
            (&was.value, &was.unit, was.approx, &was.measure)
        );
    }
    assert_eq!(read.figures.len(), shipped.figures.len());
}

#[test]
fn the_gap_in_the_notice_is_reported() {
    let doubts: Vec<_> = parse(SOURCE).report.doubts.into_iter().map(|d| (d.line, d.text)).collect();
    assert_eq!(doubts, [(41, "缺少问题 16 的序次“三”".to_owned())]);
}

mod laws {
    use proptest::prelude::*;

    use super::super::lines::Lines;
    use super::super::parse::framed;
    use super::*;

    /// What the recognisers look for, and what they could trip over.
    const TOKENS: [&str; 80] = [
        "\n",
        "\n",
        "\n",
        "\r\n",
        " ",
        "\u{3000}\u{3000}",
        "\u{feff}",
        "\u{200b}",
        "。",
        "，",
        ",",
        "：",
        ":",
        "；",
        "、",
        "一是",
        "二是",
        "四是",
        "十一是",
        "第一，",
        "第二，",
        "首先，",
        "其次，",
        "①",
        "②",
        "1.",
        "2、",
        "３．",
        "(1)",
        "（2）",
        "(一)",
        "（二）",
        "一、",
        "二、",
        "三、",
        "问题1.",
        "问题：",
        "问题",
        "关于",
        "关于学习不够的问题",
        "整改情况：",
        "整改落实情况",
        "整改：",
        "整改",
        "【整改措施】",
        "方面",
        "聚焦",
        "组织领导情况",
        "整改进展情况",
        "下一步打算",
        "中共某局党组",
        "的通报",
        "通报",
        "2024年6月18日",
        "2024年6月",
        "二〇二四年",
        "制定《",
        "》",
        "《办法》",
        "27份",
        "近千册",
        "联系方式：",
        "欢迎监督",
        "加强管理",
        "第一种形态",
        "十届市委第五轮巡察",
        "针对研讨不深的问题",
        "解决突出问题",
        "采取以下措施：",
        "整改进展如下：",
        "存在问题：",
        "整改时限：",
        "2.2021年",
        "1.3名",
        ".",
        "反馈问题一：",
        "【问题2】",
        "来源：某局",
        "（摘要）",
        "中共某局党组关于",
    ];

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(&TOKENS[..]), 0..60).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #![proptest_config(ledger::arbitrary::cases(1000))]

        #[test]
        fn any_text_prints_as_it_was_read(text in text()) {
            let read = parse(&text);
            prop_assert_eq!(render(&read.bundle, Version::Public), text.clone());
            prop_assert!(read.report.exact);
            // What was read is one ledger: reading it again is the same.
            prop_assert_eq!(parse(&render(&read.bundle, Version::Public)).bundle, read.bundle);
        }

        #[test]
        fn any_characters_print_as_they_were_read(text in "\\PC*|[\\s\\S]{0,200}") {
            prop_assert_eq!(render(&parse(&text).bundle, Version::Public), text);
        }

        #[test]
        fn the_parts_of_a_notice_leave_no_line_out(text in text()) {
            let lines = Lines::new(&text);
            let (_, found) = framed(&lines);
            let mut next = found.title.end;
            for part in [
                &found.below_title, &found.preamble, &found.organization_heading, &found.organization, &found.progress_heading, &found.progress,
                &found.plans_heading, &found.plans, &found.contact, &found.signatory, &found.date,
            ] {
                prop_assert_eq!(part.start, next);
                prop_assert!(part.end >= part.start);
                next = part.end;
            }
        }
    }
}
