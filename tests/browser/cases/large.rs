//! Large ledgers: 10,000 measures in both browsers, 100,000 in the quicker one.

use browser_tests::{Browser, Page, Suite, demonstration};

use crate::grid::type_in;
use crate::workspace::{edits_of, quiet, row_count, saved, sign};

/// How many rows of tables are in the page.
const DRAWN: &str = "return document.querySelectorAll('tr[aria-rowindex]').length";

fn last_row(page: &Page, total: usize) {
    let frame = page.by_role("region", "措施台账（可滚动）");
    frame.eval("arguments[0].scrollTop = arguments[0].scrollHeight");
    let last = page.by_css(&format!("tr[aria-rowindex=\"{total}\"]"));
    page.wait_until("the last row is drawn", || last.exists());
    let seen = last.eval("const row = arguments[0].getBoundingClientRect(), frame = arguments[0].closest('.table-frame').getBoundingClientRect(); \
        return row.height > 30 && row.top >= frame.top && row.bottom <= frame.bottom + 1 && arguments[0].innerText.trim() !== ''");
    assert_eq!(seen, true, "the last row is not in sight: {}", last.text());
    let drawn = page.script(DRAWN, &[]).as_u64().unwrap_or_default();
    assert!((1..80).contains(&drawn), "{drawn} rows are drawn");
    let nodes = page.script("return document.querySelectorAll('*').length", &[]).as_u64().unwrap_or(u64::MAX);
    assert!(nodes < 3_500, "{nodes} elements, whatever the size of the ledger");
}

fn walk(page: &Page, total: usize) {
    page.goto("#/measures");
    page.by_role("status", "命中").wait_text(&format!("共 {total} 条措施，符合 {total} 条"));
    last_row(page, total);
    type_in(page, total, "status", "整改中");
    saved(page);
    let search = page.by_role("searchbox", "搜索");
    search.fill("问题");
    page.wait_until("the search finds", || (1..=total).contains(&row_count(page, "措施台账")));
    search.fill("没有这样的字");
    page.by_role("status", "命中").wait_text("符合 0 条");
    page.press("Escape");
    page.by_role("status", "命中").wait_text(&format!("符合 {total} 条"));
}

/// Why these tests are of one browser.
const SLOW: &str = "the slower browser would take the time of all the other tests";

pub fn add(suite: &mut Suite) {
    suite.test("large: 10,000 measures scroll, are searched and edited", |page| {
        sign(page);
        demonstration(page, 10_000);
        let current =
            "return JSON.parse(localStorage.getItem('zhenggai/1/setting/current/' + arguments[0])).bundle";
        let id = page.script(current, &[crate::workspace::BUNDLE.into()]);
        let id = id.as_str().unwrap_or_default().to_owned();
        assert_eq!(edits_of(page, &id).len(), 0);
        walk(page, 10_000);
        let stored = edits_of(page, &id);
        assert_eq!(stored.len(), 1, "{stored:?}");
        assert!(stored.values().all(|edit| edit.len() < 1000), "an edit is as large as the ledger");
        page.reload();
        page.by_role("status", "命中").wait_text("共 10000 条措施");
        last_row(page, 10_000);
        let status = page.by_css("tr[aria-rowindex=\"10000\"] td.c-status");
        assert_eq!(status.text().trim(), "◔ 整改中");
        // j from the last row stays there; Ctrl+Enter opens its finding.
        page.by_css("tr[aria-rowindex=\"10000\"]").focus();
        page.press("j");
        page.press("Control+Enter");
        page.wait_until("a finding is open", || {
            page.script("return location.hash", &[])
                .as_str()
                .is_some_and(|hash| hash.starts_with("#/findings/"))
        });
        quiet(page);
    });

    suite.test_but_in(
        Browser::Firefox,
        SLOW,
        "large: 10,000 measures are picked, grouped and changed in one step",
        |page| {
            page.wait_ready();
            sign(page);
            demonstration(page, 10_000);
            page.goto("#/measures");
            page.by_role("status", "命中").wait_text("符合 10000 条");
            page.by_role("combobox", "分组").select("按反馈问题");
            page.by_css("tr.group-head").nth(0).wait();
            assert_eq!(row_count(page, "措施台账"), 10_000);
            page.by_role("combobox", "分组").select("不分组");
            page.by_role("checkbox", "选择全部符合的措施").click();
            page.by_role("status", "已选").wait_text("已选 10000 条");
            page.by_role("button", "批量修改…").click();
            let dialog = page.by_role("dialog", "批量修改");
            dialog.by_role("combobox", "整改状态").select("◔ 整改中");
            let preview = dialog.by_role("status", "预览");
            let numbers = || {
                let text = preview.text();
                let digits =
                    text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<usize>().ok());
                digits.collect::<Vec<_>>()
            };
            page.wait_until("the preview tells all of them", || {
                let numbers = numbers();
                numbers.len() >= 2 && numbers[0] > 0 && numbers[0] + numbers[1] == 10_000
            });
            let (changed, same) = (numbers()[0], numbers()[1]);
            assert!(changed > 1000 && same > 100, "{}", preview.text());
            dialog.by_role("button", "应用修改").click();
            dialog.wait_gone();
            page.goto("#/measures?status=整改中");
            page.by_role("status", "命中").wait_text("符合 10000 条");
            saved(page);
            page.by_role("button", "撤销").click();
            page.by_role("status", "命中").wait_text(&format!("符合 {same} 条"));
            quiet(page);
        },
    );

    suite.test_but_in(Browser::Firefox, SLOW, "large: 100,000 measures open and scroll", |page| {
        page.wait_ready();
        sign(page);
        demonstration(page, 100_000);
        walk(page, 100_000);
        quiet(page);
    });
}
