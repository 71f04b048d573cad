//! Notices in the styles that offices write, invented for this test: what each is read as, and that each prints as
//! it was. And a ledger written in every combination of the styles is read as the same ledger.

use std::fs;

use ledger::Bundle;
use notice::parse;
use notice::render::render;
use notice::{Parsed, Version};
use proptest::prelude::*;

fn read(name: &str) -> Parsed {
    let path = format!("{}/tests/notices/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let parsed = parse(&text);
    assert_eq!(render(&parsed.bundle, Version::Public), text, "{name}");
    assert!(parsed.report.exact);
    // Windows writes other line ends.
    let windows = text.replace('\n', "\r\n");
    let again = parse(&windows);
    assert_eq!(render(&again.bundle, Version::Public), windows, "{name}");
    assert_eq!(again.bundle.findings, parsed.bundle.findings);
    parsed
}

/// Title, ordinals and texts of every finding.
fn told(bundle: &Bundle) -> Vec<(&str, Vec<String>)> {
    let measures = |f: &'_ ledger::finding::Finding| {
        f.measures
            .iter()
            .map(|m| format!("{}|{}", m.ordinal, m.text.chars().take(4).collect::<String>()))
            .collect()
    };
    bundle.findings.iter().map(|f| (f.title.as_str(), measures(f))).collect()
}

fn titles(bundle: &Bundle) -> Vec<&str> {
    bundle.findings.iter().map(|f| f.title.as_str()).collect()
}

fn ordinals(bundle: &Bundle) -> Vec<Vec<&str>> {
    bundle.findings.iter().map(|f| f.measures.iter().map(|m| m.ordinal.as_str()).collect()).collect()
}

fn doubts(parsed: &Parsed) -> Vec<String> {
    parsed.report.doubts.iter().map(|d| format!("{}: {}", d.line, d.text)).collect()
}

#[test]
fn title_and_body_in_one_paragraph() {
    let parsed = read("one-paragraph");
    let bundle = &parsed.bundle;
    assert_eq!(
        told(bundle),
        [
            ("关于理论学习不够深入的问题。", vec!["一是|完善学习".to_owned(), "二是|丰富学习".to_owned()]),
            (
                "关于河道巡查不到位问题。",
                vec!["一是|加密巡查".to_owned(), "二是|落实包段".to_owned(), "三是|公开监督".to_owned()]
            ),
        ]
    );
    assert_eq!(bundle.findings[0].prefix, "1．");
    assert_eq!(bundle.findings[0].label, "整改情况：");
    assert_eq!(bundle.inspection.team, "区委第二巡察组");
    assert_eq!(bundle.inspection.feedback.map(|d| d.to_string()).as_deref(), Some("2022-07-05"));
    assert_eq!(bundle.organization, "中共临江区水务局党组");
    assert_eq!(bundle.claims.len(), 1);
    assert!(bundle.notice.contact.starts_with("联系电话"));
    assert_eq!(bundle.notice.date.map(|d| d.to_string()).as_deref(), Some("2022-10-09"));
    let issued: Vec<&str> = bundle.institutions.iter().map(|i| i.title.as_str()).collect();
    assert_eq!(issued, ["水务局党组理论学习规则", "河道包段责任清单"]);
}

#[test]
fn portal_text_aspects_and_a_paragraph_each() {
    let parsed = read("paragraph-each");
    let bundle = &parsed.bundle;
    assert!(bundle.notice.before.starts_with("首页"));
    assert_eq!(bundle.notice.title, "中共青石县农业农村局党委\n关于十五届县委第一轮巡察整改情况的通报");
    assert_eq!(bundle.inspection.round, "十五届县委第一轮巡察");
    let aspects: Vec<&str> = bundle.aspects.iter().map(|a| a.title.as_str()).collect();
    assert_eq!(aspects, ["聚焦党的理论路线方针政策落实方面", "聚焦全面从严治党方面"]);
    let of: Vec<_> = bundle.findings.iter().map(|f| f.aspect.clone()).collect();
    assert_eq!(of[0], of[1]);
    assert_eq!(of[2].as_ref(), Some(&bundle.aspects[1].id));
    assert_eq!(ordinals(bundle), [["一是", "二是"], ["一是", "三是"], ["一是", "二是"]]);
    assert_eq!(doubts(&parsed), ["24: 缺少问题 2 的序次“二”"]);
    let unplaced: Vec<&str> = parsed.report.unplaced.iter().map(|u| u.place).collect();
    assert_eq!(unplaced, ["标题前的文字", "日期后的文字"]);
    assert!(bundle.notice.after.contains("扫一扫"));
}

