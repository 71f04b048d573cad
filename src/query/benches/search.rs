//! Building the index, and answering what people type. One letter finds most, a whole syllable little.

use divan::{Bencher, black_box};
use ledger::Ledger;
use ledger::date::{Date, Moment};
use ledger::demo::demo;
use query::palette::offers;
use query::{Index, MeasureRows, Query};

/// The seed of the demonstration that the page itself offers: everybody measures the same ledger.
const SEED: u64 = 20_240_618;

const SIZES: [usize; 2] = [110, 100_000];

/// What is typed: characters, words, initials, whole readings, qualifiers.
const TYPED: [&str; 10] = [
    "的",
    "台账",
    "离退休干部处",
    "12-3",
    "z",
    "zd",
    "ltxgb",
    "lituixiuganbuchu",
    "单位:ltx 状态:整改中",
    "责任人:无",
];

fn main() {
    divan::main();
}

#[expect(clippy::expect_used, reason = "the ids of a demonstration occur once")]
fn ledger(size: usize) -> Ledger {
    // cannot fail: the ids of a demonstration occur once.
    Ledger::new(demo(SEED, size)).expect("a demonstration is a ledger")
}

#[divan::bench(args = SIZES)]
fn index_of_facts(bencher: Bencher<'_, '_>, size: usize) {
    let ledger = ledger(size);
    bencher.bench_local(|| Index::new(black_box(&ledger)));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn index_of_facts_and_texts(bencher: Bencher<'_, '_>, size: usize) {
    let ledger = ledger(size);
    bencher.bench_local(|| Index::complete(black_box(&ledger)));
}

#[divan::bench(args = TYPED, sample_count = 20)]
fn search_in_100_000(bencher: Bencher<'_, '_>, text: &str) {
    let ledger = ledger(100_000);
    let index = Index::complete(&ledger);
    let query = Query { text: text.to_owned(), ..Query::default() };
    let today = Date::new(2026, 11, 15).unwrap_or(Moment::EPOCH.date());
    bencher.bench_local(|| MeasureRows::new(&index, &ledger, black_box(&query), today).matched());
}

#[divan::bench(args = SIZES)]
fn palette(bencher: Bencher<'_, '_>, size: usize) {
    let ledger = ledger(size);
    bencher.bench_local(|| offers(black_box(&ledger), "zhengce", 30));
}
