//! The lines that ARCHITECTURE.md draws, held by a test: who may import whom, what may not be written where.
//! Each rule is a function over text, and each is shown a bad text that it must not let pass.

mod tidy {
    pub mod files;
    pub mod rules;
}

use tidy::files::{self, File};
use tidy::rules;

/// Runs a rule over files and reports everything it finds at once.
fn hold(files: &[File], rule: fn(&File) -> Vec<String>) {
    let found: Vec<String> = files.iter().flat_map(rule).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    hold(&files::rust(), rules::says_what_it_is_for);
}

#[test]
fn dependencies_run_one_way() {
    hold(&files::manifests(), rules::dependencies_run_one_way);
}

#[test]
fn the_core_knows_no_clock_and_no_chance() {
    hold(&files::source(), rules::core_is_pure);
}

#[test]
fn nothing_that_can_fail_is_unwrapped() {
    hold(&files::source(), rules::nothing_is_unwrapped);
}

#[test]
fn nothing_is_left_behind() {
    hold(&files::all_text(), rules::nothing_left_behind);
}

#[test]
fn files_stay_short() {
    hold(&files::rust(), rules::is_short);
}

#[test]
fn exceptions_are_still_needed() {
    let long: Vec<String> = files::rust()
        .into_iter()
        .filter(|file| file.lines() > rules::LONGEST)
        .map(|file| file.path)
        .collect();
    for (path, reason) in rules::LONG {
        assert!(long.iter().any(|file| file == path), "{path} ({reason}) is short now: take it off the list");
    }
}

#[test]
fn style_sheets_keep_to_what_the_oldest_browser_knows() {
    hold(&files::style(), rules::css_is_old_enough);
}

#[test]
fn there_are_files_to_check() {
    assert!(
        !files::source().is_empty() && !files::manifests().is_empty() && !files::style().is_empty(),
        "the folders were not found"
    );
}
