//! The two streams of a .doc file in a good container: the text, then from the middle on its tables.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (document, table) = bytes.split_at(bytes.len() / 2);
    office_fuzz::read(&office_fuzz::container(&[("WordDocument", document), ("0Table", table)]));
});
