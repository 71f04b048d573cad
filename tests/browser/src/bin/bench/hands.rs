//! Several hands, natively: the files of five people merged, and a long day's edits replayed when the page opens.

use std::hint::black_box;
use std::time::Instant;

use formats::json::{export, open};
use journal::conflict::Rule;
use journal::merge::{Source, plan};
use journal::{Cause, Edit, Journal, Op, Stamp};
use ledger::date::Moment;
use ledger::demo::demo;
use ledger::{Bundle, Id};
use serde_json::{Value, json};

use crate::SEED;
use crate::table::{heading, line, ms};

const MEASURES: usize = 10_000;
const PEOPLE: usize = 5;
const EDITS: usize = 2_000;
/// Every so many edits all people write into one field.
const MEET: usize = 20;

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
        // A refusal would show in the number of edits that is printed.
        if let Ok((edits, _)) = journal.commit(vec![op], &stamp, &Cause::Direct) {
            made.extend(edits);
        }
    }
    made
}

fn since(start: Instant) -> String {
    ms(start.elapsed().as_secs_f64() * 1000.0)
}

/// Measures merging and replay.
pub fn run() {
    let bundle = demo(SEED, MEASURES);
    let Ok(journal) = Journal::open(bundle.clone()) else { return };
    let ids = bundle.findings.iter().flat_map(|finding| finding.measures.iter().map(|one| one.id.clone()));
    let measures: Vec<Id> = ids.collect();
    heading(&format!("several hands, native, {} measures (once each)", measures.len()));
    merge(&journal, &measures);
    replay(&bundle, &journal, &measures);
}

fn merge(journal: &Journal, measures: &[Id]) {
    let files: Vec<String> = (0..PEOPLE)
        .map(|person| {
            let mut own = journal.clone();
            work(&mut own, measures, person, EDITS);
            own.sealed(export)
        })
        .collect();
    let start = Instant::now();
    let sources: Vec<Source> = files
        .iter()
        .enumerate()
        .filter_map(|(n, text)| {
            let opened = open(text.as_bytes(), &|_| None).ok()?;
            Some(Source::new(&format!("{n}.json"), journal.ledger(), opened.bundle).ok()?.0)
        })
        .collect();
    let bytes: usize = files.iter().map(String::len).sum();
    line("merge: files read", &since(start), &format!("{} files, {bytes} bytes", sources.len()));
    let start = Instant::now();
    let plan = plan(journal, &sources, &stamp(PEOPLE));
    let told = format!("{} edits, {} conflicts", plan.edits.len(), plan.conflicts.len());
    line("merge: what it would do", &since(start), &told);
    let start = Instant::now();
    black_box(plan.by_finding());
    line("merge: told by finding", &since(start), "");
    let mut journal = journal.clone();
    let choices: Vec<_> = plan.conflicts.iter().map(|one| Some(one.by(Rule::Newest))).collect();
    let start = Instant::now();
    let done = journal.merge(&plan, &choices, &stamp(PEOPLE));
    line("merge: done", &since(start), if done.is_ok() { "all by one rule" } else { "REFUSED" });
}

fn replay(bundle: &Bundle, journal: &Journal, measures: &[Id]) {
    let edits = work(&mut journal.clone(), measures, 0, PEOPLE * EDITS);
    let stored: Vec<String> = edits.iter().map(ToString::to_string).collect();
    let key = |edit: &Edit| format!("zhenggai/1/{}/{}", bundle.id, edit.id.as_str().replace('-', "/"));
    let keys: usize = edits.iter().map(|edit| key(edit).encode_utf16().count()).sum();
    let texts: usize = stored.iter().map(|text| text.encode_utf16().count()).sum();
    let per = |sum: usize| sum / edits.len().max(1);
    let told = format!("{} of it the key; mean of {}", per(keys), edits.len());
    line("characters of storage an edit", &per(keys + texts).to_string(), &told);
    let Ok(mut fresh) = Journal::open(bundle.clone()) else { return };
    let start = Instant::now();
    let read = stored.iter().filter_map(|text| Edit::read(serde_json::from_str::<Value>(text).ok()?).ok());
    let read: Vec<Edit> = read.collect();
    line("replay: edits read", &since(start), &format!("{} edits", read.len()));
    let start = Instant::now();
    let received = fresh.receive(read, true);
    line(
        "replay: edits applied",
        &since(start),
        &format!("{} new, {} refused", received.new, received.refused),
    );
}
