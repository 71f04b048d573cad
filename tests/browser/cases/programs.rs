//! What an office's own programs make of the files that the page hands out: LibreOffice opens them, without a line of code
//! in common. Needs no browser. Whether Word and WPS agree is not tested here.

use std::path::{Path, PathBuf};
use std::process::Command;

use browser_tests::{Suite, Verdict, pages};
use formats::archive::package;
use formats::office::{Answer, Ask, answer, join, split};
use journal::Journal;
use ledger::Bundle;
use ledger::date::Date;
use notice::Version;

/// The ledger that the page is shipped with.
const SHIPPED: &str = include_str!("../../../src/default-bundle.json");

pub fn add(suite: &mut Suite) {
    suite.alone("libreoffice: the notice has its computed pages, its words and its lines", || {
        with_office(Program::Writer, |office| {
            let journal = shipped();
            let document = package::document(&journal, Version::Public, day());
            let file = office.keep("通报.docx", &written(&Ask::WriteDocument(document)));
            let computed = package::pages(&journal, Version::Public).len();
            assert_eq!(
                pages(&std::fs::read(office.convert(&file, "pdf")).expect("a PDF")),
                computed,
                "pages of the PDF"
            );
            let text = office.text(&file, "txt:Text (encoded):UTF8");
            let shown: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect();
            let notice = include_str!("../../fixtures/notice-2024-06-18.txt");
            let own: String = notice.chars().filter(|c| !c.is_whitespace()).collect();
            assert_eq!(shown, own, "LibreOffice reads the words of the notice");
        })
    });
    suite.alone("libreoffice: the workbook has its cells, merges, choices, filter and print set-up", || {
        with_office(Program::Calc, |office| {
            let journal = shipped();
            let book = written(&Ask::WriteBook(package::workbook(&journal, day())));
            let file = office.keep("台账.xlsx", &book);
            let sheet = office.text(&file, "fods");
            for (what, part, least) in [
                ("cells merged over the rows of a finding", "table:number-rows-spanned=", 34 * 3),
                ("choices for the status", "table:content-validation ", 2),
                ("the filter", "table:display-filter-buttons=\"true\"", 1),
                ("rows that every page repeats", "<table:table-header-rows>", 1),
                ("a hidden column", "table:visibility=\"collapse\"", 1),
                ("pages of landscape", "style:print-orientation=\"landscape\"", 1),
                ("page n of m", "<text:page-count>", 1),
            ] {
                let found = sheet.matches(part).count();
                assert!(found >= least, "{what}: {found} of {part}, at least {least} expected");
            }
            let cells = office.text(&file, "csv:Text - txt - csv (StarCalc):44,34,76,1");
            let bundle = journal.ledger().bundle();
            for finding in &bundle.findings {
                assert!(cells.contains(&finding.title), "{}", finding.title);
                for measure in &finding.measures {
                    let text = measure.text.replace('"', "\"\"");
                    assert!(cells.contains(&text), "{text}");
                }
            }
            let pdf = office.convert(&file, "pdf");
            assert!(pages(&std::fs::read(&pdf).expect("a PDF")) > 1, "the ledger prints");
        })
    });
}

fn shipped() -> Journal {
    let bundle: Bundle = serde_json::from_str(SHIPPED).expect("the shipped ledger");
    Journal::open(bundle).expect("ids that occur once")
}

fn day() -> Date {
    Date::new(2024, 6, 18).expect("a day")
}

/// The file that the office formats make.
fn written(ask: &Ask) -> Vec<u8> {
    let reply = answer(&join(ask, &[]));
    match split::<Answer>(&reply) {
        Some((Answer::File, bytes)) => bytes.to_vec(),
        other => panic!("no file: {:?}", other.map(|one| one.0)),
    }
}

/// The two programs of LibreOffice that are asked. `soffice` starts either; each is a package of its own.
#[derive(Clone, Copy)]
enum Program {
    Writer,
    Calc,
}

impl Program {
    const fn name(self) -> &'static str {
        match self {
            Self::Writer => "writer",
            Self::Calc => "calc",
        }
    }
}

/// LibreOffice with a folder and a profile of its own.
struct Office {
    folder: PathBuf,
}

/// Runs with LibreOffice, or says why not: `cargo xtask test` has looked which of its programs are here.
fn with_office(program: Program, work: impl FnOnce(&Office)) -> Verdict {
    let name = program.name();
    let here = std::env::var("ZHENGGAI_OFFICE").unwrap_or_default();
    if !here.split_whitespace().any(|one| one == name) {
        return Verdict::Skipped(format!(
            "LibreOffice's {name} is not here (Debian: libreoffice-{name}-nogui)"
        ));
    }
    let folder = std::env::temp_dir().join(format!("zhenggai-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let office = Office { folder };
    work(&office);
    // What failed stays to be looked at.
    std::fs::remove_dir_all(&office.folder).expect("the folder goes");
    Verdict::Passed
}

impl Office {
    fn keep(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.folder.join(name);
        std::fs::write(&file, bytes).expect("the file is written");
        file
    }

    /// The file in another format.
    fn convert(&self, file: &Path, format: &str) -> PathBuf {
        let profile = format!("-env:UserInstallation=file://{}", self.folder.join("profile").display());
        let done = Command::new("soffice")
            .args(["--headless", "--norestore", &profile, "--convert-to", format, "--outdir"])
            .arg(&self.folder)
            .arg(file)
            .output()
            .expect("LibreOffice starts");
        let ending = format.split(':').next().unwrap_or(format);
        let made = file.with_extension(ending);
        assert!(made.is_file(), "no {ending}: {}", String::from_utf8_lossy(&done.stderr));
        made
    }

    fn text(&self, file: &Path, format: &str) -> String {
        std::fs::read_to_string(self.convert(file, format)).expect("UTF-8")
    }
}
