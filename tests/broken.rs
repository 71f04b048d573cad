//! Files that broke us once, or that look as if they could. Each is opened as the page opens it, and what is told of it is what
//! `tests/fixtures/broken/told.txt` says: a line a file, with the sentences that people read.
//!
//! A new file is put there, and `ZHENGGAI_WRITE_TOLD=1 cargo test --no-default-features --test broken` writes what is told of it now.
//! Read that before it is committed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use formats::json;
use formats::office::{Answer, Ask, answer, join, split};

/// What the page's `TextDecoder("gb18030", { fatal: true })` does.
fn gb18030(bytes: &[u8]) -> Option<String> {
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("fixtures").join("broken")
}

/// What a person is told who opens this file, by its ending. A file that opens is told with what came of it.
fn told(name: &str, bytes: &[u8]) -> String {
    match name.rsplit('.').next() {
        Some("json") => match json::open(bytes, &gb18030) {
            Ok(opened) => format!("opened, {} oddities", opened.oddities.len()),
            Err(refused) => refused.sentences().join(" "),
        },
        // By its content, whatever its ending.
        Some("xlsx" | "docx") => by_office(&Ask::Read { gb18030: String::new() }, bytes),
        Some("zip") => by_office(&Ask::Unpack, bytes),
        other => panic!("nothing reads {other:?}"),
    }
}

fn by_office(ask: &Ask, bytes: &[u8]) -> String {
    let reply = answer(&join(ask, bytes));
    match split::<Answer>(&reply) {
        Some((Answer::Refused(why), _)) => why,
        Some((Answer::Intake(intake), _)) => {
            let of_sheets = intake.book.sheets.iter().flat_map(|sheet| &sheet.notes);
            let notes: Vec<&str> = intake.notes.iter().chain(of_sheets).map(String::as_str).collect();
            let rows: usize = intake.book.sheets.iter().map(|sheet| sheet.rows.len()).sum();
            let paragraphs = intake.paragraphs.len();
            let told = format!("opened, {rows} rows, {paragraphs} paragraphs. {}", notes.join(" "));
            told.trim_end().to_owned()
        }
        Some((Answer::Files(files), _)) => {
            let names: Vec<String> =
                files.into_iter().map(|(name, length)| format!("{name} ({length})")).collect();
            format!("opened: {}", names.join(", "))
        }
        _ => panic!("no answer"),
    }
}

#[test]
fn each_broken_file_is_told_as_it_was_settled() {
    let mut is = BTreeMap::new();
    for entry in fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name != "told.txt" {
            is.insert(name.clone(), told(&name, &fs::read(&path).expect("a file")).replace('\n', " "));
        }
    }
    assert!(is.len() >= 30, "{} files are there", is.len());
    let list = folder().join("told.txt");
    let lines: Vec<String> = is.iter().map(|(name, told)| format!("{name}: {told}\n")).collect();
    let lines = lines.concat();
    if std::env::var_os("ZHENGGAI_WRITE_TOLD").is_some() {
        fs::write(&list, &lines).expect("the list is written");
    }
    let was = fs::read_to_string(&list).expect("the list is there");
    let differ: Vec<String> =
        lines.lines().filter(|line| !was.lines().any(|one| one == *line)).map(str::to_owned).collect();
    assert!(differ.is_empty(), "told otherwise than told.txt has it:\n{}", differ.join("\n"));
    assert_eq!(was.lines().count(), is.len(), "told.txt has lines of files that are gone");
}
