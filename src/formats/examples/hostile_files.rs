//! Small files that would take gigabytes or minutes: each is refused or read within 512 MB, all copies to the page counted,
//! and looked through as a table.
//! The memory is counted by the allocator of this program. It takes minutes, so it is run by hand:
//! `cargo run --profile bench -p formats --features office --example hostile_files`; that each limit holds is tested beside the readers.

#![expect(unsafe_code, reason = "an allocator that counts is no safe code")]
#![expect(
    clippy::unwrap_used,
    clippy::type_complexity,
    clippy::too_many_lines,
    clippy::format_collect,
    clippy::print_stdout,
    reason = "a table of cases that prints a table of figures"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use formats::office::{Answer, Ask, answer, join, split};
use formats::table::choices::Choices;
use formats::table::preview::{self, Importer};
use formats::table::raw::RawBook;
use formats::zip::{self, Entry};
use ledger::date::Date;
use ledger::vocabulary::usual_statuses;
use ledger::{Bundle, Id, Ledger};

/// Counts what is held, and the most that was.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

fn held_more(bytes: usize) {
    MOST.fetch_max(HELD.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// SAFETY: every call goes on to the allocator of the system as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        held_more(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may be there while it is copied.
        held_more(size);
        // SAFETY: as above.
        let moved = unsafe { System.realloc(place, layout, size) };
        HELD.fetch_sub(layout.size(), Relaxed);
        moved
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most memory that reading a file may take, beside the file itself.
const LIMIT: usize = 512 * 1024 * 1024;

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let entries =
        parts.iter().map(|(name, text)| Entry { name: (*name).into(), bytes: text.clone().into_bytes() });
    zip::write(&entries.collect::<Vec<_>>(), Date::new(2024, 6, 18).unwrap()).unwrap()
}

fn workbook(sheet: &str, strings: &str, styles: &str) -> Vec<u8> {
    package(&[
        ("_rels/.rels", "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>".into()),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='台账' r:id='a'/></sheets></workbook>".into()),
        ("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='a' Type='x/worksheet' Target='s.xml'/><Relationship Id='b' Type='x/sharedStrings' Target='t.xml'/><Relationship Id='c' Type='x/styles' Target='u.xml'/></Relationships>".into()),
        ("xl/s.xml", format!("<worksheet>{sheet}</worksheet>")),
        ("xl/t.xml", format!("<sst>{strings}</sst>")),
        ("xl/u.xml", format!("<styleSheet>{styles}</styleSheet>")),
    ])
}

fn document(body: &str, numbering: &str) -> Vec<u8> {
    package(&[
        ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
        ("word/numbering.xml", format!("<w:numbering>{numbering}</w:numbering>")),
    ])
}

/// A package of which two entries of the list name the same bytes.
fn overlapping() -> Vec<u8> {
    let mut bytes = package(&[("xl/a.xml", "a".repeat(1_000_000)), ("xl/b.xml", "a".repeat(1_000_000))]);
    let second = bytes.len() - 22 - 46 - "xl/b.xml".len();
    bytes[second + 42..second + 46].fill(0);
    bytes
}

const REFUSED: bool = false;
const READ: bool = true;

fn cases() -> Vec<(&'static str, bool, Box<dyn Fn() -> Vec<u8>>)> {
    let rows = |cell: &str, count: usize| format!("<sheetData><row>{}</row></sheetData>", cell.repeat(count));
    vec![
        (
            "a long text that many cells name",
            REFUSED,
            Box::new(move || {
                workbook(
                    &rows("<c t='s'><v>0</v></c>", 200_000),
                    &format!("<si><t>{}</t></si>", "长".repeat(300_000)),
                    "",
                )
            }),
        ),
        ("empty shared texts", REFUSED, Box::new(|| workbook("", &"<si/>".repeat(3_000_000), ""))),
        (
            "merged areas",
            REFUSED,
            Box::new(|| workbook(&"<mergeCell ref='A1:XFD9'/>".repeat(2_000_000), "", "")),
        ),
        (
            "looks",
            REFUSED,
            Box::new(|| {
                workbook("", "", &format!("<cellXfs>{}</cellXfs>", "<xf numFmtId='14'/>".repeat(2_000_000)))
            }),
        ),
        (
            "rows with a cell far to the right",
            REFUSED,
            Box::new(|| {
                workbook(
                    &format!(
                        "<sheetData>{}</sheetData>",
                        (1..30_000)
                            .map(|row| format!("<row r='{row}'><c r='IV{row}'><v>1</v></c></row>"))
                            .collect::<String>()
                    ),
                    "",
                    "",
                )
            }),
        ),
        (
            "numbers",
            REFUSED,
            Box::new(|| {
                workbook(
                    &format!(
                        "<sheetData>{}</sheetData>",
                        format!("<row>{}</row>", "<c><v>1.5</v></c>".repeat(256)).repeat(8_000)
                    ),
                    "",
                    "",
                )
            }),
        ),
        (
            "empty rows",
            READ,
            Box::new(|| {
                workbook(&format!("<sheetData>{}</sheetData>", "<row><c/></row>".repeat(1_500_000)), "", "")
            }),
        ),
        (
            "one cell of 90 MB",
            REFUSED,
            Box::new(|| {
                workbook(
                    &format!(
                        "<sheetData><row><c t='str'><v>{}</v></c></row></sheetData>",
                        "a".repeat(90_000_000)
                    ),
                    "",
                    "",
                )
            }),
        ),
        (
            "attributes",
            READ,
            Box::new(|| workbook(&format!("<sheetData {}/>", "a='' ".repeat(10_000_000)), "", "")),
        ),
        ("tags within tags", REFUSED, Box::new(|| workbook(&"<a>".repeat(2_000_000), "", ""))),
        (
            "references",
            READ,
            Box::new(|| {
                workbook(
                    &format!(
                        "<sheetData><row><c t='str'><v>{}</v></c></row></sheetData>",
                        "&#65;".repeat(3_000_000)
                    ),
                    "",
                    "",
                )
            }),
        ),
        ("a part of 200 MB", REFUSED, Box::new(|| workbook(&" ".repeat(200_000_000), "", ""))),
        ("files that share bytes", REFUSED, Box::new(overlapping)),
        ("empty paragraphs", REFUSED, Box::new(|| document(&"<w:p/>".repeat(2_000_000), ""))),
        (
            "paragraphs with a long number",
            REFUSED,
            Box::new(|| {
                let list = format!(
                    "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='{}'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
                    "%1长".repeat(1_000_000)
                );
                document(
                    &"<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:p>".repeat(450_000),
                    &list,
                )
            }),
        ),
        (
            "cells of a document that span columns",
            REFUSED,
            Box::new(|| {
                let row = "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='250'/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>";
                document(&format!("<w:tbl>{}</w:tbl>", row.repeat(60_000)), "")
            }),
        ),
        ("line breaks", READ, Box::new(|| "\n".repeat(20_000_000).into_bytes())),
        ("commas", READ, Box::new(|| ",".repeat(20_000_000).into_bytes())),
        (
            "rows of commas",
            REFUSED,
            Box::new(|| format!("{}1\n", ",".repeat(250)).repeat(80_000).into_bytes()),
        ),
        ("quotes", READ, Box::new(|| "\"\"\"\",".repeat(4_000_000).into_bytes())),
        (
            "a page of cells that span everything",
            READ,
            Box::new(|| {
                format!("<table>{}", "<tr><td colspan=1000 rowspan=65534>1".repeat(15_000)).into_bytes()
            }),
        ),
        (
            "tables within tables",
            REFUSED,
            Box::new(|| format!("<html>{}", "<table><tr><td>1".repeat(1_200_000)).into_bytes()),
        ),
        ("signs of tags", READ, Box::new(|| format!("<html>{}", "<".repeat(10_000_000)).into_bytes())),
    ]
}

/// How many rows a person would look through before the file becomes a ledger.
fn looked_through(mut book: RawBook) -> usize {
    book.fill_merged();
    let ledger = Ledger::new(Bundle { statuses: usual_statuses(), ..Bundle::default() }).unwrap();
    let importer = Importer { today: Date::new(2024, 6, 18).unwrap(), author: String::new() };
    let mut count = 0_u64;
    let mut fresh = || {
        count += 1;
        Id::new(&format!("new.{count}")).unwrap()
    };
    preview::plan(&book, &Choices::default(), &ledger, &importer, &mut fresh).rows.len()
}

fn main() {
    for (name, expected, make) in cases() {
        let bytes = make();
        let question = join(&Ask::Read { gb18030: String::new() }, &bytes);
        let before = HELD.load(Relaxed);
        MOST.store(before, Relaxed);
        let start = Instant::now();
        let reply = answer(&question);
        let (most, seconds) = (MOST.load(Relaxed) - before, start.elapsed().as_secs_f64());
        let (told, looked_through) = match split::<Answer>(&reply) {
            Some((Answer::Refused(why), _)) => (Err(why), String::new()),
            Some((Answer::Intake(intake), _)) => {
                drop(reply);
                MOST.store(before, Relaxed);
                let start = Instant::now();
                let rows = looked_through(intake.book);
                let (most, seconds) = (MOST.load(Relaxed) - before, start.elapsed().as_secs_f64());
                assert!(most < LIMIT, "{name}, looked through: {most} bytes");
                (Ok(()), format!(", looked through: {rows} rows, {} MB, {seconds:.1} s", most / 1_048_576))
            }
            _ => (Ok(()), String::new()),
        };
        println!(
            "{name}: {} bytes, {} MB at most, {seconds:.1} s{looked_through}, {told:?}",
            bytes.len(),
            most / 1_048_576
        );
        assert!(most < LIMIT, "{name}: {most} bytes");
        assert_eq!(told.is_ok(), expected, "{name}: {told:?}");
        if let Err(why) = told {
            assert!(why.contains("没有读取") || why.contains("已损坏"), "{name}: {why}");
        }
    }
}
