//! 导出明细 from the command line: the ledgers in files and folders as flat tables, one file a ledger and table.
//! `cargo xtask flatten [--out FOLDER] [--as-of DAY] [--form csv|ndjson] FILES OR FOLDERS`, which runs this.
//! One ledger is held at a time. What cannot be read is told with its reasons, and the others go on.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command tells what it did")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use formats::flat::{Form, Source, Table, duckdb, path, schema};
use formats::json;
use journal::Journal;
use ledger::date::Date;

/// What is asked for.
struct Asked {
    out: PathBuf,
    as_of: Date,
    forms: Vec<Form>,
    from: Vec<PathBuf>,
}

impl Asked {
    /// Of the words of the command line.
    fn of(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut asked = Self {
            out: PathBuf::from("flat"),
            as_of: today().ok_or("the clock of this machine names no day; say --as-of")?,
            forms: vec![Form::Csv, Form::Ndjson],
            from: Vec::new(),
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} wants a value"));
            match word.as_str() {
                "--out" => asked.out = value()?.into(),
                "--as-of" => {
                    let day = value()?;
                    asked.as_of =
                        day.parse().map_err(|_| format!("--as-of wants a day like 2026-11-27, not {day}"))?;
                }
                "--form" => {
                    let form = value()?;
                    let known = [Form::Csv, Form::Ndjson].into_iter().find(|own| own.ending() == form);
                    asked.forms =
                        vec![known.ok_or_else(|| format!("--form wants csv or ndjson, not {form}"))?];
                }
                option if option.starts_with("--") => return Err(format!("{option} is no option")),
                file => asked.from.push(file.into()),
            }
        }
        if asked.from.is_empty() {
            return Err("name the files or folders with the exported ledgers (.json)".to_owned());
        }
        Ok(asked)
    }
}

/// The day of the machine's clock (UTC).
fn today() -> Option<Date> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    let days = i64::try_from(since.as_secs() / 86_400).ok()?;
    Some(Date::new(1970, 1, 1)?.plus_days(days))
}

/// The files below a folder that end in `.json`, in the order of their names; a file that is named itself, whatever it is called.
fn files(from: &Path, named: bool, into: &mut Vec<PathBuf>) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", from.display());
    let kind = fs::metadata(from).map_err(told)?;
    if !kind.is_dir() {
        let is_json = from.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        if named || is_json {
            into.push(from.to_owned());
        }
        return Ok(());
    }
    let entries: Result<Vec<_>, _> = fs::read_dir(from).map_err(told)?.collect();
    let mut inside: Vec<PathBuf> = entries.map_err(told)?.iter().map(fs::DirEntry::path).collect();
    inside.sort();
    inside.iter().try_for_each(|path| files(path, false, into))
}

/// The journal of a file.
fn open(file: &Path) -> Result<Journal, String> {
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    let opened = json::open(&bytes, &|_| None).map_err(|refused| refused.sentences().join("\n  "))?;
    drop(bytes);
    Journal::open(opened.bundle).map_err(|twice| {
        let ids: Vec<String> = twice.iter().map(ToString::to_string).collect();
        format!("这些标识出现了两次：{}", ids.join("、"))
    })
}

/// Which ledgers were written, from which files.
type Written = BTreeMap<String, PathBuf>;

/// Writes the tables of one ledger; gives how many rows there are of each.
fn flatten(file: &Path, asked: &Asked, written: &mut Written) -> Result<[usize; 3], String> {
    let journal = open(file)?;
    let id = &journal.ledger().bundle().id;
    // Two files of one name would be one ledger twice, or two of which one is lost.
    let place = path(Table::Measures, id, Form::Csv).to_lowercase();
    if let Some(first) = written.get(&place) {
        return Err(format!(
            "台账 {id} 已经从 {} 写出；同一份台账只能有一个文件，请只留最新的一份",
            first.display()
        ));
    }
    let source = Source::new(&journal, asked.as_of);
    for table in Table::ALL {
        for form in &asked.forms {
            let to = asked.out.join(path(table, id, *form));
            write(&to, table.file(&source, *form)).map_err(|error| format!("{}: {error}", to.display()))?;
        }
    }
    written.insert(place, file.to_owned());
    let bundle = journal.ledger().bundle();
    let measures = bundle.findings.iter().map(|finding| finding.measures.len()).sum();
    Ok([measures, bundle.findings.len(), journal.entries().len()])
}

/// Writes a file under another name first: a file that is there is whole.
fn write(to: &Path, chunks: impl Iterator<Item = String>) -> std::io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let unfinished = to.with_extension("unfinished");
    let mut file = BufWriter::new(fs::File::create(&unfinished)?);
    for chunk in chunks {
        file.write_all(chunk.as_bytes())?;
    }
    file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    fs::rename(unfinished, to)
}

/// Whether every ledger was written.
fn run(asked: &Asked) -> Result<bool, String> {
    let mut found = Vec::new();
    for from in &asked.from {
        files(from, true, &mut found)?;
    }
    if found.is_empty() {
        return Err("there is no .json file there".to_owned());
    }
    let (mut written, mut rows, mut failed) = (Written::new(), [0; 3], 0);
    for file in &found {
        match flatten(file, asked, &mut written) {
            Ok(own) => rows.iter_mut().zip(own).for_each(|(all, own)| *all += own),
            Err(why) => {
                failed += 1;
                eprintln!("{}: not written\n  {why}", file.display());
            }
        }
    }
    for (name, text) in [("schema.csv", schema()), ("duckdb.sql", duckdb())] {
        let to = asked.out.join(name);
        write(&to, std::iter::once(text)).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    let [measures, findings, edits] = rows;
    println!(
        "{}: {} ledgers, {measures} measures, {findings} findings, {edits} edits; {failed} files not written",
        asked.out.display(),
        written.len()
    );
    Ok(failed == 0)
}

fn main() -> ExitCode {
    match Asked::of(std::env::args().skip(1)).and_then(|asked| run(&asked)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
