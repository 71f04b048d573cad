//! 关联文件: it follows, is never emptied by linking it and never overwritten blindly; what a person must decide goes to 合并.

use browser_tests::{Browser, Page, Suite};
use serde_json::json;

use crate::workspace::{BUNDLE, alert, built_in, choose, enter, sign};

fn owner<'p>(page: &'p Page, measure: &str) -> browser_tests::Locator<'p> {
    page.by_role("complementary", &format!("{measure}的责任、时限与状态")).by_role("textbox", "责任人")
}

/// Why these tests are of one browser.
const NO_PICKER: &str = "Firefox has no file picker that a page could write to";

/// File handles as the browser gives them, whose file is in the page: `window.disk` says what happens to it, and counts how
/// often the page has begun to write (`asked`). As in a real browser the picker for new files empties the one that is chosen.
const FAKE_PICKER: &str = "window.disk = { text: '', modified: 1, permission: 'granted', full: false, gate: null, meddle: null, asked: 0 }; \
    const handle = { name: '共享.json', kind: 'file', \
      queryPermission: async () => { disk.asked += 1; await disk.gate; return disk.permission; }, requestPermission: async () => disk.permission = 'granted', \
      getFile: async () => ({ lastModified: disk.modified, size: disk.text.length, arrayBuffer: async () => new TextEncoder().encode(disk.text).buffer }), \
      createWritable: async () => { const parts = []; return { \
        write: async (part) => { if (disk.full) throw new DOMException('no space', 'QuotaExceededError'); parts.push(new TextDecoder().decode(part)); \
          if (disk.meddle) { disk.text = disk.meddle; disk.modified += 1; disk.meddle = null; } }, \
        abort: async () => {}, close: async () => { disk.text = parts.join(''); disk.modified += 1; } }; } }; \
    window.showOpenFilePicker = async () => [handle]; \
    window.showSaveFilePicker = async () => { disk.text = ''; disk.modified += 1; return handle; };";

/// Somebody else writes the file: one edit with its history, or without.
const SOMEBODY: &str = "const ledger = JSON.parse(disk.text); ledger.history = ledger.history || []; \
    if (arguments[0]) ledger.history.push({ id: 'other-1', clock: 99, at: '2024-06-18T09:30:00.000+08:00', \
      author: '赵云', op: 'set', entity: 'm12-2', field: 'owner', from: null, to: '赵云来过' }); \
    ledger.findings[11].measures[1].owner = '赵云来过'; disk.text = JSON.stringify(ledger); disk.modified += 5";

/// The page with a fake disk, and its part 关联文件.
fn begin(page: &Page) {
    sign(page);
    // Before the page asks whether there is a picker.
    page.script(FAKE_PICKER, &[]);
    page.goto("#/");
    page.goto("#/held");
}

/// How often the page has begun to write.
fn asked(page: &Page) -> u64 {
    page.script("return window.disk.asked", &[]).as_u64().unwrap_or_default()
}

/// How many locks the page's tabs hold or wait for.
const LOCKS: &str = "const done = arguments[0]; navigator.locks.query().then((all) => done(all.held.length + all.pending.length))";

/// Does something that makes the page write the file after a while, and waits until it has tried: it holds a lock meanwhile.
fn tried(page: &Page, work: impl FnOnce()) {
    let (before, locks) = (asked(page), page.script_async(LOCKS));
    work();
    page.wait_until("the page begins to write", || asked(page) > before);
    page.wait_until("the page is done with writing", || page.script_async(LOCKS) == locks);
}

fn press(page: &Page, button: &str) {
    page.by_role("region", "关联文件").by_role("button", button).click();
}

fn state(page: &Page, text: &str) {
    page.by_role("region", "关联文件").by_role("status", "关联文件状态").wait_text(text);
}

fn disk(page: &Page) -> String {
    page.script("return window.disk.text", &[]).as_str().unwrap_or_default().to_owned()
}

