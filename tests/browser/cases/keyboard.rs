//! Without a mouse: on every page Tab reaches everything that can be used, the focus is seen, and nothing traps it.

use std::collections::BTreeSet;

use browser_tests::{Page, Suite};
use serde_json::Value;

use crate::desk::{quiet, sign};

/// Every page. A new page belongs here.
const ROUTES: [&str; 14] = [
    "#/",
    "#/findings",
    "#/findings/f12",
    "#/measures",
    "#/review",
    "#/institutions",
    "#/notice",
    "#/history",
    "#/merge",
    "#/archive",
    "#/checks",
    "#/calendar",
    "#/brief",
    "#/help",
];

/// Numbers everything on the page that can be used and is to be seen; gives how many, with what they are. Of radio
/// buttons with one name Tab reaches one, as everywhere. Rows beyond the sight of a long table are not there.
const NUMBER: &str = "
    const all = Array.from(document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]'));
    const seen = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible' && !one.disabled
        && one.tabIndex >= 0 && !one.closest('[inert]')
        && !Array.from(document.querySelectorAll('details:not([open])')).some((box) => box.contains(one) && one.parentElement !== box);
    const groups = new Set();
    const usable = all.filter(seen).filter((one) => {
        if (one.type !== 'radio') return true;
        if (groups.has(one.name)) return false;
        groups.add(one.name);
        return true;
    });
    usable.forEach((one, n) => { one.dataset.walk = n; });
    return usable.map((one) => one.localName + ' ' + (one.getAttribute('aria-label') || one.textContent || one.type || '').trim().slice(0, 30));";

/// What has the focus: its number (-1 for nothing on the page) and whether that is seen.
const HERE: &str = "
    const one = document.activeElement;
    if (!one || one === document.body || one === document.documentElement) return [-1, true];
    const style = (of) => { const s = getComputedStyle(of); return s.outlineStyle + s.outlineWidth + s.boxShadow + s.borderColor + s.backgroundColor; };
    const ring = (of) => { const s = getComputedStyle(of); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; };
    let visible = ring(one) || Array.from(one.children).some(ring);
    if (!visible) { const now = style(one); one.blur(); visible = style(one) !== now; one.focus(); }
    const n = one.dataset.walk;
    return [n === undefined ? -2 : Number(n), visible];";

/// Walks through the page by Tab alone.
fn walk(page: &Page, route: &str) {
    let names: Vec<String> = serde_json::from_value(page.script(NUMBER, &[])).unwrap_or_default();
    assert!(names.len() > 10, "{route}: only {} things can be used", names.len());
    // From the very beginning of the document.
    page.script(
        "document.activeElement.blur(); const first = document.querySelector('.skip'); first.focus(); first.blur(); \
         getSelection().removeAllRanges(); const range = document.createRange(); range.setStart(document.body, 0); range.collapse(true); getSelection().addRange(range)",
        &[],
    );
    let mut reached = BTreeSet::new();
    let mut unseen = BTreeSet::new();
    for _ in 0..names.len() * 2 + 60 {
        page.press("Tab");
        let here = page.script(HERE, &[]);
        let n = here[0].as_i64().unwrap_or(-1);
        if let Ok(n) = usize::try_from(n) {
            if here[1] != Value::Bool(true) {
                unseen.insert(n);
            }
            reached.insert(n);
        }
        if reached.len() == names.len() {
            break;
        }
    }
    let name = |n: &usize| names[*n].clone();
    let missed: Vec<_> = (0..names.len()).filter(|n| !reached.contains(n)).map(|n| name(&n)).collect();
    assert_eq!(missed, [] as [&str; 0], "{route}: Tab does not reach these of {}", names.len());
    assert_eq!(
        unseen.iter().map(name).collect::<Vec<_>>(),
        [] as [&str; 0],
        "{route}: the focus is not seen here"
    );
}

pub fn add(suite: &mut Suite) {
    for route in ROUTES {
        suite.test(&format!("keyboard: everything on {route} is reached by Tab"), move |page| {
            sign(page);
            page.goto(route);
            walk(page, route);
        });
    }

    suite.test("keyboard: dialogs close by Esc, and the focus goes back", |page| {
        sign(page);
        for (button, dialog) in [("打开…", "打开台账")] {
            page.by_role("button", button).focus();
            page.press("Enter");
            page.by_role("dialog", dialog).wait();
            page.press("Escape");
            page.by_role("dialog", dialog).wait_gone();
            page.wait_until("the focus is back", || page.by_role("button", button).has_focus());
        }
        let settings = page.by_css(".display > summary");
        settings.focus();
        page.press("Enter");
        page.by_role("group", "显示设置").nth(0).wait();
        page.press("Tab");
        page.press("Escape");
        page.wait_until("the panel is closed", || !page.by_css(".display[open]").exists());
        page.wait_until("the focus is back on its button", || settings.has_focus());
        page.script("document.querySelector('.skip').focus()", &[]);
        page.press("Enter");
        page.wait_until("the skip link leads to the text", || page.by_css("#main").has_focus());
        quiet(page);
    });
}
