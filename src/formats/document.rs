//! A text document as plain data: paragraphs, each with its part in the official layout of GB/T 9704-2012.
//! Knows no ledger and no file format.

use serde::{Deserialize, Serialize};

use ledger::date::Date;

/// The part that a paragraph plays in the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// 标题: 2号小标宋, centred (7.3.1).
    Title,
    /// 主送机关: at the left edge (7.3.2).
    Recipient,
    /// `一、`: 黑体 (7.3.3).
    First,
    /// `（一）`: 楷体 (7.3.3).
    Second,
    /// `1.` and `（1）`: 仿宋 (7.3.3), bold where the office does so.
    Third,
    /// 正文: 3号仿宋, two characters in (7.3.3).
    Body,
    /// 落款: as far in as it is said (7.3.5).
    Signatory,
    /// 成文日期: as far in as it is said (7.3.5).
    Date,
    /// A line that takes no indent: an empty one, a continuation.
    Plain,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its part.
    pub part: Part,
    /// How far from the left edge it begins, in half characters; 0 where its part says so.
    #[serde(default)]
    pub left: u32,
    /// Of a heading that runs on into body text: the heading. Empty where the whole paragraph is of its part.
    pub head: String,
    /// Its text, behind the heading; a line break within is kept.
    pub text: String,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is about, for the properties of the file.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When it was made.
    pub date: Date,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
}

/// A document that is a table across the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDocument {
    /// What it is about: it stands over the table.
    pub title: String,
    /// What is said of it under the title.
    pub note: String,
    /// Who made it.
    pub author: String,
    /// When it was made.
    pub date: Date,
    /// The columns: what stands over them, and how wide they are beside each other.
    pub columns: Vec<(String, u32)>,
    /// The texts of the rows, a column each.
    pub rows: Vec<Vec<String>>,
}
