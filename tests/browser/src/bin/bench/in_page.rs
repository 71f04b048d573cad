//! What is measured in a browser. Clocks are read by scripts in the page, so that the driver's own time is not in it.
//!
//! "Painted" is two animation frames after the event: the first is drawn with what came of it, the second begins
//! when that is done. In an idle browser this alone takes up to two frames, 33 ms at 60 Hz.

use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use browser_tests::{Browser, Condition, Page, Session};
use serde_json::Value;

use crate::table::{heading, line, longest, mean, median, ms};
use crate::{SIZES, exports};

/// What every script begins with.
pub const PAINTED: &str = "const done = arguments[arguments.length - 1]; \
    const painted = () => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));";

/// From the moment that a file is chosen until `DRAWN` holds and has been painted. The steps on the way are told by
/// the browser's own functions as the page calls them.
pub const WATCH: &str = "const drawn = new Function('return ' + arguments[0]); const bench = window.bench = { steps: {} }; \
    const told = (name) => { if (bench.start && !(name in bench.steps)) bench.steps[name] = performance.now() - bench.start; }; \
    const wrap = (owner, name, before, after) => { const own = owner[name]; owner[name] = function () { told(before); \
        const result = own.apply(this, arguments); if (after) Promise.resolve(result).then(() => told(after)); return result; }; }; \
    wrap(Blob.prototype, 'arrayBuffer', 'asked for bytes', 'bytes there'); \
    wrap(IDBObjectStore.prototype, 'put', 'read, given to IndexedDB'); \
    wrap(IDBTransaction.prototype, 'commit', 'IndexedDB asked to commit'); \
    wrap(IDBDatabase.prototype, 'close', 'kept in IndexedDB'); \
    const poll = () => { if (drawn()) { told('drawn'); requestAnimationFrame(() => requestAnimationFrame(() => { bench.took = performance.now() - bench.start; })); } \
        else requestAnimationFrame(poll); }; \
    document.addEventListener('change', (event) => { if (event.target.type === 'file') { bench.start = performance.now(); requestAnimationFrame(poll); } }, true);";

/// Changes the status in each row in sight. An edit is stored when `setItem` returns; the handler goes on to redraw.
pub const EDITS: &str = "(async () => { const stored = [], handled = [], shown = []; let missed = 0, written = 0; \
    const own = Storage.prototype.setItem; \
    Storage.prototype.setItem = function (key, value) { own.call(this, key, value); written = performance.now(); }; \
    const area = document.querySelector('.grid-editor input'); \
    for (let round = 0; round < 5; round++) for (let row = 1; row <= 15; row++) { \
        const cell = document.querySelector('tr[aria-rowindex=\"' + row + '\"] td.c-status'); \
        const next = cell.textContent.includes('整改中') ? '已完成' : '整改中'; \
        cell.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true })); \
        window.dispatchEvent(new MouseEvent('mouseup')); \
        const before = localStorage.length; area.value = next; area.dispatchEvent(new InputEvent('input', { bubbles: true })); \
        const start = performance.now(); area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })); \
        const end = performance.now(); if (localStorage.length !== before + 1) missed++; await painted(); \
        if (round > 0) { stored.push(written - start); handled.push(end - start); shown.push(performance.now() - start); } } \
    Storage.prototype.setItem = own; done({ stored, handled, shown, missed }); })()";

/// Types one text after the other into the search.
pub const SEARCH: &str = "(async () => { const box = document.getElementById('search'); const took = []; \
    for (const text of texts) { const start = performance.now(); box.value = text; \
        box.dispatchEvent(new Event('input', { bubbles: true })); const work = performance.now() - start; await painted(); \
        took.push({ text, work, took: performance.now() - start, hits: document.querySelector('.hits').textContent }); \
        await new Promise((then) => setTimeout(then, 400)); } \
    done(took); })()";

/// Scrolls from the first row to the last in 60 steps, one a frame, and back in one.
pub const SCROLL: &str = "(async () => { const frame = document.querySelector('.table-frame'); frame.scrollTop = 0; await painted(); \
    const frames = []; const way = frame.scrollHeight - frame.clientHeight; let last = performance.now(); \
    for (let step = 1; step <= 60; step++) { frame.scrollTop = way * step / 60; await new Promise(requestAnimationFrame); \
        const now = performance.now(); frames.push(now - last); last = now; } \
    await painted(); const rows = document.querySelectorAll('.ledger-table tbody tr[aria-rowindex]'); \
    const end = rows[rows.length - 1].getAttribute('aria-rowindex'); frame.scrollTop = 0; await painted(); done({ frames, end }); })()";

