//! One edit, its undo, a long day's edits replayed, and the files of five people merged.

use divan::{Bencher, black_box};
use journal::conflict::Rule;
use journal::merge::{Source, plan};
use journal::trend::Trend;
use journal::{Cause, Edit, Journal, Op, Stamp};
use ledger::date::{Date, Moment};
use ledger::demo::demo;
use ledger::{Bundle, Id};
use serde_json::json;

/// The seed of the demonstration that the page itself offers: everybody measures the same ledger.
const SEED: u64 = 20_240_618;

const SIZES: [usize; 2] = [110, 100_000];
/// The ledger that several people work on.
const SHARED: usize = 10_000;
const PEOPLE: usize = 5;
const EDITS: usize = 2_000;
/// Every so many edits all people write into one field.
const MEET: usize = 20;

fn main() {
    divan::main();
}

#[expect(clippy::expect_used, reason = "the ids of a demonstration occur once")]
fn opened(size: usize) -> Journal {
    // cannot fail: the ids of a demonstration occur once.
    Journal::open(demo(SEED, size)).expect("a demonstration opens")
}

fn measures(bundle: &Bundle) -> Vec<Id> {
    bundle.findings.iter().flat_map(|finding| finding.measures.iter().map(|one| one.id.clone())).collect()
}

fn stamp(person: usize) -> Stamp {
    Stamp {
        // As long as the page's own.
        session: Id::new(&format!("k3f9a2c{person}")).unwrap_or_default(),
        at: Moment::EPOCH,
        author: format!("第{person}人"),
        unit: "高新技术处".to_owned(),
    }
}

/// One person's work on the ledger: mostly measures of his own, short words and sentences by turns.
fn work(journal: &mut Journal, measures: &[Id], person: usize, many: usize) -> Vec<Edit> {
    let stamp = stamp(person);
    let mut made = Vec::with_capacity(many);
    for n in 0..many {
        let own = if n % MEET == 0 { n } else { n * PEOPLE + person };
        let Some(entity) = measures.get(own % measures.len()) else { continue };
        let (field, to) = match n % 3 {
            0 => ("note", format!("第{person}人：已开会研究第{n}项，形成会议纪要，下周上报。")),
            1 => ("owner", format!("责任人{n}")),
            _ => ("due", "2026-12-31".to_owned()),
        };
        let from = journal.ledger().get(entity, field).unwrap_or_default();
        let op = Op::Set { entity: entity.clone(), field: field.to_owned(), from, to: json!(to) };
        if let Ok((edits, _)) = journal.commit(vec![op], &stamp, &Cause::Direct) {
            made.extend(edits);
        }
    }
    made
}

#[divan::bench(args = SIZES)]
fn open(bencher: Bencher<'_, '_>, size: usize) {
    let bundle = demo(SEED, size);
    bencher.with_inputs(|| bundle.clone()).bench_local_values(Journal::open);
}

/// A hundred, since one is shorter than the clock is exact.
#[divan::bench(args = SIZES)]
fn a_hundred_edits(bencher: Bencher<'_, '_>, size: usize) {
    let journal = opened(size);
    let measures = measures(journal.ledger().bundle());
    bencher.with_inputs(|| journal.clone()).bench_local_refs(|journal| work(journal, &measures, 0, 100));
}

#[divan::bench(args = SIZES)]
fn undo(bencher: Bencher<'_, '_>, size: usize) {
    let mut journal = opened(size);
    let measures = measures(journal.ledger().bundle());
    work(&mut journal, &measures, 0, 100);
    bencher.with_inputs(|| journal.clone()).bench_local_refs(|journal| journal.undo(&stamp(0)));
}

#[divan::bench(args = SIZES)]
fn trend(bencher: Bencher<'_, '_>, size: usize) {
    let mut journal = opened(size);
    let measures = measures(journal.ledger().bundle());
    work(&mut journal, &measures, 0, EDITS);
    let today = Date::new(2026, 11, 15).unwrap_or(Moment::EPOCH.date());
    bencher.bench_local(|| Trend::of(black_box(&journal), today));
}

#[divan::bench(sample_count = 10)]
fn replay_of_a_long_day(bencher: Bencher<'_, '_>) {
    let journal = opened(SHARED);
    let measures = measures(journal.ledger().bundle());
    let edits = work(&mut journal.clone(), &measures, 0, PEOPLE * EDITS);
    bencher
        .with_inputs(|| (journal.clone(), edits.clone()))
        .bench_local_values(|(mut journal, edits)| journal.receive(edits, true));
}

/// What five people made of one ledger, each on a copy.
fn sources(journal: &Journal) -> Vec<Source> {
    let measures = measures(journal.ledger().bundle());
    let copies = (0..PEOPLE).filter_map(|person| {
        let mut own = journal.clone();
        work(&mut own, &measures, person, EDITS);
        let copy = own.sealed(Clone::clone);
        Some(Source::new(&format!("{person}.json"), journal.ledger(), copy).ok()?.0)
    });
    copies.collect()
}

#[divan::bench(sample_count = 10)]
fn merge_planned(bencher: Bencher<'_, '_>) {
    let journal = opened(SHARED);
    let sources = sources(&journal);
    bencher.bench_local(|| plan(&journal, black_box(&sources), &stamp(PEOPLE)));
}

#[divan::bench(sample_count = 10)]
fn merge_done(bencher: Bencher<'_, '_>) {
    let journal = opened(SHARED);
    let plan = plan(&journal, &sources(&journal), &stamp(PEOPLE));
    let choices: Vec<_> = plan.conflicts.iter().map(|one| Some(one.by(Rule::Newest))).collect();
    bencher
        .with_inputs(|| journal.clone())
        .bench_local_refs(|journal| journal.merge(&plan, &choices, &stamp(PEOPLE)));
}
