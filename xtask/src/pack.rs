//! `cargo xtask pack`, Trunk's post-build hook: one HTML file out of `index.html`, the style sheets, the glue,
//! the WebAssembly and the ledger that the page opens with. It compiles the second WebAssembly, which Trunk does not know
//! of, and knows nothing of the app.
//!
//! Trunk's own `index.html` is thrown away: it loads the parts by URL, and a page opened from `file://` may not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::failure::{At, Failure, Outcome};
use crate::{build, css_minify, place, policy, process, px_to_rem};

/// What stands in `index.html` for the parts that a build puts in.
const POLICY: &str = "<!-- pack: policy -->";
const GLUE: &str = "/* pack: glue */";
const WASM: &str = "pack:wasm";
const OFFICE: &str = "pack:office";
const BUNDLE: &str = "pack:bundle";

/// How many characters of the program stand in one element: a piece is unpacked while the next is read. A multiple of four,
/// so that each piece is base64 by itself.
const PIECE: usize = 1 << 18;

/// Set for work on the page: packed in a second instead of half a minute, and a twentieth larger.
const QUICK: &str = "ZHENGGAI_QUICK_PACK";

/// The most memory of the second WebAssembly, in bytes: readers count up to half of it, packages of archives need more.
const OFFICE_MEMORY: u32 = 1 << 30;

/// The page must open before the ledger that it will ship with is written.
const EMPTY_BUNDLE: &str = r#"{"format":"zhenggai.bundle/1","id":"demo"}"#;

/// The parts of a page, before they are put together.
struct Parts {
    template: String,
    styles: Vec<(String, String)>,
    glue: String,
    wasm: Vec<u8>,
    office: Vec<u8>,
    bundle: String,
}

/// The command.
pub fn run() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or_else(|| {
        Failure::with_advice(
            "`pack` is run by Trunk's hook and has no staging folder",
            "run `cargo xtask build`",
        )
    })?;
    let start = Instant::now();
    let office = office()?;
    let parts = read_parts(&staging, &office)?;
    let page = assemble(&parts)?;
    clear(&staging)?;
    let target = staging.join("index.html");
    fs::write(&target, page).at("write", &target)?;
    println!(
        "packed: WebAssembly {} and {} bytes, {:.1} s",
        parts.wasm.len(),
        parts.office.len(),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Compiles the second WebAssembly, in the profile in which Trunk compiled the first; gives where it is.
fn office() -> Outcome<PathBuf> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let release = std::env::var("TRUNK_PROFILE").map_or(true, |profile| profile != "debug");
    let mut cargo: Command = process::cargo();
    cargo.current_dir(place::root());
    cargo.args(["rustc", "--quiet", "--offline", "--package", "office", "--bin", "office"]);
    cargo.args(["--target", TARGET]);
    if release {
        cargo.arg("--release");
    }
    // Chromium 83 takes the number of a table in one byte only. The linker pads it to five unless it is told not to, and
    // can do so only where nothing points into the code; wasm-bindgen writes the first WebAssembly anew anyway.
    cargo.args(["--", "-Clink-arg=--compress-relocations", "-Clink-arg=--strip-all"]);
    // A file that gets past what the readers count ends with a trap, which the page tells, before it takes the whole machine.
    cargo.arg(format!("-Clink-arg=--max-memory={OFFICE_MEMORY}"));
    process::run(&mut cargo)?;
    let built = place::target().join(TARGET).join(if release { "release" } else { "debug" });
    Ok(built.join("office.wasm"))
}

fn read_parts(staging: &Path, office: &Path) -> Outcome<Parts> {
    let root = place::root();
    let text = |path: PathBuf| -> Outcome<String> {
        // The HTML parser turns CR LF into LF before it hashes a script, so the packer must do so too.
        Ok(fs::read_to_string(&path).at("read", &path)?.replace("\r\n", "\n"))
    };
    let template = text(root.join("index.html"))?;
    let mut styles = Vec::new();
    for link in links(&template).filter(|link| link.contains("rel=\"css\"")) {
        let href = attribute(link, "href")
            .ok_or_else(|| Failure::new(format!("a style sheet in index.html has no href: {link}")))?;
        styles.push((href.to_owned(), text(root.join(href))?));
    }
    let own = root.join("src").join("default-bundle.json");
    let bundle = if own.is_file() { text(own)? } else { EMPTY_BUNDLE.to_owned() };
    let wasm = only_file(staging, "_bg.wasm")?;
    let glue = only_file(staging, ".js")?;
    let bytes = |path: &Path| fs::read(path).at("read", path);
    Ok(Parts { template, styles, glue: text(glue)?, wasm: bytes(&wasm)?, office: bytes(office)?, bundle })
}

