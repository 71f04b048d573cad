//! The text, lists and styles of a .docx file in a good package.
#![no_main]

const PARTS: [&str; 3] = ["word/document.xml", "word/numbering.xml", "word/styles.xml"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| office_fuzz::read(&office_fuzz::package(&PARTS, bytes, &[])));
