//! How quick the packed page is, in both browsers: `bench`, started by `cargo xtask bench`. What the core takes without a browser is
//! timed beside its code (`src/*/benches`).
//!
//! Read `beside` for the comparison with a plain page, and `in_page` for what is measured and how. Times depend on the machine, so they are printed and never asserted.

mod beside;
mod exports;
mod in_page;
mod table;

use std::process::ExitCode;

use browser_tests::{Browser, packed_page};
use formats::json::export;
use ledger::demo::demo;

/// The seed of the demonstration that the page itself offers: everybody measures the same ledger.
const SEED: u64 = 20_240_618;
/// The size of a real ledger, and the largest that the page generates.
const SIZES: [usize; 2] = [110, 100_000];

fn main() -> ExitCode {
    let html = match std::fs::read(packed_page()) {
        Ok(html) => html,
        Err(error) => {
            eprintln!("no page ({error}); run `cargo xtask build`");
            return ExitCode::FAILURE;
        }
    };
    table::heading(&machine());
    let words: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    for browser in [Browser::Chromium, Browser::Firefox] {
        if let Err(message) = beside::run(browser, &html, &sizes) {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    }
    // The comparison alone, perhaps at some sizes: `beside 34000`.
    if words.first().is_some_and(|word| word == "beside") {
        return ExitCode::SUCCESS;
    }
    let files = SIZES.map(|size| export(&demo(SEED, size)));
    for (size, file) in SIZES.iter().zip(&files) {
        table::line(&format!("file of {size} measures"), &format!("{} bytes", file.len()), "");
    }
    for browser in [Browser::Chromium, Browser::Firefox] {
        if let Err(message) = in_page::run(browser, &html, &files) {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// What the figures were taken on.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        about.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split(": ").nth(1));
    format!("{}, {cores} cores", model.unwrap_or("unknown processor"))
}
