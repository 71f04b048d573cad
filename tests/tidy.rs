//! The lines that ARCHITECTURE.md draws, held by a test: who may import whom, what may not be written where.
//! Each rule is a function over text, and each is shown a bad text that it must not let pass.

mod tidy {
    pub mod css;
    pub mod files;
    pub mod rules;
}

use tidy::css;
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
fn tests_wait_for_conditions() {
    hold(&files::rust(), rules::waits_for_conditions);
}

#[test]
fn files_stay_short() {
    hold(&files::rust(), rules::is_short);
}

#[test]
fn exceptions_are_still_needed() {
    let stale = rules::stale(&rules::LONG, &files::rust());
    assert!(stale.is_empty(), "\n{}", stale.join("\n"));
}

#[test]
fn every_crate_has_a_front_page() {
    let pages = files::front_pages();
    assert_eq!(pages.len(), files::manifests().len(), "a crate in src/ has no README.md");
    hold(&pages, rules::front_page_is_whole);
}

#[test]
fn the_page_names_the_browser_less_and_less() {
    let lines: usize = files::source().iter().map(rules::names_the_browser).sum();
    assert!(
        lines <= rules::BROWSER_IN_APP,
        "{lines} lines of src/app name a crate of the browser, more than {}: it is for `platform`",
        rules::BROWSER_IN_APP
    );
}

#[test]
fn style_sheets_keep_to_what_the_oldest_browser_knows() {
    hold(&files::style(), css::css_is_old_enough);
}

#[test]
fn there_are_files_to_check() {
    assert!(
        !files::source().is_empty() && !files::manifests().is_empty() && !files::style().is_empty(),
        "the folders were not found"
    );
}
