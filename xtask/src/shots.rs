//! `cargo xtask shots [--out DIR]`: pictures of every page, for people to look at.
//! The browser package takes them; this command builds the page, starts it, and turns the PDF into pictures.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{At, Outcome};
use crate::steps::Steps;
use crate::{build, place, process, setup, test};

/// The command.
pub fn run(out: Option<PathBuf>) -> Outcome {
    let out = out.unwrap_or_else(|| place::root().join("target").join("shots"));
    std::fs::create_dir_all(&out).at("make", &out)?;
    let out = out.canonicalize().at("find", &out)?;
    let mut steps = Steps::default();
    let build_tools = setup::build_tools(&mut steps)?;
    let test_tools = setup::test_tools(&mut steps)?;
    steps.run("build", || build::page(&build_tools))?;
    steps.run("pictures", || {
        let arguments = ["run", "--quiet", "--package", "browser-tests", "--bin", "shots", "--"];
        process::run(test::browser_command(&arguments, &test_tools).arg(&out))
    })?;
    if !process::has("pdftoppm") {
        println!("the printed pages stay PDF: pdftoppm (Debian's poppler-utils) is not here");
        return Ok(());
    }
    steps.run("printed pages", || {
        for entry in std::fs::read_dir(&out).at("list", &out)?.filter_map(Result::ok) {
            let pdf = entry.path();
            if pdf.extension().is_some_and(|ending| ending == "pdf") {
                process::run(
                    Command::new("pdftoppm").args(["-png", "-r", "80"]).arg(&pdf).arg(pdf.with_extension("")),
                )?;
            }
        }
        Ok(())
    })
}
