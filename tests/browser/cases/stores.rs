//! The stores under stress: full disks, other local pages, pages that were renewed, moved or hold another ledger.

use std::path::PathBuf;

use browser_tests::{Browser, Page, Suite, packed_page};
use serde_json::{Value, json};

use crate::mirror::MIRRORED;
use crate::workspace::{alert, choose, edits, enter, export, exported, file, quiet, saved, sign};

fn owner<'p>(page: &'p Page, measure: &str) -> browser_tests::Locator<'p> {
    page.by_role("complementary", &format!("{measure}的责任、时限与状态")).by_role("textbox", "责任人")
}

/// From now on nothing is written into one store of IndexedDB, as where the disk is full: the request goes well and the
/// transaction does not, whether it is committed by hand or by itself.
const FULL_DISK: &str = "window.full = arguments[0]; \
    const put = IDBObjectStore.prototype.put, commit = IDBTransaction.prototype.commit; \
    const end = (transaction) => { try { transaction.abort(); } catch (error) {} }; \
    IDBTransaction.prototype.commit = function () { \
      if (Array.from(this.objectStoreNames).includes(window.full)) end(this); else commit.call(this); }; \
    IDBObjectStore.prototype.put = function () { const asked = put.apply(this, arguments); \
      if (this.name === window.full) asked.addEventListener('success', async () => { \
        for (let turn = 0; turn < 20; turn++) await null; end(this.transaction); }); \
      return asked; };";

/// Fills the store to its last unit.
const FILL: &str = "let size = 1 << 20, n = 0; while (size >= 1) { \
    try { localStorage.setItem('other-' + n, 'x'.repeat(size)); n++; } catch (error) { size = size >> 1; } }";

/// The page's file with another ledger in it.
fn page_with(change: impl FnOnce(&mut Value)) -> String {
    let html = std::fs::read_to_string(packed_page()).expect("the page was read before");
    let start = html.find("id=\"bundle\">").expect("the page has a ledger") + "id=\"bundle\">".len();
    let end = start + html[start..].find("</script>").expect("the ledger ends");
    let mut own: Value = serde_json::from_str(&html[start..end]).expect("the ledger is JSON");
    change(&mut own);
    format!("{}{}{}", &html[..start], own.to_string().replace('<', "\\u003c"), &html[end..])
}

fn title_has(page: &Page, text: &str) -> bool {
    page.script("return document.title", &[]).to_string().contains(text)
}

/// Another page in the folder, no relation of this one.
fn stranger(page: &Page) -> Page {
    let path = file(page, "别的.html", "<!doctype html><meta charset=utf-8><title>别的</title>".as_bytes());
    page.tab_of(path)
}

