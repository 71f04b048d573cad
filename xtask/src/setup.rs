//! `cargo xtask setup`: everything that a build needs, and with `--tests` everything that the tests need.
//! It installs; it builds nothing of the project.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::steps::Steps;
use crate::test_tools::{self, TestTools};
use crate::{process, tools};

const TARGET: &str = "wasm32-unknown-unknown";

/// The folders with the build tools, to be put before PATH.
pub struct Ready {
    /// One folder a tool.
    pub folders: Vec<PathBuf>,
}

/// The command.
pub fn run(tests: bool) -> Outcome {
    let mut steps = Steps::default();
    build_tools(&mut steps)?;
    if tests {
        check_tools(&mut steps)?;
        test_tools(&mut steps)?;
    }
    println!("\n{}\n\neverything is here", steps.table());
    Ok(())
}

/// Installs what a build needs, unless it is there.
pub fn build_tools(steps: &mut Steps) -> Outcome<Ready> {
    steps.run("build tools", || {
        wasm_target()?;
        Ok(Ready { folders: vec![tools::trunk().ensure()?, tools::wasm_bindgen()?.ensure()?] })
    })
}

/// Installs what the checks need, unless it is there.
pub fn check_tools(steps: &mut Steps) -> Outcome<Ready> {
    steps.run("check tools", || Ok(Ready { folders: vec![tools::typos().ensure()?] }))
}

/// Installs what the tests need besides, unless it is there.
pub fn test_tools(steps: &mut Steps) -> Outcome<TestTools> {
    steps.run("test tools", test_tools::ensure)
}

/// Rust's library for the page. rustup brings it by itself, by rust-toolchain.toml; this catches all else.
fn wasm_target() -> Outcome {
    let library =
        process::read(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if PathBuf::from(library.trim()).is_dir() {
        return Ok(());
    }
    if !process::has("rustup") {
        return Err(Failure::with_advice(
            format!("this Rust has no {TARGET} target"),
            "install Rust with rustup, or the target's library with your system's package manager",
        ));
    }
    process::run(Command::new("rustup").args(["target", "add", TARGET]))
}
