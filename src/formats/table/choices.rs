//! What a person chose while looking at a table that is to be imported. Everything is left to the program until it is
//! chosen otherwise. Knows no page.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Column;
use ledger::Id;
use ledger::custom::CustomKind;

/// What a column of a file means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A built-in field.
    Field(Column),
    /// A custom field that the ledger has.
    Custom(Id),
    /// A custom field that the import makes, of findings or of measures.
    New {
        /// What its values are.
        kind: CustomKind,
        /// Of findings; else of measures.
        of_finding: bool,
    },
    /// Left out by the person.
    Left,
}

impl Meaning {
    /// The value of the meaning in a control, and in the remembered reading of a layout.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Field(column) => format!("field {}", column.name()),
            Self::Custom(id) => format!("custom {id}"),
            Self::New { kind, of_finding } => {
                format!("new {} {kind}", if *of_finding { "finding" } else { "measure" })
            }
            Self::Left => "left".to_owned(),
        }
    }

    /// The meaning with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (word, rest) = code.split_once(' ').unwrap_or((code, ""));
        match word {
            "field" => Column::ALL.into_iter().find(|column| column.name() == rest).map(Self::Field),
            "custom" => Id::new(rest).map(Self::Custom),
            "new" => {
                let (owner, kind) = rest.split_once(' ')?;
                let kind = kind.parse().ok().filter(|kind| CustomKind::KNOWN.contains(kind))?;
                Some(Self::New { kind, of_finding: owner == "finding" })
            }
            "left" => Some(Self::Left),
            _ => None,
        }
    }
}

/// A row of the file: its sheet and the number that the spreadsheet shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Which sheet of the file.
    pub sheet: usize,
    /// Its number, from 1.
    pub row: u32,
}

/// A row as it will be: a row of the file, or one of the measures in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RowKey {
    /// The row of the file.
    pub place: Place,
    /// Which of its measures, from 0.
    pub part: u16,
}

/// What a person chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The sheets that are read; `None` leaves it to the program.
    pub sheets: Option<Vec<usize>>,
    /// The row that holds the lowest heads, counted among the rows that have anything in them.
    pub head: Option<usize>,
    /// What columns mean, by their place in the file.
    pub columns: BTreeMap<usize, Meaning>,
    /// What words of 整改状态 mean: the id of a status; `None` is 未填报.
    pub words: BTreeMap<String, Option<Id>>,
    /// What words of other columns that hold one of a few mean, by the place of the column and the word: one that the
    /// field has, the word itself where it is to be one more, empty where the cell is to stay empty.
    pub values: BTreeMap<(usize, String), String>,
    /// Whether no cell is split; `None` leaves it to how the layout was read the last time.
    pub all_whole: Option<bool>,
    /// Rows whose measures stay one.
    pub whole: BTreeSet<Place>,
    /// Cells as the person corrected them, by row and place of the column.
    pub cells: BTreeMap<(RowKey, usize), String>,
    /// Rows that are not imported.
    pub unticked: BTreeSet<RowKey>,
    /// Rows that are data though they do not look so.
    pub taken_back: BTreeSet<Place>,
    /// Doubtful cells that were looked at and are right.
    pub settled: BTreeSet<(RowKey, usize)>,
}

impl Choices {
    /// Whether the person said how the file is to be read: what columns or words mean, or that nothing is split.
    #[must_use]
    pub fn say_how_to_read(&self) -> bool {
        !self.columns.is_empty()
            || !self.words.is_empty()
            || !self.values.is_empty()
            || self.all_whole.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_is_read_from_its_code() {
        let all = Column::ALL.into_iter().map(Meaning::Field).chain([
            Meaning::Left,
            Meaning::Custom(Id::new("cf-1").unwrap()),
            Meaning::New { kind: CustomKind::Date, of_finding: true },
            Meaning::New { kind: CustomKind::Text, of_finding: false },
        ]);
        for meaning in all {
            assert_eq!(Meaning::from_code(&meaning.code()), Some(meaning));
        }
        for code in ["", "field 没有这一列", "new finding other", "custom"] {
            assert_eq!(Meaning::from_code(code), None, "{code}");
        }
    }
}
