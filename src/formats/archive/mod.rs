//! 归档: what is handed to the archive (GB/T 18894-2016): metadata in the words of DA/T 46-2009, the checks of DA/T 70-2018
//! that a program can make, the files of a package with their manifest, and the verification of such a package.
//!
//! Knows the ledger and bytes; packing and unpacking ZIP is [`super::office`]'s. Dates and names are handed in.

pub mod checks;
pub mod inside;
pub mod manifest;
pub mod metadata;
pub mod package;
pub mod read_back;
pub mod repacked;
pub mod sheet_html;
pub mod verify;

#[cfg(test)]
mod tests;
