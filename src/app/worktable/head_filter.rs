//! The filter in the head of a column: which values there are and how many rows say each, and what of them is asked for.
//! What is asked stands in the query as a word (`责任人:王敏、李强`) that a person can read and change; of 整改状态, as the
//! query's own. Knows no element.

use std::collections::BTreeMap;

use ledger::date::Date;
use ledger::fields::{Fields, Kind};
use ledger::{Id, Ledger};
use query::cells::MeasureCells;
use query::columns::Column;
use query::{Index, MeasureRows, Pick, Query};

/// What asks for rows that say nothing in the column.
pub const NONE: &str = "无";

/// What a person sees where a row says nothing.
const EMPTY: &str = "（空）";

/// A value of a column: what is asked for, what people read, how many rows say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The word that asks for it.
    pub value: String,
    /// What people read.
    pub label: String,
    /// How many rows of the list without this filter say it.
    pub count: usize,
}

/// The name by which a search asks for a column; none where it cannot.
#[must_use]
pub fn asked_by(fields: &Fields, column: &Column) -> Option<String> {
    let column = match column {
        // A row is asked for by its number in the search.
        Column::Number => return None,
        // A search asks for a unit in any part.
        Column::Supporting => &Column::Units,
        column => column,
    };
    // A word of a search has no space in it, and a name may be that of another field in this ledger.
    let is_its = |name: &&String| {
        !name.contains(|c: char| c.is_whitespace() || ":：".contains(c))
            && !name.starts_with('-')
            && fields.asked(name).is_some_and(|entry| entry.field == *column)
    };
    fields.get(column)?.asked.iter().find(is_its).cloned()
}

/// Whether the column is filtered by words that it holds, and not by values.
#[must_use]
pub fn is_text(column: &Column) -> bool {
    use Column::{Cause, Details, Finding, Goal, Note, Progress, Text, WiderCheck};
    matches!(column, Finding | Details | Goal | Cause | WiderCheck | Text | Progress | Note)
}

/// What of the column is asked for now.
#[must_use]
pub fn asked(fields: &Fields, query: &Query, column: &Column) -> Vec<String> {
    if *column == Column::Status {
        let word = |pick: &Pick<Id>| match pick {
            Pick::None => NONE.to_owned(),
            Pick::Is(id) => id.to_string(),
        };
        return query.statuses.iter().map(word).collect();
    }
    let Some(name) = asked_by(fields, column) else { return Vec::new() };
    let words = query.text.split_whitespace().filter_map(|word| values(word, &name));
    words.flat_map(|values| values.split(['、', ',', '|']).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What a word asks of the field with this name.
fn values<'w>(word: &'w str, name: &str) -> Option<&'w str> {
    word.strip_prefix(name)?.strip_prefix([':', '：'])
}

/// Asks for these values of the column and for nothing else of it.
pub fn ask(fields: &Fields, query: &mut Query, column: &Column, wanted: &[String]) {
    if *column == Column::Status {
        let pick = |word: &String| if word == NONE { Some(Pick::None) } else { Id::new(word).map(Pick::Is) };
        query.statuses = wanted.iter().filter_map(pick).collect();
        return;
    }
    let Some(name) = asked_by(fields, column) else { return };
    let mut words: Vec<&str> =
        query.text.split_whitespace().filter(|word| values(word, &name).is_none()).collect();
    // A word of a search has no space in it.
    let parts = wanted.iter().filter_map(|value| value.split_whitespace().next());
    let clause = format!("{name}:{}", parts.collect::<Vec<_>>().join("、"));
    if !wanted.is_empty() {
        words.push(&clause);
    }
    query.text = words.join(" ");
}

/// The values of a column in the rows that match all that is asked of other columns, with how many say each.
#[must_use]
pub fn choices(index: &Index, ledger: &Ledger, query: &Query, column: &Column, today: Date) -> Vec<Choice> {
    let mut others = query.clone();
    let fields = Fields::of(ledger);
    ask(&fields, &mut others, column, &[]);
    let kind = fields.get(column).map_or(Kind::Text, |entry| entry.kind);
    let rows = MeasureRows::new(index, ledger, &others, today);
    let mut counts = BTreeMap::<String, usize>::new();
    let mut late = 0;
    for row in rows.rows() {
        let Some((finding, measure)) = index.measure(ledger, *row) else { continue };
        let cells = MeasureCells::of(ledger, finding, measure, today);
        late += usize::from(*column == Column::Due && cells.overdue);
        for value in said(column, kind, &cells) {
            *counts.entry(value).or_default() += 1;
        }
    }
    let choice = |(label, count): (String, usize)| {
        let value = if label.is_empty() { NONE.to_owned() } else { value_of(ledger, column, &label) };
        Choice { value, label: if label.is_empty() { EMPTY.to_owned() } else { label }, count }
    };
    let mut all: Vec<Choice> = counts.into_iter().map(choice).collect();
    if *column == Column::Due {
        if late > 0 {
            all.insert(0, Choice { value: "逾期".to_owned(), label: "逾期".to_owned(), count: late });
        }
    } else {
        all.sort_by_key(|choice| std::cmp::Reverse(choice.count));
    }
    all
}

/// What a row says in a column, as it is counted: units one by one, deadlines by month.
fn said(column: &Column, kind: Kind, cells: &MeasureCells) -> Vec<String> {
    let text = cells.text(column);
    match column {
        Column::Units | Column::Supporting => text.split('、').map(str::to_owned).collect(),
        Column::Custom(_) if kind == Kind::Units => text.split('、').map(str::to_owned).collect(),
        Column::Due => vec![
            text.get(..7)
                .filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))
                .unwrap_or(text)
                .to_owned(),
        ],
        Column::Evidence => vec![if text == "0" { String::new() } else { "有".to_owned() }],
        _ => vec![text.to_owned()],
    }
}

fn value_of(ledger: &Ledger, column: &Column, label: &str) -> String {
    if *column != Column::Status {
        return label.to_owned();
    }
    let found = ledger.bundle().statuses.iter().find(|status| status.label == label);
    found.map_or_else(|| label.to_owned(), |status| status.id.to_string())
}