/// Measures in one browser. What fails in the page panics, as in the tests.
pub fn run(browser: Browser, html: &[u8], files: &[String]) -> Result<(), String> {
    let session = Rc::new(Session::start(browser, Condition::Plain)?);
    let window = session.window();
    heading(&format!("{browser} {}", session.version));
    let fresh = || -> Result<Page, String> {
        session.clean(&window).map_err(|error| error.to_string())?;
        Ok(Page::open(Rc::clone(&session), html))
    };

    let mut ready = Vec::new();
    for _ in 0..7 {
        let page = fresh()?;
        page.wait_ready();
        ready.push(ready_at(&page));
    }
    line("opened to ready", &ms(median(&ready)), &format!("median of 7, longest {}", ms(longest(&ready))));

    let mut stored = Vec::new();
    for (size, file) in SIZES.iter().zip(files) {
        let path = session.folder.join(format!("{size}.json"));
        fs::write(&path, file).map_err(|error| format!("could not write {}: {error}", path.display()))?;
        // The page's own ledger has 110 measures too, so the title must be another as well.
        let title = format!("document.title.includes('（共 {size} 条措施）')");
        let page = fresh()?;
        page.goto("#/");
        let drawn = format!("{title} && document.querySelector('.figures').textContent.includes('{size}')");
        open(&page, &path, &drawn, "overview");
        let page = fresh()?;
        page.goto("#/measures");
        let rows = "document.querySelector('.ledger-table').getAttribute('aria-rowcount')";
        open(&page, &path, &format!("{title} && {rows} === '{size}'"), "table");
        first_key(&page);
        stored.push(edits(&page, *size));
        if *size == SIZES[1] {
            search(&page);
            scroll(&page);
            let took = exports::handed_out(&page, "导出 JSON");
            line("export of 100000 measures", &ms(took), "pressed to handed to the downloads");
            page.refresh();
            // A page this large may take longer than the harness has patience.
            while page.script("return performance.getEntriesByName('ready').length", &[]) != 1 {
                std::thread::sleep(Duration::from_millis(100));
            }
            line("opened again with 100000 measures to ready", &ms(ready_at(&page)), "from IndexedDB");
        }
    }
    exports::run(&fresh)?;
    if let [small, large] = stored.as_slice() {
        line("edit to stored, 100000 against 110", &format!("{:.2} times", large / small), "");
    }
    session.clean(&window).map_err(|error| error.to_string())
}

fn ready_at(page: &Page) -> f64 {
    let script = "return performance.getEntriesByName('ready')[0].startTime";
    page.script(script, &[]).as_f64().unwrap_or(f64::NAN)
}

/// Opens a file as a person does, and tells how long it took and when the steps on the way were reached.
fn open(page: &Page, file: &Path, drawn: &str, what: &str) {
    page.script(WATCH, &[drawn.into()]);
    page.by_role("button", "打开…").click();
    page.upload(&page.by_css("input[type=file]"), file);
    let wait = "const done = arguments[0]; const poll = () => window.bench.took ? done(window.bench) : setTimeout(poll, 50); poll();";
    let bench = page.script_async(wait);
    let size = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let took = bench["took"].as_f64().unwrap_or(f64::NAN);
    line(&format!("file of {size} measures chosen to {what} painted"), &ms(took), "");
    if what == "table" {
        let mut steps: Vec<(&str, f64)> = bench["steps"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, at)| Some((name.as_str(), at.as_f64()?)))
            .collect();
        steps.sort_by(|a, b| a.1.total_cmp(&b.1));
        for (name, at) in steps {
            line(&format!("  {name}"), &ms(at), "after the choice");
        }
    }
}

/// The numbers of a list in an answer.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn edits(page: &Page, size: usize) -> f64 {
    let result = page.script_async(&format!("{PAINTED}{EDITS}"));
    let missed = result["missed"].as_u64().unwrap_or_default();
    let missed = if missed > 0 { format!(", {missed} NOT STORED") } else { String::new() };
    for (key, what) in [("stored", "stored"), ("handled", "end of the handler"), ("shown", "painted")] {
        let values = numbers(&result[key]);
        let how = format!("mean of {}, longest {}{missed}", values.len(), ms(longest(&values)));
        line(&format!("edit to {what} at {size} measures"), &ms(mean(&values)), &how);
    }
    mean(&numbers(&result["stored"]))
}

/// The first key right after a ledger was opened, when its texts are still being read into the index.
fn first_key(page: &Page) {
    typed(page, &["整"], "first key after opening");
    typed(page, &[""], "");
}

fn search(page: &Page) {
    // Enough for the idle reading of the texts to come to its end.
    page.script_async("setTimeout(arguments[0], 3000)");
    typed(
        page,
        &[
            "的",
            "",
            "离退休干部处",
            "",
            "12-3",
            "",
            "z",
            "zd",
            "zds",
            "",
            "ltxgb",
            "",
            "逾期未办结不存在的词",
        ],
        "key",
    );
    typed(page, &["学", "学习", "学习台", "学习台账", "学习台账 整"], "growing word");
    typed(page, &["学习台账", "学习台", "学习", "学", ""], "shrinking word");
}

fn typed(page: &Page, texts: &[&str], what: &str) {
    let texts: Vec<Value> = texts.iter().map(|text| (*text).into()).collect();
    let script = format!("const texts = {}; {PAINTED}{SEARCH}", Value::Array(texts));
    let results = page.script_async(&script);
    for result in results.as_array().into_iter().flatten() {
        let text = result["text"].as_str().unwrap_or_default();
        if what.is_empty() {
            continue;
        }
        let how = format!(
            "handler {}; {}",
            ms(result["work"].as_f64().unwrap_or(f64::NAN)),
            result["hits"].as_str().unwrap_or_default()
        );
        let name = if text.is_empty() {
            format!("{what}: search cleared")
        } else {
            format!("{what} “{text}” to painted")
        };
        line(&name, &ms(result["took"].as_f64().unwrap_or(f64::NAN)), &how);
    }
}

fn scroll(page: &Page) {
    let result = page.script_async(&format!("{PAINTED}{SCROLL}"));
    let frames = numbers(&result["frames"]);
    let how = format!(
        "longest of 60; median {}; last row {}",
        ms(median(&frames)),
        result["end"].as_str().unwrap_or("?")
    );
    line("scrolling 100000 measures, one frame", &ms(longest(&frames)), &how);
}
