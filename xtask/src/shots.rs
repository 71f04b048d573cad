//! `cargo xtask shots [--out DIR]`: pictures of every page and dialog, for people to look at.
//! The browser package takes them; this command builds the page, starts it, and turns the PDF into pictures.

use std::path::{Path, PathBuf};
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
    steps.run("printed pages", || printed(&out))
}

/// Turns every PDF of a folder into pictures, and those of the folders in it: the demonstrations have one each.
fn printed(folder: &Path) -> Outcome {
    for entry in std::fs::read_dir(folder).at("list", folder)?.filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            printed(&path)?;
        } else if path.extension().is_some_and(|ending| ending == "pdf") {
            process::run(
                Command::new("pdftoppm").args(["-png", "-r", "80"]).arg(&path).arg(path.with_extension("")),
            )?;
        }
    }
    Ok(())
}
