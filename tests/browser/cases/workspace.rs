//! What the tests of the app have in common: sign, enter a value, open and export files, read what is stored.

use std::collections::BTreeMap;
use std::path::PathBuf;

use browser_tests::{Locator, Page, root};
use serde_json::Value;

/// The id of the ledger in the page.
pub const BUNDLE: &str = "whkjj-2024-06-18";

/// The ledger in the page, as its file.
pub fn built_in_text() -> String {
    std::fs::read_to_string(root().join("src").join("default-bundle.json")).expect("the ledger is there")
}

/// The ledger in the page.
pub fn built_in() -> Value {
    serde_json::from_str(&built_in_text()).expect("the ledger is JSON")
}

/// Waits for the page and answers who works here.
pub fn sign(page: &Page) {
    sign_in(page, "王敏", "高新处");
}

/// The same for another person.
pub fn sign_in(page: &Page, name: &str, unit: &str) {
    page.wait_ready();
    let card = page.by_role("region", "您是谁");
    card.by_role("textbox", "姓名").fill(name);
    card.by_role("combobox", "单位").fill(unit);
    card.by_role("button", "记住").click();
    card.wait_gone();
}

/// Types a value and enters it by key.
pub fn enter(field: &Locator<'_>, page: &Page, text: &str) {
    field.fill(text);
    page.press("Control+Enter");
}

/// As in a browser that has never seen the page: nothing is stored.
pub fn forget(page: &Page) {
    let script = "const done = arguments[0]; localStorage.clear(); sessionStorage.clear(); \
        const gone = (name) => new Promise((end) => { const asked = indexedDB.deleteDatabase(name); asked.onsuccess = asked.onerror = asked.onblocked = end; }); \
        Promise.all(['zhenggai', 'zhenggai-edits'].map(gone)).then(() => done(true));";
    assert_eq!(page.script_async(script), true);
}

/// Waits until every edit is stored.
pub fn saved(page: &Page) {
    page.by_role("status", "保存状态").wait_text("已保存");
}

/// Whether a key of the store is that of an edit of this ledger.
pub fn is_edit(key: &str, bundle: &str) -> bool {
    let rest = key.strip_prefix(&format!("zhenggai/1/{bundle}/")).and_then(|rest| rest.split_once('/'));
    rest.is_some_and(|(session, n)| {
        session != "draft" && !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The stored edits of a ledger.
pub fn edits_of(page: &Page, bundle: &str) -> BTreeMap<String, String> {
    page.store().into_iter().filter(|(key, _)| is_edit(key, bundle)).collect()
}

/// The stored edits of the ledger in the page.
pub fn edits(page: &Page) -> BTreeMap<String, String> {
    edits_of(page, BUNDLE)
}

/// Writes a file beside the page.
pub fn file(page: &Page, name: &str, bytes: &[u8]) -> PathBuf {
    let path = page.file().with_file_name(name);
    std::fs::write(&path, bytes).expect("the folder is there");
    path
}

/// Opens a file by 打开….
pub fn choose(page: &Page, name: &str, bytes: &[u8]) {
    let path = file(page, name, bytes);
    page.by_role("button", "打开…").click();
    let dialog = page.by_role("dialog", "打开台账");
    page.upload(&dialog.by_role("file", "选择文件"), &path);
    dialog.wait_gone();
}

/// 导出 JSON: the name and the bytes.
pub fn export(page: &Page) -> (String, Vec<u8>) {
    page.download(|| page.by_role("button", "导出 JSON").click())
}

/// 导出 JSON, read.
pub fn exported(page: &Page) -> Value {
    serde_json::from_slice(&export(page).1).expect("the export is JSON")
}

/// A ledger without what only tells how it came to be.
pub fn without_history(mut ledger: Value) -> Value {
    if let Some(map) = ledger.as_object_mut() {
        map.remove("history");
        map.remove("unsettled");
    }
    ledger
}

/// How many measures a ledger has.
pub fn measures(ledger: &Value) -> Vec<&Value> {
    let findings = ledger["findings"].as_array().into_iter().flatten();
    findings.flat_map(|finding| finding["measures"].as_array().into_iter().flatten()).collect()
}

/// An alert whose text contains this; waits for it and gives its text.
pub fn alert(page: &Page, text: &str) -> String {
    let find = "const found = Array.from(document.querySelectorAll('[role=alert]')).find((one) => one.innerText.includes(arguments[0])); \
        return found ? found.innerText : ''";
    page.wait(&format!("an alert says “{text}”"), || {
        let found = page.script(find, &[text.into()]);
        found.as_str().filter(|found| !found.is_empty()).map(str::to_owned)
    })
}

/// Closes every alert that can be closed.
pub fn close_alerts(page: &Page) {
    let close = page.by_role("alert", "").by_role("button", "关闭");
    while close.exists() {
        close.nth(0).click();
    }
}

/// The number of rows that the table says it has.
pub fn row_count(page: &Page, table: &str) -> usize {
    let count = page.by_css(&format!("table[aria-label=\"{table}\"]")).attribute("aria-rowcount");
    count.and_then(|count| count.parse().ok()).unwrap_or_default()
}

/// Nothing left the page and nothing broke.
pub fn quiet(page: &Page) {
    assert_eq!(page.errors(), [] as [&str; 0]);
    assert_eq!(page.requests(), [] as [&str; 0]);
}

/// Opens what is folded within a part of the page, also what is folded in that.
pub fn unfold(within: &Locator<'_>) {
    let folded = || within.by_css("button.fold[aria-expanded=false], .fold > button[aria-expanded=false]");
    while folded().count() > 0 {
        folded().nth(0).click();
    }
}
