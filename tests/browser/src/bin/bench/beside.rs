//! The page beside a plain one that shows the same rows, in one run and in turn: a ratio says what the page costs, whatever
//! the machine. The plain page (`plain.html`) keeps the names by which the scripts of [`crate::in_page`] find things.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use browser_tests::{Browser, Condition, Page, Session};
use formats::json::export;
use ledger::demo::demo;
use serde_json::json;

use crate::exports::handed_out;
use crate::in_page::{EDITS, PAINTED, SCROLL, SEARCH, WATCH, numbers};
use crate::table::{compared, heading, mean, median};

/// Real ledgers have 110 measures; a district, a city and a province have so many.
const SIZES: [usize; 3] = [3_400, 34_000, 102_000];
/// How often each is measured; the middle counts.
const TURNS: usize = 3;
/// The factor by which an office machine is slower than one that programs are made on.
const OFFICE: f64 = 6.0;
/// A frame longer than this is seen to stumble, in milliseconds.
const STUMBLE: f64 = 50.0;

/// The plain page, with the ledger that ours ships with.
const PLAIN: &str = include_str!("plain.html");
const SHIPPED: &str = include_str!("../../../../../src/default-bundle.json");

/// Marks when the first row of the table has been painted.
const MARK_ROWS: &str = "() => { const look = () => document.querySelector('.ledger-table tbody tr[aria-rowindex]') \
    ? requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('rows'))) : requestAnimationFrame(look); look(); }";

/// One of the two pages, with what was measured of it.
struct Shown {
    html: Vec<u8>,
    ours: bool,
}

impl Shown {
    /// The page, showing its table.
    fn table(&self, session: &Rc<Session>, window: &str) -> Result<Page, String> {
        session.clean(window).map_err(|error| format!("could not clean up before the page: {error}"))?;
        let page = Page::open(Rc::clone(session), &self.html);
        page.goto("#/measures");
        Ok(page)
    }
}

/// What is measured at one size, in milliseconds unless another unit is said.
#[derive(Default)]
struct Taken {
    rows: Vec<f64>,
    first_key: Vec<f64>,
    keys: Vec<f64>,
    stored: Vec<f64>,
    shown: Vec<f64>,
    /// Of the frames while scrolling, how many stumble, per cent.
    stumbles: Vec<f64>,
    export: Vec<f64>,
    /// The memory of the process that draws the page, in megabytes. Empty where the system does not tell.
    memory: Vec<f64>,
}

/// Measures in one browser, at these sizes or, where none is said, at all.
pub fn run(browser: Browser, html: &[u8], only: &[usize]) -> Result<(), String> {
    let session = Rc::new(Session::start(browser, Condition::Plain)?);
    session.preload(MARK_ROWS)?;
    let window = session.window();
    heading(&format!("beside a plain page: {browser} {}", session.version));
    let plain = PLAIN.replace("/* bundle */", &SHIPPED.replace('<', "\\u003c"));
    let pages = [Shown { html: html.to_vec(), ours: true }, Shown { html: plain.into_bytes(), ours: false }];
    start(&session, &window, &pages, 1.0)?;
    if browser == Browser::Chromium {
        start(&session, &window, &pages, OFFICE)?;
    }
    let measured = if only.is_empty() { &SIZES } else { only };
    for &size in measured {
        let path = session.folder.join(format!("{size}.json"));
        fs::write(&path, export(&demo(crate::SEED, size)))
            .map_err(|error| format!("could not write {}: {error}", path.display()))?;
        let mut taken = [Taken::default(), Taken::default()];
        for _ in 0..TURNS {
            for (shown, taken) in pages.iter().zip(&mut taken) {
                one(&session, &window, shown, (size, &path), taken)?;
            }
        }
        tell(size, &taken);
    }
    session.clean(&window).map_err(|error| error.to_string())
}

/// How long a double click takes to the first row.
fn start(session: &Rc<Session>, window: &str, pages: &[Shown; 2], slower: f64) -> Result<(), String> {
    let mut took = [Vec::new(), Vec::new()];
    let mut ready = [Vec::new(), Vec::new()];
    for _ in 0..TURNS + 2 {
        for (n, shown) in pages.iter().enumerate() {
            let page = shown.table(session, window)?;
            if slower > 1.0 {
                page.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": slower }));
            }
            page.reload();
            took[n].push(mark(&page, "rows"));
            ready[n].push(mark(&page, "ready"));
            if slower > 1.0 {
                page.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": 1 }));
            }
        }
    }
    let how = if slower > 1.0 { format!(", {slower} times slower") } else { String::new() };
    compared(&format!("opened to the first row{how}"), median(&took[0]), median(&took[1]), "ms");
    compared(&format!("opened to ready{how}"), median(&ready[0]), median(&ready[1]), "ms");
    Ok(())
}

