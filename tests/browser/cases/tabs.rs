//! Two tabs on one ledger: they see each other at once, both are told of a conflict, and neither undoes what the other did.

use browser_tests::{Page, Suite};

use crate::workspace::{alert, choose, close_alerts, edits, enter, export, quiet, saved, sign};

fn owner<'p>(page: &'p Page, measure: &str) -> browser_tests::Locator<'p> {
    page.by_role("complementary", &format!("{measure}的责任、时限与状态")).by_role("textbox", "责任人")
}

/// From now on the tab hears nothing of the other's edits, until `window.hear()`: every key looks like a stranger's.
const DEAF: &str = "window.unheard = []; \
    const own = Object.getOwnPropertyDescriptor(StorageEvent.prototype, 'key'); \
    const keep = (event) => unheard.push([own.get.call(event), event.newValue]); \
    addEventListener('storage', keep); \
    Object.defineProperty(StorageEvent.prototype, 'key', { configurable: true, get: () => 'a stranger' }); \
    window.hear = () => { removeEventListener('storage', keep); Object.defineProperty(StorageEvent.prototype, 'key', own); \
      for (const [key, newValue] of unheard) dispatchEvent(new StorageEvent('storage', { key, newValue })); };";

/// From now on no box hears that it is left, as where the other tab lies beside it in another window; until `window.leave()`.
const STAY: &str = "const stay = (event) => event.stopImmediatePropagation(); addEventListener('change', stay, true); \
    window.leave = () => removeEventListener('change', stay, true);";

/// Counts the edits that another tab takes out of the store.
const GONE: &str = "window.gone = 0; \
    addEventListener('storage', (event) => { if (/\\/\\d+$/.test(event.key) && event.newValue === null) window.gone += 1; });";

/// When a tab last noted that the ledger is open in it, which it does once it has read the mirror.
fn noted(page: &Page) -> Option<String> {
    let script = "const done = arguments[0], id = 'whkjj-2024-06-18'; const asked = indexedDB.open('zhenggai-edits'); \
        asked.onerror = () => done(null); \
        asked.onsuccess = () => { const base = asked.result; \
          if (!base.objectStoreNames.contains('ledgers')) { base.close(); return done(null); } \
          const card = base.transaction('ledgers').objectStore('ledgers').get(id); \
          card.onsuccess = () => { base.close(); done(card.result || null); }; };";
    page.script_async(script).as_str().map(str::to_owned)
}

