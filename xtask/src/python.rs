//! Readers of other makers: a Python environment in the cache of tools, with python-docx, openpyxl and `DuckDB`, each in one
//! version. It installs and finds; how the tests use it is their business (`src/formats/tests/readers.rs`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{At, Failure, Outcome};
use crate::{place, process};

/// The packages with all that they need, so that pip chooses nothing.
const PACKAGES: [&str; 6] = [
    "python-docx==1.2.0",
    "openpyxl==3.1.5",
    "duckdb==2.0.1",
    "lxml==6.1.3",
    "et-xmlfile==2.0.0",
    "typing-extensions==4.16.0",
];

/// The folder of the environment: other versions have another one.
fn home() -> Outcome<PathBuf> {
    let versions: Vec<&str> = PACKAGES.iter().take(3).filter_map(|one| one.split("==").nth(1)).collect();
    Ok(place::cache()?.join(format!("python-readers-{}", versions.join("-"))))
}

fn program(home: &Path) -> PathBuf {
    if cfg!(windows) { home.join("Scripts").join("python.exe") } else { home.join("bin").join("python") }
}

/// The Python of the environment, if it is here; else why not.
pub fn here() -> Result<PathBuf, String> {
    let home = home().map_err(|failure| failure.to_string().replace('\n', ";"))?;
    Some(program(&home)).filter(|program| program.is_file()).ok_or_else(|| {
        "python-docx, openpyxl and DuckDB are not here; `cargo xtask setup --tests` installs them".to_owned()
    })
}

/// Installs the environment, unless it is here. That it cannot be had is said and is no failure.
pub fn ensure() -> Result<PathBuf, String> {
    if let Ok(found) = here() {
        return Ok(found);
    }
    let told = install().map_err(|failure| failure.to_string().replace('\n', ";"));
    if let Err(why) = &told {
        println!("SKIPPED: the tests with python-docx, openpyxl and DuckDB: {why}");
    }
    told
}

fn install() -> Outcome<PathBuf> {
    let names = if cfg!(windows) { ["python", "py"] } else { ["python3", "python"] };
    let python = names.into_iter().find(|name| process::has(name)).ok_or_else(|| {
        Failure::with_advice("there is no Python", "install Python 3 with its venv (Debian: python3-venv)")
    })?;
    let home = home()?;
    println!("installing python-docx, openpyxl and DuckDB into {} (about 1 minute)", home.display());
    // Made beside and renamed at the end, so that an environment that is there is whole. pip is started as a module: the
    // programs of an environment name its first folder.
    let work = home.with_extension(format!("part-{}", std::process::id()));
    let made = process::read(Command::new(python).args(["-m", "venv"]).arg(&work)).and_then(|_| {
        let mut pip = Command::new(program(&work));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
        pip.args(["--only-binary", ":all:", "--retries", "1", "--timeout", "20"]).args(PACKAGES);
        process::read(&mut pip)
    });
    if let Err(failure) = made {
        // What is left of it is of no use; that it cannot be removed matters less than why it is there.
        let _ = fs::remove_dir_all(&work);
        return Err(Failure::with_advice(
            failure.to_string(),
            "see that PyPI can be reached; pip reads its index and proxy from pip.conf",
        ));
    }
    fs::rename(&work, &home).at("rename", &work)?;
    Ok(program(&home))
}

/// Tells a command of tests where the environment is, or why it is not.
pub fn tell(command: &mut Command) {
    match here() {
        Ok(program) => command.env("ZHENGGAI_PYTHON", program),
        Err(why) => command.env("ZHENGGAI_PYTHON_MISSING", why),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_has_one_version() {
        for package in PACKAGES {
            let (name, version) = package.split_once("==").unwrap_or_default();
            assert!(
                !name.is_empty() && version.split('.').all(|part| part.parse::<u32>().is_ok()),
                "{package}"
            );
        }
        let folder = home().map(|home| home.display().to_string()).unwrap_or_default();
        assert!(folder.contains("1.2.0-3.1.5-2.0.1"), "{folder}");
    }
}
