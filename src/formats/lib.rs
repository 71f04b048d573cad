//! Bytes in, bytes out: how a ledger is read from files and written to them, a folder a format.
//!
//! Knows the ledger; knows no browser, no clock and no page. What a format refuses, it says in Chinese.
//! [`table`] is the ledger as offices exchange it, whatever the file; [`office`] is what the page asks of the second
//! WebAssembly, in which [`xlsx`], [`docx`] and [`zip`] live.

pub mod archive;
pub mod clip;
pub mod csv;
pub mod digest;
pub mod document;
#[cfg(feature = "office")]
pub mod docx;
pub mod html;
pub mod json;
pub mod notice_document;
pub mod office;
pub mod table;
#[cfg(feature = "office")]
pub mod template;
pub mod verify;
#[cfg(feature = "office")]
pub mod xlsx;
#[cfg(feature = "office")]
mod xml;
#[cfg(feature = "office")]
pub mod zip;
