//! The files that the rules are for. It reads them; it judges nothing.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the repository.
pub struct File {
    /// From the top folder, with `/` on every system.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl File {
    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }
}

/// The program itself.
pub fn source() -> Vec<File> {
    under(&["src"], &["rs"])
}

/// The manifests of the crates in `src`.
pub fn manifests() -> Vec<File> {
    under(&["src"], &["toml"])
}

/// The front pages of the crates in `src`.
pub fn front_pages() -> Vec<File> {
    under(&["src"], &["md"])
}

/// All Rust there is.
pub fn rust() -> Vec<File> {
    under(&["src", "tests", "xtask"], &["rs"])
}

/// The style sheets.
pub fn style() -> Vec<File> {
    under(&["style"], &["css"])
}

/// All text that people write: programs, styles, documents, settings.
pub fn all_text() -> Vec<File> {
    let endings = ["rs", "css", "js", "html", "toml", "md", "run", "yml"];
    let top = fs::read_dir(root()).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let top = top.filter(|path| path.is_file()).collect::<Vec<_>>();
    let mut all = read(top, &endings);
    all.extend(under(&["src", "tests", "xtask", "style", ".cargo", ".ci", ".github"], &endings));
    all
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn under(folders: &[&str], endings: &[&str]) -> Vec<File> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            // Fixtures are files as others write them; no rule of ours is for them.
            if path.is_dir() && !path.ends_with("target") && !path.ends_with("fixtures") {
                waiting.push(path);
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    read(found, endings)
}

fn read(paths: Vec<PathBuf>, endings: &[&str]) -> Vec<File> {
    let wanted = paths.into_iter().filter(|path| {
        let ending = path.extension().or(path.file_name()).and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| endings.contains(&ending))
    });
    let files = wanted.map(|path| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let inner = path.strip_prefix(root()).unwrap_or(&path);
        File { path: inner.to_string_lossy().replace('\\', "/"), text }
    });
    files.collect()
}
