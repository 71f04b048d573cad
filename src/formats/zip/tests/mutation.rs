//! For tests: a good package whose parts were changed before they were packed, so that the readers of the parts see it.
//! Knows bytes, no format.

use proptest::prelude::*;

use super::super::{Entry, write};
use ledger::date::Date;

/// A place in a part, how many bytes from there on go, and what comes instead.
pub(crate) type Change = (prop::sample::Index, usize, &'static str);

/// Numbers beyond what is sensible, marks of XML in the wrong place, halves of tags.
const PIECES: [&str; 24] = [
    "",
    "",
    "<",
    ">",
    "\"",
    "&",
    "&#0;",
    "&#xFFFFFF;",
    "&nope;",
    "99999999999999999999",
    "-1",
    "1e999",
    "A0",
    "XFD1048577",
    "A1:XFD1048576",
    "</row>",
    "</w:p>",
    "<c r='B2' t='s'><v>7</v></c>",
    "<w:numId w:val='1'/>",
    "<!--",
    "]]>",
    "<?x",
    "\0",
    "\u{ffff}字",
];

/// Some changes.
pub(crate) fn changes() -> impl Strategy<Value = Vec<Change>> {
    let length = prop_oneof![4 => 0_usize..12, 1 => 0_usize..2_000];
    prop::collection::vec((any::<prop::sample::Index>(), length, prop::sample::select(&PIECES[..])), 1..6)
}

/// The package with one part changed. Bytes that are no UTF-8 any more stay so.
pub(crate) fn packed(parts: &[Entry], part: prop::sample::Index, changes: &[Change]) -> Vec<u8> {
    let mut parts = parts.to_vec();
    let at = part.index(parts.len());
    let bytes = &mut parts[at].bytes;
    for (at, length, piece) in changes {
        let from = at.index(bytes.len() + 1);
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, piece.bytes());
    }
    write(&parts, Date::new(2024, 6, 18).unwrap()).unwrap()
}
