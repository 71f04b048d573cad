//! The rules. Each takes a file and gives what is wrong with it, a line a fault; none reads anything itself.

use super::files::File;

/// The most lines that a file may have: what is longer is about more than one thing, or is on the list below.
pub const LONGEST: usize = 450;

/// Files that are longer, each with its reason.
pub const LONG: [(&str, &str); 0] = [];

/// How many lines of `src/app` name a crate of the browser. Lower it whenever one of them has moved to `platform`.
pub const BROWSER_IN_APP: usize = 65;

/// The crates that know no browser, and which crates of ours each may depend on. That nobody imports what his crate does
/// not depend on is held by the compiler.
const CORE: [(&str, &[&str]); 7] = [
    ("ledger", &[]),
    ("journal", &["ledger"]),
    ("notice", &["ledger", "journal"]),
    ("formats", &["ledger", "journal", "notice"]),
    ("query", &["ledger", "journal"]),
    ("grid", &[]),
    ("session", &["ledger", "journal", "formats"]),
];

/// The crates of this repository, as they stand in manifests.
const OURS: [&str; 10] =
    ["ledger", "journal", "notice", "formats", "query", "grid", "session", "platform", "office", "zhenggai"];

/// What only `platform` and the page may depend on.
const BROWSER: [&str; 8] = [
    "leptos",
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "gloo-storage",
    "idb",
    "platform",
];

/// The clock and chance, which a crate of the core has handed in.
const IMPURE: [&str; 3] = ["SystemTime", "Instant::now", "thread_rng"];

/// What nobody may leave in a file. The words are put together here, so that the rule does not find itself.
fn left_behind() -> Vec<String> {
    let words = [
        ("TO", "DO"),
        ("FIX", "ME"),
        ("XX", "X"),
        ("inner_", "html"),
        ("/ro", "ot/"),
        ("/ho", "me/"),
        ("/wo", "rk/"),
    ];
    words.iter().map(|(start, end)| format!("{start}{end}")).collect()
}

pub fn says_what_it_is_for(file: &File) -> Vec<String> {
    let first = file.text.lines().next().unwrap_or_default();
    let front_page = "#![doc = include_str!(\"README.md\")]";
    // The first file of a crate has a page of its own for it, which `cargo doc` shows first.
    let is_crate = file.path.starts_with("src/")
        && file.path.matches('/').count() == 2
        && file.path.ends_with("/lib.rs");
    match (first.starts_with("//! "), first == front_page) {
        (true, _) if is_crate => vec![format!("{}: does not begin with `{front_page}`", file.path)],
        (false, false) => vec![format!("{}: does not begin with `//! …`", file.path)],
        _ => Vec::new(),
    }
}

/// The page that says what a crate is for says also what people ask next.
pub fn front_page_is_whole(page: &File) -> Vec<String> {
    let name = page.path.split('/').rev().nth(1).unwrap_or_default();
    let title = format!("# {name}: ");
    let mut found = Vec::new();
    if !page.text.starts_with(&title) {
        found.push(format!("{}: does not begin with `{title}…`", page.path));
    }
    for part in ["## What it must not know", "## Where to begin"] {
        if !page.text.lines().any(|line| line == part) {
            found.push(format!("{}: has no part `{part}`", page.path));
        }
    }
    found
}

/// Lines of `src/app` that name a crate of the browser: that is for `platform`. The number may only fall.
pub fn names_the_browser(file: &File) -> usize {
    if !file.path.starts_with("src/app/") {
        return 0;
    }
    let words = ["web_sys", "js_sys", "wasm_bindgen"];
    file.text.lines().filter(|line| words.iter().any(|word| has_word(line, word))).count()
}

/// Exceptions for which there is no reason any more: the file is short, or gone.
pub fn stale(exceptions: &[(&str, &str)], files: &[File]) -> Vec<String> {
    let is_long = |path: &str| files.iter().any(|file| file.path == path && file.lines() > LONGEST);
    let stale = exceptions.iter().filter(|(path, _)| !is_long(path));
    stale.map(|(path, reason)| format!("{path} ({reason}) is short now: take it off the list")).collect()
}

/// A crate of the core depends on what stands below it and on no browser; dependencies of its tests do not count.
pub fn dependencies_run_one_way(manifest: &File) -> Vec<String> {
    let module = module_of(&manifest.path);
    let Some((_, allowed)) = CORE.iter().find(|(name, _)| *name == module) else { return Vec::new() };
    let mut section = "";
    let mut found = Vec::new();
    for line in manifest.text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if section == "dependencies" {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            let bad = BROWSER.contains(&name) || (OURS.contains(&name) && !allowed.contains(&name));
            if bad {
                found.push(format!("{}: `{module}` must not know `{name}`", manifest.path));
            }
        }
    }
    found
}