#[test]
fn aspects_as_sections_and_numbers_that_begin_anew() {
    let parsed = read("bracketed");
    let bundle = &parsed.bundle;
    assert_eq!(bundle.notice.progress_heading, "");
    assert_eq!(bundle.aspects.len(), 2);
    assert_eq!(
        titles(bundle),
        ["关于物业管理薄弱的问题", "关于垃圾分类不实的问题", "关于组织生活不规范的问题"]
    );
    assert_eq!(bundle.findings[2].prefix, "(1)");
    assert_eq!(bundle.findings[2].label, "整改:");
    assert_eq!(doubts(&parsed), [] as [&str; 0]);
    assert_eq!(bundle.notice.date.map(|d| d.to_string()).as_deref(), Some("2022-05-09"));
}

#[test]
fn findings_numbered_as_problems_and_measures_as_items() {
    let parsed = read("problem-n");
    let bundle = &parsed.bundle;
    assert_eq!(titles(bundle), ["关于安全生产责任制落实不严的问题", "关于招标采购不规范的问题"]);
    assert_eq!(ordinals(bundle), [["1.", "2."], ["1.", "2."]]);
    assert_eq!(bundle.accountability.len(), 0);
    assert_eq!(bundle.claims.len(), 1);
    assert_eq!(doubts(&parsed), ["17: 成文日期“2023年11月”不完整或日历上没有，原文照留"]);
}

#[test]
fn problems_without_numbers_and_measures_without_ordinals() {
    let parsed = read("problem-colon");
    let bundle = &parsed.bundle;
    assert_eq!(titles(bundle), ["关于师德师风建设抓得不紧的问题", "关于校务公开不及时的问题"]);
    assert_eq!(ordinals(bundle), [vec!["", ""], vec![""]]);
    assert_eq!(bundle.notice.plans, "下一步，学校党委将持续抓好整改。");
    assert_eq!(parsed.report.doubts.len(), 2);
}

#[test]
fn details_before_the_label_and_ordinals_as_words() {
    let parsed = read("chinese-brackets");
    let bundle = &parsed.bundle;
    assert_eq!(titles(bundle), ["关于统计数据质量管控不严的问题", "关于经费管理不细的问题"]);
    assert_eq!(bundle.findings[0].details, "存在问题：个别镇街报表迟报、漏报。");
    assert_eq!(bundle.findings[1].details, "存在问题：报销附件不全。");
    assert_eq!(ordinals(bundle), [vec!["首先，", "其次，", "最后，"], vec!["第一，", "第二，"]]);
    assert_eq!(bundle.inspection.to.map(|d| d.to_string()).as_deref(), Some("2023-04-14"));
    assert_eq!(bundle.notice.date.map(|d| d.to_string()).as_deref(), Some("2023-09-30"));
    assert_eq!(bundle.organization, "中共望江市统计局党组");
}

#[test]
fn full_width_digits_a_semicolon_and_a_missing_number() {
    let parsed = read("full-width");
    let bundle = &parsed.bundle;
    assert_eq!(ordinals(bundle), [vec!["一是", "二是"], vec!["一是"], vec!["一是", "二是"]]);
    let all = doubts(&parsed).join("\n");
    assert!(all.contains("序次接在分号之后"), "{all}");
    assert!(all.contains("缺少问题编号 3"), "{all}");
    assert_eq!(bundle.notice.date.map(|d| d.to_string()).as_deref(), Some("2023-09-18"));
    assert!(
        bundle.figures.iter().any(|f| f.value.as_ref().is_some_and(|v| v.as_str() == "35") && f.unit == "名")
    );
}

#[test]
fn neither_sections_nor_numbers_nor_a_signatory() {
    let parsed = read("no-sections");
    assert_eq!(titles(&parsed.bundle), ["关于会风不实的问题", "关于调研不深的问题"]);
    assert_eq!(ordinals(&parsed.bundle), [["一是", "二是"], ["一是", "二是"]]);
    assert_eq!(parsed.bundle.notice.date_text, "2022年6月31日");
    assert!(parsed.bundle.notice.date.is_none());
}

