//! Printing: the whole table, without the frame, the text of fields as text.

use browser_tests::{Browser, Page, Suite};

use crate::desk::{enter, quiet, sign};

const DRAWN: &str = "return document.querySelectorAll('tr[aria-rowindex]').length";

fn drawn(page: &Page) -> u64 {
    page.script(DRAWN, &[]).as_u64().unwrap_or_default()
}

/// How many pages a PDF has: Chromium writes the page objects uncompressed.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.split("/Type /Page").skip(1).filter(|rest| !rest.starts_with('s')).count()
}

pub fn add(suite: &mut Suite) {
    suite.test("print: each place has its paper, also where named pages are unknown", |page| {
        sign(page);
        for (address, paper) in [("#/measures", "wide"), ("#/notice", "notice"), ("#/archive", ""), ("#/findings", "wide"), ("#/", "")] {
            page.goto(address);
            let chosen = "return Array.from(document.querySelectorAll('style[data-paper][media=print]'), (one) => \
                one.dataset.paper + one.sheet.cssRules.length).join()";
            let wanted = if paper.is_empty() { String::new() } else { format!("{paper}1") };
            page.wait_until("the paper is that of the place", || page.script(chosen, &[]) == wanted.as_str());
        }
        page.goto("#/notice");
        let line = "return document.querySelector('.print-head').textContent";
        page.wait_until("the notice is printed without the ledger's line", || page.script(line, &[]) == "");
        quiet(page);
    });

    suite.test("print: the table draws all its rows, and lets them go", |page| {
        sign(page);
        page.goto("#/measures");
        page.by_role("status", "命中").wait_text("符合 110 条");
        let before = drawn(page);
        assert!((1..80).contains(&before), "{before} rows are drawn");
        page.script("dispatchEvent(new Event('beforeprint'))", &[]);
        page.wait_until("all rows are drawn", || drawn(page) == 110);
        assert!(page.by_css("tr[aria-rowindex=\"110\"]").text().contains("34-4"));
        page.script("dispatchEvent(new Event('afterprint'))", &[]);
        page.wait_until("only the rows in sight are drawn", || drawn(page) == before);
        quiet(page);
    });

    suite.test("print: the paper holds the whole table and no frame", |page| {
        sign(page);
        page.goto("#/measures");
        page.by_role("status", "命中").wait_text("符合 110 条");
        // Only Chromium tells of the printing itself, and so only there this sees what a person gets.
        if page.browser() == Browser::Firefox {
            return;
        }
        let noted = "window.printed = 0; matchMedia('print').addEventListener('change', (event) => { \
            if (event.matches) window.printed = document.querySelectorAll('tr[aria-rowindex]').length; })";
        page.script(noted, &[]);
        let all = pages(&page.pdf());
        assert_eq!(page.script("return window.printed", &[]), 110, "not all rows were there when it printed");
        // A button of a repeated head is printed on the first page alone.
        page.emulate_print(true);
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
