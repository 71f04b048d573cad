#![doc = include_str!("README.md")]

pub mod archive;
pub mod clip;
pub mod csv;
pub mod digest;
#[cfg(feature = "office")]
pub mod doc;
pub mod document;
#[cfg(feature = "office")]
pub mod docx;
pub mod file_names;
pub mod flat;
pub mod house;
pub mod html;
pub mod intake;
pub mod json;
pub mod notice_document;
pub mod office;
#[cfg(feature = "office")]
pub mod reader;
#[cfg(feature = "office")]
mod spreadsheet_xml;
pub mod table;
pub mod template;
pub mod verify;
#[cfg(feature = "office")]
mod web;
#[cfg(feature = "office")]
mod xls;
#[cfg(feature = "office")]
pub mod xlsx;
#[cfg(feature = "office")]
mod xml;
#[cfg(feature = "office")]
pub mod zip;
