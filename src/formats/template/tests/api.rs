//! What the page asks: what a template is, which files it becomes, how it looks.

use super::super::wanted::{NameKind, TemplateKind};
use super::super::{fill, inspect, names, preview, sample};
use super::documents::{file, p, tr};
use super::workbook::{Made, row};
use super::*;

#[test]
fn the_example_has_each_name_and_is_filled_without_a_fault() {
    let ledger = demonstration();
    let bytes = sample(&ledger, day()).unwrap();
    let told = inspect(&bytes, &ledger, &wanted(Each::All)).unwrap();
    assert_eq!(told.faults, []);
    assert_eq!((told.kind, told.forms.len()), (TemplateKind::Document, 0));
    let used: Vec<&str> = told.marks.iter().map(|used| used.mark.as_str()).collect();
    for name in names(&ledger) {
        if !matches!(name.kind, NameKind::List | NameKind::Count) {
            assert!(used.contains(&name.mark.as_str()), "{name:?}");
        }
    }
    let filled = fill(&bytes, &ledger, &wanted(Each::All)).unwrap();
    let lines = crate::docx::read(&filled.files[0].bytes).unwrap();
    assert!(lines.iter().all(|line| !line.contains("{{")));
    assert!(lines.contains(&"单位名称：中共某市演示局党组".to_owned()), "{:?}", &lines[..20]);
}

#[test]
fn every_mark_that_is_listed_is_taken_where_it_is_said_to_stand() {
    let ledger = demonstration();
    for name in names(&ledger) {
        let around = match name.list.as_str() {
            "" => vec![],
            "措施" => vec!["措施"],
            list => vec![list],
        };
        let begin = around.iter().map(|list| format!("{{{{#{list}}}}}")).collect::<Vec<_>>().concat();
        let end = around.iter().rev().map(|list| format!("{{{{/{list}}}}}")).collect::<Vec<_>>().concat();
        let template = file(&p(&format!("{begin}{}{end}", name.mark)), &[]);
        let told = inspect(&template, &ledger, &wanted(Each::All)).unwrap();
        assert_eq!(told.faults, [], "{name:?}");
        let public = Wanted { public: true, ..wanted(Each::All) };
        let told = inspect(&template, &ledger, &public).unwrap();
        assert_eq!(told.faults.is_empty(), !name.internal, "{name:?} {:?}", told.faults);
    }
}

#[test]
fn the_values_of_a_finding_stand_in_a_block_of_measures_under_its_name_too() {
    let ledger = demonstration();
    let text = |body: &str| {
        let filled = fill(&file(&p(body), &[]), &ledger, &wanted(Each::All)).unwrap();
        crate::docx::read(&filled.files[0].bytes).unwrap()
    };
    let plain = text("{{#措施}}{{序号}}-{{反馈问题}}；{{/措施}}");
    assert_eq!(text("{{#措施}}{{问题.序号}}-{{问题.反馈问题}}；{{/措施}}"), plain);
    assert_eq!(text("{{#问题}}{{#措施}}{{问题.序号}}-{{反馈问题}}；{{/措施}}{{/问题}}"), plain);
    // Outside of every block it is told where the name belongs.
    for (mark, list) in [("{{问题.反馈问题}}", "问题"), ("{{措施.责任人}}", "措施")] {
        let told = inspect(&file(&p(mark), &[]), &ledger, &wanted(Each::All)).unwrap().faults;
        assert!(told.len() == 1 && told[0].wrong.contains(&format!("“{{{{#{list}}}}}”")), "{told:?}");
    }
}

#[test]
fn a_month_takes_the_form_of_a_day_without_its_day() {
    let bundle = serde_json::json!({"id": "b", "findings": [{"id": "f", "title": "甲", "measures": [
        {"id": "m", "text": "做甲", "due": "2026-06-30"}, {"id": "n", "text": "做乙", "due": "2026-09"}, {"id": "o", "text": "做丙", "due": "长期坚持"}]}]});
    let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
    let body = p("{{#措施}}{{整改时限|2024年6月30日}}、{{首次时限|2024.6.30}}；{{/措施}}");
    let filled = fill(&file(&body, &[]), &ledger, &wanted(Each::All)).unwrap();
    let lines = crate::docx::read(&filled.files[0].bytes).unwrap();
    assert_eq!(lines, ["2026年6月30日、2026.6.30；2026年9月、2026.9；长期坚持、长期坚持；"]);
}

