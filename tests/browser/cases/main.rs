//! The browser tests, a module a subject. Start them with `cargo xtask test --browser [part of a name]`.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "names of files are those that the page gives, letter for letter"
)]
#![expect(clippy::assigning_clones, reason = "cells of a table read best as they are set")]
#![expect(clippy::too_many_lines, reason = "a list of tests is one function, however long the list")]

mod access;
mod archive;
mod charts;
mod clerk;
mod closure;
mod crash;
mod custom;
mod editing;
mod endurance;
mod evidence;
mod files;
mod findings_grid;
mod floor;
mod focus;
mod grid;
mod grid_rows;
mod harness;
mod keeping;
mod keyboard;
mod large;
mod life;
mod linked;
mod merging;
mod mirror;
mod notice;
mod office;
mod opening;
mod print;
mod programs;
mod reports;
mod rescue;
mod searching;
mod stores;
mod table;
mod tabs;
mod trouble;
mod workspace;
mod worktable;

use std::process::ExitCode;

use browser_tests::Suite;

fn main() -> ExitCode {
    let mut suite = Suite::default();
    harness::add(&mut suite);
    opening::add(&mut suite);
    editing::add(&mut suite);
    keeping::add(&mut suite);
    mirror::add(&mut suite);
    mirror::add_held(&mut suite);
    stores::add(&mut suite);
    tabs::add(&mut suite);
    linked::add(&mut suite);
    crash::add(&mut suite);
    files::add(&mut suite);
    endurance::add(&mut suite);
    evidence::add(&mut suite);
    table::add(&mut suite);
    custom::add(&mut suite);
    worktable::add(&mut suite);
    grid::add(&mut suite);
    grid_rows::add(&mut suite);
    findings_grid::add(&mut suite);
    clerk::add(&mut suite);
    large::add(&mut suite);
    office::add(&mut suite);
    notice::add(&mut suite);
    merging::add(&mut suite);
    archive::add(&mut suite);
    print::add(&mut suite);
    programs::add(&mut suite);
    reports::add(&mut suite);
    rescue::add(&mut suite);
    searching::add(&mut suite);
    access::add(&mut suite);
    closure::add(&mut suite);
    life::add(&mut suite);
    charts::add(&mut suite);
    keyboard::add(&mut suite);
    focus::add(&mut suite);
    trouble::add(&mut suite);
    floor::add(&mut suite);
    suite.run()
}
