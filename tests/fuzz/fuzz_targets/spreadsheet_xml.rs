//! The XML form of Excel 2003.
#![no_main]

const HEAD: &[u8] = b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| office_fuzz::read(&[HEAD, bytes].concat()));