#[test]
fn a_file_each_finding_measure_or_unit_has_its_own_name_and_matter() {
    let ledger = demonstration();
    let bundle = ledger.bundle();
    let measures: usize = bundle.findings.iter().map(|finding| finding.measures.len()).sum();
    let texts = |bytes: &[u8]| crate::docx::read(bytes).unwrap().join("\n");
    let of = |body: &str, each: Each| fill(&file(&p(body), &[]), &ledger, &wanted(each)).unwrap().files;
    let all = of("{{问题.总数}}-{{措施.总数}}", Each::All);
    assert_eq!(texts(&all[0].bytes), format!("{}-{measures}", bundle.findings.len()));
    assert_eq!(all[0].name, "中共某市演示局党组-整改台账-2026-03-05.docx");
    let findings = of("{{反馈问题}}：{{#措施}}{{措施序号}} {{/措施}}{{问题.总数}}", Each::Finding);
    assert_eq!(findings.len(), bundle.findings.len());
    for (one, finding) in findings.iter().zip(&bundle.findings) {
        let numbers =
            (1..=finding.measures.len()).map(|number| format!("{number} ")).collect::<Vec<_>>().concat();
        assert_eq!(
            texts(&one.bytes).replace('\n', ""),
            format!("{}：{numbers}1", finding.title).replace('\n', "")
        );
    }
    let each = of("{{反馈问题}}{{整改措施}}{{措施.总数}}", Each::Measure);
    assert_eq!(each.len(), measures);
    let mut names: Vec<&str> = each.iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), measures);
    let units = of("{{单位.名称}} {{措施.总数}}{{#措施}}{{^负责单位}}无{{/负责单位}}{{/措施}}", Each::Unit);
    assert!(units.len() > 1);
    let counted: usize =
        units.iter().map(|one| texts(&one.bytes).rsplit(' ').next().unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!(counted, measures, "each measure is of one unit");
    let told = inspect(&file(&p("{{反馈问题}}"), &[]), &ledger, &wanted(Each::All)).unwrap();
    assert!(told.faults[0].wrong.contains("要写在"), "{:?}", told.faults);
    let public = Wanted { public: true, ..wanted(Each::Unit) };
    assert_eq!(fill(&file(&p("甲"), &[]), &ledger, &public), Err(TemplateError::PublicUnits));
    let empty = Ledger::new(Bundle::default()).unwrap();
    for (each, said) in [(Each::Finding, "问题"), (Each::Measure, "措施"), (Each::Unit, "责任单位")] {
        assert_eq!(fill(&file(&p("甲"), &[]), &empty, &wanted(each)), Err(TemplateError::Nothing(said)));
    }
}

#[test]
fn names_of_files_are_legal_everywhere() {
    let mut bundle = demo(7, 3);
    bundle.organization = "某/局:\"一\"\u{7}".to_owned();
    for (unit, name) in bundle.units.iter_mut().zip(["a/b", "A\\B", "con", "尾点.", ""]) {
        name.clone_into(&mut unit.name);
    }
    for finding in &mut bundle.findings {
        for (measure, unit) in finding.measures.iter_mut().zip(&bundle.units) {
            measure.lead_unit = Some(unit.id.clone());
        }
    }
    let ledger = Ledger::new(bundle).unwrap();
    let filled = fill(&file(&p("甲"), &[]), &ledger, &wanted(Each::Unit)).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for one in &filled.files {
        assert!(!one.name.contains(['/', '\\', ':', '"', '\u{7}']), "{}", one.name);
        assert!(
            one.name.contains("-2026-03-05")
                && one.name.rsplit('.').next() == Some("docx")
                && seen.insert(one.name.to_lowercase()),
            "{}",
            one.name
        );
    }
}

