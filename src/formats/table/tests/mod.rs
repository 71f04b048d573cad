//! Laws of the way out and back: what goes out and comes in again changes nothing, what was changed in between changes
//! exactly that, and one undo takes all of it back. The cases of other offices' tables are in [`offices`].

use proptest::prelude::*;

use super::choices::Choices;
use super::columns::Column;
use super::incoming;
use super::ledger_book::{Wanted, csv_rows};
use super::line::Field;
use super::plan::{Outcome, Plan, plan};
use super::preview::{self, Importer, Preview};
use super::raw::{RawBook, of_csv};
use super::reading;
use super::shown::Shown;
use super::values::Setting;
use crate::csv;
use journal::{Cause, Journal, Stamp};
use ledger::date::{Date, Moment};
use ledger::demo::demo;
use ledger::{Bundle, Id, Ledger};

mod choices;
mod field;
mod heads;
mod kinds;
mod laws;
mod offices;

fn day() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn importer() -> Importer {
    Importer { today: day(), author: "王敏".into() }
}

fn stamp() -> Stamp {
    Stamp { session: Id::new("s").unwrap(), at: Moment::EPOCH, author: "王敏".into(), unit: String::new() }
}

fn fresh() -> impl FnMut() -> Id {
    named("new")
}

/// Ids that begin so.
fn named(prefix: &str) -> impl FnMut() -> Id {
    let mut count = 0;
    move || {
        count += 1;
        Id::new(&format!("{prefix}.{count}")).unwrap()
    }
}

/// What a table would do as far as it is of built-in fields, line by line.
fn planned(ledger: &Ledger, book: &RawBook) -> Plan {
    let choices = Choices::default();
    let mut reading = reading::read(book, ledger, &choices);
    let incoming = incoming::rows(&mut reading, ledger, &choices, book.from_1904);
    let setting = Setting {
        today: day(),
        author: "王敏".into(),
        from_1904: book.from_1904,
        around: incoming::around(ledger, &reading),
        customs: Vec::new(),
        without_measures: reading.column_of(Column::Text).is_none(),
    };
    plan(ledger, &incoming.rows, &setting, &mut fresh())
}

/// What a table would do, with all that a person sees before.
fn previewed(ledger: &Ledger, book: &RawBook, choices: &Choices) -> Preview {
    preview::plan(book, choices, ledger, &importer(), &mut fresh())
}

/// What a table would do in a ledger that got its rows before.
fn previewed_again(ledger: &Ledger, book: &RawBook) -> Preview {
    preview::plan(book, &Choices::default(), ledger, &importer(), &mut named("later"))
}

/// The ledger as a table, changed, and what that would do.
fn back(ledger: &Ledger, change: impl FnOnce(&mut Vec<Vec<String>>)) -> Plan {
    let mut table = csv_rows(ledger, &Wanted::default(), day());
    change(&mut table);
    planned(ledger, &of_csv(csv::read(&csv::write(table))))
}

fn journal() -> Journal {
    Journal::open(demo(7, 60)).unwrap()
}

/// Where a column stands in the table of a ledger.
fn place(ledger: &Ledger, column: Column) -> usize {
    Shown::of(ledger).iter().position(|shown| *shown == Shown::Built(column)).unwrap()
}

/// Where a column stands in the table of the demonstration.
fn column(column: Column) -> usize {
    place(journal().ledger(), column)
}

#[test]
fn what_goes_out_and_comes_back_changes_nothing() {
    let journal = journal();
    let plan = back(journal.ledger(), |_| ());
    let odd: Vec<_> = plan.lines.iter().filter(|line| line.outcome != Outcome::Unchanged).collect();
    assert!(odd.is_empty(), "{odd:#?}");
    assert!(plan.ops.is_empty(), "{:?}", plan.ops);
}

#[test]
fn a_table_is_known_by_the_ids_of_the_ledger_that_it_came_out_of() {
    let journal = journal();
    let table = |change: &dyn Fn(&mut String)| {
        let mut rows = csv_rows(journal.ledger(), &Wanted::default(), day());
        rows.iter_mut().skip(1).filter_map(|row| row.last_mut()).for_each(change);
        of_csv(csv::read(&csv::write(rows)))
    };
    let is_of = |change: &dyn Fn(&mut String)| preview::is_of_ledger(&table(change), journal.ledger());
    assert!(is_of(&|_| ()));
    assert!(!is_of(&String::clear), "without ids nobody knows");
    assert!(!is_of(&|id| id.insert_str(0, "other-")), "ids of another ledger");
    assert!(is_of(&|id| id.push(' ')), "as a hand may leave it");
}

