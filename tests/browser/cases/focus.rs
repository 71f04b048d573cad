//! Where the focus is: in the search that keys open, in the row that was left, beside what took itself away; and which
//! keys are whose.

use browser_tests::{Page, Suite};
use serde_json::Value;

use crate::grid::focused_row;
use crate::grid::to_number;
use crate::workspace::{alert, choose, edits, quiet, row_count, saved, sign};

/// The number of the row that has the focus itself; nothing where none has it.
fn row(page: &Page) -> Value {
    focused_row(page)
}

fn in_row(page: &Page, number: &str) {
    page.wait_until(&format!("row {number} has the focus"), || row(page) == number);
}

/// What has the focus, in words; empty where nothing has it.
fn focused(page: &Page) -> String {
    let script = "const one = document.activeElement; return !one || one === document.body ? '' : \
        (one.getAttribute('aria-label') || one.textContent || one.id || one.localName).trim()";
    page.script(script, &[]).as_str().unwrap_or_default().to_owned()
}

fn measures(page: &Page, route: &str) {
    sign(page);
    page.goto(route);
    page.by_role("status", "命中").wait_text("共 110 条措施");
}

pub fn add(suite: &mut Suite) {
    suite.test("focus: a page can be left with anything open in it", |page| {
        sign(page);
        // What is open and has the focus when the address changes: the page, what to press, and where to type.
        for (place, press, typed) in [
            ("#/measures", "[data-menu=\"due\"]", ".head-span input"),
            ("#/measures", "[data-menu=\"owner\"]", ".head-search"),
            ("#/findings", "[data-menu=\"aspect\"]", ".head-search"),
            ("#/measures", "[data-menu=\"text\"]", ".head-words input"),
            ("#/measures", "[data-menu=\"status\"]", ".head-settings input"),
            ("#/measures", ".work-menu > button", ".work-menu button"),
            ("#/measures", "#grid td.c-owner", ".grid-box:not([hidden])"),
            ("#/findings/f12", ".section-head button", ".new-text textarea"),
            ("#/findings/f12", ".display > summary", ".display input, .display select, .display button"),
        ] {
            page.goto(place);
            let button = page.by_css(press).nth(0);
            button.wait();
            button.click();
            let inside = page.by_css(typed).nth(0);
            inside.wait();
            inside.focus();
            if matches!(
                inside.eval("return arguments[0].type").as_str(),
                Some("text" | "search" | "textarea")
            ) {
                page.type_text("2024");
            }
            // The rescue that a panic shows ends the wait.
            page.script("location.hash = '#/help'", &[]);
            page.by_role("heading", "帮助").wait();
            page.goto("#/");
            assert!(!page.by_css(".boot-rescue").exists(), "{place} {press}: the page broke");
        }
        quiet(page);
    });

    suite.test("focus: Ctrl+K opens the one search box, which counts as one types", |page| {
        measures(page, "#/measures");
        page.press("j");
        page.press("j");
        in_row(page, "2");
        page.press("Control+k");
        let palette = page.by_role("dialog", "命令面板");
        let input = palette.by_role("searchbox", "搜索");
        page.wait_until("the search has the focus", || input.has_focus());
        let boxes = "return Array.from(document.querySelectorAll('input[type=search]')).filter((one) => \
            !one.closest('[aria-hidden=true]') && one.getClientRects().length > 0).length";
        assert_eq!(page.script(boxes, &[]), 1, "the box behind the palette has the same name");
        let told = palette.by_role("status", "命中");
        told.wait_text("共 110 条措施，符合 110 条");
        page.type_text("退还超额利息");
        told.wait_text("共 110 条措施，符合 1 条");
        page.press("Enter");
        palette.wait_gone();
        page.wait_until("the table shows it", || row_count(page, "措施台账") == 1);
        let search = page.by_role("searchbox", "搜索");
        page.wait_until("the search of the page has the focus", || search.has_focus());
        page.press("Escape");
        page.wait_until("the table shows all", || row_count(page, "措施台账") == 110);
        page.by_css("tr[aria-rowindex=\"3\"]").focus();
        page.press("Control+k");
        page.wait_until("the search has the focus", || input.has_focus());
        page.press("Escape");
        palette.wait_gone();
        in_row(page, "3");
        assert!(!page.by_css(".frame[aria-hidden]").exists(), "the page is there again");
        quiet(page);
    });

    suite.test(
        "focus: who comes back from a finding, or from the search, is in the row that was left",
        |page| {
            measures(page, "#/measures");
            for _ in 0..40 {
                page.press("j");
            }
            in_row(page, "40");
            let top = || {
                page.script("return document.querySelector('.table-frame').scrollTop", &[])
                    .as_f64()
                    .unwrap_or_default()
            };
            page.wait_until("the table is scrolled", || top() > 400.0);
            let left = top();
            page.press("Control+Enter");
            page.by_css(".title-line").wait();
            page.script("history.back()", &[]);
            in_row(page, "40");
            assert!((top() - left).abs() < 2.0, "{left} became {}", top());
            page.press("/");
            let search = page.by_role("searchbox", "搜索");
            page.wait_until("the search has the focus", || search.has_focus());
            page.press("Escape");
            in_row(page, "40");
            // Another question begins at its first row.
            search.fill("科保贷");
            page.wait_until("fewer rows match", || (1..110).contains(&row_count(page, "措施台账")));
            page.script("document.activeElement.blur()", &[]);
            page.press("j");
            in_row(page, "1");
            quiet(page);
        },
    );

    suite.test("focus: letters are keys on the number of a row and text in its other cells", |page| {
        measures(page, "#/measures");
        to_number(page, 3);
        page.press("j");
        in_row(page, "4");
        page.press("k");
        in_row(page, "3");
        page.by_css("tr[aria-rowindex=\"3\"] td.c-owner").click();
        page.press("j");
        let editor = page.by_css(".grid-editor.open .grid-box:not([hidden])");
        editor.wait();
        assert_eq!(editor.value(), "j");
        page.press("Escape");
        editor.wait_gone();
        in_row(page, "3");
        assert_eq!(edits(page).len(), 0, "what was given up is stored");
        quiet(page);
    });

    suite.test("focus: Ctrl+Z is a text box's own, and nothing behind a dialog", |page| {
        sign(page);
        page.goto("#/findings/f12");
        page.by_role("complementary", "措施 12-1的责任、时限与状态")
            .by_role("combobox", "整改状态")
            .select("◔ 整改中");
        saved(page);
        assert_eq!(edits(page).len(), 1);
        page.goto("#/measures");
        page.by_role("button", "工作清单").click();
        page.by_role("button", "保存为视图…").click();
        let dialog = page.by_role("dialog", "保存为视图");
        let name = dialog.by_role("textbox", "视图名称");
        name.focus();
        page.type_text("ab");
        page.press("Control+z");
        page.wait_until("the typing is taken back", || name.value() != "ab");
        dialog.by_role("button", "取消").focus();
        page.press("Control+z");
        page.press("?");
        assert!(!page.by_role("dialog", "按键一览").exists(), "a key of the page worked behind the dialog");
        page.press("Escape");
        dialog.wait_gone();
        assert_eq!(edits(page).len(), 1, "the ledger was changed from the dialog");
        page.press("Control+z");
        page.by_role("status", "消息").wait_text("已撤销");
        page.wait_until("the undo is an edit too", || edits(page).len() == 2);
        quiet(page);
    });

    suite.test("focus: what takes itself away leaves the focus beside it", |page| {
        measures(page, "#/measures?idle=30&finished=no");
        let gone = |name: &str| {
            page.by_role("button", name).focus();
            page.press("Enter");
            page.by_role("button", name).wait_gone();
            page.wait_until("the focus is somewhere", || !focused(page).is_empty());
        };
        let chips = "return document.querySelectorAll('.chip').length";
        let before = page.script(chips, &[]).as_u64().unwrap_or_default();
        assert!(before > 0, "a condition stands as a word");
        gone("去掉条件“30 天无进展”");
        gone("清除筛选");
        page.by_css("tr[aria-rowindex=\"5\"]").focus();
        page.press("x");
        page.by_role("status", "已选").wait_text("已选 1 条");
        // The bar that comes up covers no row that the keys go to.
        for _ in 0..20 {
            page.press("j");
        }
        in_row(page, "25");
        let seen = "return document.querySelector('.pick-bar').getBoundingClientRect().top - document.activeElement.getBoundingClientRect().bottom";
        assert!(page.script(seen, &[]).as_f64().is_some_and(|room| room >= 0.0), "the row lies under the bar");
        page.by_role("button", "取消选择").focus();
        page.press("Enter");
        in_row(page, "25");
        page.goto("#/findings/f12");
        let list = page.by_role("article", "措施 12-1").by_role("group", "整改进展及成效");
        for _ in 0..3 {
            list.by_css(".entries-head > button").click();
            list.by_css(".new-text textarea").wait();
            page.type_text("甲");
            page.press("Enter");
            list.by_css(".new-text").wait_gone();
        }
        let tool = |at: usize, name: &str| list.by_css(".entry").nth(at).by_css(&format!("[title={name}]"));
        tool(2, "上移").focus();
        page.press("Enter");
        page.wait_until("the button moved with its entry", || tool(1, "上移").has_focus());
        tool(1, "删除").focus();
        page.press("Enter");
        page.wait_until("the next one can be removed", || tool(1, "删除").has_focus());
        // Pressed until nothing is left to undo, 撤销 hands the focus on.
        let undo = page.by_role("button", "撤销");
        undo.focus();
        for _ in 0..20 {
            if undo.attribute("disabled").is_none() && undo.has_focus() {
                page.press("Enter");
            }
        }
        page.wait_until("the focus is on 重做", || page.by_role("button", "重做").has_focus());
        choose(page, "坏的.json", b"{ \"format\": ");
        alert(page, "没有打开");
        page.by_role("alert", "").by_role("button", "关闭").focus();
        page.press("Enter");
        page.wait_until("the alert is closed", || !page.by_role("alert", "").exists());
        page.wait_until("the focus is somewhere", || !focused(page).is_empty());
        quiet(page);
    });

    suite.test("focus: the work lists close when they are left, and Esc closes their dialog alone", |page| {
        measures(page, "#/measures");
        let open = page.by_role("button", "工作清单");
        open.click();
        page.by_role("button", "保存为视图…").click();
        let save = page.by_role("dialog", "保存为视图");
        save.by_role("textbox", "视图名称").fill("常看的");
        save.by_role("button", "保存").click();
        save.wait_gone();
        open.click();
        let menu = page.by_role("group", "工作清单");
        menu.by_role("button", "重命名视图 常看的").click();
        let rename = page.by_role("dialog", "重命名视图");
        rename.wait();
        page.press("Escape");
        rename.wait_gone();
        page.wait_until("the focus is back in the menu", || focused(page) == "重命名视图 常看的");
        menu.by_role("button", "保存为视图…").focus();
        page.press("Tab");
        menu.wait_gone();
        quiet(page);
    });

    suite.test("focus: keys of one letter can be turned off", |page| {
        measures(page, "#/measures");
        let settings = page.by_css(".display > summary");
        settings.click();
        page.by_role("radio", "关").click();
        page.press("Escape");
        page.reload();
        page.by_role("status", "命中").wait_text("共 110 条措施");
        page.press("j");
        page.press("?");
        page.press("/");
        assert!(!page.by_css("tr.current").exists() && !page.by_role("dialog", "按键一览").exists());
        assert!(!page.by_role("searchbox", "搜索").has_focus());
        settings.click();
        page.by_role("radio", "开").click();
        page.press("Escape");
        page.press("j");
        in_row(page, "1");
        assert_eq!(page.store().get("zhenggai/1/setting/keys"), None);
        quiet(page);
    });

    suite.test("focus: the signature can be put off, asked for and left as it is", |page| {
        page.wait_ready();
        let card = page.by_role("region", "您是谁");
        card.by_role("button", "以后再说").click();
        card.wait_gone();
        page.goto("#/review");
        page.by_role("button", "署名…").click();
        let name = card.by_role("textbox", "姓名");
        page.wait_until("the name has the focus", || name.has_focus());
        page.type_text("王敏");
        page.press("Enter");
        card.wait_gone();
        page.wait_until("the page has the focus", || page.by_role("main", "").has_focus());
        let change = page.by_role("button", "更换署名");
        change.focus();
        page.press("Enter");
        page.wait_until("the name stands there", || name.value() == "王敏");
        name.fill("别人");
        card.by_role("button", "取消").click();
        card.wait_gone();
        page.wait_until("the focus is back", || change.has_focus());
        page.wait_text("署名：王敏");
        quiet(page);
    });

    suite.test("focus: in a narrow window nothing is cut off", |page| {
        sign(page);
        let mut wide = Vec::new();
        let narrow = page.session().resize(320, 640);
        for route in
            ["#/", "#/findings/f12", "#/measures", "#/review", "#/history", "#/archive", "#/checks", "#/help"]
        {
            page.goto(route);
            let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let over = page.script(over, &[]).as_f64().unwrap_or_default();
            if over > 0.5 {
                wide.push(format!("{route}: {over} pixels too wide"));
            }
        }
        let back = page.session().resize(1366, 768);
        assert_eq!((narrow, back), (Ok(()), Ok(())));
        assert_eq!(wide, [] as [&str; 0]);
        quiet(page);
    });
}
