//! The core on this machine, without a browser: where a slow page is slow because its core is, it shows here.

use std::hint::black_box;
use std::time::Instant;

use formats::json::{export, open};
use journal::trend::Trend;
use journal::{Cause, Journal, Op, Stamp};
use ledger::Id;
use ledger::achievements::people;
use ledger::checks;
use ledger::counts::Counts;
use ledger::date::{Date, Moment};
use ledger::executive_summary::ExecutiveSummary;
use ledger::timeline::Timeline;
use query::palette::offers;
use query::{Index, MeasureRows, Query};
use serde_json::{Value, json};

use crate::table::{heading, line, median, ms};

/// The milliseconds that the work takes: the median of a few times.
fn time<T>(times: usize, mut work: impl FnMut() -> T) -> f64 {
    let took: Vec<f64> = (0..times)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    median(&took)
}

/// Measures the core with each file.
pub fn run(files: &[String]) {
    for file in files {
        let Ok(opened) = open(file.as_bytes(), &|_| None) else { continue };
        let Ok(mut journal) = Journal::open(opened.bundle.clone()) else { continue };
        let measures: Vec<Id> =
            opened.bundle.findings.iter().flat_map(|f| f.measures.iter().map(|m| m.id.clone())).collect();
        let statuses: Vec<Id> = opened.bundle.statuses.iter().map(|s| s.id.clone()).collect();
        heading(&format!("core, native, {} measures (median of 5)", measures.len()));
        let tell = |what: &str, value: f64| line(what, &ms(value), "");

        tell("open: bytes to bundle", time(5, || open(file.as_bytes(), &|_| None)));
        let bundles: Vec<_> = (0..5).map(|_| opened.bundle.clone()).collect();
        let mut bundles = bundles.into_iter();
        tell("open: bundle to journal", time(5, || bundles.next().map(Journal::open)));
        tell("export", time(5, || export(&opened.bundle)));
        // A day in the middle of the demonstration: some of it is overdue, some is not due.
        let today = Date::new(2026, 11, 15).unwrap_or(Moment::EPOCH.date());
        let counts = Counts::of(&opened.bundle, today);
        tell("overview: counts", time(5, || Counts::of(&opened.bundle, today)));
        tell("overview: what presses", time(5, || ExecutiveSummary::of(&opened.bundle, &counts, today, 5)));
        tell("overview: trend", time(5, || Trend::of(&journal, today)));
        tell("overview: months", time(5, || Timeline::of(&opened.bundle, today)));
        tell("overview: people", time(5, || people(&opened.bundle)));
        tell("the standing checks", time(5, || checks::run(journal.ledger(), today)));
        tell("the palette", time(5, || offers(journal.ledger(), "zhengce", 30)));
        tell("index: facts", time(5, || Index::new(journal.ledger())));
        tell("index: facts and texts", time(5, || Index::complete(journal.ledger())));

        let index = Index::complete(journal.ledger());
        for text in [
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
        ] {
            let query = Query { text: text.to_owned(), ..Query::default() };
            let mut found = 0;
            let took = time(5, || {
                let rows = MeasureRows::new(&index, journal.ledger(), &query, today);
                found = rows.matched();
            });
            line(&format!("search “{text}”"), &ms(took), &format!("{found} hits"));
        }

        let stamp = Stamp {
            session: Id::new("bench").unwrap_or_default(),
            at: Moment::EPOCH,
            author: "甲".to_owned(),
            unit: String::new(),
        };
        let many: Vec<&Id> = measures.iter().step_by(measures.len().div_ceil(100)).collect();
        let start = Instant::now();
        for id in &many {
            let from = journal.ledger().get(id, "status").unwrap_or_default();
            let other = statuses.iter().find(|s| from.as_str() != Some(s.as_str()));
            let to = other.map_or(Value::Null, |s| json!(s.as_str()));
            let op = Op::Set { entity: (*id).clone(), field: "status".to_owned(), from, to };
            // A refusal would show as a time that is too good; the demonstration has none.
            let _ = black_box(journal.commit(vec![op], &stamp, &Cause::Direct));
        }
        #[allow(clippy::cast_precision_loss)] // about a hundred
        let each = start.elapsed().as_secs_f64() * 1000.0 / many.len() as f64;
        line("one edit", &format!("{:.1} µs", each * 1000.0), &format!("mean of {}", many.len()));
        tell("undo of one edit", time(1, || journal.undo(&stamp)));
    }
}
