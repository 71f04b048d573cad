//! Without a mouse: on every page Tab reaches everything that can be used, the focus is seen, and nothing traps it.

use std::collections::BTreeSet;

use browser_tests::{Page, Suite};
use serde_json::Value;

use crate::workspace::{quiet, sign};

/// Every page. A new page belongs here.
const ROUTES: [&str; 21] = [
    "#/",
    "#/findings",
    "#/findings/f12",
    "#/measures",
    "#/review",
    "#/institutions",
    "#/notice",
    "#/history",
    "#/merge",
    "#/merge?view=compare",
    "#/archive",
    "#/exchange",
    "#/held",
    "#/reminders",
    "#/evidence",
    "#/results",
    "#/checks",
    "#/calendar",
    "#/brief",
    "#/help",
    "#/ledger",
];

/// What scripts of this test share. Rows and entries are all alike, so the first two of a list stand for the rest.
const TOOLS: &str = "
    const kinds = 'a[href], button, input, select, textarea, summary, [tabindex=\"0\"]';
    const seen = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible' && !one.disabled
        && one.tabIndex >= 0 && !Array.from(document.querySelectorAll('details:not([open])'))
            .some((box) => box.contains(one) && one.parentElement !== box);
    const item = (one) => one.closest('tr[aria-rowindex], .entry');
    const items = (of) => Array.from(of.parentElement.children).filter((other) => other.matches('tr[aria-rowindex], .entry'));
    const place = (of) => of.matches('tr') ? Number(of.getAttribute('aria-rowindex')) - 1 : items(of).indexOf(of);
    const alike = (one) => item(one) && place(item(one)) > 1;";

/// Numbers everything on the page that can be used and is to be seen; gives what they are. Of radio buttons with one
/// name Tab reaches one, as everywhere.
const NUMBER: &str = "
    const groups = new Set();
    const usable = Array.from(document.querySelectorAll(kinds)).filter((one) => seen(one) && !alike(one)).filter((one) => {
        if (one.type !== 'radio') return true;
        if (groups.has(one.name)) return false;
        groups.add(one.name);
        return true;
    });
    usable.forEach((one, n) => { one.dataset.walk = n; });
    usable[1].focus();
    return usable.map((one) => one.localName + ' ' + (one.getAttribute('aria-label') || one.textContent || one.type || '').trim().slice(0, 30));";

/// What has the focus: its number (-1 for nothing that has one) and whether that is seen. In the third row of a list
/// it goes to the last.
const HERE: &str = "
    const one = document.activeElement;
    if (!one || one === document.body || one === document.documentElement) return [-1, true];
    const style = (of) => { const s = getComputedStyle(of); return s.borderColor + s.backgroundColor + s.left; };
    const ring = (of) => { const s = getComputedStyle(of); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; };
    let visible = ring(one) || Array.from(one.children).some(ring);
    // Tab stops several times within a box for dates, the last time at its button, which has a ring of the browser's own.
    if (visible) one.dataset.ring = '';
    visible = visible || 'ring' in one.dataset;
    if (!visible) { const now = style(one); one.blur(); visible = style(one) !== now; one.focus(); }
    if (alike(one)) {
        const last = items(item(one)).pop();
        const inner = Array.from(last.querySelectorAll(kinds)).filter(seen).pop();
        if (inner) inner.focus();
    }
    return [one.dataset.walk === undefined ? -1 : Number(one.dataset.walk), visible];";

/// Walks through the page by Tab alone, from the second thing back to the first and then on.
fn walk(page: &Page, route: &str) {
    let run = |script: &str| page.script(&format!("{TOOLS}{script}"), &[]);
    let names: Vec<String> = serde_json::from_value(run(NUMBER)).unwrap_or_default();
    assert!(names.len() > 10, "{route}: only {} things can be used", names.len());
    let mut reached = BTreeSet::new();
    let mut unseen = BTreeSet::new();
    page.press("Shift+Tab");
    for _ in 0..names.len() + 200 {
        let here = run(HERE);
        if let Ok(n) = usize::try_from(here[0].as_i64().unwrap_or(-1)) {
            if here[1] != Value::Bool(true) {
                unseen.insert(n);
            }
            reached.insert(n);
        }
        if reached.len() == names.len() {
            break;
        }
        page.press("Tab");
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
        let open = page.by_role("button", "打开…");
        open.focus();
        page.press("Enter");
        let dialog = page.by_role("dialog", "打开台账");
        dialog.wait();
        page.press("Escape");
        dialog.wait_gone();
        page.wait_until("the focus is back", || open.has_focus());
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
