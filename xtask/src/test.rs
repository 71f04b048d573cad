//! `cargo xtask test`: everything that must hold before a change lands, from formatting to the browsers.
//! It starts the checks and adds them up; a step that fails does not keep the later ones from telling their part.

use std::process::Command;
use std::thread;
use std::time::Instant;

use crate::checks::{self, NATIVE, cargo};
use crate::failure::{Failure, Outcome};
use crate::setup::{self, Ready};
use crate::steps::Steps;
use crate::test_summary::Tally;
use crate::test_tools::TestTools;
use crate::{budget, build, place, process, python};

/// The package of the simulation, and the profile that it is built with.
const SIMULATION: &str = "simulation";

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
    if filter.is_none() {
        println!(
            "everything takes about 8 minutes on two cores; on a fresh machine 20, most of it compiling tools"
        );
    }
    let mut steps = Steps::default();
    let mut tally = Tally::default();
    // What has to be installed comes first: a machine that lacks something says so at once.
    let ready = (part != Part::Native).then(|| tools(&mut steps)).transpose();
    if part != Part::Browser && filter.is_none() {
        checks::run(&mut steps);
    }
    match ready {
        Ok(None) => native(&mut steps, filter, &mut tally),
        Ok(Some((build_tools, test_tools))) => {
            if with_build(&mut steps, &build_tools, part, filter, &mut tally) {
                steps.run_on("browser tests", || in_both(&test_tools, filter, &mut tally));
            }
        }
        Err(failure) => {
            eprintln!("{failure}");
            if part == Part::All {
                native(&mut steps, filter, &mut tally);
            }
            tally
                .reasons
                .push("all browser tests: SKIPPED, because their tools are not here; see above".to_owned());
        }
    }
    tell(&steps, &tally)
}

fn tell(steps: &Steps, tally: &Tally) -> Outcome {
    println!("\n{}\n", steps.table());
    for reason in &tally.reasons {
        println!("{reason}");
    }
    println!("{} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped);
    if steps.failed() { Err(Failure::new("not everything holds; see above")) } else { Ok(()) }
}

fn tools(steps: &mut Steps) -> Outcome<(Ready, TestTools)> {
    Ok((setup::build_tools(steps)?, setup::test_tools(steps)?))
}

/// Which tests of the browser package run in a process: see [`in_both`].
const HALF: &str = "ZHENGGAI_HALF";

fn native(steps: &mut Steps, filter: Option<&str>, tally: &mut Tally) {
    let mut workspace = cargo("test");
    // With the browser tests, of which none runs: with other packages the features would be others, and all be compiled twice.
    workspace.args(NATIVE).env(HALF, "none");
    python::tell(&mut workspace);
    steps.run_on("native tests", || tests(workspace, filter, tally));
    // Optimised: it runs 100,000 lives of a browser.
    let mut simulation = cargo("test");
    simulation.args(["--profile", SIMULATION, "--package", SIMULATION]);
    steps.run_on("simulation", || tests(simulation, filter, tally));
}

/// `cargo xtask simulate`: as many seeds as one wants.
pub fn simulate(words: &[String]) -> Outcome {
    let mut command = cargo("run");
    command.args(["--quiet", "--profile", SIMULATION, "--package", SIMULATION, "--"]);
    process::run(command.args(words))
}

/// Builds the page and runs the native tests beside it: half of a build is one thread that links. Cargo locks what it builds by
/// profile and target, so only the packer, which is no release build, may wait for the tests to be compiled. Says whether the
/// page is there.
fn with_build(steps: &mut Steps, tools: &Ready, part: Part, filter: Option<&str>, tally: &mut Tally) -> bool {
    if part == Part::Browser {
        let built = steps.run_on("build", || build::page(tools));
        if built {
            // A page that is too heavy is tried all the same.
            weighed(steps);
        }
        return built;
    }
    let (took, built) = thread::scope(|scope| {
        let build = scope.spawn(|| {
            let start = Instant::now();
            let built = build::page_beside(tools);
            (start.elapsed(), built)
        });
        native(steps, filter, tally);
        println!("\nwaiting for the build of the page");
        joined(build)
    });
    steps.add("build, beside the native tests", took, built.is_ok());
    match built {
        Ok(said) => {
            println!("{said}");
            weighed(steps);
            true
        }
        Err(failure) => {
            eprintln!("{failure}");
            false
        }
    }
}

/// Whether the page is no heavier than it may be.
fn weighed(steps: &mut Steps) -> bool {
    steps.run_on("weight of the page", || budget::check(&place::page()))
}

/// A panic of another thread is one of this program.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Chromium and Firefox at the same time: each of them leaves a core idle most of the time.
fn in_both(tools: &TestTools, filter: Option<&str>, tally: &mut Tally) -> Outcome {
    let arguments = [&["test"], NATIVE.as_slice(), &["--test", "browser"]].concat();
    // Compiled before, so that the halves do not wait for each other.
    process::run(browser_command(&arguments, tools).arg("--no-run"))?;
    let half = |name: &str| {
        let mut command = browser_command(&arguments, tools);
        command.env(HALF, name);
        let mut tally = Tally::default();
        let outcome = tests(command, filter, &mut tally);
        (outcome, tally)
    };
    let halves = thread::scope(|scope| {
        let other = scope.spawn(|| half("firefox"));
        let own = half("chromium");
        [own, joined(other)]
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
    let mut command = process::cargo();
    command.current_dir(place::root()).args(arguments);
    command.env("PATH", process::path_with(&tools.folders));
    command.env("ZHENGGAI_PAGE", place::page()).env("ZHENGGAI_AXE", &tools.axe);
    command.env("ZHENGGAI_OFFICE", tools.office.join(" "));
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