#[test]
fn without_its_ids_the_table_still_finds_its_measures() {
    let journal = journal();
    let plan = back(journal.ledger(), |table| {
        for row in table.iter_mut().skip(1) {
            row.last_mut().unwrap().clear();
            row[column(Column::Finding)] = format!("{}.{}。", row[0], row[column(Column::Finding)]);
        }
    });
    // The demonstration repeats the text of a measure within a finding here and there; no other row is doubtful.
    let odd = plan.lines.iter().filter(|line| line.outcome != Outcome::Unchanged).collect::<Vec<_>>();
    assert!(odd.is_empty(), "{odd:#?}");
}

#[test]
fn empty_cells_keep_what_is_there() {
    let journal = journal();
    let plan = back(journal.ledger(), |table| {
        for row in table.iter_mut().skip(1) {
            let id = row.len() - 1;
            row[..id].iter_mut().for_each(String::clear);
        }
    });
    assert!(plan.ops.is_empty(), "{:?}", plan.ops);
}

#[test]
fn one_undo_takes_the_whole_import_back() {
    let mut journal = journal();
    let before = journal.ledger().bundle().clone();
    let plan = back(journal.ledger(), |table| {
        for row in table.iter_mut().skip(1).take(20) {
            row[column(Column::Owner)] = "赵六".into();
            row[column(Column::Lead)] = "新设处".into();
            row[column(Column::Units)] = "甲处、乙处；配合：新设处".into();
            row[column(Column::Progress)].push_str("\n2026年11月1日 又做了一步");
            row[column(Column::Institutions)] = "《新的办法》".into();
        }
        let mut added = table[1].clone();
        added.last_mut().unwrap().clear();
        added[column(Column::Text)] = "一条从前没有的措施，写在表格里".into();
        added[column(Column::Status)] = "已完成".into();
        table.insert(2, added.clone());
        added[column(Column::Finding)] = "关于从前没有的问题".into();
        table.push(added);
    });
    assert_eq!(plan.count(Outcome::Added), 2);
    assert_eq!(plan.new_units, ["新设处", "甲处", "乙处"]);
    journal.commit(plan.ops, &stamp(), &Cause::Direct).unwrap();
    let now = journal.ledger().bundle();
    assert_eq!(now.findings.len(), before.findings.len() + 1);
    assert_eq!(
        now.findings[0].measures[1].text, "一条从前没有的措施，写在表格里",
        "it stands where it stood in the table"
    );
    let first = &now.findings[0].measures[0];
    assert_eq!((first.owner.as_str(), first.units.len(), first.supporting_units.len()), ("赵六", 2, 1));
    let note = first.progress.last().unwrap();
    assert_eq!(
        (note.date, note.text.as_str(), note.by.as_str()),
        (Date::new(2026, 11, 1), "又做了一步", "王敏")
    );
    assert_eq!(first.progress.len(), before.findings[0].measures[0].progress.len() + 1);
    let document = now.institutions.last().unwrap();
    assert_eq!((document.title.as_str(), document.measures.len()), ("新的办法", 22));
    // Imported twice, the second time there is nothing to do but what no table can say.
    let again = back(journal.ledger(), |_| ());
    assert!(again.ops.is_empty(), "{:?}", again.ops);
    journal.undo(&stamp()).unwrap().unwrap();
    assert_eq!(*journal.ledger().bundle(), before);
}