/// Puts the parts into the template, and the policy last, because it holds the hashes of the others.
fn assemble(parts: &Parts) -> Outcome<String> {
    let mut html = parts.template.clone();
    let mut sheet = String::new();
    for (name, text) in &parts.styles {
        if text.contains("</style") || text.contains("@import") {
            return Err(Failure::new(format!("{name} holds `</style` or `@import`, which cannot be packed")));
        }
        sheet.push_str(&px_to_rem::css(&css_minify::css(text)));
    }
    let mut style = Some(format!("<style>{sheet}</style>"));
    for link in links(&parts.template) {
        let is_css = link.contains("rel=\"css\"");
        let instead = if is_css { style.take().unwrap_or_default() } else { String::new() };
        html = html.replacen(link, &instead, 1);
    }

    serde_json::from_str::<serde::de::IgnoredAny>(&parts.bundle)
        .map_err(|error| Failure::new(format!("src/default-bundle.json is no JSON: {error}")))?;
    let (wasm, office) = zipped(&parts.wasm, &parts.office)?;
    html = put(&html, GLUE, &as_inline(&parts.glue)?)?;
    html = put(&html, WASM, &in_pieces(&wasm))?;
    html = put(&html, OFFICE, &office)?;
    // `<` stands only inside the strings of JSON, where this escape means the same and cannot end the element.
    html = put(&html, BUNDLE, &parts.bundle.trim().replace('<', "\\u003c"))?;
    let policy = policy::policy(&without_comments(&html));
    html =
        put(&html, POLICY, &format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"))?;
    Ok(without_comments(&html))
}

/// Both programs as gzip in base64, side by side.
fn zipped(wasm: &[u8], office: &[u8]) -> Outcome<(String, String)> {
    let zip = if std::env::var_os(QUICK).is_some() { build::gzip } else { build::smallest_gzip };
    let packed = |bytes: &[u8]| match zip(bytes) {
        Ok(bytes) => Ok(STANDARD.encode(bytes)),
        Err(error) => Err(Failure::new(format!("gzip failed: {error}"))),
    };
    std::thread::scope(|scope| {
        let office = scope.spawn(|| packed(office));
        let wasm = packed(wasm)?;
        let office =
            office.join().map_err(|_| Failure::new("the thread that packs the office formats broke"))??;
        Ok((wasm, office))
    })
}

/// The program as elements `wasm-0`, `wasm-1` …, of which the last says so.
fn in_pieces(text: &str) -> String {
    let pieces = text.as_bytes().chunks(PIECE).map(String::from_utf8_lossy);
    let last = pieces.len().saturating_sub(1);
    let element = |(at, piece)| {
        let mark = if at == last { " data-last" } else { "" };
        format!("<script type=\"application/octet-stream\" id=\"wasm-{at}\"{mark}>{piece}</script>")
    };
    pieces.enumerate().map(element).collect::<Vec<_>>().join("\n")
}

/// The glue as part of an inline module: its exports become the constant `init`.
fn as_inline(glue: &str) -> Outcome<String> {
    if glue.contains("from './snippets/") || glue.contains("from \"./snippets/") {
        return Err(Failure::with_advice(
            "a dependency brings JavaScript of its own (wasm-bindgen snippets), which one file cannot import",
            "do without that dependency or that feature of it",
        ));
    }
    if glue.contains("</script") || glue.contains("<!--") {
        return Err(Failure::new(
            "the glue holds `</script` or `<!--`, which would end the element it is put in",
        ));
    }
    let unknown =
        || Failure::new("the glue exports no default function; this wasm-bindgen is not the known one");
    let from = glue.rfind("export {").ok_or_else(unknown)?;
    let to = from + glue[from..].find('}').ok_or_else(unknown)? + 1;
    let init = glue[from + "export {".len()..to - 1]
        .split(',')
        .find_map(|name| name.trim().strip_suffix("as default"))
        .ok_or_else(unknown)?;
    let rest = glue[to..].trim_start_matches(';');
    Ok(format!("{}const init = {};{rest}", &glue[..from], init.trim()))
}

/// Every `<link data-trunk …>` of the template, in order.
fn links(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices("<link data-trunk").filter_map(|(from, _)| {
        let to = from + html[from..].find('>')? + 1;
        Some(&html[from..to])
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let from = tag.find(&format!("{name}=\""))? + name.len() + 2;
    tag[from..].split('"').next()
}

fn put(html: &str, mark: &str, text: &str) -> Outcome<String> {
    match html.matches(mark).count() {
        1 => Ok(html.replacen(mark, text, 1)),
        count => Err(Failure::new(format!("index.html has the mark `{mark}` {count} times instead of once"))),
    }
}

/// HTML comments explain the template to its readers; the page does not need them.
fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(from) = rest.find("<!--") {
        out.push_str(rest[..from].trim_end_matches([' ', '\t']));
        rest = rest[from..].find("-->").map_or("", |to| &rest[from + to + 3..]);
    }
    out.push_str(rest);
    out
}

fn only_file(folder: &Path, ending: &str) -> Outcome<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .at("list", folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    match (found.pop(), found.is_empty()) {
        (Some(path), true) => Ok(path),
        _ => Err(Failure::with_advice(
            format!("{} does not hold exactly one file *{ending}", folder.display()),
            "run `cargo xtask build`, which starts from an empty folder",
        )),
    }
}

/// The parts are in the page now; nothing else is to be handed out or served.
fn clear(folder: &Path) -> Outcome {
    for entry in fs::read_dir(folder).at("list", folder)?.filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.at("remove", &path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE_TEXT: &str = "async function __wbg_init(x) {}\nexport { initSync, __wbg_init as default };\n";

    fn parts(bundle: &str) -> Parts {
        Parts {
            template: "<head><!-- pack: policy --><link data-trunk rel=\"rust\"><link data-trunk rel=\"css\" href=\"a\"><link data-trunk rel=\"css\" href=\"b\"></head>\
                pack:wasm<script type=\"application/octet-stream\">pack:office</script><script type=\"application/json\" id=\"bundle\">pack:bundle</script>\
                <script type=\"module\">/* pack: glue */init(1)</script>".to_owned(),
            styles: vec![("a".to_owned(), "a { }".to_owned()), ("b".to_owned(), "b { }".to_owned())],
            glue: GLUE_TEXT.to_owned(),
            wasm: vec![0, 1, 2],
            office: vec![3],
            bundle: bundle.to_owned(),
        }
    }

    #[test]
    fn everything_lands_in_one_page() {
        let page = assemble(&parts(r#"{"a":"</script>"}"#)).unwrap();
        assert!(page.contains("<style>a{}b{}</style></head>"), "{page}");
        assert!(page.contains(r#"{"a":"\u003c/script>"}"#), "{page}");
        assert!(page.contains("const init = __wbg_init;\ninit(1)"), "{page}");
        assert!(page.starts_with("<head><meta http-equiv=\"Content-Security-Policy\""), "{page}");
        assert!(!page.contains("data-trunk") && !page.contains("pack:"), "{page}");
    }

    #[test]
    fn the_program_is_in_pieces_that_decode_alone() {
        let text = STANDARD.encode(vec![7; PIECE]);
        let page = in_pieces(&text);
        let pieces: Vec<&str> =
            page.split('\n').map(|piece| piece.split(['>', '<']).nth(2).unwrap()).collect();
        assert_eq!(pieces.concat(), text);
        assert_eq!(pieces.iter().map(|piece| STANDARD.decode(piece).unwrap().len()).sum::<usize>(), PIECE);
        assert_eq!(page.matches("data-last").count(), 1);
        assert!(
            page.starts_with("<script type=\"application/octet-stream\" id=\"wasm-0\">"),
            "{}",
            &page[..80]
        );
        assert!(page.rfind("id=\"wasm-1\" data-last>").is_some());
    }

    #[test]
    fn what_cannot_be_packed_is_refused() {
        assert!(assemble(&parts("{")).is_err());
        assert!(as_inline("import { x } from './snippets/a.js';").is_err());
        assert!(as_inline("'</script>'; export { a as default };").is_err());
        assert!(as_inline("export { a };").is_err());
        let mut two = parts("{}");
        two.template.push_str("pack:wasm");
        assert!(assemble(&two).is_err());
        let mut css = parts("{}");
        css.styles[0].1 = "@import 'x'".to_owned();
        assert!(assemble(&css).is_err());
    }

    #[test]
    fn comments_go_with_the_space_before_them() {
        assert_eq!(without_comments("a  <!-- b -->c<!-- d"), "ac");
    }
}
