//! Packages: any bytes unpacked.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = formats::zip::read(bytes);
});
