//! What holds of all templates and ledgers.

use proptest::prelude::*;

use super::super::ledger_scope::Whole;
use super::documents::{file, filled, p, said};
use super::workbook::{Made, row};
use super::*;
use notice::Version;

/// Every name of the ledger, for the public or not: of itself, of findings, of measures.
fn whole(schema: &Schema, public: bool, line: &dyn Fn(&str) -> String) -> [String; 3] {
    let shown = |schema: &Schema| -> String {
        let names = schema.values.iter().filter(|name| !public || !schema.internal.contains(name));
        names.map(|name| line(&format!("{name}={{{{{name}}}}}"))).collect()
    };
    let findings = schema.list("问题").unwrap();
    [shown(schema), shown(findings), shown(findings.list("措施").unwrap())]
}

fn document(schema: &Schema, public: bool) -> Vec<u8> {
    let [head, findings, measures] = whole(schema, public, &p);
    let marks = [p("{{#问题}}"), findings, p("{{#措施}}"), measures, p("{{/措施}}"), p("{{/问题}}")].concat();
    let heads = ["序号", "反馈问题", "整改措施", "责任人", "备注", "责任部门"];
    let form = format!("<w:tbl>{}{}</w:tbl>", documents::tr(&heads), documents::tr(&[""; 6]));
    let properties = "<cp:coreProperties><dc:title>甲</dc:title><dc:creator>内部词</dc:creator><cp:lastModifiedBy>内部词</cp:lastModifiedBy></cp:coreProperties>";
    file(&[head, marks, form].concat(), &[("docProps/core.xml", properties)])
}