pub fn add(suite: &mut Suite) {
    suite.test("tabs: an edit is seen in the other tab within a second", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let other = page.new_tab();
        other.goto("#/findings/f12");
        // Observers are told at once, while the timers of a tab in the background wait.
        let watch = "window.seen = {}; new MutationObserver(() => { for (const box of document.querySelectorAll('[data-value]')) \
            { const text = box.dataset.value; if (/^第.次$/.test(text) && !seen[text]) seen[text] = Date.now(); } }) \
            .observe(document.body, { subtree: true, childList: true, attributes: true });";
        other.script(watch, &[]);
        let mut took = Vec::new();
        for n in 1..=5 {
            let text = format!("第{n}次");
            owner(page, "措施 12-1").fill(&text);
            page.script("window.entered = 0; addEventListener('keydown', () => { window.entered = Date.now(); }, { capture: true, once: true })", &[]);
            page.press("Control+Enter");
            saved(page);
            let seen = other.wait("the other tab shows it", || {
                other.script("return window.seen[arguments[0]] || null", &[text.as_str().into()]).as_f64()
            });
            let entered = page.script("return window.entered", &[]).as_f64().unwrap_or_default();
            assert!(entered > 0.0, "the key was not heard");
            took.push(seen - entered);
        }
        // What else the machine does makes some of them slow, not all.
        let least = took.iter().copied().fold(f64::INFINITY, f64::min);
        assert!(least < 1000.0, "they took {took:?} ms");
        quiet(page);
    });

    suite.test("tabs: a conflict on one field is shown in both", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let before = page.wait("the tab has read the mirror", || noted(page));
        let other = page.new_tab();
        other.goto("#/findings/f12");
        page.wait_until("the other tab has read the mirror", || noted(page).is_some_and(|now| now != before));
        page.script(DEAF, &[]);
        other.script(DEAF, &[]);
        enter(&owner(page, "措施 12-1"), page, "甲");
        enter(&owner(&other, "措施 12-1"), &other, "乙");
        saved(page);
        saved(&other);
        for tab in [page, &other] {
            tab.wait_until("the other's edit is on its way", || {
                tab.script("return window.unheard.length", &[]).as_u64() > Some(0)
            });
            tab.script("window.hear()", &[]);
        }
        for tab in [page, &other] {
            alert(tab, "另一个标签页改了同一处");
            tab.goto("#/history");
            let waiting = tab.by_role("region", "待处理的变更").text();
            assert!(waiting.contains("甲") && waiting.contains("乙"), "{waiting}");
        }
        assert_eq!(edits(page).len(), 2);
        quiet(page);
    });

    suite.test("tabs: a value that came while another was typed is shown, and the person decides", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let other = page.new_tab();
        other.goto("#/findings/f12");
        page.script(STAY, &[]);
        owner(page, "措施 12-1").fill("我输入的");
        enter(&owner(&other, "措施 12-1"), &other, "那一页的");
        saved(&other);
        page.wait_until("the edit has come", || edits(page).len() == 1);
        page.script("window.leave()", &[]);
        owner(page, "措施 12-1").focus();
        page.press("Enter");
        let told = alert(page, "没有存入");
        assert!(told.contains("那一页的"), "{told}");
        // Leaving the box decides nothing.
        page.by_role("searchbox", "搜索").focus();
        assert_eq!(edits(page).len(), 1, "it was entered over the other value");
        assert_eq!(owner(page, "措施 12-1").value(), "我输入的");
        // Nor does a reload: the draft knows what stood there.
        page.reload();
        page.wait_text("上次没有输完的文字");
        page.by_role("button", "采用").click();
        alert(page, "没有存入");
        page.by_role("button", "保留现在的").click();
        assert_eq!(owner(page, "措施 12-1").value(), "那一页的");
        page.script(STAY, &[]);
        owner(page, "措施 12-1").fill("再来");
        enter(&owner(&other, "措施 12-1"), &other, "又改了");
        page.wait_until("the edit has come", || edits(page).len() == 2);
        page.script("window.leave()", &[]);
        owner(page, "措施 12-1").focus();
        page.press("Enter");
        alert(page, "又改了");
        page.press("Enter");
        page.wait_until("a second Enter decides", || edits(page).len() == 3);
        assert_eq!(owner(page, "措施 12-1").value(), "再来");
        assert!(!page.store().keys().any(|key| key.contains("/draft")), "{:?}", page.store());
        quiet(page);
    });

    suite.test("tabs: what one lets go of the other does not put back", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&owner(page, "措施 12-1"), page, "甲");
        enter(&owner(page, "措施 12-2"), page, "乙");
        saved(page);
        let (name, bytes) = export(page);
        let other = page.new_tab();
        page.script(GONE, &[]);
        choose(&other, &name, &bytes);
        other.wait_until("the store let go of them", || edits(&other).is_empty());
        page.wait_until("the first tab heard that both are gone", || {
            page.script("return window.gone", &[]) == 2
        });
        page.wait_timers();
        assert_eq!(edits(page).len(), 0, "the first tab put them back");
        assert!(!page.text().contains("被别的页面清空"));
        // Open in one tab, a ledger cannot be removed in the other.
        choose(
            &other,
            "另一本.json",
            "{\"format\":\"zhenggai.bundle/1\",\"id\":\"other\",\"title\":\"另一本\"}".as_bytes(),
        );
        other.goto("#/held");
        other.wait_text("另一个标签页开着");
        let remove = other.by_role_containing("button", "移除 武汉");
        assert!(remove.attribute("disabled").is_some(), "it can be removed under the other tab");
        close_alerts(page);
        quiet(page);
    });
}
