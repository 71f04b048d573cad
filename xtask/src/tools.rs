//! The build tools that cargo can install: which versions, where they are kept, how they come there.
//! It knows no command of the project; what only tests need is in `test_tools`.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{At, Failure, Outcome};
use crate::{place, process};

/// 0.22 asks for a newer Rust than the project's.
const TRUNK: &str = "0.21.14";

/// Another version knows other words, and would find what nobody has changed.
const TYPOS: &str = "1.52.0";

/// A program that cargo installs from its registry.
pub struct Tool {
    /// The name of the program and of the folder that keeps it.
    pub program: &'static str,
    /// The name of the package.
    pub package: &'static str,
    /// The exact version, or none where any will do.
    pub version: Option<String>,
    /// What `cargo install` is told besides.
    pub options: &'static [&'static str],
    /// How long an install takes on two cores, for the message.
    pub takes: &'static str,
}

/// Trunk drives the build of the page. It never downloads here, so it needs no update check of its own.
pub fn trunk() -> Tool {
    Tool {
        program: "trunk",
        package: "trunk",
        version: Some(TRUNK.to_owned()),
        options: &["--locked", "--no-default-features", "--features", "rustls"],
        takes: "about 3 minutes",
    }
}

/// wasm-bindgen writes the glue; it must have the very version of the library in Cargo.lock.
pub fn wasm_bindgen() -> Outcome<Tool> {
    let lock = place::root().join("Cargo.lock");
    let text = std::fs::read_to_string(&lock).at("read", &lock)?;
    let version = locked_version(&text, "wasm-bindgen").ok_or_else(|| {
        Failure::with_advice(
            "Cargo.lock names no wasm-bindgen",
            "run `cargo update --workspace` and commit Cargo.lock",
        )
    })?;
    Ok(Tool {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: Some(version.to_owned()),
        options: &[],
        takes: "about 2 minutes",
    })
}

/// geckodriver lets the tests drive Firefox; Debian has no package of it.
pub fn geckodriver() -> Tool {
    Tool {
        program: "geckodriver",
        package: "geckodriver",
        version: None,
        options: &[],
        takes: "about 2 minutes",
    }
}

/// typos finds misspelt words in what people read.
pub fn typos() -> Tool {
    Tool {
        program: "typos",
        package: "typos-cli",
        version: Some(TYPOS.to_owned()),
        options: &["--locked"],
        takes: "about 2 minutes",
    }
}

impl Tool {
    /// The folder that holds the program, which is installed first if need be.
    pub fn ensure(&self) -> Outcome<PathBuf> {
        if let Some(found) = process::find(self.program)
            && self.is_right(&found)
        {
            return Ok(found.parent().map(PathBuf::from).unwrap_or_default());
        }
        let home = self.home()?;
        let bin = home.join("bin");
        if self.is_right(&bin.join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX))) {
            return Ok(bin);
        }
        println!("installing {} into {} ({})", self.title(), home.display(), self.takes);
        process::run(&mut self.install(&home)).map_err(|failure| {
            Failure::with_advice(
                format!("{} could not be installed: {failure}", self.title()),
                format!(
                    "see that crates.io can be reached (cargo reads its proxy from HTTPS_PROXY), or install it yourself \
                     so that `{} --version` answers; then run this again",
                    self.program
                ),
            )
        })?;
        Ok(bin)
    }

    fn install(&self, home: &std::path::Path) -> Command {
        let mut command = process::cargo();
        command.args(["install", self.package, "--root"]).arg(home).args(self.options);
        if let Some(version) = &self.version {
            command.args(["--version", version]);
        }
        // A build tool runs for a second a build: optimising it costs minutes and gains nothing.
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
        command.env("CARGO_PROFILE_RELEASE_LTO", "off");
        command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        command
    }

    fn home(&self) -> Outcome<PathBuf> {
        Ok(place::cache()?.join(match &self.version {
            Some(version) => format!("{}-{version}", self.program),
            None => self.program.to_owned(),
        }))
    }

    fn title(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.program),
            None => self.program.to_owned(),
        }
    }

    fn is_right(&self, program: &std::path::Path) -> bool {
        if !program.is_file() {
            return false;
        }
        match (&self.version, process::read(Command::new(program).arg("--version"))) {
            (Some(version), Ok(said)) => said.split_whitespace().any(|word| word == version),
            (None, Ok(_)) => true,
            (_, Err(_)) => false,
        }
    }
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_comes_from_the_very_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
