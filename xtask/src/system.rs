//! The programs and fonts that the system has to have for the tests: found, or installed where this user may.
//! It knows Debian's names of packages; what cargo and npm bring is in `tools` and `test_tools`.

use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::{office, process};

/// Each program that the tests use, by the names that it goes by, and the Debian package that has it.
const DEBIAN: [(&[&str], &str); 4] = [
    (&["chromium", "chromium-browser", "google-chrome"], "chromium"),
    (&["chromedriver"], "chromium-driver"),
    (&["firefox-esr", "firefox"], "firefox-esr"),
    (&["npm"], "npm"),
];

/// Has everything here that the tests cannot do without, and `LibreOffice` where it can be had.
/// Gives the programs of `LibreOffice` that are here in the end.
pub fn ensure() -> Outcome<Vec<&'static str>> {
    let mut missing: Vec<&str> = DEBIAN
        .iter()
        .filter(|(programs, _)| !programs.iter().any(|program| process::has(program)))
        .map(|(_, package)| *package)
        .collect();
    if cfg!(target_os = "linux") && !has_chinese_font() {
        missing.push("fonts-noto-cjk");
    }
    let can_install = process::has("apt-get") && is_root();
    if !missing.is_empty() {
        if !can_install {
            return Err(not_here(&missing));
        }
        install(&missing)?;
    }
    let (_, lacking) = office::look();
    let lacking: Vec<&str> = lacking.iter().map(|program| program.package).collect();
    if !lacking.is_empty() && can_install {
        // What is optional does not end the run where it cannot be had.
        if let Err(failure) = install(&lacking) {
            println!("{failure}");
        }
    }
    let (here, lacking) = office::look();
    for program in lacking {
        println!("SKIPPED: the tests with LibreOffice's {}: {} is not here", program.name, program.package);
    }
    Ok(here.iter().map(|program| program.name).collect())
}

fn not_here(missing: &[&str]) -> Failure {
    let list = missing.join(" ");
    Failure::with_advice(
        format!("the tests need programs that are not here: {list} (names of Debian's packages)"),
        format!(
            "run `sudo apt-get install {list}`, or install them as your system does, on PATH; \
             without them `cargo xtask test --native` runs"
        ),
    )
}

fn install(packages: &[&str]) -> Outcome {
    println!("installing {} with apt-get (some minutes)", packages.join(" "));
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.arg("-qq").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    process::run(&mut apt(&["update"]))?;
    process::run(apt(&["install", "-y", "--no-install-recommends"]).args(packages))
}

fn has_chinese_font() -> bool {
    process::read(Command::new("fc-list").arg(":lang=zh")).is_ok_and(|fonts| !fonts.trim().is_empty())
}

fn is_root() -> bool {
    process::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
