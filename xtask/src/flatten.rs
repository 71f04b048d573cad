//! `cargo xtask flatten`: exported ledgers as flat tables for `DuckDB`, Spark and their like. The command is an example of the
//! `formats` crate, which knows ledgers; this compiles it for speed and hands the words on.

use crate::failure::Outcome;
use crate::{place, process};

/// The command.
pub fn run(words: &[String]) -> Outcome {
    let mut flatten = process::cargo();
    let manifest = place::root().join("Cargo.toml");
    flatten
        .args(["run", "--quiet", "--release", "--package", "formats", "--example", "flatten"])
        .arg("--manifest-path")
        .arg(manifest)
        .arg("--")
        .args(words);
    process::run(&mut flatten)
}
