//! What `cargo xtask test` checks without running anything: format, lints, documents, words, dependencies.
//! Each is a step that fails by itself; the rules of the repository's own are tests (`tests/tidy.rs`).

use std::process::Command;

use crate::steps::Steps;
use crate::{dependencies, place, process, setup};

/// What cargo is told of the crates that compile without a browser. Every command names the same ones: with others the features of
/// what they share would be others, and all be compiled once more.
pub const NATIVE: [&str; 10] = [
    "--workspace",
    "--no-default-features",
    "--features",
    "formats/office",
    // The crate of the browser's effects and the second WebAssembly: neither has anything to run outside a browser.
    "--exclude",
    "platform",
    "--exclude",
    "office",
    // The simulation has a profile of its own.
    "--exclude",
    "simulation",
];

/// What is compiled for the page alone.
const PAGE: [&str; 8] = [
    "--target",
    "wasm32-unknown-unknown",
    "--package",
    "zhenggai",
    "--package",
    "platform",
    "--package",
    "office",
];

/// Runs them all.
pub fn run(steps: &mut Steps) {
    steps.run_on("format", || process::run(cargo("fmt").args(["--all", "--check"])));
    steps.run_on("dependencies", dependencies::run);
    spelling(steps);
    steps.run_on("clippy", || {
        process::run(cargo("clippy").args(NATIVE).args(["--all-targets", "--", "-Dwarnings"]))
    });
    // In the release profile, so that the build that follows finds the macros compiled.
    steps.run_on("clippy for the page", || {
        process::run(cargo("clippy").arg("--release").args(PAGE).args(["--", "-Dwarnings"]))
    });
    steps.run_on("documents", || {
        process::run(cargo("doc").args(NATIVE).arg("--no-deps").env("RUSTDOCFLAGS", "-Dwarnings"))
    });
}

/// Words in programs and documents. What a misspelling is not stands in `.typos.toml`.
fn spelling(steps: &mut Steps) {
    let tools = match setup::check_tools(steps) {
        Ok(tools) => tools,
        Err(failure) => return eprintln!("{failure}"),
    };
    steps.run_on("spelling", || {
        let mut typos = Command::new("typos");
        typos.current_dir(place::root()).env("PATH", process::path_with(&tools.folders));
        process::run(typos.args(["--format", "brief"]))
    });
}

/// A command of cargo, at the top of the repository.
pub fn cargo(command: &str) -> Command {
    let mut cargo = process::cargo();
    cargo.current_dir(place::root()).arg(command);
    cargo
}
