//! The library without the page: reads a notice (通报) from a text and writes its ledger as a workbook.
//!
//! ```sh
//! cargo run -p formats --features office --example notice_to_xlsx -- tests/fixtures/notice-2024-06-18.txt ledger.xlsx
//! ```

use std::process::ExitCode;
use std::{env, fs};

use formats::table::ledger_book::{Wanted, book};
use formats::xlsx;
use ledger::Ledger;
use ledger::date::Date;
use notice::parse;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let [from, to] = words.as_slice() else {
        eprintln!("notice_to_xlsx <notice.txt> <ledger.xlsx>");
        return ExitCode::FAILURE;
    };
    match convert(from, to) {
        Ok(told) => {
            eprintln!("{told}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Says what was read, or why nothing was written.
fn convert(from: &str, to: &str) -> Result<String, String> {
    let text = fs::read_to_string(from).map_err(|error| format!("{from}: {error}"))?;
    let read = parse(&text);
    let told = format!("{to}: {} findings, {} measures", read.report.findings, read.report.measures);
    let ledger = Ledger::new(read.bundle).map_err(|ids| format!("ids that occur twice: {ids:?}"))?;
    // What is overdue is marked: the core has no clock, so whoever calls it says which day it is.
    let today = Date::new(2024, 6, 18).ok_or("no such day")?;
    let workbook = book(&ledger, &Wanted::default(), today, "");
    let bytes = xlsx::write(&workbook).map_err(|error| format!("{to}: {error}"))?;
    fs::write(to, bytes).map_err(|error| format!("{to}: {error}"))?;
    Ok(told)
}
