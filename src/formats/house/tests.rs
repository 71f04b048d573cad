//! Every paper of the house is a template without a fault, and says what it should of any ledger.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::Paper;
use crate::docx;
use crate::template::wanted::{Assignment, Changes, Each, Wanted};
use crate::template::{fill, inspect};
use ledger::date::Date;
use ledger::demo::demo;
use ledger::{Bundle, Ledger};

fn day() -> Date {
    Date::new(2026, 11, 27).unwrap()
}

fn wanted(paper: Paper, ledger: &Ledger) -> Wanted {
    let since = (paper == Paper::Weekly).then(|| {
        let all = || ledger.bundle().findings.iter().flat_map(|finding| &finding.measures);
        let some = |n: usize| all().skip(n).take(2).map(|measure| measure.id.clone()).collect::<Vec<_>>();
        let lists = ["新完成", "新逾期", "延期", "销号", "退回"];
        let lists = lists.into_iter().enumerate().map(|(at, name)| (name.to_owned(), some(at * 2)));
        Changes { since: day().plus_days(-7), lists: lists.collect() }
    });
    Wanted {
        name: paper.name().to_owned(),
        each: paper.each(),
        public: paper.is_public(),
        today: day(),
        assigned: Assignment::new(),
        since,
        answers: BTreeMap::new(),
        only: None,
    }
}

/// The text of each file, by its name.
fn made(paper: Paper, bundle: Bundle) -> Vec<(String, String)> {
    let ledger = Ledger::new(bundle).unwrap();
    let template = paper.template(day()).unwrap();
    let filled = fill(&template, &ledger, &wanted(paper, &ledger));
    let filled = filled.unwrap_or_else(|why| panic!("{paper:?}: {why}"));
    filled.files.into_iter().map(|file| (file.name, docx::read(&file.bytes).unwrap().join("\n"))).collect()
}

#[test]
fn no_paper_has_a_fault() {
    let ledger = Ledger::new(demo(3, 40)).unwrap();
    for paper in Paper::ALL {
        let template = paper.template(day()).unwrap();
        let told = inspect(&template, &ledger, &wanted(paper, &ledger)).unwrap();
        assert!(told.faults.is_empty(), "{paper:?}: {:#?}", told.faults);
        assert!(told.marks.len() > 5, "{paper:?}: {:?}", told.marks);
    }
}

#[test]
fn every_paper_is_filled_and_leaves_no_mark() {
    let bundle = demo(3, 40);
    let findings = bundle.findings.len();
    let measures: usize = bundle.findings.iter().map(|finding| finding.measures.len()).sum();
    for paper in Paper::ALL {
        let files = made(paper, bundle.clone());
        match paper.each() {
            Each::All => assert_eq!(files.len(), 1, "{paper:?}"),
            Each::Finding => assert_eq!(files.len(), findings, "{paper:?}"),
            Each::Measure => assert_eq!(files.len(), measures, "{paper:?}"),
            Each::Unit => assert!(files.len() > 1, "{paper:?}"),
        }
        for (name, text) in &files {
            assert!(!text.contains("{{") && !text.contains("}}"), "{paper:?} {name}: {text}");
        }
    }
    let told = |paper: Paper| made(paper, bundle.clone()).remove(0).1;
    let counted = format!("共制定整改措施{measures}条");
    assert!(told(Paper::Plan).contains(&counted), "{}", told(Paper::Plan));
    let weekly = told(Paper::Weekly);
    assert!(weekly.contains("新完成2条") && weekly.contains("2026年11月20日至2026年11月27日"), "{weekly}");
    // A measure in a line of its own.
    let first = &bundle.findings[0].measures[0].text;
    assert!(told(Paper::Progress).lines().any(|line| line.starts_with(&format!("1.{first}"))));
}

#[test]
fn an_empty_ledger_fills_what_is_one_for_all() {
    for paper in Paper::ALL.into_iter().filter(|paper| paper.each() == Each::All) {
        let files = made(paper, Bundle { id: ledger::Id::new("b").unwrap(), ..Bundle::default() });
        assert!(files[0].1.contains('0') || paper == Paper::Lists || paper == Paper::Evidence, "{paper:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// What is internal is in no part of a public paper, properties and names of files among them, whatever the ledger holds.
    #[test]
    fn no_part_of_a_public_paper_holds_an_internal_word(bundle in ledger::arbitrary::bundle()) {
        let mut bundle = bundle;
        let word = || "内密词".to_owned();
        for unit in &mut bundle.units {
            unit.name = word();
        }
        for (at, finding) in bundle.findings.iter_mut().enumerate() {
            let hidden = at % 3 == 1;
            finding.internal = hidden;
            for text in [&mut finding.note, &mut finding.details, &mut finding.owner, &mut finding.leader, &mut finding.goal, &mut finding.cause, &mut finding.wider_check, &mut finding.recheck, &mut finding.due_text] {
                *text = word();
            }
            if hidden {
                finding.title = word();
            }
            for (at, measure) in finding.measures.iter_mut().enumerate() {
                measure.internal = at % 4 == 2;
                for text in [&mut measure.note, &mut measure.owner, &mut measure.leader, &mut measure.recheck, &mut measure.recheck_by, &mut measure.due_text] {
                    *text = word();
                }
                measure.progress.iter_mut().for_each(|note| (note.text, note.by) = (word(), word()));
                measure.closure.iter_mut().for_each(|step| (step.opinion, step.by) = (word(), word()));
                if measure.internal || hidden {
                    measure.text = word();
                }
            }
        }
        let Ok(ledger) = Ledger::new(bundle) else { return Ok(()) };
        for paper in Paper::ALL.into_iter().filter(|paper| paper.is_public()) {
            let template = paper.template(day()).unwrap();
            let Ok(filled) = fill(&template, &ledger, &wanted(paper, &ledger)) else { continue };
            for file in filled.files.iter().take(4) {
                prop_assert!(!file.name.contains("内密"), "{}", file.name);
                for entry in crate::zip::read(&file.bytes).unwrap() {
                    let text = String::from_utf8_lossy(&entry.bytes).into_owned();
                    prop_assert!(!text.contains("内密"), "{:?} {} {}", paper, entry.name, text);
                }
            }
        }
    }

    /// The same of demonstrations, whose papers are full.
    #[test]
    fn a_public_paper_holds_no_internal_word(seed in 0..500u64, size in 1..40usize) {
        let mut bundle = demo(seed, size);
        for (at, finding) in bundle.findings.iter_mut().enumerate() {
            finding.note = "内密甲".into();
            finding.details = "内密乙".into();
            finding.owner = "内密丙".into();
            finding.internal = at % 3 == 1;
            if finding.internal {
                finding.title = "内密丁".into();
            }
            for measure in &mut finding.measures {
                measure.note = "内密戊".into();
                measure.owner = "内密己 13800000000".into();
            }
        }
        for paper in Paper::ALL.into_iter().filter(|paper| paper.is_public()) {
            for (name, text) in made(paper, bundle.clone()) {
                prop_assert!(!text.contains("内密") && !text.contains("1380"), "{} {}", name, text);
                prop_assert!(!name.contains("内密"), "{}", name);
            }
        }
    }
}
