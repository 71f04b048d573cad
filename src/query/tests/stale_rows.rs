//! After any edits, with only the stale rows drawn anew, what is drawn is what drawing from scratch gives.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cells::RowCells;
use crate::stale_rows::StaleRows;
use journal::{Cause, Changes, Journal, Op, Spot, Stamp};
use ledger::date::{Date, Moment};
use ledger::demo::demo;
use ledger::record::Node;
use ledger::{Id, Ledger};

/// What a page shows: rows by id.
#[derive(Debug, Clone, PartialEq)]
struct Drawn {
    measures: BTreeMap<Id, RowCells>,
    findings: BTreeMap<Id, RowCells>,
}

fn draw(ledger: &Ledger, today: Date) -> Drawn {
    let findings = &ledger.bundle().findings;
    let of = |f| RowCells::of_finding(ledger, f, today);
    let rows = findings.iter().flat_map(|f| f.measures.iter().map(move |m| (f, m)));
    Drawn {
        measures: rows.map(|(f, m)| (m.id.clone(), RowCells::of_measure(ledger, f, m, today))).collect(),
        findings: findings.iter().map(|f| (f.id.clone(), of(f))).collect(),
    }
}

impl Drawn {
    /// Draws what is stale, what is new, and lets go of what is gone.
    fn redraw(&mut self, ledger: &Ledger, stale: &StaleRows, today: Date) {
        let fresh = draw(ledger, today);
        let keep = |id: &Id, old: Option<&RowCells>, new: &RowCells| match old {
            Some(old) if !stale.has_measure(id) => old.clone(),
            _ => new.clone(),
        };
        self.measures = fresh
            .measures
            .iter()
            .map(|(id, new)| (id.clone(), keep(id, self.measures.get(id), new)))
            .collect();
        let keep = |id: &Id, old: Option<&RowCells>, new: &RowCells| match old {
            Some(old) if !stale.has_finding(id) => old.clone(),
            _ => new.clone(),
        };
        self.findings = fresh
            .findings
            .iter()
            .map(|(id, new)| (id.clone(), keep(id, self.findings.get(id), new)))
            .collect();
    }
}

#[derive(Debug, Clone)]
enum Event {
    Set(usize, usize, usize),
    Insert(usize, usize),
    Remove(usize),
    Move(usize, usize),
    Undo,
    Redo,
    Day(i64),
}

fn event() -> impl Strategy<Value = Event> {
    let n = any::<usize>;
    prop_oneof![
        8 => (n(), n(), n()).prop_map(|(a, b, c)| Event::Set(a, b, c)),
        2 => (n(), n()).prop_map(|(a, b)| Event::Insert(a, b)),
        2 => n().prop_map(Event::Remove),
        2 => (n(), n()).prop_map(|(a, b)| Event::Move(a, b)),
        2 => Just(Event::Undo),
        1 => Just(Event::Redo),
        2 => (-400..400_i64).prop_map(Event::Day),
    ]
}

fn values(ledger: &Ledger) -> Vec<Value> {
    let bundle = ledger.bundle();
    let units: Vec<&str> = bundle.units.iter().map(|unit| unit.id.as_str()).collect();
    let mut values = vec![
        json!("新的名称"),
        json!(null),
        json!(17),
        json!(true),
        json!("2026-11-20"),
        json!("2026-10"),
        json!("长期坚持"),
        json!("done"),
        json!("open"),
        json!(units.iter().take(2).collect::<Vec<_>>()),
    ];
    values.extend(units.first().map(|unit| json!(unit)));
    values.extend(bundle.statuses.iter().map(|status| json!(status.id.as_str())));
    values.extend(bundle.aspects.first().map(|aspect| json!(aspect.id.as_str())));
    values
}

fn spot(ledger: &Ledger, id: &Id) -> Option<Spot> {
    let (parent, list) = ledger.parent(id)?;
    Some(Spot { parent: parent.clone(), list: list.to_owned(), after: ledger.before(id) })
}

