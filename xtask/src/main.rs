//! The commands of the README: `cargo xtask <command>`.
//! This file reads the command line and nothing else; each command is a module of its own.

mod build;
mod failure;
mod open;
mod pack;
mod place;
mod policy;
mod process;
mod setup;
mod squeeze;
mod steps;
mod tools;

use std::process::ExitCode;

use failure::{Failure, Outcome};

const USAGE: &str = "\
cargo xtask <command>

  setup [--tests]      install the build tools; with --tests also what the tests need
  build                make the page: dist/整改台账.html
  open                 build it and open it in the default browser
  pack                 used by Trunk's hook: turn its staging folder into one file";

enum Job {
    Setup { tests: bool },
    Build,
    Open,
    Pack,
    Help,
}

impl Job {
    fn parse(words: &[String]) -> Outcome<Self> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["setup"] => Ok(Self::Setup { tests: false }),
            ["setup", "--tests"] => Ok(Self::Setup { tests: true }),
            ["build"] => Ok(Self::Build),
            ["open"] => Ok(Self::Open),
            ["pack"] => Ok(Self::Pack),
            [] | ["help" | "--help" | "-h"] => Ok(Self::Help),
            _ => Err(Failure::with_advice(
                format!("`cargo xtask {}` is no command", words.join(" ")),
                USAGE.to_owned(),
            )),
        }
    }

    fn run(self) -> Outcome {
        match self {
            Self::Setup { tests } => setup::run(tests),
            Self::Build => build::run(),
            Self::Open => open::run(),
            Self::Pack => pack::run(),
            Self::Help => {
                println!("{USAGE}");
                Ok(())
            }
        }
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match Job::parse(&words).and_then(Job::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