pub fn core_is_pure(file: &File) -> Vec<String> {
    let module = module_of(&file.path);
    if !CORE.iter().any(|(name, _)| *name == module) || is_all_tests(&file.path) {
        return Vec::new();
    }
    each_line(file, |line| {
        let bad = IMPURE.iter().find(|word| has_word(line, word))?;
        Some(format!("`{module}` must not know `{bad}`; hand it in"))
    })
}

/// Files that a `#[cfg(test)] mod` brings in whole: a `tests` module, and what makes arbitrary values for it. Programs that
/// are run by hand are no part of what lands on a desk either.
fn is_all_tests(path: &str) -> bool {
    path.contains("/tests/")
        || path.contains("/examples/")
        || path.ends_with("/tests.rs")
        || path.ends_with("/arbitrary.rs")
}

pub fn nothing_is_unwrapped(file: &File) -> Vec<String> {
    if is_all_tests(&file.path) {
        return Vec::new();
    }
    let mut above = "";
    each_line(file, |line| {
        let excused = line.contains("// cannot fail:") || above.contains("// cannot fail:");
        above = line;
        let bad = [".unwrap()", ".expect(", ".unwrap_err()"].into_iter().find(|call| line.contains(call))?;
        (!excused).then(|| format!("`{bad}` outside tests and without `// cannot fail: <why>`"))
    })
}

pub fn nothing_left_behind(file: &File) -> Vec<String> {
    let words = left_behind();
    let lines = file.text.lines().enumerate().filter_map(|(at, line)| {
        let bad = words.iter().find(|word| line.contains(word.as_str()))?;
        Some(format!("{}:{}: `{bad}` is left behind", file.path, at + 1))
    });
    lines.collect()
}

/// A test that sleeps is slow where all is well, and fails where the machine is slow. The harness looks again and again instead.
pub fn waits_for_conditions(file: &File) -> Vec<String> {
    let is_test = file.path.starts_with("tests/") && !file.path.starts_with("tests/browser/src/");
    if !is_test && !is_all_tests(&file.path) {
        return Vec::new();
    }
    let sleeps = [format!("{}::sleep", "thread"), format!("{}(", " sleep")];
    let lines =
        file.text.lines().enumerate().filter(|(_, line)| sleeps.iter().any(|word| line.contains(word)));
    lines
        .map(|(at, _)| format!("{}:{}: a test waits for a condition, not for a while", file.path, at + 1))
        .collect()
}

pub fn is_short(file: &File) -> Vec<String> {
    if file.lines() <= LONGEST || LONG.iter().any(|(path, _)| *path == file.path) {
        return Vec::new();
    }
    vec![format!("{}: {} lines, more than {LONGEST}", file.path, file.lines())]
}

/// The module that a file of `src` belongs to: `ledger` for `src/ledger/id.rs` and for `src/ledger.rs`.
fn module_of(path: &str) -> &str {
    let inner = path.strip_prefix("src/").unwrap_or_default();
    inner.split(['/', '.']).next().unwrap_or_default()
}

fn has_word(line: &str, word: &str) -> bool {
    let inside = |sign: char| sign.is_alphanumeric() || sign == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(inside) && !line[at + word.len()..].starts_with(inside))
}

