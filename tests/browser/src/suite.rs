//! The list of the browser tests and the runner: every test in every browser, sessions shared, seconds told.
//! It knows no page; a test is a name and a function.

use std::cell::RefCell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Instant;

use crate::browser::{Browser, Condition};
use crate::page::Page;
use crate::session::Session;

/// How a test ended that found nothing wrong.
pub enum Verdict {
    /// It ran and found nothing wrong.
    Passed,
    /// It could not run here; the reason is printed loudly and counts as ignored.
    Skipped(String),
}

const BOTH: [Browser; 2] = [Browser::Chromium, Browser::Firefox];

type InPage = Rc<dyn Fn(&Page)>;

enum Work {
    InPage(Browser, Condition, InPage),
    /// Not in this browser, and why.
    Left(Browser, &'static str),
    /// Starts what it needs by itself.
    Alone(Box<dyn Fn() -> Verdict>),
}

struct Test {
    name: String,
    work: Work,
}

/// The tests, in the order in which they run.
#[derive(Default)]
pub struct Suite {
    tests: Vec<Test>,
}

impl Suite {
    /// A test in both browsers as they are delivered. The page is opened before; it need not be ready.
    pub fn test(&mut self, name: &str, work: impl Fn(&Page) + 'static) {
        self.test_under(Condition::Plain, name, work);
    }

    /// A test in both browsers under a condition.
    pub fn test_under(&mut self, condition: Condition, name: &str, work: impl Fn(&Page) + 'static) {
        let work: InPage = Rc::new(work);
        for browser in BOTH {
            self.add(browser, name, Work::InPage(browser, condition, Rc::clone(&work)));
        }
    }

    /// A test of what one browser alone has. The other one has a test of its own for what it does instead, or nothing to test.
    pub fn test_in(&mut self, browser: Browser, name: &str, work: impl Fn(&Page) + 'static) {
        self.add(browser, name, Work::InPage(browser, Condition::Plain, Rc::new(work)));
    }

    /// A test that would have to run in both browsers and cannot in this one. There it is told as SKIPPED, with the reason.
    pub fn test_but_in(
        &mut self,
        browser: Browser,
        why: &'static str,
        name: &str,
        work: impl Fn(&Page) + 'static,
    ) {
        let mut work = Some(work);
        for one in BOTH {
            if one == browser {
                self.add(one, name, Work::Left(one, why));
            } else if let Some(work) = work.take() {
                self.test_in(one, name, work);
            }
        }
    }

    /// A test that starts what it needs by itself, once.
    pub fn alone(&mut self, name: &str, work: impl Fn() -> Verdict + 'static) {
        self.tests.push(Test { name: name.to_owned(), work: Work::Alone(Box::new(work)) });
    }

    fn add(&mut self, browser: Browser, name: &str, work: Work) {
        self.tests.push(Test { name: format!("{browser}: {name}"), work });
    }