#[test]
fn what_a_template_uses_and_what_is_wrong_is_told_at_once() {
    let ledger = demonstration();
    let table = format!("<w:tbl>{}{}</w:tbl>", tr(&["序号", "反馈问题", "天气"]), tr(&["", "", ""]));
    let body = [p("{{单位名称}}{{单位名称}}"), p("{{天}}{{整改措施}}"), table].concat();
    let told = inspect(&file(&body, &[]), &ledger, &wanted(Each::All)).unwrap();
    let first = &told.marks[0];
    assert_eq!((first.mark.as_str(), first.place.as_str(), first.count), ("{{单位名称}}", "正文第 1 段", 2));
    assert_eq!(told.forms[0].place, "正文第 1 张表");
    assert_eq!(told.unknown[0].head, "天气");
    assert_eq!(told.faults.len(), 2, "{:?}", told.faults);
    let json = serde_json::to_string(&told).unwrap();
    assert_eq!(serde_json::from_str::<super::super::wanted::Inspection>(&json).unwrap(), told);
    assert!(
        matches!(fill(&file(&body, &[]), &ledger, &wanted(Each::All)), Err(TemplateError::Faults(all)) if all.len() == 2)
    );
}

#[test]
fn a_preview_is_the_text_of_the_first_page() {
    let ledger = demonstration();
    let body = [p("{{单位名称}}"), p("{{#措施}}{{整改措施}}"), p("{{/措施}}")].concat();
    let shown = preview(&file(&body, &[]), &ledger, &wanted(Each::All)).unwrap();
    assert!(shown.starts_with("中共某市演示局党组\n") && shown.lines().count() <= 40, "{shown}");
    let sheet = Made::default().sheet("甲", "", &row(1, 0, &["{{单位名称}}", "乙"]), "").file();
    assert_eq!(preview(&sheet, &ledger, &wanted(Each::All)).unwrap(), "中共某市演示局党组\t乙");
    let wrong = preview(&file(&p("{{天气}}"), &[]), &ledger, &wanted(Each::All));
    assert!(matches!(wrong, Err(TemplateError::Faults(_))));
}

#[test]
fn the_second_webassembly_answers_about_templates() {
    use crate::office::{Answer, Ask, answer, join, split};
    let ledger = demonstration();
    let template = file(&p("{{单位名称}}"), &[]);
    let bundle = serde_json::to_vec(ledger.bundle()).unwrap();
    let bytes = [template.as_slice(), &bundle].concat();
    let ask = |ask: &Ask, bytes: &[u8]| {
        let reply = answer(&join(ask, bytes));
        let (head, rest) = split::<Answer>(&reply).unwrap();
        (head, rest.to_vec())
    };
    let template = template.len();
    let (told, _) = ask(&Ask::InspectTemplate { template, wanted: wanted(Each::All) }, &bytes);
    assert!(matches!(told, Answer::Template(told) if told.marks.len() == 1));
    let (told, files) = ask(&Ask::FillTemplate { template, wanted: wanted(Each::All) }, &bytes);
    let Answer::Filled { files: named, notes } = told else { panic!("{told:?}") };
    assert_eq!((named.len(), notes.len(), named[0].1), (1, 0, files.len()));
    assert_eq!(crate::docx::read(&files).unwrap(), ["中共某市演示局党组"]);
    let (told, _) = ask(&Ask::PreviewTemplate { template, wanted: wanted(Each::All) }, &bytes);
    assert!(matches!(told, Answer::Text(text) if text == "中共某市演示局党组"));
    let (told, _) = ask(&Ask::TemplateNames, &bundle);
    assert!(matches!(told, Answer::Names(all) if all.len() > 50));
    let (told, file) = ask(&Ask::SampleTemplate { today: day() }, &bundle);
    assert!(matches!(told, Answer::File) && !file.is_empty());
    let wrong = [documents::file(&p("{{天气}}"), &[]).as_slice(), &bundle].concat();
    let template = wrong.len() - bundle.len();
    let (told, rest) = ask(&Ask::FillTemplate { template, wanted: wanted(Each::All) }, &wrong);
    assert!(matches!(told, Answer::Faults(faults) if faults.len() == 1) && rest.is_empty());
    for bytes in [&b"abc"[..], b""] {
        let (told, _) = ask(&Ask::FillTemplate { template: 3, wanted: wanted(Each::All) }, bytes);
        assert!(matches!(told, Answer::Refused(_)), "{told:?}");
    }
}