/// Asks about each line of the program: comments and items under `#[cfg(test)]` are not program.
fn each_line<'a>(file: &'a File, mut fault: impl FnMut(&'a str) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    // The indent of the test item that is being passed over. It ends where rustfmt puts its last line.
    let mut passing: Option<usize> = None;
    for (at, line) in file.text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if let Some(outer) = passing {
            let last = indent == outer && (line.ends_with(';') || line.trim_start().starts_with('}'));
            if last || (indent == outer && line.ends_with('}')) {
                passing = None;
            }
            continue;
        }
        if line.trim() == "#[cfg(test)]" {
            passing = Some(indent);
            continue;
        }
        let comment = line.trim_start().starts_with("//") && !line.contains("// cannot fail:");
        if let Some(what) = (!comment).then(|| fault(line)).flatten() {
            found.push(format!("{}:{}: {what}", file.path, at + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_module_without_a_purpose_is_found() {
        assert_eq!(says_what_it_is_for(&file("src/a.rs", "use b;\n")).len(), 1);
        assert!(says_what_it_is_for(&file("src/a.rs", "//! What it is for.\n")).is_empty());
        assert_eq!(says_what_it_is_for(&file("src/a/lib.rs", "//! What it is for.\n")).len(), 1);
        assert!(
            says_what_it_is_for(&file("src/a/lib.rs", "#![doc = include_str!(\"README.md\")]\n")).is_empty()
        );
        assert!(says_what_it_is_for(&file("tests/a/src/lib.rs", "//! What it is for.\n")).is_empty());
    }

    #[test]
    fn a_front_page_that_does_not_say_it_all_is_found() {
        let whole = "# a: it\n\n## What it must not know\n\n## Where to begin\n";
        assert_eq!(front_page_is_whole(&file("src/a/README.md", whole)), [] as [&str; 0]);
        assert_eq!(front_page_is_whole(&file("src/b/README.md", whole)).len(), 1);
        assert_eq!(front_page_is_whole(&file("src/a/README.md", "# a: it\n")).len(), 2);
    }

    #[test]
    fn a_browser_in_the_page_is_counted() {
        let text = "use web_sys::Element;\nlet x = wasm_bindgen::JsValue::NULL;\nlet my_web_sys_like = 1;\n";
        assert_eq!(names_the_browser(&file("src/app/a.rs", text)), 2);
        assert_eq!(names_the_browser(&file("src/platform/a.rs", text)), 0);
    }

    #[test]
    fn an_exception_without_a_reason_is_found() {
        let files = [file("src/long.rs", &"\n".repeat(LONGEST + 1)), file("src/short.rs", "\n")];
        let list = [("src/long.rs", "a table"), ("src/short.rs", "once long"), ("src/gone.rs", "once there")];
        assert_eq!(stale(&list, &files).len(), 2);
    }

    #[test]
    fn a_dependency_against_the_stream_is_found() {
        for (path, line) in [
            ("src/ledger/Cargo.toml", "journal.workspace = true"),
            ("src/journal/Cargo.toml", "notice = { path = \"../notice\" }"),
            ("src/query/Cargo.toml", "formats.workspace = true"),
            ("src/formats/Cargo.toml", "web-sys = \"0.3\""),
            ("src/notice/Cargo.toml", "platform.workspace = true"),
        ] {
            let text = format!("[package]\nname = \"x\"\n\n[dependencies]\n{line}\n");
            assert_eq!(dependencies_run_one_way(&file(path, &text)).len(), 1, "{path}: {line}");
        }
        for (path, text) in [
            ("src/journal/Cargo.toml", "[dependencies]\nledger.workspace = true\nserde = \"1\"\n"),
            ("src/platform/Cargo.toml", "[dependencies]\nweb-sys = \"0.3\"\n"),
            ("src/ledger/Cargo.toml", "[dev-dependencies]\njournal.workspace = true\n"),
        ] {
            assert!(dependencies_run_one_way(&file(path, text)).is_empty(), "{path}: {text}");
        }
    }

    #[test]
    fn a_clock_in_the_core_is_found() {
        assert_eq!(core_is_pure(&file("src/journal/a.rs", "let now = SystemTime::now();")).len(), 1);
        assert_eq!(core_is_pure(&file("src/formats/a.rs", "let at = Instant::now();")).len(), 1);
        assert!(core_is_pure(&file("src/platform/clock.rs", "Instant::now()")).is_empty());
        assert!(core_is_pure(&file("src/ledger/a.rs", "let not_thread_rng_at_all = 1;")).is_empty());
    }

    #[test]
    fn an_unwrap_without_a_reason_is_found() {
        assert_eq!(nothing_is_unwrapped(&file("src/a.rs", "x.unwrap();\ny.expect(\"z\");")).len(), 2);
        let good =
            "// cannot fail: it was checked above\nx.unwrap();\nx.unwrap_or(1);\n#[cfg(test)]\nx.unwrap();";
        assert!(nothing_is_unwrapped(&file("src/a.rs", good)).is_empty());
        let below = "#[cfg(test)]\nuse a::b;\n#[cfg(test)]\nfn c() {\n    x.unwrap();\n}\nfn d() {\n    x.unwrap();\n}";
        assert_eq!(
            nothing_is_unwrapped(&file("src/a.rs", below)),
            ["src/a.rs:8: `.unwrap()` outside tests and without `// cannot fail: <why>`"]
        );
        assert!(nothing_is_unwrapped(&file("src/query/tests/laws.rs", "x.unwrap();")).is_empty());
        let stale = "// cannot fail: it was checked above\nx.unwrap();\ny.unwrap();";
        assert_eq!(nothing_is_unwrapped(&file("src/a.rs", stale)).len(), 1);
    }

    #[test]
    fn what_is_left_behind_is_found() {
        for word in left_behind() {
            assert_eq!(nothing_left_behind(&file("a.md", &format!("a\n{word}b"))).len(), 1, "{word}");
        }
    }

    #[test]
    fn a_test_that_sleeps_is_found() {
        let text = format!("std::{}::sleep(Duration::from_secs(2));", "thread");
        assert_eq!(waits_for_conditions(&file("tests/browser/cases/a.rs", &text)).len(), 1);
        assert_eq!(waits_for_conditions(&file("src/journal/tests.rs", &text)).len(), 1);
        assert!(waits_for_conditions(&file("tests/browser/src/page.rs", &text)).is_empty());
    }

    #[test]
    fn a_long_file_is_found() {
        assert_eq!(is_short(&file("src/a.rs", &"\n".repeat(LONGEST + 1))).len(), 1);
        assert!(is_short(&file("src/a.rs", &"\n".repeat(LONGEST))).is_empty());
    }
}