    /// Runs what the command line asks for (words are parts of names) and prints what `cargo test` would.
    pub fn run(mut self) -> ExitCode {
        let all = self.tests.len();
        self.choose();
        if self.tests.is_empty() {
            println!("\nrunning 0 tests");
            return ExitCode::SUCCESS;
        }
        let start = Instant::now();
        println!("\nrunning {} tests", self.tests.len());
        let mut runner = match Runner::new() {
            Ok(runner) => runner,
            Err(message) => {
                println!("{message}");
                return ExitCode::FAILURE;
            }
        };
        for test in &self.tests {
            runner.run(test);
        }
        runner.session = None;
        for name in &runner.failures {
            println!("failed: {name}");
        }
        let verdict = if runner.failures.is_empty() { "ok" } else { "FAILED" };
        println!(
            "\ntest result: {verdict}. {} passed; {} failed; {} ignored; 0 measured; {} filtered out; finished in {:.2}s",
            runner.passed,
            runner.failures.len(),
            runner.skipped,
            all - self.tests.len(),
            start.elapsed().as_secs_f64(),
        );
        if runner.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Keeps what is asked for, in the order in which it runs.
    fn choose(&mut self) {
        let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
        self.tests.retain(|test| words.is_empty() || words.iter().any(|word| test.name.contains(word)));
        // Half of the tests, where another process runs the other half at the same time; or none, where they are compiled only.
        match std::env::var("ZHENGGAI_HALF").as_deref() {
            Ok("none") => self.tests.clear(),
            Ok(half) => {
                let is_chromium = half == "chromium";
                self.tests.retain(|test| test.name.starts_with("chromium") == is_chromium);
            }
            Err(_) => {}
        }
        // A session lives as long as its tests follow each other, so they are brought together.
        self.tests.sort_by_key(|test| match &test.work {
            Work::InPage(browser, condition, _) => (*browser as u8, *condition as u8),
            Work::Left(browser, _) => (*browser as u8, Condition::Plain as u8),
            Work::Alone(_) => (u8::MAX, 0),
        });
    }
}

thread_local! {
    /// Where the panic hook leaves what it heard; the runner prints it with the test's name.
    static HEARD: RefCell<String> = const { RefCell::new(String::new()) };
}

struct Runner {
    html: Vec<u8>,
    session: Option<(Rc<Session>, String)>,
    passed: usize,
    skipped: usize,
    failures: Vec<String>,
}

impl Runner {
    fn new() -> Result<Self, String> {
        let file = crate::packed_page();
        let html = fs::read(&file)
            .map_err(|error| format!("no page at {} ({error}); run `cargo xtask build`", file.display()))?;
        std::panic::set_hook(Box::new(|info| HEARD.with(|heard| *heard.borrow_mut() = info.to_string())));
        Ok(Self { html, session: None, passed: 0, skipped: 0, failures: Vec::new() })
    }

    fn run(&mut self, test: &Test) {
        let start = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| match &test.work {
            Work::InPage(browser, condition, work) => {
                self.in_page(*browser, *condition, work.as_ref(), &test.name);
                Verdict::Passed
            }
            Work::Left(_, why) => Verdict::Skipped((*why).to_owned()),
            Work::Alone(work) => {
                self.session = None;
                work()
            }
        }));
        let word = match result {
            Ok(Verdict::Passed) => {
                self.passed += 1;
                "ok".to_owned()
            }
            Ok(Verdict::Skipped(why)) => {
                self.skipped += 1;
                format!("SKIPPED: {why}")
            }
            Err(_) => {
                // At once: the runs of two browsers are read as they go.
                println!("\n---- {} ----\n{}", test.name, HEARD.with(RefCell::take));
                self.failures.push(test.name.clone());
                // Whatever state the browser is in now, the next test shall not inherit it.
                self.session = None;
                "FAILED".to_owned()
            }
        };
        println!("test {} ... {word} ({:.1} s)", test.name, start.elapsed().as_secs_f64());
    }

    fn in_page(&mut self, browser: Browser, condition: Condition, work: &dyn Fn(&Page), name: &str) {
        let old = self.session.take().filter(|(old, _)| old.browser == browser && old.condition == condition);
        let (session, window) = old.unwrap_or_else(|| {
            let session = Session::start(browser, condition).unwrap_or_else(|error| panic!("{error}"));
            let window = session.window();
            (Rc::new(session), window)
        });
        let page = Page::open(Rc::clone(&session), &self.html);
        if let Err(broken) = catch_unwind(AssertUnwindSafe(|| work(&page))) {
            keep_picture(&page, name);
            std::panic::resume_unwind(broken);
        }
        drop(page);
        if session.clean(&window).is_ok() {
            self.session = Some((session, window));
        }
    }
}

/// A picture of the page at the moment of the failure, in `target/browser-failures`.
fn keep_picture(page: &Page, name: &str) {
    let heard = HEARD.with(RefCell::take);
    let folder = crate::root().join("target").join("browser-failures");
    let file = folder.join(format!("{}.png", name.replace(['/', ':', '\\'], "-")));
    // The failure itself is what matters: a picture that cannot be taken is left out.
    let taken = fs::create_dir_all(&folder).is_ok()
        && catch_unwind(AssertUnwindSafe(|| page.screenshot(&file))).is_ok();
    let note = if taken { format!("\n--- picture: {}", file.display()) } else { String::new() };
    HEARD.with(|place| *place.borrow_mut() = heard + &note);
}
