//! Two stores, several tabs: what one of them lost comes back from the other; the ledgers that this browser holds.

use browser_tests::{Page, Suite};
use serde_json::{Value, json};

use crate::workspace::{BUNDLE, alert, choose, edits, enter, export, exported, quiet, saved, sign};

fn owner<'p>(page: &'p Page, measure: &str) -> browser_tests::Locator<'p> {
    page.by_role("complementary", &format!("{measure}的责任、时限与状态")).by_role("textbox", "责任人")
}

/// How many edits the mirror holds.
pub const MIRRORED: &str = "const done = arguments[0]; const asked = indexedDB.open('zhenggai-edits'); \
    asked.onerror = () => done(-1); \
    asked.onsuccess = () => { const base = asked.result; \
      if (!base.objectStoreNames.contains('edits')) { base.close(); return done(0); } \
      const keys = base.transaction('edits').objectStore('edits').getAllKeys(); \
      keys.onsuccess = () => { base.close(); done(keys.result.filter((key) => /\\/\\d+$/.test(key)).length); }; };";

/// Goes on editing by the status boxes of a finding, every few milliseconds, and notes what was acknowledged.
const EDIT_ON: &str = "window.made = 0; window.acknowledged = 0; const limit = arguments[0], first = arguments[1]; \
    const step = () => { \
      const state = document.querySelector('[aria-label=\"保存状态\"]').textContent; \
      if (state === '已保存') window.acknowledged = window.made; \
      if (window.made >= limit) { if (window.acknowledged < limit) setTimeout(step, 5); return; } \
      const boxes = document.querySelectorAll('select[aria-label=\"整改状态\"]'); \
      const box = boxes[(first + window.made) % boxes.length]; \
      const options = Array.from(box.options).map((one) => one.value).filter((one) => one && one !== box.value); \
      box.value = options[window.made % options.length]; \
      box.dispatchEvent(new Event('change', { bubbles: true })); \
      window.made += 1; setTimeout(step, 5); }; step();";

