//! Filters that the page's own search answers: as the page does it, with the crate of the search.

use super::super::{fill, inspect};
use super::documents::{file, p};
use super::*;
use ledger::Id;
use query::{FindingRows, Index, MeasureRows, Query, hints};

/// What the search shows for the filters of a template; none for those that it does not understand.
fn answers(ledger: &Ledger, filters: &[String]) -> BTreeMap<String, Vec<Id>> {
    let index = Index::complete(ledger);
    let understood = |filter: &&String| !hints(filter, &index, ledger).iter().any(|hint| hint.wrong);
    let answer = |filter: &String| {
        let query = Query { text: filter.clone(), ..Query::default() };
        let measures = MeasureRows::new(&index, ledger, &query, day());
        let findings = FindingRows::new(&index, ledger, &query, day());
        let measures = measures.rows().iter().filter_map(|row| index.measure_id(*row));
        let findings = findings.rows().iter().filter_map(|row| index.finding_id(*row));
        (filter.clone(), measures.chain(findings).cloned().collect())
    };
    filters.iter().filter(understood).map(answer).collect()
}

#[test]
fn the_search_of_the_page_answers_the_filters_of_a_template() {
    let ledger = demonstration();
    let body = [
        p("{{#措施 是:逾期}}[{{整改措施}}]{{/措施}}"),
        p("共{{措施.总数 是:逾期}}；{{措施.总数 -是:逾期}}；{{措施.总数}}"),
        p("{{#问题 是:逾期}}({{反馈问题}}){{/问题}}"),
        p("{{^措施 是:逾期}}无{{/措施}}"),
    ];
    let template = file(&body.concat(), &[]);
    let plain = wanted(Each::All);
    let told = inspect(&template, &ledger, &plain).unwrap();
    assert_eq!(told.filters, ["是:逾期", "-是:逾期"]);
    // Without an answer they are words of values, and there is none of this name.
    assert!(told.faults.iter().all(|fault| fault.wrong.contains("筛选里没有“是”")), "{:?}", told.faults);
    assert_eq!(told.faults.len(), 5);
    let asked = Wanted { answers: answers(&ledger, &told.filters), ..plain };
    let told = inspect(&template, &ledger, &asked).unwrap();
    assert_eq!(told.faults, []);
    let bytes = fill(&template, &ledger, &asked).unwrap().files.remove(0).bytes;
    let lines = crate::docx::read(&bytes).unwrap();
    let late: Vec<String> = ledger
        .bundle()
        .findings
        .iter()
        .flat_map(|finding| finding.measures.iter().map(move |measure| (finding, measure)))
        .filter(|(_, measure)| asked.answers["是:逾期"].contains(&measure.id))
        .map(|(_, measure)| format!("[{}]", measure.text))
        .collect();
    let all: usize = ledger.bundle().findings.iter().map(|finding| finding.measures.len()).sum();
    assert!(!late.is_empty() && late.len() < all);
    assert_eq!(lines[0], late.concat());
    assert_eq!(lines[1], format!("共{}；{}；{all}", late.len(), all - late.len()));
    assert!(lines[2].starts_with('('), "{lines:?}");
    // The search knows what is internal: a public paper does not ask it.
    let public = Wanted { public: true, ..asked };
    assert_eq!(inspect(&template, &ledger, &public).unwrap().faults.len(), 5);
}

#[test]
fn a_filter_that_the_search_does_not_answer_looks_for_its_words() {
    let ledger = demonstration();
    let template = file(&p("{{措施.总数 状态:已完成}}"), &[]);
    let plain = wanted(Each::All);
    let text = |wanted: &Wanted| {
        crate::docx::read(&fill(&template, &ledger, wanted).unwrap().files[0].bytes).unwrap().concat()
    };
    let own = text(&plain);
    let none =
        Wanted { answers: BTreeMap::from([("状态:已完成".to_owned(), Vec::new())]), ..plain.clone() };
    assert_eq!(text(&none), "0");
    let by_search = Wanted { answers: answers(&ledger, &["状态:已完成".to_owned()]), ..plain };
    assert_eq!(text(&by_search), own, "both mean the same");
}
