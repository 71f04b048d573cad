//! `cargo xtask schema`: writes the published JSON Schema anew from the tables of the ledger.
//! The test that holds the file true also writes it; this command starts it and says what came of it.

use std::fs;

use crate::failure::{At, Outcome};
use crate::{place, process};

/// The command.
pub fn run() -> Outcome {
    let file = place::root().join("tests").join("bundle.schema.json");
    // A file that is not there yet is one that changes.
    let before = fs::read(&file).unwrap_or_default();
    let mut test = process::cargo();
    test.current_dir(place::root()).env("ZHENGGAI_WRITE_SCHEMA", "1").args([
        "test",
        "--quiet",
        "--package",
        "formats",
        "--lib",
        "the_published_schema_is_that_of_the_ledger",
    ]);
    process::read(&mut test)?;
    let after = fs::read(&file).at("read", &file)?;
    let result =
        if after == before { "unchanged" } else { "changed; commit it with what changed the ledger" };
    println!("{}: {} bytes, {result}", file.display(), after.len());
    Ok(())
}
