//! The commands of the README: `cargo xtask <command>`.
//! This file reads the command line and nothing else; each command is a module of its own.

mod bench;
mod budget;
mod build;
mod checks;
mod css_minify;
mod dependencies;
mod failure;
mod flatten;
mod fuzz;
mod office;
mod open;
mod pack;
mod place;
mod policy;
mod process;
mod px_to_rem;
mod python;
mod schema;
mod setup;
mod shots;
mod steps;
mod system;
mod test;
mod test_summary;
mod test_tools;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use failure::{Failure, Outcome};
use test::Part;

const USAGE: &str = "\
cargo xtask <command>

  setup [--tests]      install the build tools; with --tests also what the tests need
  build                make the page: dist/整改台账.html
  open                 build it and open it in the default browser
  test [--native|--browser] [part of a name]
                       check and test everything, or only a part
  shots [--out DIR]    pictures of every page, in target/shots or DIR
  bench [--page FILE]  size and times of the page, or of FILE without a build
  fuzz [MINUTES]       feed every reader with broken input, 5 minutes each or as many as said
  simulate [SEEDS] [FIRST]
                       lives of a browser from seeds, 100,000 or as many as said, from a first one on
  flatten [--out DIR] [--as-of DAY] [--form csv|ndjson] FILES OR FOLDERS
                       exported ledgers as flat tables, one file a ledger and table
  schema               write tests/bundle.schema.json anew
  pack                 used by Trunk's hook: turn its staging folder into one file";

enum Job {
    Setup { tests: bool },
    Build,
    Open,
    Test { part: Part, filter: Option<String> },
    Shots { out: Option<PathBuf> },
    Bench { page: Option<PathBuf> },
    Fuzz { minutes: u64 },
    Simulate { words: Vec<String> },
    Flatten { words: Vec<String> },
    Schema,
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
            ["test", rest @ ..] => {
                let (part, rest) = match rest {
                    ["--native", rest @ ..] => (Part::Native, rest),
                    ["--browser", rest @ ..] => (Part::Browser, rest),
                    _ => (Part::All, rest),
                };
                match rest {
                    [] => Ok(Self::Test { part, filter: None }),
                    [filter] if !filter.starts_with('-') => {
                        Ok(Self::Test { part, filter: Some((*filter).to_owned()) })
                    }
                    _ => Err(unknown(&words)),
                }
            }
            ["shots"] => Ok(Self::Shots { out: None }),
            ["shots", "--out", folder] => Ok(Self::Shots { out: Some(folder.into()) }),
            ["bench"] => Ok(Self::Bench { page: None }),
            ["bench", "--page", file] => Ok(Self::Bench { page: Some(file.into()) }),
            ["fuzz"] => Ok(Self::Fuzz { minutes: 5 }),
            ["fuzz", minutes] => {
                minutes.parse().map(|minutes| Self::Fuzz { minutes }).map_err(|_| unknown(&words))
            }
            ["simulate", numbers @ ..] if numbers.iter().all(|word| word.parse::<u64>().is_ok()) => {
                Ok(Self::Simulate { words: numbers.iter().map(|word| (*word).to_owned()).collect() })
            }
            ["flatten", words @ ..] => {
                Ok(Self::Flatten { words: words.iter().map(|word| (*word).to_owned()).collect() })
            }
            ["schema"] => Ok(Self::Schema),
            ["pack"] => Ok(Self::Pack),
            [] | ["help" | "--help" | "-h"] => Ok(Self::Help),
            _ => Err(unknown(&words)),
        }
    }

    fn run(self) -> Outcome {
        match self {
            Self::Setup { tests } => setup::run(tests),
            Self::Build => build::run(),
            Self::Open => open::run(),
            Self::Test { part, filter } => test::run(part, filter.as_deref()),
            Self::Shots { out } => shots::run(out),
            Self::Bench { page } => bench::run(page),
            Self::Fuzz { minutes } => fuzz::run(minutes),
            Self::Simulate { words } => test::simulate(&words),
            Self::Flatten { words } => flatten::run(&words),
            Self::Schema => schema::run(),
            Self::Pack => pack::run(),
            Self::Help => {
                println!("{USAGE}");
                Ok(())
            }
        }
    }
}

fn unknown(words: &[&str]) -> Failure {
    Failure::with_advice(format!("`cargo xtask {}` is no command", words.join(" ")), USAGE)
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
