//! What becomes of the rows of a file, for a person to look at before it is done. Knows no ledger.

use super::columns::Column;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A measure or finding is added.
    Added,
    /// Something changes.
    Changed,
    /// Nothing changes.
    Unchanged,
    /// Nothing of it is taken.
    Rejected,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Unchanged, Self::Rejected];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "新增",
            Self::Changed => "修改",
            Self::Unchanged => "不变",
            Self::Rejected => "不导入",
        }
    }
}

/// The field that a cell is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// A built-in one.
    Built(Column),
    /// A custom one, by its place in [`super::values::Setting::customs`].
    Custom(usize),
}

/// A cell that differs from the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its field.
    pub field: Field,
    /// What the ledger says.
    pub old: String,
    /// What the file says.
    pub new: String,
    /// Why it is not taken.
    pub refused: Option<String>,
    /// What a person should know though it is taken.
    pub remark: Option<String>,
}

/// A row of the file, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The number that the spreadsheet shows.
    pub row: u32,
    /// `12-3`, or the number in the file.
    pub number: String,
    /// The measure's text, or the finding's title.
    pub text: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Why nothing of it is taken.
    pub reason: String,
    /// The cells that differ. Of a row that is added only those that are not taken or that have a remark.
    pub changes: Vec<Change>,
}
