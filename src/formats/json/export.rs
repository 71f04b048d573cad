//! Writes a bundle as canonical JSON, whole or in pieces. Knows nothing of reading.

use serde::Serialize;
use serde_json::Value;

use super::canonical::Writer;
use ledger::Bundle;
use ledger::finding::Finding;

/// How many findings, or edits of the history, one chunk holds at most.
const CHUNK: usize = 64;

/// The members of the bundle that may be long.
const LONG: &[&str] = &["findings", "history"];

/// The bundle as a file: canonical (RFC 8785), UTF-8, no line end after it.
#[must_use]
pub fn export(bundle: &Bundle) -> String {
    // A measure is about half a kilobyte, most of a finding is its measures.
    let mut out = String::with_capacity(4096 + bundle.findings.len() * 2048);
    export_chunks(bundle).for_each(|chunk| out.push_str(&chunk));
    out
}

/// [`export`] in pieces, so that a page can draw between them; one after the other they are the file.
pub fn export_chunks(bundle: &Bundle) -> impl Iterator<Item = String> {
    pieces(bundle).into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Findings(findings, first) => listed(findings, first),
        Piece::Edits(edits, first) => listed(edits, first),
    })
}

/// A piece that is still to be written; whether it is the first of its list.
enum Piece<'b> {
    Text(String),
    Findings(&'b [Finding], bool),
    Edits(&'b [Value], bool),
}

fn pieces(bundle: &Bundle) -> Vec<Piece<'_>> {
    let mut writer = Writer::holding(LONG);
    writer.write(bundle);
    let mut pieces = Vec::new();
    let mut text = String::from("{");
    for (n, member) in writer.members.iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        let key = &writer.out[member.key.clone()];
        text.push_str(key);
        text.push(':');
        text.push_str(&writer.out[member.value.clone()]);
        if !member.value.is_empty() {
            continue;
        }
        text.push('[');
        pieces.push(Piece::Text(std::mem::replace(&mut text, String::from("]"))));
        if key == "\"findings\"" {
            let chunks = bundle.findings.chunks(CHUNK).enumerate();
            pieces.extend(chunks.map(|(n, chunk)| Piece::Findings(chunk, n == 0)));
        } else {
            let chunks = bundle.history.0.chunks(CHUNK).enumerate();
            pieces.extend(chunks.map(|(n, chunk)| Piece::Edits(chunk, n == 0)));
        }
    }
    text.push('}');
    pieces.push(Piece::Text(text));
    pieces
}

fn listed<T: Serialize>(items: &[T], first: bool) -> String {
    let mut writer = Writer::default();
    for (n, item) in items.iter().enumerate() {
        if n > 0 || !first {
            writer.out.push(',');
        }
        writer.write(item);
    }
    writer.out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::canonical;
    use ledger::arbitrary;
    use ledger::record::Node;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_chunks_are_the_canonical_form_of_the_whole(
            mut bundle in arbitrary::bundle(),
            history in prop::collection::vec(arbitrary::json(), 0..150),
        ) {
            bundle.history.0 = history;
            let whole = canonical(&bundle.to_json());
            prop_assert_eq!(export_chunks(&bundle).collect::<String>(), &*whole);
            prop_assert_eq!(export(&bundle), whole);
        }
    }

    #[test]
    fn a_chunk_holds_at_most_64_findings() {
        let bundle = Bundle { findings: vec![Finding::default(); 130], ..Bundle::default() };
        let chunks: Vec<usize> = export_chunks(&bundle).map(|c| c.matches("\"id\":\"\"").count()).collect();
        assert_eq!(chunks, [0, 64, 64, 2, 1]);
        assert!(!export(&bundle).ends_with('\n'));
    }
}
