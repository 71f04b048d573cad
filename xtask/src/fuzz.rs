//! `cargo xtask fuzz [MINUTES]`: every reader of files and notices is fed with made-up and damaged input until its time is
//! over. These are the property tests of `cargo xtask test` without an end; what breaks is shrunk and printed as there.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};
use crate::steps::Steps;
use crate::{place, process};

/// A reader.
struct Reader {
    name: &'static str,
    /// The crate whose tests feed it.
    package: &'static str,
    /// Those tests: parts of their names.
    tests: &'static [&'static str],
}

const READERS: [Reader; 11] = [
    Reader {
        name: "notice",
        package: "notice",
        tests: &[
            "any_text_prints_as_it_was_read",
            "any_characters_print_as_they_were_read",
            "lines_of_notices_in_any_order_print_as_they_were_read",
        ],
    },
    Reader {
        name: "json",
        package: "formats",
        tests: &[
            "a_damaged_file_opens_or_is_explained",
            "a_damaged_small_file_opens_or_is_explained",
            "any_bytes_are_explained",
            "any_near_json_is_explained",
        ],
    },
    Reader { name: "csv", package: "formats", tests: &["any_text_is_read"] },
    Reader {
        name: "xlsx",
        package: "formats",
        tests: &["xlsx::tests::damaged_files_are_read_or_refused", "xlsx::tests::parts_that_were_changed"],
    },
    Reader {
        name: "docx",
        package: "formats",
        tests: &["any_body_is_read_or_refused", "docx::tests::parts_that_were_changed"],
    },
    Reader { name: "zip", package: "formats", tests: &["any_damage_is_survived"] },
    Reader {
        name: "xls",
        package: "formats",
        tests: &["any_damage_to_an_old_workbook_is_survived", "any_damage_to_a_container_is_survived"],
    },
    Reader { name: "doc", package: "formats", tests: &["any_damage_to_an_old_document_is_survived"] },
    Reader {
        name: "spreadsheet xml",
        package: "formats",
        tests: &["any_workbook_of_this_form_is_read_or_refused"],
    },
    Reader { name: "html", package: "formats", tests: &["any_page_is_read"] },
    Reader { name: "any", package: "formats", tests: &["any_file_is_read_or_refused"] },
];

/// How long to wait before looking again whether a reader has failed.
const GLANCE: Duration = Duration::from_millis(500);

/// The command. Two readers at a time, each for so many minutes.
pub fn run(minutes: u64) -> Outcome {
    let mut steps = Steps::default();
    let programs = steps.run("build", || {
        let mut programs = BTreeMap::new();
        for reader in &READERS {
            if !programs.contains_key(reader.package) {
                programs.insert(reader.package, tests(reader.package)?);
            }
        }
        Ok(programs)
    })?;
    let time = Duration::from_secs(60 * minutes);
    for pair in READERS.chunks(2) {
        let names: Vec<&str> = pair.iter().map(|reader| reader.name).collect();
        steps.run_on(&names.join(", "), || together(&programs, pair, time));
    }
    println!("\n{}\n", steps.table());
    if steps.failed() { Err(Failure::new("a reader broke; see above")) } else { Ok(()) }
}

/// Compiles the tests of a crate as they are compiled for speed, and gives the program.
fn tests(package: &str) -> Outcome<String> {
    let mut cargo = process::cargo();
    cargo.current_dir(place::root()).args(["test", "--profile", "bench", "--all-features"]);
    cargo.args(["--package", package, "--lib", "--no-run", "--message-format", "json"]);
    let told = process::read(&mut cargo)?;
    let path = told.lines().rev().find_map(|line| {
        let from = line.find("\"executable\":\"")? + "\"executable\":\"".len();
        line[from..].split('"').next()
    });
    path.map(str::to_owned).ok_or_else(|| Failure::new("cargo told of no program of tests"))
}

fn together(programs: &BTreeMap<&str, String>, readers: &[Reader], time: Duration) -> Outcome {
    let start = Instant::now();
    let mut running: Vec<(&str, Child)> = Vec::new();
    for reader in readers {
        let Some(program) = programs.get(reader.package) else { continue };
        let mut command = Command::new(program);
        command.current_dir(place::root()).args(reader.tests).stdin(Stdio::null());
        let child = command.env("PROPTEST_CASES", u32::MAX.to_string()).spawn();
        running.push((reader.name, child.map_err(|error| Failure::new(format!("{program}: {error}")))?));
    }
    let mut broken = Vec::new();
    while start.elapsed() < time {
        sleep(GLANCE);
        running.retain_mut(|(name, child)| {
            let ended = child.try_wait().is_ok_and(|status| status.is_some());
            if ended {
                broken.push(*name);
            }
            !ended
        });
    }
    for (_, child) in &mut running {
        // One that has just ended by itself cannot be ended again.
        let _ = child.kill();
        let _ = child.wait();
    }
    if broken.is_empty() { Ok(()) } else { Err(Failure::new(format!("broken: {}", broken.join(", ")))) }
}
