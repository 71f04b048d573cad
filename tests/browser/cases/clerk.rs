//! What a clerk meets: an empty ledger that says where to begin, a table from WPS on the clipboard, a small window, the
//! editor of a cell, days, and a finding on paper.

use browser_tests::{Browser, Page, Suite};
use serde_json::{Value, json};

use crate::grid::{cell, open, type_in};
use crate::workspace::{choose, edits_of, quiet, row_count, saved, sign};

/// The role and the name of the box that is typed in.
fn box_of(page: &Page) -> (String, String) {
    page.by_css(".grid-box:not([hidden])").computed()
}

/// Pastes where nothing is typed in, or into what has the focus.
fn paste(page: &Page, html: &str, text: &str) {
    let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[1]); \
        if (arguments[0]) data.setData('text/html', arguments[0]); \
        const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true }); \
        Object.defineProperty(event, 'clipboardData', { value: data }); (document.activeElement || document.body).dispatchEvent(event)";
    page.script(script, &[html.into(), text.into()]);
}

fn hash(page: &Page) -> String {
    page.script("return location.hash", &[]).as_str().unwrap_or_default().to_owned()
}

/// Opens a ledger with these findings.
fn with_findings(page: &Page, findings: &Value) {
    let bundle =
        json!({ "format": "zhenggai.bundle/1", "id": "empty", "title": "空的台账", "findings": findings });
    choose(page, "empty.json", bundle.to_string().as_bytes());
    page.wait_until("the ledger is open", || {
        page.script("return document.title", &[]) == "整改台账 — 空的台账"
    });
}

