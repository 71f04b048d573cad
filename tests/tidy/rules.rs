//! The rules. Each takes a file and gives what is wrong with it, a line a fault; none reads anything itself.

use super::files::File;

/// The most lines that a file may have: what is longer is about more than one thing, or is on the list below.
pub const LONGEST: usize = 450;

/// Files that are longer, each with its reason.
pub const LONG: [(&str, &str); 0] = [];

/// The crates that know no browser, and which crates of ours each may depend on. That nobody imports what his crate does
/// not depend on is held by the compiler.
const CORE: [(&str, &[&str]); 6] = [
    ("ledger", &[]),
    ("journal", &["ledger"]),
    ("notice", &["ledger", "journal"]),
    ("formats", &["ledger", "journal", "notice"]),
    ("query", &["ledger", "journal"]),
    ("grid", &[]),
];

/// The crates of this repository, as they stand in manifests.
const OURS: [&str; 9] =
    ["ledger", "journal", "notice", "formats", "query", "grid", "platform", "office", "zhenggai"];

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

/// What Chromium 83 does not know, and what to use instead.
const TOO_NEW: [(&str, &str); 8] = [
    ("inset:", "top, right, bottom, left"),
    ("aspect-ratio:", "width and height"),
    ("accent-color:", "a picture of your own"),
    (":has(", "a class set by the program"),
    (":is(", "the selectors one by one"),
    (":where(", "the selectors one by one"),
    ("@container", "@media"),
    ("@layer", "the order of the sheets"),
];

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
    if first.starts_with("//! ") {
        Vec::new()
    } else {
        vec![format!("{}: does not begin with `//! …`", file.path)]
    }
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
    if !CORE.iter().any(|(name, _)| *name == module) {
        return Vec::new();
    }
    each_line(file, |line| {
        let bad = IMPURE.iter().find(|word| has_word(line, word))?;
        Some(format!("`{module}` must not know `{bad}`; hand it in"))
    })
}

/// Files that a `#[cfg(test)] mod` brings in whole: a `tests` module, and what makes arbitrary values for it.
fn is_all_tests(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("/arbitrary.rs")
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

pub fn is_short(file: &File) -> Vec<String> {
    if file.lines() <= LONGEST || LONG.iter().any(|(path, _)| *path == file.path) {
        return Vec::new();
    }
    vec![format!("{}: {} lines, more than {LONGEST}", file.path, file.lines())]
}

/// Checks a sheet rule by rule: what is new is named, a `gap` in a flex box is known from its neighbours, and a
/// rule within a rule is nesting unless the outer one is an at-rule.
pub fn css_is_old_enough(file: &File) -> Vec<String> {
    let text = without_css_comments(&file.text);
    let mut found = Vec::new();
    let mut open: Vec<(usize, String, String)> = Vec::new();
    let mut piece = String::new();
    let mut line = 1;
    let say = |line: usize, what: String| format!("{}:{line}: {what}", file.path);
    for sign in text.chars() {
        match sign {
            '\n' => {
                line += 1;
                piece.push(' ');
            }
            '{' => {
                let selector = std::mem::take(&mut piece).trim().to_owned();
                if open.last().is_some_and(|(_, outer, _)| !outer.starts_with('@')) {
                    found.push(say(line, format!("`{selector}` is nested in a rule; write it out")));
                }
                open.push((line, selector, String::new()));
            }
            '}' => {
                let rest = std::mem::take(&mut piece);
                let Some((start, selector, body)) = open.pop() else { continue };
                let body = format!("{body}{rest};");
                found.extend(too_new(&selector, &body).into_iter().map(|what| say(start, what)));
            }
            ';' => {
                let declaration = std::mem::take(&mut piece);
                if let Some((_, _, body)) = open.last_mut() {
                    body.push_str(&declaration);
                    body.push(';');
                } else if declaration.contains("@import") {
                    found.push(say(line, "`@import` cannot be packed".to_owned()));
                }
            }
            _ => piece.push(sign),
        }
    }
    found
}

fn too_new(selector: &str, body: &str) -> Vec<String> {
    let declarations: Vec<(&str, &str)> = body
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    let mut found = Vec::new();
    for (new, instead) in TOO_NEW {
        let used = match new.strip_suffix(':') {
            Some(property) => declarations.iter().any(|(name, _)| *name == property),
            None => selector.contains(new),
        };
        if used {
            found.push(format!("`{new}` is unknown to Chromium 83; use {instead}"));
        }
    }
    let flex = declarations.iter().any(|(name, value)| *name == "display" && value.contains("flex"));
    let gap = declarations.iter().any(|(name, _)| ["gap", "row-gap", "column-gap"].contains(name));
    if flex && gap {
        found.push(format!("`{selector}`: `gap` in a flex box is unknown to Chromium 83; use margins"));
    }
    found
}

fn without_css_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(from) = rest.find("/*") {
        out.push_str(&rest[..from]);
        let end = rest[from..].find("*/").map_or(rest.len(), |to| from + to + 2);
        // The lines stay, so that what is found later has its right number.
        out.extend(rest[from..end].chars().filter(|sign| *sign == '\n'));
        rest = &rest[end..];
    }
    out + rest
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
    fn a_long_file_is_found() {
        assert_eq!(is_short(&file("src/a.rs", &"\n".repeat(LONGEST + 1))).len(), 1);
        assert!(is_short(&file("src/a.rs", &"\n".repeat(LONGEST))).is_empty());
    }

    #[test]
    fn css_that_is_too_new_is_found() {
        for css in [
            "a { inset: 0; }",
            "@media print { a { aspect-ratio: 1 } }",
            "a:has(b) { color: red }",
            "a { display: flex;\n  gap: 4px; }",
            "a { gap: 4px; display: inline-flex }",
            "a { color: red; &:hover { color: blue } }",
            "a { b { color: blue } }",
            "@import 'x.css';",
        ] {
            assert_eq!(css_is_old_enough(&file("style/a.css", css)).len(), 1, "{css}");
        }
        for css in [
            "a { display: grid; gap: 4px }",
            "/* inset: 0 */ a { --inset: 0; box-shadow: inset 0 0 1px red }",
            "@media print { a { color: red } b { display: flex } }",
        ] {
            assert_eq!(css_is_old_enough(&file("style/a.css", css)), [] as [&str; 0], "{css}");
        }
    }

    #[test]
    fn the_line_is_told() {
        let found = css_is_old_enough(&file("style/a.css", "/* a\nb */\na {\n  inset: 0;\n}"));
        assert!(found[0].starts_with("style/a.css:3:"), "{}", found[0]);
    }
}
