//! Why a file is not read, for people: which part of it, what was expected, and what to do.

use super::budget::Exceeded;
use super::kind::Unread;
use crate::zip::ZipError;

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A kind of file that is not read.
    #[error("{0}。")]
    Kind(#[from] Unread),
    /// The container cannot be read.
    #[error("文件打不开：{0}。")]
    Zip(#[from] ZipError),
    /// A container that lacks a part.
    #[error("文件里缺少“{0}”，不完整。请在 WPS 或 Office 中打开它，另存一次再导入。")]
    Missing(String),
    /// A part that is not what it should be.
    #[error("文件里的“{0}”已损坏。请在 WPS 或 Office 中打开它，另存一次再导入。")]
    Broken(String),
    /// It would cost too much.
    #[error("文件太大：{0}。")]
    Limit(#[from] Exceeded),
}
