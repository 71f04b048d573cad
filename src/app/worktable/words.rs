//! What people call the rows of a table.

use query::RecordKind;

/// The words for one kind of row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// What one row is: 措施.
    pub noun: &'static str,
    /// What stands between a number and the noun: 条.
    pub unit: &'static str,
}

impl Words {
    /// For rows of this kind.
    #[must_use]
    pub fn of(kind: RecordKind) -> Self {
        match kind {
            RecordKind::Measure => Self { noun: "措施", unit: "条" },
            RecordKind::Finding => Self { noun: "问题", unit: "个" },
        }
    }

    /// So many of them: `3 条措施`.
    #[must_use]
    pub fn counted(self, count: usize) -> String {
        format!("{count} {}{}", self.unit, self.noun)
    }
}