/// When the page marked something, once it has.
fn mark(page: &Page, name: &str) -> f64 {
    let script = format!(
        "const done = arguments[0]; const look = () => {{ const [mark] = performance.getEntriesByName('{name}'); \
         mark ? done(mark.startTime) : setTimeout(look, 10); }}; look();"
    );
    page.script_async(&script).as_f64().unwrap_or(f64::NAN)
}

fn one(
    session: &Rc<Session>,
    window: &str,
    shown: &Shown,
    (size, file): (usize, &Path),
    taken: &mut Taken,
) -> Result<(), String> {
    let page = shown.table(session, window)?;
    let drawn = format!(
        "document.querySelector('.ledger-table').getAttribute('aria-rowcount') === '{size}' && \
         document.title.includes('（共 {size} 条措施）')"
    );
    page.script(WATCH, &[drawn.into()]);
    if shown.ours {
        page.by_role("button", "打开…").click();
    }
    page.upload(&page.by_css("input[type=file]"), file);
    let wait = "const done = arguments[0]; const poll = () => window.bench.took ? done(window.bench.took) : setTimeout(poll, 20); poll();";
    taken.rows.push(page.script_async(wait).as_f64().unwrap_or(f64::NAN));
    taken.first_key.extend(typed(&page, &["整"]));
    // What a page reads in the background comes to its end.
    typed(&page, &[""]);
    page.script_async("setTimeout(arguments[0], 4000)");
    taken.keys.extend(typed(&page, &["学", "学习", "学习台账", "高新处", "12-3", "不存在的词"]));
    typed(&page, &[""]);
    let edits = page.script_async(&format!("{PAINTED}{EDITS}"));
    if edits["missed"] != 0 {
        return Err(format!("{} edits were not stored at {size} measures", edits["missed"]));
    }
    taken.stored.push(mean(&numbers(&edits["stored"])));
    taken.shown.push(mean(&numbers(&edits["shown"])));
    let frames = numbers(&page.script_async(&format!("{PAINTED}{SCROLL}"))["frames"]);
    #[expect(clippy::cast_precision_loss, reason = "sixty frames")]
    let share = frames.iter().filter(|frame| **frame > STUMBLE).count() as f64 * 100.0 / frames.len() as f64;
    taken.stumbles.push(share);
    taken.export.push(handed_out(&page, "导出 JSON"));
    taken.memory.extend(session.process().and_then(renderer));
    Ok(())
}

/// Times of the handler and to painted would differ by a frame at random, so the handler's own time counts.
fn typed(page: &Page, texts: &[&str]) -> Vec<f64> {
    let texts = json!(texts);
    let results = page.script_async(&format!("const texts = {texts}; {PAINTED}{SEARCH}"));
    results.as_array().into_iter().flatten().filter_map(|result| result["took"].as_f64()).collect()
}

fn tell(size: usize, [ours, plain]: &[Taken; 2]) {
    let line = |what: &str, of: fn(&Taken) -> &Vec<f64>, unit: &str| {
        compared(&format!("{what}, {size}"), median(of(ours)), median(of(plain)), unit);
    };
    line("file to rows", |taken| &taken.rows, "ms");
    line("first key in the search to painted", |taken| &taken.first_key, "ms");
    line("further keys to painted", |taken| &taken.keys, "ms");
    line("status to stored", |taken| &taken.stored, "ms");
    line("status to painted", |taken| &taken.shown, "ms");
    line("frames over 50 ms while scrolling", |taken| &taken.stumbles, "%");
    line("export", |taken| &taken.export, "ms");
    line("memory of the renderer", |taken| &taken.memory, "MB");
}

/// The memory of the largest process under this one that draws a page, in megabytes. Linux only.
fn renderer(browser: u64) -> Option<f64> {
    let mut found: Vec<(u64, u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir("/proc").ok()?.flatten() {
        let Ok(id) = entry.file_name().to_string_lossy().parse::<u64>() else { continue };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let parent = stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()?;
        found.push((id, parent, entry.path()));
    }
    let parent_of = |id: u64| found.iter().find(|(own, ..)| *own == id).map(|(_, parent, _)| *parent);
    let is_below = |id: u64| {
        let mut at = Some(id);
        while let Some(id) = at.filter(|id| *id > 1) {
            if id == browser {
                return true;
            }
            at = parent_of(id);
        }
        false
    };
    let size = |path: &Path| -> Option<f64> {
        let line = fs::read_to_string(path.join("cmdline")).ok()?;
        if !(line.contains("--type=renderer") || line.contains("-contentproc")) {
            return None;
        }
        let text = fs::read_to_string(path.join("smaps_rollup")).ok()?;
        let pss = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        Some(pss.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
    };
    found.iter().filter(|(id, ..)| is_below(*id)).filter_map(|(_, _, path)| size(path)).reduce(f64::max)
}
