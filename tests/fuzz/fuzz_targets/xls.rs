//! The stream of an .xls file in a good container.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| office_fuzz::read(&office_fuzz::container(&[("Workbook", bytes)])));
