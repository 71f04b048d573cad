//! Who answers for a row: the units of its columns, by what they do, under the names that the ledger has or a person chose.

use std::collections::BTreeMap;

use super::super::choices::Choices;
use super::super::columns::Column;
use super::super::doubts::Kind;
use super::super::reading::Reading;
use super::super::value_words::{self, ColumnWords};
use super::super::{cell_text, cells, unit_names};
use super::{InRow, Notes};
use ledger::Ledger;

/// The names of units that a ledger knows.
pub struct KnownUnits(std::collections::HashSet<String>);

impl KnownUnits {
    /// Those of a ledger, with their aliases.
    #[must_use]
    pub fn of(ledger: &Ledger) -> Self {
        let units = ledger.bundle().units.iter();
        let names = units.flat_map(|unit| {
            let aliases = unit.aliases.split(['、', '，', ',']).map(str::to_owned);
            std::iter::once(unit.name.clone()).chain(aliases)
        });
        Self(names.map(|name| cell_text::name(&name)).filter(|name| !name.is_empty()).collect())
    }

    /// Whether one bears this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// The names of units that the ledger does not have, and what a person takes them for.
pub struct NewUnits {
    /// The column of units that stands first.
    column: Option<usize>,
    counts: BTreeMap<String, usize>,
    chosen: BTreeMap<(usize, String), String>,
}

impl NewUnits {
    /// For a reading.
    pub fn of(reading: &Reading, ledger: &Ledger, choices: &Choices) -> Self {
        let columns = [Column::Lead, Column::Units, Column::Supporting];
        Self {
            column: columns
                .into_iter()
                .filter_map(|column| reading.column_of(column))
                .min()
                .or_else(|| reading.column_of(Column::Owner)),
            counts: BTreeMap::new(),
            chosen: value_words::chosen(reading, ledger, choices),
        }
    }

    /// Names with what they are taken for in place of those that are not known, each once.
    fn take(&mut self, names: &mut Vec<String>, known: &KnownUnits) {
        let Some(column) = self.column else { return };
        let mut taken: Vec<String> = Vec::with_capacity(names.len());
        for name in std::mem::take(names) {
            if known.has(&name) {
                taken.push(name);
                continue;
            }
            *self.counts.entry(name.clone()).or_default() += 1;
            let chosen = self.chosen.get(&(column, name.clone()));
            let name = chosen.filter(|own| own.is_empty() || known.has(own)).cloned().unwrap_or(name);
            if !name.is_empty() && !taken.contains(&name) {
                taken.push(name);
            }
        }
        *names = taken;
    }

    /// Those that the file names.
    pub fn words(self, ledger: &Ledger) -> Option<ColumnWords> {
        value_words::of_units(self.counts, self.column?, ledger, &self.chosen)
    }
}

/// Puts the units of a row where they belong, whatever column they stand in.
pub fn units(
    row: &mut InRow,
    reading: &Reading,
    known: &KnownUnits,
    new: &mut NewUnits,
    notes: &mut Notes<'_>,
) {
    let has = |column| reading.column_of(column).is_some();
    // A column of people may name units, too.
    if !has(Column::Lead)
        && !has(Column::Units)
        && !has(Column::Supporting)
        && row.get(Column::Units).is_empty()
    {
        return;
    }
    let is_known = |name: &str| known.has(name);
    let mut of = |column| {
        let mut named = unit_names::read(row.get(column), &is_known);
        for names in [&mut named.lead, &mut named.responsible, &mut named.supporting] {
            new.take(names, known);
        }
        named
    };
    let (mut lead, shared, helping) = (of(Column::Lead), of(Column::Units), of(Column::Supporting));
    let mut first: Vec<String> = std::mem::take(&mut lead.lead);
    first.extend(std::mem::take(&mut lead.responsible));
    let mut responsible = shared.responsible;
    let mut supporting = shared.supporting;
    supporting.extend(lead.supporting);
    for name in [helping.lead, helping.responsible, helping.supporting].into_iter().flatten() {
        if !supporting.contains(&name) {
            supporting.push(name);
        }
    }
    if first.is_empty() {
        first = shared.lead;
    } else {
        responsible.splice(0..0, shared.lead);
    }
    if first.len() > 1 {
        let others = first.split_off(1);
        if let Some(at) = reading.column_of(Column::Lead).or_else(|| reading.column_of(Column::Units)) {
            let message = format!("牵头部门只能有一个，其余的（{}）记为责任部门，请核对", others.join("、"));
            notes.add(at, Kind::Unit, message);
        }
        responsible.splice(0..0, others);
    }
    row.first_leads = first.is_empty() && !has(Column::Lead);
    let help = if supporting.is_empty() {
        String::new()
    } else {
        format!("{}{}", cells::HELPING, supporting.join("、"))
    };
    let told = [responsible.join("、"), help].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    row.put(Column::Lead, first.first().map_or("", String::as_str));
    row.put(Column::Units, &told.join("；"));
    row.put(Column::Supporting, "");
}
