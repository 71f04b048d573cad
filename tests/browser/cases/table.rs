//! The tables: search, filters, order, what the address holds, and the keys.

use std::collections::BTreeMap;

use browser_tests::{Locator, Page, Suite, demonstration};
use serde_json::Value;

use crate::grid::{focused_row, type_in};
use crate::workspace::{edits, exported, quiet, row_count, saved, sign};

/// The n-th row of the table that is drawn, from 0.
fn row<'p>(table: &Locator<'p>, n: usize) -> Locator<'p> {
    table.by_role("row", "").nth(n + 1)
}

fn hits(page: &Page, total: usize, matched: usize) {
    page.by_role("status", "命中").wait_text(&format!("共 {total} 条措施，符合 {matched} 条"));
    page.wait_until("the table says how many rows match", || row_count(page, "措施台账") == matched);
}

/// The measures of a finding, with what they leave open filled in from it.
fn filled(finding: &Value) -> Vec<Value> {
    let dated = |m: &Value| {
        let mut extensions = m["extensions"].as_array().into_iter().flatten();
        !m["due"].is_null() || extensions.any(|extension| !extension["due"].is_null())
    };
    let fill = |measure: &Value| {
        let mut measure = measure.clone();
        if measure["lead_unit"].is_null() {
            measure["lead_unit"] = finding["lead_unit"].clone();
        }
        if !dated(&measure) {
            measure["due"] = finding["due"].clone();
            measure["extensions"] = finding["extensions"].clone();
        }
        measure
    };
    finding["measures"].as_array().into_iter().flatten().map(fill).collect()
}

fn hash(page: &Page) -> String {
    page.script("return decodeURIComponent(location.hash)", &[]).as_str().unwrap_or_default().to_owned()
}

/// Waits until the address holds this.
fn address(page: &Page, part: &str) {
    page.wait_until(&format!("the address holds {part}"), || hash(page).contains(part));
}