#[test]
fn aspects_within_aspects_and_titles_that_name_no_problem() {
    let parsed = read("nested");
    let bundle = &parsed.bundle;
    assert_eq!(
        titles(bundle),
        ["“第一议题”制度落实不到位。", "重大事项请示报告不及时。", "阵地管理有漏洞。"]
    );
    assert_eq!(ordinals(bundle), [["①", "②"], ["①", "②"], ["①", "②"]]);
    assert_eq!(bundle.aspects.len(), 3);
    assert_eq!(bundle.aspects[1].parent.as_ref(), Some(&bundle.aspects[0].id));
}

#[test]
fn more_sections_text_before_the_first_measure_and_repeated_ordinals() {
    let parsed = read("crowded");
    let bundle = &parsed.bundle;
    assert_eq!(bundle.findings.len(), 2);
    assert_eq!(bundle.findings[1].body, "党组高度重视，专题研究。");
    assert!(bundle.findings[0].measures[1].text.ends_with("以上措施均已完成。"));
    assert!(bundle.notice.plans.contains("四、下一步工作打算"));
    let all = doubts(&parsed).join("\n");
    assert!(all.contains("倒退"), "{all}");
    assert!(parsed.report.unplaced.iter().any(|u| u.text == "四、下一步工作打算"));
    assert_eq!(bundle.accountability.len(), 1);
}

/// One way to write a notice.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one habit of writing, free of the others")]
struct Manner {
    prefix: usize,
    ending: usize,
    label: usize,
    body_in_title: bool,
    measure_each: bool,
    indent: bool,
    aspects: bool,
    ascii: bool,
    portal: bool,
    blank: bool,
    skip: bool,
    crlf: bool,
}

/// What the written ledger says: findings with their measures.
type Said = Vec<(String, Vec<String>)>;

const CHINESE: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

#[expect(clippy::too_many_lines, reason = "an arm for each manner of writing")]
fn write(said: &Said, manner: Manner) -> (String, Vec<Vec<String>>) {
    let mut text = String::new();
    let lead = if manner.indent { "\u{3000}\u{3000}" } else { "" };
    let line = |words: &str, text: &mut String| {
        if !text.is_empty() {
            text.push_str(if manner.blank { "\n\n" } else { "\n" });
        }
        text.push_str(lead);
        text.push_str(words);
    };
    if manner.portal {
        line("当前位置：首页 > 公开", &mut text);
    }
    line("中共某局党组关于第一轮巡察整改情况的通报", &mut text);
    line("按照要求，现将情况予以公布。", &mut text);
    line("一、加强组织领导", &mut text);
    line("一是统一思想。坚持问题导向。", &mut text);
    line("1.明确责任，抓好问题整改。", &mut text);
    line("二、整改落实情况", &mut text);
    let mut all = Vec::new();
    for (n, (title, measures)) in said.iter().enumerate() {
        if manner.aspects && n == 0 {
            line("（一）聚焦政治建设方面", &mut text);
        }
        if manner.aspects && n == 2 {
            line("（二）聚焦作风建设方面", &mut text);
        }
        let prefixes = [
            format!("{}.", n + 1),
            format!("{}、", n + 1),
            format!("问题{}.", n + 1),
            format!("({})", n + 1),
            "问题：".to_owned(),
        ];
        let ending = ["的问题", "问题", "的问题。"][manner.ending];
        let head = format!("{}关于{title}{ending}", prefixes[manner.prefix]);
        let label = ["整改情况：", "整改落实情况：", "整改：", "整改措施及成效："][manner.label];
        let mut body = label.to_owned();
        let mut ordinals = Vec::new();
        let mut each = Vec::new();
        for (m, measure) in measures.iter().enumerate() {
            let number = if manner.skip && m > 1 { m + 1 } else { m };
            let ordinal = format!("{}是", CHINESE[number]);
            if manner.measure_each {
                each.push(format!("{ordinal}{measure}。"));
            } else {
                body = body + &ordinal + measure + "。";
            }
            ordinals.push(ordinal);
        }
        all.push(ordinals);
        if manner.body_in_title {
            line(&format!("{head}{}{body}", if ending.ends_with('。') { "" } else { "。" }), &mut text);
        } else {
            line(&head, &mut text);
            line(&body, &mut text);
        }
        for measure in each {
            line(&measure, &mut text);
        }
    }
    line("三、下一步打算", &mut text);
    line("持续整改。", &mut text);
    line("联系电话：12345678。", &mut text);
    line("中共某局党组", &mut text);
    line("2024年6月18日", &mut text);
    if manner.ascii {
        text = text.replace('，', ",").replace('：', ":").replace('（', "(").replace('）', ")");
    }
    if manner.crlf {
        text = text.replace('\n', "\r\n");
    }
    (text, all)
}

