//! Takes a picture of every page: `shots DIR`. It is started by `cargo xtask shots`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use browser_tests::{Browser, Condition, Page, Session, packed_page};

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
    ("review", "#/review"),
    ("reminders", "#/reminders"),
    ("checks", "#/checks"),
    ("calendar", "#/calendar"),
    ("brief", "#/brief"),
    ("help", "#/help"),
];

fn main() -> ExitCode {
    let Some(out) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: shots DIR");
        return ExitCode::FAILURE;
    };
    let started = std::fs::read(packed_page())
        .map_err(|error| format!("no page: {error}"))
        .and_then(|html| Ok((html, Session::start(Browser::Chromium, Condition::Plain)?)));
    let (html, session) = match started {
        Ok(started) => started,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let page = Page::open(Rc::new(session), &html);
    for theme in ["light", "dark"] {
        page.emulate("prefers-color-scheme", theme);
        for &(name, route) in ROUTES {
            page.goto(route);
            let file = out.join(format!("{name}-{theme}.png"));
            page.screenshot(&file);
            println!("{}", file.display());
            if theme == "light" {
                let pdf = out.join(format!("{name}-print.pdf"));
                if let Err(error) = std::fs::write(&pdf, page.pdf()) {
                    eprintln!("could not write {}: {error}", pdf.display());
                    return ExitCode::FAILURE;
                }
            }
        }
    }
    ExitCode::SUCCESS
}