fn workbook(schema: &Schema, public: bool) -> Vec<u8> {
    let cells = |text: String| {
        text.split('\u{1}').filter(|text| !text.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let [head, findings, measures] = whole(schema, public, &|line| format!("{line}\u{1}"));
    let line = |number: u32, begin: &str, own: String, end: &str| {
        let own = cells(own);
        let texts: Vec<&str> =
            [begin].into_iter().chain(own.iter().map(String::as_str)).chain([end]).collect();
        row(number, 0, &texts)
    };
    let rows = [
        line(1, "", head, ""),
        line(2, "{{#问题}}", findings, ""),
        line(3, "{{#措施}}", measures, "{{/措施}}{{/问题}}"),
        row(5, 0, &["序号", "反馈问题", "整改措施", "责任人", "备注", "责任部门"]),
        row(6, 0, &[""; 6]),
    ];
    let people =
        "<Properties><Manager>内部词</Manager><Company>内部词</Company><TitlesOfParts/></Properties>";
    Made::default()
        .sheet("台账", "", &rows.concat(), "")
        .sheet(
            "{{序号}}{{反馈问题}}",
            "",
            &row(1, 0, &["{{反馈问题}}", "{{#措施}}{{整改措施}}{{/措施}}"]),
            "",
        )
        .other("docProps/app.xml", people)
        .file()
}

#[test]
fn every_name_of_the_shipped_ledger_is_filled() {
    let bundle: Bundle = serde_json::from_str(include_str!("../../../default-bundle.json")).unwrap();
    let ledger = Ledger::new(bundle).unwrap();
    let schema = fields::schema(&ledger);
    let scope = Whole::of(&ledger, day(), Version::Internal).scope();
    let lines = crate::docx::read(&fill(&document(&schema, false), &scope, false).unwrap()).unwrap();
    assert_eq!(lines.iter().filter(|line| line.starts_with("整改措施=")).count(), 110);
    assert_eq!(lines.iter().filter(|line| line.starts_with("反馈问题=")).count(), 34 + 110);
    assert!(lines.contains(&"单位名称=中共武汉市科技创新局党组".to_owned()), "{:?}", &lines[..8]);
    assert!(lines.iter().all(|line| !line.contains("{{")));
    let sheet = workbook::shown(&fill(&workbook(&schema, false), &scope, false).unwrap(), 0);
    let short = |line: &String| line.chars().take(40).collect::<String>();
    let told: Vec<String> = sheet.iter().map(short).collect();
    assert_eq!(sheet.len(), 1 + 34 + 110 + 1 + 110, "{told:#?}");
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(48))]

    #[test]
    fn a_public_paper_holds_nothing_internal(bundle in ledger::arbitrary::bundle()) {
        let mut bundle = bundle;
        let word = || "内部词".to_owned();
        for unit in &mut bundle.units {
            unit.name = word();
        }
        for finding in &mut bundle.findings {
            for text in [&mut finding.note, &mut finding.owner, &mut finding.leader, &mut finding.goal, &mut finding.details, &mut finding.cause, &mut finding.wider_check, &mut finding.recheck, &mut finding.due_text] {
                *text = word();
            }
            if finding.internal {
                finding.title = word();
            }
            let hidden = finding.internal;
            for measure in &mut finding.measures {
                for text in [&mut measure.note, &mut measure.owner, &mut measure.leader, &mut measure.recheck, &mut measure.recheck_by, &mut measure.due_text] {
                    *text = word();
                }
                for note in &mut measure.progress {
                    note.text = word();
                }
                if measure.internal || hidden {
                    measure.text = word();
                }
            }
        }
        let Ok(ledger) = Ledger::new(bundle) else { return Ok(()) };
        let schema = fields::schema(&Ledger::new(Bundle::default()).unwrap());
        for template in [document(&schema, true), workbook(&schema, true)] {
            for each in [Each::All, Each::Finding, Each::Measure] {
                let wanted = Wanted { public: true, ..wanted(each) };
                let Ok(filled) = super::super::fill(&template, &ledger, &wanted) else { continue };
                for one in filled.files.iter().take(3) {
                    prop_assert!(!one.name.contains("内部词"));
                    for entry in zip::read(&one.bytes).unwrap() {
                        prop_assert!(!String::from_utf8_lossy(&entry.bytes).contains("内部词"), "{}", entry.name);
                    }
                }
            }
        }
    }

    #[test]
    fn any_ledger_fills_the_templates_of_all_names(bundle in ledger::arbitrary::bundle()) {
        let Ok(ledger) = Ledger::new(bundle) else { return Ok(()) };
        let schema = fields::schema(&Ledger::new(Bundle::default()).unwrap());
        for template in [document(&schema, false), workbook(&schema, false)] {
            let filled = super::super::fill(&template, &ledger, &wanted(Each::All)).unwrap();
            let read = crate::reader::read(&filled.files[0].bytes, &crate::reader::gbk::Gbk::default());
            prop_assert!(read.is_ok(), "{:?}", read.err());
        }
    }

    #[test]
    fn a_template_without_marks_comes_back_byte_for_byte(
        texts in prop::collection::vec("[^<>&]{0,12}|\\{|\\}\\}|&amp;|<!-- x -->", 0..12),
        other in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let each = |text: &String| format!("<w:p w:a='1' ><w:r><w:t>{text}</w:t><w:tab /></w:r></w:p>\n");
        let body = texts.iter().map(each).collect::<Vec<_>>().concat();
        prop_assume!(!body.contains("{{"));
        let mut entries = zip::read(&file(&body, &[])).unwrap();
        entries.push(Entry { name: "word/media/a.bin".into(), bytes: other.clone() });
        let bytes = fill(&zip::write(&entries, day()).unwrap(), &sample(), false).unwrap();
        prop_assert_eq!(zip::read(&bytes).unwrap(), entries);
        let cells = texts.iter().zip(1..).map(|(text, number)| format!("<row r='{number}' ><c t='inlineStr'><is><t>{text}</t></is></c ><c><f>A1+台账!A2</f><v>3</v></c></row>\n"));
        let mut entries = Made::default().sheet("台账", "", &cells.collect::<String>(), "").entries();
        entries.push(Entry { name: "xl/media/a.bin".into(), bytes: other });
        let bytes = fill(&zip::write(&entries, day()).unwrap(), &sample(), false).unwrap();
        prop_assert_eq!(zip::read(&bytes).unwrap(), entries);
    }

    #[test]
    fn hostile_text_stays_text(words in "(?s).{0,30}|\\{\\{#措施\\}\\}|</w:t>|<w:p/>|&lt;|\\]\\]>|[=+@-]1|_x000D_") {
        let mut scope = sample();
        scope.values.insert(Rc::from("单位名称"), text(&words));
        let bytes = fill(&file(&p("甲{{单位名称}}乙"), &[]), &scope, false).unwrap();
        let read = said(&part(&bytes, "word/document.xml"));
        let allowed = |c: &char| matches!(c, '\t' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
        let lines: Vec<String> = words.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).chars().filter(allowed).collect()).collect();
        prop_assert_eq!(read, format!("甲{}乙\n", lines.join("↵")));
        let made = Made::default().sheet("甲", "", &row(1, 0, &["甲{{单位名称}}乙", "{{单位名称}}"]), "");
        let bytes = fill(&made.file(), &scope, false).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        prop_assert!(!sheet.contains("<f>") && !sheet.contains("<w:p/>"), "{}", sheet);
        let book = crate::xlsx::read(&bytes).unwrap();
        let plain: Vec<&str> = words.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
        prop_assert_eq!(book.sheets[0].rows[0].text(0), format!("甲{}乙", plain.join("\n").replace('\r', "\n")));
    }

    #[test]
    fn a_broken_template_is_refused_and_nothing_panics(cut in 0_usize..400, at in 0_usize..4000, sign in "[<>{}/&A0 \"]") {
        for mut entries in [zip::read(&file(&p("{{#问题}}{{反馈问题}}{{/问题}}"), &[])).unwrap(), Made::default().sheet("甲", "", &row(1, 0, &["{{#问题}}{{序号}}", "=SUM(A1:A2)", "{{/问题}}"]), "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>").entries()] {
            let which = cut % entries.len();
            let bytes = &mut entries[which].bytes;
            if !bytes.is_empty() {
                let place = at % bytes.len();
                bytes[place] = sign.as_bytes()[0];
            }
            let _ = fill(&zip::write(&entries, day()).unwrap(), &sample(), false);
        }
    }
}

#[test]
fn blocks_of_a_sheet_that_multiply_end_with_a_word() {
    let nested =
        (0..14).fold("{{整改措施}}".to_owned(), |inner, _| format!("{{{{#措施}}}}{inner}{{{{/措施}}}}"));
    let one = (*sample().lists["措施"][0]).clone();
    let many = scope(&[], &[("措施", vec![one; 40])]);
    let made = Made::default().sheet("甲", "", &row(1, 0, &[&nested]), "");
    assert_eq!(fill(&made.file(), &many, false), Err(TemplateError::TooLarge));
    assert_eq!(filled(&p("甲")).unwrap(), p("甲"));
}
