//! The browser tests, a module a subject. Start them with `cargo xtask test --browser [part of a name]`.

mod access;
mod charts;
mod desk;
mod editing;
mod files;
mod floor;
mod harness;
mod keeping;
mod keyboard;
mod large;
mod opening;
mod print;
mod rescue;
mod table;
mod trouble;

use std::process::ExitCode;

use browser_tests::Suite;

fn main() -> ExitCode {
    let mut suite = Suite::default();
    harness::add(&mut suite);
    opening::add(&mut suite);
    editing::add(&mut suite);
    keeping::add(&mut suite);
    files::add(&mut suite);
    table::add(&mut suite);
    large::add(&mut suite);
    print::add(&mut suite);
    rescue::add(&mut suite);
    access::add(&mut suite);
    charts::add(&mut suite);
    keyboard::add(&mut suite);
    trouble::add(&mut suite);
    floor::add(&mut suite);
    suite.run()
}
