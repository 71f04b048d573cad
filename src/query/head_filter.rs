//! The filter in the head of a column: which values there are and how many rows say each, and what of them is asked for.
//! What is asked stands in the query as a word (`责任人:王敏、李强`) that a person can read and change; of 整改状态 and
//! 完成情况, as the query's own. A finding says what it says itself and what its measures say, as its list asks for both.
//! Knows no element.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::RowCells;
use super::columns::Column;
use super::index::Index;
use super::query::{Pick, Query};
use super::records::{Record, RecordKind, Row};
use super::{FindingRows, MeasureRows};
use ledger::closure::ClosureState;
use ledger::date::Date;
use ledger::deadline::finding_is_finished;
use ledger::fields::{Fields, Kind};
use ledger::finding::Finding;
use ledger::vocabulary::Vocabulary;
use ledger::{Id, Ledger};

/// What asks for rows that say nothing in the column.
pub const NONE: &str = "无";

/// What a finding is: all that it has is 已完成, or not.
const FINISHED: [(bool, &str); 2] = [(true, "已完成"), (false, "尚未完成")];

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

/// What a search calls a deadline that names no day.
const PHRASE: &str = "长期";

/// Whether the column is filtered by words that it holds, and not by values.
#[must_use]
pub fn is_text(column: &Column) -> bool {
    use Column::{Cause, Details, Finding, Goal, Note, Progress, Text, WiderCheck};
    matches!(column, Finding | Details | Goal | Cause | WiderCheck | Text | Progress | Note)
}