#[test]
fn a_first_deadline_a_closure_and_unknown_words_are_not_taken_and_the_rest_of_the_row_is() {
    let bundle: Bundle = serde_json::from_value(serde_json::json!({
        "format": "zhenggai.bundle/1", "id": "b", "statuses": [{"id": "d", "label": "已完成", "class": "done"}],
        "findings": [{"id": "f", "title": "关于甲的问题", "measures": [{"id": "m", "text": "做甲", "due": "2024-06"}, {"id": "n", "text": "做乙"}]}]
    }))
    .unwrap();
    let ledger = Ledger::new(bundle).unwrap();
    let book = of_csv(csv::read(
        "关于某地的整改台账,,,,,,\n序号,突出问题,整改举措,完成时限,状态,整改类型,销号,备注\n1,1.关于甲的问题。,做甲,2024年9月底前,办结了,尽早改,已销号,好\n,,做乙,45473,已整改,立行立改,,\n合计,,,,,,,\n",
    ));
    let plan = planned(&ledger, &book);
    let told: Vec<_> =
        plan.lines[0].changes.iter().map(|c| (c.field, c.refused.as_deref().unwrap_or("taken"))).collect();
    let built = Field::Built;
    assert_eq!(
        told,
        [
            (built(Column::Due), "已有首次时限 2024-06，改期须走延期"),
            (built(Column::Term), "整改类型应为立行立改、限期整改、长期坚持之一"),
            (built(Column::Closure), "销号情况由申请和审核的步骤得出，不从表格导入"),
            (built(Column::Note), "taken"),
        ]
    );
    assert_eq!((plan.lines[0].number.as_str(), plan.lines[0].outcome), ("1-1", Outcome::Changed));
    assert_eq!((plan.lines[1].number.as_str(), plan.lines[1].outcome), ("1-2", Outcome::Changed));
    let preview = previewed(&ledger, &book, &Choices::default());
    assert_eq!(
        preview.asides.iter().map(|aside| aside.text.as_str()).collect::<Vec<_>>(),
        ["关于某地的整改台账", "合计"]
    );
    let asked: Vec<_> = preview.words.iter().map(|used| used.word.as_str()).collect();
    assert_eq!(asked, ["办结了", "已整改"], "neither is 已完成 before a person says so");
    let mut journal = Journal::open(ledger.into_bundle()).unwrap();
    journal.commit(plan.ops, &stamp(), &Cause::Direct).unwrap();
    let measures = &journal.ledger().bundle().findings[0].measures;
    assert_eq!(measures[0].due.as_ref().unwrap().to_string(), "2024-06");
    assert_eq!(measures[1].due.as_ref().unwrap().to_string(), "2024-06-30");
    assert_eq!(measures[1].status, None);
}

#[test]
fn a_copied_row_with_the_id_of_another_is_a_new_measure() {
    let journal = journal();
    let plan = back(journal.ledger(), |table| {
        let mut copy = table[1].clone();
        copy[column(Column::Text)] = "复制上一行后改写的另一条措施".into();
        table.insert(2, copy);
        let twin = table[3].clone();
        table.insert(4, twin);
    });
    assert_eq!(plan.lines[1].outcome, Outcome::Added);
    assert_eq!(plan.lines[3].outcome, Outcome::Rejected);
    assert_eq!(plan.count(Outcome::Unchanged), plan.lines.len() - 2);
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(48))]

    /// Texts that are changed in some cells are changed in the ledger, and nothing else is.
    #[test]
    fn changed_cells_change_exactly_that(
        edits in prop::collection::btree_map((0_usize..60, 0_usize..4), "[=+@'a-z改正 ，\n]{0,8}字[,\"甲]{0,3}", 0..8)
    ) {
        const FIELDS: [(Column, &str); 4] =
            [(Column::Text, "text"), (Column::Leader, "leader"), (Column::Owner, "owner"), (Column::Note, "note")];
        let mut journal = journal();
        let mut wanted = journal.ledger().bundle().clone();
        let mut at = 0;
        for finding in &mut wanted.findings {
            for measure in &mut finding.measures {
                for (field, (_, name)) in FIELDS.iter().enumerate() {
                    let Some(text) = edits.get(&(at, field)).map(|text| text.trim().to_owned()) else { continue };
                    match *name {
                        "text" => measure.text = text,
                        "leader" => measure.leader = text,
                        "owner" => measure.owner = text,
                        _ => measure.note = text,
                    }
                }
                at += 1;
            }
        }
        let plan = back(journal.ledger(), |table| {
            for ((row, field), text) in &edits {
                if let Some(row) = table.get_mut(row + 1) {
                    row[column(FIELDS[*field].0)] = text.trim().to_owned();
                }
            }
        });
        if !plan.ops.is_empty() {
            journal.commit(plan.ops, &stamp(), &Cause::Direct).unwrap();
        }
        prop_assert_eq!(journal.ledger().bundle(), &wanted);
    }

    /// Whatever a table holds, it is planned, and the plan can be carried out.
    #[test]
    fn any_table_is_planned_and_its_plan_holds(
        cells in prop::collection::vec(prop::collection::vec("(1|2\\.|1-1|一、|〃|/|1.做甲\\n2.做乙|一是甲；二是乙丙|合计|注：甲|关于甲的问题|整改措施|立行立改|已完成|2024年6月底前|45473|合计|《办法》|办公室、人事处|#N/A|'=1|\n| |长期坚持|[a-z]{1,3})?", 37), 0..7)
    ) {
        let mut journal = journal();
        let mut table = vec![Column::ALL.map(|column| column.name().to_owned()).to_vec()];
        table.extend(cells);
        let plan = previewed(journal.ledger(), &of_csv(table), &Choices::default());
        if !plan.ops.is_empty() {
            prop_assert!(journal.commit(plan.ops, &stamp(), &Cause::Direct).is_ok());
        }
    }
}
