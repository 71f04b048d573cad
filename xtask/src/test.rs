//! `cargo xtask test`: everything that must hold before a change lands, from formatting to the browsers.
//! It starts the checks and adds them up; a step that fails does not keep the later ones from telling their part.

use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::steps::Steps;
use crate::test_summary::Tally;
use crate::test_tools::TestTools;
use crate::{build, place, process, setup};

/// The package of the browser tests, which the native tests do without.
const BROWSER_TESTS: &str = "browser-tests";

/// The package of the simulation, and the profile that it is built with.
const SIMULATION: &str = "simulation";

/// The crate of the browser's effects and the second WebAssembly: neither has anything to test or run outside a browser.
const NOT_NATIVE: [&str; 4] = ["--exclude", "platform", "--exclude", "office"];

/// Which part is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All checks and all tests.
    All,
    /// The checks and the tests that need no browser.
    Native,
    /// The build and the browser tests.
    Browser,
}

/// The command. With a filter only the tests whose names contain it run, and no other checks.
pub fn run(part: Part, filter: Option<&str>) -> Outcome {
    let mut steps = Steps::default();
    let mut tally = Tally::default();
    if part != Part::Browser {
        if filter.is_none() {
            checks(&mut steps);
        }
        let mut workspace =
            cargo(&["test", "--workspace", "--no-default-features", "--features", "formats/office"]);
        workspace.args(["--exclude", BROWSER_TESTS, "--exclude", SIMULATION]).args(NOT_NATIVE);
        steps.run_on("native tests", || tests(workspace, filter, &mut tally));
        // Optimised: it runs 100,000 lives of a browser.
        let simulation = cargo(&["test", "--profile", SIMULATION, "--package", SIMULATION]);
        steps.run_on("simulation", || tests(simulation, filter, &mut tally));
    }
    if part != Part::Native {
        in_browsers(&mut steps, filter, &mut tally);
    }

    println!("\n{}\n", steps.table());
    if tally.skipped > 0 {
        println!("{} skipped: look for SKIPPED above", tally.skipped);
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if steps.failed() { Err(Failure::new("not everything holds; see above")) } else { Ok(()) }
}

/// `cargo xtask simulate`: as many seeds as one wants.
pub fn simulate(words: &[String]) -> Outcome {
    let mut command = cargo(&["run", "--quiet", "--profile", SIMULATION, "--package", SIMULATION, "--"]);
    process::run(command.args(words))
}

/// What is checked without running anything.
fn checks(steps: &mut Steps) {
    steps.run_on("format", || process::run(&mut cargo(&["fmt", "--all", "--check"])));
    let mut native =
        cargo(&["clippy", "--workspace", "--no-default-features", "--features", "formats/office"]);
    native.args(NOT_NATIVE).args(["--all-targets", "--", "-Dwarnings"]);
    steps.run_on("clippy", || process::run(&mut native));
    // In the release profile, so that the build that follows finds the macros compiled.
    let page = [
        "clippy",
        "--release",
        "--target",
        "wasm32-unknown-unknown",
        "--package",
        "zhenggai",
        "--package",
        "platform",
        "--package",
        "office",
        "--",
        "-Dwarnings",
    ];
    steps.run_on("clippy for the page", || process::run(&mut cargo(&page)));
}

fn in_browsers(steps: &mut Steps, filter: Option<&str>, tally: &mut Tally) {
    let ready = match setup::build_tools(steps).and_then(|ready| Ok((ready, setup::test_tools(steps)?))) {
        Ok(ready) => ready,
        Err(failure) => {
            eprintln!("{failure}");
            return;
        }
    };
    let (build_tools, test_tools) = ready;
    if !steps.run_on("build", || build::page(&build_tools)) {
        return;
    }
    steps.run_on("browser tests", || in_both(&test_tools, filter, tally));
}

/// Chromium and Firefox at the same time: each of them leaves a core idle most of the time.
fn in_both(tools: &TestTools, filter: Option<&str>, tally: &mut Tally) -> Outcome {
    let half = |name: &str| {
        let mut command = browser_command(&["test", "--package", BROWSER_TESTS], tools);
        command.env("ZHENGGAI_HALF", name);
        let mut tally = Tally::default();
        let outcome = tests(command, filter, &mut tally);
        (outcome, tally)
    };
    let halves = std::thread::scope(|scope| {
        let other = scope.spawn(|| half("firefox"));
        let own = half("chromium");
        // A panic of the other half is one of this program.
        [own, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))]
    });
    let mut all = Ok(());
    for (outcome, of_half) in halves {
        tally.add(&of_half);
        all = all.and(outcome);
    }
    all
}

/// A cargo command for the browser package, told where everything is.
pub fn browser_command(arguments: &[&str], tools: &TestTools) -> Command {
    let mut command = cargo(arguments);
    command.env("PATH", process::path_with(&tools.folders));
    command.env("ZHENGGAI_PAGE", place::page()).env("ZHENGGAI_AXE", &tools.axe);
    match &tools.floor {
        Ok(program) => command.env("ZHENGGAI_FLOOR", program),
        Err(why) => command.env("ZHENGGAI_FLOOR_MISSING", why),
    };
    command
}

/// Runs tests and counts them. A run that fails without a failed test, such as one that does not compile, counts
/// as one failure: it must not look like a run in which all was well.
fn tests(mut command: Command, filter: Option<&str>, tally: &mut Tally) -> Outcome {
    command.arg("--no-fail-fast");
    if let Some(filter) = filter {
        command.args(["--", filter]);
    }
    let before = tally.failed;
    let succeeded = process::watch(&mut command, |line| tally.see(line))?;
    if succeeded {
        return Ok(());
    }
    if tally.failed == before {
        tally.failed += 1;
    }
    Err(Failure::new(format!("{} failed", tally.failed - before)))
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = process::cargo();
    command.current_dir(place::root()).args(arguments);
    command
}
