//! Takes a picture of every page and dialog, with the ledger of the page and with demonstrations: `shots DIR`.
//! It is started by `cargo xtask shots`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use browser_tests::{Browser, Condition, Page, Session, demonstration, packed_page};

/// A name for the file, and the route.
const ROUTES: &[(&str, &str)] = &[
    ("overview", "#/"),
    ("findings", "#/findings"),
    ("finding", "#/findings/f01"),
    ("measures", "#/measures"),
    ("groups", "#/measures?group=finding"),
    ("history", "#/history"),
    ("institutions", "#/institutions"),
    ("evidence", "#/evidence"),
    ("results", "#/results"),
    ("exchange", "#/exchange"),
    ("notice", "#/notice"),
    ("merge", "#/merge"),
    ("compare", "#/merge?view=compare"),
    ("archive", "#/archive"),
    ("held", "#/held"),
    ("ledger", "#/ledger"),
    ("review", "#/review?who=all"),
    ("reminders", "#/reminders"),
    ("checks", "#/checks"),
    ("calendar", "#/calendar"),
    ("brief", "#/brief"),
    ("help", "#/help"),
];

/// The demonstrations: a folder each, named by its measures.
const DEMONSTRATIONS: [usize; 2] = [110, 10_000];

/// The first finding of a demonstration.
const FIRST: &str = "#/findings/f1";

/// How many sheets are printed of a place: nobody looks through a thousand.
const SHEETS: usize = 8;

/// What makes a dialog come up.
enum Call {
    /// Keys on the page.
    Keys(&'static str),
    /// A button with this name.
    Button(&'static str),
    /// The first element that a selector finds.
    First(&'static str),
}

/// A name for the file, the route, and what is done there one after the other.
const DIALOGS: &[(&str, &str, &[Call])] = &[
    ("open", "#/", &[Call::Button("打开…")]),
    ("keys", "#/", &[Call::First("main h1"), Call::Keys("?")]),
    ("palette", "#/", &[Call::Keys("Control+k")]),
    ("search-help", "#/measures", &[Call::Button("搜索帮助")]),
    ("display", "#/", &[Call::First(".display > summary")]),
    ("columns", "#/measures", &[Call::Button("表格列…")]),
    ("bulk", "#/measures", &[Call::First("tbody .pick"), Call::Button("批量修改…")]),
    ("work-lists", "#/measures", &[Call::Button("工作清单")]),
    ("save-view", "#/measures", &[Call::Button("工作清单"), Call::Button("保存为视图…")]),
    ("set-aside", "#/checks", &[Call::First(".check-kind header button")]),
    ("extension", FIRST, &[Call::First(".measure .extensions .entries-head > button")]),
];

fn main() -> ExitCode {
    let Some(out) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: shots DIR");
        return ExitCode::FAILURE;
    };
    match take(&out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn take(out: &Path) -> Result<(), String> {
    let html = std::fs::read(packed_page()).map_err(|error| format!("no page: {error}"))?;
    let session = Session::start(Browser::Chromium, Condition::Plain)?;
    let page = Page::open(Rc::new(session), &html);
    page.wait_ready();
    let card = page.by_role("region", "您是谁");
    card.by_role("textbox", "姓名").fill("王敏");
    card.by_role("button", "记住").click();
    card.wait_gone();
    pages(&page, out, None)?;
    for measures in DEMONSTRATIONS {
        let folder = out.join(measures.to_string());
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("no folder {}: {error}", folder.display()))?;
        page.goto("#/");
        demonstration(&page, measures);
        pages(&page, &folder, Some(measures))?;
        // Dialogs look the same over any ledger.
        if measures == DEMONSTRATIONS[0] {
            dialogs(&page, &folder);
        }
    }
    Ok(())
}

fn picture(page: &Page, folder: &Path, name: &str, theme: &str) {
    let file = folder.join(format!("{name}-{theme}.png"));
    page.screenshot(&file);
    println!("{}", file.display());
}

/// Every place, light, dark and on paper.
fn pages(page: &Page, folder: &Path, demonstration: Option<usize>) -> Result<(), String> {
    for theme in ["light", "dark"] {
        page.emulate("prefers-color-scheme", theme);
        for &(name, route) in ROUTES {
            let route = if name == "finding" && demonstration.is_some() { FIRST } else { route };
            page.goto(route);
            picture(page, folder, name, theme);
            if theme == "light" {
                let pdf = folder.join(format!("{name}-print.pdf"));
                std::fs::write(&pdf, page.first_sheets(SHEETS))
                    .map_err(|error| format!("could not write {}: {error}", pdf.display()))?;
            }
        }
    }
    Ok(())
}

/// Every dialog, light and dark. Each begins on a page that was loaded anew, so that none is left open.
fn dialogs(page: &Page, folder: &Path) {
    for theme in ["light", "dark"] {
        page.emulate("prefers-color-scheme", theme);
        for (name, route, calls) in DIALOGS {
            page.goto(route);
            page.reload();
            for call in *calls {
                match call {
                    Call::Keys(keys) => page.press(keys),
                    Call::Button(name) => page.by_role("button", name).click(),
                    Call::First(selector) => page.by_css(selector).nth(0).click(),
                }
            }
            picture(page, folder, &format!("dialog-{name}"), theme);
        }
    }
}