pub fn add(suite: &mut Suite) {
    suite.test("table: a search narrows, marks, stands in the address and is cleared", |page| {
        sign(page);
        page.goto("#/measures");
        hits(page, 110, 110);
        let (table, search) = (page.by_role("grid", "措施台账"), page.by_role("searchbox", "搜索"));
        search.fill("退还超额利息");
        hits(page, 110, 1);
        assert_eq!(table.by_css("mark").text(), "退还超额利息");
        assert_eq!(row(&table, 0).by_role("link", "34-1").count(), 1);
        address(page, "text=退还超额利息");
        page.reload();
        hits(page, 110, 1);
        assert_eq!(search.value(), "退还超额利息");
        search.fill("没有这样的字");
        hits(page, 110, 0);
        page.wait_text("没有符合条件的措施");
        page.by_role("button", "清除筛选").click();
        hits(page, 110, 110);
        assert_eq!(search.value(), "");
        search.fill("科保贷 利率");
        page.wait_until("fewer rows match", || (1..110).contains(&row_count(page, "措施台账")));
        let marked = page
            .script("return Array.from(document.querySelectorAll('td mark'), (one) => one.textContent)", &[]);
        let marked: Vec<String> = serde_json::from_value(marked).unwrap_or_default();
        assert!(
            marked.iter().any(|mark| mark == "科保贷") && marked.iter().any(|mark| mark == "利率"),
            "{marked:?}"
        );
        search.press("Escape");
        hits(page, 110, 110);
        // From a page without a list the search leads to the measures.
        page.goto("#/");
        search.fill("育苗计划");
        hits(page, 110, 1);
        page.goto("#/findings");
        search.fill("科保贷");
        page.by_role("grid", "问题清单").by_css("mark").nth(0).wait_text("科保贷");
        page.wait_until("the findings are fewer", || (1..34).contains(&row_count(page, "问题清单")));
        quiet(page);
    });

    suite.test("table: the status is set in the row, and the filters go by it", |page| {
        sign(page);
        page.goto("#/measures");
        hits(page, 110, 110);
        let table = page.by_role("grid", "措施台账");
        type_in(page, 2, "status", "已完成");
        saved(page);
        let stored = edits(page);
        assert_eq!(stored.len(), 1, "{stored:?}");
        assert!(
            stored
                .values()
                .all(|edit| edit.contains("\"m1-2\"") && edit.contains("已完成") && edit.contains("王敏"))
        );
        let filter = page.by_role("group", "筛选").by_role("combobox", "状态");
        filter.select("● 已完成");
        hits(page, 110, 1);
        address(page, "status=已完成");
        page.reload();
        hits(page, 110, 1);
        row(&table, 0).by_role("link", "1-2").wait();
        filter.select("– 未填报");
        hits(page, 110, 109);
        // A row that no longer fits leaves, and comes back with 撤销.
        type_in(page, 1, "status", "整改中");
        hits(page, 110, 108);
        page.by_role("button", "撤销").click();
        hits(page, 110, 109);
        filter.select("全部状态");
        hits(page, 110, 110);
        quiet(page);
    });

    suite.test("table: filters and orders agree with the ledger", |page| {
        sign(page);
        demonstration(page, 110);
        page.goto("#/measures");
        let ledger = exported(page);
        let filled: Vec<Value> = ledger["findings"].as_array().into_iter().flatten().flat_map(filled).collect();
        let all: Vec<&Value> = filled.iter().collect();
        let total = all.len();
        hits(page, total, total);
        let filters = page.by_role("group", "筛选");
        let clear = || {
            page.by_role("button", "清除筛选").click();
            hits(page, total, total);
        };
        let names = |list: &str, field: &str| -> BTreeMap<String, String> {
            let items = ledger[list].as_array().into_iter().flatten();
            items.map(|item| (text(&item["id"]), text(&item[field]))).collect()
        };
        let count = |field: &str, value: &Value| all.iter().filter(|m| m[field] == *value).count();

        let some = |field: &str| all.iter().map(|m| &m[field]).find(|v| !v.is_null()).expect("the demonstration fills it");
        let (unit, term) = (some("lead_unit"), some("term"));
        filters.by_role("combobox", "单位").select(&names("units", "name")[&text(unit)]);
        hits(page, total, count("lead_unit", unit));
        let both = all.iter().filter(|m| m["lead_unit"] == *unit && m["term"] == *term).count();
        filters.by_role("combobox", "类型").select(&text(term));
        hits(page, total, both);
        clear();
        let finding = ledger["findings"].as_array().into_iter().flatten().find(|f| !f["aspect"].is_null());
        let aspect = &finding.expect("the demonstration has aspects")["aspect"];
        let below = |f: &Value| {
            let mut aspects = ledger["aspects"].as_array().into_iter().flatten();
            aspects.any(|own| own["id"] == f["aspect"] && own["parent"] == *aspect)
        };
        let of_aspect = ledger["findings"].as_array().into_iter().flatten();
        let of_aspect = of_aspect.filter(|f| f["aspect"] == *aspect || below(f));
        let of_aspect = of_aspect.map(|f| f["measures"].as_array().map_or(0, Vec::len)).sum();
        filters.by_role("combobox", "方面").select(&names("aspects", "title")[&text(aspect)]);
        hits(page, total, of_aspect);
        clear();
        let unset = |m: &&&Value| {
            m["due"].is_null() && m["extensions"].as_array().is_none_or(|list| list.iter().all(|e| e["due"].is_null()))
        };
        filters.by_role("combobox", "时限").select("未定时限");
        hits(page, total, all.iter().filter(unset).count());
        clear();

        let table = page.by_role("grid", "措施台账");
        let first = || row(&table, 0).by_role("link", "").text();
        let head = table.by_role("columnheader", "序号");
        assert_eq!(head.attribute("aria-sort").as_deref(), Some("ascending"));
        let before = first();
        head.by_role("button", "序号").click();
        page.wait_until("the order is turned", || head.attribute("aria-sort").as_deref() == Some("descending"));
        assert_ne!(first(), before);
        // The arrow is to be seen, not a part of the name.
        assert_eq!(head.by_role("button", "").computed().1, "序号");
        address(page, "sort=-number");
        page.reload();
        assert_eq!(table.by_role("columnheader", "序号").attribute("aria-sort").as_deref(), Some("descending"));
        assert_ne!(first(), before);
        table.by_role("columnheader", "整改时限").by_css(".head-sort").click();
        let due = table.by_role("columnheader", "整改时限");
        page.wait_until("it is ordered by the deadline", || due.attribute("aria-sort").as_deref() == Some("ascending"));
        assert_eq!(head.attribute("aria-sort"), None);
        let column = "return Array.from(document.querySelectorAll('tr[aria-rowindex]'), (row) => row.cells[5].innerText.slice(0, 7)).filter((text) => /^\\d{4}-\\d\\d$/.test(text))";
        let shown: Vec<String> = serde_json::from_value(page.script(column, &[])).unwrap_or_default();
        assert!(!shown.is_empty() && shown.is_sorted(), "{shown:?}");
        quiet(page);
    });

    suite.test("keys: rows, search, the list of keys, and focus that returns", |page| {
        sign(page);
        page.goto("#/measures");
        hits(page, 110, 110);
        let table = page.by_role("grid", "措施台账");
        let current = || focused_row(page);
        page.press("j");
        page.wait_until("the first row has the focus", || current() == "1");
        page.press("j");
        page.press("j");
        page.wait_until("the third row has the focus", || current() == "3");
        page.press("k");
        page.wait_until("the second row has the focus", || current() == "2");
        page.press("?");
        let keys = page.by_role("dialog", "按键一览");
        keys.wait_text("Ctrl+Shift+Z");
        page.press("Escape");
        keys.wait_gone();
        page.wait_until("the focus is back on the row", || current() == "2");
        page.press("/");
        let search = page.by_role("searchbox", "搜索");
        page.wait_until("the search has the focus", || search.has_focus());
        page.type_text("jk?/");
        assert_eq!(search.value(), "jk?/");
        assert!(!keys.exists());
        page.press("Escape");
        hits(page, 110, 110);
        row(&table, 0).focus();
        page.press("Control+k");
        let palette = page.by_role("dialog", "命令面板");
        palette.wait();
        page.press("Escape");
        palette.wait_gone();
        page.wait_until("the focus is back on the row", || current() == "1");
        row(&table, 3).focus();
        page.press("Control+Enter");
        page.by_role("article", "措施 2-1").wait();
        page.wait_until("the address is that of the measure", || hash(page).starts_with("#/findings/f02/"));
        page.script("history.back()", &[]);
        hits(page, 110, 110);
        let (name, _) = page.download(|| page.press("Control+s"));
        assert_eq!(name.rsplit('.').next(), Some("json"), "{name}");
        quiet(page);
    });

    suite.test("table: a link taken within the moment after typing is followed, and stays", |page| {
        page.goto("#/measures");
        // The address is written a quarter of a second after the last key; twice that has seen it, if it comes.
        let at = page.script_async(
            "const done = arguments[0], box = document.getElementById('search'); box.value = '科创'; \
             box.dispatchEvent(new Event('input', { bubbles: true })); location.hash = '#/history'; \
             setTimeout(() => done(location.hash + ' ' + document.querySelector('h1').textContent), 600)",
        );
        assert_eq!(at, "#/history 变更");
    });

    suite.test("table: a text in a field takes two lines until it is typed in", |page| {
        sign(page);
        page.goto("#/institutions");
        let title = page.by_css("tr[data-row=\"7\"]").by_role("textbox", "文件名称");
        let seen = || {
            let own = title.eval(
                "const after = getComputedStyle(arguments[0].parentElement, '::after'); \
                 return [getComputedStyle(arguments[0]).color === 'rgba(0, 0, 0, 0)', after.visibility, after.whiteSpace].join()",
            );
            own.as_str().unwrap_or_default().to_owned()
        };
        assert_eq!(seen(), "true,visible,normal");
        let lines = title.eval("return arguments[0].closest('.grow').getBoundingClientRect().height");
        assert!(lines.as_f64().is_some_and(|height| (36.0..=44.0).contains(&height)), "{lines} pixels high");
        title.click();
        assert!(title.has_focus(), "a click on the text misses the field");
        assert_eq!(seen(), "false,hidden,normal");
        quiet(page);
    });
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
