//! What the packed page may weigh: `tests/budget.toml` says how much, this says whether it holds.
//!
//! Bytes and numbers of functions do not wobble as times do, so they are tested: whoever makes the page heavier says so there,
//! with a reason.

use std::fs;
use std::io::Read;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::failure::{At, Failure, Outcome};
use crate::place;

#[derive(Deserialize)]
struct Budget {
    limit: Vec<Limit>,
}

/// One thing that is weighed.
#[derive(Deserialize)]
struct Limit {
    /// Which of the things that [`weigh`] tells.
    what: String,
    most: usize,
    /// Why it may be so heavy; for whoever reads the file.
    #[serde(rename = "why")]
    _why: String,
}

/// Weighs the page and says each weight; fails where one is over its limit, naming all that are.
pub fn check(page: &Path) -> Outcome {
    let file = place::root().join("tests").join("budget.toml");
    let budget: Budget = toml::from_str(&fs::read_to_string(&file).at("read", &file)?)
        .map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    let weights = weigh(&fs::read_to_string(page).at("read", page)?)?;
    for (what, weight) in &weights {
        println!("{what:<24} {weight:>9}");
    }
    let over = over(&budget.limit, &weights);
    if over.is_empty() {
        return Ok(());
    }
    Err(Failure::with_advice(
        over.join("\n"),
        format!("make it lighter, or raise the limit in {} and say why", file.display()),
    ))
}

/// What is over its limit, and what has a limit and no weight or a weight and no limit.
fn over(limits: &[Limit], weights: &[(String, usize)]) -> Vec<String> {
    let mut told = Vec::new();
    for limit in limits {
        match weights.iter().find(|(what, _)| *what == limit.what) {
            None => told.push(format!("{} has a limit and is not weighed", limit.what)),
            Some((what, weight)) if *weight > limit.most => {
                told.push(format!("{what}: {weight}, at most {}", limit.most));
            }
            Some(_) => {}
        }
    }
    for (what, _) in weights {
        if !limits.iter().any(|limit| limit.what == *what) {
            told.push(format!("{what} has no limit"));
        }
    }
    told
}

/// The bytes of the page and, of both programs in it, the bytes of code and of data and the number of functions.
fn weigh(html: &str) -> Outcome<Vec<(String, usize)>> {
    let mut weights = vec![("page, bytes".to_owned(), html.len())];
    for (id, name) in [("wasm-", "program"), ("office", "office formats")] {
        let text: String = blocks(html, id).collect();
        let broken =
            |error: &dyn std::fmt::Display| Failure::new(format!("the block `{id}` of the page: {error}"));
        let packed = STANDARD.decode(text).map_err(|error| broken(&error))?;
        let mut wasm = Vec::new();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut wasm).map_err(|error| broken(&error))?;
        let sections = sections(&wasm).ok_or_else(|| broken(&"no WebAssembly"))?;
        weights.push((format!("{name}, code"), sections.code));
        weights.push((format!("{name}, data"), sections.data));
        weights.push((format!("{name}, functions"), sections.functions));
    }
    Ok(weights)
}

/// The texts of the blocks of data whose id starts so, in order.
pub fn blocks<'h>(html: &'h str, id: &str) -> impl Iterator<Item = &'h str> {
    let start = format!(" id=\"{id}");
    let found: Vec<usize> = html.match_indices(&start).map(|(at, _)| at).collect();
    found.into_iter().filter_map(move |at| {
        let (_, text) = html[at..].split_once('>')?;
        text.split("</script>").next()
    })
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Sections {
    code: usize,
    data: usize,
    functions: usize,
}

/// The sizes of the sections of a module. `None` where these are not the bytes of one.
fn sections(wasm: &[u8]) -> Option<Sections> {
    const CODE: u8 = 10;
    const DATA: u8 = 11;
    let mut rest = wasm.strip_prefix(b"\0asm\x01\0\0\0")?;
    let mut found = Sections::default();
    while let Some((id, after)) = rest.split_first() {
        let (size, body) = number(after)?;
        let (section, next) = body.split_at_checked(size)?;
        match *id {
            CODE => (found.code, found.functions) = (size, number(section)?.0),
            DATA => found.data = size,
            _ => {}
        }
        rest = next;
    }
    Some(found)
}

/// A number as WebAssembly writes it (LEB128), and what follows.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let length = bytes.iter().position(|byte| byte & 0x80 == 0)? + 1;
    let (number, rest) = bytes.split_at(length);
    let value = number
        .iter()
        .rev()
        .try_fold(0usize, |value, byte| value.checked_mul(128)?.checked_add(usize::from(byte & 0x7f)))?;
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with one function that does nothing, and four bytes of data.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\x0a\x04\x01\x02\0\x0b\x0b\x0a\x01\0\x41\0\x0b\x04abcd";

    fn limit(what: &str, most: usize) -> Limit {
        Limit { what: what.to_owned(), most, _why: String::new() }
    }

    #[test]
    fn sections_are_weighed() {
        assert_eq!(sections(MODULE), Some(Sections { code: 4, data: 10, functions: 1 }));
        assert_eq!(sections(&MODULE[..20]), None, "cut short");
        assert_eq!(sections(b"GIF89a"), None);
        assert_eq!(number(b"\xe5\x8e\x26rest"), Some((624_485, b"rest".as_slice())));
        assert_eq!(number(b"\xff"), None);
    }

    #[test]
    fn a_page_is_weighed() {
        let packed = STANDARD.encode(crate::build::gzip(MODULE).unwrap());
        let (one, two) = packed.split_at(8);
        let html = format!(
            "<script id=\"bundle\">{{}}</script><script type=\"x\" id=\"wasm-0\">{one}</script>\n<script id=\"wasm-1\" data-last>{two}</script><script id=\"office\">{packed}</script>"
        );
        let weights = weigh(&html).unwrap();
        assert_eq!(weights.len(), 7);
        assert_eq!(weights[0].1, html.len());
        assert_eq!(weights[3], ("program, functions".to_owned(), 1));
        assert!(weigh(&html.replace("office", "other")).is_err());
    }

    #[test]
    fn what_is_too_heavy_or_not_weighed_is_told() {
        let weights = [("page, bytes".to_owned(), 11), ("program, code".to_owned(), 5)];
        let limits = [limit("page, bytes", 10), limit("gone", 1)];
        assert_eq!(
            over(&limits, &weights),
            [
                "page, bytes: 11, at most 10",
                "gone has a limit and is not weighed",
                "program, code has no limit"
            ]
        );
        assert_eq!(over(&[limit("page, bytes", 11), limit("program, code", 5)], &weights), [""; 0]);
    }
}
