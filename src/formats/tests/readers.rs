//! What programs of other makers make of the files: python-docx and openpyxl make templates and read what was filled, DuckDB
//! counts flat files. `cargo xtask setup --tests` installs them; without them the tests say so and are skipped.

#![expect(clippy::unwrap_used, reason = "a test fails where something is not there")]
#![expect(clippy::print_stdout, reason = "it runs itself, so that a skipped test can say why")]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use formats::flat::{Form, Source, Table, duckdb, path};
use formats::house::Paper;
use formats::template::fill;
use formats::template::wanted::{Assignment, Each, Wanted};
use journal::Journal;
use ledger::counts::Counts;
use ledger::date::Date;
use ledger::demo::demo;
use ledger::effective::Effective;
use ledger::{Bundle, Id, Ledger};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::Value;

const SCRIPT: &str = include_str!("readers.py");

/// A test: what it says, and what it does with a folder of its own.
type Test = (&'static str, fn(&Python));

const TESTS: [Test; 4] = [
    ("python_docx_and_openpyxl_read_what_was_filled_in_their_templates", templates_of_others),
    ("openpyxl_reads_a_sheet_each_with_all_that_belongs_to_it", a_sheet_each),
    ("python_docx_reads_every_paper_of_the_house", papers_of_the_house),
    ("duckdb_counts_a_hundred_ledgers_as_their_overviews_do", counts_of_many),
];

/// The environment, and a folder to work in.
struct Python {
    program: PathBuf,
    folder: PathBuf,
}

impl Python {
    /// What the script prints of a folder.
    fn ask(&self, what: &str, folder: &Path) -> Value {
        let script = self.folder.join("readers.py");
        std::fs::write(&script, SCRIPT).unwrap();
        let mut command = Command::new(&self.program);
        let done = command.env("PYTHONUTF8", "1").arg(&script).arg(what).arg(folder).output().unwrap();
        assert!(done.status.success(), "{what}: {}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice(&done.stdout).unwrap_or(Value::Null)
    }

    /// A folder within its own.
    fn folder(&self, name: &str) -> PathBuf {
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Fills one of the templates that the script makes, and reads it.
    fn filled(&self, names: &[&str], ledger: &Ledger, wanted: &Wanted) -> Value {
        let (from, to) = (self.folder("templates"), self.folder("filled"));
        self.ask("make", &from);
        for name in names {
            let template = std::fs::read(from.join(name)).unwrap();
            let filled = fill(&template, ledger, wanted).unwrap_or_else(|why| panic!("{name}: {why}"));
            std::fs::write(to.join(name), &filled.files[0].bytes).unwrap();
        }
        self.ask("read", &to)
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_asked =
        |(name, _): &Test| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let asked: Vec<Test> = TESTS.into_iter().filter(is_asked).collect();
    let start = Instant::now();
    println!("\nrunning {} tests", asked.len());
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for (name, test) in &asked {
        let start = Instant::now();
        let verdict = match std::env::var_os("ZHENGGAI_PYTHON") {
            None => {
                skipped += 1;
                let why = std::env::var("ZHENGGAI_PYTHON_MISSING");
                let why = why
                    .unwrap_or_else(|_| "run it by `cargo xtask test`, which knows where Python is".into());
                format!("SKIPPED: {why}")
            }
            Some(program) => {
                let folder = std::env::temp_dir().join(format!("zhenggai-{name}-{}", std::process::id()));
                std::fs::create_dir_all(&folder).unwrap();
                let python = Python { program: program.into(), folder };
                if catch_unwind(AssertUnwindSafe(|| test(&python))).is_ok() {
                    passed += 1;
                    // What failed stays to be looked at.
                    std::fs::remove_dir_all(&python.folder).unwrap();
                    "ok".to_owned()
                } else {
                    failed += 1;
                    "FAILED".to_owned()
                }
            }
        };
        println!("test {name} ... {verdict} ({:.1} s)", start.elapsed().as_secs_f64());
    }
    println!(
        "\ntest result: {}. {passed} passed; {failed} failed; {skipped} ignored; 0 measured; {} filtered out; finished in {:.2}s",
        if failed == 0 { "ok" } else { "FAILED" },
        TESTS.len() - asked.len(),
        start.elapsed().as_secs_f64(),
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn day() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn wanted(name: &str, each: Each, public: bool) -> Wanted {
    let (name, today, assigned) = (name.to_owned(), day(), Assignment::new());
    Wanted { name, each, public, today, assigned, since: None, answers: BTreeMap::new(), only: None }
}

/// Text without line breaks and spaces, which readers give in different ways.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// All texts of a value, one behind the other.
fn texts(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        Value::Array(all) => all.iter().map(texts).collect(),
        Value::Object(all) => all.values().map(texts).collect(),
        _ => String::new(),
    }
}

fn templates_of_others(python: &Python) {
    let ledger = Ledger::new(demo(7, 40)).unwrap();
    let names = ["marks.docx", "form.docx", "form.xlsx"];
    let told = python.filled(&names, &ledger, &wanted("台账", Each::All, false));
    let measures = || ledger.bundle().findings.iter().flat_map(|finding| &finding.measures);
    for name in names {
        let whole = texts(&told[name]);
        assert!(!whole.contains("{{"), "{name}");
        for finding in &ledger.bundle().findings {
            assert!(whole.contains(&plain(&finding.title)), "{name}: {}", finding.title);
        }
        for measure in measures() {
            assert!(whole.contains(&plain(&measure.text)), "{name}: {}", measure.text);
        }
    }
    let marks = &told["marks.docx"];
    let organization = &ledger.bundle().organization;
    assert_eq!(marks["headers"][0], organization.as_str());
    assert_eq!(marks["blocks"][0], format!("{organization}整改情况"));
    let tables = marks["blocks"].as_array().unwrap().iter().filter(|block| block.is_array()).count();
    assert_eq!(tables, ledger.bundle().findings.len(), "a table each");
    let rows = told["form.docx"]["blocks"][0].as_array().unwrap().len();
    assert_eq!(rows, 1 + measures().count());
    let sheet = &told["form.xlsx"]["sheets"][0];
    let last = sheet["rows"].as_array().unwrap().last().unwrap();
    assert_eq!(last[2], format!("=COUNTA(C2:C{})", 1 + measures().count()));
    let with_day = measures().filter(|measure| matches!(measure.due, Some(ledger::due::Due::Day(_)))).count();
    assert!(sheet["days"].as_array().unwrap().len() >= with_day.min(1), "deadlines are days");
}

fn a_sheet_each(python: &Python) {
    let ledger = Ledger::new(demo(7, 40)).unwrap();
    let told = python.filled(&["each.xlsx"], &ledger, &wanted("台账", Each::All, false));
    let sheets = told["each.xlsx"]["sheets"].as_array().unwrap();
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for finding in &ledger.bundle().findings {
        for measure in &finding.measures {
            if let Some(unit) = Effective::of(finding, measure).responsible() {
                *counts.entry(unit).or_default() += 1;
            }
        }
    }
    let units: Vec<_> = ledger.bundle().units.iter().filter(|unit| counts.contains_key(&unit.id)).collect();
    let names: Vec<&str> = sheets.iter().filter_map(|sheet| sheet["name"].as_str()).collect();
    let wanted: Vec<&str> =
        ["封面"].into_iter().chain(units.iter().map(|unit| unit.name.as_str())).chain(["说明"]).collect();
    assert_eq!(names, wanted);
    let mut tables = Vec::new();
    for (unit, sheet) in units.iter().zip(&sheets[1..]) {
        let rows = sheet["rows"].as_array().unwrap();
        let count = counts[&unit.id];
        let last = count + 2;
        assert_eq!((&rows[0][0], &rows[0][1]), (&Value::from(unit.name.as_str()), &Value::from("=封面!A1")));
        assert_eq!(rows.len(), count + 3, "{}", unit.name);
        assert_eq!(rows[last][1], format!("=COUNTA(B3:B{last})"));
        assert_eq!(sheet["print"], format!("A1:C{}", last + 1), "{}", unit.name);
        assert_eq!(sheet["titles"], "$2:$2");
        assert_eq!(sheet["choices"][0], format!("C3:C{last}").replace("C3:C3", "C3"));
        assert_eq!(sheet["rules"][0], format!("A3:A{last}").replace("A3:A3", "A3"));
        assert_eq!(sheet["comments"][0], format!("A{}", last + 1));
        assert_eq!(sheet["tables"][0][1], format!("A2:C{last}"));
        let chart = sheet["charts"][0].as_str().unwrap();
        assert!(chart.starts_with(&format!("'{}'!", unit.name)) && chart.contains("$A$3"), "{chart}");
        tables.push(sheet["tables"][0][0].as_str().unwrap().to_owned());
    }
    let count = tables.len();
    tables.sort();
    tables.dedup();
    assert_eq!(tables.len(), count, "names of tables stand once");
    assert_eq!(sheets.iter().filter(|sheet| sheet["selected"] == true).count(), 1);
    assert_eq!(sheets.last().unwrap()["print"].as_str().unwrap(), "A1:B2");
}

fn papers_of_the_house(python: &Python) {
    let ledger = Ledger::new(demo(3, 40)).unwrap();
    let folder = python.folder("papers");
    let mut own = BTreeMap::new();
    for paper in Paper::ALL.into_iter().filter(|paper| *paper != Paper::Weekly) {
        let template = paper.template(day()).unwrap();
        let filled =
            fill(&template, &ledger, &wanted(paper.name(), paper.each(), paper.is_public())).unwrap();
        for file in filled.files.iter().take(2) {
            own.insert(file.name.clone(), formats::docx::read(&file.bytes).unwrap().concat());
            std::fs::write(folder.join(&file.name), &file.bytes).unwrap();
        }
    }
    assert!(own.len() > Paper::ALL.len() - 2);
    let told = python.ask("read", &folder);
    for (name, text) in own {
        assert_eq!(texts(&told[&name]["blocks"]), plain(&text), "{name}");
        assert_eq!(told[&name]["author"], "", "{name}");
    }
}

/// A hundred ledgers: demonstrations of all sizes, and whatever a ledger may be.
fn ledgers() -> Vec<Bundle> {
    let mut runner = TestRunner::deterministic();
    let any = ledger::arbitrary::bundle();
    let mut all: Vec<Bundle> =
        (0..60).map(|seed| demo(seed, 1 + usize::try_from(seed * 7).unwrap())).collect();
    while all.len() < 100 {
        let bundle = any.new_tree(&mut runner).unwrap().current();
        if Journal::open(bundle.clone()).is_ok() {
            all.push(bundle);
        }
    }
    for (at, bundle) in all.iter_mut().enumerate() {
        bundle.id = Id::new(&format!("ledger.{at:03}")).unwrap();
    }
    all
}

#[expect(clippy::too_many_lines, reason = "a list of counts")]
fn counts_of_many(python: &Python) {
    let folder = python.folder("flat");
    let mut wanted: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let (mut findings, mut units) = (BTreeMap::new(), BTreeMap::new());
    let mut all = [0; 3];
    for bundle in ledgers() {
        let counts = Counts::of(&bundle, day());
        let journal = Journal::open(bundle).unwrap();
        let source = Source::new(&journal, day());
        let id = journal.ledger().bundle().id.clone();
        for (table, form) in [
            (Table::Measures, Form::Csv),
            (Table::Measures, Form::Ndjson),
            (Table::Findings, Form::Csv),
            (Table::Edits, Form::Csv),
        ] {
            let to = folder.join(path(table, &id, form));
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::write(to, table.file(&source, form).collect::<String>()).unwrap();
        }
        let own = [counts.measures.total, counts.measures.done, counts.measures.overdue];
        all.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        if own[0] > 0 {
            wanted.insert(id.to_string(), own);
        }
        if !journal.ledger().bundle().findings.is_empty() {
            findings.insert(id.to_string(), journal.ledger().bundle().findings.len());
        }
        if id.as_str() < "ledger.060" {
            let known = counts.by_lead_unit.iter().filter(|group| group.tally.total > 0);
            let name = |unit: &Option<Id>| {
                let found = journal.ledger().bundle().units.iter().find(|one| Some(&one.id) == unit.as_ref());
                found.map(|unit| unit.name.clone()).unwrap_or_default()
            };
            let own: BTreeMap<String, [usize; 2]> =
                known.map(|group| (name(&group.key), [group.tally.total, group.tally.overdue])).collect();
            units.insert(id.to_string(), own);
        }
    }
    std::fs::write(folder.join("duckdb.sql"), duckdb()).unwrap();
    let told = python.ask("count", &folder);
    let numbers = |row: &Value, from: usize| -> Vec<usize> {
        let all = row.as_array().unwrap().iter().skip(from);
        all.map(|one| usize::try_from(one.as_u64().unwrap()).unwrap()).collect()
    };
    assert_eq!(numbers(&told["all"], 0), all);
    assert!(all.iter().all(|count| *count > 100), "{all:?}");
    let rows = |name: &str| told[name].as_array().unwrap().clone();
    let text = |row: &Value, at: usize| row[at].as_str().unwrap().to_owned();
    let by_ledger: BTreeMap<String, Vec<usize>> =
        rows("by_ledger").iter().map(|row| (text(row, 0), numbers(row, 1))).collect();
    let wanted: BTreeMap<String, Vec<usize>> =
        wanted.into_iter().map(|(id, own)| (id, own.to_vec())).collect();
    assert_eq!(by_ledger, wanted);
    let counted: BTreeMap<String, usize> =
        rows("findings").iter().map(|row| (text(row, 0), numbers(row, 1)[0])).collect();
    assert_eq!(counted, findings);
    let mut by_unit: BTreeMap<String, BTreeMap<String, [usize; 2]>> = BTreeMap::new();
    for row in rows("by_unit").iter().filter(|row| text(row, 0).as_str() < "ledger.060") {
        let own = numbers(row, 2);
        by_unit.entry(text(row, 0)).or_default().insert(text(row, 1), [own[0], own[1]]);
    }
    assert_eq!(by_unit, units);
    assert_eq!(numbers(&told["ndjson"], 0)[0], all[0], "NDJSON holds as many");
}
