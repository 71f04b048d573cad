//! A page that stays open all day: what was shown before leaves nothing behind, and an edit stays quick.
//!
//! Five rounds make 100 places, 25 searches, 250 edits and 10 dialogs. `ZHENGGAI_ROUNDS=100` makes a long day of it.

use browser_tests::{Browser, Page, Suite};
use serde_json::{Value, json};

use crate::workspace::{saved, sign};

/// Twenty places, five searches, fifty edits of a status and two dialogs; gives how long each edit took until it was stored.
const ROUND: &str = "const done = arguments[arguments.length - 1]; \
    const painted = () => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))); \
    const until = async (is) => { while (!is()) await painted(); }; \
    (async () => { \
        const places = ['', 'findings', 'measures', 'review', 'institutions', 'evidence', 'reports', 'history', 'checks', 'about']; \
        for (const place of [...places, ...places]) { location.hash = '#/' + place; await painted(); await until(() => document.querySelector('#main h1')); } \
        location.hash = '#/measures'; await until(() => document.querySelector('.ledger-table tr[aria-rowindex=\"15\"]')); \
        const box = document.getElementById('search'); \
        for (const text of ['整', '整改', '台账', '没有这样的字', '']) { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); await painted(); } \
        await until(() => document.querySelector('.ledger-table tr[aria-rowindex=\"15\"]')); \
        const took = []; const area = document.querySelector('.grid-editor input'); \
        for (let n = 0; n < 50; n++) { \
            const cell = document.querySelector('tr[aria-rowindex=\"' + (n % 15 + 1) + '\"] td.c-status'); \
            const next = cell.textContent.includes('整改中') ? '已完成' : '整改中'; \
            cell.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true })); window.dispatchEvent(new MouseEvent('mouseup')); \
            area.value = next; area.dispatchEvent(new InputEvent('input', { bubbles: true })); \
            const start = performance.now(); area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })); \
            took.push(performance.now() - start); await painted(); } \
        for (let n = 0; n < 2; n++) { area.blur(); document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true })); \
            await until(() => document.querySelector('dialog[open]')); document.querySelector('dialog[open]').close(); await painted(); } \
        done(took); })()";

/// How many edits a round makes.
const EDITS: usize = 50;

/// What the page holds after all that can be let go of was.
#[derive(Debug, Clone, Copy)]
struct Held {
    nodes: f64,
    listeners: f64,
    /// Objects of JavaScript, in bytes.
    heap: f64,
    /// The memory of the program, in bytes.
    program: f64,
}

fn held(page: &Page) -> Held {
    page.devtools("HeapProfiler.collectGarbage", &json!({}));
    let usage = page.devtools("Runtime.getHeapUsage", &json!({}));
    let metrics = page.devtools("Performance.getMetrics", &json!({}));
    let metric = |name: &str| {
        let all = metrics["metrics"].as_array();
        let found = all.and_then(|all| all.iter().find(|metric| metric["name"] == name));
        found.and_then(|metric| metric["value"].as_f64()).unwrap_or(f64::NAN)
    };
    Held {
        nodes: metric("Nodes"),
        listeners: metric("JSEventListeners"),
        heap: usage["usedSize"].as_f64().unwrap_or(f64::NAN),
        program: page.script("return zhenggai.memory()", &[]).as_f64().unwrap_or(f64::NAN),
    }
}

fn round(page: &Page) -> Vec<f64> {
    let took = page.script_async(ROUND);
    let took: Vec<f64> = took.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    assert_eq!(took.len(), EDITS);
    took
}

fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "fifty values")]
    let count = values.len() as f64;
    values.iter().sum::<f64>() / count
}

pub fn add(suite: &mut Suite) {
    suite.test_in(Browser::Chromium, "endurance: what was shown leaves nothing behind", |page| {
        sign(page);
        page.devtools("Performance.enable", &json!({}));
        let rounds =
            std::env::var("ZHENGGAI_ROUNDS").ok().and_then(|count| count.parse().ok()).unwrap_or(5u32);
        // The first draws what is kept on purpose.
        round(page);
        let first = round(page);
        let before = held(page);
        let mut last = Vec::new();
        for _ in 0..rounds {
            last = round(page);
        }
        saved(page);
        let after = held(page);
        println!(
            "{rounds} rounds: {before:?}, then {after:?}; an edit {:.2} ms, then {:.2}",
            mean(&first),
            mean(&last)
        );
        assert!(after.nodes <= before.nodes * 1.02 + 50.0, "nodes: {before:?}, then {after:?}");
        assert!(after.listeners <= before.listeners * 1.02 + 20.0, "listeners: {before:?}, then {after:?}");
        // The edits themselves are kept: some hundred bytes each in the program, nothing in JavaScript.
        let edits = f64::from(rounds) * 50.0;
        assert!(after.heap <= before.heap + 1e6 + edits * 200.0, "heap: {before:?}, then {after:?}");
        assert!(
            after.program <= before.program + 2e6 + edits * 4_000.0,
            "program: {before:?}, then {after:?}"
        );
    });
}