pub fn add(suite: &mut Suite) {
    suite.test("stores: a file that found no room costs no edit", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        saved(page);
        let (name, bytes) = export(page);
        page.script(FULL_DISK, &["opened".into()]);
        choose(page, &name, &bytes);
        alert(page, "没有空间记住打开的文件");
        assert_eq!(edits(page).len(), 1, "the store let go of what no file holds");
        page.reload();
        page.goto("#/findings/f12");
        assert_eq!(owner(page, "措施 12-1").value(), "甲");
        quiet(page);
    });

    suite.test(
        "stores: 已保存 is not said while the mirror lacks an edit, and it is tried again",
        |page| {
            sign(page);
            page.goto("#/findings/f12");
            enter(&owner(page, "措施 12-1"), page, "甲");
            saved(page);
            page.script(FULL_DISK, &["edits".into()]);
            enter(&owner(page, "措施 12-1"), page, "乙");
            page.by_role("status", "保存状态").wait_text("未保存：备用存储写不进");
            alert(page, "只在浏览器存储中留有一份");
            assert_eq!(edits(page).len(), 2);
            assert_eq!(page.script_async(MIRRORED), 1);
            // Another ledger on the workspace does not make it forget.
            let other =
                json!({ "format": "zhenggai.bundle/1", "id": "other", "title": "另一本" }).to_string();
            choose(page, "另一本.json", other.as_bytes());
            page.by_role("status", "保存状态").wait_text("未保存");
            page.script("window.full = ''", &[]);
            saved(page);
            assert_eq!(page.script_async(MIRRORED), 2, "the edit of the first ledger never came there");
            quiet(page);
        },
    );

    suite.test("stores: another local page fills and clears the store", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let other = stranger(page);
        enter(&owner(page, "措施 12-1"), page, "甲");
        saved(page);
        other.script(FILL, &[]);
        if page.browser() == Browser::Chromium {
            // What one process writes reaches the others a moment later.
            let count = "return localStorage.length";
            page.wait_until("the store is full here too", || {
                page.script(count, &[]) == other.script(count, &[])
            });
        }
        enter(&owner(page, "措施 12-2"), page, "乙");
        if page.browser() == Browser::Firefox {
            // There each file has a store of its own.
            saved(page);
        } else {
            page.by_role("status", "保存状态").wait_text("只在备用存储中留有一份");
        }
        assert_eq!(page.script_async(MIRRORED), 2);
        other.script("localStorage.clear()", &[]);
        page.wait_until("both edits are stored again", || edits(page).len() == 2);
        saved(page);
        other.script("localStorage.clear()", &[]);
        page.reload();
        page.wait_until("both edits are there", || {
            owner(page, "措施 12-1").value() == "甲" && owner(page, "措施 12-2").value() == "乙"
        });
        quiet(page);
    });

    suite.test("stores: each page opens with its own ledger, whatever another one had open", |page| {
        sign(page);
        let other = json!({ "format": "zhenggai.bundle/1", "id": "other", "title": "另一本" }).to_string();
        choose(page, "另一本.json", other.as_bytes());
        page.wait_until("it is open", || title_has(page, "另一本"));
        page.reload();
        assert!(title_has(page, "另一本"), "the ledger that was open is not open again");
        let html = page_with(|own| {
            own["id"] = "saved-page".into();
            own["title"] = "存成网页的".into();
        });
        let saved_page = page.tab_of(file(page, "存成网页的.html", html.as_bytes()));
        saved_page.wait_ready();
        assert!(title_has(&saved_page, "存成网页的"), "it shows what another page had open");
        let again = page.new_tab();
        assert!(title_has(&again, "另一本"), "the saved page took the first one's note");
        quiet(page);
    });

    suite.test("stores: a renewed page is shown although a file of its ledger was opened before", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        saved(page);
        let (name, bytes) = export(page);
        choose(page, &name, &bytes);
        page.wait_until("the store let go of it", || edits(page).is_empty());
        enter(&owner(page, "措施 12-2"), page, "乙");
        saved(page);
        page.reload();
        assert_eq!(owner(page, "措施 12-1").value(), "甲", "the file is not open again");
        page.replace_file(&page_with(|own| own["findings"][12]["measures"][0]["owner"] = "新任".into()));
        page.wait_ready();
        alert(page, "页面自带的台账在上次打开文件之后更新过");
        page.goto("#/findings/f13");
        assert_eq!(owner(page, "措施 13-1").value(), "新任", "the kept file hides the renewed page");
        page.goto("#/findings/f12");
        page.wait_until("the edits are on it", || {
            owner(page, "措施 12-1").value() == "甲" && owner(page, "措施 12-2").value() == "乙"
        });
        page.wait_until("both are stored", || edits(page).len() == 2);
        page.reload();
        assert_eq!(owner(page, "措施 12-1").value(), "甲");
        quiet(page);
    });

    let why = "each file has stores of its own there: no other page can hold them up";
    suite.test_but_in(Browser::Firefox, why, "stores: an IndexedDB that does not answer keeps nobody waiting", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        saved(page);
        let other = stranger(page);
        let hold = "const done = arguments[0]; window.free = false; const asked = indexedDB.open('zhenggai-edits', 2); \
            asked.onerror = () => { window.freed = true; }; \
            asked.onupgradeneeded = () => { const spin = () => { if (window.free) asked.transaction.abort(); \
                else asked.transaction.objectStore('edits').get('x').onsuccess = spin; }; spin(); done(true); };";
        assert_eq!(other.script_async(hold), true);
        page.reload();
        assert_eq!(owner(page, "措施 12-1").value(), "甲");
        enter(&owner(page, "措施 12-1"), page, "乙");
        page.by_role("status", "保存状态").wait_text("正在保存");
        other.script("window.free = true", &[]);
        saved(page);
        assert_eq!(page.script_async(MIRRORED), 2);
    });

    suite.test("stores: a damaged copy of an edit is mended from the mirror", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        saved(page);
        let before = edits(page);
        let key = before.keys().next().cloned().unwrap_or_default();
        page.script("localStorage.setItem(arguments[0], '{\"id\": 写坏了')", &[key.into()]);
        page.reload();
        page.wait_until("the mirror's copy is used", || owner(page, "措施 12-1").value() == "甲");
        page.wait_until("it is mended", || edits(page) == before);
        quiet(page);
    });

    suite.test("stores: what is removed and made anew is not taken for exported", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        saved(page);
        export(page);
        page.by_role("button", "确认已下载").click();
        page.by_role("status", "导出状态").wait_text("已导出");
        let other = json!({ "format": "zhenggai.bundle/1", "id": "other", "title": "另一本" }).to_string();
        choose(page, "另一本.json", other.as_bytes());
        page.goto("#/held");
        page.by_role_containing("button", "移除 武汉").click();
        page.wait_text("已从本机移除");
        page.by_role("button", "打开…").click();
        page.by_role("button", "回到页面自带的台账").click();
        page.wait_until("it is open again", || title_has(page, "武汉"));
        page.goto("#/findings/f12");
        assert_eq!(owner(page, "措施 12-1").value(), "");
        enter(&owner(page, "措施 12-1"), page, "乙");
        page.by_role("status", "导出状态").wait_text("1 处未导出");
        quiet(page);
    });

    suite.test(
        "stores: a page that was moved and renamed finds its edits, or takes them from a file",
        |page| {
            sign(page);
            page.goto("#/findings/f12");
            enter(&owner(page, "措施 12-1"), page, "甲");
            saved(page);
            let (name, bytes) = export(page);
            let folder = page.file().with_file_name("新的文件夹");
            std::fs::create_dir_all(&folder).expect("a folder can be made");
            let moved: PathBuf = folder.join("改了名.html");
            std::fs::rename(page.file(), &moved).expect("the page can be moved");
            let there = page.tab_of(moved);
            there.wait_ready();
            there.goto("#/findings/f12");
            if page.browser() == Browser::Firefox {
                // There each file has a store of its own: the export brings the edits.
                assert_eq!(owner(&there, "措施 12-1").value(), "");
                choose(&there, &name, &bytes);
            }
            there.wait_until("the edit is there", || owner(&there, "措施 12-1").value() == "甲");
            assert_eq!(exported(&there)["findings"][11]["measures"][0]["owner"], "甲");
        },
    );
}
