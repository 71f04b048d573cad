//! Running other programs: finding them, starting them, reading what they say.
//! It knows nothing of which programs the project needs.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};

/// The program of this name on PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    let name = if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() };
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// Whether the program can be found on PATH.
pub fn has(name: &str) -> bool {
    find(name).is_some()
}

/// PATH with these folders before all others.
pub fn path_with(folders: &[PathBuf]) -> OsString {
    let old = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&old));
    // A folder with a separator in its name cannot be put on PATH; the old PATH is then the best there is.
    env::join_paths(all).unwrap_or(old)
}

/// The cargo that runs this command, so that a nested call uses the same toolchain.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with the output shown; anything but success is a failure.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{}` ended with {status}", shown(command))))
    }
}

/// Runs to the end beside another step: what it printed is given, not shown, so that the two do not run into each other.
pub fn beside(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    if output.status.success() {
        Ok(said)
    } else {
        Err(Failure::new(format!("{said}\n`{}` ended with {}", shown(command), output.status)))
    }
}

/// Runs to the end and gives what was printed; nothing is shown.
pub fn read(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("`{}` ended with {}: {}", shown(command), output.status, said.trim())))
}

/// Runs to the end, shows each line as it comes and hands it to `see`; says whether the program succeeded.
pub fn watch(command: &mut Command, mut see: impl FnMut(&str)) -> Outcome<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        // Bytes, not strings: a test may print what is not UTF-8, and that must not end the reading.
        while matches!(lines.read_until(b'\n', &mut line), Ok(count) if count > 0) {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            see(text.trim_end());
            line.clear();
        }
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    Ok(status.success())
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::with_advice(
        format!("could not run `{}`: {error}", shown(command)),
        format!("install {} or put it on PATH", command.get_program().display()),
    )
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut words = vec![name.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
