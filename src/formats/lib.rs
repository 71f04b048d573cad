#![doc = include_str!("README.md")]

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
pub mod verify;
#[cfg(feature = "office")]
pub mod xlsx;
#[cfg(feature = "office")]
mod xml;
#[cfg(feature = "office")]
pub mod zip;
