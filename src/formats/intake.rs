//! What a file of an office turned out to be, and what was read of it, as it goes from the second WebAssembly to the page.
//! Knows no format and no ledger.

use serde::{Deserialize, Serialize};

use super::table::raw::RawBook;

/// What a file is, told by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// .xlsx, .xlsm.
    Workbook,
    /// .xls, .et of 97 to 2003, and Excel 5 and 95.
    OldWorkbook,
    /// XML of Excel 2003.
    WorkbookXml,
    /// A web page with tables, whatever its name.
    WebTables,
    /// Text with a separator between its cells: .csv, .tsv.
    SeparatedText,
    /// .docx.
    Document,
    /// .doc, .wps of Word 97 to 2003.
    OldDocument,
    /// XML of Word, of 2003 or as one file.
    DocumentXml,
    /// A web page without tables.
    WebPage,
    /// Text.
    PlainText,
}

impl FileKind {
    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Workbook => "Excel 工作簿（.xlsx）",
            Self::OldWorkbook => "Excel 97–2003 工作簿（.xls、.et）",
            Self::WorkbookXml => "Excel 2003 XML 表格",
            Self::WebTables => "含表格的网页（常以 .xls、.doc 为名）",
            Self::SeparatedText => "分隔符文本（.csv）",
            Self::Document => "Word 文档（.docx）",
            Self::OldDocument => "Word 97–2003 文档（.doc、.wps）",
            Self::DocumentXml => "Word XML 文档",
            Self::WebPage => "网页",
            Self::PlainText => "纯文本",
        }
    }

    /// Whether it is a table first of all, and not a text with tables in it.
    #[must_use]
    pub const fn is_table(self) -> bool {
        matches!(
            self,
            Self::Workbook | Self::OldWorkbook | Self::WorkbookXml | Self::WebTables | Self::SeparatedText
        )
    }
}

/// What was read of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// What it is.
    pub kind: FileKind,
    /// Its sheets, or the tables in its text; without any where it has none. Merged areas are not filled.
    pub book: RawBook,
    /// Its text, a paragraph each, that of tables too; empty for workbooks.
    pub paragraphs: Vec<String>,
    /// What was left out or is odd, in sentences: hidden text, revisions, comments.
    pub notes: Vec<String>,
}
