//! What is proposed while a cell of a table is typed in: words of the vocabulary, people and units that the ledger
//! knows, ends of months. Found by characters and by pinyin. Pure but for what it is handed.

use std::collections::BTreeMap;

use ledger::Ledger;
use ledger::custom::{self, CustomKind};
use ledger::date::Date;
use ledger::due::Term;
use query::Terms;
use query::columns::Column;

/// What parts the names of several units.
const PARTS: [char; 5] = ['、', '，', ',', '；', ';'];

/// The proposals for a column once this much is typed; and whether nothing else is taken.
#[must_use]
pub fn of(ledger: &Ledger, column: &Column, typed: &str, today: Date) -> (Vec<String>, bool) {
    let found = |items: Vec<String>, typed: &str| {
        let terms = Terms::parse(typed);
        items.into_iter().filter(|item| terms.are_in(item)).collect::<Vec<_>>()
    };
    let of_many = |typed: &str| {
        let (before, last) = parted(typed);
        let chosen: Vec<&str> = before.split(PARTS).map(str::trim).collect();
        let mut items = units(ledger);
        items.retain(|unit| !chosen.contains(&unit.as_str()));
        (found(items, last), false)
    };
    match column {
        Column::Custom(id) => {
            let Some(field) = ledger.custom_field(id.as_str()) else { return (Vec::new(), false) };
            match field.value_kind() {
                CustomKind::Choice => (found(field.choices().map(str::to_owned).collect(), typed), true),
                CustomKind::YesNo => {
                    (found(vec![custom::YES.to_owned(), custom::NO.to_owned()], typed), true)
                }
                CustomKind::Person => (found(people(ledger, &Column::Owner), typed), false),
                CustomKind::Unit => of_many(typed),
                _ => (Vec::new(), false),
            }
        }
        Column::Status => {
            let statuses = ledger.bundle().statuses.iter();
            let items =
                statuses.map(|status| format!("{} {}", status.symbol, status.label).trim().to_owned());
            (found(items.collect(), typed), true)
        }
        Column::Aspect => {
            let titles = ledger.bundle().aspects.iter().map(|aspect| aspect.title.clone());
            (found(titles.filter(|title| !title.is_empty()).collect(), typed), true)
        }
        Column::Internal => (found(vec![custom::YES.to_owned(), custom::NO.to_owned()], typed), true),
        Column::Term => (found(Term::KNOWN.iter().map(ToString::to_string).collect(), typed), true),
        Column::Owner | Column::Leader => (found(people(ledger, column), typed), false),
        Column::Lead => (found(units(ledger), typed), false),
        Column::Units | Column::Supporting => of_many(typed),
        Column::Due if typed.is_empty() => (ends(today), false),
        _ => (Vec::new(), false),
    }
}

/// Whether anything is ever proposed for a column.
#[must_use]
pub fn has(ledger: &Ledger, column: &Column) -> bool {
    match column {
        Column::Custom(id) => ledger.custom_field(id.as_str()).is_some_and(|field| {
            let kind = field.value_kind();
            matches!(kind, CustomKind::Choice | CustomKind::YesNo | CustomKind::Person | CustomKind::Unit)
        }),
        column => matches!(
            column,
            Column::Status
                | Column::Aspect
                | Column::Internal
                | Column::Term
                | Column::Due
                | Column::Owner
                | Column::Leader
                | Column::Lead
                | Column::Units
                | Column::Supporting
        ),
    }
}

/// What stands in the box when a proposal is taken.
#[must_use]
pub fn complete(ledger: &Ledger, column: &Column, typed: &str, proposal: &str) -> String {
    let is_of_units = |id: &ledger::Id| {
        ledger.custom_field(id.as_str()).is_some_and(|field| field.value_kind() == CustomKind::Unit)
    };
    match column {
        Column::Units | Column::Supporting => format!("{}{proposal}", parted(typed).0),
        Column::Custom(id) if is_of_units(id) => format!("{}{proposal}", parted(typed).0),
        Column::Due => proposal.split('　').next().unwrap_or(proposal).to_owned(),
        _ => proposal.to_owned(),
    }
}

/// What was typed up to the last name, and that name.
fn parted(typed: &str) -> (&str, &str) {
    match typed.rfind(PARTS) {
        Some(at) => {
            let end = at + typed[at..].chars().next().map_or(0, char::len_utf8);
            (&typed[..end], typed[end..].trim())
        }
        None => ("", typed.trim()),
    }
}

fn units(ledger: &Ledger) -> Vec<String> {
    ledger.bundle().units.iter().map(|unit| unit.name.clone()).filter(|name| !name.is_empty()).collect()
}

/// The people that the ledger names in this part, those that it names most often first.
fn people(ledger: &Ledger, column: &Column) -> Vec<String> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for finding in &ledger.bundle().findings {
        let of_measures = finding.measures.iter().map(|measure| (&measure.owner, &measure.leader));
        for (owner, leader) in of_measures.chain([(&finding.owner, &finding.leader)]) {
            let name = if *column == Column::Owner { owner } else { leader }.trim();
            if !name.is_empty() {
                *counts.entry(name).or_default() += 1;
            }
        }
    }
    let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
    ledger::order::sort_by_key(&mut names, |(_, count)| std::cmp::Reverse(*count));
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// The deadlines that are asked for most: ends of this and the next months, of the year, and without end.
fn ends(today: Date) -> Vec<String> {
    let mut end = today.month_end();
    let ends = [1, 2, 3].map(|_| {
        let now = end;
        end = end.plus_days(1).month_end();
        now
    });
    let year = Date::new(today.year(), 12, 31).unwrap_or(today);
    let named = [(ends[0], "本月底"), (ends[1], "下月底"), (ends[2], "后一月底"), (year, "年底")];
    let days = named.into_iter().map(|(day, name)| format!("{day}　{name}"));
    days.chain(["长期坚持".to_owned()]).collect()
}
