//! What a page computes from a ledger when it is drawn. The ledgers are the real size and the largest one.

use divan::{Bencher, black_box};
use ledger::achievements::people;
use ledger::checks;
use ledger::counts::Counts;
use ledger::date::{Date, Moment};
use ledger::demo::demo;
use ledger::executive_summary::ExecutiveSummary;
use ledger::timeline::Timeline;
use ledger::{Bundle, Ledger};

/// The seed of the demonstration that the page itself offers: everybody measures the same ledger.
const SEED: u64 = 20_240_618;

const SIZES: [usize; 2] = [110, 100_000];

fn main() {
    divan::main();
}

/// A day in the middle of the demonstration: some of it is overdue, some is not due.
fn today() -> Date {
    Date::new(2026, 11, 15).unwrap_or(Moment::EPOCH.date())
}

/// Times something that reads a demonstration of this size.
fn over<T>(bencher: Bencher<'_, '_>, size: usize, work: impl Fn(&Bundle) -> T) {
    let bundle = demo(SEED, size);
    bencher.bench_local(|| work(black_box(&bundle)));
}

#[divan::bench(args = SIZES)]
fn counts(bencher: Bencher<'_, '_>, size: usize) {
    over(bencher, size, |bundle| Counts::of(bundle, today()));
}

#[divan::bench(args = SIZES)]
fn executive_summary(bencher: Bencher<'_, '_>, size: usize) {
    let counts = Counts::of(&demo(SEED, size), today());
    over(bencher, size, |bundle| ExecutiveSummary::of(bundle, &counts, today(), 5));
}

#[divan::bench(args = SIZES)]
fn months(bencher: Bencher<'_, '_>, size: usize) {
    over(bencher, size, |bundle| Timeline::of(bundle, today()));
}

#[divan::bench(args = SIZES)]
fn accountability(bencher: Bencher<'_, '_>, size: usize) {
    over(bencher, size, people);
}

#[divan::bench(args = SIZES)]
fn standing_checks(bencher: Bencher<'_, '_>, size: usize) {
    // The ids of a demonstration occur once; one in which they did would show as no time at all.
    let Ok(ledger) = Ledger::new(demo(SEED, size)) else { return };
    bencher.bench_local(|| checks::run(black_box(&ledger), today()));
}
