//! Printing: the whole table, without the frame, the text of fields as text.

use browser_tests::{Browser, Page, Suite, demonstration, pages};

use crate::workspace::{enter, quiet, sign};

/// How many rows are drawn for the screen.
fn drawn(page: &Page) -> u64 {
    page.script("return document.querySelectorAll('tr[aria-rowindex]').length", &[])
        .as_u64()
        .unwrap_or_default()
}

/// How many rows are drawn for the paper.
fn on_paper(page: &Page) -> u64 {
    page.script("return document.querySelectorAll('.paper-rows tr').length", &[]).as_u64().unwrap_or_default()
}

/// What is said of tables that are cut.
const NOTES: &str = "return Array.from(document.querySelectorAll('.paper-cut'), (note) => note.textContent)";

fn tell(page: &Page, event: &str) {
    page.script("dispatchEvent(new Event(arguments[0]))", &[event.into()]);
}

/// What a row in sight says that its printed row does not; and how many rows were held against each other.
const HELD: &str = "const words = (cell) => { const box = cell.querySelector('select, textarea, input:not(.pick)'); \
      const said = !box ? cell.textContent : box.matches('select') ? box.selectedOptions[0].textContent : box.value || '未填报'; \
      return said.replace(/（?逾期）?$/, '').replace(/\\s/g, '').replace(/^–$/, '未填报'); }; \
    const paper = document.querySelectorAll('.paper-rows tr'), wrong = []; let held = 0; \
    for (const row of document.querySelectorAll('tr[data-row]')) { \
      const live = Array.from(row.querySelectorAll('td:not(.c-tools), th')), printed = paper[row.dataset.row].children; held++; \
      if (live.length !== printed.length) wrong.push(row.dataset.row + ': ' + live.length + ' cells, printed ' + printed.length); \
      else live.forEach((cell, at) => { const own = words(printed[at]); \
        if (own ? !words(cell).includes(own) : words(cell)) wrong.push(row.dataset.row + ': ' + words(cell) + ' / ' + own); }); } \
    return [held, wrong.slice(0, 5)]";

