#![doc = include_str!("README.md")]

pub mod chunked_read;
pub mod clipboard;
pub mod clock;
pub mod file_handle;
pub mod file_store;
pub mod files;
pub mod focus;
pub mod lock;
pub mod office;
pub mod page;
pub mod panic;
pub mod replica;
pub mod storage;
pub mod tabs;
pub mod timeout;
