//! `cargo xtask bench [--page FILE]`: how large the packed page is and how quick, in both browsers and natively.
//! The benches beside the code and the browser package measure; this command builds the page, weighs it, and starts them.
//! No figure fails anything: times depend on the machine, and a test that does so is no test.

use std::fs;
use std::path::PathBuf;

use crate::failure::{At, Failure, Outcome};
use crate::steps::Steps;
use crate::{budget, build, checks, place, process, setup, test};

/// The command. With a page, that one is measured as it is; otherwise it is built first.
pub fn run(page: Option<PathBuf>) -> Outcome {
    let mut steps = Steps::default();
    let test_tools = setup::test_tools(&mut steps)?;
    let page = if let Some(page) = page {
        page.canonicalize().at("find", &page)?
    } else {
        let build_tools = setup::build_tools(&mut steps)?;
        steps.run("build", || build::page(&build_tools))?;
        place::page()
    };
    steps.run("size", || {
        let html = fs::read(&page).at("read", &page)?;
        let gzipped = build::gzip(&html).at("compress", &page)?.len();
        println!("{:<60} {:>9} bytes", "page", html.len());
        println!("{:<60} {gzipped:>9} bytes", "page, gzipped");
        let text = String::from_utf8_lossy(&html);
        for id in ["bundle", "wasm-", "office"] {
            let length = budget::blocks(&text, id).map(str::len).sum::<usize>();
            if length == 0 {
                return Err(Failure::new(format!("{} has no block `{id}`", page.display())));
            }
            println!("{:<60} {length:>9} bytes", format!("  of it the block `{id}`"));
        }
        Ok(())
    })?;
    steps.run("times of the core", || {
        let mut bench = checks::cargo("bench");
        for package in ["ledger", "journal", "query", "formats"] {
            bench.args(["--package", package]);
        }
        process::run(bench.args(["--features", "formats/office", "--benches"]))
    })?;
    steps.run("times of the page", || {
        let arguments =
            ["run", "--quiet", "--profile", "bench", "--package", "browser-tests", "--bin", "bench"];
        process::run(test::browser_command(&arguments, &test_tools).env("ZHENGGAI_PAGE", &page))
    })
}
