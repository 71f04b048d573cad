//! What the page and the second WebAssembly say to each other about templates. Both sides compile this file.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use ledger::Id;
use ledger::date::Date;

/// What a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TemplateKind {
    /// A document: `.docx`.
    Document,
    /// A workbook: `.xlsx`.
    Workbook,
}

impl TemplateKind {
    /// What its files end in, without the dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Document => "docx",
            Self::Workbook => "xlsx",
        }
    }
}

/// What one file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Each {
    /// The whole ledger: one file.
    #[default]
    All,
    /// One finding: `{{反馈问题}}` stands without a block.
    Finding,
    /// One measure: `{{整改措施}}` stands without a block.
    Measure,
    /// One unit that answers: `{{单位.名称}}` stands without a block, and findings and measures are its own.
    Unit,
}

/// Which heads of empty forms mean which fields, as a person said: the head as [`UnknownHead::head`] shows it, and the name
/// of a value of 措施 or 问题; an empty name leaves the column empty.
pub type Assignment = BTreeMap<String, String>;

/// How a template is to be filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The name of the paper, for the names of the files: 整改台账.
    pub name: String,
    /// What one file is about.
    #[serde(default)]
    pub each: Each,
    /// Whether all may read it: then nothing internal is in it.
    #[serde(default)]
    pub public: bool,
    /// The day.
    pub today: Date,
    /// What a person said of heads that are not known.
    #[serde(default)]
    pub assigned: Assignment,
    /// What changed since a day, for a paper that tells that.
    #[serde(default)]
    pub since: Option<Changes>,
    /// What the page's own search answers to the filters of the template ([`Inspection::filters`]): by their words, the
    /// findings and measures that it shows. A filter without an answer looks for its words in the values. A public paper
    /// takes no answer: the search knows what is internal.
    #[serde(default)]
    pub answers: BTreeMap<String, Vec<Id>>,
    /// The part of the ledger that the paper is about; none for the whole.
    #[serde(default)]
    pub only: Option<Only>,
}

/// A part of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Only {
    /// Findings with all of their measures.
    pub findings: BTreeSet<Id>,
    /// Single measures; of their findings nothing but them.
    pub measures: BTreeSet<Id>,
}

/// What changed since a day: lists of measures and findings by the names that marks know them by: 新完成, 新逾期, 延期, 销号,
/// 退回.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// The day.
    pub since: Date,
    /// The lists.
    pub lists: BTreeMap<String, Vec<Id>>,
}

/// A mark that a template uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedMark {
    /// The mark as it stands there: `{{整改时限|2024年6月30日}}`.
    pub mark: String,
    /// Where it stands first.
    pub place: String,
    /// How often it stands.
    pub count: usize,
}

/// What the rows of an empty form are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowsOf {
    /// A row each finding.
    Findings,
    /// A row each measure; the cells of a finding span those of its measures.
    Measures,
    /// It has no rows: names with room beside or below them.
    Labels,
}

/// An empty form that is filled by its heads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmptyForm {
    /// Where: 正文第 2 张表, 工作表‘台账’A4.
    pub place: String,
    /// What its rows are.
    pub rows: RowsOf,
    /// Its heads that are known, each with the name of the field that fills it.
    pub columns: Vec<(String, String)>,
    /// Heads whose column stays empty in a public paper.
    pub withheld: Vec<String>,
}

/// A head of an empty form that is not known. The page asks what it means, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownHead {
    /// Where it stands.
    pub place: String,
    /// The head: what an [`Assignment`] goes by.
    pub head: String,
    /// The known name that is most like it.
    pub nearest: Option<String>,
}

/// What a template is, and what it asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// A document or a workbook.
    pub kind: TemplateKind,
    /// The marks in it.
    pub marks: Vec<UsedMark>,
    /// The empty forms in it.
    pub forms: Vec<EmptyForm>,
    /// Heads that are not known.
    pub unknown: Vec<UnknownHead>,
    /// The words of the filters in it, each once, for the page's own search: 状态:已完成 逾期.
    #[serde(default)]
    pub filters: Vec<String>,
    /// All that is wrong. While there is anything, nothing is filled.
    pub faults: Vec<Fault>,
}

/// What a value of a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameKind {
    /// Text.
    Text,
    /// A whole number: `{{序号|一}}`.
    Number,
    /// An exact decimal number.
    Sum,
    /// A day: `{{整改时限|2024年6月30日}}`.
    Day,
    /// Yes or no: `{{逾期|是/否}}`.
    Flag,
    /// Things, each with names of its own: `{{#措施}}…{{/措施}}`.
    List,
    /// How many there are: `{{措施.总数}}`.
    Count,
}

/// A name that marks may use, for a page that lists them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsableName {
    /// The name.
    pub name: String,
    /// A mark to be copied.
    pub mark: String,
    /// What stands there.
    pub meaning: String,
    /// What it is.
    pub kind: NameKind,
    /// The block that it stands in: 问题, 措施, 单位; empty where it needs none.
    pub list: String,
    /// A public paper must not hold it.
    pub internal: bool,
}

/// A file that was filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledFile {
    /// Its name, legal on every system: `某局-整改台账-2026-11-27.xlsx`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What came of a template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// The files.
    pub files: Vec<FilledFile>,
    /// What the person should know, for people: texts that were cut, columns left empty.
    pub notes: Vec<String>,
}
