//! What the browser keeps: one key an edit, written once; drafts of what is being typed; what happens when it
//! keeps nothing, is full, holds garbage, or another tab and another person wrote too.

use browser_tests::{Condition, Page, Suite};
use serde_json::json;

use crate::workspace::{BUNDLE, alert, edits, enter, exported, is_edit, quiet, saved, sign};

/// Fills the store to its last unit and gives how many keys that took.
const FILL: &str = "let size = 1 << 20, n = 0; \
    while (size >= 1) { try { localStorage.setItem('other-' + n, 'x'.repeat(size)); n++; } catch (error) { size = size >> 1; } } return n;";

const FREE: &str = "for (const key of Object.keys(localStorage)) if (key.startsWith('other-')) localStorage.removeItem(key);";

/// From now on notes every key that is written or removed.
const WATCH: &str = "window.writes = []; \
    for (const name of ['setItem', 'removeItem', 'clear']) { const own = Storage.prototype[name]; \
    Storage.prototype[name] = function (key, value) { window.writes.push(name + ' ' + key); return own.apply(this, arguments); }; }";

fn owner<'p>(page: &'p Page, measure: &str) -> browser_tests::Locator<'p> {
    page.by_role("complementary", &format!("{measure}的责任、时限与状态")).by_role("textbox", "责任人")
}

