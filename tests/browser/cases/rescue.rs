//! 抢救演练 with a ledger that was worked on: what the rescue exports brings everything back elsewhere.

use browser_tests::{Page, Suite};
use serde_json::Value;

use crate::workspace::{BUNDLE, edits, enter, exported, forget, is_edit, saved, sign, without_history};

const FILL: &str = "let size = 1 << 20, n = 0; \
    while (size >= 1) { try { localStorage.setItem('other-' + n, 'x'.repeat(size)); n++; } catch (error) { size = size >> 1; } }";

fn goal(page: &Page, text: &str) {
    enter(&page.by_role("textbox", "整改目标"), page, text);
}

pub fn add(suite: &mut Suite) {
    suite.test("rescue: what it exports brings the ledger back on another computer", |page| {
        sign(page);
        page.goto("#/findings/f12");
        goal(page, "已经存入");
        enter(
            &page.by_role("complementary", "措施 12-1的责任、时限与状态").by_role("combobox", "牵头部门"),
            page,
            "高新处",
        );
        saved(page);
        let kept = edits(page).len();
        page.script(FILL, &[]);
        enter(&page.by_role("textbox", "原因分析"), page, "没有存入");
        page.by_role("status", "保存状态").wait_text("未保存");
        let before = without_history(exported(page));

        page.script("setTimeout(() => dispatchEvent(new Event('zhenggai-drill')))", &[]);
        let dialog = page.by_role("dialog", "页面出错了");
        let (name, bytes) = page.download(|| dialog.by_role("button", "导出数据").click());
        let saved_file: Value = serde_json::from_slice(&bytes).expect("the rescue is JSON");
        let entries = saved_file["entries"].as_object().expect("it holds the entries");
        assert_eq!(entries.keys().filter(|key| is_edit(key, BUNDLE)).count(), kept);
        assert_eq!(saved_file["pending"].as_array().map(Vec::len), Some(1));
        assert_eq!(saved_file["bundle"]["id"], BUNDLE);

        // Another computer: nothing is stored there.
        forget(page);
        assert_eq!(page.errors().len(), 1, "the drill is one error");
        page.reload();
        assert_eq!(page.by_role("textbox", "整改目标").value(), "");
        crate::workspace::choose(page, &name, &bytes);
        page.wait_until("the edits are back", || page.by_role("textbox", "整改目标").value() == "已经存入");
        assert_eq!(page.by_role("textbox", "原因分析").value(), "没有存入");
        assert_eq!(without_history(exported(page)), before);
        saved(page);
        page.reload();
        assert_eq!(
            page.by_role("textbox", "整改目标").value(),
            "已经存入",
            "what was rescued is lost by a reload"
        );
        assert_eq!(page.by_role("textbox", "原因分析").value(), "没有存入");
        page.goto("#/history");
        page.by_role("table", "变更记录").wait_text("王敏");
        assert_eq!(page.errors(), [] as [&str; 0]);
    });
}