pub fn add(suite: &mut Suite) {
    suite.test("print: each place has its paper", |page| {
        sign(page);
        for (address, paper) in [("#/measures", "wide"), ("#/notice", "notice"), ("#/archive", ""), ("#/findings", "wide"), ("#/", "")] {
            page.goto(address);
            let chosen = "return Array.from(document.querySelectorAll('style[data-paper][media=print]'), (one) => \
                one.dataset.paper + one.sheet.cssRules.length).join()";
            // Documents that go out bear numbers of their own: a rule more takes those of the browser away.
            let rules = if paper == "wide" { 1 } else { 2 };
            let wanted = if paper.is_empty() { String::new() } else { format!("{paper}{rules}") };
            page.wait_until("the paper is that of the place", || page.script(chosen, &[]) == wanted.as_str());
        }
        page.goto("#/notice");
        let line = "return document.querySelector('.print-head').textContent";
        page.wait_until("the notice is printed without the ledger's line", || page.script(line, &[]) == "");
        quiet(page);
    });

    suite.test("print: the table draws all its rows for the paper beside those in sight, and lets them go", |page| {
        sign(page);
        page.goto("#/measures");
        page.by_role("status", "命中").wait_text("符合 110 条");
        let before = drawn(page);
        assert!((1..80).contains(&before), "{before} rows are drawn");
        page.script("document.querySelector('tr[data-row=\"3\"]').focus()", &[]);
        // Firefox copies the page as soon as it has told of the printing: no effect is run before.
        let at_once = "dispatchEvent(new Event('beforeprint')); return document.querySelectorAll('.paper-rows tr').length";
        assert_eq!(page.script(at_once, &[]), 110);
        let last = page.script("return document.querySelector('.paper-rows').lastElementChild.textContent", &[]);
        assert!(last.as_str().is_some_and(|text| text.contains("34-4")), "{last}");
        let tools = "return Array.from(document.querySelectorAll('a, input, select, button, [tabindex]')) \
            .filter((one) => one.closest('.paper-rows')).length";
        assert_eq!(page.script(tools, &[]), 0, "a printed row has what nobody can work with");
        let at = "return document.activeElement.matches('.grid-box:not([hidden])') && document.querySelector('td.focus').closest('tr').dataset.row";
        assert_eq!(page.script(at, &[]), "3", "the focus is lost");
        assert_eq!(drawn(page), before, "rows in sight came or went");
        assert_eq!(page.script(NOTES, &[]), serde_json::json!(["", ""]), "nothing is cut");
        tell(page, "afterprint");
        page.wait_until("the paper is put away", || on_paper(page) == 0);
        quiet(page);
    });

    suite.test("print: a printed row says what the row in sight says", |page| {
        sign(page);
        demonstration(page, 110);
        let places = [
            "#/measures",
            "#/measures?group=finding",
            "#/findings",
            "#/evidence",
            "#/institutions",
            "#/reminders",
            "#/review?who=all",
        ];
        for place in places {
            page.goto(place);
            page.wait_until("rows are in sight", || drawn(page) > 0);
            tell(page, "beforeprint");
            page.wait_until("the paper is drawn", || on_paper(page) > 0);
            let held = page.script(HELD, &[]);
            assert!(held[0].as_u64() > Some(0) && held[1] == serde_json::json!([]), "{place}: {held}");
            tell(page, "afterprint");
        }
        // An edit, and its undoing: two lines of the history.
        page.goto("#/findings/f1");
        enter(&page.by_role("textbox", "整改目标"), page, "改过的目标");
        page.by_role("button", "撤销").click();
        page.goto("#/history");
        page.wait_until("both are in sight", || drawn(page) >= 2);
        tell(page, "beforeprint");
        page.wait_until("the paper is drawn", || on_paper(page) >= 2);
        let printed = page.script("return document.querySelector('.paper-rows').textContent", &[]);
        assert!(printed.as_str().is_some_and(|text| text.contains("整改目标（已撤销）")), "{printed}");
        quiet(page);
    });

    suite.test("print: a table that is too long says on paper that it is cut", |page| {
        sign(page);
        demonstration(page, 15_010);
        page.goto("#/measures");
        page.by_role("status", "命中").wait_text("符合 15010 条");
        tell(page, "beforeprint");
        page.wait_until("the paper is drawn", || on_paper(page) == 15_000);
        let notes: Vec<String> = serde_json::from_value(page.script(NOTES, &[])).unwrap_or_default();
        let told = "本表共有 15010 行，这里只印出前 15000 行";
        assert!(notes.len() == 2 && notes.iter().all(|note| note.contains(told)), "{notes:?}");
        tell(page, "afterprint");
        page.wait_until("the paper is put away", || on_paper(page) == 0);
        quiet(page);
    });

    let why = "no command of it shows a page as it is on paper";
    suite.test_but_in(Browser::Firefox, why, "print: a table that is too long leaves no blank sheets", |page| {
        sign(page);
        demonstration(page, 15_010);
        page.goto("#/measures");
        page.by_role("status", "命中").wait_text("符合 15010 条");
        tell(page, "beforeprint");
        page.wait_until("the paper is drawn", || on_paper(page) == 15_000);
        let shown = "return Array.from(document.querySelectorAll('.paper-cut, .live-rows, .spacer, .paper-rows'), (part) => \
            getComputedStyle(part).display).join()";
        // Without a place for each of the 15,000 rows, which takes Chromium ten seconds.
        page.script("document.querySelector('.ledger-table').style.display = 'none'", &[]);
        page.emulate_print(true);
        assert_eq!(page.script(shown, &[]), "block,none,none,none,table-row-group,block");
        page.emulate_print(false);
        tell(page, "afterprint");
        page.wait_until("the paper is put away", || on_paper(page) == 0);
        // A browser that does not tell of the printing gets the rows in sight, and no blank sheets either.
        page.emulate_print(true);
        assert_eq!(page.script(shown, &[]), "none,table-row-group,none,none,none");
        page.emulate_print(false);
        quiet(page);
    });

    suite.test("print: a notice of more than a thousand pages says where it ends", |page| {
        sign(page);
        demonstration(page, 10_000);
        page.goto("#/notice");
        page.wait_text("一次最多打印前 1000 页");
        tell(page, "beforeprint");
        let sheets = "return document.querySelectorAll('.sheet-paper .sheet').length";
        page.wait_until("a thousand sheets are drawn", || page.script(sheets, &[]) == 1000);
        let notes = page.script(NOTES, &[]);
        assert!(notes[0].as_str().is_some_and(|note| note.contains("这里只印出前 1000 页")), "{notes}");
        tell(page, "afterprint");
        page.wait_until("the paper is put away", || page.script(sheets, &[]) == 0);
        assert_eq!(page.script(NOTES, &[]), serde_json::json!([""]));
        quiet(page);
    });

    // The driver's command prints without telling the page in Firefox; what the page asks for is what a person gets.
    suite.test_in(
        Browser::Firefox,
        "print: the paper holds the whole table and every page of the notice",
        |page| {
            sign(page);
            page.goto("#/measures");
            page.by_role("status", "命中").wait_text("符合 110 条");
            let all = pages(&page.printed(|| drop(page.script("setTimeout(() => print(), 0)", &[]))));
            assert!((4..40).contains(&all), "{all} pages for 110 measures");
            page.goto("#/notice");
            page.by_role("status", "页数").wait_text("共 18 页");
            assert_eq!(pages(&page.printed(|| page.by_role("button", "打印").click())), 18);
        },
    );

    suite.test_in(Browser::Chromium, "print: the paper holds the whole table and no frame", |page| {
        sign(page);
        page.goto("#/measures");
        page.by_role("status", "命中").wait_text("符合 110 条");
        let noted = "window.printed = 0; matchMedia('print').addEventListener('change', (event) => { \
            if (event.matches) window.printed = document.querySelectorAll('.paper-rows tr').length; })";
        page.script(noted, &[]);
        let all = pages(&page.pdf());
        assert_eq!(page.script("return window.printed", &[]), 110, "not all rows were there when it printed");
        // A button of a repeated head is printed on the first page alone.
        page.emulate_print(true);
        assert!(!page.by_role("link", "导入导出").exists(), "a tool of the head is printed");
        let head = page.by_css(".print-head").text();
        assert!(head.contains("　措施　") && head.ends_with(" 打印"), "{head}");
        let heads = page.script(
            "return Array.from(document.querySelectorAll('.ledger-table th'), (th) => \
               [getComputedStyle(th.querySelector('button')).display, getComputedStyle(th, '::before').content].join())",
            &[],
        );
        let heads: Vec<String> = serde_json::from_value(heads).unwrap_or_default();
        assert_eq!((heads.len(), heads[0].as_str(), heads[8].as_str()), (9, "none,\"序号\"", "none,\"整改状态\""));
        page.emulate_print(false);
        page.goto("#/measures?text=退还超额利息");
        page.by_role("status", "命中").wait_text("符合 1 条");
        let one = pages(&page.pdf());
        // A column that is too narrow for its text makes a page of every row.
        assert!(one == 1 && (4..40).contains(&all), "{all} pages for 110 measures, {one} for one");
        page.goto("#/findings/f12");
        enter(&page.by_role("textbox", "整改目标"), page, "印出来的目标");
        page.emulate_print(true);
        let seen = page.text();
        assert!(!page.by_role("navigation", "主导航").exists(), "the frame is printed");
        assert!(!page.by_role("button", "导出 JSON").exists(), "the bar is printed");
        assert!(seen.contains("关于") && seen.contains("措施 12-4"), "{seen}");
        let printed = page.by_css(".texts .grow").nth(1).eval(
            "const made = getComputedStyle(arguments[0], '::after'); return made.visibility === 'visible' && made.content",
        );
        assert!(printed.as_str().is_some_and(|text| text.contains("印出来的目标")), "{printed}");
        page.emulate_print(false);
        quiet(page);
    });
}