pub fn add(suite: &mut Suite) {
    suite.test("keeping: an edit is one key, written once and never touched again", |page| {
        sign(page);
        page.goto("#/findings/f12");
        page.script(WATCH, &[]);
        for (n, name) in ["甲", "乙", "丙"].into_iter().enumerate() {
            let before = edits(page);
            assert_eq!(before.len(), n);
            enter(&owner(page, "措施 12-1"), page, name);
            saved(page);
            let after = edits(page);
            assert_eq!(after.len(), n + 1, "an edit is one key");
            assert!(before.iter().all(|(key, value)| after.get(key) == Some(value)), "an edit was rewritten");
        }
        page.press("Escape");
        page.press("Control+z");
        page.wait_until("the undo is an edit too", || edits(page).len() == 4);
        // Nothing is entered where nothing was changed.
        owner(page, "措施 12-1").fill("丁");
        page.press("Escape");
        enter(&owner(page, "措施 12-1"), page, "乙");
        page.by_role("searchbox", "搜索").focus();
        assert_eq!(edits(page).len(), 4);
        let writes: Vec<String> =
            serde_json::from_value(page.script("return writes", &[])).unwrap_or_default();
        let of_edits: Vec<&str> = writes
            .iter()
            .filter_map(|write| write.split_once(' '))
            .filter(|(_, key)| is_edit(key, BUNDLE))
            .map(|(what, _)| what)
            .collect();
        assert_eq!(of_edits, ["setItem"; 4], "{writes:?}");
        assert!(!writes.iter().any(|write| write.starts_with("clear")), "{writes:?}");
        // No draft is left of what was entered or given up.
        assert!(!page.store().keys().any(|key| key.contains("/draft/")), "{:?}", page.store());
        quiet(page);
    });

    suite.test("keeping: a draft survives a reload, is adopted or given up", |page| {
        sign(page);
        page.goto("#/findings/f12");
        for (text, button, left) in [("写到一半", "采用", "写到一半"), ("又写到一半", "放弃", "写到一半")]
        {
            let goal = page.by_role("textbox", "整改目标");
            goal.fill(text);
            assert!(page.store().keys().any(|key| key.contains("/draft/")), "{:?}", page.store());
            // As when the browser is killed: it does not tell the box that it is left.
            page.script("addEventListener('change', (event) => event.stopImmediatePropagation(), true)", &[]);
            page.reload();
            assert_eq!(goal.value(), text, "the draft is gone");
            page.wait_text("上次没有输完的文字");
            page.by_role("button", button).click();
            page.by_role("button", button).wait_gone();
            assert_eq!(goal.value(), left);
            assert!(!page.store().keys().any(|key| key.contains("/draft/")), "{:?}", page.store());
        }
        assert_eq!(edits(page).len(), 1);
        page.reload();
        assert_eq!(page.by_role("textbox", "整改目标").value(), "写到一半");
        quiet(page);
    });

    suite.test_under(Condition::BlockedStorage, "keeping: without storage the page edits, warns and exports", |page| {
        sign(page);
        let state = page.by_role("status", "保存状态");
        state.wait_text("未保存：浏览器禁止本页保存数据");
        page.goto("#/findings/f12");
        let leave = "const event = new Event('beforeunload', { cancelable: true }); dispatchEvent(event); return event.defaultPrevented";
        assert_eq!(page.script(leave, &[]), false, "there is nothing to lose yet");
        enter(&owner(page, "措施 12-1"), page, "李强");
        state.wait_text("未保存");
        assert_eq!(owner(page, "措施 12-1").value(), "李强");
        assert_eq!(page.script(leave, &[]), true, "unsaved work is left without a warning");
        assert_eq!(page.script("return zhenggai.pending.length", &[]), 1);
        let other = json!({ "format": "zhenggai.bundle/1", "id": "other" }).to_string();
        crate::workspace::choose(page, "另一本.json", other.as_bytes());
        alert(page, "请先导出 JSON");
        assert_eq!(owner(page, "措施 12-1").value(), "李强");
        assert_eq!(exported(page)["findings"][11]["measures"][0]["owner"], "李强");
        assert_eq!(page.axe(), [] as [&str; 0]);
        page.by_role("button", "确认已下载").click();
        crate::workspace::choose(page, "另一本.json", other.as_bytes());
        page.wait_text("没有这个问题");
    });

    suite.test("keeping: a full store is told, loses nothing, and is tried again", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "第一个");
        saved(page);
        page.script(FILL, &[]);
        let keys = "return Object.keys(localStorage).sort()";
        let before = page.script(keys, &[]);
        enter(&owner(page, "措施 12-1"), page, "第二个");
        page.by_role("status", "保存状态").wait_text("未保存：浏览器存储已满");
        alert(page, "只在备用存储中留有一份");
        enter(&owner(page, "措施 12-2"), page, "第三个");
        assert_eq!(owner(page, "措施 12-1").value(), "第二个");
        assert_eq!(page.script(keys, &[]), before, "something was deleted");
        assert_eq!(page.script("return zhenggai.pending.length", &[]), 2);
        page.by_role("button", "重试保存").click();
        page.by_role("status", "保存状态").wait_text("未保存");
        // Another ledger would put these edits out of reach.
        crate::workspace::choose(
            page,
            "另一本.json",
            json!({ "format": "zhenggai.bundle/1", "id": "other" }).to_string().as_bytes(),
        );
        alert(page, "请先导出 JSON");
        assert_eq!(owner(page, "措施 12-1").value(), "第二个");
        page.script(FREE, &[]);
        page.by_role("button", "重试保存").click();
        saved(page);
        assert_eq!(edits(page).len(), 3);
        assert_eq!(page.script("return zhenggai.pending.length", &[]), 0);
        page.reload();
        assert_eq!(owner(page, "措施 12-1").value(), "第二个");
        assert_eq!(owner(page, "措施 12-2").value(), "第三个");
        quiet(page);
    });

    suite.test("keeping: garbage in the store is told and kept", |page| {
        sign(page);
        let key = format!("zhenggai/1/{BUNDLE}/zzz/7");
        page.script("localStorage.setItem(arguments[0], '{\"id\": 写坏了')", &[key.as_str().into()]);
        page.reload();
        let told = alert(page, "1 条读不懂");
        assert!(told.contains("没有删除") && told.contains("写坏了"), "{told}");
        assert_eq!(page.store().get(&key).map(String::as_str), Some("{\"id\": 写坏了"));
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "李强");
        saved(page);
        assert_eq!(edits(page).len(), 2);
        quiet(page);
    });

    suite.test("keeping: tabs hear of each other's edits", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let other = page.new_tab();
        other.goto("#/findings/f12");
        enter(&owner(&other, "措施 12-1"), &other, "另一页");
        saved(&other);
        page.wait_until("the first tab shows it", || owner(page, "措施 12-1").value() == "另一页");
        enter(&owner(page, "措施 12-1"), page, "这一页");
        other.wait_until("the second tab shows it", || owner(&other, "措施 12-1").value() == "这一页");
        other.goto("#/measures");
        enter(&owner(page, "措施 12-2"), page, "表里也有");
        other.by_role("searchbox", "搜索").fill("表里也有");
        other.by_role("status", "命中").wait_text("符合 1 条");
        page.reload();
        assert_eq!(owner(page, "措施 12-1").value(), "这一页");
        assert_eq!(edits(page).len(), 3);
        quiet(page);
    });

    suite.test("keeping: an edit that met another one waits, and can be adopted", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "王敏");
        saved(page);
        let edit = json!({
            "id": "other-1", "clock": 9, "at": "2024-06-18T09:30:00.000+08:00", "author": "赵云", "op": "set",
            "entity": "m12-1", "field": "owner", "from": "旧的责任人", "to": "李强"
        });
        let key = format!("zhenggai/1/{BUNDLE}/other/1");
        page.script(
            "localStorage.setItem(arguments[0], arguments[1])",
            &[key.into(), edit.to_string().into()],
        );
        page.reload();
        alert(page, "有 1 处与打开的台账不合");
        assert_eq!(owner(page, "措施 12-1").value(), "王敏");
        page.goto("#/history");
        let waiting = page.by_role("region", "待处理的变更");
        let text = waiting.text();
        for part in ["赵云", "措施 12-1", "责任人", "李强", "王敏"] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        waiting.by_role_containing("button", "采用：").nth(0).click();
        page.wait_until("the choice is an edit", || edits(page).len() == 3);
        waiting.wait_gone();
        page.goto("#/findings/f12");
        assert_eq!(owner(page, "措施 12-1").value(), "李强");
        page.reload();
        assert_eq!(owner(page, "措施 12-1").value(), "李强");
        assert_eq!(page.by_role("alert", "").count(), 0, "what was settled is told again: {}", page.text());
        quiet(page);
    });
}