pub fn add(suite: &mut Suite) {
    suite.test("clerk: an empty ledger says where to begin, and leads there", |page| {
        sign(page);
        with_findings(page, &json!([]));
        page.goto("#/measures");
        page.wait_text("台账里还没有问题和措施");
        for name in ["新增问题", "从表格或文件导入"] {
            page.by_role("link", name).wait();
        }
        page.by_role("button", "打开已有台账…").wait();
        assert_eq!(page.axe(), [] as [&str; 0]);
        page.by_role("link", "新增问题").click();
        let title = page.by_css(".new-text textarea");
        page.wait_until("the box for a finding has the focus", || title.exists() && title.has_focus());
        page.wait_until("the address is as ever", || hash(page) == "#/findings");
        page.type_text("关于台账不全的问题");
        page.press("Enter");
        page.wait_until("the finding is there", || hash(page).starts_with("#/findings/"));
        saved(page);
        assert_eq!(edits_of(page, "empty").len(), 1);
        // A finding without measures: the table leads to the box for one.
        page.goto("#/measures");
        page.wait_text("台账里还没有整改措施");
        page.by_css(".no-rows").by_role("button", "新增措施").click();
        page.wait_until("the box for a measure has the focus", || title.exists() && title.has_focus());
        page.type_text("补齐台账");
        page.press("Enter");
        saved(page);
        page.goto("#/measures");
        page.wait_until("it stands in the table", || row_count(page, "措施台账") == 1);
        assert!(!page.by_css(".no-rows").exists());
        // What leaves out all of it can be taken back.
        page.by_role("searchbox", "搜索").fill("没有这样的字");
        page.by_role("button", "清除搜索和筛选").click();
        page.wait_until("all rows are back", || row_count(page, "措施台账") == 1);
        quiet(page);
    });

    suite.test("clerk: a new measure goes to the finding of the row one is in", |page| {
        open(page);
        cell(page, 5, "owner").click();
        page.by_role("group", "表格工具").by_role("button", "新增措施").click();
        let area = page.by_css(".new-text textarea");
        page.wait_until("the box has the focus", || area.exists() && area.has_focus());
        page.wait_until("the address is that of its finding", || hash(page) == "#/findings/f02");
        // Nothing was typed: there is no trace of it.
        page.press("Escape");
        area.wait_gone();
        assert_eq!(edits_of(page, crate::workspace::BUNDLE).len(), 0);
        quiet(page);
    });

    suite.test("clerk: a table on the clipboard is looked through like a file", |page| {
        sign(page);
        with_findings(page, &json!([]));
        page.goto("#/measures");
        page.wait_text("台账里还没有问题和措施");
        // Two measures of one finding, whose cell is merged.
        let html = "<table><tr><td>序号</td><td>反馈问题</td><td>整改措施</td><td>责任人</td></tr>\
            <tr><td rowspan=2>1</td><td rowspan=2>台账不全</td><td>补齐台账</td><td>王敏</td></tr>\
            <tr><td>建立制度</td><td>李强</td></tr></table>";
        let text =
            "序号\t反馈问题\t整改措施\t责任人\r\n1\t台账不全\t补齐台账\t王敏\r\n\t\t建立制度\t李强\r\n";
        paste(page, html, text);
        page.by_role("status", "导入结果").wait_text("新增 1 个问题、2 条措施");
        assert!(hash(page).starts_with("#/import"));
        // A word is no table.
        page.goto("#/measures");
        paste(page, "", "王敏");
        page.wait_timers();
        assert_eq!(hash(page), "#/measures");
        quiet(page);
    });

    suite.test("clerk: a cell that proposes is a combobox of one line, a long text is a text area", |page| {
        open(page);
        for (column, role, name) in [
            ("owner", "combobox", "责任人"),
            ("text", "textbox", "整改措施"),
            ("due", "combobox", "整改时限"),
            ("progress", "textbox", "整改进展"),
            ("status", "combobox", "整改状态"),
            ("finding", "textbox", "反馈问题"),
        ] {
            cell(page, 2, column).click();
            let (found, named) = box_of(page);
            assert!(found == role && named.starts_with(name), "{column}: {found} {named}");
            assert!(page.by_css(".grid-box:not([hidden])").has_focus(), "{column}");
        }
        // The other box takes what one line cannot hold, and nothing is lost.
        cell(page, 1, "owner").click();
        page.type_text("王敏");
        page.press("Alt+Enter");
        page.type_text("李强");
        assert_eq!(box_of(page).0, "textbox");
        assert_eq!(page.by_css(".grid-box:not([hidden])").value(), "王敏\n李强");
        page.press("Escape");
        page.wait_until("the cell proposes again", || box_of(page).0 == "combobox");
        page.type_text("王");
        paste(page, "", "敏、\r\n李强\r\n");
        assert_eq!(page.by_css(".grid-box:not([hidden])").value(), "王敏、\n李强");
        page.press("Escape");
        assert_eq!(edits_of(page, crate::workspace::BUNDLE).len(), 0);
        quiet(page);
    });

    suite.test("clerk: what a day is refused for covers no day of the calendar", |page| {
        open(page);
        let apart = "const box = (name) => document.querySelector(name).getBoundingClientRect(); \
            const [a, b] = [box('.grid-error'), box('.day-picker')]; \
            return a.width > 0 && (a.right <= b.left + 1 || a.left >= b.right - 1 || a.bottom <= b.top + 1 || a.top >= b.bottom - 1)";
        for row in [2, 12] {
            type_in(page, row, "due", "2024-02-30");
            page.by_css(".grid-editor.open").by_role("alert", "").wait_text("整改时限应为");
            assert_eq!(page.script(apart, &[]), true, "in row {row}");
            page.press("Escape");
        }
        quiet(page);
    });

    suite.test("clerk: in a small window with the largest type a table has two lines of tools and five rows", |page| {
        open(page);
        let small = page.session().resize(911, 512);
        page.script("document.querySelector('.display > summary').click()", &[]);
        page.by_role("radio", "特大").click();
        page.press("Escape");
        let room = "const frame = document.querySelector('.table-frame').getBoundingClientRect(); \
            const head = document.querySelector('.table-frame thead').getBoundingClientRect().height; \
            const row = document.querySelector('tr[data-row]').getBoundingClientRect().height; \
            const tops = new Set(Array.from(document.querySelectorAll('.page-head > *, .table-tools > *, .filters > *'), (one) => one.getBoundingClientRect()) \
                .filter((box) => box.width > 0).map((box) => Math.round((box.top + box.bottom) / 2 / 16))); \
            return [(Math.min(frame.bottom, innerHeight) - frame.top - head) / row, tops.size]";
        let mut faults = Vec::new();
        for place in ["#/measures", "#/findings"] {
            page.goto(place);
            page.by_css("tr[data-row]").nth(0).wait();
            page.wait_timers();
            let found = page.script(room, &[]);
            if found[0].as_f64().is_none_or(|rows| rows < 5.0) || found[1].as_f64().is_none_or(|lines| lines > 2.0) {
                faults.push(format!("{place}: rows and lines {found}"));
            }
        }
        // What is folded away is behind one button.
        let more = page.by_role("button", "更多工具 ▾");
        more.click();
        page.by_role("button", "表格列…").wait();
        assert_eq!(page.axe(), [] as [&str; 0]);
        page.press("Escape");
        page.wait_until("the button has the focus again", || more.has_focus());
        let back = page.session().resize(1366, 768);
        assert_eq!((small, back), (Ok(()), Ok(())));
        assert_eq!(faults, [] as [&str; 0]);
        quiet(page);
    });

    suite.test("clerk: the days of 变更 are typed in any form or picked", |page| {
        open(page);
        type_in(page, 1, "owner", "王敏");
        saved(page);
        page.goto("#/history");
        let from = page.by_role("textbox", "起始日期");
        from.fill("2024年6月30日");
        page.press("Enter");
        page.press("Tab");
        page.wait_until("it stands in the address", || hash(page).contains("from=2024-06-30"));
        assert_eq!(from.value(), "2024-06-30");
        from.fill("2024-02-30");
        page.press("Tab");
        page.by_role("alert", "").wait_text("日期应写成");
        from.focus();
        page.by_role("button", "2024-06-05").wait();
        page.script("document.querySelector('.day-picker button[aria-label=\"2024-06-05\"]').dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }))", &[]);
        page.wait_until("the picked day stands there", || hash(page).contains("from=2024-06-05"));
        assert_eq!(from.value(), "2024-06-05");
        assert_eq!(page.axe(), [] as [&str; 0]);
        quiet(page);
    });

    suite.test("clerk: a finding that runs over a sheet bears its title again, and no box is printed", |page| {
        if page.browser() != Browser::Chromium {
            return;
        }
        sign(page);
        page.goto("#/findings/f12");
        page.by_role("article", "措施 12-1").wait();
        page.emulate_print(true);
        let told = "const again = document.querySelector('.print-again'); const box = (one) => one.getBoundingClientRect(); \
            const title = document.querySelector('.finding > .page-head'); \
            return [getComputedStyle(again).display, again.textContent.trim(), box(title).top <= box(again).top + 1 && box(title).bottom >= box(again).bottom - 1, \
                Array.from(document.querySelectorAll('.finding input[type=checkbox]')).filter((one) => one.getClientRects().length).length, \
                Array.from(document.querySelectorAll('.finding .on-paper'), (one) => one.textContent).join('')]";
        let found = page.script(told, &[]);
        page.emulate_print(false);
        assert_eq!(found[0], "table-header-group", "{found}");
        assert!(found[1].as_str().is_some_and(|text| text.starts_with("问题 12　") && text.ends_with("（续）")), "{found}");
        assert_eq!(found[2], true, "the title lies over it on the first sheet: {found}");
        assert_eq!(found[3], 0, "{found}");
        let words: Vec<&str> = found[4].as_str().unwrap_or_default().split_whitespace().collect();
        assert!(words.contains(&"否"), "{found}");
        assert!(words.concat().chars().all(|word| "否无".contains(word)), "{found}");
        quiet(page);
    });
}