fn manner() -> impl Strategy<Value = Manner> {
    (0usize..5, 0usize..3, 0usize..4, any::<[bool; 9]>()).prop_map(|(prefix, ending, label, b)| Manner {
        prefix,
        ending,
        label,
        body_in_title: b[0],
        measure_each: b[1],
        indent: b[2],
        aspects: b[3],
        ascii: b[4],
        portal: b[5],
        blank: b[6],
        skip: b[7],
        crlf: b[8],
    })
}

fn said() -> impl Strategy<Value = Said> {
    let words = "[学习加强管理制度落实责任推进工作]{4,12}";
    let measure = (
        words,
        prop::option::of("，开展[检查培训]{2}[1-9][0-9]次|，制定《[管理工作]{3,6}办法》|，“[责任]{2,4}”到位"),
    )
        .prop_map(|(start, rest)| start + &rest.unwrap_or_default());
    prop::collection::vec((words, prop::collection::vec(measure, 1..6)), 2..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_ledger_is_read_the_same_however_it_was_written(said in said(), manner in manner()) {
        let (text, ordinals) = write(&said, manner);
        let parsed = parse(&text);
        prop_assert_eq!(render(&parsed.bundle, Version::Public), text.clone());
        let ending = ["的问题", "问题", "的问题。"][manner.ending];
        let found: Vec<(String, Vec<String>)> = parsed.bundle.findings.iter().map(|f| {
            let title = f.title.trim_end_matches('。').trim_end_matches(ending.trim_end_matches('。')).trim_start_matches("关于");
            (title.to_owned(), f.measures.iter().map(|m| m.text.trim_end_matches('。').to_owned()).collect())
        }).collect();
        let wanted: Said = said.iter().map(|(title, measures)| {
            let fold = |m: &String| if manner.ascii { m.replace('，', ",") } else { m.clone() };
            (title.clone(), measures.iter().map(fold).collect())
        }).collect();
        prop_assert_eq!(found, wanted, "{}", text);
        let read: Vec<Vec<String>> = parsed.bundle.findings.iter().map(|f| f.measures.iter().map(|m| m.ordinal.clone()).collect()).collect();
        prop_assert_eq!(read, ordinals);
        let aspects = if !manner.aspects { 0 } else if said.len() > 2 { 2 } else { 1 };
        prop_assert_eq!(parsed.bundle.aspects.len(), aspects, "{}", text);
        prop_assert_eq!(parsed.bundle.notice.plans.trim(), "持续整改。");
        prop_assert_eq!(parsed.bundle.notice.signatory.trim(), "中共某局党组");
    }
}

#[test]
fn a_text_of_a_megabyte_takes_time_in_proportion() {
    let source =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/notice-2024-06-18.txt"))
            .unwrap();
    // Shapes that a careless recogniser reads again and again.
    let shapes = [
        "一、在某方面\n",
        "1.关于某事的问题\n",
        "一是加强。",
        "《",
        "整改情况\n\n",
        "2024年",
        "关于",
        "。",
        "\n",
        "   ",
        "1",
        &source,
    ];
    for shape in shapes {
        let time = |bytes: usize| {
            let text = shape.repeat(bytes / shape.len());
            let before = std::time::Instant::now();
            let read = parse(&text);
            let taken = before.elapsed();
            assert!(read.report.exact, "{}", &shape[..shape.len().min(30)]);
            taken.as_secs_f64()
        };
        let (small, large) = (time(100_000), time(800_000));
        // Eight times the text: quadratic would be 64 times. A floor keeps the noise of small times out.
        assert!(
            large < 24.0 * small.max(0.02),
            "{small} s, then {large} s: {}",
            &shape[..shape.len().min(30)]
        );
    }
}
