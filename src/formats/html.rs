//! The ledger in a saved page: the block `<script type="application/json" id="bundle">`. Knows no ledger.

use super::json::{self, FileError, Opened, Refusal};

/// The JSON that a page holds as its data block; `None` where the text is no such page. In the block `<` is written as
/// `\u003c`, which JSON reads as `<` where it may stand, in strings; so the text is JSON as it is.
///
/// Scripts are passed over as HTML does (a script's text ends at the first `</script`), so the words of the block's own
/// tag within another script are not taken for it.
#[must_use]
pub fn bundle_in_html(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let lower = find_ignoring_case(rest, "<script")?;
        let tag = rest.get(lower..)?;
        let inside = tag.find('>')?;
        let attributes = tag.get(..inside)?;
        let body = tag.get(inside + 1..)?;
        let end = find_ignoring_case(body, "</script")?;
        if is_bundle(attributes) {
            return body.get(..end).map(str::trim);
        }
        rest = body.get(end..)?;
    }
}

/// Whether a text is a page rather than a file of data: it begins with a tag.
#[must_use]
pub fn is_html(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
}

/// Opens a file that is a ledger, a rescue file or a saved page with a ledger in it.
///
/// # Errors
/// Why it is not read, as [`json::open`] tells it.
pub fn open(bytes: &[u8], decode_gb18030: &dyn Fn(&[u8]) -> Option<String>) -> Result<Opened, Refusal> {
    match std::str::from_utf8(bytes) {
        Ok(text) if is_html(text) => match bundle_in_html(text) {
            Some(block) => json::open(block.as_bytes(), decode_gb18030),
            None => Err(FileError::NotABundle { found: "网页，其中没有台账数据".to_owned() }.into()),
        },
        _ => json::open(bytes, decode_gb18030),
    }
}

fn is_bundle(attributes: &str) -> bool {
    let mut words = attributes.split_ascii_whitespace();
    words.any(|word| word.replace(['"', '\''], "").eq_ignore_ascii_case("id=bundle"))
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    let (text, what) = (text.as_bytes(), what.as_bytes());
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'<', text.get(from..)?) {
        let at = from + at;
        if text.get(at..at + what.len()).is_some_and(|found| found.eq_ignore_ascii_case(what)) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_block_of_a_page_is_found() {
        for (page, block) in [
            (
                r#"<!DOCTYPE html><script type="application/json" id="bundle"> {"a":"\u003cb"} </script>"#,
                Some(r#"{"a":"\u003cb"}"#),
            ),
            ("<SCRIPT id='bundle' type='application/json'>{}</SCRIPT>", Some("{}")),
            (r#"<script>x = '<script id="bundle">{1}'</script><script id="bundle">{}</script>"#, Some("{}")),
            (r#"<script id="wasm">{}</script>"#, None),
            (r#"<script id="bundle">{}"#, None),
            ("", None),
        ] {
            assert_eq!(bundle_in_html(page), block, "{page}");
        }
        assert!(is_html("\u{feff}\n<!DOCTYPE html>") && !is_html("{}"));
    }
}
