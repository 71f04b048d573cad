//! Documents of many offices in the styles they write, invented for this test: feedbacks, reports and notices. What each is
//! read as stands beside it as a file of its own; and no text is lost.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::feedback::facts;
use crate::render::render;
use crate::{Kind, Parsed, Version, parse};
use ledger::date::Date;

/// The texts of a folder, in order.
fn texts(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/notices").join(folder);
    let mut all: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "txt"))
        .collect();
    all.sort();
    all.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The start of a text, on one line.
fn start(text: &str) -> String {
    let short: String = text.chars().take(24).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("{}{more}", short.replace('\n', "⏎"))
}

/// What a document was read as, a line each.
fn outcome(parsed: &Parsed) -> String {
    let (bundle, report) = (&parsed.bundle, &parsed.report);
    let (notice, inspection) = (&bundle.notice, &bundle.inspection);
    let day = |date: Option<Date>| date.map_or_else(|| "无".to_owned(), |date| date.to_string());
    let mut told = String::new();
    let mut line = |name: &str, value: &str| writeln!(told, "{name} {value}").unwrap();
    line("文种", report.kind.label());
    line("标题", &notice.title.replace('\n', "⏎"));
    line("单位", &bundle.organization);
    line("台账", &bundle.title);
    line("轮次", &inspection.round);
    line("组", &inspection.team);
    line("进驻", &format!("{} 至 {}", day(inspection.from), day(inspection.to)));
    line("反馈", &day(inspection.feedback));
    line("成文", &day(notice.date));
    line("之前", notice.organization_heading.trim());
    line("问题", notice.progress_heading.trim());
    line("之后", &start(notice.plans_heading.trim()));
    let mut above = None;
    for finding in &bundle.findings {
        if above != finding.aspect {
            let mut chain = Vec::new();
            let mut at = finding.aspect.clone();
            while let Some(aspect) = at.and_then(|id| bundle.aspects.iter().find(|aspect| aspect.id == id)) {
                chain.push(aspect.title.as_str());
                at = aspect.parent.clone();
            }
            chain.reverse();
            line("方面", &chain.join(" / "));
            above.clone_from(&finding.aspect);
        }
        line(&format!("{}｜{}｜", finding.number.unwrap(), finding.prefix), &finding.title);
        for fact in facts(&finding.details) {
            line("  表现", &start(fact));
        }
        for measure in &finding.measures {
            line("  措施", &start(&format!("{}{}", measure.ordinal, measure.text)));
        }
    }
    for doubt in &report.doubts {
        line("留意", &format!("{}: {}", doubt.line, doubt.text));
    }
    told
}

/// Reads all texts of a folder and compares what they are read as.
fn compare(folder: &str, kind: Kind, least: usize) {
    let texts = texts(folder);
    assert!(texts.len() >= least, "{folder}: only {}", texts.len());
    let mut wrong = String::new();
    for (path, text) in texts {
        let name = path.display();
        let parsed = parse(&text);
        assert_eq!(render(&parsed.bundle, Version::Public), text, "{name}");
        assert!(parsed.report.exact && parsed.report.kind == kind, "{name}: {:?}", parsed.report.kind);
        assert_eq!(parsed.report.characters, text.chars().count());
        let windows = text.replace('\n', "\r\n");
        let again = parse(&windows);
        assert_eq!(render(&again.bundle, Version::Public), windows, "{name}");
        assert_eq!(again.bundle.findings, parsed.bundle.findings, "{name}");
        let outcome = outcome(&parsed);
        let expected = fs::read_to_string(path.with_extension("outcome")).unwrap_or_default();
        if outcome != expected {
            writeln!(wrong, "=== {name}\n--- expected\n{expected}--- read as\n{outcome}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn feedbacks_are_read_as_problems_with_facts() {
    compare("feedback", Kind::Feedback, 10);
}

#[test]
fn reports_are_read_as_problems_with_measures() {
    compare("reports", Kind::Report, 10);
}

#[test]
fn notices_are_read_as_problems_with_measures() {
    compare("published", Kind::Notice, 10);
}

#[test]
fn the_facts_of_a_problem_are_no_measures_and_none_is_lost() {
    for (path, text) in texts("feedback") {
        let bundle = parse(&text).bundle;
        assert!(!bundle.findings.is_empty(), "{}", path.display());
        for finding in &bundle.findings {
            assert_eq!(finding.measures.len(), 0, "{}", path.display());
            let plain = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(plain(&facts(&finding.details).concat()), plain(&finding.details));
        }
    }
}

#[test]
fn an_aspect_without_a_problem_stays_text() {
    let cases = [
        "关于对某局党组的反馈意见\n聚焦贯彻落实上级决策部署方面\n\u{3000}（一）提高政治站位。一是召开专题会议3次。\n",
        "关于对某局党组的反馈意见\n聚焦作风方面\n３．办理工单敷衍应付。\n聚焦群众身边问题方面\n（一）\n1.专题研究2次。\n",
        "关于对某局党组的反馈意见\n一、主要问题\n（一）学习方面\n（二）作风方面\n1.会议过多。\n（三）其他方面\n",
    ];
    for text in cases {
        assert_eq!(render(&parse(text).bundle, Version::Public), text);
    }
}

mod laws {
    use proptest::prelude::*;

    use super::*;

    fn line() -> impl Strategy<Value = String> {
        let all = ["feedback", "reports", "published"];
        let texts: Vec<String> = all.into_iter().flat_map(texts).map(|(_, text)| text).collect();
        let lines = texts.iter().flat_map(|text| text.split_inclusive('\n'));
        let parts = texts.iter().flat_map(|text| text.split_inclusive(['\n', '。', '：', '、', '；', '）']));
        prop::sample::select(lines.chain(parts).map(str::to_owned).collect::<Vec<_>>())
    }

    proptest! {
        #![proptest_config(ledger::arbitrary::cases(600))]

        #[test]
        fn lines_of_documents_in_any_order_print_as_they_were_read(
            title in prop::sample::select(vec!["", "关于对某局党组的反馈意见\n", "存在的主要问题\n", "某局党组关于巡察整改情况的报告\n"]),
            lines in prop::collection::vec(line(), 0..50),
        ) {
            let text = title.to_owned() + &lines.concat();
            let parsed = parse(&text);
            prop_assert_eq!(render(&parsed.bundle, Version::Public), text.clone());
            prop_assert!(parsed.report.exact);
            let again = parse(&render(&parsed.bundle, Version::Public));
            prop_assert_eq!(again.bundle, parsed.bundle);
        }
    }
}
