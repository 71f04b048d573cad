//! The words that cells of a table are chosen from: statuses, classes of deadlines, units, people, the options of own fields.
//! They stand in a sheet that is not shown: a list in the rule itself holds only 255 characters.

use std::collections::BTreeSet;

use super::book::{Cell, Choice, Row, Sheet, Style, Width};
use super::columns::Column;
use super::shown::Shown;
use crate::csv::neutral;
use ledger::Ledger;
use ledger::custom::{CustomKind, NO, YES};
use ledger::due::Term;
use ledger::vocabulary::{UNFILLED, Vocabulary};

/// The name of the sheet.
pub const WORDS: &str = "选项";
/// More people than this are no list that anybody chooses from.
const MOST_PEOPLE: usize = 500;

/// The words of a column, and what is told of another one; empty where another may be typed.
struct Words {
    words: Vec<String>,
    message: String,
}

/// The lists for a table with these columns: the rules for the rows from `top` to `bottom`, and the sheet with the words.
#[must_use]
pub fn of(ledger: &Ledger, columns: &[Shown<'_>], top: usize, bottom: usize) -> (Vec<Choice>, Sheet) {
    let mut lists: Vec<Vec<String>> = Vec::new();
    let mut choices = Vec::new();
    for (column, shown) in columns.iter().enumerate() {
        let Some(own) = words(ledger, shown).filter(|own| !own.words.is_empty()) else { continue };
        let known = lists.iter().position(|list| *list == own.words);
        let count = own.words.len();
        let nth = known.unwrap_or_else(|| {
            lists.push(own.words);
            lists.len() - 1
        });
        choices.push(Choice {
            column,
            top,
            bottom,
            from: (WORDS.to_owned(), nth, count),
            message: own.message,
        });
    }
    (choices, sheet(&lists))
}

fn words(ledger: &Ledger, shown: &Shown<'_>) -> Option<Words> {
    let strict = |words: Vec<String>, name: &str| {
        Some(Words { words, message: format!("{name}请从列表中选择。") })
    };
    let free = |words| Some(Words { words, message: String::new() });
    match shown {
        Shown::Built(Column::Status) => strict(statuses(ledger), "整改状态"),
        Shown::Built(Column::Term) => {
            let words = Term::KNOWN.iter().map(ToString::to_string).collect();
            Some(Words {
                words,
                message: "整改类型请从列表中选择：立行立改、限期整改、长期坚持。".to_owned(),
            })
        }
        // Several may stand in one cell, and a new one may lead: others than those of the list may be typed.
        Shown::Built(Column::Lead | Column::Units | Column::Supporting) => free(units(ledger)),
        Shown::Built(Column::Leader) => free(people(ledger, Column::Leader)),
        Shown::Built(Column::Owner) => free(people(ledger, Column::Owner)),
        Shown::Built(_) => None,
        Shown::Custom(field) => match field.value_kind() {
            CustomKind::Choice => strict(field.choices().map(str::to_owned).collect(), field.name()),
            CustomKind::YesNo => strict(vec![YES.to_owned(), NO.to_owned()], field.name()),
            CustomKind::Unit => free(units(ledger)),
            _ => None,
        },
    }
}

fn statuses(ledger: &Ledger) -> Vec<String> {
    let bundle = ledger.bundle();
    let vocabulary = Vocabulary::new(&bundle.statuses);
    let labels = bundle.statuses.iter().map(|status| vocabulary.label(Some(&status.id)).to_owned());
    std::iter::once(UNFILLED.to_owned()).chain(labels).collect()
}

fn units(ledger: &Ledger) -> Vec<String> {
    let names = ledger.bundle().units.iter().map(|unit| unit.name.trim().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// The people whom the ledger names in a column, in the order of their names.
fn people(ledger: &Ledger, column: Column) -> Vec<String> {
    let mut names = BTreeSet::new();
    for finding in &ledger.bundle().findings {
        let of = |leader: &String, owner: &String| {
            if column == Column::Leader { leader.clone() } else { owner.clone() }
        };
        names.insert(of(&finding.leader, &finding.owner));
        names.extend(finding.measures.iter().map(|measure| of(&measure.leader, &measure.owner)));
    }
    let names = names.into_iter().map(|name| name.trim().to_owned());
    names.filter(|name| !name.is_empty() && !name.contains('\n')).take(MOST_PEOPLE).collect()
}

fn sheet(lists: &[Vec<String>]) -> Sheet {
    let longest = lists.iter().map(Vec::len).max().unwrap_or_default();
    let rows = (0..longest).map(|at| {
        let cell =
            |list: &Vec<String>| Cell::new(Style::Bare, neutral(list.get(at).map_or("", String::as_str)));
        Row { height: 0, cells: lists.iter().map(cell).collect() }
    });
    Sheet {
        name: WORDS.to_owned(),
        hidden: true,
        widths: vec![Width { units: 16, hidden: false }; lists.len()],
        rows: rows.collect(),
        ..Sheet::default()
    }
}
