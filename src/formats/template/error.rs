//! Why a template is not filled, for people.

use super::fault::Fault;
use crate::zip::ZipError;

/// Why a template is not filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The formats of Office 97 to 2003, or a file with a password.
    #[error(
        "这是旧格式的文件（.doc、.xls）或加了打开密码。请在 WPS 或 Office 中打开它，另存为不加密的 .docx 或 .xlsx 后再作模板。"
    )]
    Old,
    /// The container cannot be read or written.
    #[error("模板打不开：{0}。")]
    Zip(#[from] ZipError),
    /// A container, but of something else.
    #[error(
        "这个文件不是 Word 文档或 Excel 工作簿（里面没有 word/document.xml 或工作簿）。请选择 .docx 或 .xlsx 文件。"
    )]
    Missing,
    /// A workbook in the binary form.
    #[error("这是二进制工作簿（.xlsb）。请在 WPS 或 Excel 中打开它，另存为 .xlsx 后再作模板。")]
    Binary,
    /// It holds a program.
    #[error("模板里有宏（{0}），不能使用。请在 WPS 或 Office 中另存为不含宏的 .docx 或 .xlsx 后再试。")]
    Macro(String),
    /// A part is no XML.
    #[error("模板内部的“{0}”已损坏。请在 WPS 或 Office 中打开并另存一次再试。")]
    Broken(String),
    /// What comes of it is larger than any paper.
    #[error("填好的文件太大，没有生成。请用筛选减少条目，或改为每个单位一份。")]
    TooLarge,
    /// There is nothing that a file could be about.
    #[error("台账里没有可填的{0}，没有生成文件。")]
    Nothing(&'static str),
    /// A public paper cannot be parted by what is internal.
    #[error("公开的材料不按责任单位分，没有生成文件。请改为全部一份或逐个问题一份，或把模板改为内部。")]
    PublicUnits,
    /// The ledger that came along is none.
    #[error("台账读不出：{0}。请重新打开台账后再试。")]
    Ledger(String),
    /// Marks are wrong.
    #[error("模板有 {} 处错误，没有生成文件：{}", .0.len(), .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))]
    Faults(Vec<Fault>),
}