/// What of the column is asked for now.
#[must_use]
pub fn asked(fields: &Fields, query: &Query, column: &Column) -> Vec<String> {
    if *column == Column::Status && fields.kind() == RecordKind::Finding {
        let word = FINISHED.iter().find(|(finished, _)| query.finished == Some(*finished));
        return word.map(|(_, word)| (*word).to_owned()).into_iter().collect();
    }
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
    if *column == Column::Status && fields.kind() == RecordKind::Finding {
        let mut asked = FINISHED.iter().filter(|(_, word)| wanted.iter().any(|own| own == word));
        // Whoever asks for both asks for all.
        query.finished = asked.next().filter(|_| asked.next().is_none()).map(|(finished, _)| *finished);
        return;
    }
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

/// The values of a column in the rows of a list that match all that is asked of other columns, with how many say each.
#[must_use]
pub fn choices(
    index: &Index,
    ledger: &Ledger,
    query: &Query,
    of: RecordKind,
    column: &Column,
    today: Date,
) -> Vec<Choice> {
    let mut others = query.clone();
    let fields = Fields::of_records(ledger, of);
    ask(&fields, &mut others, column, &[]);
    let rows: Vec<Row> = match of {
        RecordKind::Measure => {
            let rows = MeasureRows::new(index, ledger, &others, today);
            rows.rows().iter().copied().map(Row::Measure).collect()
        }
        RecordKind::Finding => {
            let rows = FindingRows::new(index, ledger, &others, today);
            rows.rows().iter().copied().map(Row::Finding).collect()
        }
    };
    let mut counts = BTreeMap::<String, usize>::new();
    let mut late = 0;
    for record in rows.into_iter().filter_map(|row| index.record(ledger, row)) {
        late += usize::from(*column == Column::Due && is_late(ledger, record, today));
        for value in said_by(ledger, &fields, record, column) {
            *counts.entry(value).or_default() += 1;
        }
    }
    let choice = |(label, count): (String, usize)| {
        let value = if label.is_empty() { NONE.to_owned() } else { value_of(ledger, of, column, &label) };
        Choice { value, label: if label.is_empty() { EMPTY.to_owned() } else { label }, count }
    };
    let mut all: Vec<Choice> = counts.into_iter().map(choice).collect();
    if *column == Column::Due {
        if late > 0 {
            all.insert(0, Choice { value: "逾期".to_owned(), label: "逾期".to_owned(), count: late });
        }
    } else {
        ledger::order::sort_by_key(&mut all, |choice| std::cmp::Reverse(choice.count));
    }
    all
}

fn is_late(ledger: &Ledger, record: Record, today: Date) -> bool {
    let cells = RowCells::of(ledger, record, today);
    cells.is_late(&Column::Due) || cells.is_late(&Column::Overdue)
}

/// What a record says in a column, each value once.
fn said_by(ledger: &Ledger, fields: &Fields, record: Record, column: &Column) -> BTreeSet<String> {
    let entry = fields.get(column);
    let kind = entry.map_or(Kind::Text, |entry| entry.kind);
    let finding = match record {
        Record::Measure(finding, measure) => {
            let text = |column: &Column| column.of_measure(ledger, finding, measure);
            return said(column, kind, text).into_iter().collect();
        }
        Record::Finding(finding) => finding,
    };
    if *column == Column::Status {
        let finished = finding_is_finished(Vocabulary::new(&ledger.bundle().statuses), finding);
        let word = FINISHED.iter().find(|(own, _)| *own == finished);
        return word.map(|(_, word)| (*word).to_owned()).into_iter().collect();
    }
    let own = said(column, kind, |column: &Column| column.of_finding(ledger, finding));
    if entry.is_some_and(|entry| entry.of_finding) {
        return own.into_iter().collect();
    }
    // What a finding leaves open its measures tell.
    let tells = |value: &String| !value.is_empty() && tells(column, finding);
    let of_measures = finding.measures.iter().flat_map(|measure| {
        said(column, kind, |column: &Column| column.of_measure(ledger, finding, measure))
    });
    own.into_iter().filter(tells).chain(of_measures).collect()
}

/// Whether what a finding says of itself counts: one that nobody applied for is not asked for by that.
fn tells(column: &Column, finding: &Finding) -> bool {
    *column != Column::Closure || ClosureState::after(&finding.closure) != ClosureState::NotApplied
}

/// What a column says, as it is counted: units one by one, deadlines by month. `texts` says what stands in a column.
fn said(column: &Column, kind: Kind, texts: impl Fn(&Column) -> String) -> Vec<String> {
    const PARTS: [Column; 3] = [Column::Lead, Column::Units, Column::Supporting];
    let text = texts(column);
    match column {
        // A search asks for a unit in any part, and so for none in any.
        Column::Units | Column::Supporting if text.is_empty() => {
            if PARTS.iter().all(|part| texts(part).is_empty()) { vec![text] } else { Vec::new() }
        }
        Column::Units | Column::Supporting => text.split('、').map(str::to_owned).collect(),
        Column::Custom(_) if kind == Kind::Units => text.split('、').map(str::to_owned).collect(),
        Column::Due if text.is_empty() => vec![text],
        // A month, whatever its precision; all that names no day is one choice, as the search has one word for it.
        Column::Due => {
            let month = text.get(..7).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()));
            vec![month.unwrap_or(PHRASE).to_owned()]
        }
        Column::Evidence => vec![if text == "0" { String::new() } else { "有".to_owned() }],
        _ => vec![text],
    }
}