fn op(ledger: &Ledger, event: &Event, fresh: usize) -> Option<Op> {
    let mut ids: Vec<Id> = ledger.ids().cloned().chain([ledger.bundle().id.clone()]).collect();
    ids.sort();
    let pick = |n: usize| ids[n % ids.len()].clone();
    match *event {
        Event::Set(entity, field, value) => {
            let entity = pick(entity);
            let fields = ledger.kind(&entity)?.fields;
            let field = fields.get(field % fields.len().max(1))?;
            let values = values(ledger);
            let fits = values.iter().cycle().skip(value % values.len()).take(values.len());
            let to = fits.into_iter().find(|value| (field.accepts)(value))?.clone();
            let from = ledger.get(&entity, field.name)?;
            Some(Op::Set { entity, field: field.name.to_owned(), from, to })
        }
        Event::Insert(parent, list) => {
            let parent = pick(parent);
            let lists = ledger.kind(&parent)?.lists;
            let list = lists.get(list % lists.len().max(1))?.name.to_owned();
            let item =
                json!({"id": format!("new{fresh}"), "text": "新增", "title": "新增", "due": "2026-11-20"});
            Some(Op::Insert { at: Spot { parent, list, after: None }, item })
        }
        Event::Remove(entity) => {
            let entity = pick(entity);
            let item = ledger.node(&entity).map(Node::to_json)?;
            Some(Op::Remove { at: spot(ledger, &entity)?, entity, item })
        }
        Event::Move(entity, to) => {
            let entity = pick(entity);
            let from = spot(ledger, &entity)?;
            let holds = |id: &&Id| ledger.kind(id).is_some_and(|kind| kind.list(&from.list).is_some());
            let parents: Vec<&Id> = ids.iter().filter(holds).collect();
            let parent = (*parents.get(to % parents.len().max(1))?).clone();
            Some(Op::Move { entity, to: Spot { parent, list: from.list.clone(), after: None }, from })
        }
        Event::Undo | Event::Redo | Event::Day(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn with_only_the_stale_rows_drawn_anew_all_is_as_drawn_from_scratch(
        seed in 0..20_u64,
        size in 1..25_usize,
        events in prop::collection::vec(event(), 1..30),
    ) {
        let mut journal = Journal::open(demo(seed, size)).unwrap();
        let stamp = Stamp {
            session: Id::new("s").unwrap(), at: Moment::EPOCH, author: String::new(), unit: String::new(),
        };
        let mut today = Date::new(2026, 11, 15).unwrap();
        let mut drawn = draw(journal.ledger(), today);
        for (n, event) in events.iter().enumerate() {
            let made = match event {
                Event::Undo => journal.undo(&stamp),
                Event::Redo => journal.redo(&stamp),
                Event::Day(days) => {
                    let next = today.plus_days(*days);
                    let stale = StaleRows::on(journal.ledger(), today, next);
                    today = next;
                    drawn.redraw(journal.ledger(), &stale, today);
                    None
                }
                event => op(journal.ledger(), event, n).map(|op| journal.commit(vec![op], &stamp, &Cause::Direct)),
            };
            if let Some(Ok((_, changes))) = made {
                let changes: Changes = changes;
                drawn.redraw(journal.ledger(), &StaleRows::of(journal.ledger(), &changes), today);
            }
            prop_assert_eq!(&drawn, &draw(journal.ledger(), today), "after {:?}", event);
        }
    }
}

#[test]
fn a_change_of_one_measure_makes_no_other_row_stale() {
    let mut journal = Journal::open(demo(1, 60)).unwrap();
    let stamp = Stamp {
        session: Id::new("s").unwrap(),
        at: Moment::EPOCH,
        author: String::new(),
        unit: String::new(),
    };
    let (finding, measure) = {
        let finding = &journal.ledger().bundle().findings[2];
        (finding.id.clone(), finding.measures[0].id.clone())
    };
    let from = journal.ledger().get(&measure, "note").unwrap();
    let op = Op::Set { entity: measure.clone(), field: "note".into(), from, to: json!("新的备注") };
    let (_, changes) = journal.commit(vec![op], &stamp, &Cause::Direct).unwrap();
    let stale = StaleRows::of(journal.ledger(), &changes);
    assert_eq!(stale, StaleRows::Some { measures: [measure].into(), findings: [finding].into() });
    // A title is no word that rows print.
    let bundle = journal.ledger().bundle().id.clone();
    let from = journal.ledger().get(&bundle, "title").unwrap();
    let op = Op::Set { entity: bundle, field: "title".into(), from, to: json!("新的名称") };
    let (_, changes) = journal.commit(vec![op], &stamp, &Cause::Direct).unwrap();
    let none = StaleRows::Some { measures: [].into(), findings: [].into() };
    assert_eq!(StaleRows::of(journal.ledger(), &changes), none);
}
