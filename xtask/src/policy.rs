//! The Content Security Policy of the page: hashes of what runs, and nothing else may.
//! It reads finished HTML; how that HTML is put together is the packer's business.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The policy for a page. The scripts that run and the style sheets are named by their hashes.
///
/// `'unsafe-eval'` is for Chromium before 97, which compiles no WebAssembly without it; the page's first
/// script adds a second policy without it wherever `'wasm-unsafe-eval'` is known, and the stricter one holds.
/// `worker-src blob:` is for the worker of the office formats, whose text stands in the page; a worker made from a blob
/// has the policy of the page.
pub fn policy(html: &str) -> String {
    let scripts: Vec<String> =
        elements(html, "script").filter(|(tag, _)| runs(tag)).map(|(_, text)| hash(text)).collect();
    let styles: Vec<String> = elements(html, "style").map(|(_, text)| hash(text)).collect();
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval' 'unsafe-eval'; style-src {}; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'",
        scripts.join(" "),
        styles.join(" "),
    )
}

/// A script runs unless its type makes it a block of data. Data needs no hash, so that another ledger can be
/// put into a finished page without a build.
fn runs(tag: &str) -> bool {
    !tag.contains("type=") || tag.contains("type=\"module\"")
}

/// Every element of this name: its start tag and the text in it.
fn elements<'a>(html: &'a str, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let open = format!("<{name}");
    let close = format!("</{name}>");
    let mut rest = html;
    std::iter::from_fn(move || {
        let from = rest.find(&open)?;
        let tag_end = from + rest[from..].find('>')? + 1;
        let text_end = tag_end + rest[tag_end..].find(&close)?;
        let found = (&rest[from..tag_end], &rest[tag_end..text_end]);
        rest = &rest[text_end + close.len()..];
        Some(found)
    })
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_runs_has_a_hash() {
        let html = "<style>a{}</style><script>1</script><script type=\"application/json\" id=\"bundle\">{}</script><script type=\"module\">2</script>";
        let policy = policy(html);
        assert_eq!(policy.matches("sha256-").count(), 3);
        // The well-known SHA-256 of "1", in base64.
        assert!(policy.contains("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"), "{policy}");
    }

    #[test]
    fn another_ledger_leaves_the_policy_alone() {
        let page =
            |data: &str| format!("<script>1</script><script type=\"application/json\">{data}</script>");
        assert_eq!(policy(&page("{}")), policy(&page("{\"id\":\"other\"}")));
        assert_ne!(policy("<script>1</script>"), policy("<script>2</script>"));
    }
}
