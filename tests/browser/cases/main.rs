//! The browser tests, a module a subject. Start them with `cargo xtask test --browser [part of a name]`.

mod floor;
mod harness;
mod opening;
mod trouble;

use std::process::ExitCode;

use browser_tests::Suite;

fn main() -> ExitCode {
    let mut suite = Suite::default();
    harness::add(&mut suite);
    opening::add(&mut suite);
    trouble::add(&mut suite);
    floor::add(&mut suite);
    suite.run()
}
