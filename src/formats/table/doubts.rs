//! What a person should look at in a cell of a table that is read, and why. Knows no page.

use super::choices::RowKey;

/// What kind of doubt it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A date whose year was guessed, or that is none.
    Date,
    /// A cell that was split.
    Split,
    /// A word that may mean something else.
    Word,
    /// Rows that were taken for one finding.
    Merged,
    /// A number that a program changed.
    Number,
    /// A cell whose value is missing or failed.
    Missing,
    /// Names of units that were taken apart or given a role.
    Unit,
    /// A value that its field does not take.
    Refused,
}

/// A doubt about a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The row.
    pub row: RowKey,
    /// The place of the column in the file.
    pub column: usize,
    /// What kind.
    pub kind: Kind,
    /// What a person reads.
    pub message: String,
}
