//! What the grid shows of findings over their measures, and of days.

use browser_tests::Suite;

use crate::grid::{cell, open, type_in};
use crate::workspace::{quiet, row_count, saved};

pub fn add(suite: &mut Suite) {
    suite.test("grid: a column of deadlines is filtered from a day to a day", |page| {
        open(page);
        for (row, due) in [(1, "2024-06"), (2, "2024-07-15"), (3, "2024-09-01")] {
            type_in(page, row, "due", due);
        }
        saved(page);
        page.by_role("button", "整改时限的筛选与设置").click();
        let panel = page.by_role("group", "整改时限的筛选与设置");
        panel.by_role("textbox", "从").fill("2024.7");
        page.press("Tab");
        page.wait_until("two come later", || row_count(page, "措施台账") == 2);
        page.wait_until("it is written as the search writes it", || {
            panel.by_role("textbox", "从").value() == "2024-07"
        });
        panel.by_role("textbox", "到").fill("2024-07");
        page.press("Tab");
        page.wait_until("one is in the month", || row_count(page, "措施台账") == 1);
        assert_eq!(page.by_role("searchbox", "搜索").value(), "时限:2024-07..2024-07");
        panel.by_role("textbox", "到").fill("明天");
        page.press("Tab");
        panel.by_role("alert", "").wait_text("“明天”不是日期");
        assert_eq!(row_count(page, "措施台账"), 1, "what is wrong changes nothing");
        panel.by_role("textbox", "到").fill("");
        page.press("Tab");
        page.wait_until("the end is open again", || row_count(page, "措施台账") == 2);
        panel.by_role("button", "清除筛选").click();
        page.wait_until("all rows match", || row_count(page, "措施台账") == 110);
        page.wait_until("the boxes are empty", || panel.by_role("textbox", "从").value().is_empty());
        quiet(page);
    });

    suite.test("grid: what a finding says is one cell over its measures, and said where one looks", |page| {
        open(page);
        // How strongly each of the first rows says its finding.
        let said = || {
            let script = "return Array.from(document.querySelectorAll('#grid td.c-finding .cell-text')).slice(0, 4)\
                .map((text) => getComputedStyle(text).opacity).join(' ')";
            page.script(script, &[]).as_str().unwrap_or_default().to_owned()
        };
        // The first finding of the sample has three measures or more.
        page.wait_until("the finding is said once", || said().starts_with("1 0 0"));
        cell(page, 3, "owner").click();
        page.wait_until("and where the focus is", || said().starts_with("1 0 1"));
        assert!(!cell(page, 2, "finding").text().is_empty(), "readers of a screen hear it in each row");
        page.by_role("columnheader", "责任人").by_role("button", "责任人").click();
        page.wait_until("in another order each row says it", || said() == "1 1 1 1");
        quiet(page);
    });
}