pub fn add(suite: &mut Suite) {
    suite.test("mirror: either store alone restores all", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        saved(page);
        enter(&owner(page, "措施 12-2"), page, "乙");
        saved(page);
        assert_eq!(page.script_async(MIRRORED), 2);
        page.script("localStorage.clear()", &[]);
        page.reload();
        page.by_role("status", "消息").wait_text("找回 2 处");
        assert_eq!(owner(page, "措施 12-1").value(), "甲", "the mirror did not bring it back");
        assert_eq!(owner(page, "措施 12-2").value(), "乙");
        page.by_role("region", "您是谁").wait_gone();
        assert_eq!(edits(page).len(), 2);
        // And the other way round.
        let delete = "const done = arguments[0]; const gone = indexedDB.deleteDatabase('zhenggai-edits'); \
            gone.onsuccess = () => done(true); gone.onerror = () => done(false);";
        assert_eq!(page.script_async(delete), true);
        page.reload();
        assert_eq!(owner(page, "措施 12-1").value(), "甲");
        saved(page);
        page.wait_until("the mirror is made anew", || page.script_async(MIRRORED) == 2);
        quiet(page);
    });

    suite.test("mirror: what another page clears is written again at once", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        saved(page);
        let other = page.new_tab();
        other.script("localStorage.clear()", &[]);
        page.wait_until("the edit is stored again", || edits(page).len() == 1);
        quiet(page);
    });

    suite.test("mirror: a store that another page filled costs nothing", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let fill = "let size = 1 << 20, n = 0; while (size >= 1) { \
            try { localStorage.setItem('other-' + n, 'x'.repeat(size)); n++; } catch (error) { size = size >> 1; } }";
        page.script(fill, &[]);
        let second = page.new_tab();
        second.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        page.by_role("status", "保存状态").wait_text("只在备用存储中留有一份");
        alert(page, "重新打开本页会自动找回");
        second.wait_until("the other tab heard of it", || owner(&second, "措施 12-1").value() == "甲");
        assert_eq!(page.script_async(MIRRORED), 1);
        page.reload();
        page.wait_until("the mirror brings it back", || owner(page, "措施 12-1").value() == "甲");
        quiet(page);
    });

    suite.test("mirror: three tabs, 300 edits at the same time, one ledger", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let tabs = [page.new_tab(), page.new_tab()];
        let all = [page, &tabs[0], &tabs[1]];
        for tab in all {
            tab.goto("#/findings/f12");
            tab.by_role("complementary", "措施 12-4的责任、时限与状态").wait();
        }
        for (n, tab) in all.into_iter().enumerate() {
            tab.script(EDIT_ON, &[json!(100), json!(n)]);
        }
        for tab in all {
            tab.wait_until("its edits are acknowledged", || tab.script("return window.acknowledged", &[]) == 100);
        }
        // What one tab stores the others see a moment later, first in the store and then in the ledger.
        let stored = page.wait("all tabs have the same edits", || {
            let stored = edits(page).len();
            let heard = |tab: &&Page| {
                edits(tab).len() == stored
                    && tab.by_role("status", "导出状态").text().contains(&format!("{stored} 处未导出"))
            };
            all.iter().all(heard).then_some(stored)
        });
        // A box that another tab has just set to the same value makes no edit.
        assert!((200..=300).contains(&stored), "{stored} edits are stored");
        let ledgers: Vec<Value> = all.iter().map(|tab| exported(tab)).collect();
        let histories: Vec<usize> =
            ledgers.iter().map(|ledger| ledger["history"].as_array().map_or(0, Vec::len)).collect();
        assert_eq!(histories, [stored; 3], "an edit is lost");
        assert!(ledgers.iter().all(|ledger| *ledger == ledgers[0]), "the tabs do not agree");
        let states = "return Array.from(document.querySelectorAll('select[aria-label=\"整改状态\"]')).map((one) => one.value)";
        let held: Vec<Value> = crate::workspace::measures(&ledgers[0])
            .iter()
            .filter(|measure| measure["id"].as_str().is_some_and(|id| id.starts_with("m12-")))
            .map(|measure| measure.get("status").cloned().unwrap_or_else(|| "".into()))
            .collect();
        for tab in all {
            assert_eq!(tab.script(states, &[]), Value::from(held.clone()), "a box shows what is not so");
        }
    });

    suite.test("mirror: edits that the opened file holds leave the store, not the ledger", |page| {
        sign(page);
        page.goto("#/findings/f12");
        page.by_role("status", "导出状态").wait_text("已导出");
        enter(&owner(page, "措施 12-1"), page, "甲");
        page.by_role("status", "导出状态").wait_text("1 处未导出");
        let (name, bytes) = export(page);
        // A download may have been cancelled: it counts when the person has seen the file.
        page.by_role("status", "导出状态").wait_text("1 处未导出");
        page.by_role("button", "确认已下载").click();
        page.by_role("status", "导出状态").wait_text("已导出");
        enter(&owner(page, "措施 12-2"), page, "乙");
        page.by_role("status", "导出状态").wait_text("1 处未导出");
        page.reload();
        page.by_role("status", "导出状态").wait_text("1 处未导出");
        choose(page, &name, &bytes);
        assert_eq!(owner(page, "措施 12-1").value(), "甲");
        page.wait_until("the edit after the export is there", || owner(page, "措施 12-2").value() == "乙");
        page.wait_until("the store let go of the other", || edits(page).len() == 1);
        page.reload();
        assert_eq!(owner(page, "措施 12-1").value(), "甲");
        assert_eq!(owner(page, "措施 12-2").value(), "乙");
        // The page's own ledger is older than the file: what was let go comes back from the mirror.
        page.by_role("button", "打开…").click();
        page.by_role("button", "回到页面自带的台账").click();
        page.wait_until("all edits are there again", || edits(page).len() == 2);
        assert_eq!(owner(page, "措施 12-1").value(), "甲");
        quiet(page);
    });

    suite.test("mirror: the page on the share was renewed", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        enter(&owner(page, "措施 12-2"), page, "乙");
        saved(page);
        // The new page's ledger knows another owner of 12-1, and no measure 12-2 has changed.
        let html = std::fs::read_to_string(page.file()).expect("the page is there");
        let renewed = html.replacen("\"id\":\"m12-1\"", "\"id\":\"m12-1\",\"owner\":\"新任\"", 1);
        let renewed = if renewed == html {
            html.replacen("\"id\": \"m12-1\"", "\"id\": \"m12-1\", \"owner\": \"新任\"", 1)
        } else {
            renewed
        };
        assert_ne!(renewed, html, "the ledger in the page is not where it was");
        page.replace_file(&renewed);
        alert(page, "有 1 处与打开的台账不合");
        page.goto("#/findings/f12");
        assert_eq!(owner(page, "措施 12-1").value(), "新任");
        assert_eq!(owner(page, "措施 12-2").value(), "乙");
        page.goto("#/history");
        let waiting = page.by_role("region", "待处理的变更").text();
        assert!(waiting.contains("甲") && waiting.contains("新任"), "{waiting}");
    });
}

/// The tests of 本机台账.
pub fn add_held(suite: &mut Suite) {
    suite.test("mirror: the ledgers of this browser are listed, exported, removed and put back", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        saved(page);
        let other = json!({ "format": "zhenggai.bundle/1", "id": "other", "title": "另一本" }).to_string();
        choose(page, "另一本.json", other.as_bytes());
        page.goto("#/held");
        page.wait_text("共 2 本");
        let table = page.by_role("table", "").text();
        assert!(
            table.contains("另一本") && table.contains("现在打开的") && table.contains("页面自带"),
            "{table}"
        );
        let (_, bytes) = page.download(|| page.by_role_containing("button", "导出 武汉").click());
        let out: Value = serde_json::from_slice(&bytes).expect("the export is JSON");
        assert_eq!(out["findings"][11]["measures"][0]["owner"], "甲");
        page.by_role_containing("button", "移除 武汉").click();
        page.wait_text("共 1 本");
        assert_eq!(crate::workspace::edits_of(page, BUNDLE).len(), 0);
        page.by_role("button", "恢复").click();
        page.wait_text("共 2 本");
        assert_eq!(crate::workspace::edits_of(page, BUNDLE).len(), 1);
        page.by_role_containing("button", "打开 武汉").click();
        page.wait_until("it is open again", || {
            page.script("return document.title", &[]).to_string().contains("武汉")
        });
        page.goto("#/findings/f12");
        assert_eq!(owner(page, "措施 12-1").value(), "甲");
        quiet(page);
    });
}