pub fn add(suite: &mut Suite) {
    suite.test_in(Browser::Firefox, "linked: a browser whose pages cannot write files says so", |page| {
        sign(page);
        page.goto("#/held");
        page.wait_text("这个浏览器不能由网页写文件");
    });

    suite.test_but_in(
        Browser::Firefox,
        NO_PICKER,
        "linked: a linked file follows, and is never overwritten blindly",
        |page| {
            begin(page);
            press(page, "新建关联文件…");
            state(page, "共享.json 已是最新");
            page.goto("#/findings/f12");
            enter(&owner(page, "措施 12-1"), page, "甲");
            page.wait_until("the file holds the edit", || disk(page).contains("甲"));
            page.by_role("status", "导出状态").wait_text("已导出");
            page.script("disk.full = true; disk.before = disk.text", &[]);
            enter(&owner(page, "措施 12-1"), page, "乙");
            alert(page, "磁盘已满");
            assert_eq!(page.script("return disk.text === disk.before", &[]), true, "the file was touched");
            page.script("disk.full = false; disk.permission = 'prompt'", &[]);
            enter(&owner(page, "措施 12-1"), page, "丙");
            alert(page, "重新允许写入");
            page.goto("#/held");
            press(page, "允许写入");
            state(page, "已是最新");
            page.script(SOMEBODY, &[true.into()]);
            page.goto("#/findings/f12");
            enter(&owner(page, "措施 12-1"), page, "丁");
            alert(page, "没有覆盖它");
            assert!(!disk(page).contains("丁"), "it was overwritten");
            page.goto("#/held");
            press(page, "并入对方的修改后写入");
            state(page, "已是最新");
            let text = disk(page);
            assert!(text.contains("丁") && text.contains("赵云来过"));
            page.goto("#/findings/f12");
            assert_eq!(owner(page, "措施 12-2").value(), "赵云来过");
            // Somebody is quicker while it is being written.
            page.script("disk.meddle = disk.text + ' '", &[]);
            enter(&owner(page, "措施 12-1"), page, "戊");
            alert(page, "没有覆盖它");
            assert!(!disk(page).contains("戊"), "what was written meanwhile is overwritten");
        },
    );

    suite.test_but_in(
        Browser::Firefox,
        NO_PICKER,
        "linked: linking a file that is there takes nothing out of it",
        |page| {
            begin(page);
            let mut theirs = built_in();
            theirs["history"] = json!([]);
            page.script("disk.text = arguments[0]", &[theirs.to_string().into()]);
            page.script(SOMEBODY, &[true.into()]);
            let before = disk(page);
            page.goto("#/findings/f12");
            enter(&owner(page, "措施 12-1"), page, "甲");
            page.goto("#/held");
            press(page, "关联已有的文件…");
            state(page, "没有覆盖它");
            page.goto("#/findings/f12");
            tried(page, || enter(&owner(page, "措施 12-3"), page, "丙"));
            assert_eq!(disk(page), before, "the file was touched by linking it");
            page.goto("#/held");
            press(page, "并入对方的修改后写入");
            state(page, "已是最新");
            let text = disk(page);
            assert!(text.contains("甲") && text.contains("丙") && text.contains("赵云来过"));
            page.goto("#/findings/f12");
            assert_eq!(owner(page, "措施 12-2").value(), "赵云来过");
        },
    );

    suite.test_but_in(
        Browser::Firefox,
        NO_PICKER,
        "linked: a file of a newer version keeps what this page does not know",
        |page| {
            begin(page);
            let mut theirs = built_in();
            theirs["history"] = json!([]);
            theirs["findings"][11]["measures"][0]["review_note"] = json!("新版本的意见");
            page.script("disk.text = arguments[0]", &[theirs.to_string().into()]);
            page.goto("#/findings/f12");
            enter(&owner(page, "措施 12-1"), page, "甲");
            page.goto("#/held");
            press(page, "关联已有的文件…");
            state(page, "没有覆盖它");
            press(page, "并入对方的修改后写入");
            state(page, "有 1 处本页不认识的内容（如措施 12-1的“review_note”，可能来自新版本）");
            page.goto("#/findings/f12");
            tried(page, || enter(&owner(page, "措施 12-1"), page, "乙"));
            assert_eq!(disk(page), theirs.to_string(), "the file was touched");
        },
    );

    suite.test_but_in(
        Browser::Firefox,
        NO_PICKER,
        "linked: what no edit tells of is decided in 合并 before the file is written",
        |page| {
            begin(page);
            page.goto("#/findings/f12");
            enter(&owner(page, "措施 12-1"), page, "甲");
            page.goto("#/held");
            press(page, "新建关联文件…");
            state(page, "共享.json 已是最新");
            page.script(SOMEBODY, &[false.into()]);
            let before = disk(page);
            page.goto("#/findings/f12");
            enter(&owner(page, "措施 12-1"), page, "乙");
            alert(page, "没有覆盖它");
            page.goto("#/held");
            press(page, "并入对方的修改后写入");
            page.by_role("table", "要合并的文件").wait_text("共享.json");
            alert(page, "已放到“合并”页");
            // Without a merge the file is handed over again, not written.
            page.goto("#/held");
            press(page, "已经合并，写入文件");
            page.by_role("table", "要合并的文件").wait_text("共享.json");
            assert_eq!(disk(page), before, "it was written before anybody decided");
            page.by_role("region", "合并预览").by_role("button", "合并").click();
            page.by_role("region", "合并结果").wait();
            page.goto("#/held");
            press(page, "已经合并，写入文件");
            state(page, "已是最新");
            let text = disk(page);
            assert!(text.contains("乙") && text.contains("赵云来过"));
        },
    );

    suite.test_but_in(
        Browser::Firefox,
        NO_PICKER,
        "linked: another ledger never gets into the file",
        |page| {
            begin(page);
            press(page, "新建关联文件…");
            state(page, "共享.json 已是最新");
            // The browser takes its time to answer, and another ledger is opened meanwhile.
            let (before, locks) = (asked(page), page.script_async(LOCKS));
            page.script("disk.gate = new Promise((go) => { disk.go = go; })", &[]);
            page.goto("#/findings/f12");
            enter(&owner(page, "措施 12-1"), page, "甲");
            page.wait_until("the page begins to write", || asked(page) > before);
            let other =
                json!({ "format": "zhenggai.bundle/1", "id": "other", "title": "另一本" }).to_string();
            choose(page, "另一本.json", other.as_bytes());
            page.wait_until("it is open", || {
                page.script("return document.title", &[]).to_string().contains("另一本")
            });
            page.script("disk.go()", &[]);
            page.wait_until("the page is done with writing", || page.script_async(LOCKS) == locks);
            assert!(disk(page).contains(BUNDLE) && !disk(page).contains("另一本"), "{}", disk(page));
        },
    );
}
