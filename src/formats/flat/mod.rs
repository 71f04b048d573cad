//! 导出明细: a ledger as flat tables for machines, one row a measure, one a finding, one an edit, as CSV or NDJSON. The columns are
//! fixed and described ([`Table::columns`]); each row names its ledger, and each table of a ledger is one file
//! (`measures/<ledger>.csv`), so that a folder of many ledgers' files is one table for DuckDB, Spark and their like.
//!
//! Written for programs: no mark before the first byte, lines end with `\n`, nothing is neutralised, an empty cell is no value.
//! Rows are made one by one; what is handed on are chunks of some ten thousand bytes.

mod edits;
mod findings;
mod head;
mod measures;
mod value;

pub use head::Source;
pub use value::{Kind, Value};

use std::fmt::Write as _;

use ledger::Id;

/// About how many bytes are handed on at a time.
const CHUNK: usize = 64 * 1024;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// One row a measure.
    Measures,
    /// One row a finding.
    Findings,
    /// One row an edit of the history.
    Edits,
}

/// What is said of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described {
    /// Its name: small letters and `_`.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// The unit of its values; empty where they have none.
    pub unit: &'static str,
    /// What it tells, in Chinese.
    pub meaning: &'static str,
}

/// A column of a table of rows `R`.
struct Column<R> {
    told: Described,
    value: fn(&R) -> Value,
}

/// A column in one line: name, kind, unit, meaning, value.
const fn column<R>(
    name: &'static str,
    kind: Kind,
    unit: &'static str,
    meaning: &'static str,
    value: fn(&R) -> Value,
) -> Column<R> {
    Column { told: Described { name, kind, unit, meaning }, value }
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// RFC 4180 in UTF-8, with a row of names.
    Csv,
    /// An object of JSON a line (NDJSON); every object has every name, a value that is not there is `null`.
    Ndjson,
}

impl Form {
    /// The ending of a file.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 3] = [Self::Measures, Self::Findings, Self::Edits];

    /// The folder that its files stand in.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Measures => "measures",
            Self::Findings => "findings",
            Self::Edits => "edits",
        }
    }

    /// Its columns, in their order.
    #[must_use]
    pub fn columns(self) -> Vec<Described> {
        match self {
            Self::Measures => measures::columns().iter().map(|column| column.told).collect(),
            Self::Findings => findings::columns().iter().map(|column| column.told).collect(),
            Self::Edits => edits::columns().iter().map(|column| column.told).collect(),
        }
    }

    /// The rows of a ledger, one by one, each with a value a column.
    #[must_use]
    pub fn rows<'l>(self, source: &'l Source<'l>) -> Box<dyn Iterator<Item = Vec<Value>> + 'l> {
        match self {
            Self::Measures => {
                let columns = measures::columns();
                Box::new(measures::rows(source).map(move |row| values(&columns, &row)))
            }
            Self::Findings => {
                let columns = findings::columns();
                Box::new(findings::rows(source).map(move |row| values(&columns, &row)))
            }
            Self::Edits => {
                let columns = edits::columns();
                Box::new(edits::rows(source).map(move |row| values(&columns, &row)))
            }
        }
    }

    /// The file of a ledger, chunk by chunk.
    pub fn file<'l>(self, source: &'l Source<'l>, form: Form) -> impl Iterator<Item = String> + use<'l> {
        let names: Vec<&'static str> = self.columns().iter().map(|column| column.name).collect();
        let mut next = match form {
            Form::Csv => Some(format!("{}\n", names.join(","))),
            Form::Ndjson => None,
        };
        let mut rows = self.rows(source);
        std::iter::from_fn(move || {
            let mut chunk = next.take().unwrap_or_default();
            while chunk.len() < CHUNK {
                let Some(row) = rows.next() else { break };
                match form {
                    Form::Csv => value::csv_line(&row, &mut chunk),
                    Form::Ndjson => value::json_line(&names, &row, &mut chunk),
                }
            }
            (!chunk.is_empty()).then_some(chunk)
        })
    }
}

fn values<R>(columns: &[Column<R>], row: &R) -> Vec<Value> {
    columns.iter().map(|column| (column.value)(row)).collect()
}

/// The description of all tables as a CSV file: table, column, type, unit, meaning.
#[must_use]
pub fn schema() -> String {
    let mut out = String::from("table,column,type,unit,meaning\n");
    for table in Table::ALL {
        for column in table.columns() {
            let cells = [table.folder(), column.name, column.kind.name(), column.unit, column.meaning];
            value::csv_line(&cells.map(Value::text), &mut out);
        }
    }
    out
}

/// What DuckDB is told of the folder (`duckdb -init duckdb.sql`): a view a table, with the types of the description. Without it
/// DuckDB guesses types from some of the files, and a deadline in words in another is an error.
#[must_use]
pub fn duckdb() -> String {
    let mut out = String::new();
    for table in Table::ALL {
        let name = table.folder();
        let columns: Vec<String> = table
            .columns()
            .iter()
            .map(|column| format!("    '{}': '{}'", column.name, column.kind.name()))
            .collect();
        // cannot fail: writing to a String never does.
        let _ = write!(
            out,
            "create or replace view {name} as select * from read_csv('{name}/*.csv', auto_detect = false, header = true,\n  \
             delim = ',', quote = '\"', escape = '\"', new_line = '\\n', columns = {{\n{}\n  }});\n",
            columns.join(",\n")
        );
    }
    out
}

/// All files of a ledger with their names: each table in both forms, and the descriptions of the folder.
#[must_use]
pub fn files(source: &Source<'_>) -> Vec<(String, Vec<u8>)> {
    let ledger = &source.bundle().id;
    let mut all = vec![
        ("schema.csv".to_owned(), schema().into_bytes()),
        ("duckdb.sql".to_owned(), duckdb().into_bytes()),
    ];
    for table in Table::ALL {
        for form in [Form::Csv, Form::Ndjson] {
            let mut bytes = Vec::new();
            table.file(source, form).for_each(|chunk| bytes.extend(chunk.into_bytes()));
            all.push((path(table, ledger, form), bytes));
        }
    }
    all
}

/// Where the file of a table of a ledger stands: `measures/<ledger>.csv`. What no file system takes of an id becomes `_`; whoever
/// writes several ledgers sees to it that no two have one name.
#[must_use]
pub fn path(table: Table, ledger: &Id, form: Form) -> String {
    const MOST: usize = 150;
    let legal = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let mut name = String::new();
    for c in ledger.as_str().chars().map(legal) {
        if name.len() + c.len_utf8() > MOST {
            break;
        }
        name.push(c);
    }
    let name = crate::file_names::stem("", name.trim_matches('.'), None);
    format!("{}/{name}.{}", table.folder(), form.ending())
}

#[cfg(test)]
mod tests;