fn value_of(ledger: &Ledger, of: RecordKind, column: &Column, label: &str) -> String {
    if *column != Column::Status || of == RecordKind::Finding {
        return label.to_owned();
    }
    let found = ledger.bundle().statuses.iter().find(|status| status.label == label);
    found.map_or_else(|| label.to_owned(), |status| status.id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::demo::demo;
    use proptest::prelude::*;
    use serde_json::json;

    fn ledger() -> Ledger {
        let bundle = serde_json::from_value(json!({
            "id": "b",
            "statuses": [{"id": "s1", "label": "整改中"}, {"id": "s2", "label": "已完成", "class": "done"}],
            "units": [{"id": "u1", "name": "办公室"}, {"id": "u2", "name": "财务处"}],
            "aspects": [{"id": "a1", "title": "党的建设"}],
            "findings": [
                {"id": "f1", "aspect": "a1", "lead_unit": "u1", "owner": "王敏", "due": "2024-06", "amount": "3",
                    "measures": [{"id": "m1", "status": "s2", "owner": "李强"}]},
                {"id": "f2", "measures": [{"id": "m2", "status": "s1", "lead_unit": "u2", "due": "2025-01-31"}, {"id": "m3"}]},
                {"id": "f3", "lead_unit": "u2", "goal": "建章立制"}]
        }));
        Ledger::new(bundle.unwrap()).unwrap()
    }

    fn today() -> Date {
        Date::new(2025, 3, 1).unwrap()
    }

    fn told(of: RecordKind, column: &Column) -> String {
        let ledger = ledger();
        let index = Index::complete(&ledger);
        let choices = choices(&index, &ledger, &Query::default(), of, column, today());
        choices
            .iter()
            .map(|choice| format!("{} {}", choice.label, choice.count))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_finding_says_what_it_says_itself_and_what_its_measures_say() {
        for (column, wanted) in [
            (Column::Aspect, "（空） 2 党的建设 1"),
            (Column::Lead, "财务处 2 （空） 1 办公室 1"),
            (Column::Owner, "（空） 1 李强 1 王敏 1"),
            (Column::Due, "逾期 1 （空） 1 2024-06 1 2025-01 1"),
            (Column::Status, "尚未完成 2 已完成 1"),
            (Column::Amount, "（空） 2 3 1"),
            (Column::Closure, "未申请 2"),
        ] {
            assert_eq!(told(RecordKind::Finding, &column), wanted, "{column:?}");
        }
        assert_eq!(told(RecordKind::Measure, &Column::Lead), "（空） 1 办公室 1 财务处 1");
    }

    #[test]
    fn what_is_asked_of_a_column_is_asked_instead_of_what_was_and_beside_the_rest() {
        let fields = Fields::of_findings(&ledger());
        let mut query = Query { text: "督查 责任人:李强".to_owned(), ..Query::default() };
        ask(&fields, &mut query, &Column::Owner, &["王敏".to_owned(), NONE.to_owned()]);
        assert_eq!(query.text, "督查 责任人:王敏、无");
        assert_eq!(asked(&fields, &query, &Column::Owner), ["王敏", "无"]);
        ask(&fields, &mut query, &Column::Owner, &[]);
        assert_eq!(query.text, "督查");
        for (wanted, finished) in [
            (&["已完成"][..], Some(true)),
            (&["尚未完成"][..], Some(false)),
            (&["已完成", "尚未完成"][..], None),
            (&[][..], None),
        ] {
            let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
            ask(&fields, &mut query, &Column::Status, &wanted);
            assert_eq!(query.finished, finished, "{wanted:?}");
        }
        // What is counted, and what no search knows, cannot be asked for.
        for column in [Column::Number, Column::Measures, Column::Overdue, Column::Details, Column::Internal] {
            assert_eq!(asked_by(&fields, &column), None, "{column:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn every_value_of_a_head_opens_a_list_of_no_fewer(seed in 0..9u64, size in 1..80usize) {
            let ledger = Ledger::new(demo(seed, size)).unwrap();
            let index = Index::complete(&ledger);
            let day = Date::new(2026, 11, 15).unwrap();
            for of in [RecordKind::Measure, RecordKind::Finding] {
                let fields = Fields::of_records(&ledger, of);
                for column in [Column::Aspect, Column::Lead, Column::Units, Column::Owner, Column::Leader, Column::Due, Column::Closure, Column::Status] {
                    for choice in choices(&index, &ledger, &Query::default(), of, &column, day) {
                        let mut query = Query::default();
                        ask(&fields, &mut query, &column, std::slice::from_ref(&choice.value));
                        let found = match of {
                            RecordKind::Measure => MeasureRows::new(&index, &ledger, &query, day).matched(),
                            RecordKind::Finding => FindingRows::new(&index, &ledger, &query, day).matched(),
                        };
                        // A name that is part of another finds that, too.
                        prop_assert!(found >= choice.count, "{of:?} {column:?} {choice:?}: {found}");
                        if matches!(column, Column::Closure | Column::Status) {
                            prop_assert_eq!(found, choice.count, "{:?} {:?} {:?}", of, column, choice);
                        }
                    }
                }
            }
        }
    }
}
