//! Reading and writing files: the ledger's own, and those of offices.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use formats::digest::digest;
use formats::json::{export, open};
use ledger::demo::demo;

/// The seed of the demonstration that the page itself offers: everybody measures the same ledger.
const SEED: u64 = 20_240_618;

const SIZES: [usize; 2] = [110, 100_000];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn json_opened(bencher: Bencher<'_, '_>, size: usize) {
    let file = export(&demo(SEED, size));
    bencher.counter(BytesCount::of_str(&file)).bench_local(|| open(black_box(file.as_bytes()), &|_| None));
}

/// What is refused is scanned once more, with the place of every fault.
#[divan::bench(args = SIZES, sample_count = 10)]
fn json_refused(bencher: Bencher<'_, '_>, size: usize) {
    let file = export(&demo(SEED, size)).replace("\"id\":\"m", "\"id\":7,\"was\":\"m");
    bencher
        .counter(BytesCount::of_str(&file))
        .bench_local(|| open(black_box(file.as_bytes()), &|_| None).is_err());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn json_exported(bencher: Bencher<'_, '_>, size: usize) {
    let bundle = demo(SEED, size);
    bencher.bench_local(|| export(black_box(&bundle)));
}

/// SM3 and SHA-256 together.
#[divan::bench]
fn digests_of_4_mib(bencher: Bencher<'_, '_>) {
    let bytes = vec![7_u8; 4 << 20];
    bencher.counter(BytesCount::of_slice(&bytes)).bench_local(|| digest(black_box(&bytes)));
}

#[cfg(feature = "office")]
mod office {
    use std::fmt::{Display, Formatter};

    use divan::Bencher;
    use formats::house::Paper;
    use formats::table::choices::Choices;
    use formats::table::ledger_book::{Wanted, book};
    use formats::table::preview::{self, Importer};
    use formats::template::wanted::Changes;
    use formats::{template, xlsx};
    use ledger::date::{Date, Moment};
    use ledger::demo::demo;
    use ledger::vocabulary::usual_statuses;
    use ledger::{Bundle, Id, Ledger};

    use super::SEED;

    fn workbook(size: usize, without_ids: bool) -> Option<formats::table::book::Book> {
        let ledger = Ledger::new(demo(SEED, size)).ok()?;
        let today = Date::new(2026, 11, 15).unwrap_or(Moment::EPOCH.date());
        Some(book(&ledger, &Wanted { without_ids, ..Wanted::default() }, today, "王敏"))
    }

    /// From the bytes to all that a person looks through before a new ledger gets the rows.
    #[divan::bench(args = [110, 10_000], sample_count = 10)]
    fn xlsx_to_preview(bencher: Bencher<'_, '_>, size: usize) {
        let Some(file) = workbook(size, true).and_then(|book| xlsx::write(&book).ok()) else { return };
        let Ok(ledger) = Ledger::new(Bundle { statuses: usual_statuses(), ..Bundle::default() }) else {
            return;
        };
        let today = Date::new(2026, 11, 15).unwrap_or(Moment::EPOCH.date());
        let importer = Importer { today, author: "王敏".to_owned() };
        bencher.bench_local(|| {
            let mut book = xlsx::read(&file).unwrap_or_default();
            book.fill_merged();
            let mut count = 0_u64;
            let mut fresh = || {
                count += 1;
                Id::new(&format!("new.{count}")).unwrap_or_default()
            };
            preview::plan(&book, &Choices::default(), &ledger, &importer, &mut fresh)
        });
    }

    #[divan::bench(args = [110, 10_000], sample_count = 10)]
    fn xlsx_written(bencher: Bencher<'_, '_>, size: usize) {
        let Some(book) = workbook(size, false) else { return };
        bencher.bench_local(|| xlsx::write(&book));
    }

    #[divan::bench(args = [110, 10_000], sample_count = 10)]
    fn xlsx_read(bencher: Bencher<'_, '_>, size: usize) {
        let Some(file) = workbook(size, false).and_then(|book| xlsx::write(&book).ok()) else { return };
        bencher.bench_local(|| xlsx::read(&file));
    }

    /// A paper of the house over a ledger of so many measures.
    #[derive(Clone, Copy)]
    struct Filled(Paper, usize);

    impl Display for Filled {
        fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
            write!(f, "{} {}", self.0.name(), self.1)
        }
    }

    fn papers() -> impl Iterator<Item = Filled> {
        Paper::ALL.into_iter().flat_map(|paper| [110, 10_000].map(|size| Filled(paper, size)))
    }

    /// All files of it: one each measure, where the paper is so.
    #[divan::bench(args = papers(), sample_count = 2, sample_size = 1)]
    fn paper_filled(bencher: Bencher<'_, '_>, Filled(paper, size): Filled) {
        let Ok(ledger) = Ledger::new(demo(SEED, size)) else { return };
        let today = Date::new(2026, 11, 15).unwrap_or(Moment::EPOCH.date());
        let Ok(template) = paper.template(today) else { return };
        let measures = ledger.bundle().findings.iter().flat_map(|finding| &finding.measures);
        let some: Vec<_> = measures.step_by(20).map(|measure| measure.id.clone()).collect();
        let lists = ["新完成", "新逾期", "延期", "销号", "退回"].map(|name| (name.to_owned(), some.clone()));
        let since = Changes { since: today.plus_days(-7), lists: lists.into_iter().collect() };
        let asked = template::wanted::Wanted {
            name: paper.name().to_owned(),
            each: paper.each(),
            public: paper.is_public(),
            today,
            assigned: template::wanted::Assignment::new(),
            since: (paper == Paper::Weekly).then_some(since),
            answers: std::collections::BTreeMap::new(),
            only: None,
        };
        bencher.bench_local(|| template::fill(&template, &ledger, &asked));
    }
}
